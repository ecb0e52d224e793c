"""The redline as Markdown: ~~旧~~ **新**, a changed figure as ~~5处~~→**6处**."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docgen.audit.redlines.listing import (
    NAMES,
    Words,
    by_table_row,
    headline,
    items,
    shortened,
    told_place,
)
from docgen.review.redline import Redline

_SPECIAL: Final = re.compile(r"([\\`*_~\[\]<>#|])")


def render(redline: Redline) -> str:
    """The whole redline: a headline, the figures that changed, then every row that did."""
    return "\n".join((f"# {redline.old.path} → {redline.new.path}", "", *body(redline))) + "\n"


def body(redline: Redline) -> Iterator[str]:
    """The lines below the title."""
    yield headline(redline)
    told = items(redline)
    if redline.swaps:
        where = {item.row: item for item in told}
        yield from ("", "| 什么 | 原来 | 现在 | 在哪里 |", "|---|---|---|---|")
        for row, old, new, said in redline.swaps:
            item = where[row]
            place = "　".join(filter(None, (item.where, item.heading)))
            yield f"| {escape(said)} | {escape(old)} | {escape(new)} | {escape(place)} |"
    heading = None
    for item in by_table_row(told):
        if item.heading != heading:
            heading = item.heading
            yield from ("", f"## {escape(heading)}", "")
        place = f"（{told_place(item)}）" if item.where else ""
        yield f"- {NAMES[item.kind]}{place}：{words(shortened(item.words))}"


def words(found: Iterable[Words]) -> str:
    """Marked words."""
    return "".join(map(_word, found))


def _word(word: Words) -> str:
    text = escape(word.text)
    match word.mark:
        case "":
            return text
        case "figure":
            return f"~~{text}~~→**{escape(word.now)}**"
        case "-":
            return f"~~{text}~~"
    return f"**{text}**"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " ")
