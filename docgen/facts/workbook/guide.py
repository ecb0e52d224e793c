"""The first sheet of a form: how to fill it in, what the colours mean, what sheets there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docgen.facts.workbook import looks
from docgen.facts.workbook.layout import GUIDE, Layout

_ONE: Final = "先填“台账”：一行一项，填在“填写”一栏。再填后面各表，一条一行。"
_MANY: Final = "先填“台账”：一行一个单位。再填后面各表，一条一行，“单位”写台账里的名称。"
_NUMBERS: Final = (
    "数字照实填，量词、单位不用写。记不准的照说法写：近600万元、2.2万、3000多、98%以上。"
)
_NO_CELL: Final = "没有格子的数，直接写在“{work}”的话里。"
_BLANKS: Final = (
    "不知道的留空，或写“待填”，文稿里会标出来，不会替您编。真的没有的，列表里写“无”；"
    "可以不填的数，写“无”“—”或空着，都是没有；要填的数，没有写0。"
)
_QUOTED: Final = "“{work}”的话里写【党员】，成文时换成台账里的数；写【党员|增减】，换成增减的数。"
_HONOURS: Final = "写【荣誉】，换成“荣誉”表里的各项。"
_CHOSEN: Final = "“{name}”表要写进稿：在“{sheet}”表里加一行，“{column}”一栏选 {name}。"
_STEPS: Final = (
    "行不够就插入行；可以从别的表复制过来（粘贴时选“值”或“文本”）。表头锁住了，改不了，也不用改。",
    "填好后保存成 .xlsx，交给做文稿的人。填错的地方，程序会按“表!格”指出来。",
)
_WORK, _COUNTED, _HONOUR = "工作", "党员", "荣誉"


def steps(layout: Layout) -> list[str]:
    """How the form is filled in, a line each: what concerns sheets that are not in it left out."""
    lists = {sheet.entry.path: sheet for sheet in layout.lists}
    facts = {line.entry.path for line in layout.facts}
    out = [_MANY if layout.many else _ONE]
    out.append(_NUMBERS + (_NO_CELL.format(work=_WORK) if _WORK in lists else ""))
    out.append(_BLANKS)
    if _WORK in lists and _COUNTED in facts:
        out.append(_QUOTED.format(work=_WORK) + (_HONOURS if _HONOUR in lists else ""))
    chosen = [
        _CHOSEN.format(name=name, sheet=sheet.name, column=line.entry.name)
        for sheet in layout.lists
        for line in sheet.columns
        for name in line.entry.options
        if name in lists
    ]
    return [*out, *chosen[:1], *_STEPS]


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
    lines: Sequence[str],
) -> None:
    """Writes the sheet.  names: each sheet with what it is for.  lines: how to fill it in."""
    sheet.row_dimensions[1].hidden = True
    style.put(sheet, 1, 1, f"#{GUIDE}", "key")
    style.put(sheet, 2, 1, title, "title")
    sheet.merge_cells("A2:C2")
    sheet.row_dimensions[2].height = 36
    row = 3
    for number, text in enumerate(lines, 1):
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
