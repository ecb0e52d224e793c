"""A form made, opened in LibreOffice Calc, typed into there and saved: the same facts come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.facts import Facts, dictionary_of, facts_from
from docgen.facts.workbook import form_layout, read_form, write_form
from docgen.library import Library
from tests.facts.workbook.calc import fill
from tests.facts.workbook.shapes import read, shape

DICTIONARY = dictionary_of(Library())
PATHS = DICTIONARY.under(
    "单位",
    "文稿",
    "概况",
    "党支部",
    "党员",
    "村集体经济",
    "党员积分管理覆盖率",
    "工作",
    "后进村",
    "问题",
)

TYPED = {
    "单位.名称": "青山镇",
    "单位.类别": "镇",
    "单位.区位": "=县城以北12公里",
    "文稿.期间": "2026-06",
    "文稿.日期": "2026-07-03",
    "概况.面积": "126.4",
    "概况.人口": "2.2万",
    "党支部": "27",
    "党支部.农村党支部": "14",
    "党员": "1126",
    "党员.女党员": "237",
    "村集体经济.收入": "近600万元",
    "党员积分管理覆盖率": "96.2%",
}
"""What is typed into the cell of each fact, with the keys a clerk presses."""

ROWS = {
    "工作": [
        {"工作.题": "抓支部；严规矩", "工作.正文": "3月2日开会，-3人请假。"},
        {"工作.题": "强队伍"},
    ],
    "工作要点": [
        {"#属于": "2", "工作.要点.文": "发展党员重质量。发展党员12名。"},
        {"#属于": "2", "工作.要点.文": "培训。“七一”前轮训1-2次。"},
    ],
    "后进村": [
        {
            "后进村.村": "石桥村",
            "后进村.症结": "班子不团结；村务公开不及时",
            "后进村.状态": "已转化",
        }
    ],
    "问题": [{"问题.表现": "无"}],
}

EXPECTED = """
单位: {名称: 青山镇, 类别: 镇, 区位: =县城以北12公里}
文稿: {期间: 2026-06, 日期: 2026-07-03}
概况: {面积: 126.4, 人口: 2.2万}
党支部: {值: 27, 农村党支部: 14}
党员: {值: 1126, 女党员: 237}
村集体经济: {收入: 近600万元}
党员积分管理覆盖率: 96.2%
工作:
  - {题: [抓支部, 严规矩], 正文: "3月2日开会，-3人请假。"}
  - 题: [强队伍]
    要点: [发展党员重质量。发展党员12名。, 培训。“七一”前轮训1-2次。]
后进村: [{村: 石桥村, 症结: [班子不团结, 村务公开不及时], 状态: 已转化}]
问题: 无
"""


def cells_of_one(book: Any) -> list[list[str]]:
    keys = {row[0].value: row[0].row for row in book["台账"].iter_rows(max_col=1)}
    return [["台账", f"C{keys[path]}", text] for path, text in TYPED.items()]


def cells_of_many(book: Any) -> list[list[str]]:
    keys = {cell.value: cell.column_letter for cell in book["台账"][1]}
    return [["台账", f"{keys[path]}4", text] for path, text in TYPED.items()]


def cells_of_rows(book: Any, unit: str) -> list[list[str]]:
    steps = []
    for sheet, rows in ROWS.items():
        keys = {cell.value: cell.column_letter for cell in book[sheet][1]}
        for row, values in enumerate(rows, 3):
            given = ({"#单位": unit} if unit else {}) | {"#序号": str(row - 2)} | values
            steps += [[sheet, f"{keys[key]}{row}", text] for key, text in given.items()]
    return steps


@pytest.mark.parametrize("many", [False, True])
def test_typed_in_calc(many: bool, tmp_path: Path) -> None:
    form, saved = tmp_path / "填报表.xlsx", tmp_path / "填好.xlsx"
    form.write_bytes(write_form(form_layout(DICTIONARY, PATHS, many=many), [], title="填报表"))
    before = openpyxl.load_workbook(form)
    ledger = cells_of_many(before) if many else cells_of_one(before)
    steps = [*ledger, *cells_of_rows(before, "青山镇" if many else "")]
    heading = ["台账", "A3" if many else "B2", "我改的表头"]
    seen = fill(form, saved, {"type": [*steps, heading]})
    assert seen["refused"] == [heading[:2]], "only the locked heading is refused"

    read_back = read_form(saved, DICTIONARY)
    assert read_back.findings == ()
    (unit,) = read_back.units
    assert (unit.name, unit.parsed.findings) == ("青山镇", ())
    facts, findings = facts_from([unit.parsed], DICTIONARY)
    assert findings == ()
    assert shape(facts) == shape(read(EXPECTED, DICTIONARY))
    furniture(before, openpyxl.load_workbook(saved))


def test_rows_put_in_do_not_shift_what_is_said_of_others(tmp_path: Path) -> None:
    form, saved = tmp_path / "填报表.xlsx", tmp_path / "填好.xlsx"
    facts: Facts = read(
        "单位: {名称: 青山镇}\n后进村:\n  - {村: 甲村_x0041_}\n"
        "  - {村: {值: 乙村, 来源: 县委组织部名单}, 状态: 整顿中}\n",
        DICTIONARY,
    )
    form.write_bytes(write_form(form_layout(DICTIONARY, PATHS, many=False), [facts]))
    seen = fill(form, saved, {"insert": [["后进村", 4]], "type": [["后进村", "B4", "丙村"]]})
    assert seen["refused"] == []
    (unit,) = read_form(saved, DICTIONARY).units
    back, _ = facts_from([unit.parsed], DICTIONARY)
    names = [back.get(f"后进村[{n}].村") for n in (1, 2, 3)]
    assert [(n.text, n.more.source) for n in names] == [  # type: ignore[union-attr]
        ("甲村_x0041_", ""),
        ("丙村", ""),
        ("乙村", "县委组织部名单"),
    ]


def furniture(before: Any, after: Any) -> None:
    """Keys, protection, comments and dropdowns are still there.

    Frozen panes belong to the window, which LibreOffice has not got here.
    """
    assert after.sheetnames == before.sheetnames
    assert after["选项"].sheet_state == "hidden"
    assert sorted(after.defined_names) >= sorted(before.defined_names)
    for sheet in before.worksheets:
        saved = after[sheet.title]
        assert saved.protection.sheet, sheet.title
        assert saved.row_dimensions[1].hidden or sheet.title == "选项", sheet.title
        keys = [cell.value for cell in sheet[1]]
        assert [cell.value for cell in saved[1]][: len(keys)] == keys
        comments = {c.coordinate for row in sheet.iter_rows() for c in row if c.comment}
        kept = {c.coordinate for row in saved.iter_rows() for c in row if c.comment}
        assert kept == comments, sheet.title
        rules = {(r.type, r.formula1) for r in sheet.data_validations.dataValidation if r.type}
        saved_rules = {(r.type, r.formula1) for r in saved.data_validations.dataValidation}
        assert rules <= saved_rules, sheet.title
