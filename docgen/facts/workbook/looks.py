"""How a form looks: styles of cells, widths, printing, and what a cell accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension

from docgen.facts.dictionary import Entry
from docgen.finding import display_width

_LINE: Final = Side(style="thin", color="FFA6A6A6")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BODY, _HEAD_FONT = "宋体", "黑体"
HEAD_FILL, BAND_FILL, SECTION_FILL = "FFD9E2EF", "FFC3D1E6", "FFEEF2F8"
OPEN_FILL, LOCKED_FILL = "FFFFF2CC", "FFF5F5F5"
LAST_ROW: Final = 20_000
"""Dropdowns and colours reach down to this row, so that rows put in have them too."""
ALL_COLUMNS: Final = 16_384
ROW_HEIGHT: Final = 20.0


def _style(
    *,
    bold: bool = False,
    fill: str = "",
    align: str = "left",
    wrap: bool = True,
    indent: int = 0,
    text: bool = False,
    open_: bool = False,
    box: bool = True,
    size: float = 11,
    font: str = _BODY,
    color: str = "FF000000",
    middle: bool = True,
    quoted: bool = False,
) -> dict[str, Any]:
    return {
        "font": Font(name=font, size=size, bold=bold, color=color),
        "fill": PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        "alignment": Alignment(
            horizontal=align, vertical="center" if middle else "top", wrap_text=wrap, indent=indent
        ),
        "border": _BOX if box else Border(),
        "protection": Protection(locked=not open_),
        "number_format": "@" if text else "General",
        "quotePrefix": quoted,
    }


_LABEL: Final = {"wrap": True}
STYLES: Final[Mapping[str, dict[str, Any]]] = {
    "key": _style(box=False, color="FF808080", wrap=False, size=9),
    "head": _style(bold=True, fill=HEAD_FILL, align="center", font=_HEAD_FONT),
    "band": _style(bold=True, fill=BAND_FILL, align="center", font=_HEAD_FONT),
    "theme": _style(bold=True, fill=BAND_FILL, font=_HEAD_FONT, size=12),
    **{
        f"section{n}": _style(bold=True, fill=SECTION_FILL, font=_HEAD_FONT, indent=n)
        for n in range(4)
    },
    **{f"label{n}": _style(fill=LOCKED_FILL, indent=n) for n in range(6)},
    "whole": _style(fill=LOCKED_FILL, bold=True),
    "note": _style(fill=LOCKED_FILL, color="FF595959", size=10),
    "measure": _style(fill=LOCKED_FILL, align="center"),
    "number": _style(open_=True, align="right"),
    "said": _style(open_=True, align="right", text=True),
    "earlier": _style(open_=True, align="right", color="FF595959"),
    "none": _style(fill=LOCKED_FILL),
    "text": _style(open_=True, text=True),
    "quoted": _style(open_=True, text=True, quoted=True),
    "free": _style(open_=True, text=True, box=False),
    "free number": _style(open_=True, align="right", box=False),
    "free name": _style(open_=True, text=True, align="center", box=False),
    "free ordinal": _style(open_=True, text=True, align="center", color="FF595959", box=False),
    "name": _style(open_=True, text=True, align="center"),
    "ordinal": _style(open_=True, text=True, align="center", color="FF595959"),
    "title": _style(box=False, bold=True, font=_HEAD_FONT, size=16, align="center"),
    "guide": _style(box=False, size=12, middle=False),
    "guide head": _style(box=False, size=12, font=_HEAD_FONT, bold=True),
    "guide open": _style(fill=OPEN_FILL),
    "guide locked": _style(fill=LOCKED_FILL),
    "guide free": _style(),
    "guide cell": _style(size=11),
}


FREE: Final = {
    "text": "free", "number": "free number", "name": "free name", "ordinal": "free ordinal",
}  # fmt: skip
"""The style of a cell below the ruled rows."""


class Stylist:
    """The styles as a workbook numbers them; setting one on a cell is then cheap."""

    def __init__(self, book: Workbook) -> None:
        sheet = book.create_sheet("样")
        self.arrays: dict[str, Any] = {}
        for row, (name, parts) in enumerate(STYLES.items(), 1):
            cell: Any = sheet.cell(row, 1)
            for part, value in parts.items():
                setattr(cell, part, value)
            self.arrays[name] = cell._style
        book.remove(sheet)

    def put(self, sheet: Any, row: int, column: int, text: str | float | None, style: str) -> Any:
        """Sets a cell; a text stays a text whatever it begins with."""
        cell = sheet.cell(row, column)
        if text is not None and text != "":
            if isinstance(text, str):
                cell._value, cell.data_type = text, "s"
                if text[0] in "=+-@\t\r'" and style == "text":
                    style = "quoted"
            else:
                cell._value, cell.data_type = text, "n"
        cell._style = copy(self.arrays[style])
        return cell

    def column(self, sheet: Any, number: int, width: float, style: str, *, last: int = 0) -> None:
        """The width of a column and the style of its cells that are not there yet."""
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = width
        dimension.min, dimension.max = number, last or number
        dimension._style = copy(self.arrays[style])


def style_of(entry: Entry) -> str:
    """The style of the cell in which it is filled in."""
    return "number" if entry.is_number else "text"


def width_of(texts: Sequence[str], least: float, most: float) -> float:
    """The width that these texts want, within bounds."""
    wide = max((display_width(line) for text in texts for line in text.split("\n")), default=0)
    return max(least, min(most, wide + 2.5))


def remark(text: str) -> Comment:
    """A comment in a box in which it can be read."""
    lines = sum(1 + display_width(line) // 34 for line in text.split("\n"))
    return Comment(text, "docgen", height=24 + 18 * lines, width=260)


def finish(
    sheet: Any, *, title: str, wide: bool, head: tuple[int, int], frozen: str, width: float
) -> None:
    """Freezes, protects and sets the sheet up for printing on A4."""
    if frozen:
        sheet.freeze_panes = frozen
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        *("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort"),
        *("autoFilter", "insertHyperlinks"),
    ):
        setattr(protection, allowed, False)
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = 9, "landscape" if wide else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    setup.fitToHeight = 0
    setup.fitToWidth = max(1, round(width / 190))
    sheet.print_title_rows = f"{head[0]}:{head[1]}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.8, 0.7, 0.4, 0.35
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddHeader.center.size = 14
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


# --- what a cell accepts ------------------------------------------------------------------------------

_NUMBER_PROMPT: Final = "填数字。记不准的照说法写：近600万元、2.2万、3000多、98%以上。"
_PERCENT_PROMPT: Final = "带百分号写，如 96.2%。约数照说法写：98%以上。"
_PROMPTS: Final = {
    "日期": ("日期", "写成 2026-06-30 或 2026年6月30日。"),
    "期间": ("期间", "写成 2026年上半年、2026年、2026年1月至6月。"),
    "列表": ("可以填几项", "几项之间用“；”隔开，也可以一行一项（Alt+回车换行）。没有的写“无”。"),
}


class Rules:
    """The rules for the cells of one sheet, each kind once however many ranges it covers."""

    def __init__(self, sheet: Any, choices: Choices) -> None:
        self.sheet = sheet
        self.choices = choices
        self.known: dict[tuple[str, ...], Any] = {}

    def add(self, entry: Entry, area: str) -> None:
        """What the cells of this area accept."""
        kind = entry.kind
        if kind in {"选项", "是否"}:
            words = entry.options or ("是", "否")
            self._add(area, (kind, *words), self._choice, words)
        elif entry.is_number:
            self._add(area, (kind, entry.unit or entry.measure), self._number, (entry,))
        elif kind in _PROMPTS:
            self._add(area, (kind,), self._prompt, _PROMPTS[kind])

    def add_earlier(self, area: str) -> None:
        """The cells of 上期."""
        self._add(area, ("上期",), self._prompt, ("上期", "上年同期的数，比增减用。没有可以不填。"))

    def add_words(self, area: str, words: tuple[str, ...]) -> None:
        """Cells that take one of these words."""
        self._add(area, ("选项", *words), self._choice, words)

    def _add(self, area: str, key: tuple[str, ...], make: Any, given: Any) -> None:
        if key not in self.known:
            rule = self.known[key] = make(given)
            self.sheet.add_data_validation(rule)
        self.known[key].add(area)

    def _choice(self, words: tuple[str, ...]) -> DataValidation:
        rule = DataValidation(type="list", formula1=self.choices.name(words), allow_blank=True)
        _say(rule, "从下拉框里选", "可填：" + "、".join(words))
        rule.errorStyle = "stop"
        rule.errorTitle, rule.error = "不在可选的词里", _cut("可填：" + "、".join(words), 200)
        return rule

    def _number(self, given: tuple[Entry]) -> DataValidation:
        (entry,) = given
        unit = entry.unit or entry.measure
        rule = DataValidation(
            type="decimal", operator="between", formula1="-999999999999",
            formula2="999999999999", allow_blank=True,
        )  # fmt: skip
        percent = entry.kind == "百分比"
        prompt = _PERCENT_PROMPT if percent else _NUMBER_PROMPT
        _say(rule, f"按“{unit}”计" if unit else "数", prompt)
        rule.errorStyle = "warning"
        rule.errorTitle = "这不是一个数字"
        rule.error = (
            "如果是 近600万元、2.2万、3000多、98%以上 这样的约数，可以这样填，请点“是”。"
            "否则点“否”，改成数字；量词、单位不用写。"
        )
        return rule

    def _prompt(self, given: tuple[str, str]) -> DataValidation:
        rule = DataValidation(allow_blank=True)
        _say(rule, *given)
        return rule


def _say(rule: DataValidation, title: str, text: str) -> None:
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle, rule.prompt = _cut(title, 30), _cut(text, 240)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


class Choices:
    """The words of the dropdowns, each list in a named range of a hidden sheet."""

    def __init__(self, book: Workbook, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet
        self.names: dict[tuple[str, ...], str] = {}

    def name(self, words: tuple[str, ...]) -> str:
        """The name of the range that holds these words."""
        if words not in self.names:
            column = len(self.names) + 2
            for row, word in enumerate(words, 3):
                cell = self.sheet.cell(row, column)
                cell._value, cell.data_type, cell.number_format = word, "s", "@"
            letter = get_column_letter(column)
            name = self.names[words] = f"选项_{len(self.names) + 1}"
            area = f"'{self.sheet.title}'!${letter}$3:${letter}${len(words) + 2}"
            self.book.defined_names[name] = DefinedName(name, attr_text=area)
        return self.names[words]


def colour_open(sheet: Any, area: str, first: str) -> None:
    """Required cells that are not filled in yet are coloured; the colour goes when they are."""
    fill = PatternFill("solid", bgColor=OPEN_FILL, fgColor=OPEN_FILL)
    _when(sheet, area, f'OR(LEN(TRIM({first}))=0,{first}="待填")', fill=fill)


def colour_carried(sheet: Any, area: str, first: str) -> None:
    """Sentences carried over stand out until they are looked at."""
    font = Font(color="FFC00000")
    _when(sheet, area, f'LEFT({first},4)="【未更新"', font=font)


def colour_needed(sheet: Any, area: str, first: str, row: str) -> None:
    """A required cell of a record is coloured once something else stands in its row."""
    fill = PatternFill("solid", bgColor=OPEN_FILL, fgColor=OPEN_FILL)
    formula = f'AND(COUNTA({row})>0,OR(LEN(TRIM({first}))=0,{first}="待填"))'
    _when(sheet, area, formula, fill=fill)


def rule_filled(sheet: Any, columns: int, last: int) -> None:
    """Lines around the rows below the last ruled one once something stands in them."""
    end = get_column_letter(columns)
    first = last + 1
    if first > LAST_ROW:
        return
    area = f"A{first}:{end}{LAST_ROW}"
    _when(sheet, area, f"COUNTA($A{first}:${end}{first})>0", border=_BOX)


def _when(sheet: Any, area: str, formula: str, **look: Any) -> None:
    make: Any = FormulaRule
    sheet.conditional_formatting.add(area, make(formula=[formula], **look))


class _Growing(RowDimension):
    """A row with a height to begin with, that grows with what is typed into it."""

    @property
    def customHeight(self) -> bool:
        return False


def grow(sheet: Any, row: int, height: float) -> None:
    """Sets the height a row has until its contents change; a fixed one would cut them off."""
    if height > ROW_HEIGHT:
        sheet.row_dimensions[row] = _Growing(sheet, index=row, ht=height)


def height_of(*cells: tuple[str, float]) -> float:
    """The height in which these texts can be read, each in a column of this width."""
    lines = 1
    for text, width in cells:
        if text:
            room = max(int(width) - 2, 4)
            wraps = (max(1, -(-display_width(line) // room)) for line in text.split("\n"))
            lines = max(lines, sum(wraps))
    return max(ROW_HEIGHT, min(400.0, 15.0 * lines + 5))
