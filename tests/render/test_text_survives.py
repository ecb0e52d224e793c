"""Every format gives back exactly the text that was put in."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.document import (
    Document,
    Gap,
    Heading,
    Paragraph,
    Provenance,
    Signature,
    Slot,
    Span,
    Table,
    lines,
    plain_text,
)
from docgen.errors import RenderError
from docgen.ooxml.lint import lint_package
from docgen.render import RENDERERS, render
from tests.render.papers import BULLETIN, FULL, ISSUED, PAPERS, READERS, STYLE, native_text, paper


def _shown(found: Iterable[str]) -> list[str]:
    """The lines without table rows that are empty: Markdown readers make such rows up."""
    return [line for line in found if line.strip("\t")]


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("name", PAPERS)
def test_text_of_every_paper_comes_back(name: str, format: str) -> None:
    document = PAPERS[name]
    assert _shown(READERS[format](render(document, format, STYLE))) == _shown(lines(document))


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("document", [ISSUED, BULLETIN], ids=["公文", "简报"])
def test_what_stands_round_the_text_comes_back(document: Document, format: str) -> None:
    assert _shown(READERS[format](render(document, format, STYLE))) == _shown(lines(document))


# The signs that mean something to a reader come up often.
_characters = st.sampled_from("*_`#[]()<>&|~\\-+.!=:1２\"'“”— 　镇党") | st.characters(
    exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
)
_strings = st.text(_characters, max_size=12)
_texts = st.recursive(
    st.lists(_strings, max_size=2).map(tuple),
    lambda inner: st.tuples(
        _strings,
        st.builds(
            Span,
            inner,
            st.sampled_from(["fact", "figure", "gap", "doubt", "phrase", "claim", "region"]),
            st.integers(-1, 3),
            st.lists(_strings, max_size=2).map(tuple),
        ),
        _strings,
    ),
    max_leaves=3,
)
_blocks = st.one_of(
    st.builds(Paragraph, _texts),
    st.builds(Heading, st.integers(1, 4), _texts, run_in=_texts),
    st.builds(
        Table,
        st.tuples(_texts, _texts),
        st.lists(st.tuples(_texts, _texts), max_size=2).map(tuple),
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_blocks, max_size=3),
    _texts,
    st.builds(
        Signature,
        st.lists(_texts, max_size=4).map(tuple),
        _texts,
        st.sampled_from(["", "印章", "签名章"]),
    ),
    st.builds(Gap, st.just("待填"), _strings, _strings, _strings),
)
@example([Heading(2, ("（甲）",), run_in=("乙",))], ("#",), Signature((), ()), Gap("未写", ""))
@example([Table(((), ()), (((), ()),))], (), Signature((), ()), Gap("未写", ""))
def test_any_text_comes_back(blocks, title, signature, gap) -> None:
    document = paper(*blocks, title=title, signature=signature, gaps=(gap,))
    expected = _shown(lines(document))
    for format, read in READERS.items():
        data = render(document, format, STYLE)
        if format == "txt":
            assert data.decode() == plain_text(document)
        else:
            assert _shown(read(data)) == expected, format
    findings = lint_package(render(document, "docx", STYLE))
    # Text may look like a leftover template mark; nothing else may be wrong.
    assert {finding.code for finding in findings} <= {"WML020"}


@settings(deadline=None)
@given(_texts, _texts)
def test_printed_tree_holds_any_text(title, text) -> None:
    tree = render(Document("简报", title, (Paragraph(text),)), "native", STYLE)
    printed = plain_text(Document("", title, (Paragraph(text),)))
    assert native_text(tree) == printed.replace("\n", "")


@pytest.mark.parametrize(
    "character",
    "\x00\t\n\r\x0b\x0c\x1f\x7f\x85\u2028\u2029\ud800\ue000\uf8ff\ufdd0\ufffe\uffff\U0001ffff\U000f0000\U0010ffff",
    ids=lambda c: f"U+{ord(c):04X}",
)
@pytest.mark.parametrize(
    "place",
    [
        lambda bad: paper(title=(bad,)),
        lambda bad: paper(Paragraph(("村民", Span((bad,), "fact")))),
        lambda bad: paper(Heading(1, ("题",), run_in=(bad,))),
        lambda bad: paper(Table((("甲",),), (((bad,),),))),
        lambda bad: paper(gaps=(Gap("待填", "党员", bad),)),
        lambda bad: paper(Paragraph((Span(("甲",), "fact", 0, (bad,)),))),
        lambda bad: paper(provenance=Provenance((Slot(bad, 1, "输出"),))),
    ],
    ids=["标题", "片段", "同行文字", "表格", "缺项", "出处", "槽"],
)
def test_characters_no_paper_may_hold_are_refused(place, character: str) -> None:
    for format in RENDERERS:
        with pytest.raises(RenderError) as caught:
            render(place(f"清河{character}青山"), format, STYLE)
        assert f"U+{ord(character):04X}" in caught.value.message
        assert "清河□青山" in caught.value.message


@pytest.mark.parametrize(
    ("format", "hint"),
    [
        ("doc", "是不是 docx？"),
        (".MD", "是不是 md？"),
        ("htm", "是不是 html？"),
        ("照片", "可用的格式：docx、md、html、txt、native"),
    ],
)
def test_unknown_format_names_the_nearest(format: str, hint: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(FULL, format, STYLE)
    assert caught.value.hint == hint


def test_bytes_depend_on_the_document_alone() -> None:
    program = (
        "import hashlib\n"
        "from docgen.render import RENDERERS, render\n"
        "from tests.render.papers import FULL, STYLE\n"
        "for name in RENDERERS: print(name, hashlib.sha256(render(FULL, name, STYLE)).hexdigest())\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"))
    }
    assert len(runs) == 1
    assert all(render(FULL, name, STYLE) == render(FULL, name, STYLE) for name in RENDERERS)
