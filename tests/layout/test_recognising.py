"""Without --style a paper is held against the style it is set in; where that is not beyond doubt,
head and page numbers are left alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, RGBColor

from docgen.layout import Checked, check, mended
from docgen.library import Library
from docgen.render import render
from tests.gate.office import saved_again
from tests.layout.clean import paragraph, seeded
from tests.layout.test_foreign import typed
from tests.layout.test_our_drafts import dressed
from tests.samples import LIBRARY, PAPERS, paper


def seen(data: bytes, library: Library = LIBRARY) -> Checked:
    """A file as it is looked at when nobody says in which style."""
    return check(data, "稿.docx", None, library)


def ours(id: str, form: str, library: Library = LIBRARY) -> bytes:
    """A draft with head and foot in that style."""
    draft = dressed(paper(*PAPERS[0]), LIBRARY.forms[form])
    return render(draft, "docx", library.style(id))


# --- our own drafts -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", LIBRARY.forms)
@pytest.mark.parametrize("id", LIBRARY.style_ids)
def test_our_drafts_are_held_against_their_own_style(id: str, form: str) -> None:
    data = ours(id, form)
    found = seen(data)
    assert found.findings == ()
    assert mended(found) == data
    # A paper without 期号 looks alike in both; then the common one is as good.
    assert found.choice.style.id in ({id, "gbt9704"} if id == "minutes" else {id})
    assert found.choice.sure
    assert found.choice.style.name in found.choice.said or found.choice.style.id == "gbt9704"


def test_a_letter_that_was_changed_is_still_held_against_the_letter() -> None:
    data = seeded(
        paragraph("今年上半年", "(?<=<w:r>)<w:rPr>", "<w:rPr><w:b/>"),
        data=ours("letter", "信函"),
    )
    found = seen(data)
    assert found.choice.style.id == "letter"
    assert [one.message for one in found.findings] == ["正文加粗了，应为不加粗"]


def test_our_drafts_saved_by_libreoffice_are_recognised(tmp_path: Path) -> None:
    files = [tmp_path / f"{id}.docx" for id in LIBRARY.style_ids]
    for file in files:
        file.write_bytes(ours(file.stem, "信函"))
    found = {one.stem: seen(one.read_bytes()) for one in saved_again(files, tmp_path / "存")}
    assert {id: one.findings for id, one in found.items()} == dict.fromkeys(found, ())
    assert {id: one.choice.style.id for id, one in found.items()} == {
        **{id: id for id in LIBRARY.style_ids},
        "minutes": "gbt9704",
    }


OWN_STYLE = """\
继承: letter
名称: 清河县函
发文机关标志:
  上距: 20毫米
一级标题:
  加粗: 是
