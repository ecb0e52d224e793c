"""Tracked changes settled over the XML alone, apart from the code that wrote them."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settle(data: bytes, *, accept: bool, blank: bool = False) -> list[str]:
    """The lines of a .docx, its changes accepted or rejected; empty ones only when asked for.

    A paragraph whose mark goes runs on in the next one of its body or cell.  Text that is taken
    out must be w:delText, and no other.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = ET.fromstring(archive.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    taken, put = (f"{W}del", f"{W}moveFrom"), (f"{W}ins", f"{W}moveTo")
    gone, come = (taken, put) if accept else (put, taken)
    out: list[str] = []
    for element in body.iter(f"{W}del"):
        assert element.find(f".//{W}t") is None
    assert len(list(body.iter(f"{W}delText"))) == len(body.findall(f".//{W}del//{W}delText"))

    def words(element: ET.Element) -> str:
        if element.tag in (*gone, f"{W}pPr", f"{W}rPr", f"{W}instrText"):
            return ""
        if element.tag in (f"{W}t", f"{W}delText"):
            return element.text or ""
        if element.tag == f"{W}tab":
            return "\t"
        if element.tag == f"{W}br":
            return "\n"
        return "".join(map(words, element))

    def walk(parent: ET.Element) -> None:
        pending = ""
        for child in parent:
            if child.tag == f"{W}p":
                text = pending + words(child)
                if any(child.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in gone):
                    pending = text
                    continue
                pending = ""
                out.extend(line for line in text.split("\n") if line or blank)
            elif child.tag == f"{W}tbl":
                walk(child)
            elif child.tag == f"{W}tr":
                if all(child.find(f"{W}trPr/{tag}") is None for tag in gone):
                    walk(child)
            elif child.tag in (f"{W}tc", f"{W}sdt", f"{W}sdtContent", *come):
                walk(child)
        out.extend(filter(None, pending.split("\n")))

    walk(body)
    return out
