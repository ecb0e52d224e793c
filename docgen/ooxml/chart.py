"""The parts of a chart in a .docx: the drawing, its data sheet, and the run that shows it.

The drawing refers to a workbook that travels inside the file, so that 编辑数据 works in the
office and a changed cell changes the drawing.  Numbers are drawn as typed: a qualifier or 【待核实】
is part of the label's number format, and a number that is not there is left out, not 0.
Clauses: ECMA-376 part 1, 21.2 (DrawingML charts).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from docgen.library.styles import Style
from docgen.ooxml.package import WORKBOOK_TYPE, R, zipped
from docgen.ooxml.runs import escape, fonts

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGES: Final = "http://schemas.openxmlformats.org/package/2006"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"

NAMESPACES: Final = f' xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:c="{_C}"'
"""What the document part declares when it holds a chart."""

_EMU_PER_MM: Final = 36_000
_LABEL_SIZE: Final = 9.0
"""Points: 小五, the least that prints clearly."""
_UPRIGHT: Final = 75.0
"""Height in mm of a chart whose bars stand."""
_ROW, _ROW_SPACE, _EDGE, _LEGEND, _TALLEST = 4.0, 2.0, 4.0, 8.0, 205.0
"""Lying bars, in mm: height of one, the space between categories, both edges, the legend; the
most in all."""
_FILLS: Final = ("2F5597", "A6A6A6", "C55A11", "7F6000", "548235", "404040")
"""Fills of the series, told apart on a black-and-white print too."""
_DASHES: Final = ("solid", "sysDash", "sysDot", "dash")
_MARKERS: Final = ("circle", "square", "triangle", "diamond")


class Cell(NamedTuple):
    """A number with how it prints; value is None for a gap.  marked: somebody must confirm it."""

    value: Decimal | None
    said: str
    marked: bool = False


class Plot(NamedTuple):
    """What is drawn.  head: what the categories are.  series: name and a cell for each category."""

    kind: Literal["bar", "line"]
    title: str
    unit: str
    head: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Cell, ...]], ...]


def chart_parts(plots: Sequence[Plot], style: Style) -> dict[str, bytes]:
    """The parts that the charts of a document add to its package, by name."""
    parts: dict[str, bytes] = {}
    for number, plot in enumerate(plots, 1):
        sheet = f"embeddings/Microsoft_Excel_Sheet{number}.xlsx"
        parts[f"word/charts/chart{number}.xml"] = _chart(plot, style).encode()
        parts[f"word/charts/_rels/chart{number}.xml.rels"] = (
            f'{_XML}<Relationships xmlns="{_PACKAGES}/relationships">'
            f'<Relationship Id="rId1" Type="{R}/package" Target="../{sheet}"/></Relationships>'
        ).encode()
        parts[f"word/{sheet}"] = _workbook(plot)
    return parts


def content_types(count: int) -> str:
    """The rows that `count` charts add to the content types."""
    return f'<Default Extension="xlsx" ContentType="{WORKBOOK_TYPE}"/>' + "".join(
        f'<Override PartName="/word/charts/chart{number}.xml" ContentType="{_CHART_TYPE}"/>'
        for number in range(1, count + 1)
    )


def relationships(count: int) -> str:
    """The rows that `count` charts add to the relationships of the document part."""
    return "".join(
        f'<Relationship Id="chart{number}" Type="{R}/chart" Target="charts/chart{number}.xml"/>'
        for number in range(1, count + 1)
    )


def chart_run(number: int, plot: Plot, style: Style) -> str:
    """The run that shows chart `number` (from 1) in its line."""
    width, height = style.page.type_area[0], _height(plot, style)
    return (
        f"<w:r><w:rPr>{fonts(style.table_text, style.western)}<w:noProof/></w:rPr><w:drawing>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_emu(width)}" cy="{_emu(height)}"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr="{escape(_described(plot))}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}">'
        f'<c:chart r:id="chart{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def _described(plot: Plot) -> str:
    """What a reader who cannot see the chart is told: its title and every number."""
    rows = (
        f"{name}{category}{cell.said or '无'}"
        for name, cells in plot.series
        for category, cell in zip(plot.categories, cells, strict=True)
    )
    unit = f"（{plot.unit}）" if plot.unit else ""
    return f"{plot.title}{unit}：" + "，".join(rows)


def _emu(millimetres: float) -> int:
    return round(millimetres * _EMU_PER_MM)


def _width(text: str) -> float:
    """Points that a label takes on one line."""
    wide = sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
    return wide * _LABEL_SIZE


def _lies(plot: Plot, style: Style) -> bool:
    """Whether bars lie: standing ones would leave too little room for a label on one line."""
    if plot.kind == "line" or not plot.categories:
        return False
    room = style.page.type_area[0] / 25.4 * 72 / len(plot.categories)
    labels = (
        *plot.categories,
        *("".join(("0", *(cells[i].said for _, cells in plot.series))) for i in _rows(plot)),
    )
    return max(map(_width, labels)) > room


def _rows(plot: Plot) -> range:
    return range(len(plot.categories))


def _height(plot: Plot, style: Style) -> float:
    if not _lies(plot, style):
        return _UPRIGHT
    row = _ROW * len(plot.series) + _ROW_SPACE
    frame = _EDGE + (_LEGEND if len(plot.series) > 1 else 0)
    return min(frame + row * len(plot.categories), _TALLEST)


# -- the drawing ---------------------------------------------------------------------------


def _chart(plot: Plot, style: Style) -> str:
    lying = _lies(plot, style)
    series = "".join(_series(index, plot) for index in range(len(plot.series)))
    axes = '<c:axId val="1"/><c:axId val="2"/>'
    if plot.kind == "bar":
        gap = 60 if len(plot.series) > 1 else 80
        drawn = (
            f'<c:barChart><c:barDir val="{"bar" if lying else "col"}"/>'
            f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
            f'<c:gapWidth val="{gap}"/>{axes}</c:barChart>'
        )
    else:
        drawn = (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
            f'<c:marker val="1"/>{axes}</c:lineChart>'
        )
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
    font = style.table_text.name
    return (
        f'{_XML}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{R}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{drawn}{_axes(plot, lying)}'
        f"</c:plotArea>{legend if len(plot.series) > 1 else ''}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(_LABEL_SIZE * 100)}">'
        f'{_solid("000000")}<a:latin typeface="{style.western or font}"/>'
        f'<a:ea typeface="{font}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _axes(plot: Plot, lying: bool) -> str:
    """The axes: the numbers stand at the bars and points, so theirs is not shown."""
    cells = [cell.value for _, row in plot.series for cell in row if cell.value is not None]
    floor = '<c:min val="0"/>' if plot.kind == "bar" and min(cells, default=Decimal(0)) >= 0 else ""
    first_on_top = '<c:orientation val="maxMin"/>' if lying else '<c:orientation val="minMax"/>'
    line = f'<c:spPr><a:ln w="9525">{_solid("808080")}</a:ln></c:spPr>'
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling>{first_on_top}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if lying else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{line}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>'
        f'{floor}</c:scaling><c:delete val="1"/><c:axPos val="{"b" if lying else "l"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _series(index: int, plot: Plot) -> str:
    name, cells = plot.series[index]
    column = _column(index + 1)
    last = len(cells) + 1
    points = "".join(
        f'<c:pt idx="{row}"><c:v>{_plain(cell.value)}</c:v></c:pt>'
        for row, cell in enumerate(cells)
        if cell.value is not None
    )
    categories = "".join(
        f'<c:pt idx="{row}"><c:v>{escape(text)}</c:v></c:pt>'
        for row, text in enumerate(plot.categories)
    )
    smooth = "" if plot.kind == "bar" else '<c:smooth val="0"/>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef>'
        f'<c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{_look(index, plot.kind)}{_labels(index, plot)}"
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(cells)}"/>{categories}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(cells)}"/>{points}'
        f"</c:numCache></c:numRef></c:val>{smooth}</c:ser>"
    )


def _look(index: int, kind: str) -> str:
    fill = _solid(_FILLS[index % len(_FILLS)])
    if kind == "bar":
        return f'<c:spPr>{fill}</c:spPr><c:invertIfNegative val="0"/>'
    dash = f'<a:prstDash val="{_DASHES[index % len(_DASHES)]}"/>'
    return (
        f'<c:spPr><a:ln w="22225">{fill}{dash}</a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{_MARKERS[index % len(_MARKERS)]}"/><c:size val="6"/>'
        f"<c:spPr>{fill}</c:spPr></c:marker>"
    )


def _labels(index: int, plot: Plot) -> str:
    """The numbers at the bars or points of a series."""
    cells = plot.series[index][1]
    usual = _place(plot, index, None)
    shown = "".join(
        f'<c:show{what} val="{value}"/>'
        for what, value in (
            *(("LegendKey", 0), ("Val", 1), ("CatName", 0)),
            *(("SerName", 0), ("Percent", 0), ("BubbleSize", 0)),
        )
    )
    own = "".join(
        f'<c:dLbl><c:idx val="{row}"/><c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
        f"{_paint(cell)}{place}{shown}</c:dLbl>"
        for row, cell in enumerate(cells)
        if (code := _format(cell), place := _place(plot, index, row)) != ("General", usual)
    )
    return (
        f'<c:dLbls>{own}<c:numFmt formatCode="General" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{usual}{shown}</c:dLbls>"
    )


def _place(plot: Plot, index: int, row: int | None) -> str:
    """Where the label stands: of lines that cross, the highest point has it above, others below.

    row: None for the series as a whole.
    """
    above = index == 0
    if row is not None and (here := plot.series[index][1][row].value) is not None:
        others = [cells[row].value for _, cells in plot.series]
        highest = max(value for value in others if value is not None)
        above = here == highest and others.index(highest) == index
    side = "outEnd" if plot.kind == "bar" else "t" if above else "b"
    return f'<c:dLblPos val="{side}"/>'


def _paint(cell: Cell) -> str:
    """Yellow behind what must still be confirmed, as in the text."""
    fill = _solid("FFFF00") if cell.marked else "<a:noFill/>"
    return f"<c:spPr>{fill}<a:ln><a:noFill/></a:ln></c:spPr>"


def _format(cell: Cell) -> str:
    """The number format that prints the value as it was said: `"近"0.0"多"`."""
    if cell.value is None or cell.said == _plain(cell.value):
        return "General"
    digits = _plain(abs(cell.value))
    before, found, after = cell.said.partition(digits)
    places = len(digits.partition(".")[2])
    if not found:  # 三千多
        return _quoted(cell.said)
    if after[:1] == "." or after[:1].isdigit():  # 412.60
        rest = len(after) - len(after.lstrip(".0"))
        places, after = places + rest - (after[0] == "."), after[rest:]
    return _quoted(before.removesuffix("-")) + ("0." + "0" * places).rstrip(".") + _quoted(after)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""


def _plain(value: Decimal | None) -> str:
    """The digits of a value, no zeros after the last that counts; "" for none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# -- the data sheet ------------------------------------------------------------------------

