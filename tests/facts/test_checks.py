"""What must hold between facts: a facts text and the findings it gives, in one table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.compose.filters import FILTERS
from docgen.facts import check_facts, dictionary_of, facts_from
from docgen.facts.checks import bounds
from docgen.language import parse_quantity
from docgen.library import Library
from docgen.source import read_yaml

LIBRARY = Library()
DICTIONARY = dictionary_of(LIBRARY)

CASES = {
    "分项之和与合计相符，没有话说": ("党支部: {值: 14, 分为: {农村党支部: 10, 机关党支部: 4}}", []),
    "分项之和不符": (
        "党支部: {值: 14, 分为: {农村党支部: 11, 机关党支部: 4}}",
        ["1:10 必错 FCT101 “党支部”分为各项之和是15，合计填的是14"],
    ),
    "分项不全时不说": ("党支部: {值: 14, 分为: {农村党支部: 10, 机关党支部: 待填}}", []),
    "约数放宽：2.2万与分项之和相容": (
        "党支部: {值: 100多, 分为: {农村党支部: 150, 机关党支部: 40}}",
        [],
    ),
    "约数也有限度": (
        "党支部: {值: 100多, 分为: {农村党支部: 250, 机关党支部: 40}}",
        [
            "1:10 必错 FCT101 “党支部”分为各项之和是290，合计填的是100多",
            "1:28 必错 FCT102 “党支部.农村党支部”250大于总数100多",
        ],
    ),
    "其中大于总数": (
        "党员: {值: 60, 其中: {女党员: 72}}",
        ["1:23 必错 FCT102 “党员.女党员”72大于总数60"],
    ),
    "校验式不符": (
        "党员: 60\n发展党员: 61",
        ["2:7 必错 FCT103 本期发展的党员已计入党员总数：发展党员 <= 党员"],
    ),
    "校验式缺一个数就不说": ("发展党员: 61", []),
    "后进村多于村数": (
        "概况: {行政村: 1, 社区: 0}\n后进村: [{村: 甲村}, {村: 乙村}]",
        [
            "2:6 必错 FCT103 后进村（社区）不会多于村（社区）数：后进村.个数 <= 概况.行政村 + 概况.社区"
        ],
    ),
    "增幅与两期数不符": (
        "村集体经济: {收入: {值: 120万元, 上期: 100万元, 增幅: 25%}}",
        [
            "1:17 疑似 FCT104 “村集体经济.收入”的增幅填25%，按本期120万元、上期100万元算是20.0%",
        ],
    ),
    "增幅四舍五入相符": ("村集体经济: {收入: {值: 112.4万元, 上期: 100万元, 增幅: 12.4%}}", []),
    "成文日期早于期间": (
        "文稿: {期间: 2026年上半年, 日期: 2025-07-01}",
        ["1:24 必错 FCT105 成文日期2025-07-01早于期间“2026年上半年”的开头"],
    ),
    "时点晚于成文日期，又出了期间": (
        "文稿: {期间: 2026年上半年, 时点: 2026-08-01, 日期: 2026-07-01}",
        [
            "1:24 疑似 FCT105 时点2026-08-01晚于成文日期2026-07-01",
            "1:24 提示 FCT105 时点2026-08-01不在期间“2026年上半年”内",
        ],
    ),
    "活动不在这一期": (
        "文稿: {期间: 2018年上半年}\n活动: [{名: 创先争优活动, 位置: 载体}]",
        [
            "2:10 疑似 FCT106 “创先争优活动”不在“2018年上半年”前后开展（全国是2010-04-01至2012-11-14）"
        ],
    ),
    "地方自定的活动不管": (
        "文稿: {期间: 2018年上半年}\n活动: [{名: 清风进村活动, 位置: 载体}]",
        [],
    ),
    "引用写错一个字": (
        "工作: [{正文: 发展党员【发展党元】。}]",
        ["1:11 必错 FCT107 【发展党元】引用的名称没有登记"],
    ),
    "引用的写法不认识": (
        "工作: [{正文: 发展党员【发展党员|两】。}]",
        ["1:11 必错 FCT107 【发展党员|两】里没有“两”这种写法"],
    ),
    "引用上期、目标是可以的": (
        "党员: {值: 60, 上期: 50}\n工作: [{正文: 去年【党员.上期】名。}]",
        [],
    ),
    "街道自称我镇": (
        "单位: {名称: 城关街道, 类别: 街道, 自称: 我镇, 党委称: 街道党工委}",
        ["1:28 疑似 FCT108 类别是街道，自称写的是“我镇”"],
    ),
    "句中数就是台账数": (
        "发展党员: 14\n工作: [{正文: 上半年发展党员14名。}]",
        ["2:11 提示 FCT109 “14名”就是台账里的发展党员"],
    ),
    "同一个数说的是别的事，不提": (
        "发展党员: 14\n工作: [{正文: 下派干部14名。}]",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_checks(name: str) -> None:
    text, expected = CASES[name]
    facts, read = facts_from([read_yaml(text + "\n", "甲.yaml")], DICTIONARY)
    assert [str(f) for f in read] == []
    found = check_facts(facts, DICTIONARY, LIBRARY.formulations, FILTERS)
    said = [f"{f.place.line}:{f.place.column} {f.level.label} {f.code} {f.message}" for f in found]
    assert said == expected


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("62", "62", "62"),
        ("近600万元", "5400000", "6000000"),
        ("3000多", "3000", "4000"),
        ("150多", "150", "160"),
        ("2.2万", "21500", "22500"),
        ("98%以上", "98", "1000000000000000000"),
        ("10左右", "9", "11"),
        ("9至10", "9", "10"),
    ],
)
def test_bounds(typed: str, low: str, high: str) -> None:
    quantity = parse_quantity(typed)
    assert quantity is not None
    assert bounds(quantity) == (Decimal(low), Decimal(high))
