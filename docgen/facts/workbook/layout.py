"""What a form asks for: the lines of the ledger and a sheet for each list of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from docgen.errors import LibraryError
from docgen.facts.dictionary import Dictionary, Entry, Theme
from docgen.facts.values import Fact, Facts, Group, Node, Record, Records

UNIT: Final = "单位.名称"
"""The fact that names a unit: the first line of a ledger, and what the rows of lists refer to."""
LEDGER, EARLIER, MORE, GUIDE, CHOICES = "台账", "上期", "补充", "填写说明", "选项"
FIRST_ROOTS: Final = ("单位", "文稿")
_TAKEN: Final = frozenset((LEDGER, EARLIER, MORE, GUIDE, CHOICES))


class Line(NamedTuple):
    """A line of the ledger.

    label: the name as shown, with 其中： or 分为： before a part.  level: how deep it stands.
    section: only a heading; nothing is filled in.
    """

    entry: Entry
    label: str
    level: int
    section: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The sheet of a list of records.  parent: the sheet whose records hold these, or None."""

    entry: Entry
    name: str
    parent: ListSheet | None
    columns: tuple[Line, ...]

    @property
    def title(self) -> Entry | None:
        """The column that stands for a whole record, and says 无 for an empty list."""
        names = (self.entry.title, "文")
        found = [line.entry for name in names for line in self.columns if line.entry.name == name]
        first = self.columns[0].entry if self.columns else None
        return found[0] if found else first


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of these facts.  many: one row a unit; else one unit, one row a fact."""

    dictionary: Dictionary
    many: bool
    lines: tuple[Line, ...]
    lists: tuple[ListSheet, ...]

    @property
    def facts(self) -> tuple[Line, ...]:
        """The lines that are filled in."""
        return tuple(line for line in self.lines if not line.section)


def form_layout(
    dictionary: Dictionary, paths: Sequence[str], *, many: bool, derived: bool = True
) -> Layout:
    """The form for these paths of the dictionary; 单位.名称 is always in it.

    A leaf stands for itself, a group brings all under it, a list (or a field of one) its sheet.
    derived: with what only the roll-up makes and nobody fills in.
    Raises LibraryError for a path that is not declared.
    """
    wanted: set[str] = {UNIT}
    for path in paths:
        entry = dictionary.find(path)
        if entry is None:
            raise LibraryError(f"数据字典里没有“{path}”", hint="名称见 docgen list facts")
        wanted.add(_outermost_list(dictionary, entry.path))
    maker = _Maker(wanted, derived=derived)
    roots = [dictionary.roots[name] for name in FIRST_ROOTS if name in dictionary.roots]
    roots += [entry for entry in dictionary.roots.values() if entry.name not in FIRST_ROOTS]
    themes = {name: theme for theme in dictionary.themes for name in theme.names}
    for theme, group in groupby(roots, lambda root: themes.get(root.name)):
        maker.theme(theme if len(dictionary.themes) > 1 else None, list(group))
    return Layout(dictionary, many, tuple(maker.lines), tuple(maker.lists))


def filled_paths(facts: Facts) -> tuple[str, ...]:
    """The paths of everything these facts hold, for a form that must lose nothing of them."""
    return tuple(
        dict.fromkeys(
            node.entry.path for below in facts.root.members.values() for node in _all(below)
        )
    )


def _all(node: Node) -> Iterator[Node]:
    if isinstance(node, Records) or (isinstance(node, Fact) and not node.members):
        yield node
    elif isinstance(node, Fact | Group | Record):
        for below in node.members.values():
            yield from _all(below)
        if isinstance(node, Fact):
            yield node


def is_sheet(entry: Entry) -> bool:
    """Whether it has a sheet of its own: a list of records."""
    return entry.kind == "列表" and bool(entry.members)


def is_heading(entry: Entry) -> bool:
    """Whether it only holds others, so that there is nothing to fill in beside its name."""
    return entry.kind in ("组", "构成")


def _outermost_list(dictionary: Dictionary, path: str) -> str:
    names = path.split(".")
    for end in range(1, len(names) + 1):
        part = ".".join(names[:end])
        entry = dictionary.find(part)
        if entry is not None and is_sheet(entry):
            return part
    return path


class _Maker:
    def __init__(self, wanted: set[str], *, derived: bool) -> None:
        self.wanted = wanted
        self.derived = derived
        self.lines: list[Line] = []
        self.lists: list[ListSheet] = []
        self.names: set[str] = set(_TAKEN)

    def theme(self, theme: Theme | None, roots: list[Entry]) -> None:
        """The lines of entries under the heading of their theme."""
        at = len(self.lines)
        if theme is not None:
            heading = Entry(theme.title, "", "组", note=theme.note)
            self.lines.append(Line(heading, theme.title, -1, section=True))
        for root in roots:
            self.add(root, False, 0, None)
        if theme is not None and len(self.lines) == at + 1:
            del self.lines[at]

    def add(self, entry: Entry, whole: bool, level: int, above: Entry | None) -> None:
        """The lines of an entry and what lies under it.  whole: a group above was asked for."""
        if entry.derived and not self.derived:
            return
        asked = whole or entry.path in self.wanted
        if is_sheet(entry):
            if asked:
                self.sheet(entry, None)
            return
        if is_heading(entry) or not asked:
            at = len(self.lines)
            self.lines.append(Line(entry, _label(entry, above), level, section=True))
            for below in entry.members.values():
                self.add(below, asked and is_heading(entry), level + 1, entry)
            if len(self.lines) == at + 1:
                del self.lines[at]  # nothing under it was asked for, or only lists
            return
        self.lines.append(Line(entry, _label(entry, above), level))
        for below in entry.members.values():
            self.add(below, whole, level + 1, entry)

    def sheet(self, entry: Entry, parent: ListSheet | None) -> None:
        columns: list[Line] = []
        nested: list[Entry] = []
        for field in entry.members.values():
            if field.derived and not self.derived:
                continue
            _flatten(field, entry, 0, columns, nested)
        name = entry.path.replace(".", "")
        while name in self.names or len(name) > 31:
            name = f"{name[:28]}表" if name not in self.names else f"{name[:28]}{len(self.names)}"
        self.names.add(name)
        made = ListSheet(entry, name, parent, tuple(columns))
        self.lists.append(made)
        for below in nested:
            self.sheet(below, made)


def _flatten(
    entry: Entry, above: Entry, level: int, columns: list[Line], nested: list[Entry]
) -> None:
    """The columns of a field and of what lies under it; lists of records apart."""
    if is_sheet(entry):
        nested.append(entry)
        return
    if not is_heading(entry):
        columns.append(Line(entry, _label(entry, above) if level else entry.name, level))
    for below in entry.members.values():
        _flatten(below, entry, level + 1, columns, nested)


def _label(entry: Entry, above: Entry | None) -> str:
    if above is not None and above.is_number and entry.relation and not is_heading(entry):
        return f"{entry.relation}：{entry.name}"
    return entry.name
