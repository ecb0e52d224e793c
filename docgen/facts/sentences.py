"""A writer's sentence as pieces: plain words, the figures said in it, and 【references】."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from docgen.language import Figure, figures

_REFERENCE: Final = re.compile(r"【([^【】|]+)(?:\|([^【】|]+))?】")
_MARKS: Final = frozenset(("待填", "待核实"))


class Said(NamedTuple):
    """A figure as said: its text, its place among the figures of the sentence (from 1), what it is."""

    text: str
    order: int
    figure: Figure


class Reference(NamedTuple):
    """A reference to the ledger, `【党员.女党员】` or with a filter `【党员.女党员|量】`."""

    path: str
    filter: str
    text: str


Piece: TypeAlias = str | Said | Reference


@lru_cache(maxsize=20_000)
def pieces(text: str) -> tuple[Piece, ...]:
    """The sentence cut into its pieces; their texts joined are the sentence again."""
    out: list[Piece] = []
    at = 0
    count = 0
    found = _REFERENCE.finditer(text) if "【" in text else ()
    stops = [m for m in found if m[1] not in _MARKS]
    for stop in [*stops, None]:
        end = stop.start() if stop else len(text)
        part = text[at:end]
        last = 0
        for figure in figures(part):
            if figure.start > last:
                out.append(part[last : figure.start])
            count += 1
            out.append(Said(part[figure.start : figure.end], count, figure))
            last = figure.end
        if last < len(part):
            out.append(part[last:])
        if stop:
            out.append(Reference(stop[1].strip(), (stop[2] or "").strip(), stop[0]))
            at = stop.end()
    return tuple(out)
