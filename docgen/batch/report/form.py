"""OUT/<unit>/补填表.xlsx: only the cells that a unit still owes, to be filled in and sent back.

Every line names its fact with positions, so that a cell of a record is asked for without the
list it stands in; `docgen.facts.supplement` lays the answers over the facts.  It is written for
every unit that owes something, so as text (`batch.sheets`): a millisecond instead of fifteen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from docgen.batch.record import Result
from docgen.batch.report.owed import Owed, entry_of, owed_of, spoken, what_of
from docgen.batch.sheets import (
    LINE_HEIGHT,
    OPEN,
    STYLES,
    Column,
    Part,
    letters,
    package,
    row,
    widths,
)
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.supplement import PERIOD, UNIT, title_of
from docgen.facts.values import Fact, Facts
from docgen.facts.workbook import ListSheet, form_layout
from docgen.facts.workbook.cells import storable
from docgen.facts.workbook.keys import (
    HEADINGS,
    KEY_MEASURE,
    KEY_NAME,
    KEY_NOTE,
    KEY_NUMBER,
    KEY_PARENT,
    KEY_PATH,
    KEY_VALUE,
    OWED,
    TITLED,
)
from docgen.facts.workbook.layout import LEDGER
from docgen.facts.workbook.ledger_pages import head_of

_ROUND: Final = 60
"""So many characters of a sentence are shown on each side of the place that waits."""
_SENTENCES: Final = 2
_OWN_UNIT: Final = ("上期", "目标")
"""What may be said of a number beside its value that is in the same unit."""
_TITLE: Final = (
    "{unit}补填表：只有还缺的几格，填黄色的“填写”一栏。没有的、还不知道的空着，不要猜。"
    "填好后原样交回，文件名改了也认得。"
)
_COLUMNS: Final = (
    Column(KEY_PATH, 99.0),  # hidden
    Column(KEY_NAME, 26.0),
    Column(KEY_VALUE, 34.0),
    Column(KEY_MEASURE, 7.0),
    Column(KEY_NOTE, 64.0),
)
_NOTE_HEADING: Final = "填什么，写进哪句话"
_SPARE_ROWS: Final = 12
_LONGEST_CHOICE: Final = 255


class _Line(NamedTuple):
    """A line of the form.  key: what its hidden cell says.  number: whether one is asked for;
    options: the words of which one is."""

    key: str
    label: str
    measure: str
    note: str
    number: bool
    options: tuple[str, ...]


def unit_form(
    results: Sequence[Result], facts: Facts | None, dictionary: Dictionary
) -> bytes | None:
    """The form of a unit, None when nothing is owed that a form can ask for.

    results: all of the unit, a template each.  facts: None when they could not be read.
    """
    if facts is None:
        return None
    lines: dict[str, _Line] = {}
    lists: dict[str, ListSheet] = {}
    for item in owed_of(results, facts, dictionary):
        for sheet in _sheets(item, dictionary):
            lists.setdefault(sheet.name, sheet)
        for line in _lines(item, facts, dictionary):
            lines.setdefault(line.key, line)
    if not lines and not lists:
        return None
    known = {
        path: node.text
        for path in (UNIT, PERIOD)
        if f"{OWED}{path}" not in lines and isinstance(node := facts.get(path), Fact)
    }
    title = _TITLE.format(unit=results[0].unit)
    first = _ledger(title, known, list(lines.values()))
    return package([first, *(_list_part(sheet) for sheet in lists.values())])


# --- the sheets -----------------------------------------------------------------------------------


def _ledger(title: str, known: Mapping[str, str], lines: Sequence[_Line]) -> Part:
    """The sheet with a fact a line: hidden keys, the title, headings, what is known, the lines."""
    heads = [HEADINGS.get(column.name, "") for column in _COLUMNS]
    heads[-1] = _NOTE_HEADING
    rows = [
        row([(column.name, "plain") for column in _COLUMNS], 1, _COLUMNS, hidden=True),
        f'<row r="2" ht="{3 * LINE_HEIGHT}" customHeight="1"><c/>'
        f'<c r="B2" s="{STYLES["plain"]}" t="inlineStr"><is><t>{escape(storable(title))}</t></is></c></row>',
        row([(head, "head") for head in heads], 3, _COLUMNS),
    ]
    for number, (path, text) in enumerate(known.items(), 4):
        cells = (path, path.partition(".")[2], text, "", "不用填")
        rows.append(row([(cell, "label") for cell in cells], number, _COLUMNS))
    start = 4 + len(known)
    for number, line in enumerate(lines, start):
        answer = "number" if line.number else "text"
        rows.append(
            row(
                [
                    (line.key, "plain"),
                    (line.label, "label"),
                    ("", answer),
                    (line.measure, "label"),
                    (line.note, "note"),
                ],
                number,
                _COLUMNS,
            )
        )
    end = start + len(lines) - 1
    choices = [(f"C{at}", line.options) for at, line in enumerate(lines, start) if line.options]
    yellow = f"C{start}:C{end}" if lines else ""
    return Part(LEDGER, _worksheet(rows, _COLUMNS, choices, yellow, "B2:E2", hidden=True))


def _list_part(sheet: ListSheet) -> Part:
    """The sheet of a whole list: hidden keys, headings, rows to fill in."""
    special = [KEY_PARENT, KEY_NUMBER] if sheet.parent else [KEY_NUMBER]
    columns = [Column(key, 7.0) for key in special]
    columns += [
        Column(line.entry.path, 12.0 if line.entry.is_number or line.entry.options else 26.0)
        for line in sheet.columns
    ]
    heads = [HEADINGS[key] for key in special]
    heads += [head_of(line.label, line.entry) for line in sheet.columns]
    rows = [
        row([(column.name, "plain") for column in columns], 1, columns, hidden=True),
        row([(head, "head") for head in heads], 2, columns),
    ]
    styles = ["text"] * len(special)
    styles += ["number" if line.entry.is_number else "text" for line in sheet.columns]
    for number in range(1, _SPARE_ROWS + 1):
        texts = ["", str(number)] if sheet.parent else [str(number)]
        texts = texts[-len(special) :] + [""] * len(sheet.columns)
        if sheet.parent:
            texts[1] = ""
        cells = list(zip(texts, styles, strict=True))
        rows.append(row(cells, number + 2, columns))
    choices = [
        (f"{letters(at)}3:{letters(at)}{_SPARE_ROWS + 2}", line.entry.options)
        for at, line in enumerate(sheet.columns, len(special) + 1)
        if line.entry.options
    ]
    return Part(sheet.name, _worksheet(rows, columns, choices))


def _worksheet(
    rows: Iterable[str],
    columns: Sequence[Column],
    choices: Sequence[tuple[str, Sequence[str]]],
    yellow: str = "",
    merged: str = "",
    *,
    hidden: bool = False,
) -> Iterator[bytes]:
    """A sheet that takes answers only in its open cells.

    choices: areas with the words they take.  yellow: the area that is yellow as long as empty.
    """
    lists = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{area}">'
        f'<formula1>"{escape(",".join(words))}"</formula1></dataValidation>'
        for area, words in choices
        if len(",".join(words)) <= _LONGEST_CHOICE
    )
    count = lists.count("<dataValidation ")
    cell = yellow.partition(":")[0]
    yield (
        f'{OPEN}<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="{LINE_HEIGHT}"/>'
        f"{widths(columns, first_hidden=hidden)}<sheetData>{''.join(rows)}</sheetData>"
        '<sheetProtection sheet="1" formatCells="0" formatColumns="0" formatRows="0"/>'
        + (f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else "")
        + (
            f'<conditionalFormatting sqref="{yellow}"><cfRule type="expression" dxfId="0" '
            f'priority="1"><formula>LEN(TRIM({cell}))=0</formula></cfRule></conditionalFormatting>'
            if yellow
            else ""
        )
        + (f'<dataValidations count="{count}">{lists}</dataValidations>' if count else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


# --- the lines ------------------------------------------------------------------------------------


def _sheets(item: Owed, dictionary: Dictionary) -> tuple[ListSheet, ...]:
    """The sheet of a list that is owed as a whole, with those of the lists in its records."""
    entry, aside = entry_of(item.path, dictionary)
    whole = entry is not None and entry.kind == "列表" and entry.members and not aside
    if not whole or "[" in item.path or "." in item.path:
        return ()
    return form_layout(dictionary, (item.path,), many=False).lists


def _lines(item: Owed, facts: Facts, dictionary: Dictionary) -> Iterator[_Line]:
    """The lines of a fact: its own, or those of what it is made up of."""
    entry, aside = entry_of(item.path, dictionary)
    if entry is None:
        return
    path = item.path.removesuffix(f".{aside}") if aside else item.path
    if aside == "分为" or (entry.kind in ("组", "构成") and not aside):
        below = [part for part in entry.members.values() if part.kind not in ("组", "列表")]
        wanted = [part for part in below if part.relation == "分为"] if aside else below
        wanted = [part for part in wanted if not part.optional or aside] or wanted
        open_ = [part for part in wanted if not _is_given(facts, f"{path}.{part.name}")]
        for part in open_ or wanted:
            yield _line(item, f"{path}.{part.name}", part, "", facts)
    elif entry.kind == "列表" and entry.members and item.path.endswith("]"):
        name = entry.title or "文"
        if name in entry.members:
            yield _line(item, f"{path}.{name}", entry.members[name], "", facts)
    elif entry.kind != "列表" or not entry.members or "[" in item.path or "." in item.path:
        yield _line(item, item.path, entry, aside, facts)


def _is_given(facts: Facts, path: str) -> bool:
    node = facts.get(path)
    return isinstance(node, Fact) and node.value is not None


def _line(item: Owed, path: str, entry: Entry, aside: str, facts: Facts) -> _Line:
    """A line that asks for one fact, with the sentences that wait for it."""
    title = title_of(path, facts)
    own_unit = not aside or aside in _OWN_UNIT
    percent = "%" if entry.kind == "百分比" else ""
    return _Line(
        key=f"{OWED}{path}{TITLED}{title}" if title else f"{OWED}{path}",
        label=item.name if path == item.path else spoken(path, title),
        measure=(entry.unit or entry.measure or percent) if own_unit else "",
        note=_note(item, what_of(entry, aside)),
        number=entry.is_number and own_unit,
        options=() if aside else entry.options or (("是", "否") if entry.kind == "是否" else ()),
    )


def _note(item: Owed, what: str) -> str:
    said = [what] if what else []
    if item.now:
        said.append(f"现在填的是“{item.now}”，核实后再填一遍；没变也填。")
    for waiting in item.sentences[:_SENTENCES]:
        why = f"（{waiting.reason}）" if waiting.reason else ""
        sentence = _round(waiting.sentence, waiting.mark)
        said.append(f"写进《{waiting.paper}》：{sentence}{why}" if sentence else why)
    return "\n".join(said)


def _round(sentence: str, mark: str) -> str:
    """The sentence, or what stands round the mark in a long one."""
    at = max(sentence.find(mark), 0) if mark else len(sentence)
    start, end = max(0, at - _ROUND), at + len(mark) + _ROUND
    before, after = "……" if start else "", "……" if end < len(sentence) else ""
    return f"{before}{sentence[start:end]}{after}"