_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_SHEET}"><fonts count="1"><font><sz val="11"/>'
    '<name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    "<left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_MAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME: Final[Mapping[str, str]] = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGES}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGES}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{R}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGES}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{R}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": _STYLES,
}


def _workbook(plot: Plot) -> bytes:
    """The workbook: categories in column A, a series in each further one, empty cells for gaps."""
    heads = (plot.head, *(name for name, _ in plot.series))
    rows = [_row(1, (_text_cell(1, i, head) for i, head in enumerate(heads)))]
    for index, category in enumerate(plot.categories):
        number = index + 2
        numbers = (
            f'<c r="{_column(i)}{number}"><v>{_plain(value)}</v></c>'
            for i, (_, cells) in enumerate(plot.series, 1)
            if (value := cells[index].value) is not None
        )
        rows.append(_row(number, (_text_cell(number, 0, category), *numbers)))
    sheet = f'{_XML}<worksheet xmlns="{_SHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    frame = {name: text.encode() for name, text in _FRAME.items()}
    return zipped({**frame, "xl/worksheets/sheet1.xml": sheet.encode()})


def _row(number: int, cells: Iterator[str] | tuple[str, ...]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text_cell(row: int, column: int, text: str) -> str:
    if not text:
        return ""
    return (
        f'<c r="{_column(column)}{row}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(text)}</t></is></c>'
    )


def _column(index: int) -> str:
    """The letters of a column, A for 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
