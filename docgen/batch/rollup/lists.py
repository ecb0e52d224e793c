"""The county's lists: the units' records one after another, a row for each unit, who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from docgen.batch.rollup.parts import Part, Unit, named, part_of
from docgen.facts.dictionary import Entry
from docgen.facts.sentences import Reference, pieces
from docgen.facts.values import PLAIN, Fact, Facts, More, Node, Record, Records
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity, format_quantity

FROM: Final = "来自"
"""The field that says whose record it is."""
UNITS: Final = "各单位"
UNREPORTED: Final = "未报单位"
_NOWHERE: Final = Place("")


class Listed(NamedTuple):
    """A list of the county, None when it has none; what could not be carried over."""

    records: Records | None
    findings: tuple[Finding, ...] = ()


def one_after_another(units: Sequence[Unit], entry: Entry) -> Listed:
    """The records of all units, each with its unit; 无 when every unit says that there is none."""
    findings: list[Finding] = []
    items: list[Record | Fact] = []
    nodes = [unit.facts.get(entry.path) for unit in units]
    for unit, node in zip(units, nodes, strict=True):
        for item in node.items if isinstance(node, Records) else ():
            items.append(_of_unit(item, unit, findings) if isinstance(item, Record) else item)
    if entry.merged:
        items = list(_merged(items, len(units)))
    given = [node for node in nodes if isinstance(node, Records)]
    if not items and (not given or len(given) < len(units)):
        return Listed(None, tuple(findings))
    return Listed(Records(entry.path, entry, tuple(items), given[0].place), tuple(findings))


def rows_of(units: Sequence[Unit], entry: Entry, sources: dict[str, Entry]) -> Records:
    """A record for each unit.  sources: the entry that each field is taken from, by its name."""
    rows = []
    for number, unit in enumerate(units, 1):
        path = f"{entry.path}[{number}]"
        members: dict[str, Node] = {}
        for name, field in entry.members.items():
            source = sources.get(name)
            cell = _cell(unit, field, source, f"{path}.{name}") if source is not None else None
            if cell is not None:
                members[name] = cell
        rows.append(Record(path, entry, MappingProxyType(members), _NOWHERE))
    return Records(entry.path, entry, tuple(rows), _NOWHERE)


def names(entry: Entry, missing: Sequence[str]) -> Records:
    """A list of names; 无 when there is none."""
    item = Entry(entry.name, entry.path, entry.item or "名称")
    items = tuple(
        Fact(f"{entry.path}[{number}]", item, name, name, _NOWHERE)
        for number, name in enumerate(missing, 1)
    )
    return Records(entry.path, entry, items, _NOWHERE)


# --- rows -----------------------------------------------------------------------------------------


def _cell(unit: Unit, field: Entry, source: Entry, path: str) -> Fact | None:
    """What stands in the unit's row: the value as typed, with its doubt; None when it has none."""
    if not source.is_number:
        node = unit.facts.get(source.path)
        text = node.text if isinstance(node, Fact) else ""
        fits = text and (not field.options or text in field.options)
        return Fact(path, field, text, text, _NOWHERE) if fits else None
    part: Part = part_of(unit, source)
    if part.how == "为零":
        return Fact(path, field, None, "0", _NOWHERE)
    fact = part.fact
    if fact is None or not isinstance(fact.value, Quantity) or part.how not in ("计入", "待核实"):
        return None
    doubted = part.how == "待核实"
    kept = More(
        status="待核实" if doubted else "已核实",
        note=part.note if doubted else "",
        public=fact.more.public,
    )
    return Fact(
        path, field, fact.value, fact.value.raw, fact.place, PLAIN if kept == PLAIN else kept
    )


# --- records --------------------------------------------------------------------------------------


