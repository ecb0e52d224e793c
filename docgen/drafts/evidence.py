"""The evidence for a draft: its sentences, and behind each the facts, choices and phrases.

Read off the tree and the facts it was composed from, once; the side-car keeps it, `trace` asks it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, Final, TypeAlias

from docgen.document import Document, Slot, Span, Text, said
from docgen.drafts.phrases import STOCK, stock_of, wordings_of
from docgen.drafts.records import Choice, Evidence, Loose, Mention, Use
from docgen.facts.values import Fact, Facts, Record, Records
from docgen.finding import Place
from docgen.language import Figure, figures, pieces_apart
from docgen.library import Library
from docgen.library.forms import UNIT_ELEMENTS

UNPRINTED: Final = ("文稿.", "提纲[", *(f"单位.{name}" for name in UNIT_ELEMENTS))
"""Facts below these say which paper is wanted, what the county asks of it, and what only a paper
with a head and a foot prints; no template need print them."""

_SENTENCE: Final = re.compile("[^。！？]*[。！？]+[”’）》】]*|[^。！？]+$")
NUMERAL: Final = re.compile("[0-9０-９〇零一二两三四五六七八九十百千万亿]")
_SHORTENED: Final = 40
_new: Final[Callable[..., Any]] = tuple.__new__  # the record's own constructor takes twice as long
_OWN: Final = frozenset(("figure", "phrase", "claim", "gap", "doubt"))


def left_out(evidence: Evidence) -> tuple[str, ...]:
    """Names of what was given and is in the draft nowhere: lists and facts, parts by their own.

    Of a record that is used in part nothing is said: much in it only sorts or serves a check.
    """
    used = {_top(use.path) for use in evidence.facts}
    exact = {use.path for use in evidence.facts}
    names = (
        top if (top := _top(use.path)) not in used else use.path
        for use in evidence.unused
        if _top(use.path) not in used or ("[" not in use.path and use.path not in exact)
    )
    return tuple(name for name in dict.fromkeys(names) if not name.startswith("单位."))


def earlier_left_out(evidence: Evidence, facts: Facts) -> tuple[str, ...]:
    """Names of the facts whose 上期 was typed in their own file and is in the draft nowhere."""
    used = {use.path for use in evidence.facts}
    return tuple(
        fact.path
        for fact in facts.leaves()
        if (place := fact.more.previous_place) is not None
        and place.path == fact.place.path
        and f"{fact.path}.上期" not in used
    )


def _top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


@lru_cache(maxsize=8192)
def fact_path(source: str) -> str:
    """The fact a source belongs to (`工作[1].正文#2` → `工作[1].正文`), "" when it is none."""
    return "" if source.startswith(("提法:", STOCK, "节:")) else source.partition("#")[0]


def evidence_of(document: Document, facts: Facts, library: Library) -> Evidence:
    """The evidence for a document composed from these facts.

    library: gives the basis of the dated phrases.
    """
    sentences: list[str] = []
    mentions: list[Mention] = []
    loose: list[Loose] = []
    slots = [_slot_name(slot) for slot in document.provenance.slots]
    for text in said(document):
        _read(text, slots, sentences, mentions, loose)
    used = _used(mentions, document)
    leaves = {fact.path: fact for fact in facts.leaves()}
    uses: list[Use] = []
    for path in used:
        leaf = leaves.get(path)
        use = _use(path, leaf.text, leaf.place, leaf) if leaf else use_of(facts, path)
        if use is not None:
            uses.append(use)
    phrases = [(m.sources[0], m.text) for m in mentions if m.kind == "phrase" and m.sources]
    return Evidence(
        sentences=tuple(sentences),
        mentions=tuple(mentions),
        facts=tuple(uses),
        choices=_choices(document, slots, mentions),
        wordings=wordings_of(phrases, library, date.fromisoformat(document.meta.on)),
        stock=stock_of(phrases, library),
        gaps=document.gaps,
        loose=tuple(loose),
        unused=tuple(
            _use(fact.path, fact.text, fact.place, fact)
            for fact in leaves.values()
            if fact.value is not None
            and fact.path not in used
            and not fact.path.startswith(UNPRINTED)
        ),
    )


def use_of(facts: Facts, path: str) -> Use | None:
    """The fact at this path as a use, None when the facts hold none there."""
    node = facts.get(path)
    if isinstance(node, Record):
        node = next((m for m in node.members.values() if m.path == path), None)
    if isinstance(node, Fact):
        return _use(path, node.text, node.place, node)
    if isinstance(node, Records):
        return _use(path, f"{len(node.items)}条", node.place)
    above, _, aside = path.rpartition(".")
    fact = facts.get(above) if above else None
    if not isinstance(fact, Fact):
        return None
    more = fact.more
    said = {"上期": more.previous, "目标": more.target, "增幅": more.growth}
    words = {"名次": more.rank, "比": more.comparison, "来源": more.source}
    words |= {"时点": more.as_of, "口径": more.caliber}
    quantity = said.get(aside)
    text = quantity.raw if quantity is not None else words.get(aside, "")
    place = more.previous_place if aside == "上期" and more.previous_place else fact.place
    return _use(path, text, place, fact) if text else None


def _use(path: str, text: str, place: Place, fact: Fact | None = None) -> Use:
    status, origin = (fact.more.status, fact.more.source) if fact else ("已核实", "")
    use: Use = _new(Use, (path, text, place.path, place.line, status, origin, place.part))
    return use


def _slot_name(slot: Slot) -> str:
    return f"{slot.template}:{slot.line}"


_Found: TypeAlias = tuple[Span, int, int, int] | None
"""A recorded span, where its text starts and ends, and how many recorded spans it lies in."""


def _spans(text: Text, depth: int, words: list[str], start: int, found: list[_Found]) -> int:
    """Add the words of a text and its spans, outer before inner (None for an empty one).

    start: where the text begins.  Returns where it ends.
    """
    for piece in text:
        if piece.__class__ is not Span:
            words.append(piece)  # type: ignore[arg-type]
            start += len(piece)
            continue
        content = piece.content
        if len(content) == 1:
            inner = content[0]
            if inner.__class__ is not Span:  # nearly always: words and nothing in them
                if inner:
                    words.append(inner)  # type: ignore[arg-type]
                    found.append((piece, start, start := start + len(inner), depth))
                continue
            if inner.kind != "gap" and inner.sources == piece.sources:
                start = _spans(content, depth, words, start, found)  # only a cover: inner says it
                continue
        row = len(found)
        found.append(None)
        end = _spans(content, depth + 1, words, start, found)
        if end > start:
            found[row] = (piece, start, end, depth)
            start = end
    return start


def _said(whole: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The sentences of a text, and where each begins, the first at 0."""
    if "。" in whole or "！" in whole or "？" in whole:
        return _sentences(whole)
    words = whole.strip()  # a heading, a cell
    return ((words,), (0,)) if words else ((), ())


