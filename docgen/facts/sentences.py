"""A writer's sentence as pieces: plain words, the figures said in it, and 【references】.

A sentence carried over from the period before begins with a mark (【未更新 3f2a】) until it is
touched or the mark is taken away; the four digits are those of the text it was set before.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

from docgen.language import Figure, figures

_REFERENCE: Final = re.compile(r"【([^【】|]+)(?:\|([^【】|]+))?】")
_MARKS: Final = frozenset(("待填", "待核实"))
NOT_RENEWED: Final = "未更新"
"""The status of a text that was carried over from the period before and not yet looked at."""
MARK: Final = f"【{NOT_RENEWED}"
_MARKED: Final = re.compile(MARK + r"\s*([0-9a-f]{4})?】\s*")


def marked(text: str) -> str:
    """The text with the mark that it is carried over."""
    return f"{MARK} {_digits(text)}】{text}"


def unmarked(text: str) -> tuple[str, bool]:
    """The text without its mark, and whether it still is what was carried over."""
    found = _MARKED.match(text)
    if found is None:
        return text, False
    rest = text[found.end() :]
    return rest, found[1] is None or found[1] == _digits(rest)


def behind_mark(text: str) -> str:
    """What was typed behind 【未更新】, where that stands before it."""
    return unmarked(text)[0] if text.startswith(MARK) else text


def _digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:4]


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


@lru_cache(maxsize=5_000)
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
