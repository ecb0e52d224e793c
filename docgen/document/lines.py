"""What a document reads as: its texts in order, and its lines as a reader sees them.

The lines are the same in every format and style: what a style sets side by side on one line is
parted by a tab.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from docgen.document.tree import (
    Attachment,
    Block,
    Chart,
    Document,
    Heading,
    Imprint,
    Masthead,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
    Text,
    block_texts,
    caption,
    plain,
)


def walk(document: Document) -> Iterator[Text]:
    """Every text of the document in reading order, the masthead first, the imprint last."""
    return _walk(document, block_texts)


def said(document: Document) -> Iterator[Text]:
    """As `walk`, but a heading and what runs in behind it are one text, as a reader reads them."""
    return _walk(document, _joined)


def _joined(block: Block) -> Iterable[Text]:
    if isinstance(block, Heading):
        return ((*block.text, *block.run_in),)
    return block_texts(block)


def _walk(document: Document, texts: Callable[[Block], Iterable[Text]]) -> Iterator[Text]:
    if (head := document.masthead) is not None:
        yield from (head.copy_number, head.secrecy, head.urgency, *head.mark, head.suffix)
        yield from (head.document_number, *head.signers)
        yield from (head.issue, head.total, head.editor, head.edited_on)
    yield document.title
    yield document.recipients
    yield document.salutation
    for block in document.body:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from texts(block)
    for _, names in document.attendance:
        yield names
    if document.signature is not None:
        yield from document.signature.organs
        yield document.signature.issued_on
    yield document.note
    for attachment in document.attachments:
        yield attachment.title
        for block in attachment.body:
            yield from texts(block)
    if (foot := document.imprint) is not None:
        yield from (foot.report_to, foot.send_to, foot.issue_to, foot.recipients, foot.copy_to)
        yield from (foot.printing_organ, foot.printed_on, foot.copies)


def masthead_texts(head: Masthead | None) -> list[Text]:
    """The lines above the title; the words 文件 stand with a lone organ, else below them all."""
    if head is None:
        return []
    mark, suffix = list(head.mark), head.suffix
    if len(mark) == 1:
        mark, suffix = [(*mark[0], *suffix)], ()
    signers: Text = ()
    for name in head.signers:
        signers += (("　",) if signers else ("签发人：",)) + name
    return _held(
        head.copy_number,
        head.secrecy,
        head.urgency,
        *mark,
        suffix,
        _beside(head.document_number, signers),
        (*head.issue, *_between("（", head.total, "）")),
        _beside(head.editor, head.edited_on),
    )


def masthead_lines(head: Masthead | None) -> list[str]:
    """`masthead_texts` as characters."""
    return [plain(text) for text in masthead_texts(head)]


def attachment_texts(attachments: tuple[Attachment, ...]) -> list[Text]:
    """The 附件说明: a line each, the first behind 附件：; one alone has no number (7.3.4)."""
    several = len(attachments) > 1
    return [
        ("附件：" * (place == 1) + f"{place}." * several, *one.title)
        for place, one in enumerate(attachments, 1)
    ]


def attachment_note(attachments: tuple[Attachment, ...]) -> list[str]:
    """`attachment_texts` as characters."""
    return [plain(text) for text in attachment_texts(attachments)]


def labelled(attachments: tuple[Attachment, ...]) -> list[tuple[str, Attachment]]:
    """The attachments that are part of the paper, each with the label it begins with: 附件, or
    附件2 where the 附件说明 numbers them (7.3.7)."""
    lone = len(attachments) == 1
    return [
        ("附件" if lone else f"附件{place}", one)
        for place, one in enumerate(attachments, 1)
        if one.body
    ]


_ABREAST = ((7, 3), (12, 2))
"""Of organs whose longest name has so many characters at most, how many stand side by side: in a
line of 28 characters, the last centred over a date that is 4 in from the right, each with its seal
of 42 mm (7.3.5.1)."""


def organ_rows(signature: Signature) -> list[tuple[Text, ...]]:
    """The 署名 as it stands in rows: several organs under seals side by side, else one below the
    other (7.3.5)."""
    organs = [organ for organ in signature.organs if plain(organ)]
    most = 1
    if len(organs) > 1 and signature.seal == "印章":
        longest = max(len(plain(organ)) for organ in organs)
        most = next((count for characters, count in _ABREAST if longest <= characters), 1)
    return [tuple(organs[at : at + most]) for at in range(0, len(organs), most)]


def abreast(row: Iterable[Text]) -> Text:
    """The names of a row as one line, parted by tabs."""
    out: list[str | Span] = []
    for name in row:
        out += (("\t",) if out else ()) + name
    return tuple(out)


def organ_texts(signature: Signature | None) -> list[Text]:
    """The lines of the 署名."""
    return [abreast(row) for row in organ_rows(signature)] if signature else []


def imprint_groups(foot: Imprint) -> tuple[list[Text], list[Text], list[Text]]:
    """The lines of the 版记 or 报尾, labels and closing marks included: to whom it goes, by whom
    it was printed and when, how many copies; what is side by side is parted by a tab (7.4)."""
    sent = (
        ("报", foot.report_to),
        ("送", foot.send_to),
        ("发", foot.issue_to),
        ("主送", foot.recipients),
        ("抄送", foot.copy_to),
    )
    return (
        _held(*(_between(f"{label}：", text, "。") for label, text in sent)),
        _held(_beside(foot.printing_organ, _between("", foot.printed_on, "印发"))),
        _held(_between("共印", foot.copies, "份")),
    )


def imprint_texts(foot: Imprint | None) -> list[Text]:
    """The lines of `imprint_groups`, one after another."""
    return [text for group in imprint_groups(foot) for text in group] if foot else []


def imprint_lines(foot: Imprint | None) -> list[str]:
    """`imprint_texts` as characters."""
    return [plain(text) for text in imprint_texts(foot)]


def _held(*texts: Text) -> list[Text]:
    """The texts that hold any character."""
    return [text for text in texts if plain(text)]


def _between(before: str, text: Text, after: str) -> Text:
    return (before, *text, after) if plain(text) else ()


def _beside(left: Text, right: Text) -> Text:
    return (*left, "\t", *right) if plain(left) and plain(right) else (*left, *right)


def length(document: Document) -> int:
    """How many characters are spoken: salutation and body, punctuation included, blanks not.

    A word processor counts them so; title, signature and gap list are left out.
    """
    blocks = document.body
    texts = [plain(text) for block in blocks for text in block_texts(block)]
    texts += [block.number for block in blocks if isinstance(block, Heading)]
    return len("".join("".join((plain(document.salutation), *texts)).split()))


GAP_TITLE: Final = "待补事项（定稿前删去）"
GAP_TITLES: Final = frozenset((GAP_TITLE, "待补事项（定稿前删去本页）"))
"""The title of the gap list, and with it what drafts of earlier versions say."""


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
    out = [*masthead_lines(document.masthead), plain(document.title)]
    out += [plain(document.recipients), plain(document.salutation)]
    out += _block_lines(document.body)
    out += attachment_note(document.attachments)
    out += [f"{label}：{plain(names)}" for label, names in document.attendance]
    if document.signature is not None:
        out += map(plain, organ_texts(document.signature))
        out.append(plain(document.signature.issued_on))
    out.append(plain(document.note))
    for label, one in labelled(document.attachments):
        out += [label, plain(one.title), *_block_lines(one.body)]
    out += imprint_lines(document.imprint)
    out.extend(gap_lines(document))
    return tuple(line for line in out if line)


def _block_lines(blocks: Iterable[Block]) -> list[str]:
    out: list[str] = []
    for block in blocks:
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
    return out


def _rows(table: Table) -> list[str]:
    return ["\t".join(map(plain, row)) for row in (table.header, *table.rows)]


def plain_text(document: Document) -> str:
    """`lines`, each ended by a newline: what every renderer's text comes back as."""
    return "".join(line + "\n" for line in lines(document))
