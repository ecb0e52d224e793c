"""The document tree: what composing makes and every renderer and review reads.

The body is flat, as it lies on the page; `sections` derives the nesting.  Text is made of
strings and spans; a span knows the facts (or the dated phrase) it was made from, and spans
nest, so that a figure inside a writer's sentence is found as well as the sentence.

What a draft has by the dozen is a named tuple, made in a third of the time of a frozen class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
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


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期; either may be empty text."""

    organ: Text
    issued_on: Text


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
    """One paper.  recipients and salutation already end with their colon."""

    genre: str
    title: Text
    body: tuple[Block, ...]
    recipients: Text = ()
    salutation: Text = ()
    signature: Signature | None = None
    note: Text = ()
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


def walk(document: Document) -> Iterator[Text]:
    """Every text of the document in reading order, title first, signature and note last."""
    yield document.title
    yield document.recipients
    yield document.salutation
    for block in document.body:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from block_texts(block)
    if document.signature is not None:
        yield document.signature.organ
        yield document.signature.issued_on
    yield document.note


def number(document: Document, numbering: Sequence[str], *, lone: bool = True) -> Document:
    """The document with every heading numbered.

    numbering: a pattern for each level in which the counting symbol stands, such as
    ("一、", "（一）", "1.", "（1）").  A heading restarts the levels below it; headings of
    an empty pattern have none.  Charts are 图1, 图2 … throughout.  lone: whether one that is alone of its level under the heading
    above it is numbered too.
    """
    body = list(document.body)
    siblings: list[list[int]] = [[] for _ in numbering]
    charts = 0

    def close(level: int) -> None:
        for indexes, pattern in zip(siblings[level:], numbering[level:], strict=True):
            for count, index in enumerate(indexes, 1):
                label = ordinal(pattern, count) if pattern and (lone or len(indexes) > 1) else ""
                block = body[index]
                assert isinstance(block, Heading)
                body[index] = block._replace(number=label)
            indexes.clear()

    for index, block in enumerate(document.body):
        if isinstance(block, Heading):
            close(block.level)
            siblings[block.level - 1].append(index)
        elif isinstance(block, Chart):
            charts += 1
            body[index] = block._replace(number=f"图{charts}")
    close(0)
    return replace(document, body=tuple(body))


def length(document: Document) -> int:
    """How many characters are spoken: salutation and body, punctuation included, blanks not.

    A word processor counts them so; title, signature and gap list are left out.
    """
    blocks = document.body
    texts = [plain(text) for block in blocks for text in block_texts(block)]
    texts += [block.number for block in blocks if isinstance(block, Heading)]
    return len("".join("".join((plain(document.salutation), *texts)).split()))


GAP_TITLE = "待补事项（定稿前删去本页）"


def gap_lines(document: Document) -> tuple[str, ...]:
    """The gap list as lines: its title, then one line an item; empty when nothing is owed."""
    if not document.gaps:
        return ()
    lines = [GAP_TITLE]
    for index, gap in enumerate(document.gaps, 1):
        line = f"{index}.{gap.kind}：{gap.path}"
        if gap.reason:
            line += f"（{gap.reason}）"
        if gap.sentence:
            line += f"——{gap.sentence}"
        lines.append(line)
    return tuple(lines)


def lines(document: Document) -> tuple[str, ...]:
    """The document as the lines a reader sees: a paragraph, heading or table row each.

    Cells are parted by a tab; a chart is its caption, rows and note; empty lines are left out;
    the gap list comes last.
    """
    out = [plain(document.title), plain(document.recipients), plain(document.salutation)]
    for block in document.body:
        match block:
            case Heading():
                out.append(block.number + plain(block.text) + plain(block.run_in))
            case Paragraph():
                out.append(plain(block.text))
            case Table():
                out += _rows(block)
            case Chart():
                out += [plain(caption(block)), *_rows(block.table), plain(block.note)]
            case PageBreak():
                pass
    if document.signature is not None:
        out += [plain(document.signature.organ), plain(document.signature.issued_on)]
    out.append(plain(document.note))
    out.extend(gap_lines(document))
    return tuple(line for line in out if line)


def _rows(table: Table) -> list[str]:
    return ["\t".join(map(plain, row)) for row in (table.header, *table.rows)]


def plain_text(document: Document) -> str:
    """`lines`, each ended by a newline: what every renderer's text comes back as."""
    return "".join(line + "\n" for line in lines(document))


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
