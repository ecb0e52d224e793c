"""The outline reader: the marked text a template made becomes the blocks of a document.

Markup, on lines the template typed itself (a fact that begins with # stays text):
`##` … `#####` headings of level 1–4, `{部分}` at a heading's end names its part, `| a | b |`
table rows, `- ` list items (set as 列式 says), a blank line ends a paragraph, lines of a paragraph
are joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from docgen.compose.lists import STYLES, has_text, run_in, set_list, tidy
from docgen.compose.slots import BASE, BLOCK, CLOSE, OPEN, SpanRow
from docgen.document import Block, Heading, Paragraph, Span, SpanKind, Table, Text, plain
from docgen.errors import TemplateError

_TOKENS: Final = re.compile(f"({OPEN}.|{CLOSE}|{BLOCK}.|[ \t]*\n[ \t]*)")
_HEADING: Final = re.compile(r"(#{1,6})\s*")
_PART: Final = re.compile(r"\s*\{(\w+)\}\s*$")
_ONE_LINE: Final = ("heading", "row")


@dataclass(slots=True)
class _Open:
    """A block being read: its kind (paragraph, heading, row, item) and its text so far."""

    kind: str
    level: int = 0
    part: str = ""
    cells: list[list[str | Span]] = field(default_factory=lambda: [[]])


@dataclass(slots=True)
class Outline:
    """What the reader found: the blocks, and the spans of optional clauses left out.

    vanished: (row of the spans, the sentence begun before it) of each clause left out.
    """

    blocks: list[Block]
    vanished: list[tuple[SpanRow, str]]


class _Reader:
    """One pass over the tokens; open spans are closed and reopened at every block's edge."""

    def __init__(
        self,
        rows: Sequence[SpanRow],
        default_style: str,
        slot: Callable[[int], int],
        place: Callable[[int], str],
    ) -> None:
        self.rows = rows
        self.slot = slot
        self.place = place
        self.last_slot = -1
        self.default_style = default_style
        self.blocks: list[Block] = []
        self.vanished: list[tuple[SpanRow, str]] = []
        self.stack: list[tuple[int, list[str | Span]]] = []
        self.current: _Open | None = None
        self.table: list[list[Text]] = []
        self.items: list[Text] = []
        self.style = default_style
        self.level = 0
        self.line_blank = True
        self.goes_on = False
        self.in_fact = 0
        self.items_open = False

    # -- spans ---------------------------------------------------------------------------

    def target(self) -> list[str | Span]:
        """Where text goes now: the innermost open span, or the open block's last cell."""
        if self.stack:
            return self.stack[-1][1]
        if self.current is None:
            self.current = _Open("paragraph")
        return self.current.cells[-1]

    def fail(self, message: str, hint: str = "") -> TemplateError:
        """The error, with the line of the last slot before it."""
        return TemplateError(message, where=self.place(self.last_slot), hint=hint)

    def push(self, row: int) -> None:
        kind, self.last_slot, _ = self.rows[row]
        if kind == "vanish":
            self.vanished.append((self.rows[row], self.begun()))
        if kind not in ("region", "vanish"):
            self.in_fact += 1
        self.stack.append((row, []))

    def pop(self) -> None:
        row, content = self.stack.pop()
        kind = self.rows[row][0]
        if kind == "vanish":
            return
        if kind != "region":
            self.in_fact -= 1
        if content:
            self.target().append(self.span(content, row))

    def span(self, content: list[str | Span], row: int) -> Span:
        kind, slot, sources = self.rows[row]
        return Span(tuple(content), _kind(kind), self.slot(slot), sources)

    def fold(self) -> Text:
        """The text of the open cell, with every open span closed; they are reopened empty."""
        if self.current is None:
            return ()
        content = self.current.cells[-1]
        inner: list[str | Span] = []
        for depth in range(len(self.stack) - 1, -1, -1):
            row, held = self.stack[depth]
            text = [*held, *inner]
            inner = [self.span(text, row)] if text else []
            self.stack[depth] = (row, [])
        return tidy([*content, *inner])

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

    def holds_text(self) -> bool:
        return any(map(has_text, (held for _, held in self.stack))) or (
            self.current is not None and any(map(has_text, self.current.cells))
        )

    # -- blocks --------------------------------------------------------------------------

    def end_block(self) -> None:
        """Close the open block; a paragraph without characters leaves nothing."""
        current = self.current
        if current is None and not any(held for _, held in self.stack):
            return
        if current is None:
            current = self.current = _Open("paragraph")
        text = self.fold()
        self.current = None
        if current.kind == "row":
            cells = [tidy(cell) for cell in current.cells[:-1]]
            self.table.append([*cells, text] if has_text(text) else cells)
            return
        if not has_text(text):
            return
        if current.kind == "item":
            self.items.append(text)
            return
        self.end_runs()
        if current.kind == "heading":
            if not 1 <= current.level <= 4:
                raise self.fail(
                    f"标题“{plain(text)[:20]}”层级不对",
                    "一级标题用 ##，最多到四级 #####；文件题目写在 标题: 里",
                )
            self.level = current.level
            self.blocks.append(Heading(current.level, text, current.part))
        else:
            self.blocks.append(Paragraph(text))

    def end_runs(self) -> None:
        """Close an open table and an open list."""
        if self.table:
            self.end_table()
        if self.items:
            items, self.items = self.items, []
            self.blocks.extend(set_list(items, self.style, self.level))
            self.style = self.default_style

    def end_table(self) -> None:
        rows, self.table = self.table, []
        body = [row for row in rows if not _is_rule(row)]
        header, *rest = body
        for row in rest:
            if len(row) != len(header):
                quote = "|".join(plain(cell) for cell in row)[:20]
                raise self.fail(
                    f"表格各行的格数不一样：“{quote}”一行有{len(row)}格", f"表头有{len(header)}格"
                )
        if rest:
            self.blocks.append(Table(tuple(header), tuple(tuple(row) for row in rest)))

    # -- tokens --------------------------------------------------------------------------

    def newline(self) -> None:
        one_line = self.current is not None and self.current.kind in _ONE_LINE
        if (one_line or (self.line_blank and not self.goes_on)) and not self.items_open:
            self.end_block()
        self.line_blank = True
        self.goes_on = False

    def text(self, token: str) -> None:
        if not self.line_blank or self.in_fact:
            self.line_blank = False
            self.word(token)
            return
        token = token.lstrip(" \t")
        if not token:
            return
        opened = self.opens(token)
        if opened is not None:
            kind, level, rest = opened
            if self.holds_text():
                self.end_block()
            if kind != "item" and self.items:
                self.end_runs()
            if kind != "row" and self.table:
                self.end_runs()
            self.current = _Open(kind, level)
            token = rest
        elif (self.table or self.items) and not self.holds_text():
            self.end_runs()
        self.line_blank = False
        self.word(token)

    @staticmethod
    def opens(token: str) -> tuple[str, int, str] | None:
        """The block that a line's beginning opens, None when it goes on with the paragraph."""
        if token[0] == "#":
            found = _HEADING.match(token)
            assert found
            return "heading", len(found[1]) - 1, token[found.end() :]
        if token.startswith("- "):
            return "item", 0, token[2:]
        if token[0] == "|":
            return "row", 0, token[1:]
        return None

    def word(self, token: str) -> None:
        current = self.current
        if current is not None and current.kind == "row" and not self.in_fact:
            cells = token.split("|")
            for index, cell in enumerate(cells):
                if index:
                    current.cells[-1] = list(self.fold())
                    current.cells.append([])
                if cell.strip():
                    self.target().append(cell.strip())
            return
        if current is not None and current.kind == "heading" and not self.in_fact:
            found = _PART.search(token)
            if found:
                current.part = found[1]
                token = token[: found.start()]
        if token:
            self.target().append(token)

    def block(self, code: str) -> None:
        """A mark of `列述`: the start of a list and its style, an item, the end; or of `列式`.

        J stands on a line that has tags in it: left empty by them, it parts no paragraphs.
        """
        if code == "J":
            self.goes_on = True
            return
        self.end_block()
        if code == "I":
            self.current = _Open("item")
            self.line_blank = False
        elif code == "E":
            self.end_runs()
            self.items_open = False
            self.line_blank = True
        else:
            self.end_runs()
            self.style = STYLES["abcdef".index(code.lower())]
            self.items_open = code.islower()

    def read(self, marked: str) -> Outline:
        for token in _TOKENS.split(marked):
            if not token:
                continue
            first = token[0]
            if first == OPEN:
                row = ord(token[1]) - BASE
                if self.rows[row][0] not in ("region", "vanish"):
                    if (
                        self.line_blank
                        and (self.table or self.items)
                        and not self.holds_text()
                        and (self.current is None)
                    ):
                        self.end_runs()
                    self.line_blank = False
                self.push(row)
            elif first == CLOSE:
                self.pop()
            elif first == BLOCK:
                self.block(token[1])
            elif "\n" in token:
                self.newline()
            else:
                self.text(token)
        self.end_block()
        self.end_runs()
        if self.stack:
            raise self.fail("模板里有条件或填空跨越了不配对的结构")
        return Outline(run_in(self.blocks), self.vanished)


def read_outline(
    marked: str,
    rows: Sequence[SpanRow],
    *,
    style: str = "一是",
    slot: Callable[[int], int] = int,
    place: Callable[[int], str] = str,
) -> Outline:
    """The blocks of the marked text.

    rows: the spans its marks number.  style: how lists are set unless they say otherwise.
    slot: gives the number of a slot in the document from that in the rows; place: its template
    and line, for -1 those of the text's beginning.  Raises TemplateError for a heading beyond
    level 4 or a ragged table.
    """
    return _Reader(rows, style, slot, place).read(marked)


def _kind(kind: str) -> SpanKind:
    return kind  # type: ignore[return-value]


def _is_rule(row: Iterable[Text]) -> bool:
    return all(set(plain(cell)) <= set("-: ") and plain(cell) for cell in row)
