"""Renderers: a document in a format, as bytes.  A new format is one module and one row."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from docgen.document import Document, Text, walk
from docgen.errors import RenderError
from docgen.library.styles import Style
from docgen.render import docx, html, markdown, native
from docgen.render import text as text_format

if TYPE_CHECKING:
    from docgen.render.letterhead import Letterhead

Renderer: TypeAlias = Callable[[Document, Style], bytes]

RENDERERS: Final[Mapping[str, Renderer]] = {
    "docx": docx.render,
    "md": markdown.render,
    "html": html.render,
    "txt": text_format.render,
    "native": native.render,
}

# Control characters, line and paragraph separators, surrogates, private use, noncharacters:
# what XML forbids, what would break a line, and what has no agreed glyph.
_FORBIDDEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ue000-\\uf8ff\\ufdd0-\\ufdef\\ufffe\\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
    )
    + "\\U000f0000-\\U0010ffff]"
)


def render(
    document: Document, format: str, style: Style, letterhead: Letterhead | None = None
) -> bytes:
    """The document in that format; the same document and style always make the same bytes.

    letterhead: the unit's own, which a .docx is written on; other formats have none.  Raises RenderError for an unknown format, and for text that holds a character no paper may
    hold.
    """
    renderer = RENDERERS.get(format)
    if renderer is None:
        near = difflib.get_close_matches(format.lower().lstrip("."), RENDERERS, 1, 0.4)
        hint = f"是不是 {near[0]}？" if near else f"可用的格式：{'、'.join(RENDERERS)}"
        raise RenderError(f"没有“{format}”这种格式", hint=hint)
    _refuse_forbidden(document)
    if letterhead is not None and format == "docx":
        from docgen.render.letterhead import render as on_letterhead  # noqa: PLC0415  (few are)

        return on_letterhead(document, style, letterhead)
    return renderer(document, style)


def _refuse_forbidden(document: Document) -> None:
    strings = _strings(document)
    if "".join(strings).isprintable():
        return  # nearly always: no control, private or unassigned character at all
    for string in strings:
        if found := _FORBIDDEN.search(string):
            around = string[max(0, found.start() - 10) : found.end() + 10]
            shown = _FORBIDDEN.sub("□", around)
            raise RenderError(
                f"文字里有不能印的字符 U+{ord(found[0]):04X}：“{shown}”（□ 处）",
                hint="在台账或模板里删去这个字符；换行请分成两段写",
            )


def _strings(document: Document) -> list[str]:
    """Every string of the document that a renderer may print."""
    meta = document.meta
    out = [document.genre, meta.template, meta.unit, meta.period, meta.on, meta.style]
    for text in walk(document):
        _collect(text, out)
    for gap in document.gaps:
        out += (gap.path, gap.sentence, gap.reason)
    for slot in document.provenance.slots:
        out += (slot.template, slot.kind)
    for decision in document.provenance.decisions:
        out.append(decision.outcome)
        out += decision.sources
    return out


def _collect(text: Text, out: list[str]) -> None:
    for piece in text:
        if isinstance(piece, str):
            out.append(piece)
            continue
        content, _, _, sources = piece
        out += sources
        if len(content) == 1 and isinstance(content[0], str):
            out.append(content[0])  # nearly every span is one string
        else:
            _collect(content, out)
