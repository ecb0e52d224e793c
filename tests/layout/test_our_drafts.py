"""What docgen lays out in a style gives nothing against that style."""

from __future__ import annotations

import pytest

from docgen.document import Attachment, Masthead, Paragraph, Signature
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
        signature=Signature((organ,), ("2026年6月30日",), seal),
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
