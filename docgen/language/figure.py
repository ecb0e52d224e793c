"""The figures said in running text: numbers with their measure words, dates, ordinals."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from string import ascii_letters, printable
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from docgen.language.measures import (
    ARTICLES,
    HAN_MEASURES,
    MEASURES,
    NAME_WORDS,
    PREFIXES,
    SET_PHRASES,
    SUFFIXES,
    TIME_UNITS,
)
from docgen.language.quantity import Quantity, half_width, measure_at, prefix_before, read_quantity

FigureKind: TypeAlias = Literal["数量", "日期", "序数"]


class Figure(NamedTuple):
    """A figure in a text: text[start:end].

    kind: 数量 a number, with its measure word where it has one; 日期 a date, month, year, span
    of them or time of day; 序数 第N with its measure word.  quantity: None for a 日期.
    """

    start: int
    end: int
    kind: FigureKind
    quantity: Quantity | None


_HAN: Final = "零〇一二两三四五六七八九十百千万亿"
_NUMERAL: Final = re.compile(f"[0-9{_HAN}]")
_ARABIC_RUN: Final = re.compile(r"[0-9A-Za-z.:：+/_×*~～=-]+")
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")

_YEAR: Final = r"(?:19|20)\d\d ?年"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]) ?月"
_DAY: Final = (
    r"(?:3[01]|[12]\d|0?[1-9]) ?(?:日(?!以?内|[常均产])|号(?=[前后起止至到以，。；、）]|$))"
)
_PART: Final = r"(?:[上中下]旬|底|初|末|份)"
_HAN_MONTH: Final = "(?:十[一二]?|[一二三四五六七八九])月"
_HAN_DAY: Final = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
_PLAIN_YEAR: Final = r"(?:19|20)\d\d(?:年|(?![\d.%万亿元名人户个家亩]))"
_M, _D = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12]\\d|0?[1-9])"
_DATE: Final = (
    rf"{_YEAR}度?(?:{_MONTH}(?:{_DAY})?{_PART}?|[上下]半年|前?第?[一二三四1-4]个?季度|{_PART})?"
    rf"|\d{{1,2}}世纪(?:\d0年代)?|{_MONTH}(?:{_DAY})?{_PART}?|{_DAY}|[一二三四1-4]季度"
    rf"|(?:19|20)\d\d(?:-{_M}-{_D}|\.{_M}\.{_D}|/{_M}/{_D}|-(?:1[0-2]|0[1-9]))(?![\d.])"
    rf"|[一二][〇零一二三四五六七八九]{{3}}年(?:{_HAN_MONTH}(?:{_HAN_DAY})?)?"
    rf"|{_HAN_MONTH}(?:{_HAN_DAY}|{_PART})?"
    rf"|[0-2]?\d(?::[0-5]\d(?!\d)|时(?:[0-5]?\d分|半)?|点(?:[0-5]?\d分|半|整|钟))"
)
_DATES: Final = re.compile(
    rf"(?:(?:{_YEAR})?(?:(?:{_MONTH}(?:{_DAY})?)|\d{{1,2}})|(?:{_DATE})|(?:19|20)\d\d)"
    rf"[至到—–～~-](?:{_DATE}|{_PLAIN_YEAR})|{_DATE}"
)

_SKIPPED: Final = re.compile(
    f"[{_HAN}]+届(?:[{_HAN}]+次?[中全]+会|[{_HAN}]*[中全])"  # 十七届六中全会
    rf"|\d+届(?:[{_HAN}\d]+次?[中全]+会)"
    f"|[{_HAN}]{{2,}}大(?![队型量户])"  # 十七大
    f"|一[^一，。；、：！？“”（）\\s]{{1,2}}一(?:[^一，。；、：！？“”（）\\s]{{1,2}}一)*"  # 一村一方案
    r"|一([^一，。；、：！？\s])\1"  # 一件件
    f"|[{_HAN}]个(?:一(?![线级类般])|不|带头|必须|务必|离不开)"  # 三个一, 四个不摘
    f"|(?!百分之)[{_HAN}]+分之[{_HAN}]+|\\d+分之\\d+"
    r"|(?!\d{1,2}:[0-5]\d(?![\d:]))\d+(?:[+:：/=×]\d+)+%?"  # 5:4:1, 1+2+3, but 12:30
    r"|0\d[\d-]*"
)
_CLEAR: Final = sorted(
    {word[0] for word in MEASURES} - set(ascii_letters + "年季月日号时点届分百千万")
)
"""Measure words that begin so begin nothing else behind digits: no date, ratio or scale."""
_CORE: Final = re.compile(rf"([1-9]\d{{0,14}})([万亿]?)(?=[{''.join(_CLEAR)}])|[0-9{_HAN}]")
"""Where a figure may begin; in groups a whole number and its scale that a measure word follows."""
_WEIGHS: Final = frozenset({*printable, "第", "×", *(word[-1] for word in PREFIXES)})
"""Before a number these may change what it is: an ordinal, a sign, a name, a qualifier."""
_GOES_ON: Final = frozenset({*"至—–～~-多余", *(word[0] for word in SUFFIXES)})
"""Behind a measure word these may go on with the figure."""
_NUMBERING: Final = re.compile(r"\d{1,2}(?:[.、．](?!\d)|[)）])")
_CLAUSE_START: Final = frozenset("\n \u3000。；：:;")
_NAMES: Final = re.compile(r"《[^《》\n]*》|〔\d{4}〕\s?\d*号?|“[^“”\n]{1,12}”")
_SENTENCES: Final = re.compile("[^。]*。|[^。]+")
_DISTRIBUTIVE: Final = frozenset("每某哪同另这那何又再手")
"""Behind these 一 counts nothing: 每一名, 同一个, 人手一本."""
_CLAUSE_END: Final = frozenset("，。；、：！？）)”》\n 　,;")
_PHRASES: Final[dict[int, set[str]]] = {}
for _phrase in SET_PHRASES:
    if _found := _NUMERAL.search(_phrase):
        _PHRASES.setdefault(_found.start(), set()).add(_phrase)
_LONGEST_PHRASE: Final = max(map(len, SET_PHRASES))
_IN_PHRASES: Final = frozenset(
    phrase[max(0, offset + at) : offset + at + 2]
    for offset, phrases in _PHRASES.items()
    for phrase in phrases
    for at in (-1, 0)
)
"""The numeral that a set phrase is known by, with the character before it or behind it."""
_GOES_ON_HAN: Final = frozenset(
    {*f"{_HAN}届大分季月几来 ", *_GOES_ON, *(word[0] for word in HAN_MEASURES)}
)
"""Behind a numeral in 汉字 these may make it a figure, a date or a name of more than itself."""
_new: Final[Callable[..., Any]] = tuple.__new__  # the records' own constructors take twice as long


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure in the text, in order, none overlapping another.

    Not figures: numerals in names (“三个代表”, 三会一课, 十七大, 《…》), 一 as an article (形成
    一个好班子), distributive 一 (一村一方案, 人手一本), document numbers, heading numbers, ratios
    (5:4:1) and fractions (三分之一).  每月1次 holds the figure 1次.
    """
    plain = half_width(text)
    named = "“" in plain or "《" in plain or "〔" in plain
    names = [m.span() for m in _NAMES.finditer(plain)] if named else []
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
        figure = _plain_count(plain, at, match[1], match[2]) if match[1] else None
        end, figure = (figure.end, figure) if figure else _at(plain, at)
        if figure is not None:
            if within and plain[at - 1] == "“" and not _measured(figure):
                position = names[name][1]
                continue
            if plain != text and figure.quantity is not None:
                raw = text[figure.start : figure.end]
                figure = figure._replace(quantity=figure.quantity._replace(raw=raw))
            out.append(figure)
        position = end
    return tuple(out)


