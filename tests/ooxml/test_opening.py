"""A .docx that would burst is refused before it is unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from docgen.errors import InputError
from docgen.ooxml.comments import Note, annotate
from docgen.ooxml.opening import W, open_package, repacked

_BODY = f"<w:document xmlns:w='{W}'><w:body><w:p>%s<w:r><w:t>工作</w:t></w:r></w:p></w:body></w:document>"
_TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def packed(*parts: tuple[str, bytes], inside: str = "") -> bytearray:
    """A .docx of these parts besides its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", _BODY % inside)
        for name, content in parts:
            archive.writestr(name, content)
    return bytearray(out.getvalue())


def says_it_holds(data: bytearray, size: int) -> bytes:
    """The archive whose last member gives that size."""
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", size)
    return bytes(data)


def test_a_part_larger_than_it_says_is_never_unpacked() -> None:
    data = says_it_holds(packed(("word/media/image1.bmp", b" " * 60_000_000)), 100)
    tracemalloc.start()
    with pytest.raises(InputError, match="已损坏"):
        repacked(open_package(data, "稿.docx"), {})
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_package_that_says_it_bursts_is_refused() -> None:
    data = says_it_holds(packed(("word/media/image1.bmp", b" ")), 2_000_000_000)
    with pytest.raises(InputError, match="展开后超过"):
        open_package(data, "稿.docx")


def test_an_absurd_id_does_not_stop_a_comment() -> None:
    data = bytes(packed(inside=f"<w:commentRangeStart w:id='{'9' * 5000}'/>"))
    assert annotate(data, [Note(1, 0, 2, "核对")]).startswith(b"PK")
