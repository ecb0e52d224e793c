"""Facts as values: leaves, groups and records, each with the place it was typed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from docgen.facts.dictionary import Entry
from docgen.finding import Place
from docgen.language import Period, Quantity

Value: TypeAlias = Quantity | Period | date | bool | str | None
"""What a leaf holds; None when the cell was left open (待填) or only doubted (待核实), "" when
there is none (无), whatever else would say one."""


@dataclass(frozen=True, slots=True)
class More:
    """What may be said of a leaf beyond its value; every field is optional.

    previous: the value of the period compared with; previous_doubtful: it was 待核实 there; previous_place: where that stands when
    it came from another file.  comparison: 上年同期, 年初, 换届前.  status: 已核实, 待核实 or
    计划.  public: False keeps the fact out of papers that leave the unit.
    parts: members that make up the whole (分为).  among: members that are part of it (其中).
    """

    previous: Quantity | None = None
    previous_doubtful: bool = False
    previous_place: Place | None = None
    growth: Quantity | None = None
    comparison: str = ""
    target: Quantity | None = None
    rank: str = ""
    source: str = ""
    as_of: str = ""
    caliber: str = ""
    status: str = "已核实"
    public: bool = True
    note: str = ""
    parts: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


PLAIN: Final = More()
NO_MEMBERS: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fact:
    """A leaf: one value with its entry, the text as typed and its place."""

    path: str
    entry: Entry
    value: Value
    text: str
    place: Place
    more: More = PLAIN
    members: Mapping[str, Node] = field(default_factory=lambda: NO_MEMBERS)


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under a common name."""

    path: str
    entry: Entry
    members: Mapping[str, Node]
    place: Place


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list; a plain sentence in a list is a record with the field `文` alone.

    typed: the fields that something stands in, also one that holds nothing yet (待填).
    """

    path: str
    entry: Entry
    members: Mapping[str, Node]
    place: Place
    typed: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def title(self) -> str:
        """What the record is of, the text of its chief field (主项); "" when nothing stands there."""
        named = self.members.get(self.entry.title)
        return named.text if isinstance(named, Fact) else ""


@dataclass(frozen=True, slots=True)
class Records:
    """A list of records or of plain texts, in the writer's order."""

    path: str
    entry: Entry
    items: tuple[Record | Fact, ...]
    place: Place

    def __bool__(self) -> bool:
        """Whether there is an item, so that an empty list is false in a template's condition."""
        return bool(self.items)


Node: TypeAlias = Fact | Group | Record | Records


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one unit and period, layered from its files.

    files: the files read, nearest last.  sources: their lines, for messages with a caret.
    digests: of a form, which has no lines, the hash of what this unit filled in.
    """

    root: Group
    files: tuple[str, ...]
    sources: Mapping[str, tuple[str, ...]]
    digests: Mapping[str, str] = field(default_factory=lambda: NO_MEMBERS)

    def get(self, path: str) -> Node | None:
        """The node at a dotted path with positions (`工作[1].要点[2]`), None when absent."""
        node: Node | None = self.root
        for part in path.split("."):
            name, rest = part, ""
            if "[" in part:
                name, _, rest = part.partition("[")
            node = member(node, name)
            while rest and node is not None:
                index, _, rest = rest.partition("]")
                rest = rest.removeprefix("[")
                items = node.items if isinstance(node, Records) else ()
                number = int(index) if index.isascii() and index.isdigit() else 0
                node = items[number - 1] if 0 < number <= len(items) else None
            if node is None:
                return None
        return node

    def leaves(self) -> Iterator[Fact]:
        """Every leaf in the order of the files, a leaf before its members."""
        found: list[Fact] = []
        _add_leaves(self.root, found)
        return iter(found)

    def nodes(self) -> Iterator[Node]:
        """Every node in the order of the files, what holds others before them."""
        stack: list[Node] = [self.root]
        while stack:
            node = stack.pop()
            yield node
            below = node.items if isinstance(node, Records) else [*node.members.values()]
            stack += reversed(below)

    @property
    def period(self) -> Period | None:
        """文稿.期间, None when not given."""
        node = self.get("文稿.期间")
        return node.value if isinstance(node, Fact) and isinstance(node.value, Period) else None

    @property
    def issued_on(self) -> date | None:
        """文稿.日期, None when not given."""
        node = self.get("文稿.日期")
        return node.value if isinstance(node, Fact) and isinstance(node.value, date) else None

    @property
    def unit(self) -> str:
        """单位.名称, or the name of the file when the unit has none."""
        node = self.get("单位.名称")
        return node.text if isinstance(node, Fact) and node.text else self.files[-1]


def member(node: Node | None, name: str) -> Node | None:
    """The member of that name, None when there is none."""
    if isinstance(node, Group | Record | Fact):
        return node.members.get(name)
    return None


def _add_leaves(node: Node, found: list[Fact]) -> None:
    if isinstance(node, Fact):
        found.append(node)
    below = node.items if isinstance(node, Records) else node.members.values()
    for inner in below:
        if inner.__class__ is Fact and not inner.members:
            found.append(inner)  # nearly every one
        else:
            _add_leaves(inner, found)
