"""Tracked changes put into somebody's own .docx, whose formatting and everything else stay.

Changes that are tracked in it already are taken as accepted first.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from lxml import etree

from docgen.ooxml.cutting import cut_runs
from docgen.ooxml.looks import LONGEST_ID, integer
from docgen.ooxml.opening import Package, W, printed, repacked
from docgen.ooxml.reading import Piece, ReadParagraph
from docgen.ooxml.revisions import AUTHOR, MOMENT, TAGS, Op, Stretch

_W: Final = f"{{{W}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT, _GONE_TEXT = _W + "r", _W + "t", _W + "delText"
_PROPERTIES, _OF_RUN = _W + "pPr", _W + "rPr"
_PARAGRAPH, _TABLE, _SECTION = _W + "p", _W + "tbl", _W + "sectPr"
_TAKEN_OUT: Final = (_W + "del", _W + "moveFrom")
_PUT_IN: Final = (_W + "ins", _W + "moveTo")
_TRACES: Final = tuple(
    _W + name
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "tblPrExChange", "numberingChange", "moveFromRangeStart"),
        *("moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "cellIns", "cellDel"),
    )
)
_SIGNS: Final = {"\t": _W + "tab", "\n": _W + "br"}


class Edit(NamedTuple):
    """What becomes of a paragraph.

    old: it, None for one that is put in.  new: the one of the new file that is put in.
    op: "=" when it stays, with the stretches of its text; "-" and "+" of the whole of it, "<" and
    ">" of the whole when it moved, the latter with the stretches of its new text.  move: a name
    that both ends of a move share.
    """

    op: Op
    old: ReadParagraph | None
    new: ReadParagraph | None
    stretches: tuple[Stretch, ...] = ()
    move: str = ""


class UntrackableError(Exception):
    """The change cannot be tracked in this file, such as one within a formula."""


def settle(package: Package) -> Package:
    """The package with the changes tracked in its root accepted; the root is changed."""
    root = package.root
    for row in [row for row in root.iter(_W + "tr") if row.find(f"{_W}trPr/{_W}del") is not None]:
        _drop(row)
    for element in list(root.iter(*_TRACES)):  # before paragraphs are joined with what follows them
        _drop(element)
    marks = [
        (paragraph, mark)
        for paragraph in root.iter(_PARAGRAPH)
        for mark in paragraph.iterfind(f"{_PROPERTIES}/{_OF_RUN}/*")
        if mark.tag in (*_TAKEN_OUT, *_PUT_IN)
    ]
    for paragraph, mark in marks:
        _drop(mark)
        if mark.tag in _TAKEN_OUT:
            _join(paragraph)
    for element in list(root.iter(*_TAKEN_OUT)):
        _drop(element)
    for element in list(root.iter(*_PUT_IN)):
        for child in list(element):
            element.addprevious(child)
        _drop(element)
    return package


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _join(paragraph: etree._Element) -> None:
    """What the paragraph holds goes on in the next one of its body or cell."""
    after = paragraph.getnext()
    if after is None or after.tag != _PARAGRAPH:
        return
    first = after.find(_PROPERTIES)
    at = 0 if first is None else 1
    for child in [child for child in paragraph if child.tag != _PROPERTIES]:
        after.insert(at, child)
        at += 1
    _drop(paragraph)


def retracked(old: Package, edits: Sequence[Edit]) -> bytes:
    """The old file with these changes tracked.

    edits: every paragraph of the old file that has text, in order, and those put in among
    them; the package is settled.  Raises UntrackableError.
    """
    work = _Retracking(old, _known(old))
    for number, edit in enumerate(edits):
        if edit.new is not None and edit.old is None:
            work.put_in(edit.new, _next(edits, number), edit)
    for paragraph, edit in work.come:  # only now is it known which paragraph is the last
        if not _is_last(paragraph):
            work.mark(paragraph, edit.op)
    for edit in edits:
        if edit.old is not None and edit.op == "=":
            work.change(edit.old, edit.stretches)
        elif edit.old is not None:
            work.take_out(edit.old.element, edit)
    return repacked(old, {old.main: printed(old.root)})


def _next(edits: Sequence[Edit], number: int) -> etree._Element | None:
    """What a paragraph that is put in stands before: the next old paragraph, or its table."""
    found = next((edit.old.element for edit in edits[number:] if edit.old is not None), None)
    if found is None:
        return None
    tables = list(found.iterancestors(_TABLE))
    return tables[-1] if tables else found


def _known(package: Package) -> frozenset[str]:
    """The ids of its styles and lists."""
    styles, lists = package.parsed("styles"), package.parsed("numbering")
    known = {f"style:{e.get(_W + 'styleId')}" for e in ([] if styles is None else styles)}
    known |= {f"num:{e.get(_W + 'numId')}" for e in ([] if lists is None else lists)}
    return frozenset(known)


class _Retracking:
    """Puts tracked changes into one root."""

    def __init__(self, package: Package, known: frozenset[str]) -> None:
        self.root = package.root
        self.known = known
        ids = (element.get(_W + "id", "") for element in package.root.iter())
        self.next = 1 + max((integer(id, 0, LONGEST_ID) for id in ids), default=0)
        body = package.root.find(_W + "body")
        assert body is not None
        self.body = body
        self.come: list[tuple[etree._Element, Edit]] = []

    def tag(self, op: Op) -> etree._Element:
        """An element that says what was done, with an id of its own."""
        return self._made(TAGS[op], ("author", AUTHOR), ("date", MOMENT))

    def _made(self, tag: str, *rest: tuple[str, str]) -> etree._Element:
        element = etree.Element(_W + tag)
        for name, value in (("id", str(self.next)), *rest):
            element.set(_W + name, value)
        self.next += 1
        return element

    # -- whole paragraphs ------------------------------------------------------------------

    def take_out(self, paragraph: etree._Element, edit: Edit) -> None:
        """Take out a paragraph with all that is in it, or say that it moved from here."""
        if paragraph.find(f"{_PROPERTIES}/{_SECTION}") is not None:
            raise UntrackableError
        for run in [run for run in paragraph.iter(_RUN) if _is_of(run, paragraph)]:
            self.wrap(run, edit.op)
        if not _is_last(paragraph):
            self.mark(paragraph, edit.op)
        self.embrace(paragraph, edit)

    def embrace(self, paragraph: etree._Element, edit: Edit) -> None:
        """Put the paragraph between the range marks of its move, if it moved."""
        if edit.op not in "<>":
            return
        tag = f"{TAGS[edit.op]}Range"
        marks = (("author", AUTHOR), ("date", MOMENT), ("name", edit.move))
        start = self._made(f"{tag}Start", *marks)
        end = etree.Element(f"{_W}{tag}End", {f"{_W}id": start.get(f"{_W}id", "")})
        properties = paragraph.find(_PROPERTIES)
        paragraph.insert(0 if properties is None else 1, start)
        paragraph.addnext(end)

    def mark(self, paragraph: etree._Element, op: Op) -> None:
        """Say that the mark of the paragraph is put in or taken out."""
        properties = paragraph.find(_PROPERTIES)
        if properties is None:
            properties = etree.Element(_PROPERTIES)
            paragraph.insert(0, properties)
        of_run = properties.find(_OF_RUN)
        if of_run is None:
            of_run = etree.Element(_OF_RUN)
            after = [properties.find(tag) for tag in (_SECTION, _W + "pPrChange")]
            later = next((element for element in after if element is not None), None)
            if later is None:
                properties.append(of_run)
            else:
                later.addprevious(of_run)
        of_run.insert(0, self.tag(op))

    def put_in(self, paragraph: ReadParagraph, before: etree._Element | None, edit: Edit) -> None:
        """Put in a paragraph of the new file, looking as there as far as the old file knows how."""
        made = etree.Element(_PARAGRAPH)
        properties = paragraph.element.find(_PROPERTIES)
        if properties is not None:
            made.append(self.fitting(properties))
        for piece in paragraph.pieces:
            run = _run_of(piece)
            of_run = None if run is None else run.find(_OF_RUN)
            for op, text in _within(piece, edit):
                look = None if of_run is None else self.fitting(of_run)
                made.append(self.put(text, look, op))
        section = self.body.find(_SECTION)
        if before is None and section is None:
            self.body.append(made)
        else:
            (section if before is None else before).addprevious(made)  # type: ignore[union-attr]
        self.embrace(made, edit)
        self.come.append((made, edit))

    def fitting(self, properties: etree._Element) -> etree._Element:
        """A copy of properties without what the old file does not know."""
        copied = copy.deepcopy(properties)
        for element in list(copied):
            name, value = element.tag, element.get(_W + "val", "")
            styled = name in (_W + "pStyle", _W + "rStyle") and f"style:{value}" not in self.known
            number = element.find(_W + "numId") if name == _W + "numPr" else None
            listed = number is not None and f"num:{number.get(_W + 'val')}" not in self.known
            own = name == _SECTION or (properties.tag == _PROPERTIES and name == _OF_RUN)
            if styled or listed or own:
                copied.remove(element)
        return copied

    # -- within a paragraph ----------------------------------------------------------------

    def change(self, paragraph: ReadParagraph, stretches: Iterable[Stretch]) -> None:
        """Take out and put in characters where they stand."""
        gone: list[tuple[int, int]] = []
        come: list[tuple[int, str]] = []
        at = 0
        for op, text in stretches:
            if op == "+":
                come.append((at, text))
                continue
            if op == "-":
                gone.append((at, at + len(text)))
            at += len(text)
        if not gone and not come:
            return
        edges = {edge for span in gone for edge in span} | {offset for offset, _ in come}
        parts = _parts(paragraph, edges)
        for part in parts:
            if any(start <= part.start and part.end <= end for start, end in gone):
                self.wrap(part.run, "-")
        for offset, text in reversed(come):
            self.insert(paragraph.element, parts, offset, text)

    def wrap(self, run: etree._Element, op: Op) -> None:
        """Take out a run, or say that it moved from here."""
        holder = self.tag(op)
        run.addprevious(holder)
        holder.append(run)
        if op == "<":
            return
        for text in run.iter(_TEXT):
            text.tag = _GONE_TEXT
            text.set(_SPACE, "preserve")
        for code in run.iter(_W + "instrText"):
            code.tag = _W + "delInstrText"

    def put(self, text: str, properties: etree._Element | None, op: Op = "+") -> etree._Element:
        """Text that is put in, or moved to here."""
        holder = self.tag(op)
        run = etree.SubElement(holder, _RUN)
        if properties is not None:
            run.append(properties)
        _write(run, text)
        return holder

    def insert(
        self, paragraph: etree._Element, parts: Sequence[_Part], offset: int, text: str
    ) -> None:
        """Put in text behind the run that ends there, or before the one that begins there."""
        before = [part for part in parts if part.end == offset]
        after = [part for part in parts if part.start == offset]
        near = before[-1] if before else after[0] if after else None
        if near is None:
            paragraph.append(self.put(text, None))
            return
        properties = near.run.find(_OF_RUN)
        made = self.put(text, None if properties is None else copy.deepcopy(properties))
        holder = near.run.getparent()
        wrapped = holder is not None and holder.tag == _W + TAGS["-"]
        place = holder if wrapped and holder is not None else near.run
        if before:
            place.addnext(made)
        else:
            place.addprevious(made)


class _Part(NamedTuple):
    """A run with the stretch of the paragraph's text that it holds."""

    run: etree._Element
    start: int
    end: int


