"""Lines along the edges of paragraphs and of the rows of tables.

All lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from docgen.ooxml.lengths import number
from docgen.ooxml.opening import Package, W
from docgen.ooxml.tables import Grid

_W: Final = f"{{{W}}}"
_EIGHTH: Final = 8
"""Parts of a point in which offices tell how thick a line is."""
_DRAWN: Final = tuple(_W + name for name in ("drawing", "pict", "object"))

_DOUBLE: Final = ("double", "thickThin", "thinThick", "thinThin")
"""What the names of double lines begin with."""


class Edge(NamedTuple):
    """A line.

    width: 0 for none.  color: six hexadecimal digits in capitals, "" for the automatic one.
    space: between it and the text.
    """

    width: float = 0.0
    color: str = ""
    space: float = 0.0


def edge_of(element: etree._Element | None) -> Edge | None:
    """The line that a child of w:pBdr, w:tcBorders or w:tblBorders draws; None where there is no
    such child."""
    if element is None:
        return None
    if element.get(_W + "val", "nil") in ("nil", "none"):
        return Edge()
    color = element.get(_W + "color", "auto").upper()
    return Edge(
        number(element.get(_W + "sz"), _EIGHTH) or 0.0,
        "" if color in ("AUTO", "000000") else color,
        number(element.get(_W + "space")) or 0.0,
    )


def is_double(element: etree._Element) -> bool:
    """Whether a paragraph has a double line along an edge, or drawn in it: two alike, or one thick
    and one thin."""
    edges = element.iterfind(f"{_W}pPr/{_W}pBdr/*")
    if any(edge.get(_W + "val", "").startswith(_DOUBLE) for edge in edges):
        return True
    drawn = (
        one.get("cmpd") or one.get("linestyle") or "" for one in element.iter("{*}ln", "{*}stroke")
    )
    return any(kind.startswith((*_DOUBLE, "dbl")) for kind in drawn)


def row_edges(package: Package, grid: Grid) -> tuple[Edge, ...]:
    """The lines above the first row, between rows and below the last: of two that meet, the
    thicker."""
    rows = grid.element.findall(_W + "tr")
    shared = tuple(_shared(package, grid.element))
    edges = [Edge()] * (len(rows) + 1)
    for index, row in enumerate(rows):
        for at, side, inner in (
            (index, "top", index > 0),
            (index + 1, "bottom", index + 1 < len(rows)),
        ):
            name = "insideH" if inner else side
            common = next(
                (edge for one in shared if (edge := edge_of(one.find(_W + name)))), Edge()
            )
            for cell in row.iter(_W + "tc"):
                own = edge_of(cell.find(f"{_W}tcPr/{_W}tcBorders/{_W}{side}"))
                edges[at] = max(edges[at], common if own is None else own)
    return tuple(edges)


def _shared(package: Package, table: etree._Element) -> Iterator[etree._Element]:
    """The borders that a table has for all its cells: its own, then those of its style and of
    the styles that is based on."""
    yield from table.iterfind(f"{_W}tblPr/{_W}tblBorders")
    root = package.parsed("styles")
    if root is None:
        return
    styles = {one.get(_W + "styleId", ""): one for one in root.iterfind(_W + "style")}
    named = table.find(f"{_W}tblPr/{_W}tblStyle")
    while named is not None:
        style = styles.pop(named.get(_W + "val", ""), None)
        if style is None:
            return
        yield from style.iterfind(f"{_W}tblPr/{_W}tblBorders")
        named = style.find(_W + "basedOn")


def draws(paragraph: etree._Element) -> bool:
    """Whether something is drawn in a w:p, which may be a line."""
    return next(paragraph.iter(*_DRAWN), None) is not None
