"""Sentences that still speak of the period before: 2025年上半年 in a ledger of 2026年上半年."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.facts.sentences import NOT_RENEWED
from docgen.facts.values import Fact, Facts
from docgen.finding import Finding, Level
from docgen.language import Period, parse_period
from docgen.library.plausibility import Bygone

_PERIOD: Final = re.compile(
    r"(?<!\d)\d{4}年(?:上半年|下半年|[一二三四]季度)"
    r"|^\d{4}年(?:全年|度)?(?=，)"
)
"""A half or quarter named anywhere, a whole year only where a sentence begins with it."""
_WHOLE_YEAR: Final = re.compile("年(?:全年|度)$")
_SENTENCE: Final = re.compile("[^。！？]+")
_OF_THE_PAPER: Final = ("文稿.", "提纲[")


def bygone(facts: Facts, leaves: Sequence[Fact], rules: Bygone) -> Iterator[Finding]:
    """A finding for each text with a sentence of an earlier period that does not look back.

    Silent without rules, without 文稿.期间, and on texts marked as not renewed, which are told of
    anyway.  What lies more than a year before the period is history, nobody's last text.
    """
    period = facts.period
    if period is None or rules.excused is None:
        return
    for fact in leaves:
        if (
            not isinstance(fact.value, str)
            or fact.entry.kind != "文本"
            or "年" not in fact.text
            or fact.more.status == NOT_RENEWED
            or fact.path.startswith(_OF_THE_PAPER)
        ):
            continue
        for sentence in _SENTENCE.findall(fact.text):
            named = _earlier(sentence.strip(), period)
            if named and rules.excused.search(sentence) is None:
                yield Finding(
                    "FCT119",
                    Level.DOUBT,
                    f"这一句说的是{named}，这份台账是{period.text}的",
                    fact.place,
                    quote=sentence.strip(),
                    hint="上期的话换成这一期的；有意和以前比的，写明“比”“同期”这样的词",
                    basis=rules.basis,
                )
                break


def _earlier(sentence: str, period: Period) -> str:
    """The first period that the sentence names before this one, "" when it names none."""
    for found in _PERIOD.finditer(sentence):
        named = parse_period(_WHOLE_YEAR.sub("年", found[0]))
        if (
            named is not None
            and named.end < period.start
            and named.start.year >= period.start.year - 1
        ):
            return found[0]
    return ""
