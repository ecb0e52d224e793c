"""Reading the ledger: a fact a line for one unit, or a unit a row for many."""

from __future__ import annotations

from docgen.facts.dictionary import Entry
from docgen.facts.workbook.cells import says
from docgen.facts.workbook.gathering import PARTIAL, TOTAL, Gathering, Unit
from docgen.facts.workbook.headings import Sheet, normal, text_at
from docgen.facts.workbook.keys import (
    KEY_EARLIER,
    KEY_MEASURE,
    KEY_NAME,
    KEY_PATH,
    KEY_VALUE,
    OWED,
    TITLED,
)
from docgen.facts.workbook.layout import UNIT
from docgen.facts.workbook.measures import NOTHING, Measure, in_heading, measure_of
from docgen.finding import Level


def ledger_of_one(form: Gathering, sheet: Sheet) -> None:
    grid, special = sheet.grid, sheet.special
    unit = form.unit("", form.place(grid, sheet.first, special.get(KEY_VALUE, 1)))
    value_at, earlier_at = special.get(KEY_VALUE, 0), special.get(KEY_EARLIER, 0)
    above, loose = "", False
    seen: dict[str, int] = {}
    for row in sorted(grid.rows):
        if row < sheet.first:
            continue
        cells = grid.rows[row]
        key = text_at(cells.get(special.get(KEY_PATH, 0)))
        if key.startswith(OWED):
            _owed(form, unit, sheet, row, key.removeprefix(OWED))
            continue
        label = text_at(cells.get(special.get(KEY_NAME, 0)))
        entry = form.dictionary.find(key) if key and not key.startswith("#") else None
        filled = [c for c in (value_at, earlier_at) if c in cells]
        if entry is not None and label and entry.path in seen:
            said = form.headings.fact(label, above)
            if entry not in said and normal(label) != normal(entry.name):
                entry = None  # a row copied with its key, then named anew
        if entry is None and label:
            title = label.split("　　")[0]  # a heading of ours has its explanation behind it
            found = form.headings.fact(label, above, loose=loose)
            group = form.dictionary.roots.get(title)
            if not filled and (not found or (group is not None and group.kind == "组")):
                above, loose = title, False
                continue
            entry = _line_entry(form, sheet, row, label, found) if filled else None
            if entry is None and len(found) == 1:
                entry = found[0]
        if entry is None or entry.kind in ("组", "构成"):
            if filled and not label and not key:
                form.report(
                    "FCT133", Level.DOUBT, form.place(grid, row, filled[0]),
                    "这一行没有项目名称，没有读", "在“项目”一栏写上名称",
                )  # fmt: skip
            continue
        if "." not in entry.path:
            above, loose = entry.name, True
        if filled and entry.path in seen:
            form.report(
                "FCT128", Level.ERROR, form.place(grid, row, filled[0]),
                f"“{entry.path}”填了两行，只读了前一行", "留一行",
                related=(form.place(grid, seen[entry.path], value_at),),
            )  # fmt: skip
            continue
        if filled:
            seen[entry.path] = row
        measure = _measure(form, sheet, row, entry, label) if filled else NOTHING
        form.put(unit, sheet, row, value_at, entry, measure=measure)
        form.put(unit, sheet, row, earlier_at, entry, earlier=True, measure=measure)
    name = unit.root.members.get("单位")
    given = name.members.get("名称") if name else None
    if given and given.value:
        unit.name = given.value.value


def _owed(form: Gathering, unit: Unit, sheet: Sheet, row: int, path: str) -> None:
    """A line of a 补填表: one fact, which may lie in a record of a list that is not in the form."""
    path, _, title = path.partition(TITLED)
    unit.titles[path] = title
    entry = form.dictionary.find(path) or form.dictionary.find(path.rpartition(".")[0])
    column = sheet.special.get(KEY_VALUE, 0)
    text = form.cell(sheet.grid, row, column, sheet.grid.at(row, column), entry, unit)
    if text is not None and entry is not None:
        unit.cells.setdefault(path, text)


def _measure(form: Gathering, sheet: Sheet, row: int, entry: Entry, label: str) -> Measure:
    """The unit that a line of somebody else's ledger gives its number."""
    if KEY_PATH in sheet.special:
        return NOTHING
    at = sheet.special.get(KEY_MEASURE, 0)
    word = text_at(sheet.grid.at(row, at))
    measure = measure_of(word, entry, form.headings.words)
    if not word:
        at, measure = sheet.special[KEY_NAME], in_heading(label, entry, form.headings.words)
    form.report_measure(sheet, row, at, entry, measure)
    return measure


def _line_entry(
    form: Gathering, sheet: Sheet, row: int, label: str, found: tuple[Entry, ...]
) -> Entry | None:
    """The fact of a line without a key."""
    if len(found) == 1:
        return found[0]
    column = sheet.special.get(KEY_NAME, 1)
    if found:
        paths = [entry.path for entry in found]
        form.report(
            "FCT129", Level.ERROR, form.place(sheet.grid, row, column),
            f"“{label}”指哪一个分不清，这一行没有读", "写全：" + " 或 ".join(paths[:4]),
        )  # fmt: skip
        return None
    guess = form.headings.guess(label)
    near = next(iter(form.headings.ledger[guess].values())).path if guess else ""
    form.report(
        "FCT002", Level.DOUBT, form.place(sheet.grid, row, column),
        f"没有登记“{label}”这个名称，这一行没有读",
        f"是不是“{near}”" if near else "名称见 docgen list facts",
    )  # fmt: skip
    return None


def ledger_of_many(form: Gathering, sheet: Sheet) -> None:
    grid = sheet.grid
    at = next((c for c, entry in sheet.columns.items() if entry.path == UNIT), 0)
    for row in sorted(grid.rows):
        if row < sheet.first:
            continue
        name = says(grid.at(row, at)).text
        first = min(grid.rows[row])
        if form.is_total(sheet, row, name):
            partial = any(normal(says(raw).text) == PARTIAL for raw in grid.rows[row].values())
            if not form.keeps_totals or partial or TOTAL in form.units:
                continue
            name = TOTAL
        if not name:
            if not at and not form.units:
                unit = form.unit("", form.place(grid, row, first))
            else:
                form.report(
                    "FCT135", Level.ERROR, form.place(grid, row, at or first),
                    "这一行没有单位名称，没有读", "在“名称”一栏写上单位",
                )  # fmt: skip
                continue
        elif name in form.units:
            form.report(
                "FCT125", Level.ERROR, form.place(grid, row, at),
                f"“{name}”填了两行，只读了前一行", "一个单位只留一行",
                related=(form.units[name].place,),
            )  # fmt: skip
            continue
        else:
            unit = form.unit(name, form.place(grid, row, at))
        for column, entry in sheet.columns.items():
            measure = sheet.measures.get(column, NOTHING)
            form.put(
                unit, sheet, row, column, entry, earlier=column in sheet.before, measure=measure
            )


def earlier(form: Gathering, sheet: Sheet) -> None:
    at = next((c for c, entry in sheet.columns.items() if entry.path == UNIT), 0)
    for row in sorted(sheet.grid.rows):
        if row < sheet.first:
            continue
        if not any(column != at and column in sheet.grid.rows[row] for column in sheet.columns):
            continue  # a row made ready that nobody filled in
        unit = form.owner(sheet, row, at, sheet.grid.at(row, at))
        if unit is None:
            continue
        for column, entry in sheet.columns.items():
            if column != at:
                measure = sheet.measures.get(column, NOTHING)
                form.put(unit, sheet, row, column, entry, earlier=True, measure=measure)
