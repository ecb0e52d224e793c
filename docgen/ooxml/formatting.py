"""How the paragraphs of a .docx are set once everything that says so is resolved.

What Word applies in turn: the document's defaults, the paragraph style and all it is based on,
the character style, and what paragraph and run say themselves; theme fonts are looked up in the
theme.  What table styles and lists add is left out.  All lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from lxml import etree

from docgen.ooxml.edges import Edge, edge_of
from docgen.ooxml.lengths import TWIPS, indent, number
from docgen.ooxml.looks import true
from docgen.ooxml.opening import Package, W
from docgen.ooxml.reading import ReadParagraph, paragraphs_of

_W: Final = f"{{{W}}}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VAL: Final = _W + "val"
_OBJECTS: Final = tuple(_W + name for name in ("drawing", "pict", "object", "br", "sectPr"))


class Letters(NamedTuple):
    """How characters are set; None where nothing said so yet, never in a resolved one.

    font: for 汉字, western: for Latin letters and digits, "" when no font is named.  size,
    spacing: points.  color: six hexadecimal digits in capitals, "" for the automatic one.
    shaded: on a ground or a highlight.  scale: width in percent.
    """

    font: str | None = None
    western: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    struck: bool | None = None
    color: str | None = None
    shaded: bool | None = None
    spacing: float | None = None
    scale: float | None = None


class Placing(NamedTuple):
    """How a paragraph is set; None where nothing said so yet.

    first: the first line's indent, below 0 for a hanging one.  The …_chars count characters and
    go before points unless they are 0.  before, after: points; …_lines: lines.  line: of the
    rule auto a multiple, else points.  snapped: to the page's grid.  top, bottom: the lines along
    its edges.  tab: of the last stop that text ends at, points from the edge; 0 when there is none.
    """

    alignment: str | None = None
    first: float | None = None
    first_chars: float | None = None
    left: float | None = None
    left_chars: float | None = None
    right: float | None = None
    right_chars: float | None = None
    before: float | None = None
    before_lines: float | None = None
    after: float | None = None
    after_lines: float | None = None
    line: float | None = None
    rule: str | None = None
    snapped: bool | None = None
    numbered: bool | None = None
    top: Edge | None = None
    bottom: Edge | None = None
    tab: float | None = None


_LETTERS: Final = Letters("", "", 10.0, False, False, False, False, "", False, 0.0, 100.0)
_PLACING: Final = Placing(
    alignment="left",
    first=0.0,
    first_chars=0.0,
    left=0.0,
    left_chars=0.0,
    right=0.0,
    right_chars=0.0,
    before=0.0,
    before_lines=0.0,
    after=0.0,
    after_lines=0.0,
    line=1.0,
    rule="auto",
    snapped=True,
    numbered=False,
    top=Edge(),
    bottom=Edge(),
    tab=0.0,
)
_T = TypeVar("_T", Letters, Placing)


def _over(own: _T, upper: _T) -> _T:
    """What both say, the first before the second."""
    rows = zip(own._fields, own, upper, strict=True)
    unsaid: dict[str, Any] = {name: b for name, a, b in rows if a is None}
    return own._replace(**unsaid)


class Stretch(NamedTuple):
    """Characters of a paragraph, from start to end, that are set alike."""

    start: int
    end: int
    letters: Letters


@dataclass(frozen=True, slots=True, eq=False)
class SetParagraph:
    """A paragraph and how it is set.

    read: its text and place.  stretches: its characters in order.  mark: how its end is set.
    empty: it holds no character and nothing drawn, and breaks no page or section.
    """

    read: ReadParagraph
    placing: Placing
    stretches: tuple[Stretch, ...]
    mark: Letters
    empty: bool


def set_paragraphs(package: Package) -> tuple[SetParagraph, ...]:
    """The paragraphs of the body, in the order and number of `paragraphs_of`."""
    cascade = Cascade(package)
    return tuple(cascade.paragraph(read) for read in paragraphs_of(package))


def style_names(package: Package) -> frozenset[str]:
    """The names of the document's styles, in small letters."""
    styles = package.parsed("styles")
    names = () if styles is None else styles.iterfind(f"{_W}style/{_W}name")
    return frozenset(name.get(_VAL, "").strip().lower() for name in names)


def style_looks(package: Package) -> Mapping[str, tuple[Placing, Letters]]:
    """How each paragraph style of the document is set, by its name in small letters."""
    return Cascade(package).looks()


