"""What a sheet is, and which fact each of its columns or lines holds: by key, then by heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.workbook.cells import Raw, says
from docgen.facts.workbook.filling import ATTRIBUTES
from docgen.facts.workbook.grid import Grid
from docgen.facts.workbook.keys import (
    BEFORE,
    HEADINGS,
    KEY_EARLIER,
    KEY_FACT,
    KEY_MEASURE,
    KEY_NAME,
    KEY_NUMBER,
    KEY_PARENT,
    KEY_PATH,
    KEY_UNIT,
    KEY_VALUE,
    SAID,
)
from docgen.facts.workbook.layout import CHOICES, EARLIER, GUIDE, LEDGER, MORE, UNIT, is_sheet
from docgen.facts.workbook.measures import Measure, in_heading, unit_words
from docgen.language.near import nearest

_VALUE_HEADINGS: Final = ("填写", "数值", "数据", "本期", "值", "内容")
_NAME_HEADINGS: Final = ("项目", "指标", "指标名称", "名称", "事实")
_UNIT_HEADINGS: Final = ("单位", "单位名称", "乡镇", "乡镇（街道）", "报送单位", "填报单位", "名称")
_TOTALS: Final = ("总数", "合计", "总计", "小计", "数量", "人数", "个数")
_IN_ROWS: Final = 10
"""The heading of a sheet is looked for in so many rows."""


@dataclass(slots=True)
class Sheet:
    """A sheet understood.

    kind: 台账, 上期, 列表, 补充 or 单表 (the ledger of one unit, a fact a line).
    columns: column → the fact; those in `before` hold its 上期.  special: key → column.  first: the first row of content.
    unknown: column → heading that says nothing known.  twice: column → the column it repeats.
    unclear: column → the paths its heading may mean.  measures: column → the unit its heading gives.
    keyed: whether it is a sheet of a form of ours, with its row of keys.
    """

    grid: Grid
    kind: str
    first: int
    entry: Entry | None = None
    columns: dict[int, Entry] = field(default_factory=dict)
    before: set[int] = field(default_factory=set)
    special: dict[str, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    twice: dict[int, int] = field(default_factory=dict)
    unclear: dict[int, tuple[str, ...]] = field(default_factory=dict)
    head: int = 0
    measures: dict[int, Measure] = field(default_factory=dict)
    keyed: bool = False


_BRACKETS: Final = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]\s*$")
_PART: Final = re.compile(r"^(?:其中|分为)[：:]?")
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def normal(text: str) -> str:
    """A heading for comparing: half-width, without blanks, 其中 and the unit in brackets."""
    text = re.sub(r"[\s　*＊]+", "", text)
    text = _PART.sub("", text)
    while (shorter := _BRACKETS.sub("", text)) and shorter != text:
        text = shorter
    return text.translate(_WIDE).rstrip(":").casefold()


class Headings:
    """Finds what a heading means."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.words = unit_words(dictionary)
        self.ledger: dict[str, dict[str, Entry]] = {}
        self.lists: dict[str, Entry] = {}
        for root in dictionary.roots.values():
            self._learn(root)
        self.fields = {path: names_of(entry) for path, entry in self.lists.items()}

    def _learn(self, entry: Entry) -> None:
        if is_sheet(entry):
            self._learn_list(entry)
            return
        if entry.kind not in ("组", "构成"):
            for name in {entry.path, entry.path.replace(".", ""), entry.name, entry.noun}:
                self.ledger.setdefault(normal(name), {})[entry.path] = entry
        for below in entry.members.values():
            self._learn(below)

    def _learn_list(self, entry: Entry) -> None:
        self.lists[entry.path] = entry
        for below in entry.members.values():
            if is_sheet(below):
                self._learn_list(below)
            for inner in below.members.values():
                if is_sheet(inner):
                    self._learn_list(inner)

    def fact(self, heading: str, above: str = "", *, loose: bool = False) -> tuple[Entry, ...]:
        """The ledger facts a heading may mean, one if it is clear.

        loose: what stands above is only the last line before, which this one need not belong to
        unless it says 其中 or 分为.
        """
        name, group = normal(heading), normal(above)
        found = self.ledger.get(name, {})
        exact = tuple(entry for entry in found.values() if normal(entry.path) == name)
        is_part = _PART.match(heading.strip()) is not None
        if loose and exact and not is_part:
            return exact
        if group and group != name:
            if name in _TOTALS:
                return self.fact(above)
            below = self.ledger.get(f"{group}.{name}") or self.ledger.get(group + name)
            if below:
                return tuple(below.values())
            within = [
                e for e in found.values()
                if group in (normal(part) for part in e.path.split(".")[:-1])
            ]  # fmt: skip
            if exact:  # a fact of its own is not the 别名 of another
                within = [e for e in within if normal(e.name) == name]
            if within:
                return tuple(within)
        return exact if exact and (group or not is_part) else tuple(found.values())

    def guess(self, heading: str, known: Mapping[str, object] | None = None) -> str:
        """The declared name most like this heading, "" when none is near."""
        return nearest(normal(heading), tuple(known if known is not None else self.ledger))


