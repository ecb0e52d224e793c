"""The paragraphs of a .docx as a reader sees them, each character traced to its element.

Paragraphs are counted for everybody here: every w:p of the body from 1 in document order, those
in tables and content controls too, those in text boxes not.  Insertions are taken as accepted,
deletions as gone; hidden text, field codes, headers, footers and notes are no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from lxml import etree

from docgen.manuscript import Cell
from docgen.ooxml.lists import Lists
from docgen.ooxml.looks import Styles, integer, said, vanished
from docgen.ooxml.opening import Package, W, open_package

_W: Final = f"{{{W}}}"
_VAL: Final = _W + "val"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS: Final = " \t\r\n"
_FLAT: Final = str.maketrans("\t\r\n", "   ")


class Piece(NamedTuple):
    """Visible characters of one element.

    start: their offset in the paragraph's text.  element: the w:t (or m:t) they stand in, or
    the w:tab or w:br that prints as one.  skipped: blanks at the element's beginning that
    Word does not print.  face: fonts, size and weight of its run, alike for runs alike.
    """

    start: int
    text: str
    element: etree._Element
    skipped: int = 0
    face: str = ""

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)


class Change(NamedTuple):
    """A tracked change in a paragraph: what was put in or taken out, and where."""

    kind: Literal["插入", "删除"]
    offset: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class ReadParagraph:
    """One paragraph.

    number: from 1.  text: what is visible.  element: its w:p.  pieces: the text's elements in
    order.  style: its style's name in lower case.  level: as a heading, 1 to 9; -1 for a
    document title, 0 for none.  ordinal: what its list prints before it.  alignment: center,
    right, both …, "" when not said.  cell: where it stands in a table.  page_break: whether
    it begins a page.  changes, hidden: tracked changes, and hidden text with its offset.
    joined: its mark is deleted, so that the next paragraph goes on in it.  charts: the
    relationship ids of charts drawn in it.
    first_line: how far that is set in, in points.
    """

    number: int
    text: str
    element: etree._Element
    pieces: tuple[Piece, ...]
    style: str = ""
    level: int = 0
    ordinal: str = ""
    alignment: str = ""
    cell: Cell | None = None
    page_break: bool = False
    changes: tuple[Change, ...] = ()
    hidden: tuple[tuple[int, str], ...] = ()
    joined: bool = False
    charts: tuple[str, ...] = ()
    first_line: float = 0

    def pieces_of(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that hold the characters from start to end."""
        return tuple(p for p in self.pieces if p.start < end and start < p.end)


def paragraphs(data: bytes, path: str = "") -> tuple[ReadParagraph, ...]:
    """The paragraphs of a .docx.  Raises InputError when it cannot be opened."""
    return paragraphs_of(open_package(data, path))


def paragraphs_of(package: Package) -> tuple[ReadParagraph, ...]:
    """The paragraphs of an opened .docx; their elements are those of its root."""
    body = package.root.find(_W + "body")
    if body is None:
        return ()
    walk = _Walk(Styles(package.parsed("styles")), Lists(package.parsed("numbering")))
    return tuple(
        walk.paragraph(number, element, cell)
        for number, (element, cell) in enumerate(elements(body), 1)
    )


