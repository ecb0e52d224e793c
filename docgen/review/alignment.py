"""Aligning two sequences: what is the same in both, and what stands for what where they differ."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias, TypeVar

T = TypeVar("T", bound=Hashable)
Pair: TypeAlias = tuple[int, int]
"""An index of the old and one of the new sequence; -1 where one has nothing for it."""

_MOST_SAME: Final = 1_000_000
"""So many pairs of items are looked at for equal ones between two anchors."""
_MOST_LIKE: Final = 40_000
"""So many pairs are weighed by their likeness at a time; what is longer is cut into as many parts
on both sides, of which each is weighed against its own only."""
_MOST_LIKE_OF_MANY: Final = 400
_MANY: Final = 4_000_000
"""Of sequences of so many pairs the parts are smaller, so that time stays linear."""


def align(
    old: Sequence[T], new: Sequence[T], like: Callable[[int, int], float], least: float
) -> list[Pair]:
    """Every index of both sequences once, in order, paired where the items are equal or alike.

    like: how alike the items of these indexes are, 0 to 1; below `least` they are no pair.
    Between two pairs what only the old sequence has comes first.
    """
    out: list[Pair] = []
    before = (0, 0)
    most = _MOST_LIKE if len(old) * len(new) <= _MANY else _MOST_LIKE_OF_MANY
    for a, b in (*same(old, new), (len(old), len(new))):
        out += _between(range(before[0], a), range(before[1], b), like, least, most)
        if a < len(old):
            out.append((a, b))
        before = (a + 1, b + 1)
    return out


def same(old: Sequence[T], new: Sequence[T]) -> list[Pair]:
    """Pairs of equal items in rising order of both indexes.

    Items that each sequence has once anchor the others, so that time is linear in long texts.
    """
    anchors = _anchors(old, new)
    out: list[Pair] = []
    low_a = low_b = 0
    for a, b in (*anchors, (len(old), len(new))):
        out += _near(old, new, (low_a, a), (low_b, b))
        if a < len(old):
            out.append((a, b))
        low_a, low_b = a + 1, b + 1
    return out


def _anchors(old: Sequence[T], new: Sequence[T]) -> list[Pair]:
    """The longest rising chain of items that stand once in each."""
    times, others = Counter(old), Counter(new)
    where = {item: index for index, item in enumerate(new) if others[item] == 1}
    pairs = [(a, where[item]) for a, item in enumerate(old) if times[item] == 1 and item in where]
    tails: list[int] = []
    ends: list[int] = []
    links: list[int] = []
    for number, (_, b) in enumerate(pairs):
        at = bisect_left(tails, b)
        links.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [b]
        ends[at : at + 1] = [number]
    chain: list[Pair] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = links[number]
    return chain[::-1]


def _near(old: Sequence[T], new: Sequence[T], of_old: Pair, of_new: Pair) -> Iterator[Pair]:
    """Equal items between two anchors: at both ends, and between them the longest runs."""
    (a, a_end), (b, b_end) = of_old, of_new
    while a < a_end and b < b_end and old[a] == new[b]:
        yield a, b
        a, b = a + 1, b + 1
    tail = 0
    while a < a_end - tail and b < b_end - tail and old[a_end - tail - 1] == new[b_end - tail - 1]:
        tail += 1
    if 0 < (a_end - tail - a) * (b_end - tail - b) <= _MOST_SAME:
        left, right = old[a : a_end - tail], new[b : b_end - tail]
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        for run in matcher.get_matching_blocks():
            yield from ((a + run.a + step, b + run.b + step) for step in range(run.size))
    yield from ((a_end - step, b_end - step) for step in range(tail, 0, -1))


def _between(
    left: range, right: range, like: Callable[[int, int], float], least: float, most: int
) -> Iterator[Pair]:
    """What stands between two pairs of equal items: the pairs that are most alike in all, in order."""
    if not left or not right:
        yield from ((a, -1) for a in left)
        yield from ((-1, b) for b in right)
        return
    if len(left) * len(right) > most:
        half = [(len(side) + 1) // 2 for side in (left, right)]
        yield from _between(left[: half[0]], right[: half[1]], like, least, most)
        yield from _between(left[half[0] :], right[half[1] :], like, least, most)
        return
    steps = _table(left, right, like, least)
    pairs: list[Pair] = []
    a, b = len(left), len(right)
    while a and b:
        step = steps[a][b]
        if step == "pair":
            pairs.append((left[a - 1], right[b - 1]))
        a, b = a - (step != "new"), b - (step != "old")
    pairs.reverse()
    at_a, at_b = left.start, right.start
    for a, b in (*pairs, (left.stop, right.stop)):
        yield from ((index, -1) for index in range(at_a, a))
        yield from ((-1, index) for index in range(at_b, b))
        if a < left.stop:
            yield a, b
        at_a, at_b = a + 1, b + 1


def _table(
    left: range, right: range, like: Callable[[int, int], float], least: float
) -> list[list[str]]:
    """For each number of items taken from both sides the last step of the best way there."""
    row = [0.0] * (len(right) + 1)
    steps = [["new"] * (len(right) + 1)]
    for a in left:
        above, row, step = row, [0.0], ["old"]
        for taken, b in enumerate(right, 1):
            worth = like(a, b)
            best, way = above[taken], "old"
            if row[-1] > best:
                best, way = row[-1], "new"
            if worth >= least and above[taken - 1] + worth > best:
                best, way = above[taken - 1] + worth, "pair"
            row.append(best)
            step.append(way)
        steps.append(step)
    return steps
