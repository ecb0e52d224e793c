"""The county's report read aloud: what many, few, equal and missing units come to; the whole of 清河县."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Chart, Document, Table, gap_lines, lines, plain, plain_text
from docgen.drafts.evidence import evidence_of
from docgen.facts import Fact, facts_from
from docgen.language import Quantity
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, ROLLED, paper, sample
from tests.seeds.test_county import TOWNS
from tests.seeds.test_wording import PINNED

COUNTY: Final = """\
单位: {名称: 清河县, 全称: 中共清河县委员会, 自称: 我县, 党委称: 县委, 类别: 县, 上级: 市委, 主送: 市委组织部}
文稿: {期间: 2026年上半年, 日期: 2026-07-10}
"""
DISTRICT: Final = """\
单位: {名称: 江北区, 全称: 中共江北区委员会, 自称: 我区, 党委称: 区委, 类别: 区, 上级: 市委, 主送: 市委组织部}
文稿: {期间: 2025年下半年, 日期: 2026-01-08}
"""


def made(facts: str, head: str = COUNTY) -> Document:
    read, _ = facts_from([read_yaml(head + facts, "台账.yaml")], DICTIONARY)
    return compose(PINNED.template("work_report/county"), read, PINNED)


def said(facts: str, head: str = COUNTY) -> str:
    """The draft of these facts, without the list of what is missing."""
    document = made(facts, head)
    owed = len(gap_lines(document))
    return "\n".join(lines(document)[: -owed or None])


OPENING: Final = (
    ("", "我县辖【待填：概况】。现有党支部【待填：党支部】；党员【待填：党员】。\n"),
    ("概况: {乡镇: 2, 行政村: 9}", "我县辖2个乡镇（街道）、9个行政村。"),
    ("概况: {行政村: 9, 社区: 3}", "我县辖9个行政村、3个社区。"),
    ("概况: {乡镇: 2, 行政村: 9}\n各单位: [{名: 甲乡, 类别: 乡}, {名: 乙镇, 类别: 镇}]", "辖2个乡镇、9个行政村。"),
    ("概况: {乡镇: 1, 社区: 9}\n各单位: [{名: 甲街道, 类别: 街道}]", "辖1个街道、9个社区。"),
    ("党支部: {值: 20, 上期: 22}\n党员: {值: 300, 上期: 300}", "党支部20个，比上年同期减少2个；党员300名，与上年同期持平。\n"),
    ("党支部: 20\n党员: {值: 300, 口径: 不含县直机关, 其中: {女党员: 0, 预备党员: 7}}", "党支部20个；党员300名（不含县直机关），其中预备党员7名。\n"),
    ("党员: {值: 300, 待核实: 高岭乡未报}\n未报单位: [高岭乡]", "党员300名【待核实】。高岭乡尚未报送今年上半年情况，有关数没有计入。\n"),
    ("未报单位: [高岭乡, 大湾镇, 柳树乡]", "高岭乡、大湾镇、柳树乡尚未报送今年上半年情况，"),
    ("党员: 300\n未报单位: 无", "党员300名。\n今年上半年，在市委的领导下，"),
    ("发展党员: 0", "统筹抓好各领域基层党建。全县没有发展党员。现汇报如下："),
    ("发展党员: {值: 8, 上期: 9}", "全县发展党员8名，比上年同期减少1名。现汇报"),
    ("发展党员: 8\n培训: {期数: 2}", "全县发展党员8名。举办培训班2期。现汇报"),
    ("发展党员: 8\n培训: {人次: 90}", "8名。培训党员、干部90人次。现汇报"),
    ("发展党员: 8\n阵地建设: {改建: 2, 投资: 30}", "8名。改建活动场所2处，投资30万元。现汇报"),
    ("发展党员: 8\n阵地建设: {新建: 1, 改建: 2}", "8名。新建活动场所1处，改建活动场所2处。现汇报"),
    ("发展党员: 8\n阵地建设: {新建: 0, 改建: 0, 投资: 0}", "8名。现汇报"),
    ("活动: [{名: 红旗村创建, 位置: 抓手, 来自: 青山镇}]", "按照开展树立和践行正确政绩观学习教育的部署要求，统筹"),
    ("活动: [{名: 红旗村创建, 位置: 抓手, 来自: 各单位}]", "，以红旗村创建为抓手，统筹"),
    ("活动: [{名: 红旗村创建, 位置: 抓手}]", "，以红旗村创建为抓手，统筹"),
)  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), OPENING)
def test_the_opening(facts: str, expected: str) -> None:
    assert expected in said(facts)


WEAK: Final = (
    ("软弱涣散党组织: 0", "全县没有列入整顿的软弱涣散党组织。"),
    ("软弱涣散党组织: {值: 1, 村: 1}", "全县列入整顿的软弱涣散党组织1个。"),
    ("软弱涣散党组织: {值: 3, 村: 2, 社区: 1, 已转化: 3}", "3个，其中村党组织2个、社区党组织1个；已转化3个。"),
    ("软弱涣散党组织: {值: 3, 上期: 5, 已转化: 0}", "组织3个；比上年同期减少2个。"),
    ("软弱涣散党组织: {值: 3, 已转化: {值: 1, 待核实: 待对}}", "组织3个；已转化1个【待核实】。"),
    ("软弱涣散党组织: 2\n各单位: [{名: 甲镇, 软弱涣散: 2}, {名: 乙镇, 软弱涣散: 0}, {名: 丙镇}]", "组织2个。乙镇没有列入整顿的党组织。"),
    (
        "软弱涣散党组织: 5\n各单位: [{名: 甲镇, 软弱涣散: 2, 已转化: 0}, {名: 乙镇, 软弱涣散: 2, 已转化: 1}, {名: 丙镇, 软弱涣散: 1, 已转化: 0}]",
        "列入的党组织分布在3个乡镇（街道），其中甲镇、丙镇尚无转化的党组织。",
    ),
    (
        "软弱涣散党组织: 3\n各单位: [{名: 甲镇, 软弱涣散: 2, 已转化: 2}, {名: 乙镇, 软弱涣散: 1}]",
        "列入的党组织分布在2个乡镇（街道）。",
    ),
    (
        "软弱涣散党组织: 3\n各单位: [{名: 甲镇, 软弱涣散: 2, 已转化: {值: 1, 待核实: 待对}}, {名: 乙镇, 软弱涣散: 1, 已转化: 0}]",
        "2个乡镇（街道），其中乙镇尚无转化的党组织。",
    ),
    ("排查: {村: 9, 问题: 7, 已整改: 5}", "排查村（社区）党组织9个，查出问题7条，已整改5条。"),
    ("排查: {问题: 7, 已整改: 0}", "整顿软弱涣散党组织。查出问题7条。"),
)  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), WEAK)
def test_the_weak_branches(facts: str, expected: str) -> None:
    assert expected in said(facts)


def units(name: str, *numbers: str) -> str:
    """As many units as there are numbers of that field; "" for one that does not give it."""
    rows = (
        f"{{名: {unit}镇, 类别: 镇, 行政村: 3" + (f", {name}: {number}" if number else "") + "}"
        for unit, number in zip("甲乙丙丁戊己庚", numbers, strict=False)
    )
    return f"各单位: [{', '.join(rows)}]"


RANKED: Final = (
    # the first three are named when all give the number and there are more than three
    ("集体收入", "30 50 20 40", "收入居前列的是乙镇（50万元）、丁镇（40万元）、甲镇（30万元）。各乡镇收入见下图。"),
    # equal thirds are both named
    ("集体收入", "30 50 20 40 30", "收入居前列的是乙镇（50万元）、丁镇（40万元）、甲镇（30万元）、戊镇（30万元）。"),
    # too many equals, or all equal: no ranking
    ("集体收入", "30 50 30 40 30 30", "村集体经济。各乡镇收入见下图。"),
    ("集体收入", "30 50 30 40 30 30 10", "村集体经济。各乡镇收入见下图。"),
    ("集体收入", "30 30 30 30", "村集体经济。各乡镇收入见下图。"),
    # three are no ranking
    ("集体收入", "30 50 20", "村集体经济。各乡镇收入见下图。"),
    ("集体收入", "30 50 0 0", "村集体经济。各乡镇收入见下图。"),
    # units that do not give it: said so
    ("集体收入", "30 50 20 40 ", "按已报送的数，收入居前列的是乙镇（50万元）、丁镇（40万元）、甲镇（30万元）。"),
    ("集体收入", "30 50 20 {值:·40,·待核实:·待对}", "收入居前列的是乙镇（50万元）、丁镇（40万元【待核实】）、甲镇（30万元）。"),
    ("发展党员", "3 5 2 4", "4个乡镇均发展党员，较多的是乙镇5名、丁镇4名、甲镇3名。"),
    ("发展党员", "3 5 2 4 0", "5个乡镇中，4个发展党员，较多的是乙镇5名、丁镇4名、甲镇3名。戊镇没有发展党员。"),
    ("发展党员", "3 5 2 4 ", "5个乡镇中，4个发展党员，按已报送的数，较多的是乙镇5名、"),
    ("发展党员", "2 2 2 2", "4个乡镇均发展党员。"),
    ("发展党员", "2 0 1", "3个乡镇中，2个发展党员。乙镇没有发展党员。"),
    ("新建场所", "1 0 ", "3个乡镇中，新建活动场所的有1个。"),
    ("改建场所", "1 2 ", "3个乡镇中，改建活动场所的有2个。"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "numbers", "expected"), RANKED)
def test_units_are_ranked_only_where_their_numbers_allow_it(
    name: str, numbers: str, expected: str
) -> None:
    facts = units(name, *(number.replace("·", " ") for number in numbers.split(" ")))
    text = said(facts)
    assert expected in text
    if "居前" not in expected and "较多" not in expected:
        assert "居前" not in text
        assert "较多" not in text


def test_who_has_not_reported_is_left_out_of_no_sentence_that_counts_units() -> None:
    text = said(units("集体收入", "30", "50", "20", "40") + "\n未报单位: [己镇, 庚镇]")
    assert "己镇、庚镇尚未报送今年上半年情况，有关数没有计入。" in text
    assert "按已报送的数，收入居前列的是乙镇（50万元）" in text
    assert "\n己镇\t\n庚镇\t\n注：己镇、庚镇未填报。\n" in text
    text = said(
        units("发展党员", "3", "0", "2", "4").replace("}", ", 党支部: 2}") + "\n未报单位: [己镇]"
    )
    assert "\n已报送的4个乡镇的主要情况见下表。\n" in text
    assert "已报送的4个乡镇中，3个发展党员。乙镇没有发展党员。" in text
    text = said(units("发展党员", "3", "5", "2", "4") + "\n未报单位: [己镇]")
    assert "已报送的4个乡镇均发展党员，较多的是乙镇5名、" in text


def test_no_units_no_table_no_chart() -> None:
    for facts in (
        "",
        "各单位: 无",
        "各单位: [{名: 甲镇, 党支部: 3, 集体收入: 9}]",
        units("党支部"),
    ):
        document = made(facts)
        assert not any(isinstance(block, Table | Chart) for block in document.body), facts
        assert "下表" not in plain_text(document)
        assert "下图" not in plain_text(document)


def test_the_table_has_the_columns_that_anybody_fills() -> None:
    rows = (
        "{名: 甲镇, 党支部: 3, 党员: 90, 软弱涣散: 0}, {名: 乙镇, 党支部: 2, 党员: 60, 集体收入: 9}"
    )
    text = said(f"各单位: [{rows}]")
    assert (
        "2个乡镇（街道）的主要情况见下表。\n单位\t党支部\t党员\t列入整顿\t村集体经济收入\n" in text
    )
    assert "\n甲镇\t3\t90\t无\t—\n乙镇\t2\t60\t—\t9万元\n" in text


def test_the_chart_leaves_a_gap_for_who_gave_nothing_and_none_for_who_has_no_village() -> None:
    rows = (
        "{名: 甲镇, 行政村: 3, 集体收入: 9}, {名: 乙镇, 行政村: 2}, {名: 丙街道, 行政村: 0}, "
        "{名: 丁镇, 行政村: 4, 集体收入: 12}"
    )
    [chart] = [b for b in made(f"各单位: [{rows}]").body if isinstance(b, Chart)]
    assert [plain(row[0]) for row in chart.table.rows] == ["丁镇", "甲镇", "乙镇"]
    assert chart.values == ((Decimal(12),), (Decimal(9),), (None,))
    assert plain(chart.note) == "注：乙镇未填报。"
    assert (chart.kind, chart.unit) == ("bar", "万元")


def test_a_district_says_district_and_speaks_of_its_streets() -> None:
    facts = (
        "概况: {乡镇: 2, 社区: 9}\n发展党员: 8\n软弱涣散党组织: {值: 1, 社区: 1}\n"
        "各单位: [{名: 甲街道, 类别: 街道, 党员: 60}, {名: 乙街道, 类别: 街道, 党员: 40}]\n"
    )
    text = said(facts, DISTRICT)
    for words in (
        *(
            "江北区2025年下半年基层党建工作情况报告",
            "我区辖2个街道、9个社区。",
            "2个街道的主要情况",
        ),
        *("去年下半年，在市委的领导下，区委坚持", "全区发展党员8名", "全区列入整顿的"),
        *("督促各街道党（工）委", "以上打算，我区将"),
    ):
        assert words in text
    assert not re.search("县|乡镇", text)


def test_a_county_lists_its_weak_branches_by_how_far_they_are() -> None:
    facts = """\
