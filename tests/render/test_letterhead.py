"""A unit's own letterhead: what stands in its slots, what comes with the body, and what is refused."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from docgen.document import (
    Attachment,
    Document,
    Gap,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Signature,
    Span,
    Table,
    plain,
)
from docgen.errors import InputError
from docgen.ooxml.formatting import set_paragraphs
from docgen.ooxml.lint import lint_package
from docgen.ooxml.opening import open_package
from docgen.render import RENDERERS, render
from docgen.render.letterhead import ELEMENTS, filled, read_letterhead
from tests.gate import check, docx_text
from tests.gate.sdk import sdk_errors
from tests.render.letterheads import (
    BODY,
    added,
    letterhead,
    linked,
    members,
    odd_defaults,
    packed,
    spoiled,
    text_box,
    with_footnote,
)
from tests.render.papers import BAR, STYLE, paper
from tests.samples import ROOT
from tests.scripts import script

SAMPLE = ROOT / "data" / "letterheads" / "示例.docx"
GAP = Span(("【待填：文稿.发文字号】",), "gap")
WHOLE = paper(
    Heading(1, ("主要做法",)),
    Paragraph(("全镇党员1203名。",)),
    title=("关于试点的报告",),
    recipients=("县委组织部：",),
    salutation=("各位同志：",),
    note=("（联系电话：12345）",),
    signature=Signature((("青山镇委员会",),), ("2026年7月3日",)),
    masthead=Masthead(
        mark=(("青山镇委员会",),),
        suffix=("文件",),
        document_number=("青党发〔2026〕3号",),
        signers=(("甲某",), ("乙某",)),
        copy_number=("000001",),
        secrecy=("秘密★1年",),
        urgency=("特急",),
        issue=("第3期",),
        total=("总第15期",),
        editor=("青山镇办公室",),
        edited_on=("2026年7月4日",),
    ),
    imprint=Imprint(
        report_to=("市委",),
        send_to=("县政府",),
        issue_to=("各村",),
        copy_to=("县纪委",),
        printing_organ=("青山镇综合办",),
        printed_on=("2026年7月5日",),
        copies=("60",),
    ),
)
"""A paper that has every element."""
PRINTED = {
    "份号": "000001",
    "密级": "秘密★1年",
    "紧急程度": "特急",
    "发文机关标志": "青山镇委员会文件",
    "刊名": "青山镇委员会文件",
    "发文字号": "青党发〔2026〕3号",
    "签发人": "甲某　乙某",
    "期号": "第3期",
    "总期号": "总第15期",
    "编发机关": "青山镇办公室",
    "编发日期": "2026年7月4日",
    "标题": "关于试点的报告",
    "主送": "县委组织部：",
    "称谓": "各位同志：",
    "附注": "（联系电话：12345）",
    "署名": "青山镇委员会",
    "成文日期": "2026年7月3日",
    "报": "市委",
    "送": "县政府",
    "发": "各村",
    "抄送": "县纪委",
    "印发机关": "青山镇综合办",
    "印发日期": "2026年7月5日",
    "份数": "60",
}
"""What each slot prints of it."""


def on(data: bytes, document: Document = WHOLE) -> bytes:
    """The paper on the letterhead."""
    return render(document, "docx", STYLE, read_letterhead(data, "信头.docx"))


def text_of(data: bytes) -> list[str]:
    return docx_text(data).splitlines()


# -- what is printed ------------------------------------------------------------------------------


def test_the_table_above_names_every_element() -> None:
    assert sorted(PRINTED) == sorted(ELEMENTS)


@pytest.mark.parametrize("name", ELEMENTS)
def test_each_slot_prints_its_element_and_the_body_does_not_say_it_again(name: str) -> None:
    made = on(letterhead(f"头 {{{{ {name} }}}} 尾", BODY))
    lines = text_of(made)
    assert lines[0] == f"头 {PRINTED[name]} 尾"
    if name not in ("署名", "发文机关标志", "刊名"):  # the organ and the mark share their words
        assert PRINTED[name].strip("：") not in "".join(lines[1:])
    assert lint_package(made) == ()


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        pytest.param(
            ["{{ 发文字号 }}", BODY, "{{ 抄送 }}"],
            ["青党发〔2026〕3号", "关于试点的报告", "县委组织部：", "一、主要做法",
             "全镇党员1203名。", "青山镇委员会", "2026年7月3日", "县纪委"],
            id="标题、主送、落款没有填空，随正文",
        ),
        pytest.param(
            ["{{ 标题 }}", "{{ 主送 }}", BODY, "{{ 署名 }}", "{{ 成文日期 }}"],
            ["关于试点的报告", "县委组织部：", "一、主要做法", "全镇党员1203名。",
             "青山镇委员会", "2026年7月3日"],
            id="都有填空，只印一次",
        ),
        pytest.param(
            [BODY, "{{ 署名 }}"],
            ["关于试点的报告", "县委组织部：", "一、主要做法", "全镇党员1203名。", "2026年7月3日",
             "青山镇委员会"],
            id="日期没有填空",
        ),
        pytest.param(
            ["青山镇委员会文件", BODY, "咨询电话：12345"],
            ["青山镇委员会文件", "关于试点的报告", "县委组织部：", "一、主要做法", "全镇党员1203名。",
             "青山镇委员会", "2026年7月3日", "抄送：县纪委。", "咨询电话：12345"],
            id="红头是写死的，不再套一个；版记没有填空，随正文",
        ),
    ],
)  # fmt: skip
def test_what_has_no_slot_comes_with_the_body(slots: list[str], expected: list[str]) -> None:
    document = paper(
        *WHOLE.body,
        title=WHOLE.title,
        recipients=WHOLE.recipients,
        signature=WHOLE.signature,
        masthead=Masthead(mark=(("青山镇委员会",),), document_number=("青党发〔2026〕3号",))
        if "{{ 发文字号 }}" in slots
        else Masthead(mark=(("青山镇委员会",),)),
        imprint=Imprint(copy_to=("县纪委",))
        if "抄送" in slots[-1] or "电话" in slots[-1]
        else None,
    )
    assert text_of(on(letterhead(*slots), document)) == expected


@pytest.mark.parametrize("slots", [(), ("{{ 署名 }}", "{{ 成文日期 }}")], ids=["随正文", "填空"])
@pytest.mark.parametrize("seal", ["", "印章", "签名章"])
def test_organs_that_sign_together_stand_one_below_the_other_or_abreast(slots, seal) -> None:
    """In a slot each has a line, whatever the seal: the letterhead decides how it looks."""
    organs = ("清河县财政局", "清河县民政局", "清河县教育局", "清河县水利局")
    signature = Signature(tuple((organ,) for organ in organs), ("2026年7月3日",), seal)
    rows = organs if slots or seal != "印章" else ("\t".join(organs[:3]), organs[3])
    made = docx.Document(io.BytesIO(on(letterhead(BODY, *slots), paper(signature=signature))))
    lines = "\n".join(paragraph.text for paragraph in made.paragraphs).split("\n")
    assert lines == ["样稿", *rows, "2026年7月3日"]


LONG_TITLE = "中共清河县委组织部关于2026年上半年基层党建工作情况的报告"


@pytest.mark.parametrize(
    ("slot", "look", "printed"),
    [
        pytest.param(
            ["{{ 标题 }}"], {"size": 22, "side": 0},
            ["中共清河县委组织部", "关于2026年上半年基层党建工作情况的报告"], id="二号字，一行二十字",
        ),
        pytest.param(
            ["{{标", "题}}"], {"size": 22, "side": 30},
            ["中共清河县委组织部", "关于2026年上半年基层", "党建工作情况的报告"], id="左右各缩进三厘米",
        ),
        pytest.param(["{{ 标题 }}"], {"size": 14, "side": 0}, [LONG_TITLE], id="排得下"),
        pytest.param(
            ["标题：{{ 标题 }}"], {"size": 22, "side": 0}, [f"标题：{LONG_TITLE}"],
            id="同别的字一行，由办公软件排",
        ),
        pytest.param(
            ["{{ 标题 }}"], {"size": 22, "side": 0, "alignment": WD_ALIGN_PARAGRAPH.JUSTIFY},
            [LONG_TITLE], id="两端对齐的断了会拉开，不断",
        ),
    ],
)  # fmt: skip
def test_a_title_in_a_slot_breaks_at_whole_words(slot, look, printed) -> None:
    def change(document: docx.document.Document) -> None:
        [section], line = document.sections, document.paragraphs[0]
        section.page_width, section.left_margin, section.right_margin = Mm(210), Mm(28), Mm(26)
        line.alignment = look.get("alignment", WD_ALIGN_PARAGRAPH.CENTER)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(look["side"])
        for run in line.runs:
            run.font.size = Pt(look["size"])

    made = on(letterhead(slot, BODY, change=change), paper(title=(LONG_TITLE,)))
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text.split("\n") == printed
    assert text_of(made)[0] == "".join(printed)


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        pytest.param(["{{发文字号}}"], "青党发〔2026〕3号", id="不空格"),
        pytest.param(["{{  发文字号  }}"], "青党发〔2026〕3号", id="多空格"),
        pytest.param(
            ["（{", "{ 发文", "字号 ", "}", "}）"], "（青党发〔2026〕3号）", id="拆成五段"
        ),
        pytest.param(["{{ 发文字号 }}{{ 密级 }}"], "青党发〔2026〕3号秘密★1年", id="两个连着"),
        pytest.param(["甲{{ 密级 }}乙{{ 期", "号 }}丙"], "甲秘密★1年乙第3期丙", id="一段里两个"),
        pytest.param(["{{ 密级", " }}乙{{ 期号 }}", "丙"], "秘密★1年乙第3期丙", id="拆在中间"),
        pytest.param(["{ 不是填空 }"], "{ 不是填空 }", id="单个花括号"),
    ],
)
def test_slots_as_offices_write_them(runs: list[str], printed: str) -> None:
    made = on(letterhead(runs, BODY))
    assert text_of(made)[0] == printed
    assert lint_package(made) == ()


def test_two_texts_of_one_run_are_put_in_order() -> None:
    """Word leaves several text elements in a run when something stood between them."""

    def change(document: docx.document.Document) -> None:
        run = document.paragraphs[0].runs[0]._r
        for text in ("前{{ 密", "级 }}后", "尾"):
            said = OxmlElement("w:t")
            said.text = text
            run.append(said)

    assert text_of(on(letterhead("首", BODY, change=change)))[0] == "首前秘密★1年后尾"


def test_slots_in_header_footer_footnote_and_text_box() -> None:
    data = letterhead(
        BODY,
        header="{{ 密级 }}",
        footer="{{ 印发机关 }}",
        change=lambda document: text_box(document, "{{ 发文字号 }}"),
    )
    made = members(on(with_footnote(data, "{{ 附注 }}")))
    assert "秘密★1年" in made["word/header1.xml"].decode()
    assert "青山镇综合办" in made["word/footer1.xml"].decode()
    assert "青党发〔2026〕3号" in made["word/document.xml"].decode()
    assert "（联系电话：12345）" in made["word/footnotes.xml"].decode()


@pytest.mark.parametrize(
    "value",
    ["A<B", "A & B", "<3人", "</w:t></w:r></w:p>", "&amp;", "a_b", "{_{ 7*7 }_}", "{_% x %_}",
     "𠮷", "“引号”", "  两边空格  ", "'单'"],
)  # fmt: skip
def test_values_come_out_as_they_went_in(value: str) -> None:
    document = paper(Paragraph((value,)), masthead=Masthead(document_number=(value,)))
    lines = text_of(on(letterhead("【{{ 发文字号 }}】", BODY), document))
    assert lines == [f"【{value}】", "样稿", value]


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{{ 标题 }}", "{% if 1 %}"])
def test_a_value_is_never_evaluated(value: str) -> None:
    document = paper(Paragraph(("文",)), masthead=Masthead(document_number=(value,)))
    assert text_of(on(letterhead("{{ 发文字号 }}", BODY), document))[0] == value


def test_a_gap_is_highlighted_in_its_slot() -> None:
    document = paper(masthead=Masthead(document_number=(GAP,), secrecy=("秘密",)))
    made = docx.Document(
        io.BytesIO(on(letterhead(["甲{{ 发文字号 }}乙{{ 密级 }}"], BODY), document))
    )
    shown = [
        (r.text, r.font.highlight_color is not None) for r in made.paragraphs[0].runs if r.text
    ]
    assert shown == [
        ("甲", False),
        ("【待填：文稿.发文字号】", True),
        ("乙", False),
        ("秘密", False),
    ]


def test_the_gap_list_stands_behind_the_letterhead_s_foot() -> None:
    document = paper(Paragraph(("文",)), gaps=(Gap("待填", "党员"),))
    lines = text_of(on(letterhead(BODY, "信头的版记"), document))
    assert lines == ["样稿", "文", "信头的版记", "待补事项（定稿前删去）", "1.待填：党员"]


# -- how it looks ---------------------------------------------------------------------------------

BLOCKS = paper(
    Heading(1, ("标题",)),
    Heading(2, ("标题二",), run_in=("同行的话。",)),
    Paragraph(("全镇有党员3名，", GAP, "。")),
    Table((("村",), ("数",)), ((("青山村",), ("3",)),)),
    BAR,
    Paragraph(("结束。",)),
    recipients=("县委：",),
    signature=Signature((("青山镇委员会",),), ("2026年7月3日",)),
    attachments=(Attachment(("名单",), (Paragraph(("一行。",)),)),),
    gaps=(Gap("待填", "党员"),),
)


def test_our_blocks_look_the_same_whatever_the_letterhead_s_defaults() -> None:
    plain_paper = set_paragraphs(open_package(render(BLOCKS, "docx", STYLE), "a.docx"))
    data = letterhead("头", BODY, "尾", change=odd_defaults)
    ours = set_paragraphs(open_package(on(data, BLOCKS), "b.docx"))
    looks = [
        [(p.read.text, p.placing, [s.letters for s in p.stretches]) for p in found if p.read.text]
        for found in (plain_paper, ours)
    ]
    assert looks[1][0][0] == "头"
    rest = [row for row in looks[1] if row[0] not in ("头", "尾")]
    assert rest == looks[0]


def test_the_letterhead_s_own_styles_and_page_stay() -> None:
    def change(document: docx.document.Document) -> None:
        document.sections[0].left_margin = docx.shared.Mm(40)
        document.styles["Title"].font.size = docx.shared.Pt(50)
        document.paragraphs[0].style = document.styles["Title"]

    data = letterhead("头", BODY, change=change)
    before, after = (docx.Document(io.BytesIO(one)) for one in (data, on(data, BLOCKS)))
    assert after.sections[0].left_margin == before.sections[0].left_margin
    assert after.styles["Title"].font.size == docx.shared.Pt(50)
    assert after.paragraphs[0].style.name == "Title"
    ids = [style.style_id for style in before.styles]
    assert [style.style_id for style in after.styles][: len(ids)] == ids
    assert {s.style_id[:6] for s in after.styles} - {i[:6] for i in ids} == {"docgen"}
    [table] = after.tables
    columns = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid]
    room = before.sections[0]
    wide = docx.shared.Emu(room.page_width - room.left_margin - room.right_margin)
    assert abs(docx.shared.Twips(sum(columns)).mm - wide.mm) < 0.1


def test_a_draft_may_be_the_next_letterhead() -> None:
    """Ids of styles do not collide with those of the first time."""
    text = paper(*BLOCKS.body[:-2], recipients=BLOCKS.recipients)
    first = docx.Document(io.BytesIO(on(letterhead("头", BODY, "尾"), text)))
    first.paragraphs[-1].text = BODY
    saved = io.BytesIO()
    first.save(saved)
    made = on(saved.getvalue(), BLOCKS)
    assert lint_package(made) == ()
    styles = {style.style_id for style in docx.Document(io.BytesIO(made)).styles}
    assert styles >= {"docgenBodyText", "docgen2BodyText"}


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def test_charts_and_the_unit_s_own_pictures_have_numbers_of_their_own() -> None:
    def change(document: docx.document.Document) -> None:
        for _ in range(2):
            document.paragraphs[0].add_run().add_picture(io.BytesIO(PIXEL))

    made = on(letterhead("徽标", BODY, change=change), BLOCKS)
    assert lint_package(made) == ()
    root = docx.Document(io.BytesIO(made)).element
    numbers = [one.get("id") for one in root.iter(qn("wp:docPr"))]
    assert len(numbers) == len(set(numbers)) == 3


def test_the_same_paper_has_the_same_bytes() -> None:
    data = letterhead("{{ 密级 }}", BODY)
    assert on(data) == on(data)


@pytest.mark.parametrize("format", sorted(set(RENDERERS) - {"docx"}))
def test_other_formats_are_as_without(format: str) -> None:
    head = read_letterhead(letterhead("{{ 密级 }}", BODY), "信头.docx")
    assert render(WHOLE, format, STYLE, head) == render(WHOLE, format, STYLE)


# -- every reader ---------------------------------------------------------------------------------


def test_the_sample_is_what_the_script_makes() -> None:
    made = script("letterhead").letterhead()
    assert SAMPLE.read_bytes() == made


def test_papers_on_the_sample_pass_every_reader() -> None:
    """python-docx and LibreOffice read all of it in order, Microsoft's SDK finds no error."""
    data = SAMPLE.read_bytes()
    head = read_letterhead(data, "示例.docx")
    docs = {}
    for name, document in {"全": WHOLE, "各种块": BLOCKS}.items():
        made = on(data, document)
        values, rest = filled(document, head)
        said = {name: plain(text) for name, text in values.items()}
        body = docx_text(made)
        assert body.startswith(f"{said['发文机关标志']}\n{said['发文字号']}\n".lstrip("\n"))
        assert f"抄送：{said['抄送']}。\n{said['印发机关']}\t{said['印发日期']}印发\n" in body
        for row in render(rest, "txt", STYLE).decode().splitlines():
            assert row.replace("\t", "") in body.replace("\t", "")
        docs[name] = (made, body)
    assert check(docs) == []


