"""A paper too long loses examples first, then elaborations, then points that say so; no more."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Document, Heading, length, plain
from docgen.errors import TemplateError
from tests.compose.small import body_lines, compose_body, facts, gaps, library, template

SPEECH: Final = """\
先说情况。

{% for 项 in 工作 %}
## {{ 项.题 | 三段题 }} {工作}

[[{{ 项.正文 | 句 | 展开 }}]]

{% for 点 in 项.要点 | 可删 %}
- {{ 点.主题 | 句 }}{% if 点.要求 %}{{ 点.要求 | 句 }}{% endif %}[[比如，{{ 点.例 | 句 | 例证 }}]]

{% endfor %}
{% endfor %}

共讲{{ 节数("工作") }}点。
"""
FACTS: Final = """\
工作:
  - 题: 认清症结
    正文: 病根要看透
    要点:
      - {主题: 议事要成, 例: 甲村5个月没有开会}
      - {主题: 办事要公, 例: 乙村3年没有公开账目, 可删: 是}
      - {主题: 难事要管, 要求: 书记8月底前逐户上门, 可删: 是}
  - 题: 压实责任
    正文: 责任要到人
    要点:
      - {主题: 书记要带头, 可删: 是}
      - {主题: 部门要帮忙, 可删: 是}
"""


def paper(most: int, why: str = "") -> Document:
    """The speech in at most so many characters."""
    return compose(
        template(SPEECH), facts(FACTS), library(), on=date(2026, 7, 1), budget=most, why=why
    )


WHOLE: Final = [
    "先说情况。",
    "一、认清症结",
    "病根要看透。",
    "一是议事要成。比如，甲村5个月没有开会。二是办事要公。比如，乙村3年没有公开账目。三是难事要管。书记8月底前逐户上门。",
    "二、压实责任",
    "责任要到人。",
    "一是书记要带头；二是部门要帮忙。",
    "共讲两点。",
]

LENGTHS: Final[dict[int, list[str]]] = {
    # whole: 109 characters
    109: WHOLE,
    # the last example goes, and with it its 比如
    108: [*WHOLE[:3], WHOLE[3].replace("比如，乙村3年没有公开账目。", ""), *WHOLE[4:]],
    # then the one before it
    94: [
        *WHOLE[:3],
        "一是议事要成。二是办事要公。三是难事要管。书记8月底前逐户上门。",
        *WHOLE[4:],
    ],
    # then the elaborations, the last first
    81: [
        *WHOLE[:3],
        "一是议事要成。二是办事要公。三是难事要管。书记8月底前逐户上门。",
        WHOLE[4],
        *WHOLE[6:],
    ],
    75: [
        *WHOLE[:2],
        "一是议事要成。二是办事要公。三是难事要管。书记8月底前逐户上门。",
        WHOLE[4],
        *WHOLE[6:],
    ],
    # then points: one is no run; the first of a list stays when all may go
    69: [
        *WHOLE[:2],
        "一是议事要成。二是办事要公。三是难事要管。书记8月底前逐户上门。",
        WHOLE[4],
        "书记要带头。",
        WHOLE[7],
    ],
    # a deadline stays, whatever its point says, and so do headings
    1: [
        *WHOLE[:2],
        "一是议事要成。二是难事要管。书记8月底前逐户上门。",
        WHOLE[4],
        "书记要带头。",
        WHOLE[7],
    ],
}


@pytest.mark.parametrize("most", LENGTHS)
def test_as_little_goes_as_makes_it_fit(most: int) -> None:
    document = paper(most)
    assert body_lines(document) == LENGTHS[most]
    assert length(document) <= most or most == 1


def test_what_goes_is_listed_in_reading_order_and_owed_by_nobody() -> None:
    document = paper(69, "按1分钟压缩")
    assert [(gap.kind, gap.path, gap.sentence, gap.reason) for gap in document.gaps] == [
        ("删节", "工作[1].正文", "病根要看透。", "按1分钟压缩，展开"),
        ("删节", "工作[1].要点[1].例", "甲村5个月没有开会。", "按1分钟压缩，例证"),
        ("删节", "工作[1].要点[2].例", "乙村3年没有公开账目。", "按1分钟压缩，例证"),
        ("删节", "工作[2].正文", "责任要到人。", "按1分钟压缩，展开"),
        ("删节", "工作[2].要点[2]", "部门要帮忙。", "按1分钟压缩，可删"),
    ]


def test_an_example_goes_with_its_point_and_is_said_once() -> None:
    said = [gap.sentence for gap in paper(1).gaps if gap.path.startswith("工作[1].要点[2]")]
    assert said == ["办事要公。乙村3年没有公开账目。"]


def test_too_long_without_all_that_may_go_is_said_first() -> None:
    document = paper(40, "按1分钟压缩")
    over = length(document) - 40
    assert over > 0
    first = document.gaps[0]
    assert (first.path, first.reason) == ("全文", f"按1分钟压缩，能压缩的都压缩了，还多{over}字")


def test_a_cut_is_a_decision_and_leaves_no_gap() -> None:
    made = {d.sources: d.outcome for d in paper(94).provenance.decisions}
    assert made["工作[1].要点[1].例",] == "删"
    assert not [line for line in gaps(paper(94)) if not line.startswith("删节")]


def test_every_budget_keeps_the_headings_and_the_claim() -> None:
    whole = [plain(b.text) for b in paper(500).body if isinstance(b, Heading)]
    for most in range(1, 120):
        document = paper(most)
        assert [plain(b.text) for b in document.body if isinstance(b, Heading)] == whole
        assert body_lines(document)[-1] == "共讲两点。"


def test_less_room_never_makes_a_longer_paper() -> None:
    sizes = [length(paper(most)) for most in range(1, 120)]
    assert sizes == sorted(sizes)


REST: Final = {
    "缺的仍是待填，不算例证": ("{{ 单位.名称 | 例证 }}", "", "【待填：单位.名称】"),
    "没有填的印空": ("甲[[，{{ 单位.简介 | 例证 }}]]。", "", "甲。"),
    "条件里的例证": (
        "{% if 单位.简介 | 例证 %}有{% else %}无{% endif %}。",
        "单位: {简介: 山清水秀}",
        "无。",
    ),
    "设成名称的例证": (
        "{% set 例 = 单位.简介 | 例证 %}甲[[，{{ 例 }}]]。",
        "单位: {简介: 山清水秀}",
        "甲。",
    ),
    "宏里的例证": (
        "{% macro 说(话) %}{{ 话 | 句 | 例证 }}{% endmacro %}甲{{ 说(单位.简介) }}乙。",
        "单位: {简介: 山清水秀}",
        "甲乙。",
    ),
    "相连的一段": ('{{ "甲" ~ (单位.简介 | 例证) ~ "乙。" }}', "单位: {简介: 山清水秀}", "甲乙。"),
    "没有出处的话": ('甲{{ "，比如山清水秀" | 例证 }}。', "", "甲。"),
    "里层压缩，外层照写": (
        "[[甲{{ 党员 | 量 }}[[，{{ 单位.简介 | 例证 }}]]]]。",
        "党员: 62\n单位: {简介: 山清水秀}",
        "甲62名。",
    ),
}


@pytest.mark.parametrize("name", REST)
def test_wherever_it_stands(name: str) -> None:
    body, text, expected = REST[name]
    document = compose(template(body), facts(text), library(), on=date(2026, 7, 1), budget=1)
    assert body_lines(document) == [expected]


DEADLINE: Final = "要在8月底前换届到位"
SAYS: Final = {
    # what the template says → the same with a deadline in it stays, without one goes
    "例证": ("甲[[，{{ 单位.简介 | 例证 }}]]。", "单位: {简介: %s}"),
    "展开": ("甲[[，{{ 单位.简介 | 展开 }}]]。", "单位: {简介: %s}"),
    "例证引到的": (
        "甲[[，{{ 工作[0].正文 | 例证 }}]]。",
        "工作: [{题: 乙, 正文: 【单位.简介】}]\n单位: {简介: %s}",
    ),
    **{
        f"可删的{name}": (
            "{% for 点 in 工作[0].要点 | 可删 %}{{ 点.文 }}{{ 点.主题 }}{{ 点.要求 }}[[{{ 点.例 }}]]，{% endfor %}甲。",
            f"工作: [{{题: 乙, 要点: [{{主题: 丙, 做法: 丁}}, {{可删: 是, {said}, 做法: 丁}}]}}]"
            + ("\n单位: {简介: %s}" if "【" in said else ""),
        )
        for name, said in (
            ("文", "文: %s"),
            ("主题", "主题: %s"),
            ("要求", "主题: 戊, 要求: %s"),
            ("例", "主题: 戊, 例: %s"),
            ("主题引到的", "主题: 【单位.简介】"),
        )
    },
}


@pytest.mark.parametrize("name", SAYS)
def test_a_deadline_stays_wherever_it_is_said(name: str) -> None:
    body, text = SAYS[name]
    for said, stays in ((DEADLINE, True), ("要换届到位", False)):
        made = compose(template(body), facts(text % said), library(), on=date(2026, 7, 1), budget=1)
        assert (said in body_lines(made)[0]) is stays, said


POINTS: Final = """\
## {{ 工作[0].题 }}
{% for 点 in 工作[0].要点 %}
- {% if 点.主题 %}{{ 点.主题 | 句 }}{% endif %}[[{{ 点.例 | 句 | 例证 }}]]

