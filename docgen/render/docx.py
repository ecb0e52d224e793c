"""The .docx: the styled package once, and the document's own part as strings."""

from __future__ import annotations

import re

from docgen.document import (
    Document,
    gap_lines,
    plain,
)
from docgen.library.styles import Style, twips
from docgen.ooxml import stylesheet as names
from docgen.ooxml.chart import NAMESPACES, chart_parts
from docgen.ooxml.chart import content_types as chart_types
from docgen.ooxml.chart import relationships as chart_links
from docgen.ooxml.landscape import Sideways, sideways
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
from docgen.ooxml.section import has_own_first_page
from docgen.render.word.blocks import Flow, low
from docgen.render.word.faces import END, faces_of, opened
from docgen.render.word.foot import foot_xml
from docgen.render.word.head import head_xml
from docgen.render.word.tail import attachments, kept_blocks, tail, tail_lines
from docgen.render.word.title import title_runs

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def render(document: Document, style: Style) -> bytes:
    """The document as a .docx file in the style's layout."""
    head = document.masthead
    marked = head is not None and any(map(plain, (*head.mark, head.suffix)))
    own_first = marked and has_own_first_page(style)
    upright = base_package(style, False, own_first)
    flow = Flow(style, faces_of(style), upright.section)
    write_body(document, flow)
    write_gaps(document, flow)
    plots = flow.plots
    base = base_package(style, True, own_first) if plots or flow.turned else upright
    more = NAMESPACES if plots else ""
    part = f'{_XML}<w:document xmlns:w="{W}" xmlns:r="{R}"{more}><w:body>{"".join(flow.out)}{flow.here}</w:body></w:document>'
    parts = {CORE_PART: core_xml(document).encode(), DOCUMENT_PART: part.encode()}
    if base is not upright:
        turned = sideways(style) if flow.turned else Sideways({}, "", "", "")
        types = chart_types(len(plots)) if plots else ""
        links = chart_links(len(plots))
        for name, rows in (
            (CONTENT_TYPES, types + turned.types),
            (LINKS_PART, links + turned.links),
        ):
            before, end, after = base.open[name].rpartition("</")
            parts[name] = f"{before}{rows}{end}{after}".encode()
        parts |= chart_parts(plots, style) | turned.parts
    return write_package(base, parts)


def write_body(document: Document, flow: Flow) -> None:
    """The children of `w:body`, without the gap list and the section."""
    faces = flow.faces
    spacing = ""
    if document.masthead is not None:
        head, space = head_xml(document.masthead, flow.style)
        flow.out += (head,) if head else ()
        spacing = f'<w:spacing w:before="{twips(space)}"/>' if head else ""
    title = title_runs(document.title, flow.style, faces.title)
    flow.paragraph(names.TITLE, title, "", spacing)
    for text in (document.recipients, document.salutation):
        flow.paragraph(names.RECIPIENTS, runs(text, faces.body))
    behind = tail_lines(document, flow.style)
    flow.blocks(document.body, kept_blocks(document.body, flow.style) if behind else ())
    if behind:
        flow.turn(lying=False)
        tail(behind, flow)
    attachments(document, flow)
    if document.imprint is not None and (foot := foot_xml(document.imprint, flow.style)):
        # It floats: LibreOffice lets it neither begin a section nor follow another table.
        if flow.turn(lying=False) or flow.after_table:
            flow.out.append(low())
        flow.out.append(foot)
        flow.after_table = False


def write_gaps(document: Document, flow: Flow) -> None:
    """The gap list on a page of its own, behind all else."""
    faces = flow.faces
    if owed := gap_lines(document):
        flow.turn(lying=False)
    for index, line in enumerate(owed):
        style_id = names.GAP_ITEM if index else names.GAP_TITLE
        look = faces.gap_text if index else faces.gap_title
        flow.out.append(opened(style_id) + runs((line,), look) + END)
    if flow.after_table and not owed:
        flow.out.append(low())


def core_xml(document: Document) -> str:
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
