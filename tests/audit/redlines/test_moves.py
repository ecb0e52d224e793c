"""Paragraphs that moved are moves in Word, not taken out and put in: in both kinds of .docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.audit.redlines import inplace, word
from docgen.manuscript import Manuscript
from docgen.ooxml.lint import lint_package
from docgen.ooxml.opening import open_package
from docgen.ooxml.reading import paragraphs_of
from docgen.ooxml.retracking import settle as accepted
from docgen.read import read_text
from docgen.review.redline import redline
from tests.audit.redlines.settling import settle
from tests.gate.sdk import sdk_errors
from tests.ooxml.writer import settled
from tests.samples import LIBRARY

STYLE = LIBRARY.style("gbt9704")
TITLE = "情况汇报"
ONE = "建成活动场所5处，投入30万元，群众认可，逐村定下开工时间。"
ONE_NOW = "建成活动场所6处，投入30万元，群众认可，逐村定下完工时间。"
TWO = "召开会议3次，培训干部120人，支部书记轮训一遍。"
THREE = "年底前把尚未达标的两处补齐，逐处验收。"
FOUR = "沙坝村的灌渠修通了，水头到了最远的地块。"
# old, new, how many moves
MOVES = {
    "换了位置": ([ONE, TWO, THREE], [TWO, ONE, THREE], 1),
    "移了又改": ([ONE, TWO, THREE], [TWO, ONE_NOW, THREE], 1),
    "移到末尾": ([ONE, TWO, THREE], [TWO, THREE, ONE], 1),
    "从末尾移来": ([TWO, THREE, ONE], [ONE, TWO, THREE], 1),
    "两段一起移": ([ONE, FOUR, TWO, THREE], [TWO, THREE, ONE, FOUR], 2),
    "倒过来": ([ONE, TWO, THREE, FOUR], [FOUR, THREE, TWO, ONE], 3),
    "标题带着段": (
        ["一、抓阵地", ONE, "二、抓队伍", TWO, THREE],
        ["一、抓队伍", TWO, "二、抓阵地", ONE_NOW, THREE],
        2,
    ),
    "边移边加边删": ([ONE, TWO, THREE], [FOUR, TWO, ONE_NOW], 1),
}


def papers(name: str) -> tuple[Manuscript, Manuscript]:
    old, new, _ = MOVES[name]
    return read_text("\n".join((TITLE, *old))), read_text("\n".join((TITLE, *new)))


def ours(name: str) -> bytes:
    return word.render(redline(*papers(name)), STYLE)


def theirs(name: str) -> bytes:
    """Tracked in a .docx that was there."""
    data = inplace.render(*(word.render(redline(paper, paper), STYLE) for paper in papers(name)))
    assert data is not None
    return data


@pytest.mark.parametrize("made", [ours, theirs])
@pytest.mark.parametrize("name", MOVES)
def test_accepted_and_rejected_over_the_xml(name: str, made: Callable[[str], bytes]) -> None:
    old, new, count = MOVES[name]
    data = made(name)
    assert settle(data, accept=True) == [TITLE, *new]
    assert settle(data, accept=False) == [TITLE, *old]
    assert lint_package(data) == ()
    left = paragraphs_of(accepted(open_package(data, "")))
    assert [p.text for p in left if p.text] == [TITLE, *new]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read("word/document.xml").decode()
    names = [
        re.findall(rf'<w:{tag}RangeStart [^>]*w:name="(\w+)"', part)
        for tag in ("moveFrom", "moveTo")
    ]
    assert sorted(names[0]) == sorted(names[1])
    assert len(set(names[0])) == len(names[0])
    assert 1 <= len(names[0]) <= count  # a heading in a file of its own has its ordinal changed


def test_accepted_by_docgen_no_empty_paragraph_is_left() -> None:
    for data in (ours("移了又改"), theirs("移了又改")):
        left = paragraphs_of(accepted(open_package(data, "")))
        assert [p.text for p in left] == [TITLE, *MOVES["移了又改"][1]]


def test_what_is_new_in_a_paragraph_that_moved_is_put_in() -> None:
    for data in (ours("移了又改"), theirs("移了又改")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = archive.read("word/document.xml").decode()
        put = re.findall(r"<w:ins [^>]*><w:r\b.*?</w:ins>", part)
        assert ["".join(re.findall(r"<w:t[^>]*>(.*?)</w:t>", one)) for one in put] == ["6处", "完"]


def test_writer_accepts_and_rejects_and_the_sdk_finds_nothing(tmp_path: Path) -> None:
    files, wanted = [], []
    for name, (old, new, _) in MOVES.items():
        for made in (ours, theirs):
            files.append(tmp_path / f"{name}-{made.__name__}.docx")
            files[-1].write_bytes(made(name))
            wanted.append(([TITLE, *new], [TITLE, *old]))
    assert [(s.accepted, s.rejected) for s in settled(files)] == wanted
    assert not any(sdk_errors(files).values())
