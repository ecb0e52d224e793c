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
            "党组织": {"类型": "计数", "下级": {"支部": {"类型": "计数", "别名": "党支部", "关系": "分为"}}},
            "干部": {"类型": "计数", "下级": {"党员": {"类型": "计数", "关系": "其中"}}},
            "撤并": {"下级": {"农村": {"类型": "计数", "别名": "农村党支部"}}},
            "整合": {"下级": {"农村": {"类型": "计数"}}},
            "收入": {"类型": "金额", "单位": "万元"},
            "流转": {"类型": "小数", "单位": "亩"},
            "项目": {
                "类型": "列表",
                "主项": "题",
                "字段": {"题": {"类型": "列表", "项": "名称"}, "投入": {"类型": "金额", "单位": "万元"}},
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
PARENTS = [["#序号", "后进村.村"], ["序号", "村"]]
CHILDREN = [["#属于", "#序号", "后进村.措施.文"], ["属于", "序号", "文"]]
ONE = [["#名称", "#项目", "#填写", "#上期"], [None, "项目", "填写", "上期"]]
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
    "列表里几行的单位不在台账": ({"台账": LEDGER, "后进村": [LIST_KEYS, LIST_HEAD, ["丙镇", 1, "石桥村"], ["甲镇", 1, "竹园村"], ["丙镇", 2, "松林村"]]}, [
        BOTH[0] + " 后进村[1].村=竹园村", BOTH[1],
        "后进村!A3 必错 FCT126 台账里没有“丙镇”这个单位，这2行没有读（是不是“甲镇”）"]),
    "先台账后列表": ({"后进村": [LIST_KEYS, LIST_HEAD, ["丙镇", 1, "石桥村"]], "台账": [*LEDGER, ["甲镇", 1, 1]]}, [
        *BOTH, "后进村!A3 必错 FCT126 台账里没有“丙镇”这个单位，这一行没有读（是不是“甲镇”）",
        "台账!A5 必错 FCT125 “甲镇”填了两行，只读了前一行（一个单位只留一行）"]),
    "上期表里没填数的行": ({"台账": LEDGER[:3], "上期": [["单位.名称", "上期:党员"], ["名称", "党员"], ["甲镇", 60], ["丙镇", None]]}, [
        BOTH[0]]),
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
    "属于的那一条是空的": ({"后进村": [*PARENTS, [1, "石桥村"], [2, None], [3, "竹园村"]],
                   "措施": [*CHILDREN, [2, 1, "补选支书。"], [9, 1, "公开村务。"]]}, [
        "后进村[1].村=石桥村 后进村[2].村=竹园村",
        "措施!A3 必错 FCT127 “后进村”第2条是空的，这一行没有读（可填：1、3）",
        "措施!A4 必错 FCT127 “后进村”里没有序号9，这一行没有读（可填：1、3）"]),
    "属于写题目、写汉字": ({"后进村": [*PARENTS, [1, "石桥村"], [2, "竹园村，在山上"], ["第3条", None]],
                   "措施": [*CHILDREN, ["石桥村", 1, "甲。"], ["二", 1, "乙。"], ["第2", 2, "丙。"], ["竹园村", 3, "丁。"], ["竹园村、在山上", 4, "戊。"], [3, 1, "己。"], ["松林", 1, "庚。"]]}, [
        "后进村[1].村=石桥村 后进村[1].措施[1]=甲。 后进村[2].村=竹园村，在山上 后进村[2].措施[1]=乙。 "
        "后进村[2].措施[2]=丙。 后进村[2].措施[3]=丁。 后进村[2].措施[4]=戊。 后进村[3].措施[1]=己。",
        "措施!A9 必错 FCT127 “后进村”里没有“松林”，这一行没有读（可填：1、2、3）"]),
    "属于的题目有两条": ({"后进村": [*PARENTS, [1, "石桥村"], [2, "石桥村"]], "措施": [*CHILDREN, ["石桥村", 1, "甲。"]]}, [
        "后进村[1].村=石桥村 后进村[2].村=石桥村",
        "措施!A3 必错 FCT127 “后进村”里有2条都是“石桥村”，这一行没有读（可填：1、2）"]),
    "空行不成一条": ({"后进村": [*PARENTS, [1, None], [2, "石桥村"], [3, None]]}, ["后进村[1].村=石桥村"]),
    "台账的表头没有了": ({"台账": [["早", "中"], [1, 2]], "后进村": [*PARENTS, [1, "石桥村"]]}, [
        "后进村[1].村=石桥村",
        "台账!A1 必错 FCT124 “台账”表的表头没有了，整张表没有读（把表头恢复，或重新做一份表把数抄进去）"]),
    "列表的表头没有了": ({"台账": LEDGER[:3], "后进村（新）": [["早", "中"], [1, 2]]}, [
        BOTH[0],
        "后进村（新）!A1 必错 FCT124 “后进村（新）”表的表头没有了，整张表没有读（把表头恢复，或重新做一份表把数抄进去）"]),
    "台账插入一行": ({"台账": [*ONE, ["单位.名称", "名称", "甲镇", None], [None, "女党员", 9, 8], ["党员", "党员", 62, 60]]}, [BOTH[0]]),
    "台账插入一行，名称不认识": ({"台账": [*ONE, ["单位.名称", "名称", "甲镇", None], [None, "马匹", 9, None], ["党员", "党员", 62, 60], [None, None, 5, None]]}, [
        "单位.名称=甲镇 党员=62",
        "台账!B4 疑似 FCT002 没有登记“马匹”这个名称，这一行没有读（名称见 docgen list facts）",
        "台账!C6 疑似 FCT133 这一行没有项目名称，没有读（在“项目”一栏写上名称）"]),
    "台账复制一行再改名": ({"台账": [*ONE, ["单位.名称", "名称", "甲镇", None], ["党员", "党员", 62, 60], ["党员", "女党员", 9, 8]]}, [BOTH[0]]),
    "台账没有上期一栏": ({"台账": [[*ONE[0][:3], "#说明"], [None, "项目", "填写", "说明"], ["单位.名称", "名称", "甲镇"], ["党员", "党员", 62], ["党员.女党员", "女党员", 9]]}, [
        BOTH[0], "台账!E2 疑似 FCT136 表里少了“上期”一栏，填过的没有读到（误删的就撤销，或重新做一份表把数抄进去；有意删的不用管）"]),
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
    "表头写着元": ({"台账": [["名称", "收入（元）"], ["甲镇", 1368000], ["乙镇", "137万元"], ["丙镇", "待填"]]}, [
        "单位.名称=甲镇 收入=1368000元", "单位.名称=乙镇 收入=137万元", "单位.名称=丙镇 收入="]),
    "表头写着登记的单位": ({"台账": [["名称", "收入（单位：万元）", "党员（人）", "流转（亩）"], ["甲镇", 136.8, 62, 5]]}, [
        "单位.名称=甲镇 党员=62 收入=136.8 流转=5"]),
    "表头写着亿元，上期也是": ({"上期": [["名称", "收入（亿元）", "党员"], ["甲镇", 1.2, 60]], "台账": [["名称", "收入（亿元）", "党员（含预备党员）"], ["甲镇", 1.3, 62]]}, [
        "单位.名称=甲镇 党员=62 收入=1.3亿元"]),
    "表头写着公顷": ({"台账": [["名称", "党员", "流转（公顷）"], ["甲镇", 62, 5]]}, [
        "单位.名称=甲镇 党员=62 流转=5",
        "台账!C1 疑似 FCT138 表头的单位是“公顷”，这一项按“亩”计（换算后再填）"]),
    "列表的表头写着元": ({"项目": [["题", "投入（元）"], ["修路", 86000]]}, ["项目[1].题[1]=修路 项目[1].投入=86000元"]),
    "一份单表有单位一栏": ({"台账": [["项目", "单位", "数值"], ["名称", None, "甲镇"], ["收入", "元", 1368000], ["党员", "名", 62], ["流转", "公顷", 5]]}, [
        "单位.名称=甲镇 党员=62 收入=1368000元 流转=5",
        "台账!B5 疑似 FCT138 表头的单位是“公顷”，这一项按“亩”计（换算后再填）"]),
    "一份单表，单位在名称后面": ({"台账": [["项目", "数值", "上期"], ["名称", "甲镇"], ["收入（元）", 1368000, 1200000]]}, [
        "单位.名称=甲镇 收入=1368000元"]),
    "有键的表不看括号": ({"台账": [["单位.名称", "收入"], ["名称", "收入（元）"], ["甲镇", 136]]}, ["单位.名称=甲镇 收入=136"]),
    "党支部不是党组织的别名": ({"台账": [["项目", "填写"], ["名称", "甲镇"], ["党组织", 7], ["党支部", 6], ["分为：农村党支部", 5]]}, [
        "单位.名称=甲镇 党支部=6 党支部.农村党支部=5 党组织=7"]),
    "上一行的党员和它自己": ({"台账": [["项目", "填写"], ["名称", "甲镇"], ["干部", 9], ["其中：党员", 8], ["党员", 62]]}, [
        "单位.名称=甲镇 党员=62 干部=9 干部.党员=8"]),
    "组名后面有说明": ({"台账": [["项目", "填写"], ["名称", "甲镇"], ["撤并　　撤并的党支部", None], ["农村", 5], ["党员", 62]]}, [
        "单位.名称=甲镇 党员=62 撤并.农村=5"]),
    "两行表头下的党支部": ({"台账": [["名称", "党组织", "党组织"], ["名称", "总数", "党支部"], ["甲镇", 7, 6]]}, [
        "单位.名称=甲镇 党支部=6 党组织=7"]),
    "其中一项不知是谁的": ({"台账": [["名称", "党组织", "其中：党员"], ["甲镇", 7, 8]]}, [
        "单位.名称=甲镇 党组织=7",
        "台账!C1 必错 FCT129 “其中：党员”指哪一个分不清，这一列没有读（表头写全：党员 或 干部.党员）"]),
    "合计行": ({"台账": [*LEDGER[1:], ["合 计", 132, 17], ["全县", 132, 17]]}, [*BOTH, "台账!A4 提示 FCT139 合计行没有读（各单位相加由程序算）"]),
    "合计写在序号一栏": ({"台账": [["序号", *HEAD], [1, "甲镇", 62, 9], [2, "乙镇", 70, 8], ["总计", None, 132, 17]]}, [*BOTH, "台账!A4 提示 FCT139 合计行没有读（各单位相加由程序算）"]),
    "列表里的合计行": ({"台账": LEDGER[1:], "项目": [["单位", "题", "投入"], ["甲镇", "修路", 8], ["小计", None, 8]]}, [
        BOTH[0] + " 项目[1].题[1]=修路 项目[1].投入=8", BOTH[1], "项目!A3 提示 FCT139 合计行没有读（各单位相加由程序算）"]),
    "有键的表里单位就叫全县": ({"台账": [KEYS, HEAD, ["全县", 62, 9]]}, ["单位.名称=全县 党员=62 党员.女党员=9"]),
    "名称之间用逗号": ({"项目": [["题", "投入"], ["抓学习,强思想,打牢思想根基", 8], ["不团结，不公开", 9], ["治理、服务", 1], ["“抓学习，强思想”活动", 2]]}, [
        "项目[1].题[1]=抓学习 项目[1].题[2]=强思想 项目[1].题[3]=打牢思想根基 项目[1].投入=8 "
        "项目[2].题[1]=不团结 项目[2].题[2]=不公开 项目[2].投入=9 项目[3].题[1]=治理、服务 项目[3].投入=1 "
        "项目[4].题[1]=“抓学习，强思想”活动 项目[4].投入=2"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str, tmp_path: Path) -> None:
    sheets, expected = FORMS[name]
    got = told(book_of(sheets), tmp_path)
    assert got == expected


LACKING = {
    # what is deleted: (many units, sheet, heading, what is said)
    "一张台账的填写": (False, "台账", "填写", "台账!C2 疑似 FCT136 表里少了“填写”一栏"),
    "一张台账的上期": (False, "台账", "上期", "台账!E2 疑似 FCT136 表里少了“上期”一栏"),
    "一张台账的说明": (False, "台账", "说明", ""),
    "合表的一列": (True, "台账", "其中：女党员\n（名）", "台账!G3 疑似 FCT136 表里少了“党员.女党员”一栏"),
    "上期表的一列": (True, "上期", "其中：女党员\n（名）", "上期!F3 疑似 FCT136 表里少了“党员.女党员”一栏"),
    "列表的一列": (False, "后进村", "症结", "后进村!C2 疑似 FCT136 表里少了“症结”一栏"),
    "要别的表指到的序号": (False, "后进村", "序号", "后进村!A2 疑似 FCT136 表里少了“序号”一栏"),
    "属于": (False, "后进村措施", "属于", "后进村措施!A2 疑似 FCT136 表里少了“属于”一栏"),
    "没有谁指到的序号": (False, "后进村措施", "序号", ""),
    "补充的一列": (False, "补充", "来源", "补充!G2 疑似 FCT136 表里少了“来源”一栏"),
}  # fmt: skip


@pytest.mark.parametrize("renamed", [False, True])
@pytest.mark.parametrize("name", LACKING)
def test_a_column_that_was_deleted(name: str, renamed: bool, tmp_path: Path) -> None:
    many, sheet, heading, expected = LACKING[name]
    paths = DICTIONARY.under("单位", "党支部", "党员", "后进村")
    layout = form_layout(DICTIONARY, paths, many=many)
    text = "单位: {名称: 甲镇}\n党员: {值: 62, 女党员: {值: 9, 上期: 8}}\n后进村: [{村: 石桥村}]\n"
    facts, _ = facts_from([read_yaml(text, "甲.yaml")], DICTIONARY)
    book = openpyxl.load_workbook(io.BytesIO(write_form(layout, [facts])))
    page: Any = book[sheet]
    at = next(c.column for row in page.iter_rows(max_row=3) for c in row if c.value == heading)
    page.delete_cols(at)
    if renamed:
        page.title, expected = f"我的{sheet}", expected and f"我的{expected}"
    out = io.BytesIO()
    book.save(out)
    said = [line for line in told(out.getvalue(), tmp_path) if "FCT136" in line]
    assert [line.partition("，")[0] for line in said] == ([expected] if expected else [])


@pytest.mark.parametrize("many", [False, True])
def test_where_the_last_period_goes(many: bool, tmp_path: Path) -> None:
    layout = form_layout(DICTIONARY, ("党员",), many=many)
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(write_form(layout, ["甲镇", "乙镇"] if many else ["甲镇"]))
    book = openpyxl.load_workbook(path)
    more: Any = book["补充"]
    (comment,) = [c.comment.text for c in more[2] if c.value == "上期"]
    assert ("填在“上期”表" in comment, "填在“台账”表" in comment) == (many, not many)
    page: Any = book["上期" if many else "台账"]
    row, column = (4, 2) if many else (6, 5)
    assert [c.value for c in page[1]][column - 1] == ("上期:党员" if many else "#上期")
    key = 1 if not many else 0
    row = next(r for r in range(3, 20) if page.cell(r, 1).value == ("党员", "甲镇")[not key])
    page.cell(row, column).value = 60
    book.save(path)
    facts, _ = facts_from([read_form(path, DICTIONARY).units[0].parsed], DICTIONARY)
    node = facts.get("党员")
    assert isinstance(node, Fact)
    assert node.more.previous is not None
    assert node.more.previous.value == 60


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