def pieces_apart(text: str) -> list[str]:
    """The text cut behind each 。 that no name (“…”, 《…》) goes on over.

    The figures of the pieces, one behind the other, are those of the text.
    """
    sentences = _SENTENCES.findall(text)
    if "“" not in text and "《" not in text:
        return sentences
    out, piece = [], ""
    for sentence in sentences:
        piece += sentence
        if piece.rfind("“") <= piece.rfind("”") and piece.rfind("《") <= piece.rfind("》"):
            out.append(piece)
            piece = ""
    return [*out, piece] if piece else out


def _measured(figure: Figure) -> bool:
    return figure.quantity is None or figure.quantity.unit != ""


def _plain_count(text: str, at: int, digits: str, scale: str) -> Figure | None:
    """The figure of these digits and scale word when a measure word follows and nothing more.

    Most figures are such; any sign of another reading (a date, a range, a qualifier) gives None.
    """
    if text[at - 1 : at] in _WEIGHS:
        return None
    number = digits + scale
    unit = measure_at(text, at + len(number))
    end = at + len(number) + len(unit)
    if not unit or text[end : end + 1] in _GOES_ON:
        return None
    said = (Decimal(digits), None, "", "", scale, unit, number + unit, 0, number + "{}")
    figure: Figure = _new(Figure, (at, end, "数量", _new(Quantity, said)))
    return figure


