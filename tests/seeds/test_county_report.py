"""The county's report read aloud: what many, few, equal and missing units come to; the whole of 清河县."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

import pytest

from docgen.compose import compose
from docgen.document import Chart, Document, Table, gap_lines, lines, plain, plain_text
from docgen.drafts.evidence import evidence_of
from docgen.facts import Fact, facts_from
from docgen.language import Quantity
from docgen.source import read_yaml
from tests.batch.counties import county
from tests.samples import DICTIONARY, LIBRARY, ROLLED, paper, sample
from tests.seeds.form import defects
from tests.seeds.test_county import TOWNS
from tests.seeds.test_wild import READER
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
    ("发展党员", "3 5 2 4", "4个乡镇均发展了党员，较多的是乙镇5名、丁镇4名、甲镇3名。"),
    ("发展党员", "3 5 2 4 0", "5个乡镇中，有4个发展了党员，较多的是乙镇5名、丁镇4名、甲镇3名。戊镇没有发展党员。"),
    ("发展党员", "3 5 2 4 ", "有4个乡镇报送了发展党员数，较多的是乙镇5名、"),
    ("发展党员", "3 5 2 4 0 ", "有5个乡镇报送了发展党员数，较多的是乙镇5名、丁镇4名、甲镇3名。戊镇没有发展党员。"),
    ("发展党员", "2 2 2 2", "4个乡镇均发展了党员。"),
    ("发展党员", "2 0 1", "3个乡镇中，有2个发展了党员。乙镇没有发展党员。"),
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
    assert "已报送的4个乡镇中，有3个发展了党员。乙镇没有发展党员。" in text
    text = said(units("发展党员", "3", "5", "2", "4") + "\n未报单位: [己镇]")
    assert "已报送的4个乡镇均发展了党员，较多的是乙镇5名、" in text


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
    assert [plain(row[0]) for row in chart.table.rows] == ["丁镇", "甲镇", "乙镇", "丙街道"]
    assert chart.values == ((Decimal(12),), (Decimal(9),), (None,), (None,))
    assert plain(chart.note) == "注：乙镇未填报；丙街道没有这项数据。"
    assert (chart.kind, chart.unit) == ("bar", "万元")


def test_no_number_in_the_charts_note_is_anybodys_but_a_names() -> None:
    """The program's own words there hold none; names that hold digits keep whose they are."""
    rows = (
        "{名: 三河镇, 集体收入: 9}, {名: 102团街道, 集体收入: 5}, {名: 八里乡, 行政村: 2}, "
        "{名: 1+5机制办, 行政村: 2}, {名: 二龙街道, 行政村: 0}"
    )
    document = made(f"各单位: [{rows}]")
    [chart] = [b for b in document.body if isinstance(b, Chart)]
    assert plain(chart.note) == "注：八里乡、1+5机制办未填报；二龙街道没有这项数据。"
    assert "数无出处" not in {found.rule for found in defects(document, READER)}


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
        *("督促各街道党（工）委", "按照市委部署把各项任务逐件抓到位。"),
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
        "逐个整顿。已转化1个：青山镇石桥村；正在整顿1个：青山镇上河村；高岭乡大石板村自报转化，尚待核实。"
    ) in said(facts)


class Weak(NamedTuple):
    """The weak branches of a unit by how far they are: confirmed, said to be, under way."""

    done: int
    claimed: int
    under_way: int

    @property
    def typed(self) -> str:
        """Its ledger."""
        states = ["已转化"] * self.done + ["{值: 已转化, 待核实: 没有验收}"] * self.claimed
        states += ["整顿中"] * self.under_way
        rows = ", ".join(f"{{村: 第{n}村, 状态: {state}}}" for n, state in enumerate(states, 1))
        doubt = f"{{值: {self.done + self.claimed}, 待核实: 没有验收}}"
        done = doubt if self.claimed else str(self.done)
        return f"软弱涣散党组织: {{值: {len(states)}, 已转化: {done}}}\n后进村: {f'[{rows}]' if rows else '无'}"


