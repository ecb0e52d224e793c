"""The .docx page: fonts on every run, styles with levels, marks, tables, signature."""

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from docgen.document import (
    Document,
    Gap,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
)
from docgen.render import render
from tests.render.papers import FULL, PAPERS, STYLE, fact, paper

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(document: Document):
    return docx.Document(io.BytesIO(render(document, "docx", STYLE)))


def runs(document: Document) -> list[tuple[str, str, bool]]:
    """Every run of the body: text, Chinese font, highlighted or not."""
    return [
        (
            "".join(t.text or "" for t in run.iter(qn("w:t"))),
            run.find(f"{W}rPr/{W}rFonts").get(qn("w:eastAsia")),
            run.find(f"{W}rPr/{W}highlight") is not None,
        )
        for run in word(document).element.body.iter(qn("w:r"))
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_every_run_names_its_fonts(name: str) -> None:
    for run in word(PAPERS[name]).element.body.iter(qn("w:r")):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert fonts.get(qn("w:hint")) == "eastAsia"
        for kind in ("ascii", "hAnsi", "cs"):
            assert fonts.get(qn(f"w:{kind}")) == "Times New Roman"
        assert fonts.get(qn("w:eastAsia"))


FANG, KAI, HEI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(paper(title=("题",)), [("题", SONG, False)], id="标题"),
        pytest.param(
            paper(Paragraph(("共", fact("3", "村"), "村，", fact("2", "镇"), "镇")), title=()),
            [("共3村，2镇", FANG, False)],
            id="事实不另起一段文字",
        ),
        pytest.param(
            paper(Paragraph(("有", Span(("【待填：村】",), "gap"), "个")), title=()),
            [("有", FANG, False), ("【待填：村】", FANG, True), ("个", FANG, False)],
            id="待填标黄",
        ),
        pytest.param(
            paper(
                Paragraph((Span((Span(("甲",), "doubt"), Span(("乙",), "gap"), "丙"), "region"),)),
                title=(),
            ),
            [("甲", FANG, True), ("乙", FANG, True), ("丙", FANG, False)],
            id="条件里的待核实",
        ),
        pytest.param(
            paper(Paragraph((Span(("甲", Span(("乙",), "gap"), "丙"), "doubt"),)), title=()),
            [("甲乙丙", FANG, True)],
            id="待核实里的待填",
        ),
        pytest.param(
            paper(*(Heading(n, ("题",)) for n in (1, 2, 3, 4)), title=()),
            [
                ("一、题", HEI, False),
                ("（一）题", KAI, False),
                ("1.题", FANG, False),
                ("（1）题", FANG, False),
            ],
            id="四级标题",
        ),
        pytest.param(
            paper(Heading(2, ("题。",), run_in=("文",)), title=()),
            [("（一）题。", KAI, False), ("文", FANG, False)],
            id="段首同行标题",
        ),
    ],
)
def test_runs_are_as_few_as_their_fonts_and_marks_allow(document, expected) -> None:
    assert runs(document) == expected


