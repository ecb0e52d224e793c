"""Runs of WordprocessingML: text in a font, marked where somebody must still look."""

from __future__ import annotations

from typing import NamedTuple

from docgen.document import Text
from docgen.library.styles import Font

_OPEN = "<w:r><w:rPr>{}</w:rPr>"
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


def weight_and_size(font: Font, spacing: int, color: str = "") -> str:
    """The run properties beside the font: bold or not, color, spacing in twips, size."""
    bold = "<w:b/><w:bCs/>" if font.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    size = round(font.size * 2)
    if color:
        bold += f'<w:color w:val="{color}"/>'
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
    if len(text) == 1 and isinstance(text[0], str):
        return face.plain + text_element(text[0]) if text[0] else ""
    words: list[str] = []
    if _unmarked(text, words):
        joined = "".join(words)
        return face.plain + text_element(joined) if joined else ""
    pieces: list[str | None] = []
    _collect(text, pieces, marked=False)
    out, marked, start = [], False, 0
    for index, piece in enumerate((*pieces, None)):
        if piece is None:
            if joined := "".join(filter(None, pieces[start:index])):
                out.append((face.marked if marked else face.plain) + text_element(joined))
            marked, start = not marked, index
    return "".join(out)


def tabbed(text: Text, face: Face) -> str:
    """The text as runs; a piece that is a tab goes to the next tab stop."""
    if "\t" not in text:
        return runs(text, face)
    at = text.index("\t")
    return runs(text[:at], face) + "<w:r><w:tab/></w:r>" + tabbed(text[at + 1 :], face)


def text_element(text: str) -> str:
    """The text element of a run and the run's end; white space that Word would drop is kept."""
    if text[0] == " " or text[-1] == " " or "  " in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:t>{escape(text)}</w:t></w:r>"


def _unmarked(text: Text, out: list[str]) -> bool:
    """Appends the strings of the text; False, and too few, when there is marked text in it."""
    for piece in text:
        if isinstance(piece, str):
            out.append(piece)
            continue
        content, kind, _, _ = piece
        if kind in _MARKED:
            return False
        if len(content) == 1 and isinstance(content[0], str):
            out.append(content[0])  # nearly every span is one string
        elif not _unmarked(content, out):
            return False
    return True


def _collect(text: Text, out: list[str | None], marked: bool) -> None:
    """Appends the strings of the text; None wherever marked text begins or ends."""
    for piece in text:
        if isinstance(piece, str):
            out.append(piece)
        elif marked or piece.kind not in _MARKED:
            _collect(piece.content, out, marked)
        else:
            out.append(None)
            _collect(piece.content, out, marked=True)
            out.append(None)
