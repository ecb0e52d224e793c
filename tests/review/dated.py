"""What the dated formulations say of a few sentences on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from docgen.facts import Facts
from docgen.finding import Finding, Place
from docgen.library import Library
from docgen.manuscript import Line, Manuscript
from docgen.review.engine import Asked, findings, reviewer

LIBRARY: Final = Library()
DATED: Final = ("FRM001", "FRM002", "FRM003", "FRM004", "FRM006")
"""The codes that hold one wording against the day."""
ALL: Final = tuple(code for code in LIBRARY.rules if code.startswith("FRM"))


def paper_of(texts: Iterable[str]) -> Manuscript:
    """A draft of these paragraphs."""
    places = ((text, Place("稿.txt", number, 1)) for number, text in enumerate(texts, 1))
    return Manuscript("稿.txt", tuple(Line(text, ((0, place),)) for text, place in places))


def out_of_time(
    texts: Iterable[str], on: date, codes: Iterable[str] = DATED, facts: Facts | None = None
) -> list[Finding]:
    """What is out of its time in the paragraphs of a draft of that day."""
    asked = Asked(LIBRARY, on, facts=facts)
    return list(findings(reviewer(LIBRARY).review(paper_of(texts), asked, codes)))
