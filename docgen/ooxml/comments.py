"""Comments (批注) in a .docx that anybody made, at the exact characters.

Text, formatting, revisions and comments that are there stay as they are; a run is cut in two
where a comment begins or ends inside it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from itertools import count, groupby
from typing import Final, NamedTuple

from lxml import etree

from docgen.errors import InputError
from docgen.ooxml.cutting import cut_runs
from docgen.ooxml.looks import LONGEST_ID, integer
from docgen.ooxml.opening import Package, open_package, parse, printed, repacked
from docgen.ooxml.reading import ReadParagraph, paragraphs_of

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT, _PROPERTIES, _ID = _W + "r", _W + "t", _W + "rPr", _W + "id"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PKG: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOK: Final = (
    "<w:pPr><w:spacing w:before='0' w:after='0' w:line='240' w:lineRule='auto'/>"
    "<w:ind w:left='0' w:firstLineChars='0' w:firstLine='0'/><w:jc w:val='left'/></w:pPr>"
)
"""A comment stands flush left in small type, whatever the draft's own paragraphs look like."""
_FACE: Final = "<w:rPr><w:sz w:val='18'/><w:szCs w:val='18'/></w:rPr>"


class Note(NamedTuple):
    """A comment on characters of a paragraph.

    paragraph: from 1, as `docgen.ooxml.reading` counts; one that is not there, such as 0, is the
    first.  start, end: of its text; the same for a place between two characters.  text: what it
    says, a paragraph a line.
    """

    paragraph: int
    start: int
    end: int
    text: str


def annotate(data: bytes, notes: Iterable[Note], *, author: str = "docgen") -> bytes:
    """The .docx with the comments; the same file when there are none.

    Raises InputError for what is no .docx, or has no paragraph.
    """
    package = open_package(data, "")
    found = paragraphs_of(package)
    wanted = sorted(note if 0 < note.paragraph <= len(found) else _first(note) for note in notes)
    if not wanted:
        return data
    if not found:
        raise InputError("文稿里没有正文")
    parts: dict[str, bytes] = {}
    name = next((to for kind, to in package.links().values() if kind == "comments"), "")
    there = package.part(name) if name else b""
    if there:
        comments = parse(there, "")
    else:
        name = _free(package)
        comments = etree.Element(_W + "comments", nsmap={"w": _W[1:-1]})
        parts = _declared(package, name)
    number = _unused(package.root, comments)
    for paragraph, group in groupby(wanted, key=lambda note: note.paragraph):
        here = tuple(group)
        _mark(found[paragraph - 1], here, number)
        for note in here:
            comments.append(_comment(note.text, number, author))
            number += 1
    parts |= {package.main: printed(package.root), name: printed(comments)}
    return repacked(package, parts)


def _first(note: Note) -> Note:
    return note._replace(paragraph=1, start=0, end=0)


def _unused(root: etree._Element, comments: etree._Element) -> int:
    """A number above those of all comments, and of all marks whose comment is gone."""
    marks = root.iter(_W + "commentReference", _W + "commentRangeStart", _W + "commentRangeEnd")
    said = (element.get(_ID, "") for element in (*comments.iter(_W + "comment"), *marks))
    return 1 + max((integer(value, -1, LONGEST_ID) for value in said), default=-1)


# --- marks in the text ----------------------------------------------------------------------------


def _mark(paragraph: ReadParagraph, notes: tuple[Note, ...], number: int) -> None:
    """Put range and reference of each comment into the paragraph, numbered from `number`."""
    length = len(paragraph.text)
    spans = [(min(note.start, length), min(note.end, length)) for note in notes]
    cuts = {at for span in spans for at in span if 0 < at < length}
    runs = cut_runs(paragraph, cuts)
    behind: dict[etree._Element, etree._Element] = {}
    for shift, (start, end) in enumerate(spans):
        mark = {_ID: str(number + shift)}
        begin, stop = (etree.Element(f"{_W}commentRange{word}", mark) for word in ("Start", "End"))
        reference = etree.Element(_RUN)
        etree.SubElement(reference, _W + "commentReference", mark)
        if start < length:
            runs[_last_before(runs, start)].addprevious(begin)
        else:
            paragraph.element.append(begin)
        if start < end:
            last = runs[_last_before(runs, end - 1)]
            behind.get(last, last).addnext(stop)
            behind[last] = reference  # those that end together stand in their order
        else:
            begin.addnext(stop)
        stop.addnext(reference)


def _last_before(runs: dict[int, etree._Element], at: int) -> int:
    """The offset where the run that holds the character begins."""
    return max(start for start in runs if start <= at)


# --- the part that holds them ---------------------------------------------------------------------


def _comment(text: str, number: int, author: str) -> etree._Element:
    lines = _UNFIT.sub("", text).splitlines() or [""]
    whole = etree.fromstring(
        f"<w:comment xmlns:w='{_W[1:-1]}'>"
        + f"<w:p>{_LOOK}<w:r>{_FACE}<w:t xml:space='preserve'/></w:r></w:p>" * len(lines)
        + "</w:comment>"
    )
    whole.set(_ID, str(number))
    whole.set(_W + "author", _UNFIT.sub("", author))
    whole.set(_W + "initials", _UNFIT.sub("", author)[:2])
    for element, line in zip(whole.iter(_TEXT), lines, strict=True):
        element.text = line
    return whole


def _free(package: Package) -> str:
    """A name for the part that no other has."""
    folder = posixpath.dirname(package.main)
    names = (posixpath.join(folder, f"comments{n or ''}.xml") for n in count())
    return next(name for name in names if not package.part(name))


def _declared(package: Package, name: str) -> dict[str, bytes]:
    """The parts that say what the new part is, and that the main part refers to it."""
    types = parse(package.part(_CONTENT_TYPES), "")
    row = {"PartName": f"/{name}", "ContentType": _TYPE}
    types.append(etree.Element(f"{{{_TYPES}}}Override", row))
    folder, main = posixpath.split(package.main)
    links = posixpath.join(folder, "_rels", f"{main}.rels")
    there = package.part(links) or f"<Relationships xmlns='{_PKG}'/>".encode()
    root = parse(there, "")
    taken = {row.get("Id", "") for row in root}
    id = next(id for n in range(len(taken) + 1) if (id := f"rIdNotes{n}") not in taken)
    row = {"Id": id, "Type": _KIND, "Target": posixpath.basename(name)}
    root.append(etree.Element(f"{{{_PKG}}}Relationship", row))
    return {_CONTENT_TYPES: printed(types), links: printed(root)}
