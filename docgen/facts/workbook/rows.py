"""Reading the rows of a form: records of lists, and what else is said of facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

from docgen.facts.dictionary import Entry
from docgen.facts.workbook.cells import NONE_WORD, says
from docgen.facts.workbook.filling import BETWEEN
from docgen.facts.workbook.gathering import Gathering, Unit
from docgen.facts.workbook.headings import Sheet, normal
from docgen.facts.workbook.keys import KEY_FACT, KEY_NUMBER, KEY_PARENT, KEY_UNIT, SAID
from docgen.facts.workbook.measures import NOTHING, with_unit
from docgen.facts.workbook.tree import Branch
from docgen.finding import Level
from docgen.language import parse_chinese_number
from docgen.language.near import nearest
from docgen.source import ROWS, Scalar


def records(form: Gathering, sheet: Sheet) -> None:
    entry = sheet.entry
    assert entry is not None
    grid, special = sheet.grid, sheet.special
    units = grid.downward(special[KEY_UNIT]) if KEY_UNIT in special else {}
    parents = grid.downward(special[KEY_PARENT]) if KEY_PARENT in special else {}
    rows = [row for row in sorted(grid.rows) if row >= sheet.first]
    nested = _parent_list(form, entry)
    later: list[Callable[[], object]] = []
    for row in rows:
        cells = grid.rows[row]
        number = says(cells.get(special.get(KEY_NUMBER, 0))).text
        label = ordinal_of(number)
        if not _holds(sheet, row, number):
            name = says(units.get(row)).text if form.many else next(iter(form.units), "")
            if name in form.units and nested is None:
                form.units[name].blank.setdefault(entry.path, set()).add(label)
            continue
        unit = form.owner(sheet, row, special.get(KEY_UNIT, 0), units.get(row))
        if unit is None:
            continue
        parent = says(parents.get(row)).text
        owner = unit.root
        if nested is not None:
            found = _parent(form, unit, sheet, row, nested, parent)
            if found is None:
                continue
            parent, owner = found
        unnumbered = _record(form, unit, sheet, row, owner, label, parent if nested else "")
        if unnumbered:
            later.append(unnumbered)
    for take_place in later:  # a row put in takes the number of its place, if it is still free
        take_place()


def _parent_list(form: Gathering, entry: Entry) -> Entry | None:
    """The list whose records hold this one."""
    names = entry.path.split(".")
    paths = [".".join(names[:end]) for end in range(len(names) - 1, 0, -1)]
    return next((form.headings.lists[p] for p in paths if p in form.headings.lists), None)


def _holds(sheet: Sheet, row: int, number: str) -> bool:
    """Whether there is a record in the row, or the word 无; a 序号 alone stands in spare rows."""
    cells = sheet.grid.rows[row]
    return (
        any(c in cells for c in sheet.columns)
        or number == NONE_WORD
        or _SURELY.fullmatch(number) is not None
    )


_SURELY: Final = re.compile("第[0-9]+条")
_AROUND: Final = re.compile(r"^[（(]?第?|[条项个块、.．）)]+$")
_BETWEEN_CLAUSES: Final = re.compile("[；;，,、\n]")


def ordinal_of(text: str) -> str:
    """A 序号 as it is compared: 二, 第2条 and （二） are 2; other words stay as they are."""
    plain = _AROUND.sub("", unicodedata.normalize("NFKC", text).strip())
    number = parse_chinese_number(plain)
    return str(number) if number is not None else plain if plain[:1].isdecimal() else text


def _parent(
    form: Gathering, unit: Unit, sheet: Sheet, row: int, above: Entry, said: str
) -> tuple[str, Branch] | None:
    """The record a row belongs to, with its label; by its 序号, else by its title."""
    known = unit.labels.get(above.path, {})
    label = said if said in known else ordinal_of(said)
    if label in known:
        return label, known[label]
    column = sheet.special.get(KEY_PARENT, 1)
    titled = [n for n, record in known.items() if said and _title(said) in _titles(record)]
    if len(titled) == 1 or (not said and len(known) == 1):
        found = titled[0] if titled else next(iter(known))
        return found, known[found]
    if label in unit.blank.get(above.path, ()):
        message = f"“{above.path}”第{label}条是空的"
    elif titled:
        message = f"“{above.path}”里有{len(titled)}条都是“{said}”"
    elif label.isdecimal():
        message = f"“{above.path}”里没有序号{label}"
    else:
        message = f"“{above.path}”里没有“{said}”" if said else f"没有写属于“{above.path}”的第几条"
    known = {name: known[name] for name in titled} or known
    hint = "可填：" + "、".join(list(known)[:20]) if known else f"先在“{above.path}”表里填一条"
    form.report(
        "FCT127",
        Level.ERROR,
        form.place(sheet.grid, row, column),
        f"{message}，这一行没有读",
        hint,
        unit,
    )
    return None


def _titles(record: Branch) -> set[str]:
    """What a record may be called: its whole title, and the first clause of it."""
    title = record.members.get(record.entry.title) or record.members.get("文")
    text = title.value.value if title and title.value else ""
    text = text.strip("[］［] ")
    return {_title(text), _title(_BETWEEN_CLAUSES.split(text)[0])} - {""}


def _title(text: str) -> str:
    """A title for comparing: however its clauses are parted."""
    return normal(_BETWEEN_CLAUSES.sub("；", text.strip("。；; ")))


def _record(
    form: Gathering, unit: Unit, sheet: Sheet, row: int, owner: Branch, label: str, parent: str
) -> Callable[[], object] | None:
    """A row as a record under its owner; without a 序号, what gives it that of its place later."""
    entry = sheet.entry
    assert entry is not None
    grid = sheet.grid
    line = grid.index * ROWS + row
    first = min(grid.rows[row])
    group = owner.under(entry, line, first)
    if _says_none(sheet, row):
        column = next((c for c in sheet.columns if c in grid.rows[row]), first)
        group.none = Scalar(NONE_WORD, line, column, False)
        return None
    record = Branch(entry, line, first, is_record=True)
    for column, below in sheet.columns.items():
        raw = grid.rows[row].get(column)
        text = form.cell(grid, row, column, raw, below, unit) if raw is not None else None
        if text is not None:
            unit_of = sheet.measures.get(column, NOTHING).unit
            record.under(below, line, column).value = with_unit(text, unit_of)
    group.items.append(record)
    known = unit.labels.setdefault(entry.path, {})
    prefix = f"{parent}." if parent else ""
    if not label:
        return partial(known.setdefault, f"{prefix}{len(group.items)}", record)
    if prefix + label in known:
        other = known[prefix + label]
        form.report(
            "FCT130", Level.ERROR,
            form.place(grid, row, sheet.special.get(KEY_NUMBER, first)),
            f"序号{prefix}{label}用了两次", "改一个", unit,
            (form.of(Scalar("", other.line, other.column, False)),),
        )  # fmt: skip
    known.setdefault(prefix + label, record)
    return None


def _says_none(sheet: Sheet, row: int) -> bool:
    """Whether the row says that there is nothing to list: the word alone."""
    cells = sheet.grid.rows[row]
    said = [cells[c].value for c in sheet.columns if c in cells]
    number = cells.get(sheet.special.get(KEY_NUMBER, 0))
    if not said and number is not None:
        said = [number.value]
    return len(said) == 1 and isinstance(said[0], str) and said[0].strip(" \u3000") == NONE_WORD


def more(form: Gathering, sheet: Sheet) -> None:
    grid, special = sheet.grid, sheet.special
    fact_at = special[KEY_FACT]
    units = grid.downward(special[KEY_UNIT]) if KEY_UNIT in special else {}
    words = {
        column: key.removeprefix(SAID) for key, column in special.items() if key.startswith(SAID)
    }
    for row in sorted(grid.rows):
        if row < sheet.first:
            continue
        cells = grid.rows[row]
        filled = [column for column in words if column in cells]
        path = says(cells.get(fact_at)).text
        if not filled:
            continue
        unit = form.owner(sheet, row, special.get(KEY_UNIT, 0), units.get(row))
        if unit is None:
            continue
        branch = _branch(unit, path, grid.index * ROWS + row, fact_at)
        if branch is None:
            form.report(
                "FCT132", Level.ERROR, form.place(grid, row, fact_at),
                f"“{path}”不是这张表里的事实，这一行没有读" if path else "没有写是哪个事实，这一行没有读",
                _near_fact(form, path), unit,
            )  # fmt: skip
            continue
        for column in filled:
            text = form.cell(grid, row, column, cells[column], None, unit)
            if text is None:
                continue
            if words[column] in ("分为", "其中"):
                _share(form, unit, branch, words[column], text)
            else:
                form.say(unit, branch, words[column], text)


def _share(form: Gathering, unit: Unit, branch: Branch, word: str, text: Scalar) -> None:
    names = tuple(n.strip() for n in text.value.replace("，", BETWEEN).split(BETWEEN) if n.strip())
    for name in names:
        if name not in branch.entry.members:
            guess = nearest(name, tuple(branch.entry.members))
            form.report(
                "FCT002", Level.DOUBT, form.of(text),
                f"“{branch.entry.path}”下没有登记“{name}”这个名称",
                f"是不是“{guess}”" if guess else "名称见 docgen list facts", unit,
            )  # fmt: skip
    branch.shares[word] = tuple(name for name in names if name in branch.entry.members)


def _branch(unit: Unit, path: str, line: int, column: int) -> Branch | None:
    """The branch of a fact named with positions, `工作[1].要点[2]`; None when there is none."""
    branch = unit.root
    label = ""
    parts = path.split(".")
    for index, part in enumerate(parts):
        name, _, rest = part.replace("［", "[").replace("］", "]").partition("[")
        entry = branch.entry.members.get(name.strip())
        if entry is None:
            return None
        if rest:
            number = rest.rstrip("]").strip()
            label = f"{label}.{number}" if label else number
            found = unit.labels.get(entry.path, {}).get(label)
            if found is None:
                return None
            branch = found
        else:
            branch = branch.under(entry, line, column)
        if index == len(parts) - 1 and branch.is_record:
            names = [n for n in (branch.entry.title, "文") if n in branch.members]
            return branch.members[names[0]] if names else None
    if branch.entry.kind in ("组", "构成") or (branch.entry.kind == "列表"):
        return None
    return branch


def _near_fact(form: Gathering, path: str) -> str:
    plain = ".".join(part.partition("[")[0] for part in path.split("."))
    known = {entry.path: entry for entry in form.dictionary.walk()}
    if plain in known:
        return "列表要写第几条，如 工作[1].要点[2]；那一条要先填在它的表里"
    guess = nearest(plain, tuple(known))
    return f"是不是“{guess}”" if guess else "写台账里的名称，如 党员.女党员"
