"""Drafts reviewed and corrected: what is safe is corrected, once; nothing else moves."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.cli.output import lay_beside
from docgen.drafts.given import Given
from docgen.drafts.given import given as read_given
from docgen.drafts.margin import with_comments
from docgen.drafts.reviewing import Reviewed, Terms, correct, review
from docgen.errors import LibraryError
from docgen.finding import Level, Place
from docgen.library.profile import Profile, Waiver
from docgen.manuscript import manuscript_of
from docgen.ooxml.lint import lint_package
from docgen.ooxml.reading import paragraphs
from docgen.review.baseline import Key, Known, baseline_of, baseline_text
from docgen.review.selection import selected
from tests.samples import LIBRARY, NAMES, draft

TERMS = Terms(LIBRARY, None)
SLIPS = Terms(LIBRARY, frozenset(("PUN002", "WRD001", "CHK001", "CHK002", "CHK003")))
"""Rules that the tests count on; all the others are run where it does not matter which."""


def text(words: str, path: str = "稿.txt") -> Given:
    return Given(path, words)


def word(*paragraphs_: tuple[str, ...]) -> Given:
    """A .docx of these paragraphs, each of runs in different formatting."""
    document = docx.Document()
    for runs in paragraphs_:
        paragraph = document.add_paragraph()
        for number, words in enumerate(runs):
            paragraph.add_run(words).bold = number % 2 == 1
    saved = io.BytesIO()
    document.save(saved)
    return Given("稿.docx", saved.getvalue())


def codes(found: Reviewed) -> list[str]:
    return [f.code for f in (*(r.finding for r in found.remarks), *found.own)]


# --- corrections ----------------------------------------------------------------------------------

CORRECTED = {
    "a word": ("镇党委专题布署。", "镇党委专题部署。"),
    "marks": ("会议要求抓好落实。。各村照办。", "会议要求抓好落实。各村照办。"),
    "several, told once": ("布署了，又布署，，再布署。", "部署了，又部署，再部署。"),
    "three marks at once": ("抓好，，，照办。", "抓好，照办。"),
    "nothing in a quotation": ("文件写作“布署工作。。”，照录《布署方案》。", ""),
    "nothing in one left open": ("他说：“布署。。", ""),
    "between two quotations": ("“布署”与布署与‘布署’", "“布署”与部署与‘布署’"),
    "no figure": ("党员1，，234名", "党员1，234名"),
}


@pytest.mark.parametrize("case", CORRECTED)
def test_what_is_corrected(case: str) -> None:
    before, after = CORRECTED[case]
    done = correct(text(f"标题\n\n{before}\n"), SLIPS, Profile())
    assert done.draft.content == f"标题\n\n{after or before}\n"


def test_a_docx_is_corrected_in_its_runs() -> None:
    before = word(
        ("工作总结",), ("镇党委专题布", "署，，", "逐村落实。", "。"), ("“布署”1", "26名")
    )
    done = correct(before, SLIPS, Profile()).draft
    assert isinstance(done.content, bytes)
    found = docx.Document(io.BytesIO(done.content)).paragraphs
    assert [[(run.text, run.bold) for run in p.runs] for p in found[1:]] == [
        [("镇党委专题部", False), ("署，", True), ("逐村落实。", False)],
        [("“布署”1", False), ("26名", True)],
    ]
    assert lint_package(done.content) == ()


BITS = st.sampled_from(
    "布署 一惯 。。 ，， 。 ， 、 “ ” ‘ ’ 《 》 ( ) （ ） : ; 1 23 456 １２ 3.5% 一、 （一）、 1、 (1) 党员 "
    '名 县委 石桥村 其中 近600多 ... —— " 2026年6月30日 　 会议 http://a.cn/?b=1,2 二零二六年 〇'.split(
        " "
    )
)
LINES = st.lists(st.lists(BITS, min_size=1, max_size=14).map("".join), min_size=1, max_size=6)
DIGIT = re.compile("[0-9０-９]")


def digits(words: str) -> list[str]:
    return DIGIT.findall(words)


def quotations(words: str) -> list[str]:
    return re.findall("“[^“”\n]*”|《[^《》\n]*》", words)


def kept(old: list[str], new: list[str]) -> bool:
    """Whether all the old are among the new, in order; straight marks may have become quotations."""
    rest = iter(new)
    return all(one in rest for one in old)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_no_digit_and_no_quotation_is_ever_touched_and_once_is_enough(lines: list[str]) -> None:
    before = text("\n\n".join(lines))
    once = correct(before, TERMS, Profile()).draft
    assert isinstance(before.content, str)
    assert isinstance(once.content, str)
    assert digits(once.content) == digits(before.content)
    assert kept(quotations(before.content), quotations(once.content))
    assert correct(once, TERMS, Profile()).draft.content == once.content


@settings(max_examples=60, deadline=None)
@given(LINES, st.integers(1, 5))
def test_nor_in_a_docx_however_its_runs_are_cut(lines: list[str], size: int) -> None:
    cut = [tuple(line[i : i + size] for i in range(0, len(line), size)) for line in lines]
    before = word(*cut)
    once = correct(before, TERMS, Profile()).draft
    old, new = "\n".join(before.paragraphs), "\n".join(once.paragraphs)
    assert digits(new) == digits(old)
    assert kept(quotations(old), quotations(new))
    assert correct(once, TERMS, Profile()).draft.content == once.content
    assert isinstance(once.content, bytes)
    assert lint_package(once.content) == ()


MARKDOWN = {
    "emphasis and links keep their signs": (
        "# 标题\n\n镇党委**专题布**署，[一惯](http://a.cn/b_c)重视。\n",
        "# 标题\n\n镇党委**专题部**署，[一贯](http://a.cn/b_c)重视。\n",
    ),
    "an escaped mark keeps its sign": (
        "# 标题\n\n星号\\*布署\\*，，下划线\\_一惯。\n",
        "# 标题\n\n星号\\*部署\\*，下划线\\_一贯。\n",
    ),
    "a table": (
        "# 标题\n\n| 事项 | 办法 |\n|---|---|\n| 布署 | 照办。。 |\n",
        "# 标题\n\n| 事项 | 办法 |\n|---|---|\n| 部署 | 照办。 |\n",
    ),
    "what is let stand": (
        "# 标题\n\n<!-- docgen 放行 WRD001 原话 -->\n布署工作。\n\n布署。\n",
        "# 标题\n\n<!-- docgen 放行 WRD001 原话 -->\n布署工作。\n\n部署。\n",
    ),
    "its line ends": ("# 标题\r\n\r\n专题布署。\r\n", "# 标题\r\n\r\n专题部署。\r\n"),
}


@pytest.mark.parametrize("case", MARKDOWN)
def test_markdown_is_corrected_between_its_signs(case: str) -> None:
    before, after = MARKDOWN[case]
    done = correct(text(before, "稿.md"), SLIPS, Profile()).draft
    assert done.content == after
    assert correct(done, SLIPS, Profile()).draft is done


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(BITS, st.sampled_from(["**", "\\*", "\\_", "`", "# ", "- ", "|", "&amp;"])),
            min_size=1,
            max_size=12,
        ).map("".join),
        min_size=1,
        max_size=6,
    )
)
def test_nor_in_any_markdown(lines: list[str]) -> None:
    before = text("\n\n".join(lines), "稿.md")
    once = correct(before, TERMS, Profile()).draft
    old, new = (["".join(line.text for line in one.paper.lines)] for one in (before, once))
    assert digits(new[0]) == digits(old[0])
    assert correct(once, TERMS, Profile()).draft.content == once.content


@pytest.mark.parametrize(
    ("data", "after"),
    [
        ("\ufeff标题\r\n\r\n专题布署。\r\n".encode(), "\ufeff标题\r\n\r\n专题部署。\r\n".encode()),
        ("标题\n\n专题布署。\n".encode("gbk"), "标题\n\n专题部署。\n".encode("gbk")),
        ("标题\n　　专题布署。".encode(), "标题\n　　专题部署。".encode()),
    ],
)
def test_a_text_keeps_its_encoding_and_its_line_ends(
    data: bytes, after: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "稿.txt"
    path.write_bytes(data)
    assert correct(read_given(str(path)), SLIPS, Profile()).draft.data == after


def test_our_own_drafts_need_no_correction() -> None:
    for name in NAMES:
        path = name.replace("/", "-") + ".txt"
        lines = manuscript_of(draft(name), path).lines
        before = text("\n".join(line.text for line in lines), path)
        assert correct(before, SLIPS, Profile()).draft is before


# --- what is let stand ----------------------------------------------------------------------------

STANDING = """\
标题

