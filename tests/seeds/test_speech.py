"""The speech: what few and odd facts come to, how long it is, and what its template says itself."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Document, Heading, gap_lines, length, lines, plain, walk
from docgen.facts import Fact, facts_from
from docgen.language import Quantity
from docgen.review.shares import shares
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, ROOT, draft, sample
from tests.seeds.test_samples import pieces

SEED: Final = "seeds/002.yaml"
COUNTY: Final = "counties/qinghe/county/2026-h1.yaml"
SPEECHES: Final = (SEED, COUNTY)
TOWN: Final = """\
单位: {名称: 青山镇, 自称: 我镇, 党委称: 镇党委, 类别: 镇, 县: 清河县, 上级: 县委}
文稿: {期间: 2026年上半年, 日期: 2026-07-03, 会议: 全镇整顿工作会}
"""


def said(facts: str) -> str:
    """The speech made of these facts, without the list of what is missing."""
    read, _ = facts_from([read_yaml(TOWN + facts, "台账.yaml")], DICTIONARY)
    document = compose(LIBRARY.template("speech/rectification"), read, LIBRARY)
    owed = len(gap_lines(document))
    return "\n".join(lines(document)[: -owed or None])


LISTED: Final = "软弱涣散党组织: {值: %s, 时点: 到6月底}"
SAID: Final = {
    "没有数就不摆数": ("部署: [{题: 抓紧, 说明: 要快}]", "受委屈的是老百姓。\n软弱涣散党组织一天不转化"),
    "没有部署": ("", "\n【待填：部署[1].题】\n整顿软弱涣散基层党组织，"),
    "只有一个党组织": (LISTED % "1, 村: 1", "。到6月底，全镇列入整顿的软弱涣散党组织有1个。"),
    "都在村里": (LISTED % "3, 村: 3", "有3个，都在村里。"),
    "都在社区": (LISTED % "2, 村: 0, 社区: 2", "有2个，都在社区。"),
    "两样都有": (LISTED % "3, 村: 2, 社区: 1", "有3个，其中村党组织2个、社区党组织1个。"),
    "比上期": (LISTED % "3, 上期: 5", "有3个；比上年同期减少2个。"),
    "有没转化的": (LISTED % "3, 已转化: 1", "。已转化1个，还有2个没有转化。"),
    "一个也没转化": (LISTED % "3, 已转化: 0", "有3个。\n"),
    "都转化了": (LISTED % "3, 已转化: 3", "。已转化3个。\n转化了不等于万事大吉，手一松还会反弹。"),
    "待核实": (
        "软弱涣散党组织: {值: 3, 已转化: {值: 1, 待核实: 待对}, 时点: 到6月底}",
        "。已转化1个【待核实】，还有2个【待核实】没有转化。",
    ),
    "排查和包联": (
        LISTED % "3" + "\n排查: {村: 15, 问题: 9}\n包联: {领导: 3, 单位: 2}",
        "排查过的村和社区有15个，查出问题9条。列入整顿的党组织，眼下由3名领导干部包联，2个单位帮扶。",
    ),
    "一部分": ("部署: [{题: 抓紧, 说明: 要快}]", "下面，我讲一点意见。\n抓紧\n要快。\n整顿"),
    "两部分，不写属的自成一部分": (
        "部署: [{题: 甲, 说明: 子}, {题: 乙, 引语: 丙, 说明: 丑}]",
        "我讲两点意见。\n一、甲\n子。\n二、“丙”，乙\n丑。",
    ),
    "同属的归到一起": (
        "部署: [{题: 甲, 属: 子, 引言: 先说, 说明: 要快}, {题: 丙, 说明: 要稳}, {题: 乙, 属: 子, 说明: 要准}]",
        "我讲两点意见。\n一、子\n先说。\n（一）甲\n要快。\n（二）乙\n要准。\n二、丙\n要稳。",
    ),
    "没有话的留待填": ("部署: [{题: 甲}]", "甲\n【待填：部署[1].要点】"),
    "引的表没有也留待填": ("部署: [{题: 甲, 引: 整顿类型}]", "甲\n【待填：部署[1].要点】"),
    "只有一种类型": (
        "部署: [{题: 甲, 引: 整顿类型}]\n整顿类型: [{型: 乱账型}]",
        "甲\n对“乱账型”党组织，要逐个定出办法。\n",
    ),
    "几种类型": (
        "部署: [{题: 甲, 引: 整顿类型}]\n整顿类型: [{型: 乱账型, 个: 2, 重点: 清账}, {型: 散漫型, 办法: [多谈。, 多学]}]",
        "甲\n列入整顿的党组织，大体有两种类型。\n"
        "一是对2个“乱账型”党组织，要重点抓清账。二是对“散漫型”党组织，要逐个定出办法。多谈；多学。",
    ),
    "机制：目标在前，制度在后": (
        "部署: [{题: 甲, 引: 机制}]\n机制: [{名: 年底前转化, 类: 目标}, {名: 亮牌, 内容: [红, 黄], 说明: 按月亮}]",
        "目标是年底前转化。下面，我讲一点意见。\n甲\n"
        "坚持亮牌，包括红、黄两项。按月亮。\n",
    ),
    "频次": (
        "部署: [{题: 甲, 引: 频次}]\n频次: [{事: 调度, 次: 每周1次}, {事: 督查, 次: 每月1次}]",
        "时间要卡死。调度，要做到每周1次；督查，要做到每月1次。",
    ),
    "反面的事例在前，正面的在后": (
        "部署: [{题: 甲, 要点: [要快]}]\n事例: [{事: 好, 用: 正面, 属: 甲}, {事: 坏, 用: 反面, 属: 甲}]",
        "甲\n坏。\n要快。\n好。\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_a_few_facts_say(name: str) -> None:
    facts, expected = SAID[name]
    assert expected in said(facts)


@pytest.mark.parametrize("name", SPEECHES)
def test_what_the_template_says_itself_is_said_in_one_breath(name: str) -> None:
    shut = ("fact", "figure", "gap", "doubt", "phrase")
    prose = ["".join(pieces(text, shut)) for text in walk(draft(name))]
    own = [s for text in prose for s in re.split("[。！？]", text) if s and "□" not in s]
    assert [sentence for sentence in own if len(sentence) > 45] == []


@pytest.mark.parametrize("name", SPEECHES)
def test_most_of_a_speech_is_its_facts(name: str) -> None:
    assert 0 < shares(draft(name)).prose <= 40


def squeezed(minutes: int) -> Document:
    """The county's speech at 200 characters a minute."""
    facts = sample(COUNTY)
    template = LIBRARY.template("speech/rectification")
    return compose(template, facts, LIBRARY, budget=200 * minutes, why=f"按{minutes}分钟压缩")


