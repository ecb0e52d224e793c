"""Which corrections are made unasked: those that are safe, none over another, as small as can be.

What is safe the engine says (`Remark.repair`): no digit and nothing inside quotation marks.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Edit, Remark


def safe_edits(paper: Manuscript, remarks: Iterable[Remark]) -> tuple[Edit, ...]:
    """The corrections to make now, in order, none over another; of a remark all or none.

    Each is cut down to the characters that change.  Made, they may bring others to light:
    review again until there are none.
    """
    taken: dict[int, list[Edit]] = {}
    for remark in remarks:
        if remark.repair:
            wanted = [small for edit in remark.edits for small in _cut_down(paper, edit)]
            if not any(
                _touch(edit.spot, other.spot)
                for edit in wanted
                for other in taken.get(edit.spot.line, ())
            ):
                for edit in wanted:
                    taken.setdefault(edit.spot.line, []).append(edit)
    return tuple(sorted((e for edits in taken.values() for e in edits), key=lambda e: e.spot))


def lines_to_drop(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Those whose line, set aside in reading, is to be taken out now."""
    return tuple(r for r in remarks if r.repair and r.spot is None)


def _cut_down(paper: Manuscript, edit: Edit) -> Iterator[Edit]:
    """The edit as the fewest changes of characters."""
    line, start, end = edit.spot
    old = paper.lines[line].text[start:end]
    matcher = difflib.SequenceMatcher(None, old, edit.text, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield Edit(Spot(line, start + a, start + b), edit.text[c:d])


def _touch(one: Spot, other: Spot) -> bool:
    """Whether two edits are too near to be made at once."""
    return one.line == other.line and one.start <= other.end and other.start <= one.end
