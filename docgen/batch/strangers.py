"""What stands in a draft and is another unit's: its name, a place of its own, a sentence with its
figures.

Looked for among the units of one county.  A false alarm is worse than a miss: a place that two
units have, a longer name that holds another, a name said on purpose, and a sentence that many
have are left alone.  data/norms/rules/strangers.yaml says which words decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.batch.imprint import Imprint, Sentence, read_imprint
from docgen.batch.likeness import NONE
from docgen.batch.made import Key
from docgen.finding import Finding, Level, Place
from docgen.language import figures
from docgen.library.strangers import StrangerRules
from docgen.review.shares import LABEL

_SHOWN: Final = 60
"""Characters of a sentence that are shown."""
_QUOTED: Final = 3
"""Sentences that are shown of many."""
_CLAUSES: Final = re.compile("[，；：]")
_DIGIT: Final = re.compile("[0-9]")
_MARKS: Final = re.compile(r"[\W_]")


def strangers(
    prints: Mapping[Key, bytes],
    county_of: Callable[[Key], str],
    rules: StrangerRules,
    earlier: Mapping[Key, bytes] = NONE,
) -> Mapping[Key, tuple[Finding, ...]]:
    """What is another unit's in each draft; drafts with nothing of the kind are left out.

    county_of: what the draft's unit has in common with its neighbours, such as the folder they
    lie in.  earlier: as in `likeness.compare`; a place that the unit's last draft named too is
    taken for one of its own, which has the name of another's.  Imprints are read county by
    county.
    """
    counties: dict[str, list[Key]] = {}
    for key in prints:
        counties.setdefault(county_of(key), []).append(key)
    out = {}
    for keys in counties.values():
        county = _County({key: read_imprint(prints[key], words=False) for key in keys}, rules)
        for key, draft in county.drafts.items():
            names = county.names(key, draft, earlier.get(key, b""))
            found = (*names, *county.sentences(key, draft))
            if found:
                out[key] = found
    return out


class _Told(NamedTuple):
    """A sentence of a writer's: without its label, its clauses, and each two that stand together."""

    bare: str
    clauses: Sequence[str]
    pairs: Sequence[str]


