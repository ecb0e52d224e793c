"""Parts that a draft of its 文种 must have and has not (OUT014)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docgen.library.demands import Demand
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit

_END: Final = 3
"""Paragraphs that are the end of a draft."""


def missing_parts(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A part that neither a heading nor the text shows; said at the title."""
    genre = asked.library.genres.get(asked.genre or paper.genre)
    titles = paper.of("title")
    if genre is None or not titles or not paper.prose:
        return
    title = paper.title()
    for demand in genre.demands:
        if demand.is_for(title) and not _has(paper, demand):
            spot = Spot(titles[0], 0, len(paper.lines[titles[0]].text))
            yield Hit(spot, {"文种": genre.name, "部分": demand.part}, level=demand.level)


def _has(paper: Manuscript, demand: Demand) -> bool:
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
