"""The tables of a .docx: width, rows, and whether the first row is printed on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from docgen.ooxml.lengths import number
from docgen.ooxml.looks import true
from docgen.ooxml.opening import Package, W

_W: Final = f"{{{W}}}"
_TWIPS: Final = 20


class Grid(NamedTuple):
    """A table.

    number: from 0, as the cells of `docgen.ooxml.reading` count.  width: points, 0 when the file
    does not say.  rows: how many.  headed: its first row is printed on every page.  element: its
    w:tbl.  columns: the widths of its columns in points.  padding: points left free at the left and
    the right of every cell.  floats: how it is placed when the text flows round it (vertAnchor,
    tblpYSpec …), None when it stands in the text.
    """

    number: int
    width: float
    rows: int
    headed: bool
    element: etree._Element
    columns: tuple[float, ...] = ()
    padding: tuple[float, float] = (0.0, 0.0)
    floats: Mapping[str, str] | None = None


def grids(package: Package) -> tuple[Grid, ...]:
    """The tables of the body in order, those inside another after it."""
    body = package.root.find(_W + "body")
    if body is None:
        return ()
    return tuple(_grid(i, table) for i, table in enumerate(tables_of(body)))


def tables_of(body: etree._Element) -> Iterator[etree._Element]:
    """The tables below an element in the order in which reading numbers them."""
    skipped = ("drawing", "pict", "object", "txbxContent")
    for table in body.iter(_W + "tbl"):
        if not any(True for _ in table.iterancestors(*(_W + name for name in skipped))):
            yield table


def _grid(index: int, table: etree._Element) -> Grid:
    columns = [
        number(c.get(_W + "w"), _TWIPS) or 0 for c in table.iterfind(f"{_W}tblGrid/{_W}gridCol")
    ]
    said = table.find(f"{_W}tblPr/{_W}tblW")
    width = sum(columns)
    if said is not None and said.get(_W + "type") == "dxa":
        width = max(width, number(said.get(_W + "w"), _TWIPS) or 0)
    rows = table.findall(_W + "tr")
    head = rows[0].find(f"{_W}trPr/{_W}tblHeader") if rows else None
    headed = head is not None and true(head.get(_W + "val", "1"))
    floating = table.find(f"{_W}tblPr/{_W}tblpPr")
    return Grid(
        index,
        width,
        len(rows),
        headed,
        table,
        tuple(columns),
        (_padding(table, "left", "start"), _padding(table, "right", "end")),
        None
        if floating is None
        else {etree.QName(k).localname: str(v) for k, v in floating.items()},
    )


_PADDING: Final = 5.4
"""Points that offices leave free at both sides of a cell where the file does not say."""


def _padding(table: etree._Element, *names: str) -> float:
    for name in names:
        side = table.find(f"{_W}tblPr/{_W}tblCellMar/{_W}{name}")
        if side is not None:
            return number(side.get(_W + "w"), _TWIPS) or 0.0
    return _PADDING