SPEAKS: Final = COUNTY + "工作: [{题: 整顿, 要点: [{主题: 逐个整顿, 引: 后进村}]}]"
COUNTS: Final = {
    "没有存疑的": ((2, 0, 1), (1, 0, 0), (0, 0, 0)),
    "一个存疑": ((2, 0, 1), (0, 1, 1), (1, 0, 0)),
    "几个存疑": ((2, 0, 1), (0, 2, 0), (0, 1, 3)),
    "都存疑": ((0, 1, 0), (0, 2, 0), (0, 1, 0)),
    "一家一个，存疑": ((0, 1, 0),),
    "都没有转化": ((0, 0, 1), (0, 0, 2)),
}


@pytest.mark.parametrize("case", COUNTS)
def test_what_is_counted_twice_in_a_report_is_counted_alike(case: str) -> None:
    """By name, in the account of the units, in the table: the same transformed ones."""
    weak = [Weak(*numbers) for numbers in COUNTS[case]]
    names = [f"{letter}镇" for letter in "甲乙丙"[: len(weak)]]
    rolled = county({n: one.typed for n, one in zip(names, weak, strict=True)}, SPEAKS)
    report = compose(PINNED.template("work_report/county"), rolled.facts, PINNED)
    text = "\n".join(lines(report)[: -len(gap_lines(report)) or None])
    done = sum(one.done for one in weak)
    claimed = sum(one.claimed for one in weak)
    total = sum(sum(one) for one in weak)
    assert f"列入整顿的软弱涣散党组织{total}个" in text
    assert set(re.findall(r"已转化(\d+)个", text)) == ({str(done)} if done else set())
    assert set(re.findall(r"有(\d+)个自报转化，尚待核实", text)) == ({str(claimed)} if claimed else set())  # fmt: skip
    assert text.count("尚待核实") == 2 * bool(claimed)
    by_name = re.search("逐个整顿。(.*)", text)
    assert by_name is not None
    assert len(re.findall("第.村", by_name[1])) == total
    assert "待填" not in by_name[1]


TOWN: Final = """\
单位: {名称: 高岭乡, 全称: 中共清河县高岭乡委员会, 自称: 我乡, 党委称: 乡党委, 类别: 乡, 上级: 县委, 主送: 县委组织部}
文稿: {期间: 2026年上半年, 时点: 2026-06-30, 日期: 2026-07-10}
概况: {行政村: 9}
工作: [{题: 整顿, 要点: [{主题: 逐个整顿, 引: 后进村}]}]
"""
OF_TOWNS: Final = (
    (Weak(1, 1, 1), "3个，已转化1个，正在整顿1个，1个自报转化，尚待核实"),
    (Weak(0, 2, 0), "2个，2个自报转化，尚待核实"),
    (Weak(1, 0, 1), "2个，已转化1个，正在整顿1个。"),
)


@pytest.mark.parametrize("name", ["work_report/half_year", "work_summary/rectification"])
@pytest.mark.parametrize(("weak", "expected"), OF_TOWNS)
def test_a_town_s_papers_count_by_the_same_caliber(name: str, weak: Weak, expected: str) -> None:
    listed = weak.typed.partition("\n")[2]
    read, _ = facts_from([read_yaml(f"{TOWN}{listed}\n排查: {{村: 9}}", "台账.yaml")], DICTIONARY)
    assert expected in plain_text(compose(PINNED.template(name), read, PINNED))


def test_a_list_that_is_not_whole_says_whose_it_is() -> None:
    listed = Weak(1, 0, 1).typed
    rolled = county({"甲镇": listed, "乙镇": "软弱涣散党组织: {值: 3, 已转化: 2}"}, SPEAKS)
    text = plain_text(compose(PINNED.template("work_report/county"), rolled.facts, PINNED))
    assert "报了名单的2个党组织中，已转化1个：甲镇第1村；正在整顿1个：甲镇第2村。" in text
    assert "列入整顿的软弱涣散党组织5个；已转化3个。" in text


def test_other_states_in_doubt_are_told_apart_too() -> None:
    rows = "{村: 甲村, 状态: {值: 整顿中, 待核实: 甲}}, {村: 乙村, 状态: {值: 已转化, 待核实: 乙}}, {村: 丙村, 状态: {值: 未启动, 待核实: 丙}}"
    facts = f"工作: [{{题: 整顿, 要点: [{{主题: 逐个整顿, 引: 后进村}}]}}]\n后进村: [{rows}]"
    assert (
        "乙村自报转化，尚待核实；甲村自报正在整顿，尚待核实；丙村自报尚未启动，尚待核实。"
        in said(facts)
    )


