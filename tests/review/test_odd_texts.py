"""Texts that nobody writes: read to their end, in time that grows with their length; damaged
files are refused in one sentence."""

from __future__ import annotations

import gc
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from docgen.drafts.given import Given
from docgen.drafts.reviewing import Terms, review
from docgen.errors import InputError
from docgen.library.profile import Profile
from docgen.read import read_content, read_draft, read_text
from docgen.render import render
from docgen.review.engine import Asked, reviewer
from tests.review.clean import FACTS, LIBRARY, facts_of
from tests.samples import PAPERS, paper

LONG, DENSE = 300_000, 50_000
"""Characters of a paragraph of marks, and of one that is figures or headings throughout."""
SECONDS = 12.0
"""Of the processor; what grows with the square of the length takes minutes."""
WEAK = "后进村:\n  - {村: 上河村, 状态: 整顿中}\n  - {村: 石桥村, 状态: 已转化}\n"
UNITS = [
    "、", "（", "“", "，", "％", "1.", "一是", "其中", "村、", "年月日", "一、", "的", "县、乡、",
    "党员12名，", "党员1126名，其中女党员12名，", "由3个增加到5个，", "\n1、", "某",
    "党员1162名，", "党员1126名，比上年同期增长12%，", "一季度党员1162名，", "在考核中名列第一，",
    "白岩镇党委，", "上河村、石桥村已转化，",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_one_thing_over_and_over_is_read_in_time(unit: str) -> None:
    size = DENSE if len(unit) > 4 or unit in ("\n1、", "某") else LONG
    text = (unit * (size // len(unit) + 1))[:size]
    asked = Asked(LIBRARY, date(2026, 6, 30), "work_report", facts_of(FACTS, WEAK))
    before = time.process_time()
    reviewer(LIBRARY).review(
        read_text(f"青山镇党建工作情况汇报\n\n县委组织部：\n\n{text}\n"), asked
    )
    assert time.process_time() - before < SECONDS


def _han(number: int) -> str:
    return chr(0x4E00 + number)


GROWING = {
    "镇名各不相同": lambda n: "某镇。" + "".join(f"今{_han(i % 200)}{_han(i // 200)}镇，" for i in range(n)),
    "口号各不相同": lambda n: "".join(f"三{_han(i % 90)}三{_han(i // 90)}看。\n\n" for i in range(n)),
    "数各不相同": lambda n: "".join(f"全镇共{i}户，" for i in range(1000, 1000 + n)),
    "放行各写一条": lambda n: "<!-- docgen 放行 OUT003 引自原文 -->\n\n走访1126余户。\n\n" * n,
}  # fmt: skip
MANY, MORE = 2_000, 8
"""Things of a kind, and so many times as long may four times as many take: the square takes 16."""


def _seconds(action: Callable[[], object]) -> float:
    """The least time of the processor, of three, that it takes, nothing being collected."""
    taken = []
    for _ in range(3):
        gc.collect()
        gc.disable()
        try:
            before = time.process_time()
            action()
            taken.append(time.process_time() - before)
        finally:
            gc.enable()
    return min(taken)


@pytest.mark.parametrize("kind", GROWING)
def test_many_different_things_take_as_much_longer(kind: str) -> None:
    facts = facts_of(FACTS, WEAK)
    terms = Terms(LIBRARY, None, date(2026, 6, 30), "work_report", facts)

    def seconds(many: int) -> float:
        text = f"青山镇党建工作情况汇报\n\n{GROWING[kind](many)}\n"
        return _seconds(lambda: review(Given("稿.md", text), terms, Profile()))

    assert seconds(4 * MANY) < MORE * seconds(MANY)


_RUN = "<w:r><w:t>党员12名，</w:t></w:r>"
_GONE = '<w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr>'
BUILT = {
    "一段许多截": lambda n: f"<w:p>{_RUN * n}</w:p>",
    "许多处插入": lambda n: "<w:p>" + f'<w:ins w:id="1" w:author="甲">{_RUN}</w:ins>' * n + "</w:p>",
    "段落标记都删了": lambda n: f"<w:p>{_GONE}<w:r><w:t>的</w:t><w:br/></w:r></w:p>" * n + "<w:p/>",
    "一行许多格": lambda n: f"<w:tbl><w:tr>{f'<w:tc><w:p>{_RUN}</w:p></w:tc>' * n}</w:tr></w:tbl>",
    "跨一百万列": lambda n: "<w:tbl>" + (
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>'
    ) * n + "</w:tbl>",
}  # fmt: skip


@pytest.mark.parametrize("kind", BUILT)
def test_a_docx_of_many_pieces_takes_as_much_longer(kind: str) -> None:
    document = paper(*PAPERS[0])
    whole = render(document, "docx", LIBRARY.style(document.meta.style))

    def seconds(many: int) -> float:
        data = _with(whole, BUILT[kind](many))
        return _seconds(lambda: read_content(data, "稿.docx"))

    assert seconds(8 * MANY) < MORE * seconds(2 * MANY)


def _with(data: bytes, words: str) -> bytes:
    """The file with more at the end of its text."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                head, mark, tail = part.rpartition(b"<w:sectPr")
                part = head + words.encode() + mark + tail
            new.writestr(name, part)
    return out.getvalue()


def test_any_bytes_are_a_text_or_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    asked = Asked(LIBRARY, date(2026, 6, 30))
    for number in range(150):
        random = Random(number)
        data = random.randbytes(random.randrange(400))
        path.write_bytes(random.choice([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]) + data)
        try:
            draft = read_draft(path)
        except InputError:
            continue
        reviewer(LIBRARY).review(draft, asked)


def test_a_damaged_docx_is_read_or_refused(tmp_path: Path) -> None:
    template, name = PAPERS[0]
    document = paper(template, name)
    whole = render(document, "docx", LIBRARY.style(document.meta.style))
    path = tmp_path / "稿.docx"
    asked = Asked(LIBRARY, date(2026, 6, 30))
    refused = 0
    for number in range(120):
        path.write_bytes(_damaged(whole, Random(number)))
        try:
            draft = read_draft(path)
        except InputError as error:
            refused += str(path) in str(error)
            continue
        reviewer(LIBRARY).review(draft, asked)
    assert refused > 30


def _damaged(data: bytes, random: Random) -> bytes:
    """The file cut short, with bytes changed, or with a part changed inside, dropped or doubled."""
    match random.randrange(3):
        case 0:
            return data[: random.randrange(len(data))]
        case 1:
            wrong = bytearray(data)
            for _ in range(random.randrange(1, 20)):
                wrong[random.randrange(len(wrong))] = random.randrange(256)
            return bytes(wrong)
        case _:
            return _part_damaged(data, random)


def _part_damaged(data: bytes, random: Random) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = random.choice([*names, "word/document.xml", "word/document.xml"])
        for name in names:
            part = old.read(name)
            if name == chosen:
                at = random.randrange(len(part) + 1)
                way = random.randrange(4)
                if way == 0:
                    continue
                part = (part[:at], part[:at] + b"<" + part[at:], b"", part[at:])[way]
            new.writestr(name, part)
    return out.getvalue()
