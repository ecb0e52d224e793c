"""Plain text: a line is a paragraph, lines with tabs in them are the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from docgen import source
from docgen.finding import Place
from docgen.language.labels import label_at
from docgen.manuscript import Cell
from docgen.read.strips import Reading, Strip

_TO_US: Final = re.compile(r"<!--\s*docgen\b[^>]*-->")
"""A comment to docgen (what is let stand), no part of the draft."""


_PRINTED: Final = re.compile(r"\t[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发\s*$")
"""The end of an imprint: organ and date at both sides of a line, and no row of a table."""


def read(path: Path) -> Reading:
    """The lines of a text file, UTF-8 or GBK.  Raises InputError when it is no text."""
    text, _ = source.read_text(path)
    return strips_of(text, str(path))


def strips_of(text: str, path: str) -> Reading:
    """A strip for each line that is not blank; blanks around it are no part of it."""
    strips: list[Strip] = []
    tables = 0
    numbered = enumerate(text.splitlines(), 1)
    for columns, group in groupby(numbered, key=lambda line: _tabs(line[1])):
        rows = list(group)
        if columns and len(rows) > 1 and "\t" in rows[0][1].strip():
            strips += _cells(rows, tables, path)
            tables += 1
            continue
        for number, line in rows:
            kept = line.strip()
            if kept and not _TO_US.fullmatch(kept):
                column = len(line) - len(line.lstrip()) + 1
                strips.append(Strip(kept, ((0, Place(path, number, column)),)))
    return Reading(tuple(strips))


def _tabs(line: str) -> int:
    """How many tabs part the line in cells; none when one only follows an ordinal."""
    tabs = line.count("\t")
    if not tabs or not line.strip() or _PRINTED.search(line):
        return 0
    label = label_at(line)
    return 0 if label is not None and line[len(label.raw) :][:1] == "\t" else tabs


def _cells(rows: Sequence[tuple[int, str]], table: int, path: str) -> Iterator[Strip]:
    for row, (number, line) in enumerate(rows):
        column = 1
        for index, text in enumerate(line.split("\t")):
            kept = text.strip()
            place = Place(path, number, column + len(text) - len(text.lstrip()))
            if kept:
                yield Strip(kept, ((0, place),), cell=Cell(table, row, index))
            column += len(text) + 1
