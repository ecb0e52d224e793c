"""Dates and periods as papers write them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from docgen.language.numerals import chinese_number, parse_chinese_number
from docgen.language.quantity import half_width

_ARABIC_SINCE: Final = date(2012, 7, 1)
_ISO: Final = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_SPOKEN: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HAN: Final = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)


def parse_date(text: str) -> date | None:
    """The day: 2012-06-30, 2012.6.30, 2012/6/30, 2012年6月30日, 二〇一二年六月三十日; or None."""
    text = half_width(text.strip())
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if match := _SPOKEN.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _HAN.fullmatch(text):
        year, month, day = (
            parse_chinese_number(match[i].replace("零", "〇") if i == 1 else match[i])
            for i in (1, 2, 3)
        )
        return _day(year or 0, month or 0, day or 0)
    return None


_ODD_ZERO: Final = re.compile("[○◯oOΟО零]")
_LONGEST: Final = 20
"""Characters of a date alone on its line."""


def typed_date(text: str) -> date | None:
    """The day that a line of a paper names, blanks, brackets and odd zeros allowed, or None."""
    kept = "".join(text.split()).strip("（()）")
    if len(kept) > _LONGEST:
        return None
    return parse_date(_ODD_ZERO.sub("〇", kept)) or parse_date(kept)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def arabic_date(day: date) -> str:
    """2012年6月30日, without leading zeros (GB/T 9704—2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_date(day: date) -> str:
    """二〇一二年六月三十日."""
    year = "".join("〇一二三四五六七八九"[int(c)] for c in f"{day.year:04}")
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def issued_date(day: date) -> str:
    """成文日期 in the form of its time: 汉字 before 2012-07-01, Arabic digits from then on.

    GB/T 9704—1999 asked for 汉字 with 〇; GB/T 9704—2012 7.3.5.4, in force since 2012-07-01, asks
    for Arabic digits without leading zeros.
    """
    return arabic_date(day) if day >= _ARABIC_SINCE else chinese_date(day)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time a paper speaks of.  start, end: first and last day.  text: as typed."""

    start: date
    end: date
    text: str


_SPANS: Final = {
    "": (1, 12),
    "度": (1, 12),
    "全年": (1, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "前三个季度": (1, 9),
    "前两季度": (1, 6),
    "前两个季度": (1, 6),
} | {
    f"{prefix}{number}季度": (3 * index - 2, 3 * index)
    for index in range(1, 5)
    for number in ("一二三四"[index - 1], str(index))
    for prefix in ("", "第")
}
_FILE_NAMES: Final = {"h1": (1, 6), "h2": (7, 12)} | {
    f"q{i}": (3 * i - 2, 3 * i) for i in range(1, 5)
}
_NAMED: Final = re.compile(r"(\d{4})年(\D*(?:第?[1-4]季度)?)")
_FILE_NAME: Final = re.compile(r"(\d{4})-?([hq][1-4])", re.IGNORECASE)


def parse_period(text: str) -> Period | None:
    """The period: 2012年, 2012年上半年, 2026年一季度, 2012年前三季度, 2026年6月, 2012年1至6月,
    2005年1月至2006年6月, 2005-01至2006-06, 2005—2006年, 2026-h1; None when it is none.

    The end must not lie before the start.
    """
    typed = text.strip()
    plain = half_width(typed).replace(" ", "")
    if len(plain) > 40:
        return None
    if match := _NAMED.fullmatch(plain):
        return _months(int(match[1]), _SPANS.get(match[2]), typed)
    if match := _FILE_NAME.fullmatch(plain):
        return _months(int(match[1]), _FILE_NAMES.get(match[2].lower()), typed)
    return _from_points(plain, typed)


def _months(year: int, span: tuple[int, int] | None, text: str) -> Period | None:
    start = _day(year, span[0], 1) if span else None
    return Period(start, _month_end(year, span[1]), text) if start and span else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_SEPARATOR: Final = re.compile("至|到|—+|–|～|~")
_HYPHEN: Final = re.compile(
    r"(\d{4}|.*[年月日]|\d{4}年\d{1,2}|\d{4}-\d{2})-(\d{4}.*|\d{1,2}[月日].*)"
)
_POINTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})年?",
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?",
        r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月?",
        r"(?:(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日",
    )
)


class _Point(NamedTuple):
    """One end of a period; what is not said is None."""

    year: int | None
    month: int | None
    day: int | None


def _from_points(plain: str, typed: str) -> Period | None:
    first = last = _point(plain)
    if first is None or last is None:
        hyphen = _HYPHEN.fullmatch(plain)
        ends = hyphen.groups() if hyphen else _SEPARATOR.split(plain)
        if len(ends) != 2:
            return None
        first, last = _point(ends[0]), _point(ends[1])
        if first is None or last is None:
            return None
        last = _Point(last.year or first.year, last.month or (last.day and first.month), last.day)
    if (
        first.year is None
        or last.year is None
        or [part is None for part in first] != [part is None for part in last]
    ):
        return None
    start = _day(first.year, _or(first.month, 1), _or(first.day, 1))
    end = _day(last.year, _or(last.month, 12), _or(last.day, 1))
    if start is None or end is None:
        return None
    if last.day is None:
        end = _month_end(end.year, end.month)
    return Period(start, end, typed) if start <= end else None


def _or(said: int | None, otherwise: int) -> int:
    return otherwise if said is None else said


def _point(text: str) -> _Point | None:
    match = next((m for pattern in _POINTS if (m := pattern.fullmatch(text))), None)
    if match is None:
        return None
    said = match.groupdict()
    year, month, day = (int(said[name]) if said.get(name) else None for name in _Point._fields)
    return _Point(year, month, day)


def relative_year(year: int, on: date) -> str:
    """The year as said in a paper of that day: 今年, 去年, 前年, 明年, or 2023年."""
    return {0: "今年", -1: "去年", -2: "前年", 1: "明年"}.get(year - on.year, f"{year}年")


_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_PART: Final = r"全年|度|上半年|下半年|第?[一二三四1-4]季度|前[两三]个?季度"
_YEAR_LED: Final = re.compile(rf"{_YEAR}年(?P<part>{_PART})?(?P<rest>.*)")
_MONTH: Final = "(?:1[0-2]|0?[1-9])月"
_DAY: Final = "(?:3[01]|[12][0-9]|0?[1-9])日"
_KNOWN_TIME: Final = re.compile(
    rf"{_YEAR}(?:年(?!度)(?:{_PART}|{_MONTH}(?:{_DAY}|[上中下]旬|底|初|末)?)?)?"
)
_AND: Final = re.compile("([、和])")


def led_by_year(text: str) -> tuple[int, str, str] | None:
    """The year a text begins with, the part of it that is named and what follows: of
    2025年上半年，不含园区 2025, 上半年 and ，不含园区; None when it begins with none."""
    match = _YEAR_LED.fullmatch(half_width(text))
    return (int(match["year"]), match["part"] or "", match["rest"]) if match else None


def year_words(text: str, on: date) -> str:
    """A time said as in a paper of that day: 2006年4月 → 今年4月, 2005 → 去年.

    Known are a year, alone or with a month, a day, a half or a quarter, and several such times
    (2005年和2006年); earlier years have their 年 (2003 → 2003年).  All else stays as typed: ranges
    (2024至2025年), 2025年以来, 2025年度, what is no date (编号2025, 2025年13月).
    """
    pieces = _AND.split(half_width(text))
    said = [_time_words(piece, on) if at % 2 == 0 else piece for at, piece in enumerate(pieces)]
    return "".join(said) if all(said) else text


def _time_words(text: str, on: date) -> str:
    """One time of `year_words`, "" for what is none."""
    match = _KNOWN_TIME.fullmatch(text)
    if match is None or (_SPOKEN.fullmatch(text) and parse_date(text) is None):
        return ""
    word = relative_year(int(match["year"]), on)
    rest = text[4:].removeprefix("年")
    return word + rest if word in ("今年", "去年") else f"{match['year']}年{rest}"


def period_words(period: Period, on: date) -> str:
    """The period as said in a paper of that day: 今年上半年, 去年, 今年1至6月, 2005年1月至2006年6月."""
    start, end = period.start, period.end
    year = relative_year(start.year, on)
    whole_months = start.day == 1 and end == _month_end(end.year, end.month)
    if start.year != end.year:
        later = relative_year(end.year, on)
        if whole_months and (start.month, end.month) == (1, 12):
            return f"{year}至{later}"
        if whole_months:
            return f"{year}{start.month}月至{later}{end.month}月"
        return f"{year}{start.month}月{start.day}日至{later}{end.month}月{end.day}日"
    if start == end:
        return f"{year}{start.month}月{start.day}日"
    if not whole_months:
        last = f"{end.day}日" if start.month == end.month else f"{end.month}月{end.day}日"
        return f"{year}{start.month}月{start.day}日至{last}"
    months = (start.month, end.month)
    if months == (1, 12):
        return year
    if start.month == end.month:
        return f"{year}{start.month}月"
    name = _SPOKEN_SPANS.get(months)
    if name is None or _BY_MONTHS.search(period.text):
        return f"{year}{start.month}至{end.month}月"
    return year + name


_BY_MONTHS: Final = re.compile(r"月|\d-\d")
_SPOKEN_SPANS: Final = {
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 3): "一季度",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
    (1, 9): "前三季度",
}


def previous_period(period: Period) -> Period:
    """The same span one year earlier; the end of February stays the end of February."""
    text = re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04}", half_width(period.text))
    return Period(_year_earlier(period.start), _year_earlier(period.end), text)


def _year_earlier(day: date) -> date:
    if day == _month_end(day.year, day.month):
        return _month_end(day.year - 1, day.month)
    return day.replace(year=day.year - 1)
