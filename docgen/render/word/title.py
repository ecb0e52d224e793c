"""The 标题 of a .docx paper."""

from __future__ import annotations

from docgen.document import Text
from docgen.library.styles import POINTS_PER_MM, Style
from docgen.ooxml.runs import Face, runs
from docgen.render.title import title_lines


def title_runs(title: Text, style: Style, look: Face) -> str:
    """The title as runs, its lines broken where the words are whole (7.3.1) and still one
    paragraph."""
    line = style.page.type_area[0] * POINTS_PER_MM / style.title.size
    return f"{look.plain}<w:br/></w:r>".join(runs(part, look) for part in title_lines(title, line))
