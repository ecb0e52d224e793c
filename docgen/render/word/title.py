"""The 标题 of a .docx paper."""

from __future__ import annotations

import math

from docgen.document import Document, plain
from docgen.library.styles import POINTS_PER_MM, Style, twips
from docgen.ooxml.runs import Face, face, weight_and_size
from docgen.render.word.width import spaced

_LAST_LINE = 1.5
"""Characters that are too few for the last line of a title."""


def title_face(document: Document, style: Style) -> Face | None:
    """The title set a little tighter when its last line would hold one character (汇/报), else
    None: 标题 is broken where the words are whole (7.3.1)."""
    width = spaced(plain(document.title))
    line = style.page.type_area[0] * POINTS_PER_MM / style.title.size
    left_over = width % line
    if width <= line or left_over > _LAST_LINE:
        return None
    tighter = math.ceil(left_over * twips(style.title.size) / len(plain(document.title))) + 1
    return face(style.title, style.western, weight_and_size(style.title, -tighter))
