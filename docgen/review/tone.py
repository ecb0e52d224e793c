"""口吻: whose voice a draft speaks in, a report to those above or a leader to those below (TON)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from docgen.library.formulations import Formulations
from docgen.library.rules import Rule
from docgen.manuscript import PROSE, Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.joined import Joined
from docgen.review.mentions import scan


def out_of_tone(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:
    """Where the rule's words (找) stand in a draft that is known to be of its genres.

    Words between quotation marks are somebody else's.
    """
    if (asked.genre or paper.genre) not in rule.genres:
        return
    seen = scan(paper, asked.library.formulations)
    for words in _patterns(rule):
        for at in paper.once(_begun, asked.library.formulations).holding(words):
            line = seen.lines[at]
            for match in words.finditer(_START + line.text):
                start, end = match.span("处" if "处" in words.groupindex else 0)
                if not line.in_quotes(max(start, 1) - 1):
                    yield Hit(line.spot(max(start, 1) - 1, end - 1))


def _begun(paper: Manuscript, rows: Formulations) -> Joined:
    """The running text without quotation marks, each line behind a 。."""
    lines = enumerate(scan(paper, rows).lines)
    prose = [(at, line) for at, line in lines if paper.lines[line.index].role in PROSE]
    return Joined([_START + line.text for _, line in prose], [at for at, _ in prose])


_START = "。"
"""What a paragraph is taken to begin behind, so that every sentence begins alike."""


@lru_cache(maxsize=64)
def _patterns(rule: Rule) -> tuple[re.Pattern[str], ...]:
    wanted = rule.parameters.get("找")
    return tuple(re.compile(str(words)) for words in wanted) if isinstance(wanted, list) else ()
