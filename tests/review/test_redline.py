"""What changed between two drafts, line by line, and no figure ever cut in two."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.finding import Place
from docgen.language import figures
from docgen.manuscript import Cell, Line, Manuscript, manuscript_of
from docgen.read import read_text
from docgen.review.alignment import align, same
from docgen.review.clauses import Piece, compared, side, swapped
from docgen.review.redline import Redline, redline
from tests.samples import NAMES, draft


def shown(pieces: tuple[Piece, ...]) -> str:
    """The pieces as the terminal shows them, figures with a star."""
    return "".join(
        piece.text if piece.op == "=" else f"[{piece.op}{'*' * piece.figure}{piece.text}]"
        for piece in pieces
    )


def manuscript(text: str) -> Manuscript:
    lines = (
        Line(words, ((0, Place("稿", number)),)) for number, words in enumerate(text.split("\n"), 1)
    )
    return Manuscript("稿", tuple(line for line in lines if line.text))


# old, new, what is told
WITHIN = [
    ("党员11名。", "党员12名。", "党员[-*11名][+*12名]。"),
    ("投入1,234.5万元。", "投入1,334.5万元。", "投入[-*1,234.5万元][+*1,334.5万元]。"),
    ("近600万元", "620万元", "[-*近600万元][+*620万元]"),
    ("3月5日召开", "3月15日召开", "[-*3月5日][+*3月15日]召开"),
    ("三分之一的村", "三分之二的村", "[-三分之一][+三分之二]的村"),
    ("三、下一步打算", "二、下步打算", "[-三、][+二、]下[-一]步打算"),
    (
        "全镇有党支部11个，党员1126名，其中女党员237名。",
        "全镇有党支部12个，党员1130名。",
        "全镇有党支部[-*11个][+*12个]，党员[-*1126名][+*1130名][-，其中女党员237名]。",
    ),
    ("抽调12名干部下乡。", "选派15名干部下乡。", "[-抽调][+选派][-*12名][+*15名]干部下乡。"),
    (
        "坚持抓基层、打基础、强队伍，深入推进整顿。",
        "坚持打基础、强队伍、抓基层，扎实推进整顿。",
        "坚持[-抓基层、]打基础、强队伍[+、抓基层]，[-深入][+扎实]推进整顿。",
    ),
    ("召开会议，培训干部。", "培训干部，召开会议。", None),
    ("", "新写的一句。", "[+新写的一句。]"),
    ("照旧。", "照旧。", "照旧。"),
]


@pytest.mark.parametrize(("old", "new", "told"), WITHIN)
def test_within_a_line(old: str, new: str, told: str | None) -> None:
    pieces = compared(old, new)
    assert (side(pieces, "-"), side(pieces, "+")) == (old, new)
    if told is not None:
        assert shown(pieces) == told


WORDS = "党支部 党员 全镇 召开会议 12个 3.5万元 近600万元 1,234名 十二 一 ， 。 、 ； “ ” 三、 （一） 2026年 比上年 增长 8.8% 第3次 A \n".split(
    " "
)
texts = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)
lines = texts.map(lambda text: text.replace("\n", ""))


@given(lines, lines)
@settings(max_examples=400, deadline=None)
def test_both_come_back_and_no_figure_is_cut(old: str, new: str) -> None:
    pieces = compared(old, new)
    for text, op in ((old, "-"), (new, "+")):
        mine = [piece for piece in pieces if piece.op in ("=", op)]
        assert "".join(piece.text for piece in mine) == text
        ends = list(accumulate(len(piece.text) for piece in mine))
        for figure in figures(text):
            assert not any(figure.start < end < figure.end for end in ends), (figure, pieces)
    for before, after, _ in swapped(pieces):
        assert before != after


def recovered(found: Redline) -> tuple[list[str], list[str]]:
    return (
        [
            side(r.pieces, "-")
            for r in found.rows
            if r.kind in ("same", "changed", "dropped", "left")
        ],
        [
            side(r.pieces, "+")
            for r in found.rows
            if r.kind in ("same", "changed", "added", "moved")
        ],
    )


@given(texts, texts)
@settings(max_examples=300, deadline=None)
def test_both_drafts_come_back(old: str, new: str) -> None:
    left, right = manuscript(old), manuscript(new)
    assert recovered(redline(left, right)) == (
        [line.text for line in left.lines],
        [line.text for line in right.lines],
    )


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_every_item_stands_once_in_an_alignment(old: list[int], new: list[int]) -> None:
    pairs = align(old, new, lambda a, b: 1 - abs(old[a] - new[b]) / 5, 0.5)
    assert [a for a, _ in pairs if a >= 0] == list(range(len(old)))
    assert [b for _, b in pairs if b >= 0] == list(range(len(new)))
    assert all(old[a] == new[b] for a, b in same(old, new))


OLD = """关于基层党建工作的情况汇报
一、抓阵地
建成活动场所5处，投入30万元，群众认可。
二、抓队伍
召开会议3次，培训干部120人。
三、下一步打算
年底前把尚未达标的两处补齐。
本段只在旧稿里有，以后不再说了。"""
NEW = """关于基层党建工作的情况汇报
一、抓队伍
召开会议3次，培训干部120人。
二、抓阵地
建成活动场所6处，投入30万元，群众认可。
三、下一步打算
年底前把尚未达标的两处补齐。
明年再轮训一遍村党组织书记，由镇党委负责。"""


def test_moved_dropped_and_added_lines() -> None:
    found = redline(read_text(OLD), read_text(NEW))
    assert [(row.kind, shown(row.pieces)) for row in found.rows if row.kind != "same"] == [
        ("left", "[-一、抓阵地]"),
        ("left", "[-建成活动场所5处，投入30万元，群众认可。]"),
        ("changed", "[-二、][+一、]抓队伍"),
        ("moved", "[-一、][+二、]抓阵地"),
        ("moved", "建成活动场所[-*5处][+*6处]，投入30万元，群众认可。"),
        ("dropped", "[-本段只在旧稿里有，以后不再说了。]"),
        ("added", "[+明年再轮训一遍村党组织书记，由镇党委负责。]"),
    ]
    assert [swap[1:] for swap in found.swaps] == [("5处", "6处", "建成活动场所")]


def table(rows: list[list[str]]) -> Manuscript:
    return Manuscript(
        "稿",
        tuple(
            Line(text, ((0, Place("稿", 1)),), "cell", cell=Cell(0, r, c))
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ),
    )


def test_cells_are_compared_where_they_stand() -> None:
    old = table([["村", "党员"], ["石桥村", "45"], ["柳林村", "38"]])
    new = table([["村", "党员"], ["石桥村", "46"], ["柳林村", "38"]])
    assert [shown(row.pieces) for row in redline(old, new).rows if row.kind != "same"] == [
        "[-*45][+*46]"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_the_same_as_itself_and_differs_as_it_should(name: str) -> None:
    paper = manuscript_of(draft(name), name)
    assert redline(paper, paper).changed == ()
    other = manuscript_of(draft(NAMES[0]), NAMES[0])
    assert recovered(redline(paper, other)) == (
        [line.text for line in paper.lines],
        [line.text for line in other.lines],
    )
