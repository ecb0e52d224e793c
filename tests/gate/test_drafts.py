"""Every draft of every sample passes the gate, and reads the same in every reader."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from docgen.document import (
    Attachment,
    Chart,
    Heading,
    Masthead,
    PageBreak,
    Paragraph,
    SealKind,
    Signature,
    Span,
    Table,
    plain_text,
)
from docgen.render import render
from tests.gate import check
from tests.gate.office import convert, folded, pdf_text
from tests.render.papers import BAR
from tests.render.papers import paper as by_hand
from tests.samples import LIBRARY, NAMES, PAPERS, ROLLED, draft, paper


def test_every_sample_draft_is_valid_and_reads_back_as_composed() -> None:
    docs = {}
    for name in NAMES:
        document = draft(name)
        style = LIBRARY.style(document.meta.style)
        text = plain_text(document)
        assert render(document, "txt", style).decode() == text
        docs[name] = (render(document, "docx", style), text)
    assert len(docs) >= 4
    assert check(docs) == []


def test_the_pdf_of_every_sample_reads_in_the_same_order(tmp_path: Path) -> None:
    """Possible where no character comes from a fallback font, as in the samples."""
    texts = {}
    for index, name in enumerate(NAMES):
        document = draft(name)
        path = tmp_path / f"{index}.docx"
        path.write_bytes(render(document, "docx", LIBRARY.style(document.meta.style)))
        texts[path] = plain_text(document)
    printed = convert(list(texts), tmp_path)
    for path, text in texts.items():
        assert folded(pdf_text(printed[path])) == folded(text)


HEADED = "counties/qinghe/binjiang/2026-h1.yaml"
"""Facts that give a paper its 版头 and 版记."""


def test_every_template_in_every_style_passes_every_reader() -> None:
    """Of .docx, PDF and text renderer each reads the same."""
    one_each = {**dict(PAPERS), **{key: name for key, name in PAPERS if name == HEADED}}
    assert one_each.keys() == LIBRARY.templates.keys()
    docs = {}
    for template, name in one_each.items():
        document = paper(template, name)
        text = plain_text(document)
        for style in map(LIBRARY.style, LIBRARY.style_ids):
            assert render(document, "txt", style).decode() == text
            docs[f"{template} {style.id}"] = (render(document, "docx", style), text)
    assert check(docs) == []


def test_the_county_s_report_with_its_table_and_chart_passes_every_reader() -> None:
    document = paper("work_report/county", ROLLED)
    assert {type(block) for block in document.body} >= {Table, Chart}
    data = render(document, "docx", LIBRARY.style(document.meta.style))
    assert check({"全县报告": (data, plain_text(document))}) == []


WIDE = Table(
    tuple((f"指标{n}（万元）",) for n in range(12)),
    (tuple((str(n),) for n in range(12)),),
)


def test_what_stands_behind_the_body_passes_every_reader() -> None:
    """附件说明, every seal, 附注 and 附件 with tables, wide ones on their side, and charts, in
    every style."""
    docs = {}
    for name in ("gbt9704", "letter", "minutes", "briefing", "speech", "unit-example"):
        for seal in get_args(SealKind):
            document = by_hand(
                Paragraph(("各单位要认真抓好落实。",)),
                masthead=Masthead(
                    (("清河县青山镇人民政府",),), document_number=("青政〔2026〕3号",)
                ),
                title=("清河县青山镇人民政府2026年上半年基层党建工作情况汇报",),
                signature=Signature((("青山镇人民政府",),), ("2026年6月30日",), seal),
                note=("（联系电话：0571）",),
                attachments=(
                    Attachment(("督查方案",), (Heading(1, ("分工",)), PageBreak(), BAR)),
                    Attachment((Span(("【待填：附件.名称】",), "gap"), "名单")),
                    Attachment(("各村名单",), (Table((("村",),), ((("石门村",),),)),)),
                    Attachment(("一览表",), (Paragraph(("附后。",)), WIDE, BAR, WIDE)),
                ),
            )
            data = render(document, "docx", LIBRARY.style(name))
            docs[f"{name} {seal}"] = (data, plain_text(document))
    assert check(docs) == []
