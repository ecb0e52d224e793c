"""What stands behind the body of a .docx paper: 附件说明, who attended, 署名 and 成文日期, 附注, and
the 附件.

From the 附件说明 to the 附注 it shares a page with the end of the body: a page that holds a
signature alone could be put under any paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from docgen.document import (
    Block,
    Document,
    PageBreak,
    Paragraph,
    SealKind,
    Signature,
    Text,
    abreast,
    attachment_texts,
    labelled,
    organ_rows,
    plain,
)
from docgen.library.styles import Style, mm_twips, twips
from docgen.ooxml import stylesheet as names
from docgen.ooxml.runs import Face, face, runs, tabbed, weight_and_size
from docgen.render.word.blocks import Flow
from docgen.render.word.faces import BREAK, KEEP, WIDOWS, right_indent
from docgen.render.word.title import title_runs
from docgen.render.word.width import spaced

_SHORT = 5
"""Lines of a paragraph that may go to the next page whole, where an office cannot part it."""


class _Line(NamedTuple):
    """A paragraph of the tail: its style, text, what is its own about spacing and indent, and the
    label it begins with, where that has a font of its own."""

    style_id: str
    text: Text
    layout: str = ""
    label: str = ""


def tail_lines(document: Document, style: Style) -> list[_Line]:
    """附件说明, 出席, 署名, 成文日期 and 附注."""
    return [line for line in _lines(document, style) if plain(line.text)]


def tail(lines: Sequence[_Line], flow: Flow) -> None:
    """The lines of the tail, all on one page."""
    for place, line in enumerate(lines, 1):
        # The style of the organ says that it stays with its date.
        keep = KEEP if place < len(lines) and line.style_id != names.SIGNATURE else ""
        content = tabbed(line.text, flow.faces.body)
        if line.label:
            content = runs((line.label,), _label_face(flow.style)) + content
            if not _fits(plain(line.text), _SHORT, flow.style):
                keep = WIDOWS
        flow.paragraph(line.style_id, content, keep, line.layout)


def kept_blocks(body: Sequence[Block], style: Style) -> list[int]:
    """The blocks at the end of the body that share a page with the tail: the last, and the one
    before it where the last is a single line and that one is short."""
    kept: list[int] = []
    for index in range(len(body) - 1, -1, -1):
        block = body[index]
        if isinstance(block, PageBreak):
            break
        if isinstance(block, Paragraph):
            text = plain(block.text)
            if not text:
                continue
            if kept and not _fits(text, _SHORT, style):
                break
            kept.append(index)
            if len(kept) == 1 and _fits(text, 1, style):
                continue
        elif not kept:
            kept.append(index)
        break
    return kept


def _fits(text: str, rows: int, style: Style) -> bool:
    """Whether the paragraph takes about so many lines at most."""
    room = rows * style.grid.columns
    return len(text) <= 2 * room and style.body.indent + spaced(text) <= room


def _lines(document: Document, style: Style) -> Iterator[_Line]:
    yield from _attachment_note(document, style)
    for place, (label, who) in enumerate(document.attendance):
        above = "" if place else _above(style.attendance.before, style)
        yield _Line(names.ATTENDANCE, who, above, f"{label}：")
    if document.signature is not None:
        yield from _signature(document.signature, style)
    yield _Line(names.NOTE, document.note)


@lru_cache(maxsize=16)
def _label_face(style: Style) -> Face:
    """The labels 出席, 请假 and 列席 (10.3)."""
    look = style.attendance
    return face(look, style.western, weight_and_size(look, twips(style.spacing)))


# -- 附件说明 ---------------------------------------------------------------------------------

_LABEL = "附件："


def _attachment_note(document: Document, style: Style) -> Iterator[_Line]:
    """Each name on a line of its own, the first behind 附件：, the others below it; a name that
    takes two lines begins both at one place (7.3.4)."""
    several = len(document.attachments) > 1
    size = style.body.size
    start = (style.attachment_note.inset + len(_LABEL)) * style.cell
    for place, text in enumerate(attachment_texts(document.attachments), 1):
        number = f"{place}." if several else ""
        ahead = _number_width(number, style) * size + len(number) * style.spacing
        left, hanging = start + ahead, ahead
        layout = _NO_SEAMS
        if place == 1:
            hanging += len(_LABEL) * style.cell
            layout += _above(style.attachment_note.before, style)
        layout += f'<w:ind w:left="{twips(left)}" w:hanging="{twips(hanging)}"/>'
        yield _Line(names.ATTACHMENT_NOTE, text, layout)


_NO_SEAMS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No room between digits and 汉字, so that names begin where their numbers say."""


