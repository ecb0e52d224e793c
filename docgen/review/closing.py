"""How a paper closes, and what it asks by the rules for writing upward (DOC008)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.finding import Level
from docgen.language import count_word
from docgen.language.items import Family
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.counting import marks_of
from docgen.review.engine import Asked, Hit
from docgen.review.joined import running
from docgen.review.outline import outline_of, siblings

_ASKS: Final = re.compile(
    "妥否|当否|可否|是否妥当|请(?:予以?|给予)?(?:批准|批示|批复|审批|审定|审示|核准|指示|研究|支持|审核)"
)
_SMUGGLED: Final = re.compile(
    "[妥当]否，请|请(?<![报申提经呈敬邀].)(?:予以?|给予)?(?:批准|批示|批复|审批|核准)(?![的后之])|"
    "(?:恳请|请求|特请)[^。；，]{0,24}(?:批准|拨款|拨付|解决[^。；，]{0,6}经费|给予[^。；，]{0,6}资金)"
)
_TAIL: Final = 3


def closing(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A 请示 that does not ask, or asks several things; a report that asks."""
    name = re.sub(r"[（(][^）)]*[）)]$", "", paper.title())
    prose = _own(paper)
    if not name or not prose:
        return
    tail = prose[-_TAIL:]
    if re.search("请示(?:的?报告)?$", name):
        if not any(_ASKS.search(paper.folded[index]) for index in tail):
            end = len(paper.lines[prose[-1]].text)
            yield Hit(Spot(prose[-1], max(0, end - 1), end), variant="请示")
        yield from _several_matters(paper)
        return
    yield from _other_closing(paper, name, tail)
    if not re.search("(?:报告|汇报|总结|情况)$", name):
        return
    for index in running(paper).holding(_SMUGGLED):
        for found in _SMUGGLED.finditer(paper.folded[index]):
            spot = Spot(index, *found.span())
            yield Hit(spot, variant="夹带", level=None if index in tail else Level.HINT)


def _own(paper: Manuscript) -> tuple[int, ...]:
    """The running text without that of what is attached."""
    begun = next(iter(paper.of("attachment")), len(paper.lines))
    return tuple(index for index in paper.prose if index < begun)


_WISH: Final = re.compile(
    "(?:恳请|请求|申请|拟请|提请|特请)"
    "(?!的|理由|事项|依据|数额|金额|内容|情况|原因|条件|范围|程序|单位)(?P<what>[^。；，：]{2,})"
)


_LOOSE: Final = re.compile(
    "(?:有关|若干|几[个项]|具体|相关)[^，。]{0,4}(?:事项|问题|事宜|工作)|[和及与、]|等[^，。]{0,6}的?请示"
)
"""A title that names several matters or none."""
_SHARED: Final = 4


def _one_thing(wishes: Sequence[str]) -> bool:
    """Whether all name the same thing in so many characters: 石桥村改建资金, 上河村改建资金."""
    first, *others = wishes
    parts = (first[at : at + _SHARED] for at in range(len(first) - _SHARED + 1))
    return any(all(part in other for other in others) for part in parts)


def _told_off(paper: Manuscript) -> Iterator[list[tuple[int, int]]]:
    """The items that 一是 二是 or 第一 第二 number, run by run: the line of each, where it begins."""
    runs: dict[Family, list[tuple[int, int]]] = {}
    for index, found in enumerate(paper.once(marks_of)):
        if paper.lines[index].role == "heading":
            yield from runs.values()
            runs = {}
        for mark in found:
            if mark.ordinal == 1:
                yield runs.pop(mark.family, [])
            begin = mark.end + (paper.folded[index][mark.end : mark.end + 1] in ("，", "："))
            runs.setdefault(mark.family, []).append((index, begin))
    yield from runs.values()


def _several_matters(paper: Manuscript) -> Iterator[Hit]:
    """A 请示 with numbered wishes of its own side by side: 一、请求解决…… 二、请求增加…… or
    一是请求解决……；二是申请增加……

    Where the title names one matter (申请改建资金) its wishes are the parts of that.
    """
    if not _LOOSE.search(paper.title()):
        return
    headed = (
        [(item.line, len(item.label.raw) if item.label else 0) for item in group]
        for group in siblings(paper.once(outline_of))
    )
    for group in (*headed, *_told_off(paper)):
        wishes: dict[str, Spot] = {}
        for line, begin in group:
            if wish := _WISH.match(paper.folded[line], begin):
                wishes.setdefault(wish["what"], Spot(line, *wish.span()))
        first, *others = wishes.values() or (None,)
        if first is not None and others and not _one_thing(list(wishes)):
            values = {"件": count_word(len(wishes))}
            yield Hit(others[0], values, "多事", level=Level.HINT, related=(first, *others[1:]))


_CLOSINGS: Final = (
    (
        "函",
        re.compile("(?<![来公去回复信])函$"),
        re.compile("[函盼候]|请|回复|答复|支持|协助|为[荷盼谢]"),
    ),
    ("纪要", re.compile("纪要$"), re.compile("出席|参加|列席|主持|议定|决定|会议")),
)
"""文种, titles of it, and what its last paragraphs say, one way or another."""
_FOREIGN: Final = (
    (re.compile("通知$"), re.compile("(?:特此|专此|此)(?P<it>函告|函复|函达|报告|请示)[。！]?$")),
    (re.compile("(?<![来公去回复信])函$"), re.compile("特此(?P<it>通知|报告|通报|请示)[。！]?$")),
    (re.compile("报告$"), re.compile("特此(?P<it>通知|函告|函达|函复|通报)[。！]?$")),
    (re.compile("通报$"), re.compile("特此(?P<it>通知|函告|函达|函复|报告)[。！]?$")),
)
"""Titles, and the closing of another 文种."""


def _other_closing(paper: Manuscript, name: str, tail: tuple[int, ...]) -> Iterator[Hit]:
    """A 函 that asks nothing and answers nothing; a paper that closes as one of another 文种."""
    last = (*tail, *paper.of("attendance"))
    for genre, titles, shown in _CLOSINGS:
        if titles.search(name) and not any(shown.search(paper.folded[index]) for index in last):
            end = len(paper.lines[tail[-1]].text)
            spot = Spot(tail[-1], max(0, end - 1), end)
            yield Hit(spot, {"文种": genre}, "结语", level=Level.HINT)
    for titles, wrong in _FOREIGN:
        if titles.search(name):
            for index in tail:
                if found := wrong.search(paper.folded[index]):
                    yield Hit(Spot(index, *found.span("it")), variant="错用")
