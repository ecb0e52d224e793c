"""The shape of a document part: its markup with the words taken out, equal paragraphs once.

A paper says the same dozen kinds of paragraph a hundred times.  What the markup of a part says
is said by its shape as well, in a tenth of the bytes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_MAIN: Final = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UTF8: Final = b'<?xml version="1.0" encoding="UTF-8"'
_RUN: Final = re.compile(rb'<w:t(?: xml:space="preserve")?>([^<]*)</w:t>')
_COUNTED: Final = re.compile(
    rb"paraId|[<:](?:p|id|style|num|abstractNum|docPr|fldChar|instrText|bookmark\w*|comment\w*)\b"
)
"""What makes every paragraph one of its own: an identifier, half of a pair, one inside it."""


def shape(data: bytes) -> bytes | None:
    """The shape of a part, well-formed exactly when the part is; None when it has none.

    The shape refers to, defines and breaks whatever the part does, except that of equal breaches
    it shows one.  A part has a shape when its words are plain ones and nothing in it changes how
    the rest is read: no comment, CDATA, namespace below the root or alternative content.
    """
    root, body, rest = data.partition(b"<w:body>")
    if not root.startswith(_UTF8) or root.count(b"<") != 2 or root.count(b"?>") != 1:
        return None
    if b"<w:document " not in root or root.count(b"xmlns:w=") != 1 or _MAIN not in root:
        return None
    pieces = _RUN.split(rest)
    if not _is_plain(b"".join(pieces[1::2])):
        return None
    markup = _once(b"<w:t/>".join(pieces[::2]))
    if any(sign in markup for sign in (b"<!", b"<?", b"xmlns", b"Fallback")):
        return None
    return root + body + markup


def _is_plain(data: bytes) -> bool:
    """Whether the words are well-formed as they stand and hold nothing that a rule looks for."""
    try:
        words = data.decode()
    except UnicodeDecodeError:
        return False
    printable = words.replace("\u3000", "").isprintable()
    return printable and not any(sign in data for sign in (b"&", b"{", b"}", b"]"))


@lru_cache(maxsize=1024)
def _is_counted(markup: bytes) -> bool:
    """Whether `_COUNTED` is in it; kept, as all papers of a style say the same."""
    return _COUNTED.search(markup) is not None


def _once(markup: bytes) -> bytes:
    """The markup with an empty paragraph for those, in a row, that stood before already.

    What lies between a start of a paragraph and the next end is one whole element, or the first
    of its kind, which stays, is not well-formed.
    """
    known: set[bytes] = set()
    out: list[bytes] = []
    again = False
    *ended, last = markup.split(b"</w:p>")
    for piece in ended:
        before, start, inner = piece.rpartition(b"<w:p>")
        if start and inner in known:
            if before or not again:
                out += (before, b"<w:p/>")
            again = True
            continue
        again = False
        out += (piece, b"</w:p>")
        if start and not _is_counted(inner):
            known.add(inner)
    return b"".join(out) + last
