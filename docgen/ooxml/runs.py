"""Runs of WordprocessingML: text in a font, marked where somebody must still look."""

from __future__ import annotations

from typing import NamedTuple

from docgen.document import Text
from docgen.library.styles import Font

_OPEN = '<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">'
_CLOSE = "</w:t></w:r>"
_MARKED = frozenset({"gap", "doubt"})


class Face(NamedTuple):
    """How a run begins: in plain text, and in text highlighted as a gap or a doubt."""

    plain: str
    marked: str


def escape(text: str) -> str:
    """The text as XML character data, fit for attribute values too."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text or '"' in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def fonts(font: Font, western: str) -> str:
    """The `w:rFonts` of a Chinese font with its companion for Latin letters and digits.

    western: "" for the Chinese font itself.  The hint keeps “” —— …… in the Chinese font.
    """
    latin = western or font.name
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" '
        f'w:eastAsia="{font.name}" w:cs="{latin}"/>'
    )


def weight_and_size(font: Font, spacing: int) -> str:
    """The run properties beside the font: bold or not, spacing in twips, size."""
    bold = "<w:b/><w:bCs/>" if font.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    size = round(font.size * 2)
    return f'{bold}<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def face(font: Font, western: str, properties: str = "") -> Face:
    """The beginnings of runs in a font.

    properties: what differs from the paragraph's style, as `weight_and_size` gives it.
    """
    family = fonts(font, western)
    # The schema wants w:highlight after the size.
    return Face(
        _OPEN.format(family + properties),
        _OPEN.format(f'{family}{properties}<w:highlight w:val="yellow"/>'),
    )


def runs(text: Text, face: Face) -> str:
    """The text as runs, as few as its marks allow; "" for empty text."""
    if len(text) == 1:
        only = text[0]
        if isinstance(only, str):
            return f"{face.plain}{escape(only)}{_CLOSE}" if only else ""
    pieces: list[str] = []
    _pieces(text, face.plain, face.marked, "", pieces)
    if pieces:
        pieces.append(_CLOSE)
    return "".join(pieces)


def _pieces(text: Text, plain: str, marked: str, last: str, out: list[str]) -> str:
    """Appends the text to `out`, opening a run whenever the beginning differs from `last`."""
    for piece in text:
        if isinstance(piece, str):
            if piece:
                if last is not plain:
                    if last:
                        out.append(_CLOSE)
                    out.append(plain)
                    last = plain
                out.append(escape(piece))
        else:
            inner = marked if piece.kind in _MARKED else plain
            last = _pieces(piece.content, inner, marked, last, out)
    return last
