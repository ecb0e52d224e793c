"""A draft as it was found, ours or anybody's: its lines with what each is and where it stands.

The document tree (`docgen.document`) is what composing makes; a manuscript is what reading finds.
It keeps every ordinal as it was typed and every character's place, so that a review can say what
is wrong where, and a correction can be put exactly there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from docgen.document import (
    Block,
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
    attachment_texts,
    caption,
    gap_lines,
    imprint_texts,
    labelled,
    masthead_texts,
    organ_texts,
    plain,
)
from docgen.finding import Place
from docgen.language.labels import Label, fold, label_at

Role: TypeAlias = Literal[
    "title",
    "recipients",
    "salutation",
    "heading",
    "body",
    "cell",
    "attachment",
    "organ",
    "date",
    "note",
    "caption",
    "gap",
    "masthead",
    "attendance",
    "imprint",
]
"""What a line is: 标题 主送机关 称谓 标题（各级） 正文 表格一格 附件说明、附件的顺序号和题目 署名
成文日期 附注 图题 待补事项 版头（份号、密级、发文字号、签发人、期号） 出席、请假、列席 版记（抄送、印发）."""

PROSE: Final[frozenset[Role]] = frozenset(("heading", "body"))
"""Roles of the running text, where sentences are looked at."""

_QUOTATION: Final = re.compile('“[^”]*”?|‘[^’]*’?|《[^》]*》?|"[^"]*"')
_CLOSES: Final = frozenset('”’》"')

Align: TypeAlias = Literal["", "left", "indent", "center", "right"]
"""How a paragraph's first line is set: 顶格, 缩进, 居中, 居右."""
AsideKind: TypeAlias = Literal["residue", "page", "revision", "hidden"]


class Aside(NamedTuple):
    """Something set aside in reading, no part of the draft's text.

    kind: residue 网页残留, page 页码或行号, revision 修订痕迹 (taken as accepted),
    hidden 隐藏文字.  place: of its first character.  text: as it stood.  parts: it stood in
    mid-sentence, and what was before it and behind it is certainly one paragraph.
    """

    kind: AsideKind
    place: Place
    text: str
    parts: bool = False


class Cell(NamedTuple):
    """Where a table's text stands: the table's number, its row and column, all from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading or cell.

    text: its characters as typed, without those set aside.  places: where a stretch of it
    begins, as (offset, place of that character); one unless the paragraph was cut in pieces.  A
    column of 0: printed by the office, as automatic numbers are, and no character of the file.
    level: of a heading, 1 to 4, 0 otherwise.  label: the ordinal it begins with, in a heading
    or in a paragraph that begins like one.  head: of a heading, how many characters are the
    heading itself; behind them its run-in text (段首同行标题); 0 for what is no heading.
    marked: the format itself says what the line is (a style, # signs, an outline level).
    align: how the format sets its first line, "" where it does not say.
    """

    text: str
    places: tuple[tuple[int, Place], ...]
    role: Role = "body"
    level: int = 0
    label: Label | None = None
    head: int = 0
    cell: Cell | None = None
    marked: bool = False
    align: Align = ""

    def place(self, offset: int) -> Place:
        """Where the character stands."""
        index = bisect_right(self.places, offset, key=lambda piece: piece[0]) - 1
        start, place = self.places[max(index, 0)]
        if not place.column:
            return place
        return place._replace(column=place.column + offset - start)

    @property
    def heading(self) -> str:
        """The heading without its ordinal and without what runs in behind it."""
        return self.text[len(self.label.raw) if self.label else 0 : self.head]


_T = TypeVar("_T")


