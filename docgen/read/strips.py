"""What every reader of a format hands on: the physical paragraphs of a draft, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from docgen.finding import Place
from docgen.manuscript import Aside, Cell


class Strip(NamedTuple):
    """One physical paragraph or table cell, before anything is recognised.

    text: all its characters.  place: of the first.  level: the heading level its format gives
    it (a style, # signs, an outline level), 0 for none, -1 for a title.  ordinal: what an
    automatic list prints before it, which is no character of the text.  centred, right: how it
    is set, where the format says so.  cell: where it stands in a table.
    """

    text: str
    place: Place
    level: int = 0
    ordinal: str = ""
    centred: bool = False
    right: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The strips of a draft in reading order, and what the format itself set aside."""

    strips: tuple[Strip, ...]
    asides: tuple[Aside, ...] = ()
