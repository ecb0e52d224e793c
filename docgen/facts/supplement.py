"""What a unit sends back in a 补填表, laid over the facts it was missing in.

A 补填表 asks for single cells, each named by the path of its fact with positions
(`后进村[2].措施`) and by what the record is called, so that no answer goes to the wrong record
when the list was changed meanwhile.  Only these cells are changed: the record keeps its other
fields, the fact what else is said of it.  What was 待核实 or 计划 is 已核实 once a value is sent
back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from docgen import source
from docgen.errors import InputError
from docgen.facts.conversion import Converter
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.reading import Reading, digest
from docgen.facts.values import PLAIN, Fact, Facts, Group, More, Node, Record, Records
from docgen.finding import Finding, Level, Place
from docgen.source import MappingNode, Parsed, Scalar

if TYPE_CHECKING:
    from docgen.facts.workbook import UnitForm

UNIT, PERIOD = "单位.名称", "文稿.期间"
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_SHARES: Final = ("parts", "among")
_LIST_WORDS: Final = ("待填", "待补", "【待填】", "无")


class Supplements(NamedTuple):
    """The 补填表 that were sent back.

    forms: unit and period, as they stand in the form, → the forms, by the names of their files.
    troubles: what could not be taken, a line each.
    """

    forms: Mapping[tuple[str, str], tuple[UnitForm, ...]]
    troubles: tuple[str, ...]

    def of(self, facts: Facts) -> tuple[UnitForm, ...]:
        """Those for these facts."""
        named = facts.get(UNIT)
        unit = named.text if isinstance(named, Fact) else ""
        period = facts.get(PERIOD)
        said = period.text if isinstance(period, Fact) else ""
        keys = dict.fromkeys(((unit, said), (unit, "")))
        return tuple(form for key in keys for form in self.forms.get(key, ()))


def read_supplements(folder: Path, dictionary: Dictionary) -> Supplements:
    """The forms in a folder and the folders below, whatever their files are called."""
    from docgen.facts.workbook import read_form  # noqa: PLC0415  (openpyxl takes long to import)

    forms: dict[tuple[str, str], list[UnitForm]] = {}
    troubles = []
    for path in sorted(folder.rglob("*.xlsx")):
        if path.name.startswith(("~$", ".")):
            continue  # what WPS and Excel leave while a file is open
        try:
            units, found = read_form(path, dictionary)
        except InputError as error:
            troubles.append(str(error))
            continue
        troubles += [f"{f.place}：{f.message}" for f in found if f.level is Level.ERROR]
        if not any(unit.cells or _lists(unit.parsed) for unit in units):
            troubles.append(f"{path}：没有填，或不是补填表，没有用")
        for unit in units:
            if unit.cells or _lists(unit.parsed):
                forms.setdefault((unit.name, _said(unit.parsed, PERIOD)), []).append(unit)
    for same in forms.values():
        troubles += _contradictions(same)
    return Supplements(
        MappingProxyType({key: tuple(same) for key, same in forms.items()}), tuple(troubles)
    )


def supplemented(reading: Reading, forms: Sequence[UnitForm], dictionary: Dictionary) -> Reading:
    """The facts with what these forms say laid over them; the form first named goes before.

    Every value laid over has its place in its form.  Findings of the forms are added.
    """
    facts, findings = reading
    for form in reversed(forms):
        found: list[Finding] = list(form.parsed.findings)
        root: Node = facts.root
        for steps, leaf in list(_leaves(form, facts, found, dictionary)):
            root = _put(root, facts.root.entry, "", steps, leaf)
        assert isinstance(root, Group)
        name = form.parsed.name
        names = [*dict.fromkeys((*facts.files[:-1], name))]
        facts = replace(
            facts,
            root=root,
            files=(*(n for n in names if n != facts.files[-1]), facts.files[-1]),
            digests=MappingProxyType({**facts.digests, name: _digest(form)}),
        )
        findings = (*findings, *found)
    return Reading(facts, findings)


_Steps = tuple["str | int", ...]


def title_of(path: str, facts: Facts | None) -> str:
    """What the innermost record that the fact lies in is called, "" when it is in none."""
    record = facts.get(path[: path.rfind("]") + 1]) if facts is not None and "]" in path else None
    return _title(record)


def _title(record: Node | None) -> str:
    if not isinstance(record, Record):
        return ""
    named = record.members.get(record.entry.title) or record.members.get("文")
    return named.text if isinstance(named, Fact) else ""


def _path_now(path: str, title: str, facts: Facts) -> str:
    """The path of the fact as the facts are now: where its record has moved to, "" if nowhere."""
    if not title or title_of(path, facts) == title:
        return path
    above, _, below = path.rpartition("]")
    list_path = above[: above.rfind("[")]
    records = facts.get(list_path)
    items = records.items if isinstance(records, Records) else ()
    found = [at for at, item in enumerate(items, 1) if _title(item) == title]
    return f"{list_path}[{found[0]}]{below}" if len(found) == 1 else ""


def _leaves(
    form: UnitForm, facts: Facts, found: list[Finding], dictionary: Dictionary
) -> Iterator[tuple[_Steps, Node]]:
    """What the form says, each with the way to it."""
    converter = Converter(form.parsed, found)
    for name, node in _lists(form.parsed):
        records = converter.node(node, dictionary.roots[name], name)
        if records is not None:
            yield (name,), records
    for asked, cell in form.cells.items():
        title = form.titles.get(asked, "")
        path = _path_now(asked, title, facts)
        if not path:
            list_name = asked[: asked.rfind("[")]
            found.append(
                Finding(
                    "FCT127",
                    Level.ERROR,
                    f"“{list_name}”里现在没有“{title}”，这一格没有用",
                    _place(form, cell),
                    hint="这一条改过或删了：直接改台账，或重新做一份补填表",
                )
            )
            continue
        entry, aside, named = dictionary.find(path), "", path
        if entry is None:
            named, _, aside = path.rpartition(".")
            entry = dictionary.find(named)
        if entry is None:
            continue
        steps = _steps(named)
        over: Node | None
        if aside:
            pair = (Scalar(aside, cell.line, cell.column, False), cell)
            over = converter.leaf(MappingNode((pair,), cell.line, cell.column), entry, named)
        elif entry.kind == "列表" and not isinstance(steps[-1], int):
            over = converter.records(_items(cell, entry), entry, named)
        else:
            over = converter.leaf(cell, entry, named)
        if over is not None and not (isinstance(over, Fact) and _is_empty(over)):
            yield steps, over


def _steps(path: str) -> _Steps:
    return tuple(int(number) if number else name for name, number in _STEP.findall(path))


def _is_empty(fact: Fact) -> bool:
    """Whether nothing is said: still 待填, or what was typed could not be taken."""
    return fact.value is None and fact.more is PLAIN


def _items(cell: Scalar, entry: Entry) -> source.Node:
    """The items of a list in one cell."""
    from docgen.facts.workbook.cells import split_list  # noqa: PLC0415  (see above)

    if cell.value.strip() in _LIST_WORDS:
        return cell._replace(value=cell.value.strip())
    items = split_list(cell.value, names=entry.item == "名称")
    nodes = tuple(Scalar(item, cell.line, cell.column, False) for item in items)
    return source.SequenceNode(nodes, cell.line, cell.column)


# --- laying over -------------------------------------------------------------------------------


def _put(node: Node | None, entry: Entry, path: str, steps: _Steps, leaf: Node) -> Node:
    """The node with the leaf in its place below; what is not there is made on the way."""
    if not steps:
        if not isinstance(leaf, Fact):
            return leaf
        return _over(node, leaf) if isinstance(node, Fact) else replace(leaf, path=path)
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = node.items if isinstance(node, Records) else ()
        at = min(step, len(items) + 1)  # the next one, when the list has become shorter
        there = items[at - 1] if at <= len(items) else None
        below = f"{path}[{at}]"
        item = there if there is not None or not rest else Record(below, entry, _NONE, leaf.place)
        made = _put(item, entry, below, rest, leaf)
        assert isinstance(made, Record | Fact)
        place = node.place if node is not None else leaf.place
        return Records(path, entry, (*items[: at - 1], made, *items[at:]), place)
    inner = entry.members[step]
    members: dict[str, Node] = {} if node is None or isinstance(node, Records) else {**node.members}
    name = f"{path}.{step}" if path else step
    members[step] = _put(members.get(step), inner, name, rest, leaf)
    frozen = MappingProxyType(members)
    if isinstance(node, Group):
        return replace(node, members=frozen)
    if isinstance(node, Record):
        return replace(node, members=frozen, typed=node.typed | {step})
    if entry.kind in ("组", "构成"):
        return Group(path, entry, frozen, leaf.place)
    fact = node if isinstance(node, Fact) else Fact(path, entry, None, "", leaf.place)
    return replace(fact, members=frozen, more=_shared(fact.more, step, inner))


_NONE: Final[Mapping[str, Node]] = MappingProxyType({})


def _shared(more: More, name: str, inner: Entry) -> More:
    """What is said of a fact that has got a part."""
    if name in more.parts or name in more.among or not inner.relation:
        return more
    if inner.relation == "分为":
        return replace(more, parts=(*more.parts, name))
    return replace(more, among=(*more.among, name))


def _over(base: Fact, leaf: Fact) -> Fact:
    """The fact with what the leaf says; what the leaf does not speak of stays."""
    said = {
        item.name: value
        for item in fields(More)
        if item.name not in _SHARES and (value := getattr(leaf.more, item.name)) != item.default
    }
    if leaf.value is None:
        return replace(base, more=replace(base.more, **said))
    if base.more.status != "已核实":
        said = {"status": "已核实", "note": "", **said}
    return replace(
        base, value=leaf.value, text=leaf.text, place=leaf.place, more=replace(base.more, **said)
    )


# --- what a form holds -------------------------------------------------------------------------


def _lists(parsed: Parsed) -> tuple[tuple[str, source.Node], ...]:
    """The lists that are filled in as a whole."""
    if not isinstance(parsed.root, MappingNode):
        return ()
    return tuple(
        (key.value, node)
        for key, node in parsed.root.items
        if isinstance(node, source.SequenceNode) or (isinstance(node, Scalar) and node.value)
    )


def _said(parsed: Parsed, path: str) -> str:
    values = source.plain(parsed.root) if parsed.root is not None else ""
    for name in path.split("."):
        values = values.get(name, "") if isinstance(values, dict) else ""
    return values if isinstance(values, str) else ""


def _digest(form: UnitForm) -> str:
    return digest(form.parsed._replace(root=_with_cells(form)))


def _with_cells(form: UnitForm) -> source.Node:
    """The root with the cells in it, so that they count in its hash."""
    pairs = tuple((Scalar(path, 0, 0, False), cell) for path, cell in form.cells.items())
    own = form.parsed.root.items if isinstance(form.parsed.root, MappingNode) else ()
    return MappingNode((*own, *pairs), 0, 0)


def _contradictions(forms: Sequence[UnitForm]) -> Iterator[str]:
    """What two forms of one unit say differently."""
    first: dict[str, tuple[Scalar, UnitForm]] = {}
    for form in forms:
        for path, cell in form.cells.items():
            other, earlier = first.setdefault(path, (cell, form))
            if other.value != cell.value:
                here, there = _place(form, cell), _place(earlier, other)
                yield f"{here}：“{path}”和 {there} 填的不一样，用了后者"


def _place(form: UnitForm, cell: Scalar) -> Place:
    return form.parsed.place(cell.line, cell.column)
