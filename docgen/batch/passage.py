"""Shared wording as it stands in a draft: whole clauses, with their figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from docgen.language import figures
from docgen.review.likeness import shared_in

_FIGURES: Final = re.compile(r"\d[\d.,]*%?")
_CLAUSE: Final = re.compile("[^，。；：！？]+[，。；：！？]*")


def passage(words: str, lines: Sequence[str]) -> str:
    """The clauses of these lines that say the words, "" when none does.

    words: a stretch of `review.likeness.wording`.  lines: the sentences of the draft.  A clause
    counts when at least half of it is said.
    """
    return max((_passage(words, lines, bare) for bare in (_no_digits, _no_figures)), key=len)


def _passage(words: str, lines: Sequence[str], bare: Callable[[str], str]) -> str:
    """bare: takes from a line the figures that the words lack."""
    found = [any(shared_in(bare(line), (words,))) for line in lines]
    if True not in found:
        return ""
    first = found.index(True)
    last = first
    while last + 1 < len(found) and found[last + 1]:
        last += 1
    clauses: list[str] = _CLAUSE.findall("".join(lines[first : last + 1]))
    plain = [bare(clause) for clause in clauses]
    covered = shared_in("".join(plain), (words,))
    at, counts = 0, []
    for text in plain:
        counts.append(sum(covered[at : at + len(text)]))
        at += len(text)
    said = [2 * count >= len(text) > 0 for count, text in zip(counts, plain, strict=True)]
    if True not in said:
        return clauses[counts.index(max(counts))]
    return "".join(clauses[said.index(True) : len(said) - said[::-1].index(True)])


def _no_digits(line: str) -> str:
    """The line as wording has a template's: 18名 is 名."""
    return _FIGURES.sub("", line)


def _no_figures(line: str) -> str:
    """The line as wording has a writer's: 18名 is nothing."""
    out, at = "", 0
    for found in figures(line):
        out, at = out + line[at : found.start], found.end
    return out + line[at:]
