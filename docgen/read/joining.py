"""Physical lines that are no paragraphs: cut by page numbers or by a line's end, or glued.

Text copied from a page carries the page's number in mid-sentence; text copied from the web has
its headings in the middle of a line.  Here each paragraph and heading becomes one strip; every
character keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.language.labels import Label, label_at
from docgen.manuscript import Aside
from docgen.read.residue import is_separator, kind_of, names_a_source
from docgen.read.strips import Strip, joined, stretch

_NUMBER: Final = re.compile(r"([0-9]{1,3})[、.．]")
_WORD: Final = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]$")
_INSIDE: Final = re.compile("[。；]")
_GOES_ON: Final = re.compile(r"[、，。；：）”》,;]")
_ORDINAL_PHRASE: Final = re.compile("第[一二三四五六七八九十]{1,3}(?![、：:部章节编篇条])")
_SERIES_BEGINS: Final = re.compile("第[一二三四五六七八九十]{1,3}[，,]")
_RANKED: Final = re.compile("(?:排名|排|[位名]列|位居|居|评为|全[国省市县区镇乡])$")
_CAPTION: Final = re.compile(r"[图表]\s*[0-9一二三四五六七八九十]{1,3}[\s：:.．]")
_PAUSES: Final = "、，；："
"""Marks that no paragraph begins with, and none but a list's lead ends in."""
_SHORTEST_CUT: Final = 15
"""Characters of a line that can have been cut in mid-sentence."""


def without_residue(strips: Sequence[Strip]) -> tuple[list[Strip], list[Aside]]:
    """The strips that are text, those that a page number or residue had parted joined; and the rest."""
    kept: list[list[Strip]] = []
    asides: list[Aside] = []
    between: list[Aside] = []
    for index, strip in enumerate(strips):
        kind = kind_of(strip.text) if strip.cell is None and not strip.role else None
        if kind == "residue" and names_a_source(strip.text) and _inside(strips, index):
            kind = None
        if kind is not None:
            between.append(Aside(kind, strip.pieces[0][1], strip.text))
            continue
        if strip.cell is None and is_separator(strip.text):
            continue
        cut = between and kept and _is_cut(kept[-1][-1], strip) and label_at(strip.text) is None
        sure = cut and _is_one_sentence(kept[-1][-1], strip)
        if cut and (sure or any(aside.kind == "page" for aside in between)):
            kept[-1].append(strip)
        else:
            kept.append([strip])
        if sure and len(between) == 1:
            between = [between[0]._replace(parts=True)]
        asides += between
        between = []
    return [joined(parts) for parts in kept], [*asides, *between]


def _is_one_sentence(before: Strip, after: Strip) -> bool:
    """Whether two lines, the first of them cut, are certainly one paragraph: a mark between them
    says so, a bracket opens in one and closes in the other, or a paragraph would be set in as the
    first is."""
    first, second = before.text, after.text
    if first[-1].isascii() or second[0].isascii() or first.count("“") != first.count("”"):
        return False
    if first[-1] in _PAUSES or second[0] in _PAUSES:
        return True
    if first.count("（") > first.count("）") and second.count("）") > second.count("（"):
        return True
    return _set_in(before) and not _set_in(after) and _INSIDE.search(second) is not None


def _set_in(strip: Strip) -> bool:
    """Whether it begins like a paragraph of its own, its first line set in."""
    return strip.align == "indent" or strip.pieces[0][1].column > 1


def _inside(strips: Sequence[Strip], index: int) -> bool:
    """Whether a line stands below a table or a figure, or between paragraphs of the text; at the
    head and the foot of a page the web has its own lines."""
    before = strips[index - 1] if index else None
    if before is None:
        return False
    if before.cell is not None or before.role == "caption" or _CAPTION.match(before.text):
        return True
    beside = (before, *strips[index + 1 : index + 2])
    return len(beside) > 1 and all(not s.role and s.text.endswith("。") for s in beside)


def without_page_numbers(strips: list[Strip]) -> tuple[list[Strip], list[Aside]]:
    """The strips with page numbers such as “3、” taken out of their sentences, and the numbers."""
    numbers = {
        index: int(match[1])
        for index, strip in enumerate(strips)
        if strip.cell is None and not strip.role and (match := _NUMBER.match(strip.text))
    }
    pages: set[int] = set()
    seen: dict[int, list[int]] = {}
    for index, number in numbers.items():
        seen.setdefault(number, []).append(index)
        if index == 0 or not _is_cut(strips[index - 1], strips[index]):
            continue
        ahead = seen.get(number - 1, [])
        rest = _NUMBER.sub("", strips[index].text, count=1)
        first = ahead == [0] and number == 2
        if _GOES_ON.match(rest) or not ahead or first or ahead[-1] in pages:
            pages.add(index)
            if ahead == [0]:
                pages.add(0)
    if len(pages) > 1:
        last = max(pages)
        pages |= {at for at in numbers if at - 1 in pages and at < last}
    out: list[list[Strip]] = []
    asides: list[Aside] = []
    for index, strip in enumerate(strips):
        if index not in pages:
            out.append([strip])
            continue
        match = _NUMBER.match(strip.text)
        assert match is not None
        asides.append(Aside("page", strip.pieces[0][1], match[0]))
        rest_of_it = stretch(strip, match.end())
        if index and _is_cut(strips[index - 1], strip):
            out[-1].append(rest_of_it)
        elif rest_of_it.text:
            out.append([rest_of_it])
    return [joined(parts) for parts in out], asides


