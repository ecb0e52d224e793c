"""The first sheet of a form: how to fill it in, what the colours mean, what sheets there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docgen.facts.workbook import looks
from docgen.facts.workbook.layout import GUIDE

_ONE: Final = "先填“台账”：一行一项，填在“填写”一栏。再填后面各表，一条一行。"
_MANY: Final = "先填“台账”：一行一个单位。再填后面各表，一条一行，“单位”写台账里的名称。"
_STEPS: Final = (
    "数字照实填，量词、单位不用写。记不准的照说法写：近600万元、2.2万、3000多、98%以上。",
    "不知道的留空，或写“待填”；真的没有的，列表里写“无”。空着的地方，文稿里会标出来，不会替您编。",
    "行不够就插入行；可以从别的表复制过来（粘贴时选“值”或“文本”）。表头锁住了，改不了，也不用改。",
    "填好后保存成 .xlsx，交给做文稿的人。填错的地方，程序会按“表!格”指出来。",
)
_COLOURS: Final = (
    ("guide open", "要填，还没有填；填了颜色就没有了"),
    ("guide free", "可以填"),
    ("guide locked", "表头和说明，锁住了"),
)


def write_guide(
    sheet: Any,
    style: looks.Stylist,
    title: str,
    names: Sequence[tuple[str, str]],
    notes: Sequence[str],
    *,
    many: bool,
) -> None:
    """Writes the sheet.  names: each sheet with what it is for.  notes: further lines."""
    sheet.row_dimensions[1].hidden = True
    style.put(sheet, 1, 1, f"#{GUIDE}", "key")
    style.put(sheet, 2, 1, title, "title")
    sheet.merge_cells("A2:C2")
    sheet.row_dimensions[2].height = 36
    row = 3
    for number, text in enumerate((_MANY if many else _ONE, *_STEPS, *notes), 1):
        style.put(sheet, row, 1, f"{number}．{text}", "guide")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        sheet.row_dimensions[row].height = 17 * (1 + (len(text) + 3) // 49) + 3
        row += 1
    row += 1
    style.put(sheet, row, 1, "颜色", "guide head")
    for name, text in _COLOURS:
        row += 1
        style.put(sheet, row, 1, "", name)
        style.put(sheet, row, 2, text, "guide cell")
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        style.put(sheet, row, 3, "", "guide cell")
    row += 2
    style.put(sheet, row, 1, "各表", "guide head")
    for name, text in names:
        row += 1
        cell = style.put(sheet, row, 1, name, "guide cell")
        cell.hyperlink = f"#'{name}'!A1"
        style.put(sheet, row, 2, text, "guide cell")
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        style.put(sheet, row, 3, "", "guide cell")
        sheet.row_dimensions[row].height = 17 * (1 + len(text) // 44) + 3
    for letter, width in (("A", 16), ("B", 40), ("C", 32)):
        sheet.column_dimensions[letter].width = width
    looks.finish(sheet, title="", wide=False, head=(2, 2), frozen="", width=88)
    sheet.print_title_rows = None
    sheet.page_setup.fitToHeight = 1
