"""The redline as a .docx of ours in which every change is tracked.

Accepting all gives the new draft, rejecting all the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from docgen.library.styles import Style, mm_twips
from docgen.manuscript import Line, Manuscript
from docgen.ooxml import stylesheet as names
from docgen.ooxml.opening import W
from docgen.ooxml.package import CORE_PART, DOCUMENT_PART, R, base_package, write_package
from docgen.ooxml.revisions import Op, Stretch, Tracker, marks
from docgen.ooxml.runs import escape, face
from docgen.review.alignment import align
from docgen.review.clauses import Piece, compared
from docgen.review.redline import Redline, Row

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPS: Final[dict[str, Op]] = {
    "same": "=", "changed": "=", "dropped": "-", "left": "<", "added": "+", "moved": ">",
}  # fmt: skip
_STYLES: Final = {
    "title": names.TITLE,
    "recipients": names.RECIPIENTS,
    "salutation": names.RECIPIENTS,
    "organ": names.SIGNATURE,
    "date": names.ISSUED_ON,
    "note": names.NOTE,
    "caption": names.TABLE_HEADER,
    "gap": names.GAP_ITEM,
}
_ROWS_ALIKE: Final = 0.4
_NARROWEST: Final = 4
_WIDEST: Final = 16
"""Characters of a table's longest text that count for the width of its column."""
_BORDERS: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def render(redline: Redline, style: Style) -> bytes:
    """The redline as a .docx in the style's layout."""
    base = base_package(style)
    body = "".join(_Body(redline, style).elements())
    part = (
        f'{_XML}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{base.section}</w:body>'
        "</w:document>"
    )
    title = escape(redline.new.title() or redline.old.title())
    return write_package(base, {CORE_PART: _core(title).encode(), DOCUMENT_PART: part.encode()})


class _Body:
    """Writes the paragraphs and tables of both drafts in one order."""

    def __init__(self, redline: Redline, style: Style) -> None:
        self.redline = redline
        self.style = style
        self.tracker = Tracker()
        self.partners = _partners(redline)
        self.done: set[tuple[Op, int]] = set()

    def elements(self) -> Iterator[str]:
        """The children of the body, ending with a paragraph."""
        rows = [row for row in self.redline.rows if not _is_cell(row, self.redline)]
        last = rows[-1] if rows else None
        after_table = False
        for cells, group in groupby(self.redline.rows, key=lambda row: _is_cell(row, self.redline)):
            if not cells:
                listed = list(group)
                ops = [self.op(row) for row in listed]
                if listed[-1] is last:
                    ops = marks(ops)
                for row, op in zip(listed, ops, strict=True):
                    yield self.paragraph(row, op)
                after_table = False
                continue
            for table in self.tables(group):
                yield f"{self.blank()}{table}" if after_table else table
                after_table = True
        if after_table or last is None:
            yield self.blank()

    def blank(self) -> str:
        """An empty paragraph, which parts two tables and follows the last."""
        return f'<w:p><w:pPr><w:pStyle w:val="{names.TABLE_TEXT}"/></w:pPr></w:p>'

    def paragraph(self, row: Row, mark: Op) -> str:
        """A paragraph in which words changed, or one that is put in or taken out whole."""
        old = self.redline.old.lines[row.old] if row.old >= 0 else None
        new = self.redline.new.lines[row.new] if row.new >= 0 else None
        line = old if row.kind in ("dropped", "left") else new
        assert line is not None
        style_id = names.HEADINGS[line.level - 1] if _is_heading(line) else ""
        opened = style_id or _STYLES.get(line.role, names.BODY)
        op = self.op(row)
        pieces = _whole(row, op)
        heads = tuple(head.head if head and _is_heading(head) else 0 for head in (old, new))
        if not style_id or not (0 < line.head < len(line.text)):
            runs = self.tracker.runs(pieces, self.opening(line))
        else:
            first, rest = _cut(pieces, heads[0], heads[1])
            runs = self.tracker.runs(first, self.opening(line)) + self.tracker.runs(
                rest, _opening(self.style, "body", 0)
            )
        properties = f'<w:pStyle w:val="{opened}"/>{self.tracker.mark(mark)}'
        start, end = self.tracker.moved(op, f"move{row.old}") if op in "<>" else ("", "")
        return f"<w:p><w:pPr>{properties}</w:pPr>{start}{runs}</w:p>{end}"

    def op(self, row: Row) -> Op:
        """What becomes of a paragraph; one that moved out of a table or into it is taken out and
        put in."""
        op = _OPS[row.kind]
        if op not in "<>":
            return op
        ends = self.redline.old.lines[row.old], self.redline.new.lines[row.new]
        within = any(line.cell is not None for line in ends)
        return ("-" if op == "<" else "+") if within else op

    def opening(self, line: Line) -> str:
        """How the runs of the line begin."""
        return _opening(self.style, line.role, line.level if _is_heading(line) else 0)

    # -- tables ----------------------------------------------------------------------------

    def tables(self, rows: Iterable[Row]) -> Iterator[str]:
        """The tables whose cells these rows are, each once, where its cells that stayed are."""
        for row in rows:
            old, new = self.redline.old, self.redline.new
            ours = _table(old, row.old) if row.kind not in ("added", "moved") else -1
            theirs = _table(new, row.new) if row.kind not in ("dropped", "left") else -1
            if ours >= 0 and theirs >= 0 and self.partners.get(ours) == theirs:
                if ("=", ours) not in self.done:
                    self.done |= {("=", ours), ("-", ours), ("+", theirs)}
                    yield self.table(_grid(old, ours), _grid(new, theirs))
                continue
            if ours >= 0 and ours not in self.partners and ("-", ours) not in self.done:
                self.done.add(("-", ours))
                yield self.table(_grid(old, ours), [])
            partnered = theirs in self.partners.values()
            if theirs >= 0 and not partnered and ("+", theirs) not in self.done:
                self.done.add(("+", theirs))
                yield self.table([], _grid(new, theirs))

    def table(self, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> str:
        """A table: rows put in, taken out, and those whose cells changed."""
        columns = max(map(len, (*old, *new)))
        total = mm_twips(self.style.page.type_area[0])
        widths = _widths((*old, *new), columns, total)
        line = f'w:val="single" w:sz="{round(self.style.table_text.line * 8)}" w:space="0" w:color="auto"'
        out = [
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f"<w:tblBorders>{''.join(f'<w:{side} {line}/>' for side in _BORDERS)}</w:tblBorders>"
            '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + "</w:tblGrid>"
        ]
        ours, theirs = [tuple(row) for row in old], [tuple(row) for row in new]

        def like(a: int, b: int) -> float:
            kept = sum(x == y for x, y in zip(ours[a], theirs[b], strict=True))
            return kept / columns

        for a, b in align(ours, theirs, like, _ROWS_ALIKE):
            op: Op = "-" if b < 0 else "+" if a < 0 else "="
            before = ours[a] if a >= 0 else ("",) * columns
            after = theirs[b] if b >= 0 else ("",) * columns
            head = (a if a >= 0 else b) == 0
            out.append(f"<w:tr><w:trPr><w:cantSplit/>{self.tracker.row(op)}</w:trPr>")
            for x, y, width in zip(before, after, widths, strict=True):
                out.append(self.cell(compared(x, y), width, head=head, row=op))
            out.append("</w:tr>")
        return "".join((*out, "</w:tbl>"))

    def cell(self, pieces: Sequence[Piece], width: int, *, head: bool, row: Op) -> str:
        """A cell of one paragraph."""
        style_id = names.TABLE_HEADER if head else names.TABLE_TEXT
        runs = self.tracker.runs(
            [(piece.op, piece.text) for piece in pieces],
            _opening(self.style, "caption" if head else "cell", 0),
        )
        mark = self.tracker.mark(row)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{mark}</w:pPr>{runs}</w:p></w:tc>'
        )


