"""Our drafts read back give the tree they came from, in every format that can carry it.

What a format cannot carry: none tells which facts a text came from, nor that a page break or an
empty block stood there; a chart comes back as its caption and its table.  Plain text has no
headings without numbers, no end of a heading within its line (nor that a heading is its number
alone), and no table of one column or row;
Markdown has no level for an unnumbered heading with text running in behind it (it is taken to
stand below the numbered one above it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.document import (
    Attachment,
    Attendance,
    Block,
    Chart,
    Document,
    Gap,
    Heading,
    Imprint,
    Masthead,
    Meta,
    PageBreak,
    Paragraph,
    Provenance,
    Signature,
    Table,
    Text,
    caption,
    number,
    plain,
    plain_text,
)
from docgen.manuscript import Manuscript
from docgen.read import docx as word
from docgen.read import read_text
from docgen.read.recognise import recognise
from docgen.read.tree import tree_of
from docgen.render import docx, markdown
from tests.compose.test_elements import CASES, made
from tests.render.papers import PAPERS as HAND_MADE
from tests.render.papers import STYLE
from tests.samples import NAMES, PAPERS, ROLLED, draft, paper


def as_docx(document: Document) -> Manuscript:
    return recognise("稿.docx", word.strips_of(docx.render(document, STYLE), "稿.docx"))


def as_markdown(document: Document) -> Manuscript:
    return read_text(markdown.render(document, STYLE).decode(), "稿.md")


def as_text(document: Document) -> Manuscript:
    return read_text(plain_text(document))


def dissolved(text: Text) -> Text:
    words = plain(text)
    return (words,) if words else ()


def grid(table: Table) -> Table:
    rows = tuple(tuple(dissolved(cell) for cell in row) for row in table.rows)
    return Table(tuple(map(dissolved, table.header)), rows)


def blocks(body: tuple[Block, ...]) -> Iterator[Block]:
    """What can come back of the blocks."""
    for block in body:
        match block:
            case Heading():
                text = dissolved(block.text)
                yield Heading(block.level, text, "", block.number, dissolved(block.run_in))
            case Paragraph():
                yield Paragraph(dissolved(block.text))
            case Table():
                yield grid(block)
            case Chart():
                yield Paragraph(dissolved(caption(block)))
                yield grid(block.table)
                if block.note:
                    yield Paragraph(dissolved(block.note))
            case PageBreak():
                pass


def bare(document: Document) -> Document:
    """The document without what no file carries."""
    signed = document.signature
    return replace(
        document,
        genre="",
        title=dissolved(document.title),
        recipients=dissolved(document.recipients),
        salutation=dissolved(document.salutation),
        note=dissolved(document.note),
        body=tuple(blocks(document.body)),
        signature=signed
        and Signature(tuple(map(dissolved, signed.organs)), dissolved(signed.issued_on)),
        masthead=document.masthead and Masthead(*elements(document.masthead)),
        attendance=tuple(
            Attendance(one.label, dissolved(one.names)) for one in document.attendance
        ),
        attachments=tuple(
            Attachment(dissolved(one.title), tuple(blocks(one.body)))
            for one in document.attachments
        ),
        imprint=document.imprint and Imprint(*elements(document.imprint)),
        provenance=Provenance(),
        meta=Meta(),
    )


def elements(record: Masthead | Imprint) -> Iterator[Any]:
    """The elements of a masthead or an imprint, each dissolved."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in ("mark", "signers"):
            yield tuple(map(dissolved, value))
        else:
            yield dissolved(value)


def in_lines(document: Document) -> Document:
    """The document as plain text carries it: what is a heading only by its look is a paragraph,
    and what stands behind a bare number is the heading."""

    def line(block: Block) -> Block:
        if isinstance(block, Heading) and not block.text:
            block = block._replace(text=block.run_in, run_in=())
        if isinstance(block, Heading) and (block.level > 2 or not block.number):
            return Paragraph(dissolved((block.number, *block.text, *block.run_in)))
        return block

    attachments = tuple(
        one._replace(body=tuple(map(line, one.body))) for one in document.attachments
    )
    return replace(document, body=tuple(map(line, document.body)), attachments=attachments)


SAMPLES = [*NAMES, ROLLED]
FORMATS = [as_docx, as_markdown]


