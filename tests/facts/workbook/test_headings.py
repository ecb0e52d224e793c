"""Forms as clerks hand them in: sheets renamed, headings changed, rows that belong nowhere."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.errors import InputError
from docgen.facts import Fact, Facts, Records, dictionary_from, facts_from
from docgen.facts.workbook import form_layout, read_form, read_table, write_form, write_table
from docgen.source import read_yaml

DICTIONARY = dictionary_from(
    {
        "小.yaml": {
            "单位": {"下级": {"名称": {"类型": "名称"}, "县": {"类型": "名称", "可缺": "是"}}},
            "党支部": {
                "类型": "计数",
                "下级": {"农村党支部": {"类型": "计数"}, "大专以上": {"类型": "计数"}},
            },
            "党员": {
                "类型": "计数",
                "量词": "名",
                "下级": {
                    "女党员": {"类型": "计数", "量词": "名", "关系": "其中"},
                    "大专以上": {"类型": "计数", "量词": "名", "关系": "其中"},
                },
            },
            "后进村": {
                "类型": "列表",
                "主项": "村",
                "字段": {
                    "村": {"类型": "名称"},
                    "症结": {"类型": "列表", "项": "名称"},
                    "措施": {"类型": "列表", "字段": {"文": {"类型": "文本"}}},
                },
            },
        }
    }
)  # fmt: skip
Sheets = dict[str, list[list[Any]]]


def book_of(sheets: Sheets, merged: dict[str, list[str]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merged or {}).get(name, []):
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(data: bytes, folder: Path) -> list[str]:
    """Each unit's facts as path=text, then what is said of the form, with places."""
    path = folder / "填报表.xlsx"
    path.write_bytes(data)
    form = read_form(path, DICTIONARY)
    out = []
    findings = list(form.findings)
    for unit in form.units:
        facts, found = facts_from([unit.parsed], DICTIONARY)
        out.append(" ".join(f"{fact.path}={fact.text}" for fact in facts.leaves()))
        findings += found
    return out + [
        f"{str(f.place).removeprefix(f'{path}!')} {f.level.label} {f.code} {f.message}"
        + (f"（{f.hint}）" if f.hint else "")
        for f in findings
    ]


KEYS = ["单位.名称", "党员", "党员.女党员"]
HEAD = ["名称", "党员（名）", "其中：女党员（名）"]
LIST_KEYS = ["#单位", "#序号", "后进村.村", "后进村.症结"]
LIST_HEAD = ["单位", "序号", "村", "症结"]
LEDGER = [KEYS, HEAD, ["甲镇", 62, 9], ["乙镇", 70, 8]]
BOTH = ["单位.名称=甲镇 党员=62 党员.女党员=9", "单位.名称=乙镇 党员=70 党员.女党员=8"]