def names_of(entry: Entry) -> dict[str, Entry]:
    """The fields of a list by every heading that means them."""
    found: dict[str, Entry] = {}

    def learn(field_: Entry, prefix: str) -> None:
        for name in (prefix + field_.name, field_.path, field_.path.replace(".", ""), field_.noun):
            found.setdefault(normal(name), field_)
        for below in field_.members.values():
            if not is_sheet(field_):
                learn(below, "")

    for below in entry.members.values():
        if not is_sheet(below):
            learn(below, "")
    return found


def understand(grid: Grid, headings: Headings) -> Sheet | None:
    """What the sheet is, None when it holds no facts that are known."""
    return by_key(grid, headings) or by_heading(grid, headings)


def is_ours(grid: Grid) -> bool:
    """Whether it is a sheet that a form brings along but that holds no facts."""
    return text_at(grid.at(1, 1)) in (f"#{GUIDE}", f"#{CHOICES}")


def text_at(cell: Raw | None) -> str:
    """The text of a heading."""
    return says(cell).text


# --- by key ---------------------------------------------------------------------------------------


def by_key(grid: Grid, headings: Headings) -> Sheet | None:
    """The sheet by its row of keys, None when it has none."""
    for number in sorted(grid.rows)[:_IN_ROWS]:
        keys = {column: text_at(cell) for column, cell in grid.rows[number].items()}
        sheet = of_keys(grid, keys, headings)
        if sheet is not None:
            sheet.keyed = True
            sheet.first = _below_headings(sheet, number, headings)
            return sheet
    return None


def of_keys(grid: Grid, keys: Mapping[int, str], headings: Headings) -> Sheet | None:
    """What a sheet with these keys over its columns is, None when they are none."""
    sheet = Sheet(grid, "", 0)
    lists: dict[str, int] = {}
    seen: dict[str, int] = {}
    for column, key in sorted(keys.items()):
        entry = headings.dictionary.find(key.removeprefix(BEFORE)) if key[:1] not in "#@" else None
        if key.startswith(("#", SAID)):
            if key not in HEADINGS and key.removeprefix(SAID) not in ATTRIBUTES and key != KEY_PATH:
                continue
            sheet.special.setdefault(key, column)
        elif entry is not None and (entry.path == key or key == BEFORE + entry.path):
            if key in seen:
                sheet.twice[column] = seen[key]
                continue
            sheet.columns[column] = entry
            if key.startswith(BEFORE):
                sheet.before.add(column)
            elif (owner := _list_of(entry, headings)) is not None:
                lists[owner] = lists.get(owner, 0) + 1
        else:
            continue
        seen[key] = column
    known = len(sheet.columns) + len(sheet.special)
    if known < 2 or known * 2 < len([key for key in keys.values() if key]):
        return None
    sheet.head = known
    if KEY_FACT in sheet.special:
        sheet.kind = MORE
    elif KEY_PATH in sheet.special or KEY_VALUE in sheet.special:
        sheet.kind = "单表"
    elif lists:
        path = max(lists, key=lambda name: lists[name])
        sheet.kind, sheet.entry = "列表", headings.lists[path]
        sheet.columns = {
            c: e for c, e in sheet.columns.items() if _list_of(e, headings) == path
        }  # fmt: skip
        sheet.twice = {c: other for c, other in sheet.twice.items() if other in sheet.columns}
    elif any(entry.path == UNIT for entry in sheet.columns.values()):
        others = {c for c, entry in sheet.columns.items() if entry.path != UNIT}
        sheet.kind = EARLIER if others and others <= sheet.before else LEDGER
    if not sheet.kind:
        return None  # a row of headings that read like keys
    for column, key in keys.items():
        if column not in sheet.columns and column not in sheet.special.values():
            sheet.unknown[column] = key
    return sheet


