"""What a draft is made of: every character of the body belongs to one of three, or to none."""

from __future__ import annotations

from dataclasses import replace

from docgen.document import (
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
    Text,
)
from docgen.review.shares import Shares, pieces, shares, shares_by_part


def fact(*content: str | Span) -> Span:
    return Span(content, "fact", 0, ("党员",))


def figure(text: str) -> Span:
    return Span((text,), "figure", 0, ("工作[1].正文#1",))


def phrase(text: str) -> Span:
    return Span((text,), "phrase", 0, ("提法:指导思想@2022-10-22",))


def region(*content: str | Span) -> Span:
    return Span(content, "region", 0, ("工作#",))


GAP = Span(("【待填：党员】",), "gap", 0, ("党员",))
DOUBT = Span(("【待核实】",), "doubt", 0, ("党员",))
CLAIM = Span(("两",), "claim", 0, ("节:工作",))


def marked(text: Text) -> str:
    """The text as its pieces: 事〔〕, 提〔〕, 无〔〕 round what is not the template's."""
    sign = {"facts": "事", "phrases": "提", "none": "无"}
    return "".join(
        f"{sign[p.origin]}〔{p.text}〕" if p.origin in sign else p.text for p in pieces(text)
    )


def test_a_character_belongs_to_the_innermost_span_it_stands_in() -> None:
    for text, wanted in (
        (("现有党员", fact("62名"), "。"), "现有党员事〔62名〕。"),
        ((fact("抽调", figure("15名"), "干部"),), "事〔抽调〕事〔15名〕事〔干部〕"),
        ((region("坚持", phrase("某思想"), "，"),), "坚持提〔某思想〕，"),
        (("做了", CLAIM, "个方面"), "做了事〔两〕个方面"),
        ((fact("党员", GAP, "参加"),), "事〔党员〕无〔【待填：党员】〕事〔参加〕"),
        ((fact("62名"), DOUBT), "事〔62名〕无〔【待核实】〕"),
    ):
        assert marked(text) == wanted


def test_the_labels_of_items_belong_to_none() -> None:
    for text, wanted in (
        (
            ("一是", fact("抓班子"), "；二是", fact("强队伍"), "。"),
            "无〔一是〕事〔抓班子〕；无〔二是〕事〔强队伍〕。",
        ),
        (
            ("首先，", fact("摸底。"), "其次，", fact("把关。")),
            "无〔首先，〕事〔摸底。〕无〔其次，〕事〔把关。〕",
        ),
        (
            ("一方面，", fact("甲"), "；另一方面，", fact("乙")),
            "无〔一方面，〕事〔甲〕；无〔另一方面，〕事〔乙〕",
        ),
        (
            ("一是", fact("他说：“好。”"), DOUBT, "二是", fact("把关")),
            "无〔一是〕事〔他说：“好。”〕无〔【待核实】〕无〔二是〕事〔把关〕",
        ),
        (("1.", fact("甲")), "无〔1.〕事〔甲〕"),
        ((fact("一是抓班子；"), fact("二是强队伍")), "事〔一是抓班子；〕事〔二是强队伍〕"),
        (("这一是非",), "这一是非"),
        ((fact("共"), "2.", "5公里"), "事〔共〕2.5公里"),
    ):
        assert marked(text).replace("〔〕", "") == wanted


PAPER = Document(
    genre="work_report",
    title=("不算的题目",),
    body=(
        Paragraph(("开头四字", phrase("提法"))),
        Heading(1, (fact("抓班子"),), "工作", "一、"),
        Paragraph((fact("做法六个字。"), "框")),
        Heading(1, (fact("强队伍"),), "工作", "二、"),
        Heading(2, (fact("主题句。"),), "", "（一）", ("框", GAP)),
        PageBreak(),
        Heading(1, ("不足",), "问题", "三、"),
        Table((("项",),), (((fact("数"),),),)),
        Heading(1, ("打算",), "", "四、"),
        Paragraph(("要", figure("2个"))),
    ),
    signature=Signature((("不算的署名",),), ()),
    note=("不算的附注",),
)


def test_title_signature_numbers_and_marks_are_not_counted() -> None:
    whole = shares(PAPER)
    assert whole.length == len("开头四字提法抓班子做法六个字。框强队伍主题句。框不足项数打算要2个")
    assert round(whole.facts * whole.length / 100) == len("抓班子做法六个字。强队伍主题句。数2个")
    assert round(whole.phrases * whole.length / 100) == len("提法")
    assert round(whole.facts + whole.phrases + whole.prose, 9) == 100


def test_parts_of_one_name_are_measured_together_and_others_by_their_own() -> None:
    parts = shares_by_part(PAPER)
    assert list(parts) == ["工作", "问题", "打算"]
    assert parts["工作"].length == len("抓班子做法六个字。框强队伍主题句。框")
    assert round(parts["工作"].prose * parts["工作"].length / 100) == len("框框")
    assert round(parts["问题"].facts) == 25
    assert parts["打算"] == Shares(5, 40, 0, 60)


def test_the_closing_of_a_paper_belongs_to_no_part() -> None:
    unit = Span(("镇党委",), "fact", 0, ("单位.党委称",))
    closing = Paragraph(("下一步，", unit, "将坚持", phrase("某思想"), "。"))
    body = (Heading(1, ("不足",), "问题"), Paragraph((fact("少。"),)), closing)
    document = Document("work_report", (), body)
    assert shares_by_part(document)["问题"].length == len("不足少。")
    assert shares(document).length == len("不足少。下一步，镇党委将坚持某思想。")
    stated = replace(document, body=(*body, Paragraph((fact("有数。"),))))
    assert shares_by_part(stated)["问题"].length == shares(stated).length


def test_a_part_inside_another_counts_in_both() -> None:
    body = (
        Heading(1, ("做法",)),
        Heading(2, (fact("整顿"),), "环节"),
        Paragraph((fact("摸清底数。"),)),
        Heading(2, (fact("建设"),), "环节"),
    )
    parts = shares_by_part(Document("work_summary", (), body))
    assert parts["做法"].length == 11
    assert parts["环节"] == Shares(9, 100, 0, 0)


def test_a_paper_without_a_body_has_no_shares() -> None:
    assert shares(Document("work_report", ("题",), ())) == Shares(0, 0, 0, 0)
