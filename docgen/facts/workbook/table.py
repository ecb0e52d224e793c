"""The ledger as a table (CSV): one unit a row, for whoever has no spreadsheet at hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from docgen.errors import InputError
from docgen.facts.dictionary import Dictionary
from docgen.facts.values import Facts
from docgen.facts.workbook.cells import Raw
from docgen.facts.workbook.filling import Filling, filling_of
from docgen.facts.workbook.grid import MAX_COLUMNS, MAX_ROWS, Grid, Unread
from docgen.facts.workbook.keys import BEFORE
from docgen.facts.workbook.layout import Layout
from docgen.facts.workbook.reading import Form, form_of
from docgen.source import read_text

_HARMFUL: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet would take for a formula, or what the protection against it begins with."""
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9,.]*%?")
_DELIMITERS: Final = ",\t;，"


def write_table(layout: Layout, units: Sequence[Facts | str]) -> bytes:
    """The ledger of these units as CSV: UTF-8 with BOM, keys as headings, no formulas.

    Lists of records and what else may be said of a fact have no place in a table.
    """
    fillings = [filling_of(unit, layout) for unit in units] or [Filling("")]
    entries = [line.entry for line in layout.facts]
    heads = [entry.path for entry in entries]
    earlier = [e for e in entries if any(e.path in filling.earlier for filling in fillings)]
    heads += [BEFORE + entry.path for entry in earlier]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    for filling in fillings:
        row = [filling.values.get(entry.path, "") for entry in entries]
        row += [filling.earlier.get(entry.path, "") for entry in earlier]
        writer.writerow([_guarded(text) for text in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _guarded(text: str) -> str:
    """The text so that no spreadsheet computes it."""
    if text.startswith(_HARMFUL) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_HARMFUL) else text


def read_table(path: Path, dictionary: Dictionary, *, totals: bool = False) -> Form:
    """The units of a table (UTF-8 or GBK), as `read_form`."""
    text, _ = read_text(path)
    rows = _rows(text, str(path))
    grid = Grid(path.stem, 0)
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            why = f"超过{MAX_ROWS}行" if number > MAX_ROWS else f"超过{MAX_COLUMNS}列"
            grid.unread.append(Unread(number, min(len(cells), MAX_COLUMNS + 1), why))
            break
        filled = {c: Raw(_plain(cell)) for c, cell in enumerate(cells, 1) if cell.strip()}
        if filled:
            grid.rows[number] = filled
    return form_of([grid], str(path), dictionary, totals=totals)


def _rows(text: str, name: str) -> list[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(
            "表格读不出来", where=name, hint="另存为“CSV UTF-8（逗号分隔）”"
        ) from error
