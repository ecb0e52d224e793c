"""What every reader of a format hands on: the physical paragraphs of a draft, as they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from docgen.finding import Place
from docgen.manuscript import Align, Aside, Cell, Role

Pieces: TypeAlias = tuple[tuple[int, Place], ...]
"""Where a stretch of text begins, as (offset, place of that character); see `Line.places`."""


class Strip(NamedTuple):
    """One physical paragraph or table cell, before anything is recognised.

    text: all its characters, the ordinal that an automatic list prints among them.  pieces:
    their places.  level: the heading level its format gives it (a style, # signs, an outline
    level), 0 for none, -1 for a title.  role: what a named style of the format says it is, ""
    for nothing.  head: how many characters at its beginning are set off from the rest by
    their look, as a heading with text running in behind is; 0 for none.  align: how it is
    set, "" where the format does not say.  cell: where it stands in a table.  prose: the format
    calls it a paragraph, as it can call headings headings.
    """

    text: str
    pieces: Pieces
    level: int = 0
    role: Role | Literal[""] = ""
    head: int = 0
    align: Align = ""
    cell: Cell | None = None
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The strips of a draft in reading order, and what the format itself set aside."""

    strips: tuple[Strip, ...]
    asides: tuple[Aside, ...] = ()


def cut(pieces: Pieces, begin: int, stop: int) -> Pieces:
    """The pieces of a stretch of their text, offsets from its beginning."""
    first = bisect_right(pieces, begin, key=_offset)
    out: list[tuple[int, Place]] = []
    if first:
        offset, place = pieces[first - 1]
        ahead = begin - offset if place.column else 0
        out.append((0, place._replace(column=place.column + ahead)))
    last = bisect_left(pieces, stop, first, key=_offset)
    return (*out, *((offset - begin, place) for offset, place in pieces[first:last]))


def _offset(piece: tuple[int, Place]) -> int:
    return piece[0]


def stretch(strip: Strip, begin: int, stop: int | None = None) -> Strip:
    """A stretch of the strip as a strip of its own, blanks at both ends left off."""
    text = strip.text[begin:stop]
    kept = text.strip()
    begin += len(text) - len(text.lstrip())
    head = strip.head - begin if begin < strip.head < begin + len(kept) else 0
    return strip._replace(text=kept, pieces=cut(strip.pieces, begin, begin + len(kept)), head=head)


def joined(parts: Sequence[Strip]) -> Strip:
    """The strips set one right behind the other."""
    if len(parts) == 1:
        return parts[0]
    pieces: list[tuple[int, Place]] = []
    length = 0
    for part in parts:
        pieces += ((length + offset, place) for offset, place in part.pieces)
        length += len(part.text)
    text = "".join(part.text for part in parts)
    return parts[0]._replace(text=text, pieces=tuple(pieces))
