"""What each paragraph of a draft is: title, salutation, heading, body, signature, date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from docgen.language.dates import typed_date
from docgen.language.labels import Label, label_at
from docgen.manuscript import PROSE, Aside, Line, Manuscript
from docgen.read.ends import Named, back, front
from docgen.read.joining import unglued, without_breaks, without_page_numbers, without_residue
from docgen.read.strips import Reading, Strip, stretch

_LONGEST_HEADING: Final = 80
"""Characters of a heading alone on its line."""
_LONGEST_HEAD: Final = 60
"""Characters of a heading with text running in behind it."""
_LONGEST_LEAD: Final = 24
"""Characters of one that ends in a colon."""
_CAPTION: Final = re.compile(r"[图表]\s*[0-9一二三四五六七八九十]{1,3}[\s：:.．][^。；]{1,60}")
_UNNUMBERED: Final = re.compile("[\u4e00-\u9fff“”、，,（）《》]{2,24}(?<![，、,])")
_DIVISION: Final = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|编|篇)(?:[\s、：:，,].{0,50})?"
)
_SERIES: Final = re.compile(
    "(?:一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九|九、十)"
    "(?=、|产业|月|季|线|类|等奖|年级|把手|[号楼天名户批期轮层队位])"
)
_GENRES: Final[Mapping[str, str]] = {
    "讲话": "speech",
    "汇报": "work_report",
    "报告": "work_report",
    "总结": "work_summary",
    "简报": "briefing",
}


def recognise(path: str, reading: Reading) -> Manuscript:
    """The manuscript of the strips."""
    strips, residue = without_residue(reading.strips)
    strips, pages = without_page_numbers(strips)
    strips = list(_signed(unglued(_titled(list(without_breaks(strips))))))
    roles: list[Named] = [_role(strip) for strip in strips]
    marked = any(strip.level > 0 for strip in strips)
    first = front(strips, roles)
    back(strips, roles, first)
    lines: list[Line] = []
    for index, strip in enumerate(strips):
        role = roles[index]
        if role == "residue":
            residue.append(Aside("residue", strip.pieces[0][1], strip.text))
        elif role == "" or role in PROSE or strip.level > 0:
            after = strips[index + 1] if index + 1 < len(strips) else None
            follows = after is not None and not roles[index + 1] and after.cell is None
            told = marked and strip.prose and "。" in strip.text
            lines.append(_line(strip, after if follows else None, lines, told))
        else:
            line = Line(strip.text, strip.pieces, role, cell=strip.cell, marked=bool(strip.role))
            lines.append(replace(line, align=strip.align))
    asides = sorted((*reading.asides, *residue, *pages), key=lambda aside: aside.place[1:3])
    kept = tuple(lines)
    return Manuscript(path, kept, tuple(asides), genre_of(kept), _on(kept))


def _role(strip: Strip) -> Named:
    """What the format alone says the strip is."""
    return "cell" if strip.cell is not None else strip.role


def genre_of(lines: Sequence[Line]) -> str:
    """The id of the 文种 that title and form tell, "" when they do not."""
    title = "".join(line.text.strip() for line in lines if line.role == "title")
    if any(line.role in ("masthead", "note") and "简报" in line.text for line in lines):
        return "briefing"
    found = max(((title.rfind(word), genre) for word, genre in _GENRES.items()), default=(-1, ""))
    return found[1] if found[0] >= 0 else ""


def _on(lines: Sequence[Line]) -> date | None:
    """The day that the last date line names, or the masthead or imprint."""
    for role in ("date", "masthead", "imprint"):
        for line in reversed(lines):
            if line.role == role:
                dates = re.findall(r"\S*年\S{1,3}月\S{1,3}日", line.text) if role != "date" else []
                for text in (line.text, *dates):
                    if day := typed_date(text):
                        return day
    return None


# -- strips that hold two lines --------------------------------------------------------------------

_TITLE_HEAD: Final = re.compile(
    r"[^，。；：,;:！!]{4,45}?(?:汇报|总结|报告|讲话|发言稿|简报|方案)(?![的是会如材和与，。、：:（(及]|$)"
)
_SUBTITLE: Final = re.compile(r"\s*(?:——|－－|--)[^，。；\s]{4,40}(?:\s+|$)")
_SIGNED: Final = re.compile(
    r"([^，。；：\s][^，。；：]{1,38}?)\s{1,30}((?:[0-9]{4}|[一二][〇○oO零一二三四五六七八九]{3})\s*年.{1,12}日?)"
)


def _titled(strips: list[Strip]) -> list[Strip]:
    """The strips with a title that the first paragraph was glued to given its own."""
    known = ""
    for index, strip in enumerate(strips[:8]):
        if strip.cell is not None or strip.role or strip.level:
            return strips
        text = strip.text
        if known and text.startswith(known) and len(text) > len(known) + 20:
            parts = [stretch(strip, 0, len(known))]
            end = len(known)
            if found := _SUBTITLE.match(text, end):
                parts.append(stretch(strip, end, found.end()))
                end = found.end()
            return [*strips[:index], *parts, stretch(strip, end), *strips[index + 1 :]]
        if len(text) > _LONGEST_HEADING:
            if known or label_at(text) or not (found := _TITLE_HEAD.match(text)):
                return strips
            parts = [stretch(strip, 0, found.end()), stretch(strip, found.end())]
            return [*strips[:index], *parts, *strips[index + 1 :]]
        known = known or text
    return strips


def _signed(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips with 署名 and 成文日期 on one line given a line each."""
    for strip in strips:
        found = None
        if len(strip.text) <= 60 and strip.cell is None and not (strip.role or strip.level):
            found = _SIGNED.fullmatch(strip.text)
        if found and typed_date(found[2]):
            yield stretch(strip, 0, found.end(1))
            yield stretch(strip, found.start(2))
        else:
            yield strip


