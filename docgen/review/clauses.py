"""What changed within a line: clauses aligned, in a changed clause its characters.

A figure is never cut: 11个 that became 12个 is one figure gone and one put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.language import figures
from docgen.language.labels import label_at
from docgen.review.alignment import align, same

Op: TypeAlias = Literal["=", "-", "+"]
"""In both drafts, in the old one only, in the new one only."""
_CLAUSES_ALIKE: Final = 0.3
"""From here on two clauses of such lines are."""
_KEPT: Final = 0.3
"""Clauses of which less stayed are told whole, old and new."""

_HAN: Final = "零〇一二两三四五六七八九十百千万亿"
_PIECE: Final = re.compile(
    rf"【[^】]{{0,200}}】|[0-9０-９{_HAN}]+分之[0-9０-９{_HAN}]+|[0-9０-９]+(?:[.．,:：/-][0-9０-９]+)*[%％]?|[A-Za-zＡ-Ｚａ-ｚ]+|[{_HAN}]{{2,}}|.",
    re.DOTALL,
)
_CLAUSE_ENDS: Final = frozenset("，；。！？：,;!?")
_MARKS: Final = frozenset("，；。！？：、,;!?“”（）()《》")
_NUMBERS: Final = re.compile(rf"[0-9０-９.．,]+|[{_HAN}]+")

_SAID: Final = re.compile("[^，。；：！？、]*$")
_LONGEST_SAID: Final = 12
"""So many characters before a figure tell what it counts."""


class Piece(NamedTuple):
    """A run of characters of a line: = in both drafts, - in the old one only, + in the new one.

    figure: it is one whole figure.
    """

    op: Op
    text: str
    figure: bool = False


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """What changed within a line: clauses aligned, in a changed clause its characters."""
    if old == new:
        return (Piece("=", old),) if old else ()
    ours, theirs = _clauses(old), _clauses(new)
    grams = Grams([_words(clause) for clause in ours], [_words(clause) for clause in theirs])
    out: list[Piece] = []
    for a, b in align(ours, theirs, grams.like, _CLAUSES_ALIKE):
        if b < 0:
            out += told("-", ours[a])
        elif a < 0:
            out += told("+", theirs[b])
        elif ours[a] == theirs[b]:
            out.append(Piece("=", _words(ours[a])))
        else:
            out += _within(ours[a], theirs[b])
    return tuple(_joined(_ordered(out)))


def swapped(pieces: Sequence[Piece]) -> Iterator[tuple[str, str, str]]:
    """The figures among the pieces that another took the place of: old, new, the words before."""
    text = ""
    for number, piece in enumerate(pieces):
        before = pieces[number - 1] if number else piece
        if piece.figure and before.figure and (before.op, piece.op) == ("-", "+"):
            yield before.text, piece.text, _said(text)
        text += piece.text if piece.op != "-" else ""


def _said(text: str) -> str:
    found = _SAID.search(text)
    return found[0][-_LONGEST_SAID:] if found else ""


def side(pieces: Iterable[Piece], op: Op) -> str:
    """The text of one side: with "-" the old one, with "+" the new one."""
    return "".join(piece.text for piece in pieces if piece.op in ("=", op))


class Grams:
    """How alike texts are, by their pairs of neighbouring characters; figures count as one."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old = [self._of(text) for text in old]
        self.new = [self._of(text) for text in new]

    @staticmethod
    def _of(text: str) -> frozenset[str]:
        text = f"^{_NUMBERS.sub('#', text)}$"
        return frozenset(map("".join, pairwise(text)))

    def like(self, a: int, b: int) -> float:
        """Of an old text and a new one, by their indexes."""
        left, right = self.old[a], self.new[b]
        return 2 * len(left & right) / (len(left) + len(right))


class _Token(NamedTuple):
    """What is never cut: a figure, a number, an ordinal, a Latin word, else one character.

    figure: of what the figure is one, its kind and measure word; "" for no figure.
    """

    text: str
    figure: str = ""


_Clause: TypeAlias = tuple[_Token, ...]


def tokens(text: str) -> _Clause:
    """The characters of the text with what is never cut in one piece."""
    label = label_at(text)
    at = len(label.raw) if label else 0
    out = [_Token(text[:at])] if at else []
    for figure in figures(text):
        if figure.start < at:
            continue
        out += map(_Token, _PIECE.findall(text, at, figure.start))
        unit = figure.quantity.unit if figure.quantity is not None else ""
        out.append(_Token(text[figure.start : figure.end], figure.kind + unit))
        at = figure.end
    out += map(_Token, _PIECE.findall(text, at))
    return tuple(out)


