"""What a YAML file holds: text with places, in mappings and sequences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeAlias

from docgen.finding import Finding, Level, Place


class Scalar(NamedTuple):
    """A piece of text.  It stays text whatever it looks like; nothing typed is "".

    value: as typed, in Unicode form NFC.  line, column: from 1, columns count characters.
    quoted: written in half-width quotes or as a block (| or >).
    """

    value: str
    line: int
    column: int
    quoted: bool


class MappingNode(NamedTuple):
    """Keys with their values, in the order of the file; no key stands twice."""

    items: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


class SequenceNode(NamedTuple):
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


Node: TypeAlias = Scalar | MappingNode | SequenceNode
Plain: TypeAlias = "str | dict[str, Plain] | list[Plain]"


_make: Callable[..., Any] = tuple.__new__  # the records' own constructors take three times as long

ROWS: Final = 1 << 21
"""A node from a sheet has the line `index of the sheet × ROWS + row`; no sheet has more rows."""


class Parsed(NamedTuple):
    """A file as read.

    root: None when the file is unreadable; an empty file is an empty mapping.  Of a key that
    stands twice the first is kept.  findings: by place; a root may be there beside errors, so
    that later stages can report theirs too.  name: the file as the user named it.
    lines: the text by lines, for `format_finding`; none when it was a workbook, whose sheets
    are named in `sheets`.
    """

    root: Node | None
    findings: tuple[Finding, ...]
    name: str
    lines: tuple[str, ...]
    sheets: tuple[str, ...] = ()

    def place(self, line: int, column: int) -> Place:
        """The place of a node of this file."""
        if not self.sheets:
            place: Place = _make(Place, (self.name, line, column, ""))
            return place
        sheet, row = divmod(line, ROWS)
        return Place.cell(self.name, self.sheets[sheet], row, column)

    def key_place(self, names: Iterable[str]) -> Place:
        """The place of a key in mappings in mappings, of the nearest above when it is not there."""
        node, line, column = self.root, 1, 1
        for name in names:
            items = node.items if isinstance(node, MappingNode) else ()
            found = next(((key, value) for key, value in items if key.value == name), None)
            if found is None:
                break
            (_, line, column, _), node = found
        return self.place(line, column)

    @property
    def sound(self) -> bool:
        """Whether the data may be used: a root, and no finding of level 必错."""
        return self.root is not None and all(f.level < Level.ERROR for f in self.findings)


def plain(node: Node) -> Plain:
    """The node as text, dict and list, places dropped."""
    out: list[Plain] = []
    stack: list[tuple[Node, list[Plain] | dict[str, Plain], str]] = [(node, out, "")]
    while stack:
        current, parent, key = stack.pop()
        value: Plain
        if isinstance(current, Scalar):
            value = current.value
        elif isinstance(current, MappingNode):
            value = dict.fromkeys((k.value for k, _ in current.items), "")
            stack.extend((child, value, name.value) for name, child in current.items)
        else:
            value = []
            stack.extend((child, value, "") for child in reversed(current.items))
        if isinstance(parent, dict):
            parent[key] = value
        else:
            parent.append(value)
    return out[0]
