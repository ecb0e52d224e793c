"""Parts that a draft of its 文种 must have and has not, or has in another order (OUT014)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docgen.library.demands import Demand
from docgen.library.rules import Rule
from docgen.library.templates import Genre
from docgen.manuscript import Manuscript, Role, Spot
from docgen.review.engine import Asked, Hit

_END: Final = 3
"""Paragraphs that are the end of a draft."""
_ROUND: Final[tuple[Role, ...]] = ("masthead", "date", "imprint")
"""Roles of what stands round a bulletin: 版头, 版记 and a date of its own."""


def missing_parts(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A part that neither a heading nor the text shows, said at the title; parts out of order."""
    genre = asked.library.genres.get(asked.genre or paper.genre)
    top = paper.of("title") or paper.of("masthead")
    if genre is None or not top or not paper.prose:
        return
    title = paper.title()
    for demand in genre.demands:
        if demand.is_for(title) and not _has(paper, demand):
            spot = Spot(top[0], 0, len(paper.lines[top[0]].text))
            values = {"文种": genre.name, "部分": demand.part}
            yield Hit(spot, values, "缺少", level=demand.level)
    if genre.order.is_for(title):
        yield from _out_of_order(paper, genre)


def _has(paper: Manuscript, demand: Demand) -> bool:
    if demand.where == "版头":
        return not paper.of("masthead") or _stands_round(paper, demand)
    if demand.where == "称谓" and (paper.of("salutation") or paper.of("recipients")):
        return True
    prose = paper.prose[-_END:] if demand.where == "结尾" else paper.prose
    for index in prose:
        line, text = paper.lines[index], paper.folded[index]
        if demand.heading and line.head and demand.heading.search(text, 0, line.head):
            return True
        if demand.text and demand.text.search(text):
            return True
    return False


def _stands_round(paper: Manuscript, demand: Demand) -> bool:
    """Whether 版头 or 版记 show the part; a title is there by itself."""
    if demand.heading:
        return bool(paper.of("title"))
    lines = (paper.folded[index] for role in _ROUND for index in paper.of(role))
    return demand.text is not None and any(demand.text.search(text) for text in lines)


def _out_of_order(paper: Manuscript, genre: Genre) -> Iterator[Hit]:
    """A part of the first level that stands before one that goes before it, and not again behind."""
    parts = [
        (place, index)
        for index in paper.prose
        if paper.lines[index].level == 1
        and (place := genre.order.place(paper.lines[index].heading)) is not None
    ]
    for number, (place, index) in enumerate(parts):
        behind = parts[number + 1 :]
        early = [one for one in behind if one[0] < place]
        if early and all(one[0] != place for one in behind):
            first, second = genre.order.names[place], genre.order.names[early[0][0]]
            line = paper.lines[index]
            other = paper.lines[early[0][1]]
            yield Hit(
                Spot(index, line.head - len(line.heading), line.head),
                {"前": second, "后": first},
                "次序",
                related=(Spot(early[0][1], other.head - len(other.heading), other.head),),
            )
            return
