"""The 版记 of a .docx paper, or the 报尾 of a 简报: at the foot of the last page of the paper.

It is a table on the lower edge of the 版心, a paragraph each row, which the text flows round.  It
belongs to the paragraph behind it: a blank one of no height, which keeps it on the page where
the paper ends, or takes it to the next where there is no room.
"""

from __future__ import annotations

from functools import lru_cache

from docgen.document import Imprint, Text, imprint_groups, plain
from docgen.library.styles import Style, mm_twips, twips
from docgen.ooxml import stylesheet as names
from docgen.ooxml.runs import Face, face, tabbed
from docgen.ooxml.stylesheet import eighths
from docgen.render.word.faces import END, opened

_STYLES = (names.SENT, names.PRINTED, names.COPIES)


def foot_xml(foot: Imprint, style: Style) -> str:
    """The paragraphs of the 版记; "" for an empty one."""
    groups = [(id, group) for id, group in zip(_STYLES, imprint_groups(foot), strict=True) if group]
    if not groups:
        return ""
    look = style.imprint
    page = style.page
    width = mm_twips(look.span or page.type_area[0])
    left = mm_twips((page.width - look.span) / 2 if look.span else page.left)
    rows = [
        (0.0 if place else look.inner if number else look.first, id, text)
        for number, (id, group) in enumerate(groups)
        for place, text in enumerate(group)
    ]
    out = [
        "<w:tbl><w:tblPr>"
        # From the edge of the paper: LibreOffice lets no table float that fills its column.
        f'<w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{left}" '
        f'w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    ]
    for place, (above, id, text) in enumerate(rows, 1):
        lines = _edge("top", above) + _edge("bottom", look.last if place == len(rows) else 0.0)
        edges = f"<w:tcBorders>{lines}</w:tcBorders>" if lines else ""
        layout = _hanging(id, text, style)
        if id == names.PRINTED and not plain(foot.printing_organ):
            layout = (
                '<w:jc w:val="right"/>'  # the date stands there, with an organ or without (7.4.3)
            )
        out.append(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
            f'<w:tcW w:w="{width}" w:type="dxa"/>{edges}</w:tcPr>'
            f"{opened(id, after=layout)}{tabbed(text, _look(style))}{END}</w:tc></w:tr>"
        )
    return "".join(out) + "</w:tbl>" + opened(names.IMPRINT_END) + END


@lru_cache(maxsize=64)
def _look(style: Style) -> Face:
    return face(style.imprint, style.western)


def _hanging(style_id: str, text: Text, style: Style) -> str:
    """The indent of a line whose label, its first piece, is shorter than the style's 抄送：."""
    label = text[0]
    if style_id != names.SENT or not isinstance(label, str) or len(label) == names.LABEL:
        return ""
    hanging = twips(len(label) * style.imprint.size)
    left = twips(style.imprint.inset * style.cell) + hanging
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _edge(side: str, width: float) -> str:
    """A line so many millimetres thick at one side of a cell; "" for none."""
    if not width:
        return ""
    return f'<w:{side} w:val="single" w:sz="{eighths(width)}" w:space="0" w:color="auto"/>'
