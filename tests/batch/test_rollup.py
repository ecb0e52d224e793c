"""The county from its units: what each unit filled in, and what the county's file then says."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.batch.rollup import roll_up
from docgen.batch.rollup.numbers import number as made_of
from docgen.facts import Records
from docgen.facts.values import Fact, Record
from docgen.finding import Level
from docgen.language import Quantity
from tests.batch.counties import county, fact, gathered, number, of_lines, said, told
from tests.samples import DICTIONARY, LIBRARY

BASE: Final = "概况: {行政村: 5, 户数: 900, 人口: 3000}\n党支部: 6\n党员: {值: 100, 女党员: 20, 预备党员: 2}\n发展党员: 1\n入党积极分子: 3"
"""A unit that filled in all that is required."""


# --- each 汇总 -------------------------------------------------------------------------------------

RULES: Final = (
    # 和
    ("党员", ("党员: 120", "党员: 80"), "200", "2个单位相加", ""),
    ("村集体经济.收入", ("村集体经济: {收入: 0.5亿元}", "村集体经济: {收入: 120}"), "5120", "2个单位相加", ""),
    ("概况.人口", ("概况: {人口: 2.2万}", "概况: {人口: 9600}"), "约3.2万", "2个单位相加", ""),
    # 可不填的，没有填就不算，说明白
    ("后备干部", ("后备干部: 9", "后备干部: 5", ""), "14", "2个单位相加，丙镇没有填", ""),
    ("后备干部", ("后备干部: 9", "", ""), "9", "只有甲镇填了", ""),
    ("后备干部", ("后备干部: 9", "后备干部: 2", "", "", ""), "11", "甲镇、乙镇相加，其余没有填", ""),
    # 必填的没有填、写着待填的，合计待核实
    ("党员", ("党员: 120", "", "党员: 80"), "200", "2个单位相加，乙镇没有填", "乙镇没有填"),
    ("党员", ("党员: 120", "党员: 待填"), "120", "只有甲镇的算在内", "乙镇没有填"),
    ("后备干部", ("后备干部: 9", "后备干部: 待填"), "9", "只有甲镇的算在内", "乙镇没有填"),
    # 给了总数没有给其中的，不当成没有；总数是0的、总数也没有给的，不用给
    ("党员.大专以上", ("党员: {值: 120, 大专以上: 30}", "党员: 80"), "30", "只有甲镇填了", "乙镇没有填"),
    ("党员.大专以上", ("党员: {值: 120, 大专以上: 30}", "党员: 0"), "30", "2个单位相加", ""),
    ("党员.大专以上", ("党员: {值: 120, 大专以上: 30}", "党员: {值: 80, 待核实: 未定}"), "30", "只有甲镇填了", "乙镇没有填"),
    ("招商.项目.启动建设", ("招商: {项目: {值: 3, 启动建设: 1}}", ""), "1", "只有甲镇填了", ""),
    ("党支部.农村党支部", ("党支部: {值: 9, 农村党支部: 4}", "党支部: {值: 7, 状态: 计划}"), "4", "只有甲镇填了", ""),
    ("党支部.农村党支部", ("党支部: {值: 9, 农村党支部: 4}", "党支部: 7"), "4", "只有甲镇填了", "乙镇没有填"),
    # 待核实的不算在内，说是哪家的哪个数
    ("党员", ("党员: 120", "党员: {值: 80, 待核实: 缺3个支部}"), "120", "只有甲镇的算在内",
     "乙镇的80名待核实（缺3个支部），没有算在内"),
    ("党员", ("党员: {值: 80, 待核实: 缺3个支部}", "党员: {待核实: 没有汇上来}"), "", "",
     "甲镇的80名待核实（缺3个支部），没有算在内；乙镇待核实：没有汇上来"),
    # 计划不是事实
    ("阵地建设.新建", ("阵地建设: {新建: 2}", "阵地建设: {新建: {值: 1, 状态: 计划}}"), "2", "只有甲镇的算在内，乙镇的是计划数", ""),
    # 名单里还没有核实的，单位的数里算了它，这个数也待核实；没有算它的照加
    ("软弱涣散党组织.已转化", ("软弱涣散党组织: {值: 2, 已转化: 1}", "软弱涣散党组织: {值: 2, 已转化: 2}\n"
     "后进村: [{村: 甲村, 状态: 已转化}, {村: 乙村, 状态: {值: 已转化, 待核实: 没有验收}}]"), "1", "只有甲镇的算在内",
     "乙镇的2个待核实（乙村的状态还没有核实），没有算在内"),
    ("软弱涣散党组织.已转化", ("软弱涣散党组织: {值: 2, 已转化: 1}", "软弱涣散党组织: {值: 2, 已转化: 1}\n"
     "后进村: [{村: 甲村, 状态: 已转化}, {村: 乙村, 状态: {值: 已转化, 待核实: 没有验收}}]"), "2", "2个单位相加", ""),
    # 单位填得不对的不混着加
    ("概况.耕地", ("概况: {耕地: 300}", "概况: {耕地: 20公顷}"), "300", "只有甲镇的算在内", "乙镇的20公顷单位写的是公顷，没有算在内"),
    # 加权平均
    ("党员.平均年龄", ("党员: {值: 100, 平均年龄: 40.0}", "党员: {值: 300, 平均年龄: 50.0}"), "47.5", "2个单位按党员加权平均", ""),
    ("民生.参保率", ("概况: {人口: 1万}\n民生: {参保率: 98%}", "概况: {人口: 3万}\n民生: {参保率: 96%}", ""),
     "97%", "2个单位按概况.人口加权平均，丙镇没有填", ""),
    ("民生.参保率", ("概况: {人口: 1万}\n民生: {参保率: 98.0%}", "概况: {人口: {值: 3万, 待核实: 户籍未定}}\n民生: {参保率: 96.0%}"),
     "96.5%", "2个单位按概况.人口加权平均", "乙镇的概况.人口待核实，平均数按它加权"),
    ("换届.一次选成率", ("换届: {村: 10, 社区: 2, 一次选成率: 100%}", "换届: {村: 4, 一次选成率: 75%}"), "94%",
     "2个单位按换届.村、换届.社区加权平均", ""),
    ("经济.农民人均收入", ("概况: {人口: {值: 9000, 农业人口: 5000}}\n经济: {农民人均收入: 20000}",
      "概况: {人口: {值: 9000, 农业人口: 1000}}\n经济: {农民人均收入: 26000}"), "21000", "2个单位按概况.人口.农业人口加权平均", ""),
    ("经济.农民人均收入", ("概况: {人口: {值: 9000, 农业人口: 5000}}\n经济: {农民人均收入: 20000}",
      "概况: {人口: 9000}\n经济: {农民人均收入: 26000}"), "23000", "2个单位按概况.人口加权平均", ""),
    # 个数
    ("概况.乡镇", ("党员: 1", "党员: 2", "党员: 3"), "3", "", ""),
)  # fmt: skip


@pytest.mark.parametrize(("path", "lines", "text", "source", "doubt"), RULES)
def test_the_county_says(
    path: str, lines: tuple[str, ...], text: str, source: str, doubt: str
) -> None:
    found = fact(county(of_lines(*lines)), path)
    assert (found.text, found.more.source) == (text, source)
    assert found.more.status == ("待核实" if doubt else "已核实")
    assert found.more.note == doubt


def test_the_greatest_is_named_with_its_unit() -> None:
    """Nothing in the dictionary asks for it yet."""
    wanted = replace(DICTIONARY.roots["后备干部"], rollup="最大")
    units = gathered(of_lines("后备干部: 9", "后备干部: 12", "")).units
    found = made_of(units, wanted, (), "county.yaml")
    assert found.value is not None
    assert (found.value.raw, found.more.source) == ("12", "2个单位里最大的，乙镇")


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("后备干部", ("", "")),  # 谁也没有填
        ("阵地建设.新建", ("阵地建设: {新建: {值: 1, 状态: 计划}}", "")),  # 只有计划
        ("学习.主题党日", ("学习: {主题党日: 6}", "学习: {主题党日: 4}")),  # 不汇总
        ("党员.平均年龄", ("党员: {平均年龄: 40}", "党员: {值: 300, 平均年龄: 50}")),  # 缺权数
    ],
)
def test_the_county_says_nothing_of(path: str, lines: tuple[str, ...]) -> None:
    assert county(of_lines(*lines)).facts.get(path) is None


def test_a_mean_without_weights_names_who_lacks_them() -> None:
    rolled = county(
        of_lines("党员: {平均年龄: 40}", "党员: {值: 300, 平均年龄: 50}", "党员: {值: 9}")
    )
    [one] = [finding for finding in rolled.findings if finding.code == "ROL004"]
    assert one.message == "“党员.平均年龄”算不出加权平均：甲镇没有党员"
    assert str(one.place).startswith("甲镇.yaml:2")


# --- 上期 ------------------------------------------------------------------------------------------

BEFORE: Final = (
    (("党员: {值: 120, 上期: 110}", "党员: {值: 80, 上期: 90}"), "200", ""),
    (("党员: {值: 120, 上期: 110}", "党员: 80"), "", "乙镇没有上年同期数，增减没有写"),
    (("党员: {值: 120, 上期: 110, 比: 年初}", "党员: 80"), "", "乙镇没有上期数，增减没有写"),
    (("党员: 120", "党员: 80"), "", ""),  # 谁也没有的，不用说
    (("党员: {值: 120, 上期: 110, 比: 年初}", "党员: {值: 80, 上期: 90, 比: 年初}"), "200", ""),
    (("党员: {值: 120, 上期: 110, 比: 年初}", "党员: {值: 80, 上期: 90}"), "", "各单位的上期不是同一个时候，增减没有写"),
    # 不算在内的，它的上期也不算
    (("党员: {值: 120, 上期: 110}", "党员: {值: 80, 上期: 90, 待核实: 缺3个支部}"), "110", ""),
)  # fmt: skip


@pytest.mark.parametrize(("lines", "before", "note"), BEFORE)
def test_the_earlier_value_is_of_the_same_units(
    lines: tuple[str, ...], before: str, note: str
) -> None:
    rolled = county(of_lines(*lines))
    previous = fact(rolled, "党员").more.previous
    assert (previous.raw if previous is not None else "") == before
    assert number(rolled, "党员").note == note


def test_the_earlier_mean_is_by_the_earlier_weights() -> None:
    one = "党员: {值: 100, 上期: 300, 平均年龄: {值: 40.0, 上期: 40.0}}"
    two = "党员: {值: 300, 上期: 100, 平均年龄: {值: 50.0, 上期: 50.0}}"
    more = fact(county(of_lines(one, two)), "党员.平均年龄").more
    assert more.previous is not None
    assert more.previous.raw == "42.5"


# --- 口径、公开、时点 --------------------------------------------------------------------------------


def test_the_same_caliber_is_the_county_s() -> None:
    lines = (
        "经济: {税金: {值: 10, 口径: 2025年，全年}}",
        "经济: {税金: {值: 20, 口径: 2025年全年}}",
    )
    rolled = county(of_lines(*lines))
    assert fact(rolled, "经济.税金").more.caliber == "2025年，全年"
    assert told(rolled.findings, "ROL003") == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ("概况: {户数: {值: 10, 口径: 户籍}}", "概况: {户数: {值: 20, 口径: 常住}}"),
            "户籍：甲镇；常住：乙镇",
        ),
        (
            ("概况: {户数: {值: 10, 口径: 户籍}}", "概况: {户数: 20}"),
            "户籍：甲镇；没有写口径：乙镇",
        ),
    ],
)
def test_different_calibers_are_not_mixed_in_silence(lines: tuple[str, ...], message: str) -> None:
    rolled = county(of_lines(*lines))
    found = fact(rolled, "概况.户数")
    assert (found.text, found.more.status, found.more.caliber) == ("30", "待核实", "")
    assert found.more.note == f"各单位口径不一（{message}）"
    assert told(rolled.findings, "ROL003") == [
        f"“概况.户数”各单位口径不一，加在一起要核对：{message}"
    ]


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("民生.参保率", "城乡居民基本医疗保险", "城乡居民医保"),
        ("概况.户数", "户籍人口", "户籍"),
        ("概况.户数", "常住人口", "（常住）"),
    ],
)
def test_other_words_for_the_same_caliber_are_the_same(path: str, one: str, other: str) -> None:
    group, name = path.split(".")
    rows = [
        f"概况: {{人口: 1万}}\n{group}: {{{name}: {{值: 90, 口径: {caliber}}}}}"
        for caliber in (one, other)
    ]
    if group == "概况":
        rows = [row.removeprefix("概况: {人口: 1万}\n") for row in rows]
    rolled = county(of_lines(*rows))
    assert told(rolled.findings, "ROL003") == []
    assert fact(rolled, path).more.caliber == one


def test_words_that_say_more_are_another_caliber() -> None:
    lines = (
        "概况: {户数: {值: 10, 口径: 户籍人口}}",
        "概况: {户数: {值: 20, 口径: 户籍人口，不含园区}}",
    )
    assert len(told(county(of_lines(*lines)).findings, "ROL003")) == 1


def test_a_part_without_a_caliber_has_that_of_its_whole() -> None:
    one = "经济: {企业总产值: {值: 3, 口径: 全年, 工业总产值: {值: 2, 口径: 全年}}}"
    two = "经济: {企业总产值: {值: 5, 口径: 全年, 工业总产值: 4}}"
    assert told(county(of_lines(one, two)).findings, "ROL003") == []


def test_what_one_unit_keeps_back_the_county_keeps_back() -> None:
    lines = ("党员: {值: 9, 少数民族党员: {值: 3, 公开: 否}}", "党员: {值: 9, 少数民族党员: 4}")
    assert not fact(county(of_lines(*lines)), "党员.少数民族党员").more.public


# --- 分为、其中 -------------------------------------------------------------------------------------


def test_parts_that_make_up_the_whole_still_do() -> None:
    lines = (
        "党支部: {值: 14, 农村党支部: 10, 机关党支部: 4}",
        "党支部: {值: 9, 农村党支部: 8, 机关党支部: 1}",
    )
    more = fact(county(of_lines(*lines)), "党支部").more
    assert more.parts == ("农村党支部", "机关党支部")


def test_parts_that_one_unit_does_not_give_are_only_among_the_whole() -> None:
    lines = ("党支部: {值: 14, 农村党支部: 10, 机关党支部: 4}", "党支部: 9")
    rolled = county(of_lines(*lines))
    more = fact(rolled, "党支部").more
    assert (more.parts, more.among) == ((), ("农村党支部", "机关党支部"))
    assert told(rolled.findings, "FCT101") == []


def test_a_part_that_can_only_be_none_is_not_missing() -> None:
    """The other parts make up the whole, or the whole is none."""
    lines = (
        "软弱涣散党组织: {值: 3, 村: 3, 已转化: 1}",
        "软弱涣散党组织: {值: 2, 村: 1, 社区: 1, 已转化: 0}",
        "软弱涣散党组织: 0",
    )
    rolled = county(of_lines(*lines))
    for path in ("软弱涣散党组织.村", "软弱涣散党组织.社区", "软弱涣散党组织.已转化"):
        assert fact(rolled, path).more.source == "3个单位相加", path


def test_a_composition_that_not_all_give_is_left_out_and_told() -> None:
    full = "党员: {值: 9, 学历: {大专以上: 3, 高中中专: 4, 初中以下: 2}}"
    whole = county(of_lines(full, full))
    assert [said(whole, f"党员.学历.{name}") for name in ("大专以上", "高中中专", "初中以下")] == ["6", "8", "4"]  # fmt: skip
    rolled = county(of_lines(full, "党员: 9"))
    assert rolled.facts.get("党员.学历") is None
    assert told(rolled.findings, "ROL007", "FCT101") == [
        "“党员.学历”乙镇没有填，各项加起来不是全县的数，没有汇出"
    ]
    assert not [path for path in rolled.numbers if path.startswith("党员.学历")]


def test_a_number_of_few_units_is_not_set_against_one_of_all() -> None:
    lines = ("党支部: 30\n支部调整: {原: 46, 现: 30}", "党支部: 12")
    rolled = county(of_lines(*lines))
    assert said(rolled, "支部调整.现") == ""
    assert said(rolled, "支部调整.原") == "46"
    assert told(rolled.findings, "ROL007", "FCT103") == [
        "“支部调整.现”只有甲镇填了，同全县别的数放不到一起，没有汇出"
    ]


def test_a_contradiction_of_all_units_is_found() -> None:
    line = "党员: {值: 9, 大专以上: 3, 学历: {大专以上: 4, 高中中专: 3, 初中以下: 2}}"
    rolled = county(of_lines(line, line))
    assert "FCT103" in [one.code for one in rolled.findings]


# --- who is missing -------------------------------------------------------------------------------


def test_a_unit_that_has_not_reported_makes_every_number_doubtful() -> None:
    rolled = county(of_lines(BASE, BASE), absent=["平安乡"])
    for path in ("党员", "概况.行政村", "入党积极分子"):
        assert fact(rolled, path).more.note == "平安乡未报", path
    assert said(rolled, "概况.乡镇") == "3"
    [missing] = _records(rolled.facts.get("未报单位"))
    assert isinstance(missing, Fact)
    assert missing.text == "平安乡"


def test_a_unit_that_cannot_be_read_is_named_and_the_rest_is_added_up() -> None:
    rolled = county(of_lines(BASE, BASE), broken=["双河镇"])
    assert fact(rolled, "党员").text == "200"
    assert fact(rolled, "党员").more.note == "双河镇的台账读不出来"
    [one] = [finding for finding in rolled.findings if finding.code == "ROL005"]
    assert one.level is Level.ERROR
    assert "双河镇.yaml:3：括号没有配对" in one.message


# --- lists ----------------------------------------------------------------------------------------


def _records(node: object) -> tuple[Record | Fact, ...]:
    assert isinstance(node, Records)
    return node.items


def rows(rolled: object, path: str, *names: str) -> list[tuple[str, ...]]:
    """The fields of each record of a list, "" for one that has none."""
    found = getattr(rolled, "facts").get(path)  # noqa: B009
    out = []
    for item in _records(found):
        assert isinstance(item, Record)
        out.append(tuple(getattr(item.members.get(name), "text", "") for name in names))
    return out


def test_records_stand_one_after_another_and_say_whose_they_are() -> None:
    rolled = county(
        of_lines(
            "后进村: [{村: 柳湾村, 状态: 整顿中}, {村: 石桥村, 状态: {值: 已转化, 待核实: 没有验收}}]",
            "后进村: 无",
            "后进村: [{村: 石桥村, 状态: 已转化}]",
        )
    )
    assert rows(rolled, "后进村", "村", "状态", "来自") == [
        ("柳湾村", "整顿中", "甲镇"),
        ("石桥村", "已转化", "甲镇"),
        ("石桥村", "已转化", "丙镇"),
    ]
    assert fact(rolled, "后进村[2].状态").more.note == "没有验收"


def test_an_activity_of_all_is_one_with_all_its_units() -> None:
    one = "活动: [{名: 学习教育, 位置: 契机}]"
    other = "活动: [{名: 学习教育, 位置: 抓手}, {名: 红旗村, 位置: 载体}]"
    assert rows(county(of_lines(one, one, other, "")), "活动", "名", "位置", "来自") == [
        ("学习教育", "契机", "甲镇、乙镇、丙镇"),
        ("红旗村", "载体", "丙镇"),
    ]
    assert rows(county(of_lines(one, one, other)), "活动", "来自")[0] == ("各单位",)
    assert rows(county(of_lines(*([one] * 5), "")), "活动", "来自") == [("甲镇、乙镇等5个单位",)]


def test_an_honour_of_the_same_name_is_each_unit_s_own() -> None:
    line = "荣誉: [{名: 先进集体, 级: 县}]"
    assert rows(county(of_lines(line, line)), "荣誉", "名", "来自") == [
        ("先进集体", "甲镇"),
        ("先进集体", "乙镇"),
    ]


def test_nothing_is_said_by_all_or_not_at_all() -> None:
    assert _records(county(of_lines("后进村: 无", "后进村: 无")).facts.get("后进村")) == ()
    assert county(of_lines("后进村: 无", "")).facts.get("后进村") is None


def test_a_sentence_that_cites_its_unit_s_ledger_says_the_figure() -> None:
    line = "党员: 120\n村集体经济: {收入: 40.5}\n机制: [{名: 甲, 说明: 党员【党员|量】，收入【村集体经济.收入】}]"
    assert rows(county(of_lines(line, "党员: 80")), "机制", "说明", "来自") == [
        ("党员120名，收入40.5万元", "甲镇")
    ]


def test_one_that_cites_more_is_left_out_and_told() -> None:
    line = "党员: {值: 120, 上期: 90}\n机制: [{名: 甲, 说明: 党员【党员|增减】}]"
    rolled = county(of_lines(line, "党员: 80"))
    assert rows(rolled, "机制", "名", "说明") == [("甲", "")]
    assert told(rolled.findings, "ROL007") == ["“机制[1].说明”引用了甲镇台账里的数，没有汇出这一项"]


def test_each_unit_has_its_row() -> None:
    rolled = county(
        of_lines(
            "党员: 120\n村集体经济: {收入: 0.5亿元}\n阵地建设: {新建: {值: 1, 状态: 计划}}\n软弱涣散党组织: 0",
            "党员: {值: 80, 待核实: 缺3个支部}\n软弱涣散党组织: {值: 2, 已转化: 1}",
            "党员: 待填",
        )
    )
    names = ("名", "类别", "党员", "集体收入", "新建场所", "软弱涣散", "已转化")
    assert rows(rolled, "各单位", *names) == [
        ("甲镇", "镇", "120", "0.5亿元", "", "0", "0"),
        ("乙镇", "镇", "80", "", "", "2", "1"),
        ("丙镇", "镇", "", "", "", "", ""),
    ]
    assert fact(rolled, "各单位[2].党员").more.note == "缺3个支部"


# --- what the county says of itself ---------------------------------------------------------------

OWN: Final = "单位: {名称: 清河县, 类别: 县}\n文稿: {期间: 2026年上半年, 日期: 2026-07-10}\n"


def test_the_county_s_own_stands() -> None:
    own = (
        OWN + "包联: {领导: 14}\n部署: [{题: 抓整顿}]\n机制: [{名: 专班}]\n村党组织书记: {调整: 5}"
    )
    line = "包联: {领导: 3}\n整顿力量: {工作组: 2}\n机制: [{名: 甲}]"
    rolled = county(of_lines(line, line), own)
    assert said(rolled, "包联.领导") == "14"  # 县领导包联不是各镇包联之和
    assert said(rolled, "整顿力量.工作组") == "4"
    assert rows(rolled, "机制", "名", "来自") == [("专班", "")]
    assert rows(rolled, "部署", "题") == [("抓整顿",)]
    assert said(rolled, "村党组织书记.调整") == "5"
    assert said(rolled, "文稿.日期") == "2026-07-10"
    assert told(rolled.findings, "ROL001") == []


def test_its_words_stay_with_the_sum() -> None:
    own = OWN + "党员: {值: 200, 口径: 不含县直机关, 时点: 到6月底, 说明: 已对过, 目标: 210}"
    more = fact(county(of_lines("党员: 120", "党员: 80"), own), "党员").more
    assert (more.caliber, more.as_of, more.note) == ("不含县直机关", "到6月底", "已对过")
    assert more.target is not None


def test_its_doubt_is_its_own_words_and_adds_who_it_does_not_name() -> None:
    own = OWN + "党员: {值: 120, 待核实: 乙镇少报了}"
    lines = ("党员: 120", "党员: {值: 80, 待核实: 缺3个支部}", "党员: {值: 7, 待核实: 未定}")
    found = fact(county(of_lines(*lines), own), "党员")
    assert (found.text, found.more.status) == ("120", "待核实")
    assert found.more.note == "乙镇少报了；丙镇的7名待核实（未定），没有算在内"


DIFFERENT: Final = (
    # 县里填的、各单位的、差多少、级别
    ("党员: 215", ("党员: 120", "党员: 80"), "党员：各单位合计200名，县里填215名，差15名", Level.ERROR),
    ("党员: 200", ("党员: 120", "党员: 80"), "", None),
    ("党员: {值: 215, 口径: 含县直机关}", ("党员: 120", "党员: 80"), "党员：各单位合计200名，县里填215名，差15名", Level.DOUBT),
    ("党员: 215", ("党员: 120", "党员: 80", "党员: 待填"), "党员：各单位合计200名，县里填215名，差15名", Level.DOUBT),
    ("概况: {人口: 5.3万}", ("概况: {人口: 2.21万}", "概况: {人口: 30950}"), "", None),  # 在四舍五入以内
    ("概况: {人口: 5.6万}", ("概况: {人口: 2.2万}", "概况: {人口: 3.1万}"), "概况.人口：各单位合计5.3万人，县里填5.6万人，差约3000人", Level.ERROR),
    ("概况: {人口: 5000多}", ("概况: {人口: 3000}", "概况: {人口: 2100}"), "", None),
    ("村集体经济: {收入: 0.5亿元}", ("村集体经济: {收入: 4000}", "村集体经济: {收入: 1000万元}"), "", None),
    ("村集体经济: {收入: 0.5亿元}", ("村集体经济: {收入: 4000}", "村集体经济: {收入: 900万元}"),
     "村集体经济.收入：各单位合计4900万元，县里填0.5亿元，差100万元", Level.ERROR),
    ("党员: {平均年龄: 48}", ("党员: {值: 100, 平均年龄: 40.0}", "党员: {值: 300, 平均年龄: 50.0}"),
     "党员.平均年龄：各单位平均47.5岁，县里填48岁，差0.5岁", Level.ERROR),
    ("概况: {乡镇: 3}", ("党员: 1", "党员: 2"), "概况.乡镇：台账里有2个单位，县里填3个，差1个", Level.ERROR),
)  # fmt: skip


@pytest.mark.parametrize(("own", "lines", "message", "level"), DIFFERENT)
def test_a_difference_to_the_sum_is_found(
    own: str, lines: tuple[str, ...], message: str, level: Level | None
) -> None:
    rolled = county(of_lines(*lines), OWN + own)
    found = [one for one in rolled.findings if one.code == "ROL001"]
    assert [one.message for one in found] == ([message] if message else [])
    assert [one.level for one in found] == ([level] if level else [])
    assert all(
        one.place.path == "县.yaml" and one.related[0].path == "county.yaml" for one in found
    )


def test_its_list_of_weak_villages_is_held_against_theirs() -> None:
    own = OWN + "后进村: [{村: 柳湾村, 状态: 已转化}, 沙头村]"
    line = "后进村: [{村: 柳湾村, 状态: 整顿中}, {村: 石桥村, 状态: 整顿中}]"
    rolled = county(of_lines(line), own)
    assert rows(rolled, "后进村", "村") == [("柳湾村",), ("沙头村",)]
    assert sorted(told(rolled.findings, "ROL006")) == [
        "县里的名单里有沙头村，没有一个单位报",
        "甲镇报的石桥村，县里的名单里没有",
        "甲镇柳湾村：甲镇报整顿中，县里的名单写已转化",
    ]


def test_the_county_s_name_comes_from_its_units_when_nobody_else_says_it() -> None:
    rolled = county(of_lines(BASE))
    assert (said(rolled, "单位.名称"), said(rolled, "单位.类别")) == ("清河县", "县")
    assert rolled.facts.get("单位.全称") is None


# --- for any county -------------------------------------------------------------------------------

LEAVES: Final = ("党员", "概况.人口", "后备干部", "村集体经济.收入")


@st.composite
def leaf(draw: st.DrawFn, path: str) -> tuple[str, Decimal | None]:
    """What a unit fills in there, and what of it counts; None for nothing."""
    sort = draw(st.sampled_from(["准数", "准数", "准数", "带万", "没有", "待填", "待核实", "计划"]))
    amount = draw(st.integers(0, 99_999))
    before = f", 上期: {draw(st.integers(0, 99_999))}" if draw(st.booleans()) else ""
    match sort:
        case "准数":
            return f"{{值: {amount}{before}}}", Decimal(amount)
        case "带万" if path != "村集体经济.收入":
            tenths = draw(st.integers(1, 99))
            return f"{Decimal(tenths) / 10:.1f}万", Decimal(tenths) * 1000
        case "待填":
            return "待填", None
        case "待核实":
            return f"{{值: {amount}, 待核实: 未定{before}}}", None
        case "计划":
            return f"{{值: {amount}, 状态: 计划}}", None
    return "", None


@st.composite
def towns(draw: st.DrawFn) -> dict[str, dict[str, tuple[str, Decimal | None]]]:
    names = draw(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=1, max_size=6, unique=True))
    return {f"{n}镇": {path: draw(leaf(path)) for path in LEAVES} for n in names}


def typed(unit: dict[str, tuple[str, Decimal | None]]) -> str:
    groups: dict[str, list[str]] = {}
    out = []
    for path, (text, _) in unit.items():
        group, _, name = path.rpartition(".")
        if text and group:
            groups.setdefault(group, []).append(f"{name}: {text}")
        elif text:
            out.append(f"{name}: {text}")
    return "\n".join([*out, *(f"{g}: {{{', '.join(m)}}}" for g, m in groups.items())])


@settings(max_examples=60)
@given(towns())
def test_the_sum_is_of_what_counts_and_says_what_does_not(
    units: dict[str, dict[str, tuple[str, Decimal | None]]],
) -> None:
    rolled = county({name: typed(unit) for name, unit in units.items()})
    for path in LEAVES:
        counted = [unit[path][1] for unit in units.values() if unit[path][1] is not None]
        sum_ = sum((amount for amount in counted if amount is not None), Decimal(0))
        node = rolled.facts.get(path)
        value = node.value if isinstance(node, Fact) else None
        if not counted:
            assert value is None
            continue
        assert isinstance(node, Fact)
        assert isinstance(value, Quantity)
        money = 10_000 if path == "村集体经济.收入" else 1
        step = 1000 if any("万" in unit[path][0] for unit in units.values()) else 0
        assert abs(value.amount / money - sum_) <= step / 2
        texts = {name: unit[path][0] for name, unit in units.items()}
        owed = [n for n, text in texts.items() if text == "待填" or "待核实" in text]
        if path in ("党员", "概况.人口"):
            owed += [n for n, text in texts.items() if not text or "计划" in text]
        assert node.more.status == ("待核实" if owed else "已核实")
        if len(set(owed)) <= 2:
            assert all(name in node.more.note for name in owed)


@settings(max_examples=30)
@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_only_orders(
    units: dict[str, dict[str, tuple[str, Decimal | None]]], chance: random.Random
) -> None:
    lines = {name: typed(unit) for name, unit in units.items()}
    names = list(lines)
    chance.shuffle(names)
    one, other = county(lines), county({name: lines[name] for name in names})
    for path in LEAVES:
        first, second = one.facts.get(path), other.facts.get(path)
        assert (first is None) == (second is None)
        if isinstance(first, Fact) and isinstance(second, Fact):
            assert (first.text, first.more.status) == (second.text, second.more.status)
            assert _previous(first) == _previous(second)
    assert sorted(rows(one, "各单位", "名", "党员")) == sorted(rows(other, "各单位", "名", "党员"))


def _previous(found: Fact) -> str:
    return found.more.previous.raw if found.more.previous is not None else ""


@settings(max_examples=30)
@given(towns())
def test_two_halves_of_the_county_add_up_to_it(
    units: dict[str, dict[str, tuple[str, Decimal | None]]],
) -> None:
    """A county of two halves that were rolled up before has the same sums, as far as they are sure."""
    lines = {name: typed(unit) for name, unit in units.items()}
    names = list(lines)
    whole = county(lines)
    halves = [{n: lines[n] for n in names[:1]}, {n: lines[n] for n in names[1:]}]
    for path in ("党员", "后备干部"):
        sums = [_amount(county(half), path) for half in halves if half]
        exact = "约" not in said(whole, path) and "万" not in said(whole, path)
        if exact and None not in sums:
            assert _amount(whole, path) == sum(amount for amount in sums if amount is not None)


def _amount(rolled: object, path: str) -> Decimal | None:
    node = getattr(rolled, "facts").get(path)  # noqa: B009
    value = node.value if isinstance(node, Fact) else None
    return value.amount if isinstance(value, Quantity) else None


# --- the file -------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(towns())
def test_the_file_says_what_was_made(
    units: dict[str, dict[str, tuple[str, Decimal | None]]],
) -> None:
    rolled = county({name: typed(unit) for name, unit in units.items()})
    for path, made in rolled.numbers.items():
        node = rolled.facts.get(path)
        assert isinstance(node, Fact), path
        assert (node.value.amount if isinstance(node.value, Quantity) else None) == (
            made.value.amount if made.value is not None else None
        )
        assert (node.more.source, node.more.status) == (made.more.source, made.more.status)


def test_it_is_the_same_bytes_every_time() -> None:
    given_ = gathered(of_lines(BASE, BASE), OWN)
    assert roll_up(given_, LIBRARY).text == roll_up(given_, LIBRARY).text
    assert re.match(r"# 由 docgen rollup 汇出，校验 [0-9a-f]{16}；", roll_up(given_, LIBRARY).text)


def test_a_sound_county_has_nothing_wrong() -> None:
    assert told(county(of_lines(BASE, BASE, BASE), OWN).findings) == []
