"""The words round a number by which its telling is known again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol

WIDTH: Final = 12
"""Characters on either side of a number by which its telling is known."""
STRONG: Final = 6
"""Characters that a telling must share with the draft to be the same telling."""
SURE: Final = 10
"""Characters from which it must be the same one though the number is another fact's."""
_SHORT: Final = 4
_DIGITS: Final = re.compile(r"[0-9][0-9.,]*")
_REFERENCE: Final = re.compile("【[^【】]*】")
_HAN: Final = re.compile("[一-鿿]")


class Telling(Protocol):
    """What is told by the words round it."""

    @property
    def before(self) -> str:
        """The words before it, digits told as #."""

    @property
    def after(self) -> str:
        """The words behind it."""


def plain(text: str) -> str:
    """The text with its numbers told as #, so that one wording is the same with other numbers."""
    return _DIGITS.sub("#", _REFERENCE.sub("#", text)) if text else text


def score(one: Telling, before: str, after: str) -> int:
    """How many characters of its words a telling shares with these, counted outwards."""
    return _run(reversed(one.before), reversed(before)) + _run(one.after, after)


def is_whole(one: Telling, points: int) -> bool:
    """Whether so many characters are all there is of its text, and they tell something."""
    return _SHORT <= points == len(_HAN.findall(one.before + one.after))


def _run(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += a >= "\u4e00" and a <= "\u9fff"
    return count


def words_round(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and behind a number of a draft, as the index has them."""
    before = plain(text[max(0, start - 2 * WIDTH) : start])[-WIDTH:]
    return before, plain(text[end : end + 2 * WIDTH])[:WIDTH]
