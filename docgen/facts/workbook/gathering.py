"""The units of a form while their cells are gathered, and what is found wrong on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.workbook.cells import Raw, says
from docgen.facts.workbook.grid import Grid
from docgen.facts.workbook.headings import Headings, Sheet, normal
from docgen.facts.workbook.measures import NOTHING, Measure, own_unit, with_unit
from docgen.facts.workbook.tree import Branch
from docgen.finding import Finding, Level, Place
from docgen.language.near import nearest
from docgen.source import ROWS, Scalar

MANY_FINDINGS: Final = 200
_TOTALS: Final = ("合计", "总计", "小计", "总合计")
_ALL: Final = "全县"
TOTAL: Final = "合计"
"""What a row of totals is called as a unit."""
PARTIAL: Final = "小计"
_OTHERS: Final = 4
"""Of places where the same is wrong, so many are named."""


@dataclass(slots=True)
class Unit:
    """A unit while its cells are gathered.

    labels: list path → label of a record → its branch.  blank: list path → the 序号 of rows
    in which nothing else stands.  cells: what lines of a 补填表 say, by path with positions;
    titles: what the record of a path was called.
    """

    name: str
    root: Branch
    place: Place
    findings: list[Finding] = field(default_factory=list)
    labels: dict[str, dict[str, Branch]] = field(default_factory=dict)
    blank: dict[str, set[str]] = field(default_factory=dict)
    cells: dict[str, Scalar] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


class Gathering:
    """What is read so far.

    many: the rows of the sheets say whose they are.  closed: the units are those of the ledger,
    so that a row of another one is wrong.  keeps_totals: a ledger's row of totals is a unit of
    that name, for who wants to hold it against the sums.
    """

    def __init__(self, grids: Sequence[Grid], name: str, dictionary: Dictionary) -> None:
        self.name = name
        self.dictionary = dictionary
        self.headings = Headings(dictionary)
        self.grids = grids
        self.top = Entry("", "", "组", members=dictionary.roots)
        self.units: dict[str, Unit] = {}
        self.many = False
        self.closed = False
        self.findings: list[Finding] = []
        self.strangers: dict[tuple[int, str], list[Place]] = {}
        self.totals: set[int] = set()
        self.keeps_totals = False

    def place(self, grid: Grid, row: int, column: int) -> Place:
        return Place.cell(self.name, grid.name, row, column)

    def report(
        self,
        code: str,
        level: Level,
        place: Place,
        message: str,
        hint: str = "",
        unit: Unit | None = None,
        related: tuple[Place, ...] = (),
    ) -> None:
        found = unit.findings if unit else self.findings
        if len(found) < MANY_FINDINGS:
            found.append(Finding(code, level, message, place, hint=hint, related=related))

    def cell(
        self,
        grid: Grid,
        row: int,
        column: int,
        raw: Raw | None,
        entry: Entry | None,
        unit: Unit | None,
    ) -> Scalar | None:
        """The text of a cell with its place, None when it is empty or cannot be used."""
        said = says(raw, entry)
        if said.trouble:
            name = f"“{entry.path}”" if entry else ""
            code, message, hint = said.trouble
            self.report(
                code, Level.ERROR, self.place(grid, row, column), f"{name}{message}", hint, unit
            )
        if not said.text:
            return None
        return Scalar(said.text, grid.index * ROWS + row, column, False)

    def unit(self, name: str, place: Place) -> Unit:
        unit = self.units.get(name)
        if unit is None:
            unit = self.units[name] = Unit(name, Branch(self.top, 1, 1), place)
        return unit

    def put(
        self,
        unit: Unit,
        sheet: Sheet,
        row: int,
        column: int,
        entry: Entry,
        *,
        earlier: bool = False,
        measure: Measure = NOTHING,
    ) -> None:
        """A cell of the ledger in its place in the tree.  measure: what its heading gives."""
        raw = sheet.grid.at(row, column)
        if raw is None:
            return
        text = self.cell(sheet.grid, row, column, raw, entry, unit)
        if text is None:
            return
        text = with_unit(text, measure.unit)
        branch = unit.root.under(entry, text.line, text.column)
        if earlier:
            self.say(unit, branch, "上期", text)
        else:
            branch.value = text

    def say(self, unit: Unit, branch: Branch, word: str, text: Scalar) -> None:
        """What is said of a fact beside its value, once."""
        other = branch.said.get(word)
        if other is None:
            branch.said[word] = text
        elif other.value != text.value:
            self.report(
                "FCT134", Level.ERROR, self.of(text), f"“{branch.entry.path}”的{word}填了两处，不一样",
                "留一处", unit, (self.of(other),),
            )  # fmt: skip

    def of(self, node: Scalar) -> Place:
        index, row = divmod(node.line, ROWS)
        return self.place(self.grids[index], row, node.column)

    def report_measure(
        self, sheet: Sheet, row: int, column: int, entry: Entry, measure: Measure
    ) -> None:
        """Reports a unit in which the numbers of an entry cannot be taken."""
        if measure.other:
            self.report(
                "FCT138", Level.DOUBT, self.place(sheet.grid, row, column),
                f"表头的单位是“{measure.other}”，这一项按“{own_unit(entry)}”计", "换算后再填",
            )  # fmt: skip

    def is_total(self, sheet: Sheet, row: int, name: str) -> bool:
        """Whether a row adds up the others; the first such row of a sheet is reported."""
        cells = sheet.grid.rows[row]
        words = _TOTALS if sheet.keyed else (*_TOTALS, _ALL)
        beside = [c for c in cells if c not in sheet.columns]
        said = [name] if name else [says(cells[column]).text for column in beside]
        if not any(normal(text) in words for text in said):
            return False
        if sheet.grid.index not in self.totals and not self.keeps_totals:
            self.totals.add(sheet.grid.index)
            place = self.place(sheet.grid, row, min(cells))
            self.report("FCT139", Level.HINT, place, "合计行没有读", "各单位相加由程序算")
        return True

    def owner(self, sheet: Sheet, row: int, column: int, raw: Raw | None) -> Unit | None:
        """The unit a row belongs to; None, and reported, when it is none that is known."""
        if not self.many or (not column and len(self.units) == 1):
            return next(iter(self.units.values()), None) or self.unit(
                "", self.place(sheet.grid, row, 1)
            )
        name = says(raw).text
        place = self.place(sheet.grid, row, column or 1)
        if name not in self.units and self.is_total(sheet, row, name):
            return None
        if not name:
            self.report(
                "FCT135",
                Level.ERROR,
                place,
                "这一行没有写是哪个单位的，没有读",
                "补上单位；合并的格请拆开，每行都写",
            )
            return None
        if name in self.units:
            return self.units[name]
        if sheet.kind == "列表" and not self.closed:
            return self.unit(name, place)
        self.strangers.setdefault((sheet.grid.index, name), []).append(place)
        return None

    def report_strangers(self) -> None:
        """The rows of units that are not on the ledger, each unit once a sheet."""
        for (_, name), places in self.strangers.items():
            guess = nearest(name, list(self.units))
            rows = f"这{len(places)}行" if len(places) > 1 else "这一行"
            self.report(
                "FCT126", Level.ERROR, places[0], f"台账里没有“{name}”这个单位，{rows}没有读",
                f"是不是“{guess}”" if guess else "在台账里加一行，或改对单位名称",
                related=tuple(places[1:_OTHERS]),
            )  # fmt: skip
