"""The period a sentence is of, by what it says itself: 全年, 上半年, 一季度, 去年3月."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from docgen.language import Period, parse_period

_YEARS: Final = {"前年": 2, "去年": 1, "上年": 1, "今年": 0, "本年": 0, "": 0}
_SAID: Final = re.compile(
    "(?P<year>(?:19|20)[0-9]{2}年|[去上今本前]年)?"
    "(?P<span>全年(?!.{0,3}(?:任务|目标|计划|指标))|[上下]半年"
    "|(?:第?[一二三四1-4]|前[两三])个?季度"
    "|(?<![0-9])[0-9]{1,2}(?:月份?)?[至到—～~-]{1,2}[0-9]{1,2}月份?(?![0-9日底末初中上下旬以起])"
    "|(?<![0-9至到—～~-])[0-9]{1,2}月份?(?![0-9日底末初中上下旬以起至到—～~-]))"
    "|(?P<bare>(?:19|20)[0-9]{2}年度?|[去上前]年)(?![0-9同底末初以起])"
)
_UNTIL: Final = tuple("截至 截止 到 至 自 从 占 的 比 较 与 同 和".split())
"""Before a period these make a point in time of it, what is compared with, or the whole that
something is a part of."""


def said_period(text: str, now: date) -> Period | None:
    """The last period that the text names; None when it names none.  now: a day of this year."""
    for match in reversed([*_SAID.finditer(text)]):
        year, span = match["year"] or match["bare"] or "", (match["span"] or "").replace("份", "")
        number = int(year[:4]) if year[:1].isdigit() else now.year - _YEARS[year]
        own_year = match["bare"] is not None and number == now.year
        if not own_year and not text.endswith(_UNTIL, 0, match.start()):
            return parse_period(f"{number}年{re.sub('[到—～~-]+', '至', span)}")
    return None


def is_own(text: str, period: Period | None, *notes: str) -> bool | None:
    """Whether the period that the text names is that of a fact: True when one of the notes on it
    (口径, 时点) names the same, False when it is another than these and the facts' own; None when
    the text names none or the facts' own."""
    said = said_period(text, period.end) if period else None
    if said is None or period is None:
        return None
    noted = (said_period(note, period.end) for note in notes)
    if any(one is not None and _same(said, one) for one in noted):
        return True
    return None if _same(said, period) else False


def _same(one: Period, other: Period) -> bool:
    return (one.start, one.end) == (other.start, other.end)
