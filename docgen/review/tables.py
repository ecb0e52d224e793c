"""What a table adds up to: the row of totals against the rows above or below it (FIG015)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from docgen.language import format_decimal
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit

_TOTAL: Final = re.compile(r"(?:合|总|共)\s*计|全[县镇乡区]合计")
_PARTIAL: Final = re.compile(r"小\s*计|其中|[上去]年|同期|增减|增幅")
"""Rows that are no parts of the total beside the others."""
_NO_SUM: Final = re.compile(
    "序号|编号|率|比|占|%|％|平均|人均|户均|名次|排名|得分|年龄|年份|日期|时间|电话"
)
"""Heads of columns that do not add up."""
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NOTHING: Final = frozenset(("", "—", "——", "-", "/", "无"))
_FEWEST: Final = 2


def wrong_totals(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A total in a table that is not the sum of its column, all of whose cells are bare numbers."""
    for rows in _tables(paper):
        header, body = rows[min(rows)], [cells for row, cells in rows.items() if row != min(rows)]
        named = [(_first(paper, cells), cells) for cells in body]
        totals = [cells for name, cells in named if _TOTAL.fullmatch(name)]
        if len(totals) != 1 or any(_PARTIAL.search(name) for name, _ in named):
            continue
        parts = [cells for cells in body if cells is not totals[0]]
        for column, index in totals[0].items():
            head = paper.lines[header[column]].text if column in header else ""
            if not head or _NO_SUM.search(head) or len(parts) < _FEWEST:
                continue
            said = [
                paper.folded[cells[column]].strip() if column in cells else "" for cells in parts
            ]
            total = paper.folded[index].strip()
            numbers = [one for one in said if one not in _NOTHING]
            if len(numbers) < _FEWEST or not all(map(_NUMBER.fullmatch, (*numbers, total))):
                continue
            wanted = sum(map(Decimal, numbers))
            # rounded parts may miss a rounded total by half a last digit each
            places = max(-int(Decimal(one).as_tuple().exponent) for one in (*numbers, total))
            slack = Decimal(len(numbers)).scaleb(-places) / 2 if places else Decimal(0)
            if abs(Decimal(total) - wanted) > slack:
                values = {"栏": head.strip(), "和": format_decimal(Decimal(wanted))}
                yield Hit(Spot(index, 0, len(paper.lines[index].text)), values)


def _tables(paper: Manuscript) -> Iterator[Mapping[int, dict[int, int]]]:
    """Each table as rows of columns, with the line of each cell; of a cell of several lines the
    last."""
    tables: dict[int, dict[int, dict[int, int]]] = {}
    for index in paper.of("cell"):
        cell = paper.lines[index].cell
        if cell is not None:
            tables.setdefault(cell.table, {}).setdefault(cell.row, {})[cell.column] = index
    yield from tables.values()


def _first(paper: Manuscript, cells: Mapping[int, int]) -> str:
    """The name of a row: its first cell with a word in it."""
    texts = (paper.lines[cells[column]].text.strip() for column in sorted(cells))
    return next((text for text in texts if text and not text.isdigit()), "")
