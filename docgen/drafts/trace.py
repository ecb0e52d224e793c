"""Tracing: from every figure to the line its fact was typed on, and from every fact to its words.

trace(evidence) answers both ways, for a fresh document and for a draft with its side-car alike.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from docgen.document import Gap
from docgen.drafts.evidence import NUMERAL, fact_path
from docgen.drafts.phrases import topic_of
from docgen.drafts.records import Choice, Evidence, Mention, Use

_COUNTED: Final = "节:"


@dataclass(frozen=True, slots=True)
class Origin:
    """Words of one sentence with what they come from.

    paths: the facts, or `节:part` for a count of headings.  uses: those facts as typed; shorter
    than paths when a fact was not there (an optional one) or is not a fact.
    """

    words: tuple[str, ...]
    paths: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the draft with the origins of its words, in reading order."""

    text: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact with every sentence it stands in; none when it only decided what was said, or is owed.

    One that is owed (typed 待填) has the text "".
    """

    use: Use
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A dated phrase: topic, first day of its version (ISO), basis, and its sentences."""

    topic: str
    start: str
    text: str
    basis: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """A stock phrase: topic, how many wordings it was chosen from (1: pinned), its sentences."""

    topic: str
    text: str
    equivalents: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unowned:
    """A number that belongs to no fact, with its sentence."""

    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything a reader may ask of a draft.

    sentences: those with words that come from facts.  facts: by the order they are first used.
    choices: what conditions, loops and optional clauses came to.
    """

    sentences: tuple[Sentence, ...]
    facts: tuple[Standing, ...]
    choices: tuple[Choice, ...]
    phrases: tuple[Quoted, ...]
    stock: tuple[Stock, ...]
    unowned: tuple[Unowned, ...]
    gaps: tuple[Gap, ...]
    unused: tuple[Use, ...]


def trace(evidence: Evidence) -> Trace:
    """The evidence turned so that it can be asked from the words and from the facts."""
    uses = {use.path: use for use in evidence.facts}
    owed = {use.path for use in evidence.facts if not use.text}
    owed |= {gap.path for gap in evidence.gaps if gap.kind == "未写"}
    said = evidence.sentences
    printed = [m for m in evidence.mentions if m.kind != "region"]
    phrases = _phrases(printed)
    origins: dict[int, dict[tuple[str, ...], list[str]]] = {}
    for mention, paths in _telling(printed, owed):
        words = origins.setdefault(mention.sentence, {}).setdefault(paths, [])
        if mention.text not in words:
            words.append(mention.text)
    places: dict[str, dict[int, None]] = {path: {} for path in uses}
    for mention in printed:
        if mention.kind != "phrase":  # a phrase looks at the date, it does not say it
            for path in _paths(mention, owed):
                rows = range(mention.sentence, mention.last + 1)
                places.setdefault(path, {}).update(dict.fromkeys(rows))
    return Trace(
        sentences=tuple(
            Sentence(
                said[row], tuple(_origin(words, paths, uses) for paths, words in found.items())
            )
            for row, found in sorted(origins.items())
        ),
        facts=tuple(
            Standing(use, tuple(said[row] for row in sorted(places[path])))
            for path, use in uses.items()
        ),
        choices=evidence.choices,
        phrases=tuple(_quoted(evidence, phrases)),
        stock=tuple(_stock(evidence, phrases)),
        unowned=tuple(Unowned(item.text, said[item.sentence]) for item in evidence.loose),
        gaps=evidence.gaps,
        unused=evidence.unused,
    )


def standing(found: Trace, path: str) -> tuple[Standing, ...]:
    """The fact of this path and those below it (`党员` gives `党员.女党员` too)."""
    return tuple(fact for fact in found.facts if is_within(fact.use.path, path))


def is_within(path: str, wanted: str) -> bool:
    """Whether the path is the one wanted or below it."""
    return path == wanted or path.startswith((wanted + ".", wanted + "["))


def _paths(mention: Mention, owed: Container[str]) -> tuple[str, ...]:
    """The facts that the words tell, without what was owed or left out among several of them."""
    if mention.kind == "claim":
        return tuple(source for source in mention.sources if source.startswith(_COUNTED))
    paths = dict.fromkeys(fact_path(source) for source in mention.sources)
    if len(paths) == 1 and mention.kind in ("fact", "figure"):
        owed = ()  # one that is told alone was there: a plan, say, left out of a list elsewhere
    return tuple(path for path in paths if path and path not in owed)


def _telling(
    mentions: Sequence[Mention], owed: Container[str]
) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """The mentions with those of their facts that no mention inside them accounts for.

    One that is accounted for in full is passed over, and a list whose items are named.
    """
    for index, mention in enumerate(mentions):
        if mention.kind not in ("fact", "figure", "claim"):
            continue
        paths = _paths(mention, owed)
        left = dict.fromkeys(paths)
        for inner in mentions[index + 1 :]:
            if inner.depth <= mention.depth or not left:
                break
            for path in _paths(inner, owed):
                left.pop(path, None)
        telling = tuple(p for p in left if not any(q.startswith(p + "[") for q in paths))
        if telling:
            yield mention, telling


def _origin(words: Iterable[str], paths: tuple[str, ...], uses: dict[str, Use]) -> Origin:
    words = tuple(words)
    with_numbers = tuple(word for word in words if NUMERAL.search(word))
    known = tuple(uses[path] for path in paths if path in uses)
    return Origin(with_numbers or words, paths, known)


_Rows: TypeAlias = dict[tuple[str, str], dict[int, None]]
"""Source and text of a phrase → the rows of the sentences it begins in."""


def _phrases(mentions: Iterable[Mention]) -> _Rows:
    rows: _Rows = {}
    for mention in mentions:
        if mention.kind == "phrase" and mention.sources:
            rows.setdefault((mention.sources[0], mention.text), {})[mention.sentence] = None
    return rows


def _quoted(evidence: Evidence, rows: _Rows) -> Iterator[Quoted]:
    for wording in evidence.wordings:
        topic, _, start = wording.source.removeprefix("提法:").partition("@")
        stands = tuple(evidence.sentences[row] for row in rows[wording.source, wording.text])
        yield Quoted(topic, start, wording.text, wording.basis, stands)


def _stock(evidence: Evidence, rows: _Rows) -> Iterator[Stock]:
    for used in evidence.stock:
        stands = tuple(evidence.sentences[row] for row in rows[used.source, used.text])
        yield Stock(topic_of(used.source), used.text, used.equivalents, stands)