def test_the_sdk_finds_nothing_that_the_empty_letterhead_had_not(tmp_path) -> None:
    """A letterhead with text boxes, tables and odd defaults, as offices leave them."""
    for number, data in enumerate(
        (
            letterhead("头", BODY, change=lambda d: text_box(d, "{{ 密级 }}")),
            letterhead("头", BODY, "尾", header="页眉", change=odd_defaults),
            with_footnote(letterhead("头", BODY), "{{ 密级 }}"),
        )
    ):
        files = [tmp_path / f"{number}{kind}.docx" for kind in "ab"]
        files[0].write_bytes(data)
        files[1].write_bytes(on(data, BLOCKS))
        before, after = sdk_errors(files).values()
        assert set(after) <= set(before)


# -- what is refused ------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    """The one line with which a letterhead is refused."""
    with pytest.raises(InputError) as caught:
        read_letterhead(data, "信头.docx")
    said = str(caught.value)
    assert said.startswith("信头.docx：")
    assert "\n" not in said
    return said


def _in_table(document: docx.document.Document) -> None:
    document.add_table(1, 1).cell(0, 0).text = BODY


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (letterhead("头"), "没有 {{ 正文 }}"),
        (letterhead(BODY, BODY), "有2处 {{ 正文 }}"),
        (letterhead(f"正文：{BODY}"), "{{ 正文 }} 没有单独占一段"),
        (letterhead(f"{BODY}{{{{ 密级 }}}}"), "{{ 正文 }} 没有单独占一段"),
        (letterhead("头", change=_in_table), "不能放在表格"),
        (letterhead("头", header=BODY), "不能放在表格、文本框、页眉页脚里"),
        (letterhead("{{ 主送机关 }}", BODY), "{{ 主送机关 }} 没有这个要素（是不是 主送？"),
        (letterhead("{{ 发文号 }}", BODY), "是不是 发文字号"),
        (letterhead("{{ name }}", BODY), "{{ name }} 没有这个要素"),
        (letterhead("{{ 单位.名称 }}", BODY), "“{{ 单位.名称 }}”不是填空"),
        (letterhead("{{ 密级", "}}", BODY), "不是填空"),
        (letterhead("{", "{ 密级 }}", BODY), "不是填空"),
        (letterhead("{% if 密级 %}密{% endif %}", BODY), "不能有条件"),
        (letterhead("{% for a in b %}", BODY), "不能有条件"),
        (letterhead("{# 说明 #}", BODY), "注释"),
        (letterhead("{{p 密级 }}", BODY), "不是填空"),
        (letterhead("{{r 密级 }}", BODY), "不是填空"),
        (letterhead("{_{ 密级 }_}", BODY), "不是填空"),
        (letterhead("{{ 密级 | upper }}", BODY), "不是填空"),
        (letterhead(["{", "%", " set x=1 ", "%}"], BODY), "不是填空"),
    ],
)
def test_only_slots_of_one_known_name(data: bytes, why: str) -> None:
    assert why in refused(data)


