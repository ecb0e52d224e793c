"""Facts files to be filled in: what stands in them, and that they read as they are."""

from __future__ import annotations

import re
from datetime import date

import pytest

from docgen.compose import compose
from docgen.compose.needs import needs, needs_of
from docgen.facts import (
    Dictionary,
    Fact,
    Facts,
    check_facts,
    dictionary_from,
    dictionary_of,
    facts_from,
)
from docgen.facts.skeleton import HOW_TO, MODELINE, skeleton
from docgen.library import Library
from docgen.source import plain, read_yaml
from tests.samples import DICTIONARY, LIBRARY

ENTRIES = """
主题: {名: 人, 序: 1, 说明: 谁}
党员:
  类型: 计数
  量词: 名
  说明: 党员总数
  下级:
    女党员: {类型: 计数, 量词: 名, 关系: 其中, 说明: 女党员数}
    农村党员: {类型: 计数, 量词: 名, 关系: 分为, 可缺: 是}
    学历: {类型: 构成, 可缺: 是, 下级: {大专: {类型: 计数, 量词: 名}, 中专: {类型: 计数, 量词: 名}}}
状态: {类型: 选项, 选项: [整顿中, 已转化], 说明: 到哪一步}
"""
LISTS = """
主题: {名: 列表, 序: 2, 说明: 一行一条}
无: {类型: 列表, 项: 名称, 可缺: 是}
工作:
  类型: 列表
  说明: 一块一条
  字段:
    题: {类型: 列表, 项: 名称}
    要点: {类型: 列表, 可缺: 是, 字段: {文: {类型: 文本}, 主题: {类型: 文本, 说明: 一句}}}
"""


def small() -> Dictionary:
    roots = {"人": read_yaml(ENTRIES, "人").root, "表": read_yaml(LISTS, "表").root}
    return dictionary_from({name: plain(root) for name, root in roots.items() if root is not None})


BLANKS = {
    "一个数": (["党员"], "# ──── 人 ────\n\n党员:  # 名；党员总数\n"),
    "分项按关系放": (
        ["党员", "党员.女党员", "党员.农村党员"],
        "# ──── 人 ────\n\n"
        "党员:\n"
        "  值:          # 名；党员总数\n"
        "  分为:        # 各项相加等于合计\n"
        "    农村党员:  # 可不填；名\n"
        "  其中:        # 每项不大于合计\n"
        "    女党员:    # 名；女党员数\n",
    ),
    "构成整个放": (
        ["党员.学历"],
        "# ──── 人 ────\n\n党员:\n  值:      # 名；党员总数\n  学历:    # 可不填\n    大专:  # 名\n    中专:  # 名\n",
    ),
    "选项写出来": (["状态"], "# ──── 人 ────\n\n状态:  # 到哪一步；整顿中、已转化 选一个\n"),
    "列表给出样子": (
        ["工作", "无"],
        "# ──── 列表 ────\n\n"
        "无:  # 可不填；几项写成 [甲, 乙]\n\n"
        "工作:                     # 一块一条\n"
        "#   - 题:                 # 几项写成 [甲, 乙]\n"
        "#     要点:               # 可不填\n"
        "#       - 主题句。做法。  # 一条一句，或者分项写：\n"
        "#       - 主题:           # 一句\n",
    ),
}


@pytest.mark.parametrize("name", BLANKS)
def test_blanks(name: str) -> None:
    paths, expected = BLANKS[name]
    text = skeleton(small(), paths)
    assert text == "\n".join((MODELINE, *HOW_TO)) + "\n\n" + expected


def test_what_is_known_is_filled_and_what_other_files_give_is_left_out() -> None:
    text = skeleton(
        small(), ["党员", "状态"], title="试", filled={"党员": "62"}, elsewhere=["状态"]
    )
    assert text.split("\n")[1] == "# 试"
    assert "党员: 62  # 名" in text
    assert "状态:" not in text
    assert "# 状态 里有几项已写在 unit.yaml" in text


def test_an_example_is_good_yaml_once_its_signs_are_taken_off() -> None:
    wanted = [entry.path for entry in DICTIONARY.walk() if "." not in entry.path]
    text = re.sub("^# (?= )", "", skeleton(DICTIONARY, wanted), flags=re.MULTILINE)
    parsed = read_yaml(text, "台账.yaml")
    assert parsed.findings == ()
    _, findings = facts_from([parsed], DICTIONARY)
    assert [str(finding) for finding in findings] == []


def read(text: str, library: Library) -> Facts:
    """The facts of a skeleton; it reads without a finding."""
    dictionary = dictionary_of(library)
    facts, findings = facts_from([read_yaml(text, "台账.yaml")], dictionary)
    assert [str(finding) for finding in (*findings, *check_facts(facts, dictionary))] == []
    return facts


@pytest.mark.parametrize("name", sorted(LIBRARY.templates))
def test_it_composes_as_it_is_with_every_gap_listed(name: str) -> None:
    template = LIBRARY.template(name)
    wanted = needs(template, LIBRARY)
    facts = read(skeleton(DICTIONARY, wanted, filled={"文稿.模板": name}), LIBRARY)
    document = compose(template, facts, LIBRARY, on=date(2026, 7, 3))
    gaps = {gap.path for gap in document.gaps}
    spoken = LIBRARY.genres[template.genre].spoken  # a speech names neither itself nor its time
    assert ({"部署[1].题"} if spoken else {"单位.名称", "文稿.期间"}) <= gaps
    optional = {e.path for e in DICTIONARY.walk() if e.optional}
    asked = set(re.findall(r'缺\("([\w.]+)"\)', template.body + template.fields["标题"][0]))
    assert gaps & optional <= asked
    for fact in facts.leaves():
        assert isinstance(fact, Fact)
        assert fact.value is None or fact.path == "文稿.模板"


def test_everything_in_the_dictionary_can_be_laid_out() -> None:
    every = [entry.path for entry in DICTIONARY.walk()]
    facts = read(skeleton(DICTIONARY, every), LIBRARY)
    blank = {fact.path for fact in facts.leaves()}
    required = [e for e in DICTIONARY.roots.values() if e.is_number and not e.optional]
    assert {entry.path for entry in required} <= blank
    assert set(needs_of(LIBRARY.templates.values(), LIBRARY)) <= set(every)
