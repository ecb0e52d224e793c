"""The types of the document tree, spans, numbers and sections.

The body is flat, as it lies on the page; `sections` derives the nesting.  Text is made of
strings and spans; a span knows the facts (or the dated phrase) it was made from, and spans
nest, so that a figure inside a writer's sentence is found as well as the sentence.

What a draft has by the dozen is a named tuple, made in a third of the time of a frozen class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from typing import Literal, NamedTuple, TypeAlias

from docgen.language import ordinal

SpanKind: TypeAlias = Literal["fact", "figure", "gap", "doubt", "phrase", "claim", "region"]
"""fact: made from facts; figure: a number inside a writer's sentence; gap: 【待填：…】;
doubt: a 待核实 value; phrase: a dated 提法 or a stock phrase; claim: a count computed on the tree;
region: text that a condition or loop chose."""


class Span(NamedTuple):
    """A piece of text with its origin.

    slot: row in `Provenance.slots`, -1 when none.  sources: paths of the facts, or for a
    phrase `提法:topic@start` or `套话:topic@wording`; for a region the facts its condition or loop looked at.
    """

    content: tuple[str | Span, ...]
    kind: SpanKind
    slot: int = -1
    sources: tuple[str, ...] = ()


Text: TypeAlias = tuple[str | Span, ...]


class Heading(NamedTuple):
    """A heading of level 1 to 4.

    number: filled by `number`, never typed.  part: the name a claim counts it by
    ("" when none).  run_in: the text that follows on the same line (段首同行标题).
    """

    level: int
    text: Text
    part: str = ""
    number: str = ""
    run_in: Text = ()


class Paragraph(NamedTuple):
    """A paragraph of the body, its first line indented by two characters."""

    text: Text


class Table(NamedTuple):
    """A table: every row has as many cells as the header."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


class Chart(NamedTuple):
    """A chart with the table it is drawn from, which stands for it where nothing can be drawn.

    kind: bar 柱形 or line 折线.  table: the first column names the categories, every further one
    is a series; cells hold numbers as they print, without their unit.  values: the same numbers,
    row by row; None is a gap in the drawing, and its cell is empty.  unit: of all the numbers, ""
    when none.  note: what the cells could not hold, such as the marks of gaps.  number: 图1,
    filled by `number`.
    """

    kind: Literal["bar", "line"]
    title: Text
    table: Table
    values: tuple[tuple[Decimal | None, ...], ...]
    unit: str = ""
    note: Text = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts on a new page."""


Block: TypeAlias = Heading | Paragraph | Table | Chart | PageBreak


SealKind: TypeAlias = Literal["", "印章", "签名章"]
"""How a paper is sealed: not at all (7.3.5.2), with the organ's seal (7.3.5.1), or with the
stamp of a leader's name (7.3.5.3)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期; either may be empty.

    organs: the organ, of a paper that several issue (联合行文) all of them, 主办机关 first; with a
    签名章 the office its holder signs by (县长).  seal: what will be stamped over them; it decides
    where they stand.
    """

    organs: tuple[Text, ...]
    issued_on: Text
    seal: SealKind = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the title: the 版头 of a 公文, the 报头 of a 简报, the head of a letter.

    Every element may be absent.  mark: 发文机关标志, 主办机关 first, or the name of a 简报 or
    纪要.  suffix: 文件 behind the mark.  document_number: 发文字号.  signers: 签发人, names
    alone.  copy_number 份号, secrecy 密级和保密期限, urgency 紧急程度.  issue: 第3期; total: 总第
    15期.  editor, edited_on: 编发机关 and date of a 简报.
    """

    mark: tuple[Text, ...] = ()
    suffix: Text = ()
    document_number: Text = ()
    signers: tuple[Text, ...] = ()
    copy_number: Text = ()
    secrecy: Text = ()
    urgency: Text = ()
    issue: Text = ()
    total: Text = ()
    editor: Text = ()
    edited_on: Text = ()


class Attendance(NamedTuple):
    """A line of a 纪要's attendance: label 出席, 请假 or 列席, and who."""

    label: str
    names: Text


