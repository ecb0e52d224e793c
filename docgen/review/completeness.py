"""Drafts that break off: a last paragraph without its mark, a cut in the middle, an empty item (CMP004)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category

from docgen.finding import Level
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit

ENDS: Final = "。！？!?.…：:；;”」』）)】》"
_CUT: Final = re.compile(
    r"(?:…{1,2}|(?<!\.)\.{3,}|(?<!。)。{3,})\s*略\s*(?:…{1,2}|\.{3,}|。{3,})|[（(]\s*(?:以下|下略|此处|中间)?略\s*[）)]"
)
_TRAILING: Final = re.compile(r"[，、,\s](?P<dots>…{1,2}|\.{3,})\s*$")
_HOLLOW: Final = re.compile("(?P<word>[一二三四五六七八九十]是)[：:，,]?(?:[。；;]|$)")
_SENTENCE: Final = 15
_PARAGRAPH: Final = 40


def _breaks(last: str) -> bool:
    """Whether a paragraph may break off behind that character: no mark, no picture sign."""
    return last not in ENDS and category(last) != "So"


def broken_off(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Where text is missing behind: at the end, at a cut, in an item without content."""
    prose = paper.prose
    last = prose[-1] if prose else -1
    for index in prose:
        line = paper.lines[index]
        text = line.text
        end = len(text)
        if (line.role == "body" or end > line.head) and _breaks(text[-1]):
            if index == last and end >= (_PARAGRAPH if line.label else _SENTENCE):
                yield Hit(Spot(index, end - 1, end), variant="末段")
            elif index != last and end >= _PARAGRAPH and text[-1] not in "，、,—":
                yield Hit(Spot(index, end - 1, end), variant="段末", level=Level.HINT)
        if "略" in text or "…" in text or "..." in text:
            for found in _CUT.finditer(text):
                yield Hit(Spot(index, *found.span()), variant="断开")
            if trailing := _TRAILING.search(text):
                yield Hit(Spot(index, *trailing.span("dots")), variant="断开")
        if hollow := _HOLLOW.search(text):
            yield Hit(Spot(index, *hollow.span("word")), variant="空项")
