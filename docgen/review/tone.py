"""口吻: whose voice a draft speaks in, a report to those above or a leader to those below (TON)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit


def out_of_tone(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:
    """Where the rule's words (找) stand in a draft that is known to be of its genres.

    Words between quotation marks are somebody else's.
    """
    if (asked.genre or paper.genre) not in rule.genres:
        return
    wanted = rule.parameters.get("找")
    words = _pattern(tuple(map(str, wanted)) if isinstance(wanted, list) else ())
    for index in paper.prose:
        text = paper.folded[index]
        for match in words.finditer(text):
            before = text[: match.start()]
            if before.count("“") <= before.count("”"):
                yield Hit(Spot(index, *match.span()))


@lru_cache(maxsize=32)
def _pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{words})" for words in wanted) or "(?!)")
