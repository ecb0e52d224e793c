"""The redline as lines of marked words: what the terminal and Markdown show of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.manuscript import Line
from docgen.review.redline import Kind, Piece, Redline, Row

Mark: TypeAlias = Literal["", "-", "+", "figure"]
"""Of words: as they were, gone, come, a figure with the one in its place."""

NAMES: Final[dict[Kind, str]] = {
    "changed": "改", "dropped": "删", "added": "加", "left": "移走", "moved": "移来", "same": "",
}  # fmt: skip
_NEAR: Final = 12
"""So many characters of what stayed are shown beside what changed."""
_STOP: Final = re.compile("[，。；：！？]")
_LONGEST_HEADING: Final = 24
START: Final = "开头"
"""What stands before the first heading."""
_ENDING: Final = frozenset(("attachment", "organ", "date", "note", "gap", "imprint"))
"""Roles of what stands below no heading."""


class Words(NamedTuple):
    """A run of words with its mark; of a figure the old one and the new one."""

    mark: Mark
    text: str
    now: str = ""


class Item(NamedTuple):
    """A row to be told.

    kind: what became of it.  where: in its draft.  heading: the one above it.  words: its own.
    other: of one that moved, where it is in the other draft; "" for any other.
    """

    row: int
    kind: Kind
    where: str
    heading: str
    words: tuple[Words, ...]
    other: str = ""


def words_of(pieces: Sequence[Piece]) -> tuple[Words, ...]:
    """The pieces as marked words; a figure stands with the one in its place."""
    out: list[Words] = []
    for piece in pieces:
        last = out[-1] if out else None
        if piece.figure and piece.op == "+" and last and last.mark == "figure" and not last.now:
            out[-1] = Words("figure", last.text, piece.text)
        elif piece.figure and piece.op == "-":
            out.append(Words("figure", piece.text))
        else:
            out.append(Words("" if piece.op == "=" else piece.op, piece.text))
    return tuple(out)


def shortened(words: Sequence[Words]) -> tuple[Words, ...]:
    """The words with long runs of what stayed cut to what is near a change."""
    last = len(words) - 1
    out = []
    for number, word in enumerate(words):
        text = word.text
        if not word.mark:
            left, right = (text if number else ""), (text if number < last else "")
            if len(left) > _NEAR:
                left = _to_stop(left)
            if len(right) > _NEAR:
                right = _from_stop(right)
            if len(left) + len(right) < len(text):
                text = f"{left}……{right}"
        out.append(word._replace(text=text))
    return tuple(out)


def _from_stop(text: str) -> str:
    """The end of the text from a stop on, where one is near."""
    stop = _STOP.search(text, max(0, len(text) - 2 * _NEAR), len(text) - 4)
    return text[stop.end() if stop else -_NEAR :]


def _to_stop(text: str) -> str:
    """The beginning of the text up to a stop, where one is near."""
    stop = _STOP.search(text, 4, 2 * _NEAR)
    return text[: stop.end() if stop else _NEAR]


def items(redline: Redline) -> list[Item]:
    """Every row in which something changed, in order."""
    headings = _headings(redline)
    return [_item(redline, index, headings[index]) for index in redline.changed]


def _item(redline: Redline, index: int, heading: str) -> Item:
    row = redline.rows[index]
    words, other = words_of(row.pieces), ""
    if row.kind == "left":
        text = redline.old.lines[row.old].text
        words = (Words("-", text if len(text) <= 2 * _NEAR else f"{_to_stop(text)}……"),)
        other = where(redline.new.lines[row.new])
    elif row.kind == "moved":
        other = where(redline.old.lines[row.old])
    return Item(index, row.kind, where(line_of(redline, row)), heading, words, other)


def told_place(item: Item) -> str:
    """第3行, of a row that moved 第3行到第5行; "" when it is nowhere."""
    if not (item.where and item.other):
        return item.where
    return f"{item.where}到{item.other}" if item.kind == "left" else f"{item.other}到{item.where}"


def line_of(redline: Redline, row: Row) -> Line:
    """The line that tells where the row is: of the new draft where it has one there."""
    if row.kind in ("dropped", "left"):
        return redline.old.lines[row.old]
    return redline.new.lines[row.new]


def where(line: Line) -> str:
    """第12行, 第12段, 表1第2行第3列; "" when it is nowhere."""
    place = line.places[0][1]
    return place.part or (f"第{place.line}行" if place.line else "")


def _headings(redline: Redline) -> list[str]:
    """For each row the heading it stands under."""
    out, last = [], START
    for row in redline.rows:
        line = line_of(redline, row)
        if line.role == "heading":
            last = line.text[: line.head or None].rstrip("。")[:_LONGEST_HEADING]
        elif line.role in _ENDING:
            last = "文末"
        out.append(last)
    return out


def headline(redline: Redline) -> str:
    """改3段，加1段，删1段，移2段；数字变了4个; 没有不同 when nothing changed."""
    counts = (
        ("改", redline.count("changed")),
        ("加", redline.count("added")),
        ("删", redline.count("dropped")),
        ("移", redline.count("moved")),
    )
    told = "，".join(f"{name}{count}段" for name, count in counts if count)
    if not told:
        return "没有不同"
    return f"{told}；数字变了{len(redline.swaps)}个" if redline.swaps else told


def plain(words: Iterable[Words]) -> str:
    """The words with marks that any terminal has: 〔-旧-〕〔+新+〕〔5处→6处〕."""
    return "".join(map(marked, words))


def marked(words: Words) -> str:
    """One run of words, see `plain`."""
    match words.mark:
        case "":
            return words.text
        case "figure":
            return f"〔{words.text}→{words.now}〕"
    return f"〔{words.mark}{words.text}{words.mark}〕"
