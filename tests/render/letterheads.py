"""Letterheads as units make them, built with python-docx, and ways to spoil one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

BODY = "{{ 正文 }}"


def letterhead(
    *paragraphs: str | Sequence[str],
    header: str = "",
    footer: str = "",
    change: Callable[[docx.document.Document], object] = lambda _document: None,
) -> bytes:
    """A .docx of these paragraphs, a sequence as the runs of one; `change` has the last word."""
    document = docx.Document()
    for pieces in paragraphs:
        paragraph = document.add_paragraph()
        for piece in [pieces] if isinstance(pieces, str) else pieces:
            paragraph.add_run(piece)
    section = document.sections[0]
    if header:
        section.header.paragraphs[0].text = header
    if footer:
        section.footer.paragraphs[0].text = footer
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def spoiled(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with some text of a part replaced, which must be there."""
    parts = members(data)
    text = parts[part].decode()
    assert old in text, (part, old)
    return packed({**parts, part: text.replace(old, new, 1).encode()})


def added(data: bytes, name: str, content: bytes, kind: str, role: str) -> bytes:
    """The file with one more part, which the main part refers to."""
    data = spoiled(
        data,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/word/{name}" ContentType="{kind}"/></Types>',
    )
    data = linked(data, role, f'Target="{name}"')
    return packed({**members(data), f"word/{name}": content})


def linked(data: bytes, role: str, target: str) -> bytes:
    """The file with one more relationship of its main part."""
    return spoiled(
        data,
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rIdMore" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{role}" {target}/></Relationships>',
    )


FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="1"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def with_footnote(data: bytes, text: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    return added(data, "footnotes.xml", (FOOTNOTES % text).encode(), kind, "footnotes")


def text_box(document: docx.document.Document, text: str) -> None:
    """A text box in a paragraph of its own, as Word wrote them before 2010."""
    paragraph = document.paragraphs[0].insert_paragraph_before()
    run = paragraph.add_run()._r
    picture = OxmlElement("w:pict")
    shape = picture.makeelement(
        "{urn:schemas-microsoft-com:vml}shape",
        {"style": "width:200pt;height:30pt"},
        nsmap={"v": "urn:schemas-microsoft-com:vml"},
    )
    box = shape.makeelement("{urn:schemas-microsoft-com:vml}textbox", {})
    content = OxmlElement("w:txbxContent")
    inner = OxmlElement("w:p")
    inner_run = OxmlElement("w:r")
    said = OxmlElement("w:t")
    said.text = text
    inner_run.append(said)
    inner.append(inner_run)
    content.append(inner)
    box.append(content)
    shape.append(box)
    picture.append(shape)
    run.append(picture)


def odd_defaults(document: docx.document.Document) -> None:
    """Document defaults and a default paragraph style that set everything otherwise."""
    styles = document.styles.element
    layout = styles.find(qn("w:docDefaults")).find(qn("w:pPrDefault"))
    for child in list(layout):
        layout.remove(child)
    look = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    wanted = {
        layout: '<w:pPr xmlns:w="{}"><w:keepNext/><w:bidi w:val="0"/><w:spacing w:beforeLines="200" '
        'w:before="600" w:afterAutospacing="1" w:line="720" w:lineRule="auto"/><w:ind '
        'w:leftChars="300" w:left="900" w:rightChars="100" w:firstLine="600"/>'
        '<w:contextualSpacing/><w:jc w:val="right"/></w:pPr>',
        look: '<w:rPr xmlns:w="{}"><w:b/><w:i/><w:caps/><w:strike/><w:color w:val="00FF00"/>'
        '<w:spacing w:val="80"/><w:w w:val="150"/><w:position w:val="12"/><w:sz w:val="52"/>'
        '<w:u w:val="double"/><w:shd w:val="clear" w:fill="FFFF00"/></w:rPr>',
    }
    for parent, xml in wanted.items():
        made = docx.oxml.parse_xml(xml.format(styles.nsmap["w"]))
        if parent is layout:
            parent.append(made)
        else:
            for child in list(made):
                old = parent.find(child.tag)
                if old is not None:
                    parent.remove(old)
                parent.append(child)
