"""The proof of a PDF: that it says what the document says, nothing less and nothing more."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from docgen.document import Chart, Document, Table, lines, plain
from docgen.library.styles import Style

_SHOWN: Final = 12
"""So many characters are named in a message."""
_ROUND: Final = 8
"""So many characters are shown on both sides of one that is lost."""
_HYPHEN: Final = re.compile("[\\x02\\ufffe]")
"""What PDFium puts for a hyphen at the end of a line."""


def difference(
    document: Document,
    pages: Sequence[str],
    style: Style,
    slots: Sequence[str] = (),
    around: str = "",
) -> str:
    """How the text of the pages differs from the document's, one sentence; "" when it does not.

    Page numbers are the pages' own.  A table's header may be printed on several pages, and a
    chart is drawn from its table: these may say a word more.  What stands side by side may be
    drawn in any order, so that characters are counted, not compared one by one.

    slots: what is printed in the slots of a letterhead, beside the document.  around: the words
    of the letterhead itself, which may be printed on several pages.
    """
    said = [_folded(line) for line in (*slots, *lines(document))]
    bare = (_without_number(page, place, style) for place, page in enumerate(pages, 1))
    printed = Counter(_folded("\n".join(bare)))
    wanted = Counter("".join(said))
    blocks = (*document.body, *(block for one in document.attachments for block in one.body))
    charts = [block for block in blocks if isinstance(block, Chart)]
    drawn = Counter(_folded("".join(_cells(chart.table) for chart in charts)))
    if lost := wanted - drawn - printed:
        return f"少了{_named(lost)}{_where(lost, said)}"
    heads = (block.header for block in blocks if isinstance(block, Table))
    again = {*_folded("".join(plain(text) for header in heads for text in header)), *drawn}
    again.update("0123456789." if charts else "", _folded(around))
    more = Counter({char: n for char, n in (printed - wanted).items() if char not in again})
    return f"多了{_named(more)}" if more else ""


def _cells(table: Table) -> str:
    return "".join(plain(text) for row in (table.header, *table.rows) for text in row)


def _folded(text: str) -> str:
    """The text without white space and what has no width, each character in one form."""
    text = unicodedata.normalize("NFKC", _HYPHEN.sub("-", text))
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def _without_number(page: str, place: int, style: Style) -> str:
    """The text of a page without its page number: the last line that is one, or, on a page set
    sideways, the page's place wherever it was drawn, on one line with others or on several."""
    mark = re.escape(style.page_number.mark)
    rows = page.splitlines()
    for row in range(len(rows) - 1, -1, -1):
        if re.fullmatch(rf"\s*{mark}\s*\d+\s*{mark}\s*", rows[row]):
            return "\n".join((*rows[:row], *rows[row + 1 :]))
    number = r"\s*".join(map(re.escape, f"{style.page_number.mark}{place}{style.page_number.mark}"))
    return re.sub(rf"(?<!\d){number}(?!\d)", "", page, count=1)


def _named(characters: Counter[str]) -> str:
    shown = [f"{c}×{n}" if n > 1 else c for c, n in characters.most_common(_SHOWN)]
    return f"“{' '.join(shown)}”" + ("等" if len(characters) > _SHOWN else "")


def _where(lost: Counter[str], said: Sequence[str]) -> str:
    """A line that holds one of the lost characters."""
    for line in said:
        for place, char in enumerate(line):
            if char in lost:
                return f"，如“{line[max(0, place - _ROUND) : place + _ROUND]}”里的"
    return ""
