"""The 版头 of a .docx paper: of a 公文, a letter, a 纪要 or a 简报, by what the masthead holds and
where the style sets it.

Everything flows down the page but what no flow can hold: the 文件 beside several organs, and the
份号, 密级 and 紧急程度 of a letter, which stand below its line and are read before its mark; these
are frames.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from docgen.document import Masthead, Text, plain
from docgen.library.styles import POINTS_PER_MM, Font, Style, twips
from docgen.ooxml import ink
from docgen.ooxml import stylesheet as names
from docgen.ooxml.runs import Face, face, runs, text_element
from docgen.ooxml.section import head_top
from docgen.render.word.faces import END, opened
from docgen.render.word.width import spaced


def head_xml(head: Masthead, style: Style) -> tuple[str, float]:
    """The paragraphs above the title, "" for an empty masthead; and how many points below the
    last of them the title begins."""
    space = style.title.before * style.pitch
    mark = _mark_box(head, style)
    corners = list(_corners(head, style))
    rule = style.head_rule
    if mark is None or not rule.under_mark:
        out = [
            opened(id, "", _spacing(skipped * style.pitch)) + content + END
            for id, skipped, content, _ in corners
        ]
        used = sum(1 + skipped for _, skipped, _, _ in corners) * style.pitch
        out += _mark(mark, style, used) if mark is not None else ()
        out += _number(head, style)
        out += _issue(head, style)
        if len(out) > len(corners):
            out.append(_rule(style, ink.below(style.body.size, style.pitch), 0))
        return "".join(out), space
    # The corners stand below the line, the number on the line of the first of them.
    gap = max(0.0, rule.after - ink.above(style.body.size, style.pitch))
    lower = _mark_end(mark, style) + gap
    rest = [*_number(head, style), *_issue(head, style)]
    out = list(_framed(corners, style, lower))
    out += _mark(mark, style, 0)
    out.append(_rule(style, ink.below(mark.size, mark.line), gap if rest else 0))
    space += max(0, len(corners) - len(rest)) * style.pitch + (0 if rest else gap)
    return "".join((*out, *rest)), space


@lru_cache(maxsize=64)
def _face(style: Style, font: Font, properties: str = "") -> Face:
    return face(font, style.western, properties)


def _spacing(before: float, after: float = 0, line: float = 0) -> str:
    """The spacing of a paragraph in points; "" when it is as the paragraph's style says."""
    out = "".join(
        f' w:{side}="{twips(points)}"'
        for side, points in (("before", before), ("after", after))
        if twips(points) > 0
    )
    if line:
        out += f' w:line="{twips(line)}" w:lineRule="exact"'
    return f"<w:spacing{out}/>" if out else ""


def _corners(head: Masthead, style: Style) -> Iterator[tuple[str, int, str, float]]:
    """份号, 密级, 紧急程度: the style id of each, the lines left free above it, its runs and its
    width in points."""
    row = 0
    for text, corner, style_id in (
        (head.copy_number, style.copy_number, names.COPY_NUMBER),
        (head.secrecy, style.secrecy, names.SECRECY),
        (head.urgency, style.urgency, names.URGENCY),
    ):
        if content := runs(text, _face(style, corner)):
            skipped = max(0, corner.row - 1 - row)
            yield style_id, skipped, content, spaced(plain(text)) * corner.size
            row += skipped + 1


def _framed(
    corners: list[tuple[str, int, str, float]], style: Style, upper: float
) -> Iterator[str]:
    """The corners in a frame at the left, so many points below the edge of the paper."""
    if not corners:
        return
    frame = (
        f'<w:framePr w:w="{twips(max(width for *_, width in corners) + 4)}" '
        f'w:h="{twips(len(corners) * style.pitch)}" w:hRule="exact" w:wrap="around" '
        f'w:vAnchor="page" w:hAnchor="margin" w:xAlign="left" w:y="{twips(upper)}"/>'
    )
    for style_id, _, content, _ in corners:
        yield opened(style_id, frame) + content + END


class _Mark(NamedTuple):
    """The mark as it fits: its lines and the 文件 beside them, size in points, width of the
    characters in per cent, height of a line, width of the lines and of them with 文件, in points.
    """

    lines: tuple[Text, ...]
    suffix: Text
    size: float
    scale: int
    line: float
    organs: float
    total: float

    @property
    def face_properties(self) -> str:
        size = round(self.size * 2)
        narrowed = f'<w:w w:val="{self.scale}"/>' if self.scale < 100 else ""
        return f'{narrowed}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


class MarkFit(NamedTuple):
    """How a mark fits its width: size in points, width of its characters in per cent."""

    size: float
    scale: int


def mark_fit(head: Masthead, style: Style) -> MarkFit:
    """As the mark is printed; as the style says where there is none."""
    box = _mark_box(head, style)
    return MarkFit(style.mark.size, 100) if box is None else MarkFit(box.size, box.scale)


def _mark_box(head: Masthead, style: Style) -> _Mark | None:
    """The mark narrowed, then made smaller, until it fits; None when there is none."""
    lines = tuple(organ for organ in head.mark if plain(organ))
    suffix = head.suffix
    if len(lines) < 2:
        lines, suffix = ((*(lines[0] if lines else ()), *suffix),), ()
    look = style.mark
    organs = max(spaced(plain(line)) for line in lines)
    total = organs + (look.gap + spaced(plain(suffix)) if plain(suffix) else 0)
    if not total:
        return None
    share = _span(look.span, style) / (total * look.size)
    scale = min(100, max(look.narrowest, math.floor(share * 100)))
    size = look.size
    if share * 100 < scale:
        size = max(1, math.floor(size * share * 100 / scale * 2) / 2)
    unit = size * scale / 100
    return _Mark(lines, suffix, size, round(scale), size * look.pitch, organs * unit, total * unit)


