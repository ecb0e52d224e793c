"""How alike the drafts of a batch are: each one's own wording, its nearest, the pairs most alike.

Drafts of one template are compared with each other, and each with the one that its unit made a
period before.  What most drafts say is the template's or the county's and tells no pair apart.

Up to EXACT drafts of a template every run of characters is looked at, and the numbers are those
of `review.likeness`.  Of more drafts the samples are: one number for each clause, so that the
work grows with the number of clauses alone.  The shares then are estimates; that of a draft's own
wording errs upwards, as a clause whose beginning was changed counts as its own.  A pair that is
told of, and what was taken from the last period, is measured on the wordings themselves.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Final

from docgen.batch.imprint import length_of, read_imprint, samples_of
from docgen.batch.made import Key
from docgen.batch.samples import Pairs, owners_of
from docgen.finding import Finding, Level, Place
from docgen.library.likeness import LikenessRules
from docgen.review.likeness import likeness, shared_share
from docgen.review.passages import Pair, common_runs, nearest_pairs, pair_of

EXACT: Final = 150
"""So many drafts of a template are compared run by run, in two seconds or so."""

_TELLERS: Final = 64
"""Drafts, spread evenly, that are asked what most drafts say."""
_SHOWN: Final = 60
"""Characters of a stretch that a finding shows."""
_MARGIN: Final = 15
"""Percent by which an estimate may be low and the draft still is measured."""
_BREAK: Final = "\n"
NONE: Final[Mapping[Key, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Alike:
    """A draft against the others of its template.

    length: characters that count.  own: percent of them that no other draft has.  nearest: the
    draft it shares most with, None when with none, and alike: percent of its characters shared
    with that one.  taken: percent that stood in its unit's last draft, None without one.
    exact: whether own and alike are; else they are estimates.
    """

    length: int
    own: float
    nearest: Key | None = None
    alike: float = 0.0
    taken: float | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing the drafts came to; pairs: those worth showing, the most alike first."""

    drafts: Mapping[Key, Alike]
    pairs: tuple[Pair[Key], ...]
    findings: Mapping[Key, tuple[Finding, ...]]


def compare(
    prints: Mapping[Key, bytes],
    rules: LikenessRules,
    earlier: Mapping[Key, bytes] = NONE,
    *,
    text_of: Callable[[Key], str] | None = None,
    most: int = 20,
    exact: int = EXACT,
) -> Comparison:
    """The drafts whose imprints these are, compared.

    prints, earlier: read on demand, so that they may lie in a file; earlier has under a draft's
    key the imprint of what its unit made of the template a period before.  text_of: the lines
    of a draft, asked for the drafts of `pairs` alone.  most: how many pairs are wanted of each
    template.  exact: up to how many drafts nothing is estimated.
    """
    drafts: dict[Key, Alike] = {}
    pairs: list[Pair[Key]] = []
    findings: dict[Key, tuple[Finding, ...]] = {}
    for _, group in groupby(sorted(prints, key=lambda key: (key[1], key[0])), key=lambda k: k[1]):
        made = _Group(tuple(group), prints, rules)
        alike = made.all_runs() if len(made.keys) <= exact else made.sampled()
        for key, found in alike.items():
            before = earlier.get(key)
            drafts[key] = replace(found, taken=made.taken(key, before)) if before else found
        beside = made.pairs(drafts, most)
        shown = [
            _with_lines(pair, text_of) if number < most and pair.is_like(rules) else pair
            for number, pair in enumerate(beside)
        ]
        pairs += (pair for pair in shown[:most] if pair.is_like(rules))
        of_key: dict[Key, list[Pair[Key]]] = {}
        for pair in shown:
            for key in (pair.one, pair.other):
                of_key.setdefault(key, []).append(pair)
        for key in made.keys:
            told = tuple(made.findings(key, drafts[key], of_key.get(key, ())))
            if told:
                findings[key] = told
    pairs.sort(key=lambda pair: _rank(pair, rules))
    return Comparison(drafts, tuple(pairs), findings)


def _rank(pair: Pair[Key], rules: LikenessRules) -> tuple[bool, float, Key, Key]:
    """The most alike first, after all others those that share a sentence or two."""
    share = max(pair.one_share, pair.other_share)
    return pair.characters < rules.alike_least, -share, pair.one, pair.other


