"""Residue that is certainly none of the paper is taken out whole; the rest is told only.  A page
number in mid-sentence goes, and the sentence is one again."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.shared import Pt

from docgen.drafts.given import Given
from docgen.drafts.reviewing import Terms, correct
from docgen.library.profile import Profile
from docgen.ooxml.lint import lint_package
from tests.samples import LIBRARY

TITLE = "青山镇整顿软弱涣散村党组织工作总结"
BODY = "镇党委逐村分析班子运行情况，列出问题清单，明确整改时限。"
COPY = f"""\
首页 > 工作总结 > 党建
{TITLE}
来源：县统计局
{TITLE}

{BODY}
|
工作总结范文 发布时间:2010/11/15
赞助商
"""


def test_lines_of_the_web_are_taken_out_and_nothing_else() -> None:
    terms = Terms(LIBRARY, frozenset({"WRD006"}))
    found = correct(Given("稿.txt", COPY), terms, Profile())
    assert found.draft.content == (
        f"{TITLE}\n来源：县统计局\n\n{BODY}\n工作总结范文 发布时间:2010/11/15\n"
    )
    assert [one.finding.quote for one in found.remarks] == [
        "来源：县统计局",
        "工作总结范文 发布时间:2010/11/15",
    ]
    again = correct(found.draft, terms, Profile())
    assert again.draft.content == found.draft.content


# --- a page number in mid-sentence ----------------------------------------------------------------

PAGES = Terms(LIBRARY, frozenset({"OUT013"}))
FIRST = "镇党委研究了整顿方案。会后成立了由党委书记任组长"
SECOND = "副书记任副组长的领导小组，逐村分析班子运行情况。"
PARTED = [
    (f"{FIRST}、\n- 2 -\n{SECOND}\n", f"{FIRST}、{SECOND}\n"),
    (f"　　{FIRST}、\n\n　　　　— 12 —\n\n{SECOND}\n", f"　　{FIRST}、{SECOND}\n"),
    (f"{FIRST}\n第2页 共5页\n、{SECOND}\n", f"{FIRST}、{SECOND}\n"),
    (f"　　{FIRST[:-2]}\r\n-2-\r\n组长，{SECOND}\r\n", f"　　{FIRST[:-2]}组长，{SECOND}\r\n"),
    (f"{FIRST}（暂定\n- 2 -\n一年）、{SECOND}\n", f"{FIRST}（暂定一年）、{SECOND}\n"),
    (f"{FIRST}、\n上一页 下一页\n{SECOND}\n", f"{FIRST}、{SECOND}\n"),
    (
        f"{FIRST}、\n- 2 -\n{SECOND}{FIRST}、\n- 3 -\n{SECOND}\n",
        f"{FIRST}、{SECOND}{FIRST}、{SECOND}\n",
    ),
]
BOTH = Terms(LIBRARY, frozenset({"OUT013", "WRD006"}))


IN_FORMS = [
    *(("txt", *pair) for pair in PARTED),
    *(("md", *pair) for pair in PARTED if "　" not in pair[0]),
]
"""A paragraph set in is code in Markdown."""


@pytest.mark.parametrize(("form", "before", "after"), IN_FORMS)
def test_a_sentence_is_one_again(form: str, before: str, after: str) -> None:
    given = Given(f"稿.{form}", f"{TITLE}\n\n{before}")
    found = correct(given, BOTH, Profile())
    assert found.draft.content == f"{TITLE}\n\n{after}"
    assert correct(found.draft, BOTH, Profile()).draft.content == found.draft.content


LEFT = {
    "two paragraphs, the first without its mark": f"{FIRST}\n- 2 -\n{SECOND}\n",
    "whole paragraphs": f"{SECOND}\n\n- 2 -\n\n{SECOND}\n",
    "both set in": f"　　{FIRST}\n- 2 -\n　　{SECOND}\n",
    "figures that would run together": f"{FIRST}，党员1\n- 2 -\n126名。{SECOND}\n",
    "a bare number, perhaps of the text": f"{FIRST}、\n2\n{SECOND}\n",
    "a number before words of the line": f"{FIRST}、\n3、{SECOND}\n",
    "in a quotation": f"{FIRST}，提出“逐村分析、\n- 2 -\n逐人谈话”的要求。{SECOND}\n",
    "a heading behind": f"　　{FIRST}\n- 2 -\n一、主要做法\n　　{SECOND}\n",
    "the signature behind": f"　　{FIRST}\n- 2 -\n中共清河县青山镇委员会\n2026年6月30日\n",
}


@pytest.mark.parametrize("case", LEFT)
def test_what_is_not_certain_stays(case: str) -> None:
    given = Given("稿.txt", f"{TITLE}\n\n{LEFT[case]}")
    assert correct(given, BOTH, Profile()).draft.content == given.content


def office(*paragraphs: str) -> docx.document.Document:
    document = docx.Document()
    for text in (TITLE, *paragraphs):
        paragraph = document.add_paragraph()
        for number, part in enumerate(text.split("|")):
            paragraph.add_run(part).bold = number == 1
    document.paragraphs[1].paragraph_format.first_line_indent = Pt(32)
    return document


def saved(document: docx.document.Document) -> Given:
    out = BytesIO()
    document.save(out)
    return Given("稿.docx", out.getvalue())


def texts(given: Given) -> list[str]:
    assert isinstance(given.content, bytes)
    return [one.text for one in docx.Document(BytesIO(given.content)).paragraphs]


def test_a_sentence_of_a_docx_is_one_again_its_looks_kept() -> None:
    given = saved(office(f"{FIRST[:-2]}|组", "", "- 2 -", f"长，|{SECOND}", BODY))
    done = correct(given, PAGES, Profile()).draft
    assert texts(done) == [TITLE, f"{FIRST[:-2]}组长，{SECOND}", BODY]
    assert isinstance(done.content, bytes)
    assert lint_package(done.content) == ()
    joined = docx.Document(BytesIO(done.content)).paragraphs[1]
    assert [(run.text, run.bold) for run in joined.runs][1:] == [
        ("组", True),
        ("长，", False),
        (SECOND, True),
    ]
    assert joined.paragraph_format.first_line_indent == Pt(32)
    assert correct(done, PAGES, Profile()).draft.content == done.content


def test_a_docx_keeps_a_page_number_that_more_hangs_on() -> None:
    whole = office(f"{FIRST}、", "- 2 -", SECOND)
    new = docx.oxml.OxmlElement("w:bookmarkStart")
    whole.paragraphs[2]._p.append(new)
    sections = office(f"{FIRST}、", "- 2 -", SECOND)
    sections.paragraphs[2]._p.get_or_add_pPr().append(docx.oxml.OxmlElement("w:sectPr"))
    table = office(f"{FIRST}、", "- 2 -", SECOND)
    table.paragraphs[2]._p.addnext(table.add_table(1, 1)._tbl)
    for document in (whole, sections, table):
        given = saved(document)
        assert correct(given, PAGES, Profile()).draft.content == given.content