{% endfor %}
"""
ALONE: Final = {
    "{例: 已经办好}": ["乙", "已经办好。"],
    "{例: 已经办好}, {例: 已经修好}": ["乙", "一是已经办好；二是已经修好。"],
    "{主题: 办事, 例: 已经办好}": ["乙", "办事。"],
    "{例: 已经办好, 可删: 否}, {主题: 修路, 例: 已经修好}": ["乙", "一是已经办好；二是修路。"],
}


@pytest.mark.parametrize("points", ALONE)
def test_a_point_that_is_only_an_example_stays(points: str) -> None:
    """Else nothing would stand under the heading."""
    text = f"工作: [{{题: 乙, 要点: [{points}]}}]"
    made = compose(template(POINTS), facts(text), library(), on=date(2026, 7, 1), budget=1)
    assert body_lines(made) == ALONE[points]


def test_a_heading_keeps_something_under_it() -> None:
    """Of two elaborations the one stays that alone stands under its heading."""
    body = """\
{% for 项 in 工作 %}
## {{ 项.题 }}

[[{{ 项.正文 | 句 | 展开 }}]]

{% for 点 in 项.要点 %}
- {{ 点.主题 | 句 }}

{% endfor %}
{% endfor %}
"""
    text = "工作: [{题: 甲, 正文: 要快}, {题: 乙, 正文: 要稳, 要点: [{主题: 办事, 做法: 丁}]}]"
    made = compose(template(body), facts(text), library(), on=date(2026, 7, 1), budget=1)
    assert body_lines(made) == ["一、甲", "要快。", "二、乙", "办事。"]
    assert [gap.path for gap in made.gaps] == ["全文", "工作[2].正文"]


def test_what_is_left_is_counted_after_the_cut() -> None:
    body = "{% set 留 = 工作[0].要点 | 可删 %}{{ 留 | 个数 }}条，原有{{ 工作[0].要点 | 个数 }}条。"
    text = "工作: [{题: 乙, 要点: [{主题: 丙, 做法: 丁}, {主题: 戊, 做法: 丁, 可删: 是}]}]"
    made = compose(template(body), facts(text), library(), on=date(2026, 7, 1), budget=1)
    assert body_lines(made) == ["1条，原有2条。"]


REFUSED: Final = {
    "要求不压缩": (
        "{% for 项 in 工作 %}{% for 点 in 项.要点 %}{{ 点.要求 | 例证 }}{% endfor %}{% endfor %}",
        "report/试:6：“工作[1].要点[1].要求”不能压缩（要求、责任、时限总要讲）",
    ),
    "数不单独压缩": (
        "{{ 党员 | 例证 }}",
        "report/试:6：例证只用于一句话（数和 列述 不单独压缩）",
    ),
    "没有登记可删的列表": (
        "{% for 项 in 村 | 可删 %}{{ 项.名 }}{% endfor %}",
        "report/试:6：“村[1]”里没有登记“可删”",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    body, message = REFUSED[name]
    text = "党员: 62\n村: [{名: 甲村, 户: 1, 状态: 整顿中}]\n"
    text += "工作: [{题: 甲, 要点: [{主题: 乙, 做法: 丙, 要求: 丁}]}]\n"
    with pytest.raises(TemplateError) as error:
        compose_body(body, text)
    assert str(error.value) == message


def test_length_is_counted_as_a_word_processor_does() -> None:
    document = compose_body(
        "甲 乙，2026年。\n\n## 丙 {工作}\n## 丁\n", front="称谓: 同志们\n署名: 丁\n日期: 戊\n"
    )
    # 同志们： 4, 甲乙，2026年。 9, 一、丙 3, 二、丁 3; no blank, no title, no signature
    assert length(document) == 19