工作: [{题: 整顿, 要点: [{主题: 逐个整顿, 引: 后进村}]}]
后进村:
  - {村: 石桥村, 来自: 青山镇, 症结: [不和], 措施: [调整], 状态: 已转化}
  - {村: 上河村, 来自: 青山镇, 症结: [不和], 措施: [调整], 状态: 整顿中}
  - {村: 大石板村, 来自: 高岭乡, 症结: [不和], 措施: [调整], 状态: {值: 已转化, 待核实: 待验收}}
"""
    assert (
        "逐个整顿。已转化的有2个：青山镇石桥村、高岭乡大石板村【待核实】；正在整顿的有1个：青山镇上河村。"
    ) in said(facts)


# ---- 清河县 ---------------------------------------------------------------------------------

REPORT: Final = paper("work_report/county", ROLLED)
TEXT: Final = plain_text(REPORT)


def number(name: str, path: str) -> Decimal | None:
    leaf = sample(name).get(path)
    known = isinstance(leaf, Fact) and isinstance(leaf.value, Quantity)
    if not isinstance(leaf, Fact) or not isinstance(leaf.value, Quantity) or not known:
        return None
    return None if leaf.more.status != "已核实" else leaf.value.value


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("概况.行政村", "{}个行政村"),
        ("概况.社区", "{}个社区"),
        ("党支部", "党支部{}个"),
        ("党员", "党员{}名（不含县直机关）"),
        ("发展党员", "全县发展党员{}名"),
        ("培训.人次", "培训{}人次"),
        ("软弱涣散党组织", "软弱涣散党组织{}个"),
        ("软弱涣散党组织.已转化", "；已转化{}个"),
        ("排查.问题", "查出问题{}条"),
        ("村集体经济.收入", "收入{}万元"),
    ],
)
def test_its_numbers_are_the_sums_of_its_units(path: str, words: str) -> None:
    total = sum(number(name, path) or Decimal(0) for name in TOWNS)
    assert words.format(total.normalize() if total % 1 else int(total)) in TEXT


def test_its_table_has_a_row_for_each_unit_as_the_unit_says() -> None:
    [table] = [block for block in REPORT.body if isinstance(block, Table)]
    rows = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}
    assert len(rows) == len(TOWNS) == 12
    assert [plain(head) for head in table.header] == [
        *("单位", "党支部", "党员", "发展党员", "列入整顿", "已转化", "村集体经济收入")
    ]
    assert rows["青山镇"] == ["27", "1126", "12", "3", "1", "412.6万元"]
    assert rows["高岭乡"][4:] == ["1【待核实】", "58.3万元【待核实】"]
    assert rows["柳树乡"][2:] == ["—"] * 4


def test_its_chart_is_drawn_from_the_units_incomes_the_greatest_first() -> None:
    [chart] = [block for block in REPORT.body if isinstance(block, Chart)]
    given = [row[0] for row in chart.values if row[0] is not None]
    incomes = [number(name, "村集体经济.收入") for name in TOWNS]
    assert set(given) - {Decimal("58.3")} == {value for value in incomes if value is not None}
    assert given == sorted(given, reverse=True)
    assert plain(chart.table.rows[0][0]) == "白马镇"
    assert plain(chart.note) == "注：柳树乡未填报。"


def test_every_figure_of_it_is_owned() -> None:
    """Those of the table and the chart too: they lead back to the units' rows."""
    evidence = evidence_of(REPORT, sample(ROLLED), LIBRARY)
    assert evidence.loose == ()
    owned = {(m.text, m.sources) for m in evidence.mentions if m.kind == "fact"}
    assert {("768.4", ("各单位[1].集体收入",)), ("768.4万元", ("各单位[1].集体收入",))} <= owned


def test_it_owes_nothing_but_what_its_units_owe() -> None:
    owed = {gap.kind for gap in REPORT.gaps}
    assert owed == {"待核实", "未写"}
    assert "【待填" not in TEXT


def test_it_reads_without_a_stumble() -> None:
    for sign in ("，，", "。。", "，。", "；。", "其中，", "、。", "的的", "有有", "：：", "（）"):
        assert sign not in TEXT
