"""The page that LibreOffice prints, measured: a row for each measure, with its clause.

Where ink can be measured it is (`tests.gate.ruler`): lines, the edges of elements.  What has no
ink is told by what has: a character stands in its cell of the line as `docgen.ooxml.ink` says, so
that the edges of the first and the last line of the 版心 follow from the ink in them; the left
and right edges are those of the cells of the characters, as the PDF gives them.  The upper margin
is measured twice, by the first line and by the upper line of a table that begins the page; the
lower one by the last line and by the last line of the 版记.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest

from docgen.document import (
    Attachment,
    Attendance,
    Document,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Signature,
    Table,
)
from docgen.library import Library
from docgen.library.styles import POINTS_PER_MM
from docgen.ooxml import ink
from docgen.render import render
from tests.gate.office import convert
from tests.gate.ruler import Box, Page
from tests.render.papers import paper
from tests.render.test_page import Row, pages_of

LIBRARY = Library()
BODY = tuple(
    Paragraph((f"第{i}件事已列入台账，由村党组织牵头，每月五日前报送进度，年底前全部办结。" * 2,))
    for i in range(1, 12)
)
FOOT = Imprint(
    copy_to=("清河县委办公室，清河县人大常委会办公室，清河县人民政府办公室，清河县政协办公室",),
    printing_organ=("青山镇党政办公室",),
    printed_on=("2026年7月1日",),
)
PARTS = {
    "title": ("关于基层党建工作情况的报告",),
    "recipients": ("中共清河县委组织部：",),
    "signature": Signature((("中共青山镇委员会",),), ("2026年6月30日",)),
    "imprint": FOOT,
}
CORNERS = {"copy_number": ("000007",), "secrecy": ("秘密",), "urgency": ("特急",)}

MADE: dict[str, tuple[str, Document]] = {
    "文件": (
        "gbt9704",
        paper(
            *BODY,
            masthead=Masthead(
                mark=(("中共青山镇委员会",),),
                suffix=("文件",),
                document_number=("青委发〔2026〕12号",),
                **CORNERS,
            ),
            **PARTS,
        ),
    ),
    "上行文": (
        "gbt9704",
        paper(
            *BODY,
            masthead=Masthead(
                mark=(("中共清河县委员会",), ("清河县人民政府",)),
                suffix=("文件",),
                document_number=("清委〔2026〕3号",),
                signers=(("王某某",), ("李某某",), ("赵某某",)),
                urgency=("特急",),
            ),
            **PARTS,
        ),
    ),
    "信函": (
        "letter",
        paper(
            *BODY,
            masthead=Masthead(
                mark=(("清河县人民政府",),), document_number=("清政函〔2026〕8号",), **CORNERS
            ),
            **PARTS,
        ),
    ),
    "纪要": (
        "minutes",
        paper(
            *BODY,
            masthead=Masthead(mark=(("青山镇党委会议纪要",),), issue=("第3期",)),
            attendance=(
                Attendance("出席", ("王某某，李某某，赵某某，" * 5,)),
                Attendance("请假", ("孙某某",)),
            ),
            **PARTS,
        ),
    ),
    "附件": (
        "gbt9704",
        paper(
            Heading(1, ("主要做法",)),
            *BODY[:2],
            title=("关于基层党建工作情况的报告",),
            recipients=("中共清河县委组织部：",),
            attachments=(
                Attachment(("整顿任务清单",), BODY[:1]),
                Attachment(("整顿情况统计表",)),
            ),
            signature=Signature((("中共青山镇委员会",),), ("2026年6月30日",)),
            note=("（联系电话：0571）",),
        ),
    ),
    "只有印发日期": (
        "gbt9704",
        paper(*BODY[:1], imprint=Imprint(printed_on=("2026年7月6日",))),
    ),
    "满页": ("gbt9704", paper(Paragraph(("清河县" * 700,)), title=())),
    "表格": ("gbt9704", paper(Table((("村",), ("党员",)), ((("石门村",), ("35",)),)), title=())),
    "简报": (
        "briefing",
        paper(
            *BODY[:3],
            masthead=Masthead(
                mark=(("青山党建",),),
                issue=("第3期",),
                total=("总第15期",),
                editor=("青山镇党委办公室",),
                edited_on=("2026年6月30日",),
            ),
            title=("全镇村级班子运行良好",),
            imprint=Imprint(
                report_to=("清河县委组织部",),
                issue_to=("各村党组织",),
                copies=("50",),
            ),
        ),
    ),
}


@dataclass(frozen=True)
class Sheet(Page):
    """A printed page: its ink, and its lines of text."""

    @cached_property
    def rows(self) -> list[Row]:
        """The lines in millimetres."""
        rows = pages_of(self.pdf)[self.number - 1]
        return [Row(row.text, *(points / POINTS_PER_MM for points in row[1:])) for row in rows]

    def row(self, begins: str) -> Row:
        """The line that begins with these words."""
        return next(row for row in self.rows if row.text.startswith(begins))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    """The pages of every paper made here."""
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(MADE)}
    for name, (style, document) in MADE.items():
        files[name].write_bytes(render(document, "docx", LIBRARY.style(style)))
    pdfs = convert(list(files.values()), folder)
    return {name: sheets(pdfs[file]) for name, file in files.items()}


def sheets(pdf: Path) -> list[Sheet]:
    """The pages of a PDF."""
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    count = re.search(r"Pages:\s+(\d+)", said)
    assert count
    return [Sheet(pdf, number) for number in range(1, int(count[1]) + 1)]


# The edges of the 版心, in millimetres from those of the paper; 一字, 一行.
LEFT, TOP, RIGHT, BOTTOM = 28, 37, 184, 262
CHARACTER, LINE = 15.75 * 25.4 / 72, 28.95 * 25.4 / 72

# 行 of the 版心: where the upper edge of a character of the body stands in the first, the second …
FIRST = 3.4


# Below a line of the body and above the 标题, what their lines leave free; how far 汉字 reach below
# the foot of a digit.
BETWEEN = (ink.below(16, 28.95) + ink.above(22, 28.95)) / POINTS_PER_MM
BELOW_DIGITS = 0.12 * 16 / POINTS_PER_MM


def row(number: int) -> float:
    return TOP + (number - 1) * LINE + FIRST


def middle(box: Box) -> float:
    return (box.left + box.right) / 2


def upright(box: Box) -> float:
    return (box.top + box.bottom) / 2


def thick(box: Box) -> float:
    return box.bottom - box.top


def below(page: Page, word: str, by: float) -> Box:
    """What is printed on the line below a word."""
    box = page.word(word)
    return page.ink(Box(LEFT - 1, box.top + by - 0.5, RIGHT + 1, box.top + by + 4))


def same(values: Iterable[float]) -> float:
    """What all of them are."""
    [value] = set(values)
    return value


def cell(page: Page, row: Row) -> tuple[float, float]:
    """The upper and the lower edge of a line of the body, by the ink in it."""
    box = page.ink(Box(LEFT - 1, row.middle - 3, RIGHT + 1, row.middle + 3))
    above, below = (edge(16, 28.95) / POINTS_PER_MM for edge in (ink.above, ink.below))
    return box.top - above, box.bottom + below


def dash(page: Page) -> Box:
    """The 一字线 left of the page number."""
    number = page.word("—")
    return page.ink(number._replace(right=number.left + 3))


def last_line(page: Page) -> float:
    """How far the end of the number's 一字线 stands from the right edge of the 版心."""
    return RIGHT - page.word("—").right


Measure = Callable[[Sheet], float]
Place = tuple[str, int, str, str, Measure, float, float]
"""Paper, page from 1 or from the end below 0, what is measured, clause, how, what it should be in
millimetres, how far it may be off."""

# fmt: off
AREA: list[Place] = [
    ("满页", 2, "每面22行", "5.2.3", lambda p: len(p.rows), 22, 0),
    ("满页", 2, "每行28字", "5.2.3", lambda p: same(len(row.text) for row in p.rows), 28, 0),
    ("满页", 2, "首行到末行21行", "5.2.3", lambda p: p.rows[-1].middle - p.rows[0].middle, 21 * LINE, 0.5),
    ("满页", 2, "天头（首行）", "5.2.1", lambda p: cell(p, p.rows[0])[0], 37, 0.5),
    ("表格", 1, "天头（表格上框线）", "5.2.1", lambda p: p.lines()[0].top, 37, 0.5),
    ("满页", 2, "订口", "5.2.1", lambda p: min(row.left for row in p.rows), 28, 0.5),
    ("满页", 2, "切口（最长的行）", "5.2.1", lambda p: 210 - max(row.right for row in p.rows), 26, 0.5),
    ("满页", 2, "切口（最短的行）", "5.2.1", lambda p: 210 - min(row.right for row in p.rows), 26, 0.5),
    ("满页", 2, "下白边（末行）", "5.2.1", lambda p: 297 - cell(p, p.rows[-1])[1], 35, 0.5),
    ("文件", -1, "下白边（版记末条线）", "5.2.1", lambda p: 297 - p.lines()[-1].bottom, 35, 0.5),
    ("满页", 1, "一字线在版心下边缘之下", "7.5", lambda p: dash(p).top - BOTTOM, 7, 1),
    ("满页", 1, "单页码居右空一字", "7.5", last_line, 14 * 25.4 / 72, 1),
    ("满页", 2, "双页码居左空一字", "7.5", lambda p: p.word("—2—").left - LEFT, 14 * 25.4 / 72, 1),
]
HEADS: list[Place] = [
    ("文件", 1, "份号顶格", "7.2.1", lambda p: p.word("000007").left, LEFT, 1),
    ("文件", 1, "份号在第一行", "7.2.1", lambda p: p.word("000007").bottom, row(1) + 5, 1),
    ("文件", 1, "密级顶格", "7.2.2", lambda p: p.word("秘密").left, LEFT, 1),
    ("文件", 1, "密级在第二行", "7.2.2", lambda p: p.word("秘密").top, row(2), 1),
    ("文件", 1, "紧急程度在密级之下", "7.2.3", lambda p: p.word("特急").top, row(3), 1),
    ("文件", 1, "标志上边缘", "7.2.4", lambda p: p.word("中共青山").top, TOP + 35, 1),
    ("文件", 1, "标志居中", "7.2.4", lambda p: middle(p.word("中共青山")), (LEFT + RIGHT) / 2, 1),
    ("文件", 1, "字号在标志之下空二行", "7.2.5", lambda p: p.word("青委发").top - p.word("中共青山").bottom, 2 * LINE + 5.6, 1),
    ("文件", 1, "分隔线在字号之下", "7.2.7", lambda p: p.lines()[0].top - p.word("青委发").bottom, 4, 1),
    ("文件", 1, "分隔线左端", "7.2.7", lambda p: p.lines()[0].left, LEFT, 1),
    ("文件", 1, "分隔线右端", "7.2.7", lambda p: p.lines()[0].right, RIGHT, 1),
    ("文件", 1, "标题在分隔线之下空二行", "7.3.1", lambda p: p.word("关于").top - p.lines()[0].bottom, 2 * LINE + 1.6, 1),
    ("文件", 1, "主送机关在标题之下空一行", "7.3.2", lambda p: p.word("中共清河县委组织部").top - p.word("关于").bottom, LINE + 5, 1),
    ("上行文", 1, "只有紧急程度时在第一行", "7.2.3", lambda p: p.word("特急").top, row(1), 1),
    ("上行文", 1, "第一个机关上边缘", "7.2.4", lambda p: p.word("中共清河").top, TOP + 35, 1),
    ("上行文", 1, "“文件”上下居中", "7.2.4", lambda p: upright(p.word("文件")) - (p.word("中共清河").top + p.word("清河县人民").bottom) / 2, 0, 1),
    ("上行文", 1, "各机关等宽", "7.2.4", lambda p: p.word("清河县人民").right - p.word("中共清河").right, 0, 1),
    ("上行文", 1, "字号左空一字", "7.2.5", lambda p: p.word("清委").left, LEFT + CHARACTER, 1),
    ("上行文", 1, "字号与最后一个签发人同行", "7.2.5", lambda p: p.word("清委").bottom - p.word("赵某某").bottom, 0, 1),
    ("上行文", 1, "签发人右空一字", "7.2.6", lambda p: p.word("李某某").right, RIGHT - CHARACTER, 1),
    ("上行文", 1, "回行与第一个签发人对齐", "7.2.6", lambda p: p.word("赵某某").left - (p.word("李某某").left - 4 * CHARACTER), 0, 1),
    ("上行文", 1, "分隔线在末行之下", "7.2.7", lambda p: p.lines()[0].top - p.word("清委").bottom, 4, 1),
    ("信函", 1, "标志上边缘距上页边", "10.1", lambda p: p.word("清河县人民").top, 30, 0.5),
    ("信函", 1, "第一条双线在标志之下", "10.1", lambda p: p.lines()[0].top - p.word("清河县人民").bottom, 4, 1),
    ("信函", 1, "第一条双线左端", "10.1", lambda p: p.lines()[0].left, 20, 1),
    ("信函", 1, "第一条双线右端", "10.1", lambda p: p.lines()[0].right, 190, 1),
    ("信函", 1, "上粗下细", "10.1", lambda p: thick(p.lines()[0]) - thick(p.lines()[1]), 0.8, 1),
    ("信函", 1, "第二条双线距下页边", "10.1", lambda p: 297 - p.lines()[-1].bottom, 20, 0.3),
    ("信函", 1, "第二条双线左端", "10.1", lambda p: p.lines()[-1].left, 20, 1),
    ("信函", 1, "第二条双线右端", "10.1", lambda p: p.lines()[-1].right, 190, 1),
    ("信函", 1, "第一条双线粗", "实践", lambda p: p.lines()[1].bottom - p.lines()[0].top, 1.6, 0.2),
    ("信函", 1, "第二条双线粗", "实践", lambda p: p.lines()[3].bottom - p.lines()[2].top, 1.6, 0.2),
    ("信函", 1, "上细下粗", "10.1", lambda p: thick(p.lines()[3]) - thick(p.lines()[2]), 0.8, 1),
    ("信函", 1, "第一个要素距线", "10.1", lambda p: p.word("清政函").top - p.lines()[1].bottom, 16 * 7 / 8 * 25.4 / 72, 1),
    ("信函", 1, "字号顶格居右", "10.1", lambda p: p.word("号").right, RIGHT, 1),
    ("信函", 1, "份号顶格居左", "10.1", lambda p: p.word("000007").left, LEFT, 1),
    ("信函", 1, "份号与字号同行", "10.1", lambda p: p.word("清政函").bottom - p.word("000007").bottom, BELOW_DIGITS, 0.4),
    ("信函", 1, "紧急程度在第三行", "10.1", lambda p: p.word("特急").bottom - p.word("秘密").bottom, LINE, 1),
    ("信函", 1, "标题距最后一个要素二行", "10.1", lambda p: p.word("关于").top - p.word("特急").bottom, 2 * LINE + BETWEEN, 0.5),
    ("纪要", 1, "标志上边缘", "10.3", lambda p: p.word("青山镇党委").top, TOP + 35, 1),
    ("简报", 1, "名称上边缘", "实践", lambda p: p.word("青山党建").top, TOP + 20, 1),
    ("简报", 1, "编发机关左空一字", "实践", lambda p: p.word("青山镇党委").left, LEFT + CHARACTER, 1),
    ("简报", 1, "日期右空一字", "实践", lambda p: p.word("日").right, RIGHT - CHARACTER - 0.8, 1),
    ("简报", 1, "红线左端", "实践", lambda p: p.lines()[0].left, LEFT, 1),
    ("简报", 1, "红线右端", "实践", lambda p: p.lines()[0].right, RIGHT, 1),
    ("简报", 1, "红线粗", "实践", lambda p: thick(p.lines()[0]), 0.8, 1),
]
BODIES: list[Place] = [
    ("附件", 1, "标题居中", "7.3.1", lambda p: middle(p.word("关于")), (LEFT + RIGHT) / 2, 1),
    ("附件", 1, "没有版头的标题在第一行", "7.3.1", lambda p: p.row("关于").middle, TOP + LINE / 2, 1),
    ("附件", 1, "主送机关顶格", "7.3.2", lambda p: p.row("中共清河").left, LEFT, 1),
    ("附件", 1, "一级标题左空二字", "7.3.3", lambda p: p.row("一、").left, LEFT + 2 * CHARACTER, 1),
    ("附件", 1, "正文首行左空二字", "7.3.3", lambda p: p.row("第1件").left, LEFT + 2 * CHARACTER, 1),
    ("附件", 1, "正文回行顶格", "7.3.3", lambda p: p.rows[p.rows.index(p.row("第1件")) + 1].left, LEFT, 1),
    ("附件", 1, "附件说明在正文之下空一行", "7.3.4", lambda p: p.row("附件：").middle - p.rows[p.rows.index(p.row("附件：")) - 1].middle, 2 * LINE, 1),
    ("附件", 1, "附件说明左空二字", "7.3.4", lambda p: p.row("附件：").left, LEFT + 2 * CHARACTER, 1),
    ("附件", 1, "署名在附件说明之下空一行", "7.3.5.2", lambda p: p.row("中共青山").middle - p.row("2.").middle, 2 * LINE, 1),
    ("附件", 1, "署名右空二字", "7.3.5.2", lambda p: RIGHT - p.row("中共青山").right, 2 * CHARACTER, 1),
    # LibreOffice parts 汉字 and digits by a fifth of a character, Word by a quarter; five such seams.
    ("附件", 1, "日期首字右移二字", "7.3.5.2", lambda p: p.row("2026年").left - p.row("中共青山").left, 2 * CHARACTER, 1.3),
    ("附件", 1, "日期在署名下一行", "7.3.5.2", lambda p: p.row("2026年").middle - p.row("中共青山").middle, LINE, 1),
    ("附件", 1, "附注左空二字", "7.3.6", lambda p: p.row("（联系").left, LEFT + 2 * CHARACTER, 1),
    ("附件", 1, "附注在日期下一行", "7.3.6", lambda p: p.row("（联系").middle - p.row("2026年").middle, LINE, 1),
    ("附件", 2, "附件顶格", "7.3.7", lambda p: p.row("附件1").left, LEFT, 1),
    ("附件", 2, "附件在版心第一行", "7.3.7", lambda p: p.word("附件").top, row(1), 1),
    ("附件", 2, "附件标题居中", "7.3.7", lambda p: middle(p.word("整顿任务")), (LEFT + RIGHT) / 2, 1),
    ("附件", 2, "附件标题在第三行", "7.3.7", lambda p: p.row("整顿任务").middle - p.row("附件1").middle, 2 * LINE, 1),
    ("附件", 2, "附件的页码接着编", "7.5", lambda p: p.word("—2—").left - LEFT, 14 * 25.4 / 72, 1),
]
FEET: list[Place] = [
    ("文件", -1, "末条线与版心下边缘重合", "7.4.1", lambda p: p.lines()[-1].bottom, BOTTOM, 1),
    ("文件", -1, "首条线左端", "7.4.1", lambda p: p.lines()[0].left, LEFT, 1),
    ("文件", -1, "首条线右端", "7.4.1", lambda p: p.lines()[0].right, RIGHT, 1),
    ("文件", -1, "抄送左空一字", "7.4.2", lambda p: p.word("抄送").left, LEFT + CHARACTER, 1),
    ("文件", -1, "抄送回行与冒号后的首字对齐", "7.4.2", lambda p: below(p, "抄送", ink.middled(14, 28.95) * 25.4 / 72).left, LEFT + CHARACTER + 3 * 14 * 25.4 / 72, 1),
    ("文件", -1, "印发机关在两条线中间", "实践", lambda p: upright(p.word("青山镇党政")) - (p.lines()[1].bottom + p.lines()[2].top) / 2, 0, 0.4),
    ("纪要", -1, "出席左空二字", "10.3", lambda p: p.word("出席").left, LEFT + 2 * CHARACTER, 1),
    ("纪要", -1, "出席在正文之下空一行", "10.3", lambda p: p.word("出席").top - p.word("件事", -1).top, 3 * LINE, 1),
    ("纪要", -1, "回行与冒号后的首字对齐", "10.3", lambda p: below(p, "出席", LINE).left, LEFT + 5 * CHARACTER, 1),
    ("文件", -1, "印发机关左空一字", "7.4.3", lambda p: p.word("青山镇党政").left, LEFT + CHARACTER, 1),
    ("文件", -1, "印发日期右空一字", "7.4.3", lambda p: p.word("印发").right, RIGHT - CHARACTER, 1),
    ("只有印发日期", -1, "印发日期右空一字", "7.4.3", lambda p: p.word("印发").right, RIGHT - CHARACTER, 1),
    ("简报", -1, "末条线与版心下边缘重合", "实践", lambda p: p.lines()[-1].bottom, BOTTOM, 1),
    ("简报", -1, "印数在末条线和上一条线中间", "实践", lambda p: upright(p.word("份")) - (p.lines()[-2].bottom + p.lines()[-1].top) / 2, 0, 0.4),
    ("简报", -1, "印数右空一字", "实践", lambda p: p.word("份").right, RIGHT - CHARACTER, 1),
]
# fmt: on


