"""The outline reader: the marked text a template made becomes the blocks of a document.

Markup, on lines the template typed itself (a fact that begins with # stays text):
`##` … `#####` headings of level 1–4, `{部分}` at a heading's end names its part, `| a | b |`
table rows, `- ` list items (set as 列式 says), a blank line ends a paragraph, lines of a paragraph
are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from docgen.compose.filters import STYLES
from docgen.compose.slots import BASE, BLOCK, CLOSE, OPEN, SpanRow
from docgen.document import Block, Heading, Paragraph, Span, SpanKind, Table, Text, plain
from docgen.errors import TemplateError
from docgen.language import ordinal

_TOKENS: Final = re.compile(f"({OPEN}.|{CLOSE}|{BLOCK}.|[ \t]*\n[ \t]*)")
_HEADING: Final = re.compile(r"(#{1,6})\s*")
_PART: Final = re.compile(r"\s*\{(\w+)\}\s*$")
_LONG_ITEM: Final = 150
_LONG_LIST: Final = 420
_ONE_LINE: Final = ("heading", "row")
FIRSTS: Final = ("首先，", "其次，", "再次，", "最后，")


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

    def __init__(self, rows: Sequence[SpanRow], default_style: str, name: str) -> None:
        self.rows = rows
        self.name = name
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

    def push(self, row: int) -> None:
        kind = self.rows[row][0]
        if kind == "vanish":
            self.vanished.append((self.rows[row], self.begun()))
        if kind not in ("region", "vanish"):
            self.in_fact += 1
        self.stack.append((row, []))

    def pop(self) -> None:
        row, content = self.stack.pop()
        kind, slot, sources = self.rows[row]
        if kind == "vanish":
            return
        if kind != "region":
            self.in_fact -= 1
        if content or kind == "region":
            self.target().append(Span(tuple(content), _kind(kind), slot, sources))

    def fold(self) -> Text:
        """The text of the open cell, with every open span closed; they are reopened empty."""
        if self.current is None:
            return ()
        content = self.current.cells[-1]
        inner: list[str | Span] = []
        for depth in range(len(self.stack) - 1, -1, -1):
            row, held = self.stack[depth]
            text = [*held, *inner]
            kind, slot, sources = self.rows[row]
            inner = [Span(tuple(text), _kind(kind), slot, sources)] if text else []
            self.stack[depth] = (row, [])
        return _tidy([*content, *inner])

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
        return any(plain(held) for _, held in self.stack) or (
            self.current is not None and any(plain(cell) for cell in self.current.cells)
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
            cells = [_tidy(cell) for cell in current.cells[:-1]]
            self.table.append([*cells, text] if plain(text) else cells)
            return
        if not plain(text):
            return
        if current.kind == "item":
            self.items.append(text)
            return
        self.end_runs()
        if current.kind == "heading":
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
                raise TemplateError("表格各行的格数不一样", where=self.name)
        if rest:
            self.blocks.append(Table(tuple(header), tuple(tuple(row) for row in rest)))

    # -- tokens --------------------------------------------------------------------------

    def newline(self) -> None:
        if self.line_blank or (self.current is not None and self.current.kind in _ONE_LINE):
            if not self.items_open:
                self.end_block()
        self.line_blank = True

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
        """A mark of `列述`: the start of a list and its style, an item, the end; or of `列式`."""
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
                    if self.line_blank and (self.table or self.items) and not self.holds_text() and (
                        self.current is None
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
            raise TemplateError("模板里有条件或填空跨越了不配对的结构", where=self.name)
        return Outline(run_in(self.blocks), self.vanished)


def read_outline(
    marked: str, rows: Sequence[SpanRow], *, style: str = "一是", name: str = ""
) -> Outline:
    """The blocks of the marked text.

    rows: the spans its marks number.  style: how lists are set unless they say otherwise.
    Raises TemplateError for a heading beyond level 4 or a ragged table.
    """
    outline = _Reader(rows, style, name).read(marked)
    for block in outline.blocks:
        if isinstance(block, Heading) and not 1 <= block.level <= 4:
            raise TemplateError(
                f"标题“{plain(block.text)[:20]}”层级不对",
                where=name,
                hint="一级标题用 ##，最多到四级 #####；文件题目写在 标题: 里",
            )
    return outline


def _kind(kind: str) -> SpanKind:
    return kind  # type: ignore[return-value]


def _tidy(content: list[str | Span]) -> Text:
    """Neighbouring strings joined, blanks at both ends dropped."""
    out: list[str | Span] = []
    for piece in content:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        elif piece != "":
            out.append(piece)
    if out and isinstance(out[0], str):
        out[0] = out[0].lstrip()
    if out and isinstance(out[-1], str):
        out[-1] = out[-1].rstrip()
    return tuple(piece for piece in out if piece != "")


def _is_rule(row: Iterable[Text]) -> bool:
    return all(set(plain(cell)) <= set("-: ") and plain(cell) for cell in row)


# ---- texts as trees ----------------------------------------------------------------------


def cut(text: Text, at: int) -> tuple[Text, Text]:
    """The text before and from a character; a span that is cut stands on both sides."""
    left: list[str | Span] = []
    right: list[str | Span] = []
    seen = 0
    for piece in text:
        size = len(piece) if isinstance(piece, str) else len(plain(piece.content))
        if seen + size <= at:
            left.append(piece)
        elif seen >= at:
            right.append(piece)
        elif isinstance(piece, str):
            left.append(piece[: at - seen])
            right.append(piece[at - seen :])
        else:
            head, tail = cut(piece.content, at - seen)
            left.append(replace(piece, content=head))
            right.append(replace(piece, content=tail))
        seen += size
    return tuple(left), tuple(right)


def without_stop(text: Text) -> Text:
    """The text without the stop at its end."""
    size = len(plain(text))
    kept = len(plain(text).rstrip("。；，、"))
    return cut(text, kept)[0] if kept < size else text


def topic(text: Text) -> tuple[Text, Text]:
    """A sentence list item as its topic sentence and the rest, cut after the first 。"""
    at = plain(text).find("。")
    if at < 0:
        return text, ()
    return cut(text, at + 1)


def run_in(blocks: Sequence[Block]) -> list[Block]:
    """Headings that end in 。 take the paragraph after them onto their line."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Heading)
            and not last.run_in
            and plain(last.text).endswith("。")
        ):
            out[-1] = replace(last, run_in=block.text)
        else:
            out.append(block)
    return out


