"""Papers made by hand, the readers that take them back to lines, and the style they wear."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import docx
import lxml.html
import markdown
from docx.table import Table as WordTable

from docgen.document import (
    Attachment,
    Attendance,
    Chart,
    Document,
    Gap,
    Heading,
    Imprint,
    Masthead,
    Meta,
    PageBreak,
    Paragraph,
    Provenance,
    Signature,
    Slot,
    Span,
    Table,
    number,
)
from docgen.library import Library
from tests.gate import chart_rows

STYLE = Library().style("gbt9704")


def fact(text: str, *sources: str) -> Span:
    return Span((text,), "fact", 0, sources)


def paper(*body, **parts) -> Document:
    """A paper of these blocks, numbered; title 样稿 unless given."""
    parts.setdefault("title", ("样稿",))
    return number(Document("工作总结", body=body, **parts), STYLE.numbering)


FULL = paper(
    Paragraph(
        (
            "全镇共有党员",
            fact("1203", "党员.总数"),
            "名，其中女党员",
            Span(("【待填：党员.女党员】",), "gap", 1, ("党员.女党员",)),
            "名，35岁以下的占",
            Span(("21.5%", Span(("【待核实】",), "doubt")), "fact", 2, ("党员.青年", "党员.总数")),
            "。",
        )
    ),
    Heading(1, ("主要做法",), part="做法"),
    Heading(2, ("抓学习。",), run_in=("开展“三会一课”——", fact("24", "学习.次数"), "次……")),
    Paragraph(
        (
            Span(
                ("抽调", Span(("15",), "figure", 3, ("工作.驻村",)), "名干部组成4个工作组。"),
                "region",
                4,
                ("工作",),
            ),
        )
    ),
    Heading(3, ("压实责任",)),
    Heading(4, ("A类 & <B>类",)),
    Table(
        (("序号",), ("村",), ("投入（万元）",)),
        ((("1",), ("清河村",), (fact("12.5", "投入"),)), (("2",), (), ("3|4",))),
    ),
    PageBreak(),
    Heading(1, ("下一步打算",)),
    Paragraph((Span(("奋力谱写新篇章",), "phrase", 5, ("提法:主题@2025-10-23",)), "。")),
    title=("中共青山镇委员会关于2026年上半年基层党建工作情况和下半年工作安排意见的报告",),
    recipients=("中共清河县委组织部：",),
    salutation=("各位领导：",),
    signature=Signature((("中共青山镇委员会",),), ("2026年6月30日",)),
    note=("（联系电话：0571）",),
    gaps=(
        Gap("待填", "党员.女党员", "其中女党员若干名"),
        Gap("未写", "荣誉", "获得荣誉", "没有这一项"),
    ),
    provenance=Provenance((Slot("work_summary/half_year", 12, "输出"),)),
    meta=Meta("work_summary/half_year", "青山镇", "2026-h1", "2026-06-30"),
)

ISSUED = paper(
    Paragraph(("具体任务见附件1。",)),
    masthead=Masthead(
        mark=((fact("清河县人民政府", "文稿.发文机关标志[1]"),), ("石桥县人民政府",)),
        suffix=("文件",),
        document_number=(fact("清政发〔2026〕3号", "文稿.发文字号"),),
        signers=(("×××",), ("××",)),
        copy_number=("000012",),
        secrecy=("机密★1年",),
        urgency=("特急",),
    ),
    attendance=(Attendance("出席", ("县长，<副县长>",)), Attendance("列席", ("县政府办公室主任",))),
    recipients=("市人民政府：",),
    signature=Signature((("清河县人民政府",),), ("2026年6月30日",), "印章"),
    note=("（联系电话：0571）",),
    attachments=(
        Attachment(
            (fact("任务清单", "文稿.附件[1].题"),),
            (
                Heading(1, ("任务",)),
                Paragraph(("逐村抓。",)),
                Table((("村",), ("时限",)), ((("河口村",), ("6月",)),)),
            ),
        ),
        Attachment(("名册",)),
        Attachment(("说明",), (Heading(1, ("口径",)), Heading(1, ("来源",)))),
    ),
    imprint=Imprint(
        copy_to=("市委办公室，县委办公室",),
        printing_organ=("清河县人民政府办公室",),
        printed_on=(fact("2026年7月1日", "文稿.印发日期"),),
    ),
    gaps=(Gap("未写", "荣誉", "获得荣誉"),),
)
BULLETIN = paper(
    Paragraph(("做法有三条。",)),
    masthead=Masthead(
        mark=(("清河组工",),),
        issue=("第3期",),
        total=("总第15期",),
        editor=("中共清河县委组织部",),
        edited_on=("2026年7月6日",),
    ),
    imprint=Imprint(
        report_to=("市委组织部",), send_to=("县政府",), issue_to=("各乡镇",), copies=("120",)
    ),
)

DOUBT = Span(("【待核实】",), "doubt", 3, ("集体收入[3]",))
OWED = Span(("【待填：集体收入[4]】",), "gap", 4, ("集体收入[4]",))
BAR = Chart(
    "bar",
    ("各乡镇村集体经济收入",),
    Table(
        (("乡镇",), ("收入",)),
        (
            (("城关街道",), (fact("412.60", "集体收入[1]"),)),
            (("青山镇",), (fact("近200", "集体收入[2]"),)),
            (("柳树乡",), (fact("90", "集体收入[3]"), DOUBT)),
            (("高岭<乡>",), ()),
            (("云雾乡",), (fact("0", "集体收入[5]"),)),
        ),
    ),
    ((Decimal("412.60"),), (Decimal(200),), (Decimal(90),), (None,), (Decimal(0),)),
    "万元",
    ("注：高岭<乡>", OWED, "。"),
)
LINE = Chart(
    "line",
    ("软弱涣散党组织",),
    Table(
        (("年",), ("列入",), ("转化",)),
        ((("2024年",), ("3",), ("1",)), (("2025年",), ("4",), ("5",)), (("2026年",), ("2",), ())),
    ),
    ((Decimal(3), Decimal(1)), (Decimal(4), Decimal(5)), (Decimal(2), None)),
    "",
    ("注：2026年转化未填报。",),
)
MANY = Chart(
    "bar",
    ("各村党员",),
    Table((("村",), ("党员",)), tuple(((f"第{i}村民委员会",), (str(i),)) for i in range(40))),
    tuple((Decimal(i),) for i in range(40)),
    "名",
)

PAPERS: Mapping[str, Document] = {
    "完整": FULL,
    "空": paper(title=()),
    "只有标题": paper(),
    "以表结尾": paper(Table((("甲",),), ((("乙",),),))),
    "两表相连": paper(Table((("甲",),), ()), Table((("乙",), ("丙",)), ())),
    "空块": paper(Paragraph(()), Heading(1, ()), Table((), ()), PageBreak(), PageBreak()),
    "图": paper(Paragraph(("前",)), BAR, PageBreak(), LINE, MANY),
    "以图结尾": paper(Table((("甲",),), ((("乙",),),)), LINE, gaps=(Gap("待填", "集体收入[4]"),)),
    "只有日期": paper(Paragraph(("正文",)), signature=Signature((), ("2026年6月30日",))),
    "只有印发日期": paper(Paragraph(("正文",)), imprint=Imprint(printed_on=("2026年7月6日",))),
    "只有缺项": paper(title=(), gaps=(Gap("待填", "党员.总数"),)),
    "记号": paper(
        Paragraph(("1. 不是列表",)),
        Paragraph(("- 也不是",)),
        Paragraph(("# 不是标题 #",)),
        Paragraph(("*星*_线_`码`[链](x)<b>&amp;&lt;\\~~删~~|竖",)),
        Paragraph(("---",)),
        Paragraph((" 首尾有空格　",)),
        Paragraph(("“引号”‘单’——破折号……省略号〔2026〕①",)),
        Paragraph(("𠮷 䶮 é ﷼",)),
    ),
}


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx_lines(data: bytes) -> list[str]:
    """What python-docx reads: paragraphs, table rows and charts in order, empty ones dropped; a
    break within a title is no part of it."""
    lines = []
    document = docx.Document(io.BytesIO(data))
    rows: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, WordTable):
            lines += ["\t".join(cell.text for cell in row.cells) for row in item.rows]
            continue
        lines += [item.text.replace("\n", ""), *rows]  # a chart's caption stands below it
        rows = []
        for drawing in (drawing for run in item.runs for drawing in run._r.drawing_lst):
            [chart] = drawing.xpath(".//*[local-name()='chart']")
            part = document.part.related_parts[chart.get(f"{{{R}}}id")]
            rows += ["\t".join(row) for row in chart_rows(part)]
    return [line for line in lines if line]


def html_lines(page: bytes) -> list[str]:
    """What lxml reads of the paper itself, the list of origins apart."""
    root = lxml.html.document_fromstring(page.decode())
    return _element_lines(root.xpath("//main")[0])


def markdown_lines(text: bytes) -> list[str]:
    """What Python-Markdown and lxml read."""
    page = markdown.markdown(text.decode(), extensions=["tables"])
    return _element_lines(lxml.html.fragment_fromstring(page, create_parent="main"))


def _element_lines(root: lxml.html.HtmlElement) -> list[str]:
    lines = []
    for element in root.iter("p", "h1", "h2", "h3", "h4", "h5", "tr"):
        cells = element.xpath("./td|./th") if element.tag == "tr" else [element]
        lines.append("\t".join(cell.text_content() for cell in cells))
    return [line for line in lines if line]


def native_text(tree: bytes) -> str:
    """The printed tree with its marks taken out: every text, run together."""
    texts = re.findall(
        r"(?m)^(?:title|recipients|salutation|heading|  run_in|paragraph|organ|issued_on|note|"
        r"  header|  row|  note)(.*)$",
        tree.decode(),
    )
    quoted = re.findall(
        r'"((?:[^"\\]|\\.)*)"', "\n".join(re.sub(r'^ \d part "[^"]*"', "", t) for t in texts)
    )
    # An escaped sign stands for itself; a span's opening and closing vanish.
    tokens = r"\\(.)|⟦(?:[^\\｜]|\\.)*｜|⟧"
    return "".join(re.sub(tokens, lambda found: found[1] or "", text) for text in quoted)


READERS: Mapping[str, Callable[[bytes], list[str]]] = {
    "docx": docx_lines,
    "md": markdown_lines,
    "html": html_lines,
    "txt": lambda data: data.decode().splitlines(),
}
