"""Writing the sheets with a row for each record, and the one for what else is said of facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl.utils import get_column_letter

from docgen.facts.dictionary import Entry
from docgen.facts.workbook import looks
from docgen.facts.workbook.filling import ATTRIBUTES, NUMBERED, Row
from docgen.facts.workbook.keys import HEADINGS, KEY_FACT, KEY_NUMBER, KEY_PARENT, KEY_UNIT, SAID
from docgen.facts.workbook.layout import EARLIER, MORE, ListSheet
from docgen.facts.workbook.ledger_pages import head_of
from docgen.facts.workbook.pages import Pages

_SPARE_ROWS, _SPARE_NESTED, _SPARE_MORE = 12, 20, 12
_WORDS: Final = {
    "比": ("上年同期", "年初", "换届前"),
    "状态": ("已核实", "待核实", "计划"),
    "公开": ("是", "否"),
}


def records(pages: Pages, sheet: ListSheet) -> None:
    """The sheet of a list: a hidden row of keys, headings, a row for each record, spare rows."""
    page = pages.sheet(sheet.name, _purpose(sheet))
    rules = looks.Rules(page, pages.choices)
    special = [KEY_UNIT] if pages.layout.many else []
    special += [KEY_PARENT, KEY_NUMBER] if sheet.parent else [KEY_NUMBER]
    rows = [
        (filling.name, row)
        for filling in pages.fillings
        for row in filling.rows.get(sheet.entry.path, ())
    ]
    spare = _SPARE_NESTED if sheet.parent else _SPARE_ROWS
    if pages.layout.many:
        spare = max(spare, 2 * len(pages.fillings))
    last = 2 + len(rows) + spare
    total = 0.0
    for column, key in enumerate(special, 1):
        pages.put(page, 1, column, key, "key")
        head = pages.put(page, 2, column, HEADINGS[key], "head")
        head.comment = looks.remark(_special_note(key, sheet))
        width = 14.0 if key == KEY_UNIT else 7.0
        pages.style.column(
            page, column, width, looks.FREE["name" if key == KEY_UNIT else "ordinal"]
        )
        total += width
    for column, line in enumerate(sheet.columns, len(special) + 1):
        entry = line.entry
        pages.put(page, 1, column, entry.path, "key")
        head = pages.put(page, 2, column, head_of(line.label, entry), "head")
        head.comment = looks.remark(_note(entry))
        letter = get_column_letter(column)
        rules.add(entry, f"{letter}3:{letter}{looks.LAST_ROW}")
        texts = [row.values.get(entry.path, "") for _, row in rows]
        width = _record_width(entry, line.label, texts)
        pages.style.column(page, column, width, looks.FREE[looks.style_of(entry)])
        if not entry.optional:
            _colour_required(page, sheet, letter, len(special), last)
        looks.colour_carried(page, f"{letter}3:{letter}{last}", f"{letter}3")
        total += width
    columns = len(special) + len(sheet.columns)
    pages.style.column(page, columns + 1, 10, "free", last=looks.ALL_COLUMNS)
    looks.rule_filled(page, columns, last)
    for number in range(3, last + 1):
        index = number - 3
        owner, row = rows[index] if index < len(rows) else ("", None)
        _record(pages, page, number, sheet, special, owner, row, index + 1)
    pages.finish(page, wide=total > 100, head=(2, 2), frozen="A3", width=total)


def _record(
    pages: Pages,
    page: Any,
    number: int,
    sheet: ListSheet,
    special: Sequence[str],
    owner: str,
    row: Row | None,
    ordinal: int,
) -> None:
    """A row of a list.  ordinal: the 序号 of a row that is still empty, 0 for none."""
    given = {KEY_UNIT: owner}
    if row is not None:
        label = row.label if row.values or not row.label.isdecimal() else f"第{row.label}条"
        given |= {KEY_NUMBER: label, KEY_PARENT: row.parent}
    elif ordinal and not pages.layout.many and sheet.parent is None:
        given[KEY_NUMBER] = str(ordinal)
    for column, key in enumerate(special, 1):
        style = "name" if key == KEY_UNIT else "ordinal"
        pages.put(page, number, column, given.get(key, ""), style)
    told = []
    for column, line in enumerate(sheet.columns, len(special) + 1):
        text = row.values.get(line.entry.path, "") if row else ""
        pages.put(page, number, column, text, looks.style_of(line.entry))
        told.append((text, page.column_dimensions[get_column_letter(column)].width))
    height = looks.height_of(*told)
    looks.grow(page, number, height)


def _colour_required(page: Any, sheet: ListSheet, letter: str, special: int, last: int) -> None:
    """A required cell is coloured when another cell of its row is filled in."""
    first = get_column_letter(special + 1)
    end = get_column_letter(special + len(sheet.columns))
    looks.colour_needed(page, f"{letter}3:{letter}{last}", f"{letter}3", f"${first}3:${end}3")


def more(pages: Pages) -> None:
    """The sheet 补充: a row for each fact of which more is said than its value."""
    page = pages.sheet(MORE, "来源、口径、增幅等另外要说的，没有就空着。")
    rules = looks.Rules(page, pages.choices)
    keys = [KEY_UNIT] if pages.layout.many else []
    keys += [KEY_FACT, *(SAID + word for word in ATTRIBUTES)]
    rows = [
        (filling.name, path, said)
        for filling in pages.fillings
        for path, said in filling.more.items()
    ]
    last = 2 + len(rows) + _SPARE_MORE
    total = 0.0
    widths: list[tuple[str, float]] = []
    for column, key in enumerate(keys, 1):
        word = key.removeprefix(SAID)
        pages.put(page, 1, column, key, "key")
        head = pages.put(page, 2, column, HEADINGS.get(key, word), "head")
        told = _MORE_NOTES.get(word, _MORE_NOTES.get(key, word))
        if word == EARLIER:
            told += _EARLIER_MANY if pages.layout.many else _EARLIER_ONE
        head.comment = looks.remark(told)
        letter = get_column_letter(column)
        if word in _WORDS and word != "比":
            rules.add_words(f"{letter}3:{letter}{looks.LAST_ROW}", _WORDS[word])
        width = {KEY_FACT: 24.0, KEY_UNIT: 12.0, "来源": 16.0, "口径": 18.0, "说明": 22.0}.get(
            key if key.startswith("#") else word, 10.0
        )
        pages.style.column(
            page, column, width, looks.FREE["number" if word in NUMBERED else "text"]
        )
        total += width
        widths.append((key, width))
    pages.style.column(page, len(keys) + 1, 10, "free", last=looks.ALL_COLUMNS)
    looks.rule_filled(page, len(keys), last)
    for number in range(3, last + 1):
        owner, path, said = rows[number - 3] if number - 3 < len(rows) else ("", "", {})
        given: Mapping[str, str] = {
            KEY_UNIT: owner,
            KEY_FACT: path,
            **{SAID + word: text for word, text in said.items()},
        }
        for column, key in enumerate(keys, 1):
            style = "number" if key.removeprefix(SAID) in NUMBERED else "text"
            pages.put(page, number, column, given.get(key, ""), style)
        looks.grow(page, number, looks.height_of(*((given.get(k, ""), w) for k, w in widths)))
    pages.finish(page, wide=True, head=(2, 2), frozen="B3", width=total)


_EARLIER_ONE: Final = "台账里的数的上期，填在“台账”表的“上期”一栏。"
_EARLIER_MANY: Final = "台账里的数的上期，填在“上期”表。"
_MORE_NOTES: Final = {
    KEY_UNIT: "哪个单位的，和台账里的名称一样。",
    KEY_FACT: "台账里的名称，如 党员.女党员；列表写明第几条，如 投入[2].额、工作[1].要点[2]。",
    EARLIER: "后面各表里的数的上期。",
    "增幅": "比上期增减百分之几，如 5.2%；两个数都有的，程序会算，不用填。",
    "比": "和什么时候比：上年同期、年初、换届前。不填是上年同期。",
    "目标": "全年目标或任务数。",
    "名次": "在全县排第几，如 第2名。",
    "来源": "数从哪里来，如 县委组织部党内统计。",
    "时点": "数截至哪一天，和整张表不同时才填。",
    "口径": "怎么算的，如 含预备党员。",
    "状态": "已核实、待核实、计划。不填是已核实。",
    "公开": "写“否”的，不出现在报到外面去的文稿里。",
    "说明": "增减大或有疑问的，写明原因。",
    "分为": "哪几项加起来等于总数，用顿号隔开。一般不用填。",
    "其中": "哪几项是总数的一部分，用顿号隔开。一般不用填。",
}


def _note(entry: Entry) -> str:
    kind = "；几项之间用“；”隔开" if entry.kind == "列表" else ""
    if entry.options:
        kind = "；可填：" + "、".join(entry.options)
    optional = "（可以不填）" if entry.optional else ""
    return f"{entry.note or entry.name}{kind}{optional}"


def _purpose(sheet: ListSheet) -> str:
    if sheet.parent:
        return f"“{sheet.parent.name}”每一条的{sheet.entry.name}，“属于”写那一条的序号。"
    title = f"没有的，在“{sheet.title.name}”一栏写“无”。" if sheet.title else ""
    note = sheet.entry.note.rstrip("。")
    return f"{note}。{title}" if note else f"一条一行。{title}"


def _special_note(key: str, sheet: ListSheet) -> str:
    if key == KEY_UNIT:
        return "哪个单位的，和台账里的名称一样。"
    if key == KEY_PARENT and sheet.parent:
        return f"写“{sheet.parent.name}”表里那一条的序号，也可以写它的题目。"
    return "第几条。插入的行可以不写，按先后排。"


def _record_width(entry: Entry, label: str, texts: Sequence[str]) -> float:
    head = looks.width_of([head_of(label, entry)], 9, 22)
    if entry.is_number:
        return head
    least = {"文本": 30.0, "列表": 26.0}.get(entry.kind, 12.0)
    if entry.options:
        least = looks.width_of(entry.options, 10, 20)
    return max(head, min(46.0, looks.width_of(texts, least, 46)))
