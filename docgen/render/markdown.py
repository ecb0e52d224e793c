"""Markdown that any reader takes back to the same text: headings, pipe tables, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.document import (
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    attachment_note,
    caption,
    gap_lines,
    imprint_lines,
    labelled,
    masthead_lines,
    organ_texts,
    plain,
)
from docgen.library.styles import Style

# What means something anywhere in a line.  Entities stand where readers differ on backslashes.
_ANYWHERE = str.maketrans(
    {
        **{c: f"\\{c}" for c in "\\`*_[]{}#|"},
        **{"<": "&lt;", "&": "&amp;", "~": "&#126;", "\t": "&#9;"},
    }
)
# Before the sign that would make a line a list, a quotation or a rule.
_LINE_START = re.compile(r"\d+(?=[.)](?:\s|$))|(?=[-+>])")


def render(document: Document, style: Style) -> bytes:  # noqa: ARG001  Markdown has no look
    """The document as Markdown in UTF-8, a blank line between blocks."""
    blocks = [block for block in _blocks(document) if block]
    return ("\n\n".join(blocks) + "\n").encode() if blocks else b""


def _blocks(document: Document) -> Iterator[str]:
    yield from map(_line, masthead_lines(document.masthead))
    yield _heading(1, plain(document.title))
    yield _line(plain(document.recipients))
    yield _line(plain(document.salutation))
    yield from map(_block, document.body)
    yield from map(_line, attachment_note(document.attachments))
    for label, names in document.attendance:
        yield _line(f"{label}：{plain(names)}")
    if document.signature is not None:
        yield from (_line(plain(row)) for row in organ_texts(document.signature))
        yield _line(plain(document.signature.issued_on))
    yield _line(plain(document.note))
    for label, one in labelled(document.attachments):
        yield _line(label)
        yield _heading(1, plain(one.title))
        yield from map(_block, one.body)
    yield from map(_line, imprint_lines(document.imprint))
    owed = gap_lines(document)
    if owed:
        yield "---"
    yield from map(_line, owed)


def _block(block: Block) -> str:
    match block:
        case Heading():
            text = block.number + plain(block.text)
            if block.run_in:
                return _run_in(text, plain(block.run_in))
            return _heading(block.level + 1, text)
        case Paragraph():
            return _line(plain(block.text))
        case Table():
            return _table(block)
        case Chart():
            parts = (_line(plain(caption(block))), _table(block.table), _line(plain(block.note)))
            return "\n\n".join(filter(None, parts))
        case PageBreak():
            return ""


def _heading(level: int, text: str) -> str:
    return f"{'#' * level} {_inline(text)}" if text else ""


def _line(text: str) -> str:
    """A paragraph: what would make its first characters a list, quotation or rule is escaped."""
    escaped = _inline(text)
    if found := _LINE_START.match(escaped):
        return f"{found[0]}\\{escaped[found.end() :]}"
    return escaped


def _run_in(head: str, rest: str) -> str:
    """A bold beginning.  Closing stars must follow a word, or they would not close before 汉字."""
    end = len(head)
    while end and not head[end - 1].isalnum():
        end -= 1
    if not end:
        return _line(head + rest)
    return f"**{_inline(head[:end])}**{_inline(head[end:] + rest)}"


def _table(table: Table) -> str:
    if not table.header:
        return ""
    rows = [table.header, *table.rows]
    lines = ["| " + " | ".join(_inline(plain(cell)) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(table.header))
    return "\n".join(lines)


def _inline(text: str) -> str:
    """The text with every character that Markdown would take for a sign escaped."""
    escaped = text.translate(_ANYWHERE)
    # Readers drop white space at both ends of a block.
    kept = escaped.strip()
    if len(kept) == len(escaped):
        return escaped
    start = len(escaped) - len(escaped.lstrip()) if kept else len(escaped)
    return _spaces(escaped[:start]) + kept + _spaces(escaped[start + len(kept) :])


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)
