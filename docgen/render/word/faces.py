"""How runs and paragraphs of a .docx paper begin, and the marks of their places on a page."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from docgen.library.styles import Style, twips
from docgen.ooxml.runs import Face, face, weight_and_size

END = "</w:p>"
BREAK = "<w:pageBreakBefore/>"
KEEP = "<w:keepNext/>"
WIDOWS = "<w:widowControl/>"
"""No line of the paragraph alone on a page."""


class Faces(NamedTuple):
    """How runs begin in each role; run_in: body text that follows a heading of each level."""

    title: Face
    body: Face
    headings: tuple[Face, ...]
    run_in: tuple[Face, ...]
    table_header: Face
    table_text: Face
    attachment: Face
    gap_title: Face
    gap_text: Face


@lru_cache(maxsize=16)
def faces_of(style: Style) -> Faces:
    western, body = style.western, style.body
    plain_body = weight_and_size(body, twips(style.spacing))
    return Faces(
        face(style.title, western),
        face(body, western),
        tuple(face(font, western) for font in style.headings),
        tuple(
            face(
                body,
                western,
                "" if (font.bold, font.size) == (body.bold, body.size) else plain_body,
            )
            for font in style.headings
        ),
        face(style.table_header, western),
        face(style.table_text, western),
        face(style.attachment, ""),  # 7.3.7: its number too
        face(style.gap_title, western),
        face(style.gap_text, western),
    )


def opened(style_id: str, before: str = "", after: str = "") -> str:
    """The beginning of a paragraph.

    before, after: direct properties that the schema wants before and after spacing and indent.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{before}{after}</w:pPr>'


def right_indent(chars: float, style: Style) -> str:
    return f'<w:ind w:rightChars="{round(chars * 100)}" w:right="{twips(chars * style.cell)}"/>'
