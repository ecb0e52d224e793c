"""How days are written, and whether they can be (NUM001, NUM003, NUM004, NUM011)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from docgen.language import parse_date
from docgen.language.dates import arabic_date, chinese_date
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Edit, Hit

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
