"""The sample letterhead, data/letterheads/示例.docx: a start for a unit's own, to be changed in Word.

Made with python-docx as a clerk would make it in an office: its own fonts, margins and page
numbers; a red mark, a line, the 版记 in a table.  The same script makes the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from docgen.drafts import store
from docgen.ooxml.package import zipped

PATH: Final = Path(__file__).resolve().parent.parent / "data" / "letterheads" / "示例.docx"
_RED: Final = RGBColor(0xC0, 0x00, 0x00)
_WIDTH: Final = Mm(156)


def said(paragraph: Any, text: str, font: str, size: float, **look: Any) -> Any:
    """A run of the paragraph in a Chinese font."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    run.font.bold, run.font.color.rgb = look.get("bold"), look.get("color")
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def ruled(paragraph: Any, side: str, width: int, color: str) -> None:
    """A line at a side of the paragraph, in eighths of a point."""
    border = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", width), ("space", 1), ("color", color)):
        line.set(qn(f"w:{name}"), str(value))
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)


def field(paragraph: Any, code: str) -> None:
    """A field, such as the page number."""
    for kind, text in (("begin", ""), ("", f" {code} "), ("separate", ""), ("", "1"), ("end", "")):
        run = said(paragraph, text if text == "1" else "", "宋体", 14)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        elif text != "1":
            mark = OxmlElement("w:instrText")
            mark.text = text
            run._element.append(mark)


def imprint(document: Any) -> None:
    """The 版记: a table at the foot of the last page, with lines above, between and below."""
    table = document.add_table(rows=2, cols=1)
    properties = table._tbl.tblPr
    standing = OxmlElement("w:tblpPr")
    # From the edge of the paper: LibreOffice lets no table float that fills its column.
    for name, value in (
        *(("vertAnchor", "margin"), ("horzAnchor", "page")),
        *(("tblpX", str(round(28 / 25.4 * 1440))), ("tblpYSpec", "bottom")),
    ):
        standing.set(qn(f"w:{name}"), value)
    properties.insert(0, standing)
    lines = OxmlElement("w:tblBorders")
    for side, width in (("top", 8), ("bottom", 8), ("insideH", 6)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", width), ("space", 0), ("color", "000000")):
            line.set(qn(f"w:{name}"), str(value))
        lines.append(line)
    properties.find(qn("w:tblW")).addnext(lines)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        for name, value in (("w", "0"), ("type", "dxa")):
            margin.set(qn(f"w:{name}"), value)
        margins.append(margin)
    properties.find(qn("w:tblLook")).addprevious(margins)
    for row, text in enumerate(("抄送：{{ 抄送 }}。", "{{ 印发机关 }}\t{{ 印发日期 }}印发")):
        paragraph = table.cell(row, 0).paragraphs[0]
        look = paragraph.paragraph_format
        look.left_indent = look.right_indent = Pt(8)
        look.space_before = look.space_after = Pt(3)
        look.tab_stops.add_tab_stop(_WIDTH - Pt(20), WD_TAB_ALIGNMENT.RIGHT)
        left, tab, right = text.partition("\t")
        said(paragraph, left, "仿宋_GB2312", 14)
        if tab:
            said(paragraph, "", "仿宋_GB2312", 14).add_tab()
            said(paragraph, right, "仿宋_GB2312", 14)


def letterhead() -> bytes:
    """The file."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    mark = document.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_before, mark.paragraph_format.space_after = Pt(60), Pt(40)
    said(mark, "{{ 发文机关标志 }}", "方正小标宋简体", 32, color=_RED)
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number.paragraph_format.space_after = Pt(4)
    said(number, "{{ 发文字号 }}", "仿宋_GB2312", 16)
    line = document.add_paragraph()
    ruled(line, "top", 18, "C00000")
    line.paragraph_format.space_after = Pt(30)
    document.add_paragraph("{{ 正文 }}")
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    imprint(document)
    # A table at the foot of the page hangs on the paragraph behind it.
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    said(foot, "— ", "宋体", 14)
    field(foot, "PAGE")
    said(foot, " —", "宋体", 14)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = "信头示例"
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts)


if __name__ == "__main__":
    store.write(PATH, letterhead())
