"""The .docx: the styled package once, and the document's own part as strings."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from docgen.document import (
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Text,
    caption,
    gap_lines,
    plain,
    spans,
)
from docgen.library.styles import POINTS_PER_MM, Style, mm_twips, twips
from docgen.ooxml import stylesheet as names
from docgen.ooxml.chart import NAMESPACES, Cell, Plot, chart_parts, chart_run
from docgen.ooxml.chart import content_types as chart_types
from docgen.ooxml.chart import relationships as chart_links
from docgen.ooxml.opening import W
from docgen.ooxml.package import (
    CONTENT_TYPES,
    CORE_PART,
    DOCUMENT_PART,
    LINKS_PART,
    R,
    base_package,
    write_package,
)
from docgen.ooxml.runs import Face, escape, face, runs, weight_and_size

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_END = "</w:p>"
_BREAK = "<w:pageBreakBefore/>"
_KEEP = "<w:keepNext/>"
_LAST_LINE = 1.5
"""Characters that are too few for the last line of a title."""


def render(document: Document, style: Style) -> bytes:
    """The document as a .docx file in the style's layout."""
    plots: list[Plot] = []
    body = "".join(_body(document, style, _faces(style), plots))
    base = base_package(style, adding=True) if plots else base_package(style)
    more = NAMESPACES if plots else ""
    part = f'{_XML}<w:document xmlns:w="{W}" xmlns:r="{R}"{more}><w:body>{body}{base.section}</w:body></w:document>'
    parts = {CORE_PART: _core(document).encode(), DOCUMENT_PART: part.encode()}
    if plots:
        for name, rows in ((CONTENT_TYPES, chart_types), (LINKS_PART, chart_links)):
            before, end, after = base.open[name].rpartition("</")
            parts[name] = f"{before}{rows(len(plots))}{end}{after}".encode()
        parts |= chart_parts(plots, style)
    return write_package(base, parts)


class _Faces(NamedTuple):
    """How runs begin in each role; run_in: body text that follows a heading of each level."""

    title: Face
    body: Face
    headings: tuple[Face, ...]
    run_in: tuple[Face, ...]
    table_header: Face
    table_text: Face
    gap_title: Face
    gap_text: Face


@lru_cache(maxsize=16)
def _faces(style: Style) -> _Faces:
    western, body = style.western, style.body
    plain_body = weight_and_size(body, twips(style.spacing))
    return _Faces(
        face(style.title, western),
        face(body, western),
        tuple(face(font, western) for font in style.headings),
        tuple(
            face(
                body,
                western,
                "" if (font.bold, font.size) == (body.bold, body.size) else plain_body,
            )
            for font in style.headings
        ),
        face(style.table_header, western),
        face(style.table_text, western),
        face(style.gap_title, western),
        face(style.gap_text, western),
    )