class Cascade:
    """What the styles, defaults and theme of a document make of a paragraph or run."""

    def __init__(self, package: Package) -> None:
        self._fonts = theme_fonts(package)
        styles = package.parsed("styles")
        self._styles: dict[str, etree._Element] = {}
        self._resolved: dict[str, tuple[Placing, Letters]] = {}
        self.default = ""
        placing, letters = Placing(), Letters()
        for style in styles.iterfind(_W + "style") if styles is not None else ():
            identifier = style.get(_W + "styleId", "")
            self._styles[identifier] = style
            if style.get(_W + "type") == "paragraph" and true(style.get(_W + "default")):
                self.default = identifier
        if styles is not None:
            defaults = f"{_W}docDefaults/{_W}"
            placing = _placing(styles.find(f"{defaults}pPrDefault/{_W}pPr"))
            letters = self.letters_of(styles.find(f"{defaults}rPrDefault/{_W}rPr"))
        self._defaults = _over(placing, _PLACING), _over(letters, _LETTERS)

    def looks(self) -> Mapping[str, tuple[Placing, Letters]]:
        """How each paragraph style is set, by its name in small letters."""
        out: dict[str, tuple[Placing, Letters]] = {}
        for identifier, style in self._styles.items():
            name = style.find(_W + "name")
            if style.get(_W + "type") == "paragraph" and name is not None:
                placing, letters = self._style(identifier)
                both = _over(placing, self._defaults[0]), _over(letters, self._defaults[1])
                out[name.get(_VAL, "").strip().lower()] = both
        return out

    def paragraph(self, read: ReadParagraph) -> SetParagraph:
        """How the paragraph is set."""
        placing, base = self.of_paragraph(read.element)
        stretches: list[Stretch] = []
        known: dict[etree._Element | None, Letters] = {}
        for piece in read.pieces:
            run = _run(piece.element)
            properties = None if run is None else run.find(_W + "rPr")
            if properties not in known:
                known[properties] = self.of_run(properties, base)
            letters = known[properties]
            if stretches and stretches[-1].letters == letters:
                stretches[-1] = stretches[-1]._replace(end=piece.end)
            else:
                stretches.append(Stretch(piece.start, piece.end, letters))
        mark = read.element.find(f"{_W}pPr/{_W}rPr")
        holds = read.text.strip() or next(read.element.iter(*_OBJECTS), None) is not None
        return SetParagraph(read, placing, tuple(stretches), self.of_run(mark, base), not holds)

    def of_paragraph(self, element: etree._Element) -> tuple[Placing, Letters]:
        """How a w:p is set, and how its characters are where no run says otherwise."""
        properties = element.find(_W + "pPr")
        named = None if properties is None else properties.find(_W + "pStyle")
        identifier = self.default if named is None else named.get(_VAL, "")
        if identifier not in self._styles:
            identifier = self.default
        placing, letters = self._style(identifier)
        return (
            _over(_placing(properties), _over(placing, self._defaults[0])),
            _over(letters, self._defaults[1]),
        )

    def of_run(self, properties: etree._Element | None, base: Letters) -> Letters:
        """How characters with these run properties are set in a paragraph that has `base`."""
        if properties is None:
            return base
        own = self.letters_of(properties)
        styled = properties.find(_W + "rStyle")
        if styled is not None and styled.get(_VAL, "") in self._styles:
            _, letters = self._style(styled.get(_VAL, ""))
            # Weight and slant of paragraph and character style cancel each other out.
            turned = letters._replace(
                bold=None if not letters.bold else not base.bold,
                italic=None if not letters.italic else not base.italic,
            )
            own = _over(own, turned)
        return _over(own, base)

    def _style(self, identifier: str) -> tuple[Placing, Letters]:
        """What the style says with all it is based on."""
        found = self._resolved.get(identifier)
        if found is None:
            placing, letters, seen = Placing(), Letters(), {""}
            at = identifier
            while at not in seen and at in self._styles:
                seen.add(at)
                style = self._styles[at]
                placing = _over(placing, _placing(style.find(_W + "pPr")))
                letters = _over(letters, self.letters_of(style.find(_W + "rPr")))
                based = style.find(_W + "basedOn")
                at = "" if based is None else based.get(_VAL, "")
            found = self._resolved[identifier] = placing, letters
        return found

    def letters_of(self, properties: etree._Element | None) -> Letters:
        """What run properties say themselves."""
        if properties is None:
            return Letters()
        said: dict[str, str | float | bool | None] = {}
        for child in properties:
            read = _OF_RUNS.get(child.tag)
            if read is not None:
                name, value = read(child)
                if name != "shaded" or value or "shaded" not in said:
                    said[name] = value
            elif child.tag == _W + "rFonts":
                said["font"] = self._font(child, "eastAsia", "eastAsiaTheme")
                said["western"] = self._font(child, "ascii", "asciiTheme")
        return Letters(**said)  # type: ignore[arg-type]

    def _font(self, element: etree._Element, plain: str, themed: str) -> str | None:
        theme = element.get(_W + themed)
        if theme is not None:
            return self._fonts.get(theme, "")
        return element.get(_W + plain)


