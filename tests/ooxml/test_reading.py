"""The paragraphs of a .docx: what a reader sees, and where each character stands."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import docx
import pytest

from docgen.errors import InputError
from docgen.manuscript import Cell
from docgen.ooxml.opening import open_package, repacked
from docgen.ooxml.reading import ReadParagraph, paragraphs
from tests.ooxml.words import p, parts, r, word, zipped


def texts(body: str, **more: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(word(body, **more))]


def field(code: str, result: str) -> str:
    """A complex field, as Word lays it down."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


SEEN = [
    (p("现有", "党员"), "现有党员"),
    (p(f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{r('内控')}</w:sdtContent></w:sdt>"), "内控"),
    (p("新", f"<w:ins w:id='1'>{r('增')}</w:ins>", "的"), "新增的"),
    (p("旧", "<w:del w:id='1'><w:r><w:delText>删</w:delText></w:r></w:del>", "的"), "旧的"),
    (p(f"<w:moveFrom w:id='1'>{r('走')}</w:moveFrom><w:moveTo w:id='2'>{r('来')}</w:moveTo>"), "来"),
    (p(f"<w:hyperlink r:id='r9'>{r('链接')}</w:hyperlink>"), "链接"),
    (p(f"<w:smartTag w:element='x'>{r('智能')}</w:smartTag>"), "智能"),
    (p(f"<w:fldSimple w:instr='DATE'>{r('6月')}</w:fldSimple>"), "6月"),
    (p("第", field("PAGE", r("3")), "页"), "第3页"),
    (p(field(f"</w:instrText></w:r>{field('A', r('码'))}<w:r><w:instrText>", r("果"))), "果"),
    (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/></w:r>"), "甲\t乙\n丙\n"),
    (p("<w:r><w:t> 甲 </w:t></w:r>", " 乙"), "甲 乙"),
    (p("<w:r><w:t xml:space='preserve'>甲\n乙\t</w:t></w:r>"), "甲 乙 "),
    (p(r("藏", "<w:vanish/>"), r("显", "<w:vanish w:val='0'/>")), "显"),
    (p("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase>"
       "<w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"), "拼"),
    (p("<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
       "</w:drawing></w:r>", "文"), "文"),
    (p("<mc:AlternateContent><mc:Choice Requires='x'><w:r><w:t>选</w:t></w:r></mc:Choice>"
       "<mc:Fallback><w:r><w:t>退</w:t></w:r></mc:Fallback></mc:AlternateContent>"), "选"),
    (p("见<w:r><w:footnoteReference w:id='2'/></w:r>"), "见"),
    (p("<w:r><w:t>协</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>定</w:t></w:r>"), "协-定"),
    (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    (p("<!-- 注 -->", "<w:proofErr w:type='x'/>"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), SEEN)
def test_what_is_seen(body: str, text: str) -> None:
    assert texts(body) == [text]


def test_every_paragraph_is_counted_in_tables_and_controls_too() -> None:
    row = "<w:tr><w:tc><w:p/></w:tc><w:tc>{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr>"
    body = (
        p("一")
        + f"<w:sdt><w:sdtContent>{p('二')}</w:sdtContent></w:sdt>"
        + f"<w:tbl><w:tblGrid/>{row.format(p('格'), p('内'))}</w:tbl><w:p/>{p('尾')}"
        + f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p('宽')}</w:tc><w:sdt>"
        + f"<w:sdtContent><w:tc>{p('末')}</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>"
    )
    found = [(one.number, one.text, one.cell) for one in paragraphs(word(body))]
    assert found == [
        (1, "一", None),
        (2, "二", None),
        (3, "", Cell(0, 0, 0)),
        (4, "格", Cell(0, 0, 1)),
        (5, "内", Cell(1, 0, 0)),
        (6, "", Cell(0, 0, 1)),
        (7, "", None),
        (8, "尾", None),
        (9, "宽", Cell(2, 0, 0)),
        (10, "末", Cell(2, 0, 2)),
    ]


def test_changes_and_hidden_text_are_told_with_their_places() -> None:
    gone = "<w:del w:id='1'><w:r><w:delText>三</w:delText></w:r></w:del>"
    body = p("有", gone, f"<w:ins w:id='2'>{r('五')}</w:ins>", "个", r("密", "<w:vanish/>"))
    [one] = paragraphs(word(body))
    assert one.text == "有五个"
    assert [tuple(change) for change in one.changes] == [("删除", 1, "三"), ("插入", 1, "五")]
    assert one.hidden == ((3, "密"),)


def test_a_deleted_paragraph_mark_joins_two() -> None:
    body = p("上", properties="<w:rPr><w:del w:id='1'/></w:rPr>") + p("下")
    assert [one.joined for one in paragraphs(word(body))] == [True, False]


def test_each_character_is_traced_to_its_element() -> None:
    body = p("甲乙", "<w:r><w:t>  丙</w:t><w:tab/></w:r>", r("丁戊", "<w:b/>"))
    [one] = paragraphs(word(body))
    assert one.text == "甲乙丙\t丁戊"
    assert [piece.text for piece in one.pieces_of(1, 5)] == ["甲乙", "丙", "\t", "丁戊"]
    for piece in one.pieces:
        assert one.text[piece.start : piece.end] == piece.text
        if piece.text != "\t":
            typed = piece.element.text or ""
            assert typed[piece.skipped : piece.skipped + len(piece.text)] == piece.text


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="镇里的二级"/><w:basedOn w:val="1b"/></w:style>
<w:style w:type="paragraph" w:styleId="1b"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/>
<w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="l"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="character" w:styleId="v"><w:name w:val="v"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


def test_levels_come_from_styles_and_outline_levels() -> None:
    def styled(name: str, more: str = "") -> str:
        return p("文", properties=f'<w:pStyle w:val="{name}"/>{more}')

    body = "".join(
        (
            p("文"),
            styled("1"),
            styled("2"),
            styled("t"),
            styled("loop"),
            styled("none"),
            styled("1", '<w:outlineLvl w:val="9"/>'),
            p("文", properties='<w:outlineLvl w:val="2"/><w:jc w:val="end"/>'),
            p(r("藏", '<w:rStyle w:val="v"/>'), "文"),
        )
    )
    read = paragraphs(word(body, styles=STYLES))
    assert [one.level for one in read] == [0, 1, 2, -1, 0, 0, 0, 3, 0]
    assert [one.alignment for one in read] == ["", "", "center", "", "", "", "", "right", ""]
    assert read[-1].text == "文"


def level(at: int, text: str, shown: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{shown}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "%1、", "chineseCounting")
    + level(1, "（%2）", "japaneseCounting")
    + level(2, "%3.")
    + level(3, "%1.%4", more="<w:isLgl/>")
    + level(4, "·", "bullet")
    + level(5, "%6", "decimalEnclosedCircle")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "第%1章", "chineseCountingThousand", start=10, more='<w:pStyle w:val="章"/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
)


def test_automatic_numbers_are_those_that_print() -> None:
    def item(num: int, at: int, text: str = "条") -> str:
        return p(
            text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'
        )

    style = (
        '<w:style w:type="paragraph" w:styleId="章"><w:name w:val="章"/><w:pPr><w:numPr>'
        '<w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    steps = [
        (item(1, 0), "一、"),
        (item(1, 1), "（一）"),
        (item(1, 1), "（二）"),
        (item(1, 2), "1."),
        (item(1, 0), "二、"),
        (item(1, 1), "（一）"),
        (item(1, 3), "2.1"),
        (item(1, 4), ""),
        (item(1, 5), "①"),
        (p("中间"), ""),
        (item(1, 0), "三、"),
        (item(2, 0), "一、"),
        (item(1, 0), "二、"),
        (item(0, 0), ""),
        (item(99, 0), ""),
        (p("章", properties='<w:pStyle w:val="章"/>'), "第十章"),
        (p("章", properties='<w:pStyle w:val="章"/>'), "第十一章"),
        (p("章", properties='<w:pStyle w:val="章"/><w:numPr><w:numId w:val="0"/></w:numPr>'), ""),
    ]
    read = paragraphs(word("".join(body for body, _ in steps), style, LISTS))
    assert [one.ordinal for one in read] == [wanted for _, wanted in steps]


def test_a_file_of_python_docx() -> None:
    document = docx.Document()
    document.add_heading("标题", 0)
    document.add_heading("做法", 1)
    document.add_paragraph("正文").add_run("加粗").bold = True
    document.add_page_break()
    document.add_paragraph("条", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 1).text = "格"
    document.sections[0].header.paragraphs[0].text = "页眉"
    data = io.BytesIO()
    document.save(data)
    read = paragraphs(data.getvalue())
    assert [(one.text, one.level, one.ordinal, one.page_break) for one in read] == [
        ("标题", -1, "", False),
        ("做法", 1, "", False),
        ("正文加粗", 0, "", False),
        ("", 0, "", True),
        ("条", 0, "1.", False),
        ("", 0, "", False),
        ("格", 0, "", False),
    ]


# ---- files that are broken or mean harm ------------------------------------------------------


def with_part(name: str, content: str | bytes) -> bytes:
    return zipped({**parts(p("文")), name: content})


def without(name: str) -> bytes:
    return zipped({key: value for key, value in parts(p("文")).items() if key != name})


def locked() -> bytes:
    """A package whose members say they are encrypted."""
    data = bytearray(word(p("文")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(data)


def lying() -> bytes:
    """A package whose main part says it is small and is not."""
    body = p("文" * 2_000_000)
    data = bytearray(word(body))
    at = data.find(b"word/document.xml", data.find(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<L", 50)
    return bytes(data)


BOMB = f'<!DOCTYPE w [<!ENTITY a "{"哈" * 1000}">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 50}">' for i in range(8)
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = [
    (b"", "文件是空的"),
    (b"hello", "不是 .docx 文稿，或文件已损坏"),
    (OLE + b"\0" * 600, "是旧格式的文稿（.doc 或 .wps）"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "文件有密码"),
    (b"{\\rtf1 x}", "名为 .docx，其实是网页或 RTF"),
    (b"<html><body>x", "名为 .docx，其实是网页或 RTF"),
    (word(p("文"))[:400], "不是 .docx 文稿，或文件已损坏"),
    (zipped({}), "不是 Word 文稿"),
    (zipped({"a.txt": "x"}), "不是 Word 文稿"),
    (without("word/document.xml"), "不是 Word 文稿"),
    (with_part("word/document.xml", "<w:document"), "不是 Word 文稿"),
    (with_part("word/document.xml", parts(p("文"))["word/document.xml"][:-9]), "不是 .docx 文稿，或文件已损坏"),
    (with_part("word/styles.xml", "<w:styles"), "不是 .docx 文稿，或文件已损坏"),
    (with_part("word/document.xml", f"{BOMB}]>{parts(p('&h;'))['word/document.xml']}"), "文件里有不该有的内容（XML 实体）"),
    (with_part("word/document.xml", parts("<w:x>" * 5000)["word/document.xml"]), "不是 .docx 文稿，或文件已损坏"),
    (with_part("word/document.xml", parts("<w:p/>" * 700_000)["word/document.xml"]), "文稿太大，不能读"),
    (with_part("word/document.xml", parts(p("零" * 9_000_000))["word/document.xml"]), "展开后超过24MB，不像文稿"),
    (zipped({str(n): "" for n in range(6000)}), "压缩包里的文件超过5000个，不像文稿"),
    (locked(), "文件有密码"),
    (lying(), "不是 .docx 文稿，或文件已损坏"),
    (with_part("word/document.xml", parts("")["word/document.xml"].replace("schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main")), "是严格格式（Strict Open XML）的文稿"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_a_broken_or_hostile_file_is_one_message(data: bytes, message: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        paragraphs(data, "稿.docx")
    assert (caught.value.message, caught.value.where) == (message, "稿.docx")
    assert caught.value.hint
    assert time.perf_counter() - began < 2


def test_what_is_missing_but_not_needed_is_no_error() -> None:
    for name in ("word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"):
        assert [one.text for one in paragraphs(without(name))] == ["文"]
    assert paragraphs(with_part("word/document.xml", parts("")["word/document.xml"])) == ()


def test_an_unclosed_field_hides_no_more_than_its_paragraph() -> None:
    body = p("甲", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "码") + p("乙")
    assert texts(body) == ["甲", "乙"]


def test_repacked_with_a_part_changed_and_one_added() -> None:
    package = open_package(word(p("旧")), "稿.docx")
    main = parts(p("新"))["word/document.xml"].encode()
    data = repacked(package, {"word/document.xml": main, "word/comments.xml": b"<x/>"})
    assert [one.text for one in paragraphs(data)] == ["新"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/comments.xml") == b"<x/>"
        assert len(set(archive.namelist())) == len(archive.namelist())


def test_a_paragraph_is_a_value_with_its_element() -> None:
    package = open_package(word(p("文")), "")
    [one] = paragraphs(package.data)
    assert isinstance(one, ReadParagraph)
    assert one.element.tag.endswith("}p")