@pytest.mark.parametrize("through", FORMATS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back(name: str, through: Callable[[Document], Manuscript]) -> None:
    document = draft(name)
    read = through(document)
    assert bare(tree_of(read)) == bare(document)
    assert not read.asides


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_from_plain_text(name: str) -> None:
    document = draft(name)
    read = as_text(document)
    assert in_lines(bare(tree_of(read))) == in_lines(bare(document))
    assert not read.asides


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_every_paper_comes_back_from_word(template: str, name: str) -> None:
    document = paper(template, name)
    assert bare(tree_of(as_docx(document))) == bare(document)


@pytest.mark.parametrize("name", ["完整", "图", "以表结尾", "两表相连", "以图结尾", "只有标题", "空", "只有缺项"])  # fmt: skip
@pytest.mark.parametrize("through", FORMATS)
def test_a_paper_made_by_hand_comes_back(
    name: str, through: Callable[[Document], Manuscript]
) -> None:
    document = HAND_MADE[name]
    assert bare(tree_of(through(document))) == bare(document)


ELEMENTS = {
    name: made(form, paper, unit, "甲村办好了9件事。\n\n乙村办好了3件事。\n")
    for name, (form, paper, unit, _) in CASES.items()
}


LIKE_A_TITLE = "简报没有编发日期"
"""In text an organ above 关于…… is the first line of a title broken by hand."""


@pytest.mark.parametrize(
    ("name", "through"),
    [
        (name, through)
        for name in ELEMENTS
        for through in (*FORMATS, as_text)
        if (name, through) != (LIKE_A_TITLE, as_text)
    ],
)
def test_what_stands_round_the_text_comes_back(
    name: str, through: Callable[[Document], Manuscript]
) -> None:
    document = ELEMENTS[name]
    read = through(document)
    assert in_lines(bare(tree_of(read))) == in_lines(bare(document))
    assert not read.asides


@pytest.mark.parametrize("below", ["title", "body"])
def test_who_attended_may_stand_below_the_title_or_the_body(below: str) -> None:
    """10.3 puts it behind the body; many units put it right below the title."""
    here = "出席：王某某，李某某\n列席：孙某某\n"
    title, text = "青山镇党委会议纪要\n", "会议研究了党建工作。\n会议同意修缮两处服务中心。\n"
    read = tree_of(read_text(title + (here + text if below == "title" else text + here)))
    assert [tuple(one) for one in read.attendance] == [
        ("出席", ("王某某，李某某",)),
        ("列席", ("孙某某",)),
    ]
    assert [block.text for block in read.body if isinstance(block, Paragraph)] == [
        (line,) for line in text.splitlines()
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_genre_of_a_sample_is_guessed_right_or_not_at_all(name: str) -> None:
    document = draft(name)
    for through in (*FORMATS, as_text):
        read = through(document)
        assert read.genre in (document.genre, "")
        assert read.on is None or read.on.isoformat() == document.meta.on


# ---- documents by chance -------------------------------------------------------------------------

WORD = st.sampled_from(
    "抓班子 强队伍 建机制 逐村走访 排查问题 结对帮扶 集中整改 选好书记 发展产业 “两委”换届 三会一课".split()
)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map("，".join)
SENTENCE = st.tuples(WORD, st.integers(1, 999), WORD).map(lambda x: f"{x[0]}{x[1]}次，{x[2]}。")
TEXT = st.lists(SENTENCE, min_size=2, max_size=4).map(lambda x: ("".join(x),))
ALONE = st.tuples(st.integers(1, 4), PHRASE).map(lambda x: Heading(x[0], (x[1],)))
RUN_IN = st.tuples(st.integers(1, 4), PHRASE, TEXT).map(
    lambda x: Heading(x[0], (f"{x[1]}。",), run_in=x[2])
)
CELL = st.sampled_from(["", "石桥村", "41", "12.5", "清河村党支部", "3|4"]).map(
    lambda x: (x,) if x else ()
)


def tables(columns: int) -> st.SearchStrategy[Table]:
    header = st.lists(
        st.sampled_from(["村", "党员", "收入（万元）"]), min_size=columns, max_size=columns
    )
    first = st.sampled_from(["石桥村", "清河村"]).map(lambda x: (x,))
    rows = st.lists(
        st.tuples(first, *[CELL] * (columns - 2), st.just(("5",))), min_size=1, max_size=3
    )
    return st.builds(Table, header.map(lambda x: tuple((c,) for c in x)), rows.map(tuple))


TABLE = st.integers(2, 4).flatmap(tables)
BODY = st.lists(
    st.one_of(ALONE, RUN_IN, TEXT.map(Paragraph), TABLE, st.just(PageBreak())), max_size=12
)
GAPS = st.lists(
    st.builds(
        Gap,
        st.sampled_from(["待填", "未写", "待核实"]),
        st.sampled_from(["党员.总数", "荣誉[2]", "集体收入[1].额"]),
        st.sampled_from(["", "全镇有党员若干名。"]),
        st.sampled_from(["", "没有这一项"]),
    ),
    max_size=2,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    body: list[Block] = []
    for block in draw(BODY):
        if isinstance(block, Table) and body and isinstance(body[-1], Table):
            continue  # plain text would make one of two
        body.append(block)
    return number(
        Document(
            "",
            (draw(st.sampled_from(["青山镇党建工作情况汇报", "石桥乡整顿工作总结"])),),
            (*body, Paragraph(draw(TEXT))),
            recipients=draw(st.sampled_from([(), ("县委组织部：",), ("中共清河县委：",)])),
            salutation=draw(st.sampled_from([(), ("同志们：",), ("各位领导：",)])),
            signature=draw(
                st.sampled_from(
                    [
                        None,
                        Signature((("中共青山镇委员会",),), ("2026年6月30日",)),
                        Signature((("石桥乡党委",),), ()),
                        Signature((("中共清河县委",), ("清河县人民政府",)), ("2026年6月30日",)),
                        Signature(
                            tuple(
                                (f"清河县{name}局",) for name in ("财政", "民政", "教育", "水利")
                            ),
                            ("2026年6月30日",),
                            "印章",
                        ),
                        Signature((("中共清河县委书记",), ("县长",)), ("2026年6月30日",), "签名章"),
                    ]
                )
            ),
            note=draw(st.sampled_from([(), ("（联系人：镇党建办）",)])),
            gaps=tuple(draw(GAPS)),
        ),
        STYLE.numbering,
    )


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_document_comes_back_from_word(document: Document) -> None:
    assert bare(tree_of(as_docx(document))) == bare(document)


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_document_comes_back_from_markdown(document: Document) -> None:
    assert bare(tree_of(as_markdown(document))) == bare(document)


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_document_comes_back_from_plain_text(document: Document) -> None:
    assert in_lines(bare(tree_of(as_text(document)))) == in_lines(bare(document))
