"""A notice, a letter and minutes as offices set them: 宋体, 1.5 lines apart, 10 points below every
paragraph, the signature in the middle, 第1页 at the foot.  One pass puts them right."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from docgen.layout import check, mended
from docgen.ooxml.reading import paragraphs
from tests.layout.test_foreign import bordered, lined, pushed_down, typed
from tests.samples import LIBRARY

TASKS = "全县计划新修渠道36公里，清淤塘坝128口，12月20日前全部完工，确保明年春灌用水。"


def line(
    paper: Document, text: str, side: ALIGN | None = None, size: float = 16, indent: float = 2
) -> Paragraph:
    made = paper.add_paragraph()
    made.alignment = side
    if side is None:
        made.paragraph_format.first_line_indent = Pt(indent * size)
    made.paragraph_format.line_spacing = 1.5
    made.paragraph_format.space_after = Pt(10)
    typed(made, text, "宋体", size)
    return made


def mark(paper: Document, text: str) -> Paragraph:
    made = paper.add_paragraph()
    made.alignment = ALIGN.CENTER
    typed(made, text, "宋体", 30)
    made.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    return made


def page(paper: Document) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(31.7)
    section.top_margin = section.bottom_margin = Mm(30)
    foot = section.footer.paragraphs[0]
    foot.alignment = ALIGN.CENTER
    foot.add_run("第")
    field = '<w:fldSimple {} w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(field.format(nsdecls("w"), "PAGE")))
    foot.add_run("页 共")
    foot._p.append(parse_xml(field.format(nsdecls("w"), "NUMPAGES")))
    foot.add_run("页")


def notice(paper: Document) -> None:
    mark(paper, "清河县人民政府办公室文件")
    bordered(line(paper, "清政办发[2026]第03号", ALIGN.LEFT), bottom=(1.5, "FF0000"))
    line(paper, "关于做好今冬明春农田水利建设工作的通知", ALIGN.CENTER, 22)
    line(paper, "各镇人民政府，县政府各部门：", indent=0)
    for text in ("现就有关事项通知如下。", "一、明确任务", TASKS, "二、保证质量", TASKS):
        line(paper, text)
    line(paper, "附件：1．今冬明春农田水利建设任务分解表及各镇各部门责任分工一览表")
    line(paper, "2．花名册")
    paper.add_paragraph()
    line(paper, "清河县人民政府办公室", ALIGN.CENTER)
    line(paper, "2026年11月5日", ALIGN.CENTER)
    line(paper, "（此件公开发布）")
    pushed_down(paper)
    foot = paper.add_table(2, 1)
    lined(foot, {"top": 1, "bottom": 0.75}, {"top": 0.75, "bottom": 1})
    for row, text in zip(foot.rows, ("抄送：县委办公室。", "2026年11月6日印发"), strict=True):
        typed(row.cells[0].paragraphs[0], text, "宋体", 14)


def letter(paper: Document) -> None:
    edge = '<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="1" w:color="FF0000"/>'
    head = mark(paper, "清河县青山镇人民政府")
    head._p.get_or_add_pPr().insert(0, parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>"))
    line(paper, "青政函〔2026〕15号", ALIGN.RIGHT)
    line(paper, "关于商请支持修建河口桥的函", ALIGN.CENTER, 22)
    line(paper, "县交通运输局：", indent=0)
    line(paper, "我镇拟新建河口桥一座，桥长48米，现商请贵局给予支持。请予研究函复。")
    line(paper, "附件：河口桥建设方案")
    line(paper, "青山镇人民政府", ALIGN.RIGHT)
    line(paper, "2026年10月9日", ALIGN.RIGHT)


def minutes(paper: Document) -> None:
    mark(paper, "清河县人民政府专题会议纪要")
    bordered(line(paper, "〔2026〕8号", ALIGN.CENTER), bottom=(1.5, "FF0000"))
    line(paper, "关于研究城区供水保障工作的会议纪要", ALIGN.CENTER, 22)
    for text in ("现将会议议定事项纪要如下：", "一、关于水源调度", TASKS):
        line(paper, text)
    line(
        paper, "出席：县水利局、县住建局、县财政局，青山镇人民政府、河口镇人民政府、柳林镇人民政府"
    )
    line(paper, "列席：县供水公司")
    pushed_down(paper)
    sent = line(paper, "发送：县委办公室，县水利局，县住建局。", size=14, indent=1)
    bordered(sent, top=(1, "auto"), bottom=(0.75, "auto"))
    printed = "清河县人民政府办公室　　　　　　　　2026年9月4日印发"
    bordered(line(paper, printed, size=14, indent=1), bottom=(1, "auto"))


PAPERS: dict[Callable[[Document], None], tuple[str, list[str]]] = {
    # its style, and what must be among the findings
    notice: ("gbt9704", [
        "疑似 LAY023 成文日期右空10.2字，应为右空2.2字",
        "疑似 LAY034 附件说明回行没有和名称的首字对齐",
        "疑似 LAY039 版记印发日期没有居右，应为右空1字",
        "疑似 LAY036 发文字号是左对齐的，应为居中",
        "提示 LAY034 附件说明左空2字，应为左空5字",
    ]),
    letter: ("letter", ["必错 LAY025 首页有页码，应为不编页码", "疑似 LAY033 附件说明上面空0.3行，应为空1行"]),
    minutes: ("minutes", ["疑似 LAY043 出席回行没有和冒号后的首字对齐",
                          "提示 LAY043 出席上面空0.3行，应为空1行"]),
}  # fmt: skip


@pytest.mark.parametrize("of", PAPERS)
def test_one_pass_puts_right_all_that_was_told(of: Callable[[Document], None]) -> None:
    paper = docx.Document()
    page(paper)
    of(paper)
    out = io.BytesIO()
    paper.save(out)
    data = out.getvalue()
    id, expected = PAPERS[of]
    before = check(data, "稿.docx", None, LIBRARY)
    assert before.choice.style.id == id
    said = [f"{f.level.label} {f.code} {f.message}" for f in before.findings]
    assert set(expected) <= set(said), said
    closing = {one.subject for one in before.departures if one.code in ("LAY012", "LAY013")}
    assert closing >= {"附件说明", "署名", "成文日期"} or id == "minutes"
    made = mended(before)
    after = check(made, "稿.docx", None, LIBRARY)
    assert [one.message for one in after.findings] == []
    assert mended(after) == made
    assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(data)]
