"""When a draft was written, by what it names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.finding import Level
from docgen.read import read_text
from docgen.review.dating import Dating, date_of
from docgen.review.engine import Asked, Remark, reviewer
from docgen.review.stated import Window, stated_in
from tests.review.dated import LIBRARY, paper_of

ROWS = LIBRARY.formulations


def dated(*texts: str, on: str = "") -> Dating:
    return date_of(paper_of(texts), ROWS, date.fromisoformat(on) if on else None)


def shown(dating: Dating) -> str:
    """2012-01-01…2012-11-04, the widest end behind a /."""
    if dating.window is None:
        return "相左" if dating.clash else "无"
    start, end = (day.isoformat() if day else "" for day in dating.window)
    return f"{start}…{end}" + (f"/{dating.latest}" if dating.latest else "")


PLENUM_16_4 = "镇党委学习贯彻党的十六届四中全会精神，重点抓了后进村。"
YEAR_2012 = "以“基层组织建设年”活动为契机，健全各项制度。"
WINDOWS = {
    "最近的全会，活动还没有开始": (
        (PLENUM_16_4, "各支部要承担起开展先进性教育的任务，两个文明建设有了起色。"),
        "2004-11-07…2005-10-11/2006-06-30",
    ),
    "最近的全会，活动正在进行": (
        ("以十七大和十七届六中全会精神为指导，" + YEAR_2012, "深入开展创先争优活动。"),
        "2012-01-01…2012-11-04/2012-12-31",
    ),
    "县里的机构": (("县农业农村局要帮助这些村发展特色农业。",), "2018-10-01…"),
    "活动，没有说正在进行": (
        ("把结对帮扶贯穿先教活动的始终，按照“坚持标准、保证质量、改善结构、慎重发展”的方针发展党员。",),
        "2004-11-07…2006-06-30/2007-06-30",
    ),
    "活动的简报": (("（全县党的群众路线教育实践活动简报第9期）",), "2013-06-18…2014-10-08/2015-10-08"),
    "只是说到的会议只管以后": (("党的十八大以来，农村变化很大。",), "2012-11-14…"),
    "最近的会议没有下一次": (("贯彻党的二十届四中全会精神。",), "2025-10-23…"),
    "历次全会到下一次大会": (("贯彻党的十九届历次全会精神。",), "2017-10-25…2022-10-22/2023-10-22"),
    "迎接大会": (("以优异成绩迎接党的十九大胜利召开。",), "…2017-10-24/2018-10-24"),
    "原来的机构": (("原国土资源部的批复还在。",), "1998-03-01…"),
    "活动的成果": (("巩固党的群众路线教育实践活动成果。",), "2013-06-18…"),
    "回顾的活动": (("2013年，我镇以党的群众路线教育实践活动为契机抓整顿。",), "2013-06-18…"),
    "先前的活动让给后来的会议": (
        ("各支部沿用党的群众路线教育实践活动的做法。", "贯彻党的二十大精神。"),
        "2022-10-22…",
    ),
    "口号不能定年代": (("实施乡村振兴战略，落实新发展理念，讲两个文明建设。",), "无"),
    "可信低的不算": (("开展“三级联创”活动。",), "无"),
    "字面另有用处的不算": (("开展党史学习教育。",), "无"),
    "拼凑": (("贯彻落实党的十七届六中全会精神。", "县农业农村局到村调研。"), "相左"),
    "没有线索": (("对2个村逐一建立台账。",), "无"),
    "空的": ((), "无"),
}  # fmt: skip


@pytest.mark.parametrize("case", WINDOWS)
def test_a_draft_is_dated_by_what_it_names(case: str) -> None:
    texts, window = WINDOWS[case]
    assert shown(dated(*texts)) == window


def test_each_piece_says_how_it_is_named_and_where() -> None:
    dating = dated("贯彻落实党的十七届六中全会精神。", YEAR_2012, "基层组织建设年的台账齐全。")
    assert [(e.row.id, e.use, [(s.line, s.start) for s in e.spots]) for e in dating.evidence] == [
        ("PLN-17-6", "引用", [(0, 4)]),
        ("CAM-006", "开展", [(1, 2)]),
    ]


def test_what_fits_badly_but_dates_nothing_stands_aside() -> None:
    dating = dated("贯彻党的十七届六中全会精神，实施乡村振兴战略。")
    assert [mention.row.id for mention in dating.aside] == ["RUR-013"]


STATED = {
    "石桥镇2018年上半年工作汇报\n\n正文。": "2018-01-01…2018-06-30",
    "石桥镇 2018 年上半年工作汇报\n\n正文。": "2018-01-01…2018-06-30",
    "石桥镇二〇一二年工作总结\n\n正文。": "2012-01-01…2012-12-31",
    "石桥镇2026年第一季度简报\n\n正文。": "2026-01-01…2026-03-31",
    "石桥镇2018年上半年工作汇报\n\n正文。\n\n2018年7月3日": "2018-07-03…2018-07-03",
    "石桥镇工作汇报\n\n2018年办了3件事。": "无",
}


@pytest.mark.parametrize("text", STATED)
def test_what_a_draft_says_of_its_date(text: str) -> None:
    stated = stated_in(read_text(text), None)
    assert (f"{stated.window.start}…{stated.window.end}" if stated else "无") == STATED[text]


def remarks(text: str, on: str = "") -> list[Remark]:
    asked = Asked(LIBRARY, date.fromisoformat(on) if on else None)
    return list(reviewer(LIBRARY).review(read_text(text), asked, ["FRM007"]))


OLD = f"石桥镇2018年上半年工作汇报\n\n认真贯彻落实党的十七届六中全会精神，{YEAR_2012}\n"


def test_a_title_of_another_year_than_the_content_is_told_of_at_the_title() -> None:
    [remark] = remarks(OLD)
    found = remark.finding
    assert (found.code, found.level, found.quote) == ("FRM007", Level.ERROR, "2018年上半年")
    assert [place.line for place in found.related] == [3, 3]
    assert found.message == (
        "文稿写的是2018年上半年，内容却是另一个时候的：“党的十七届六中全会”只能是2011年10月15日至2013年11月4日；"
        "“基层组织建设年”只能是2012年1月1日至2012年12月31日"
    )


SILENT = {
    "同一年": (OLD.replace("2018", "2012"), ""),
    "只差几个月": (OLD, "2013-06-30"),
    "只有一样": ("石桥镇2018年工作汇报\n\n贯彻落实党的十七届六中全会精神。\n", ""),
    "没有日期": (OLD.replace("2018年上半年", ""), ""),
}


@pytest.mark.parametrize("case", SILENT)
def test_otherwise_nothing_is_said(case: str) -> None:
    text, on = SILENT[case]
    assert remarks(text, on) == []


def test_pieces_that_cannot_both_be_are_doubtful_by_the_less_sure_of_them() -> None:
    text = "工作总结\n\n贯彻落实党的十七届六中全会精神。中央社会工作部到村调研。\n"
    assert [r.finding.level for r in remarks(text)] == [Level.ERROR]
    text = text.replace("中央社会工作部", "县委社会工作部")
    assert [r.finding.level for r in remarks(text)] == [Level.DOUBT]


WORDS = st.lists(
    st.sampled_from(
        [row.term for row in ROWS.rows]
        + [
            "以",
            "为契机",
            "正在开展",
            "贯彻",
            "精神",
            "，",
            "。",
            "“",
            "”",
            " ",
            "2012年",
            "迎接",
            "原",
        ]
    ),
    max_size=10,
).map("".join)


@given(st.lists(WORDS, max_size=4), st.none() | st.dates(date(1980, 1, 1), date(2035, 1, 1)))
def test_any_text_is_dated_or_not_and_each_piece_allows_the_window(
    texts: list[str], on: date | None
) -> None:
    dating = date_of(paper_of(texts), ROWS, on)
    if dating.window is None:
        return
    assert not dating.window.empty
    for piece in dating.evidence:
        assert not piece.wide.meet(dating.window).empty


def test_windows_meet() -> None:
    day = date.fromisoformat
    first = Window(day("2012-01-01"), None)
    second = Window(None, day("2011-06-30"))
    assert first.meet(second).empty
    assert not first.far_from(second)
    assert str(first) == "2012年1月1日以后"
    assert str(second) == "2011年6月30日以前"
    assert str(Window(None, None)) == "任何时候"
