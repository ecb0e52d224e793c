"""The blocks a report of a template is made of, before it has a form: words, lists, tables, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from docgen.document import Document, lines


class Words(NamedTuple):
    """A paragraph.  soft: an aside on how to read what follows."""

    text: str
    soft: bool = False


class Items(NamedTuple):
    """A list, each item a line; deep: how far each is indented, none for all alike."""

    texts: tuple[str, ...]
    deep: tuple[int, ...] = ()


class Table(NamedTuple):
    """A table.  numbers: the columns that hold figures.  Line ends part the lines of a cell."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


class Under(NamedTuple):
    """A heading inside a section."""

    text: str


class Paper(NamedTuple):
    """A draft shown as it reads.  name: whose it is."""

    name: str
    document: Document


class Beside(NamedTuple):
    """Texts of two beside each other.  head: whose they are.  rows: both texts, each cut into pieces
    of which every second one stands in the other too."""

    head: tuple[str, str]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


Block: TypeAlias = Words | Items | Table | Under | Paper | Beside


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.  id: for links and programs."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: its title, what stands under it, a summary of a screen, the sections."""

    title: str
    under: str
    summary: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def as_values(report: Report) -> dict[str, object]:
    """The report as plain values for a program; drafts as their lines."""
    return {
        "title": report.title,
        "summary": [{"name": name, "text": text} for name, text in report.summary],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "blocks": [_values(block) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def _values(block: Block) -> dict[str, object]:
    match block:
        case Words(text=text):
            return {"text": text}
        case Under(text=text):
            return {"heading": text}
        case Items(texts=texts):
            return {"items": list(texts)}
        case Table(head=head, rows=rows):
            return {"head": list(head), "rows": [list(row) for row in rows]}
        case Beside(head=names, rows=texts):
            return {"head": list(names), "rows": [["".join(one) for one in row] for row in texts]}
        case Paper(name=name, document=document):
            return {"unit": name, "lines": list(lines(document))}