def set_list(items: Sequence[Text], style: str, level: int) -> list[Block]:
    """The items as blocks in this style; one item is no list.

    level: of the heading the list stands under; numbered styles become headings below it.
    """
    if len(items) == 1:
        return [Paragraph(_ended(items[0], "。"))]
    nested = any("一是" in plain(item) for item in items)
    if style == "一方面" and len(items) != 2:
        style = "一是"
    if style == "首先" and len(items) > len(FIRSTS):
        style = "一是"
    if style == "一是" and nested:
        style = "（一）"
    if style in ("（一）", "1."):
        depth = min(max(level + 1, 2 if style == "（一）" else 3), 4)
        out: list[Block] = []
        for item in items:
            head, rest = topic(_ended(item, "。"))
            out.append(Heading(depth, head, run_in=rest))
        return out
    if style == "段":
        return [Paragraph(_ended(item, "。")) for item in items]
    labels = _labels(style, len(items))
    return _joined(items, labels)


def _labels(style: str, count: int) -> list[str]:
    if style == "一方面":
        return ["一方面，", "另一方面，"]
    if style == "首先":
        return [*FIRSTS[: count - 1], FIRSTS[3] if count > 2 else FIRSTS[count - 1]]
    return [ordinal("一是", index) for index in range(1, count + 1)]


def _joined(items: Sequence[Text], labels: Sequence[str]) -> list[Block]:
    """Labelled items in one paragraph, or each in its own when they are long."""
    sizes = [len(plain(item)) for item in items]
    stops = any("。" in plain(without_stop(item)) for item in items)
    if max(sizes) > _LONG_ITEM or sum(sizes) > _LONG_LIST:
        return [
            Paragraph(_tidy([label, *_ended(item, "。")]))
            for label, item in zip(labels, items, strict=True)
        ]
    out: list[str | Span] = []
    for index, (label, item) in enumerate(zip(labels, items, strict=True)):
        last = index == len(items) - 1
        out += [label, *_ended(item, "。" if stops or last else "；")]
    return [Paragraph(_tidy(out))]


def _ended(text: Text, stop: str) -> Text:
    """The text with exactly this stop at its end."""
    if plain(text).endswith(("！", "？", "：")):
        return text
    return (*without_stop(text), stop)
