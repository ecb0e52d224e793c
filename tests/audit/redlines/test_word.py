"""A redline as tracked changes: accept all is the new draft, reject all the old one.

Proven over the XML by the test's own reading, and in LibreOffice Writer.
"""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.audit.redlines import word
from docgen.finding import Place
from docgen.manuscript import Cell, Line, Manuscript, manuscript_of
from docgen.ooxml.lint import lint_package
from docgen.read import read_text
from docgen.review.redline import redline
from tests.audit.redlines.settling import settle
from tests.gate.sdk import sdk_errors
from tests.ooxml.writer import settled
from tests.samples import LIBRARY, NAMES, draft

STYLE = LIBRARY.style("gbt9704")
NUMBERS = [NAMES[number] for number in (17, 18, 6, 25, 29)]
"""A town twice, the county, whose draft has tables, and two seeds."""


def texts(paper: Manuscript) -> list[str]:
    return [line.text for line in paper.lines if line.text]


def paper_of(name: str) -> Manuscript:
    return manuscript_of(draft(name), name)


def tabled(before: str, rows: list[list[str]], after: str = "表后一段。") -> Manuscript:
    cells = [
        Line(text, ((0, Place("稿", 1)),), "cell", cell=Cell(0, r, c))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    first, last = (Line(text, ((0, Place("稿", 1)),)) for text in (before, after))
    return Manuscript("稿", tuple(line for line in (first, *cells, last) if line.text or line.cell))


HEAD, STONE, WILLOW = ["村", "党员"], ["石桥村", "45名"], ["柳林村", "38名"]
TABLES = {
    "一格变了": ([HEAD, STONE], [HEAD, ["石桥村", "46名"]]),
    "多一行": ([HEAD, STONE], [HEAD, STONE, WILLOW]),
    "少一行": ([HEAD, STONE, WILLOW], [HEAD, WILLOW]),
    "列数变了": ([HEAD, STONE], [[*HEAD, "备注"], [*STONE, "无"]]),
    "表没了": ([HEAD, STONE], []),
    "表新加": ([], [HEAD, STONE]),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    old, new = TABLES[name]
    left, right = tabled("表前一段，说明来历。", old), tabled("表前一段，说明去向。", new)
    data = word.render(redline(left, right), STYLE)
    assert settle(data, accept=True) == texts(right)
    assert settle(data, accept=False) == texts(left)


@pytest.mark.parametrize(("old", "new"), [*pairwise(NUMBERS)])
def test_accept_is_new_and_reject_is_old(old: str, new: str) -> None:
    left, right = paper_of(old), paper_of(new)
    data = word.render(redline(left, right), STYLE)
    assert settle(data, accept=True) == texts(right)
    assert settle(data, accept=False) == texts(left)
    assert lint_package(data) == ()
    assert data == word.render(redline(left, right), STYLE)


def test_no_empty_paragraph_is_left_in_the_midst() -> None:
    old = read_text("题\n甲段说的是甲。\n乙段说的是乙，各不相同。\n丙段收尾的话。")
    new = read_text("题\n新加的几句话在这里。\n甲段说的是甲。\n丙段收尾的话。")
    data = word.render(redline(old, new), STYLE)
    assert settle(data, accept=True, blank=True) == texts(new)
    assert settle(data, accept=False, blank=True) == texts(old)


WORDS = "召开会议 12名 13名 ， 。 一、 （一）抓实 \n \n 培训干部 党员 <&> ' \" 近600万元".split(" ")
drafts = st.lists(st.sampled_from(WORDS), max_size=20).map("".join)


@given(drafts, drafts)
@settings(max_examples=200, deadline=None)
def test_any_two_texts(old: str, new: str) -> None:
    left, right = read_text(old), read_text(new)
    data = word.render(redline(left, right), STYLE)
    assert settle(data, accept=True) == texts(right)
    assert settle(data, accept=False) == texts(left)


def test_writer_accepts_and_rejects_and_the_sdk_finds_nothing(tmp_path: Path) -> None:
    pairs = [(paper_of(old), paper_of(new)) for old, new in pairwise(NUMBERS)]
    pairs += [
        (tabled("表前一段。", old), tabled("表前的一段。", new)) for old, new in TABLES.values()
    ]
    files = []
    for number, (old, new) in enumerate(pairs):
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(word.render(redline(old, new), STYLE))
    for (old, new), seen in zip(pairs, settled(files), strict=True):
        assert seen.changes
        assert seen.accepted == texts(new)
        assert seen.rejected == texts(old)
        assert not seen.left
    assert not any(sdk_errors(files).values())


def test_changes_are_docgens_with_a_fixed_date() -> None:
    data = word.render(redline(read_text("题\n甲。"), read_text("题\n乙。")), STYLE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read("word/document.xml").decode()
    assert part.count('w:author="docgen" w:date="1980-01-01T00:00:00Z"') == part.count("w:author")
