"""How days are written, and whether they can be (NUM001, NUM003, NUM004, NUM011)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from docgen.finding import Level
from docgen.language import parse_chinese_number, parse_date
from docgen.language.dates import arabic_date, chinese_date
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import LOOKED_AT, Asked, Edit, Hit
from docgen.review.joined import running

_ARABIC_SINCE: Final = date(2012, 7, 1)
_ISSUED: Final = re.compile(
    r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|([-./])\d{1,2}\1\d{1,2})"
    "|[一二][〇零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)


def issued(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The date of a paper in another form than its time asks for (成文日期)."""
    for index in paper.of("date"):
        match = _ISSUED.search(paper.lines[index].text)
        day = parse_date(match[0]) if match else None
        if match is None or day is None:
            continue
        han = day < _ARABIC_SINCE
        right = chinese_date(day) if han else arabic_date(day)
        if match[0] != right:
            spot = Spot(index, *match.span())
            spoken = match[0][0] in "12" and "年" in match[0]
            variant = "汉字" if han else "前导零" if spoken else ""
            yield Hit(spot, {"改为": right}, variant, edits=(Edit(spot, right),))


# -- days that cannot be ---------------------------------------------------------------------------

_HAN: Final = "[一二三四五六七八九十]{1,3}"
_DAY: Final = re.compile(
    rf"(?P<month>\d{{1,2}}|{_HAN})月(?P<day>\d{{1,2}}|{_HAN})日"
    r"(?:[（(]?(?:星期|周)(?P<weekday>[一二三四五六日天])[）)]?)?"
    r"(?:[至到—–～~-]{1,2}(?:(?P<year2>(?:19|20)\d\d)年)?(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日)?"
)
_MONTH: Final = re.compile(r"(?:19|20)\d\d年(\d{1,2})月")
_YEARS: Final = re.compile(r"((?:19|20)\d\d)年?[至到—–～~-]{1,2}((?:19|20)\d\d)年")
_YEAR_BEFORE: Final = re.compile("((?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})年$")
_WEEK: Final = "一二三四五六日"
_WRAPS: Final = (9, 4)
"""A span of months that begins in the first or later and ends in the second or earlier may run
into the next year."""


