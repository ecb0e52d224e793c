"""Blanks, widths and ranges of figures (NUM005, NUM008)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import LOOKED_AT, Asked, Edit, Hit
from docgen.review.joined import everything

_BLANK: Final = re.compile("[ \u00a0\u2009]")
_BESIDE: Final = re.compile(
    "[一-鿿，。、；：（《“][ \u00a0\u2009][0-9]|[0-9%％][ \u00a0\u2009][一-鿿，。、；：）]"
)
_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ％．]*")
_LONGEST_NAME: Final = 24
_LIST: Final = re.compile(r"\s{2,}|\t")
_WORTH: Final = re.compile(f"{_BLANK.pattern}|[０-９Ａ-Ｚａ-ｚ]")


_CAPTION: Final = re.compile(r"[图表]\s*[0-9]{1,3}\s+")
"""The number of a table or a figure; a blank parts it from the name."""


def spaced(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A blank between 汉字 and a figure; digits or letters typed full-width."""
    for index in everything(paper).holding(_WORTH):
        line = paper.lines[index]
        text = line.text
        if line.role not in LOOKED_AT:
            continue
        if line.role != "cell" and not _LIST.search(text):
            begin = _CAPTION.match(text) if line.role == "caption" else None
            for match in _BLANK.finditer(text, begin.end() if begin else 1):
                at = match.start()
                if _BESIDE.match(text, at - 1) and not _named(text, at):
                    spot = Spot(index, *match.span())
                    yield Hit(spot, variant="空格", edits=(Edit(spot, ""),))
        for match in _WIDE.finditer(text, len(line.label.raw) if line.label else 0):
            right = unicodedata.normalize("NFKC", match[0])
            spot = Spot(index, *match.span())
            yield Hit(spot, {"改为": right}, "全角", edits=(Edit(spot, right),))


def _named(text: str, at: int) -> bool:
    """Whether the figure before the blank heads the line or ends a name such as GB/T 9704."""
    before = text[max(0, at - _LONGEST_NAME) : at].rstrip("0123456789.%％—-").rstrip(" ")
    return not before or (before[-1].isascii() and before[-1].isalpha())


_RANGE: Final = re.compile(
    r"([0-9]{1,9}(?:\.[0-9]{1,4})?)([%％万亿]?)\s?([-－–~～—]{1,2})\s?([0-9]{1,9}(?:\.[0-9]{1,4})?)"
    "(?=([%％万亿]|个|名|人|户|村|项|次|条|家|元|亩|年|月|日|天|岁|周岁|倍|级|类|期|场|公|平方|吨|千|米|里|分|小时))"
)
_JOINING: Final = re.compile(r"[-－–~～—]\s?[0-9]")
_NAMES: Final = frozenset("-－/.—–:：~～")


def ranges(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A hyphen between the ends of a range; a %, 万 or 亿 that only the second end has."""
    for index in everything(paper).holding(_JOINING):
        line = paper.lines[index]
        text = line.text
        if line.role not in LOOKED_AT:
            continue
        for match in _RANGE.finditer(text):
            low, sign, mark, high, unit = match.groups()
            before, behind = (
                text[match.start() - 1 : match.start()],
                text[match.end() : match.end() + 1],
            )
            if match.start() and (before in _NAMES or (before.isascii() and before.isalnum())):
                continue
            dash = Spot(index, match.start(3), match.end(3))
            years = unit == "年" and len(low) == len(high) == 4
            own = _mark(mark, unit, years=years)
            lost = "" if sign or unit not in "%％万亿" or float(low) >= float(high) else behind
            if own == mark and not lost:
                continue
            right = f"{text[match.start() : match.start(3)].rstrip()}{lost}{own}{high}{unit}"
            spot = Spot(index, match.start(), match.end(5))
            edits = (Edit(dash, lost + own),)
            yield Hit(spot, {"改为": right}, "单位" if lost else "", edits=edits)


def _mark(typed: str, unit: str, *, years: bool) -> str:
    """The mark a range should have: what was typed, unless it is a hyphen or a half-width tilde."""
    if typed in ("～", "—"):
        return typed
    if unit in ("月", "日"):
        return "至"
    return "—" if years else "～"