def _clauses(text: str) -> list[_Clause]:
    out: list[_Clause] = []
    clause: list[_Token] = []
    for token in tokens(text):
        clause.append(token)
        if token.text in _CLAUSE_ENDS:
            out.append(tuple(clause))
            clause = []
    return [*out, tuple(clause)] if clause else out


def _words(clause: Iterable[_Token]) -> str:
    return "".join(token.text for token in clause)


def told(op: Op, tokens: Iterable[_Token]) -> Iterator[Piece]:
    """The tokens as one piece."""
    return _joined(Piece(op, token.text) for token in tokens)


def _within(old: _Clause, new: _Clause) -> Iterator[Piece]:
    """A changed clause: what stayed, and in the gaps old and new; an ordinal is a gap of its own."""
    if old[0] != new[0] and label_at(old[0].text) and label_at(new[0].text):
        yield from (Piece("-", old[0].text), Piece("+", new[0].text), Piece("=", ""))
        old, new = old[1:], new[1:]
    kept = _smoothed(same(old, new), old, new)
    stayed = sum(len(old[a].text) for a, _ in kept if old[a].text not in _MARKS)
    most = max(len(_words(old)), len(_words(new)))
    if stayed < _KEPT * most and not any(t.figure for t in (*old, *new)):
        last = old[-1] == new[-1] and old[-1].text in _CLAUSE_ENDS
        kept = [(len(old) - 1, len(new) - 1)] if last else []
    at_a = at_b = 0
    for a, b in (*kept, (len(old), len(new))):
        if a > at_a or b > at_b:
            yield from _replaced(old[at_a:a], new[at_b:b])
        if a < len(old):
            yield Piece("=", old[a].text)
        at_a, at_b = a + 1, b + 1


def _smoothed(kept: list[tuple[int, int]], old: _Clause, new: _Clause) -> list[tuple[int, int]]:
    """The pairs without single characters left standing in the midst of what changed."""
    out: list[tuple[int, int]] = []
    for number, (a, b) in enumerate(kept):
        before = kept[number - 1] if number else (-1, -1)
        after = kept[number + 1] if number + 1 < len(kept) else (len(old), len(new))
        alone = (a - before[0] > 1 or b - before[1] > 1) and (after[0] - a > 1 or after[1] - b > 1)
        if alone and len(old[a].text) == 1 and old[a].text not in _MARKS:
            continue
        out.append((a, b))
    return out


def _replaced(old: _Clause, new: _Clause) -> Iterator[Piece]:
    """What took the place of what; figures of one sort on both sides are told one by one."""
    ours = [i for i, token in enumerate(old) if token.figure]
    theirs = [i for i, token in enumerate(new) if token.figure]
    if [old[a].figure for a in ours] != [new[b].figure for b in theirs]:
        ours = theirs = []
    at_a = at_b = 0
    for a, b in zip(ours, theirs, strict=True):
        yield from told("-", old[at_a:a])
        yield from told("+", new[at_b:b])
        if old[a].text == new[b].text:
            yield Piece("=", old[a].text)
        else:
            yield Piece("-", old[a].text, True)
            yield Piece("+", new[b].text, True)
        at_a, at_b = a + 1, b + 1
    yield from told("-", old[at_a:])
    yield from told("+", new[at_b:])


def _ordered(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with what is gone before what came where nothing that stayed parts them.

    A figure and the one in its place stay side by side.
    """
    gone: list[Piece] = []
    come: list[Piece] = []
    for piece in pieces:
        if piece.op == "=" or piece.figure:
            if gone or come:
                yield from _gap(gone, come)
                gone, come = [], []
            yield piece
        else:
            (gone if piece.op == "-" else come).append(piece)
    yield from _gap(gone, come)


def _gap(gone: Sequence[Piece], come: Sequence[Piece]) -> Iterator[Piece]:
    """What is gone and what came; the mark that both end with stayed."""
    old = Piece("-", "".join(piece.text for piece in gone))
    new = Piece("+", "".join(piece.text for piece in come))
    stayed = old.text[-1:] if old.text[-1:] == new.text[-1:] in _CLAUSE_ENDS else ""
    cut = len(stayed)
    yield from (piece._replace(text=piece.text[: len(piece.text) - cut]) for piece in (old, new))
    yield Piece("=", stayed)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and (last.op, last.figure, piece.figure) == (piece.op, False, False):
            last = Piece(last.op, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
