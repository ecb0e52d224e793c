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
_TEXT, _PROPERTIES, _PARAGRAPH = _W + "t", _W + "rPr", _W + "p"
_MARK: Final = f"{_W}pPr/{_W}rPr"
_TRACKED: Final = tuple(_W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_OUTER: Final = frozenset((_W + "r", _W + "proofErr"))
_INNER: Final = frozenset(_W + name for name in ("t", "rPr", "br", "tab", "lastRenderedPageBreak"))
"""What a paragraph of a page number may hold: runs of text, and breaks."""


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


def rejoined(data: bytes, numbers: Iterable[int]) -> bytes:
    """The .docx without these paragraphs, from 1, that each stand in mid-sentence: what is behind
    one goes on in the paragraph before it.

    One is left that holds more than text, or has something other than paragraphs beside it.
    Raises InputError for what is no .docx.
    """
    package = open_package(data, "")
    found = paragraphs_of(package)
    changed = False
    for number in sorted(set(numbers), reverse=True):
        if 0 < number <= len(found):
            changed = _rejoin(found[number - 1].element) or changed
    return repacked(package, {package.main: printed(package.root)}) if changed else data


def _rejoin(page: etree._Element) -> bool:
    """Take out the paragraph and join those before and behind it; whether that could be done."""
    before, after = page.getprevious(), page.getnext()
    gone = [page]
    while before is not None and _is_blank(before):
        gone.append(before)
        before = before.getprevious()
    while after is not None and _is_blank(after):
        gone.append(after)
        after = after.getnext()
    if before is None or after is None or not all(map(_is_plain, gone)):
        return False
    if before.tag != _PARAGRAPH or after.tag != _PARAGRAPH:
        return False
    if any(
        one.find(f"{_MARK}/{change}") is not None for one in (before, after) for change in _TRACKED
    ):
        return False
    if any(one.find(f"{_W}pPr/{_W}sectPr") is not None for one in (before, after)):
        return False
    for element in list(after):
        if element.tag != _W + "pPr":
            before.append(element)
    for one in (*gone, after):
        above = one.getparent()
        if above is not None:
            above.remove(one)
    return True


def _is_blank(element: etree._Element) -> bool:
    """Whether it is an empty paragraph."""
    if element.tag != _PARAGRAPH or not _is_plain(element):
        return False
    return not any((text.text or "").strip() for text in element.iter(_TEXT))


def _is_plain(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds its own text and nothing that another one needs."""
    if paragraph.find(f"{_W}pPr/{_W}sectPr") is not None:
        return False
    if any(paragraph.find(f"{_MARK}/{change}") is not None for change in _TRACKED):
        return False
    content = [child for child in paragraph if child.tag != _W + "pPr"]
    parts = [part for run in content for part in run]
    return all(run.tag in _OUTER for run in content) and all(part.tag in _INNER for part in parts)


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
