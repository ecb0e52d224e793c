"""One thing changed in a clean file is found, named, and nothing else with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.document import SealKind, Signature
from docgen.render import render
from tests.layout.clean import (
    PAPER,
    STYLE,
    Change,
    clean,
    page,
    paragraph,
    put,
    put_right,
    seeded,
    style,
    told,
)

_RUN = 'w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"/>'
_BODY = '<w:pStyle w:val="BodyText"/>'


def run(properties: str) -> Change:
    """The first paragraph of the body with these run properties."""
    return paragraph("今年以来", _RUN, _RUN + properties)


def body(properties: str) -> Change:
    """The first paragraph of the body with these properties."""
    return paragraph("今年以来", _BODY, _BODY + properties)


def font(words: str, name: str) -> Change:
    """The paragraph with the words set in that font."""
    return paragraph(words, 'w:eastAsia="[^"]*"', f'w:eastAsia="{name}"')


def footer(old: str, new: str) -> Change:
    """The footer of odd pages changed."""
    return put("footer1.xml", old, new, 0)


FLUSH = ('w:rightChars="[^"]*" w:right="[^"]*"', 'w:rightChars="0" w:right="0"')
"""What makes a line of the signature end at the edge."""

SEEDED: dict[str, tuple[Change, str]] = {
    "纸宽": (page('w:w="11906"', 'w:w="12240"'), "必错 LAY001 纸宽是215.9毫米，应为210毫米"),
    "纸高": (page('w:h="16838"', 'w:h="15840"'), "必错 LAY001 纸高是279.4毫米，应为297毫米"),
    "天头": (page('w:top="2098"', 'w:top="1440"'), "必错 LAY002 天头是25.4毫米，应为37毫米"),
    "订口": (page('w:left="1587"', 'w:left="1800"'), "必错 LAY002 订口是31.8毫米，应为28毫米"),
    "装订线": (page('w:gutter="0"', 'w:gutter="567"'), "必错 LAY002 订口是38毫米，应为28毫米"),
    "切口": (page('w:right="1474"', 'w:right="1800"'), "必错 LAY002 切口是31.8毫米，应为26毫米"),
    "网格": (page('w:linePitch="579"', 'w:linePitch="312"'), "提示 LAY003 文档网格每面40行，应为22行"),
    "标题字体": (font("关于2026", "宋体"), "提示 LAY004 标题字体是宋体，应为方正小标宋简体"),
    "标题黑体": (font("关于2026", "黑体"), "提示 LAY004 标题字体是黑体，应为方正小标宋简体"),
    "正文字体": (font("抽调15名", "宋体"), "提示 LAY004 正文字体是宋体，应为仿宋_GB2312"),
    "一级标题字体": (font("主要做法", "仿宋_GB2312"), "提示 LAY004 一级标题字体是仿宋_GB2312，应为黑体"),
    "二级标题字体": (font("抓学习", "黑体"), "提示 LAY004 二级标题字体是黑体，应为楷体_GB2312"),
    "三级标题字体": (font("压实责任", "楷体"), "提示 LAY004 三级标题字体是楷体，应为仿宋_GB2312"),
    "四级标题字体": (font("定期调度", "微软雅黑"), "提示 LAY004 四级标题字体是微软雅黑，应为仿宋_GB2312"),
    "主送字体": (font("组织部：", "宋体"), "提示 LAY004 主送机关字体是宋体，应为仿宋_GB2312"),
    "署名字体": (font(">中共青山镇委员会<", "黑体"), "提示 LAY004 署名字体是黑体，应为仿宋_GB2312"),
    "数字字体": (
        paragraph("今年以来", 'w:ascii="[^"]*"', 'w:ascii="Calibri"'),
        "提示 LAY005 正文数字、字母的字体是Calibri，应为Times New Roman",
    ),
    "标题字号": (style("Title", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>'),
                 "提示 LAY006 标题字号是小二，应为二号"),
    "正文字号": (run('<w:sz w:val="28"/>'), "提示 LAY006 正文字号是四号，应为三号"),
    "层次字号": (style("Heading1", '<w:sz w:val="32"/>', '<w:sz w:val="30"/>'),
                 "提示 LAY006 一级标题字号是小三，应为三号"),
    "正文加粗": (run("<w:b/>"), "提示 LAY007 正文加粗了，应为不加粗"),
    "标题加粗": (style("Title", '<w:b w:val="0"/>', "<w:b/>"), "提示 LAY007 标题加粗了，应为不加粗"),
    "层次加粗": (style("Heading1", '<w:b w:val="0"/>', "<w:b/>"),
                 "提示 LAY007 一级标题加粗了，应为不加粗"),
    "倾斜": (run("<w:i/>"), "提示 LAY008 正文倾斜了，应为不倾斜、不加线"),
    "下划线": (run('<w:u w:val="single"/>'), "提示 LAY008 正文有下划线，应为不倾斜、不加线"),
    "删除线": (run("<w:strike/>"), "提示 LAY008 正文有删除线，应为不倾斜、不加线"),
    "颜色": (run('<w:color w:val="333333"/>'), "疑似 LAY009 正文颜色是#333333，应为黑色"),
    "底纹": (run('<w:shd w:val="clear" w:fill="EEEEEE"/>'), "提示 LAY010 正文有底纹，应为没有底纹"),
    "突出显示": (run('<w:highlight w:val="yellow"/>'), "提示 LAY010 正文有底纹，应为没有底纹"),
    "字距": (run('<w:spacing w:val="40"/>'), "提示 LAY011 正文字距是2磅，应为-0.25磅"),
    "缩放": (run('<w:w w:val="90"/>'), "提示 LAY011 正文字符缩放是90%，应为100%"),
    "行距宽": (body('<w:spacing w:line="600" w:lineRule="exact"/>'),
               "提示 LAY012 正文行距是固定值30磅，应为固定值28.95磅"),
    "倍数行距": (body('<w:spacing w:line="360" w:lineRule="auto"/>'),
                 "提示 LAY012 正文行距是1.5倍行距（约31磅），应为固定值28.95磅"),
    "段前": (body('<w:spacing w:before="120"/>'), "提示 LAY013 正文段前是6磅，应为0磅"),
    "段后": (body('<w:spacing w:afterLines="50"/>'), "提示 LAY013 正文段后是14.5磅，应为0磅"),
    "网页段距": (body('<w:spacing w:afterAutospacing="1"/>'), "提示 LAY013 正文段后是14磅，应为0磅"),
    "没有缩进": (body('<w:ind w:firstLine="0" w:firstLineChars="0"/>'),
                 "疑似 LAY014 正文没有首行缩进，应为2字"),
    "缩进不足": (body('<w:ind w:firstLine="420" w:firstLineChars="0"/>'),
                 "疑似 LAY014 正文首行缩进是1.3字，应为2字"),
    "悬挂": (body('<w:ind w:left="640" w:hanging="640" w:firstLineChars="0"/>'),
             "疑似 LAY014 正文没有首行缩进，应为2字"),
    "左缩进": (body('<w:ind w:leftChars="200" w:firstLineChars="0" w:firstLine="0"/>'),
               "提示 LAY015 正文左缩进是2字，应为0字"),
    "右缩进": (body('<w:ind w:rightChars="200"/>'), "提示 LAY015 正文右缩进是2字，应为0字"),
    "空格缩进": (paragraph("今年以来", "今年", "　　今年"), "提示 LAY016 正文用空格缩进，应为段落的首行缩进"),
    "标题居左": (style("Title", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
                 "疑似 LAY017 标题是左对齐的，应为居中"),
    "标题偏": (paragraph("关于2026", '<w:pStyle w:val="Title"/>',
                         '<w:pStyle w:val="Title"/><w:ind w:firstLineChars="200"/>'),
               "疑似 LAY017 标题居中又首行缩进2字，偏了，应为居中、不缩进"),
    "正文居中": (body('<w:jc w:val="center"/>'), "提示 LAY017 正文是居中的，应为两端对齐"),
    "标题下不空": (style("Title", 'w:after="579"', 'w:after="0"'), "疑似 LAY018 标题下面空0行，应为空1行"),
    "主送缩进": (style("Recipients", 'w:firstLineChars="0" w:firstLine="0"',
                       'w:firstLineChars="200" w:firstLine="640"'),
                 "疑似 LAY019 主送机关首行缩进是2字，应为顶格"),
    "序数": (put("document.xml", "（一）抓学习", "（一）、抓学习"), "提示 LAY020 二级标题序数是“（一）、”，应为“（一）”"),
    "阿拉伯顿号": (put("document.xml", "1.压实", "1、压实"), "提示 LAY020 三级标题序数是“1、”，应为“1.”"),
    "没有页码": (page("<w:footerReference[^>]*>.*?(?=<w:pgSz)", ""), "必错 LAY025 没有页码"),
    "双页没有": (page('<w:footerReference w:type="even"[^>]*>', ""), "必错 LAY025 双页没有页码"),
    "短横": (footer("<w:t>—</w:t>", "<w:t>-</w:t>"), "必错 LAY026 页码写作-1-，应为—1—"),
    "没有一字线": (footer("<w:t>—</w:t>", "<w:t></w:t>"), "必错 LAY026 页码写作1，应为—1—"),
    "格式里的短横": (page("<w:cols", '<w:pgNumType w:fmt="numberInDash"/><w:cols'),
                     "必错 LAY026 页码写作—- 1 -—，应为—1—"),
    "页码字体": (put("footer1.xml", 'w:ascii="宋体"', 'w:ascii="Calibri"', 0),
                 "提示 LAY027 页码字体是Calibri，应为宋体"),
    "页码字号": (style("Footer", '<w:sz w:val="28"/>', '<w:sz w:val="18"/>'),
                 "提示 LAY027 页码字号是小五，应为四号"),
    "页码居中": (footer('<w:jc w:val="right"/>', '<w:jc w:val="center"/>'),
                 "必错 LAY028 页码在单页居中，应为居右"),
    "不分单双": (put("settings.xml", "<w:evenAndOddHeaders/>", ""), "必错 LAY028 页码在双页居右，应为居左"),
    "页码低": (page('w:footer="1407"', 'w:footer="992"'), "必错 LAY029 页码离版心14毫米，应为7毫米"),
    "宽表": (put("document.xml", '<w:gridCol w:w="', '<w:gridCol w:w="1'),
             "疑似 LAY030 表格宽332毫米，应为不超过版心的156毫米"),
    "表头": (put("document.xml", "<w:tblHeader/>", ""), "提示 LAY031 表格有31行，换页后没有表头"),
    "署名右空": (paragraph(">中共青山镇委员会<", *FLUSH),
                 "疑似 LAY022 署名右空0字，应为右空2字"),
    "日期右空": (paragraph(">2026年6月30日<", 'w:rightChars="[^"]*" w:right="[^"]*"',
                           'w:rightChars="400" w:right="1260"'),
                 "疑似 LAY023 成文日期右空4字，应为右空0.2字"),
    "日期居左": (paragraph(">2026年6月30日<", "<w:ind", '<w:jc w:val="left"/><w:ind'),
                 "疑似 LAY023 成文日期没有居右，应为右空0.2字"),
    "落款不空": (paragraph(">中共青山镇委员会<", 'w:before="[^"]*"', 'w:before="0"'),
                 "疑似 LAY024 署名上面空0行，应为空1行"),
    "附件说明不空": (paragraph("整顿任务清单", 'w:before="[^"]*"', 'w:before="0"'),
                     "疑似 LAY033 附件说明上面空0行，应为空1行"),
    "附件说明顶格": (paragraph("整顿任务清单", "<w:ind [^>]*>", ""),
                     "疑似 LAY034 附件说明左空0字，应为左空2字"),
    "附件缩进": (paragraph(">附件1<", '<w:pStyle w:val="Attachment"/>',
                           '<w:pStyle w:val="Attachment"/><w:ind w:firstLineChars="200"/>'),
                 "疑似 LAY035 附件左空2字，应为顶格"),
    "附件字体": (font(">附件1<", "仿宋_GB2312"), "疑似 LAY004 附件字体是仿宋_GB2312，应为黑体"),
    "附件标题居左": (style("AttachmentTitle", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
                     "疑似 LAY017 附件标题没有居中，应为居中"),
    "附件标题字号": (style("AttachmentTitle", '<w:sz w:val="44"/>', '<w:sz w:val="32"/>'),
                     "提示 LAY006 附件标题字号是三号，应为二号"),
    "附注不缩进": (style("Note", 'w:firstLineChars="200" w:firstLine="640"',
                         'w:firstLineChars="0" w:firstLine="0"'),
                   "疑似 LAY014 附注没有首行缩进，应为2字"),
    "标志字体": (font("人民政府", "黑体"), "提示 LAY004 发文机关标志字体是黑体，应为方正小标宋简体"),
    "标志颜色": (style("Letterhead", '<w:color w:val="FF0000"/>', ""),
                 "疑似 LAY009 发文机关标志颜色是黑色，应为红色"),
    "标志居左": (style("Letterhead", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
                 "疑似 LAY036 发文机关标志是左对齐的，应为居中"),
    "字号居左": (style("DocumentNumber", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
                 "疑似 LAY036 发文字号是左对齐的，应为居中"),
    "密级字体": (font("秘密", "仿宋_GB2312"), "提示 LAY004 密级字体是仿宋_GB2312，应为黑体"),
    "份号字号": (style("CopyNumber", '<w:sz w:val="32"/>', '<w:sz w:val="28"/>'),
                 "提示 LAY006 份号字号是四号，应为三号"),
    "空段": (put("document.xml", '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:rPr><w:rFonts '
                 'w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia='
                 '"仿宋_GB2312" w:cs="Times New Roman"/></w:rPr><w:t>抽调',
                 '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p><w:p><w:pPr><w:pStyle '
                 'w:val="BodyText"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii='
                 '"Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" '
                 'w:cs="Times New Roman"/></w:rPr><w:t>抽调'), "提示 LAY032 用空段隔开正文"),
}  # fmt: skip


def test_the_clean_file_gives_nothing() -> None:
    assert told(clean()) == []


@pytest.mark.parametrize("name", SEEDED)
def test_what_is_seeded_is_found_and_nothing_else(name: str) -> None:
    change, message = SEEDED[name]
    assert told(seeded(change)) == [message]


def together(seal: SealKind) -> bytes:
    """A clean file that four organs sign."""
    organs = tuple((f"清河县{name}局",) for name in ("财政", "农业农村", "教育", "水利"))
    signed = Signature(organs, ("2026年6月30日",), seal)
    return render(replace(PAPER, signature=signed), "docx", STYLE)


@pytest.mark.parametrize(
    ("seal", "words", "old", "new", "message"),
    [
        pytest.param(
            "", "清河县农业农村局", *FLUSH,
            "疑似 LAY022 署名右空0字，应为右空2字", id="最长的署名居右",
        ),
        pytest.param(
            "", "清河县水利局", *FLUSH,
            "疑似 LAY022 署名右空0字，应为右空2字", id="末一个署名居右",
        ),
        pytest.param(
            "印章", "清河县水利局", 'w:pos="[0-9]*"', 'w:pos="5000"',
            "提示 LAY022 署名末一个偏左4.3字，应为以成文日期为准居中", id="末一个不在日期之上",
        ),
        pytest.param(
            "印章", ">2026年6月30日<", *FLUSH,
            "提示 LAY023 成文日期右空0字，应为右空4字", id="日期居右",
        ),
    ],
)  # fmt: skip
def test_organs_that_sign_together(
    seal: SealKind, words: str, old: str, new: str, message: str
) -> None:
    data = together(seal)
    assert told(data) == []
    assert told(seeded(paragraph(words, old, new), data=data)) == [message]


UNMENDED = ("空格缩进", "序数", "阿拉伯顿号", "空段")
"""What cannot be put right without touching the text."""


@pytest.mark.parametrize("name", SEEDED)
def test_it_is_put_right_and_no_character_changes(name: str) -> None:
    change, message = SEEDED[name]
    data = seeded(change)
    put_right(data, [message] if name in UNMENDED else [])