# -- headings and body -----------------------------------------------------------------------------


def _line(strip: Strip, after: Strip | None, lines: Sequence[Line], told: bool) -> Line:
    """A heading, a caption or a paragraph of the body.

    after: the strip below, None when it is no part of the body.  told: the format, which marks
    headings, says that it is a paragraph.
    """
    text, pieces = strip.text, strip.pieces
    label = _label(text)
    if strip.level > 0:
        head = strip.head or _head_of_marked(text, label)
        level = strip.level
        return Line(text, pieces, "heading", level, label, head, marked=True)
    if label is None:
        if 1 < strip.head == len(text) <= _LONGEST_LEAD * 2 and text[-1] not in "。；，、！":
            return Line(text, pieces, "heading", _below(lines), None, len(text), marked=True)
        if _CAPTION.fullmatch(text):
            return Line(text, pieces, "caption")
        if len(text) <= _LONGEST_HEADING and _DIVISION.fullmatch(text) and text[-1] != "。":
            return Line(text, pieces, "heading", 1, None, len(text))
        if head := _set_off(strip):
            return Line(text, pieces, "heading", _below(lines), None, head, marked=True)
        if after is not None and _UNNUMBERED.fullmatch(text):
            return Line(text, pieces, "heading", _below(lines), None, len(text))
        return Line(text, pieces, "body")
    head = _set_off(strip) or (
        _head(text, label, after, lines[-1] if lines else None)
        if label.level <= 4 and not told
        else 0
    )
    if head:
        return Line(text, pieces, "heading", label.level, label, head, marked=strip.head > 0)
    return Line(text, pieces, "body", label=label)


def _label(text: str) -> Label | None:
    """The ordinal before the text; 一、二产业 and 三、四月份 begin with none."""
    label = label_at(text)
    if label is not None and label.level == 1 and _SERIES.match(text):
        return None
    return label


def _below(lines: Sequence[Line]) -> int:
    """The level of an unnumbered heading set off by its look: one below the last numbered."""
    for line in reversed(lines):
        if line.role == "heading":
            return line.level if line.label is None else min(line.level + 1, 4)
    return 1


_CLOSERS: Final = "”’）)】》」』"


def _set_off(strip: Strip) -> int:
    """The end of a heading that its look sets off, the mark behind it included; 0 for none."""
    end, text = strip.head, strip.text
    if not 1 < end <= _LONGEST_HEAD:
        return 0
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if text[end - 1] not in "。：:" and end < len(text) and text[end] in "。：:":
        end += 1
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    return end if text[end - 1] in "。" + _CLOSERS and end < len(text) else 0


def _head_of_marked(text: str, label: Label | None) -> int:
    """Where a heading that its style marks ends: at its first sentence when more follows."""
    stop = text.find("。", len(label.raw) if label else 0)
    return stop + 1 if 0 < stop < len(text) - 1 else len(text)


def _head(text: str, label: Label, after: Strip | None, before: Line | None) -> int:
    """How many characters of a numbered line are its heading, 0 when it is a paragraph."""
    begin = len(label.raw)
    stop = text.find("。", begin)
    if stop == begin:
        return 0
    if stop < 0:
        return len(text) if _stands_alone(text) else _lead(text, begin)
    if "；" in text[:stop] or ";" in text[:stop]:
        return _lead(text, begin)
    lead = _lead(text, begin)
    if stop == len(text) - 1 and not lead:
        opens = label.level < 3 or _opens(label, after, before)
        return len(text) if opens and len(text) <= _LONGEST_HEAD else 0
    return stop + 1 if stop < _LONGEST_HEAD and not 0 < lead - begin <= 6 else lead


def _opens(label: Label, after: Strip | None, before: Line | None) -> bool:
    """Whether a numbered sentence has text of its own below it and is no item of a list."""
    if after is None or label_at(after.text) is not None:
        return False
    if before is None or before.role != "body" or before.label is None:
        return True
    return before.label.level != label.level


def _stands_alone(text: str) -> bool:
    """Whether a numbered line without a full stop is a heading."""
    if len(text) > _LONGEST_HEADING or text[-1] in "，、；,;！!" or "；" in text:
        return False
    return text[-1] not in "：:" or len(text) <= _LONGEST_LEAD * 2


def _lead(text: str, begin: int) -> int:
    """The end of a short beginning that a colon parts from the rest: 1、“摸”：…"""
    found = re.compile("[：:]").search(text, begin, begin + _LONGEST_LEAD)
    if (
        found is None
        or found.end() == len(text)
        or re.search("[，；,;]", text[begin : found.start()])
    ):
        return 0
    return found.end()
