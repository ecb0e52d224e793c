"""OUT/汇总.xlsx: the batch as a workbook, for those who sort, filter and pass on in a spreadsheet.

The sheets are written as text, a row at a time, so that those of 38,000 drafts take seconds and
little memory; a workbook library builds an object for each cell (docs/decisions/012).  Text is
always text: no cell is a formula, and one that begins like a formula stays text when edited.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from docgen.batch.record import Result
from docgen.batch.report.owed import entry_of, what_of
from docgen.batch.report.page import href
from docgen.batch.report.survey import LIST_PAGE, OWED_KINDS, Survey, at_once
from docgen.drafts.checked import is_owed
from docgen.facts.dictionary import Dictionary
from docgen.facts.workbook.cells import MAX_TEXT, storable
from docgen.finding import Finding, Level

MOST_ROWS: Final = 1_000_000
MOST_LINKS: Final = 20_000
"""So many links to units' pages; a spreadsheet takes 65,530 a sheet and opens slowly with them."""
_BLOCK: Final = 1_000
_PLAIN, _HEAD, _QUOTED, _SHARE, _LINK, _COUNT = range(6)
_LINE_HEIGHT: Final = 16.5
_MOST_LINES: Final = 24
_FORMULA: Final = frozenset("=+-@\t\r'")
_LEVELS: Final = (Level.ERROR, Level.DOUBT, Level.HINT)
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_BREAKS: Final = re.compile("[\r\n]")

Value: TypeAlias = "str | int | float"


