"""What styles, defaults, theme and direct formatting come to, as Word resolves them."""

from __future__ import annotations

import pytest

from docgen.ooxml.formatting import SetParagraph, set_paragraphs
from docgen.ooxml.opening import open_package
from docgen.ooxml.sections import pages
from tests.ooxml.words import NAMES, p, parts, r, zipped

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THEME = (
    f'<a:theme xmlns:a="{_A}"><a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Cambria"/>'
    '<a:ea typeface="黑体"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/>'
    '<a:font script="Hans" typeface="等线"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)
DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" '
    'w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="160" w:line="278" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


def named(id: str, inside: str, kind: str = "paragraph", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"{more}><w:name w:val="{id}"/>{inside}</w:style>'
    )


STYLES = DEFAULTS + "".join(
    (
        named("正文", '<w:pPr><w:jc w:val="both"/></w:pPr>', more=' w:default="1"'),
        named("公文", '<w:basedOn w:val="正文"/><w:pPr><w:ind w:firstLineChars="200" '
              'w:firstLine="640"/></w:pPr><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr>'),
        named("重", '<w:basedOn w:val="公文"/><w:rPr><w:b/></w:rPr>'),
        named("强调", "<w:rPr><w:b/></w:rPr>", "character"),
        named("主题", '<w:rPr><w:rFonts w:eastAsia="楷体" w:eastAsiaTheme="majorEastAsia"/></w:rPr>'),
        named("绕", '<w:basedOn w:val="圈"/><w:rPr><w:i/></w:rPr>'),
        named("圈", '<w:basedOn w:val="绕"/><w:rPr><w:sz w:val="30"/></w:rPr>'),
    )
)  # fmt: skip


def only(paragraph: str) -> SetParagraph:
    """The paragraph in a document with these styles and this theme."""
    members = parts(paragraph, "")
    members["word/styles.xml"] = f"<w:styles {NAMES}>{STYLES}</w:styles>"
    members["word/theme.xml"] = THEME
    link = f'<Relationship Id="rt" Type="{_REL}/theme" Target="theme.xml"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace("</Relationships>", link)
    [found] = set_paragraphs(open_package(zipped(members), "稿.docx"))
    return found


def in_style(id: str, look: str = "", properties: str = "") -> SetParagraph:
    return only(p(r("字", look), properties=f'<w:pStyle w:val="{id}"/>{properties}'))


LETTERS = {
    "默认，主题字体": ("正文", "", {"font": "等线", "western": "Calibri", "size": 10.5}),
    "没有的样式就是默认": ("没有", "", {"font": "等线"}),
    "样式": ("公文", "", {"font": "仿宋", "western": "Calibri", "size": 16.0, "bold": False}),
    "继承": ("重", "", {"font": "仿宋", "bold": True}),
    "主题压过同处写的字体": ("主题", "", {"font": "黑体"}),
    "绕圈的样式": ("绕", "", {"italic": True, "size": 15.0}),
    "直接写的": ("公文", '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="28"/>', {"font": "宋体", "size": 14.0}),
    "字符样式": ("公文", '<w:rStyle w:val="强调"/>', {"bold": True}),
    "字符样式同段落样式相消": ("重", '<w:rStyle w:val="强调"/>', {"bold": False}),
    "直接关掉": ("重", '<w:b w:val="0"/>', {"bold": False}),
    "黑色就是自动": ("公文", '<w:color w:val="000000"/>', {"color": ""}),
    "白底不算底纹": ("公文", '<w:shd w:val="clear" w:fill="FFFFFF"/>', {"shaded": False}),
    "突出显示": ("公文", '<w:highlight w:val="yellow"/>', {"shaded": True}),
    "读不出的数不算": ("公文", '<w:sz w:val="大"/>', {"size": 16.0}),
}  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_letters(name: str) -> None:
    style, look, wanted = LETTERS[name]
    [stretch] = in_style(style, look).stretches
    assert {key: getattr(stretch.letters, key) for key in wanted} == wanted


PLACING = {
    "默认": ("正文", "", {"after": 8.0, "rule": "auto", "alignment": "both"}),
    "样式": ("公文", "", {"first_chars": 2.0, "first": 32.0}),
    "字符数先于长度": ("公文", '<w:ind w:firstLine="0"/>', {"first_chars": 2.0, "first": 0.0}),
    "字符数写零": ("公文", '<w:ind w:firstLineChars="0" w:firstLine="0"/>', {"first_chars": 0.0}),
    "悬挂": ("正文", '<w:ind w:left="640" w:hanging="320"/>', {"left": 32.0, "first": -16.0}),
    "固定值": (
        "正文",
        '<w:spacing w:line="560" w:lineRule="exact"/>',
        {"line": 28.0, "rule": "exact"},
    ),
    "倍数": ("正文", '<w:spacing w:line="360"/>', {"line": 1.5, "rule": "auto"}),
    "网页": ("正文", '<w:spacing w:beforeAutospacing="1"/>', {"before": 14.0}),
    "带单位": ("正文", '<w:spacing w:after="12pt"/>', {"after": 12.0}),
    "行": ("正文", '<w:spacing w:beforeLines="50"/>', {"before_lines": 0.5}),
    "起止": ("正文", '<w:jc w:val="start"/>', {"alignment": "left"}),
}


@pytest.mark.parametrize("name", PLACING)
def test_placing(name: str) -> None:
    style, properties, wanted = PLACING[name]
    found = in_style(style, "", properties).placing
    assert {key: getattr(found, key) for key in wanted} == wanted


def test_runs_alike_are_one_stretch_and_empty_means_nothing_in_it() -> None:
    found = only(p("甲", "乙", r("丙", "<w:b/>")))
    assert [(s.start, s.end) for s in found.stretches] == [(0, 2), (2, 3)]
    assert only(p()).empty
    assert only(p("　")).empty
    assert not only(p('<w:r><w:br w:type="page"/></w:r>')).empty


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
PAGE, TOTAL = FIELD.format("PAGE"), FIELD.format("NUMPAGES")
_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor xmlns:wp="http://'
    'schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:positionH relativeFrom='
    '"margin"><wp:align>outside</wp:align></wp:positionH><w:txbxContent>{0}</w:txbxContent>'
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
FOOTERS = {
    "复合域": (p("— ", PAGE, " —", properties='<w:jc w:val="right"/>'), ("—{}—", "right", True)),
    "简单域": (p('<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>3</w:t></w:r></w:fldSimple>',
                 properties='<w:jc w:val="center"/>'), ("{}", "center", True)),
    "第几页共几页": (p("第", PAGE, "页 共", TOTAL, "页"), ("第{}页共1页", "left", True)),
    "制表位": (p("<w:r><w:tab/></w:r>", PAGE), ("{}", "center", True)),
    "图文框": (p(PAGE, properties='<w:framePr w:wrap="around" w:xAlign="outside"/>'),
               ("{}", "outside", True)),
    "WPS 的文本框": (p(_BOX.format(p("—", PAGE, "—"))), ("—{}—", "outside", True)),
    "还有别的字": (p(PAGE) + p("内部文件"), ("{}", "left", False)),
}  # fmt: skip


@pytest.mark.parametrize("name", FOOTERS)
def test_page_numbers_in_every_form(name: str) -> None:
    footer, wanted = FOOTERS[name]
    body = p("正文") + '<w:sectPr><w:footerReference w:type="default" r:id="rf"/></w:sectPr>'
    members = parts(body)
    members["word/footer1.xml"] = f"<w:ftr {NAMES}>{footer}</w:ftr>"
    link = f'<Relationship Id="rf" Type="{_REL}/footer" Target="footer1.xml"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace("</Relationships>", link)
    [section] = pages(open_package(zipped(members), "稿.docx")).sections
    found = section.footers["default"]
    assert found.number is not None
    assert (found.number.text, found.number.side, found.alone) == wanted


def test_a_section_goes_on_with_the_footer_of_the_one_before() -> None:
    body = (
        p("甲", properties='<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')
        + p("乙")
        + '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    )
    first, second = pages(open_package(zipped(parts(body)), "稿.docx")).sections
    assert (first.lies, second.lies) == (False, True)
    assert first.last is not None
    assert second.last is None
