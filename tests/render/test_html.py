"""The page: safe, self-contained, every figure linked to its fact."""

import base64
import hashlib

import lxml.html
import pytest

from docgen.document import Attachment, Imprint, Masthead, Paragraph, Span, Text
from docgen.render import render
from tests.render.papers import BAR, FULL, ISSUED, LINE, STYLE, fact, paper


def page(document):
    return lxml.html.document_fromstring(render(document, "html", STYLE).decode())


def test_every_span_names_its_facts() -> None:
    spans = page(FULL).xpath("//main//span")
    assert [(s.get("class"), s.get("data-sources"), s.text_content()) for s in spans] == [
        ("fact", "党员.总数", "1203"),
        ("gap", "党员.女党员", "【待填：党员.女党员】"),
        ("fact", "党员.青年 党员.总数", "21.5%【待核实】"),
        ("doubt", "", "【待核实】"),
        ("fact", "学习.次数", "24"),
        ("region", "工作", "抽调15名干部组成4个工作组。"),
        ("figure", "工作.驻村", "15"),
        ("fact", "投入", "12.5"),
        ("phrase", "提法:主题@2025-10-23", "奋力谱写新篇章"),
    ]
    assert [s.get("title") for s in spans][:4] == [
        "事实：党员.总数",
        "待填：党员.女党员",
        "事实：党员.青年、党员.总数",
        "待核实",
    ]


def test_the_list_of_origins_leads_to_every_place() -> None:
    root = page(FULL)
    items = root.xpath("//aside[@class='origins']//li")
    assert [item.text_content() for item in items][:3] == [
        "党员.总数：1 2",
        "党员.女党员：1",
        "党员.青年：1",
    ]
    for link in root.xpath("//aside//a"):
        (place,) = root.xpath(f"//span[@id='{link.get('href')[1:]}']")
        assert link.xpath("../text()")[0].rstrip("：") in place.get("data-sources").split()


def test_titles_break_where_they_do_on_paper() -> None:
    """And are read as one; a fact that a break parts is named on both lines."""
    of, body = "2026年上半年基层党建工作重点任务完成情况", (Paragraph(("文",)),)
    root = page(
        paper(
            title=("清河县青山镇人民政府", fact(of, "文稿.专题"), "汇报"),
            attachments=(Attachment((f"青山镇{of}统计表",), body), Attachment(("短题",), body)),
        )
    )
    titles = root.xpath("//h1")
    assert [h1.text_content() for h1 in titles] == [
        f"清河县青山镇人民政府{of}汇报",
        f"青山镇{of}统计表",
        "短题",
    ]
    for br in root.xpath("//br"):
        br.tail = "\n" + (br.tail or "")
    assert [h1.text_content().split("\n") for h1 in titles] == [
        ["清河县青山镇人民政府2026年上半年", "基层党建工作重点任务完成情况汇报"],
        ["青山镇2026年上半年", "基层党建工作重点任务完成情况统计表"],
        ["短题"],
    ]
    spans = titles[0].xpath("span/@data-sources")
    assert spans == ["文稿.专题", "文稿.专题"]


def test_head_attachments_and_foot_have_places_of_their_own() -> None:
    root = page(ISSUED)
    [head] = root.xpath("//header[@class='masthead']")
    assert [p.text_content() for p in head.xpath("p[@class='mark']")] == [
        "清河县人民政府",
        "石桥县人民政府",
        "文件",
    ]
    [line] = head.xpath("p[contains(@class,'sides')]")
    assert [s.text_content() for s in line.xpath("span")] == [
        "清政发〔2026〕3号",
        "签发人：×××　××",
    ]
    assert [b.text_content() for b in root.xpath("//p[@class='attendance']/b")] == ["出席", "列席"]
    parts = root.xpath("//section[@class='attachment']")
    assert [
        [e.text_content() for e in part.xpath("p[@class='label']|h1|h2")] for part in parts
    ] == [
        ["附件1", "任务清单", "一、任务"],
        ["附件3", "说明", "一、口径", "二、来源"],
    ]
    [foot] = root.xpath("//footer[@class='imprint']")
    assert len(foot.xpath("p")) == 2
    assert [s.get("data-sources") for s in foot.xpath(".//span[@class]")] == ["文稿.印发日期"]