def impossible(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A day the calendar does not have, the wrong day of the week, a span that ends too early."""
    for index, line in enumerate(paper.lines):
        text = line.text
        if "月" in text:
            for match in _DAY.finditer(text):
                if hit := _judged(text, match, index):
                    yield hit
            for match in _MONTH.finditer(text):
                if (
                    not 1 <= int(match[1]) <= 12
                    and not text[match.end() : match.end() + 1].isdigit()
                ):
                    yield Hit(Spot(index, *match.span()))
        for match in _YEARS.finditer(text):
            if match[2] < match[1]:
                yield Hit(Spot(index, *match.span()), variant="倒置")


def _judged(text: str, match: re.Match[str], index: int) -> Hit | None:
    start = match.start()
    if text[start - 1 : start].isdigit() and start:
        return None
    before = _YEAR_BEFORE.search(text, max(0, start - 5), start)
    year = _number(before[1]) if before else None
    month, day = _number(match["month"]), _number(match["day"])
    if month is None or day is None:
        return None
    spot = Spot(index, before.start() if before else start, match.end("day") + 1)
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]):
        return Hit(spot)
    if year and match["weekday"]:
        right = _WEEK[date(year, month, day).weekday()]
        if right != match["weekday"].replace("天", "日"):
            return Hit(
                Spot(index, spot.start, match.end("weekday")), {"应为": f"星期{right}"}, "星期"
            )
    if match["day2"]:
        whole = Spot(index, spot.start, match.end())
        return _span(whole, (year, month, day), match)
    return None


def _span(spot: Spot, first: tuple[int | None, int, int], match: re.Match[str]) -> Hit | None:
    year, month, day = first
    last_year = int(match["year2"]) if match["year2"] else year
    last_month = int(match["month2"]) if match["month2"] else month
    last_day = int(match["day2"])
    if match["year2"] and year is None:
        return None
    if (last_year or 0, last_month, last_day) >= (year or 0, month, day):
        return None
    if last_month == month or match["year2"]:
        return Hit(spot, variant="倒置")
    wraps = month >= _WRAPS[0] and last_month <= _WRAPS[1]
    return None if wraps else Hit(spot, variant="倒置", level=Level.DOUBT)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else parse_chinese_number(word.replace("零", "〇"))


# -- two ways of writing in one date ---------------------------------------------------------------

_LETTERS: Final = re.compile("[一二][oO0○ＯｏО０〇零一二三四五六七八九]{1,3}年")
_ODD: Final = re.compile("[oO0○ＯｏО０]")
_HAN_IN_ARABIC: Final = re.compile(
    rf"(?:19|20)\d\d年(?:{_HAN}月(?:(?:\d{{1,2}}|{_HAN})日)?|\d{{1,2}}月{_HAN}日)"
)
_ARABIC_IN_HAN: Final = re.compile(r"[一二][〇零一二三四五六七八九]{3}年\d{1,2}月(?:\d{1,2}日)?")
_ZERO: Final = re.compile(
    "[一二](?:零[零〇一二三四五六七八九]|[〇一九]零)[零〇一二三四五六七八九]年"
)


def mixed(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A date half in 汉字 and half in digits, a letter or a 零 for 〇."""
    for index, line in enumerate(paper.lines):
        if (line.role not in LOOKED_AT and line.role != "date") or "年" not in line.text:
            continue
        for match in _LETTERS.finditer(line.text):
            if _ODD.search(match[0]):
                right = _ODD.sub("〇", match[0])
                edits = (Edit(Spot(index, *match.span()), right),)
                yield Hit(edits[0].spot, {"改为": right}, "字母", edits=edits)
        for pattern in (_HAN_IN_ARABIC, _ARABIC_IN_HAN):
            for match in pattern.finditer(line.text):
                yield Hit(Spot(index, *match.span()), level=Level.DOUBT)
        for match in _ZERO.finditer(line.text):
            right = match[0].replace("零", "〇")
            edits = (Edit(Spot(index, *match.span()), right),)
            yield Hit(edits[0].spot, {"改为": right}, "零", level=Level.DOUBT, edits=edits)


# -- this year and last ----------------------------------------------------------------------------

_RELATIVE: Final = re.compile(
    "今年|去年|前年|明年|上年同期|本月|上月|近日|(?<![0-9一二三四五六七八九十节假期])日前(?!往)"
)
_STATED: Final = re.compile(
    r"(?P<word>今年|去年|前年|明年)[（(，](?:即)?(?P<year>(?:19|20)\d\d)年"
    r"|(?P<year2>(?:19|20)\d\d)年?[（(](?P<word2>今年|去年|前年|明年)[）)]"
)
_BESIDE: Final = re.compile(r"[今去前明]年[（(，]|[0-9]年?[（(][今去前明]年")
_APART: Final = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}


def relative(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """今年 or 去年 in a draft that says nowhere which year it is of, or says another one beside.

    The first is a hint only: speeches and briefings seldom carry a date in their own text.
    """
    on = asked.on or paper.on
    heads = [0, *paper.of("title"), *paper.of("masthead"), *paper.of("date")]
    said = "".join(paper.lines[index].text for index in heads if index < len(paper.lines))
    anchored = on is not None or re.search(r"(?:19|20)\d\d|二〇", said) is not None
    for index in paper.prose if not anchored else ():
        if match := _RELATIVE.search(paper.lines[index].text):
            yield Hit(Spot(index, *match.span()), level=Level.HINT)
            break
    for index in running(paper).holding(_BESIDE) if on else ():
        for match in _STATED.finditer(paper.lines[index].text):
            word, year = match["word"] or match["word2"], match["year"] or match["year2"]
            right = on.year + _APART[word] if on else 0
            if right != int(year):
                values = {"词": word, "年": year, "应为": str(right)}
                yield Hit(Spot(index, *match.span()), values, "不合")