def _is_heading(line: Line) -> bool:
    return line.role == "heading" and 1 <= line.level <= len(names.HEADINGS)


def _whole(row: Row, op: Op) -> list[Stretch]:
    """What the row is in the file; a line that moved comes as it now reads, new words in it put in."""
    if row.kind == "left":
        return [(op, piece.text) for piece in row.pieces]
    if row.kind == "moved":
        return [
            (op if piece.op == "=" else "+", piece.text) for piece in row.pieces if piece.op != "-"
        ]
    return [(piece.op, piece.text) for piece in row.pieces]


def _cut(stretches: Sequence[Stretch], old: int, new: int) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches of the heading and those behind it; old, new: where it ends in each draft."""
    first: list[Stretch] = []
    rest: list[Stretch] = []
    at = {"-": 0, "+": 0}
    for op, text in stretches:
        side, end = ("-", old) if op in "-<" else ("+", new)
        cut = min(max(end - at[side], 0), len(text))
        if text[:cut]:
            first.append((op, text[:cut]))
        if text[cut:]:
            rest.append((op, text[cut:]))
        at[side] += len(text)
    return first, rest


@lru_cache(maxsize=128)
def _opening(style: Style, role: str, level: int) -> str:
    fonts = {
        "title": style.title,
        "caption": style.table_header,
        "cell": style.table_text,
        "gap": style.gap_text,
    }
    font = style.headings[level - 1] if level else fonts.get(role, style.body)
    return face(font, style.western).plain


# -- which table became which ------------------------------------------------------------------


def _is_cell(row: Row, redline: Redline) -> bool:
    draft, index = (redline.old, row.old) if row.new < 0 else (redline.new, row.new)
    return draft.lines[index].cell is not None


def _table(draft: Manuscript, index: int) -> int:
    """The number of the table that the line is a cell of, -1 when it is none."""
    cell = draft.lines[index].cell if index >= 0 else None
    return -1 if cell is None else cell.table


def _partners(redline: Redline) -> dict[int, int]:
    """Tables of the old draft that are still there, of as many columns: old number → new."""
    out: dict[int, int] = {}
    for row in redline.rows:
        if row.kind in ("same", "changed"):
            ours, theirs = _table(redline.old, row.old), _table(redline.new, row.new)
            if ours >= 0 and ours not in out and theirs not in out.values():
                out[ours] = theirs
    return {
        ours: theirs
        for ours, theirs in out.items()
        if len(_grid(redline.old, ours)[0]) == len(_grid(redline.new, theirs)[0])
    }


def _grid(draft: Manuscript, table: int) -> list[list[str]]:
    """The texts of a table, row by row, all rows of one length."""
    cells: dict[tuple[int, int], list[str]] = {}
    for index in draft.of("cell"):
        line = draft.lines[index]
        if line.cell is not None and line.cell.table == table:
            cells.setdefault((line.cell.row, line.cell.column), []).append(line.text)
    rows = 1 + max(row for row, _ in cells)
    columns = 1 + max(column for _, column in cells)
    return [["\n".join(cells.get((r, c), ())) for c in range(columns)] for r in range(rows)]


def _widths(rows: Sequence[Sequence[str]], columns: int, total: int) -> list[int]:
    """The widths of the columns in twips, by their longest texts."""
    longest = [max(len(row[column]) for row in rows) for column in range(columns)]
    needs = [min(max(length, _NARROWEST), _WIDEST) for length in longest]
    return [total * need // sum(needs) for need in needs]


def _core(title: str) -> str:
    return (
        f"{_XML}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
