"""Reading a form: the sheets of a workbook become one tree for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from docgen.errors import InputError
from docgen.facts.dictionary import Dictionary
from docgen.facts.workbook import ledgers, rows
from docgen.facts.workbook.gathering import Gathering
from docgen.facts.workbook.grid import Grid, read_grids
from docgen.facts.workbook.headings import Sheet, is_ours, normal, text_at, understand
from docgen.facts.workbook.keys import KEY_UNIT
from docgen.facts.workbook.layout import CHOICES, EARLIER, GUIDE, LEDGER, MORE
from docgen.facts.workbook.missing import report_missing
from docgen.finding import Finding, Level
from docgen.language.near import nearest
from docgen.source import MappingNode, Parsed, Scalar


class UnitForm(NamedTuple):
    """What one unit filled in, to be typed like a file.

    name: 单位.名称, "" when not filled in.  cells: of a 补填表 what is filled in, by the path of
    the fact with positions; see `facts.supplement`.  titles: what the record that a path leads
    into was called when the form was made, "" for none.
    """

    name: str
    parsed: Parsed
    cells: Mapping[str, Scalar] = MappingProxyType({})
    titles: Mapping[str, str] = MappingProxyType({})


class Form(NamedTuple):
    """A form as read: its units in their order, and what is wrong with the form as a whole."""

    units: tuple[UnitForm, ...]
    findings: tuple[Finding, ...]


def read_form(path: Path, dictionary: Dictionary, *, totals: bool = False) -> Form:
    """The units of a workbook or, for .csv, of a table.

    totals: a row of totals is read too, as a unit called TOTAL.  What is wrong in cells and headings is in the findings of the unit or of the form.  Raises
    InputError when the file cannot be read, or nothing in it is known.
    """
    if path.name.lower().endswith(".csv"):
        from docgen.facts.workbook.table import read_table  # noqa: PLC0415  (it reads as this does)

        return read_table(path, dictionary, totals=totals)
    return form_of(read_grids(path), str(path), dictionary, totals=totals)


def form_of(
    grids: Sequence[Grid], name: str, dictionary: Dictionary, *, totals: bool = False
) -> Form:
    """The form that these sheets are.  name: the file as the user named it.  totals: as in
    `read_form`."""
    form = Gathering(grids, name, dictionary)
    form.keeps_totals = totals

    sheets: list[Sheet] = []
    for grid in form.grids:
        if is_ours(grid) or not grid.rows:
            continue
        sheet = understand(grid, form.headings)
        if sheet is None:
            _unknown_sheet(form, grid)
            continue
        sheets.append(sheet)
        _report_headings(form, sheet)
        _report_unread(form, sheet)
    if not sheets:
        raise InputError(
            "这份表里没有认得的内容",
            where=form.name,
            hint="用 docgen form 做一份填报表，把数抄进去；或把表头改成数据字典里的名称",
        )
    of = {
        kind: [s for s in sheets if s.kind == kind]
        for kind in ("单表", LEDGER, EARLIER, "列表", MORE)
    }
    form.many = bool(of[LEDGER]) or (
        not of["单表"] and any(KEY_UNIT in s.special for s in of["列表"])
    )
    form.closed = bool(of[LEDGER])
    for sheet in of["单表"][:1]:
        ledgers.ledger_of_one(form, sheet)
    for sheet in of[LEDGER]:
        ledgers.ledger_of_many(form, sheet)
    for sheet in of["单表"][1:]:
        form.report(
            "FCT124", Level.DOUBT, form.place(sheet.grid, 1, 1),
            f"工作表“{sheet.grid.name}”也是一张台账，没有读", "一份填报表只留一张台账",
        )  # fmt: skip
    for sheet in of[EARLIER]:
        ledgers.earlier(form, sheet)
    for sheet in sorted(of["列表"], key=lambda s: s.entry.path.count(".") if s.entry else 0):
        rows.records(form, sheet)
    for sheet in of[MORE]:
        rows.more(form, sheet)
    form.report_strangers()
    report_missing(form, sheets)
    return _form(form)


def _form(form: Gathering) -> Form:
    names = tuple(grid.name for grid in form.grids)
    out = []
    for unit in form.units.values():
        node = unit.root.node() or MappingNode((), 1, 1)
        found = _in_order(unit.findings, names)
        parsed = Parsed(node, found, form.name, (), names)
        cells, titles = MappingProxyType(unit.cells), MappingProxyType(unit.titles)
        out.append(UnitForm(unit.name, parsed, cells, titles))
    return Form(tuple(out), _in_order(form.findings, names))


def _in_order(findings: Sequence[Finding], sheets: Sequence[str]) -> tuple[Finding, ...]:
    """The findings by sheet, then row."""
    order = {name: index for index, name in enumerate(sheets)}

    def key(finding: Finding) -> tuple[int, int, int]:
        place = finding.place
        return order.get(place.part.rpartition("!")[0], len(order)), place.line, place.column

    return tuple(sorted(findings, key=key))


def _unknown_sheet(form: Gathering, grid: Grid) -> None:
    if normal(grid.name) in {LEDGER, EARLIER, MORE, *_list_names(form)}:
        row = min(grid.rows)
        form.report(
            "FCT124",
            Level.ERROR,
            form.place(grid, row, min(grid.rows[row])),
            f"“{grid.name}”表的表头没有了，整张表没有读",
            "把表头恢复，或重新做一份表把数抄进去",
        )
        return
    known = [LEDGER, EARLIER, MORE, GUIDE, CHOICES, *form.headings.lists]
    guess = nearest(grid.name, known)
    row = min(grid.rows)
    form.report(
        "FCT124",
        Level.HINT,
        form.place(grid, row, min(grid.rows[row])),
        f"工作表“{grid.name}”不认识，没有读",
        f"是不是“{guess}”；表头要用数据字典里的名称" if guess else "不用读的不必管它",
    )


def _list_names(form: Gathering) -> set[str]:
    return {normal(path.replace(".", "")) for path in form.headings.lists}


def _report_headings(form: Gathering, sheet: Sheet) -> None:
    head = max(sheet.first - 1, 1)
    known = form.headings.fields[sheet.entry.path] if sheet.entry else form.headings.ledger
    for column, text in sheet.unknown.items():
        if text.startswith("#"):
            continue
        guess = form.headings.guess(text, known)
        entry = known.get(guess)
        shown = guess if isinstance(entry, dict) or entry is None else entry.name
        if isinstance(entry, dict):
            shown = next(iter(entry.values())).path
        form.report(
            "FCT002",
            Level.DOUBT,
            form.place(sheet.grid, head, column),
            f"没有登记“{text}”这个名称，这一列没有读",
            f"是不是“{shown}”" if shown else "名称见 docgen list facts",
        )
    for column, other in sheet.twice.items():
        form.report(
            "FCT128", Level.ERROR, form.place(sheet.grid, head, column),
            f"“{sheet.columns[other].path}”有两列，只读了前一列", "留一列",
            related=(form.place(sheet.grid, head, other),),
        )  # fmt: skip
    for column, measure in sheet.measures.items():
        form.report_measure(sheet, head, column, sheet.columns[column], measure)
    for column, paths in sheet.unclear.items():
        text = text_at(sheet.grid.head(head, column))
        form.report(
            "FCT129", Level.ERROR, form.place(sheet.grid, head, column),
            f"“{text}”指哪一个分不清，这一列没有读", "表头写全：" + " 或 ".join(paths[:4]),
        )  # fmt: skip


def _report_unread(form: Gathering, sheet: Sheet) -> None:
    for row, column, why in sheet.grid.unread:
        form.report(
            "FCT131", Level.DOUBT, form.place(sheet.grid, row, column),
            f"从这里起没有读：{why}", "删去多余的空行、空列，或把内容移到表里",
        )  # fmt: skip