FORMS: dict[str, tuple[Sheets, list[str]]] = {
    "照表填": ({"台账": LEDGER}, BOTH),
    "改了表名，靠键认": ({"Sheet1": LEDGER}, BOTH),
    "没有键，靠表头认": ({"台账": LEDGER[1:]}, BOTH),
    "上面有标题行": ({"台账": [["党建台账"], [], *LEDGER[1:]]}, BOTH),
    "表头全角、有空格": ({"台账": [["名 称", "党　员(名)", "其中:女党员"], *LEDGER[2:]]}, BOTH),
    "表头写全路径": ({"统计": [["单位名称", "党员", "党员.女党员"], *LEDGER[2:]]}, BOTH),
    "没有表名和键的列表": ({"台账": LEDGER[1:], "Sheet2": [["单位", "村", "症结"], ["甲镇", "石桥村", "不团结；不公开"]]}, [
        BOTH[0] + " 后进村[1].村=石桥村 后进村[1].症结[1]=不团结 后进村[1].症结[2]=不公开", BOTH[1]]),
    "空行跳过": ({"台账": [*LEDGER[:3], [], ["  "], LEDGER[3]]}, BOTH),
    "差一个字的表头": ({"台账": [["名称", "党员", "女党圆"], ["甲镇", 62, 9]]}, [
        "单位.名称=甲镇 党员=62",
        "台账!C1 疑似 FCT002 没有登记“女党圆”这个名称，这一列没有读（是不是“党员.女党员”）"]),
    "加了一列": ({"台账": [KEYS, [*HEAD, "县"], ["甲镇", 62, 9, "清河县"]]}, [
        "单位.名称=甲镇 单位.县=清河县 党员=62 党员.女党员=9"]),
    "一个表头两个意思": ({"台账": [["名称", "党员", "大专以上"], ["甲镇", 62, 9]]}, [
        "单位.名称=甲镇 党员=62",
        "台账!C1 必错 FCT129 “大专以上”指哪一个分不清，这一列没有读（表头写全：党支部.大专以上 或 党员.大专以上）"]),
    "两列同名": ({"台账": [["名称", "党员", "女党员", "女党员"], ["甲镇", 62, 9, 8]]}, [
        BOTH[0], "台账!D1 必错 FCT128 “党员.女党员”有两列，只读了前一列（留一列）"]),
    "单位填了两行": ({"台账": [*LEDGER[:3], ["甲镇", 1, 1]]}, [
        BOTH[0], "台账!A4 必错 FCT125 “甲镇”填了两行，只读了前一行（一个单位只留一行）"]),
    "没有单位名称": ({"台账": [*LEDGER[:3], [None, 1, 1]]}, [
        BOTH[0], "台账!A4 必错 FCT135 这一行没有单位名称，没有读（在“名称”一栏写上单位）"]),
    "列表里的单位不在台账": ({"台账": LEDGER, "后进村": [LIST_KEYS, LIST_HEAD, ["甲真", 1, "石桥村"]]}, [
        *BOTH, "后进村!A3 必错 FCT126 台账里没有“甲真”这个单位，这一行没有读（是不是“甲镇”）"]),
    "列表里没写单位": ({"台账": LEDGER, "后进村": [LIST_KEYS, LIST_HEAD, [None, 1, "石桥村"]]}, [
        *BOTH, "后进村!A3 必错 FCT135 这一行没有写是哪个单位的，没有读（补上单位；合并的格请拆开，每行都写）"]),
    "没有台账，列表里有单位": ({"后进村": [LIST_KEYS, LIST_HEAD, ["甲镇", 1, "石桥村"], ["乙镇", 1, "竹园村"]]}, [
        "后进村[1].村=石桥村", "后进村[1].村=竹园村"]),
    "属于哪一条没有": ({"后进村": [["#序号", "后进村.村"], ["序号", "村"], [1, "石桥村"]],
                  "措施": [["#属于", "#序号", "后进村.措施.文"], ["属于", "序号", "文"], [1, 1, "公开村务。"], [2, 1, "补选支书。"]]}, [
        "后进村[1].村=石桥村 后进村[1].措施[1]=公开村务。",
        "措施!A4 必错 FCT127 “后进村”里没有序号2，这一行没有读（可填：1）"]),
    "序号用了两次": ({"后进村": [["#序号", "后进村.村"], ["序号", "村"], [1, "石桥村"], [1, "竹园村"]]}, [
        "后进村[1].村=石桥村 后进村[2].村=竹园村", "后进村!A4 必错 FCT130 序号1用了两次（改一个）"]),
    "没写序号的按先后": ({"后进村": [["#序号", "后进村.村"], ["序号", "村"], [None, "石桥村"], [7, "竹园村"]],
                 "措施": [["#属于", "#序号", "后进村.措施.文"], ["属于", "序号", "文"], [1, 1, "公开村务。"], [7, 1, "补选支书。"]]}, [
        "后进村[1].村=石桥村 后进村[1].措施[1]=公开村务。 后进村[2].村=竹园村 后进村[2].措施[1]=补选支书。"]),
    "列表没有": ({"后进村": [["#序号", "后进村.村"], ["序号", "村"], [1, "无"], [2, None]]}, [""]),
    "不认识的表": ({"台账": LEDGER, "后进": [["备忘"], ["给老李打电话"]]}, [
        *BOTH, "后进!A1 提示 FCT124 工作表“后进”不认识，没有读（是不是“后进村”；表头要用数据字典里的名称）"]),
    "补充里的事实没有": ({"台账": LEDGER, "补充": [["#单位", "#事实", "@来源"], ["单位", "事实", "来源"], ["甲镇", "党圆", "年报"]]}, [
        *BOTH, "补充!B3 必错 FCT132 “党圆”不是这张表里的事实，这一行没有读（是不是“党员”）"]),
    "一份单表": ({"台账": [["项目", "填写"], ["名称", "甲镇"], ["党员", 62], ["其中：女党员", 9]]}, [BOTH[0]]),
    "单表里差一个字": ({"台账": [["项目", "填写"], ["名称", "甲镇"], ["党员", 62], ["女党圆", 9]]}, [
        "单位.名称=甲镇 党员=62",
        "台账!A4 疑似 FCT002 没有登记“女党圆”这个名称，这一行没有读（是不是“党员.女党员”）"]),
    "空了两百多行": ({"台账": [*LEDGER[:3], *[[]] * 250, LEDGER[3]]}, [
        BOTH[0], "台账!A254 疑似 FCT131 从这里起没有读：前面空了250行（删去多余的空行、空列，或把内容移到表里）"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str, tmp_path: Path) -> None:
    sheets, expected = FORMS[name]
    got = told(book_of(sheets), tmp_path)
    assert got == expected


def test_merged_headings_of_two_rows(tmp_path: Path) -> None:
    rows = [
        ["名称", "党员", None, "党支部"],
        [None, "总数", "大专以上", "大专以上"],
        ["甲镇", 62, 9, 1],
    ]
    data = book_of({"台账": rows}, {"台账": ["A1:A2", "B1:C1"]})
    assert told(data, tmp_path) == [
        "单位.名称=甲镇 党支部= 党支部.大专以上=1 党员=62 党员.大专以上=9",
    ]


def test_a_unit_merged_over_its_rows(tmp_path: Path) -> None:
    rows = [LIST_KEYS, LIST_HEAD, ["甲镇", 1, "石桥村"], [None, 2, "竹园村"]]
    data = book_of({"台账": LEDGER, "后进村": rows}, {"后进村": ["A3:A4"]})
    assert told(data, tmp_path)[0].endswith("后进村[1].村=石桥村 后进村[2].村=竹园村")


UNREADABLE = {
    "空文件": (b"", "文件是空的"),
    "文本": ("党员,62".encode(), "不是 Excel 工作簿，或文件已损坏"),
    "旧格式": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "文件有密码，或是旧格式 .xls、.et",
    ),
    "没有认得的内容": (book_of({"甲": [["早", "中", "晚"], [1, 2, 3]]}), "这份表里没有认得的内容"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable(name: str, tmp_path: Path) -> None:
    data, message = UNREADABLE[name]
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_form(path, DICTIONARY)
    assert error.value.message == message
    assert error.value.where == str(path)
    assert error.value.hint


TABLES = {
    "原样": ("名称,党员\n甲镇,62\n", ["甲镇 62"]),
    "量词在括号里": ("单位名称,党员（名）\n甲镇,62名\n", ["甲镇 62名"]),
    "分号隔开": ("名称;党员;女党员\n甲镇;62;9\n", ["甲镇 62"]),
    "引号里有逗号": ('名称,党员\n甲镇,"1,126"\n', ["甲镇 1,126"]),
    "防公式的撇号去掉": ("名称,党员\n'=甲镇,'+62\n", ["=甲镇 +62"]),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, encoding: str, tmp_path: Path) -> None:
    text, expected = TABLES[name]
    path = tmp_path / "台账.csv"
    path.write_bytes(text.encode(encoding))
    form = read_table(path, DICTIONARY)
    assert form.findings == ()
    facts = [facts_from([unit.parsed], DICTIONARY)[0] for unit in form.units]
    assert [f"{text_of(f, '单位.名称')} {text_of(f, '党员')}" for f in facts] == expected


def text_of(facts: Facts, path: str) -> str:
    node = facts.get(path)
    return node.text if isinstance(node, Fact) else ""


def test_a_table_says_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("名称,党员\n甲镇,六十来个吧\n", "utf-8")
    (unit,) = read_table(path, DICTIONARY).units
    _, findings = facts_from([unit.parsed], DICTIONARY)
    assert str(findings[0].place) == f"{path}!台账!B2"


def test_nothing_becomes_a_formula(tmp_path: Path) -> None:
    text = "=cmd|' /C calc'!A1"
    layout = form_layout(DICTIONARY, ("单位", "后进村"), many=False)
    facts, _ = facts_from(
        [read_yaml(f'单位: {{名称: "{text}"}}\n后进村: [{{村: "{text}"}}]\n', "甲.yaml")],
        DICTIONARY,
    )
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(write_form(layout, [facts]))
    book = openpyxl.load_workbook(path)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == text]
    assert len(cells) == 2
    assert {(c.data_type, c.quotePrefix) for c in cells} == {("s", True)}
    table = write_table(form_layout(DICTIONARY, ("单位",), many=True), [facts]).decode("utf-8-sig")
    assert table.splitlines()[1].startswith("'=cmd")


def test_an_empty_list_is_not_an_absent_one(tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(book_of(FORMS["列表没有"][0]))
    (unit,) = read_form(path, DICTIONARY).units
    facts, _ = facts_from([unit.parsed], DICTIONARY)
    node = facts.get("后进村")
    assert isinstance(node, Records)
    assert node.items == ()