会上布署工作。

<!-- docgen 放行 WRD001 照录原件 -->
原件写作布署工作。

<!-- docgen 放行 WRD001、PUN002 -->
又布署工作。。

<!-- docgen 放行 PUN002 早就改了 -->
没有问题。

<!-- docgen 放行 PUM002 打错了 -->
照办。。
"""


def test_a_comment_lets_its_code_stand_in_the_next_paragraph() -> None:
    found = review(text(STANDING), SLIPS, Profile())
    assert [(r.finding.code, r.finding.place.line) for r in found.remarks] == [
        ("WRD001", 3),
        ("WRD001", 9),
        ("PUN002", 9),
        ("PUN002", 15),
    ]
    assert [(f.code, f.place.line, f.level) for f in found.own] == [
        ("CHK001", 8, Level.DOUBT),
        ("CHK001", 8, Level.DOUBT),
        ("CHK003", 14, Level.DOUBT),
        ("CHK002", 11, Level.HINT),
    ]
    assert found.waived == 1


@pytest.mark.parametrize(
    ("quote", "left"),
    [("布署", 0), ("会上布署工作", 1), ("布署工作。", 0), ("", 0), ("没有这句", 2)],
)
def test_words_let_a_code_stand_wherever_they_are(quote: str, left: int) -> None:
    waiver = Waiver("WRD001", quote, "县里的原话", Place("检查.yaml", 3, 1))
    found = review(
        text("标题\n\n会上布署工作。\n\n再布署工作。\n"), SLIPS, Profile(waivers=(waiver,))
    )
    assert codes(found) == ["WRD001"] * left + (["CHK002"] if left == 2 else [])


# --- which rules, and what stood before -----------------------------------------------------------


def test_codes_are_chosen_by_their_first_letters() -> None:
    some = ("FIG001", "FIG002", "OUT001", "PUN001")
    assert selected(some, ["FIG", "PUN001"], ["FIG002"]) == {"FIG001", "PUN001"}
    assert selected(some) == {*some}
    with pytest.raises(LibraryError, match="没有“FUG”这个代码"):
        selected(some, ["FUG"])


KEYS = st.builds(
    Key,
    st.sampled_from(["甲.txt", "乙/稿.docx"]),
    st.sampled_from(["PUN002"]),
    st.text("布署 。", min_size=1),
).map(lambda key: key._replace(quote=" ".join(key.quote.split()) or "。"))


@given(st.lists(KEYS), st.lists(KEYS))
def test_a_baseline_holds_back_each_finding_as_often_as_it_stood(
    stood: list[Key], new: list[Key]
) -> None:
    known = Known(baseline_of(baseline_text(stood), "基线.txt"))
    assert all(known.holds(key) for key in reversed(stood))
    assert not any(known.holds(key) for key in new)


@given(st.lists(KEYS))
def test_a_baseline_is_the_same_text_in_whatever_order_it_was_found(keys: list[Key]) -> None:
    assert baseline_text(keys) == baseline_text(reversed(keys))


# --- comments -------------------------------------------------------------------------------------


def comments(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


def test_a_text_is_laid_out_as_typed_with_its_comments() -> None:
    typed = "青山镇汇报\n\n县委组织部：\n\n二、做法\n\n（一）、抓班子。镇党委布署。。\n\n2026年6月30日\n"
    found = review(text(typed), SLIPS, Profile())
    data = with_comments(found, LIBRARY)
    assert [p.text for p in paragraphs(data) if p.text] == typed.rstrip().split("\n\n")
    assert [words.split("\n")[0] for words in comments(data)] == [
        "【必错】“布署”应为“部署”（WRD001）",
        "【疑似】标点叠用“。。”（PUN002）",
    ]
    assert lint_package(data) == ()


def test_what_is_corrected_unasked_is_commented_once() -> None:
    found = review(word(("标题",), ("布署" * 9,), ("一惯",)), SLIPS, Profile())
    said = comments(with_comments(found, LIBRARY))
    assert len(said) == 2
    assert said[0].endswith("同样的共9处，后面的不再逐处批注")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "稿-审阅.docx"
    assert lay_beside(path, b"1") == path
    assert lay_beside(path, b"1") == path
    assert lay_beside(path, b"2") == tmp_path / "稿-审阅2.docx"
    assert path.read_bytes() == b"1"
