"""What a clerk sees of a form: the guide, rows that grow, ruled rows, the template's name."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from docgen.cli import form, new
from docgen.facts import dictionary_of, facts_from
from docgen.facts.workbook import form_layout, read_form, write_form
from docgen.library import Library
from docgen.source import read_yaml
from tests.facts.workbook.calc import fill

DICTIONARY = dictionary_of(Library())
LONG = "县城以北12公里，东接青山，西临柳溪，南靠县城，北与邻县接壤，是全县的农业大乡。" * 3


def made(folder: Path, *arguments: str) -> Path:
    target = folder / "填报表.xlsx"
    result = CliRunner().invoke(form.command, [*arguments, "-o", str(target)])
    assert result.exception is None or result.exit_code == 0, result.output
    return target


def lines_of(path: Path) -> list[str]:
    page: Any = openpyxl.load_workbook(path)["填写说明"]
    texts = [str(row[0].value or "") for row in page.iter_rows(max_col=1)]
    return [text for text in texts if re.match(r"\d．", text)]


@pytest.mark.parametrize("arguments", [(), ("--units", "甲镇、乙镇")])
def test_the_guide(arguments: tuple[str, ...], tmp_path: Path) -> None:
    lines = lines_of(made(tmp_path, "half_year", *arguments))
    text = "".join(lines)
    assert len(lines) <= 8
    assert not re.search("(?i)yaml|unit|json", text)
    for word in (
        "【荣誉】",
        "【党员|增减】",
        "“引”一栏选 后进村",
        "没有格子的数，直接写在“工作”的话里",
        "“—”",
    ):
        assert word in text, word


def test_the_guide_names_no_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(write_form(form_layout(DICTIONARY, ("党员",), many=False), []))
    assert not re.search("荣誉|后进村|“工作”", "".join(lines_of(path)))


TEMPLATES = {
    "一个模板": (("half_year",), ["work_report/half_year"]),
    "一个模板，几个单位": (("half_year", "--units", "甲镇、乙镇"), ["work_report/half_year"] * 2),
    "两个模板": (("half_year", "work_report/half_year"), []),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_template_is_filled_in(name: str, tmp_path: Path) -> None:
    arguments, expected = TEMPLATES[name]
    units = read_form(made(tmp_path, *arguments), DICTIONARY).units
    facts = [facts_from([unit.parsed], DICTIONARY)[0].get("文稿.模板") for unit in units]
    assert [getattr(fact, "text", "") for fact in facts if fact] == expected


def test_a_form_rolled_forward_names_its_template(tmp_path: Path) -> None:
    last, target = tmp_path / "旧.yaml", tmp_path / "新.xlsx"
    last.write_text(
        "单位: {名称: 青山镇}\n文稿: {模板: half_year, 期间: 2026年上半年}\n党员: 62\n", "utf-8"
    )
    result = CliRunner().invoke(new.command, ["--from", str(last), "-o", str(target)])
    assert "要填的数1个（空着、有颜色的格，或写着 待填），上期数已放好" in result.output
    book = openpyxl.load_workbook(target)
    assert book["填写说明"]["A2"].value == "半年基层党建工作汇报填报表"


def test_no_row_keeps_a_fixed_height_that_is_typed_into(tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    layout = form_layout(DICTIONARY, DICTIONARY.under("单位", "工作"), many=False)
    facts, _ = facts_from([read_yaml(f"工作: [{{正文: {LONG}}}]\n", "甲.yaml")], DICTIONARY)
    path.write_bytes(write_form(layout, [facts]))
    steps = [["台账", "C4", LONG], ["工作", "B4", LONG], ["工作要点", "C3", LONG]]
    keys: Any = openpyxl.load_workbook(path)["台账"]
    row = next(r for r in range(3, 20) if keys.cell(r, 1).value == "单位.区位")
    steps[0][1] = f"C{row}"
    saved = tmp_path / "填好.xlsx"
    fill(path, saved, {"type": steps})
    book = openpyxl.load_workbook(saved)
    for sheet, cell, _ in [*steps, ["工作", "B3", ""]]:
        page: Any = book[sheet]
        height = page.row_dimensions[page[cell].row].height
        assert height > 3 * 14, (sheet, cell, height)


RULED = {"工作": 12, "工作要点": 20, "补充": 12, "后进村": 12}


def test_ruled_rows_end_where_the_others_begin(tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    layout = form_layout(DICTIONARY, DICTIONARY.under("工作", "后进村"), many=False)
    path.write_bytes(write_form(layout, []))
    book = openpyxl.load_workbook(path)
    for name, expected in RULED.items():
        page: Any = book[name]
        ruled = [row for row in range(3, page.max_row + 1) if page.cell(row, 2).border.left.style]
        assert len(ruled) == expected, name
        default = page.column_dimensions["B"]
        assert default.border.left is None or default.border.left.style is None, name


def test_a_form_of_more_units_than_its_dropdowns_once_reached() -> None:
    """Two thousand units and more, as a province's form has."""
    layout = form_layout(DICTIONARY, ("党员",), many=True)
    data = write_form(layout, [f"第{number}镇" for number in range(2_100)])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["台账"]
    assert sheet.cell(2_103, 1).value == "第2099镇"
