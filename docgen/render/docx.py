"""The .docx: the styled package once, and the document's own part as strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.document import (
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    gap_lines,
    plain,
)
from docgen.library.styles import Style
from docgen.ooxml import stylesheet as names
from docgen.ooxml.chart import NAMESPACES, Plot, chart_parts
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
from docgen.ooxml.runs import escape, runs
from docgen.render.word.chart import chart_xml, plot_of
from docgen.render.word.faces import BREAK, END, KEEP, Faces, faces_of, opened
from docgen.render.word.signature import last_block, signature_lines
from docgen.render.word.table import table_xml
from docgen.render.word.title import title_runs

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def render(document: Document, style: Style) -> bytes:
    """The document as a .docx file in the style's layout."""
    plots: list[Plot] = []
    body = "".join(_body(document, style, faces_of(style), plots))
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


_BODY = opened(names.BODY)


def _body(document: Document, style: Style, faces: Faces, plots: list[Plot]) -> Iterator[str]:
    """The children of `w:body`, without the section; the charts among them go to `plots`."""
    if content := title_runs(document.title, style, faces.title):
        yield opened(names.TITLE) + content + END
    for text in (document.recipients, document.salutation):
        if content := runs(text, faces.body):
            yield opened(names.RECIPIENTS) + content + END
    last = last_block(document)
    pending = ""  # the page break that the next paragraph begins with
    after_table = False
    for index, block in enumerate(document.body):
        before = KEEP + pending if index == last else pending
        if isinstance(block, Paragraph):
            content = runs(block.text, faces.body)
            if content:
                yield f"{opened(names.BODY, before) if before else _BODY}{content}</w:p>"
        elif isinstance(block, Heading):
            content = heading_xml(block, faces, before)
            if content:
                yield content
        elif isinstance(block, Table):
            content = table_xml(block, style, faces, pending, keep=index == last)
            # Two tables without a paragraph between them would become one.
            if content:
                yield opened(names.TABLE_TEXT) + END + content if after_table else content
        elif isinstance(block, Chart):
            plots.append(plot_of(block))
            content = chart_xml(block, plots, style, faces, pending, keep=index == last)
            yield content
        else:
            pending = BREAK
            continue
        if content:
            pending = ""
            after_table = isinstance(block, Table)
    if document.signature is not None:
        signed = "".join(signature_lines(document.signature, style, faces, pending))
        if signed:
            yield signed
            pending, after_table = "", False
    if content := runs(document.note, faces.body):
        yield opened(names.NOTE, pending) + content + END
        after_table = False
    owed = gap_lines(document)
    for index, line in enumerate(owed):
        style_id = names.GAP_ITEM if index else names.GAP_TITLE
        yield opened(style_id) + runs((line,), faces.gap_text if index else faces.gap_title) + END
    if after_table and not owed:
        yield opened(names.TABLE_TEXT) + END


def heading_xml(heading: Heading, faces: Faces, before: str) -> str:
    level = heading.level - 1
    content = runs((heading.number, *heading.text), faces.headings[level])
    if heading.run_in:
        content += runs(heading.run_in, faces.run_in[level])
        # A heading keeps with what follows; one that carries its own text need not.
        if KEEP not in before:
            before = '<w:keepNext w:val="0"/>' + before
    elif KEEP in before:
        before = before.replace(KEEP, "")
    return opened(names.HEADINGS[level], before) + content + END if content else ""


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
