"""The head and the foot of a paper in every style: a mark of any length fits, the foot covers
nothing, every reader takes them, and each parameter shows."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from docgen.document import (
    Attachment,
    Attendance,
    Gap,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Signature,
    Span,
    Table,
    plain_text,
)
from docgen.library import Library
from docgen.library.styles import style_from_values
from docgen.render import render
from tests.gate import check
from tests.gate.office import convert
from tests.gate.ruler import Box
from tests.render.papers import FULL, paper
from tests.render.test_geometry import BOTTOM, CORNERS, FOOT, LEFT, LINE, MADE, RIGHT, TOP, sheets

LIBRARY = Library()
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


def test_no_page_holds_the_last_row_of_a_table_alone(tmp_path) -> None:
    """Nor with the 版记, were there room for one more row on the page before."""
    rows = {count: [((f"第{n}村",), ("35",)) for n in range(count)] for count in (28, 29, 30)}
    files = {count: tmp_path / f"{count}.docx" for count in rows}
    for count, file in files.items():
        table = Table((("村",), ("党员",)), tuple(rows[count]))
        made = paper(Paragraph(("各村情况如下。",)), table, imprint=FOOT)
        file.write_bytes(render(made, "docx", LIBRARY.style("gbt9704")))
    pdfs = convert(list(files.values()), tmp_path)
    shown = {
        count: [
            sum(row.text.startswith("第") for row in sheet.rows) for sheet in sheets(pdfs[file])
        ]
        for count, file in files.items()
    }
    assert shown == {28: [28, 0], 29: [27, 2], 30: [28, 2]}


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
        made = sheets(pdfs[file])
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
    "发文机关标志.起点": "上页边", "印章.章间": "5毫米", "发文机关标志.上距": "50毫米", "首页下线.粗": "1毫米",
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
            replace(ALL, masthead=None, signature=Signature((("镇",),), ("2026年6月30日",), seal))
            for seal in ("", "印章", "签名章")
        ),
        paper(Paragraph(("正文",)), masthead=Masthead((("甲" * 30,),), **CORNERS)),
        paper(signature=Signature((("甲局",), ("乙局",), ("丙局",)), ("2026年6月30日",), "印章")),
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