@lru_cache(maxsize=4096)
def _sentences(whole: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """`_said`, kept, as templates repeat their own."""
    said, starts, at = [], [], 0
    for part in _SENTENCE.findall(whole):
        if words := part.strip():
            said.append(words)
            starts.append(at)
        at += len(part)
    return tuple(said), (0, *starts[1:])


@lru_cache(maxsize=4096)
def _numbers(whole: str) -> tuple[Figure, ...]:
    return figures(whole)


def _read(
    text: Text,
    slots: Sequence[str],
    sentences: list[str],
    mentions: list[Mention],
    loose: list[Loose],
) -> None:
    """Add the sentences of a text with their mentions and unowned numbers."""
    pieces: list[str] = []
    found: list[_Found] = []
    _spans(text, 0, pieces, 0, found)
    whole = "".join(pieces)
    said, starts = _said(whole)
    if not said:
        return
    base = len(sentences)
    sentences += said
    before = base - 1
    several = len(starts) > 1
    first = last = base
    free: list[str] = []
    owned: list[tuple[int, int]] = []
    at = 0
    for item in found:
        if item is None:
            continue
        (_, kind, number, sources), start, end, depth = item
        if kind in _OWN or (kind == "fact" and sources):
            owned.append((start, end))
            if start >= at:  # not inside one that is owned
                free += (whole[at:start], " " * (end - start))
                at = end
        slot = slots[number] if 0 <= number < len(slots) else ""
        words = whole[start:end] if kind != "region" else _short(whole[start:end])
        if several:
            first, last = (
                before + bisect_right(starts, start),
                before + bisect_right(starts, end - 1),
            )
        mentions.append(_new(Mention, (kind, words, sources, first, last, slot, depth)))
    left = "".join((*free, whole[at:]))
    if NUMERAL.search(left):
        for words, start in _unowned(whole, left, owned):
            loose.append(Loose(words, before + bisect_right(starts, start)))


def _unowned(whole: str, left: str, owned: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The numbers of a text that touch nothing owned, and where they begin.

    left: the text with blanks for what is owned; only where it holds a numeral is looked.
    """
    begin = 0
    for piece in pieces_apart(whole) if owned else (whole,):
        if NUMERAL.search(left, begin, begin + len(piece)):
            for figure in _numbers(piece):
                start, end = begin + figure.start, begin + figure.end
                if not any(first < end and start < last for first, last in owned):
                    yield whole[start:end], start
        begin += len(piece)


def _short(text: str) -> str:
    return text if len(text) <= _SHORTENED else text[:_SHORTENED] + "……"


def _used(mentions: Sequence[Mention], document: Document) -> dict[str, None]:
    """Paths of the facts printed, looked at or owed, in reading order."""
    groups = dict.fromkeys(mention.sources for mention in mentions)
    groups.update(dict.fromkeys(made.sources for made in document.provenance.decisions))
    sources = dict.fromkeys(chain.from_iterable(groups))
    sources.update(dict.fromkeys(gap.path for gap in document.gaps))
    return dict.fromkeys(path for source in sources if (path := fact_path(source)))


def _choices(
    document: Document, slots: Sequence[str], mentions: Sequence[Mention]
) -> tuple[Choice, ...]:
    """The decisions, equal ones counted, each with what it chose where that is certain."""
    made = document.provenance.decisions
    counts = Counter((d.slot, d.outcome, d.sources) for d in made)
    outcomes = Counter((slot, sources) for slot, _, sources in counts)
    chosen: dict[tuple[str, tuple[str, ...]], str] = {}
    for mention in mentions:
        if mention.kind == "region":
            chosen.setdefault((mention.slot, mention.sources), mention.text)
    by_slot = Counter((slots[slot], sources) for slot, sources in outcomes)
    out = []
    for (slot, outcome, sources), times in counts.items():
        key = (slots[slot], sources)
        certain = outcomes[slot, sources] == 1 and by_slot[key] == 1
        kind = document.provenance.slots[slot].kind
        text = chosen.get(key, "") if certain else ""
        out.append(Choice(slots[slot], kind, outcome, sources, times, text))
    return tuple(out)
