"""The 标题 of a .docx paper."""

from __future__ import annotations

from docgen.document import Text
from docgen.library.styles import Style
from docgen.ooxml.runs import Face, runs
from docgen.render.title import page_lines


def title_runs(title: Text, style: Style, look: Face) -> str:
    """The title as runs, its lines broken where the words are whole (7.3.1) and still one
    paragraph."""
    return f"{look.plain}<w:br/></w:r>".join(runs(part, look) for part in page_lines(title, style))
