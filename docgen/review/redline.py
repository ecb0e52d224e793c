"""What changed between two drafts, line by line: changed, gone, come, moved elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.manuscript import Line, Manuscript
from docgen.review.alignment import align
from docgen.review.clauses import Grams, Piece, compared, swapped, tokens, told

Kind: TypeAlias = Literal["same", "changed", "dropped", "added", "left", "moved"]
"""What became of a line: 未变 改 删 增 移走（旧处） 移来（新处）."""

_ALIKE: Final = 0.4
"""From here on two lines are one that was changed."""
_MOVED: Final = 0.75
"""From here on a line that went from one place and came to another is the same line, moved."""
_SHORTEST_MOVE: Final = 8
_SAME_CELL: Final = 0.5
_SAME_COLUMN: Final = 0.2


class Row(NamedTuple):
    """A line of either draft, or one of the old with the one of the new it became.

    old, new: its indexes in the drafts' lines, -1 for none.  A line that moved has two rows:
    at its old place it is "left", at its new place "moved" with whatever changed in it.
    """

    kind: Kind
    old: int
    new: int
    pieces: tuple[Piece, ...]


class Swap(NamedTuple):
    """A figure that another took the place of.

    row: index of the row.  said: the words before it in the new draft's clause.
    """

    row: int
    old: str
    new: str
    said: str = ""


@dataclass(frozen=True)
class Redline:
    """Two drafts and the rows that make both: without + the old one, without - the new one."""

    old: Manuscript
    new: Manuscript
    rows: tuple[Row, ...]

    @cached_property
    def changed(self) -> tuple[int, ...]:
        """The indexes of the rows in which something changed or moved."""
        return tuple(index for index, row in enumerate(self.rows) if row.kind != "same")

    @cached_property
    def swaps(self) -> tuple[Swap, ...]:
        """The figures that changed, in the order of the rows."""
        return tuple(
            Swap(index, *pair)
            for index in self.changed
            for pair in swapped(self.rows[index].pieces)
        )

    def count(self, *kinds: Kind) -> int:
        """How many rows are of these kinds."""
        return sum(row.kind in kinds for row in self.rows)


def redline(old: Manuscript, new: Manuscript) -> Redline:
    """What changed from the old draft to the new one."""
    left, right = old.lines, new.lines
    ours, theirs = [_key(line) for line in left], [_key(line) for line in right]
    grams = Grams([line.text for line in left], [line.text for line in right])

    def like(a: int, b: int) -> float:
        return _like(left[a], right[b], grams.like(a, b))

    pairs = align(ours, theirs, like, _ALIKE)
    moves = _moves(pairs, left, right, grams)
    return Redline(old, new, tuple(_rows(pairs, moves, left, right)))


# -- lines -----------------------------------------------------------------------------------


def _key(line: Line) -> tuple[str, bool]:
    return line.text, line.cell is None


def _like(old: Line, new: Line, grams: float) -> float:
    """How alike two lines are; cells are so by where they stand as well."""
    if (old.cell is None) != (new.cell is None):
        return 0.0
    if old.cell is None or new.cell is None:
        return grams
    if old.cell.column != new.cell.column:
        return 0.0
    return max(grams, _SAME_CELL if old.cell.row == new.cell.row else _SAME_COLUMN + grams / 2)


def _moves(
    pairs: Sequence[tuple[int, int]], old: Sequence[Line], new: Sequence[Line], grams: Grams
) -> dict[int, int]:
    """Lines that stand elsewhere now: the index in the old draft → in the new one."""
    gone = [a for a, b in pairs if b < 0 and _may_move(old[a])]
    come = [b for a, b in pairs if a < 0 and _may_move(new[b])]
    places: dict[str, list[int]] = {}
    for b in reversed(come):
        places.setdefault(_bare(new[b]), []).append(b)
    moves = {a: found.pop() for a in gone if (found := places.get(_bare(old[a])))}
    taken = set(moves.values())
    rest = [a for a in gone if a not in moves]
    open_ = [b for b in come if b not in taken]
    if len(rest) * len(open_) > 40_000:
        return moves
    likely = sorted(
        ((grams.like(a, b), -a, -b) for a in rest for b in open_ if grams.like(a, b) >= _MOVED),
        reverse=True,
    )
    for _, a, b in likely:
        if -a not in moves and -b not in taken:
            moves[-a] = -b
            taken.add(-b)
    return moves


def _may_move(line: Line) -> bool:
    return line.cell is None and (len(line.text) >= _SHORTEST_MOVE or line.role == "heading")


def _bare(line: Line) -> str:
    """The line without the ordinal it begins with."""
    return line.text[len(line.label.raw) if line.label else 0 :]


def _rows(
    pairs: Iterable[tuple[int, int]],
    moves: dict[int, int],
    old: Sequence[Line],
    new: Sequence[Line],
) -> Iterator[Row]:
    origin = {b: a for a, b in moves.items()}
    for a, b in pairs:
        if a >= 0 and b >= 0:
            pieces = compared(old[a].text, new[b].text)
            kind: Kind = "same" if all(piece.op == "=" for piece in pieces) else "changed"
            yield Row(kind, a, b, pieces)
        elif a >= 0:
            kind = "left" if a in moves else "dropped"
            yield Row(kind, a, moves.get(a, -1), tuple(told("-", tokens(old[a].text))))
        elif b in origin:
            from_ = origin[b]
            yield Row("moved", from_, b, compared(old[from_].text, new[b].text))
        else:
            yield Row("added", -1, b, tuple(told("+", tokens(new[b].text))))
