"""The outline of a draft as its ordinals tell it: each heading below the one above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.language.labels import Label
from docgen.manuscript import Manuscript

DIVISION: Final = re.compile(
    r"第[一二三四五六七八九十百0-9]{1,3}(?:部分|章|节|编|篇|条|阶段)|附\s*[件录表]\s*[0-9一二三四五六七八九十]{0,2}[：:]?$"
)
"""A line after which everything is counted anew: 第一部分, 第二章, 附件1."""
BOUNDS: Final = frozenset(("title", "salutation", "masthead", "imprint"))
"""Roles of lines behind which nothing counts on."""
LISTS: Final = 3
"""From this level on ordinals also number short lists, which may begin again below one heading."""


class Item(NamedTuple):
    """A line of the outline.

    line: its index.  level: 0 for a division (第一部分), else 1 to 5.  label: None for a
    heading without ordinal.  parent: place in the outline of what it stands below, -1 for none.
    """

    line: int
    level: int
    label: Label | None
    parent: int


def outline_of(paper: Manuscript) -> tuple[Item, ...]:
    """Every heading and every paragraph that an ordinal opens, in reading order.

    A higher level stands below a lower one where that one goes on behind it: 1. （一） （二） 2.
    """
    found: list[tuple[int, int, Label | None]] = []
    for index, line in enumerate(paper.lines):
        if line.role in BOUNDS:
            found.append((index, -1, None))
        elif line.role not in ("heading", "body"):
            continue
        elif line.label is not None:
            found.append((index, line.label.level, line.label))
        elif DIVISION.match(line.text):
            found.append((index, 0, None))
        elif line.role == "heading":
            found.append((index, line.level, None))
    turned = _turned([(level, label) for _, level, label in found])
    items: list[Item] = []
    above: list[tuple[int, float]] = []
    for place, (index, level, label) in enumerate(found):
        if level < 0:
            above.clear()
            continue
        rank = turned[place] + 0.5 if place in turned else level
        while above and above[-1][1] >= rank:
            above.pop()
        items.append(Item(index, level, label, above[-1][0] if above else -1))
        above.append((len(items) - 1, rank))
    return tuple(items)


def _turned(found: Sequence[tuple[int, Label | None]]) -> dict[int, int]:
    """The ordinals that stand below one of a lower level, and that level: the （一） and （二）
    of 1. （一） （二） 2."""
    out: dict[int, int] = {}
    for place, ((level, label), (higher, first)) in enumerate(pairwise(found)):
        if label is None or first is None or not (first.ordinal == 1 and 0 < higher < level):
            continue
        inside: list[int] = []
        for at in range(place + 1, len(found)):
            rank, one = found[at]
            if rank < higher or one is None:
                break
            if rank == level:
                if one.ordinal == label.ordinal + 1:
                    out |= dict.fromkeys(inside, level)
                break
            if rank == higher:
                inside.append(at)
    return out


def siblings(outline: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """Items of one level below one heading, where they have ordinals; each group once.

    A list that begins again below the same heading is a group of its own.
    """
    groups: dict[tuple[int, int], list[Item]] = {}
    part = 0
    for item in outline:
        if item.level == 0:
            part += 1
        elif item.label is not None:
            key = (item.parent if item.parent >= 0 else -1 - part, item.level)
            group = groups.get(key)
            if group and _begins_again(group[-1], item):
                yield tuple(group)
                group = None
            if group is None:
                group = groups[key] = []
            group.append(item)
    yield from map(tuple, groups.values())


def _begins_again(before: Item, item: Item) -> bool:
    assert before.label is not None
    assert item.label is not None
    return item.level >= LISTS and item.label.ordinal == 1 < before.label.ordinal