def test_headings_have_their_styles_and_outline_levels() -> None:
    found = [
        (p.style.name, p.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")), p.text)
        for p in word(FULL).paragraphs
        if p.style.name.startswith("Heading")
    ]
    assert found == [
        ("Heading 1", "0", "一、主要做法"),
        ("Heading 2", "1", "（一）抓学习。开展“三会一课”——24次……"),
        ("Heading 3", "2", "1.压实责任"),
        ("Heading 4", "3", "（1）A类 & <B>类"),
        ("Heading 1", "0", "二、下一步打算"),
    ]


def test_every_other_paragraph_has_the_style_of_its_element() -> None:
    found = {p.text: p.style.name for p in word(FULL).paragraphs}
    for text, style in (
        ("中共清河县委组织部：", "主送机关"),
        ("各位领导：", "主送机关"),
        ("奋力谱写新篇章。", "Body Text"),
        ("中共青山镇委员会", "发文机关署名"),
        ("2026年6月30日", "成文日期"),
        ("（联系电话：0571）", "附注"),
        ("待补事项（定稿前删去）", "待补事项标题"),
        ("2.未写：荣誉（没有这一项）——获得荣誉", "待补事项"),
    ):
        assert found[text] == style
    assert word(FULL).paragraphs[0].style.name == "Title"


def test_the_gap_list_begins_a_page() -> None:
    style = word(FULL).styles["待补事项标题"]
    assert style.paragraph_format.page_break_before
    assert "待补事项" not in "".join(p.text for p in word(PAPERS["只有标题"]).paragraphs)


@pytest.mark.parametrize(
    ("organ", "date", "organ_right", "date_right"),
    [
        # The date begins two characters right of the organ; 7.75 characters with its spacing.
        ("清河县青山镇人民政府办公室", "2026年6月30日", 2, 5.25),
        ("中共青山镇委员会", "2026年6月30日", 2, 0.25),
        # A longer date stands two characters in and the organ gives way.
        ("青山镇政府", "2026年6月30日", 6.75, 2),
        ("青山镇", "", 2, None),
        ("", "2026年6月30日", None, 2),
    ],
)
def test_signature_without_seal(organ, date, organ_right, date_right) -> None:
    signature = Signature(((organ,),) if organ else (), (date,) if date else ())
    rights = {
        p.text: int(p._p.pPr.find(qn("w:ind")).get(qn("w:rightChars"))) / 100
        for p in word(paper(Paragraph(("正文",)), signature=signature)).paragraphs[2:]
    }
    assert rights == {
        text: right for text, right in ((organ, organ_right), (date, date_right)) if text
    }


def test_a_lone_date_keeps_the_blank_line() -> None:
    date = word(PAPERS["只有日期"]).paragraphs[-1]
    assert date.paragraph_format.space_before.twips == 579


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        # A lone line takes the paragraph before it along, unless that is long.
        ((Paragraph(("末段",)),), ["首段", "末段"]),
        ((Paragraph(("长段。" * 50,)), Paragraph(("末段",))), ["末段"]),
        ((Paragraph(("末段。" * 10,)),), ["末段。" * 10]),
        ((Paragraph(("末段",)), Paragraph(())), ["首段", "末段"]),
        ((Heading(2, ("题。",), run_in=("末段",)),), ["（一）题。末段"]),
        ((Paragraph(("前",)), Table((("头",),), ((("末行",),),))), ["头", "末行"]),
        ((Paragraph(("末段",)), PageBreak()), []),
    ],
    ids=["一行", "长段之后一行", "两行", "空段之前", "同行标题", "表", "另起一页"],
)
def test_the_signature_is_never_alone_on_a_page(last, kept) -> None:
    signed = paper(Paragraph(("首段",)), *last, title=(), signature=Signature((("镇",),), ("日",)))
    body = word(signed).element.body
    found = [
        "".join(t.text for t in p.iter(qn("w:t")))
        for p in body.iter(qn("w:p"))
        for keep in p.iterfind(f"{W}pPr/{W}keepNext")
        if keep.get(qn("w:val")) != "0"
    ]
    assert found == kept
    assert word(signed).styles["发文机关署名"].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("blocks", "broken"),
    [
        ((PageBreak(), Paragraph(("甲",)), Paragraph(("乙",))), ["甲"]),
        ((Paragraph(("甲",)), PageBreak(), PageBreak(), Heading(1, ("乙",))), ["一、乙"]),
        ((PageBreak(), Paragraph(()), Paragraph(("甲",))), ["甲"]),
        ((PageBreak(), Table((("甲",), ("乙",)), ((("丙",), ("丁",)),))), ["甲"]),
        ((Paragraph(("甲",)), PageBreak()), ["镇"]),
    ],
)
def test_a_page_break_is_borne_by_the_next_paragraph(blocks, broken) -> None:
    body = word(paper(*blocks, title=(), signature=Signature((("镇",),), ()))).element.body
    assert [
        "".join(t.text for t in p.iter(qn("w:t")))
        for p in body.iter(qn("w:p"))
        if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ] == broken


def test_tables_fill_the_type_area_with_a_full_grid_and_a_repeated_header() -> None:
    document = paper(
        Table(
            (("序号",), ("村名",), ("主要措施",)),
            (
                (("1",), ("清河村",), ("逐户走访，列出清单，倒排工期，逐项销号，整改到位",)),
                (("2",), ("青山村",), ("修路",)),
            ),
        )
    )
    table = word(document).tables[0]._tbl
    widths = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
    assert sum(widths) == 8844  # 156 mm
    assert widths[0] < widths[1] < widths[2]
    for row in table.iter(qn("w:tr")):
        assert [int(w.get(qn("w:w"))) for w in row.iter(qn("w:tcW"))] == widths
        assert row.find(f"{W}trPr/{W}cantSplit") is not None
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(qn("w:tr"))]
    assert repeated == [True, False, False]
    borders = table.tblPr.find(qn("w:tblBorders"))
    assert [re.sub(r".*}", "", side.tag) for side in borders] == [
        *("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    assert {side.get(qn("w:val")) for side in borders} == {"single"}
    styles = [p.pPr.pStyle.get(qn("w:val")) for p in table.iter(qn("w:p"))]
    assert styles == ["TableHeader"] * 3 + ["TableText"] * 6
    centred = [p.pPr.find(qn("w:jc")) is not None for p in table.iter(qn("w:p"))][3:]
    assert centred == [True, True, False] * 2


def test_tables_never_touch_each_other_or_the_end() -> None:
    tags = [re.sub(r".*}", "", child.tag) for child in word(PAPERS["两表相连"]).element.body]
    assert tags == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_core_properties_come_from_the_document() -> None:
    properties = word(FULL).core_properties
    assert properties.title.startswith("中共青山镇委员会关于2026年上半年")
    assert properties.subject == "工作总结"
    assert properties.language == "zh-CN"
    assert properties.created.isoformat()[:10] == "2026-06-30"
    assert word(PAPERS["空"]).core_properties.author == ""


def test_gap_lines_are_numbered_in_their_own_style() -> None:
    document = paper(title=(), gaps=(Gap("待填", "甲"), Gap("待核实", "乙", "乙若干")))
    assert [p.text for p in word(document).paragraphs] == [
        "待补事项（定稿前删去）",
        "1.待填：甲",
        "2.待核实：乙——乙若干",
    ]
