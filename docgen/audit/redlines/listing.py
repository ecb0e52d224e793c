"""The redline as lines of marked words: what the terminal and Markdown show of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.manuscript import Line
from docgen.review.clauses import Piece
from docgen.review.redline import Kind, Redline, Row

Mark: TypeAlias = Literal["", "-", "+", "figure"]
"""Of words: as they were, gone, come, a figure with the one in its place."""

NAMES: Final[dict[Kind, str]] = {
    "changed": "改", "dropped": "删", "added": "加", "left": "移走", "moved": "移来", "same": "",
}  # fmt: skip
_COUNTED: Final[tuple[tuple[Kind, str], ...]] = (
    ("changed", "改"),
    ("added", "加"),
    ("dropped", "删"),
    ("moved", "移"),
)
_CELL: Final = re.compile(r"(表\d+第\d+行)第\d+列$")
_NEAR: Final = 12
"""So many characters of what stayed are shown beside what changed."""
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９.．")
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
    start = stop.end() if stop else len(text) - _NEAR
    while 0 < start < len(text) and text[start - 1] in _DIGITS and text[start] in _DIGITS:
        start -= 1
    return text[start:]


def _to_stop(text: str) -> str:
    """The beginning of the text up to a stop, where one is near."""
    stop = _STOP.search(text, 4, 2 * _NEAR)
    end = stop.end() if stop else _NEAR
    while end < len(text) and text[end - 1] in _DIGITS and text[end] in _DIGITS:
        end += 1
    return text[:end]


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
    """改3段，加1段，删1段，移2段，表里改2格；数字变了4个; 没有不同 when nothing changed."""
    counts = {True: Counter[Kind](), False: Counter[Kind]()}
    for index in redline.changed:
        row = redline.rows[index]
        counts[line_of(redline, row).cell is not None][row.kind] += 1
    told = [f"{name}{counts[False][kind]}段" for kind, name in _COUNTED if counts[False][kind]]
    cells = "、".join(
        f"{name}{counts[True][kind]}格" for kind, name in _COUNTED if counts[True][kind]
    )
    if cells:
        told.append(f"表里{cells}")
    if not told:
        return "没有不同"
    swaps = f"；数字变了{len(redline.swaps)}个" if redline.swaps else ""
    return "，".join(told) + swaps


def by_table_row(found: Iterable[Item]) -> Iterator[Item]:
    """The items, the cells of a table's row that is put in or taken out as one."""
    for row, group in groupby(found, key=_table_row):
        items = list(group)
        if not row or len(items) == 1:
            yield from items
            continue
        text = "｜".join(word.text for item in items for word in item.words)
        mark = items[0].words[0].mark if items[0].words else ""
        yield items[0]._replace(where=row[0], words=(Words(mark, text),))


def _table_row(item: Item) -> tuple[str, Kind] | tuple[()]:
    """Which row of a table the item is a cell of; () for any but one put in or taken out."""
    row = _CELL.match(item.where) if item.kind in ("dropped", "added") else None
    return (row[1], item.kind) if row is not None else ()


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
