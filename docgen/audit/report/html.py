"""A report as one page that opens from a folder: no network, no script, made to be printed and
signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docgen import webpage
from docgen.audit.report.blocks import (
    Beside,
    Block,
    Items,
    Paper,
    Report,
    Section,
    Table,
    Under,
    Words,
)
from docgen.audit.report.markdown import SIGNED
from docgen.document import (
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Text,
    caption,
    organ_texts,
    plain,
)
from docgen.document import Table as PaperTable
from docgen.webpage import escape

_STYLE: Final = Path(__file__).with_name("page.css")
_LEVELS: Final = {"必错": "error", "疑似": "doubt", "提示": "hint", "待填": "doubt"}


def page(report: Report) -> bytes:
    """The report as a page in UTF-8."""
    links = "".join(
        f'<li><a href="#{section.id}">{escape(section.title)}</a></li>'
        for section in report.sections
    )
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
        for name, text in report.summary
    )
    body = (
        f"<header><h1>{escape(report.title)}</h1><p>{escape(report.under)}</p></header>\n"
        f'<main>\n<section id="summary"><h2>概要</h2><dl>{rows}</dl></section>\n'
        f'<nav><h2>目录</h2><ol>{links}<li><a href="#sign">审核意见</a></li></ol></nav>\n'
        + "".join(map(_section, report.sections))
        + f'<section id="sign"><h2>审核意见</h2>{_signing()}</section>\n</main>\n'
    )
    return webpage.page(report.title, webpage.file_text(_STYLE), body)


def _signing() -> str:
    """The box that a reviewer fills in by hand, empty."""
    who, day, opinion = SIGNED
    return (
        f'<table class="sign"><tr class="tall"><th>{opinion}</th><td colspan="3"></td></tr>'
        f"<tr><th>{who}</th><td></td><th>{day}</th><td></td></tr></table>"
    )


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return f'<section id="{section.id}"><h2>{escape(section.title)}</h2>\n{blocks}</section>\n'


def _block(block: Block) -> str:
    match block:
        case Words(text=text, soft=soft):
            return f"<p{' class=soft' if soft else ''}>{escape(text)}</p>\n"
        case Under(text=text):
            return f"<h3>{escape(text)}</h3>\n"
        case Items(texts=texts, deep=deep):
            depths = deep or (0,) * len(texts)
            items = "".join(
                f'<li class="deep-{depth}">{escape(text)}</li>'
                for depth, text in zip(depths, texts, strict=True)
            )
            return f"<ul>{items}</ul>\n"
        case Table():
            return _table(block)
        case Beside():
            return _beside(block)
        case Paper(document=document):
            return f'<article class="paper">\n{"".join(_paper(document))}</article>\n'


def _table(table: Table) -> str:
    """A table; each cell bears its column's name, which is shown where the page is narrow."""
    numbers = frozenset(table.numbers)
    head = "".join(
        f"<th{' class=number' if at in numbers else ''}>{escape(cell)}</th>"
        for at, cell in enumerate(table.head)
    )
    body = "".join(
        "<tr>" + "".join(_cells(row, table.head, numbers)) + "</tr>\n" for row in table.rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n"


def _cells(row: tuple[str, ...], head: tuple[str, ...], numbers: frozenset[int]) -> Iterator[str]:
    for at, (cell, name) in enumerate(zip(row, head, strict=True)):
        kind = "number" if at in numbers else _LEVELS.get(cell, "")
        label = f' class="{kind}"' if kind else ""
        empty = "" if cell else " hidden-when-narrow"
        if empty:
            label = f' class="{(kind + empty).strip()}"'
        yield f'<td{label} data-name="{escape(name)}">{_lines(cell)}</td>'


def _beside(beside: Beside) -> str:
    """Two columns; what stands in both is marked."""
    head = "".join(f"<th>{escape(name)}</th>" for name in beside.head)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{escape(name)}"><div>{"".join(_marked(side))}</div></td>'
            for name, side in zip(beside.head, row, strict=True)
        )
        + "</tr>\n"
        for row in beside.rows
    )
    return (
        f'<table class="beside">\n<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>\n'
    )


def _marked(pieces: tuple[str, ...]) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        if piece:
            yield f"<mark>{escape(piece)}</mark>" if number % 2 else escape(piece)


# -- drafts ----------------------------------------------------------------------------------------


def _paper(document: Document) -> Iterator[str]:
    yield _line("h4", "title", document.title)
    yield _line("p", "flush", document.recipients)
    yield _line("p", "flush", document.salutation)
    for block in document.body:
        match block:
            case Heading():
                rest = _text(block.run_in)
                inner = f"<b>{escape(block.number)}{_text(block.text)}</b>{rest}"
                yield f'<p class="level-{block.level}">{inner}</p>\n'
            case Paragraph():
                yield _line("p", "", block.text)
            case PaperTable():
                yield _grid(block)
            case Chart():
                yield _line("p", "caption", caption(block)) + _grid(block.table)
            case PageBreak():
                yield "<hr>\n"
    if document.signature is not None:
        for row in organ_texts(document.signature):
            yield _line("p", "right", row)
        yield _line("p", "right", document.signature.issued_on)
    yield _line("p", "", document.note)


def _line(tag: str, name: str, text: Text) -> str:
    label = f' class="{name}"' if name else ""
    return f"<{tag}{label}>{_text(text)}</{tag}>\n" if plain(text) else ""


def _text(text: Text) -> str:
    """The text; gaps and doubts marked, each piece with its facts to be seen under the pointer."""
    out = []
    for piece in text:
        if isinstance(piece, str):
            out.append(escape(piece))
        elif piece.kind == "region":
            out.append(_text(piece.content))
        else:
            said = escape("、".join(piece.sources))
            out.append(f'<span class="{piece.kind}" title="{said}">{_text(piece.content)}</span>')
    return "".join(out)


def _grid(table: PaperTable) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>\n"
        for row in (table.header, *table.rows)
    )
    return f'<table class="grid">{rows}</table>\n'
