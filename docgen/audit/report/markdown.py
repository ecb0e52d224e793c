"""A report as Markdown, and as plain lines for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.audit.report.blocks import Beside, Block, Items, Paper, Report, Table, Under, Words
from docgen.document import lines

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>|#]")
SIGNED: Final = ("审核人", "日期", "意见")
"""What a reviewer fills in by hand."""


def markdown(report: Report) -> str:
    """The report as Markdown: the summary first, the box to sign last."""
    out = [f"# {_plain(report.title)}", _plain(report.under)]
    out.append("\n".join(f"- **{_plain(name)}**：{_plain(text)}" for name, text in report.summary))
    for section in report.sections:
        out.append(f"## {_plain(section.title)}")
        out += filter(None, map(_block, section.blocks))
    out.append("## 审核意见")
    out.append("\n\n".join(f"{name}：" for name in SIGNED))
    return "\n\n".join(out) + "\n"


def _block(block: Block) -> str:
    match block:
        case Words(text=text):
            return _plain(text)
        case Under(text=text):
            return f"### {_plain(text)}"
        case Items(texts=texts, deep=deep):
            depths = deep or (0,) * len(texts)
            return "\n".join(
                f"{'  ' * depth}- {_plain(text)}" for depth, text in zip(depths, texts, strict=True)
            )
        case Table(head=head, rows=rows, numbers=numbers):
            rule = ["---:" if at in numbers else "---" for at in range(len(head))]
            return "\n".join(_row(row) for row in (tuple(map(_plain, head)), tuple(rule), *(tuple(map(_plain, row)) for row in rows)))  # fmt: skip
        case Beside(head=names, rows=texts):
            sides = [tuple("".join(_marked(side)) for side in row) for row in texts]
            return "\n".join(map(_row, (tuple(map(_plain, names)), ("---", "---"), *sides)))
        case Paper(document=document):
            return "\n>\n".join(f"> {_plain(line)}" for line in lines(document))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("\n", "<br>") for cell in cells) + " |"


def _marked(pieces: tuple[str, ...]) -> Iterator[str]:
    """The pieces, every second one in bold."""
    for number, piece in enumerate(pieces):
        yield f"**{_plain(piece)}**" if number % 2 else _plain(piece)


def _plain(text: str) -> str:
    """The text with what Markdown would take for its own made harmless."""
    return _SPECIAL.sub(lambda sign: "\\" + sign[0], text)


def screen(report: Report) -> Iterator[str]:
    """The sections as lines for a terminal; the summary and drafts are not among them."""
    for section in report.sections:
        told = [line for block in section.blocks for line in _lines(block)]
        if told:
            yield from ("", section.title, *told)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Words(text=text, soft=soft):
            if not soft:
                yield f"  {text}"
        case Under(text=text):
            yield f"  {text}"
        case Items(texts=texts, deep=deep):
            depths = deep or (0,) * len(texts)
            for depth, text in zip(depths, texts, strict=True):
                yield f"  {'  ' * depth}{text}"
        case Table(head=head, rows=rows):
            for row in (head, *rows):
                yield "    " + "｜".join(cell.replace("\n", "、") for cell in row)
        case Beside(head=names, rows=texts):
            for texts_of_row in texts:
                for name, side in zip(names, texts_of_row, strict=True):
                    yield f"    {name}｜{''.join(side)}"
        case Paper():
            pass