class Attachment(NamedTuple):
    """An 附件: its title as the 附件说明 lists it, and its body, empty when it travels as a
    file of its own.  Headings in it are numbered anew."""

    title: Text
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版记 of a 公文 or the 报尾 of a 简报, labels and closing marks left out.

    report_to, send_to, issue_to: 报, 送, 发 of a 简报.  recipients: the 主送机关 when they are
    too many for the first page (7.3.2).  copy_to: 抄送机关.  printing_organ, printed_on: 印发
    机关 and 印发日期.  copies: 共印份数.
    """

    report_to: Text = ()
    send_to: Text = ()
    issue_to: Text = ()
    recipients: Text = ()
    copy_to: Text = ()
    printing_organ: Text = ()
    printed_on: Text = ()
    copies: Text = ()


GapKind: TypeAlias = Literal["待填", "未写", "待核实", "删节"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something still owed.

    待填: a mark stands in the text.  未写: an optional clause was left out for want of it.
    待核实: printed, but somebody must confirm it.  删节: left out for length; nothing is owed.
    path: the fact.  sentence: the sentence it stands or would stand in, or that was cut.
    reason: why, when it is not simply absent (such as a plan).
    """

    kind: GapKind
    path: str
    sentence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a template that makes or chooses text: its template id, line and kind.

    order: how many of its kind stand before it on its line; no part of what it is equal by.
    """

    template: str
    line: int
    kind: str
    order: int = field(default=0, compare=False, repr=False)


class Decision(NamedTuple):
    """What a condition, loop or optional clause came to: 取, 舍, 缺, or 未写; for a loop N次.

    删: for length a slot, test or loop left out what the sources name.
    """

    slot: int
    outcome: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the text came from; span.slot and decision.slot index `slots`."""

    slots: tuple[Slot, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What the document was made of: template id, unit, period, date as ISO text, style id."""

    template: str = ""
    unit: str = ""
    period: str = ""
    on: str = ""
    style: str = "gbt9704"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper.

    recipients and salutation already end with their colon.  A masthead or an imprint is None
    where the paper has none; the 附件说明 is made from the attachments.
    """

    genre: str
    title: Text
    body: tuple[Block, ...]
    recipients: Text = ()
    salutation: Text = ()
    signature: Signature | None = None
    note: Text = ()
    masthead: Masthead | None = None
    attendance: tuple[Attendance, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    imprint: Imprint | None = None
    gaps: tuple[Gap, ...] = ()
    provenance: Provenance = Provenance()
    meta: Meta = Meta()


def plain(text: Iterable[str | Span]) -> str:
    """The characters of the text, spans dissolved."""
    out: list[str] = []
    _collect(text, out)
    return "".join(out)


def _collect(text: Iterable[str | Span], out: list[str]) -> None:
    for piece in text:
        if piece.__class__ is Span:
            _collect(piece.content, out)
        else:
            out.append(piece)  # type: ignore[arg-type]


def spans(text: Iterable[str | Span]) -> Iterator[Span]:
    """Every span of the text, outer before inner."""
    for piece in text:
        if isinstance(piece, Span):
            yield piece
            yield from spans(piece.content)


def block_texts(block: Block) -> Iterator[Text]:
    """The texts of a block, in reading order; a table's row by row."""
    match block:
        case Heading():
            yield block.text
            if block.run_in:
                yield block.run_in
        case Paragraph():
            yield block.text
        case Table():
            yield from block.header
            for row in block.rows:
                yield from row
        case Chart():
            yield block.title
            yield from block_texts(block.table)
            if block.note:
                yield block.note
        case PageBreak():
            pass


def caption(chart: Chart) -> Text:
    """What stands under a chart: its number, title and unit."""
    number = (f"{chart.number}　",) if chart.number else ()
    return (*number, *chart.title, *((f"（单位：{chart.unit}）",) if chart.unit else ()))


def number(document: Document, numbering: Sequence[str], *, lone: bool = True) -> Document:
    """The document with every heading numbered.

    numbering: a pattern for each level in which the counting symbol stands, such as
    ("一、", "（一）", "1.", "（1）").  A heading restarts the levels below it, an attachment all
    of them; headings of an empty pattern have none.  Charts are 图1, 图2 … throughout.  lone:
    whether one that is alone of its level under the heading above it is numbered too.
    """
    charts = count(1)
    body = _numbered(document.body, numbering, lone, charts)
    attachments = tuple(
        one._replace(body=_numbered(one.body, numbering, lone, charts))
        for one in document.attachments
    )
    return replace(document, body=body, attachments=attachments)


def _numbered(
    blocks: Sequence[Block], numbering: Sequence[str], lone: bool, charts: Iterator[int]
) -> tuple[Block, ...]:
    body = list(blocks)
    siblings: list[list[int]] = [[] for _ in numbering]

    def close(level: int) -> None:
        for indexes, pattern in zip(siblings[level:], numbering[level:], strict=True):
            counted = pattern and (lone or len(indexes) > 1)
            for place, index in enumerate(indexes, 1):
                block = body[index]
                assert isinstance(block, Heading)
                label = ordinal(pattern, place) if counted else ""
                body[index] = Heading(block.level, block.text, block.part, label, block.run_in)
            indexes.clear()

    last = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            if block.level < last:
                close(block.level)
            last = block.level
            siblings[last - 1].append(index)
        elif isinstance(block, Chart):
            body[index] = block._replace(number=f"图{next(charts)}")
    close(0)
    return tuple(body)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks up to the next of its level, and the sections inside."""

    heading: Heading
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


def sections(document: Document) -> tuple[Section, ...]:
    """The nesting of the body; blocks before the first heading belong to no section."""
    return _nest(document.body, 1)


def _nest(blocks: Sequence[Block], level: int) -> tuple[Section, ...]:
    if level > 4:
        return ()
    starts = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == level]
    if not starts:
        return _nest(blocks, level + 1)
    out = []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        heading, inner = blocks[start], blocks[start + 1 : end]
        assert isinstance(heading, Heading)
        first = next((i for i, b in enumerate(inner) if isinstance(b, Heading)), len(inner))
        out.append(Section(heading, tuple(inner[:first]), _nest(inner, level + 1)))
    return tuple(out)
