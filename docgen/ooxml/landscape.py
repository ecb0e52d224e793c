"""Pages set sideways for a wide table (GB/T 9704—2012, 8).

The paper is bound with the others, so that its page number stands where theirs do; on the screen
it is at the left edge and lies on its side.  The head of the table is towards the left edge of
the sheet: 订口 on odd pages, 切口 on even ones.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.library.styles import Side, Style, mm_twips
from docgen.ooxml.opening import W
from docgen.ooxml.package import R
from docgen.ooxml.section import footer_xml

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_FOOTER_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_EMU_PER_MM: Final = 36_000
_BOX: Final = 10.0
"""Thickness in mm of the box that holds a page number."""


class Sideways(NamedTuple):
    """What a paper with a page on its side adds: parts by name, rows of content types and of
    relationships, and the `w:sectPr` of such a page."""

    parts: dict[str, bytes]
    types: str
    links: str
    section: str


@lru_cache(maxsize=16)
def sideways(style: Style) -> Sideways:
    """The page of a style turned clockwise: what was left is above."""
    page, number = style.page, style.page_number
    parts, types, links, references = {}, "", "", ""
    for ident, (kind, side) in enumerate((("default", number.odd), ("even", number.even)), 9001):
        name = f"sideways{ident}"
        parts[f"word/{name}.xml"] = _footer(style, side, ident).encode()
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_FOOTER_TYPE}"/>'
        links += f'<Relationship Id="{name}" Type="{R}/footer" Target="{name}.xml"/>'
        references += f'<w:footerReference w:type="{kind}" r:id="{name}"/>'
    margins = " ".join(
        f'w:{side}="{mm_twips(length)}"'
        for side, length in (
            *(("top", page.left), ("right", page.top)),
            *(("bottom", page.right), ("left", page.bottom)),
            *(("header", 0), ("footer", 0), ("gutter", 0)),
        )
    )
    section = (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{mm_twips(page.height)}" w:h="{mm_twips(page.width)}" '
        f'w:orient="landscape"/><w:pgMar {margins}/></w:sectPr>'
    )
    return Sideways(parts, types, links, section)


def _footer(style: Style, side: Side, ident: int) -> str:
    """A footer with the page number in a box along the left edge, its text turned clockwise.

    The box stands where no text comes, so that the text flowing round it changes nothing; one
    that does not let it, LibreOffice leaves in the corner of a page that is not full.

    ident: of the box, more than a paper has charts.
    """
    page, number = style.page, style.page_number
    along = page.type_area[0]
    # The middle of the mark is `distance` from the type area.
    across = page.bottom - number.distance - _BOX / 2
    runs = re.sub(r' xmlns:w="[^"]*"', "", footer_xml(style, side))
    return (
        f'{_XML}<w:ftr xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{_MC}" xmlns:wp="{_WP}" '
        f'xmlns:a="{_A}" xmlns:wps="{_WPS}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r>'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{_emu(across)}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{_emu(page.left)}'
        f'</wp:posOffset></wp:positionV><wp:extent cx="{_emu(_BOX)}" cy="{_emu(along)}"/>'
        f'<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{ident}" name="页码"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{_WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{_emu(_BOX)}" cy="{_emu(along)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{runs}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
        'anchor="ctr"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p></w:ftr>"
    )


def _emu(millimetres: float) -> int:
    return round(millimetres * _EMU_PER_MM)
