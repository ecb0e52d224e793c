"""Growing the tree of a unit from cells; it ends as the nodes that a YAML file would give."""

from __future__ import annotations

from dataclasses import dataclass, field

from docgen.facts.dictionary import Entry
from docgen.facts.workbook.cells import NONE_WORD, split_list
from docgen.source import MappingNode, Node, Scalar, SequenceNode


@dataclass(slots=True)
class Branch:
    """A fact, group, record or list as far as it is filled in.

    line, column: where it stands first.  said: what is said of it beside its value.
    shares: the parts named for 分为 and 其中.  items: the records of a list.  none: the list
    is said to be 无.
    """

    entry: Entry
    line: int
    column: int
    value: Scalar | None = None
    said: dict[str, Scalar] = field(default_factory=dict)
    shares: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: dict[str, Branch] = field(default_factory=dict)
    items: list[Branch] = field(default_factory=list)
    none: Scalar | None = None

    def under(self, entry: Entry, line: int, column: int) -> Branch:
        """The branch of an entry below this one, made with all between when it is not there."""
        depth = self.entry.path.count(".") + 1 if self.entry.path else 0
        names = entry.path.split(".")[depth:]
        branch = self
        for name in names:
            below = branch.members.get(name)
            if below is None:
                below = branch.members[name] = Branch(branch.entry.members[name], line, column)
            branch = below
        return branch

    def node(self) -> Node | None:
        """The node, None when nothing is filled in."""
        if self.entry.kind == "列表" and not self.is_record:
            return self._list()
        pairs: list[tuple[Scalar, Node]] = []
        if self.value is not None:
            pairs.append((self._key("值", self.value), self.value))
        pairs += [(self._key(name, value), value) for name, value in self.said.items()]
        grown = {
            name: node
            for name in self.entry.members
            if name in self.members and (node := self.members[name].node()) is not None
        }
        for word, names in self.shares.items():
            inner = tuple((self._key(n, grown[n]), grown.pop(n)) for n in names if n in grown)
            if inner:
                key = self._key(word, inner[0][1])
                pairs.append((key, MappingNode(inner, key.line, key.column)))
        pairs += [(self._key(name, node), node) for name, node in grown.items()]
        if self.value is not None and len(pairs) == 1:
            return self.value
        return MappingNode(tuple(pairs), self.line, self.column) if pairs else None

    is_record: bool = False

    def _list(self) -> Node | None:
        if self.value is not None:
            return _list_in_cell(self.value, names=self.entry.item == "名称")
        nodes = tuple(node for item in self.items if (node := item.node()) is not None)
        if nodes:
            return SequenceNode(nodes, self.line, self.column)
        return self.none

    @staticmethod
    def _key(name: str, at: Node) -> Scalar:
        return Scalar(name, at.line, at.column, False)


def _list_in_cell(cell: Scalar, *, names: bool) -> Node | None:
    """The items of a list that stands in one cell; 无 and 待填 stay words."""
    if cell.value.strip() in ("待填", "待补", "【待填】") or cell.value == NONE_WORD:
        return Scalar(cell.value.strip(), cell.line, cell.column, False)
    items = split_list(cell.value, names=names)
    if not items:
        return None
    return SequenceNode(
        tuple(Scalar(item, cell.line, cell.column, False) for item in items),
        cell.line,
        cell.column,
    )
