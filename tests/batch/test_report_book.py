"""汇总.xlsx: what its sheets hold, read by openpyxl and by LibreOffice; text is never a formula."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from docgen.batch import book
from docgen.batch.book import summary_book
from docgen.batch.likeness import Alike
from docgen.batch.record import Held
from docgen.batch.report import Survey
from docgen.document import Gap
from docgen.finding import Finding, Level, Place
from docgen.review.passages import Pair, Stretch
from tests.batch.surveys import qinghe, small
from tests.batch.test_report import BROKEN, LIUSHU, LIUSHU_SUMMARY, QINGSHAN
from tests.batch.test_report_browser import HOSTILE
from tests.samples import DICTIONARY

SHEETS = ["总表", "待补", "问题", "相似", "规定动作"]


def sheets(survey: Survey) -> dict[str, list[list[Any]]]:
    """The rows of each sheet as values, headings first."""
    made = load_workbook(io.BytesIO(summary_book(survey, DICTIONARY)))
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in made}


def test_each_sheet_says_its_part() -> None:
    survey = small(
        QINGSHAN,
        LIUSHU,
        LIUSHU_SUMMARY,
        BROKEN,
        alike={LIUSHU.key: Alike(900, 61.4, QINGSHAN.key, 20.0, 45.0)},
        pairs=(Pair(QINGSHAN.key, LIUSHU.key, 61.8, 40.2, 90, (Stretch("甲"), Stretch("乙"))),),
        cross={QINGSHAN.key: (Finding("SIM001", Level.DOUBT, "相同", Place("a"), hint="改"),)},
        rollup=(Finding("ROL001", Level.HINT, "差2", Place("县台账.xlsx", part="台账!D7")),),
        notes=("模板“工作汇报”还没有审核签字",),
    )
    said = sheets(survey)
    assert list(said) == SHEETS
    main = {(row[0], row[1]): row[2:] for row in said["总表"][1:]}
    assert said["总表"][0][2:9] == ["状态", "待填", "待核实", "未写", "必错", "疑似", "提示"]
    assert main["青山镇", "工作汇报"][:7] == ["写成", 0, 0, 0, 0, 1, 0]
    assert main["柳树乡", "工作汇报"] == [
        *("写成", 1, 1, 0, 1, 0, 0, 0.614, 0.45, 3000, "2026年上半年"),
        *("柳树乡/柳树乡汇报.新稿.docx", "柳树乡汇报.docx", None, "台账/柳树乡.yaml"),
    ]
    assert main["坏", "工作汇报"][-2:] == ["台账/坏.yaml:3：有制表符，换成空格", "台账/坏.yaml"]
    assert said["待补"][1:3] == [
        ["柳树乡", "第1个问题的打算", "待填", "工作汇报", "打算：【待填：问题[1].打算】。", "下一步怎么办。", None, "台账/柳树乡.yaml", "问题[1].打算"],
        ["柳树乡", "概况.人口", "待核实", "工作汇报", "共1.2万人【待核实】。",
         "总人口，可写 2.2万；户籍、常住择一，在 口径 里写明；单位：人。", "统计局未答复", "台账/柳树乡.yaml", "概况.人口"],
    ]  # fmt: skip
    assert len(said["待补"]) == 4
    assert said["问题"][1:] == [
        ["全部单位", "提醒", "模板“工作汇报”还没有审核签字", None, None, None, None, None, None],
        ["青山镇", "疑似", "相同", "改", "a", None, "工作汇报", None, "SIM001"],
        [
            "柳树乡",
            "必错",
            "合计不符",
            "改一个",
            "台账/柳树乡.yaml:7:3",
            None,
            None,
            None,
            "FCT101",
        ],
        ["全县", "提示", "差2", None, "县台账.xlsx!台账!D7", None, "汇总", None, "ROL001"],
    ]
    assert said["相似"][1:] == [["青山镇", "柳树乡", "工作汇报", 0.618, 0.402, "甲\n乙"]]
    assert said["规定动作"] == [
        ["单位", "文稿", "党员教育", "信访"],
        ["柳树乡", "工作汇报", "单列", "缺"],
    ]


def test_every_sheet_can_be_filtered_and_keeps_its_heading_in_sight() -> None:
    made = load_workbook(io.BytesIO(summary_book(qinghe(), DICTIONARY)))
    assert made.sheetnames == SHEETS
    for sheet in made:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(sheet.column_dimensions[cell.column_letter].width >= 7 for cell in sheet[1])
    assert made["总表"].max_row == 49
    links = [row[0].hyperlink.target for row in made["总表"].iter_rows(min_row=2)]
    assert links[0] == "./%E7%99%BD%E9%A9%AC%E9%95%87/%E6%B8%85%E5%8D%95.html"
    high = {row: made["待补"].row_dimensions[row].height for row in range(1, 20)}
    assert max(height or 0 for height in high.values()) > 30  # a long sentence has its lines


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", '=HYPERLINK("https://example.invalid")')


@pytest.mark.parametrize("value", [*FORMULAS, *HOSTILE], ids=range(len(FORMULAS) + len(HOSTILE)))
def test_text_is_always_text(value: str) -> None:
    one = replace(
        LIUSHU,
        source=value,
        unit=value,
        error=value,
        gaps=(Gap("待填", value, value, value),),
        findings=(Finding("FCT101", Level.ERROR, value, Place(value), value, value, value),),
        held=(Held(value, "缺"),),
    )
    data = summary_book(small(one), DICTIONARY)
    made = load_workbook(io.BytesIO(data))
    kept = re.sub("[\x00\x1b\ud800\u2028\u2029]", "\ufffd", value)
    for name, column in (("总表", 1), ("待补", 2), ("问题", 3), ("规定动作", 1)):
        cell = made[name].cell(2, column)
        assert (cell.data_type, cell.value) == ("s", kept)
        assert cell.quotePrefix == (value[0] in "=+-@\t'" and (name, column) != ("总表", 1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f" in archive.read(n) for n in archive.namelist() if "sheet" in n)


def test_the_same_survey_gives_the_same_bytes() -> None:
    assert summary_book(qinghe(), DICTIONARY) == summary_book(qinghe(), DICTIONARY)


def test_a_text_too_long_for_a_cell_and_rows_too_many_are_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(book, "MOST_ROWS", 2)
    monkeypatch.setattr(book, "MOST_LINKS", 1)
    long = replace(LIUSHU, error="长" * 40_000)
    said = sheets(small(long, *(replace(long, source=f"{n}") for n in range(3))))
    assert len(said["总表"][1][-2]) == 32_767
    assert [len(rows) for rows in said.values()] == [3, 3, 3, 1, 3]


def test_libreoffice_reads_it_as_it_was_meant(tmp_path: Path) -> None:
    (tmp_path / "汇总.xlsx").write_bytes(summary_book(qinghe(), DICTIONARY))
    subprocess.run(
        [
            *("soffice", "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"),
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"),
            *("--outdir", str(tmp_path), str(tmp_path / "汇总.xlsx")),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = {
        path.stem.removeprefix("汇总-"): path.read_text("utf-8") for path in tmp_path.glob("*.csv")
    }
    assert sorted(read) == sorted(SHEETS)
    assert len(read["总表"].splitlines()) == 49
    assert "高岭乡,半年基层党建工作汇报,写成,1,5,2,0,0,0," in read["总表"]
    assert "党员.流动党员" in read["待补"]


def test_shares_are_shown_as_percentages() -> None:
    """In Excel as 61% and 0%, not 0.614."""
    alike = {
        LIUSHU.key: Alike(900, 61.4, QINGSHAN.key, 20.0, 45.0),
        QINGSHAN.key: Alike(900, 100.0, None, 0.0, 0.0),
    }
    pairs = (Pair(QINGSHAN.key, LIUSHU.key, 61.8, 40.2, 190, (Stretch("甲", "投入46万元，"),)),)
    survey = small(QINGSHAN, LIUSHU, alike=alike, pairs=pairs)
    made = load_workbook(io.BytesIO(summary_book(survey, DICTIONARY)))
    heads = [cell.value for cell in made["总表"][1]]
    for row, shares in ((2, (1, 0)), (3, (0.614, 0.45))):
        for name, share in zip(("自己的话", "上期写过"), shares, strict=True):
            cell = made["总表"].cell(row, heads.index(name) + 1)
            assert (cell.value, cell.number_format) == (share, "0%")
    assert [cell.number_format for cell in made["相似"][2]][3:5] == ["0%", "0%"]
    assert made["相似"]["F2"].value == "投入46万元，"