def _run(element: etree._Element) -> etree._Element | None:
    """The run that an element stands in."""
    at: etree._Element | None = element
    while at is not None and at.tag != _W + "r":
        at = None if at.tag == _W + "p" else at.getparent()
    return at


def theme_fonts(package: Package) -> Mapping[str, str]:
    """The fonts that the theme's names (minorEastAsia, majorHAnsi …) stand for."""
    root = package.parsed("theme")
    if root is None:
        return {}
    out: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = next(root.iter(f"{_A}{kind}Font"), None)
        if fonts is None:
            continue
        latin, east = (_typeface(fonts, name) for name in ("latin", "ea"))
        if not east:  # an empty one stands for the font of the script
            scripts = {e.get("script", ""): e.get("typeface", "") for e in fonts.iter(_A + "font")}
            east = scripts.get("Hans", "")
        out |= dict.fromkeys((f"{kind}Ascii", f"{kind}HAnsi"), latin)
        out[f"{kind}EastAsia"] = east
    return out


def _typeface(fonts: etree._Element, name: str) -> str:
    found = fonts.find(_A + name)
    return "" if found is None else found.get("typeface", "")


def _on(name: str) -> Callable[[etree._Element], tuple[str, bool]]:
    return lambda element: (name, true(element.get(_VAL, "1")))


def _color(element: etree._Element) -> tuple[str, str]:
    value = element.get(_VAL, "auto").upper()
    return "color", "" if value in ("AUTO", "000000") else value


def _shade(element: etree._Element) -> tuple[str, bool]:
    ground = element.get(_W + "fill", "auto").lower()
    pattern = element.get(_VAL, "clear")
    return "shaded", ground not in ("auto", "ffffff") or pattern not in ("clear", "nil")


_OF_RUNS: Final[Mapping[str, Callable[[etree._Element], tuple[str, str | float | bool | None]]]] = {
    _W + "b": _on("bold"),
    _W + "i": _on("italic"),
    _W + "strike": _on("struck"),
    _W + "u": lambda element: ("underlined", element.get(_VAL, "none") != "none"),
    _W + "color": _color,
    _W + "shd": _shade,
    _W + "highlight": lambda element: ("shaded", element.get(_VAL, "none") != "none"),
    _W + "sz": lambda element: ("size", number(element.get(_VAL), 2)),
    _W + "spacing": lambda element: ("spacing", number(element.get(_VAL), TWIPS)),
    _W + "w": lambda element: ("scale", number(element.get(_VAL, "").rstrip("%"))),
}


def _placing(properties: etree._Element | None) -> Placing:
    """What paragraph properties say themselves."""
    if properties is None:
        return Placing()
    said: dict[str, Any] = {}
    for child in properties:
        tag = child.tag
        if tag == _W + "jc":
            value = child.get(_VAL)
            said["alignment"] = {"start": "left", "end": "right"}.get(value or "", value)
        elif tag == _W + "ind":
            said |= indent(child)
        elif tag == _W + "spacing":
            said |= _spacing(child)
        elif tag == _W + "snapToGrid":
            said["snapped"] = true(child.get(_VAL, "1"))
        elif tag == _W + "numPr":
            which = child.find(_W + "numId")
            said["numbered"] = which is not None and which.get(_VAL, "0") != "0"
        elif tag == _W + "pBdr":
            said |= {side: edge_of(child.find(_W + side)) for side in ("top", "bottom")}
        elif tag == _W + "tabs":
            said["tab"] = _end_stop(child)
    return Placing(**said)


def _end_stop(tabs: etree._Element) -> float | None:
    """The last of these tab stops that text ends at; 0 when they only take others away."""
    ends = [one for one in tabs if one.get(_VAL) in ("right", "end")]
    cleared = any(one.get(_VAL) == "clear" for one in tabs)
    stops = (number(one.get(_W + "pos"), TWIPS) for one in ends)
    return max((stop for stop in stops if stop), default=0.0 if cleared else None)


_AUTOMATIC: Final = 14.0
"""Points above and below a paragraph whose spacing is left to the web page it came from."""


def _spacing(element: etree._Element) -> dict[str, str | float | bool | None]:
    said: dict[str, str | float | bool | None] = {}
    for side in ("before", "after"):
        said[side] = number(element.get(_W + side), TWIPS)
        said[side + "_lines"] = number(element.get(f"{_W}{side}Lines"), 100)
        if true(element.get(f"{_W}{side}Autospacing")):
            said |= {side: _AUTOMATIC, side + "_lines": 0.0}
    line = element.get(_W + "line")
    if line is not None:
        rule = element.get(_W + "lineRule", "auto")
        said["rule"] = rule
        said["line"] = number(line, 240 if rule == "auto" else TWIPS)
    return said
