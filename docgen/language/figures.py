"""The figures said in running text: numbers with their measure words, dates, ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from docgen.language.measures import (
    ARTICLES,
    HAN_MEASURES,
    MEASURES,
    SET_PHRASES,
    TIME_UNITS,
)
from docgen.language.quantity import Quantity, half_width, prefix_before, read_quantity

FigureKind: TypeAlias = Literal["数量", "日期", "序数"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: text[start:end].

    kind: 数量 a number, with its measure word where it has one; 日期 a date, month, year, span
    of them or time of day; 序数 第N with its measure word.  quantity: None for a 日期.
    """

    start: int
    end: int
    kind: FigureKind
    quantity: Quantity | None


_HAN: Final = "零〇一二两三四五六七八九十百千万亿"
_CORE: Final = re.compile(f"[0-9{_HAN}]")
_ARABIC_RUN: Final = re.compile(r"[0-9A-Za-z.:：+/_×*~～=-]+")
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")

_YEAR: Final = r"(?:19|20)\d\d年"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])月"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:日(?![内常均产])|号(?=[前后起止至到以，。；、）]|$))"
_PART: Final = r"(?:[上中下]旬|底|初|末|份)"
_HAN_MONTH: Final = "(?:十[一二]?|[一二三四五六七八九])月"
_HAN_DAY: Final = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
_DATE: Final = (
    rf"{_YEAR}度?(?:{_MONTH}(?:{_DAY})?{_PART}?|[上下]半年|前?第?[一二三四1-4]个?季度|{_PART})?"
    rf"|{_MONTH}(?:{_DAY})?{_PART}?|{_DAY}"
    rf"|(?:19|20)\d\d[-./](?:1[0-2]|0?[1-9])(?:[-./](?:3[01]|[12]\d|0?[1-9]))?(?![\d.])"
    rf"|[一二][〇零一二三四五六七八九]{{3}}年(?:{_HAN_MONTH}(?:{_HAN_DAY})?)?"
    rf"|{_HAN_MONTH}(?:{_HAN_DAY}|{_PART})?"
    rf"|[0-2]?\d(?::[0-5]\d(?!\d)|时(?:[0-5]?\d分|半)?|点(?:[0-5]?\d分|半|整|钟))"
)
_DATES: Final = re.compile(
    rf"(?:(?:{_YEAR})?(?:(?:{_MONTH}(?:{_DAY})?)|\d{{1,2}})|(?:{_DATE})|(?:19|20)\d\d)"
    rf"[至到—–～~-](?:{_DATE}|(?:19|20)\d\d年?(?!\d))|{_DATE}"
)

_SKIPPED: Final = re.compile(
    f"[{_HAN}]+届(?:[{_HAN}]+次?[中全]+会|[{_HAN}]*[中全])"  # 十七届六中全会
    rf"|\d+届(?:[{_HAN}\d]+次?[中全]+会)"
    f"|[{_HAN}]{{2,}}大(?![队型量户])"  # 十七大
    f"|一[^一，。；、：！？“”（）\\s]{{1,2}}一(?:[^一，。；、：！？“”（）\\s]{{1,2}}一)*"  # 一村一方案
    f"|[{_HAN}]+分之[{_HAN}]+"
    r"|\d+(?:[+:：/=×]\d+)+%?"  # 5:4:1, 1+2+3
    r"|0\d[\d-]*"
)
_HEAD_NUMBER: Final = re.compile(
    r"(?:^|(?<=\n))[ \u3000]*(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[)）])"
)
_NAMES: Final = re.compile(r"《[^《》\n]*》|〔\d{4}〕\s?\d*号?|“[^“”\n]{1,12}”")
_CLAUSE_END: Final = frozenset("，。；、：！？）)”》\n 　,;")
_PHRASES: Final[dict[int, set[str]]] = {}
for _phrase in SET_PHRASES:
    if _found := _CORE.search(_phrase):
        _PHRASES.setdefault(_found.start(), set()).add(_phrase)