PAYLOADS = (
    "{{ cycler.__init__.__globals__.os.popen('touch /tmp/x').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ lipsum.__globals__['os'].popen('id') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ x|attr('__class__') }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ ['a']|map(attribute='__class__')|list }}",
    "{{ x['__class__'] }}",
    "{% import 'os' as o %}",
    "{% include '/etc/passwd' %}",
    "{% for c in [].__class__.__base__.__subclasses__() %}{% endfor %}",
    "{{ 9**9**9 }}",
    "{{ range(10**9)|list }}",
    "{{ 'x'*10**10 }}",
    "{{ lipsum(n=100000) }}",
    "{%raw%}{{x}}{%endraw%}",
)


def _core(payload: str) -> bytes:
    def change(document: docx.document.Document) -> None:
        document.core_properties.title = payload

    return letterhead(BODY, change=change)


def _attribute(payload: str) -> bytes:
    escaped = payload.replace("&", "&amp;").replace('"', "&quot;")
    return spoiled(
        letterhead("头", BODY), "word/document.xml", "<w:p>", f'<w:p w:rsidR="{escaped}">'
    )


PLACES: dict[str, Callable[[str], bytes]] = {
    "正文": lambda payload: letterhead(payload, BODY),
    "拆开": lambda payload: letterhead(list(payload), BODY),
    "页眉": lambda payload: letterhead(BODY, header=payload),
    "页脚": lambda payload: letterhead(BODY, footer=payload),
    "脚注": lambda payload: with_footnote(letterhead(BODY), payload),
    "文本框": lambda payload: letterhead("头", BODY, change=lambda d: text_box(d, payload)),
    "元数据": _core,
    "属性": _attribute,
}


