"""The changes from one .docx to another, tracked in the old file itself."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.finding import Place
from docgen.language.labels import label_at
from docgen.manuscript import Line, Manuscript
from docgen.ooxml.opening import open_package
from docgen.ooxml.reading import ReadParagraph, paragraphs_of
from docgen.ooxml.retracking import Edit, UntrackableError, retracked, settle
from docgen.ooxml.revisions import Stretch
from docgen.review.redline import Row, redline


def render(old: bytes, new: bytes, path: str = "", other: str = "") -> bytes | None:
    """The old .docx with tracked changes that make it say what the new one says.

    None when they cannot be tracked there: a table has other rows or columns, a formula
    changed, a section ends in a paragraph that went.  path, other: what errors name the files.
    Raises InputError when one cannot be read.
    """
    left, right = settle(open_package(old, path)), settle(open_package(new, other))
    ours, theirs = paragraphs_of(left), paragraphs_of(right)
    ours, theirs = (tuple(p for p in found if p.text or p.cell) for found in (ours, theirs))
    edits = []
    for row in redline(_physical(ours), _physical(theirs)).rows:
        before = ours[row.old] if row.old >= 0 else None
        after = theirs[row.new] if row.new >= 0 else None
        if row.kind in ("same", "changed"):
            edits.append(Edit("=", before, after, _stretches(row)))
        elif any(p is not None and p.cell is not None for p in (before, after)):
            return None
        elif row.kind == "left":
            edits.append(Edit("<", before, None, move=f"move{row.old}"))
        elif row.kind == "moved":
            edits.append(Edit(">", None, after, _stretches(row), f"move{row.old}"))
        elif row.kind == "dropped":
            edits.append(Edit("-", before, None))
        else:
            edits.append(Edit("+", None, after))
    try:
        return retracked(left, edits)
    except UntrackableError:
        return None


def _stretches(row: Row) -> tuple[Stretch, ...]:
    return tuple((piece.op, piece.text) for piece in row.pieces)


def _physical(found: Sequence[ReadParagraph]) -> Manuscript:
    """The paragraphs as they lie in the file."""
    return Manuscript(
        "",
        tuple(
            Line(
                paragraph.text,
                ((0, Place("", paragraph.number)),),
                "body" if paragraph.cell is None else "cell",
                label=label_at(paragraph.text),
                cell=paragraph.cell,
            )
            for paragraph in found
        ),
    )