def headings(document: Document) -> list[str]:
    return [
        block.number + plain(block.text) for block in document.body if isinstance(block, Heading)
    ]


@pytest.mark.parametrize("minutes", [17, 15, 13])
def test_a_speech_fits_the_minutes_it_is_given(minutes: int) -> None:
    document = squeezed(minutes)
    assert 200 * minutes - 150 < length(document) <= 200 * minutes
    assert headings(document) == headings(draft(COUNTY))


def test_a_speech_that_cannot_be_so_short_keeps_its_duties_and_says_so() -> None:
    document = squeezed(8)
    text = "".join(map(plain, walk(document)))
    facts = sample(COUNTY)
    deadlines = re.compile(r"\d+月(?:\d+日|底)前")
    wanted = {
        found
        for leaf in facts.leaves()
        if leaf.entry.name in ("要求", "名") or ".办法[" in leaf.path
        for found in deadlines.findall(leaf.text)
    }
    assert len(wanted) >= 6
    assert {found for found in wanted if found not in text} == set()
    assert headings(document) == headings(draft(COUNTY))
    assert document.gaps[1].path == "全文"
    assert "能压缩的都压缩了" in document.gaps[1].reason


SUMS: Final = ("概况.行政村", "概况.社区", "党支部", "党员", "软弱涣散党组织", "软弱涣散党组织.村")


def number(name: str, path: str) -> Decimal:
    leaf = sample(name).get(path)
    return (
        leaf.value.value
        if isinstance(leaf, Fact) and isinstance(leaf.value, Quantity)
        else Decimal(0)
    )


@pytest.mark.parametrize("path", SUMS)
def test_the_countys_numbers_are_the_sums_of_its_units(path: str) -> None:
    towns = sorted((ROOT / "data/counties/qinghe").glob("*/2026-h1.yaml"))
    names = [town.relative_to(ROOT / "data").as_posix() for town in towns]
    units = [name for name in names if name != COUNTY]
    assert len(units) == number(COUNTY, "概况.乡镇")
    assert sum(number(name, path) for name in units) == number(COUNTY, path)


def test_the_types_are_as_many_as_the_weak_branches() -> None:
    leaves = {leaf.path: leaf for leaf in sample(COUNTY).leaves()}
    counted = [
        number(COUNTY, path) for path in leaves if re.fullmatch(r"整顿类型\[\d+\]\.个", path)
    ]
    assert sum(counted) == number(COUNTY, "软弱涣散党组织")
