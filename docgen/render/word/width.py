"""How wide a text is on paper, in Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate


def width(text: str) -> float:
    """Width of the text in Chinese characters; Latin letters and digits take half."""
    return len(text) / 2 if text.isascii() else sum(map(_character_width, text))


class _Widths(dict[str, float]):
    """The width of each character asked for so far."""

    def __missing__(self, character: str) -> float:
        wide = unicodedata.east_asian_width(character) in "WFA"
        return self.setdefault(character, 1 if wide else 0.5)


_character_width: Callable[[str], float] = _Widths().__getitem__


_SEAM = re.compile(r"[0-9A-Za-z](?=[\u4e00-\u9fff])|[\u4e00-\u9fff](?=[0-9A-Za-z])")


def spaced(text: str) -> float:
    """Width of the text as set: offices put a quarter character between 汉字 and digits."""
    return width(text) + len(_SEAM.findall(text)) / 4


def stretches(text: str) -> Callable[[int, int], float]:
    """What `spaced` gives for any stretch of the text, by begin and end."""
    ends = [0.0, *accumulate(map(_character_width, text))]
    seams = [0.0] * (len(text) + 1)
    for seam in _SEAM.finditer(text):
        seams[seam.end()] = 0.25
    before = list(accumulate(seams))

    def size(begin: int, end: int) -> float:
        # A seam at either edge parts nothing within.
        return ends[end] - ends[begin] + before[end - 1] - before[begin]

    return size