def test_who_did_not_split_up_its_members_leaves_the_optional_ones_unsaid() -> None:
    """The ones that everybody must give stand with their mark; the rest are owed, with who owes them."""
    full = "党员: {值: 90, 女党员: 20, 预备党员: 2, 大专以上: 30}"
    report = compose(
        PINNED.template("work_report/county"),
        county({"甲镇": full, "乙镇": "党员: 60"}, COUNTY).facts,
        PINNED,
    )
    assert "党员150名，其中女党员20名【待核实】、预备党员2名【待核实】。" in plain_text(report)
    owed = {gap.path: (gap.kind, gap.reason) for gap in report.gaps}
    assert owed["党员.大专以上"] == ("未写", "乙镇没有填")


def test_why_there_is_no_earlier_number_is_said_in_words() -> None:
    units_ = {"甲镇": "党员: {值: 90, 上期: 80}", "柳树乡": "党员: 60"}
    report = compose(PINNED.template("work_report/county"), county(units_, COUNTY).facts, PINNED)
    owed = {gap.path: (gap.kind, gap.reason) for gap in report.gaps}
    assert owed["党员.上期"] == ("未写", "柳树乡没有上年同期数，增减没有写")


def test_empty_cells_are_explained_under_the_table() -> None:
    rows = "{名: 甲镇, 行政村: 2, 党员: 9, 集体收入: 3}, {名: 乙街道, 行政村: 0, 党员: 8}"
    text = said(f"各单位: [{rows}]")
    assert "\n甲镇\t9\t3万元\n乙街道\t8\t无\n" in text
    assert "“—”" not in text
    text = said(f"各单位: [{rows}, {{名: 丙镇, 行政村: 2, 党员: 7}}]")
    assert "\n丙镇\t7\t—\n表中“—”表示未报送，“无”表示没有。\n" in text


def test_a_mark_stands_in_its_cell_and_never_in_the_head() -> None:
    doubt = "{值: 9, 待核实: 待对}"
    rows = f"{{名: 甲镇, 党支部: {doubt}, 党员: {doubt}, 发展党员: {doubt}, 集体收入: {doubt}}}, {{名: 乙镇, 党员: 8}}"
    [table] = [block for block in made(f"各单位: [{rows}]").body if isinstance(block, Table)]
    assert [plain(head) for head in table.header] == [
        "单位",
        "党支部",
        "党员",
        "发展党员",
        "村集体经济收入",
    ]
    assert [plain(cell) for cell in table.rows[0][1:4]] == ["9【待核实】"] * 3


def test_the_villages_income_has_a_subject_and_a_time() -> None:
    assert (
        "村集体经济。今年上半年，全县村集体经济收入90万元，收入5万元以上的村（社区）3个。"
        in said("村集体经济: {收入: 90, 五万以上村: 3}")
    )
    assert "村集体经济。去年，收入90万元。" in said("村集体经济: {收入: {值: 90, 口径: 2025年}}")


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
        ("软弱涣散党组织.已转化", "；已转化{}个，另有1个自报转化，尚待核实"),
        ("排查.问题", "查出问题{}条"),
        ("村集体经济.收入", "收入{}万元"),
    ],
)
def test_its_numbers_are_the_sums_of_its_units(path: str, words: str) -> None:
    total = sum((number(name, path) or Decimal(0) for name in TOWNS), Decimal(0))
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
    assert plain(chart.note) == "注：柳树乡未填报；新城街道没有这项数据。"


def test_every_figure_of_it_is_owned() -> None:
    """Those of the table and the chart too: they lead back to the units' rows."""
    evidence = evidence_of(REPORT, sample(ROLLED), LIBRARY)
    assert evidence.loose == ()
    owned = {(m.text, m.sources) for m in evidence.mentions if m.kind == "fact"}
    assert {("768.4", ("各单位[1].集体收入",)), ("768.4万元", ("各单位[1].集体收入",))} <= owned


def test_it_owes_nothing_but_who_signs_it_and_what_its_units_owe() -> None:
    assert [gap.path for gap in REPORT.gaps if gap.kind == "待填"] == ["文稿.签发人"]
    assert {gap.kind for gap in REPORT.gaps} == {"待填", "待核实", "未写"}


def test_it_reads_without_a_stumble() -> None:
    for sign in ("，，", "。。", "，。", "；。", "其中，", "、。", "的的", "有有", "：：", "（）"):
        assert sign not in TEXT
