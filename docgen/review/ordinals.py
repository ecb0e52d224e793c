"""Ordinals of headings and items: repeated, left out, mixed, ill-punctuated, out of order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from docgen.finding import Level
from docgen.language.labels import STANDARD, labels_on
from docgen.library.rules import Rule
from docgen.manuscript import Line, Manuscript, Spot
from docgen.review.counting import Fault, Trouble, marks_of, troubles
from docgen.review.engine import Asked, Edit, Hit
from docgen.review.outline import Item, outline_of, siblings

_NUMBERS: Final[dict[str, frozenset[Fault]]] = {
    "重复": frozenset(("重复", "回头")),
    "缺失": frozenset(("跳号", "首项")),
}
_MARKS: Final = "、.．，,：:"
"""Marks people type behind an ordinal."""
_SENTENCES: Final = re.compile("[。；;]")
_DOUBTED: Final[frozenset[Fault]] = frozenset(("首项", "回头"))


def repeated(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A heading's ordinal that is not above the one before it, below the same heading."""
    yield from _headings(paper, "重复")


def skipped(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A heading's ordinal that leaves one out, or a first one that is none."""
    yield from _headings(paper, "缺失")


def _headings(paper: Manuscript, which: str) -> Iterator[Hit]:
    for trouble in troubles(paper):
        if not trouble.family and trouble.fault in _NUMBERS[which]:
            doubt = Level.DOUBT if trouble.fault in _DOUBTED else None
            yield _hit(trouble, paper, doubt)


def broken_runs(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """一是 二是, 首先 其次, 第一 第二: one left out, used twice, without its first, or alone."""
    for trouble in troubles(paper):
        if not trouble.family or trouble.fault == "混用":
            continue
        if trouble.fault == "孤项" and trouble.family != "是":
            continue
        yield _hit(trouble, paper, None if trouble.near else Level.DOUBT)


def mixed_forms(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """An item that goes on in another form than those before it: 一是…第二，…, 一是…二是…3.…;
    a heading that does: 1. 2. 三、"""
    for trouble in troubles(paper):
        if trouble.fault in ("混用", "接续"):
            yield _hit(trouble, paper, None)


def _hit(trouble: Trouble, paper: Manuscript, level: Level | None) -> Hit:
    before = trouble.before
    right = "前应" if trouble.fault == "接续" else "改为"
    values = {right: trouble.right} if trouble.right else {}
    if before is not None:
        values["前一个"] = paper.lines[before.line].text[before.start : before.end]
    return Hit(
        trouble.spot,
        values,
        trouble.fault,
        level=level,
        related=(before,) if before is not None else (),
    )


# -- marks behind ordinals, levels ---------------------------------------------------------------


def ordinal_marks(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The mark behind an ordinal that is not its level's: （一）、 1、 一是、."""
    lines = [(i, paper.lines[i]) for i in paper.prose if paper.lines[i].label is not None]
    forms = Counter(_form(line) for _, line in lines if _level(line) == 3)
    mixed = "1." in forms and len(forms) > 1
    misused = _of_a_higher_rank(paper)
    for index, line in lines:
        assert line.label is not None
        level, form = line.label.level, _form(line)
        right = STANDARD[level]
        if form == right or level == 5 or index in misused:
            continue
        end = len(line.label.raw)
        values = {"现写": form, "应写": right}
        custom = form.startswith(("1)", "1）")) or (form in ("1、", "1．") and not mixed)
        yield Hit(
            Spot(index, 0, end),
            values,
            "混写" if level == 3 and mixed else "标题",
            level=Level.HINT if custom else None,
            hint="这是自动编号，在编号格式里改" if _automatic(line) else f"改为“{right}”",
            edits=() if _automatic(line) else tuple(_edits(index, line, right)),
        )
    numbered = paper.once(marks_of)
    for index in paper.prose:
        text = paper.folded[index]
        for found in numbered[index]:
            if text[found.end : found.end + 1] == "、":
                word = text[found.start : found.end]
                yield Hit(
                    Spot(index, found.start, found.end + 1),
                    {"现写": f"{word}、", "应写": f"{word}，"},
                    "分项",
                    hint=f"改为“{word}，”",
                    edits=(Edit(Spot(index, found.end, found.end + 1), "，"),),
                )


def _of_a_higher_rank(paper: Manuscript) -> set[int]:
    """The lines whose ordinals stand where those of a higher level should: their marks are not
    what is wrong with them."""
    outline = paper.once(outline_of)
    led = {item.parent for item in outline if outline[item.parent].level > item.level > 0}
    led_lines = {outline[parent].line for parent in led if parent >= 0}
    led_lines |= {t.before.line for t in troubles(paper) if t.fault == "接续" and t.before}
    out: set[int] = set()
    for group in siblings(outline):
        lines = {item.line for item in group}
        if lines & led_lines:
            out |= lines
    return out


def _level(line: Line) -> int:
    return line.label.level if line.label else 0


def _automatic(line: Line) -> bool:
    """Whether the ordinal is what a list prints, no characters of the paragraph (column 0)."""
    return line.places[0][1].column == 0


def _edits(index: int, line: Line, right: str) -> Iterator[Edit]:
    """The marks of an ordinal made those of its level; none where 1、2026年 would be 1.2026年."""
    assert line.label is not None
    raw = line.label.raw
    end = len(raw)
    kept = len(raw.rstrip(_MARKS))
    if line.label.level in (2, 4):
        if raw[0] not in "(（":
            return
        for at, half, full in ((0, "(", "（"), (kept - 1, ")", "）")):
            if raw[at] == half:
                yield Edit(Spot(index, at, at + 1), full)
        if kept < end:
            yield Edit(Spot(index, kept, end), "")
    elif not (right == "1." and line.text[end : end + 1].isdigit()):
        yield Edit(Spot(index, kept, end), right[1:])


def _form(line: Line) -> str:
    """The ordinal's form as typed, with the first of its kind for the count: (一)、, 1．."""
    assert line.label is not None
    raw, level = line.label.raw, line.label.level
    symbol = STANDARD[level].strip("（）、.")
    kept = raw.rstrip(_MARKS)
    opening = raw[0] if raw[0] in "（(" else ""
    closing = kept[-1] if kept[-1] in "）)" else ""
    return f"{opening}{symbol}{closing}{raw[len(kept) :]}"


def level_order(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A level below one it cannot stand below, or one or two levels left out."""
    outline = paper.once(outline_of)
    deeper: dict[int, dict[int, Item]] = {}
    for item in outline:
        if item.label is None or item.level == 0:
            continue
        spot = Spot(item.line, 0, len(item.label.raw))
        above = outline[item.parent] if item.parent >= 0 else None
        if above is None or above.label is None:
            continue
        values = {"上级": STANDARD[above.level], "这级": STANDARD[item.level]}
        if above.level > item.level:
            if item.label.ordinal == 1:
                related = (Spot(above.line, 0, len(above.label.raw)),)
                first = above.parent < 0 and item.level == 2
                yield Hit(spot, values, "顶替" if first else "倒置", related=related)
            continue
        beside = deeper.setdefault(item.parent, {})
        lower = [first for level, first in beside.items() if level > item.level]
        if lower and item.label.ordinal == 1:
            values["上级"] = STANDARD[lower[0].level]
            related = (Spot(lower[0].line, 0, len(lower[0].label.raw if lower[0].label else "")),)
            yield Hit(spot, values, "倒置", related=related)
            continue
        beside.setdefault(item.level, item)
        missing = item.level - above.level - 1
        if not missing or item.level == 5 or item.label.ordinal != 1:
            continue
        values["缺级"] = STANDARD[above.level + 1]
        line = paper.lines[item.line]
        if missing > 1:
            doubt = None if line.role == "heading" else Level.HINT
            yield Hit(spot, values, "跳级", level=doubt)
        elif line.role == "heading" and line.head == len(line.text):
            yield Hit(spot, values, "跳级", level=Level.HINT)


def heading_marks(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A mark at the end of a heading that stands alone on its line, as its siblings do."""
    outline = paper.once(outline_of)
    after = {item.line: other for item, other in pairwise(outline)}
    longest = int(str(rule.parameters["最长"]))
    for group in siblings(outline):
        texts = [paper.lines[item.line].text for item in group]
        if group[0].level > 2 or not all(_alone(text, longest) for text in texts):
            continue
        for item, text in zip(group, texts, strict=True):
            if text[-1] not in "。，：,:" or not _has_text(paper, item, after.get(item.line)):
                continue
            spot = Spot(item.line, len(text) - 1, len(text))
            colon = text[-1] in "：:"
            yield Hit(spot, level=Level.HINT if colon else None, edits=(Edit(spot, ""),))


def _alone(text: str, longest: int) -> bool:
    """Whether a line could be a heading: short, of one sentence, no item of a list."""
    return len(text) <= longest and text[-1] not in "；;" and not _SENTENCES.search(text[:-1])


def _has_text(paper: Manuscript, item: Item, after: Item | None) -> bool:
    """Whether something stands below the heading."""
    if after is not None and after.line == item.line + 1:
        return after.level > item.level
    below = paper.lines[item.line + 1 : item.line + 2]
    return bool(below) and below[0].role == "body"


def alone_or_empty(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The only ordinal of its level below a heading; a heading with nothing below it."""
    outline = paper.once(outline_of)
    led = {outline[item.parent].line for item in outline if item.parent >= 0}
    for group in siblings(outline):
        first = group[0]
        assert first.label is not None
        alone = len(group) == 1 == first.label.ordinal
        if alone and not any(labels_on(paper.folded[first.line], first.label)):
            spot = Spot(first.line, 0, len(first.label.raw))
            yield Hit(spot, {"层": STANDARD[first.level]}, "孤项")
        empty = [i for i in group if i.line not in led and _is_empty(paper, i)]
        if empty and len(empty) * 2 <= len(group):
            for item in empty:
                yield Hit(Spot(item.line, 0, len(paper.lines[item.line].text)), variant="空标题")


def _is_empty(paper: Manuscript, item: Item) -> bool:
    """Whether a heading alone on its line has nothing below it before the next of its rank."""
    line = paper.lines[item.line]
    if line.role != "heading" or line.head < len(line.text) or line.text[-1] in "。；":
        return False
    if item.line + 1 == len(paper.lines):
        return True
    after = paper.lines[item.line + 1]
    if after.role == "heading":
        level = after.label.level if after.label else after.level
        return level <= item.level
    return after.role in ("organ", "date")
