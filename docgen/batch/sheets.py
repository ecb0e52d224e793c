"""A workbook (.xlsx) written as text: for what a batch writes by the thousand.

A workbook library makes an object of each cell; here a row is a line of XML.  Text is always
text: no cell is a formula, and one that begins like a formula stays text when it is edited.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from docgen.facts.workbook.cells import MAX_TEXT, storable

Value: TypeAlias = "str | int | float"

LINE_HEIGHT: Final = 16.5
_MOST_LINES: Final = 24
_FORMULA: Final = frozenset("=+-@\t\r'")
_BREAKS: Final = re.compile("\r\n?")
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_QUOTES: Final = {'"': "&quot;"}
XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
OPEN: Final = f'{XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_R}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'


class Part(NamedTuple):
    """A sheet to be packed.  pieces: of its XML.  links: targets of its hyperlinks r1, r2 …
    filtered: the range of its filter, "" for none."""

    name: str
    pieces: Iterable[bytes]
    links: Sequence[str] = ()
    filtered: str = ""


class Column(NamedTuple):
    """A column: its heading and its width in characters."""

    name: str
    width: float


# --- styles ---------------------------------------------------------------------------------------

_FONT: Final = '<name val="宋体"/>'
_FONTS: Final = {
    "": f'<sz val="11"/>{_FONT}',
    "bold": f'<b/><sz val="11"/>{_FONT}',
    "link": f'<u/><sz val="11"/><color rgb="FF14509E"/>{_FONT}',
    "title": '<b/><sz val="16"/><name val="黑体"/>',
    "small": f'<sz val="10"/><color rgb="FF595959"/>{_FONT}',
}
_FILLS: Final = {"": "", "gray125": "", "head": "FFD9E2EF", "locked": "FFF5F5F5"}
_FORMATS: Final = {"": 0, "percent": 9, "text": 49, "count": 164}
_LOOKS: Final[Mapping[str, tuple[str, str, bool, str, str]]] = {
    # font, fill, whether in a box, number format, what else
    "plain": ("", "", False, "", ""),
    "head": ("bold", "head", True, "", ""),
    "quoted": ("", "", False, "", "quote"),
    "share": ("", "", False, "percent", ""),
    "link": ("link", "", False, "", ""),
    "count": ("", "", False, "count", ""),
    "title": ("title", "", False, "", ""),
    "label": ("", "locked", True, "", ""),
    "note": ("small", "locked", True, "", ""),
    "number": ("", "", True, "", "open"),
    "text": ("", "", True, "text", "open"),
}
STYLES: Final = {name: number for number, name in enumerate(_LOOKS)}


def _format(font: str, fill: str, boxed: bool, number: str, more: str) -> str:
    fonts, fills = [*_FONTS], [*_FILLS]
    quote = ' quotePrefix="1"' if more == "quote" else ""
    free = '<protection locked="0"/>' if more == "open" else ""
    return (
        f'<xf numFmtId="{_FORMATS[number]}" fontId="{fonts.index(font)}" '
        f'fillId="{fills.index(fill)}" borderId="{int(boxed)}" xfId="0" applyNumberFormat="1" '
        f'applyAlignment="1" applyProtection="1"{quote}>'
        f'<alignment vertical="top" wrapText="1"/>{free}</xf>'
    )


def _fill(name: str, color: str) -> str:
    if not color:
        return f'<fill><patternFill patternType="{name or "none"}"/></fill>'
    return f'<fill><patternFill patternType="solid"><fgColor rgb="{color}"/></patternFill></fill>'


_SIDES: Final = "".join(
    f'<{side} style="thin"><color rgb="FFA6A6A6"/></{side}>'
    for side in ("left", "right", "top", "bottom")
)
_STYLES: Final = (
    f'{XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="0;-0;;@"/></numFmts>'  # a count of 0 is left blank
    f'<fonts count="{len(_FONTS)}">{"".join(f"<font>{f}</font>" for f in _FONTS.values())}</fonts>'
    f'<fills count="{len(_FILLS)}">{"".join(_fill(*f) for f in _FILLS.items())}</fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_SIDES}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_LOOKS)}">{"".join(_format(*look) for look in _LOOKS.values())}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="1"><dxf><fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/>'
    '<bgColor rgb="FFFFF2CC"/></patternFill></fill></dxf></dxfs></styleSheet>'
)


# --- cells and rows -------------------------------------------------------------------------------


def style_of(value: Value) -> str:
    """The style of a value in a list: a fraction is a percentage, another number a count."""
    if isinstance(value, str):
        return "quoted" if value[:1] in _FORMULA else "plain"
    return "share" if isinstance(value, float) else "count"


def row(
    cells: Sequence[tuple[Value, str]],
    number: int,
    columns: Sequence[Column],
    *,
    hidden: bool = False,
) -> str:
    """A row, as high as its longest text: spreadsheets do not all see to that by themselves.

    cells: values with the names of their styles.
    """
    high = max(
        (
            _lines(value, column.width)
            for (value, _), column in zip(cells, columns, strict=True)
            if isinstance(value, str) and value
        ),
        default=1,
    )
    height = f' ht="{LINE_HEIGHT * min(high, _MOST_LINES)}" customHeight="1"' if high > 1 else ""
    unseen = ' hidden="1"' if hidden else ""
    return (
        f'<row r="{number}"{height}{unseen}>'
        f"{''.join([_cell(value, STYLES[style]) for value, style in cells])}</row>"
    )


def _cell(value: Value, style: int) -> str:
    if not isinstance(value, str):
        return f'<c s="{style}"><v>{value}</v></c>'
    if not value:
        return f'<c s="{style}"/>'
    text = escape(storable(_BREAKS.sub("\n", value))[:MAX_TEXT])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _lines(text: str, width: float) -> int:
    """The lines that a text takes in a column: a Chinese character is two wide, and 3 bytes."""
    if 2 * len(text) <= width:
        return 1 + text.count("\n")
    wide = [(len(line.encode("utf-8", "replace")) + len(line)) / 2 for line in text.split("\n")]
    return sum(max(1, ceil(line / (width - 1))) for line in wide)


def widths(columns: Sequence[Column], *, first_hidden: bool = False) -> str:
    """The element that says how wide the columns are."""
    hidden = ["" for _ in columns]
    if first_hidden:
        hidden[0] = ' hidden="1"'
    out = "".join(
        f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"{unseen}/>'
        for at, (column, unseen) in enumerate(zip(columns, hidden, strict=True), 1)
    )
    return f"<cols>{out}</cols>"


def letters(column: int) -> str:
    """The letters of a column, from 1: A, B … AA."""
    out = ""
    while column:
        column, digit = divmod(column - 1, 26)
        out = chr(ord("A") + digit) + out
    return out


# --- the file -------------------------------------------------------------------------------------


def package(parts: Sequence[Part]) -> bytes:
    """The workbook's bytes, which depend on nothing but its sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in _fixed(parts).items():
            archive.writestr(_info(name), text)
        for number, part in enumerate(parts, 1):
            with archive.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as file:
                for piece in part.pieces:
                    file.write(piece)
            if part.links:
                archive.writestr(
                    _info(f"xl/worksheets/_rels/sheet{number}.xml.rels"), _relations(part.links)
                )
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def _relations(links: Sequence[str]) -> str:
    said = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/hyperlink" TargetMode="External" '
        f'Target="{escape(target, _QUOTES)}"/>'
        for at, target in enumerate(links, 1)
    )
    return f'{XML}<Relationships xmlns="{_RELATIONS}">{said}</Relationships>'


def _fixed(parts: Sequence[Part]) -> dict[str, str]:
    numbers = range(1, len(parts) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name="{escape(part.name, _QUOTES)}" sheetId="{n}" r:id="r{n}"/>'
        for n, part in zip(numbers, parts, strict=True)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"'{escape(part.name)}'!{_absolute(part.filtered)}</definedName>"
        for n, part in enumerate(parts)
        if part.filtered
    )
    names = f"<definedNames>{filters}</definedNames>" if filters else ""
    sheets = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}styles+xml"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{listed}</sheets>{names}</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="{_RELATIONS}">{sheets}<Relationship Id="styles" '
            f'Type="{_R}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }


def _absolute(area: str) -> str:
    return re.sub("([A-Z]+)([0-9]+)", r"$\1$\2", area)
