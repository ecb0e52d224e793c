"""A .docx: its paragraphs as strips, tracked changes taken as accepted, hidden text aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final, Literal

from docgen import source
from docgen.finding import Place
from docgen.manuscript import Align, Aside, Cell, Role
from docgen.ooxml.drawn import chart_rows
from docgen.ooxml.opening import MAX_BYTES, open_package
from docgen.ooxml.reading import ReadParagraph, paragraphs_of
from docgen.read.strips import Pieces, Reading, Strip, cut

_ROLES: Final[Mapping[str, Role]] = {
    "份号": "masthead",
    "密级和保密期限": "masthead",
    "紧急程度": "masthead",
    "发文机关标志": "masthead",
    "发文字号": "masthead",
    "签发人": "masthead",
    "期号": "masthead",
    "编发机关和日期": "masthead",
    "出席人员": "attendance",
    "附件说明": "attachment",
    "附件": "attachment",
    "附件标题": "attachment",
    "抄送机关": "imprint",
    "印发机关和印发日期": "imprint",
    "印数": "imprint",
    "发文机关署名": "organ",
    "成文日期": "date",
    "附注": "note",
    "待补事项标题": "gap",
    "待补事项": "gap",
    "caption": "caption",
    "题注": "caption",
}
"""What paragraph styles say by their names, docgen's own and Word's."""
_SET_IN_TABLES: Final = ("masthead", "imprint")
"""Roles of lines that a table only holds in their places: 签发人 beside its number, the 版记."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_CAPTION: Final = re.compile(r"图\s*[0-9一二三四五六七八九十]")
_CONTENTS: Final = re.compile(r"(?:toc|目录)\s*[1-9]|toc heading|table of figures")
"""Styles of a table of contents, which repeats headings and is no text of its own."""


def read(path: Path) -> Reading:
    """The paragraphs of a .docx file.  Raises InputError when it cannot be opened safely."""
    return strips_of(source.read_bytes(path, MAX_BYTES), str(path))


def strips_of(data: bytes, path: str) -> Reading:
    """The strips of a .docx; a paragraph broken by hand (Shift+Enter) gives several, a chart the
    cells of its table behind its caption."""
    package = open_package(data, path)
    strips: list[Strip] = []
    asides: list[Aside] = []
    left: list[ReadParagraph] = []
    drawn: list[Strip] = []
    charts = 0
    for paragraph in paragraphs_of(package):
        asides += _asides(paragraph, path)
        left.append(paragraph)
        if paragraph.joined:
            continue
        found = list(_strips(left, path))
        if found and drawn:
            captioned = _CAPTION.match(found[0].text) is not None
            strips += (*found[:captioned], *drawn)
            found, drawn = found[captioned:], []
        strips += found
        for link in (link for one in left for link in one.charts):
            charts += 1
            drawn += _chart(chart_rows(package, link), paragraph, charts, path)
        left = []
    strips += (*_strips(left, path), *drawn)
    return Reading(tuple(_tables_in_order(strips)), tuple(asides))


def _chart(
    rows: Iterable[Sequence[str]], paragraph: ReadParagraph, number: int, path: str
) -> Iterator[Strip]:
    """The cells of a chart; their table has a number below 0 yet."""
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            part = f"图{number}第{row + 1}行第{column + 1}列"
            place = Place(path, paragraph.number, 0, part)
            if text.strip():
                yield Strip(text.strip(), ((0, place),), cell=Cell(-number, row, column))


def _tables_in_order(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips with tables and charts numbered together, from 0."""
    order: dict[int, int] = {}
    for strip in strips:
        cell = strip.cell
        if cell is not None:
            cell = cell._replace(table=order.setdefault(cell.table, len(order)))
        yield strip._replace(cell=cell)


def place_of(paragraph: ReadParagraph, path: str, column: int = 1) -> Place:
    """The place of a character of the paragraph."""
    cell = paragraph.cell
    part = f"第{paragraph.number}段"
    if cell is not None:
        part = f"表{cell.table + 1}第{cell.row + 1}行第{cell.column + 1}列"
    return Place(path, paragraph.number, column, part)


def _asides(paragraph: ReadParagraph, path: str) -> Iterator[Aside]:
    for change in paragraph.changes:
        place = place_of(paragraph, path, change.offset + 1)
        yield Aside("revision", place, f"{change.kind}：{change.text}")
    for offset, text in paragraph.hidden:
        yield Aside("hidden", place_of(paragraph, path, offset + 1), text)


def _strips(joined: list[ReadParagraph], path: str) -> Iterator[Strip]:
    """The lines of one paragraph, which deleted paragraph marks may have made of several."""
    if not joined or _CONTENTS.fullmatch(joined[-1].style):
        return
    ordinal = joined[0].ordinal
    said = [(ordinal, place_of(joined[0], path, 0))] if ordinal else []
    said += ((one.text, place_of(one, path)) for one in joined if one.text)
    text = "".join(words for words, _ in said)
    ends = accumulate((len(words) for words, _ in said), initial=0)
    pieces: Pieces = tuple((at, place) for at, (_, place) in zip(ends, said, strict=False))
    last = joined[-1]
    head = _head(joined[0], len(ordinal)) if len(joined) == 1 else 0
    if last.level < 0:
        # A title is broken by hand for its shape; only what begins with a dash is a second one.
        text, pieces = _title_whole(text, pieces)
    role: Role | Literal[""] = _ROLES.get(last.style, "")
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        begin = start + len(line) - len(line.lstrip())
        stop = start + len(line.rstrip())
        if begin < stop:
            yield Strip(
                text[begin:stop],
                cut(pieces, begin, stop),
                min(last.level, 4),
                role,
                head - begin if begin < head < stop else 0,
                _align(last),
                None if role in _SET_IN_TABLES else last.cell,
                last.style == "body text",
            )
        start = end + 1


_TITLE_BREAK: Final = re.compile(r"(?:(?<![!-~ ])[ \u3000]+)?\n[ \u3000]*(?![—\-－\s])")
"""A break in a title and the blanks around it, but for one that parts two words of Latin."""


def _title_whole(text: str, pieces: Pieces) -> tuple[str, Pieces]:
    """A title without the breaks in it, and where its parts come from."""
    parts: list[tuple[int, Place]] = []
    kept, begin = "", 0
    for found in (*_TITLE_BREAK.finditer(text), None):
        end = found.start() if found else len(text)
        parts += ((len(kept) + at, place) for at, place in cut(pieces, begin, end))
        kept += text[begin:end]
        begin = found.end() if found else end
    return kept, tuple(parts)


_SET_IN: Final = 8
"""Points from which a line is seen to be set in: half a character of 三号."""


def _align(paragraph: ReadParagraph) -> Align:
    """How its first line is set; blanks typed at its beginning set it in as well."""
    if paragraph.alignment in ("center", "right"):
        return "center" if paragraph.alignment == "center" else "right"
    typed = paragraph.text[:1].isspace()
    return "indent" if typed or paragraph.first_line >= _SET_IN else "left"


def _head(paragraph: ReadParagraph, before: int) -> int:
    """How many characters at the beginning have a look of their own; 0 when all look alike.

    Runs of digits and marks alone do not count: offices set them in other fonts.
    """
    words = [piece for piece in paragraph.pieces if _HAN.search(piece.text)]
    for last, piece in pairwise(words):
        if piece.face != last.face:
            return before + last.end
    return 0
