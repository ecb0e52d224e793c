"""Plain text: a line is a paragraph."""

from __future__ import annotations

from pathlib import Path

from docgen import source
from docgen.finding import Place
from docgen.read.strips import Reading, Strip


def read(path: Path) -> Reading:
    """The lines of a text file, UTF-8 or GBK.  Raises InputError when it is no text."""
    text, _ = source.read_text(path)
    return strips_of(text, str(path))


def strips_of(text: str, path: str) -> Reading:
    """A strip for each line that is not blank; blanks around it are no part of it."""
    strips = []
    for number, line in enumerate(text.splitlines(), 1):
        kept = line.strip()
        if kept:
            column = len(line) - len(line.lstrip()) + 1
            strips.append(Strip(kept, ((0, Place(path, number, column)),)))
    return Reading(tuple(strips))
