"""The printable tree: what was composed, with the origin of every piece.

A line is a block; a span is ⟦kind#slot sources｜text⟧, without a slot or sources it has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from docgen.document import (
    Block,
    Chart,
    Document,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Table,
    Text,
)
from docgen.library.styles import Style


def render(document: Document, style: Style) -> bytes:  # noqa: ARG001  the tree has no look
    """The document as its printed tree in UTF-8."""
    return "".join(line + "\n" for line in _lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    yield f"document {_quoted(document.genre)}"
    meta = document.meta
    for name in ("template", "unit", "period", "on", "style"):
        if value := getattr(meta, name):
            yield f"  {name} {_quoted(value)}"
    yield from _record("masthead", document.masthead)
    yield from _named("title", document.title)
    yield from _named("recipients", document.recipients)
    yield from _named("salutation", document.salutation)
    for block in document.body:
        yield from _block(block)
    for label, names in document.attendance:
        yield f"attendance {_quoted(label)} {_text(names)}"
    if (signature := document.signature) is not None:
        yield from (f"organ {_text(organ)}" for organ in signature.organs)
        yield f"issued_on {_text(signature.issued_on)}"
        if signature.seal:
            yield f"seal {_quoted(signature.seal)}"
    yield from _named("note", document.note)
    for attachment in document.attachments:
        yield f"attachment {_text(attachment.title)}"
        for block in attachment.body:
            yield from _block(block)
    yield from _record("imprint", document.imprint)
    for gap in document.gaps:
        yield f"gap {gap.kind} {_quoted(gap.path)}"
        if gap.reason:
            yield f"  reason {_quoted(gap.reason)}"
        if gap.sentence:
            yield f"  sentence {_quoted(gap.sentence)}"
    provenance = document.provenance
    for index, slot in enumerate(provenance.slots):
        yield f"slot {index} {_quoted(slot.template)}:{slot.line} {slot.kind}"
    for decision in provenance.decisions:
        sources = "".join(f" {_quoted(source)}" for source in decision.sources)
        yield f"decision #{decision.slot} {decision.outcome}{sources}"


def _named(name: str, text: Text) -> Iterator[str]:
    if text:
        yield f"{name} {_text(text)}"


def _record(name: str, record: Masthead | Imprint | None) -> Iterator[str]:
    """A masthead or an imprint: the elements it has, in the order of its fields."""
    if record is None:
        return
    yield name
    for item in fields(record):
        value = getattr(record, item.name)
        several = item.name in ("mark", "signers")
        for text in value if several else (value,):
            if text:
                yield f"  {item.name} {_text(text)}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            part = f" part {_quoted(block.part)}" if block.part else ""
            yield f"heading {block.level}{part} {_quoted(block.number)} {_text(block.text)}"
            if block.run_in:
                yield f"  run_in {_text(block.run_in)}"
        case Paragraph():
            yield f"paragraph {_text(block.text)}"
        case Table():
            yield f"table {len(block.header)}"
            yield from _rows(block)
        case Chart():
            unit = f" unit {_quoted(block.unit)}" if block.unit else ""
            yield f"chart {block.kind} {_quoted(block.number)}{unit} {_text(block.title)}"
            yield from _rows(block.table)
            for values in block.values:
                yield "  values " + " ".join("-" if v is None else f"{v:f}" for v in values)
            if block.note:
                yield f"  note {_text(block.note)}"
        case _:
            yield "page_break"


def _rows(table: Table) -> Iterator[str]:
    for name, row in (("header", table.header), *(("row", row) for row in table.rows)):
        yield f"  {name} " + " | ".join(map(_text, row))


def _text(text: Text) -> str:
    return '"' + _content(text) + '"'


def _content(text: Text) -> str:
    out = []
    for piece in text:
        if isinstance(piece, str):
            out.append(_escaped(piece))
        else:
            slot = f"#{piece.slot}" if piece.slot >= 0 else ""
            sources = "".join(f" {_escaped(source)}" for source in piece.sources)
            out.append(f"⟦{piece.kind}{slot}{sources}｜{_content(piece.content)}⟧")
    return "".join(out)


def _quoted(text: str) -> str:
    return '"' + _escaped(text) + '"'


def _escaped(text: str) -> str:
    for character in '\\"⟦｜⟧':
        if character in text:
            text = text.replace(character, "\\" + character)
    return text
