"""What is let stand with a reason (放行): in the draft itself, or in a file beside it.

In text and Markdown a comment lets findings of the next paragraph stand:
<!-- docgen 放行 OUT003 引自原文 -->.  One without a reason lets nothing stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from docgen.errors import LibraryError
from docgen.finding import Finding, Level, Place
from docgen.library.profile import Waiver, code_known
from docgen.manuscript import Manuscript
from docgen.review.engine import Remark

_COMMENT: Final = re.compile(r"<!--\s*docgen\s*放行((?:(?!-->).)*)-->")
_APART: Final = " \t\u3000:："
"""What parts the codes from the reason."""
_CODES: Final = re.compile(r"[^\s:：]*")
_COMMAS: Final = re.compile("[、，,]")


class Settled(NamedTuple):
    """remarks: those that stay.  waived: how many were let stand.  own: what is wrong with the
    waivers themselves."""

    remarks: tuple[Remark, ...]
    waived: int
    own: tuple[Finding, ...]


def waivers_in(lines: Sequence[str], path: str) -> Iterator[Waiver]:
    """What the comments in a draft of these lines let stand; codes are not looked at."""
    for number, line in enumerate(lines, 1):
        if "放行" in line:
            for match in _COMMENT.finditer(line):
                place = Place(path, number, match.start() + 1)
                said = match[1].lstrip(_APART)
                codes = _CODES.match(said)
                assert codes is not None
                why = said[codes.end() :].lstrip(_APART).rstrip()
                for code in _COMMAS.split(codes[0]):
                    yield Waiver(code.strip().upper(), "", why, place, number)


def settle(
    paper: Manuscript,
    remarks: Iterable[Remark],
    waivers: Sequence[Waiver],
    codes: Collection[str],
    run: Collection[str],
) -> Settled:
    """What stays of the remarks, and what is wrong with the waivers.

    codes: all there are.  run: those that were run; of the others nobody knows whether there is
    anything to let stand.
    """
    own: list[Finding] = []
    good: list[Waiver] = []
    for waiver in waivers:
        trouble = _trouble(waiver, codes)
        if trouble is None:
            good.append(waiver)
        else:
            own.append(trouble)
    used: set[Waiver] = set()
    kept: list[Remark] = []
    waived = 0
    here, elsewhere = _by_line(paper, good)
    for remark in remarks:
        near = here.get(remark.spot.line, ()) if remark.spot else ()
        hits = [waiver for waiver in near if remark.finding.code.startswith(waiver.code)]
        hits += [waiver for waiver in elsewhere if _holds(paper, waiver, remark)]
        used.update(hits)
        waived += bool(hits)
        if not hits:
            kept.append(remark)
    known = set(run)
    for waiver in good:
        meant = {code for code in codes if code.startswith(waiver.code)}
        if waiver not in used and meant <= known:
            own.append(_unused(waiver))
    return Settled(tuple(kept), waived, tuple(own))


def _trouble(waiver: Waiver, codes: Collection[str]) -> Finding | None:
    """What is wrong with a waiver; None when it is good."""
    try:
        code_known(waiver.code, codes)
    except LibraryError as error:
        return Finding("CHK003", Level.DOUBT, error.message, waiver.place, hint=error.hint)
    if not waiver.why:
        return Finding(
            "CHK001",
            Level.DOUBT,
            f"放行 {waiver.code} 没有写缘由，不起作用",
            waiver.place,
            hint="在代码后面写一句为什么可以这样写",
        )
    return None


def _unused(waiver: Waiver) -> Finding:
    what = f"“{waiver.quote}”" if waiver.quote else "下一段" if waiver.line else "这份稿"
    return Finding(
        "CHK002",
        Level.HINT,
        f"放行 {waiver.code} 没有用上：{what}里没有这个问题",
        waiver.place,
        hint="改好了就删去这一条",
    )


def _by_line(
    paper: Manuscript, waivers: Sequence[Waiver]
) -> tuple[dict[int, list[Waiver]], list[Waiver]]:
    """The waivers that are for one line of the draft, by its index, and the others."""
    numbers = [line.place(0).line for line in paper.lines]
    first = list(accumulate(numbers, max))  # the first line below a number is the first above it
    here: dict[int, list[Waiver]] = {}
    for waiver in waivers:
        if waiver.line and (index := bisect_right(first, waiver.line)) < len(first):
            here.setdefault(index, []).append(waiver)
    return here, [waiver for waiver in waivers if not waiver.line]


def _holds(paper: Manuscript, waiver: Waiver, remark: Remark) -> bool:
    """Whether the remark is one that a waiver for the whole draft, or for a quotation, lets stand."""
    if not remark.finding.code.startswith(waiver.code):
        return False
    if not waiver.quote or waiver.quote == remark.finding.quote:
        return True
    if remark.spot is None:
        return False
    index, start, end = remark.spot
    text, long = paper.lines[index].text, len(waiver.quote)
    round_it = text.find(waiver.quote, max(0, end - long), start + long)
    return round_it >= 0 or text.find(waiver.quote, start, end) >= 0