def _span(millimetres: float, style: Style) -> float:
    """A length in points; 0: the width of the 版心."""
    return (millimetres or style.page.type_area[0]) * POINTS_PER_MM


def _mark_top(mark: _Mark, style: Style) -> float:
    """Points from the edge of the paper to the mark's first line."""
    look, page = style.mark, style.page
    start = page.top if look.origin == "margin" else 0.0
    return (start + look.distance) * POINTS_PER_MM - ink.above(mark.size, mark.line)


def _mark_end(mark: _Mark, style: Style) -> float:
    """Points from the edge of the paper to the end of the line below the mark."""
    rule = style.head_rule
    lines = len(mark.lines) * mark.line - ink.below(mark.size, mark.line)
    return _mark_top(mark, style) + lines + (rule.distance + rule.width) * POINTS_PER_MM


def _mark(mark: _Mark, style: Style, used: float) -> Iterator[str]:
    """The mark in the flow of the page, below what has used some points of it."""
    top = head_top(style) * POINTS_PER_MM
    lead = max(0.0, _mark_top(mark, style) - top - used)
    look = _face(style, style.mark, mark.face_properties)
    width = _span(0, style)
    side = (width - mark.total) / 2
    spread = ""
    if len(mark.lines) > 1:
        # Organs of several lengths are spread to one width.
        spread = (
            f'<w:ind w:left="{twips(side)}" w:right="{twips(width - side - mark.organs)}"/>'
            '<w:jc w:val="distribute"/>'
        )
    for number, organ in enumerate(mark.lines):
        spacing = _spacing(0 if number else lead, line=mark.line)
        yield opened(names.MARK, "", spacing + spread) + runs(organ, look) + END
    if plain(mark.suffix):
        middle = (len(mark.lines) - 1) * mark.line / 2
        gap = style.mark.gap * mark.size * mark.scale / 100
        frame = (
            f'<w:framePr w:w="{twips(mark.total - mark.organs - gap + 4)}" '
            f'w:h="{twips(mark.line)}" w:hRule="exact" w:wrap="around" w:vAnchor="page" '
            f'w:hAnchor="margin" w:x="{twips(side + mark.organs + gap)}" '
            f'w:y="{twips(top + used + lead + middle)}"/>'
        )
        spacing = _spacing(0, line=mark.line) + '<w:jc w:val="left"/>'
        yield opened(names.MARK, frame, spacing) + runs(mark.suffix, look) + END


def _rule(style: Style, above: float, after: float) -> str:
    """The line in a paragraph of its own, as high as its distance.

    above: points of it that the line above already leaves under its characters.  after: points
    below it.
    """
    height = max(1.0, style.head_rule.distance * POINTS_PER_MM - above)
    return opened(names.HEAD_RULE, "", _spacing(0, after, height)) + END


def _number(head: Masthead, style: Style) -> Iterator[str]:
    """发文字号 and 签发人, which share a line."""
    number = style.document_number
    content = runs(head.document_number, _face(style, number))
    signers = [signer for signer in head.signers if plain(signer)]
    before = number.before * style.pitch
    if signers:
        yield _signed(content, signers, style, before)
    elif content:
        yield opened(names.DOCUMENT_NUMBER, "", _spacing(before)) + content + END


def _signed(content: str, signers: list[Text], style: Style, before: float) -> str:
    """The number at the left, on the line of the last signer; the signers at the right, so many
    a line, each line below the first name (7.2.6)."""
    look, label = style.signers, "签发人："
    named = _face(style, Font(look.name_font, look.size, look.bold))
    cell = look.size + style.spacing
    rows = [signers[i : i + look.per_line] for i in range(0, len(signers), look.per_line)]
    widest = max(sum(spaced(plain(name)) + 1 for name in row) - 1 for row in rows)
    head = spaced(label) * cell
    # The blank behind the last name of a line stands in the space that the last line leaves free.
    right = head + (widest + max(1, look.inset)) * cell
    whole = _span(0, style)
    names_xml = f"{named.plain}{text_element('　')}".join(runs(name, named) for name in signers)
    label_xml = _face(style, look).plain + text_element(label)
    number_indent = f'<w:ind w:left="{twips(style.document_number.inset * style.cell)}"/>'
    hanging = f'<w:ind w:left="{twips(head)}" w:hanging="{twips(head)}"/>'
    lower = _spacing(before + (len(rows) - 1) * style.pitch)
    widths = twips(whole - right), twips(right)
    cells = (
        opened(names.DOCUMENT_NUMBER, "", lower + number_indent + '<w:jc w:val="left"/>') + content,
        opened(names.SIGNER, "", _spacing(before) + hanging) + label_xml + names_xml,
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid><w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{xml}{END}</w:tc>'
            for width, xml in zip(widths, cells, strict=True)
        )
        + "</w:tr></w:tbl>"
    )


def _issue(head: Masthead, style: Style) -> Iterator[str]:
    """期号, and 编发机关 with the date, of a 简报."""
    look = _face(style, style.issue)
    content = runs(head.issue, look)
    if plain(head.total):
        content += runs(("（", *head.total, "）"), look)
    if content:
        yield opened(names.ISSUE, "", _spacing(style.issue.before * style.pitch)) + content + END
    look = _face(style, style.edited)
    left, right = runs(head.editor, look), runs(head.edited_on, look)
    if left and right:
        left += "<w:r><w:tab/></w:r>"
    if left or right:
        side = '<w:jc w:val="right"/>' if not left else ""
        spacing = _spacing(style.edited.before * style.pitch)
        yield opened(names.EDITOR, "", spacing + side) + left + right + END
