"""How much of a draft is the unit's own wording, against its neighbours."""

from __future__ import annotations

from docgen.document import Block, Document, Heading, Meta, Paragraph, Span, Text
from docgen.review.likeness import Likeness, likeness, shared_share, wording
from docgen.review.passages import pair_of


def fact(text: str, path: str = "工作[1].正文") -> Span:
    return Span((text,), "fact", 0, (path,))


def paper(*blocks: Block | Text, unit: str = "青山镇") -> Document:
    body = tuple(Paragraph(b) if type(b) is tuple else b for b in blocks)
    return Document("work_report", ("题目",), body, meta=Meta(unit=unit))  # type: ignore[arg-type]


DATED = Span(("以某思想为指导",), "phrase", 0, ("提法:指导思想@2022-10-22", "文稿.日期"))
STOCK = Span(("现将有关情况报告如下",), "phrase", 0, ("套话:起句@1",))
FIGURE = Span(("15名",), "figure", 0, ("工作[1].正文#1",))


def test_what_counts_as_wording() -> None:
    for text, wanted in (
        (("现有党员", fact("62名", "党员"), "。"), "现有党员。"),
        ((fact("近600万元", "投入[1].额"), "到位"), "到位"),
        (
            (Span(("抽调", FIGURE, "干部，比例96.2%"), "fact", 0, ("工作[1].正文",)),),
            "抽调干部，比例",
        ),
        (("坚持", DATED, "，"), "坚持，"),
        ((STOCK, "："), "现将有关情况报告如下："),
        (("贯彻《关于某事的通知》精神",), "贯彻精神"),
        (
            (
                fact("我镇", "单位.自称"),
                "辖",
            ),
            "辖",
        ),
        ((fact("青山镇组织干部到柳树乡学习"),), "组织干部到学习"),
        (("一是", fact("抓班子"), "；二是", fact("强队伍")), "抓班子；强队伍"),
        ((fact("党员"), Span(("【待填：党员】",), "gap", 0, ("党员",))), "党员"),
    ):
        assert wording(paper(text), ("柳树乡",)) == wanted


def test_headings_that_the_template_pins_do_not_count() -> None:
    pinned = Heading(1, ("存在的不足和改进打算",), "问题")
    own = Heading(1, (fact("抓班子，强队伍"),), "工作")
    run_in = Heading(2, ("一、做法。",), run_in=(fact("分片包干。"),))
    assert wording(paper(pinned, own, run_in)) == "抓班子，强队伍\n分片包干。"


ONE = "每季度抽查会议记录并退回补正。茶园新栽三百亩。"
SAME = "镇里每季度抽查会议记录并退回补正，按月通报。"
OTHER = "汛期前逐户登记低洼住户。"


def stretches(text: str, other: str) -> list[str]:
    return [found.words for found in pair_of("甲", "乙", (text, other)).stretches]


def test_a_run_that_others_have_is_shared_and_a_shorter_one_is_not() -> None:
    assert stretches(ONE, SAME) == ["每季度抽查会议记录并退回补正"]
    shared = len("每季度抽查会议记录并退回补正")
    assert shared_share(ONE, [SAME]) == 100 * shared / len(ONE)
    assert shared_share(ONE, [OTHER]) == 0
    assert stretches("甲抽查会议记录并退乙", "丙抽查会议记录并退丁") == ["抽查会议记录并退"]
    assert stretches("甲抽查会议记录并乙", "丙抽查会议记录并丁") == []


def test_a_run_does_not_go_over_the_end_of_a_paragraph() -> None:
    assert shared_share("抽查会议\n记录补正", ["抽查会议记录补正"], 8) == 0


def test_each_draft_against_all_the_others() -> None:
    found = likeness({"甲": ONE, "乙": SAME, "丙": OTHER, "丁": ""})
    assert found["甲"].nearest == "乙"
    assert round(found["甲"].own) == round(100 - shared_share(ONE, [SAME, OTHER]))
    assert found["甲"].own + found["甲"].alike == 100
    assert found["丙"] == Likeness(len(OTHER), 100)
    assert found["丁"] == Likeness(0, 100)


def test_what_every_draft_says_is_nobodys_own_and_tells_no_pair_apart() -> None:
    frame = "下一步要把基本组织基本队伍基本制度抓起来。"
    texts = {str(n): f"{frame}\n{chr(0x4E00 + n) * 12}" for n in range(40)}
    texts["双"] = texts["3"]
    found = likeness(texts)
    assert all(f.length == len(frame) + 12 for f in found.values())
    assert round(found["7"].own) == round(100 * 12 / (len(frame) + 12))
    assert (found["7"].nearest, found["双"].nearest, found["双"].own) == ("", "3", 0)
    assert found["3"].alike == 100
