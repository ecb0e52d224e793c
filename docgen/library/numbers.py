"""The numerals that are no figures: data/norms/rules/numbers.yaml, whose head says what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docgen.library.fields import Fields


@dataclass(frozen=True, slots=True)
class Numbers:
    """What may stand in a template's own words although a numeral is in it.

    basis: the rule.  words: each pattern with the reason why it is no figure.  pattern: all.
    """

    basis: str
    words: tuple[tuple[str, str], ...]
    pattern: re.Pattern[str]


def numbers_from(values: object, where: str = "numbers.yaml") -> Numbers:
    """The list of a file's plain values.  Raises LibraryError naming the entry at fault."""
    top = Fields(values, where, ("依据", "词"))
    words: list[tuple[str, str]] = []
    for value in top.entries("词"):
        row = Fields(value, where, ("写法", "缘由"))
        text = row.required("写法")
        try:
            re.compile(text)
        except re.error:
            raise row.error(f"写法“{text}”不是正则式") from None
        words.append((text, row.required("缘由")))
    whole = "|".join(f"(?:{text})" for text, _ in words)
    return Numbers(top.required("依据"), tuple(words), re.compile(whole))