def _list_of(entry: Entry, headings: Headings) -> str | None:
    """The innermost list whose field this is, None for a fact of the ledger."""
    names = entry.path.split(".")
    for end in range(len(names) - 1, 0, -1):
        path = ".".join(names[:end])
        if path in headings.lists:
            return path
    return None


def _below_headings(sheet: Sheet, keys: int, headings: Headings) -> int:
    """The first row of content: the one below the row of headings."""
    wanted = {column: normal(entry.name) for column, entry in sheet.columns.items()}
    wanted |= {
        column: normal(HEADINGS.get(key, key.removeprefix(SAID)))
        for key, column in sheet.special.items()
        if key != KEY_PATH
    }
    best, first = 0, keys + 1
    for row in range(keys + 1, keys + 5):
        found = sum(
            1
            for column, name in wanted.items()
            if (text := normal(text_at(sheet.grid.head(row, column)))) and text == name
        )
        if found > best and found * 2 >= len(wanted):
            best, first = found, row + 1
    _columns_without_key(sheet, first - 1, headings)
    return first


def _columns_without_key(sheet: Sheet, head: int, headings: Headings) -> None:
    """Columns that were put in beside those of the form, by their heading."""
    keyed = {*sheet.columns, *sheet.special.values()}
    beside = {
        column: text
        for column, cell in sheet.grid.rows.get(head, {}).items()
        if column not in keyed and (text := text_at(cell)) and not text.startswith("#")
    }
    for column in [c for c in sheet.unknown if c not in beside]:
        del sheet.unknown[column]
    for column, text in beside.items():
        sheet.unknown.pop(column, None)
        _assign(sheet, column, text, "", headings)


# --- by heading -----------------------------------------------------------------------------------


def by_heading(grid: Grid, headings: Headings) -> Sheet | None:
    """The sheet by its headings, None when too little of them is known."""
    best: Sheet | None = None
    for number in sorted(grid.rows)[:_IN_ROWS]:
        for candidate in _readings(grid, number, headings):
            if best is None or candidate.head > best.head:
                best = candidate
    return best


