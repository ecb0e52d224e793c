"""Columns that a form was made with and that a sheet of it lacks now.

A form keeps the keys of each of its sheets on the hidden sheet 选项, a cell for a sheet; a form
made before that, or without this sheet, is known by the keys of its ledger alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.facts.workbook.gathering import Gathering
from docgen.facts.workbook.grid import Grid
from docgen.facts.workbook.headings import Sheet, of_keys, text_at
from docgen.facts.workbook.keys import (
    BEFORE,
    HEADINGS,
    KEY_EARLIER,
    KEY_MEASURE,
    KEY_NAME,
    KEY_NOTE,
    KEY_NUMBER,
    KEY_PATH,
    KEY_VALUE,
    SAID,
)
from docgen.facts.workbook.layout import CHOICES
from docgen.finding import Level

FIRST_ROW: Final = 3
"""The keys stand in column A of the sheet 选项, from this row on."""
_BETWEEN: Final = "\n"
_IDLE: Final = frozenset((KEY_PATH, KEY_NAME, KEY_MEASURE, KEY_NOTE))
"""Columns in which nothing is filled in."""
_NAMED: Final = 6


def as_cell(keys: Sequence[str]) -> str:
    """The keys of a sheet as they are kept."""
    return _BETWEEN.join(keys)


class _Made(NamedTuple):
    """A sheet as it was made.  columns: key → column."""

    kind: str
    path: str
    columns: Mapping[str, int]


def report_missing(form: Gathering, sheets: Sequence[Sheet]) -> None:
    """Reports at the headings of each sheet the columns that are gone."""
    made = list(_made(form))
    if not any(one.kind == "单表" for one in made):
        made.append(_Made("单表", "", {KEY_VALUE: 3, KEY_EARLIER: 5}))
    for one in made:
        same = [sheet for sheet in sheets if (sheet.kind, _path(sheet)) == (one.kind, one.path)]
        if one.kind == "单表" and not any(KEY_PATH in sheet.special for sheet in same):
            continue  # a ledger that was no form of ours
        there = {key for sheet in same for key in _keys(sheet)}
        gone = [key for key in one.columns if key not in there and _matters(form, one, key)]
        if not same or not gone:
            continue
        names = [f"“{_name(key, one)}”" for key in gone]
        said = (
            f"{names[0]}一栏"
            if len(names) == 1
            else f"{len(names)}栏：" + "、".join(names[:_NAMED])
        )
        form.report(
            "FCT136",
            Level.DOUBT,
            form.place(same[0].grid, max(same[0].first - 1, 1), one.columns[gone[0]]),
            f"表里少了{said}{'等' if len(names) > _NAMED else ''}，填过的没有读到",
            "误删的就撤销，或重新做一份表把数抄进去；有意删的不用管",
        )


def _made(form: Gathering) -> Iterator[_Made]:
    """The sheets that the form was made with."""
    for grid in form.grids:
        if text_at(grid.at(1, 1)) != f"#{CHOICES}":
            continue
        for row in sorted(grid.rows):
            kept = text_at(grid.at(row, 1)) if row >= FIRST_ROW else ""
            keys = dict(enumerate(kept.split(_BETWEEN), 1))
            sheet = of_keys(Grid("", 0), keys, form.headings) if kept else None
            if sheet is not None:
                columns = {key.removeprefix(BEFORE): column for column, key in keys.items()}
                there = _keys(sheet)
                yield _Made(
                    sheet.kind, _path(sheet), {k: c for k, c in columns.items() if k in there}
                )


def _path(sheet: Sheet) -> str:
    return sheet.entry.path if sheet.entry else ""


def _keys(sheet: Sheet) -> set[str]:
    """The keys of what the columns hold, also of those whose heading is not clear."""
    return {
        *(entry.path for entry in sheet.columns.values()),
        *sheet.special,
        *(path for paths in sheet.unclear.values() for path in paths),
    }


def _matters(form: Gathering, made: _Made, key: str) -> bool:
    """Whether something is lost with the column: a 序号 is only for those that refer to it."""
    if key == KEY_NUMBER:
        return any(path.startswith(f"{made.path}.") for path in form.headings.lists)
    return key not in _IDLE


def _name(key: str, made: _Made) -> str:
    if key in HEADINGS:
        return HEADINGS[key]
    return key.removeprefix(SAID).removeprefix(f"{made.path}.")
