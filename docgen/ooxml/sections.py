"""The sections of a .docx: paper, margins, grid, and the page numbers in their footers.

All lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from lxml import etree

from docgen.ooxml.formatting import Cascade, Letters
from docgen.ooxml.lengths import number
from docgen.ooxml.looks import true
from docgen.ooxml.opening import Package, W, parse

_W: Final = f"{{{W}}}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL: Final = _W + "val"
_TWIPS: Final = 20
_PAGE: Final = re.compile(r'\s*"?PAGE\b', re.IGNORECASE)

Side: TypeAlias = Literal["left", "center", "right", "outside", "inside", ""]
"""Where a page number stands; outside is right on odd pages, left on even ones; "" is unknown."""

Kind: TypeAlias = Literal["default", "even", "first"]


class PageNumber(NamedTuple):
    """A page number as a footer prints it.

    text: its line, {} where the number stands, without blanks.  letters: how the number is set.
    side: where; inset: how many points (inset_chars: characters, which go first) from there.
    line: height of its line, 0 when it is the font's.  after: room below that line.  element: its
    w:p.  framed: it stands in a frame or text box of its own.
    """

    text: str
    letters: Letters
    side: Side
    inset: float
    inset_chars: float
    line: float
    after: float
    element: etree._Element
    framed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Footer:
    """A footer.  part: its name.  number: its page number, None when it prints none.  alone: it
    holds nothing besides."""

    part: str
    number: PageNumber | None
    alone: bool


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A section.

    element: its w:sectPr.  lengths: width and height of the paper, margins top, bottom, left and
    right, gutter, and footer, the room below the footer; absent where the file does not say.
    grid: kind of its grid, "" for none; grid_pitch: points between lines; grid_space: points
    added to a character's width.  format: of the page numbers.  titled: the first page has a
    footer of its own.  footers: what is printed on odd (default), even and first pages.
    """

    element: etree._Element
    lengths: Mapping[str, float]
    grid: str
    grid_pitch: float
    grid_space: float
    format: str
    titled: bool
    footers: Mapping[Kind, Footer]

    @property
    def lies(self) -> bool:
        """Whether the paper lies on its long side."""
        return self.lengths.get("width", 0) > self.lengths.get("height", 0)

    @property
    def last(self) -> etree._Element | None:
        """The w:p that ends it, None for the last section."""
        return next(self.element.iterancestors(_W + "p"), None)


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """The sections in order.  two_sided: even pages have footers of their own.  turned: an office
    noted that a page ends, or is told to end one."""

    sections: tuple[Section, ...]
    two_sided: bool
    turned: bool


def pages(package: Package) -> Pages:
    """The sections of an opened .docx."""
    settings = package.parsed("settings")
    even = None if settings is None else settings.find(_W + "evenAndOddHeaders")
    reader = _Footers(package)
    sections: list[Section] = []
    for element in section_elements(package.root):
        before = sections[-1].footers if sections else {}
        sections.append(_section(element, reader, before))
    two_sided = even is not None and true(even.get(_VAL, "1"))
    return Pages(tuple(sections), two_sided, _turned(package.root))


def _turned(root: etree._Element) -> bool:
    return (
        next(root.iter(_W + "lastRenderedPageBreak"), None) is not None
        or any(one.get(_W + "type") == "page" for one in root.iter(_W + "br"))
        or any(true(one.get(_VAL, "1")) for one in root.iter(_W + "pageBreakBefore"))
    )


def section_elements(root: etree._Element) -> list[etree._Element]:
    """The properties of every section, in order; those that a tracked change replaced left out."""
    old = _W + "sectPrChange"
    return [one for one in root.iter(_W + "sectPr") if _inside(one, old) is None]


_LENGTHS: Final[Mapping[str, tuple[str, str]]] = {
    **{"width": ("pgSz", "w"), "height": ("pgSz", "h")},
    **{name: ("pgMar", name) for name in ("top", "bottom", "left", "right", "gutter", "footer")},
}
"""Where each length stands."""


def _section(element: etree._Element, reader: _Footers, before: Mapping[Kind, Footer]) -> Section:
    grid = element.find(_W + "docGrid")
    lengths = {
        name: value
        for name, (tag, attribute) in _LENGTHS.items()
        if (found := element.find(_W + tag)) is not None
        and (value := number(found.get(_W + attribute), _TWIPS)) is not None
    }
    kind = "" if grid is None else grid.get(_W + "type", "")
    numbers = element.find(_W + "pgNumType")
    titled = element.find(_W + "titlePg")
    footers = dict(before)  # a section without a footer of its own goes on with the one before
    for reference in element.iterfind(_W + "footerReference"):
        said: Kind = reference.get(_W + "type", "default")  # type: ignore[assignment]
        footer = reader.footer(reference.get(_R + "id", ""))
        if footer is not None:
            footers[said] = footer
    return Section(
        element,
        lengths,
        "" if kind == "default" else kind,
        number(None if grid is None else grid.get(_W + "linePitch"), _TWIPS) or 0.0,
        (number(None if grid is None else grid.get(_W + "charSpace")) or 0.0) / 4096,
        "decimal" if numbers is None else numbers.get(_W + "fmt", "decimal"),
        titled is not None and true(titled.get(_VAL, "1")),
        footers,
    )