def _at(text: str, at: int) -> tuple[int, Figure | None]:
    """Where to go on reading, and the figure whose number begins here, None when there is none."""
    digits = text[at] in "0123456789"
    if not digits:
        if phrase_end := _end_of_phrase(text, at):
            return phrase_end, None
        if _is_bare(text, at):
            return at + 1, None
    run = (_ARABIC_RUN if digits else _HAN_RUN).match(text, at)
    assert run is not None
    before = text[at - 1 : at]
    if before in ("几", "数") and not digits:
        return run.end(), None
    if before == "第":
        return _ordinal(text, at, run.end())
    if skipped := _SKIPPED.match(text, at):
        return skipped.end(), None
    if date := _DATES.match(text, at):
        return date.end(), Figure(at, date.end(), "日期", None)
    if digits and ((before.isascii() and before.isalnum()) or before in ("+", "×", "_")):
        return run.end(), None
    if digits and (head := _NUMBERING.match(text, at)) and _opens_clause(text, at):
        return head.end(), None
    prefix = prefix_before(text, at)
    start = at - 1 if digits and _signed(text, at) else at
    read = read_quantity(text, start, prefix, MEASURES if digits else HAN_MEASURES)
    if read is None:
        return run.end(), None
    quantity, end = read
    if not digits and not _counts(text, at, quantity, end):
        return run.end(), None
    if digits and quantity.unit == "" and _is_name(text, end):
        return run.end(), None
    if prefix == "近" and quantity.unit in TIME_UNITS:  # 近3年: the last three, not nearly three
        prefix, quantity = (
            "",
            quantity._replace(prefix="", raw=quantity.raw[1:], form=quantity.form[1:]),
        )
    return end, Figure(start - len(prefix), end, "数量", quantity)


def _signed(text: str, at: int) -> bool:
    """Whether a sign stands before the number, rather than a hyphen between two words."""
    before = text[at - 2 : at - 1]
    return text[at - 1 : at] in ("-", "+") and not (before.isascii() and before.isalnum())


def _opens_clause(text: str, at: int) -> bool:
    """Whether nothing but an opening bracket stands between a number and the clause's start."""
    start = at - (text[at - 1 : at] in ("（", "("))
    return start == 0 or text[start - 1] in _CLAUSE_START


def _is_name(text: str, end: int) -> bool:
    """Whether what follows a bare number makes a name of it: 5G, 321计划."""
    following = text[end : end + 3]
    letter = following[:1].isascii() and following[:1].isalnum()
    return letter or following in NAME_WORDS or following[:2] in NAME_WORDS


def _is_bare(text: str, at: int) -> bool:
    """Whether the numeral in 汉字 there plainly counts nothing: 统一, 二是, （三）."""
    after = text[at + 1 : at + 4]
    if after[:1] in _GOES_ON_HAN or text[at - 1 : at] == "第":
        return False
    return text[at] != "一" or not ("一" in after or after[:1] == after[1:2])


def _end_of_phrase(text: str, at: int) -> int:
    """Where the set phrase ends whose first numeral stands here, 0 when there is none."""
    if text[at : at + 2] not in _IN_PHRASES and text[at - 1 : at + 1] not in _IN_PHRASES:
        return 0
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
    quantity = read[0]._replace(raw="第" + read[0].raw, form="第" + read[0].form)
    return read[1], Figure(at - 1, read[1], "序数", quantity)


def _counts(text: str, at: int, quantity: Quantity, end: int) -> bool:
    """Whether a number in 汉字 is a figure here rather than part of a word."""
    if quantity.unit == "":
        return quantity.suffix in ("多", "余") and quantity.value >= 10
    if text[at] != "一" or quantity.value != 1:
        return True
    if text[at - 1 : at] in _DISTRIBUTIVE:
        return False
    article = quantity.unit in ARTICLES and not quantity.suffix
    return not article or end >= len(text) or text[end] in _CLAUSE_END
