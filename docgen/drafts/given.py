"""A draft as somebody gave it: its bytes or its text, corrected in place and written as it was.

A text keeps its encoding and its line ends; a .docx keeps everything but the corrected characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from docgen import source
from docgen.finding import Place
from docgen.manuscript import Line, Manuscript, Spot
from docgen.ooxml.corrections import Change, corrected, rejoined
from docgen.ooxml.opening import MAX_BYTES
from docgen.read import read_content
from docgen.review.engine import Edit, Remark

_ACTIVE: Final = frozenset("\\`*_[]<>#|")
"""Characters that Markdown would take for marks."""
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Given:
    """A draft.

    path: as the user named it; its ending says what it is.  content: the bytes of a .docx, else
    the text.  encoding: of the text.
    """

    path: str
    content: bytes | str
    encoding: str = "utf-8"

    @cached_property
    def paper(self) -> Manuscript:
        """What is read in it.  Raises InputError when it cannot be."""
        return read_content(self.content, self.path)

    @property
    def suffix(self) -> str:
        """Its ending in lower case: .docx, .md or .txt."""
        return Path(self.path).suffix.lower()

    @property
    def data(self) -> bytes:
        """The file."""
        if isinstance(self.content, bytes):
            return self.content
        return self.content.encode(self.encoding, "replace")

    @cached_property
    def paragraphs(self) -> Sequence[str]:
        """What findings show of it: the lines of a text, the paragraphs of a .docx, from 1."""
        if isinstance(self.content, str):
            return [line.rstrip("\r\n") for line in self._lines(self.content)]
        from docgen.ooxml.reading import paragraphs  # noqa: PLC0415  (only for .docx)

        # A paragraph broken by hand is shown in one line.
        return [p.text.replace("\n", " ") for p in paragraphs(self.content, self.path)]

    def corrected(self, edits: Iterable[Edit]) -> Given:
        """The draft with the edits of its paper made, none over another; itself when none can be.

        An edit is left out when its characters stand in the file in no such row: those of an
        automatic number, or of two paragraphs.
        """
        if isinstance(self.content, bytes):
            changes = [c for edit in edits if (c := _change(self.paper, edit)) is not None]
            content: bytes | str = corrected(self.content, changes) if changes else self.content
        else:
            lines = self._lines(self.content)
            content = _rewritten(self.content, lines, self.paper, edits, self.suffix == ".md")
        return self if content == self.content else replace(self, content=content)

    def without(self, remarks: Iterable[Remark]) -> Given:
        """The draft with the lines that findings quote taken out; where one parted a sentence, its
        halves are one paragraph.  Of a .docx only paragraphs that part a sentence are."""
        gone = {r.finding.place.line: r for r in remarks}
        if isinstance(self.content, bytes):
            parting = [number for number, remark in gone.items() if remark.drop == "parting"]
            content: bytes | str = rejoined(self.content, parting) if parting else self.content
            return self if content == self.content else replace(self, content=content)
        lines: list[str] = []
        parted = False
        for number, line in enumerate(self._lines(self.content), 1):
            remark = gone.get(number)
            if remark is not None and remark.finding.quote == line.strip():
                if remark.drop == "parting":
                    while lines and not lines[-1].strip():
                        lines.pop()
                    parted = bool(lines)
                continue
            if parted and not line.strip():
                continue
            if parted:
                lines[-1] = lines[-1].rstrip() + line.lstrip()
            else:
                lines.append(line)
            parted = False
        kept = "".join(lines)
        if self.suffix == ".md":
            kept = kept.removesuffix("\n")  # the end that `_lines` gives the last one
        return self if len(kept) >= len(self.content) else replace(self, content=kept)

    def _lines(self, text: str) -> list[str]:
        """The lines with their ends, as the reader of the format counts them."""
        if self.suffix == ".md":
            return [line + "\n" for line in text.split("\n")]
        return text.splitlines(keepends=True)


def given(path: str) -> Given:
    """The draft in a file.  Raises InputError when it cannot be read."""
    at = Path(path)
    if at.suffix.lower() == ".docx":
        return Given(path, source.read_bytes(at, MAX_BYTES))
    text, is_gbk = source.read_text(at)
    if is_gbk:
        return Given(path, text, "gb18030")
    marked = source.read_bytes(at, source.MAX_BYTES).startswith(_BOM)
    return Given(path, text, "utf-8-sig" if marked else "utf-8")


def places(line: Line, start: int, end: int) -> Iterator[Place | None]:
    """Where each character from start to end stands in the file; None for one that does not, as
    of an automatic number."""
    for offset in range(start, end):
        place = line.place(offset)
        yield place if place.column else None


def stretch(paper: Manuscript, spot: Spot) -> tuple[int, int, int] | None:
    """The paragraph or line of the file, from 1, and its characters from start to end, that the
    spot is; None when it lies in none or in two."""
    line = paper.lines[spot.line]
    if spot.start < spot.end:
        found = list(places(line, spot.start, spot.end))
        shift = 0
    elif spot.start < len(line.text):
        found, shift = list(places(line, spot.start, spot.start + 1)), 0
    else:
        found, shift = list(places(line, len(line.text) - 1, len(line.text))), 1
    first = found[0] if found else None
    if first is None:
        return None
    for index, place in enumerate(found):
        if place is None or (place.line, place.column) != (first.line, first.column + index):
            return None
    start = first.column - 1 + shift
    return first.line, start, start + spot.end - spot.start


def _change(paper: Manuscript, edit: Edit) -> Change | None:
    found = stretch(paper, edit.spot)
    return None if found is None else Change(*found, edit.text)


def _rewritten(
    text: str, lines: Sequence[str], paper: Manuscript, edits: Iterable[Edit], markdown: bool
) -> str:
    """The text with the edits made where its characters are the paper's own."""
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line))
    cuts: list[tuple[int, int, str]] = []
    for edit in edits:
        found = _cuts(text, begins, paper, edit, markdown)
        cuts += found
    out: list[str] = []
    done = 0
    for start, end, new in sorted(cuts):
        out += (text[done:start], new)
        done = end
    return "".join((*out, text[done:]))


def _cuts(
    text: str, begins: Sequence[int], paper: Manuscript, edit: Edit, markdown: bool
) -> list[tuple[int, int, str]]:
    """Stretches of the text and what takes their place; none when the paper's characters are not
    those of the text."""
    index, start, end = edit.spot
    line = paper.lines[index]
    behind = start == end == len(line.text)
    first, last = (start - 1, end) if behind else (start, max(end, start + 1))
    ats = []
    for offset, place in zip(range(first, last), places(line, first, last), strict=True):
        if place is None or place.line >= len(begins):
            return []
        at = begins[place.line - 1] + place.column - 1
        if text[at : at + 1] != line.text[offset]:
            return []
        ats.append(at)
    new = edit.text
    if markdown:
        new = "".join("\\" + char if char in _ACTIVE else char for char in new)
    if start == end:
        at = ats[0] + 1 if behind else _escape(text, ats[0], markdown)
        return [(at, at, new)]
    cuts = [(_escape(text, at, markdown), at + 1, "") for at in ats]
    return [(*cuts[0][:2], new), *cuts[1:]]


def _escape(text: str, at: int, markdown: bool) -> int:
    """Where the character begins, the backslash before it counted in Markdown."""
    return at - 1 if markdown and text[at] in _ACTIVE and text[at - 1 : at] == "\\" else at
