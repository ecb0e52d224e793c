"""Every paper comes out of the real LibreOffice as it went in, and always the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx.image.image import Image

from docgen.document import (
    Attachment,
    Chart,
    Document,
    Heading,
    Masthead,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    plain_text,
)
from docgen.errors import RenderError
from docgen.library import Library
from docgen.office import Office
from docgen.office.pages import page_texts, pictures
from docgen.office.proof import difference
from docgen.office.stamps import unstamped
from docgen.render import render
from tests.gate.office import folded, pdf_text
from tests.office.ground import LIBRARY, PRINTING, STYLE
from tests.render.papers import BAR, PAPERS, paper
from tests.samples import PAPERS as SAMPLES
from tests.samples import paper as composed


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office(PRINTING, LIBRARY) as office:
        yield office


def printed(office: Office, document: Document) -> bytes:
    style = LIBRARY.style(document.meta.style)
    return office.pdf(render(document, "docx", style), style)


OF_TEMPLATE = dict(SAMPLES)
"""A facts file for each template."""


def test_there_is_a_paper_of_every_template() -> None:
    assert {*OF_TEMPLATE} == {*LIBRARY.templates}


@pytest.mark.parametrize("template", OF_TEMPLATE)
def test_a_pdf_of_every_template_says_what_the_document_says(
    template: str, office: Office, tmp_path: Path
) -> None:
    document = composed(template, OF_TEMPLATE[template])
    pdf = printed(office, document)
    assert difference(document, page_texts(pdf), LIBRARY.style(document.meta.style)) == ""
    if not any(isinstance(block, Table | Chart) for block in document.body):
        (tmp_path / "稿.pdf").write_bytes(pdf)  # another reader than the one it was proved with
        assert folded(pdf_text(tmp_path / "稿.pdf")) == folded(plain_text(document))


@pytest.mark.parametrize("name", PAPERS)
def test_odd_papers_too(name: str, office: Office) -> None:
    assert difference(PAPERS[name], page_texts(printed(office, PAPERS[name])), STYLE) == ""


WHOLE = paper(
    Paragraph(("各单位要认真抓好落实。",)),
    masthead=Masthead((("清河县青山镇人民政府",),), document_number=("青政〔2026〕3号",)),
    signature=Signature((("青山镇人民政府",),), ("2026年6月30日",)),
    note=("（联系电话：0571）",),
    attachments=(
        Attachment(("督查方案",), (Heading(1, ("分工",)), PageBreak(), BAR)),
        Attachment(("各村名单",), (Table((("村",),), ((("石门村",),),)),)),
    ),
)


@pytest.mark.parametrize("id", LIBRARY.style_ids)
def test_every_style_prints_head_and_tail(id: str, office: Office) -> None:
    style = LIBRARY.style(id)
    pages = page_texts(office.pdf(render(WHOLE, "docx", style), style))
    assert difference(WHOLE, pages, style) == ""
    assert difference(WHOLE, pages[1:], style).startswith("少了“")


def test_the_same_paper_gives_the_same_bytes(office: Office) -> None:
    """Cold and warm, first and later, with other papers in between."""
    names = ("完整", "图", "记号")
    warm = [printed(office, PAPERS[name]) for name in (*names, *reversed(names))]
    assert warm[:3] == warm[:2:-1]
    for name, before in zip(names, warm, strict=False):
        with Office(PRINTING, LIBRARY) as cold:
            assert printed(cold, PAPERS[name]) == before
    assert b"CreationDate" not in warm[0]


def test_a_picture_of_each_page(office: Office) -> None:
    pages = pictures(printed(office, PAPERS["完整"]))
    assert len(pages) == 3
    for page in pages:
        image = Image.from_blob(page)
        assert image.content_type == "image/png"
        assert (image.px_width, image.px_height) == (1241, 1754)  # A4
        assert (image.horz_dpi, image.vert_dpi) == (150, 150)


BODY = paper(
    Paragraph(("张喆同志说：“抓好3件事。”",)), Paragraph(("抓好3件事。",)), title=("样稿",)
)
PAGE = "样稿\r\n张喆同志说：“抓好 3 件事。”\r\n抓好 3 件事。\r\n—1—"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([PAGE], ""),
        ([PAGE.replace("喆", "")], "少了“喆”，如“样稿”里的"),
        ([PAGE.replace("喆", "哲")], "少了“喆”"),
        ([PAGE.replace("抓好 3 件事。\r\n", "")], "少了“"),
        ([PAGE.replace("3 件事。\r\n—", "13 件事。\r\n—")], "多了“1”"),
        ([PAGE, "多出一页\r\n—2—"], "多了“"),
        ([""], "少了“"),
        ([PAGE.replace("—1—", "—12—")], ""),
        ([PAGE.replace("—1—", "1")], "多了“1”"),
    ],
    ids="一样 丢字 换字 丢段 多字 多页 空页 页码 页码不像".split(),
)
def test_what_differs_is_found(pages: list[str], expected: str) -> None:
    found = difference(BODY, pages, STYLE)
    assert found.startswith(expected.partition("，")[0]) if expected else found == ""


def test_a_lost_character_is_named_with_its_sentence() -> None:
    found = difference(BODY, [PAGE.replace("喆", "")], STYLE)
    assert found == "少了“喆”，如“张喆同志说:“抓好”里的"


def test_a_table_may_repeat_its_header_and_nothing_else(office: Office) -> None:
    document = PAPERS["完整"]
    pages = page_texts(printed(office, document))
    again = [pages[0].replace("—1—", "序号 村 投入（万元）\r\n—1—"), *pages[1:]]
    assert difference(document, again, STYLE) == ""
    again = [pages[0].replace("—1—", "清河村\r\n—1—"), *pages[1:]]
    assert difference(document, again, STYLE).startswith("多了“")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.6\nabc", b"<html>"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(RenderError):
        page_texts(data)


def test_a_hyphen_at_the_end_of_a_line_is_not_lost(office: Office) -> None:
    document = paper(Paragraph(("A-" * 90,)), Paragraph(("well-known " * 20,)))
    assert difference(document, page_texts(printed(office, document)), STYLE) == ""


def test_a_pdf_that_is_not_laid_out_as_expected_is_left_as_it_is(office: Office) -> None:
    pdf = printed(office, PAPERS["完整"])
    assert unstamped(pdf) == pdf
    for damaged in (b"", pdf[:-40], pdf.replace(b"xref\n", b"xrex\n"), b"startxref\n999999\n%%EOF"):
        assert unstamped(damaged) == damaged


OWN = """\
继承: gbt9704
名称: 本单位的版式
标题: {字体: 本单位标宋}
替代字体: {小标宋: [本单位标宋, LXGW WenKai]}
"""


def test_a_paper_of_another_style_is_printed_in_its_own_fonts(
    office: Office, tmp_path: Path
) -> None:
    """A unit's style may name a font that no other style knows."""
    (tmp_path / "data/norms/styles").mkdir(parents=True)
    (tmp_path / "data/norms/styles/own.yaml").write_text(OWN, encoding="utf-8")
    own = Library([tmp_path]).style("own")
    document = PAPERS["只有标题"]
    before, after = (office.pdf(render(document, "docx", style), style) for style in (STYLE, own))
    assert b"NotoSerifCJK" in before
    assert b"LXGWWenKai" not in before
    assert b"LXGWWenKai" in after
