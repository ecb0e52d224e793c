"""Random outlines typed in random bad forms are read as what they are, every character in place."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.document import plain_text
from docgen.language import chinese_number
from docgen.read import read_text
from docgen.read.markdown import strips_of
from docgen.read.recognise import recognise
from tests.samples import NAMES, draft

FORMS = {
    1: ("{han}、", "{han}．", "{han}.", "{han}，", "{han}、 "),
    2: ("（{han}）", "({han})", "（{han})", "（{han}）、", "({han}) "),
    3: ("{n}.", "{n}、", "{n}．", "{n}. ", "{wide}．"),
    4: ("（{n}）", "({n})", "({n})、", "{n})", "（{n}） "),
}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HEADS = ("抓班子，强队伍", "摸清底数", "“两委”班子换届", "发展村级集体经济", "做好党员教育管理工作")
TEXTS = (
    "镇党委逐村分析班子运行情况，列出问题清单，明确整改时限。",
    "一是走访党员126名；二是开会14次；三是整改问题31个。全部按月调度。",
    "2026年上半年，集体收入3.5万元的村有8个，占57.1%。",
    "3个村完成整顿。包村干部每月到村两次，帮助解决难题。",
)


class Typed(NamedTuple):
    """A line as somebody typed it: level 0 is a paragraph; head: characters of the heading."""

    text: str
    level: int = 0
    ordinal: int = 0
    head: int = 0


@st.composite
def outlines(draw: st.DrawFn) -> list[Typed]:
    """Lines in an order that makes sense: levels at most one deeper, ordinals counting on."""
    forms = {level: draw(st.sampled_from(choices)) for level, choices in FORMS.items()}
    counts = [0] * 5
    level = 0
    out: list[Typed] = []
    for _ in range(draw(st.integers(1, 12))):
        level = draw(st.integers(1, min(level + 1, 4)))
        counts[level] += 1
        counts[level + 1 :] = [0] * (4 - level)
        n = counts[level]
        form = forms[level] if draw(st.booleans()) else draw(st.sampled_from(FORMS[level]))
        label = form.format(n=n, han=chinese_number(n), wide=str(n).translate(WIDE))
        head = label + draw(st.sampled_from(HEADS))
        match draw(st.integers(0, 2)):
            case 0:
                out.append(Typed(head, level, n, len(head)))
                out.append(Typed(draw(st.sampled_from(TEXTS))))
            case 1:
                head += "。"
                out.append(Typed(head + draw(st.sampled_from(TEXTS)), level, n, len(head)))
            case _:
                out.append(Typed(head, level, n, len(head)))
    return [*out, Typed(TEXTS[0])]


INDENTS = st.sampled_from(["", "  ", "　　", "\t"])


@settings(max_examples=400, deadline=None)
@given(outlines(), st.lists(INDENTS, min_size=40, max_size=40), st.booleans())
def test_an_outline_is_read(typed: list[Typed], indents: list[str], spaced: bool) -> None:
    lines = [indent + one.text for indent, one in zip(indents, typed, strict=False)]
    source = [
        "青山镇党建工作情况汇报",
        *((line for one in lines for line in (one, "")) if spaced else lines),
    ]
    paper = read_text("\n".join(source))
    found = paper.lines[1:]
    assert [one.text for one in found] == [one.text for one in typed]
    for one, wanted in zip(found, typed, strict=True):
        assert one.role == ("heading" if wanted.level else "body")
        assert (one.level, one.head) == (wanted.level, wanted.head)
        assert (one.label.ordinal if one.label else 0) == wanted.ordinal
    placed(source, paper.lines)


def placed(source: Sequence[str], lines: Sequence[object]) -> None:
    for one in lines:
        for offset, char in enumerate(one.text):  # type: ignore[attr-defined]
            place = one.place(offset)  # type: ignore[attr-defined]
            assert source[place.line - 1][place.column - 1] == char


@settings(max_examples=300, deadline=None)
@given(outlines(), st.data())
def test_an_outline_cut_by_pages_is_joined_again(typed: list[Typed], data: st.DataObject) -> None:
    """Page breaks inside paragraphs: the page's number at the beginning of the next line."""
    paragraph = "".join(TEXTS)
    cuts = data.draw(
        st.lists(st.integers(20, len(paragraph) - 10), min_size=2, max_size=4, unique=True)
    )
    cuts = [c for c in sorted(cuts) if paragraph[c - 1].isalpha() and paragraph[c].isalpha()]
    starts = [0, *cuts]
    if any(b - a < 60 for a, b in zip(starts, cuts, strict=False)):
        return
    pieces = [paragraph[a:b] for a, b in zip(starts, [*cuts, len(paragraph)], strict=True)]
    source = ["青山镇党建工作情况汇报", pieces[0]]
    source += [f"{number}、{piece}" for number, piece in enumerate(pieces[1:], 2)]
    source += [one.text for one in typed]
    paper = read_text("\n".join(source))
    if cuts:
        assert [a.text for a in paper.asides] == [f"{n}、" for n in range(2, len(pieces) + 1)]
    assert paper.lines[1].text == paragraph
    placed(source, paper.lines)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "一、 （一） 1、 2. (1) 第一部分 ： 。 ， \n \n\n \t 　 抓班子 2026年6月30日 同志们： 县委组织部： 附件： - 3 -"
            " 首页 > | ![]() # ** < &amp; <!-- --> --- 【待填：x】 （ ） “ ” 中共青山镇委员会 待补事项（定稿前删去） 第三 5、".split(
                " "
            )
        ),
        max_size=60,
    ).map("".join)
    | st.text(max_size=300)
)
def test_anything_is_read_and_every_character_stands_where_it_says(text: str) -> None:
    paper = read_text(text)
    source = text.splitlines()
    placed(source, paper.lines)
    for aside in paper.asides:
        line = source[aside.place.line - 1]
        assert line[aside.place.column - 1 :].startswith(aside.text)
    recognise("稿.md", strips_of(text, "稿.md"))


HOSTILE = (
    *("一" * 60_000, "一、" * 30_000, " 一、" * 20_000, "（" * 60_000, "a > " * 40_000),
    *("1、\n" * 10_000, "哈，\n" * 10_000, "**" * 30_000, "[" * 60_000, "<a " * 20_000),
    *(
        "附件：" * 20_000,
        "、1、x\n2、" * 8_000,
        "{++" * 20_000,
        "<!--" * 16_000,
        "\t\n" * 20_000,
    ),
    *(f"{'哈' * 30}。哈\n" * 1_200, f"{'哈' * 30}。哈\n1、" * 1_000, "|a|\n|-|\n" * 2_000),
    *("&amp" * 16_000, "\\" * 60_000, "二〇" * 30_000, "#" * 60_000, "- " * 30_000),
)


def test_nothing_takes_long() -> None:
    for text in HOSTILE:
        for name in ("稿.txt", "稿.md"):
            began = time.process_time()
            read_text(text, name)
            assert time.process_time() - began < 2, (name, text[:10])


def test_a_megabyte_is_read_in_a_moment() -> None:
    """About 0.08 s; the bound leaves room for a busy machine."""
    one = plain_text(draft(NAMES[0]))
    text = one * (1_000_000 // len(one.encode()) + 1)
    began = time.process_time()
    paper = read_text(text)
    assert time.process_time() - began < 1
    assert len(paper.lines) > 1_000
