"""The workbook of a form while it is made: its sheets, cells, and in the end its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from docgen.errors import InputError
from docgen.facts.workbook import looks
from docgen.facts.workbook.cells import MAX_TEXT, as_number, storable
from docgen.facts.workbook.filling import Filling
from docgen.facts.workbook.layout import CHOICES, GUIDE, Layout
from docgen.facts.workbook.missing import FIRST_ROW, as_cell

_MADE: Final = datetime(2026, 1, 1)
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)


class Pages:
    """The sheets made so far.  names: each with what it is for."""

    def __init__(self, layout: Layout, fillings: Sequence[Filling], title: str) -> None:
        self.layout = layout
        self.fillings = fillings
        self.title = title
        self.book = Workbook()
        self.guide: Any = self.book.worksheets[0]
        self.guide.title = GUIDE
        self.style = looks.Stylist(self.book)
        self.hidden: Any = self.book.create_sheet(CHOICES)
        self.choices = looks.Choices(self.book, self.hidden)
        self.names: list[tuple[str, str]] = []
        self.keys: dict[str, list[str]] = {}

    def sheet(self, name: str, note: str) -> Any:
        self.names.append((name, note))
        made: Any = self.book.create_sheet(name)
        made.row_dimensions[1].hidden = True
        return made

    def put(self, sheet: Any, row: int, column: int, text: str, style: str) -> Any:
        """A text as it will be read again, a number as a number."""
        if style == "key" and row == 1:
            self.keys.setdefault(sheet.title, []).append(text)
        number = as_number(text) if style in ("number", "earlier") else None
        if number is None:
            text = storable(text)
            if len(text) > MAX_TEXT:
                place = f"{sheet.title}!{get_column_letter(column)}{row}"
                raise InputError(
                    f"一格最多{MAX_TEXT}字，这里有{len(text)}字", where=place, hint="分成几条再填"
                )
            if style == "number" and text:
                style = "said"
        return self.style.put(sheet, row, column, text if number is None else number, style)

    def finish(
        self, sheet: Any, *, wide: bool, head: tuple[int, int], frozen: str, width: float
    ) -> None:
        looks.finish(
            sheet, title=f"{self.title}　{sheet.title}", wide=wide, head=head, frozen=frozen,
            width=width,
        )  # fmt: skip

    def packed(self) -> bytes:
        """The workbook's bytes, which depend on nothing but its content."""
        self.hidden.cell(1, 1).value = f"#{CHOICES}"
        for row, keys in enumerate(self.keys.values(), FIRST_ROW):
            self.style.put(self.hidden, row, 1, as_cell(keys), "key")
        self.hidden.sheet_state = "hidden"
        self.hidden.protection.sheet = True
        self.book.move_sheet(self.hidden, len(self.book.sheetnames))
        return _packed(self.book)


def _packed(book: Workbook) -> bytes:
    """The workbook's bytes, which depend on nothing but its content."""
    book.properties.creator = "docgen"
    book.properties.created = book.properties.modified = _MADE
    loose = io.BytesIO()
    with zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(loose) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed,
    ):
        for name in archive.namelist():
            info = zipfile.ZipInfo(name, _ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            packed.writestr(info, archive.read(name))
    return out.getvalue()
