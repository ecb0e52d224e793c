"""Characters of a .docx that give way to others, in the runs they stand in.

Formatting, comments, revisions and everything else stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree

from docgen.ooxml.opening import open_package, printed, repacked
from docgen.ooxml.reading import ReadParagraph, paragraphs_of

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TEXT, _PROPERTIES = _W + "t", _W + "rPr"


class Change(NamedTuple):
    """The characters of a paragraph from start to end give way to the text.

    paragraph: from 1, as `docgen.ooxml.reading` counts.  start, end: of its text.
    """

    paragraph: int
    start: int
    end: int
    text: str


def corrected(data: bytes, changes: Iterable[Change]) -> bytes:
    """The .docx with the changes, none of which may overlap another.

    One for which there is no text to stand in, as in an empty paragraph, is left out.
    Raises InputError for what is no .docx.
    """
    package = open_package(data, "")
    found = paragraphs_of(package)
    wanted = sorted({c for c in changes if 0 < c.paragraph <= len(found)}, reverse=True)
    if not wanted:
        return data
    texts: dict[int, _Texts] = {}
    for change in wanted:
        paragraph = found[change.paragraph - 1]
        texts.setdefault(change.paragraph, _Texts(paragraph)).change(change)
    for text in texts.values():
        text.put()
    return repacked(package, {package.main: printed(package.root)})


class _Texts:
    """The text of each piece of a paragraph, as it will be; changed from the right to the left."""

    def __init__(self, paragraph: ReadParagraph) -> None:
        self.pieces = paragraph.pieces
        self.new: dict[int, str] = {}

    def change(self, change: Change) -> None:
        """Take the characters out where they stand, and put the new ones where they began."""
        at = self._into(change.start)
        if at is None:
            return
        for index, piece in enumerate(self.pieces):
            start, end = max(change.start, piece.start), min(change.end, piece.end)
            if start < end or index == at:
                text = self.new.get(index, piece.text)
                left, right = start - piece.start, max(start, end) - piece.start
                put = change.text if index == at else ""
                self.new[index] = text[:left] + put + text[right:]

    def _into(self, offset: int) -> int | None:
        """The piece of plain text that holds the character, or else ends right before it."""
        plain = [(i, p) for i, p in enumerate(self.pieces) if p.element.tag == _TEXT]
        holds = (i for i, p in plain if p.start <= offset < p.end)
        ends = (i for i, p in plain if p.end == offset)
        return next(holds, next(ends, None))

    def put(self) -> None:
        """Write the new texts into the elements; what holds nothing any more goes."""
        for index, text in self.new.items():
            element = self.pieces[index].element
            if text and element.tag == _TEXT:
                element.text = text
                element.set(_SPACE, "preserve")
            elif not text:
                _remove(element)


def _remove(element: etree._Element) -> None:
    """Take out the element, and its run when that holds nothing else."""
    run = element.getparent()
    if run is None:
        return
    run.remove(element)
    above = run.getparent()
    if above is not None and all(child.tag == _PROPERTIES for child in run):
        above.remove(run)
