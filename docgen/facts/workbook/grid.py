"""The sheets of a workbook as rows of stored cells; only what is there takes room."""

from __future__ import annotations

import io
import warnings
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.xml.functions import iterparse

from docgen.facts.workbook.cells import Raw
from docgen.facts.workbook.guard import broken, sound_bytes

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 500
MAX_AREAS: Final = 2_000
_AREA_TAG: Final = MERGE_TAG.replace("mergeCells", "mergeCell")
MAX_EMPTY: Final = 200
"""After so many empty rows nothing more is read of a sheet."""

_DAY, _MONTH, _TIME = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'h"时"mm"分"'
_MONTH_DAY: Final = 'm"月"d"日"'
_CHINESE_DATES: Final = {
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((30, 31), _DAY),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), _TIME),
}
"""Number formats that a Chinese spreadsheet knows by their number alone (ECMA-376 18.8.30)."""


class Unread(NamedTuple):
    """Where a sheet was left unread, and why."""

    row: int
    column: int
    why: str


class Area(NamedTuple):
    """A merged range; only its first cell has content."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Grid:
    """A sheet.  rows: number → column → cell; empty cells and rows are not in it."""

    name: str
    index: int
    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)

    def at(self, row: int, column: int) -> Raw | None:
        """The cell, None when it is empty."""
        return self.rows.get(row, {}).get(column)

    def head(self, row: int, column: int) -> Raw | None:
        """The cell of a heading: of a merged range, its first."""
        cell = self.at(row, column)
        if cell is None:
            for area in self.merged:
                if area.row <= row <= area.last_row and area.column <= column <= area.last_column:
                    return self.at(area.row, area.column)
        return cell

    def downward(self, column: int) -> dict[int, Raw]:
        """The cells of a column by row; one that is merged with those below it stands in each."""
        cells = {row: cells[column] for row, cells in self.rows.items() if column in cells}
        for area in self.merged:
            if area.column == column and area.row in cells:
                for row in range(area.row + 1, area.last_row + 1):
                    cells.setdefault(row, cells[area.row])
        return cells


def read_grids(path: Path) -> list[Grid]:
    """The sheets of a workbook, in order.

    Raises InputError when the file is none, is damaged, protected by a password or too large.
    """
    data = sound_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out does not matter to facts
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                sheets = [s for s in book.worksheets if isinstance(s, ReadOnlyWorksheet)]
                return [_grid(book, sheet, index) for index, sheet in enumerate(sheets)]
            finally:
                book.close()
    except Exception as error:  # openpyxl fails in many ways on a damaged file
        raise broken(str(path)) from error


class _Parser(WorkSheetParser):
    """Reads the rows and the merged ranges alone, the rest of a sheet being no matter here.

    Knows a formula whose result is not stored from an empty cell, or an empty result.
    """

    areas: list[Area]

    def parse(self) -> Generator[Any, None, None]:
        self.areas = []
        inside = 0
        for event, element in iterparse(self.source, events=("start", "end")):
            if event == "start":
                inside += element.tag == ROW_TAG
            elif element.tag == ROW_TAG:
                inside -= 1
                row = self.parse_row(element)
                element.clear()
                yield row
            elif not inside:
                if element.tag == _AREA_TAG and len(self.areas) < MAX_AREAS:
                    area = CellRange(element.get("ref", ""))
                    if area.max_row - area.min_row <= MAX_EMPTY:
                        self.areas.append(
                            Area(area.min_row, area.min_col, area.max_row, area.max_col)
                        )
                element.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        stored = element.find(VALUE_TAG) is not None and element.get("t") == "str"
        if cell["value"] is None and not stored and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell


def _grid(book: Any, sheet: Any, index: int) -> Grid:
    grid = Grid(str(sheet.title), index)
    formats = _Formats(sheet)
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats | formats.chinese,
            timedelta_formats=book._timedelta_formats,
        )
        last = 0
        for number, cells in parser.parse():
            row = {
                cell["column"]: Raw(
                    cell["value"], cell["data_type"], formats.shown_as(cell["style_id"])
                )
                for cell in cells
                if (cell["value"] is not None or cell["data_type"] == "f")
                and not (isinstance(cell["value"], str) and not cell["value"].strip(" \u3000\xa0"))
            }
            if not row:
                continue
            if number > MAX_ROWS or (number - last > MAX_EMPTY + 1 and last):
                why = (
                    f"前面空了{number - last - 1}行" if number <= MAX_ROWS else f"超过{MAX_ROWS}行"
                )
                grid.unread.append(Unread(number, min(row), why))
                break
            far = min((column for column in row if column > MAX_COLUMNS), default=0)
            if far:
                grid.unread.append(Unread(number, far, f"超过{MAX_COLUMNS}列"))
                row = {column: cell for column, cell in row.items() if column <= MAX_COLUMNS}
            if row:
                grid.rows.setdefault(number, {}).update(row)
                last = number
        grid.merged = parser.areas
    return grid


class _Formats:
    """The number formats of the styles of a workbook."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.known: dict[int, str] = {}
        styles = sheet.parent._cell_styles
        self.chinese = {n for n, style in enumerate(styles) if style.numFmtId in _CHINESE_DATES}

    def shown_as(self, style: int) -> str:
        if style not in self.known:
            cell = ReadOnlyCell(self.sheet, 1, 1, None, style_id=style)
            number = self.sheet.parent._cell_styles[style].numFmtId
            self.known[style] = _CHINESE_DATES.get(number) or str(cell.number_format or "General")
        return self.known[style]
