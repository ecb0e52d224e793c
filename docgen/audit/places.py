"""Where in a template or a file of macros something was found."""

from __future__ import annotations

from typing import Final

from docgen.finding import Place
from docgen.library import TemplateSource

ENDING: Final = ".md.j2"


def place_of(file: str, line: int, template: TemplateSource) -> Place:
    """The line, of the file as it is named below templates/; file: the template's id or a file
    of macros."""
    return Place(file + ENDING if file == template.id else file, line)
