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
_MARK: Final = re.compile(r"[^\w]")
_FEW: Final = 3
_MANY: Final = 4
_SLACK: Final = 2
"""By so many characters headings side by side may differ."""
_TERSE: Final = 8
"""So many characters a clause of headings meant as a row has at most; longer ones are sentences."""


def parallels(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Among headings of one group: two that begin alike unless all do, one of another number of clauses, one
    much longer or shorter than the rest."""
    standing = re.compile(str(rule.parameters["除外"]))
    for group in siblings(paper.once(outline_of)):
        headings = [item for item in group if paper.lines[item.line].role == "heading"]
        if len(headings) < _FEW:
            continue
        clauses = [_clauses(paper, item) for item in headings]
        begun: dict[str, int] = {}
        chant = len({parts[0] for parts in clauses}) == 1
        for which, parts in enumerate(clauses):
            first = parts[0]
            if not chant and len(parts) > 1 and len(first) > 1 and first in begun:
                related = (_spot(paper, headings[begun[first]]),)
                yield Hit(_spot(paper, headings[which]), {"开头": first}, "雷同", related=related)
            begun.setdefault(first, which)
        number, common = Counter(map(len, clauses)).most_common(1)[0]
        sizes = [sum(len(_MARK.sub("", part)) for part in parts) for parts in clauses]
        if len(headings) >= _MANY and number > 1 and common == len(headings) - 1:
            which = next(i for i, parts in enumerate(clauses) if len(parts) != number)
            values = {"多数": str(number), "这条": str(len(clauses[which]))}
            variant = "不齐"
        elif common == len(headings) and _built_alike(clauses, sizes):
            which = _odd_one(sizes)
            others = [size for index, size in enumerate(sizes) if index != which]
            values = {"多数": _range(others), "这条": str(sizes[which])}
            variant = "长短"
        else:
            continue
        if which < 0 or standing.search("".join(clauses[which])) or _named_first(paper, headings):
            continue
        yield Hit(_spot(paper, headings[which]), values, variant)


def _built_alike(clauses: list[list[str]], sizes: list[int]) -> bool:
    """Whether headings of as many clauses are meant to run parallel: 抓班子，促团结; 抓班子 抓队伍."""
    row = len(clauses[0]) > 1 or len({parts[0][:1] for parts in clauses}) == 1
    return row and sorted(sizes)[-2] <= _TERSE * len(clauses[0])


def _odd_one(sizes: list[int]) -> int:
    """Which is by more than two characters longer or shorter than all the rest, which are as long
    as each other; -1 for none.  Of three the other two have the same length."""
    for which, size in enumerate(sizes):
        others = sizes[:which] + sizes[which + 1 :]
        slack = _SLACK if len(sizes) >= _MANY else 0
        if max(others) - min(others) <= slack and min(abs(size - o) for o in others) > _SLACK:
            return which
    return -1


def _range(sizes: list[int]) -> str:
    low, high = min(sizes), max(sizes)
    return str(low) if low == high else f"{low}到{high}"


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
