"""A clean .docx that has one of everything a draft may hold, for the mutators to break."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

TEXT = (
    "清河县党建工作总结",
    "第一项任务",
    "第二项任务",
    "全县共有党员若干名，详见附表。",
    "共1页",
    "参见标题",
    "图一",
    "图二",
    "乡镇\t党员",
    "青山镇\t六十二名",
    "青山镇党委",
    "印发日期待定",
)
"""What the document reads, a paragraph or table row each; the control's paragraph last but one."""

_BODY = """
<w:p w14:paraId="00000001"><w:pPr><w:pStyle w:val="Heading1"/>\
<w:spacing w:line="579" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>\
<w:bookmarkStart w:id="1" w:name="top_title"/><w:r><w:t>清河县党建工作总结</w:t></w:r>\
<w:bookmarkEnd w:id="1"/></w:p>
<w:p w14:paraId="00000002"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="70"/></w:numPr></w:pPr>\
<w:r><w:rPr><w:b/><w:color w:val="FF0000"/><w:sz w:val="32"/></w:rPr><w:t>第一项任务</w:t></w:r></w:p>
<w:p w14:paraId="00000003"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="70"/></w:numPr></w:pPr>\
<w:bookmarkStart w:id="2" w:name="second_task"/><w:r><w:t>第二项任务</w:t></w:r>\
<w:bookmarkEnd w:id="2"/></w:p>
<w:p w14:paraId="00000004"><w:r><w:t xml:space="preserve">全县共有</w:t></w:r>\
<w:commentRangeStart w:id="0"/><w:r><w:t>党员若干名</w:t></w:r><w:commentRangeEnd w:id="0"/>\
<w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>，详见附表。</w:t></w:r></w:p>
<w:p w14:paraId="00000005"><w:r><w:t>共</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>\
<w:r><w:instrText xml:space="preserve"> NUMPAGES </w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>\
<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r></w:p>
<w:p w14:paraId="00000006"><w:hyperlink w:anchor="top_title"><w:r><w:t>参见标题</w:t></w:r></w:hyperlink></w:p>
<w:p w14:paraId="00000007">{first_image}<w:r><w:t>图一</w:t></w:r></w:p>
<w:p w14:paraId="00000008">{second_image}<w:r><w:t>图二</w:t></w:r></w:p>
<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="4000" w:type="dxa"/></w:tblPr>\
<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>\
<w:tr><w:tc><w:p><w:r><w:t>乡镇</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>党员</w:t></w:r></w:p></w:tc></w:tr>\
<w:tr><w:tc><w:p><w:r><w:t>青山镇</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>六十二名</w:t></w:r></w:p></w:tc></w:tr>\
</w:tbl>
<w:sdt><w:sdtPr><w:alias w:val="落款"/><w:id w:val="101"/></w:sdtPr><w:sdtContent>\
<w:p w14:paraId="00000009"><w:r><w:t>青山镇党委</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p w14:paraId="0000000A"><w:r><w:t>印发日期</w:t></w:r><w:sdt><w:sdtPr><w:id w:val="102"/></w:sdtPr>\
<w:sdtContent><w:r><w:t>待定</w:t></w:r></w:sdtContent></w:sdt></w:p>
"""

_IMAGE = """<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/>\
<wp:docPr id="{id}" name="图{id}"/><a:graphic>\
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>\
<pic:nvPicPr><pic:cNvPr id="{id}" name="图{id}"/><pic:cNvPicPr/></pic:nvPicPr>\
<pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
</wp:inline></w:drawing></w:r>"""

_LIST = (
    '<w:abstractNum {ns} w:abstractNumId="50"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/><w:lvlText w:val=""/>'
    '<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>',
    '<w:num {ns} w:numId="70"><w:abstractNumId w:val="50"/></w:num>',
)
_STYLES = frozenset(
    (
        *("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"),
        *("Heading1", "Heading1Char", "Header", "HeaderChar"),
    )
)
"""Those of python-docx's own styles that stay; its other 150 only slow the readers."""

_UNUSED = ("stylesWithEffects", "customXml", "thumbnail")


@cache
def clean_document() -> bytes:
    """The document: heading, list, comment, bookmark, field, link, images, table, controls."""
    document = docx.Document()
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in _UNUSED]:
            del rels[key]
    document.settings.element.xpath("w:zoom")[0].set(qn("w:percent"), "100")
    for style in list(document.styles):
        if style.style_id not in _STYLES:
            style.delete()
    document.styles.add_style("CommentReference", WD_STYLE_TYPE.CHARACTER)
    document.styles.add_style("CommentText", WD_STYLE_TYPE.PARAGRAPH)
    run = document.add_paragraph().add_run()
    document.add_comment(run, text="请核实", author="审核", initials="审")
    document.sections[0].header.is_linked_to_previous = False
    rel, _ = document.part.get_or_add_image(io.BytesIO(_png()))
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for piece in _LIST:
        numbering.append(parse_xml(piece.format(ns=nsdecls("w"))))
    body = document.element.body
    body.clear_content()
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    content = (
        _BODY.strip()
        .replace("\n", "")
        .format(first_image=_IMAGE.format(id=1, rel=rel), second_image=_IMAGE.format(id=2, rel=rel))
    )
    blocks = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'pic', 'r')} {w14}>{content}</w:body>")
    for position, block in enumerate(list(blocks)):
        body.insert(position, block)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _png() -> bytes:
    """A white picture of 8 by 8 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">L", zlib.crc32(kind + content))
        return struct.pack(">L", len(content)) + kind + content + check

    header = struct.pack(">LLBBBBB", 8, 8, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xff" * 8) * 8)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
