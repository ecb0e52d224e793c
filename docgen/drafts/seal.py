"""A seal in a file itself that says that it is as docgen wrote it, for files without a side-car.

In a page of HTML it is a comment at the end, in a workbook the comment of the archive: a spreadsheet
that saves it leaves the comment out, and who edits the page no longer agrees with the hash.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from docgen.drafts.store import sha256

_HTML: Final = re.compile(rb"\n<!-- docgen ([0-9a-f]{64}) -->\n\Z")
_ZIP: Final = re.compile(rb"docgen ([0-9a-f]{64})\Z")
_END_OF_ZIP: Final = b"PK\x05\x06"
_NO_COMMENT: Final = struct.pack("<H", 0)


def seal(data: bytes) -> bytes:
    """The page or archive with its seal."""
    digest = sha256(data).encode()
    if not _is_archive(data):
        return data + b"\n<!-- docgen " + digest + b" -->\n"
    comment = b"docgen " + digest
    return data[: -len(_NO_COMMENT)] + struct.pack("<H", len(comment)) + comment


def is_sealed(data: bytes) -> bool:
    """Whether the file is as it was when it was sealed."""
    if found := _HTML.search(data[-200:]):
        return sha256(data[: len(data) - len(found[0])]).encode() == found[1]
    if found := _ZIP.search(data[-200:]):
        end = len(data) - len(found[0]) - len(_NO_COMMENT)
        return sha256(data[:end] + _NO_COMMENT).encode() == found[1]
    return False


def _is_archive(data: bytes) -> bool:
    return data[-22:-18] == _END_OF_ZIP and data[-2:] == _NO_COMMENT