def _open(style_id: str, before: str = "", after: str = "") -> str:
    """The beginning of a paragraph.

    before, after: direct properties that the schema wants before and after spacing and indent.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{before}{after}</w:pPr>'


_BODY = _open(names.BODY)


def _body(document: Document, style: Style, faces: _Faces, plots: list[Plot]) -> Iterator[str]:
    """The children of `w:body`, without the section; the charts among them go to `plots`."""
    for text, style_id, look in (
        (document.title, names.TITLE, _title_face(document, style) or faces.title),
        (document.recipients, names.RECIPIENTS, faces.body),
        (document.salutation, names.RECIPIENTS, faces.body),
    ):
        if content := runs(text, look):
            yield _open(style_id) + content + _END
    last = _last_block(document)
    pending = ""  # the page break that the next paragraph begins with
    after_table = False
    for index, block in enumerate(document.body):
        before = _KEEP + pending if index == last else pending
        if isinstance(block, Paragraph):
            content = runs(block.text, faces.body)
            if content:
                yield f"{_open(names.BODY, before) if before else _BODY}{content}</w:p>"
        elif isinstance(block, Heading):
            content = _heading(block, faces, before)
            if content:
                yield content
        elif isinstance(block, Table):
            content = _table(block, style, faces, pending, keep=index == last)
            # Two tables without a paragraph between them would become one.
            if content:
                yield _open(names.TABLE_TEXT) + _END + content if after_table else content
        elif isinstance(block, Chart):
            plots.append(_plot(block))
            content = _chart(block, plots, style, faces, pending, keep=index == last)
            yield content
        else:
            pending = _BREAK
            continue
        if content:
            pending = ""
            after_table = isinstance(block, Table)
    if document.signature is not None:
        signed = "".join(_signature(document.signature, style, faces, pending))
        if signed:
            yield signed
            pending, after_table = "", False
    if content := runs(document.note, faces.body):
        yield _open(names.NOTE, pending) + content + _END
        after_table = False
    owed = gap_lines(document)
    for index, line in enumerate(owed):
        style_id = names.GAP_ITEM if index else names.GAP_TITLE
        yield _open(style_id) + runs((line,), faces.gap_text if index else faces.gap_title) + _END
    if after_table and not owed:
        yield _open(names.TABLE_TEXT) + _END


def _last_block(document: Document) -> int:
    """The block that must share a page with the signature; -1 when nothing has to."""
    signature = document.signature
    if signature is None or not (plain(signature.organ) or plain(signature.issued_on)):
        return -1
    for index in range(len(document.body) - 1, -1, -1):
        block = document.body[index]
        if isinstance(block, PageBreak):
            return -1
        if not isinstance(block, Paragraph) or plain(block.text):
            return index
    return -1


def _heading(heading: Heading, faces: _Faces, before: str) -> str:
    level = heading.level - 1
    content = runs((heading.number, *heading.text), faces.headings[level])
    if heading.run_in:
        content += runs(heading.run_in, faces.run_in[level])
        # A heading keeps with what follows; one that carries its own text need not.
        if _KEEP not in before:
            before = '<w:keepNext w:val="0"/>' + before
    elif _KEEP in before:
        before = before.replace(_KEEP, "")
    return _open(names.HEADINGS[level], before) + content + _END if content else ""


def _title_face(document: Document, style: Style) -> Face | None:
    """The title set a little tighter when its last line would hold one character (汇/报), else
    None: 标题 is broken where the words are whole (7.3.1)."""
    width = _spaced(plain(document.title))
    line = style.page.type_area[0] * POINTS_PER_MM / style.title.size
    left_over = width % line
    if width <= line or left_over > _LAST_LINE:
        return None
    tighter = math.ceil(left_over * twips(style.title.size) / len(plain(document.title))) + 1
    return face(style.title, style.western, weight_and_size(style.title, -tighter))


def _signature(signature: Signature, style: Style, faces: _Faces, pending: str) -> Iterator[str]:
    """署名 and 成文日期: the date's first character stands `date_shift` right of the organ's;
    a date longer than the organ keeps its distance and the organ moves left (7.3.5.2)."""
    organ, date = (_spaced(plain(text)) for text in (signature.organ, signature.issued_on))
    organ_right = date_right = style.signature_right
    if organ and date:
        date_right += organ - style.date_shift - date
        if date_right < 0 or date > organ:
            date_right = style.signature_right
            organ_right = max(0, date_right + date + style.date_shift - organ)
    if content := runs(signature.organ, faces.body):
        yield _open(names.SIGNATURE, pending, _right(organ_right, style)) + content + _END
        pending = ""
    if content := runs(signature.issued_on, faces.body):
        space = ""
        if not organ:
            lines = round(style.signature_before * twips(style.pitch))
            space = f'<w:spacing w:before="{lines}"/>'
        yield (_open(names.ISSUED_ON, pending, space + _right(date_right, style)) + content + _END)


def _width(text: str) -> float:
    """Width of the text in Chinese characters; Latin letters and digits take half."""
    return sum(map(_character_width, text))


@lru_cache(maxsize=8192)
def _character_width(character: str) -> float:
    return 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5


_SEAM = re.compile(r"[0-9A-Za-z](?=[\u4e00-\u9fff])|[\u4e00-\u9fff](?=[0-9A-Za-z])")


def _spaced(text: str) -> float:
    """Width of the text as set: offices put a quarter character between 汉字 and digits."""
    return _width(text) + len(_SEAM.findall(text)) / 4


def _right(chars: float, style: Style) -> str:
    return f'<w:ind w:rightChars="{round(chars * 100)}" w:right="{twips(chars * style.cell)}"/>'


_SHORT = 8  # characters that a cell holds without wanting a second line
_CELL_MARGINS = 2 * 108  # twips left and right, as the styles part sets them
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def _table(table: Table, style: Style, faces: _Faces, pending: str, keep: bool) -> str:
    """A grid as wide as the 版心, columns by their share of the content; "" without columns."""
    if not table.header:
        return ""
    total = mm_twips(style.page.type_area[0])
    widths, centred = _columns(table, total, style.table_text.size)
    line = f'w:val="single" w:sz="{round(style.table_line * 8)}" w:space="0" w:color="auto"'
    out = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{''.join(f'<w:{side} {line}/>' for side in _BORDERS)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
        "".join(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
    ]
    cells = [
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        for w in widths
    ]
    for number, row in enumerate((table.header, *table.rows)):
        repeat = "" if number else "<w:tblHeader/>"
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>")
        style_id = names.TABLE_TEXT if number else names.TABLE_HEADER
        look = faces.table_text if number else faces.table_header
        # A header row stays with the row below it, the last one with the signature.
        stay = _KEEP if (keep and number == len(table.rows)) or not number else ""
        plain_cell = _open(style_id, stay)
        centred_cell = _open(style_id, stay, '<w:jc w:val="center"/>')
        for column, text in enumerate(row):
            opened = centred_cell if number and centred[column] else plain_cell
            if pending and not (number or column):
                opened = _open(style_id, stay + pending)
            out += (cells[column], opened, runs(text, look), "</w:p></w:tc>")
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _plot(chart: Chart) -> Plot:
    header, rows = chart.table
    drawn = (
        tuple(
            Cell(numbers[column], plain(row[column + 1]), _marked(row[column + 1]))
            for row, numbers in zip(rows, chart.values, strict=True)
        )
        for column in range(len(header) - 1)
    )
    return Plot(
        chart.kind,
        plain(chart.title),
        chart.unit,
        plain(header[0]),
        tuple(plain(row[0]) for row in rows),
        tuple(zip(map(plain, header[1:]), drawn, strict=True)),
    )


def _marked(text: Text) -> bool:
    return any(span.kind == "doubt" for span in spans(text))


def _chart(
    chart: Chart, plots: list[Plot], style: Style, faces: _Faces, pending: str, keep: bool
) -> str:
    """The chart in a line of its own, its caption below it (图号图题置于图下), then the note."""
    stay = _KEEP if keep else ""
    middle = '<w:jc w:val="center"/>'
    note = runs(chart.note, faces.table_text)
    out = [
        _open(names.TABLE_TEXT, _KEEP + pending, middle) + chart_run(len(plots), plots[-1], style),
        _open(names.TABLE_HEADER, _KEEP if note else stay)
        + runs(caption(chart), faces.table_header),
        *((_open(names.TABLE_TEXT, stay) + note,) if note else ()),
    ]
    return "".join(paragraph + _END for paragraph in out)


def _columns(table: Table, total: int, size: float) -> tuple[list[int], list[bool]]:
    """Column widths in twips that sum to `total`, and which columns hold only short cells.

    Short columns get what their longest cell needs on one line; the others share the rest.
    """
    heads = [_width(plain(head)) for head in table.header]
    longest = [
        max((_width(_unmarked(row[i])) for row in table.rows), default=0.0)
        for i in range(len(heads))
    ]
    needs = [
        twips((max(cell, min(head, _SHORT)) + 0.75) * size) + _CELL_MARGINS
        for cell, head in zip(longest, heads, strict=True)
    ]
    short = [cell <= _SHORT for cell in longest]
    fixed = sum(need for need, held in zip(needs, short, strict=True) if held)
    if all(short) or fixed > total / 2:
        short_width, long_width = total / sum(needs), total / sum(needs)
    else:
        short_width, long_width = 1.0, (total - fixed) / (sum(needs) - fixed)
    edges = [0.0]
    for need, held in zip(needs, short, strict=True):
        edges.append(edges[-1] + need * (short_width if held else long_width))
    return [round(right) - round(left) for left, right in pairwise(edges)], short


def _unmarked(text: Text) -> str:
    """The characters of a cell that want a line of their own: 【待核实】 goes again before printing."""
    return "".join(
        piece
        if isinstance(piece, str)
        else ""
        if piece.kind == "doubt"
        else _unmarked(piece.content)
        for piece in text
    )


def _core(document: Document) -> str:
    """Core properties: title, 文种, language, and the document's date where it has one."""
    date = document.meta.on
    stamps = ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date, re.ASCII):
        stamps = "".join(
            f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{kind}>'
            for kind in ("created", "modified")
        )
    return (
        f"{_XML}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(plain(document.title))}</dc:title>"
        f"<dc:subject>{escape(document.genre)}</dc:subject>{stamps}<dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )
