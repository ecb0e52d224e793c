"""Marks typed half-width, quotation marks and brackets without their other half (PUN001, PUN003)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Line, Manuscript, Spot
from docgen.review.engine import LOOKED_AT, Asked, Edit, Hit
from docgen.review.joined import everything

_FULL: Final = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
_HALF: Final = re.compile("[,:;!?()\"'.]")
_HAN: Final = re.compile("[一-鿿]")
_APART: Final = re.compile(
    r"[A-Za-z]+://[!-~]+|www\.[!-~]+|[A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9.-]{1,60}"  # addresses
    r"|\((?:19|20)\d\d\)(?=\s*第?\d+\s*号)|&#?\w+;|【待[^】]*】"  # numbers, entities, gaps
)
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)(?:,|\s?:\s?)(?=\d)")
_LEFT_SKIPS: Final = " \t\u00a00123456789.%％+-)\"']"
_RIGHT_SKIPS: Final = " \t\u00a0(\"'["
_NEAREST: Final = 40
_WIDE_MARKS: Final = frozenset("“”‘’…—·")
_COUNTS: Final = frozenset("一二三四五六七八九十")


def half_width(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A half-width mark beside 汉字, with the full-width one.

    Left alone: what stands between two digits, in an address, in a phrase of another script,
    in the line's own ordinal, in the gap of a draft.
    """
    for index in everything(paper).holding(_HALF):
        line = paper.lines[index]
        if line.role in LOOKED_AT and _HAN.search(line.text):
            yield from _half_width_in(index, line)


def _half_width_in(index: int, line: Line) -> Iterator[Hit]:
    text = line.text
    start = len(line.label.raw) if line.label else 0
    apart = {
        at
        for pattern in (_APART, _BETWEEN_DIGITS)
        for match in pattern.finditer(text)
        for at in range(*match.span())
    }
    marks = [m.start() for m in _HALF.finditer(text, start) if m.start() not in apart]
    for start, end in _brackets(text, [at for at in marks if text[at] in "()"]):
        yield _pair(index, text, start, end, "（）")
    for straight, forms in (('"', "“”"), ("'", "‘’")):
        beside = [
            at for at in marks if text[at] == straight and (straight == '"' or _beside(text, at))
        ]
        for start, end in _alternating(text, beside):
            yield _pair(index, text, start, end, forms)
    for at in marks:
        spot = Spot(index, at, at + 1)
        if text[at] == ".":
            if hit := _stop(text, spot):
                yield hit
        elif text[at] in _FULL and _near(text, at):
            yield Hit(spot, edits=(Edit(spot, _FULL[text[at]]),))


def _pair(index: int, text: str, start: int, end: int, forms: str) -> Hit:
    """Both halves at once, so that no correction leaves one behind; of a lone one start is end."""
    halves = [Edit(Spot(index, at, at + 1), forms[at != start]) for at in (start, end)]
    if start == end:
        halves = [Edit(Spot(index, start, start + 1), forms[text[start] == ")"])]
    variant = "" if forms == "（）" else "引号"
    return Hit(
        halves[0].spot,
        variant=variant,
        edits=tuple(halves),
        related=tuple(e.spot for e in halves[1:]),
    )


def _wide(char: str) -> bool:
    return char > "\u2e7f" or char in _WIDE_MARKS


def _beside(text: str, at: int) -> bool:
    """Whether 汉字 or a full-width mark stands right before or behind."""
    return any(_wide(char) for char in (text[at - 1 : at], text[at + 1 : at + 2]) if char)


def _near(text: str, at: int) -> bool:
    """Whether the words before or behind are Chinese, blanks and figures not counted."""
    before = text[max(0, at - _NEAREST) : at].rstrip(_LEFT_SKIPS)
    behind = text[at + 1 : at + _NEAREST].lstrip(_RIGHT_SKIPS)
    return _wide(before[-1:]) or _wide(behind[:1])


