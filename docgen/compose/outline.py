"""The outline reader: the marked text a template made becomes the blocks of a document.

Markup, on lines the template typed itself (a fact that begins with # stays text):
`##` … `#####` headings of level 1–4, `#` the title of an attachment (level 0), `{部分}` at a heading's end names its part, `| a | b |` table
rows, `图 柱形：标题` a chart of the table below it, `- ` list items (set as 列式 says); a blank
line ends a paragraph, whose lines are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from docgen.compose.carried import Marked
from docgen.compose.charts import set_chart
from docgen.compose.chunks import (
    PART,
    SIGNS,
    OpenBlock,
    Stretch,
    at_line_start,
    opened_by,
    split_lines,
    within_line,
)
from docgen.compose.lists import STYLES, Item, has_text, run_in, set_list, set_table, trimmed
from docgen.compose.openspans import OpenSpans
from docgen.compose.slots import BASE, BLOCK, CLOSE, LEFT_OUT, OPEN
from docgen.document import Block, Heading, Paragraph, Span, Text, plain
from docgen.errors import TemplateError

_OPENERS: Final = "#-|图"
_ONE_LINE: Final = ("heading", "row", "chart")


class Outline(NamedTuple):
    """The blocks found, and (its mark, the sentence begun before it) of each clause left out."""

    blocks: list[Block]
    vanished: list[tuple[Span, str]]


class _Reader(OpenSpans):
    """One pass over the lines; open spans are closed and reopened at every block's edge."""

    def __init__(
        self, rows: Sequence[Span], default_style: str, place: Callable[[int], str]
    ) -> None:
        super().__init__()
        self.rows = rows
        self.place = place
        self.last_slot = -1
        self.default_style = default_style
        self.blocks: list[Block] = []
        self.vanished: list[tuple[Span, str]] = []
        self.table: list[list[Text]] = []
        self.chart: Text = ()
        self.items: list[Item] = []
        self.below = ""
        self.settled: set[int] = set()
        self.style = default_style
        self.level = 0
        self.line_blank = True
        self.goes_on = False
        self.items_open = False
        self.here: list[str | Span] | None = None
        """Where text goes on, while that stays the same."""

    def fail(self, message: str, hint: str = "") -> TemplateError:
        """The error, with the line of the last slot before it."""
        return TemplateError(message, where=self.place(self.last_slot), hint=hint)

    def begun(self) -> str:
        """The sentence the open block has begun, or the last block's end."""
        held = [plain(cell) for cell in self.current.cells] if self.current else []
        text = "".join([*held, *(plain(content) for _, content in self.stack)]).strip()
        if not text and self.blocks:
            last = self.blocks[-1]
            if isinstance(last, Heading | Paragraph):
                text = plain(last.text) + (plain(last.run_in) if isinstance(last, Heading) else "")
                return text.rstrip("。").rpartition("。")[2] + "。……" if text else ""
        return text.rpartition("。")[2] + "……" if text else ""

    # -- blocks --------------------------------------------------------------------------

    def end_block(self) -> None:
        """Close the open block; a paragraph without characters leaves nothing."""
        current = self.current
        if current is None:
            if not any(held for _, held in self.stack):
                return
            current = self.current = OpenBlock("paragraph")
        text = self.fold()
        kind = current.kind
        self.current = None
        if kind == "row":
            cells = [trimmed(cell) for cell in current.cells[:-1]]
            self.table.append([*cells, text] if has_text(text) else cells)
            return
        if not has_text(text):
            return
        if kind == "item":
            self.end_chart()
            self.items.append(Item(text))
            return
        if kind == "point":
            item = self.items[-1]
            self.items[-1] = Item(item.text, (*item.below, text), self.below)
            return
        if self.table or self.items:
            self.end_runs()
        self.end_chart()
        if kind == "chart":
            self.chart = text
        elif kind == "heading":
            self.heading(Heading(current.level, text, current.part))
        else:
            self.blocks.append(Paragraph(text))

    def heading(self, heading: Heading) -> None:
        if heading.level > 4:
            raise self.fail(
                f"标题“{plain(heading.text)[:20]}”层级不对",
                "一级标题用 ##，最多到四级 #####；# 是附件的题目，文件题目写在 标题: 里",
            )
        self.level = heading.level
        self.blocks.append(heading)

    def end_runs(self) -> None:
        """Close an open table and an open list."""
        if self.table:
            self.end_table()
        if self.items:
            items, self.items = self.items, []
            begin = len(self.blocks)
            self.blocks += set_list(items, self.style, self.level)
            self.settled.update(range(begin, len(self.blocks)))
            self.style = self.default_style

    def end_table(self) -> None:
        rows, self.table = self.table, []
        chart, self.chart = self.chart, ()
        try:
            table = set_table(rows)
            if table is not None:
                self.blocks.append(set_chart(chart, table) if chart else table)
        except TemplateError as error:
            raise self.fail(error.message, error.hint) from None

    def end_chart(self) -> None:
        if self.chart:
            raise self.fail(f"图“{plain(self.chart)[:20]}”下面没有表", "下一行接画图的表")

    # -- tokens --------------------------------------------------------------------------

    def newline(self) -> None:
        here, self.here = self.here, None
        if here and isinstance(here[-1], str):
            here[-1] = here[-1].rstrip(" \t")
            if not here[-1]:
                del here[-1]
        current = self.current
        if current is None and not self.stack:
            ends = False
        elif self.line_blank and not self.goes_on:
            ends = True
        else:
            ends = current is not None and current.kind in _ONE_LINE
        if ends and not self.items_open:
            self.end_block()
        self.line_blank = True
        self.goes_on = False

    def text(self, token: str) -> None:
        """Text where none goes on: it may open a block, and text may go on behind it."""
        if self.line_blank and not self.in_fact:
            token = token.lstrip(" \t")
            if not token:
                return
            opened = opened_by(token) if token[0] in _OPENERS else None
            if opened is not None:
                kind, level, token = opened
                if self.holds_text():
                    self.end_block()
                if kind != "item" and self.items:
                    self.end_runs()
                if kind != "row" and self.table:
                    self.end_runs()
                self.current = OpenBlock(kind, level)
            elif (self.table or self.items) and not self.holds_text():
                self.end_runs()
        self.line_blank = False
        current = self.current
        if current is not None and current.kind in _ONE_LINE and not self.in_fact:
            self.word(token, current)
        elif token:
            self.here = self.target()
            self.add(token, self.here)

    def add(self, token: str, content: list[str | Span]) -> None:
        """Text put behind the content; in a region the lines of a paragraph stay apart."""
        one = not self.stack or (self.current is not None and self.current.kind in _ONE_LINE)
        if one and content and isinstance(content[-1], str):
            content[-1] += token
        else:
            content.append(token)

    def word(self, token: str, current: OpenBlock) -> None:
        """Text of a heading or a table row that the template typed."""
        if current.kind == "row":
            for index, cell in enumerate(token.split("|")):
                if index:
                    current.cells[-1] = list(self.fold())
                    current.cells.append([])
                if cell := cell.strip():
                    self.add(cell, self.target())
            return
        found = PART.search(token) if "{" in token else None
        if found:
            current.part = found[1]
            token = token[: found.start()]
        if token:
            self.add(token, self.target())

    def block(self, code: str) -> None:
        """A mark of `列述` (start and style of a list, or of the points of the item it stands
        behind; an item; the end) or of `列式`.

        J stands on a line that has tags in it: left empty by them, it parts no paragraphs.
        """
        if code == "J":
            self.goes_on = True
            return
        behind = self.current is not None and self.current.kind == "item" and self.holds_text()
        self.end_block()
        if code == "I":
            self.current = OpenBlock("point" if self.below else "item")
            self.line_blank = False
        elif code == "Z" and self.below:
            self.below = ""
        elif behind and code.islower() and not self.items_open:
            self.below = STYLES["abcdef".index(code)]
        elif code == "Z":
            self.end_runs()
            self.items_open = False
            self.line_blank = True
        else:
            self.end_runs()
            self.style = STYLES["abcdef".index(code.lower())]
            self.items_open = code.islower()

    def mark(self, token: str) -> None:
        sign = token[0]
        if sign == CLOSE:
            self.pop()
        elif sign == BLOCK:
            self.block(token[1])
        else:
            row = self.rows[ord(token[1]) - BASE]
            self.last_slot = row.slot
            if row.kind == LEFT_OUT:
                self.vanished.append((row, self.begun()))
                return
            if row.kind != "region":
                self.begin()
            if sign == OPEN:
                self.push(row)
            else:
                self.target().append(row)

    def begin(self) -> None:
        """A span follows: at the beginning of a line it ends an open table or list."""
        if (
            self.line_blank
            and (self.table or self.items)
            and self.current is None
            and not self.holds_text()
        ):
            self.end_runs()
        self.line_blank = False

    def line(self, tokens: Sequence[str]) -> None:
        """What stands on one line, or on the rest of it: text and marks."""
        for token in tokens:
            here = self.here
            if token[0] in SIGNS:
                self.mark(token)
                self.here = None
            elif here is None:
                self.text(token)
            elif here and isinstance(here[-1], str):
                here[-1] += token
            else:
                here.append(token)

    def lines(self, lines: Sequence[Sequence[str]]) -> None:
        """Lines, the first of which goes on with the open one."""
        self.line(lines[0])
        for line in lines[1:]:
            self.newline()
            if line:
                self.line(line)

    def stretch(self, stretch: Stretch) -> None:
        """Text with blank lines: what stands between them was read once and for all."""
        if self.stack or self.items_open:
            self.lines(stretch.lines)
            return
        if stretch.head:
            self.lines(stretch.head)
        self.end_block()
        self.here, self.line_blank, self.goes_on = None, True, False
        if stretch.blocks:
            self.end_runs()
            self.end_chart()
            self.blocks += stretch.blocks
            self.level = stretch.level or self.level
        if stretch.tail:
            self.lines(stretch.tail)

    def read(self, pieces: Iterable[str | Span]) -> Outline:
        for piece in pieces:
            if isinstance(piece, Span):
                self.last_slot = piece.slot
                if self.here is None:
                    self.begin()
                    self.target().append(piece)
                    if self.in_fact or self.current is None or self.current.kind not in _ONE_LINE:
                        self.here = self.target()
                else:
                    self.here.append(piece)
                continue
            if type(piece) is Marked:
                a_mark = len(piece) <= 2 and piece[:1] in SIGNS
                self.lines(((piece,),) if a_mark else split_lines(piece))
                continue
            chunk = at_line_start(piece) if self.line_blank else within_line(piece)
            if chunk is None:
                self.line((piece,))
            elif isinstance(chunk, Stretch):
                self.stretch(chunk)
            else:
                self.lines(chunk)
        self.newline()
        self.end_block()
        self.end_runs()
        self.end_chart()
        if self.stack:
            raise self.fail("模板里有条件或填空跨越了不配对的结构")
        return Outline(run_in(self.blocks, self.settled), self.vanished)


def read_outline(
    pieces: Sequence[str | Span],
    rows: Sequence[Span],
    *,
    style: str = "一是",
    place: Callable[[int], str] = str,
) -> Outline:
    """The blocks of a text in pieces: text with marks in it, and whole spans.

    rows: the spans its marks number.  style: how lists are set unless they say otherwise.
    place: gives template and line of a slot, for -1 those of the text's beginning.  Raises
    TemplateError for a heading beyond level 4 or a ragged table.
    """
    *most, last = pieces or ("",)
    end = last if isinstance(last, Span) else type(last)(last.rstrip(" \t"))
    return _Reader(rows, style, place).read((*most, end))
