"""What of a template the drafts of given facts came to: which side of a test, how many turns of a
loop, which clause and which slot, and which units show all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.compose.anatomy import Anatomy, Part, Site, site_of
from docgen.document import Document, spans, walk

Outcome: TypeAlias = Literal["取", "舍", "缺", "0", "1", "多", "写", "未写", "填", "待填"]
"""Of a test 取 舍, of a loop 0 1 多 turns, of an optional clause 写 未写, of a slot 填 待填; 缺: a
test or loop met a gap."""

OUTCOMES: Final[Mapping[str, tuple[Outcome, ...]]] = {
    "if": ("取", "舍", "缺"),
    "for": ("0", "1", "多", "缺"),
    "[[ ]]": ("写", "未写"),
    "{{ }}": ("填", "待填"),
}
_TRIED: Final = 200_000
"""So many choices are tried before the search for the smallest set gives up."""


class Covered(NamedTuple):
    """A part with the units that showed each of its outcomes."""

    part: Part
    units: Mapping[Outcome, tuple[str, ...]]

    def count(self, outcome: Outcome) -> int:
        """How many units showed it."""
        return len(self.units.get(outcome, ()))

    @property
    def reached(self) -> bool:
        """Whether any unit came to it at all."""
        return any(self.units.values())


class Dead(NamedTuple):
    """Words that no unit's draft holds: of a test the side, 取 or 舍; else the whole part."""

    part: Part
    side: str


class Cover(NamedTuple):
    """The units that together show all that any shows.  smallest: proven, not only found."""

    units: tuple[str, ...]
    outcomes: int
    smallest: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the drafts of some units came to, by part, in the order of the template."""

    rows: tuple[Covered, ...]
    dead: tuple[Dead, ...]
    cover: Cover

    def of(self, kind: str) -> tuple[Covered, ...]:
        """The rows of this kind."""
        return tuple(row for row in self.rows if row.part.site.kind == kind)


def coverage(taken: Anatomy, drafts: Mapping[str, Document]) -> Coverage:
    """The coverage by these drafts, by the name of their unit."""
    inner = _inner_sites(taken)
    found: dict[tuple[Site, Outcome], list[str]] = {}
    for name, document in drafts.items():
        for item in dict.fromkeys(_outcomes(document, inner)):
            found.setdefault(item, []).append(name)
    rows = tuple(
        Covered(
            part,
            {
                outcome: tuple(found.get((part.site, outcome), ()))
                for outcome in OUTCOMES[part.site.kind]
            },
        )
        for part in taken.parts
        if not part.macro and part.site.kind in OUTCOMES
    )
    return Coverage(rows, tuple(_dead(rows)), smallest_cover(found.values(), list(drafts)))


def _inner_sites(taken: Anatomy) -> dict[Site, frozenset[Site]]:
    """For each optional clause the sites of the parts in it."""
    inner: dict[Site, set[Site]] = {}
    for part in taken.parts:
        for branch in part.inside:
            if branch.side == "写":
                inner.setdefault(branch.site, set()).add(part.site)
    return {site: frozenset(sites) for site, sites in inner.items()}


def _outcomes(
    document: Document, inner: Mapping[Site, frozenset[Site]]
) -> Iterator[tuple[Site, Outcome]]:
    sites = [site_of(slot) for slot in document.provenance.slots]
    seen: set[Site] = set()
    for decision in document.provenance.decisions:
        site = sites[decision.slot]
        outcome = _outcome(site.kind, decision.outcome)
        if outcome is not None:
            seen.add(site)
            yield site, outcome
    for text in walk(document):
        for span in spans(text):
            if span.slot >= 0 and span.kind != "region":
                site = sites[span.slot]
                seen.add(site)
                if site.kind == "{{ }}":
                    yield site, "待填" if span.kind == "gap" else "填"
    for clause, sites_in in inner.items():
        if not seen.isdisjoint(sites_in):  # what vanished leaves nothing of what was in it
            yield clause, "写"


def _outcome(kind: str, said: str) -> Outcome | None:
    if kind == "for" and said.endswith("次"):
        turns = int(said.removesuffix("次"))
        return "0" if not turns else "1" if turns == 1 else "多"
    known: dict[str, Outcome] = {"取": "取", "舍": "舍", "缺": "缺", "未写": "未写"}
    return known.get(said)


def _dead(rows: Iterable[Covered]) -> Iterator[Dead]:
    """What no draft holds; what stands inside it is not told again."""
    dead: set[tuple[Site, str]] = set()
    for row in rows:
        if any((branch.site, branch.side) in dead for branch in row.part.inside):
            continue
        for side in _dead_sides(row):
            dead.add((row.part.site, side))
            yield Dead(row.part, side)


def _dead_sides(row: Covered) -> Iterator[str]:
    match row.part.site.kind:
        case "if":
            if not row.count("取"):
                yield "取"
            if row.part.other and not row.count("舍"):
                yield "舍"
        case "for":
            if not row.count("1") and not row.count("多"):
                yield "每"
        case "[[ ]]":
            if not row.count("写"):
                yield "写"
        case _:
            if not row.count("填") and not row.part.call:
                yield "填"


# -- the smallest set of units ---------------------------------------------------------------------


def smallest_cover(shown: Iterable[Iterable[str]], units: list[str]) -> Cover:
    """The fewest units of which each outcome has one that showed it, the earlier before the later.

    shown: for each outcome the units that showed it.  Greedy first, then searched through.
    """
    number = {unit: at for at, unit in enumerate(units)}
    sets = [frozenset(number[unit] for unit in having) for having in shown]
    wanted: list[frozenset[int]] = []
    for having in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if not any(other <= having for other in wanted):  # who shows that shows this as well
            wanted.append(having)
    best = _greedy(wanted)
    search = _Search(best)
    search.run(tuple(wanted), ())
    return Cover(tuple(units[at] for at in sorted(search.best)), len(sets), search.tried < _TRIED)


def _greedy(wanted: Iterable[frozenset[int]]) -> tuple[int, ...]:
    left, chosen = list(wanted), []
    while left:
        counts: dict[int, int] = {}
        for having in left:
            for unit in having:
                counts[unit] = counts.get(unit, 0) + 1
        pick = min(counts, key=lambda unit: (-counts[unit], unit))
        chosen.append(pick)
        left = [having for having in left if pick not in having]
    return tuple(chosen)


class _Search:
    """Branch and bound: the rarest outcome first, each of its units in turn."""

    def __init__(self, best: tuple[int, ...]) -> None:
        self.best = best
        self.tried = 0

    def run(self, left: tuple[frozenset[int], ...], chosen: tuple[int, ...]) -> None:
        """Try every way to cover what is left that could be smaller than the best."""
        self.tried += 1
        if not left:
            if len(chosen) < len(self.best):
                self.best = chosen
            return
        if len(chosen) + _apart(left) >= len(self.best) or self.tried >= _TRIED:
            return
        rarest = min(left, key=_size)
        for unit in sorted(rarest):
            self.run(tuple(having for having in left if unit not in having), (*chosen, unit))


def _size(having: frozenset[int]) -> int:
    return len(having)


def _apart(left: Iterable[frozenset[int]]) -> int:
    """How many outcomes at least share no unit: so many units are needed."""
    taken: set[int] = set()
    count = 0
    for having in left:
        if taken.isdisjoint(having):
            taken |= having
            count += 1
    return count
