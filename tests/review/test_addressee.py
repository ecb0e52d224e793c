"""主送机关 and 称谓 are set flush left: told where the .docx says how they are set, nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from docgen.finding import Level
from docgen.read import read_content, read_text
from docgen.review.engine import Asked, reviewer
from tests.review.clean import LIBRARY

NOTICE = ("青山镇关于整顿软弱涣散村党组织的通知", "各村党支部：")
SPEECH = ("在全镇整顿工作推进会上的讲话", "同志们：")
BODY = "石桥村党支部列入整顿以来，镇党委派工作组驻村，班子配齐了。"


def left(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(0)


def plain(paragraph: Paragraph) -> None:
    """As the style has it."""


def indented(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(32)


def by_characters(paragraph: Paragraph) -> None:
    indented(paragraph)
    paragraph._p.pPr.ind.attrib.clear()
    paragraph._p.pPr.ind.set(qn("w:firstLineChars"), "200")


def hanging(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.left_indent = Pt(32)
    paragraph.paragraph_format.first_line_indent = Pt(-32)


def centered(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER


def by_blanks(paragraph: Paragraph) -> None:
    paragraph.runs[0].text = "　　" + paragraph.runs[0].text


def draft(front: tuple[str, str], look: Callable[[Paragraph], None], style_indent: int) -> bytes:
    """A draft whose second paragraph is set so; style_indent: points of its style's first line."""
    document = Document()
    document.styles["Normal"].paragraph_format.first_line_indent = Pt(style_indent)
    for text in (*front, BODY):
        document.add_paragraph(text)
    look(document.paragraphs[1])
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


CASES = [
    (NOTICE, plain, 0, None),
    (NOTICE, left, 32, None),
    (NOTICE, hanging, 0, None),
    (NOTICE, plain, 32, "“各村党支部：”缩进了，应从左边顶格写起"),
    (NOTICE, indented, 0, "“各村党支部：”缩进了，应从左边顶格写起"),
    (NOTICE, by_characters, 0, "“各村党支部：”缩进了，应从左边顶格写起"),
    (NOTICE, by_blanks, 0, "“各村党支部：”缩进了，应从左边顶格写起"),
    (NOTICE, centered, 0, "“各村党支部：”居中了，应从左边顶格写起"),
    (SPEECH, indented, 0, "“同志们：”缩进了，应从左边顶格写起"),
    (SPEECH, plain, 0, None),
]


@pytest.mark.parametrize(("front", "look", "style_indent", "message"), CASES)
def test_set_flush_left(
    front: tuple[str, str],
    look: Callable[[Paragraph], None],
    style_indent: int,
    message: str | None,
) -> None:
    paper = read_content(draft(front, look, style_indent), "稿.docx")
    asked = Asked(LIBRARY, paper.on, paper.genre)
    told = [r.finding for r in reviewer(LIBRARY).review(paper, asked, ["DOC004"])]
    assert [one.message for one in told] == ([message] if message else [])
    level = Level.DOUBT if front is NOTICE else Level.HINT
    assert all(one.level is level for one in told)


def test_a_text_does_not_say_how_it_is_set() -> None:
    paper = read_text(f"　　　　{NOTICE[0]}\n\n　　{NOTICE[1]}\n\n　　{BODY}\n")
    asked = Asked(LIBRARY, paper.on, paper.genre)
    assert list(reviewer(LIBRARY).review(paper, asked, ["DOC004"])) == []
