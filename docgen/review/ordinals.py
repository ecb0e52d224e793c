"""Ordinals of headings: repeated, skipped, out of order (OUT001, OUT002)."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit


def repeated(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """An ordinal that is not above the one before it at its level, below the same heading."""
    last: dict[int, tuple[int, Spot]] = {}
    for index in paper.prose:
        line = paper.lines[index]
        if line.role != "heading" or line.label is None:
            continue
        level, ordinal = line.label.level, line.label.ordinal
        spot = Spot(index, 0, len(line.label.raw))
        before = last.get(level)
        if before is not None and ordinal <= before[0]:
            yield Hit(spot, {"前一个": str(before[0])}, related=(before[1],))
        last = {known: value for known, value in last.items() if known < level}
        last[level] = (ordinal, spot)