_LONGEST_PHRASE: Final = max(map(len, SET_PHRASES))


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure in the text, in order, none overlapping another.

    Not figures: numerals in names (“三个代表”, 三会一课, 十七大, 《…》), 一 as an article (形成
    一个好班子), distributive 一 (一村一方案, 人手一本), document numbers, heading numbers, ratios
    (5:4:1) and fractions (三分之一).  每月1次 holds the figure 1次.
    """
    plain = half_width(text)
    names = [m.span() for m in _NAMES.finditer(plain)]
    heads = {m.end() for m in _HEAD_NUMBER.finditer(plain)}
    out: list[Figure] = []
    position = 0
    name = 0
    while match := _CORE.search(plain, position):
        at = match.start()
        while name < len(names) and names[name][1] <= at:
            name += 1
        within = name < len(names) and names[name][0] <= at
        if within and (plain[names[name][0]] != "“" or plain[at] in _HAN):
            position = names[name][1]
            continue
        end, figure = _at(plain, at, heads)
        if figure is not None:
            if within and plain[at - 1] == "“" and not _measured(figure):
                position = names[name][1]
                continue
            out.append(figure)
        position = end
    return tuple(out)


def _measured(figure: Figure) -> bool:
    return figure.quantity is None or figure.quantity.unit != ""


def _at(text: str, at: int, heads: set[int]) -> tuple[int, Figure | None]:
    """Where to go on reading, and the figure whose number begins here, None when there is none."""
    if phrase_end := _end_of_phrase(text, at):
        return phrase_end, None
    digits = text[at] in "0123456789"
    run = (_ARABIC_RUN if digits else _HAN_RUN).match(text, at)
    assert run is not None
    before = text[at - 1 : at]
    if before == "第":
        return _ordinal(text, at, run.end())
    if skipped := _SKIPPED.match(text, at):
        return skipped.end(), None
    if date := _DATES.match(text, at):
        return date.end(), Figure(at, date.end(), "日期", None)
    if digits and ((before.isascii() and before.isalnum()) or before in ("+", "×", "_")):
        return run.end(), None
    if digits and any(end in heads for end in range(at + 1, min(at + 4, len(text)) + 1)):
        return run.end(), None
    prefix = prefix_before(text, at)
    signed = text[at - 1 : at] in ("-", "+") and not text[at - 2 : at - 1].strip("（(，、 为")
    start = at - 1 if signed and not prefix else at
    read = read_quantity(text, start, prefix, MEASURES if digits else HAN_MEASURES)
    if read is None:
        return run.end(), None
    quantity, end = read
    if not digits and not _counts(text, run.group(), quantity, end):
        return max(run.end(), at + 1), None
    if (
        digits
        and quantity.unit == ""
        and text[end : end + 1].isascii()
        and text[end : end + 1].isalnum()
    ):
        return run.end(), None
    if prefix == "近" and quantity.unit in TIME_UNITS:
        return _at_without_prefix(text, start, digits=digits)
    return end, Figure(start - len(prefix), end, "数量", quantity)


def _at_without_prefix(text: str, start: int, *, digits: bool) -> tuple[int, Figure | None]:
    read = read_quantity(text, start, "", MEASURES if digits else HAN_MEASURES)
    if read is None:
        return start + 1, None
    return read[1], Figure(start, read[1], "数量", read[0])


def _end_of_phrase(text: str, at: int) -> int:
    """Where the set phrase ends whose first numeral stands here, 0 when there is none."""
    for offset, phrases in _PHRASES.items():
        start = at - offset
        if start >= 0:
            for length in range(_LONGEST_PHRASE, 1, -1):
                if text[start : start + length] in phrases:
                    return start + length
    return 0


def _ordinal(text: str, at: int, run_end: int) -> tuple[int, Figure | None]:
    read = read_quantity(text, at)
    if read is None or read[0].unit == "" or read[0].scale or read[0].suffix:
        return run_end, None
    return read[1], Figure(at - 1, read[1], "序数", read[0])


def _counts(text: str, number: str, quantity: Quantity, end: int) -> bool:
    """Whether a number in 汉字 is a figure here rather than part of a word."""
    if quantity.unit == "":
        return quantity.suffix in ("多", "余") and quantity.value >= 10
    if number == "一" and quantity.unit in ARTICLES:
        return bool(quantity.suffix) or end >= len(text) or text[end] in _CLAUSE_END
    return True
