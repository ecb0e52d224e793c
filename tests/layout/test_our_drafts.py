"""What docgen lays out in a style gives nothing against that style."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest

from docgen.document import (
    Attachment,
    Attendance,
    Document,
    Imprint,
    Masthead,
    Paragraph,
    Signature,
)
from docgen.library.forms import Form
from docgen.render import render
from tests.layout.clean import told
from tests.render.papers import PAPERS as BY_HAND
from tests.render.papers import paper as by_hand
from tests.samples import LIBRARY, PAPERS, paper

STYLES = LIBRARY.style_ids


@pytest.mark.parametrize("style", STYLES)
def test_every_template_in_every_style(style: str) -> None:
    seen: set[str] = set()
    for template, name in PAPERS:
        if template in seen and style != "gbt9704":
            continue  # one draft of each template; in the common style all of them
        seen.add(template)
        data = render(paper(template, name), "docx", LIBRARY.style(style))
        assert told(data, style) == [], (template, name)
    assert seen == set(LIBRARY.templates)


HEAD = {
    "份号": {"copy_number": ("000012",)},
    "密级": {"secrecy": ("秘密★1年",)},
    "紧急程度": {"urgency": ("特急",)},
    "发文机关标志": {"mark": (("中共青山镇委员会",),)},
    "刊名": {"mark": (("青山党建",),)},
    "发文字号": {"document_number": ("青委〔2026〕12号",)},
    "签发人": {"signers": (("王某某",), ("李某某",), ("赵某某",))},
    "期号": {"issue": ("第3期",)},
    "总期号": {"total": ("总第15期",)},
    "编发机关": {"editor": ("青山镇党委办公室",)},
    "编发日期": {"edited_on": ("2026年6月30日",)},
}
FOOT = {
    "报": {"report_to": ("清河县委组织部",)},
    "送": {"send_to": ("清河县农业农村局",)},
    "发": {"issue_to": ("各村党组织",)},
    "抄送": {"copy_to": ("清河县委办公室，清河县人大常委会办公室，清河县人民政府办公室，县政协",)},
    "印发机关": {"printing_organ": ("青山镇党政办公室",)},
    "印发日期": {"printed_on": ("2026年7月1日",)},
    "份数": {"copies": ("50",)},
}
PRESENT = {
    kind: Attendance(kind, ("王某某，李某某，赵某某，" * 4,)) for kind in ("出席", "请假", "列席")
}


def dressed(document: Document, form: Form) -> Document:
    """The draft with all that its form has above the title and behind the body."""
    head = {field: text for one in form.head for field, text in HEAD[one].items()}
    foot = {field: text for one in form.foot for field, text in FOOT[one].items()}
    return replace(
        document,
        masthead=Masthead(suffix=(form.suffix,) * bool(form.suffix), **head),
        attendance=tuple(PRESENT[one] for one in form.attendance),
        imprint=Imprint(**foot) if foot else None,
    )


@pytest.mark.parametrize("form", LIBRARY.forms)
@pytest.mark.parametrize("style", STYLES)
def test_every_template_in_every_form_and_style(style: str, form: str) -> None:
    for template, name in dict(PAPERS).items():
        document = dressed(paper(template, name), LIBRARY.forms[form])
        assert told(render(document, "docx", LIBRARY.style(style)), style) == [], template


def test_every_sample_with_head_and_foot() -> None:
    for (template, name), form in zip(PAPERS, cycle(LIBRARY.forms.values()), strict=False):
        document = dressed(paper(template, name), form)
        assert told(render(document, "docx", LIBRARY.style("gbt9704"))) == [], (name, form.name)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", BY_HAND)
def test_papers_made_by_hand(name: str, style: str) -> None:
    data = render(BY_HAND[name], "docx", LIBRARY.style(style))
    typed = ["提示 LAY016 正文用空格缩进，应为段落的首行缩进"] if name == "记号" else []
    assert told(data, style) == typed


SIGNED = tuple(
    by_hand(
        Paragraph(("各单位要抓好落实。",)),
        recipients=("各村党组织：",),
        signature=Signature(((organ,),), ("2026年6月30日",), seal),
        attachments=(Attachment(("任务清单",), (Paragraph(("见下。",)),)),) * count,
        note=("（此件公开发布）",),
    )
    for organ, seal, count in (
        ("青山镇人民政府", "", 1),
        ("清河县深化农村集体产权制度改革领导小组办公室", "", 2),
        ("青山镇人民政府", "印章", 3),
        ("清河县深化农村集体产权制度改革领导小组办公室", "印章", 0),
        ("县长", "签名章", 0),
    )
)


HEADED = tuple(
    by_hand(Paragraph(("各单位要抓好落实。",)), recipients=("各村党组织：",), masthead=head)
    for head in (
        Masthead(
            mark=(("中共青山镇委员会",),),
            suffix=("文件",),
            document_number=("青发〔2026〕3号",),
            copy_number=("000001",),
            secrecy=("机密★1年",),
            urgency=("特急",),
        ),
        Masthead(
            mark=(("中共清河县委组织部",), ("清河县民政局",)),
            suffix=("文件",),
            document_number=("清组发〔2026〕12号",),
            signers=(("某某",), ("某某某",)),
        ),
        Masthead(
            mark=(("清河县党建简报",),),
            issue=("第3期",),
            total=("总第15期",),
            editor=("中共清河县委组织部",),
            edited_on=("2026年6月30日",),
        ),
    )
)


@pytest.mark.parametrize("style", STYLES)
def test_every_head(style: str) -> None:
    for document in HEADED:
        assert told(render(document, "docx", LIBRARY.style(style)), style) == []


ORGANS = tuple(
    (f"清河县{name}局",) for name in ("财政", "民政", "教育", "水利", "司法", "审计", "统计")
)
JOINT = tuple(
    by_hand(
        Paragraph(("各单位要抓好落实。",)),
        recipients=("各村党组织：",),
        signature=Signature(organs, ("2026年6月30日",), seal),
    )
    for seal in ("", "印章", "签名章")
    for organs in (
        *(ORGANS[:count] for count in (2, 3, 4, 7)),
        (("中共清河县委组织部",), ("清河县人力资源和社会保障局",), ("清河县财政局",)),
        (("中共清河县委员会",), ("清河县人民政府",)),
    )
)


@pytest.mark.parametrize("style", STYLES)
def test_organs_that_sign_together(style: str) -> None:
    for document in JOINT:
        assert told(render(document, "docx", LIBRARY.style(style)), style) == []


@pytest.mark.parametrize("style", STYLES)
def test_signatures_under_every_seal_and_attachments(style: str) -> None:
    for document in SIGNED:
        assert told(render(document, "docx", LIBRARY.style(style)), style) == []


def test_a_unit_s_own_style_is_held_to_its_own_values() -> None:
    """The same file in the common style: what the unit changed is told, as that style has it."""
    data = render(paper(*PAPERS[0]), "docx", LIBRARY.style("unit-example"))
    assert told(data, "unit-example") == []
    assert [line.split("，")[0] for line in told(data)][:3] == [
        "必错 LAY002 天头是35毫米",
        "必错 LAY002 下白边是33毫米",
        "必错 LAY002 切口是27毫米",
    ]
