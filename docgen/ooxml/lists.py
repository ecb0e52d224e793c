"""Automatic numbering of a .docx: what each numbered paragraph prints before its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from lxml import etree

from docgen.language import chinese_number
from docgen.ooxml.looks import integer
from docgen.ooxml.opening import W

_W: Final = f"{{{W}}}"
_VAL: Final = _W + "val"
_LEVELS: Final = 9
_SLOT: Final = re.compile("%([1-9])")


class _Level(NamedTuple):
    """One level of a list.  restart: the level (from 1) that starts it anew, None for any above."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


class _Num(NamedTuple):
    """An instance of a list.  starts: where it begins counting anew, by level."""

    abstract: str
    starts: Mapping[int, int]
    levels: Mapping[int, _Level]


class Lists:
    """The lists of a document while it is read: `printed` is asked once a paragraph, in order."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, _Num] = {}
        self.style_levels: dict[tuple[str, str], int] = {}
        """The level of a list that a paragraph style stands for, by list and style id."""
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if numbering is not None:
            self._read(numbering)

    def printed(self, num: str, level: int) -> str:
        """The ordinal of the next paragraph of that list and level, "" for a bullet or none."""
        found = self._nums.get(num)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        levels = {**self._abstract.get(found.abstract, {}), **found.levels}
        if level not in levels:
            return ""
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        if num not in self._begun:
            self._begun.add(num)
            for at, start in found.starts.items():
                counts[at] = start - 1
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            restart = levels.get(deeper, _Level()).restart
            if restart is None or 0 < level + 1 <= restart:
                counts[deeper] = None
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = levels.get(upper, _Level()).start
        own = levels[level]
        if own.format == "bullet":
            return ""

        def word(slot: re.Match[str]) -> str:
            at = int(slot[1]) - 1
            count = counts[at]
            if count is None:
                return ""
            shown = levels.get(at, _Level()).format
            return number_word("decimal" if own.legal and at < level else shown, count)

        return _SLOT.sub(word, own.text)

    def level_of_style(self, num: str, style: str) -> int | None:
        """The level of the list that the paragraph style stands for, None when for none."""
        found = self._nums.get(num)
        return None if found is None else self.style_levels.get((found.abstract, style))

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for element in root.iterfind(_W + "abstractNum"):
            key = element.get(_W + "abstractNumId", "")
            self._abstract[key] = self._levels(element, key)
            for name, table in (("numStyleLink", linked), ("styleLink", by_style)):
                style = _value(element, name)
                if style:
                    table.update({key: style} if table is linked else {style: key})
        for key, style in linked.items():
            if not self._abstract[key] and style in by_style:
                self._abstract[key] = self._abstract[by_style[style]]
        for element in root.iterfind(_W + "num"):
            starts: dict[int, int] = {}
            for override in element.iterfind(_W + "lvlOverride"):
                start = _value(override, "startOverride")
                level = integer(override.get(_W + "ilvl"), 0)
                if start and 0 <= level < _LEVELS:
                    starts[level] = integer(start, 1)
            abstract = _value(element, "abstractNumId")
            levels = {
                at: level
                for override in element.iterfind(_W + "lvlOverride")
                for at, level in self._levels(override, abstract).items()
            }
            self._nums[element.get(_W + "numId", "")] = _Num(abstract, starts, levels)

    def _levels(self, parent: etree._Element, abstract: str) -> dict[int, _Level]:
        out = {}
        for element in parent.iterfind(_W + "lvl"):
            at = integer(element.get(_W + "ilvl"), 0)
            restart = _value(element, "lvlRestart")
            out[at] = _Level(
                integer(_value(element, "start"), 0 if element.find(_W + "start") is None else 1),
                _value(element, "numFmt") or "decimal",
                _value(element, "lvlText"),
                integer(restart, 0) if restart else None,
                element.find(_W + "isLgl") is not None,
            )
            if style := _value(element, "pStyle"):
                self.style_levels[abstract, style] = at
        return out


def number_word(shown: str, count: int) -> str:
    """The number in a format that Word names, such as chineseCounting; others as digits."""
    made = _FORMATS.get(shown)
    return made(count) if made and count > 0 else str(count) if shown != "none" else ""


def _letters(count: int) -> str:
    """a … z, aa, bb …"""
    times, at = divmod(count - 1, 26)
    return chr(ord("a") + at) * min(times + 1, 10)


_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _roman(count: int) -> str:
    if count >= 4000:
        return str(count)
    out = ""
    for value, word in _ROMAN:
        times, count = divmod(count, value)
        out += word * times
    return out


def _signs(first: str, last: int) -> Callable[[int], str]:
    """The signs from that one on, as many as there are, then digits."""
    return lambda count: chr(ord(first) + count - 1) if count <= last else str(count)


def _of(words: str) -> Callable[[int], str]:
    return lambda count: words[(count - 1) % len(words)]


_DIGITS: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"),
        ),
        chinese_number,
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "japaneseLegal"),
        lambda count: chinese_number(count).translate(_LEGAL),
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand"),
        lambda count: str(count).translate(_DIGITS),
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _signs("①", 20)),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "decimalFullWidth": lambda count: str(count).translate(_WIDE),
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
}


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(_W + name)
    return "" if child is None else child.get(_VAL, "")
