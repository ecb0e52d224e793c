"""The numbers said in a draft, each with the words round it: what every check of figures reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from docgen.language import Figure, Quantity, figures
from docgen.manuscript import Manuscript, Spot

_STOPS: Final = re.compile("[，；。：！？]")
_SENTENCE: Final = frozenset("；。！？")
_PEOPLE: Final = {"人": "名", "位": "名"}
_PARTED: Final = re.compile("[，；、。：！？（）“”《》]")
_new: Final[Callable[..., Any]] = tuple.__new__  # the record's own constructor takes twice as long
_LONGEST_SENTENCE: Final = 1000
"""Characters before a number within which its sentence is taken to begin."""
_LONGEST: Final = 40
"""Characters before a number among which its noun stands."""


class Number(NamedTuple):
    """A number of the prose.

    line, start, end: where it stands.  quantity: what it says.  lead: the words of its clause
    before it, from the figure before on; tail: those behind it, up to the next figure.
    clause: where its clause begins and ends.  sentence: where its sentence begins and ends; a ；
    ends one as well.
    """

    line: int
    start: int
    end: int
    quantity: Quantity
    lead: str
    tail: str
    clause: tuple[int, int]
    sentence: tuple[int, int]

    @property
    def spot(self) -> Spot:
        """Its characters."""
        return Spot(self.line, self.start, self.end)

    @property
    def unit(self) -> str:
        """Its measure word, people told by 名."""
        return _PEOPLE.get(self.quantity.unit, self.quantity.unit)

    @property
    def amount(self) -> Decimal:
        """Its value with its scale."""
        return self.quantity.amount

    @property
    def said(self) -> str:
        """The number as typed."""
        return self.quantity.raw

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage."""
        return self.quantity.unit == "%"


class Prose(NamedTuple):
    """A line of running text with its numbers.  text: marks made full-width."""

    line: int
    text: str
    numbers: tuple[Number, ...]

    def sentence_start(self, number: Number) -> int:
        """Where the sentence begins that the number stands in, a ； going on with it."""
        first = max(0, number.start - _LONGEST_SENTENCE)
        return max(first, *(self.text.rfind(s, first, number.start) + 1 for s in "。！？"))


def numbers_of(paper: Manuscript) -> tuple[Prose, ...]:
    """The lines of running text that hold numbers, with them; found once for a draft."""
    return paper.once(_numbers)


def _numbers(paper: Manuscript) -> tuple[Prose, ...]:
    out = []
    for index in paper.prose:
        line = paper.lines[index]
        start = len(line.label.raw) if line.label else 0
        numbers = numbers_in(paper.folded[index], index, start)
        if numbers:
            out.append(Prose(index, paper.folded[index], numbers))
    return tuple(out)


def numbers_in(text: str, line: int, start: int = 0) -> tuple[Number, ...]:
    """The numbers of a line from there on.  text: marks made full-width."""
    found: tuple[Figure, ...] = figures(text[start:] if start else text)
    if not found:
        return ()
    stops = [(match.start(), match[0] in _SENTENCE) for match in _STOPS.finditer(text)]
    stops.append((len(text), True))
    owed = "【" in text
    out: list[Number] = []
    which = 0
    closing = -1
    clause = sentence = last = start
    for order, figure in enumerate(found):
        begin, end = figure.start + start, figure.end + start
        while stops[which][0] < begin:
            clause = stops[which][0] + 1
            if stops[which][1]:
                sentence = clause
            which += 1
        clause_end = stops[which][0]
        if closing < begin:
            closing = next(stops[at][0] for at in range(which, len(stops)) if stops[at][1])
        quantity = figure.quantity
        if quantity is not None and figure.kind == "数量" and not (owed and _owed(text, begin)):
            following = found[order + 1].start + start if order + 1 < len(found) else clause_end
            lead = text[clause if clause > last else last : begin]
            stop = clause_end if clause_end > end else end
            tail = text[end : following if following < stop else stop]
            said = (
                line,
                begin,
                end,
                quantity,
                lead,
                tail,
                (clause, clause_end),
                (sentence, closing),
            )
            number: Number = _new(Number, said)
            out.append(number)
        last = end
    return tuple(out)


def _owed(text: str, at: int) -> bool:
    """Whether the place is inside a mark such as 【待填：问题[1].打算】."""
    return text.rfind("【", 0, at) > text.rfind("】", 0, at)


_OPENING: Final = re.compile(
    "^(?:截至目前|目前|今年以来|今年|全年|[上下]半年|一年来|年内|本期|(?:全|我|本)(?:县|市|区|镇|乡|街道)|境内|下辖|辖区|辖|其中|共中|"
    "现共?有|原有|共有|共|有|累计|总计|合计|已|新|在册|在岗|和|及|以及|另有|还有)++"
)
_CLOSING: Final = re.compile(
    "(?:总数|总量|人数|数)?(?:已?达到?了?|增加到|减少到|为|共有|共计|合计|累计|共|有|是|计|了)+$"
)


def noun_before(number: Number) -> str:
    """The noun that the words before a number end with, verbs of having taken off: 现有党支部27个."""
    return nouns_before(number)[-1]


def nouns_before(number: Number) -> tuple[str, str, str]:
    """The words before a number from the last mark on; without 共有, 为 behind; without 全镇现有
    before as well."""
    lead = _PARTED.split(number.lead[-_LONGEST:])[-1]
    short = _CLOSING.sub("", lead)
    return lead, short, _OPENING.sub("", short)


def noun_behind(number: Number) -> str:
    """The noun that follows a number: 27个党支部; "" where a mark follows."""
    return _PARTED.split(number.tail, maxsplit=1)[0]
