"""The day or period a draft says it is of, and spans of time that are compared with it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from docgen.language import arabic_date, parse_period
from docgen.manuscript import Manuscript, Spot
from docgen.review.mentions import Stripped

FAR: Final = timedelta(days=365)
"""A stated date so far outside the window contradicts it."""
_PERIOD: Final = re.compile(
    "((?:19|20)[0-9]{2}|二[〇零○0][〇零○一二三四五六七八九]{2})年"
    "(上半年|下半年|度|第?[一二三四1-4]季度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
)
_POSTED: Final = re.compile(
    "(?:发布|发表|更新|上传)(?:时间|日期|于)[：: ]*([0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?)"
)
_HAN: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HEAD: Final = 60
"""So many characters of the title, or without one of the first line, may say the period."""


class Window(NamedTuple):
    """From the first day to the last, each None where it is open."""

    start: date | None
    end: date | None

    def __str__(self) -> str:
        match self:
            case (None, None):
                return "任何时候"
            case (None, end):
                return f"{arabic_date(end)}以前" if end else ""
            case (start, None):
                return f"{arabic_date(start)}以后" if start else ""
            case (start, end):
                return f"{arabic_date(start)}至{arabic_date(end)}" if start and end else ""

    def meet(self, other: Window) -> Window:
        """What both have, its end before its start when they do not meet."""
        starts = [day for day in (self.start, other.start) if day]
        ends = [day for day in (self.end, other.end) if day]
        return Window(max(starts, default=None), min(ends, default=None))

    @property
    def empty(self) -> bool:
        """Whether no day is in it."""
        return self.start is not None and self.end is not None and self.end < self.start

    def far_from(self, other: Window) -> bool:
        """Whether they lie more than twelve months apart."""
        late = self.start is not None and other.end is not None and self.start > other.end + FAR
        soon = self.end is not None and other.start is not None and self.end + FAR < other.start
        return late or soon


class Stated(NamedTuple):
    """What the draft itself says of its date.  text: as it stands.  spot: None when only asked."""

    window: Window
    text: str
    spot: Spot | None


def stated_in(paper: Manuscript, on: date | None) -> Stated | None:
    """The day asked for, else the day it bears, else the period in its title."""
    day = on or paper.on
    if day is not None:
        dated = paper.of("date")
        spot = Spot(dated[-1], 0, len(paper.lines[dated[-1]].text)) if dated else None
        return Stated(Window(day, day), arabic_date(day), spot if day == paper.on else None)
    for index in paper.of("title") or (0,) if paper.lines else ():
        line = Stripped(index, paper.lines[index].text, paper.folded[index])
        match = _PERIOD.search(line.text, 0, _HEAD)
        if match is not None and (match[2] or paper.lines[index].role == "title"):
            year = match[1].translate(_HAN)
            period = parse_period(f"{year}年{match[2] or ''}") or parse_period(f"{year}年")
            if period is not None:
                window = Window(period.start, period.end)
                return Stated(window, match[0], line.spot(*match.span()))
    return None


def posted_in(paper: Manuscript) -> str:
    """When a web page says it put the draft up, "" when none does; no date of the draft."""
    for aside in paper.asides:
        match = _POSTED.search(aside.text) if aside.kind == "residue" else None
        if match is not None:
            return match[1]
    return ""


def day_of(paper: Manuscript, on: date | None) -> date | None:
    """The day that wordings are held against: as stated, of a period its last."""
    stated = stated_in(paper, on)
    return stated.window.end if stated else None
