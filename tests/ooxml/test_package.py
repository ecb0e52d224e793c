"""The styled package: page settings as numbers from the style, nothing foreign, fixed bytes."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from docgen.ooxml.lint import lint_package
from docgen.ooxml.package import base_package, write_package
from tests.render.papers import STYLE

DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    f"<w:body>{base_package(STYLE).section}</w:body></w:document>"
).encode()
CORE = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
FILE = write_package(
    base_package(STYLE), {"docProps/core.xml": CORE, "word/document.xml": DOCUMENT}
)


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(FILE))


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(FILE))


def test_the_members_are_these_in_this_order(package: zipfile.ZipFile) -> None:
    assert package.namelist() == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
        "docProps/core.xml",
        "word/document.xml",
    ]
    assert package.testzip() is None
    assert lint_package(FILE) == ()


def test_members_carry_no_trace_of_time_or_machine(package: zipfile.ZipFile) -> None:
    for member in package.infolist():
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert (member.external_attr, member.create_system, member.extra, member.comment) == (
            *(0, 0),
            *(b"", b""),
        )


def test_the_same_parts_make_the_same_bytes() -> None:
    again = base_package.__wrapped__(STYLE)
    assert again == base_package(STYLE)
    parts = {"docProps/core.xml": CORE, "word/document.xml": DOCUMENT}
    assert write_package(again, parts) == FILE


def test_nothing_foreign_is_left(package: zipfile.ZipFile) -> None:
    everything = "".join(package.read(name).decode() for name in package.namelist())
    for word in (
        "asciiTheme",
        "eastAsiaTheme",
        "TargetMode",
        "Cambria",
        "Calibri",
        "ＭＳ",
        "ja-JP",
    ):
        assert word not in everything


# Twips: 37, 35, 28, 26 mm; A4; 28.95 pt.
@pytest.mark.parametrize(
    ("tag", "attribute", "value"),
    [
        ("pgSz", "w", "11906"),
        ("pgSz", "h", "16838"),
        ("pgMar", "top", "2098"),
        ("pgMar", "bottom", "1984"),
        ("pgMar", "left", "1587"),
        ("pgMar", "right", "1474"),
        ("pgMar", "gutter", "0"),
        ("docGrid", "type", "lines"),
        ("docGrid", "linePitch", "579"),
    ],
)
def test_page(word, tag: str, attribute: str, value: str) -> None:
    section = word.sections[0]._sectPr
    assert section.find(qn(f"w:{tag}")).get(qn(f"w:{attribute}")) == value


def test_page_number_stands_seven_millimetres_below_the_type_area(word) -> None:
    section = word.sections[0]
    middle = section.footer_distance.mm + 18 / 72 * 25.4 / 2  # of an 18 pt line
    assert section.bottom_margin.mm - middle == pytest.approx(7, abs=0.05)
    assert word.settings.odd_and_even_pages_header_footer


@pytest.mark.parametrize(
    ("footer", "side"), [("footer", "right"), ("even_page_footer", "left")], ids=["单页", "双页"]
)
def test_page_number(word, footer: str, side: str) -> None:
    (paragraph,) = getattr(word.sections[0], footer).paragraphs
    assert paragraph.text == "—1—"
    assert re.findall(r"<w:instrText[^>]*>(.*?)<", paragraph._p.xml) == [" PAGE "]
    assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
    style = paragraph.style
    assert (style.font.size.pt, style.element.rPr.rFonts.get(qn("w:eastAsia"))) == (14, "宋体")


@pytest.mark.parametrize(
    ("name", "font", "size", "level"),
    [
        ("Normal", "仿宋_GB2312", 16, None),
        ("Title", "方正小标宋简体", 22, None),
        ("Heading 1", "黑体", 16, "0"),
        ("Heading 2", "楷体_GB2312", 16, "1"),
        ("Heading 3", "仿宋_GB2312", 16, "2"),
        ("Heading 4", "仿宋_GB2312", 16, "3"),
        ("公文表头", "黑体", 12, None),
        ("公文表格", "仿宋_GB2312", 12, None),
        ("待补事项", "仿宋_GB2312", 12, None),
    ],
)
def test_styles(word, name: str, font: str, size: int, level: str | None) -> None:
    style = word.styles[name]
    fonts = style.element.rPr.rFonts
    assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:hint"))) == (font, "eastAsia")
    assert (style.font.size.pt, style.font.bold) == (size, False)
    outline = style.element.pPr.find(qn("w:outlineLvl"))
    assert (outline.get(qn("w:val")) if outline is not None else None) == level


def test_body_text_fills_28_by_22(word) -> None:
    normal, body = word.styles["Normal"].element, word.styles["Body Text"].element
    spacing = normal.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert normal.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert normal.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    assert normal.pPr.find(qn("w:jc")).get(qn("w:val")) == "both"
    indent = body.pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    area = 11906 - 1587 - 1474, 16838 - 2098 - 1984
    assert 28 * (320 - 5) <= area[0] < 29 * (320 - 5)
    assert 22 * 579 <= area[1] < 23 * 579
    assert area[1] < 22 * 580


def test_settings(package: zipfile.ZipFile) -> None:
    settings = package.read("word/settings.xml").decode()
    for wanted in (
        "<w:evenAndOddHeaders/>",
        '<w:characterSpacingControl w:val="compressPunctuation"/>',
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    ):
        assert wanted in settings
    assert 'w:eastAsia="zh-CN"' in package.read("word/styles.xml").decode()


def test_fonts_that_are_missing_have_a_stand_in(package: zipfile.ZipFile) -> None:
    table = package.read("word/fontTable.xml").decode()
    found = dict(re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', table))
    assert found == {
        "仿宋_GB2312": "仿宋",
        "楷体_GB2312": "楷体",
        "方正小标宋简体": "方正小标宋_GBK",
        "黑体": "SimHei",
        "宋体": "SimSun",
    }


def test_another_style_makes_another_page() -> None:
    page = replace(STYLE.page, top=30, left=30)
    other = replace(
        STYLE,
        id="乡镇",
        page=page,
        grid=replace(STYLE.grid, pitch=28.55),
        body=replace(STYLE.body, western=""),
        page_number=replace(STYLE.page_number, odd="center", even="center", mark=""),
    )
    section = base_package(other).section
    assert 'w:top="1701"' in section
    assert 'w:linePitch="571"' in section
    file = write_package(
        base_package(other), {"docProps/core.xml": CORE, "word/document.xml": DOCUMENT}
    )
    word = docx.Document(io.BytesIO(file))
    (number,) = word.sections[0].footer.paragraphs
    assert (number.text, number.alignment) == ("1", 1)
    assert word.styles["Normal"].element.rPr.rFonts.get(qn("w:ascii")) == "仿宋_GB2312"
