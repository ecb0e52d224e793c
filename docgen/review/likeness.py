"""How much of a draft is the unit's own wording, against other drafts.

Wording is shared where a run of at least RUN characters stands in another draft too.  Neither
side counts what nobody chose: headings the template made, names in 《》, dated 提法, names of
units, labels of items, marks, and figures alone; what stands round them joins, so that the same
sentence with another number in it is still the same sentence.  套话 count as wording.

Runs are looked up in an index of every run of RUN characters, so that the work grows with the
length of all drafts together, not with the number of pairs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from docgen.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    SpanKind,
    Text,
    block_texts,
    spans,
)
from docgen.language import parse_quantity
from docgen.review.shares import LABEL

RUN: Final = 8
"""Characters in a row that make wording shared: about a clause.  Shorter ones are terms of the
trade that everybody uses (党组织书记、村委会主任); longer ones let a form letter through that
changes a word in every clause.  Compared in docs/decisions/009-measures.md."""

_BREAK: Final = "\n"
_NAMES: Final = re.compile("《[^《》\n]*》")
_DIGITS: Final = re.compile(r"\d[\d.,]*%?")
_BEGINS_NUMBER: Final = frozenset(
    "0123456789０１２３４５６７８９+＋-－零〇一二两三四五六七八九十百千万亿 \u3000最大突不约超逾至将上接近"
)
"""With what a quantity may begin, also 近, 大约 or 不少于: most texts need not be read as one."""
_COUNTED: Final = frozenset(("fact", "phrase"))
_SEVERAL: Final = -1
_FEW: Final = 20
_CANDIDATES: Final = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A draft against the others.

    length: characters that count.  own: percent of them in no run that another draft has, 100
    for a draft without any.  nearest: the draft it shares most with, "" when with none.
    alike: percent of its characters shared with that one.
    """

    length: int
    own: float
    nearest: str = ""
    alike: float = 0.0


def wording(document: Document, units: Collection[str] = ()) -> str:
    """The characters of the body that count as wording, a line for each block.

    units: names that are left out beside the document's own unit, such as the neighbours'.
    """
    parts: list[str] = []
    for block in document.body:
        for text in _texts(block):
            _gather(text, "", parts)
        parts.append(_BREAK)
    words = _DIGITS.sub("", _NAMES.sub("", "".join(parts)))
    for name in sorted({document.meta.unit, *units} - {""}, key=lambda name: (-len(name), name)):
        words = words.replace(name, "")
    return _BREAK.join(filter(None, words.split(_BREAK)))


def _texts(block: Block) -> Iterable[Text]:
    """The texts of a block without a heading that holds no fact."""
    if isinstance(block, Paragraph):
        return (block.text,)
    if isinstance(block, Heading) and not any(
        s.kind in ("fact", "figure") for s in spans(block.text)
    ):
        return (block.run_in,)
    return block_texts(block)


def _gather(text: Text, before: str, parts: list[str]) -> str:
    """Add the template's own characters in the text and what counts inside its spans.

    before: the character that stands before, "" at the beginning of a text: it tells whether
    the program set a label there.  Returns the last character.
    """
    for piece in text:
        if isinstance(piece, str):
            parts.append(_unlabelled(before, piece))
            before = piece[-1:] or before
            continue
        if piece.kind == "region":
            before = _gather(piece.content, before, parts)
        else:
            before = _inside(piece.content, piece.kind, piece.sources, parts) or before
    return before


def _inside(content: Text, kind: SpanKind, sources: tuple[str, ...], parts: list[str]) -> str:
    """Add what counts of a span that is no region.  Returns its last character, "" if empty."""
    last = ""
    counted = kind in _COUNTED and _are_words(kind, sources)
    for piece in content:
        if isinstance(piece, str):
            last = piece[-1:] or last
            if counted and not (
                kind == "fact" and piece[:1] in _BEGINS_NUMBER and _is_number(piece)
            ):
                parts.append(piece)
        elif piece.kind == "region":
            last = _inside(piece.content, kind, sources, parts) or last
        else:
            last = _inside(piece.content, piece.kind, piece.sources, parts) or last
    return last


@lru_cache(maxsize=16_384)
def _are_words(kind: SpanKind, sources: tuple[str, ...]) -> bool:
    """Whether a phrase or fact of these sources counts: no dated phrase, nothing of the unit."""
    if kind == "phrase":
        return not any(source.startswith("提法:") for source in sources)
    return not sources or not all(source.startswith("单位.") for source in sources)


@lru_cache(maxsize=16_384)
def _is_number(text: str) -> bool:
    return parse_quantity(text) is not None


@lru_cache(maxsize=16_384)
def _unlabelled(before: str, text: str) -> str:
    """A template's words without the labels that the program set in them."""
    whole, kept, at = before + text, "", len(before)
    for found in LABEL.finditer(whole, at):
        kept, at = kept + whole[at : found.start()], found.end()
    return kept + whole[at:]


def runs_of(text: str, run: int = RUN) -> Iterator[tuple[int, str]]:
    """Each run of that many characters on one line, with where it begins."""
    start = 0
    for line in text.split(_BREAK):
        for at in range(len(line) - run + 1):
            yield start + at, line[at : at + run]
        start += len(line) + 1


def shared_in(text: str, others: Iterable[str], run: int = RUN) -> bytearray:
    """For each character of the text 1 when it stands in a run that one of the others has."""
    known = {words for other in others for _, words in runs_of(other, run)}
    covered = bytearray(len(text))
    for at, words in runs_of(text, run):
        if words in known:
            covered[at : at + run] = b"\1" * run
    return covered


def shared_share(text: str, others: Iterable[str], run: int = RUN) -> float:
    """Percent of the characters of a wording that others share; 0 for an empty one."""
    size = _size(text)
    return 100 * sum(shared_in(text, others, run)) / size if size else 0.0


def likeness(texts: Mapping[str, str], run: int = RUN) -> dict[str, Likeness]:
    """Each wording by its name against all the others.

    The nearest is sought among the few that share most runs which few drafts have; what half the
    drafts say is the template's and tells no pair apart.
    """
    names = list(texts)
    owners: dict[str, int] = {}
    few: dict[str, set[int]] = {}
    for number, name in enumerate(names):
        for _, words in runs_of(texts[name], run):
            owner = owners.setdefault(words, number)
            if owner in (number, _SEVERAL):
                continue
            having = few.setdefault(words, {owner})
            having.add(number)
            if len(having) > _FEW:
                owners[words] = _SEVERAL
                del few[words]
    return {
        name: _against(texts, names, number, owners, few, run) for number, name in enumerate(names)
    }


def _against(
    texts: Mapping[str, str],
    names: list[str],
    number: int,
    owners: Mapping[str, int],
    few: Mapping[str, set[int]],
    run: int,
) -> Likeness:
    text = texts[names[number]]
    size = _size(text)
    covered = bytearray(len(text))
    meets: Counter[int] = Counter()
    for at, words in runs_of(text, run):
        if words in few:
            meets.update(few[words])
        elif owners[words] != _SEVERAL:
            continue
        covered[at : at + run] = b"\1" * run
    del meets[number]
    own = 100 - 100 * sum(covered) / size if size else 100.0
    likely = sorted(meets, key=lambda other: (-meets[other], other))[:_CANDIDATES]
    if not likely:
        return Likeness(size, own)
    alike = {names[other]: shared_share(text, [texts[names[other]]], run) for other in likely}
    nearest = max(alike, key=lambda name: alike[name])
    return Likeness(size, own, nearest, alike[nearest])


def _size(text: str) -> int:
    return len(text) - text.count(_BREAK)