class Sheet:
    """A sheet while it is written.  columns: heading and width of each."""

    def __init__(self, name: str, columns: Sequence[tuple[str, float]]) -> None:
        self.name = name
        self.columns = columns
        self.count = 0
        self.links: list[tuple[int, str]] = []
        self._rows: list[str] = []
        self._blocks: list[bytes] = []
        self._packer = zlib.compressobj(1)
        self._add(_row([(name, _HEAD) for name, _ in columns], 1, columns))

    def add(self, *values: Value, link: str = "") -> None:
        """A row.  A fraction is shown as a percentage.  link: where the first cell leads."""
        if self.count >= MOST_ROWS:
            return
        self.count += 1
        cells = [(value, _style_of(value)) for value in values]
        if link and len(self.links) < MOST_LINKS:
            self.links.append((self.count + 1, link))
            cells[0] = (values[0], _LINK)
        self._add(_row(cells, self.count + 1, self.columns))

    def _add(self, row: str) -> None:
        self._rows.append(row)
        if len(self._rows) >= _BLOCK:
            self._pack()

    def _pack(self) -> None:
        self._blocks.append(self._packer.compress("".join(self._rows).encode()))
        self._rows = []

    def pieces(self) -> Iterator[bytes]:
        """The sheet's part, once."""
        self._pack()
        self._blocks.append(self._packer.flush())
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
            for at, (_, width) in enumerate(self.columns, 1)
        )
        area = f"A1:{_letters(len(self.columns))}{self.count + 1}"
        yield (
            f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_R}"><sheetPr><pageSetUpPr fitToPage="1"/>'
            f'</sheetPr><dimension ref="{area}"/><sheetViews><sheetView workbookViewId="0">'
            '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
            f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="{_LINE_HEIGHT}"/>'
            f"<cols>{widths}</cols><sheetData>"
        ).encode()
        reader = zlib.decompressobj()
        for block in self._blocks:
            yield reader.decompress(block)
        links = "".join(
            f'<hyperlink ref="A{row}" r:id="r{at}"/>' for at, (row, _) in enumerate(self.links, 1)
        )
        yield (
            f'</sheetData><autoFilter ref="{area}"/>'
            + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
            + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()

    def relations(self) -> str:
        """The part that says where the links lead, "" without any."""
        if not self.links:
            return ""
        said = "".join(
            f'<Relationship Id="r{at}" Type="{_R}/hyperlink" TargetMode="External" '
            f'Target="{escape(target, _QUOTES)}"/>'
            for at, (_, target) in enumerate(self.links, 1)
        )
        return f'{_XML}<Relationships xmlns="{_RELATIONS}">{said}</Relationships>'


def summary_book(survey: Survey, dictionary: Dictionary) -> bytes:
    """The workbook (.xlsx).  The same survey gives the same bytes."""
    main = Sheet(
        "总表",
        (
            *(("单位", 16.0), ("文稿", 26.0), ("状态", 8.0)),
            *((kind, 8.0) for kind in OWED_KINDS),
            *((level.label, 7.0) for level in _LEVELS),
            *(
                ("自己的话", 9.0),
                ("上期写过", 9.0),
                ("字数", 8.0),
                ("期间", 14.0),
                ("文稿文件", 44.0),
            ),
            *(("没有动的旧稿", 24.0), ("没有写成的原因", 44.0), ("台账", 40.0)),
        ),
    )
    owed = Sheet(
        "待补",
        (
            *(("单位", 16.0), ("要补的", 24.0), ("类别", 8.0), ("文稿", 26.0)),
            *(("要写进的话", 60.0), ("填什么", 36.0), ("原因", 24.0), ("台账", 40.0)),
        ),
    )
    found = Sheet(
        "问题",
        (
            *(("单位", 16.0), ("轻重", 7.0), ("问题", 50.0), ("改法", 40.0), ("在哪里", 44.0)),
            *(("原文", 30.0), ("文稿", 26.0), ("依据", 24.0), ("代码", 9.0)),
        ),
    )
    items = _items(survey)
    held = Sheet("规定动作", (("单位", 16.0), ("文稿", 26.0), *((item, 14.0) for item in items)))
    named: dict[tuple[str, str], Result] = {}
    wanted = {key for pair in survey.pairs for key in (pair.one, pair.other)}
    what = lru_cache(maxsize=4096)(lambda path: what_of(*entry_of(path, dictionary)))
    group: list[Result] = []
    for result in survey.results:
        if group and group[0].source != result.source:
            _findings(found, group, survey)
            group = []
        group.append(result)
        if result.key in wanted:
            named[result.key] = result
        _main_row(main, result, survey)
        for gap in filter(is_owed, result.gaps):
            owed.add(
                result.unit, gap.path, gap.kind, result.template_name, gap.sentence,
                what(gap.path), gap.reason, result.source,
            )  # fmt: skip
        if result.held:
            how = {item.item: item.how for item in result.held}
            held.add(result.unit, result.template_name, *(how.get(item, "") for item in items))
    if group:
        _findings(found, group, survey)
    for finding in survey.rollup:
        found.add("全县", *_finding(finding, "汇总"))
    return _packed([main, owed, found, _alike(survey, named), held])


def _items(survey: Survey) -> tuple[str, ...]:
    items: dict[str, None] = {}
    for result in survey.results:
        items.update(dict.fromkeys(item.item for item in result.held))
    return tuple(items)


def _main_row(sheet: Sheet, result: Result, survey: Survey) -> None:
    kinds = [gap.kind for gap in result.gaps if is_owed(gap)]
    levels = [f.level for f in (*result.findings, *survey.cross.get(result.key, ()))]
    alike = survey.alike_of(result)
    sheet.add(
        result.unit,
        result.template_name,
        result.status,
        *(kinds.count(kind) for kind in OWED_KINDS),
        *(levels.count(level) for level in _LEVELS),
        "" if alike is None else round(alike.own / 100, 4),
        "" if alike is None or alike.taken is None else round(alike.taken / 100, 4),
        result.length,
        result.period,
        "\n".join(draft.path for draft in result.drafts),
        "\n".join(draft.kept for draft in result.drafts if draft.kept),
        result.error,
        result.source,
        link=href(f"{result.folder}/{LIST_PAGE}") if result.folder else "",
    )


def _findings(sheet: Sheet, results: Sequence[Result], survey: Survey) -> None:
    said = at_once((r.template_name, (*r.findings, *survey.cross.get(r.key, ()))) for r in results)
    for finding, papers in said.items():
        sheet.add(results[0].unit, *_finding(finding, "、".join(papers)))


def _finding(finding: Finding, papers: str) -> tuple[str, ...]:
    places = "；".join(str(place) for place in (finding.place, *finding.related))
    return (
        finding.level.label, finding.message, finding.hint, places, finding.quote, papers,
        finding.basis, finding.code,
    )  # fmt: skip


def _alike(survey: Survey, named: dict[tuple[str, str], Result]) -> Sheet:
    sheet = Sheet(
        "相似",
        (
            *(("单位", 16.0), ("另一个单位", 16.0), ("文稿", 26.0), ("占前者", 8.0)),
            *(("占后者", 8.0), ("相同的话（数不算）", 90.0)),
        ),
    )
    for pair in survey.pairs:
        one, other = named.get(pair.one), named.get(pair.other)
        if one is not None and other is not None:
            sheet.add(
                one.unit, other.unit, one.template_name, round(pair.one_share / 100, 4),
                round(pair.other_share / 100, 4), "\n".join(s.words for s in pair.stretches),
            )  # fmt: skip
    return sheet


# --- the file -------------------------------------------------------------------------------------

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_QUOTES: Final = {'"': "&quot;"}


def _style_of(value: Value) -> int:
    if isinstance(value, str):
        return _QUOTED if value[:1] in _FORMULA else _PLAIN
    return _SHARE if isinstance(value, float) else _COUNT


def _lines(text: str, width: float) -> int:
    """The lines that a text takes in a column: a Chinese character is two wide, and 3 bytes."""
    if 2 * len(text) <= width:
        return 1 + text.count("\n")
    wide = [(len(line.encode("utf-8", "replace")) + len(line)) / 2 for line in text.split("\n")]
    return sum(max(1, ceil(line / (width - 1))) for line in wide)


def _row(
    cells: Sequence[tuple[Value, int]], number: int, columns: Sequence[tuple[str, float]]
) -> str:
    """A row, as high as its longest text: spreadsheets do not all see to that by themselves."""
    high = max(
        (
            _lines(value, width)
            for (value, _), (_, width) in zip(cells, columns, strict=True)
            if isinstance(value, str) and value
        ),
        default=1,
    )
    height = _LINE_HEIGHT * min(high, _MOST_LINES)
    out = [
        f'<row r="{number}" ht="{height}" customHeight="1">' if high > 1 else f'<row r="{number}">'
    ]
    for value, style in cells:
        if not isinstance(value, str):
            out.append(f'<c s="{style}"><v>{value}</v></c>')
        elif value:
            text = escape(storable(value)[:MAX_TEXT])
            text = _BREAKS.sub("\n", text.replace("\r\n", "\n"))
            out.append(
                f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            )
        else:
            out.append("<c/>")
    out.append("</row>")
    return "".join(out)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _cell(font: int, fill: int, extra: str = "", number: int = 0) -> str:
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
        f'applyAlignment="1" applyNumberFormat="1"{extra}><alignment vertical="top" wrapText="1"/></xf>'
    )


