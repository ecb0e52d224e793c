"""What every reader of a format hands on: the physical paragraphs of a draft, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from docgen.finding import Place
from docgen.manuscript import Aside, Cell, Role

Pieces: TypeAlias = tuple[tuple[int, Place], ...]
"""Where a stretch of text begins, as (offset, place of that character); see `Line.places`."""


class Strip(NamedTuple):
    """One physical paragraph or table cell, before anything is recognised.

    text: all its characters, the ordinal that an automatic list prints among them.  pieces:
    their places.  level: the heading level its format gives it (a style, # signs, an outline
    level), 0 for none, -1 for a title.  role: what a named style of the format says it is, ""
    for nothing.  head: how many characters at its beginning are set off from the rest by
    their look, as a heading with text running in behind is; 0 for none.  align: how it is
    set, "" where the format does not say.  cell: where it stands in a table.
    """

    text: str
    pieces: Pieces
    level: int = 0
    role: Role | Literal[""] = ""
    head: int = 0
    align: Literal["", "center", "right"] = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The strips of a draft in reading order, and what the format itself set aside."""

    strips: tuple[Strip, ...]
    asides: tuple[Aside, ...] = ()
