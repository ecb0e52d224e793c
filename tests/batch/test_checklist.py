"""Which unit leaves which item of the county's outline out."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.batch.checklist import held
from docgen.compose import compose
from docgen.document import plain, walk
from docgen.drafts.evidence import evidence_of, left_out
from docgen.facts import Facts, check_facts, facts_from
from docgen.facts.outline import items_of
from docgen.finding import Level
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, PAPERS, paper, sample

REPORT: Final = "work_report/half_year"
NAME: Final = LIBRARY.template(REPORT).name
ITEMS: Final = (
    "学习教育 班子建设 党员队伍 后进整顿 集体经济 基层治理 新兴领域 阵地建设 作风建设".split()
)

# Read in the twelve files: what a unit has no 工作 for, and where it says it all the same.
LEFT_OUT: Final = {
    "qingshan": "新兴领域",
    "shuanghe": "新兴领域",
    "yunwu": "新兴领域",
    "chengguan": "班子建设",
    "binjiang": "",
    "baima": "作风建设",
    "dawan": "新兴领域 作风建设",
    "jinsha": "新兴领域 作风建设",
    "pingan": "新兴领域 阵地建设",
    "xincheng": "班子建设 后进整顿 集体经济",
    "gaoling": "新兴领域 阵地建设 作风建设",
    "liushu": "班子建设 后进整顿 集体经济 基层治理 新兴领域 阵地建设 作风建设",
}
MENTIONED: Final = {
    ("baima", "阵地建设"): "锦程社区、安和社区的活动场所改建后",
    ("gaoling", "党员队伍"): "预备党员、发展党员、积极分子三个数到6月底没有查准",
    ("liushu", "学习教育"): "全乡党员分两批学习正确政绩观学习教育规定篇目",
}


@pytest.mark.parametrize("town", LEFT_OUT)
def test_what_each_town_of_the_county_leaves_out(town: str) -> None:
    name = f"counties/qinghe/{town}/2026-h1.yaml"
    found = held(paper(REPORT, name), sample(name), NAME)
    assert [item.item for item in found] == ITEMS
    assert " ".join(item.item for item in found if item.how == "缺") == LEFT_OUT[town]
    assert {item.item: item.where.startswith(MENTIONED.get((town, item.item), "没有"))
            for item in found if item.how == "提到"} == {
        item: True for of, item in MENTIONED if of == town
    }  # fmt: skip
    assert all(item.where == "" for item in found if item.how != "提到")


def test_the_outline_of_the_report_asks_nothing_of_another_paper() -> None:
    name = "counties/qinghe/baima/2026-h1.yaml"
    template = "work_summary/rectification"
    assert held(paper(template, name), sample(name), LIBRARY.template(template).name) == ()


def test_without_an_outline_nothing_is_held_against_a_draft() -> None:
    name = "seeds/001.yaml"
    assert held(paper(REPORT, name), sample(name), NAME) == ()


# ---- each way to say it ---------------------------------------------------------------------


def facts(outline: str, work: str) -> Facts:
    text = (
        "单位: {名称: 青山镇, 自称: 我镇, 类别: 镇, 党委称: 镇党委, 上级: 县委}\n"
        "文稿: {期间: 2026年上半年, 日期: 2026-07-03}\n"
        f"提纲:\n  - {outline}\n工作:\n  - {work}\n"
        "  - {题: [甲, 乙, 办好两件事], 正文: 办了两件事。}\n"
    )
    read, found = facts_from([read_yaml(text, "台账.yaml")], DICTIONARY)
    assert found == ()
    return read


OUTLINE: Final = "{项: 集体经济, 词: [产业发展, 合作社]}"
WAYS: Final = {
    "规定动作就是这一项": ("{题: [清家底], 规定动作: 集体经济, 正文: 清理合同。}", "单列", ""),
    "规定动作是它的词": ("{题: [清家底], 规定动作: 产业发展, 正文: 清理合同。}", "单列", ""),
    "规定动作不是": ("{题: [清家底], 规定动作: 班子建设, 正文: 清理合同。}", "缺", ""),
    "标题里有": ("{题: [做强集体经济], 正文: 清理合同。}", "单列", ""),
    "标题里有它的词": ("{题: [办好合作社], 正文: 清理合同。}", "单列", ""),
    "正文里有": (
        "{题: [清家底], 正文: 清理合同。壮大集体经济收入。修路。}",
        "提到",
        "壮大集体经济收入。",
    ),
    "要点里有它的词": (
        "{题: [清家底], 要点: [抓班子。办起合作社2个。, 修路。]}",
        "提到",
        "办起合作社2个。",
    ),
    "哪里都没有": ("{题: [清家底], 正文: 清理合同。}", "缺", ""),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_section_of_its_own_a_mention_or_nothing(way: str) -> None:
    work, how, where = WAYS[way]
    given = facts(OUTLINE, work)
    (found,) = held(compose(LIBRARY.template(REPORT), given, LIBRARY), given)
    assert (found.item, found.how, found.where) == ("集体经济", how, where)


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        (f"[{REPORT}]", True),
        ("[half_year]", True),
        (f"[{NAME}]", True),
        ("[work_summary/rectification, half_year]", True),
        ("[work_summary/rectification]", False),
    ],
)
def test_an_item_may_be_asked_of_some_templates(named: str, asked: bool) -> None:
    given = facts(f"{{项: 集体经济, 模板: {named}}}", WAYS["哪里都没有"][0])
    found = held(compose(LIBRARY.template(REPORT), given, LIBRARY), given, NAME)
    assert [item.how for item in found] == ["缺"] * asked


def test_what_the_template_says_is_no_mention() -> None:
    """Its closing speaks of 基本组织 whatever the unit did."""
    given = facts("{项: 基本组织}", WAYS["哪里都没有"][0])
    document = compose(LIBRARY.template(REPORT), given, LIBRARY)
    assert "基本组织" in "".join(map(plain, walk(document)))
    assert [item.how for item in held(document, given)] == ["缺"]


# ---- in the facts ---------------------------------------------------------------------------


def test_the_outline_is_shared_and_not_listed_as_unused() -> None:
    for template, name in PAPERS:
        given = sample(name)
        if "qinghe" not in name:
            continue
        assert [item.name for item in items_of(given)] == ITEMS
        unused = left_out(evidence_of(paper(template, name), given, LIBRARY))
        assert not any(path.startswith("提纲") for path in unused)


@pytest.mark.parametrize(
    ("action", "hint"),
    [
        ("集体经营", "是不是“集体经济”"),
        ("产业发张", "是不是“集体经济”"),
        ("信访稳定", "提纲上有：集体经济"),
    ],
)
def test_an_action_that_is_not_on_the_outline_is_told_of(action: str, hint: str) -> None:
    given = facts(OUTLINE, f"{{题: [清家底], 规定动作: {action}, 正文: 清理合同。}}")
    (found,) = [f for f in check_facts(given, DICTIONARY) if f.code == "FCT118"]
    assert (found.level, found.hint) == (Level.HINT, hint)
    assert found.place.line == 6
    assert action in found.message


@pytest.mark.parametrize("action", ["集体经济", "合作社"])
def test_one_that_is_gives_nothing(action: str) -> None:
    given = facts(OUTLINE, f"{{题: [清家底], 规定动作: {action}, 正文: 清理合同。}}")
    assert [f for f in check_facts(given, DICTIONARY) if f.code == "FCT118"] == []


def test_the_towns_use_the_county_s_words() -> None:
    for _, name in PAPERS:
        found = check_facts(sample(name), DICTIONARY)
        assert [f.message for f in found if f.code == "FCT118"] == []