class _Footers:
    """Reads footers, each once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._links = package.links()
        self._cascade = Cascade(package)
        self._known: dict[str, Footer] = {}

    def footer(self, link: str) -> Footer | None:
        """The footer of that relationship, None when there is none."""
        kind, part = self._links.get(link, ("", ""))
        if kind != "footer":
            return None
        if part not in self._known:
            data = self._package.part(part)
            if not data:
                return None
            self._known[part] = self._read(part, parse(data, self._package.path))
        return self._known[part]

    def _read(self, part: str, root: etree._Element) -> Footer:
        number = None
        others = False
        for paragraph in root.iter(_W + "p"):
            if _inside(paragraph, _MC + "Fallback") is not None:
                continue
            text, run = _printed(paragraph)
            if number is None and run is not None:
                number = self._number(paragraph, "".join(text.split()), run)
            else:
                others = others or bool(text.strip())
        drawn = any(
            next(frame.iter(_W + "txbxContent"), None) is None
            for frame in root.iter(_W + "drawing", _W + "pict", _W + "object")
        )
        return Footer(part, number, not (others or drawn))

    def _number(self, paragraph: etree._Element, text: str, run: etree._Element) -> PageNumber:
        placing, base = self._cascade.of_paragraph(paragraph)
        letters = self._cascade.of_run(run.find(_W + "rPr"), base)
        box = _inside(paragraph, _W + "txbxContent")
        frame = paragraph.find(f"{_W}pPr/{_W}framePr")
        side: Side
        if box is not None:
            side = _anchored(box)
        elif frame is not None and frame.get(_W + "wrap", "") != "none":
            side = _side(frame.get(_W + "xAlign", ""))
        else:
            side = _side(_tabbed(paragraph, run) or placing.alignment or "left")
        before = side in ("left", "inside")
        inset = (placing.left if before else placing.right) or 0.0
        chars = (placing.left_chars if before else placing.right_chars) or 0.0
        if before and placing.first:
            inset += placing.first
        line = placing.line or 0.0
        return PageNumber(
            text,
            letters,
            side,
            inset,
            chars,
            line if placing.rule == "exact" else 0.0,
            placing.after or 0.0,
            paragraph,
            box is not None or frame is not None,
        )


_SIDES: Final[Mapping[str, Side]] = {
    **{"left": "left", "start": "left", "both": "left", "right": "right", "end": "right"},
    **{"center": "center", "outside": "outside", "inside": "inside", "distribute": "center"},
}


def _side(said: str) -> Side:
    return _SIDES.get(said, "")


def _inside(element: etree._Element, tag: str) -> etree._Element | None:
    """The nearest element of that tag around it, None when there is none."""
    return next(element.iterancestors(tag), None)


def _anchored(box: etree._Element) -> Side:
    """Where the text box of a page number stands."""
    for anchor in box.iterancestors(_WP + "anchor"):
        align = anchor.find(f"{_WP}positionH/{_WP}align")
        return "" if align is None else _side(align.text or "")
    for shape in box.iterancestors():
        style = shape.get("style", "")
        found = re.search(r"mso-position-horizontal:\s*(\w+)", style)
        if found:
            return _side(found[1])
    return ""


def _tabbed(paragraph: etree._Element, run: etree._Element) -> str:
    """Where tabs before the page number put it; "" when there are none."""
    tabs = 0
    for element in paragraph.iter(_W + "tab", _W + "ptab", _W + "r"):
        if element is run:
            break
        if element.tag == _W + "ptab":
            return element.get(_W + "alignment", "")
        above = element.getparent()
        tabs += element.tag == _W + "tab" and above is not None and above.tag == _W + "r"
    return ("", "center", "right")[min(tabs, 2)]


def _printed(paragraph: etree._Element) -> tuple[str, etree._Element | None]:
    """What the paragraph prints, {} for the page number, and the run that number stands in."""
    out: list[str] = []
    found: etree._Element | None = None
    fields: list[list[str]] = []  # of each open field its code, or "=" when its result has begun
    for element in _own(paragraph):
        tag = element.tag
        if tag == _W + "fldSimple" and _PAGE.match(element.get(_W + "instr", "")):
            out.append("{}")
            found = next(element.iter(_W + "r"), found)
        elif tag == _W + "fldChar":
            step = element.get(_W + "fldCharType", "")
            if step == "begin":
                fields.append([""])
            elif step == "separate" and fields:
                fields[-1].append("=")
            elif step == "end" and fields and _PAGE.match(fields.pop()[0]):
                out.append("{}")
        elif tag == _W + "instrText" and fields:
            fields[-1][0] += element.text or ""
            if _PAGE.match(fields[-1][0]):
                found = element.getparent()
        elif tag == _W + "t":
            simple = _inside(element, _W + "fldSimple")
            code = simple.get(_W + "instr", "") if simple is not None else ""
            code = fields[-1][0] if fields else code
            if not _PAGE.match(code) and (not fields or len(fields[-1]) > 1):
                out.append(element.text or "")
            elif _PAGE.match(code) and fields and len(fields[-1]) > 1:
                found = element.getparent()  # how the number itself looks
    return "".join(out), found


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Everything in the paragraph but what stands in a text box."""
    for child in paragraph:
        if child.tag not in (_W + "drawing", _W + "pict", _W + "object", _MC + "AlternateContent"):
            yield child
            yield from _own(child)