class Spot(NamedTuple):
    """A stretch of a line: the line's index, and the characters from start to end."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Manuscript:
    """A whole draft; what several rules look up in it is kept by its identity.

    path: as the user named it.  asides: what was set aside, in reading order.  genre: the id of
    its 文种, "" when unknown.  on: the day it is of, None when neither the text nor anybody said.
    unit: the unit it is about, "" when unknown.
    """

    path: str
    lines: tuple[Line, ...]
    asides: tuple[Aside, ...] = ()
    genre: str = ""
    on: date | None = None
    unit: str = ""

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    def once(self, make: Callable[..., _T], *given: Hashable) -> _T:
        """What the function makes of the draft and these, made once: an index that several
        checks read.  It goes when the draft goes."""
        key = (make, *given)
        if key not in self._made:
            self._made[key] = make(self, *given)
        made: _T = self._made[key]
        return made

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Each line with half-width marks between 汉字 made full-width, one character for one."""
        return tuple(fold(line.text) for line in self.lines)

    @cached_property
    def quoted(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Of each line the stretches that are somebody else's words: inside “…”, ‘…’, 《…》.

        The marks do not count; a quotation left open goes on to the end of the line.
        """
        return tuple(
            tuple((m.start() + 1, m.end() - (m[0][-1] in _CLOSES)) for m in _QUOTATION.finditer(t))
            for t in (line.text for line in self.lines)
        )

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """The indexes of the lines of running text: headings and body."""
        return tuple(i for i, line in enumerate(self.lines) if line.role in PROSE)

    @cached_property
    def by_role(self) -> Mapping[str, tuple[int, ...]]:
        """The indexes of the lines of each role."""
        out: dict[str, list[int]] = {}
        for index, line in enumerate(self.lines):
            out.setdefault(line.role, []).append(index)
        return {role: tuple(found) for role, found in out.items()}

    def of(self, role: Role) -> tuple[int, ...]:
        """The indexes of the lines of that role, none when it has none."""
        return self.by_role.get(role, ())

    def sections(self) -> Iterator[tuple[int | None, tuple[int, ...]]]:
        """Each heading's index (None before the first) with the body lines right below it."""
        heading: int | None = None
        below: list[int] = []
        for index in self.prose:
            if self.lines[index].role == "heading":
                yield heading, tuple(below)
                heading, below = index, []
            else:
                below.append(index)
        yield heading, tuple(below)

    def title(self) -> str:
        """The title, its lines joined; "" when there is none."""
        return "".join(self.lines[index].text.strip() for index in self.of("title"))


def manuscript_of(document: Document, path: str) -> Manuscript:
    """The manuscript that a composed document is; line numbers are those of its plain text.

    path: what findings name, as the document lies in no file of its own.
    """
    lines = tuple(line for line, _ in lines_of(document, path))
    on = date.fromisoformat(document.meta.on) if document.meta.on else None
    return Manuscript(path, lines, genre=document.genre, on=on, unit=document.meta.unit)


def lines_of(document: Document, path: str = "") -> tuple[tuple[Line, Text], ...]:
    """The lines of the document's manuscript, each with the text it is, spans and all."""
    made = _Made(path)
    made.add_all(masthead_texts(document.masthead), "masthead")
    made.add(document.title, "title")
    made.add(document.recipients, "recipients")
    made.add(document.salutation, "salutation")
    made.blocks(document.body)
    made.add_all(attachment_texts(document.attachments), "attachment")
    made.add_all(((f"{label}：", *names) for label, names in document.attendance), "attendance")
    if document.signature is not None:
        made.add_all(organ_texts(document.signature), "organ")
        made.add(document.signature.issued_on, "date")
    made.add(document.note, "note")
    for label, attachment in labelled(document.attachments):
        made.add((label,), "attachment")
        made.add(attachment.title, "attachment")
        made.blocks(attachment.body)
    made.add_all(imprint_texts(document.imprint), "imprint")
    for line in gap_lines(document):
        made.add((line,), "gap")
    return tuple(made.lines)


class _Made:
    """The lines of a composed document; empty ones do not print and do not count."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: list[tuple[Line, Text]] = []
        self.number = 0
        self.tables = 0

    def add(self, said: Text, role: Role) -> None:
        text = plain(said)
        if text:
            self.number += 1
            label = label_at(text) if role == "body" else None
            line = Line(text, self._places(1), role, label=label, marked=True)
            self.lines.append((line, said))

    def add_all(self, lines: Iterable[Text], role: Role) -> None:
        for line in lines:
            self.add(line, role)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self.heading(block)
                case Paragraph():
                    self.add(block.text, "body")
                case Table():
                    self.table(block)
                case Chart():
                    self.add(caption(block), "caption")
                    self.table(block.table)
                    self.add(block.note, "body")

    def heading(self, block: Heading) -> None:
        raw = block.number
        head = raw + plain(block.text)
        self.number += 1
        label = label_at(raw) if raw else None
        text = head + plain(block.run_in)
        line = Line(text, self._places(1), "heading", block.level, label, len(head), marked=True)
        self.lines.append((line, (raw, *block.text, *block.run_in)))

    def table(self, table: Table) -> None:
        number = self.tables
        self.tables += 1
        for row, cells in enumerate((table.header, *table.rows)):
            self.number += 1
            column = 1
            for index, said in enumerate(cells):
                text = plain(said)
                place = Cell(number, row, index)
                line = Line(text, self._places(column), "cell", cell=place, marked=True)
                self.lines.append((line, said))
                column += len(text) + 1

    def _places(self, column: int) -> tuple[tuple[int, Place], ...]:
        return ((0, Place(self.path, self.number, column)),)
