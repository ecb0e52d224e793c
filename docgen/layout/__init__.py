"""The layout of any .docx held against a style: what deviates, and a copy with it put right.

Every parameter of the style is one check, its message made from the parameter: a unit's own style
is checked against its own values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from docgen.finding import Finding
from docgen.layout.closing import closing
from docgen.layout.departures import Departure, findings
from docgen.layout.head import head
from docgen.layout.imprint import imprint
from docgen.layout.letters import letters
from docgen.layout.norms import Norms
from docgen.layout.pages import goes_on
from docgen.layout.pages import pages as page_departures
from docgen.layout.parts import Part, is_ours, parts
from docgen.layout.placing import below_title, empties, placing
from docgen.layout.recognising import DEFAULT, Choice, is_of_the_form, look_alikes, marked, named
from docgen.layout.tables import tables
from docgen.library import Library
from docgen.library.styles import Style
from docgen.ooxml import mending, sections
from docgen.ooxml.formatting import SetParagraph, set_paragraphs, style_names
from docgen.ooxml.opening import Package, open_package
from docgen.ooxml.sections import Pages, Section
from docgen.ooxml.tables import grids
from docgen.read import read_content

__all__ = ["Checked", "check", "mended"]


@dataclass(frozen=True, eq=False)
class Checked:
    """A .docx held against a style.  path: as the user named it.  data: the file.  choice: the
    style, and how it came to be that one."""

    path: str
    data: bytes
    norms: Norms
    departures: tuple[Departure, ...]
    choice: Choice

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The departures, repeats told once, the gravest first."""
        return findings(self.departures, self.norms)

    @cached_property
    def mendable(self) -> tuple[Finding, ...]:
        """Those that can be put right without touching the text."""
        return findings((one for one in self.departures if one.mends), self.norms)

    def again(self, data: bytes) -> Checked:
        """Another version of the file held against the same."""
        return _held(_read(data, self.path), self.choice, self.norms)


def check(data: bytes, path: str, style: Style | None, library: Library) -> Checked:
    """What the .docx does not keep of the style; without one, of the style it seems to be set in.

    Raises InputError when it cannot be opened safely.
    """
    paper = _read(data, path)
    if style is None and is_ours(paper.styles):
        return _nearest(paper, library)
    choice = marked(paper.parts, library)
    if style is not None:
        choice = Choice(style, mark=choice.mark)
    return _held(paper, choice, Norms(choice.style, library.layout))


@dataclass(frozen=True, eq=False)
class _Paper:
    """A .docx as it was read, before it is held against anything."""

    path: str
    data: bytes
    package: Package
    pages: Pages
    parts: tuple[Part, ...]
    styles: frozenset[str]
    where: Mapping[int, Section]


def _read(data: bytes, path: str) -> _Paper:
    package = open_package(data, path)
    found = set_paragraphs(package)
    paged = sections.pages(package)
    styles = style_names(package)
    recognised = parts(found, read_content(data, path), styles)
    where = _sections(found, paged.sections)
    return _Paper(path, data, package, paged, recognised, styles, where)


def _nearest(paper: _Paper, library: Library) -> Checked:
    """A paper laid out by docgen held against the style it was laid out in: one whose paragraph
    styles it has, of several the one of which it keeps most."""
    alike = look_alikes(paper.package, library)
    form = marked(paper.parts, library).style.id
    sound = (style.id for style in library.sound_styles)
    ids = sorted(alike or sound, key=lambda id: (id != form, id != DEFAULT))
    held = (
        _held(paper, Choice(style), Norms(style, library.layout))
        for style in map(library.style, ids)
    )
    best = min(held, key=lambda one: len(one.departures))
    if alike or not best.departures:
        return replace(best, choice=best.choice.said_of_ours())
    choice = Choice.unknown(library)
    return _held(paper, choice, Norms(choice.style, library.layout))


def _held(paper: _Paper, choice: Choice, norms: Norms) -> Checked:
    path, where = paper.path, paper.where
    recognised = named(paper.parts, choice.mark)
    lying = frozenset(number for number, section in where.items() if section.lies)

    def told() -> Iterator[Departure]:
        turned = goes_on(paper.pages, recognised, norms)
        yield from page_departures(paper.pages, turned, norms, path)
        for part in recognised:
            if part.name:
                yield from letters(part, norms, path)
                yield from placing(part, where.get(part.number), norms, path)
        yield from below_title(recognised, norms, path)
        yield from closing(recognised, norms, path)
        yield from empties(recognised, norms, path)
        found_tables = grids(paper.package)
        yield from tables(found_tables, recognised, lying, norms, path)
        yield from head(recognised, found_tables, norms, path)
        yield from imprint(recognised, found_tables, paper.package, norms, path)

    kept = (one for one in told() if choice.sure or not is_of_the_form(one))
    return Checked(path, paper.data, norms, tuple(kept), choice)


def mended(checked: Checked) -> bytes:
    """The file with all put right that can be without touching the text.

    Every character, picture, table, comment, revision and field stays.
    """
    for _ in range(_ROUNDS):
        mends = [mend for one in checked.departures for mend in one.mends]
        if not mends:
            break
        checked = checked.again(mending.mended(checked.data, mends, checked.norms.style))
    return checked.data


_ROUNDS: Final = 4
"""How often a paper is mended at most: room that was made up of what is put right may be too little
afterwards."""


def _sections(found: Sequence[SetParagraph], sections: Sequence[Section]) -> Mapping[int, Section]:
    """The section that each paragraph stands in, by its number."""
    out: dict[int, Section] = {}
    left = list(sections)
    for one in found:
        if left:
            out[one.read.number] = left[0]
            if one.read.element is left[0].last:
                left.pop(0)
    return out
