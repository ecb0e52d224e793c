"""Samples of very many drafts: which drafts have a clause in common, counted in little memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

_FEW: Final = 20
"""Drafts that may have a clause in common for it to tell a pair apart, as in `review.likeness`."""
_PARTS: Final = 8
"""The samples are sorted in so many parts, one after the other, to hold down memory."""
_MOST_PAIRS: Final = 400_000
"""Pairs whose clauses in common are counted at a time; the rarest are let go."""


def owners_of(found: Iterable[Collection[int]]) -> Iterator[list[int]]:
    """For each sample that several drafts have, which those are, in order.

    found: the samples of each draft.
    """
    parts = [array("Q") for _ in range(_PARTS)]
    for owner, samples in enumerate(found):
        for sample in samples:
            parts[sample % _PARTS].append(sample << 32 | owner)
    while parts:
        owners: list[int] = []
        last = -1
        for packed in sorted(parts.pop()):
            if packed >> 32 != last:
                if len(owners) > 1:
                    yield owners
                last = packed >> 32
                owners = []
            owners.append(packed & 0xFFFFFFFF)
        if len(owners) > 1:
            yield owners


class Pairs:
    """How many clauses two drafts have in common, counted for the pairs that have most."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[int, int]] = Counter()
        self.floor = 0

    def add(self, owners: Sequence[int]) -> None:
        """Count a clause that these drafts have, unless they are too many to tell of."""
        if len(owners) > _FEW:
            return
        self.counts.update(combinations(owners, 2))
        while len(self.counts) > _MOST_PAIRS:
            self.floor += 1
            self.counts = Counter(
                {pair: count for pair, count in self.counts.items() if count > self.floor}
            )

    def nearest(self) -> dict[int, tuple[int, int]]:
        """For each draft the one it has most clauses in common with, and how many."""
        found: dict[int, tuple[int, int]] = {}
        for (one, other), meets in sorted(self.counts.items()):
            for number, near in ((one, other), (other, one)):
                if meets > found.get(number, (0, 0))[1]:
                    found[number] = near, meets
        return found
