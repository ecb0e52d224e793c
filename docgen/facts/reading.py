"""Reading facts: the layers of files around one period, typed by the dictionary.

A facts file is YAML, or a form (a workbook or a table) with one unit or many.  `_common.yaml` (what the county shares) lies under `unit.yaml` (the unit) and that under the
file of the period; 上期 comes from the file of the same span one year earlier.  Every problem
is a finding with its place; only a file that cannot be read as YAML raises.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from docgen import source
from docgen.errors import InputError
from docgen.facts.conversion import Converter
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.values import PLAIN, Fact, Facts, Group, More, Node, Records
from docgen.finding import Finding, Level, Place
from docgen.language import Period, Quantity, parse_period
from docgen.language import previous_period as one_year_earlier
from docgen.source import MappingNode, Parsed, Scalar

YAML_ENDINGS: Final = (".yaml", ".yml")
FORM_ENDINGS: Final = (".xlsx", ".xlsm", ".csv")


class Reading(NamedTuple):
    """The facts of one unit and everything found wrong in their files."""

    facts: Facts
    findings: tuple[Finding, ...]


class FormUnit(NamedTuple):
    """A unit of a form before it is typed, with all that its facts take from other files.

    name: 单位.名称 as filled in.  layers: farthest first, its own cells last.  findings: of the
    form as a whole, told with its first unit.
    """

    name: str
    layers: tuple[Parsed, ...]
    findings: tuple[Finding, ...]


class FactsError(InputError):
    """A facts file is not readable YAML; carries every problem found and the file's lines."""

    def __init__(self, parsed: Parsed) -> None:
        first = next((f for f in parsed.findings if f.level is Level.ERROR), None)
        super().__init__(
            first.message if first else "读不出内容",
            where=str(first.place if first else parsed.name),
        )
        self.findings = parsed.findings
        self.sources = {parsed.name: parsed.lines}


LAYERS: Final = ("_common.yaml", "unit.yaml")
"""Names of the files that lie under those of a period."""


def layer_files(path: Path) -> tuple[Path, ...]:
    """The files that make up the facts of this one, farthest first, itself last."""
    folder = path.parent
    unit = folder / "unit.yaml"
    layers = [p for p in (folder.parent / "_common.yaml", folder / "_common.yaml") if p.is_file()]
    if unit.is_file() and unit != path:
        layers.append(unit)
    else:
        layers = [p for p in layers if p.parent == folder]
    return (*(p for p in layers if p != path), path)


def read_facts(path: Path, dictionary: Dictionary) -> tuple[Facts, tuple[Finding, ...]]:
    """The facts of this file with its layers and its 上期, and everything found wrong.

    Raises InputError when the file is absent and FactsError when it is not readable YAML.
    """
    parsed = [source.read_file(layer) for layer in layer_files(path)]
    facts, findings = facts_from(parsed, dictionary)
    earlier = _earlier(path, facts.period)
    if earlier is None:
        return facts, findings
    before, trouble = facts_from([earlier], dictionary)
    root = _with_previous(facts.root, before.root)
    assert isinstance(root, Group)
    errors = tuple(f for f in trouble if f.level is Level.ERROR)
    merged = {**before.sources, **facts.sources}
    return replace(facts, root=root, sources=MappingProxyType(merged)), findings + errors


def read_units(path: Path, dictionary: Dictionary) -> tuple[Reading, ...]:
    """The facts of every unit in this file: one in a YAML file, one or many in a form.

    A unit of a form takes what is not filled in there from the layers beside the form, and
    from the unit.yaml of its own folder below.  Raises InputError as `read_facts`.
    """
    if not path.name.lower().endswith(FORM_ENDINGS):
        return (Reading(*read_facts(path, dictionary)),)
    return tuple(reading_of(unit, dictionary) for unit in form_units(path, dictionary))


def form_units(path: Path, dictionary: Dictionary) -> tuple[FormUnit, ...]:
    """The units of a form, not yet typed.  Raises InputError when it cannot be read."""
    from docgen.facts.workbook import read_form  # noqa: PLC0415  (openpyxl takes long to import)

    form = read_form(path, dictionary)
    beside = tuple(source.read_file(layer) for layer in layer_files(path)[:-1])
    own = _own_layers(path.parent) if len(form.units) > 1 else {}
    return tuple(
        FormUnit(
            unit.name,
            (*beside, *own.get(unit.name, ()), unit.parsed),
            form.findings if index == 0 else (),
        )
        for index, unit in enumerate(form.units)
    )


def reading_of(unit: FormUnit, dictionary: Dictionary) -> Reading:
    """The facts of a unit of a form.  Raises FactsError when a layer is not readable YAML."""
    facts, findings = facts_from(unit.layers, dictionary)
    own = unit.layers[-1]
    facts = replace(facts, digests=MappingProxyType({own.name: digest(own)}))
    return Reading(facts, (*unit.findings, *findings))


def digest(parsed: Parsed) -> str:
    """The hash of what a unit filled in, with its cells; another unit's cells do not change it."""
    return hashlib.sha256(repr((parsed.root, parsed.sheets)).encode()).hexdigest()