def _readings(grid: Grid, row: int, headings: Headings) -> Iterator[Sheet]:
    far = max((max(cells) for number, cells in grid.rows.items() if number <= row), default=0)
    labels = {
        column: text for column in range(1, far + 1) if (text := text_at(grid.head(row, column)))
    }
    if len(labels) < 2 or any(len(text) > 40 for text in labels.values()):
        return
    plain = {column: normal(text) for column, text in labels.items()}
    line = _lines(grid, row, plain, headings)
    if line is not None:
        yield line
    if MORE in grid.name and "事实" in plain.values():
        more = Sheet(grid, MORE, row + 1)
        for column, name in plain.items():
            key = {"事实": KEY_FACT, "单位": KEY_UNIT}.get(name, SAID + name)
            if key in HEADINGS or name in ATTRIBUTES:
                more.special.setdefault(key, column)
        more.head = len(more.special)
        yield more
    for path, entry in headings.lists.items():
        if entry.derived:  # 单位、党员、发展党员 heads a ledger, not the list that we make of one
            continue
        sheet = Sheet(grid, "列表", row + 1, entry)
        named = normal(entry.name) in normal(grid.name) or normal(path.replace(".", "")) == normal(
            grid.name
        )
        for column, text in labels.items():
            _assign(sheet, column, text, "", headings)
        known = len(sheet.columns)
        if known >= (1 if named else 2) and (named or known * 2 > len(labels)):
            sheet.head = known + len(sheet.special) + (1 if named else 0)
            yield sheet
    above = {column: text_at(grid.head(row - 1, column)) if row > 1 else "" for column in labels}
    kind = EARLIER if grid.name.strip() == EARLIER else LEDGER
    sheet = Sheet(grid, kind, row + 1)
    for column, text in labels.items():
        _assign(sheet, column, text, above[column], headings)
    unit = any(entry.path == UNIT for entry in sheet.columns.values())
    known = len(sheet.columns) - unit
    if known >= 2 - unit and known * 2 >= len(labels) - 2:
        of_two_rows = any(above[c] and above[c] != labels[c] for c in sheet.columns)
        sheet.head = known + of_two_rows
        yield sheet


def _assign(sheet: Sheet, column: int, text: str, above: str, headings: Headings) -> None:
    """What the column of this heading holds."""
    name = normal(text)
    found: tuple[Entry, ...]
    if sheet.kind == "列表" and sheet.entry is not None:
        special = {"单位": KEY_UNIT, "序号": KEY_NUMBER, "属于": KEY_PARENT}.get(name)
        names = headings.fields[sheet.entry.path]
        found = (names[name],) if name in names else ()
        if special and not found:
            sheet.special.setdefault(special, column)
            return
        if not found and name in {normal(word) for word in _UNIT_HEADINGS}:
            sheet.special.setdefault(KEY_UNIT, column)
            return
    elif sheet.kind in (LEDGER, EARLIER):
        unit = headings.dictionary.find(UNIT)
        is_unit = name in {normal(word) for word in _UNIT_HEADINGS} and above in ("", text)
        found = (unit,) if is_unit and unit else headings.fact(text, above)
        if name == "序号" and not found:
            return
    else:
        return
    if len(found) > 1:
        sheet.unclear[column] = tuple(entry.path for entry in found)
    elif not found:
        sheet.unknown[column] = text
    else:
        for other, entry in sheet.columns.items():
            if entry is found[0]:
                sheet.twice[column] = other
                return
        sheet.columns[column] = found[0]
        sheet.measures[column] = in_heading(text + above, found[0], headings.words)


def _lines(grid: Grid, row: int, plain: Mapping[int, str], headings: Headings) -> Sheet | None:
    """A ledger of one unit, a fact a line: columns 项目 and 填写."""
    name = next((c for c, word in plain.items() if word in _NAME_HEADINGS), 0)
    value = next((c for c, word in plain.items() if word in _VALUE_HEADINGS), 0)
    if not name or not value or name == value:
        return None
    sheet = Sheet(grid, "单表", row + 1, special={KEY_NAME: name, KEY_VALUE: value})
    earlier = next((c for c, word in plain.items() if word in ("上期", "上年同期")), 0)
    if earlier:
        sheet.special[KEY_EARLIER] = earlier
    measure = next((c for c, word in plain.items() if word in ("单位", "计量单位")), 0)
    if measure:
        sheet.special[KEY_MEASURE] = measure
    known = [
        number
        for number, cells in grid.rows.items()
        if number > row and headings.fact(text_at(cells.get(name)))
    ]
    if len(known) < 2:
        return None
    sheet.head = len(known)
    return sheet
