"""Putting the layout of a .docx right: properties of sections, paragraphs and runs; never a word.

What is not named stays as it is: text, pictures, tables, comments, revisions, fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from lxml import etree

from docgen.library.styles import Style, twips
from docgen.ooxml.cutting import cut_runs
from docgen.ooxml.footers import with_footers
from docgen.ooxml.lengths import number
from docgen.ooxml.opening import Package, W, open_package, printed, repacked
from docgen.ooxml.properties import Attributes, put
from docgen.ooxml.reading import ReadParagraph, paragraphs_of
from docgen.ooxml.sections import section_elements
from docgen.ooxml.tables import grids

_W: Final = f"{{{W}}}"
_TWIPS: Final = 20


class OnPage(NamedTuple):
    """Attributes of a child of a section's properties.  section: from 0.  tag: pgSz, pgMar,
    docGrid."""

    section: int
    tag: str
    attributes: Attributes


class OnParagraph(NamedTuple):
    """A property of a paragraph.  paragraph: from 1, as `docgen.ooxml.reading` counts.  tag: jc,
    ind, spacing."""

    paragraph: int
    tag: str
    attributes: Attributes


class OnLetters(NamedTuple):
    """A property of the characters from start to end of a paragraph."""

    paragraph: int
    start: int
    end: int
    tag: str
    attributes: Attributes


class OnEdge(NamedTuple):
    """The line along an edge of a paragraph, or of the whole row of the table it stands in.
    side: top or bottom."""

    paragraph: int
    side: str
    attributes: Attributes


class OnTab(NamedTuple):
    """The tab stop of a paragraph that text ends at, so many points from the edge, in place of
    another."""

    paragraph: int
    at: float
    instead: float


class OnTable(NamedTuple):
    """A table, from 0: (width) made `value` points wide in the same proportions, (head) its first
    row printed on every page, (foot) set on the lower edge of the 版心, `value` points from the
    left edge of the paper."""

    table: int
    what: Literal["width", "head", "foot"]
    value: float


class Footers(NamedTuple):
    """Footers with the style's page numbers, in place of those that are there."""


Mend: TypeAlias = OnPage | OnParagraph | OnEdge | OnTab | OnLetters | OnTable | Footers


def mended(data: bytes, mends: Iterable[Mend], style: Style) -> bytes:
    """The .docx with these put right; the same file when there are none.

    Raises InputError for what is no .docx.
    """
    wanted = tuple(dict.fromkeys(mends))
    if not wanted:
        return data
    package = open_package(data, "")
    found = paragraphs_of(package)
    sections = section_elements(package.root)
    for one in wanted:
        if isinstance(one, OnPage):
            put(_properties(sections[one.section], one.tag), one.tag, one.attributes)
        elif isinstance(one, OnParagraph):
            put(_child(found[one.paragraph - 1].element, "pPr"), one.tag, one.attributes)
        elif isinstance(one, OnEdge):
            _edge(found[one.paragraph - 1].element, one)
        elif isinstance(one, OnTab):
            _tab(_child(found[one.paragraph - 1].element, "pPr"), one)
        elif isinstance(one, OnTable):
            _table(package, one)
    runs = sorted(one for one in wanted if isinstance(one, OnLetters))
    for at, group in groupby(runs, key=lambda one: one.paragraph):
        _letters(found[at - 1], tuple(group))
    parts: Mapping[str, bytes] = {}
    if any(isinstance(one, Footers) for one in wanted):
        parts = with_footers(package, style)
    return repacked(package, {**parts, package.main: printed(package.root)})


def _child(element: etree._Element, name: str) -> etree._Element:
    """The element's properties, made when it has none."""
    found = element.find(_W + name)
    if found is None:
        found = etree.Element(_W + name)
        element.insert(0, found)
    return found


def _properties(section: etree._Element, tag: str) -> etree._Element:
    """The section, with what the schema wants beside the attributes to be put there."""
    if tag == "pgMar" and section.find(_W + tag) is None:
        put(section, tag, (("header", "851"), ("footer", "992"), ("gutter", "0")))
    return section


def _letters(paragraph: ReadParagraph, mends: tuple[OnLetters, ...]) -> None:
    length = len(paragraph.text)
    cuts = {at for one in mends for at in (one.start, one.end) if 0 < at < length}
    starts = sorted(cut_runs(paragraph, cuts).items())
    for (start, run), (end, _) in pairwise((*starts, (length, None))):
        if run is None or run.tag != _W + "r":  # a formula has letters of its own
            continue
        for one in mends:
            if one.start <= start and end <= one.end:
                put(_child(run, "rPr"), one.tag, one.attributes)


def _edge(paragraph: etree._Element, mend: OnEdge) -> None:
    row = next(paragraph.iterancestors(_W + "tr"), None)
    if row is None:
        put(put(_child(paragraph, "pPr"), "pBdr", ()), mend.side, mend.attributes)
        return
    for cell in row.iter(_W + "tc"):
        put(put(_child(cell, "tcPr"), "tcBorders", ()), mend.side, mend.attributes)


def _tab(properties: etree._Element, mend: OnTab) -> None:
    tabs = put(properties, "tabs", ())
    stops = {stop.get(_W + "pos"): stop for stop in tabs}
    for at, kind in ((mend.instead, "clear"), (mend.at, "right")):
        where = str(twips(at))
        if where not in stops:
            stops[where] = etree.SubElement(tabs, _W + "tab")
            stops[where].set(_W + "pos", where)
        stops[where].set(_W + "val", kind)


def _table(package: Package, mend: OnTable) -> None:
    grid = grids(package)[mend.table]
    rows = grid.element.findall(_W + "tr")
    if mend.what == "foot":
        properties = _child(grid.element, "tblPr")
        left = str(twips(mend.value))
        where = (
            *(("vertAnchor", "margin"), ("horzAnchor", "page")),
            *(("tblpX", left), ("tblpXSpec", ""), ("tblpY", ""), ("tblpYSpec", "bottom")),
        )
        put(properties, "tblpPr", where)
        put(properties, "tblOverlap", (("val", "never"),))
        return
    if mend.what == "head":
        put(_child_behind(rows[0], "trPr", ("tblPrEx",)), "tblHeader", ())
        return
    share = mend.value / grid.width
    for tag in ("tblGrid/gridCol", "tr/tc/tcPr/tcW"):
        for element in grid.element.iterfind("/".join(_W + name for name in tag.split("/"))):
            width = number(element.get(_W + "w"), _TWIPS)
            if width and element.get(_W + "type", "dxa") == "dxa":
                element.set(_W + "w", str(int(width * share * _TWIPS)))
    properties = _child(grid.element, "tblPr")
    put(properties, "tblW", (("w", str(twips(mend.value))), ("type", "dxa")))
    put(properties, "tblInd", (("w", "0"), ("type", "dxa")))


def _child_behind(element: etree._Element, name: str, others: tuple[str, ...]) -> etree._Element:
    """The element's properties, made behind these when it has none."""
    found = element.find(_W + name)
    if found is None:
        found = etree.Element(_W + name)
        before = [child for child in element if child.tag in {_W + other for other in others}]
        element.insert(len(before), found)
    return found
