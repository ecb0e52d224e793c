"""What a changed template does to the drafts of many units.

Of every unit the old and the new draft are compared.  A change that many drafts have is told
once, with the units: two changes are one when the same words changed, whatever facts stand in
them and whatever the facts of each unit say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from docgen.audit.contract import Side
from docgen.audit.redlines.listing import START
from docgen.compose import compose
from docgen.document import Document, Span, plain
from docgen.errors import DocgenError
from docgen.facts import Facts
from docgen.language.labels import label_at
from docgen.manuscript import lines_of, manuscript_of
from docgen.review.clauses import Piece, side
from docgen.review.redline import Redline, Row, Swap, redline

_ENDS: Final = frozenset("。！？；")
_NEAR: Final = 6
"""So many characters of what stayed beside a change tell two changes apart."""
_BLIND: Final = re.compile("〔[^〕]*〕")
_MASKED: Final = frozenset(("fact", "figure", "claim", "gap", "doubt", "phrase"))


class Mask(NamedTuple):
    """Characters of a line that facts or phrases gave, and which."""

    start: int
    end: int
    name: str


class Change(NamedTuple):
    """A sentence in which words changed, in one draft.

    heading: the one above it.  pieces: of the sentence; of a paragraph or heading put in or taken
    out all of it.  key: the words that changed and those beside them, facts by their names.
    row: of the redline.
    """

    heading: str
    pieces: tuple[Piece, ...]
    key: tuple[str, ...]
    row: int


@dataclass(frozen=True)
class UnitEffect:
    """Both drafts of a unit.

    renumbered: how many headings only got another ordinal.  owed: how many 【待填】 the new
    draft has more than the old one.
    """

    unit: str
    redline: Redline
    changes: tuple[Change, ...]
    renumbered: int = 0
    owed: int = 0

    @property
    def changed(self) -> bool:
        """Whether the drafts differ in more than the list of what is missing."""
        return bool(self.changes or self.renumbered)

    @cached_property
    def swaps(self) -> tuple[Swap, ...]:
        """The figures that changed, but for those in the list of gaps."""
        rows, lines = self.redline.rows, self.redline.new.lines
        return tuple(s for s in self.redline.swaps if lines[rows[s.row].new].role != "gap")


class Group(NamedTuple):
    """A change that these units' drafts have, as the first of them has it."""

    change: Change
    units: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """The drafts of all units.  failed: units of which one of the drafts could not be made, and why."""

    units: tuple[UnitEffect, ...]
    failed: tuple[tuple[str, str], ...] = ()

    @cached_property
    def changed(self) -> tuple[UnitEffect, ...]:
        """The units whose drafts differ, those whose figures do first."""
        return tuple(
            sorted((unit for unit in self.units if unit.changed), key=lambda unit: not unit.swaps)
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The changes, each once, those that most drafts have first."""
        found: dict[tuple[str, ...], tuple[Change, dict[str, None]]] = {}
        for unit in self.units:
            for change in unit.changes:
                found.setdefault(change.key, (change, {}))[1][unit.unit] = None
        groups = (Group(change, tuple(units)) for change, units in found.values())
        return tuple(sorted(groups, key=lambda group: -len(group.units)))

    def headline(self) -> str:
        """40份里31份有变，9份不变；12份数字有变；3份多出待填."""
        total, changed = len(self.units), len(self.changed)
        if not changed:
            return f"{total}份都没有变"
        rest = f"，{total - changed}份不变" if changed < total else ""
        figures = sum(bool(unit.swaps) for unit in self.units)
        told = f"；{figures}份数字有变" if figures else "；数字都没有变"
        owing = sum(unit.owed > 0 for unit in self.units)
        return f"{total}份里{changed}份有变{rest}{told}" + (f"；{owing}份多出待填" if owing else "")


class Trial(NamedTuple):
    """A unit with its facts, as the library of the old template types them and that of the new."""

    unit: str
    old: Facts
    new: Facts


def effects(old: Side, new: Side, trials: Iterable[Trial], on: date | None = None) -> Effects:
    """Both drafts of every unit compared; a unit of which one cannot be made stops no other.

    on: the day both drafts are of, each unit's own without.
    """
    units: list[UnitEffect] = []
    failed: list[tuple[str, str]] = []
    for trial in trials:
        try:
            before = compose(old.template, trial.old, old.library, on=on)
            after = compose(new.template, trial.new, new.library, on=on)
        except DocgenError as error:
            failed.append((trial.unit, str(error)))
        else:
            units.append(effect(trial.unit, before, after))
    return Effects(tuple(units), tuple(failed))


def effect(unit: str, old: Document, new: Document) -> UnitEffect:
    """What became of the draft of a unit."""
    found = redline(manuscript_of(old, unit), manuscript_of(new, unit))
    masks = masks_of(old), masks_of(new)
    changes: list[Change] = []
    renumbered = 0
    heading = START
    for index, row in enumerate(found.rows):
        draft, at = (
            (found.old, row.old) if row.kind in ("dropped", "left") else (found.new, row.new)
        )
        line = draft.lines[at]
        if line.role == "heading":
            heading = line.text[: line.head or None].rstrip("。")
        if row.kind in ("same", "left") or line.role == "gap":
            continue
        if _only_number(row):
            renumbered += 1
            continue
        ours = masks[0][row.old] if row.old >= 0 else ()
        theirs = masks[1][row.new] if row.new >= 0 else ()
        changes += (
            Change(heading, pieces, key, index) for pieces, key in _sentences(row, ours, theirs)
        )
    owed = _owed(new) - _owed(old)
    return UnitEffect(unit, found, tuple(changes), renumbered, owed)


def _owed(document: Document) -> int:
    return sum(gap.kind == "待填" for gap in document.gaps)


def _only_number(row: Row) -> bool:
    """Whether nothing changed but the ordinal of a heading."""
    if row.kind != "changed":
        return False
    old, new = (side(row.pieces, op) for op in ("-", "+"))
    before, after = label_at(old), label_at(new)
    return bool(before and after) and old[len(before.raw) :] == new[len(after.raw) :]  # type: ignore[union-attr]


class _At(NamedTuple):
    """A piece with where it begins in the old line and in the new one."""

    piece: Piece
    old: int
    new: int


def _sentences(
    row: Row, ours: Sequence[Mask], theirs: Sequence[Mask]
) -> Iterator[tuple[tuple[Piece, ...], tuple[str, ...]]]:
    """The sentences of the row in which something changed, each with its key."""
    if row.kind == "moved" and all(piece.op == "=" for piece in row.pieces):
        text = side(row.pieces, "+")
        yield row.pieces, ("moved", _masked(text, 0, theirs))
        return
    sentence: list[_At] = []
    a = b = 0
    for piece in row.pieces:
        for part in _cut(piece) if piece.op == "=" else (piece,):
            sentence.append(_At(part, a, b))
            a += len(part.text) * (part.op != "+")
            b += len(part.text) * (part.op != "-")
            if part.op == "=" and part.text[-1:] in _ENDS:
                yield from _told(sentence, ours, theirs)
                sentence = []
    yield from _told(sentence, ours, theirs)


def _cut(piece: Piece) -> Iterator[Piece]:
    """What stayed, sentence by sentence."""
    start = 0
    for at, char in enumerate(piece.text):
        if char in _ENDS:
            yield piece._replace(text=piece.text[start : at + 1])
            start = at + 1
    if start < len(piece.text):
        yield piece._replace(text=piece.text[start:])


def _told(
    sentence: Sequence[_At], ours: Sequence[Mask], theirs: Sequence[Mask]
) -> Iterator[tuple[tuple[Piece, ...], tuple[str, ...]]]:
    if all(at.piece.op == "=" for at in sentence):
        return
    key: list[str] = []
    for number, (piece, old, new) in enumerate(sentence):
        text = (
            _masked(piece.text, old, ours) if piece.op == "-" else _masked(piece.text, new, theirs)
        )
        if piece.op == "=":
            text = _BLIND.sub("□", text)
            left = text[:_NEAR] if number else ""
            right = text[-_NEAR:] if number + 1 < len(sentence) else ""
            text = f"{left}|{right}"
        if text not in key[-1:]:
            key.append(piece.op + text)
    yield tuple(at.piece for at in sentence), tuple(key)


def _masked(text: str, start: int, masks: Sequence[Mask]) -> str:
    """A stretch of a line that begins at `start`, with the names of what facts gave."""
    out, at, end = "", start, start + len(text)
    for mask in masks:
        if mask.end <= at or mask.start >= end:
            continue
        out += text[at - start : max(mask.start, at) - start] + f"〔{mask.name}〕"
        at = min(mask.end, end)
    return out + text[at - start :]


# -- what facts gave ---------------------------------------------------------------------------


def masks_of(document: Document) -> list[tuple[Mask, ...]]:
    """For each line of the document's manuscript what facts and phrases gave of it."""
    return [tuple(_masks(text)) for _, text in lines_of(document)]


def _masks(text: Iterable[str | Span], start: int = 0) -> Iterator[Mask]:
    for piece in text:
        if isinstance(piece, str):
            start += len(piece)
            continue
        size = len(plain(piece.content))
        if piece.kind in _MASKED and size:
            names = (source.partition("@")[0] for source in piece.sources)
            yield Mask(start, start + size, "、".join(names) or piece.kind)
        else:
            yield from _masks(piece.content, start)
        start += size
