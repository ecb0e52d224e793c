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
    for index in paper.prose:
        text = _START + paper.folded[index]
        for words in _patterns(rule):
            for match in words.finditer(text):
                start, end = match.span("处" if "处" in words.groupindex else 0)
                before = text[:start]
                if before.count("“") <= before.count("”"):
                    yield Hit(Spot(index, max(start, 1) - 1, end - 1))


_START = "。"
"""What a paragraph is taken to begin behind, so that every sentence begins alike."""


@lru_cache(maxsize=64)
def _patterns(rule: Rule) -> tuple[re.Pattern[str], ...]:
    wanted = rule.parameters.get("找")
    return tuple(re.compile(str(words)) for words in wanted) if isinstance(wanted, list) else ()