_SKIPPED: Final = frozenset(
    (
        *(_W + name for name in ("drawing", "pict", "object", "sdtPr", "sdtEndPr", "pPr", "rPr")),
        *(_W + name for name in ("tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "altChunk")),
        *(_W + name for name in ("footnoteReference", "endnoteReference", "instrText", "ffData")),
        _MC + "Fallback",
    )
)
"""Elements in which no visible text of the paragraph stands."""


def elements(body: etree._Element) -> Iterator[tuple[etree._Element, Cell | None]]:
    """Every w:p below the body in document order, and where it stands in a table."""
    tables = -1

    def within(
        parent: etree._Element, at: list[int] | None
    ) -> Iterator[tuple[etree._Element, Cell | None]]:
        nonlocal tables
        for child in parent:
            tag = child.tag
            if tag == _W + "p":
                yield child, Cell(*at) if at else None
            elif tag == _W + "tbl":
                tables += 1
                yield from within(child, [tables, -1, -1])
            elif tag == _W + "tr" and at:
                at[1] += 1
                before = child.find(f"{_W}trPr/{_W}gridBefore")
                at[2] = -1 + (integer(before.get(_VAL)) if before is not None else 0)
                yield from within(child, at)
            elif tag == _W + "tc" and at:
                at[2] += 1
                yield from within(child, list(at))
                span = child.find(f"{_W}tcPr/{_W}gridSpan")
                if span is not None:
                    at[2] += max(integer(span.get(_VAL)) - 1, 0)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from within(child, at)

    return within(body, None)


class _Text:
    """The text of one paragraph while it is collected."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.changes: list[Change] = []
        self.hidden: list[tuple[int, str]] = []
        self.charts: list[str] = []
        self.length = 0
        self.page_break = False

    def add(self, text: str, element: etree._Element, skipped: int, face: str) -> None:
        self.pieces.append(Piece(self.length, text, element, skipped, face))
        self.length += len(text)


_SIGNS: Final[Mapping[str, str]] = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_TEXTS: Final = frozenset((_W + "t", _MATH + "t"))
_GONE: Final = frozenset((_W + "del", _W + "moveFrom"))
_COME: Final = frozenset((_W + "ins", _W + "moveTo"))


class _Walk:
    """Goes through the paragraphs in order; fields and lists run on from one to the next."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles = styles
        self._lists = lists
        self._fields: list[bool] = []
        """The open fields, outermost first: whether the result has begun."""
        self._codes = 0
        """How many of them are still at their code, which prints nothing."""
        self._faces: dict[bytes, str] = {}

    def paragraph(self, number: int, element: etree._Element, cell: Cell | None) -> ReadParagraph:
        """What the paragraph shows."""
        properties = element.find(_W + "pPr")
        named = None if properties is None else properties.find(_W + "pStyle")
        identifier = self._styles.default if named is None else named.get(_VAL, "")
        look = self._styles.look(identifier)
        level, num, alignment, page_break, first_line = said(properties)
        mark = None if properties is None else properties.find(_W + "rPr")
        text = _Text()
        self._collect(element, text, look.hidden or False, "")
        if self._codes:
            self._fields = [begun for begun in self._fields if begun]
            self._codes = 0
        joined = mark is not None and any(mark.find(tag) is not None for tag in _GONE)
        return ReadParagraph(
            number,
            "".join(piece.text for piece in text.pieces),
            element,
            tuple(text.pieces),
            look.name,
            (look.level or 0) if level is None else level,
            "" if joined and not text.length else self._ordinal(num or look.num, identifier),
            (look.alignment or "") if alignment is None else alignment,
            cell,
            text.page_break or (look.page_break if page_break is None else page_break) or False,
            tuple(text.changes),
            tuple(text.hidden),
            joined,
            tuple(text.charts),
            (look.first_line or 0) if first_line is None else first_line,
        )

    def _ordinal(self, num: tuple[str, int] | None, style: str) -> str:
        if num is None or num[0] in ("", "0"):
            return ""
        which, level = num
        if level < 0:
            level = self._lists.level_of_style(which, style) or 0
        return self._lists.printed(which, level)

    def _collect(self, parent: etree._Element, text: _Text, hidden: bool, face: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == _W + "r":
                self._run(child, text, hidden)
            elif tag in _TEXTS:
                self._characters(child, text, hidden, face)
            elif tag in _GONE:
                gone = "".join(t.text or "" for t in child.iter(_W + "delText", _W + "t"))
                if gone:
                    text.changes.append(Change("删除", text.length, gone))
            elif tag in _COME:
                before, first = text.length, len(text.pieces)
                self._collect(child, text, hidden, face)
                come = "".join(piece.text for piece in text.pieces[first:])
                if come:
                    text.changes.append(Change("插入", before, come))
            elif tag == _W + "fldChar":
                self._field(child.get(_W + "fldCharType", ""))
            elif tag in _SIGNS:
                if child.get(_W + "type") in ("page", "column"):
                    text.page_break = text.page_break or not text.length
                elif not hidden and not self._codes:
                    text.add(_SIGNS[tag], child, 0, face)
            elif tag == _W + "drawing":
                text.charts += _charts(child)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._collect(child, text, hidden, face)

    def _run(self, run: etree._Element, text: _Text, hidden: bool) -> None:
        properties = run.find(_W + "rPr")
        face = ""
        if properties is not None:
            off = vanished(properties)
            styled = properties.find(_W + "rStyle")
            if off is None and styled is not None:
                off = self._styles.look(styled.get(_VAL, "")).hidden
            hidden = hidden if off is None else off
            face = _face(properties)
        self._collect(run, text, hidden, face)

    def _characters(self, element: etree._Element, text: _Text, hidden: bool, face: str) -> None:
        if self._codes:
            return  # a field's code, or the results of fields inside it
        words = element.text or ""
        skipped = 0
        if words and (words[0] in _BLANKS or words[-1] in _BLANKS) and not _kept(element):
            skipped = len(words) - len(words.lstrip(_BLANKS))
            words = words.strip(_BLANKS)
        if not words:
            return
        words = words.translate(_FLAT)
        if hidden:
            text.hidden.append((text.length, words))
        else:
            text.add(words, element, skipped, face)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
            self._codes += 1
        elif self._fields and kind == "separate":
            self._codes -= not self._fields[-1]
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._codes -= not self._fields.pop()


_FACE: Final = tuple(_W + name for name in ("rFonts", "b", "sz", "rStyle"))


def _face(properties: etree._Element) -> str:
    """The font for 汉字, weight and size that run properties name, as one word."""
    out = []
    for tag in _FACE:
        found = properties.find(tag)
        if found is not None:
            said = found.get(_W + "eastAsia", "") if tag == _FACE[0] else found.get(_VAL, "1")
            if said:
                out.append(f"{tag[len(_W) :]}={said}")
    return " ".join(out)


def _charts(drawing: etree._Element) -> list[str]:
    return [
        str(value)
        for element in drawing.iter("{*}chart")
        for key, value in element.attrib.items()
        if str(key).endswith("}id")
    ]


def _kept(element: etree._Element) -> bool:
    """Whether blanks at both ends of the element's text print."""
    at: etree._Element | None = element
    while at is not None:
        said = at.get(_SPACE)
        if said:
            return said == "preserve"
        at = at.getparent()
    return False
