"""What a template makes of given facts: each unit's draft, its length, its shares, its findings, and
how like the drafts are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Final, NamedTuple

from docgen.audit.sensitivity import sentences
from docgen.compose import compose
from docgen.document import (
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Table,
    block_texts,
    length,
    plain,
)
from docgen.errors import DocgenError
from docgen.facts import Facts
from docgen.finding import Finding, Level
from docgen.library import Library, TemplateSource
from docgen.manuscript import manuscript_of
from docgen.review.engine import Asked, Remark, reviewer
from docgen.review.engine import findings as told
from docgen.review.likeness import Likeness, likeness, wording
from docgen.review.passages import (
    Pair,
    common_runs,
    longest,
    nearest_pairs,
    pair_of,
    passage,
)
from docgen.review.shares import Shares, shares

LINE: Final = 28
"""Characters of a line, and PAGE lines of a page, as GB/T 9704—2012 sets them."""
PAGE: Final = 22
_QUOTED: Final = 3
_PAIRS: Final = 5
"""So many pairs are shown beside each other."""


class Given(NamedTuple):
    """A unit's facts to try the template with.  pace: characters a minute when it is read out."""

    name: str
    facts: Facts
    pace: int


@dataclass(frozen=True, slots=True)
class Made:
    """The draft of a unit.  remarks: all that the rules find, with their spots; findings: the same
    as a reader is told it, repeats once."""

    given: Given
    document: Document
    shares: Shares
    remarks: tuple[Remark, ...]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """Whose draft it is."""
        return self.given.name

    @property
    def length(self) -> int:
        """Characters, as a word processor counts them."""
        return length(self.document)

    @property
    def minutes(self) -> float:
        """Minutes it takes to read out."""
        return self.length / self.given.pace

    @property
    def pages(self) -> int:
        """About how many pages it fills."""
        return pages_of(self.document)

    def gaps(self, kind: str) -> int:
        """How many gaps of this kind it has."""
        return sum(gap.kind == kind for gap in self.document.gaps)


class Failed(NamedTuple):
    """A unit of which no draft could be made, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of all units, and how like each is to the others (by the unit's name).

    most: of enough drafts, what more than half of them say, the longest, as the fullest has it.
    pairs: drafts like each other, with what they share besides, the most alike first.
    """

    made: tuple[Made, ...]
    failed: tuple[Failed, ...]
    alike: Mapping[str, Likeness]
    most: tuple[str, ...] | None = None
    pairs: tuple[Pair[str], ...] = ()

    @property
    def documents(self) -> dict[str, Document]:
        """The drafts by unit."""
        return {made.name: made.document for made in self.made}

    @property
    def fullest(self) -> Made | None:
        """The one with the fewest gaps, of those the longest: it shows most of the template."""
        return max(self.made, key=lambda m: (-m.gaps("待填"), m.length), default=None)

    @property
    def sparsest(self) -> Made | None:
        """The one with the most gaps, of those the shortest."""
        return max(self.made, key=lambda m: (m.gaps("待填"), -m.length), default=None)


def drafts(
    template: TemplateSource, given: Sequence[Given], library: Library, on: date | None = None
) -> Drafts:
    """Every unit's draft, reviewed by all rules with its own facts at hand."""
    made: list[Made] = []
    failed: list[Failed] = []
    for unit in given:
        try:
            made.append(_made(template, unit, library, on))
        except DocgenError as error:
            where = f"{error.where}：" if error.where else ""
            failed.append(Failed(unit.name, where + error.message))
    units = frozenset(one.document.meta.unit for one in made)
    texts = {one.name: wording(one.document, units) for one in made}
    if len(made) < 2:
        return Drafts(tuple(made), tuple(failed), {})
    alike, rules = likeness(texts), library.likeness
    enough = len(texts) >= rules.most_of
    common = common_runs(list(texts.values()), rules.most) if enough else frozenset()
    said = {one.name: sentences(one.document) for one in made}
    near = nearest_pairs((name, one.nearest or None, one.alike) for name, one in alike.items())
    beside = (pair_of(a, b, (texts[a], texts[b]), common) for a, b, _ in near)
    ranked = sorted(
        (pair for pair in beside if pair.is_like(rules)),
        key=lambda pair: -max(pair.one_share, pair.other_share),
    )
    pairs = tuple(pair.quoted(said[pair.one], said[pair.other]) for pair in ranked[:_PAIRS])
    found = Drafts(tuple(made), tuple(failed), alike, None, pairs)
    if not enough:
        return found
    name = found.fullest.name if found.fullest is not None else ""
    most = (passage(words, said[name]) for words in longest(texts[name], common))
    return replace(found, most=tuple(dict.fromkeys(filter(None, most))))


def _made(template: TemplateSource, unit: Given, library: Library, on: date | None) -> Made:
    document = compose(template, unit.facts, library, on=on)
    paper = manuscript_of(document, unit.name)
    asked = Asked(library, paper.on, paper.genre, facts=unit.facts)
    remarks = reviewer(library).review(paper, asked)
    return Made(unit, document, shares(document), remarks, told(remarks))


class Collapsed(NamedTuple):
    """Findings of one code and level in all drafts: the first of them, how many there are, some of
    the words they concern, and the units."""

    finding: Finding
    times: int
    quotes: tuple[str, ...]
    units: tuple[str, ...]


def collapsed(made: Iterable[Made]) -> tuple[Collapsed, ...]:
    """The findings of all drafts by code, the worst and commonest first."""
    groups: dict[tuple[str, Level], list[tuple[str, Finding]]] = {}
    for draft in made:
        for finding in draft.findings:
            groups.setdefault((finding.code, finding.level), []).append((draft.name, finding))
    rows = [
        Collapsed(
            group[0][1],
            len(group),
            tuple(dict.fromkeys(finding.quote for _, finding in group))[:_QUOTED],
            tuple(dict.fromkeys(name for name, _ in group)),
        )
        for group in groups.values()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.finding.level, -len(row.units))))


def pages_of(document: Document) -> int:
    """About how many pages of PAGE lines of LINE characters the paper fills."""
    count = 2.0 + _lines(plain(document.title), 20) + 2 * bool(document.recipients)
    count += sum(map(_lines_of, document.body))
    if document.signature is not None:
        count += 4
    return max(1, ceil(count / PAGE))


def _lines_of(block: Block) -> float:
    match block:
        case Table():
            return 1.2 * (1 + len(block.rows))
        case Chart():
            return 9.0 + 1.2 * (1 + len(block.table.rows))
        case PageBreak():
            return PAGE / 2
    number = block.number if isinstance(block, Heading) else ""
    return _lines(number + "".join(map(plain, block_texts(block))), LINE, indent=2)


def _lines(text: str, width: int, indent: int = 0) -> int:
    return ceil((len(text) + indent) / width) if text else 0