def _of_unit(record: Record, unit: Unit, findings: list[Finding]) -> Record:
    """The record with the unit it is from; what its sentences cite said in figures, as the
    county's own figures would stand there otherwise."""
    members = dict(_carried(record, unit, findings))
    field = record.entry.members.get(FROM)
    if field is not None:
        members[FROM] = Fact(f"{record.path}.{FROM}", field, unit.name, unit.name, record.place)
    return replace(record, members=MappingProxyType(members))


def _carried(record: Record, unit: Unit, findings: list[Finding]) -> Iterator[tuple[str, Node]]:
    for name, node in record.members.items():
        kept = _spelt_out(node, unit)
        if kept is None:
            findings.append(
                Finding(
                    "ROL007",
                    Level.HINT,
                    f"“{node.path}”引用了{unit.name}台账里的数，没有汇出这一项",
                    node.place,
                    hint="把【】换成数，或在县的台账里写这一条",
                )
            )
        else:
            yield name, kept


def _spelt_out(node: Node, unit: Unit) -> Node | None:
    """The node with every reference in its texts replaced by what it refers to; None when one
    cannot be."""
    if isinstance(node, Records):
        items = [_spelt_out(item, unit) for item in node.items]
        kept = tuple(item for item in items if isinstance(item, Fact | Record))
        return replace(node, items=kept) if len(kept) == len(items) else None
    if isinstance(node, Fact):
        if "【" not in node.text:
            return node
        said = [
            _referred(piece, unit.facts) if isinstance(piece, Reference) else _text(piece)
            for piece in pieces(node.text)
        ]
        if any(text is None for text in said):
            return None
        text = "".join(text for text in said if text is not None)
        return replace(node, text=text, value=text)
    members = {name: _spelt_out(below, unit) for name, below in node.members.items()}
    if any(below is None for below in members.values()):
        return None
    kept_members = {name: below for name, below in members.items() if below is not None}
    return replace(node, members=MappingProxyType(kept_members))


def _text(piece: object) -> str:
    return piece if isinstance(piece, str) else str(getattr(piece, "text", ""))


def _referred(reference: Reference, facts: Facts) -> str | None:
    """What a reference says in the unit's own paper, None when that takes more than its value."""
    node = facts.get(reference.path)
    if not isinstance(node, Fact) or node.more.status != "已核实" or not node.text:
        return None
    if not isinstance(node.value, Quantity):
        return node.text if not reference.filter else None
    entry = node.entry
    if reference.filter == "量" or (not reference.filter and entry.kind != "计数"):
        unit = node.value.unit or entry.measure or entry.unit
        return format_quantity(node.value, unit=unit or ("%" if entry.kind == "百分比" else ""))
    return format_quantity(node.value, unit="") if not reference.filter else None


def _merged(items: Sequence[Record | Fact], units: int) -> Iterator[Record | Fact]:
    """Records of the same title once, with all their units; a field is what most of them say."""
    groups: dict[str, list[Record]] = {}
    for item in items:
        if isinstance(item, Record):
            title = item.members.get(item.entry.title)
            key = (
                title.text if isinstance(title, Fact) and title.text else item.path + str(id(item))
            )
            groups.setdefault(key, []).append(item)
    for same in groups.values():
        first = same[0]
        if len(same) == 1:
            yield first
            continue
        members = {name: _most(same, name) for name in first.entry.members}
        kept: dict[str, Node] = {name: node for name, node in members.items() if node is not None}
        whose = [node.text for item in same if isinstance(node := item.members.get(FROM), Fact)]
        origin = kept.get(FROM)
        if isinstance(origin, Fact):
            text = "各单位" if len(whose) == units else named(whose)
            kept[FROM] = replace(origin, text=text, value=text)
        yield replace(first, members=MappingProxyType(kept))


def _most(same: Sequence[Record], name: str) -> Node | None:
    """What most of the records say there, of equally many the first."""
    found = [node for item in same if (node := item.members.get(name)) is not None]
    texts = [node.text if isinstance(node, Fact) else "" for node in found]
    return max(found, key=lambda node: texts.count(node.text if isinstance(node, Fact) else ""), default=None)  # fmt: skip
