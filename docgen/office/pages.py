"""A PDF as its reader has it: its text, and its pages as pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2

from docgen.errors import RenderError

DOTS_PER_INCH: Final = 150
"""Of a picture of a page: sharp on a screen, an A4 page about 200 KB."""
_METRE: Final = 0.0254
"""An inch in metres."""


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, in the order in which it was drawn.

    Raises RenderError when the bytes are no PDF, or one without a page.
    """
    with _opened(pdf) as document:
        return tuple(page.get_textpage().get_text_bounded() for page in document)


def pictures(pdf: bytes) -> tuple[bytes, ...]:
    """Each page as a PNG of DOTS_PER_INCH.  Raises RenderError as `page_texts`."""
    with _opened(pdf) as document:
        return tuple(_picture(page) for page in document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise RenderError("LibreOffice 写出的不是完好的 PDF") from error
    try:
        if not len(document):
            raise RenderError("LibreOffice 写出的 PDF 一页也没有")
        yield document
    except pypdfium2.PdfiumError as error:
        raise RenderError("LibreOffice 写出的 PDF 有一页读不出来") from error
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage) -> bytes:
    bitmap = page.render(scale=DOTS_PER_INCH / 72, rev_byteorder=True)  # red, green, blue
    try:
        lines, stride = bytes(bitmap.buffer), bitmap.stride
        return _png(bitmap.width, bitmap.height, bitmap.n_channels, stride, lines)
    finally:
        bitmap.close()


def _png(width: int, height: int, channels: int, stride: int, lines: bytes) -> bytes:
    """A PNG (ISO/IEC 15948) of a picture of 8 bits a channel, its lines `stride` bytes apart."""
    rows = b"".join(
        b"\0" + lines[line * stride : line * stride + width * channels] for line in range(height)
    )
    colour = {1: 0, 3: 2, 4: 6}[channels]
    dots = round(DOTS_PER_INCH / _METRE)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)),
            (b"pHYs", struct.pack(">IIB", dots, dots, 1)),
            (b"IDAT", zlib.compress(rows, 6)),
            (b"IEND", b""),
        )
    )
