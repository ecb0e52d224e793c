"""A chart in a .docx: the parts it adds, the numbers it draws, the workbook behind it."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from docgen.document import Chart, Document, Table
from docgen.ooxml.lint import lint_package
from docgen.render import render
from tests.gate.mutators import replaced, without
from tests.render.papers import BAR, LINE, MANY, STYLE, paper

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TWO = paper(BAR, LINE)
FILE = render(TWO, "docx", STYLE)
CHART = "word/charts/chart1.xml"
SHEET = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def chart(document: Document, number: int = 1) -> etree._Element:
    return etree.fromstring(part(render(document, "docx", STYLE), f"word/charts/chart{number}.xml"))


def drawn(root: etree._Element) -> list[list[str]]:
    """For each series its name, then index and number of every point."""
    return [
        [
            series.findtext(f"{C}tx//{C}v"),
            *(f"{p.get('idx')}:{p.findtext(f'{C}v')}" for p in series.iterfind(f"{C}val//{C}pt")),
        ]
        for series in root.iter(f"{C}ser")
    ]


def labels(root: etree._Element) -> dict[str, str]:
    """Number formats of the points that print otherwise than as a bare number."""
    return {
        label.find(f"{C}idx").get("val"): label.find(f"{C}numFmt").get("formatCode")
        for label in root.iter(f"{C}dLbl")
    }


def test_each_chart_adds_a_drawing_and_a_workbook_and_nothing_outside() -> None:
    with zipfile.ZipFile(io.BytesIO(FILE)) as package:
        added = [name for name in package.namelist() if "chart" in name or "embed" in name]
        assert len(package.namelist()) == len(set(package.namelist()))
    assert added == [
        *("word/charts/chart1.xml", "word/charts/_rels/chart1.xml.rels", SHEET),
        *("word/charts/chart2.xml", "word/charts/_rels/chart2.xml.rels"),
        "word/embeddings/Microsoft_Excel_Sheet2.xlsx",
    ]
    assert lint_package(FILE) == ()
    everything = b"".join(part(FILE, name) for name in added if name.endswith((".xml", ".rels")))
    assert b"External" not in everything
    ids = re.findall(rb'<wp:docPr id="(\d+)"', part(FILE, "word/document.xml"))
    assert ids == [b"1", b"2"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without(SHEET), "OPC009"),
        (without(CHART), "OPC009"),
        (without("word/charts/_rels/chart1.xml.rels"), "OPC010"),
        (replaced("[Content_Types].xml", "drawingml.chart+xml", "drawing+xml"), "OPC008"),
        (replaced("[Content_Types].xml", "spreadsheetml.sheet", "unknown"), "OPC008"),
        (
            replaced(
                "word/charts/_rels/chart1.xml.rels",
                '"../embeddings/Microsoft_Excel_Sheet1.xlsx"',
                '"file:///a.xlsx" TargetMode="External"',
            ),
            "OPC012",
        ),
    ],
)
def test_a_chart_that_lost_its_parts_is_seen(change, code: str) -> None:
    assert code in {finding.code for finding in lint_package(change(FILE))}


def test_a_number_that_is_not_there_is_left_out_and_zero_is_drawn() -> None:
    assert drawn(chart(TWO)) == [["收入", "0:412.6", "1:200", "2:90", "4:0"]]
    assert drawn(chart(TWO, 2)) == [["列入", "0:3", "1:4", "2:2"], ["转化", "0:1", "1:5"]]
    for number in (1, 2):
        assert chart(TWO, number).find(f".//{C}dispBlanksAs").get("val") == "gap"


def test_numbers_print_as_they_were_said() -> None:
    assert labels(chart(TWO)) == {"0": "0.00", "1": '"近"0', "2": '0"【待核实】"'}
    [marked] = [e for e in chart(TWO).iter(f"{C}dLbl") if b"FFFF00" in etree.tostring(e)]
    assert marked.find(f"{C}idx").get("val") == "2"


@pytest.mark.parametrize(
    ("said", "value", "code"),
    [
        ("60", "60", None),
        ("600多", "600", '0"多"'),
        ("3.10", "3.1", "0.00"),
        ("近3.10多", "3.1", '"近"0.00"多"'),
        ("2.0", "2", "0.0"),
        ("-3.5", "-3.5", None),
        ("三千多", "3000", '"三千多"'),
    ],
)
def test_the_label_of(said: str, value: str, code: str | None) -> None:
    table = Table((("村",), ("数",)), ((("甲",), (said,)),))
    found = labels(chart(paper(Chart("bar", ("题",), table, ((Decimal(value),),)))))
    assert found.get("0") == code


def test_the_workbook_holds_what_is_drawn() -> None:
    """编辑数据 opens it; openpyxl stands in for the office."""
    for number, block in enumerate((BAR, LINE), 1):
        name = f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
        [sheet] = openpyxl.load_workbook(io.BytesIO(part(FILE, name)))
        head, *rows = sheet.values
        assert list(head) == ["".join(map(str, text)) for text in block.table.header]
        for row, cells, values in zip(rows, block.table.rows, block.values, strict=True):
            assert row[0] == cells[0][0]
            assert [None if v is None else Decimal(str(v)) for v in row[1:]] == list(values)
        root = chart(TWO, number)
        last = len(rows) + 1
        ranges = [formula.text for formula in root.iter(f"{C}f")]
        assert ranges[:3] == ["Sheet1!$B$1", f"Sheet1!$A$2:$A${last}", f"Sheet1!$B$2:$B${last}"]
        assert sheet.title == "Sheet1"


def test_bars_lie_down_when_their_labels_would_not_fit_side_by_side() -> None:
    def direction(block: Chart) -> str:
        return chart(paper(block)).find(f".//{C}barDir").get("val")

    assert (direction(BAR), direction(MANY)) == ("col", "bar")
    page = part(render(paper(MANY), "docx", STYLE), "word/document.xml").decode()
    height = int(re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', page)[0])
    assert height / 36_000 < STYLE.page.type_area[1]


def test_bars_begin_at_zero_unless_a_number_is_below_it() -> None:
    below = BAR._replace(values=((Decimal(-1),), *BAR.values[1:]))
    least = [chart(paper(block)).find(f".//{C}valAx//{C}min") for block in (BAR, below)]
    assert least[0].get("val") == "0"
    assert least[1] is None


def test_a_chart_is_told_to_who_cannot_see_it() -> None:
    page = part(FILE, "word/document.xml").decode()
    told = re.findall(r'descr="([^"]*)"', page)[0]
    assert told.startswith("各乡镇村集体经济收入（万元）：收入城关街道412.60，收入青山镇近200，")
    assert "收入高岭&lt;乡&gt;无" in told


def test_a_document_without_charts_carries_nothing_for_them() -> None:
    plain = render(paper(), "docx", STYLE)
    assert b"drawingml/2006/chart" not in part(plain, "word/document.xml")
    assert b"xlsx" not in part(plain, "[Content_Types].xml")


def test_the_same_charts_make_the_same_bytes() -> None:
    assert render(paper(BAR, LINE), "docx", STYLE) == FILE