def _brackets(text: str, marks: list[int]) -> Iterator[tuple[int, int]]:
    """Those half-width brackets that stand round or beside Chinese, by pairs."""
    opened: list[int] = []
    for at in marks:
        if text[at] == "(":
            opened.append(at)
            continue
        start = opened.pop() if opened else at
        if _HAN.search(text, start, at) or _wide(text[start - 1 : start]):
            yield start, at
    yield from ((at, at) for at in opened if _near(text, at))


def _alternating(text: str, marks: list[int]) -> Iterator[tuple[int, int]]:
    """Straight quotation marks by pairs, none when one of them has lost its other half."""
    if len(marks) % 2:
        return
    for start, end in zip(marks[::2], marks[1::2], strict=True):
        if _beside(text, start) or _beside(text, end) or _HAN.search(text, start, end):
            yield start, end


def _stop(text: str, spot: Spot) -> Hit | None:
    """A dot typed for 。; the correction only where the sentence surely ends."""
    before, behind = text[spot.start - 1 : spot.start], text[spot.end : spot.end + 1]
    if not before or not (_wide(before) and before not in "、，。；：·…"):
        return None
    if behind == "." or (behind and not _wide(behind)):
        return None
    if before in _COUNTS and behind in _COUNTS:
        return None
    if behind and behind not in "”’）":
        return Hit(spot, variant="句点")
    return Hit(spot, variant="句点", edits=(Edit(spot, "。"),))


# -- pairs -----------------------------------------------------------------------------------------

_CLOSING: Final = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "〔": "〕", "【": "】"}
_OPENING: Final = {closing: opening for opening, closing in _CLOSING.items()}
_PAIRED: Final = re.compile("[“”‘’《》〈〉（）〔〕【】]")
_HALVES: Final = re.compile('[“”‘’《》〈〉（）〔〕【】()"]')
_ORDINAL: Final = re.compile("[0-9a-zA-Z一二三四五六七八九十]$")


def unpaired(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A quotation mark or bracket without its other half in the paragraph, the first of it.

    A quotation over several paragraphs opens each of them and closes the last (4.8.3.5).
    """
    for index in everything(paper).holding(_HALVES):
        line = paper.lines[index]
        if line.role not in LOOKED_AT:
            continue
        text = paper.folded[index]
        straight = [m.start() for m in re.finditer('"', text)] if '"' in text else []
        if len(straight) % 2 and _HAN.search(text):
            yield _alone(index, '"', straight[-1])
        elif hit := _first_alone(paper, index, text):
            yield hit


def _goes_on(paper: Manuscript, index: int) -> bool:
    """Whether the next paragraph opens with a quotation mark, as one that goes on does."""
    behind = paper.lines[index + 1 : index + 2]
    return bool(behind) and behind[0].text.startswith("“")


def _first_alone(paper: Manuscript, index: int, text: str) -> Hit | None:
    opened: list[tuple[str, int]] = []
    line = paper.lines[index]
    for match in _PAIRED.finditer(text, len(line.label.raw) if line.label else 0):
        mark, at = match[0], match.start()
        if mark in _CLOSING:
            if opened and opened[-1][0] == mark and mark in "“‘":
                return Hit(Spot(index, at, at + 1), {"原文": mark}, "重开")
            opened.append((mark, at))
        elif opened and opened[-1][0] == _OPENING[mark]:
            opened.pop()
        elif not _stands_alone(text, at):
            return _alone(index, *(opened[-1] if opened else (mark, at)))
    if opened and _goes_on(paper, index):
        opened = [one for one in opened if one[0] != "“"]
    return _alone(index, *opened[0]) if opened else None


def _stands_alone(text: str, at: int) -> bool:
    """Whether a closing mark needs no other half: the bracket of 1）, the apostrophe of it’s."""
    before = text[max(0, at - 3) : at]
    if text[at] == "’":
        return before == "" or before[-1].isascii()
    return text[at] == "）" and _ORDINAL.search(before) is not None


def _alone(index: int, mark: str, at: int) -> Hit:
    other = _CLOSING.get(mark) or _OPENING.get(mark) or mark
    return Hit(Spot(index, at, at + 1), {"原文": mark, "另一半": other})
