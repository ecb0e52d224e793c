"""Blanks, widths and ranges of figures (NUM005, NUM008)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import LOOKED_AT, Asked, Edit, Hit

_BLANK: Final = re.compile("[ \u00a0\u2009]")
_BESIDE: Final = re.compile(
    "[一-鿿，。、；：（《“][ \u00a0\u2009][0-9]|[0-9%％][ \u00a0\u2009][一-鿿，。、；：）]"
)
_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ％．]*")
_LIST: Final = re.compile(r"\s{2,}|\t")


def spaced(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A blank between 汉字 and a figure; digits or letters typed full-width."""
    for index, line in enumerate(paper.lines):
        text = line.text
        if line.role not in LOOKED_AT:
            continue
        if line.role != "cell" and not _LIST.search(text):
            for match in _BLANK.finditer(text, 1):
                at = match.start()
                if _BESIDE.match(text, at - 1) and not text[:at].isdecimal():
                    spot = Spot(index, *match.span())
                    yield Hit(spot, variant="空格", edits=(Edit(spot, ""),))
        for match in _WIDE.finditer(text, len(line.label.raw) if line.label else 0):
            right = unicodedata.normalize("NFKC", match[0])
            spot = Spot(index, *match.span())
            yield Hit(spot, {"改为": right}, "全角", edits=(Edit(spot, right),))
