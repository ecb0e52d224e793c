"""The county's facts: what its units add up to, under what the county says of itself.

The county's own facts stand as they are.  A number that both give is the sum; what the county
said beside its own (口径, 时点, 说明, a doubt) is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from docgen.batch.rollup.amounts import agree, in_sum, interval
from docgen.batch.rollup.lists import UNITS, UNREPORTED, names, one_after_another, rows_of
from docgen.batch.rollup.numbers import ROLLED, Number, number
from docgen.batch.rollup.parts import Unit, named
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.values import PLAIN, Fact, Facts, Group, More, Node, Records
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity
from docgen.library.calibers import NO_CALIBERS, Calibers

_KINDS: Final = ("县", "区", "市")


@dataclass(slots=True)
class County:
    """The making of one county.

    absent: names of units that have no facts of the period.  broken: of those whose files
    cannot be read.  name: of the county, "" when nobody says it.  period: which one.  where: the file that findings
    without a place of their own name.  calibers: which words for a 口径 mean the same.  numbers: what was made, by path.
    """

    units: Sequence[Unit]
    own: Facts | None
    dictionary: Dictionary
    absent: Sequence[str] = ()
    broken: Sequence[str] = ()
    name: str = ""
    period: str = ""
    where: str = ""
    calibers: Calibers = NO_CALIBERS
    numbers: dict[str, Number] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def tree(self) -> Group:
        """All facts of the county, in the order of the dictionary."""
        root = Entry("", "", "组", members=self.dictionary.roots)
        given = self.own.root.members if self.own is not None else {}
        members: dict[str, Node] = {}
        for name, entry in self.dictionary.roots.items():
            made = self._root(entry, given.get(name))
            if made is not None:
                members[name] = made
        return Group("", root, MappingProxyType(members), Place(self.where))

    def _root(self, entry: Entry, own: Node | None) -> Node | None:
        if entry.name == "单位":
            return self._unit(entry, own)
        if entry.name == "文稿":
            return self._paper(entry, own)
        return self._node(entry, own)

    def _node(self, entry: Entry, own: Node | None) -> Node | None:
        if entry.kind == "列表":
            return self._list(entry, own)
        if entry.kind in ("组", "构成"):
            below = own.members if isinstance(own, Group) else {}
            members = self._members(entry, below)
            return Group(entry.path, entry, members, Place(self.where)) if members else None
        if entry.rollup == "个数":
            return self._how_many(entry, own)
        if entry.is_number and entry.rollup in ROLLED:
            return self._number(entry, own if isinstance(own, Fact) else None)
        return own

    def _members(self, entry: Entry, own: Mapping[str, Node]) -> Mapping[str, Node]:
        found = {name: self._node(below, own.get(name)) for name, below in entry.members.items()}
        return MappingProxyType({name: node for name, node in found.items() if node is not None})

    # -- numbers ---------------------------------------------------------------------------

    def _number(self, entry: Entry, own: Fact | None) -> Fact | None:
        if own is not None and own.entry.own and own.value is not None:
            return own  # what this level does is no sum of what the units do
        reasons = [f"{named(self.absent)}未报"] if self.absent else []
        reasons += [f"{named(self.broken)}的台账读不出来"] if self.broken else []
        made = number(self.units, entry, reasons, self.where, self.calibers)
        members = self._members(entry, own.members if own is not None else {})
        if not made.given:
            if own is None:
                return self._for_members(entry, members)
            return self._related(replace(own, members=members), own)
        if made.value is None and own is None and made.more.status != "待核实":
            self.findings += made.findings
            return self._for_members(entry, members)
        self.numbers[entry.path] = made
        self.findings += made.findings
        fact = self._said(made, own)
        return self._related(replace(fact, members=members), own)

    def _for_members(self, entry: Entry, members: Mapping[str, Node]) -> Fact | None:
        """A number that nobody gives, for what stands under it."""
        if not members:
            return None
        return Fact(entry.path, entry, None, "", Place(self.where), PLAIN, members)

    def _said(self, made: Number, own: Fact | None) -> Fact:
        """The number with what the county says of it."""
        entry, value, more = made.entry, made.value, made.more
        if own is not None:
            more = _with_own(made, own)
            value = value if value is not None or not isinstance(own.value, Quantity) else own.value
        text = value.raw if value is not None else ""
        if entry.kind == "金额" and entry.unit and text.endswith(entry.unit):
            bare = text.removesuffix(entry.unit)
            text = bare if bare.replace(".", "", 1).isdigit() else text
        return Fact(entry.path, entry, value, text, Place(self.where), more)

    def _how_many(self, entry: Entry, own: Node | None) -> Fact:
        """How many units there are, reported or not."""
        count = len(self.units) + len(self.absent) + len(self.broken)
        more = own.more if isinstance(own, Fact) else PLAIN
        return Fact(entry.path, entry, None, str(count), Place(self.where), more)

    def _related(self, fact: Fact, own: Fact | None) -> Fact:
        """The number with what its members are to it; parts that not all units give do not make
        up the whole, and are said to be among it."""
        members = dict(fact.members)
        if not members:
            return fact
        parts = [name for name in members if self._relation(fact, name, own) == "分为"]
        among = [name for name in members if self._relation(fact, name, own) == "其中"]
        if parts and not _make_up(fact, [members[name] for name in parts]):
            parts, among = [], [name for name in members if name in (*parts, *among)]
        for name, node in fact.members.items():
            if (
                isinstance(node, Group)
                and node.entry.kind == "构成"
                and not self._whole(fact, node)
            ):
                del members[name]
                for path in [p for p in self.numbers if p.startswith(f"{node.path}.")]:
                    del self.numbers[path]
        more = replace(fact.more, parts=tuple(parts), among=tuple(among))
        return replace(fact, more=more, members=MappingProxyType(members))

    def _relation(self, fact: Fact, name: str, own: Fact | None) -> str:
        """分为, 其中 or "": as the county says, else the units, else the dictionary."""
        facts = [own, *(unit.facts.get(fact.path) for unit in self.units)]
        for said in facts:
            if isinstance(said, Fact) and name in said.members:
                if name in said.more.parts:
                    return "分为"
                if name in said.more.among:
                    return "其中"
        node = fact.members[name]
        return node.entry.relation if isinstance(node, Fact) else ""

    def _whole(self, fact: Fact, group: Group) -> bool:
        """Whether a 构成 makes up its whole; when some units do not give it, it is left out."""
        if not isinstance(fact.value, Quantity) or _make_up(fact, group.members.values()):
            return True
        lacking = [
            unit.name
            for unit in self.units
            if isinstance(unit.facts.get(fact.path), Fact) and unit.facts.get(group.path) is None
        ]
        said = f"{named(lacking)}没有填" if lacking else "有的单位没有填全"
        self.findings.append(
            Finding(
                "ROL007",
                Level.HINT,
                f"“{group.path}”{said}，各项加起来不是全县的数，没有汇出",
                Place(self.where),
                hint="各单位都填了再汇总",
            )
        )
        return False

    # -- lists -----------------------------------------------------------------------------

    def _list(self, entry: Entry, own: Node | None) -> Records | None:
        if entry.path == UNITS:
            sources = {
                name: source
                for name, below in entry.members.items()
                if (source := self.dictionary.find(below.taken)) is not None
            }
            return rows_of(self.units, entry, sources)
        if entry.path == UNREPORTED:
            return names(entry, [*self.absent, *self.broken])
        if isinstance(own, Records):
            return own
        if entry.rollup != "列举":
            return None
        made = one_after_another(self.units, entry)
        self.findings += made.findings
        return made.records

    # -- who speaks ------------------------------------------------------------------------

    def _unit(self, entry: Entry, own: Node | None) -> Group | None:
        members = dict(own.members) if isinstance(own, Group) else {}
        given = members.get("名称")
        if self.name and not isinstance(given, Fact):
            members["名称"] = self._text(entry.members["名称"], self.name)
            if self.name[-1] in _KINDS:
                members.setdefault("类别", self._text(entry.members["类别"], self.name[-1]))
        ordered = {name: members[name] for name in entry.members if name in members}
        return Group(entry.path, entry, MappingProxyType(ordered), Place(self.where))

    def _paper(self, entry: Entry, own: Node | None) -> Group:
        members = dict(own.members) if isinstance(own, Group) else {}
        for name in ("期间", "时点"):
            texts = {self._of(unit, f"文稿.{name}") for unit in self.units}
            said = next(iter(texts)) if len(texts) == 1 else ""
            if name == "期间" and not said:  # said in other words by some of them
                said = self.period
            if said and name not in members:
                members[name] = self._text(entry.members[name], said)
        ordered = {name: members[name] for name in entry.members if name in members}
        return Group(entry.path, entry, MappingProxyType(ordered), Place(self.where))

    def _text(self, entry: Entry, text: str) -> Fact:
        return Fact(entry.path, entry, text, text, Place(self.where))

    @staticmethod
    def _of(unit: Unit, path: str) -> str:
        node = unit.facts.get(path)
        return node.text if isinstance(node, Fact) else ""


def _make_up(fact: Fact, nodes: Iterable[Node]) -> bool:
    """Whether the parts come to the whole; True when either is not known."""
    known = [
        interval(node.value, node.entry)
        for node in nodes
        if isinstance(node, Fact) and isinstance(node.value, Quantity)
    ]
    if not known or not isinstance(fact.value, Quantity):
        return True
    return agree(in_sum(known), interval(fact.value, fact.entry))


def _with_own(made: Number, own: Fact) -> More:
    """What is said of a number that the county gave too: its own words, where it has any."""
    more, said = made.more, own.more
    status, note = more.status, more.note
    if said.status == "待核实":
        named_there = [part.unit for part in made.parts if part.unit in said.note]
        rest = [
            reason
            for reason in (made.reasons if status == "待核实" else ())
            if not any(unit in reason for unit in named_there)
        ]
        status, note = "待核实", "；".join(filter(None, (said.note, *rest)))
    elif status != "待核实":
        note = said.note
    typed = said.previous_place is not None and said.previous_place.path == own.place.path
    return replace(
        more,
        previous=more.previous if more.previous is not None or not typed else said.previous,
        growth=said.growth,
        comparison=more.comparison or said.comparison,
        target=said.target,
        rank=said.rank,
        as_of=said.as_of or more.as_of,
        caliber=said.caliber or more.caliber,
        status=status,
        note=note,
        public=more.public and said.public,
    )
