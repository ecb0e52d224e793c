"""Footers with the page numbers of a style, put into a .docx that anybody made."""

from __future__ import annotations

import posixpath
from itertools import count
from typing import Final

from lxml import etree

from docgen.library.styles import POINTS_PER_MM, Side, Style, twips
from docgen.ooxml.opening import Package, W, parse, printed
from docgen.ooxml.package import CONTENT_TYPES, R
from docgen.ooxml.properties import put
from docgen.ooxml.section import footer_line, footer_xml
from docgen.ooxml.sections import pages, section_elements

_W: Final = f"{{{W}}}"
_R: Final = f"{{{R}}}"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_PKG: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def with_footers(package: Package, style: Style) -> dict[str, bytes]:
    """The parts that give every section the style's page numbers.

    The package's root is changed, too: sections refer to the new footers, those of the first page
    where it has one of its own.  The first page of the paper has none in a style that leaves it
    unnumbered.
    """
    number = style.page_number
    parts: dict[str, bytes] = {}
    links = _Links(package)
    room = (style.page.bottom - number.distance) * POINTS_PER_MM - footer_line(number) / 2
    first = pages(package).sections[0]
    # What stands at the foot of an unnumbered first page, as the line of a letter, stays there.
    own = first.footers.get("first") if first.titled and not number.first else None
    stays = own is not None and own.number is None
    lowest = min(room, first.lengths.get("footer", room)) if stays else room
    sides: tuple[tuple[str, Side], ...] = (("default", number.odd), ("even", number.even))
    made = {kind: _footer(style, side, room - lowest) for kind, side in sides}
    if not number.first and not stays:
        made["first"] = _blank()
    ids = {}
    for kind, footer in made.items():
        name = links.free("footer")
        parts[name] = printed(footer)
        ids[kind] = links.add(name, "footer")
    if number.odd != number.even:
        parts |= _two_sided(package, links)
    for index, section in enumerate(section_elements(package.root)):
        bare = not number.first and index == 0
        if bare and not first.titled:
            put(section, "titlePg", (("val", ""),))
            _share_header(section, "first")
        titled = section.find(_W + "titlePg") is not None
        leave = "first" if bare and stays else ""
        fresh = {kind: ids[kind] for kind, _ in sides}
        if titled and not leave:
            fresh["first"] = ids["first" if bare else "default"]
        for reference in section.findall(_W + "footerReference"):
            if reference.get(_W + "type", "default") != leave:
                section.remove(reference)
        for kind, id in fresh.items():
            reference = etree.Element(_W + "footerReference")
            reference.set(_W + "type", kind)
            reference.set(_R + "id", id)
            headers = section.findall(_W + "headerReference")
            section.insert(len(headers), reference)
        _share_header(section, "even")
        numbers = section.find(_W + "pgNumType")
        if numbers is not None:
            put(section, "pgNumType", (("fmt", ""),))
        put(section, "pgMar", (("footer", str(max(0, twips(lowest)))),))
    return parts | links.parts()


def _footer(style: Style, side: Side, below: float) -> etree._Element:
    """A footer that looks the same whatever the styles of the file are, with so many points below
    the number."""
    root = etree.Element(_W + "ftr", nsmap={"w": W, "r": R})
    paragraph = etree.fromstring(footer_xml(style, side))
    root.append(paragraph)
    properties = paragraph[0]
    named = properties.find(_W + "pStyle")
    if named is not None:
        properties.remove(named)
    put(properties, "spacing", (("before", "0"), ("after", str(twips(below)))))
    put(properties, "ind", (("firstLine", "0"), ("firstLineChars", "0")))
    size = str(round(style.page_number.size * 2))
    for run in paragraph.iter(_W + "rPr"):
        for tag in ("b", "bCs", "i", "iCs"):
            bold = tag[0] == "b" and style.page_number.bold
            put(run, tag, (("val", "1" if bold else "0"),))
        put(run, "color", (("val", "auto"),))
        put(run, "sz", (("val", size),))
        put(run, "szCs", (("val", size),))
    return root


def _blank() -> etree._Element:
    """A footer that prints nothing."""
    root = etree.Element(_W + "ftr", nsmap={"w": W, "r": R})
    etree.SubElement(root, _W + "p")
    return root


def _share_header(section: etree._Element, kind: str) -> None:
    """What odd pages had as their header, pages that are now told apart from them keep."""
    headers = {h.get(_W + "type", "default"): h for h in section.findall(_W + "headerReference")}
    if "default" in headers and kind not in headers:
        same = etree.Element(_W + "headerReference")
        same.set(_W + "type", kind)
        same.set(_R + "id", headers["default"].get(_R + "id", ""))
        headers["default"].addnext(same)


def _two_sided(package: Package, links: _Links) -> dict[str, bytes]:
    """The settings, which say that even pages have footers of their own."""
    name = links.part("settings")
    data = package.part(name) if name else b""
    if data:
        root = parse(data, package.path)
    else:
        name = links.free("settings")
        links.add(name, "settings")
        root = etree.Element(_W + "settings", nsmap={"w": W})
    put(root, "evenAndOddHeaders", (("val", ""),))
    return {name: printed(root)}


class _Links:
    """Relationships of the main part and content types, with new parts added."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._folder, main = posixpath.split(package.main)
        self._name = posixpath.join(self._folder, "_rels", f"{main}.rels")
        there = package.part(self._name) or f"<Relationships xmlns='{_PKG}'/>".encode()
        self._root = parse(there, package.path)
        self._types = parse(package.part(CONTENT_TYPES), package.path)
        self._taken = {row.get("Id", "") for row in self._root}
        self._new: set[str] = set()

    def part(self, kind: str) -> str:
        """The part that the main part has for that purpose, "" when none."""
        return next((to for one, to in self._package.links().values() if one == kind), "")

    def free(self, stem: str) -> str:
        """A name for a part that no other has."""
        names = (posixpath.join(self._folder, f"{stem}{n or ''}.xml") for n in count())
        return next(n for n in names if n not in self._new and not self._package.part(n))

    def add(self, name: str, kind: str) -> str:
        """The id by which the main part refers to the new part."""
        self._new.add(name)
        row = {"PartName": f"/{name}", "ContentType": _KIND.format(kind)}
        self._types.append(etree.Element(f"{{{_TYPES}}}Override", row))
        id = next(id for n in count() if (id := f"rIdPage{n}") not in self._taken)
        self._taken.add(id)
        link = {"Id": id, "Type": f"{R}/{kind}", "Target": posixpath.basename(name)}
        self._root.append(etree.Element(f"{{{_PKG}}}Relationship", link))
        return id

    def parts(self) -> dict[str, bytes]:
        """The two parts."""
        return {self._name: printed(self._root), CONTENT_TYPES: printed(self._types)}
