"""The head and the foot of a paper: what is changed there in a clean file is found with its clause
and strength, and put right where no word is in the way."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from docgen.document import Attachment, Attendance, Imprint, Masthead
from docgen.layout import mended
from docgen.ooxml.reading import paragraphs
from docgen.read import read_content
from docgen.render import render
from docgen.review.engine import Asked, findings, reviewer
from tests.layout.clean import (
    PAPER,
    STYLE,
    Change,
    checked,
    paragraph,
    put,
    put_right,
    seeded,
    style,
    told,
)
from tests.layout.clean import clean as common
from tests.samples import LIBRARY

UPWARD = replace(
    PAPER,
    masthead=Masthead(
        mark=(("中共青山镇委员会",),),
        suffix=("文件",),
        document_number=("青委〔2026〕3号",),
        signers=(("王某某",), ("李某某",)),
    ),
    imprint=Imprint(
        recipients=("清河县农业农村局",),
        copy_to=("清河县委办公室，清河县人大常委会办公室，清河县人民政府办公室，清河县政协办公室",),
        printing_organ=("青山镇党政办公室",),
        printed_on=("2026年7月1日",),
        copies=("50",),
    ),
)
"""A paper to a higher organ (上行文) with every line of the 版记."""


@cache
def clean() -> bytes:
    return render(UPWARD, "docx", STYLE)


def row(words: str, old: str, new: str) -> Change:
    """A change of the row of a table that holds the words."""

    def change(parts: dict[str, str]) -> None:
        text = parts["word/document.xml"]
        at = text.index(words)
        start, end = text.rindex("<w:tr>", 0, at), text.index("</w:tr>", at)
        assert re.search(old, text[start:end]), text[start:end]
        changed = re.sub(old, new, text[start:end], count=1)
        parts["word/document.xml"] = text[:start] + changed + text[end:]

    return change


def both(*changes: Change) -> Change:
    def change(parts: dict[str, str]) -> None:
        for one in changes:
            one(parts)

    return change


def layout(words: str, properties: str) -> Change:
    """The paragraph that holds the words with these properties besides its own."""
    return paragraph(words, "</w:pPr>", f"{properties}</w:pPr>")


SPACED = '<w:spacing w:line="360" w:lineRule="auto"/>'
SIGNED, DATED = ">中共青山镇委员会<", ">2026年6月30日<"
RED = 'w:color="FF0000"'
FOOT = (
    'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="1587" w:tblpYSpec="bottom"/>'
    '<w:tblOverlap w:val="never"/>'
)

SEEDED: dict[str, tuple[Change, str, str, str]] = {
    # what is changed; what is said; clause; strength
    "首线细": (row("主送", 'w:sz="8"', 'w:sz="4"'),
               "提示 LAY037 版记首条分隔线粗0.18毫米，应为0.35毫米", "7.4.1", "推荐"),
    "没有首线": (row("主送", '<w:top w:val="single"', '<w:top w:val="nil"'),
                 "提示 LAY037 版记首条分隔线没有画，应为0.35毫米", "7.4.1", "推荐"),
    "末线细": (row("共印", '(<w:bottom [^>]*)w:sz="8"', r'\1w:sz="6"'),
               "提示 LAY037 版记末条分隔线粗0.26毫米，应为0.35毫米", "7.4.1", "推荐"),
    "没有末线": (row("共印", "<w:bottom [^>]*>", ""),
                 "提示 LAY037 版记末条分隔线没有画，应为0.35毫米", "7.4.1", "推荐"),
    "中线粗": (row("日印发", 'w:sz="6"', 'w:sz="12"'),
               "提示 LAY037 版记中间的分隔线粗0.53毫米，应为0.25毫米", "7.4.1", "推荐"),
    "没有中线": (row("日印发", "<w:tcBorders>.*?</w:tcBorders>", ""),
                 "提示 LAY037 版记中间的分隔线没有画，应为0.25毫米", "7.4.1", "推荐"),
    "主送抄送之间": (
        row("抄送：", "</w:tcPr>", '<w:tcBorders><w:top w:val="single" w:sz="6"/></w:tcBorders></w:tcPr>'),
        "疑似 LAY037 版记主送、抄送之间的分隔线粗0.26毫米，应为没有线", "7.4.2", "规定"),
    "线短": (put("document.xml", 'w:tblW w:w="8844" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
                 '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
                 '</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="8844"/>',
                 'w:tblW w:w="8000" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
                 '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
                 '</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="8000"/>'),
             "疑似 LAY038 版记分隔线长141毫米，应为156毫米", "7.4.1", "规定"),
    "抄送顶格": (paragraph("抄送：", '<w:pStyle w:val="Sent"/>',
                           '<w:pStyle w:val="Sent"/><w:ind w:left="840" w:hanging="840"/>'),
                 "提示 LAY039 版记左空0字，应为左空1字", "7.4.2", "一般"),
    "抄送缩进": (paragraph("抄送：", '<w:pStyle w:val="Sent"/>',
                           '<w:pStyle w:val="Sent"/><w:ind w:left="640" w:firstLine="0"/>'),
                 "提示 LAY039 版记左空2字，应为左空1字", "7.4.2", "一般"),
    "抄送回行": (paragraph("抄送：", '<w:pStyle w:val="Sent"/>',
                           '<w:pStyle w:val="Sent"/><w:ind w:left="315" w:firstLine="0"/>'),
                 "疑似 LAY039 版记回行没有和冒号后的首字对齐", "7.4.2", "规定"),
    "印发机关顶格": (paragraph("日印发", '<w:pStyle w:val="Printed"/>',
                               '<w:pStyle w:val="Printed"/><w:ind w:left="0"/>'),
                     "提示 LAY039 版记左空0字，应为左空1字", "7.4.3", "一般"),
    "印发日期右空": (style("Printed", 'w:pos="8529"', 'w:pos="8000"'),
                     "提示 LAY039 版记右空2.7字，应为右空1字", "7.4.3", "一般"),
    "印发日期顶格": (style("Printed", 'w:pos="8529"', 'w:pos="8844"'),
                     "提示 LAY039 版记右空0字，应为右空1字", "7.4.3", "一般"),
    "版记字号": (style("Printed", '<w:sz w:val="28"/>', '<w:sz w:val="32"/>'),
                 "提示 LAY006 版记字号是三号，应为四号", "7.4.2", "一般"),
    "版记字体": (paragraph("抄送：", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="宋体"'),
                 "提示 LAY004 版记字体是宋体，应为仿宋_GB2312", "7.4.2", "一般"),
    "版记靠上": (put("document.xml", 'w:tblpYSpec="bottom"', 'w:tblpYSpec="top"'),
                 "疑似 LAY040 版记没有靠版心下边缘，应为末条分隔线和版心下边缘重合", "7.4.1", "规定"),
    "版记在页边": (put("document.xml", 'w:vertAnchor="margin" w:horzAnchor="page"',
                       'w:vertAnchor="page" w:horzAnchor="page"'),
                   "疑似 LAY040 版记没有靠版心下边缘，应为末条分隔线和版心下边缘重合", "7.4.1", "规定"),
    "版记紧接上文": (put("document.xml", f"<w:tblpPr {FOOT}", ""),
                     "提示 LAY040 版记紧接上文，没有靠版心下边缘，应为末条分隔线和版心下边缘重合",
                     "7.4.1", "实践"),
    "附件在版记后": (
        put("document.xml", '<w:p><w:pPr><w:pStyle w:val="ImprintEnd"/></w:pPr></w:p>',
            '<w:p><w:pPr><w:pStyle w:val="ImprintEnd"/></w:pPr></w:p><w:p><w:pPr><w:pStyle '
            'w:val="Attachment"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr>'
            "<w:t>附件2</w:t></w:r></w:p>"),
        "疑似 LAY040 附件排在版记后面，应为版记之前", "7.3.7", "规定"),
    "附件说明行距": (paragraph("整顿任务清单", '(<w:spacing [^>]*)/>', r'\1 w:line="360" w:lineRule="auto"/>'),
                     "提示 LAY012 附件说明行距是1.5倍行距（约31磅），应为固定值28.95磅", "5.2.3", "一般"),
    "次件行距": (layout("整顿情况统计表", SPACED),
                 "提示 LAY012 附件说明行距是1.5倍行距（约31磅），应为固定值28.95磅", "5.2.3", "一般"),
    "附件说明段后": (paragraph("整顿任务清单", '(<w:spacing [^>]*)/>', r'\1 w:after="160"/>'),
                     "提示 LAY013 附件说明段后是8磅，应为0磅", "5.2.3", "实践"),
    "次件段前": (layout("整顿情况统计表", '<w:spacing w:before="160"/>'),
                 "提示 LAY013 附件说明段前是8磅，应为0磅", "5.2.3", "实践"),
    "次件段后": (layout("整顿情况统计表", '<w:spacing w:after="160"/>'),
                 "提示 LAY013 附件说明段后是8磅，应为0磅", "5.2.3", "实践"),
    "次件没有对齐": (paragraph("整顿情况统计表", "<w:ind [^>]*>", '<w:ind w:left="640"/>'),
                     "提示 LAY034 附件说明左空2字，应为左空5字", "7.3.4", "实践"),
    "次件居中": (layout("整顿情况统计表", '<w:jc w:val="center"/>'),
                 "提示 LAY034 附件说明没有靠左，应为左空5字", "7.3.4", "实践"),
    "次件字号": (paragraph("整顿情况统计表", "</w:rPr>", '<w:sz w:val="28"/></w:rPr>'),
                 "提示 LAY006 附件说明字号是四号，应为三号", "7.3.3", "一般"),
    "次件字体": (paragraph("整顿情况统计表", 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'),
                 "提示 LAY004 附件说明字体是宋体，应为仿宋_GB2312", "7.3.3", "一般"),
    "署名行距": (layout(SIGNED, SPACED),
                 "提示 LAY012 署名行距是1.5倍行距（约31磅），应为固定值28.95磅", "5.2.3", "一般"),
    "署名段后": (layout(SIGNED, '<w:spacing w:after="160"/>'),
                 "提示 LAY013 署名段后是8磅，应为0磅", "5.2.3", "实践"),
    "署名字号": (paragraph(SIGNED, "</w:rPr>", '<w:sz w:val="28"/></w:rPr>'),
                 "提示 LAY006 署名字号是四号，应为三号", "7.3.3", "一般"),
    "日期行距": (layout(DATED, SPACED),
                 "提示 LAY012 成文日期行距是1.5倍行距（约31磅），应为固定值28.95磅", "5.2.3", "一般"),
    "日期段前": (layout(DATED, '<w:spacing w:before="160"/>'),
                 "提示 LAY013 成文日期段前是8磅，应为0磅", "5.2.3", "实践"),
    "日期段后": (layout(DATED, '<w:spacing w:afterLines="50"/>'),
                 "提示 LAY013 成文日期段后是14.5磅，应为0磅", "5.2.3", "实践"),
    "日期字体": (paragraph(DATED, 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'),
                 "提示 LAY004 成文日期字体是宋体，应为仿宋_GB2312", "7.3.3", "一般"),
    "附件行距": (layout(">附件1<", SPACED),
                 "提示 LAY012 附件行距是1.5倍行距（约31磅），应为固定值28.95磅", "5.2.3", "一般"),
    "附件段后": (layout(">附件1<", '<w:spacing w:after="160"/>'),
                 "提示 LAY013 附件段后是8磅，应为0磅", "5.2.3", "实践"),
    "附件标题在第二行": (style("AttachmentTitle", 'w:before="579"', 'w:before="0"'),
                         "疑似 LAY035 附件标题上面空0行，应为空1行", "7.3.7", "规定"),
    "文号顶格": (paragraph("青委〔2026〕", '<w:ind w:left="315"/>', '<w:ind w:left="0"/>'),
                 "疑似 LAY041 发文字号左空0字，应为左空1字", "7.2.5", "规定"),
    "文号居中": (paragraph("青委〔2026〕", '<w:jc w:val="left"/>', '<w:jc w:val="center"/>'),
                 "疑似 LAY041 发文字号没有居左，应为左空1字", "7.2.5", "规定"),
    "签发人顶格": (paragraph("签发人", "<w:ind [^>]*>", '<w:ind w:left="0"/><w:jc w:val="right"/>'),
                   "疑似 LAY041 签发人右空0字，应为右空1字", "7.2.6", "规定"),
    "签发人靠左": (put("document.xml", '<w:gridCol w:w="5064"/><w:gridCol w:w="3780"/>',
                       '<w:gridCol w:w="4422"/><w:gridCol w:w="4422"/>'),
                   "疑似 LAY041 签发人右空3字，应为右空1字", "7.2.6", "规定"),
    "签发人字体": (paragraph("签发人", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="黑体"'),
                   "疑似 LAY004 签发人字体是黑体，应为仿宋_GB2312", "7.2.6", "规定"),
    "姓名字体": (paragraph("签发人", 'w:eastAsia="楷体_GB2312"', 'w:eastAsia="仿宋_GB2312"'),
                 "疑似 LAY004 签发人姓名字体是仿宋_GB2312，应为楷体_GB2312", "7.2.6", "规定"),
    "红线远": (put("document.xml", 'w:line="149" w:lineRule="exact"', 'w:line="300" w:lineRule="exact"'),
               "疑似 LAY042 版头分隔线在上一行下面6.7毫米，应为4毫米", "7.2.7", "规定"),
    "红线近": (put("document.xml", 'w:line="149" w:lineRule="exact"', 'w:line="20" w:lineRule="exact"'),
               "疑似 LAY042 版头分隔线在上一行下面1.7毫米，应为4毫米", "7.2.7", "规定"),
    "红线黑": (style("HeadRule", RED, 'w:color="auto"'),
               "疑似 LAY042 版头分隔线颜色不是红的，应为红色", "7.2.7", "规定"),
    "红线短": (style("HeadRule", 'w:left="0" w:right="0"', 'w:left="315" w:right="315"'),
               "疑似 LAY042 版头分隔线长145毫米，应为156毫米", "7.2.7", "规定"),
}  # fmt: skip


def test_the_clean_file_gives_nothing() -> None:
    assert told(clean()) == []


@pytest.mark.parametrize("name", SEEDED)
def test_what_is_seeded_is_found_with_its_clause_and_nothing_else(name: str) -> None:
    change, message, clause, strength = SEEDED[name]
    data = seeded(change, data=clean())
    assert told(data) == [message]
    [finding] = checked(data).findings
    assert finding.basis == f"GB/T 9704—2012 {clause}（{strength}）"
    assert finding.place.line


@pytest.mark.parametrize("number", ["青政[2026]第03号", "青政（2026）3号", "青政〔26〕3号"])
def test_the_setting_of_a_number_typed_wrong_is_told_its_words_are_left_to_the_review(
    number: str,
) -> None:
    data = seeded(paragraph("青政〔2026〕3号", "青政〔2026〕3号", number), data=common())
    assert told(data) == []
    off = both(
        paragraph(number, 'w:eastAsia="[^"]*"', 'w:eastAsia="宋体"'),
        paragraph(number, "</w:pPr>", '<w:jc w:val="left"/></w:pPr>'),
    )
    wrong = seeded(off, data=data)
    assert told(wrong) == [
        "疑似 LAY036 发文字号是左对齐的，应为居中",
        "提示 LAY004 发文字号字体是宋体，应为仿宋_GB2312",
    ]
    made = mended(checked(wrong))
    assert told(made) == []
    assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(wrong)]
    paper = read_content(made, "稿.docx")
    remarks = reviewer(LIBRARY).review(paper, Asked(LIBRARY, paper.on), ["DOC001"])
    assert {one.place.line for one in findings(remarks)} == {5}


DATE_ALONE = render(
    replace(PAPER, imprint=Imprint(printed_on=("2026年7月6日",))), "docx", STYLE
)  # fmt: skip
RIGHT = '<w:jc w:val="right"/>'


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("", "疑似 LAY039 版记印发日期没有居右，应为右空1字"),
        ('<w:jc w:val="center"/>', "疑似 LAY039 版记印发日期没有居右，应为右空1字"),
        ('<w:ind w:right="0"/>' + RIGHT, "提示 LAY039 版记右空0字，应为右空1字"),
    ],
    ids=["居左", "居中", "顶格"],
)
def test_a_date_without_an_organ_stands_right_in_the_imprint(new: str, message: str) -> None:
    assert told(DATE_ALONE) == []
    data = seeded(paragraph("日印发", RIGHT, new), data=DATE_ALONE)
    assert told(data) == [message]
    clauses = [finding.basis for finding in checked(data).findings]
    strong = "GB/T 9704—2012 7.4.3（规定）"
    assert clauses == [strong if "没有居右" in message else "GB/T 9704—2012 7.4.3（一般）"]
    put_right(data)


ATTENDED = render(
    replace(
        PAPER,
        attendance=(Attendance("出席", ("王某某，李某某，" * 6,)), Attendance("列席", ("孙某某",))),
    ),
    "docx",
    STYLE,
)
PRESENT: dict[str, tuple[Change, str]] = {
    "不空": (paragraph("王某某", 'w:before="[0-9]*"', 'w:before="0"'),
             "提示 LAY043 出席上面空0行，应为空1行"),
    "顶格": (layout("孙某某", '<w:ind w:left="0" w:hanging="0"/>'),
             "提示 LAY043 出席左空0字，应为左空2字"),
    "回行": (layout("王某某", '<w:ind w:left="0" w:firstLine="640"/>'),
             "疑似 LAY043 出席回行没有和冒号后的首字对齐"),
    "行距": (layout("孙某某", SPACED), "提示 LAY012 出席行距是1.5倍行距（约31磅），应为固定值28.95磅"),
    "段后": (layout("孙某某", '<w:spacing w:after="160"/>'), "提示 LAY013 出席段后是8磅，应为0磅"),
    "标签": (paragraph("孙某某", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"'),
             "提示 LAY004 出席字体是宋体，应为黑体"),
    "名单": (paragraph("孙某某", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="宋体"'),
             "提示 LAY004 出席字体是宋体，应为仿宋_GB2312"),
}  # fmt: skip


@pytest.mark.parametrize("name", PRESENT)
def test_who_attended_stands_as_the_style_has_it(name: str) -> None:
    assert told(ATTENDED) == []
    change, message = PRESENT[name]
    data = seeded(change, data=ATTENDED)
    assert told(data) == [message]
    put_right(data)


LONG = "2026年上半年软弱涣散基层党组织整顿工作任务清单及责任分工表"
"""A name that takes two lines."""


@pytest.mark.parametrize("count", [1, 2])
def test_a_long_name_in_the_note_goes_on_below_its_first_character(count: int) -> None:
    named = (Attachment((LONG,)), Attachment(("统计表",)))[:count]
    data = render(replace(PAPER, attachments=named), "docx", STYLE)
    assert told(data) == []
    flush = seeded(paragraph(LONG, "<w:ind [^>]*>", '<w:ind w:firstLine="640"/>'), data=data)
    assert told(flush) == ["疑似 LAY034 附件说明回行没有和名称的首字对齐"]
    [finding] = checked(flush).findings
    assert finding.basis == "GB/T 9704—2012 7.3.4（规定）"
    put_right(flush)


UNMENDED = ("附件在版记后", "签发人靠左")
"""What cannot be put right without moving words, or the columns of a table."""


@pytest.mark.parametrize("name", SEEDED)
def test_it_is_put_right_and_no_character_changes(name: str) -> None:
    change, message, *_ = SEEDED[name]
    data = seeded(change, data=clean())
    put_right(data, [message] if name in UNMENDED else [])