class _County:
    """The drafts of a county's units, and what belongs to whom.

    told: the writers' sentences with figures, read once; weights: of their clauses, see `_weight`.
    owners: of each name, those units that have it.  having: of each of the writers' sentences
    with figures, those units in whose drafts it stands; beside: of each two of its clauses that
    stand together, see `_told`.
    """

    def __init__(self, drafts: Mapping[Key, Imprint], rules: StrangerRules) -> None:
        self.rules = rules
        self.drafts = {key: draft for key, draft in drafts.items() if draft.kind not in rules.above}
        self.units = {source for source, _ in self.drafts}
        self.told: dict[str, _Told] = {}
        self.weights: dict[str, tuple[int, int]] = {}
        self.most = min(rules.units, len(self.units) / 2)
        self.owners: dict[str, dict[str, str]] = {}
        self.having: dict[str, dict[str, str]] = {}
        self.beside: dict[str, tuple[str, ...]] = {}
        self.unit_of = {source: draft.unit for (source, _), draft in self.drafts.items()}
        for (source, _), draft in self.drafts.items():
            alone = (source,)  # one for all that it has, as most have nothing in common
            for name in draft.names:
                if rules.is_name(name):
                    self.owners.setdefault(name, {})[source] = draft.unit
            for sentence in draft.sentences:
                if sentence.own:
                    told = self.told.get(sentence.text)
                    if told is None:
                        told = self.told[sentence.text] = _told(sentence.text)
                    self.having.setdefault(told.bare, {})[source] = draft.unit
                    for pair in told.pairs:
                        known = self.beside.setdefault(pair, alone)
                        if source not in known and len(known) <= rules.units:
                            self.beside[pair] = (*known, source)
        self.lengths = sorted({len(name) for name in self.owners}, reverse=True)

    # -- names -------------------------------------------------------------------------------

    def names(self, key: Key, draft: Imprint, before: bytes) -> Iterator[Finding]:
        """A finding for each name that only another unit has.  before: its last draft, or b""."""
        own = {*draft.names, *draft.said}
        found: dict[str, Sentence] = {}
        for sentence in draft.sentences:
            for end in sentence.ends:
                name = self._foreign(sentence, end, own)
                if name:
                    found.setdefault(name, sentence)
        last = read_imprint(before, words=False).sentences if found and before else ()
        for name, sentence in found.items():
            is_place = name not in self.owners[name].values()
            if not (is_place and any(self._names(said, name) for said in last)):
                yield self._named(key, name, sentence)

    def _names(self, sentence: Sentence, name: str) -> bool:
        return any(
            sentence.text.endswith(name, 0, end)
            and self.rules.begins(sentence.text[: end - len(name)])
            for end in sentence.ends
        )

    def _foreign(self, sentence: Sentence, end: int, own: set[str]) -> str:
        """The name that ends there and is another's, "" when there is none."""
        text = sentence.text
        if any(text.endswith(name, 0, end) for name in own):
            return ""
        for length in self.lengths:
            start = end - length
            name = text[start:end] if start >= 0 else ""
            if name in self.owners:
                alone = len(self.owners[name]) == 1
                return name if alone and self.rules.is_named(text, start, end) else ""
        return ""

    def _named(self, key: Key, name: str, sentence: Sentence) -> Finding:
        ((source, unit),) = self.owners[name].items()
        what = f"“{name}”是另一个单位" if name == unit else f"“{name}”是{unit}的"
        return Finding(
            "SIM004",
            Level.ERROR,
            f"{what}，写进了这份稿",
            Place(key[0]),
            quote=_shown(sentence.text),
            hint=f"改成本单位的；确实要说到它的，台账里写 文稿: {{提到: [{name}]}}",
            basis=self.rules.basis,
            related=(Place(source),),
        )

    # -- sentences ---------------------------------------------------------------------------

    def _tells(self, told: _Told) -> bool:
        """Whether the sentence cannot be two units' by chance.

        So many of its figures are none that agree by chance (1次, 5万元, 100% do), or it is long.
        """
        amounts = (found.quantity.amount for found in figures(told.bare) if found.quantity)
        if sum(_digits(amount) > 1 for amount in amounts) >= self.rules.figures:
            return True
        count, words = self._weight(told.clauses)
        return count >= self.rules.figures and words >= self.rules.long

    def _weight(self, clauses: Sequence[str]) -> tuple[int, int]:
        """How many figures the clauses have that are no standard, and characters beside figures."""
        count = words = 0
        for clause in clauses:
            weight = self.weights.get(clause)
            if weight is None:
                weight = self.weights[clause] = self._weight_of(clause)
            count, words = count + weight[0], words + weight[1]
        return count, words

    def _weight_of(self, clause: str) -> tuple[int, int]:
        found = figures(clause)
        is_standard = self.rules.prescribed.search(clause) is not None
        words = at = 0
        for figure in found:
            words += len(_MARKS.sub("", clause[at : figure.start]))
            at = figure.end
        words += len(_MARKS.sub("", clause[at:]))
        return 0 if is_standard else sum(f.quantity is not None for f in found), words

    def _few(self, having: Collection[str]) -> bool:
        """Whether so few units have it that it is not the county's."""
        return 1 < len(having) <= self.most

    def sentences(self, key: Key, draft: Imprint) -> Iterator[Finding]:
        """A finding for each unit, or few, that have sentences of the draft with the same figures."""
        alike: dict[tuple[str, ...], dict[str, None]] = {}
        parts: dict[tuple[str, ...], dict[str, None]] = {}
        for sentence in draft.sentences:
            if not sentence.own:
                continue
            told = self.told[sentence.text]
            having = self.having[told.bare]
            if self._few(having) and self._tells(told):
                others = tuple(source for source in having if source != key[0])
                alike.setdefault(others, {})[told.bare] = None
            else:
                for others, part in self._parts(told, key[0]):
                    parts.setdefault(others, {})[part] = None
        for others, sentences in alike.items():
            many = f"有{len(sentences)}句" if len(sentences) > 1 else "这一句"
            yield self._copied(key, many, others, [*sentences])
        for others, sentences in parts.items():
            many = f"有{len(sentences)}处的几个分句" if len(sentences) > 1 else "这几个分句"
            yield self._copied(key, many, others, [*sentences])

    def _parts(self, told: _Told, source: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The neighbouring clauses of a sentence that others have so too, with those others."""
        clauses = told.clauses
        # Who has each two clauses that stand together: mostly nobody else.
        known = [self.beside.get(pair, ()) for pair in told.pairs]
        if not any(map(self._few, known)):
            return
        shared = [
            frozenset(units) - {source} if self._few(units) else frozenset[str]() for units in known
        ]
        at = 0
        while at < len(shared):
            having, end = shared[at], at + 1
            while end < len(shared) and having & shared[end]:
                having, end = having & shared[end], end + 1
            if having:
                run = [_from_figure(clauses[at]), *clauses[at + 1 : end + 1]]
                count, words = self._weight(run)
                if count >= self.rules.part_figures and words >= self.rules.part_long:
                    yield tuple(sorted(having)), "，".join(filter(None, run))
            at = end

    def _copied(
        self, key: Key, what: str, others: tuple[str, ...], quotes: Sequence[str]
    ) -> Finding:
        units = "、".join(self.unit_of[source] for source in others)
        return Finding(
            "SIM005",
            Level.ERROR,
            f"{what}连数一起，和{units}的稿一字不差",
            Place(key[0]),
            quote="".join(map(_shown, quotes[:_QUOTED])),
            hint="核对这些数是哪一家的；不是本单位的，删去或改成自己的",
            basis=self.rules.basis,
            related=tuple(map(Place, others)),
        )


def _digits(amount: Decimal) -> int:
    """How many digits a number has, zeros at either end left out: 2 for 46, 1 for 3000."""
    return len(amount.normalize().as_tuple().digits)


def _told(text: str) -> _Told:
    """A sentence read.  Each two clauses that stand together: the first from its figure on."""
    bare = _bare(text)
    clauses = _CLAUSES.split(bare.rstrip("。！？"))
    pairs = [f"{_from_figure(one)}，{other}" for one, other in pairwise(clauses)]
    return _Told(bare, clauses, pairs)


def _from_figure(clause: str) -> str:
    found = _DIGIT.search(clause)
    return clause[found.start() :] if found else clause


def _bare(text: str) -> str:
    """A sentence without the 一是 or 首先 that the program set before it."""
    label = LABEL.match(text)
    return text[label.end() :] if label else text


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "……"
