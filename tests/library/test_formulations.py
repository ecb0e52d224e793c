"""The table of dated formulations: what it holds, how it is read, what it answers."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import LibraryError
from docgen.library import Library
from docgen.library.formulations import Formulations, check_campaign, formulations_from

ROWS = Library().formulations
BY_ID = {row.id: row for row in ROWS.rows}


def test_the_table_is_whole() -> None:
    assert Counter(row.kind for row in ROWS.rows) == {
        "大会": 9,
        "全会": 63,
        "指导思想": 36,
        "总体提法": 55,
        "集中教育": 22,
        "农村政策": 30,
        "一号文件": 23,
        "规划": 7,
        "机构": 41,
        "制度": 41,
        "公文规范": 14,
        "地名": 8,
    }
    assert len(ROWS.rows) == len(BY_ID) == 349
    assert Counter(row.confidence for row in ROWS.rows) == {"高": 266, "中": 74, "低": 9}


def test_every_row_stands_on_a_described_source() -> None:
    assert all(ROWS.sources[source] for row in ROWS.rows for source in row.sources)


@pytest.mark.parametrize(
    ("id", "field", "expected"),
    [
        ("GUI-F07", "start", date(2017, 10, 24)),
        ("CAM-003", "start", date(2005, 1, 1)),  # 起: 2005-01
        ("CAM-003", "until", date(2006, 6, 30)),  # 止: 2006-06
        ("CAM-003", "first_seen", date(2004, 11, 7)),
        ("CAM-003", "aliases", ("先进性教育", "先教活动")),
        ("SYS-006", "start", date(2004, 1, 1)),  # 起: 2004
        ("SYS-006", "soft_start", date(2010, 1, 31)),
        ("CON-20", "latest_until", None),
        ("CON-20", "opened", date(2022, 10, 16)),
        ("CON-20", "full_name", "中国共产党第二十次全国代表大会"),
        ("GUI-014", "items", ("政治意识", "大局意识", "核心意识", "看齐意识")),
        ("RUR-001", "replaced_by", "乡村振兴战略"),
        ("RUR-001", "wordings", ("社会主义新农村建设",)),
        ("RUR-013", "wordings", ("乡村振兴战略", "乡村振兴")),
        ("GUI-F05", "formula", True),
        ("PLC-007", "start", None),
        ("PLN-20-5", "trusted", False),
        ("GUI-029", "trusted", False),
        ("GUI-F05", "trusted", True),
    ],
)
def test_a_row_is_read_as_written(id: str, field: str, expected: object) -> None:
    assert getattr(BY_ID[id], field) == expected


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        ("大会", date(1982, 9, 10), None),
        ("大会", date(2012, 11, 13), "党的十七大"),
        ("大会", date(2012, 11, 14), "党的十八大"),
        ("大会", date(2026, 11, 22), "党的二十大"),
        ("全会", date(2012, 6, 30), "十七届六中全会"),
        ("全会", date(2018, 6, 30), "十九届三中全会"),
        ("全会", date(2025, 10, 22), "二十届三中全会"),
        ("全会", date(2026, 11, 22), "二十届四中全会"),  # 二十届五中全会 is of low confidence
        ("一号文件", date(2012, 6, 30), "2012年中央一号文件"),
    ],
)
def test_the_latest_meeting(kind: Any, on: date, expected: str | None) -> None:
    latest = ROWS.latest(kind, on)
    assert (latest.term if latest else None) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(1980, 1, 1), ""),
        (date(2017, 12, 31), ""),  # only the electing plenum
        (date(2018, 6, 30), "十九届二中全会 十九届三中全会"),
        (date(2026, 11, 22), "二十届二中全会 二十届三中全会 二十届四中全会"),
    ],
)
def test_the_plenums_of_the_term(on: date, expected: str) -> None:
    assert " ".join(row.term for row in ROWS.plenums(on)) == expected


def test_on_the_day_of_a_change_both_wordings_are_in_force() -> None:
    day = {row.id for row in ROWS.current(date(2012, 11, 14))}
    after = {row.id for row in ROWS.current(date(2012, 11, 15))}
    assert {"GUI-F05", "GUI-F06"} <= day
    assert "GUI-F05" not in after
    assert "GUI-F06" in after


def test_the_campaigns_of_a_half_year() -> None:
    rows = ROWS.overlaps(date(2012, 1, 1), date(2012, 6, 30), "集中教育")
    assert [row.term for row in rows if row.confidence != "低"] == [
        "创先争优活动",
        "基层组织建设年",
    ]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("PLN-17-6", date(2012, 11, 4)),
        ("CON-20", None),
        ("PLN-20-4", None),  # the row that would supersede it is of low confidence
    ],
)
def test_when_a_meeting_was_superseded(id: str, expected: date | None) -> None:
    assert ROWS.superseded_on(BY_ID[id]) == expected


def half(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 6, 30)


@pytest.mark.parametrize(
    ("name", "period", "expected"),
    [
        ("创先争优活动", half(2012), None),
        ("创先争优", half(2013), None),  # summed up within a year of its end
        ("创先争优", half(2014), "CAM-005"),
        ("先教活动", half(2018), "CAM-003"),
        ("两学一做学习教育", half(2012), "CAM-009"),
        ("“两学一做”学习教育", half(2016), None),
        ("党史学习教育", half(2012), "CAM-012"),
        ("“三级联创”活动", half(2020), None),  # low confidence accuses nobody
        ("联村联户行动", half(2012), None),  # the place's own
    ],
)
def test_a_central_campaign_outside_the_period(
    name: str, period: tuple[date, date], expected: str | None
) -> None:
    row = check_campaign(name, period, ROWS)
    assert (row.id if row else None) == expected


@given(st.dates(date(1982, 9, 13), date(2031, 12, 31)))
def test_latest_is_the_last_to_have_started(on: date) -> None:
    for kind in ("大会", "全会"):
        latest = ROWS.latest(kind, on)
        assert latest is not None
        assert latest.start is not None
        assert latest.start <= on
        assert not [
            row
            for row in ROWS.rows
            if row.kind == kind
            and row.confidence != "低"
            and row.start is not None
            and latest.start < row.start <= on
        ]


GOOD: dict[str, Any] = {
    "来源表": {"K": "公开史实"},
    "条目": [
        {
            "编号": "CON-1",
            "提法": "党的十九大",
            "类别": "大会",
            "起": "2017-10-24",
            "来源": ["K"],
            "核对": "1",
            "可信": "高",
        }
    ],
}


def changed(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda values: values["条目"][0].update(fields)


def without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda values: values["条目"][0].pop(key)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (changed(备注="甲"), "提法 CON-1：不认识的键“备注”"),
        (without("提法"), "提法 CON-1：缺少“提法”"),
        (without("编号"), "第1条：缺少“编号”"),
        (without("核对"), "提法 CON-1：缺少“核对”"),
        (without("来源"), "提法 CON-1：缺少“来源”"),
        (changed(类别="会议"), "提法 CON-1：类别“会议”不在可用的值中"),
        (changed(可信="高高"), "提法 CON-1：可信“高高”不在可用的值中"),
        (changed(核对="一"), "提法 CON-1：核对“一”不是整数"),
        (changed(起="2017-13"), "提法 CON-1：起“2017-13”不是日期"),
        (changed(起="2017-02-30"), "提法 CON-1：起“2017-02-30”不是日期"),
        (changed(起="去年"), "提法 CON-1：起“去年”不是日期"),
        (changed(起="0000"), "提法 CON-1：起“0000”不是日期"),
        (changed(止="2016"), "提法 CON-1：止早于起"),
        (changed(萌芽="2018"), "提法 CON-1：萌芽晚于起"),
        (changed(来源=["S9"]), "提法 CON-1：来源“S9”不在来源表中"),
        (changed(别称="十九大"), "提法 CON-1：“别称”应是列表"),
        (changed(提法=["十九大"]), "提法 CON-1：“提法”应是一段文字"),
        (changed(句式="对"), "提法 CON-1：句式“对”不在可用的值中"),
        (lambda values: values["条目"].append(values["条目"][0]), "提法 CON-1：编号重复"),
        (lambda values: values["条目"].append("甲"), "第2条：应是“键: 值”的表"),
        (lambda values: values.update(条目="无"), "提法年代表：缺少“条目”列表"),
        (lambda values: values.update(表="无"), "提法年代表：不认识的键“表”"),
        (lambda values: values.pop("来源表"), "来源表：应是“键: 值”的表"),
    ],
)
def test_a_malformed_table_names_the_row(
    spoil: Callable[[dict[str, Any]], None], message: str
) -> None:
    values = copy.deepcopy(GOOD)
    formulations_from(values)
    spoil(values)
    with pytest.raises(LibraryError) as caught:
        formulations_from(values)
    assert message in str(caught.value)


def test_a_new_meeting_is_one_row() -> None:
    values = copy.deepcopy(GOOD)
    values["条目"].append(
        values["条目"][0] | {"编号": "PLN-2", "提法": "十九届二中全会", "类别": "全会"}
    )
    rows: Formulations = formulations_from(values)
    assert [row.id for row in rows.plenums(date(2018, 1, 1))] == ["PLN-2"]