@pytest.mark.parametrize("place", PLACES)
def test_no_payload_is_taken_wherever_it_stands(place: str) -> None:
    for payload in PAYLOADS:
        assert "不是填空" in refused(PLACES[place](payload)), payload


GOOD = letterhead("头", BODY)
DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def _bomb() -> bytes:
    return packed({**members(GOOD), "word/media/a.png": b"0" * 300_000_000})


def _declared(part: str) -> bytes:
    text = members(GOOD)[part].decode()
    head, _, rest = text.partition("?>")
    return packed({**members(GOOD), part: f"{head}?>{DOCTYPE}{rest}".encode()})


def _field(code: str) -> bytes:
    def change(document: docx.document.Document) -> None:
        run = document.paragraphs[0].add_run()._r
        for kind, text in (("begin", ""), ("", code[:3]), ("", code[3:]), ("end", "")):
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            mark.text = text or None
            run.append(mark)

    return letterhead("头", BODY, change=change)


def _twice() -> bytes:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    return out.getvalue()


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLE = "application/vnd.openxmlformats-officedocument.oleObject"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "空": (lambda: b"", "文件是空的"),
    "不是压缩包": (lambda: b"hello", "不是 .docx"),
    "旧格式": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
    "网页": (lambda: b"<html><body>x</body></html>", "网页"),
    "截断": (lambda: GOOD[: len(GOOD) // 2], "不是完整的 docx"),
    "表格文件": (lambda: packed({"xl/workbook.xml": b"<x/>"}), ""),
    "正文坏了": (lambda: packed({**members(GOOD), "word/document.xml": b"<w:document>"}), "XML 不完整"),
    "主件两份": (_twice, "部件重名"),
    "炸弹": (_bomb, "超过安全限度"),
    "链接的图片": (
        lambda: linked(GOOD, "image", 'Target="http://127.0.0.1/x.png" TargetMode="External"'),
        "引用了外部资源",
    ),
    "外部模板": (
        lambda: linked(GOOD, "attachedTemplate", 'Target="file:///x.dotm" TargetMode="External"'),
        "引用了外部资源",
    ),
    "实体": (lambda: _declared("word/document.xml"), "DTD"),
    "样式里的实体": (lambda: _declared("word/styles.xml"), "DTD"),
    "宏文稿": (lambda: spoiled(GOOD, "[Content_Types].xml", PLAIN, MACRO), "有宏"),
    "宏": (
        lambda: added(GOOD, "vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject", "vbaProject"),
        "有宏",
    ),
    "OLE": (lambda: added(GOOD, "embeddings/a.bin", b"x", OLE, "oleObject"), "OLE"),
    "嵌入的表格": (
        lambda: added(
            GOOD, "embeddings/a.xlsx", packed({"xl/workbook.xml": b"<x/>"}),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "package",
        ),
        "OLE",
    ),
    "altChunk": (lambda: added(GOOD, "a.html", b"<html/>", "text/html", "aFChunk"), "altChunk"),
    "别的部件": (lambda: added(GOOD, "a.bin", b"x", "application/x-other", "other"), "用不着"),
    "模板": (
        lambda: spoiled(GOOD, "[Content_Types].xml", PLAIN, PLAIN.replace("document", "template", 1)
                        .replace("wordprocessingml.document", "wordprocessingml.template")),
        "Word 模板",
    ),
    "取图的域": (lambda: _field('INCLUDEPICTURE "http://127.0.0.1/x.png"'), "INCLUDEPICTURE"),
    "取文的域": (lambda: _field("includetext file:///etc/passwd"), "INCLUDETEXT"),
    "DDE": (lambda: _field("DDEAUTO c:\\\\cmd.exe"), "DDEAUTO"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_and_broken_files_are_refused(kind: str) -> None:
    make, why = HOSTILE[kind]
    assert why in refused(make())


def test_hyperlinks_and_page_numbers_are_no_harm() -> None:
    data = linked(
        _field("PAGE  "), "hyperlink", 'Target="https://example.cn" TargetMode="External"'
    )
    assert read_letterhead(data, "信头.docx").slots == ()