def _parts(paragraph: ReadParagraph, edges: set[int]) -> list[_Part]:
    """The runs of the paragraph's text, cut at these offsets."""
    if any(_run_of(piece) is None for piece in paragraph.pieces):
        raise UntrackableError
    runs = cut_runs(paragraph, edges)
    starts = (*sorted(runs), len(paragraph.text))
    return [_Part(runs[start], start, end) for start, end in pairwise(starts)]


def _run_of(piece: Piece) -> etree._Element | None:
    """The run that the piece stands in; None for a formula's."""
    run = piece.element.getparent()
    return run if run is not None and run.tag == _RUN else None


def _is_of(run: etree._Element, paragraph: etree._Element) -> bool:
    """Whether the run is the paragraph's, and not one of a text box in it."""
    return next(run.iterancestors(_PARAGRAPH)) is paragraph


def _within(piece: Piece, edit: Edit) -> Iterator[Stretch]:
    """The piece of a paragraph that is put in, cut where its stretches are: what moved with it, and
    what is new in it."""
    if edit.op != ">":
        yield edit.op, piece.text
        return
    at = 0
    for op, text in edit.stretches:
        if op == "-":
            continue
        words = text[max(piece.start - at, 0) : max(piece.end - at, 0)]
        if words:
            yield (">" if op == "=" else "+"), words
        at += len(text)


def _is_last(paragraph: etree._Element) -> bool:
    """Whether it ends its body or cell, so that its mark must stay."""
    after = paragraph.getnext()
    while after is not None and after.tag not in (_PARAGRAPH, _TABLE, _W + "sdt"):
        after = after.getnext()
    return after is None


def _write(run: etree._Element, text: str) -> None:
    """Add the text to the run; tabs and line ends are elements of their own."""
    words = ""
    for char in (*text, ""):
        if char and char not in _SIGNS:
            words += char
            continue
        if words:
            element = etree.SubElement(run, _TEXT)
            element.text, words = words, ""
            element.set(_SPACE, "preserve")
        if char:
            etree.SubElement(run, _SIGNS[char])