def _number_width(number: str, style: Style) -> float:
    """Width of 1. in characters: the stop of a Latin font is half as wide as its digits."""
    digits, stop = len(number) - 1, 0.25 if style.western else 0.5
    return digits * 0.5 + stop if number else 0


def _above(lines: float, style: Style) -> str:
    return f'<w:spacing w:before="{round(lines * twips(style.pitch))}"/>'


# -- 署名和成文日期 -----------------------------------------------------------------------------


def _signature(signature: Signature, style: Style) -> Iterator[_Line]:
    rows = organ_rows(signature)
    places = signature_places(
        [[plain(name) for name in row] for row in rows],
        plain(signature.issued_on),
        signature.seal,
        style,
    )
    texts = [(names.SIGNATURE, abreast(row)) for row in rows]
    texts.append((names.ISSUED_ON, signature.issued_on))
    for (style_id, text), place in zip(texts, places, strict=True):
        # The style of the organ has room above it, which only the first line of several takes.
        above = _above(place.above, style) if place.above or style_id == names.SIGNATURE else ""
        if place.centres:
            yield _Line(style_id, text, _side_by_side(text, place, above, style))
        else:
            yield _Line(style_id, text, above + right_indent(place.right, style))


def _side_by_side(row: Text, place: Standing, above: str, style: Style) -> str:
    """The layout of names side by side: the first begins where it is centred on its place, a tab
    centres each of the others."""
    first = plain(row).partition("\t")[0]
    left = twips(max(0, place.centres[0] - spaced(first) / 2) * style.cell)
    stops = "".join(
        f'<w:tab w:val="center" w:pos="{twips(at * style.cell)}"/>' for at in place.centres[1:]
    )
    return (
        f"{f'<w:tabs>{stops}</w:tabs>' if stops else ''}{above}"
        f'<w:ind w:left="{left}" w:rightChars="0" w:right="0"/><w:jc w:val="left"/>'
    )


class Standing(NamedTuple):
    """Where a line of the signature stands: lines above it, characters in from the right; of names
    side by side the middle of each instead, in characters from the left of the 版心."""

    above: float
    right: float = 0
    centres: tuple[float, ...] = ()


def signature_places(
    rows: Sequence[Sequence[str]], date: str, seal: SealKind, style: Style
) -> list[Standing]:
    """Where the rows of the 署名 and the 成文日期 stand under that seal, the date last.

    rows: the names of each row, as `organ_rows` parts them; none for a date alone.  date: "" for
    none.
    """
    widths = [[spaced(name) for name in row] for row in rows]
    if seal == "签名章":
        places = _stamped(len(rows), style)
    elif seal == "印章" and len([name for row in rows for name in row]) > 1:
        places = _sealed_rows(widths, spaced(date), style)
    else:
        place = _sealed if seal == "印章" else _unsealed
        organ, issued = place(
            max((one for row in widths for one in row), default=0), spaced(date), style
        )
        below = organ._replace(above=0)
        places = [*((organ, *[below] * (len(rows) - 1)) if rows else ()), issued]
    if not rows:
        places[0] = places[0]._replace(above=_before(seal, style))
    return places