_AS_TEXT: Final = ' quotePrefix="1"'
_FONT: Final = '<sz val="11"/><name val="宋体"/>'
_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="0;-0;;@"/></numFmts>'  # a count of 0 is left blank
    f'<fonts count="3"><font>{_FONT}</font><font><b/>{_FONT}</font>'
    f'<font><u/><sz val="11"/><color rgb="FF14509E"/><name val="宋体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFD9E2EF"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="6">{_cell(0, 0)}{_cell(1, 2)}{_cell(0, 0, _AS_TEXT)}'
    f"{_cell(0, 0, number=9)}{_cell(2, 0)}{_cell(0, 0, number=164)}</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def _packed(sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes, which depend on nothing but its sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in _fixed(sheets).items():
            archive.writestr(_info(name), text)
        for number, sheet in enumerate(sheets, 1):
            with archive.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in sheet.pieces():
                    part.write(piece)
            if relations := sheet.relations():
                archive.writestr(_info(f"xl/worksheets/_rels/sheet{number}.xml.rels"), relations)
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def _fixed(sheets: Sequence[Sheet]) -> dict[str, str]:
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name="{escape(sheet.name, _QUOTES)}" sheetId="{n}" r:id="r{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"'{escape(sheet.name)}'!$A$1:${_letters(len(sheet.columns))}${sheet.count + 1}</definedName>"
        for n, sheet in enumerate(sheets)
    )
    parts = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}styles+xml"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{listed}</sheets><definedNames>{filters}</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{_RELATIONS}">{parts}<Relationship Id="styles" '
            f'Type="{_R}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }
