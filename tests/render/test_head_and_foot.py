"""The printed page: each element of the head and the foot where its clause puts it, measured in
the PDF that LibreOffice makes."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.document import (
    Attachment,
    Attendance,
    Document,
    Gap,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Signature,
    Span,
    plain_text,
)
from docgen.library import Library
from docgen.library.styles import style_from_values
from docgen.render import render
from tests.gate import check
from tests.gate.office import convert
from tests.gate.ruler import Box, Page
from tests.render.papers import FULL, paper

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
    "signature": Signature(("中共青山镇委员会",), ("2026年6月30日",)),
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


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages of every paper made here."""
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(MADE)}
    for name, (style, document) in MADE.items():
        files[name].write_bytes(render(document, "docx", LIBRARY.style(style)))
    pdfs = convert(list(files.values()), folder)
    return {name: pages(pdfs[file]) for name, file in files.items()}


def pages(pdf: Path) -> list[Page]:
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    count = re.search(r"Pages:\s+(\d+)", said)
    assert count
    return [Page(pdf, number) for number in range(1, int(count[1]) + 1)]


# The edges of the 版心, in millimetres from those of the paper; 一字, 一行.
LEFT, TOP, RIGHT, BOTTOM = 28, 37, 184, 262
CHARACTER, LINE = 15.75 * 25.4 / 72, 28.95 * 25.4 / 72

# 行 of the 版心: where the upper edge of a character of the body stands in the first, the second …
FIRST = 3.4


def row(number: int) -> float:
    return TOP + (number - 1) * LINE + FIRST


Measure = Callable[[Page], float]

PLACES: list[tuple[str, str, str, Measure, float]] = [
    # paper, element, clause, what is measured, where it should be
    ("文件", "份号顶格", "7.2.1", lambda p: p.word("000007").left, LEFT),
    ("文件", "份号在第一行", "7.2.1", lambda p: p.word("000007").bottom, row(1) + 5),
    ("文件", "密级顶格", "7.2.2", lambda p: p.word("秘密").left, LEFT),
    ("文件", "密级在第二行", "7.2.2", lambda p: p.word("秘密").top, row(2)),
    ("文件", "紧急程度在密级之下", "7.2.3", lambda p: p.word("特急").top, row(3)),
    ("文件", "标志上边缘", "7.2.4", lambda p: p.word("中共青山").top, TOP + 35),
    ("文件", "标志居中", "7.2.4", lambda p: middle(p.word("中共青山")), (LEFT + RIGHT) / 2),
    (
        "文件",
        "字号在标志之下空二行",
        "7.2.5",
        lambda p: p.word("青委发").top - p.word("中共青山").bottom,
        2 * LINE + 5.6,  # and what a line of either leaves free above and below
    ),
    (
        "文件",
        "分隔线在字号之下",
        "7.2.7",
        lambda p: p.lines()[0].top - p.word("青委发").bottom,
        4,
    ),
    ("文件", "分隔线左端", "7.2.7", lambda p: p.lines()[0].left, LEFT),
    ("文件", "分隔线右端", "7.2.7", lambda p: p.lines()[0].right, RIGHT),
    (
        "文件",
        "标题在分隔线之下空二行",
        "7.3.1",
        lambda p: p.word("关于").top - p.lines()[0].bottom,
        2 * LINE + 1.6,
    ),
    (
        "文件",
        "主送机关在标题之下空一行",
        "7.3.2",
        lambda p: p.word("中共清河县委组织部").top - p.word("关于").bottom,
        LINE + 5,
    ),
    ("上行文", "只有紧急程度时在第一行", "7.2.3", lambda p: p.word("特急").top, row(1)),
    ("上行文", "第一个机关上边缘", "7.2.4", lambda p: p.word("中共清河").top, TOP + 35),
    (
        "上行文",
        "“文件”上下居中",
        "7.2.4",
        lambda p: (
            upright(p.word("文件")) - (p.word("中共清河").top + p.word("清河县人民").bottom) / 2
        ),
        0,
    ),
    (
        "上行文",
        "各机关等宽",
        "7.2.4",
        lambda p: p.word("清河县人民").right - p.word("中共清河").right,
        0,
    ),
    ("上行文", "字号左空一字", "7.2.5", lambda p: p.word("清委").left, LEFT + CHARACTER),
    (
        "上行文",
        "字号与最后一个签发人同行",
        "7.2.5",
        lambda p: p.word("清委").bottom - p.word("赵某某").bottom,
        0,
    ),
    ("上行文", "签发人右空一字", "7.2.6", lambda p: p.word("李某某").right, RIGHT - CHARACTER),
    (
        "上行文",
        "回行与第一个签发人对齐",
        "7.2.6",
        lambda p: p.word("赵某某").left - (p.word("李某某").left - 4 * CHARACTER),
        0,
    ),
    (
        "上行文",
        "分隔线在末行之下",
        "7.2.7",
        lambda p: p.lines()[0].top - p.word("清委").bottom,
        4,
    ),
    ("信函", "标志上边缘距上页边", "10.1", lambda p: p.word("清河县人民").top, 30),
    (
        "信函",
        "第一条双线在标志之下",
        "10.1",
        lambda p: p.lines()[0].top - p.word("清河县人民").bottom,
        4,
    ),
    ("信函", "第一条双线左端", "10.1", lambda p: p.lines()[0].left, 20),
    ("信函", "第一条双线右端", "10.1", lambda p: p.lines()[0].right, 190),
    ("信函", "上粗下细", "10.1", lambda p: thick(p.lines()[0]) - thick(p.lines()[1]), 0.8),
    ("信函", "第二条双线距下页边", "10.1", lambda p: 297 - p.lines()[-1].bottom, 20),
    ("信函", "第二条双线左端", "10.1", lambda p: p.lines()[-1].left, 20),
    ("信函", "第二条双线右端", "10.1", lambda p: p.lines()[-1].right, 190),
    ("信函", "上细下粗", "10.1", lambda p: thick(p.lines()[3]) - thick(p.lines()[2]), 0.8),
    (
        "信函",
        "第一个要素距线",
        "10.1",
        lambda p: p.word("清政函").top - p.lines()[1].bottom,
        16 * 7 / 8 * 25.4 / 72,
    ),
    ("信函", "字号顶格居右", "10.1", lambda p: p.word("号").right, RIGHT),
    ("信函", "份号顶格居左", "10.1", lambda p: p.word("000007").left, LEFT),
    (
        "信函",
        "份号与字号同行",
        "10.1",
        lambda p: p.word("清政函").bottom - p.word("000007").bottom,
        1.3,  # a bracket reaches lower than a digit
    ),
    (
        "信函",
        "紧急程度在第三行",
        "10.1",
        lambda p: p.word("特急").bottom - p.word("秘密").bottom,
        LINE,
    ),
    (
        "信函",
        "标题距最后一个要素二行",
        "10.1",
        lambda p: p.word("关于").top - p.word("特急").bottom,
        2 * LINE + 4.6,
    ),
    ("纪要", "标志上边缘", "10.3", lambda p: p.word("青山镇党委").top, TOP + 35),
    ("简报", "名称上边缘", "实践", lambda p: p.word("青山党建").top, TOP + 20),
    ("简报", "编发机关左空一字", "实践", lambda p: p.word("青山镇党委").left, LEFT + CHARACTER),
    ("简报", "日期右空一字", "实践", lambda p: p.word("日").right, RIGHT - CHARACTER - 0.8),
    ("简报", "红线左端", "实践", lambda p: p.lines()[0].left, LEFT),
    ("简报", "红线右端", "实践", lambda p: p.lines()[0].right, RIGHT),
    ("简报", "红线粗", "实践", lambda p: thick(p.lines()[0]), 0.8),
]

FEET: list[tuple[str, str, str, Measure, float]] = [
    ("文件", "末条线与版心下边缘重合", "7.4.1", lambda p: p.lines()[-1].bottom, BOTTOM),
    ("文件", "首条线左端", "7.4.1", lambda p: p.lines()[0].left, LEFT),
    ("文件", "首条线右端", "7.4.1", lambda p: p.lines()[0].right, RIGHT),
    ("文件", "抄送左空一字", "7.4.2", lambda p: p.word("抄送").left, LEFT + CHARACTER),
    (
        "文件",
        "抄送回行与冒号后的首字对齐",
        "7.4.2",
        lambda p: below(p, "抄送", LINE).left,
        LEFT + CHARACTER + 3 * 14 * 25.4 / 72,
    ),
    ("纪要", "出席左空二字", "10.3", lambda p: p.word("出席").left, LEFT + 2 * CHARACTER),
    (
        "纪要",
        "出席在正文之下空一行",
        "10.3",
        lambda p: p.word("出席").top - p.word("件事", -1).top,
        3 * LINE,  # the word stands on the last line but one
    ),
    (
        "纪要",
        "回行与冒号后的首字对齐",
        "10.3",
        lambda p: below(p, "出席", LINE).left,
        LEFT + 5 * CHARACTER,
    ),
    ("文件", "印发机关左空一字", "7.4.3", lambda p: p.word("青山镇党政").left, LEFT + CHARACTER),
    ("文件", "印发日期右空一字", "7.4.3", lambda p: p.word("印发").right, RIGHT - CHARACTER),
    ("简报", "末条线与版心下边缘重合", "实践", lambda p: p.lines()[-1].bottom, BOTTOM),
    ("简报", "印数右空一字", "实践", lambda p: p.word("份").right, RIGHT - CHARACTER),
]


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


@pytest.mark.parametrize(
    ("name", "element", "clause", "measure", "expected"),
    PLACES,
    ids=[f"{name}-{element}" for name, element, *_ in PLACES],
)
def test_the_head_stands_where_its_clause_puts_it(
    printed, name, element, clause, measure, expected
) -> None:
    assert measure(printed[name][0]) == pytest.approx(expected, abs=1), clause


@pytest.mark.parametrize(
    ("name", "element", "clause", "measure", "expected"),
    FEET,
    ids=[f"{name}-{element}" for name, element, *_ in FEET],
)
def test_the_foot_stands_where_its_clause_puts_it(
    printed, name, element, clause, measure, expected
) -> None:
    assert measure(printed[name][-1]) == pytest.approx(expected, abs=1), clause


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


LONG = "清河县人民政府办公室清河县农业农村局清河县乡村振兴局"


@pytest.mark.parametrize("organ", ["县", "清河县青山镇人民政府办公室", LONG, LONG * 2])
@pytest.mark.parametrize("style", LIBRARY.style_ids)
def test_a_long_mark_is_narrowed_then_made_smaller_and_stays_on_one_line(organ, style) -> None:
    look = LIBRARY.style(style)
    data = render(paper(masthead=Masthead(mark=((organ,),), suffix=("文件",))), "docx", look)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        run = re.search(
            r"<w:r>(?:(?!</w:r>).)*文件</w:t>", archive.read("word/document.xml").decode()
        )
    assert run
    said = dict(re.findall(r'<w:(sz|w) w:val="(\d+)"', run[0]))
    size, scale = int(said["sz"]) / 2, int(said.get("w", 100))
    width = len(organ + "文件") * size * scale / 100
    assert width <= look.page.type_area[0] * 72 / 25.4
    assert size <= look.mark.size
    assert scale >= look.mark.narrowest
    assert (size == look.mark.size) or scale == look.mark.narrowest


def test_the_foot_never_covers_text_and_goes_to_the_next_page_without_room(tmp_path) -> None:
    style = LIBRARY.style("gbt9704")
    files = {lines: tmp_path / f"{lines}.docx" for lines in range(12, 25)}
    for lines, file in files.items():
        body = [Paragraph((f"第{i}件事已列入台账。",)) for i in range(1, lines + 1)]
        document = paper(*body, imprint=FOOT, gaps=(Gap("待填", "党员"),) if lines % 2 else ())
        file.write_bytes(render(document, "docx", style))
    pdfs = convert(list(files.values()), tmp_path)
    moved = set()
    for lines, file in files.items():
        made = pages(pdfs[file])
        paper_pages = made[: len(made) - lines % 2]  # the list of what is owed comes behind it
        assert all(page.lines() == [] for page in made if page is not paper_pages[-1])
        first, _, last = paper_pages[-1].lines()
        assert last.bottom == pytest.approx(BOTTOM, abs=0.3)
        room = first.top - TOP
        fits = (lines + 2) * LINE <= room  # title, blank line, text
        moved.add(not fits)
        assert (len(paper_pages) == 1) == fits, lines
        with pytest.raises(AssertionError, match="没有印东西"):
            # One line of text ends at least this far above the first line of the foot.
            paper_pages[-1].ink(Box(LEFT, first.top - 1, RIGHT, first.top - 0.2))
    assert moved == {True, False}


ALL = replace(
    FULL,
    masthead=Masthead(
        mark=(("中共清河县委员会",), ("清河县人民政府",)),
        suffix=("文件",),
        document_number=("清委〔2026〕", Span(("【待填：文号】",), "gap"), "号"),
        signers=(("王某某",), ("李某某",), ("赵某某",)),
        issue=("第3期",),
        total=("总第15期",),
        editor=("清河县委办公室",),
        edited_on=("2026年6月30日",),
        **CORNERS,
    ),
    attendance=(Attendance("出席", ("王某某",)), Attendance("列席", ("孙某某",))),
    attachments=(
        Attachment(("任务清单",), (Heading(1, ("总则",)), Paragraph(("见表。",)))),
        Attachment(("名单",)),
    ),
    imprint=Imprint(
        ("甲",), ("乙",), ("丙",), ("丁",), ("戊 & <己>",), ("庚",), ("2026年7月1日",), ("50",)
    ),
)


def test_every_style_takes_a_paper_with_every_element_and_a_plain_one() -> None:
    made = {"全": ALL, "素": paper(Paragraph(("正文。",)))}
    made["版头无标志"] = paper(masthead=Masthead(secrecy=("秘密",), signers=(("王某某",),)))
    made["空版头"] = paper(masthead=Masthead(), imprint=Imprint())
    made["版记一项"] = paper(imprint=Imprint(printing_organ=("甲",)), masthead=Masthead((("乙",),)))
    assert (
        check(
            {
                f"{name}-{style}": (
                    render(document, "docx", LIBRARY.style(style)),
                    plain_text(document),
                )
                for name, document in made.items()
                for style in LIBRARY.style_ids
            }
        )
        == []
    )


CHANGED = {
    **{"毫米": "3毫米", "磅": "12磅", "行": "3行", "字": "3字", "%": "50%", "倍": "1.5倍"},
    **{"是": "否", "否": "是", "居中": "居左", "居左": "居右", "居右": "居中", "红": "黑"},
    **{"版心": "100毫米", "随正文": "20磅", "单线": "上粗下细", "上细下粗": "单线"},
    **{"版头之末": "标志之下", "—": "-", "Times New Roman": "Arial"},
}
OWN = {
    "页面.宽": "220毫米", "页面.高": "300毫米", "页面.天头": "36毫米", "页面.下白边": "34毫米",
    "页面.订口": "27毫米", "页面.切口": "25毫米", "版心.行距": "27磅", "版心.字距": "-0.5磅",
    "发文机关标志.起点": "上页边", "发文机关标志.上距": "50毫米", "首页下线.粗": "1毫米",
    "表格.线宽": "2磅", "签发人.每行人数": "1", "签发人.姓名字体": "隶书", "附件.标题行": "4",
}  # fmt: skip
SILENT = ("版心.每面行数", "版心.每行字数", "结构层次.序数", "替代字体.")
"""Parameters that the page itself does not show: what the type area holds is checked when a style
is read, numbers are in the document, and stand-ins are asked for elsewhere."""


def test_every_parameter_of_a_style_changes_the_page() -> None:
    """No parameter is there for nothing, and nothing stands in the renderer that a style says."""
    base = LIBRARY.style("gbt9704")
    papers = [
        ALL,
        *(document for _, document in MADE.values()),
        *(
            replace(ALL, masthead=None, signature=Signature(("镇",), ("2026年6月30日",), seal))
            for seal in ("", "印章", "签名章")
        ),
        paper(Paragraph(("正文",)), masthead=Masthead((("甲" * 30,),), **CORNERS)),
    ]
    letter = LIBRARY.style("letter")
    idle = []
    for setting in base.settings:
        section, name = setting.key.split(".")
        if setting.key.startswith(SILENT):
            continue
        value = str(setting.value)
        new = OWN.get(setting.key) or CHANGED.get(value)
        if new is None and name == "字体":
            new = "隶书"
        if new is None and name == "字号":
            new = "15磅"
        if new is None and name in ("行", "标题行"):
            new = "4"
        if new is None:
            new = next(to for unit, to in CHANGED.items() if value.endswith(unit))
        # What only a letter has is changed in the letter's style.
        for parent in (base, letter):
            changed = style_from_values(parent.id, {section: {name: new}}, parent)
            if any(render(p, "docx", changed) != render(p, "docx", parent) for p in papers):
                break
        else:
            idle.append(setting.key)
    assert idle == []
