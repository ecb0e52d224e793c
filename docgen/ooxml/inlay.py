"""A paper's own blocks put into a .docx that has looks of its own.

They keep their look whatever the file says: the styles they wear come along under names that
nothing in the file has, based on none of its styles, with every property set that its document
defaults could set.  Paper, margins, headers and footers are the file's.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Final

from lxml import etree

from docgen.library.styles import POINTS_PER_MM, Page, Style
from docgen.ooxml.chart import NAMESPACES, Plot, chart_parts
from docgen.ooxml.chart import content_types as chart_types
from docgen.ooxml.chart import relationships as chart_links
from docgen.ooxml.opening import W, parse, printed
from docgen.ooxml.package import CONTENT_TYPES, R
from docgen.ooxml.properties import put
from docgen.ooxml.stylesheet import TABLE_TEXT, font_table, style_elements

_W: Final = f"{{{W}}}"
_R: Final = f"{{{R}}}"
_PKG: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_TABLE: Final = "TableNormal"
_TWIPS_PER_MM: Final = POINTS_PER_MM * 20
_BASE_LAYOUT: Final = (
    *(("keepNext", "0"), ("keepLines", "0"), ("pageBreakBefore", "0")),
    *(("suppressLineNumbers", "0"), ("suppressAutoHyphens", "0"), ("kinsoku", "1")),
    *(("wordWrap", "1"), ("topLinePunct", "0"), ("autoSpaceDE", "1"), ("autoSpaceDN", "1")),
    *(("bidi", "0"), ("adjustRightInd", "1"), ("contextualSpacing", "0")),
    *(("mirrorIndents", "0"), ("textAlignment", "auto")),
)
_BASE_LOOK: Final = (
    *(("i", "0"), ("iCs", "0"), ("caps", "0"), ("smallCaps", "0"), ("strike", "0")),
    *(("dstrike", "0"), ("outline", "0"), ("shadow", "0"), ("emboss", "0"), ("imprint", "0")),
    *(("snapToGrid", "0"), ("vanish", "0"), ("color", "auto"), ("w", "100"), ("kern", "0")),
    *(("position", "0"), ("u", "none"), ("effect", "none")),
    *(("vertAlign", "baseline"), ("em", "none")),
)
"""What the document defaults of a file could set and a paper does not want, as val."""
_BASE_PLACE: Final = {
    "spacing": ("beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing"),
    "ind": ("left", "leftChars", "right", "rightChars", "firstLine", "firstLineChars"),
}
"""Attributes that are 0 unless a style says more; a 0 of characters leaves the twips in force."""


def page_of(part: bytes, marker: str, style: Style) -> Page:
    """The paper and margins of the section that the marker stands in, in millimetres; what the
    file does not say as the style has it.  part: the main part."""
    root = etree.fromstring(part)
    here = _marked(root, marker)
    sections = [
        section
        for block in (here, *here.itersiblings())
        for section in ([block] if block.tag == _W + "sectPr" else block.iterfind(f".//{_W}sectPr"))
    ]
    section = sections[0] if sections else etree.Element(_W + "sectPr")

    def length(tag: str, name: str, default: float) -> float:
        found = section.find(_W + tag)
        said = found.get(_W + name, "") if found is not None else ""
        return abs(int(said)) / _TWIPS_PER_MM if re.fullmatch(r"-?\d+", said) else default

    page = style.page
    return Page(
        width=length("pgSz", "w", page.width),
        height=length("pgSz", "h", page.height),
        top=length("pgMar", "top", page.top),
        bottom=length("pgMar", "bottom", page.bottom),
        left=length("pgMar", "left", page.left) + length("pgMar", "gutter", 0),
        right=length("pgMar", "right", page.right),
    )


def inlaid(
    parts: Mapping[str, bytes],
    main: str,
    marker: str,
    body: str,
    end: str,
    plots: Sequence[Plot],
    style: Style,
) -> dict[str, bytes]:
    """The parts with the body where the marker stands, and `end` behind all else.

    parts: a file's.  main: the name of its main part, in which one paragraph says only the
    marker.  body, end: children of a `w:body` that wear the paragraph styles of `style`.
    """
    out = dict(parts)
    root = etree.fromstring(parts[main])
    links = _linked(parts, main)
    styles = links.get("styles", "")
    prefix, out[styles] = _dressed(parts[styles], frozenset(_worn(body + end)), style)
    if fonts := links.get("fontTable", ""):
        out[fonts] = _with_fonts(parts[fonts], style)
    folder = posixpath.dirname(main)
    made, types, rows = _charts(plots, style, folder, prefix)
    out |= made
    out[CONTENT_TYPES] = _with_rows(parts[CONTENT_TYPES], types)
    rels = posixpath.join(folder, "_rels", f"{posixpath.basename(main)}.rels")
    out[rels] = _with_rows(parts[rels], rows)
    here = _marked(root, marker)
    parent = here.getparent()
    assert parent is not None
    taken = max((_number(e.get("id", "")) for e in root.iter(_WP + "docPr")), default=0)
    for block in _blocks(body, prefix, taken):
        here.addprevious(block)
    before, after = here.getprevious(), here.getnext()
    section = here.find(f"{_W}pPr/{_W}sectPr")
    if section is not None:
        for run in here.findall(_W + "r"):
            here.remove(run)
    else:
        parent.remove(here)
        # Two tables without a paragraph between them would become one.
        bare = after is None or after.tag in (_W + "tbl", _W + "sectPr")
        if before is not None and before.tag == _W + "tbl" and bare:
            before.addnext(next(_blocks(_EMPTY, prefix, 0)))
    last = parent[-1]
    for block in _blocks(end, prefix, taken):
        if last.tag == _W + "sectPr":
            last.addprevious(block)
        else:
            parent.append(block)
    out[main] = printed(root)
    return out


_EMPTY: Final = f'<w:p><w:pPr><w:pStyle w:val="{TABLE_TEXT}"/></w:pPr></w:p>'


def _marked(root: etree._Element, marker: str) -> etree._Element:
    """The paragraph that says the marker."""
    return next(
        paragraph
        for paragraph in root.iterfind(f"{_W}body/{_W}p")
        if "".join(text.text or "" for text in paragraph.iter(_W + "t")).strip() == marker
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _linked(parts: Mapping[str, bytes], main: str) -> dict[str, str]:
    """The parts that the main part refers to, by purpose."""
    folder, name = posixpath.split(main)
    rows = etree.fromstring(parts[f"{folder}/_rels/{name}.rels".lstrip("/")])
    return {
        row.get("Type", "").rpartition("/")[2]: posixpath.normpath(
            posixpath.join("/" + folder, row.get("Target", ""))
        ).lstrip("/")
        for row in rows
        if row.get("TargetMode") != "External"
    }


def _blocks(xml: str, prefix: str, taken: int) -> Iterator[etree._Element]:
    """The blocks, their styles and charts by their names in the file.  taken: the highest number
    that a drawing of the file has."""
    root = etree.fromstring(f'<w:body xmlns:w="{W}" xmlns:r="{R}"{NAMESPACES}>{xml}</w:body>')
    for worn in root.iter(_W + "pStyle"):
        worn.set(_W + "val", prefix + worn.get(_W + "val", ""))
    for table in root.iter(_W + "tblPr"):
        named = etree.Element(_W + "tblStyle")
        named.set(_W + "val", prefix + _TABLE)
        table.insert(0, named)
    for drawn in root.iter(_WP + "docPr"):
        drawn.set("id", str(taken + _number(drawn.get("id", ""))))
    for chart in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"):
        chart.set(_R + "id", prefix + chart.get(_R + "id", ""))
    yield from list(root)


# -- styles ---------------------------------------------------------------------------------------


def _worn(xml: str) -> set[str]:
    """The ids of the paragraph styles in use."""
    return set(re.findall(r'<w:pStyle w:val="(\w+)"/>', xml)) | {TABLE_TEXT}


@lru_cache(maxsize=64)
def _dressed(part: bytes, worn: frozenset[str], style: Style) -> tuple[str, bytes]:
    """What the ids of our styles begin with, and the styles part of a file with those in use."""
    root = etree.fromstring(part)
    known = " ".join(
        (found.get(_W + "styleId", "") + " " + _name(found)).lower()
        for found in root.iter(_W + "style")
    ).split()
    names = (f"docgen{n if n > 1 else ''}" for n in count(1))
    prefix = next(name for name in names if not any(one.startswith(name) for one in known))
    own = etree.fromstring(f'<w:styles xmlns:w="{W}">{style_elements(style)}</w:styles>')
    kept = {*worn, "Normal", _TABLE}
    for one in own.iter(_W + "style"):
        if one.get(_W + "styleId") in kept:
            root.append(_renamed(one, prefix, kept))
    return prefix, printed(root)


def _name(style: etree._Element) -> str:
    name = style.find(_W + "name")
    return name.get(_W + "val", "").replace(" ", "") if name is not None else ""


def _renamed(style: etree._Element, prefix: str, kept: Collection[str]) -> etree._Element:
    """The style under an id and a name of its own."""
    id = style.get(_W + "styleId", "")
    style.attrib.pop(_W + "default", "")
    style.set(_W + "styleId", prefix + id)
    style.set(_W + "customStyle", "1")
    for child in list(style):
        said = child.get(_W + "val", "")
        if child.tag == _W + "name":
            child.set(_W + "val", f"{prefix} {said}")
        elif child.tag in (_W + "basedOn", _W + "next"):
            if said in kept:
                child.set(_W + "val", prefix + said)
            else:
                style.remove(child)
    if id == "Normal":
        _fortify(style)
    return style


def _fortify(base: etree._Element) -> None:
    """Everything that document defaults could set is set in the base of our styles."""
    for tag, values in (("pPr", _BASE_LAYOUT), ("rPr", _BASE_LOOK)):
        properties = base.find(_W + tag)
        assert properties is not None
        for name, value in values:
            if properties.find(_W + name) is None:
                put(properties, name, (("val", value),))
    layout, look = base.find(_W + "pPr"), base.find(_W + "rPr")
    assert layout is not None
    assert look is not None
    for tag, names in _BASE_PLACE.items():
        there = layout.find(_W + tag)
        said = set(there.attrib) if there is not None else set()
        put(layout, tag, tuple((name, "0") for name in names if _W + name not in said))
    shade = (("val", "clear"), ("color", "auto"), ("fill", "auto"))
    put(layout, "shd", shade)
    put(look, "shd", shade)
    put(look, "lang", (("val", "en-US"), ("eastAsia", "zh-CN"), ("bidi", "ar-SA")))


def _with_fonts(part: bytes, style: Style) -> bytes:
    """The font table with what may stand in for our fonts."""
    root = etree.fromstring(part)
    known = {font.get(_W + "name") for font in root}
    for font in etree.fromstring(font_table(style).encode()):
        if font.get(_W + "name") not in known:
            root.append(font)
    return printed(root)


# -- charts ---------------------------------------------------------------------------------------


def _charts(
    plots: Sequence[Plot], style: Style, folder: str, prefix: str
) -> tuple[dict[str, bytes], str, str]:
    """The parts of the charts under names that no part of the file has, their rows of content
    types and of relationships."""
    if not plots:
        return {}, "", ""

    def renamed(text: str) -> str:
        text = re.sub(r"charts/chart(?=\d)", f"charts/{prefix}Chart", text)
        text = text.replace("charts/_rels/chart", f"charts/_rels/{prefix}Chart")
        text = text.replace('Id="chart', f'Id="{prefix}chart')
        text = text.replace("/word/", f"/{folder}/")
        return text.replace("Microsoft_Excel_Sheet", f"{prefix}Sheet")

    made = {}
    for name, data in chart_parts(plots, style).items():
        inner = renamed(data.decode()).encode() if name.endswith(".rels") else data
        made[posixpath.join(folder, renamed(name.removeprefix("word/")))] = inner
    return made, renamed(chart_types(len(plots))), renamed(chart_links(len(plots)))


def _with_rows(part: bytes, rows: str) -> bytes:
    """A part of content types or relationships with more rows; a kind of file is told once."""
    root = parse(part, "")
    known = {row.get("Extension", "").lower() for row in root}
    spaces = root.tag.partition("}")[0][1:]
    for row in etree.fromstring(f'<all xmlns="{spaces}">{rows}</all>'):
        if row.tag != _TYPES + "Default" or row.get("Extension", "").lower() not in known:
            root.append(row)
    return printed(root)
