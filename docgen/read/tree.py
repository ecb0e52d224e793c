"""The document tree of a manuscript: what was read as what composing makes, numbers as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final, cast

from docgen.document import (
    Attachment,
    Block,
    Document,
    Gap,
    GapKind,
    Heading,
    Meta,
    Paragraph,
    Signature,
    Table,
    Text,
)
from docgen.manuscript import Line, Manuscript, Role
from docgen.read.elements import attached, attendance_of, imprint_of, masthead_of

_GAP: Final = re.compile(
    r"[0-9]+\.(?P<kind>待填|未写|待核实|删节)：(?P<path>.*?)(?:（(?P<reason>.*?)）)?(?:——(?P<sentence>.*))?"
)


def tree_of(paper: Manuscript) -> Document:
    """The tree of a draft, without spans; a chart comes back as its caption and its table."""
    lines = paper.lines
    organs = tuple(
        (organ.strip(),)
        for line in _texts(paper, "organ")
        for organ in line.split("\t")
        if organ.strip()
    )
    day = _text(paper, "date")
    found = attached(lines)
    return Document(
        genre=paper.genre,
        title=_text(paper, "title"),
        body=tuple(_blocks(lines[: found.start])),
        recipients=_text(paper, "recipients"),
        salutation=_text(paper, "salutation"),
        signature=Signature(organs, day) if organs or day else None,
        note=_text(paper, "note"),
        masthead=masthead_of(_texts(paper, "masthead")),
        attendance=attendance_of(_texts(paper, "attendance")),
        attachments=tuple(
            Attachment((title,) if title else (), tuple(_blocks(found.bodies.get(place, ()))))
            for place, title in sorted(found.titles.items())
        ),
        imprint=imprint_of(_texts(paper, "imprint")),
        gaps=tuple(gap for index in paper.of("gap") if (gap := _gap(lines[index].text))),
        meta=Meta(unit=paper.unit, on=paper.on.isoformat() if paper.on else ""),
    )


def _texts(paper: Manuscript, role: Role) -> list[str]:
    """The lines of a role."""
    return [paper.lines[index].text for index in paper.of(role)]


def _text(paper: Manuscript, role: str) -> Text:
    """The lines of a role as one text."""
    words = "".join(paper.lines[index].text for index in paper.by_role.get(role, ()))
    return (words,) if words else ()


def _blocks(lines: Sequence[Line]) -> list[Block]:
    out: list[Block] = []
    for table, group in groupby(lines, key=lambda line: line.cell.table if line.cell else -1):
        if table >= 0:
            out.append(_table(list(group)))
            continue
        for line in group:
            if line.role == "heading":
                out.append(_heading(line))
            elif line.role in ("body", "caption"):
                out.append(Paragraph((line.text,)))
    return out


def _heading(line: Line) -> Heading:
    number = line.label.raw if line.label else ""
    run_in = line.text[line.head :]
    return Heading(
        line.level, (line.heading,) if line.heading else (), "", number, (run_in,) if run_in else ()
    )


def _table(cells: Sequence[Line]) -> Table:
    """The table of the cells; one that several paragraphs stand in has them below each other."""
    texts: dict[tuple[int, int], str] = {}
    for line in cells:
        assert line.cell is not None
        at = (line.cell.row, line.cell.column)
        texts[at] = f"{texts[at]}\n{line.text}" if at in texts else line.text
    rows = max(row for row, _ in texts) + 1
    columns = max(column for _, column in texts) + 1
    grid = [
        tuple(
            (word,) if (word := texts.get((row, column), "")) else () for column in range(columns)
        )
        for row in range(rows)
    ]
    return Table(grid[0], tuple(grid[1:]))


def _gap(text: str) -> Gap | None:
    """The gap that a line of the gap page names, None for the page's title."""
    found = _GAP.fullmatch(text)
    if found is None:
        return None
    kind = cast(GapKind, found["kind"])
    return Gap(kind, found["path"], found["sentence"] or "", found["reason"] or "")