def _before(seal: SealKind, style: Style) -> float:
    """Lines between the body and the first line of the signature."""
    if seal == "签名章":
        return _stamped(1, style)[0].above
    return (style.sealed if seal else style.signature).before


def _unsealed(organ: float, date: float, style: Style) -> tuple[Standing, Standing]:
    """The date's first character stands `date_shift` right of the organ's; a date longer than
    the organ keeps its distance and the organ moves left (7.3.5.2).  Of several organs, one below
    the other, the widest counts."""
    here = style.signature
    organ_right = date_right = here.right
    if organ and date:
        date_right += organ - here.date_shift - date
        if date_right < 0 or date > organ:
            date_right = here.right
            organ_right = max(0, date_right + date + here.date_shift - organ)
    return Standing(here.before, organ_right), Standing(0, date_right)


def _sealed(organ: float, date: float, style: Style) -> tuple[Standing, Standing]:
    """The organ stands centred over the date, both where the seal will cover them; an organ too
    long for that begins at the margin and the date stands centred below it (7.3.5.1)."""
    here = style.sealed
    date_right = max(here.right, (organ - date) / 2) if organ and date else here.right
    organ_right = date_right + (date - organ) / 2 if date else here.right
    return Standing(here.before, max(0, organ_right)), Standing(0, date_right)


_APART = 0.5
"""Characters between two names side by side at least."""


def _sealed_rows(rows: Sequence[Sequence[float]], date: float, style: Style) -> list[Standing]:
    """Several organs, each where its seal will cover it: in columns as far apart as the seals, the
    last organ centred over the date, no seal beyond the 版心 (7.3.5.1)."""
    here = style.sealed
    room = mm_twips(style.page.type_area[0]) / twips(style.cell)
    seal, gap = (mm_twips(size) / twips(style.cell) for size in (here.width, here.gap))
    last = rows[-1][-1]
    date_right = max(here.right, (last - date) / 2)
    right = date_right + (date or last) / 2
    widest = max(max(row) for row in rows)
    columns = len(rows[0])
    step = max(widest + _APART, seal + gap)
    if columns > 1:
        step = min(step, (room - right - max(widest, seal) / 2) / (columns - 1))
    below = (mm_twips(here.width) + mm_twips(here.gap)) / twips(style.pitch) - 1
    places = [
        Standing(
            below if place else here.before,
            centres=tuple(room - right - step * at for at in range(len(row) - 1, -1, -1)),
        )
        for place, row in enumerate(rows)
    ]
    return [*places, Standing(0, date_right)]


def _stamped(count: int, style: Style) -> list[Standing]:
    """Each office stands left of its stamp, at half its height, the stamps one below the other;
    below them the date (7.3.5.3)."""
    here = style.stamped
    room = mm_twips(here.height) / twips(style.pitch)  # lines
    half = max(0, (room - 1) / 2)
    right = here.right + here.gap + mm_twips(here.width) / twips(style.cell)
    # Offices take the larger of two spacings that meet, so that all of it is the lower line's.
    below = half + here.date_before
    places = [Standing(below + half if at else here.before + half, right) for at in range(count)]
    return [*places, Standing(below, here.date_right)]


# -- 附件 -------------------------------------------------------------------------------------


def attachments(document: Document, flow: Flow) -> None:
    """Each 附件 that is part of the paper, on pages of its own: its label on the first line, its
    title on the third, its body as the paper's (7.3.7), all of it sideways where it begins with
    a wide table."""
    style = flow.style
    for label, one in labelled(document.attachments):
        if not flow.turn(lying=bool(one.body) and flow.is_wide(one.body[0])):
            flow.pending = BREAK
        flow.paragraph(names.ATTACHMENT, runs((label,), flow.faces.attachment))
        flow.paragraph(names.ATTACHMENT_TITLE, title_runs(one.title, style, flow.faces.title))
        flow.blocks(one.body)
