"""The shape of a document part: its markup with the words taken out, equal paragraphs once.

A paper says the same dozen kinds of paragraph a hundred times.  What the markup of a part says
is said by its shape as well, in a tenth of the bytes.
"""

from __future__ import annotations

import re
from typing import Final

_MAIN: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UTF8: Final = b'<?xml version="1.0" encoding="UTF-8"'
_RUN: Final = re.compile(r'<w:t(?: xml:space="preserve")?>([^<]*)</w:t>')
_COUNTED: Final = re.compile(
    r"paraId|[<:](?:p|id|style|num|abstractNum|docPr|fldChar|instrText|bookmark\w*|comment\w*)\b"
)
"""What makes every paragraph one of its own: an identifier, half of a pair, one inside it."""


def shape(data: bytes) -> bytes | None:
    """The shape of a part, well-formed exactly when the part is; None when it has none.

    The shape refers to, defines and breaks whatever the part does, except that of equal breaches
    it shows one.  A part has a shape when its words are plain ones and nothing in it changes how
    the rest is read: no comment, CDATA, namespace below the root or alternative content.
    """
    if not data.startswith(_UTF8):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    root, body, rest = text.partition("<w:body>")
    if root.count("<") != 2 or root.count("?>") != 1 or "<w:document " not in root:
        return None
    if root.count("xmlns:w=") != 1 or _MAIN not in root:
        return None
    pieces = _RUN.split(rest)
    if not _is_plain("".join(pieces[1::2])):
        return None
    markup = _once("<w:t/>".join(pieces[::2]))
    if any(sign in markup for sign in ("<!", "<?", "xmlns", "Fallback")):
        return None
    return (root + body + markup).encode()


def _is_plain(words: str) -> bool:
    """Whether the words are well-formed as they stand and hold nothing that a rule looks for."""
    printable = words.replace("\u3000", "").isprintable()
    return printable and not any(sign in words for sign in "&{}]")


def _once(markup: str) -> str:
    """The markup with an empty paragraph for those, in a row, that stood before already.

    What lies between a start of a paragraph and the next end is one whole element, or the first
    of its kind, which stays, is not well-formed.
    """
    known: set[str] = set()
    out: list[str] = []
    again = False
    *ended, last = markup.split("</w:p>")
    for piece in ended:
        before, start, inner = piece.rpartition("<w:p>")
        if start and inner in known:
            if before or not again:
                out += (before, "<w:p/>")
            again = True
            continue
        again = False
        out += (piece, "</w:p>")
        if start and not _COUNTED.search(inner):
            known.add(inner)
    return "".join(out) + last
