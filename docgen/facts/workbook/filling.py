"""Facts as the contents of a form: what stands in each cell, so that reading gives them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from docgen.facts.dictionary import Entry
from docgen.facts.sentences import NOT_RENEWED, marked
from docgen.facts.shapes import quantity_of
from docgen.facts.values import Fact, Facts, More, Node, Record, Records
from docgen.facts.workbook.cells import NONE_WORD, OPEN_WORD, join_list
from docgen.facts.workbook.layout import UNIT, Layout, is_sheet
from docgen.facts.writing import typed
from docgen.language import Quantity, format_quantity

NUMBERED: Final = ("增幅", "目标")
ATTRIBUTES: Final = (
    *("上期", "增幅", "比", "目标", "名次", "来源", "时点"),
    *("口径", "状态", "公开", "说明", "分为", "其中"),
)
"""What may be said of a fact on the sheet 补充, in the order of its columns."""
BETWEEN: Final = "、"


@dataclass(frozen=True, slots=True)
class Row:
    """A record.  label: its 序号.  parent: the label of the record that holds it, "" for none."""

    label: str
    parent: str
    values: Mapping[str, str]


@dataclass(slots=True)
class Filling:
    """What one unit has in a form: texts by the path in the dictionary.

    values, earlier: the ledger.  rows: by the path of the list.  more: fact → what else is said.
    """

    name: str
    values: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    more: dict[str, dict[str, str]] = field(default_factory=dict)


def filling_of(unit: Facts | str, layout: Layout) -> Filling:
    """The contents for a unit; of facts, those that the layout asks for."""
    if isinstance(unit, str):
        return Filling(unit, {UNIT: unit} if unit else {})
    name = unit.get(UNIT)
    filler = _Filler(layout, Filling(cell_text(name) if isinstance(name, Fact) else ""))
    for node in unit.root.members.values():
        filler.node(node, node.entry.name, filler.out.values)
    return filler.out


class _Filler:
    def __init__(self, layout: Layout, out: Filling) -> None:
        self.out = out
        self.asked = {line.entry.path for line in layout.facts}
        self.sheets = {sheet.entry.path: sheet for sheet in layout.lists}

    def node(self, node: Node, path: str, values: dict[str, str], parent: str = "") -> bool:
        """Puts the node and what lies under it in its place; whether anything was put."""
        if isinstance(node, Records):
            return self.records(node, path, values, parent)
        if isinstance(node, Fact):
            return self.leaf(node, path, values, parent)
        below = [
            self.node(inner, f"{path}.{name}", values, parent)
            for name, inner in node.members.items()
        ]
        return any(below)

    def records(self, node: Records, path: str, values: dict[str, str], parent: str) -> bool:
        sheet = self.sheets.get(node.entry.path)
        if sheet is None:
            if is_sheet(node.entry) or not self.asks(node.entry, values):
                return False
            items = [cell_text(item) for item in node.items if isinstance(item, Fact)]
            values[node.entry.path] = (
                join_list(items, names=node.entry.item == "名称") if items else NONE_WORD
            )
            return True
        rows = self.out.rows.setdefault(node.entry.path, [])
        if not node.items:
            title = sheet.title
            said = {title.path: NONE_WORD} if title else {}
            rows.append(Row("" if title else NONE_WORD, parent, said))
        for number, item in enumerate(node.items, 1):
            cells: dict[str, str] = {}
            label = str(number)
            full = f"{parent}.{label}" if parent else label
            at = len(rows)
            members = item.members if isinstance(item, Record) else {}
            for name, below in members.items():
                self.node(below, f"{path}[{number}].{name}", cells, full)
            if sheet.title and cells == {sheet.title.path: NONE_WORD}:
                cells[sheet.title.path] += "\n"  # the word itself, not “there is none”
            rows.insert(at, Row(label, parent, cells))
        return True

    def asks(self, entry: Entry, values: dict[str, str]) -> bool:
        """Whether there is a cell for it: on the ledger if asked for, on a record's row always."""
        return values is not self.out.values or entry.path in self.asked

    def leaf(self, fact: Fact, path: str, values: dict[str, str], parent: str) -> bool:
        below = [
            self.node(inner, f"{path}.{name}", values, parent)
            for name, inner in fact.members.items()
        ]
        if not self.asks(fact.entry, values):
            return any(below)
        key = fact.entry.path
        said = said_of(fact)
        earlier = said.pop("上期", "")
        if earlier and fact.entry.is_number and values is self.out.values:
            self.out.earlier[key] = earlier
        elif earlier:
            said["上期"] = earlier
        if said:
            self.out.more[path] = said
        text = cell_text(fact)
        if text or not (said or earlier or any(below)):
            values[key] = text or OPEN_WORD
        return True


def cell_text(fact: Fact) -> str:
    """The text of the cell: as typed, with the mark when it was carried over."""
    more = fact.more
    if more.status == NOT_RENEWED and typed(fact) and more.note:
        return marked(typed(fact))
    return typed(fact)


_CARRIED_NOTE: Final = "沿用上期，未更新"


def said_of(fact: Fact) -> dict[str, str]:
    """What is said of the fact beside its value, as a writer types it."""
    more = fact.more
    carried = more.status == NOT_RENEWED and typed(fact) and more.note
    said = {
        "上期": quantity_text(more.previous, fact.entry),
        "增幅": quantity_text(more.growth, None),
        "比": more.comparison,
        "目标": quantity_text(more.target, fact.entry),
        "名次": more.rank,
        "来源": more.source,
        "时点": more.as_of,
        "口径": more.caliber,
        "状态": "" if carried or more.status == "已核实" else more.status,
        "公开": "" if more.public else "否",
        "说明": "" if carried and more.note == _CARRIED_NOTE else more.note,
    }
    said |= zip(("分为", "其中"), _shares(fact, more), strict=True)
    return {name: text for name, text in said.items() if text}


def quantity_text(quantity: Quantity | None, entry: Entry | None) -> str:
    """The quantity as typed; where the entry's unit goes without saying, without it."""
    if quantity is None:
        return ""
    text = quantity.raw or format_quantity(quantity)
    if entry is not None and entry.unit and text.endswith(entry.unit):
        bare = text.removesuffix(entry.unit)
        if quantity_of(bare, entry) == quantity:
            return bare
    return text


# --- parts that are said to be so otherwise than the dictionary has it ----------------------------


def _shares(fact: Fact, more: More) -> tuple[str, str]:
    """The parts (分为) and those among it (其中) as a writer must name them; "" as usual."""
    if not fact.members:
        return "", ""
    wanted = (more.parts, more.among)
    in_order = [name for name in fact.entry.members if name in fact.members]
    facts = [name for name in in_order if isinstance(fact.members[name], Fact)]
    for parts in ((), more.parts):
        for among in ((), more.among):
            if shares(fact.entry, facts, parts, among) == wanted:
                return BETWEEN.join(parts), BETWEEN.join(among)
    return BETWEEN.join(more.parts), BETWEEN.join(more.among)


def shares(
    entry: Entry, present: list[str], parts: tuple[str, ...], among: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the parts come to be when these are named and the others as the dictionary has them."""
    rest = [name for name in present if name not in parts and name not in among]
    usual = {
        word: tuple(name for name in rest if entry.members[name].relation == word)
        for word in ("分为", "其中")
    }
    return (*parts, *usual["分为"]), (*among, *usual["其中"])
