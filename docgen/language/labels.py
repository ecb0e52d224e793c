"""Ordinals before headings and items (结构层次序数) in every form people type, and half-width marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from docgen.language.numerals import parse_chinese_number

_HAN: Final = "[一二三四五六七八九十]{1,3}"
_LABEL: Final = re.compile(
    rf"(?P<one>{_HAN})(?P<m1>[、.．]|[,，](?!\s*[一二三四五六七八九十]))"
    rf"|[（(](?P<two>{_HAN})[）)](?P<m2>[、.．，,：:]?)"
    r"|(?P<three>[0-9０-９]{1,2})(?P<m3>[、.．,，])(?![0-9０-９])"
    r"|[（(](?P<four>[0-9０-９]{1,2})[）)](?P<m4>[、.．，,：:]?)"
    r"|(?P<half>[0-9０-９]{1,2})[）)](?P<m5>[、.．，,：:]?)"
    r"|(?P<five>[①-⑳])(?P<m6>[、.．，,：:]?)"
)
_LEVELS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "half": 4, "five": 5}
STANDARD: Final = ("", "一、", "（一）", "1.", "（1）", "①")
"""The ordinal of each level as GB/T 9704—2012, 7.3.3 prints it; the fifth is custom."""


class Label(NamedTuple):
    """An ordinal as typed.

    level: the level whose form it has, 1 一、 2 （一） 3 1. 4 （1） 5 ①.  ordinal: from 1.
    raw: the characters as typed, with brackets and mark, blanks behind not counted.
    """

    level: int
    ordinal: int
    raw: str


def label_at(text: str, start: int = 0) -> Label | None:
    """The ordinal that stands there, None when none does.

    （一）、 (1) 1． are ordinals of their level with another mark; 3.5, 2026年 are none.
    """
    match = _LABEL.match(text, start)
    if match is None:
        return None
    name = next(name for name in _LEVELS if match[name])
    word = match[name]
    if name in ("one", "two"):
        count = parse_chinese_number(word)
    elif name == "five":
        count = ord(word) - 0x245F
    else:
        count = int(unicodedata.normalize("NFKC", word))
    return Label(_LEVELS[name], count, match[0]) if count else None


_NEXT: Final = re.compile(
    r"(?:(?P<stop>[。；;！？!?：:])[”’）)》]{0,2}|(?P<pause>[，,])|(?<=[\u4e00-\u9fff”）)、]))\s*"
    "(?=[0-9０-９（(①-⑳一二三四五六七八九十])"
)
"""What stands before the next ordinal in one paragraph: a mark, or nothing that parts them."""


def labels_on(text: str, first: Label, start: int = 0) -> Iterator[Label]:
    """The ordinals that go on, in the same paragraph, from the one that stands there: 1.…；2.…；3.…

    Behind a 。 or a ； one may be left out; another first ends them.
    """
    last = first.ordinal
    for edge in _NEXT.finditer(text, start + len(first.raw)):
        label = label_at(text, edge.end())
        if label is None or label.level != first.level:
            continue
        if label.level == 1 and not (edge["stop"] or edge["pause"]):
            continue  # 一村一、二策
        if label.ordinal == 1:
            return
        if last < label.ordinal <= last + (2 if edge["stop"] else 1):
            yield label
            last = label.ordinal


_MARKS: Final = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_HALF: Final = re.compile("[,:;!?()]")
_CLOCK: Final = re.compile(r"(?<=[0-9])[,:](?=[0-9])")
_NEAR: Final = re.compile("[^\x00-\x7f]")


def fold(text: str) -> str:
    """The text with half-width , : ; ! ? ( ) near 汉字 made full-width, one character for one.

    What stands between two digits (1,234 and 9:30) stays; so does a line without 汉字.
    """
    if _HALF.search(text) is None or _NEAR.search(text) is None:
        return text
    kept = {match.start() for match in _CLOCK.finditer(text)}
    return "".join(
        _MARKS[char] if char in _MARKS and at not in kept else char for at, char in enumerate(text)
    )
