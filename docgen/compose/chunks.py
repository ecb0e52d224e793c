"""A template's own text: read once, as far as it can be by itself, for every draft it makes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from docgen.compose.slots import BLOCK, CLOSE, OPEN, SPAN
from docgen.document import Block, Heading, Paragraph, Span

SIGNS: Final = frozenset((OPEN, CLOSE, SPAN, BLOCK))
_HEADING: Final = re.compile(r"(#{1,6})\s*")
PART: Final = re.compile(r"\s*\{(\w+)\}\s*$")
_CHART: Final = re.compile(r"图 (?=\S+?[：:])")
_MARKS: Final = re.compile(f"([{OPEN}{SPAN}{BLOCK}].|{CLOSE})")

Lines: TypeAlias = tuple[tuple[str, ...], ...]
"""Lines of tokens: a token is text or a mark."""


class Stretch(NamedTuple):
    """Text with blank lines in it.

    head: the lines before the first of them, nothing when the text begins with it.  blocks:
    those up to the last; level: of the last heading among them, 0 when none.  tail: the lines
    after it, nothing when the text ends so.  lines: all of it, for where it stands in a region.
    """

    head: Lines
    blocks: tuple[Block, ...]
    level: int
    tail: Lines
    lines: Lines


class OpenBlock:
    """A block being read: its kind (paragraph, heading, row, chart, item, point), its text so far."""

    __slots__ = ("cells", "kind", "level", "part")

    def __init__(self, kind: str, level: int = 0) -> None:
        self.kind = kind
        self.level = level
        self.part = ""
        self.cells: list[list[str | Span]] = [[]]


Chunk: TypeAlias = Lines | Stretch | None
"""None is text that is part of a line and nothing more."""


@lru_cache(maxsize=4096)
def at_line_start(text: str) -> Chunk:
    """The text where nothing stands before it on its line."""
    return _chunk(split_lines(text), 0)


@lru_cache(maxsize=4096)
def within_line(text: str) -> Chunk:
    """The text where something does."""
    return _chunk(split_lines(text), 1)


def opened_by(token: str) -> tuple[str, int, str] | None:
    """The block that a line's beginning opens, its level and the rest; None when the line goes
    on with the paragraph."""
    if token[0] == "#":
        found = _HEADING.match(token)
        assert found
        return "heading", len(found[1]) - 1, token[found.end() :]
    if token.startswith("- "):
        return "item", 0, token[2:]
    if token[0] == "|":
        return "row", 0, token[1:]
    if token[0] == "图" and (chart := _CHART.match(token)):
        return "chart", 0, token[chart.end() :]
    return None


def split_lines(text: str) -> Lines:
    """The lines of the text, blanks at their edges dropped."""
    first, *rest = text.split("\n")
    if not rest:
        return (_tokens(first),)
    *whole, last = rest
    edges = (first.rstrip(" \t"), *(line.strip(" \t") for line in whole), last.lstrip(" \t"))
    return tuple(map(_tokens, edges))


def _tokens(line: str) -> tuple[str, ...]:
    return tuple(filter(None, _MARKS.split(line)))


def _chunk(lines: Lines, start: int) -> Chunk:
    """start: the first line that is whole."""
    if len(lines) == 1 and len(lines[0]) == 1 and lines[0][0][0] not in SIGNS:
        return None
    blank = [at for at in range(start, len(lines) - 1) if not lines[at]]
    blocks = _blocks(lines[blank[0] : blank[-1] + 1]) if blank else None
    if blocks is None:
        return lines
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    tail = lines[blank[-1] + 1 :]
    level = levels[-1] if levels else 0
    return Stretch(lines[: blank[0]], blocks, level, tail if any(tail) else (), lines)


def _blocks(lines: Lines) -> tuple[Block, ...] | None:
    """The headings and paragraphs of lines that end with a blank one; None when there is more."""
    out: list[Block] = []
    words = ""
    for line in lines:
        if len(line) > 1 or (line and line[0][0] in (BLOCK, "|", "-")):
            return None
        if line and _CHART.match(line[0]):
            return None
        text = line[0] if line else ""
        if text and text[0] != "#":
            words += text
            continue
        if words.strip():
            out.append(Paragraph((words.strip(),)))
        words = ""
        if text:
            heading = _heading(text)
            if heading.level > 4:
                return None  # refused where the place is known
            if heading.text:
                out.append(heading)
    return tuple(out)


def _heading(line: str) -> Heading:
    opened = opened_by(line)
    assert opened
    _, level, rest = opened
    part = PART.search(rest)
    text = (rest[: part.start()] if part else rest).strip()
    return Heading(level, (text,) if text else (), part[1] if part else "")
