"""Headings side by side that do not run parallel, or begin with the same words (OUT011)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit
from docgen.review.outline import Item, outline_of, siblings

_PAUSE: Final = re.compile(r"[，、；\s]+")
_FEW: Final = 3
_MANY: Final = 4


def parallels(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Among headings of one group: two that begin alike, or one of another number of clauses."""
    standing = re.compile(str(rule.parameters["除外"]))
    for group in siblings(paper.once(outline_of)):
        headings = [item for item in group if paper.lines[item.line].role == "heading"]
        if len(headings) < _FEW:
            continue
        clauses = [_clauses(paper, item) for item in headings]
        begun: dict[str, int] = {}
        for which, parts in enumerate(clauses):
            first = parts[0]
            if len(parts) > 1 and len(first) > 1 and first in begun:
                related = (_spot(paper, headings[begun[first]]),)
                yield Hit(_spot(paper, headings[which]), {"开头": first}, "雷同", related=related)
            begun.setdefault(first, which)
        number, common = Counter(map(len, clauses)).most_common(1)[0]
        if len(headings) >= _MANY and number > 1 and common == len(headings) - 1:
            which = next(i for i, parts in enumerate(clauses) if len(parts) != number)
            if standing.search("".join(clauses[which])) or _named_first(paper, headings):
                continue
            values = {"多数": str(number), "这条": str(len(clauses[which]))}
            yield Hit(_spot(paper, headings[which]), values, "不齐")


def _named_first(paper: Manuscript, headings: list[Item]) -> bool:
    """Whether the headings begin with a name of their own: “摸”：摸清底数."""
    return any("：" in paper.folded[i.line][: paper.lines[i.line].head - 1] for i in headings)


def _clauses(paper: Manuscript, item: Item) -> list[str]:
    text = paper.folded[item.line][len(item.label.raw) if item.label else 0 :]
    line = paper.lines[item.line]
    head = line.head - (len(item.label.raw) if item.label else 0)
    return _PAUSE.split(text[:head].strip(" 。：，"))


def _spot(paper: Manuscript, item: Item) -> Spot:
    start = len(item.label.raw) if item.label else 0
    return Spot(item.line, start, max(paper.lines[item.line].head, start + 1))