def _own_layers(folder: Path) -> dict[str, list[Parsed]]:
    """The unit.yaml of each folder below, by the unit's 名称."""
    found: dict[str, list[Parsed]] = {}
    for path in sorted(folder.glob("*/unit.yaml")):
        parsed = source.read_file(path)
        values = source.plain(parsed.root) if parsed.root is not None else ""
        unit = values.get("单位") if isinstance(values, dict) else None
        name = unit.get("名称") if isinstance(unit, dict) else None
        if isinstance(name, str):
            found.setdefault(name, [parsed])
    return found


def facts_from(
    layers: Sequence[Parsed], dictionary: Dictionary
) -> tuple[Facts, tuple[Finding, ...]]:
    """The facts of parsed files, farthest first.  Raises FactsError for an unreadable one."""
    findings: list[Finding] = []
    root = Entry("", "", "组", members=dictionary.roots)
    top = Group("", root, MappingProxyType({}), Place(layers[-1].name, 1))
    for parsed in layers:
        if parsed.root is None:
            raise FactsError(parsed)
        findings.extend(parsed.findings)
        reader = Converter(parsed, findings)
        if isinstance(parsed.root, Scalar) and not parsed.root.value:
            continue
        if not isinstance(parsed.root, MappingNode):
            reader.report("FCT001", Level.ERROR, parsed.root, "文件里应是“名称: 值”的对照表")
            continue
        layer = reader.group(parsed.root, root, "")
        top = _merge(top, layer)
    return (
        Facts(
            top,
            tuple(parsed.name for parsed in layers),
            MappingProxyType({parsed.name: parsed.lines for parsed in layers if parsed.lines}),
        ),
        tuple(findings),
    )


def _merge(base: Group, over: Group) -> Group:
    members = dict(base.members)
    for name, node in over.members.items():
        below = members.get(name)
        if isinstance(node, Group) and isinstance(below, Group):
            members[name] = _merge(below, node)
        else:
            members[name] = node
    return Group(over.path, over.entry, MappingProxyType(members), over.place)


def _earlier(path: Path, period: Period | None) -> Parsed | None:
    """The sibling file whose 期间 is the same span one year earlier."""
    if period is None:
        return None
    if not (path.parent / "unit.yaml").is_file():  # asked first: a folder may hold thousands
        return None
    try:
        beside = os.listdir(path.parent)  # noqa: PTH208  (a third of the time of Path's)
    except OSError:
        return None
    wanted = one_year_earlier(period)
    for name in sorted(filter(is_period_file, beside)):
        if name == path.name:
            continue
        parsed = _sound(path.parent / name)
        found = parsed and _period_in(parsed)
        if found is not None and (found.start, found.end) == (wanted.start, wanted.end):
            return parsed
    return None


def is_period_file(name: str) -> bool:
    """Whether a file of this name in a unit's folder holds the facts of a period: what begins with
    a dot, `_` or `~` does not, nor what all periods share."""
    return (
        name.lower().endswith(YAML_ENDINGS)
        and not name.startswith((".", "_", "~"))
        and name != "unit.yaml"
    )


def period_of(path: Path) -> Period | None:
    """文稿.期间 of a facts file, None when it has none or cannot be read."""
    parsed = _sound(path)
    return parsed and _period_in(parsed)


def _sound(path: Path) -> Parsed | None:
    """The file read, None when it cannot be."""
    try:
        return source.read_file(path)
    except InputError:
        return None


def _period_in(parsed: Parsed) -> Period | None:
    """文稿.期间 as typed in this file."""
    node = parsed.root
    for name in ("文稿", "期间"):
        node = _below(node, name)
    if isinstance(node, MappingNode):
        node = _below(node, "值")
    return parse_period(node.value) if isinstance(node, Scalar) else None


def _below(node: source.Node | None, name: str) -> source.Node | None:
    """What stands behind a key, None when there is no such key."""
    if not isinstance(node, MappingNode):
        return None
    return next((value for key, value in node.items if key.value == name), None)


def _with_previous(node: Node, before: Node | None) -> Node:
    """The node with 上期 taken from the earlier tree wherever none was typed."""
    if isinstance(node, Records) or before is None or isinstance(before, Records):
        return node
    members = node.members
    if members and before.members:
        members = MappingProxyType(
            {
                name: _with_previous(below, before.members.get(name))
                for name, below in members.items()
            }
        )
    if isinstance(node, Fact):
        more = node.more
        if (
            more.previous is None
            and isinstance(before, Fact)
            and isinstance(before.value, Quantity)
            and before.more.status != "计划"
        ):
            doubtful = before.more.status == "待核实"
            if more is PLAIN:
                more = More(before.value, doubtful, before.place)
            else:
                more = replace(
                    more,
                    previous=before.value,
                    previous_doubtful=doubtful,
                    previous_place=before.place,
                )
        if more is node.more and members is node.members:
            return node
        return Fact(node.path, node.entry, node.value, node.text, node.place, more, members)
    return node if members is node.members else replace(node, members=members)


def as_of(facts: Facts) -> date | None:
    """The day the draft speaks from: 文稿.日期, else 文稿.时点, else the end of the period."""
    if facts.issued_on is not None:
        return facts.issued_on
    node = facts.get("文稿.时点")
    if isinstance(node, Fact) and isinstance(node.value, date):
        return node.value
    return facts.period.end if facts.period else None
