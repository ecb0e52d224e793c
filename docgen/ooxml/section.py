"""The section of a .docx: paper, margins, line grid, headers and footers.

A mark measured from the edge of the paper may stand above the 版心.  Its page begins where the
mark does; on every other page a blank header fills the room down to the 版心.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Twips
from lxml import etree

from docgen.library.styles import POINTS_PER_MM, PageNumber, Rule, Side, Style, mm_twips, twips
from docgen.ooxml import ink
from docgen.ooxml.opening import W
from docgen.ooxml.runs import face, fonts, text_element
from docgen.ooxml.stylesheet import border, reach


def has_own_first_page(style: Style) -> bool:
    """Whether the first page of a paper with a mark differs from the others in its margins or at
    its foot."""
    return style.mark.origin == "page" or bool(style.foot_rule.width)


def head_top(style: Style) -> float:
    """Where the text of a page that bears the mark begins, in millimetres from its edge."""
    mark = style.mark
    if mark.origin == "margin":
        return style.page.top
    over = ink.above(mark.size, mark.size * mark.pitch) / POINTS_PER_MM
    return min(style.page.top, max(0.0, mark.distance - over))


def lay_out(section: Any, style: Style, letterhead: bool) -> None:
    """Gives a section of python-docx the paper, margins, grid, headers and footers of the style.

    letterhead: its first page bears a mark measured from the edge of the paper, and the line at
    its foot.
    """
    page, number = style.page, style.page_number
    top = head_top(style) if letterhead else page.top
    foot = style.foot_rule if letterhead and style.foot_rule.width else None
    section.page_width, section.page_height = _twips(page.width), _twips(page.height)
    section.top_margin, section.bottom_margin = _twips(top), _twips(page.bottom)
    section.left_margin, section.right_margin = _twips(page.left), _twips(page.right)
    section.gutter = section.header_distance = Twips(0)
    # The mark stands half a line above the foot of its own line.
    line = footer_line(number)
    room = max(0.0, (page.bottom - number.distance) - line / 2 / POINTS_PER_MM)
    lowest = min(room, foot.distance) if foot else room
    section.footer_distance = _twips(lowest)
    element = section._sectPr
    for grid in element.findall(qn("w:docGrid")):
        element.remove(grid)
    if top == page.top and _shift(style) <= _TOLERANCE:
        grid = etree.SubElement(element, qn("w:docGrid"))
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(twips(style.pitch)))
    _put(section.footer, footer_xml(style, number.odd, room - lowest))
    _put(section.even_page_footer, footer_xml(style, number.even, room - lowest))
    if top < page.top or foot or not number.first:
        section.different_first_page_header_footer = True
        first = footer_xml(style, number.odd, room - lowest) if number.first else _blank(_THIN)
        _put(section.first_page_footer, _line(style, foot) if foot else first)
    if top < page.top:
        section.header_distance = Twips(mm_twips(top) - _HEADER)
        _put(section.first_page_header, _blank(_HEADER))
        for header in (section.header, section.even_page_header):
            _put(header, _blank(mm_twips(page.top) - mm_twips(top) + _HEADER))


def _shift(style: Style) -> float:
    """How many millimetres below the upper margin the text begins on a line grid: on a page that
    is no whole number of lines high LibreOffice moves the grid to its middle.

    Without a grid the lines stand as they do with one: their height is exact.
    """
    return style.page.type_area[1] % (style.pitch / POINTS_PER_MM) / 2


_TOLERANCE = 1.0
"""Millimetres by which the upper margin may be off (GB/T 9704—2012, 5.2.1)."""
_THIN = 20
"""Twips of a line that shall take no room."""
_HEADER = 60
"""Twips of the least header: LibreOffice makes none lower, and would push the text down."""


def _twips(millimetres: float) -> Twips:
    return Twips(mm_twips(millimetres))


def _put(part: Any, paragraph: str) -> None:
    """The paragraph alone in a header or footer."""
    part.is_linked_to_previous = False
    root = part._element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(paragraph))


def _blank(height: int) -> str:
    """A paragraph without text, so many twips high."""
    return (
        f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:spacing w:line="{height}" w:lineRule="exact"/></w:pPr></w:p>'
    )


def _line(style: Style, rule: Rule) -> str:
    """A line across the foot of the page."""
    left, right = reach(rule, style.page)
    return (
        f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Footer"/>{border("bottom", rule.width, rule.line, rule.color)}'
        f'<w:spacing w:line="{_THIN}" w:lineRule="exact"/>'
        f'<w:ind w:left="{left}" w:right="{right}"/></w:pPr></w:p>'
    )


def footer_line(number: PageNumber) -> float:
    """Height of the page number's line in points."""
    return round(number.size * 1.3)


def footer_xml(style: Style, side: Side, below: float = 0) -> str:
    """The paragraph of a footer with the page number on that side; millimetres below it."""
    number = style.page_number
    run = face(number, "").plain
    properties = f"<w:rPr>{fonts(number, '')}</w:rPr>"
    mark = run + text_element(number.mark) if number.mark else ""
    after = f' w:after="{mm_twips(below)}"' if below else ""
    inset = ""
    if side != "center":
        width = twips(number.inset * number.size)
        inset = f'<w:ind w:{side}Chars="{round(number.inset * 100)}" w:{side}="{width}"/>'

    def control(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    field = (
        control("begin")
        + f'<w:r>{properties}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        + control("separate")
        + run
        + text_element("1")
        + control("end")
    )
    return (
        f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:spacing{after} w:line="{twips(footer_line(number))}" w:lineRule="exact"/>'
        f'{inset}<w:jc w:val="{side}"/></w:pPr>{mark}{field}{mark}</w:p>'
    )
