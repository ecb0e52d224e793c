"""Which fact a number that is no fact's was probably meant to be: one slip away from it, or by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.review.known import Index, Known, alike, unit_of
from docgen.review.numbers import Number, noun_behind, nouns_before

_DIGITS: Final = 3
"""So many digits are not one slip apart by chance; fewer need the name as well."""
_LONGEST: Final = 12
"""Digits of a number that is looked at."""


class _Guesses(NamedTuple):
    """The numbers of the facts by unit and what each becomes by a slip, and by unit and each two
    characters of the noun that the ledger tells it by."""

    by_slip: Mapping[tuple[str, str], list[Known]]
    by_name: Mapping[tuple[str, str], list[Known]]


@lru_cache(maxsize=4)
def _guesses(index: Index) -> _Guesses:
    by_slip: dict[tuple[str, str], list[Known]] = {}
    by_name: dict[tuple[str, str], list[Known]] = {}
    for one in index.told:
        unit = unit_of(one)
        for slip in _slips(one.amount, "-="):
            by_slip.setdefault((unit, slip), []).append(one)
        for near in {a + b for a, b in pairwise(one.noun)}:
            by_name.setdefault((unit, near), []).append(one)
    return _Guesses(by_slip, by_name)


def _slips(amount: Decimal, marks: str) -> Iterator[str]:
    """What two amounts have in common when one is the other with a digit changed, two neighbours
    exchanged, or a digit left out (marks tell the longer from the shorter)."""
    text = format(amount.normalize(), "f")
    if not 1 < len(text) <= _LONGEST:
        return
    yield marks[0] + text
    for at, char in enumerate(text):
        yield f"{text[:at]}?{text[at + 1 :]}"
        yield marks[1] + text[:at] + text[at + 1 :]
        other = text[at + 1 : at + 2]
        if other and other != char:
            yield f"{text[:at]}<{min(char, other)}{max(char, other)}>{text[at + 2 :]}"


def _digits(amount: Decimal) -> int:
    return len(amount.normalize().as_tuple().digits)


def meant(number: Number, index: Index, *, named: bool = True) -> Known | None:
    """The one fact that differs by a slip of the pen; else, when named, the one called alike."""
    unit, known = alike(number.unit), _guesses(index)
    slips = {
        one.path: one
        for slip in _slips(number.amount, "=-")
        for one in known.by_slip.get((unit, slip), ())
    }
    said = (*nouns_before(number), noun_behind(number))
    pairs = {a + b for words in said for a, b in pairwise(words)}
    called = {one.path: one for near in pairs for one in known.by_name.get((unit, near), ())}
    both = [one for path, one in slips.items() if path in called]
    if len(both) == 1:
        return both[0]
    if len(slips) == 1:
        one = next(iter(slips.values()))
        if min(_digits(number.amount), _digits(one.amount)) >= _DIGITS:
            return one
    return next(iter(called.values())) if named and len(called) == 1 and not slips else None
