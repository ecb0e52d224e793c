"""The tables of a .docx paper."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from docgen.document import Table, Text, plain
from docgen.library.styles import Style, mm_twips, twips
from docgen.ooxml import stylesheet as names
from docgen.ooxml.runs import runs
from docgen.render.word.faces import KEEP, Faces, opened
from docgen.render.word.width import width

_SHORT = 8  # characters that a cell holds without wanting a second line
_CELL_MARGINS = 2 * 108  # twips left and right, as the styles part sets them
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


class Measures(NamedTuple):
    """How wide the head and the longest cell of each column are, in characters."""

    heads: list[float]
    longest: list[float]


def measures(table: Table) -> Measures:
    heads = [width(plain(head)) for head in table.header]
    longest = [0.0] * len(heads)
    for row in table.rows:
        longest = list(map(max, longest, map(_wanted, row)))
    return Measures(heads, longest)


def is_wide(measured: Measures, style: Style) -> bool:
    """Whether the columns want more than the 版心, though heads take two lines and long cells
    wrap: such a table goes on a page set sideways."""
    needs = (
        twips((max(min(cell, _SHORT), math.ceil(head / 2)) + 0.75) * style.table_text.size)
        + _CELL_MARGINS
        for head, cell in zip(*measured, strict=True)
    )
    return sum(needs) > mm_twips(style.page.type_area[0])


def table_xml(
    table: Table,
    measured: Measures,
    style: Style,
    faces: Faces,
    pending: str,
    *,
    keep: bool,
    sideways: bool = False,
) -> str:
    """A grid as wide as the 版心, columns by their share of the content; "" without columns."""
    if not table.header:
        return ""
    total = mm_twips(style.page.type_area[sideways])
    widths, centred = _columns(measured, total, style.table_text.size)
    line = f'w:val="single" w:sz="{round(style.table_text.line * 8)}" w:space="0" w:color="auto"'
    out = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{''.join(f'<w:{side} {line}/>' for side in _BORDERS)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
        "".join(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
    ]
    cells = [
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        for w in widths
    ]
    for number, row in enumerate((table.header, *table.rows)):
        repeat = "" if number else "<w:tblHeader/>"
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>")
        style_id = names.TABLE_TEXT if number else names.TABLE_HEADER
        look = faces.table_text if number else faces.table_header
        # A header row stays with the row below it, the last but one with the last, so that no page
        # holds that alone; the last one with the signature.
        left = len(table.rows) - number
        stay = KEEP if not number or left == 1 or (keep and not left) else ""
        plain_cell = opened(style_id, stay)
        centred_cell = opened(style_id, stay, '<w:jc w:val="center"/>')
        for column, text in enumerate(row):
            begun = centred_cell if number and centred[column] else plain_cell
            if pending and not (number or column):
                begun = opened(style_id, stay + pending)
            out += (cells[column], begun, runs(text, look), "</w:p></w:tc>")
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _columns(measured: Measures, total: int, size: float) -> tuple[list[int], list[bool]]:
    """Column widths in twips that sum to `total`, and which columns hold only short cells.

    Short columns get what their longest cell needs on one line; the others share the rest.
    """
    heads, longest = measured
    needs = [
        twips((max(cell, min(head, _SHORT)) + 0.75) * size) + _CELL_MARGINS
        for cell, head in zip(longest, heads, strict=True)
    ]
    short = [cell <= _SHORT for cell in longest]
    fixed = sum(need for need, held in zip(needs, short, strict=True) if held)
    if all(short) or fixed > total / 2:
        short_width, long_width = total / sum(needs), total / sum(needs)
    else:
        short_width, long_width = 1.0, (total - fixed) / (sum(needs) - fixed)
    edges = [0.0]
    for need, held in zip(needs, short, strict=True):
        edges.append(edges[-1] + need * (short_width if held else long_width))
    return [round(right) - round(left) for left, right in pairwise(edges)], short


def _wanted(text: Text) -> float:
    """The width that a cell wants; 【待核实】 wants none, it goes again before printing."""
    wanted = 0.0
    for piece in text:
        if isinstance(piece, str):
            wanted += width(piece)
        elif piece.kind != "doubt":
            wanted += _wanted(piece.content)
    return wanted
