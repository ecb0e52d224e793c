"""Changes tracked in somebody's own .docx: it says both drafts, and looks as it did."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.audit.redlines import inplace
from docgen.errors import InputError
from docgen.ooxml.lint import lint_package
from docgen.ooxml.reading import paragraphs
from docgen.render import render
from tests.audit.redlines.settling import settle
from tests.gate.base import clean_document
from tests.gate.sdk import sdk_errors
from tests.ooxml.words import p, r, word
from tests.ooxml.writer import settled
from tests.samples import LIBRARY, NAMES, draft

SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
BOLD, RED = "<w:b/>", '<w:color w:val="FF0000"/>'
MADE = 'w:id="7" w:author="甲" w:date="2026-01-01T00:00:00Z"'


def cell(*inside: str) -> str:
    return f"<w:tc>{''.join(inside)}</w:tc>"


def tbl(*rows: list[str]) -> str:
    grid = "<w:tblGrid>" + "<w:gridCol/>" * len(rows[0]) + "</w:tblGrid>"
    body = "".join(f"<w:tr>{''.join(cell(p(text)) for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{grid}{body}</w:tbl>"


def said(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(data) if paragraph.text]


def xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


# old body, new body: both come back out of the old file
CASES = {
    "字分在几段里": (
        p(r("党员11", BOLD), r("26名，其中", RED), "女党员237名。"),
        p("党员1130名，其中女党员240名。"),
    ),
    "加一段": (p("第一段，说甲事。") + p("第二段，说乙事。"), p("第一段，说甲事。") + p("全新的一段。") + p("第二段，说乙事。")),
    "末尾加": (p("第一段，说甲事。"), p("第一段，说甲事。") + p("全新的一段。")),
    "末尾删": (p("第一段，说甲事。") + p("全新的一段。"), p("第一段，说甲事。")),
    "开头加": (p("第一段，说甲事。"), p("全新的一段。") + p("第一段，说甲事。")),
    "表前加": (p("表前说明一句。") + tbl(["村", "石桥村"]) + p("表后。"), p("表前说明一句。") + p("又加一句话。") + tbl(["村", "石桥村"]) + p("表后。")),
    "格里改": (tbl(["村", "党员"], ["石桥村", "45名"]) + p("完。"), tbl(["村", "党员"], ["石桥村", "46名"]) + p("完。")),
    "空格里填": (tbl(["村", ""], ["石桥村", "45名"]) + p("完。"), tbl(["村", "党员"], ["石桥村", "45名"]) + p("完。")),
    "制表符和换行": (
        p("<w:r><w:t>甲村</w:t><w:tab/><w:t>12名</w:t><w:br/><w:t>乙村</w:t></w:r>"),
        p("<w:r><w:t>甲村</w:t><w:tab/><w:t>13名</w:t><w:br/><w:t>丙村</w:t></w:r>"),
    ),
    "已有修订": (
        p("党员", f"<w:ins {MADE}>{r('1126名')}</w:ins>", f"<w:del {MADE}><w:r><w:delText>999名</w:delText></w:r></w:del>", "。"),
        p("党员1130名。"),
    ),
    "已删的段": (
        p("甲事办完。", properties=f"<w:rPr><w:del {MADE}/></w:rPr>") + p("乙事在办。") + p("丙事没办。"),
        p("甲事办完。乙事在办理。") + p("丙事没办。"),
    ),
    "内容控件里": (
        p("党员", f'<w:sdt><w:sdtPr><w:tag w:val="f1"/></w:sdtPr><w:sdtContent>{r("1126名")}</w:sdtContent></w:sdt>', "。"),
        p("党员1130名。"),
    ),
    "超链接里": (p("见", f'<w:hyperlink w:anchor="a">{r("附表一")}</w:hyperlink>', "。"), p("见附表二。")),
    "移动": (
        p("甲段说选址、用地和资金的事。") + p("乙段说培训干部的事情。") + p("丙段说下一步的打算。"),
        p("乙段说培训干部的事情。") + p("丙段说下一步的打算。") + p("甲段说选址、用地和资金的事。"),
    ),
    "全换": (p("原来的一段话。"), p("完全不同的几个句子。") + p("还有一段。")),
    "隐藏文字": (p(r("看不见", "<w:vanish/>"), "党员12名。"), p("党员13名。")),
}  # fmt: skip


def wanted(name: str) -> list[str]:
    """What the old file says with all accepted: as the new one, but for what is hidden in it."""
    lines = settle(word(CASES[name][1]), accept=True)
    return ["看不见" + lines[0]] if name == "隐藏文字" else lines


@pytest.mark.parametrize("name", CASES)
def test_both_come_back(name: str) -> None:
    old, new = (word(body + SECTION) for body in CASES[name])
    data = inplace.render(old, new)
    assert data is not None
    assert settle(data, accept=False) == settle(old, accept=True)
    assert settle(data, accept=True) == wanted(name)
    assert said(data) == said(new), "the reader takes changes as accepted"
    assert data == inplace.render(old, new)


@pytest.mark.parametrize("name", ["加一段", "开头加", "移动", "全换", "已修订的段"])
def test_no_empty_paragraph_is_left_in_the_midst(name: str) -> None:
    cases = {
        **CASES,
        "已修订的段": (p("甲段说甲。") + p("乙段说乙。") + p("完。"), p("甲段说甲。") + p("完。")),
    }
    old, new = (word(body) for body in cases[name])
    data = inplace.render(old, new) or b""
    for accept, whole in ((True, new), (False, old)):
        lines = settle(data, accept=accept, blank=True)
        assert "" not in lines[:-1]
        assert [line for line in lines if line] == said(whole)


def test_runs_keep_their_look_and_what_is_put_in_takes_its_neighbours() -> None:
    old, new = (word(body) for body in CASES["字分在几段里"])
    made = xml(inplace.render(old, new) or b"")
    gone = re.findall(r"<w:rPr>((?:(?!</w:rPr>).)*)</w:rPr><w:delText[^>]*>(.*?)</w:delText>", made)
    assert gone[:2] == [(BOLD, "11"), (RED, "26名")]
    assert re.search(rf"<w:ins [^>]*><w:r><w:rPr>{re.escape(RED)}</w:rPr><w:t[^>]*>1130名", made)


REFUSED = {
    "表的行数不同": (tbl(["村"], ["甲"]) + p("完。"), tbl(["村"], ["甲"], ["乙"]) + p("完。")),
    "公式里的字": (
        p("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "名党员参加了学习。"),
        p("13名党员参加了学习。"),
    ),
    "分节的段": (p("甲段到此为止。", properties="<w:sectPr/>") + p("乙段。"), p("乙段。")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_tracked_there(name: str) -> None:
    old, new = (word(body) for body in REFUSED[name])
    assert inplace.render(old, new) is None


@given(st.integers(0, 10**6), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_broken_file_is_one_error(at: int, byte: int) -> None:
    broken = bytearray(ours(NAMES[17]))
    broken[at % len(broken)] = byte
    with contextlib.suppress(InputError):
        inplace.render(bytes(broken), ours(NAMES[18]))


@cache
def ours(name: str) -> bytes:
    return render(draft(name), "docx", LIBRARY.style("gbt9704"))


def test_word_and_writer_take_it(tmp_path: Path) -> None:
    """Our own drafts, and a file with one of everything in which a few words are others."""
    clean = clean_document()
    members = {}
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    body = members["word/document.xml"].decode()
    other = body.replace("若干", "一些").replace("详见", "见")
    assert other != body
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, other if member == "word/document.xml" else content)
    pairs = [
        (ours(NAMES[17]), ours(NAMES[18])),
        (ours(NAMES[18]), ours(NAMES[17])),
        (clean, target.getvalue()),
        *((word(old + SECTION), word(new + SECTION)) for old, new in CASES.values()),
    ]
    files = []
    for number, (old, new) in enumerate(pairs):
        data = inplace.render(old, new)
        assert data is not None
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(data)
    for file, (old, new) in list(zip(files, pairs, strict=True))[:3]:
        assert lint_package(file.read_bytes()) == lint_package(old) == lint_package(new) == ()
    assert not any(sdk_errors(files[:3]).values())
    seen = settled([*files[:2], *files[3:]])  # Writer cannot open the one with everything at all
    for (old, new), found in zip(pairs[:2], seen, strict=False):
        assert (found.accepted, found.rejected, found.left) == (said(new), said(old), False)
    for name, found in zip(CASES, seen[2:], strict=True):
        if name != "隐藏文字":
            assert found.accepted == wanted(name), name
            assert found.rejected == settle(word(CASES[name][0]), accept=True), name


WORDS = ["召开会议", "12名", "13名", "，", "。", "党员", "近600万元", "a b", "一、"]
runs = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", BOLD, RED])), max_size=6)
bodies = st.lists(runs.map(lambda found: p(*(r(*one) for one in found))), min_size=1, max_size=6)


@given(bodies, bodies)
@settings(max_examples=150, deadline=None)
def test_any_two_files(old: list[str], new: list[str]) -> None:
    left, right = word("".join(old) + SECTION), word("".join(new) + SECTION)
    data = inplace.render(left, right)
    assert data is not None
    assert settle(data, accept=False) == said(left)
    assert settle(data, accept=True) == said(right)
