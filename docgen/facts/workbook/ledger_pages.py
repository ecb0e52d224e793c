"""Writing the ledger: a fact a line for one unit, a unit a row for many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from openpyxl.utils import get_column_letter

from docgen.facts.dictionary import Entry
from docgen.facts.workbook import looks
from docgen.facts.workbook.filling import Filling
from docgen.facts.workbook.keys import (
    BEFORE,
    HEADINGS,
    KEY_EARLIER,
    KEY_MEASURE,
    KEY_NAME,
    KEY_NOTE,
    KEY_PATH,
    KEY_VALUE,
)
from docgen.facts.workbook.layout import LEDGER, UNIT, Line
from docgen.facts.workbook.pages import Pages

_SPARE_UNITS: Final = 5


_WIDTHS: Final = {
    KEY_PATH: 8.0,
    KEY_VALUE: 34.0,
    KEY_MEASURE: 10.0,
    KEY_EARLIER: 11.0,
    KEY_NOTE: 42.0,
}


def ledger_of_one(pages: Pages, filling: Filling) -> None:
    """The ledger of one unit: keys in a hidden column, a fact a line under the headings."""
    sheet = pages.sheet(LEDGER, "一行一项，填在“填写”一栏。")
    rules = looks.Rules(sheet, pages.choices)
    lines = pages.layout.lines
    widths = {KEY_PATH: 8.0, KEY_NAME: looks.width_of([line.label for line in lines], 16, 30)}
    widths |= _WIDTHS
    for column, (key, width) in enumerate(widths.items(), 1):
        pages.put(sheet, 1, column, key, "key")
        sheet.column_dimensions[get_column_letter(column)].width = width
        if key != KEY_PATH:
            pages.put(sheet, 2, column, HEADINGS[key], "head")
    sheet.column_dimensions["A"].hidden = True
    required: list[int] = []
    for row, line in enumerate(lines, 3):
        pages.put(sheet, row, 1, line.entry.path, "key")
        if line.section:
            style = "theme" if line.level < 0 else f"section{min(line.level, 3)}"
            for column in range(2, 7):
                pages.put(sheet, row, column, _heading(line) if column == 2 else "", style)
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=6)
            height = looks.height_of((_heading(line), sum(widths.values()) - 8))
            sheet.row_dimensions[row].height = height + (4 if line.level < 0 else 0)
        else:
            _line(pages, sheet, rules, row, line, filling, widths)
            if not line.entry.optional or filling.earlier.get(line.entry.path):
                required.append(row)
    for first, last in _runs(required):
        looks.colour_open(sheet, f"C{first}:C{last}", f"$C{first}")
    last = len(lines) + 2
    looks.colour_carried(sheet, f"C3:C{last}", "$C3")
    sheet.print_area = f"B2:F{last}"
    pages.finish(sheet, wide=False, head=(2, 2), frozen="C3", width=sum(widths.values()))


def _line(
    pages: Pages,
    sheet: Any,
    rules: looks.Rules,
    row: int,
    line: Line,
    filling: Filling,
    widths: Mapping[str, float],
) -> None:
    """A fact on its line."""
    entry = line.entry
    text = filling.values.get(entry.path, "")
    note = entry.note + ("（可以不填）" if entry.optional else "")
    whole = line.level == 0 and bool(entry.members)
    pages.put(sheet, row, 2, line.label, "whole" if whole else f"label{min(line.level, 5)}")
    pages.put(sheet, row, 3, text, looks.style_of(entry))
    rules.add(entry, f"C{row}")
    pages.put(sheet, row, 4, _measure(entry), "measure")
    if entry.is_number:
        pages.put(sheet, row, 5, filling.earlier.get(entry.path, ""), "earlier")
        rules.add_earlier(f"E{row}")
    else:
        pages.put(sheet, row, 5, "", "none")
    pages.put(sheet, row, 6, note, "note")
    height = looks.height_of(
        (line.label, widths[KEY_NAME] - 2 * max(line.level, 0)),
        (text, widths[KEY_VALUE]),
        (note, widths[KEY_NOTE] * 1.2),
    )
    looks.grow(sheet, row, height)


def ledger_of_many(pages: Pages, name: str, note: str, *, earlier: bool = False) -> None:
    """The ledger of many units, or their 上期: a hidden row of keys, groups, headings, units."""
    sheet = pages.sheet(name, note)
    rules = looks.Rules(sheet, pages.choices)
    lines = [
        line for line in pages.layout.facts
        if not earlier or line.entry.is_number or line.entry.path == UNIT
    ]  # fmt: skip
    last = 3 + len(pages.fillings) + _SPARE_UNITS
    total = 0.0
    for column, line in enumerate(lines, 1):
        entry = line.entry
        is_name = entry.path == UNIT
        key = entry.path if is_name or not earlier else BEFORE + entry.path
        pages.put(sheet, 1, column, key, "key")
        head = pages.put(sheet, 3, column, head_of(line.label, entry), "head")
        if entry.note:
            head.comment = looks.remark(entry.note)
        style = "name" if is_name else looks.style_of(entry)
        texts = []
        for row, filling in enumerate(pages.fillings, 4):
            text = (filling.earlier if earlier and not is_name else filling.values).get(
                entry.path, ""
            )
            pages.put(sheet, row, column, text, style)
            texts.append(text)
        for row in range(4 + len(pages.fillings), last + 1):
            pages.put(sheet, row, column, "", style)
        letter = get_column_letter(column)
        rules.add(entry, f"{letter}4:{letter}{looks.LAST_ROW}")
        if not entry.optional and not earlier:
            looks.colour_open(sheet, f"{letter}4:{letter}{last}", f"{letter}4")
        elif not earlier:
            for row in _left_open(pages, entry):
                looks.colour_open(sheet, f"{letter}{row}", f"{letter}{row}")
        heads = [word for word in re.split("[：\n]", head_of(line.label, entry)) if word]
        width = looks.width_of([*heads, *texts], 9, 14 if entry.is_number else 24)
        pages.style.column(sheet, column, width, looks.FREE[style])
        total += width
    pages.style.column(sheet, len(lines) + 1, 10, "free", last=looks.ALL_COLUMNS)
    looks.rule_filled(sheet, len(lines), last)
    _bands(pages, sheet, lines)
    sheet.row_dimensions[3].height = 46
    pages.finish(sheet, wide=True, head=(2, 3), frozen="B4", width=total)
    sheet.print_title_cols = "A:A"


def _left_open(pages: Pages, entry: Entry) -> Iterator[int]:
    """Rows of units that had something here last time and have nothing yet."""
    for row, filling in enumerate(pages.fillings, 4):
        if filling.earlier.get(entry.path) and not filling.values.get(entry.path):
            yield row


def _bands(pages: Pages, sheet: Any, lines: Sequence[Line]) -> None:
    """The names of groups over their columns."""
    column = 1
    for name, group in groupby(lines, lambda line: line.entry.path.split(".")[0]):
        wide = len(list(group))
        for at in range(column, column + wide):
            pages.put(sheet, 2, at, name if at == column else "", "band")
        if wide > 1:
            sheet.merge_cells(
                start_row=2, end_row=2, start_column=column, end_column=column + wide - 1
            )
        column += wide


def _heading(line: Line) -> str:
    note = line.entry.note
    return f"{line.label}　　{note}" if note and note != line.label else line.label


def _measure(entry: Entry) -> str:
    return entry.unit or entry.measure or ("%" if entry.kind == "百分比" else "")


def head_of(label: str, entry: Entry) -> str:
    measure = _measure(entry)
    return f"{label}\n（{measure}）" if measure else label


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows that follow one another, as first and last."""
    out: list[tuple[int, int]] = []
    for row in rows:
        if out and out[-1][1] == row - 1:
            out[-1] = (out[-1][0], row)
        else:
            out.append((row, row))
    return out