"""


def test_a_style_of_one_s_own_when_the_library_has_it(tmp_path: Path) -> None:
    styles = tmp_path / "data/norms/styles"
    styles.mkdir(parents=True)
    (styles / "own.yaml").write_text(OWN_STYLE, encoding="utf-8")
    library = Library([tmp_path])
    data = ours("own", "信函", library)
    found = seen(data, library)
    assert found.choice.said == "docgen 按“清河县函”排的，就照它看（照别的看用 --style）"
    assert found.findings == ()
    elsewhere = seen(data)
    assert elsewhere.choice.said == (
        "docgen 排的，用的样式这里没有，照“党政机关公文格式”看；版头、版记、页码没有看，照哪个看用 --style"
    )
    assert {one.message for one in elsewhere.findings} == {"一级标题加粗了，应为不加粗"}
    again = elsewhere.again(mended(elsewhere))
    assert again.findings == ()
    assert bodies(again.data)[:3] == bodies(data)[:3]


def bodies(data: bytes) -> list[str]:
    """The paragraphs as the file has them."""
    return [line._p.xml for line in docx.Document(io.BytesIO(data)).paragraphs]


# --- papers of others -----------------------------------------------------------------------------


def office(*head: Callable[[Document], None], title: str = "关于有关情况的函") -> bytes:
    """A paper typed in an office, on a page as the standard has it, unnumbered."""
    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    for one in head:
        one(made)
    line = made.add_paragraph()
    line.alignment = ALIGN.CENTER
    typed(line, title, "方正小标宋简体", 22)
    for text in ("县委组织部：", "来函收悉。我镇现有党员1286名，现将有关情况函复如下。"):
        typed(made.add_paragraph(), text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def mark(
    text: str, color: tuple[int, int, int] = (200, 0, 0), edge: str = ""
) -> Callable[[Document], None]:
    def add(made: Document) -> None:
        line = made.add_paragraph()
        line.alignment = ALIGN.CENTER
        typed(line, text, "方正小标宋简体", 30)
        line.runs[0].font.color.rgb = RGBColor(*color)
        if edge:
            border = f'<w:bottom w:val="{edge}" w:sz="24" w:space="1" w:color="FF0000"/>'
            xml = f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"
            line._p.get_or_add_pPr().append(parse_xml(xml))

    return add


def line(text: str, side: ALIGN = ALIGN.LEFT) -> Callable[[Document], None]:
    def add(made: Document) -> None:
        one = made.add_paragraph()
        one.alignment = side
        typed(one, text)

    return add


def drawn(made: Document) -> None:
    """A double line as a shape."""
    shape = (
        f"<w:r {nsdecls('w')}><w:pict><v:line xmlns:v='urn:schemas-microsoft-com:vml' "
        "from='0,0' to='480pt,0' strokecolor='red' strokeweight='3pt'>"
        "<v:stroke linestyle='thickThin'/></v:line></w:pict></w:r>"
    )
    made.add_paragraph()._p.append(parse_xml(shape))


ORGAN, RIGHT = "清河县青山镇人民政府", ALIGN.RIGHT
SURE = {
    "段落边框的双线": (
        "letter",
        (mark(ORGAN, edge="thickThinSmallGap"), line("青政函〔2026〕5号", RIGHT)),
    ),
    "画上去的双线": ("letter", (mark(ORGAN), drawn, line("青政函〔2026〕5号", RIGHT))),
    "没有字号": ("letter", (mark(ORGAN, edge="double"),)),
    "纪要": ("minutes", (mark("清河县青山镇党委会议纪要"), line("第3期", ALIGN.CENTER))),
    "简报": ("briefing", (mark("青山镇党建简报"), line("第3期", ALIGN.CENTER))),
    "不叫简报": ("briefing", (mark("青山党建"), line("第3期", ALIGN.CENTER))),
}


@pytest.mark.parametrize("name", SURE)
def test_the_marks_of_a_form_tell_the_style(name: str) -> None:
    id, head = SURE[name]
    choice = seen(office(*head)).choice
    assert (choice.style.id, choice.sure) == (id, True)
    assert choice.said == f"是{NAMES[id]}，照“{choice.style.name}”看（照别的看用 --style）"


NAMES = {"letter": "信函", "minutes": "纪要", "briefing": "简报"}
LIKELY = {
    "函的字号": ("letter", (mark(ORGAN), line("青政函〔2026〕5号"))),
    "字号居右": ("letter", (mark(ORGAN), line("青政〔2026〕5号", RIGHT))),
    "字号写错": ("letter", (mark(ORGAN), line("青政函[2026]第05号"))),
    "没有期号": ("briefing", (mark("青山镇党建简报"),)),
}


@pytest.mark.parametrize("name", LIKELY)
def test_where_it_is_not_sure_head_and_page_numbers_are_left_alone(name: str) -> None:
    id, head = LIKELY[name]
    data = office(*head)
    found = seen(data)
    assert found.choice.style.id == "gbt9704"
    said = f"像{NAMES[id]}，用 --style {id}；现在版头、版记、页码没有看"
    assert found.choice.said == said
    told = {one.message for one in found.findings}
    assert told
    assert not any(
        "页码" in one or "标志" in one or "字号" in one.split("，")[0][:4] for one in told
    )
    made = docx.Document(io.BytesIO(mended(found)))
    before = docx.Document(io.BytesIO(data))
    assert [p._p.xml for p in made.paragraphs[: len(head)]] == [
        p._p.xml for p in before.paragraphs[: len(head)]
    ]
    assert made.sections[0].footer.is_linked_to_previous


COMMON = {
    "红头文件": (mark(ORGAN + "文件"), line("青政〔2026〕5号", ALIGN.CENTER)),
    "不加文件二字": (mark(ORGAN), line("青政〔2026〕5号", ALIGN.CENTER)),
    "没有版头": (),
    "黑字的标题": (mark("清河县青山镇党委会议纪要", (0, 0, 0)),),
}


@pytest.mark.parametrize("name", COMMON)
def test_other_papers_are_held_against_the_standard(name: str) -> None:
    choice = seen(office(*COMMON[name], title="关于有关情况的报告")).choice
    assert (choice.style.id, choice.said, choice.sure) == ("gbt9704", "", True)