class _Group:
    """The drafts of one template."""

    def __init__(
        self, keys: tuple[Key, ...], prints: Mapping[Key, bytes], rules: LikenessRules
    ) -> None:
        self.keys = keys
        self.prints = prints
        self.rules = rules
        self.exact = True
        self.common = self._common()

    def words(self, key: Key) -> str:
        return read_imprint(self.prints[key]).wording

    def unit(self, key: Key) -> str:
        return read_imprint(self.prints[key]).unit

    def _common(self) -> frozenset[str]:
        """The runs that most drafts have."""
        if len(self.keys) < self.rules.most_of:
            return frozenset()
        step = max(1, len(self.keys) // _TELLERS)
        tellers = self.keys[::step][:_TELLERS]
        return common_runs([self.words(key) for key in tellers], self.rules.most)

    # -- every run ---------------------------------------------------------------------------

    def all_runs(self) -> dict[Key, Alike]:
        """The drafts as `review.likeness` measures them."""
        names = {str(number): key for number, key in enumerate(self.keys)}
        measured = likeness({name: self.words(key) for name, key in names.items()})
        return {
            names[name]: Alike(found.length, found.own, names.get(found.nearest), found.alike)
            for name, found in measured.items()
        }

    # -- samples -----------------------------------------------------------------------------

    def sampled(self) -> dict[Key, Alike]:
        """The drafts as their samples tell."""
        self.exact = False
        count = len(self.keys)
        lengths, shared, common = (array("I", bytes(4 * count)) for _ in range(3))

        def found() -> Iterator[Collection[int]]:
            for number, key in enumerate(self.keys):
                samples = frozenset(samples_of(self.prints[key]))
                lengths[number] = len(samples)
                yield samples

        pairs = Pairs()
        enough = self.rules.most * count / 100
        for owners in owners_of(found()):
            for owner in owners:
                shared[owner] += 1
            if len(owners) > enough:
                for owner in owners:
                    common[owner] += 1
            pairs.add(owners)
        nearest = pairs.nearest()
        out = {}
        for number, key in enumerate(self.keys):
            all_of = lengths[number] or 1
            other, meets = nearest.get(number, (0, 0))
            out[key] = Alike(
                length_of(self.prints[key]),
                100 - 100 * shared[number] / all_of,
                self.keys[other] if meets else None,
                100 * min(all_of, common[number] + meets) / all_of if meets else 0.0,
                exact=False,
            )
        return out

    # -- against the last period ----------------------------------------------------------------

    def taken(self, key: Key, before: bytes) -> float:
        """Percent of the draft's wording that stood in this earlier one."""
        if not self.exact:
            now, then = samples_of(self.prints[key]), frozenset(samples_of(before))
            share = 100 * sum(sample in then for sample in now) / (len(now) or 1)
            if share < self.rules.taken_hint - _MARGIN:
                return share
        return shared_share(self.words(key), [read_imprint(before).wording])

    # -- pairs and findings ----------------------------------------------------------------------

    def pairs(self, drafts: Mapping[Key, Alike], most: int) -> list[Pair[Key]]:
        """The pairs of nearest drafts, measured, most alike first: those that may give a finding
        and the likeliest of the others."""
        near = nearest_pairs(
            (key, found.nearest, found.alike)
            for key in self.keys
            if (found := drafts[key]).nearest is not None
        )
        floor = self.rules.alike - _MARGIN
        beside = (
            pair_of(one, other, (self.words(one), self.words(other)), self.common)
            for number, (one, other, share) in enumerate(near)
            if number < 2 * most or share >= floor
        )
        return sorted(beside, key=lambda pair: _rank(pair, self.rules))

    def findings(self, key: Key, found: Alike, pairs: Iterable[Pair[Key]]) -> Iterator[Finding]:
        """What is doubtful about a draft.  pairs: those it is in."""
        rules, place = self.rules, Place(key[0])
        if found.length < rules.least:
            return
        beside = max(pairs, key=lambda pair: pair.share(key), default=None)
        alike = (
            beside is not None
            and beside.share(key) >= rules.alike
            and beside.characters >= rules.alike_least
        )
        if beside is not None and alike:
            other = beside.other if key == beside.one else beside.one
            yield Finding(
                "SIM001",
                Level.DOUBT,
                f"自己的话里有{_percent(beside.share(key))}与{self.unit(other)}的稿相同",
                place,
                quote=_shown(beside.quote(key)),
                hint=f"与{self.unit(other)}核对是谁写的；不是自己做的事删去，是自己做的写出自己的地方和做法",
                basis=rules.basis,
                related=(Place(other[0]),),
            )
        if found.own < rules.own and not alike:  # which says why
            yield Finding(
                "SIM002",
                Level.DOUBT,
                f"稿中只有{_percent(found.own)}是自己的话，别的都在别家的稿里也有",
                place,
                hint="添上本单位做的事、地方和数，或者少用现成的话",
                basis=rules.basis,
            )
        if found.taken is not None and found.taken >= rules.taken_hint:
            yield Finding(
                "SIM003",
                Level.ERROR
                if found.taken >= rules.taken_error
                else Level.DOUBT
                if found.taken >= rules.taken
                else Level.HINT,
                f"稿中{_percent(found.taken)}是上期写过的话",
                place,
                hint="逐段看过：这一期还是这样的留下，别的换成这一期的事",
                basis=rules.basis,
            )


def _shown(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "……"


def _percent(share: float) -> str:
    return f"{share:.0f}%"


def _with_lines(pair: Pair[Key], text_of: Callable[[Key], str] | None) -> Pair[Key]:
    """The pair with the clauses in which its stretches stand."""
    if text_of is None:
        return pair
    return pair.quoted(*(text_of(key).split(_BREAK) for key in (pair.one, pair.other)))
