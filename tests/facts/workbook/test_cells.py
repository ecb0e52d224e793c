"""Traps of spreadsheets: a cell as it is stored, and what is read or what is said of it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from docgen.facts import Fact, Records, dictionary_from, facts_from
from docgen.facts.workbook import read_form

DICTIONARY = dictionary_from(
    {
        "小.yaml": {
            "单位": {"下级": {"名称": {"类型": "名称"}, "区位": {"类型": "文本"}}},
            "期间": {"类型": "期间"},
            "日期": {"类型": "日期"},
            "党员": {"类型": "计数", "量词": "名"},
            "收入": {"类型": "金额", "单位": "万元"},
            "均龄": {"类型": "小数", "单位": "岁"},
            "覆盖率": {"类型": "百分比"},
            "公开": {"类型": "是否"},
            "类别": {"类型": "选项", "选项": ["乡", "镇"]},
            "亮点": {"类型": "列表", "项": "名称"},
        }
    }
)

EXCEL_TOOK = "先把这一格的格式设为“文本”，再照原样重打"
DAYS = "把这一格的格式改成日期，或直接写"
G = "General"
CELLS: dict[str, tuple[str, Any, str, str]] = {
    # what it is: (fact, value as stored, number format, text read or “code message（hint）”)
    "整数": ("党员", 1126, G, "1126"),
    "整数存成小数": ("党员", 33.0, G, "33"),
    "千分位格式": ("党员", 11260, "#,##0", "11260"),
    "千分位文本": ("党员", "1,234", "@", "1,234"),
    "文本数字": ("党员", "644", "@", "644"),
    "全角数字": ("党员", "６４４", G, "６４４"),
    "前后有空格": ("党员", " 644　", G, "644"),
    "约数": ("收入", "近600万元", G, "近600万元"),
    "小数": ("收入", 412.6, "0.00", "412.6"),
    "浮点误差": ("收入", 0.1 + 0.2, G, "0.3"),
    "浮点误差大数": ("收入", 1234567.1 * 3, G, "3703701.3"),
    "不用科学计数": ("党员", 1e5, "0.00E+00", "100000"),
    "小得要科学计数": ("均龄", 0.00001, G, "0.00001"),
    "平均数按显示取": ("均龄", 43.5333333333333, "0.0", "43.5"),
    "平均数没有格式": ("均龄", 43.5333333333333, G, "43.53333333"),
    "负零": ("收入", -0.0, G, "0"),
    "百分比格式": ("覆盖率", 0.965, "0.0%", "96.5%"),
    "百分比格式两位": ("覆盖率", 0.962, "0.00%", "96.2%"),
    "百分比格式整数": ("覆盖率", 1, "0%", "100%"),
    "百分比算出来的": ("覆盖率", 2 / 3, "0.0%", "66.7%"),
    "百分比全角": ("覆盖率", "12％", G, "12％"),
    "引号里的百分号不算": ("党员", 5, '0"%"', "5"),
    "带量词的格式": ("党员", 62, '0"名"', "62"),
    "会计格式": ("收入", 186.5, '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "186.5"),
    "15位": ("党员", 123456789012345, "0", "123456789012345"),
    "超过15位": (
        "党员",
        330102199001011234,
        "0",
        "FCT122 “党员”这个数超过15位，后面几位在表里已经丢了"
        "（先把这一格的格式设为“文本”，再重打一遍）",
    ),
    "日期格": ("日期", datetime(2026, 6, 30), "yyyy-mm-dd", "2026-06-30"),
    "日期格带时间": ("日期", datetime(2026, 6, 30, 8, 30), "yyyy-mm-dd h:mm", "2026-06-30"),
    "日期只存日期": ("日期", date(2026, 6, 30), "m/d/yy", "2026-06-30"),
    "日期只剩天数": (
        "日期",
        46203,
        G,
        f"FCT123 “日期”填的是46203，看着像2026年6月30日（{DAYS} 2026-06-30）",
    ),
    "日期只剩天数，是文本": (
        "日期",
        "46203",
        "@",
        f"FCT123 “日期”填的是46203，看着像2026年6月30日（{DAYS} 2026-06-30）",
    ),
    "期间只剩天数": (
        "期间",
        46203,
        G,
        f"FCT123 “期间”填的是46203，看着像2026年6月30日（{DAYS} 期间，如 2026年上半年）",
    ),
    "文本里的整日期": ("单位.区位", date(2026, 12, 31), "yyyy-mm-dd", "2026年12月31日"),
    "文本里的月日": (
        "单位.区位",
        datetime(2026, 3, 4),
        'm"月"d"日"',
        f"FCT123 “单位.区位”填的内容被表格软件当成了日期（2026-03-04），原来打的是什么已看不出（{EXCEL_TOOK}）",
    ),
    "文本里的年月": ("单位.区位", datetime(2026, 12, 1), 'yyyy"年"m"月"', "2026年12月"),
    "文本里的五位数": ("单位.区位", 46203, G, "46203"),
    "日期打成文本": ("日期", "2026年6月30日", "@", "2026年6月30日"),
    "期间格只显示年月": ("期间", datetime(2026, 6, 1), 'yyyy"年"m"月"', "2026年6月"),
    "期间格英文年月": ("期间", datetime(2026, 6, 1), "mmm-yy", "2026年6月"),
    "期间打成数": ("期间", 2026, G, "2026"),
    "数打成了日期": (
        "党员",
        datetime(2026, 1, 2),
        "d-mmm",
        "FCT123 “党员”填的内容被表格软件当成了日期（2026-01-02），原来打的是什么已看不出"
        f"（{EXCEL_TOOK}）",
    ),
    "文字打成了日期": (
        "单位.区位",
        datetime(2026, 1, 2),
        "d-mmm",
        "FCT123 “单位.区位”填的内容被表格软件当成了日期（2026-01-02），原来打的是什么已看不出"
        f"（{EXCEL_TOOK}）",
    ),
    "时间": (
        "党员",
        time(12, 30),
        "h:mm",
        f"FCT123 “党员”填的内容被表格软件当成了时间（12:30:00），原来打的是什么已看不出（{EXCEL_TOOK}）",
    ),
    "时长": (
        "党员",
        timedelta(hours=30),
        "[h]:mm",
        "FCT123 “党员”填的内容被表格软件当成了时间（1 day, 6:00:00），原来打的是什么已看不出"
        f"（{EXCEL_TOOK}）",
    ),
    "真假值": ("公开", True, G, "是"),
    "假": ("公开", False, G, "否"),
    "错误值": (
        "党员",
        "#N/A",
        G,
        "FCT121 “党员”这一格是错误值 #N/A：没有找到要引用的数（改好公式，或直接填数）",
    ),
    "引用没了": (
        "党员",
        "#REF!",
        G,
        "FCT121 “党员”这一格是错误值 #REF!：引用的格已被删去（改好公式，或直接填数）",
    ),
    "公式没算": (
        "党员",
        "=SUM(A1:A2)",
        G,
        "FCT120 “党员”公式没有算出结果（在 WPS 或 Excel 里打开、保存一次；或直接填数）",
    ),
    "空格": ("党员", "   ", G, ""),
    "不换行空格": ("党员", "\xa0644\xa0", G, "644"),
    "零宽字符": ("党员", "\u200b644\ufeff", G, "644"),
    "回车换行": ("单位.区位", "县城以北\n12公里", "@", "县城以北\n12公里"),
    "不能用的字符": (
        "单位.区位",
        "县城\ufdd0以北",
        "@",
        "FCT137 “单位.区位”有不能用的字符（U+FDD0）（删去这个字符，或把这一格重打一遍）",
    ),
    "富文本": (
        "单位.区位",
        CellRichText("县城以北", TextBlock(InlineFont(b=True), "12公里")),
        G,
        "县城以北12公里",
    ),
    "选项": ("类别", "镇", "@", "镇"),
    "列表": ("亮点", "甲；乙; 丙", "@", "甲|乙|丙"),
    "列表分行": ("亮点", "甲；一\n乙", "@", "甲；一|乙"),
    "列表一条": ("亮点", "甲；一\n", "@", "甲；一"),
    "列表用方括号": ("亮点", "[抓学习, 转作风, 抓落实]", "@", "抓学习|转作风|抓落实"),
    "列表用全角方括号": ("亮点", "［抓学习、转作风］", "@", "抓学习|转作风"),
    "方括号里有引号": ("亮点", """["抓学习", '转作风']""", "@", "抓学习|转作风"),
    "方括号里一条": ("亮点", "[抓学习]", "@", "抓学习"),
    "列表没有": ("亮点", "无", "@", ""),
}


def workbook(rows: list[list[Any]], formats: dict[tuple[int, int], str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "台账"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            cell.number_format = (formats or {}).get((number, column), "General")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_cells(data: bytes, folder: Path) -> tuple[Any, list[str]]:
    path = folder / "填报表.xlsx"
    path.write_bytes(data)
    form = read_form(path, DICTIONARY)
    (unit,) = form.units
    facts, _ = facts_from([unit.parsed], DICTIONARY)
    found = [*form.findings, *unit.parsed.findings]
    said = [f"{f.code} {f.message}" + (f"（{f.hint}）" if f.hint else "") for f in found]
    places = [str(f.place).removeprefix(f"{path}!") for f in found]
    return (facts, places), said


@pytest.mark.parametrize("name", CELLS)
def test_cells(name: str, tmp_path: Path) -> None:
    path, value, shown_as, expected = CELLS[name]
    rows = [["单位.名称", path], ["名称", path.rpartition(".")[2]], ["青山镇", value]]
    (facts, places), said = read_cells(workbook(rows, {(3, 2): shown_as}), tmp_path)
    node = facts.get(path)
    if expected.startswith("FCT"):
        assert said == [expected]
        assert places == ["台账!B3"]
        return
    assert said == []
    if isinstance(node, Records):
        text = "|".join(item.text for item in node.items if isinstance(item, Fact))
    else:
        text = node.text if node is not None else ""
    assert text == expected


def patched(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a text in one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return out.getvalue()


ROWS: list[list[Any]] = [
    ["单位.名称", "党员", "日期", "单位.区位"],
    ["名称", "党员", "日期", "区位"],
    ["青山镇", 7, 8, 9],
]
STORED = {
    "公式有结果": ("<v>7</v>", "<f>3+4</f><v>7</v>", "党员", "7"),
    "公式结果是空文字": ('<c r="B3" t="n"><v>7</v>', '<c r="B3" t="str"><f>A1</f><v></v>', "党员", ""),
    "公式结果是文字": ('<c r="B3" t="n"><v>7</v>', '<c r="B3" t="str"><f>A1</f><v>近70</v>', "党员", "近70"),
    "多余的小数位": ("<v>7</v>", "<v>0.30000000000000004</v>", "党员", "0.3"),
    "丢了位的长数": ("<v>7</v>", "<v>3.30102199001011E+17</v>", "党员", "FCT122"),
    "中文日期格式只有编号": ('<c r="C3" t="n"><v>8</v>', '<c r="C3" s="1"><v>46203</v>', "日期", "2026-06-30"),
    "1904年起算": ('<c r="C3" t="n"><v>8</v>', '<c r="C3" s="2"><v>44741</v>', "日期", "2026-06-30"),
    "日期超出范围": ('<c r="C3" t="n"><v>8</v>', '<c r="C3" s="2"><v>99999999</v>', "日期", "FCT121"),
    "中文月日格式只有编号": ('<c r="D3" t="n"><v>9</v>', '<c r="D3" s="3"><v>46203</v>', "单位.区位", "FCT123"),
    "虚报的大小": ("A1:D3", "A1:XFD1048576", "党员", "7"),
}  # fmt: skip


@pytest.mark.parametrize("name", STORED)
def test_cells_as_other_programs_store_them(name: str, tmp_path: Path) -> None:
    old, new, path, expected = STORED[name]
    data = patched(workbook(ROWS), "xl/worksheets/sheet1.xml", old, new)
    styles = '<cellXfs count="4"><xf/><xf numFmtId="31"/><xf numFmtId="14"/><xf numFmtId="58"/></cellXfs>'
    content = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    start, end = content.index("<cellXfs"), content.index("</cellXfs>") + len("</cellXfs>")
    data = patched(data, "xl/styles.xml", content[start:end], styles)
    if "1904" in name:
        data = patched(data, "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    (facts, places), said = read_cells(data, tmp_path)
    if expected.startswith("FCT"):
        assert [text[:6] for text in said] == [expected]
        assert places[0].startswith("台账!")
        return
    assert said == []
    node = facts.get(path)
    assert (node.text if node is not None else "") == expected
