"""The layout of any .docx held against a style: what deviates, and a copy with it put right.

Every parameter of the style is one check, its message made from the parameter: a unit's own style
is checked against its own values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from docgen.finding import Finding
from docgen.layout.closing import closing
from docgen.layout.departures import Departure, findings
from docgen.layout.head import head
from docgen.layout.imprint import imprint
from docgen.layout.letters import letters
from docgen.layout.norms import Norms
from docgen.layout.pages import pages as page_departures
from docgen.layout.parts import parts
from docgen.layout.placing import below_title, empties, placing
from docgen.layout.tables import tables
from docgen.library import Library
from docgen.library.styles import Style
from docgen.ooxml import mending, sections
from docgen.ooxml.formatting import SetParagraph, set_paragraphs, style_names
from docgen.ooxml.opening import open_package
from docgen.ooxml.sections import Section
from docgen.ooxml.tables import grids
from docgen.read import read_content

__all__ = ["Checked", "check", "mended"]


@dataclass(frozen=True, eq=False)
class Checked:
    """A .docx held against a style.  path: as the user named it.  data: the file."""

    path: str
    data: bytes
    norms: Norms
    departures: tuple[Departure, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The departures, repeats told once, the gravest first."""
        return findings(self.departures, self.norms)

    @cached_property
    def mendable(self) -> tuple[Finding, ...]:
        """Those that can be put right without touching the text."""
        return findings((one for one in self.departures if one.mends), self.norms)


def check(data: bytes, path: str, style: Style, library: Library) -> Checked:
    """What the .docx does not keep of the style.

    Raises InputError when it cannot be opened safely.
    """
    norms = Norms(style, library.layout)
    package = open_package(data, path)
    found = set_paragraphs(package)
    paged = sections.pages(package)
    recognised = parts(found, read_content(data, path), style_names(package))
    where = _sections(found, paged.sections)
    lying = frozenset(number for number, section in where.items() if section.lies)

    def told() -> Iterator[Departure]:
        yield from page_departures(paged, norms, path)
        for part in recognised:
            if part.name:
                yield from letters(part, norms, path)
                yield from placing(part, where.get(part.number), norms, path)
        yield from below_title(recognised, norms, path)
        yield from closing(recognised, norms, path)
        yield from empties(recognised, norms, path)
        found_tables = grids(package)
        yield from tables(found_tables, recognised, lying, norms, path)
        yield from head(recognised, found_tables, norms, path)
        yield from imprint(recognised, found_tables, package, norms, path)

    return Checked(path, data, norms, tuple(told()))


def mended(checked: Checked) -> bytes:
    """The file with all put right that can be without touching the text.

    Every character, picture, table, comment, revision and field stays.
    """
    mends = (mend for one in checked.departures for mend in one.mends)
    return mending.mended(checked.data, mends, checked.norms.style)


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