def _is_cut(before: Strip, after: Strip) -> bool:
    """Whether a line ends in mid-sentence: a long one with sentences in it and no mark at its end."""
    text = before.text
    return (
        len(text) >= _SHORTEST_CUT
        and before.cell is None
        and after.cell is None
        and not (before.role or after.role or after.level)
        and (_WORD.search(text) is not None or text[-1] in "、，,")
        and _INSIDE.search(text) is not None
    )


def without_breaks(strips: Sequence[Strip]) -> Iterator[Strip]:
    """The strips with lines joined that were broken before 第一, 第二 … or all at one width."""
    width = _wrapped_at(strips)
    parts: list[Strip] = []
    for strip in strips:
        if parts and not _goes_on(parts[-1], strip, width):
            yield joined(parts)
            parts = []
        parts.append(strip)
    if parts:
        yield joined(parts)


def _goes_on(last: Strip, strip: Strip, width: int) -> bool:
    """Whether a line goes on in the next; width: at which the text was wrapped, 0 if it was not."""
    if not _adjacent(last, strip):
        return False
    if _ORDINAL_PHRASE.match(strip.text) and _is_cut(last, strip):
        return not _SERIES_BEGINS.match(strip.text) or _RANKED.search(last.text) is not None
    return 0 < width <= len(last.text) + 2 and _flows(last, strip)


def _adjacent(first: Strip, second: Strip) -> bool:
    """Whether they are neighbouring lines, none of them a cell or known for what it is."""
    if first.cell or second.cell or first.role or second.role or first.level or second.level:
        return False
    return first.pieces[-1][1].line + 1 == second.pieces[0][1].line


def _wrapped_at(strips: Sequence[Strip]) -> int:
    """The width at which a whole text was wrapped by hand, 0 when it was not."""
    lengths = [len(strip.text) for strip in strips if strip.cell is None]
    if len(lengths) < 8:
        return 0
    width = sorted(lengths)[len(lengths) * 9 // 10]
    full = [s for s in strips if s.cell is None and width - 2 <= len(s.text) <= width + 2]
    cut = sum(1 for strip in full if _WORD.search(strip.text))
    enough = 15 <= width <= 80 and len(full) * 2 >= len(lengths) and cut * 2 >= len(full)
    return width if enough else 0


def _flows(first: Strip, second: Strip) -> bool:
    """Whether a wrapped line goes on in the next: that one is not indented and opens nothing."""
    if label_at(second.text) is not None or first.text[-1] in "：:":
        return False
    indented = second.pieces[0][1].column > 1
    return not indented and (first.text[-1] not in "。！？" or first.pieces[0][1].column > 1)


# -- headings in the middle of a line --------------------------------------------------------------

_GLUED: Final = re.compile(
    r"(?<=[\u4e00-\u9fff。；：:;！？”）)…])\s+(?=[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff”）)])\s+(?=[\u4e00-\u9fff“])")
_LONGEST_HEAD: Final = 60


def unglued(strips: Sequence[Strip]) -> Iterator[Strip]:
    """The strips with headings that stand in the middle of a line given lines of their own."""
    last = {1: 0, 2: 0}
    for strip in strips:
        if strip.cell is not None or strip.role:
            yield strip
            continue
        label = label_at(strip.text)
        if label is not None:
            _count(last, label)
        starts = []
        if len(strip.text) >= _SHORTEST_CUT:
            for gap in _GLUED.finditer(strip.text):
                inner = label_at(strip.text, gap.end())
                if inner and inner.level in last and inner.ordinal == last[inner.level] + 1:
                    _count(last, inner)
                    starts.append(gap.end())
        if not starts:
            yield from _after_head(strip, label)
            continue
        for begin, end in zip([0, *starts], [*starts, None], strict=True):
            part = stretch(strip, begin, end)
            if part.text:
                yield from _after_head(part, label_at(part.text))


def _count(last: dict[int, int], label: Label) -> None:
    if label.level in last:
        last[label.level] = label.ordinal
        if label.level == 1:
            last[2] = 0


def _after_head(strip: Strip, label: Label | None) -> Iterator[Strip]:
    """The heading and, parted from it by a blank only, the text behind it; or the strip whole."""
    stop = strip.text.find("。")
    if label is None or strip.level or stop < 0 or strip.head:
        yield strip
        return
    begin = len(label.raw)
    found = _GAP.search(strip.text, begin + 1, min(stop, _LONGEST_HEAD))
    if found is None or _is_pair(strip.text[begin : found.start()], strip.text[found.end() : stop]):
        yield strip
        return
    yield stretch(strip, 0, found.start())
    yield stretch(strip, found.end())


def _is_pair(first: str, second: str) -> bool:
    """Whether both halves make one heading: 抓班子 强队伍, as long as each other."""
    return len(first.strip()) == len(second)