@pytest.mark.parametrize(
    ("name", "page", "element", "clause", "measure", "expected", "off"),
    [*AREA, *HEADS, *BODIES, *FEET],
    ids=[f"{name}-{element}" for name, _, element, *_ in (*AREA, *HEADS, *BODIES, *FEET)],
)
def test_it_is_printed_where_its_clause_puts_it(
    printed, name, page, element, clause, measure, expected, off
) -> None:
    pages = printed[name]
    sheet = pages[page - 1 if page > 0 else page]
    assert measure(sheet) == pytest.approx(expected, abs=off), clause


def test_lines_of_the_foot_are_as_thick_as_recommended(printed) -> None:
    first, inner, last = printed["文件"][-1].lines()
    assert [thick(first), thick(inner), thick(last)] == pytest.approx([0.35, 0.25, 0.35], abs=0.11)
    assert thick(inner) < thick(first)


def test_a_letter_has_its_lines_and_no_page_number_on_the_first_page_alone(printed) -> None:
    first, second = printed["信函"][:2]
    assert len(first.lines()) == 4
    assert second.lines() == []
    assert second.word("—2—").left == pytest.approx(LEFT + 14 * 25.4 / 72, abs=1)
    with pytest.raises(IndexError):
        first.word("—1—")
    # The text of every further page begins where the 版心 does.
    assert second.ink(Box(LEFT, 30, RIGHT, 50)).top == pytest.approx(
        printed["文件"][1].ink(Box(LEFT, 30, RIGHT, 50)).top, abs=0.5
    )


def test_another_pitch_moves_no_text_from_the_upper_margin(tmp_path: Path) -> None:
    """5.2.1: 天头 37±1 毫米，单位自己的行距 28 磅也是这样，22 行排不满版心的那一截留在下边。"""
    style = LIBRARY.style("gbt9704")
    other = replace(style, id="28", grid=replace(style.grid, pitch=28))
    papers = {"own": other, "same": style}
    files = [tmp_path / f"{name}.docx" for name in papers]
    document = paper(*BODY, title=())
    for file, one in zip(files, papers.values(), strict=True):
        file.write_bytes(render(document, "docx", one))
    # The foot of the letters is four fifths down the line: see `docgen.ooxml.ink`.
    own, same = (
        pages_of(pdf)[0][0].middle - 0.8 * one.pitch
        for pdf, one in zip(convert(files, tmp_path).values(), papers.values(), strict=True)
    )
    assert own == pytest.approx(same, abs=1)