@pytest.mark.parametrize(
    ("organ", "side"), [((), "right"), (("青山镇党政办公室",), "sides")], ids=["没有机关", "有机关"]
)
def test_the_date_of_printing_stands_right(organ: Text, side: str) -> None:
    foot = Imprint(printing_organ=organ, printed_on=("2026年7月6日",))
    [line] = page(paper(imprint=foot)).xpath("//footer/p")
    assert (line.get("class"), line.xpath("string()")[-11:]) == (side, "2026年7月6日印发")


def test_the_mark_of_one_organ_is_one_line_with_its_suffix() -> None:
    document = paper(masthead=Masthead(mark=(("清河县委",),), suffix=("文件",)))
    assert [p.text_content() for p in page(document).xpath("//p[@class='mark']")] == [
        "清河县委文件"
    ]


def test_a_page_without_facts_has_no_list() -> None:
    assert not page(paper(Paragraph(("无",)))).xpath("//aside")


@pytest.mark.parametrize(
    "attack",
    ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "' onclick='x", "</title><b>"],
)
def test_text_and_paths_never_become_markup(attack: str) -> None:
    document = paper(Paragraph((attack, fact(attack, attack))), title=(attack,))
    root = page(document)
    assert not root.xpath("//script|//img|//*[@onclick]|//*[@onerror]")
    assert {element.tag for element in root.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "p", "span"),
        *("aside", "h2", "ul", "li", "a"),
    }
    assert root.xpath("//main/p")[0].text_content() == attack * 2
    assert root.xpath("//main//span")[0].get("data-sources") == attack


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    root = page(FULL)
    sheet = root.xpath("//style")[0].text
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not root.xpath("//@style|//@src|//link|//script")
    assert all(href.startswith("#") for href in root.xpath("//@href"))
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_the_sheet_wears_the_style() -> None:
    sheet = page(FULL).xpath("//style")[0].text
    for rule in (
        "@page{size:210mm 297mm;margin:37mm 26mm 35mm 28mm}",
        "line-height:28.95pt",
        "letter-spacing:-0.25pt",
        '"仿宋_GB2312"',
        '.level-1{font-family:"Times New Roman","黑体"',
        'content:"—" counter(page) "—"',
        ".gap,.doubt{background:#ff0}",
    ):
        assert rule in sheet


def test_spans_inside_spans_have_ids_of_their_own() -> None:
    inner = Span(("甲",), "figure", 1, ("甲",))
    root = page(paper(Paragraph((Span((inner, inner), "region", 2, ("乙",)), inner))))
    ids = root.xpath("//main//span/@id")
    assert ids == ["place-1", "place-2", "place-3", "place-4"]


def test_a_chart_is_drawn_for_the_eye_and_read_from_its_table() -> None:
    root = page(paper(BAR, LINE))
    bars, curves = root.xpath("//main/figure/svg")
    assert [svg.get("aria-hidden") for svg in (bars, curves)] == ["true", "true"]
    assert [text.text for text in bars.iter("text")][:3] == ["城关街道", "412.60", "青山镇"]
    lengths = [float(bar.get("width")) for bar in bars.iter("rect")]
    assert len(lengths) == 4  # nothing is drawn for who gave nothing, a line for who gave 0
    assert lengths[0] == max(lengths)
    assert lengths[3] == 0
    # 转化 was not given for the last year: its line ends before
    assert [len(line.get("points").split()) for line in curves.iter("polyline")] == [3, 2]
    spans = root.xpath("//figure[1]//table//span[@class='fact']")
    assert [(s.get("data-sources"), s.text) for s in spans][1] == ("集体收入[2]", "近200")
    assert root.xpath("//figure[1]/p[@class='chart-note']/span/@class") == ["gap"]
    assert not root.xpath("//@style|//script")
