"""The gate every .docx passes: the own lint, the Open XML SDK, python-docx and LibreOffice.

No single reader sees every fault; together they see all of `mutators` and pass clean files.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
import openpyxl
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from docgen.ooxml.lint import lint_package
from tests.gate.office import convert, folded, pdf_text
from tests.gate.sdk import sdk_errors


def check(docs: Mapping[str, tuple[bytes, str]]) -> list[str]:
    """What is wrong with the documents, as 'name: reader: problem'; nothing when all are sound.

    docs: name → the .docx and the text it must read: a line for each paragraph or table row,
    cells parted by tabs (`document.plain_text`).  All of them go to LibreOffice in one call.
    """
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = {name: folder / f"{index}.docx" for index, name in enumerate(docs)}
        for name, (data, _) in docs.items():
            files[name].write_bytes(data)
        sdk = sdk_errors(list(files.values()))
        pdfs = convert(list(files.values()), folder)
        for name, (data, expected) in docs.items():
            problems += [f"{name}: lint: {row.place}: {row.message}" for row in lint_package(data)]
            problems += [f"{name}: sdk: {error}" for error in sdk[files[name]]]
            problems += [f"{name}: python-docx: {problem}" for problem in _reopened(data, expected)]
            pdf = pdfs.get(files[name])
            if pdf is None:
                problems.append(f"{name}: LibreOffice: 没有生成 PDF")
            else:
                problems += [f"{name}: PDF: {row}" for row in _printed(pdf, expected, data)]
    return problems


def _reopened(data: bytes, expected: str) -> Iterator[str]:
    try:
        read = docx_text(data)
    except Exception as error:  # python-docx fails in six ways on broken files
        yield f"打不开：{error!r}"
        return
    if _lines(read) != _lines(expected):
        yield _difference(read, expected)


def _printed(pdf: Path, expected: str, data: bytes) -> Iterator[str]:
    """Characters lost or added.  Their order is python-docx's to judge: a PDF draws characters
    from a fallback font after their line, and the cells of a table as it likes.  What a chart's
    first column is, and what its only series, is told by its caption and printed nowhere else."""
    printed, wanted = Counter(folded(pdf_text(pdf))), Counter(folded(expected))
    for part in _chart_parts(data):
        head = chart_rows(part)[0]
        wanted -= Counter("".join(head if len(head) == 2 else head[:1]))
    more = printed - wanted
    for head in _repeated(data):  # printed again on every page that its table goes on to
        while head and head <= more:
            more -= head
    for what, rest in (("丢失", wanted - printed), ("多出", more)):
        if rest:
            yield f"{what}“{''.join(sorted(rest.elements()))[:60]}”"


def _repeated(data: bytes) -> Iterator[Counter[str]]:
    """The characters of each header row."""
    for head in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:tblHeader")):
        row = next(head.iterancestors(qn("w:tr")))
        yield Counter(folded("".join(map(_text, row.iter(qn("w:p"))))))


def docx_text(data: bytes) -> str:
    """The text that python-docx finds in the body: a paragraph or table row a line."""
    lines: list[str] = []
    document = docx.Document(io.BytesIO(data))
    rows: list[str] = []  # of a chart, read behind its caption, which stands below it
    for block in document.element.body.iter(qn("w:p"), qn("w:tr")):
        for chart in block.iter(f"{{{_C}}}chart"):
            part = document.part.related_parts[chart.get(qn("r:id"))]
            rows = ["\t".join(row) for row in chart_rows(part)]
        if block.tag == qn("w:tr"):
            cells = block.iter(qn("w:tc"))
            lines.append("\t".join("".join(map(_text, cell.iter(qn("w:p")))) for cell in cells))
        elif next(block.iterancestors(qn("w:tc")), None) is None:
            lines.append(_text(block))
            if rows and lines[-1]:
                lines, rows = [*lines, *rows], []
    return "".join(f"{line}\n" for line in lines if line.strip())


_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def _chart_parts(data: bytes) -> list[Part]:
    parts = docx.Document(io.BytesIO(data)).part.package.iter_parts()
    return [part for part in parts if part.content_type.endswith(".chart+xml")]


def chart_rows(part: Part) -> list[list[str]]:
    """What a chart shows, as the rows of its data sheet: the words of the sheet, the numbers as
    their labels print them.  The drawing must hold the numbers of the sheet."""
    root = etree.fromstring(part.blob)
    [external] = root.iter(f"{{{_C}}}externalData")
    workbook = part.related_parts[external.get(qn("r:id"))].blob
    sheet = [list(row) for row in openpyxl.load_workbook(io.BytesIO(workbook)).active.values]
    rows = [["" if isinstance(cell, float | int) else cell or "" for cell in row] for row in sheet]
    for column, series in enumerate(root.iter(f"{{{_C}}}ser"), 1):
        formats = {
            label.find(f"{{{_C}}}idx").get("val"): label.find(f"{{{_C}}}numFmt").get("formatCode")
            for label in series.iter(f"{{{_C}}}dLbl")
        }
        drawn = series.find(f"{{{_C}}}val").iter(f"{{{_C}}}pt")
        values = {point.get("idx"): point.findtext(f"{{{_C}}}v") for point in drawn}
        names = [v.text for v in series.find(f"{{{_C}}}cat").iter(f"{{{_C}}}v")]
        assert names == [row[0] for row in rows[1:]]
        for index, row in enumerate(sheet[1:]):
            value, code = values.get(str(index)), formats.get(str(index), "General")
            assert (None if value is None else float(value)) == row[column]
            rows[index + 1][column] = "" if value is None else _labelled(value, code)
    return rows


def _labelled(value: str, code: str) -> str:
    """A number in a number format of literals, General and 0.00."""
    found = re.fullmatch(r'(?:"([^"]*)")?(General|0(?:\.0+)?)?(?:"([^"]*)")?', code)
    assert found, code
    before, digits, after = found.groups(default="")
    if digits.startswith("0"):
        value = f"{float(value):.{len(digits.partition('.')[2])}f}"
    return f"{before}{value if digits else ''}{after}"


def _text(paragraph: BaseOxmlElement) -> str:
    pieces = (piece for run in paragraph.iter(qn("w:r")) for piece in run)
    return "".join(
        "\t" if piece.tag == qn("w:tab") else piece.text or ""
        for piece in pieces
        if piece.tag in (qn("w:t"), qn("w:tab"))
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _difference(read: str, expected: str) -> str:
    """The first place where the folded texts part, on both sides."""
    left, right = folded(read), folded(expected)
    at = next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
    start = max(0, at - 10)
    return f"读出“{left[start : at + 20]}”，应为“{right[start : at + 20]}”"
