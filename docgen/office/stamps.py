"""A PDF of LibreOffice without what differs from one printing to the next.

Its day and its checksums are taken out or made from the content, and so is the number that each
font drawn as Type 1 gets when it is embedded: a count of the fonts of the running program.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Final

_TABLE: Final = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] \n)+)trailer\n")
_TYPE1: Final = re.compile(
    rb"\d+ 0 obj\n<</Length (\d+) 0 R/Filter/FlateDecode"
    rb"/Length1 (\d+)/Length2 (\d+)/Length3 \d+>>\nstream\n"
)
_END: Final = b"\nendstream\nendobj\n\n"
_NUMBER: Final = re.compile(rb"(/UniqueID )(\d+)")
_DAY: Final = re.compile(rb"\n?/(?:CreationDate|ModDate)\(D:[^)]*\)")
_ID: Final = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)")
_CHECKSUM: Final = re.compile(rb"/DocChecksum /[0-9A-F]{32}\n?")


def unstamped(pdf: bytes) -> bytes:
    """The PDF with its day, count and checksums taken out; as it is when it is not laid out as
    LibreOffice does, and then two printings of a paper may differ."""
    start, _, _ = pdf.rpartition(b"startxref\n")[2].partition(b"\n")
    at = int(start) if start.isdigit() else len(pdf)
    table = _TABLE.match(pdf, at)
    if table is None:
        return pdf
    rows = table[2].splitlines(keepends=True)
    places = {number: int(row[:10]) for number, row in enumerate(rows) if row[17:18] == b"n"}
    bodies = {number: pdf[first:last] for number, first, last in _spans(places, at)}
    if any(not body.startswith(b"%d 0 obj\n" % number) for number, body in bodies.items()):
        return pdf
    for number, body in [*bodies.items()]:
        if found := _TYPE1.match(body):
            inner = zlib.decompress(body[found.end() : body.rindex(b"\nendstream")])
            packed = zlib.compress(_uncounted(inner, int(found[2]), int(found[3])))
            bodies[number] = found[0] + packed + _END
            length = int(found[1])
            bodies[length] = b"%d 0 obj\n%d\nendobj\n\n" % (length, len(packed))
        elif b"/Producer" in body:
            bodies[number] = _DAY.sub(b"", body)
    out = bytearray(pdf[: min(places.values())])
    for number in sorted(places, key=places.__getitem__):
        rows[number] = b"%010d 00000 n \n" % len(out)
        out += bodies[number]
    digest = hashlib.md5(out, usedforsecurity=False).hexdigest().upper().encode()
    rest = _CHECKSUM.sub(b"", _ID.sub(digest, pdf[table.end() : pdf.rindex(b"startxref\n")]))
    head = b"xref\n0 %d\n%strailer\n" % (len(rows), b"".join(rows))
    return bytes(out) + head + rest + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _spans(places: dict[int, int], end: int) -> Iterator[tuple[int, int, int]]:
    """Each object with its first byte and the first behind it."""
    order = sorted(places, key=places.__getitem__)
    ends = [*(places[number] for number in order[1:]), end]
    yield from ((number, places[number], last) for number, last in zip(order, ends, strict=True))


def _uncounted(font: bytes, clear: int, sealed: int) -> bytes:
    """A Type 1 font without its count, which stands in the clear and in the sealed part."""
    head, private, tail = font[:clear], font[clear : clear + sealed], font[clear + sealed :]
    opened = _eexec(private, opening=True)
    return _zero(head) + _eexec(_zero(opened), opening=False) + tail


def _zero(part: bytes) -> bytes:
    return _NUMBER.sub(lambda found: found[1] + b"0" * len(found[2]), part)


def _eexec(data: bytes, *, opening: bool) -> bytes:
    """The eexec seal of Type 1 fonts (Adobe Type 1 Font Format, 7.2) taken off or put on."""
    key = 55665
    out = bytearray(len(data))
    for place, byte in enumerate(data):
        done = out[place] = byte ^ (key >> 8)
        key = (((byte if opening else done) + key) * 52845 + 22719) & 0xFFFF
    return bytes(out)
