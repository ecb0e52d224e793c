"""Comments and corrections in a .docx: at the exact characters, and nothing else moves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.errors import InputError
from docgen.ooxml.comments import Note, annotate
from docgen.ooxml.corrections import Change, corrected
from docgen.ooxml.lint import lint_package
from docgen.ooxml.reading import paragraphs
from docgen.render import render
from tests.gate.base import clean_document
from tests.gate.office import convert
from tests.gate.sdk import sdk_errors
from tests.samples import LIBRARY, NAMES, draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CLEAN = clean_document()
"""One of everything: a comment of its own, a field, links, pictures, a table, content controls."""
OURS = render(draft(NAMES[0]), "docx", LIBRARY.style(draft(NAMES[0]).meta.style))
SPLIT = "全县共有党员若干名，详见附表。"
"""Paragraph 4 of CLEAN, in three runs; a comment of its own stands on 党员若干名."""


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(data)]


def comments(data: bytes) -> Mapping[str, str]:
    """What each comment says, by its number."""
    found = docx.Document(io.BytesIO(data)).comments
    return {str(comment.comment_id): comment.text for comment in found}


def quoted(data: bytes) -> Mapping[str, str]:
    """The text that each comment's range holds, by its number, as the XML alone tells it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    out: dict[str, str] = {}
    still: set[str] = set()
    for element in root.iter():
        number = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            still.add(number)
            out[number] = ""
        elif element.tag == W + "commentRangeEnd":
            still.remove(number)
        elif element.tag in (W + "t", W + "tab", W + "br"):
            for one in still:
                out[one] += element.text or ("\t" if element.tag == W + "tab" else "\n")
    return out


def test_a_comment_stands_on_its_characters_beside_those_that_were_there() -> None:
    done = annotate(CLEAN, [Note(4, 2, 6, "改为“现有党员”"), Note(4, 11, 13, "附表没有附")])
    assert quoted(done) == {"0": "党员若干名", "1": "共有党员", "2": "见附"}
    assert comments(done) == {"0": "请核实", "1": "改为“现有党员”", "2": "附表没有附"}
    assert texts(done) == texts(CLEAN)


def test_a_comment_of_several_lines_and_one_on_a_whole_draft() -> None:
    done = annotate(OURS, [Note(0, 0, 0, "缺落款\n缺日期"), Note(2, 0, 99, "称谓")], author="审")
    assert comments(done) == {"0": "缺落款\n缺日期", "1": "称谓"}
    assert quoted(done) == {"0": "", "1": texts(OURS)[1]}
    assert {comment.author for comment in docx.Document(io.BytesIO(done)).comments} == {"审"}


def test_the_same_comments_make_the_same_bytes_and_none_change_nothing() -> None:
    notes = [Note(3, 0, 4, "甲"), Note(1, 0, 1, "乙")]
    assert annotate(OURS, notes) == annotate(OURS, reversed(notes))
    assert annotate(OURS, []) == OURS


def main_part(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def body_of(xml: str) -> bytes:
    """OURS with this as its only paragraph."""
    with zipfile.ZipFile(io.BytesIO(OURS)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["word/document.xml"].decode()
    start, end = text.index("<w:body>") + len("<w:body>"), text.rindex("<w:sectPr")
    parts["word/document.xml"] = (text[:start] + xml + text[end:]).encode()
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return saved.getvalue()


NUMBER = st.integers(0, 40)
NOTES = st.lists(st.builds(Note, st.integers(1, 14), NUMBER, NUMBER, st.just("注")), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([CLEAN, OURS]), NOTES)
def test_any_comments_quote_what_they_are_on_and_change_no_text(
    data: bytes, notes: list[Note]
) -> None:
    notes = [note._replace(end=max(note.start, note.end)) for note in notes]
    before, said = texts(data), len(comments(data))
    done = annotate(data, notes)
    assert texts(done) == before
    assert lint_package(done) == ()
    wanted = [before[n.paragraph - 1][n.start : n.end] for n in sorted(notes)]
    assert [quoted(done)[str(number)] for number in range(said, said + len(notes))] == wanted


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([CLEAN, OURS]), NOTES)
def test_any_change_is_made_in_the_text_and_nowhere_else(data: bytes, notes: list[Note]) -> None:
    before = texts(data)
    changes: dict[int, Change] = {}
    for note in notes:  # one for each paragraph: changes do not overlap
        length = len(before[note.paragraph - 1])
        start, end = sorted((min(note.start, length), min(note.end, length)))
        if length:
            changes[note.paragraph] = Change(note.paragraph, start, end, "，改")
    done = corrected(data, changes.values())
    after = list(before)
    for number, start, end, text in changes.values():
        after[number - 1] = before[number - 1][:start] + text + before[number - 1][end:]
    assert texts(done) == after
    assert lint_package(done) == ()
    assert comments(done) == comments(data)


def test_a_correction_keeps_the_formatting_of_the_run_it_stands_in() -> None:
    done = corrected(CLEAN, [Change(2, 1, 3, "二件")])  # 第一项任务, red and bold
    assert texts(done)[1] == "第二件任务"
    [run] = docx.Document(io.BytesIO(done)).paragraphs[1].runs
    assert (run.text, run.bold, str(run.font.color.rgb)) == ("第二件任务", True, "FF0000")


REVISED = body_of(
    '<w:p><w:r><w:t>镇党委</w:t></w:r><w:ins w:id="91" w:author="甲"><w:r><w:rPr><w:b/></w:rPr>'
    '<w:t>专题布</w:t></w:r></w:ins><w:del w:id="92" w:author="甲"><w:r><w:delText>研究'
    '</w:delText></w:r></w:del><w:r><w:t xml:space="preserve">署 </w:t><w:tab/><w:t>工作</w:t></w:r>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>"
)
"""An insertion, a deletion, a tab and hidden text; what is visible is 镇党委专题布署 工作。"""


def test_comments_and_corrections_go_through_revisions_and_leave_them() -> None:
    assert texts(REVISED) == ["镇党委专题布署 \t工作。"]
    done = annotate(REVISED, [Note(1, 3, 7, "布署")])
    assert quoted(done)["0"] == "专题布署"
    mended = corrected(done, [Change(1, 5, 6, "部"), Change(1, 7, 9, "")])
    assert texts(mended) == ["镇党委专题部署工作。"]
    xml = main_part(mended)
    assert "<w:delText>研究</w:delText>" in xml
    assert "<w:vanish/>" in xml
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">专题部</w:t>' in xml
    assert comments(mended) == {"0": "布署"}
    assert lint_package(mended) == ()


def test_word_and_libreoffice_read_both(tmp_path: Path) -> None:
    made = {
        "原有批注": annotate(CLEAN, [Note(n, 1, 4, "核") for n in range(15)]),
        "文稿": annotate(OURS, [Note(n, 0, 6, "核\n改") for n in range(1, 9)]),
        "修订": corrected(annotate(REVISED, [Note(1, 3, 7, "核")]), [Change(1, 5, 6, "部")]),
        "改": corrected(CLEAN, [Change(4, 2, 10, "有"), Change(14, 3, 5, ""), Change(8, 0, 2, "")]),
    }
    files = [tmp_path / f"{name}.docx" for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    assert sdk_errors(files) == {file: [] for file in files}
    assert set(convert(files, tmp_path)) == set(files)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_docx_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        annotate(data, [Note(1, 0, 1, "注")])
