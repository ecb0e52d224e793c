"""OUT/汇总.xlsx: the batch as a workbook, for those who sort, filter and pass on in a spreadsheet."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from docgen.batch.record import Result
from docgen.batch.report.owed import entry_of, spoken, what_of
from docgen.batch.report.page import href
from docgen.batch.report.survey import LIST_PAGE, OWED_KINDS, Survey, at_once
from docgen.batch.sheets import (
    LINE_HEIGHT,
    OPEN,
    Column,
    Part,
    Value,
    letters,
    package,
    row,
    style_of,
    widths,
)
from docgen.drafts.checked import is_owed
from docgen.facts.dictionary import Dictionary
from docgen.finding import Finding, Level

MOST_ROWS: Final = 1_000_000
MOST_LINKS: Final = 20_000
"""So many links to units' pages; a spreadsheet takes 65,530 a sheet and opens slowly with them."""
_BLOCK: Final = 1_000
_LEVELS: Final = (Level.ERROR, Level.DOUBT, Level.HINT)


class Sheet:
    """A sheet of rows while it is written, packed block by block."""

    def __init__(self, name: str, columns: Sequence[tuple[str, float]]) -> None:
        self.name = name
        self.columns = [Column(*column) for column in columns]
        self.count = 0
        self.links: list[tuple[int, str]] = []
        self._rows: list[str] = []
        self._blocks: list[bytes] = []
        self._packer = zlib.compressobj(1)
        self._add(row([(column.name, "head") for column in self.columns], 1, self.columns))

    def add(self, *values: Value, link: str = "") -> None:
        """A row.  A fraction is shown as a percentage.  link: where the first cell leads."""
        if self.count >= MOST_ROWS:
            return
        self.count += 1
        cells = [(value, style_of(value)) for value in values]
        if link and len(self.links) < MOST_LINKS:
            self.links.append((self.count + 1, link))
            cells[0] = (values[0], "link")
        self._add(row(cells, self.count + 1, self.columns))

    def _add(self, text: str) -> None:
        self._rows.append(text)
        if len(self._rows) >= _BLOCK:
            self._pack()

    def _pack(self) -> None:
        self._blocks.append(self._packer.compress("".join(self._rows).encode()))
        self._rows = []

    def part(self) -> Part:
        """The sheet, complete."""
        area = f"A1:{letters(len(self.columns))}{self.count + 1}"
        return Part(self.name, self._pieces(area), [target for _, target in self.links], area)

    def _pieces(self, area: str) -> Iterator[bytes]:
        self._pack()
        self._blocks.append(self._packer.flush())
        yield (
            f'{OPEN}<dimension ref="{area}"/><sheetViews><sheetView workbookViewId="0">'
            '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
            f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="{LINE_HEIGHT}"/>'
            f"{widths(self.columns)}<sheetData>"
        ).encode()
        reader = zlib.decompressobj()
        for block in self._blocks:
            yield reader.decompress(block)
        links = "".join(
            f'<hyperlink ref="A{number}" r:id="r{at}"/>'
            for at, (number, _) in enumerate(self.links, 1)
        )
        yield (
            f'</sheetData><autoFilter ref="{area}"/>'
            + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
            + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()


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
            ("事实", 24.0),
        ),
    )
    found = Sheet(
        "问题",
        (
            *(("单位", 16.0), ("轻重", 7.0), ("问题", 50.0), ("改法", 40.0), ("在哪里", 44.0)),
            *(("原文", 30.0), ("文稿", 26.0), ("依据", 24.0), ("代码", 9.0)),
        ),
    )
    for note in survey.notes:
        found.add("全部单位", "提醒", note, *[""] * 6)
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
                result.unit, spoken(gap.path), gap.kind, result.template_name, gap.sentence,
                what(gap.path), gap.reason, result.source, gap.path,
            )  # fmt: skip
        if result.held:
            how = {item.item: item.how for item in result.held}
            held.add(result.unit, result.template_name, *(how.get(item, "") for item in items))
    if group:
        _findings(found, group, survey)
    for finding in survey.rollup:
        found.add("全县", *_finding(finding, "汇总" if finding.code.startswith("ROL") else ""))
    sheets = (main, owed, found, _alike(survey, named), held)
    return package([sheet.part() for sheet in sheets])


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
        link=href(f"{result.folder}/{survey.page_of(result.source, LIST_PAGE)}")
        if result.folder
        else "",
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
            *(("占后者", 8.0), ("相同的话（照前者的稿，数不算）", 90.0)),
        ),
    )
    for pair in survey.pairs:
        one, other = named.get(pair.one), named.get(pair.other)
        if one is not None and other is not None:
            sheet.add(
                one.unit, other.unit, one.template_name, round(pair.one_share / 100, 4),
                round(pair.other_share / 100, 4), "\n".join(s.one or s.words for s in pair.stretches),
            )  # fmt: skip
    return sheet
