"""The redline as one page, both drafts side by side, every changed character marked.

No script and no request: the page opens from a folder.  On a narrow screen old and new stand
one above the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from docgen import webpage
from docgen.audit.redlines.listing import NAMES, headline, items, line_of, where
from docgen.review.clauses import Op, Piece
from docgen.review.redline import Redline, Row
from docgen.webpage import escape

_STYLE: Final = Path(__file__).with_name("page.css")
_FEW: Final = 4
"""So many rows in a row that did not change are shown; more are folded."""
_PLACE: Final = {"dropped": "-", "left": "-", "added": "+", "moved": "+"}


def render(redline: Redline) -> bytes:
    """The page of two drafts, in UTF-8."""
    title = f"{redline.old.path} → {redline.new.path}"
    return shell(title, headline(redline), (*figures(redline), *side_by_side(redline)))


def shell(title: str, told: str, body: Iterable[str]) -> bytes:
    """A page with a title, a headline and what is below them, in UTF-8."""
    head = (
        f'<header>\n<h1>{escape(title)}</h1>\n<p class="told">{escape(told)}</p>\n'
        '<p class="key"><del>旧稿有、新稿没有</del> <ins>新稿才有</ins> '
        '<b class="figure">变了的数字</b></p>\n</header>\n'
    )
    return webpage.page(title, webpage.file_text(_STYLE), head + "".join(body))


def figures(redline: Redline) -> Iterator[str]:
    """The figures that changed, each with a link to its row."""
    if not redline.swaps:
        return
    headings = {item.row: item.heading for item in items(redline)}
    yield '<section>\n<h2>变了的数字</h2>\n<ul class="figures">\n'
    for row, old, new, said in redline.swaps:
        place = where(line_of(redline, redline.rows[row]))
        told = "　".join(filter(None, (place, headings[row])))
        yield (
            f'<li>{escape(said)} <del class="figure">{escape(old)}</del> → <ins class="figure">{escape(new)}'
            f'</ins> <a href="#r{row}">{escape(told or "看这一处")}</a></li>\n'
        )
    yield "</ul>\n</section>\n"


def side_by_side(redline: Redline, anchor: str = "r") -> Iterator[str]:
    """Both drafts row by row; long stretches that did not change are folded."""
    partners = {row.new: index for index, row in enumerate(redline.rows) if row.kind == "moved"}
    origins = {row.old: index for index, row in enumerate(redline.rows) if row.kind == "left"}
    yield '<section class="drafts">\n<div class="row heads"><p>旧稿</p><p>新稿</p></div>\n'
    for kind, group in groupby(enumerate(redline.rows), key=lambda pair: pair[1].kind == "same"):
        rows = list(group)
        folded = kind and len(rows) > _FEW
        if folded:
            yield f"<details><summary>{len(rows)}段没有变</summary>\n"
        for index, row in rows:
            other = partners.get(row.new, -1) if row.kind == "left" else origins.get(row.old, -1)
            yield _row(redline, index, row, other if row.kind in ("left", "moved") else -1, anchor)
        if folded:
            yield "</details>\n"
    yield "</section>\n"


def _row(redline: Redline, index: int, row: Row, other: int, anchor: str) -> str:
    name = NAMES[row.kind]
    link = f' <a href="#{anchor}{other}">看另一处</a>' if other >= 0 else ""
    label = f'<span class="kind">{name}{link}</span>' if name else ""
    place = escape(where(line_of(redline, row)))
    line = line_of(redline, row)
    heading = " heading" if line.role in ("title", "heading") else ""
    left = _cell(row.pieces, "-", row.kind in ("added", "moved"))
    right = _cell(row.pieces, "+", row.kind in ("dropped", "left"))
    return (
        f'<div class="row {row.kind}{heading}" id="{anchor}{index}">'
        f'<p class="at">{label}<small>{place}</small></p>{left}{right}</div>\n'
    )


def _cell(pieces: Sequence[Piece], op: Op, empty: bool) -> str:
    name = "old" if op == "-" else "new"
    if empty:
        return f'<p class="{name} none"></p>'
    return f'<p class="{name}">{"".join(marks(pieces, (op,)))}</p>'


def marks(pieces: Iterable[Piece], ops: Sequence[Op]) -> Iterator[str]:
    """The pieces of these sides and what both have, each in its element."""
    for piece in pieces:
        text = escape(piece.text)
        if piece.op == "=":
            yield text
        elif piece.op in ops:
            tag = "del" if piece.op == "-" else "ins"
            yield f"<{tag}{' class=' + chr(34) + 'figure' + chr(34) if piece.figure else ''}>{text}</{tag}>"
