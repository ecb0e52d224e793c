"""Charts: the line `图 柱形：标题` and the table below it become a block that can be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.compose.lists import cut
from docgen.document import Chart, Paragraph, Span, Table, Text, plain, spans
from docgen.errors import TemplateError
from docgen.language import Quantity, format_decimal, parse_quantity
from docgen.language.measures import SCALES

Kind: TypeAlias = Literal["bar", "line"]

KINDS: Final[dict[str, Kind]] = {"柱形": "bar", "折线": "line"}
"""The kinds of chart by their names in templates."""

_NOTHING: Final = frozenset(("", "—", "－", "-"))
"""What a cell says that has no number to show."""
_NONE: Final = "无"
"""What it says where there can be none: who has no village has no village income."""
_FEWEST_COLUMNS: Final = 2


class _Cell(NamedTuple):
    """A cell of numbers: as the template made it, and what it says; None when it cannot be drawn."""

    text: Text
    said: Quantity | None


def set_chart(line: Text, table: Table) -> Chart | Paragraph:
    """The chart of the table's numbers; a paragraph that says what is missing when there is none.

    line: 柱形：标题.  A cell that is empty, owed or a range is a gap in the drawing, which the note tells of.
    Raises TemplateError for a table that cannot be drawn at all.
    """
    words = plain(line)
    end = words.replace(":", "：").find("：")
    kind = KINDS.get(words[:end].strip())
    if kind is None:
        raise TemplateError(f"没有“{words[:end]}”这种图", hint="可用：" + "、".join(KINDS))
    title = cut(line, end + 1)[1]
    if not plain(title).strip():
        raise TemplateError("图没有标题", hint="写成 图 柱形：标题")
    if len(table.header) < _FEWEST_COLUMNS:
        raise TemplateError("画图的表至少要两栏", hint="第一栏是名称，后面各栏是数")
    rows = [tuple(_cell(cell, row[0]) for cell in row[1:]) for row in table.rows]
    drawn = [cell.said for row in rows for cell in row if cell.said is not None]
    scale, unit = _common(drawn)
    note = tuple(_note(table, rows))
    if not drawn:
        return Paragraph((*title, "：", *note))
    values = tuple(tuple(_value(cell.said, scale) for cell in row) for row in rows)
    cells = tuple(
        (row[0], *(_bare(cell, scale) for cell in made))
        for row, made in zip(table.rows, rows, strict=True)
    )
    said = ("注：", *note) if note else ()
    return Chart(kind, title, Table(table.header, cells), values, scale + unit, said)


def _cell(text: Text, category: Text) -> _Cell:
    words = plain(_sure(text)).strip()
    if words in _NOTHING or words == _NONE or any(span.kind == "gap" for span in spans(text)):
        return _Cell(text, None)
    quantity = parse_quantity(words)
    if quantity is None:
        place = f"“{plain(category)}”一行的“{words[:20]}”"
        raise TemplateError(f"图里只能是数，{place}不是", hint="把文字的一栏移出这张表")
    return _Cell(text, None if quantity.upper is not None else quantity)


def _sure(text: Text) -> Text:
    """The text without 【待核实】."""
    return tuple(
        piece if isinstance(piece, str) else piece._replace(content=_sure(piece.content))
        for piece in text
        if isinstance(piece, str) or piece.kind != "doubt"
    )


def _common(drawn: Sequence[Quantity]) -> tuple[str, str]:
    """The scale word that most numbers have, and the unit of all of them."""
    units = dict.fromkeys(quantity.unit for quantity in drawn)
    if len(units) > 1:
        listed = "、".join(unit or "没有单位" for unit in units)
        raise TemplateError(f"图里的数单位不一样：{listed}", hint="一张图只画一种单位的数")
    scales = [quantity.scale for quantity in drawn]
    usual = max(scales, key=lambda scale: (scales.count(scale), SCALES.get(scale, 1)), default="")
    return usual, next(iter(units), "")


def _value(said: Quantity | None, scale: str) -> Decimal | None:
    if said is None or said.scale == scale:
        return said.value if said is not None else None
    return said.amount / SCALES.get(scale, 1)


def _bare(cell: _Cell, scale: str) -> Text:
    """The cell's text with its number alone, its qualifier and its marks kept; () for a gap."""
    said, value = cell.said, _value(cell.said, scale)
    if said is None or value is None:
        return ()
    digits = f"{value:.{said.places}f}" if said.scale == scale else format_decimal(value)
    return _worded(cell.text, [said.prefix + digits + said.suffix])


def _worded(text: Text, words: list[str]) -> Text:
    """The text with these words in the place of its own; words is left empty."""
    out: list[str | Span] = []
    for piece in text:
        if isinstance(piece, str):
            if words and piece.strip():
                out.append(words.pop())
        elif piece.kind == "doubt":
            out.append(piece)
        elif content := _worded(piece.content, words):
            out.append(piece._replace(content=content))
    return tuple(out)


def _note(table: Table, rows: Sequence[Sequence[_Cell]]) -> Iterable[str | Span]:
    """What the drawing has no place for: who gave no number, ranges, the marks of gaps."""
    several = len(table.header) > _FEWEST_COLUMNS
    items: list[list[str | Span]] = []
    for column, name in enumerate(table.header[1:]):
        series = name if several else ()
        silent: list[str | Span] = []
        without: list[str | Span] = []
        owed: list[list[str | Span]] = []
        for row, cells in zip(table.rows, rows, strict=True):
            text, said = cells[column]
            if said is not None:
                continue
            if plain(text).strip() in _NOTHING:
                silent += ("、", *row[0]) if silent else row[0]
            elif plain(text).strip() == _NONE:
                without += ("、", *row[0]) if without else row[0]
            else:
                owed.append([*row[0], *series, *text])
        items += [[*silent, *series, "未填报"]] if silent else []
        items += [[*without, "没有", *(series or ("这项数据",))]] if without else []
        items += owed
    for index, item in enumerate(items):
        yield from item
        yield "；" if index < len(items) - 1 else "。"
