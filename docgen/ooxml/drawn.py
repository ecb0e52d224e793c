"""What a chart in a .docx shows, as the rows of a table: names, and numbers as they print."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from docgen.errors import InputError
from docgen.ooxml.opening import Package, member_of, parse

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMAT: Final = re.compile(r'(?:"([^"]*)")?(General|0(?:\.0+)?)?(?:"([^"]*)")?')
_MOST: Final = 2_000
"""Points of a chart that is looked at."""


def chart_rows(package: Package, link: str) -> tuple[tuple[str, ...], ...]:
    """The header and a row for each category, () when there is nothing to read.

    link: the relationship that the drawing names.
    """
    kind, name = package.links().get(link, ("", ""))
    data = package.part(name) if kind == "chart" else b""
    if not data:
        return ()
    root = parse(data, package.path)
    series = list(root.iter(_C + "ser"))
    if not series:
        return ()
    columns = [_points(one.find(_C + "val"), _formats(one)) for one in series]
    names = _points(series[0].find(_C + "cat"), {})
    count = max((max(column, default=-1) for column in (names, *columns)), default=-1) + 1
    if count > _MOST:
        return ()
    heads = [one.findtext(f".//{_C}tx//{_C}v") or "" for one in series]
    header = (_corner(package, name, root), *heads)
    rows = [(names.get(at, ""), *(column.get(at, "") for column in columns)) for at in range(count)]
    return (header, *rows)


def _points(parent: etree._Element | None, formats: dict[int, str]) -> dict[int, str]:
    """The cached values by their index, in the format of their labels."""
    out: dict[int, str] = {}
    for point in parent.iter(_C + "pt") if parent is not None else ():
        index = point.get("idx", "")
        if index.isascii() and index.isdigit() and len(index) < 6:
            at = int(index)
            out[at] = _labelled(point.findtext(_C + "v") or "", formats.get(at, "General"))
    return out


def _formats(series: etree._Element) -> dict[int, str]:
    """The number formats of the labels by the index of their point."""
    out: dict[int, str] = {}
    for label in series.iter(_C + "dLbl"):
        index, shown = label.find(_C + "idx"), label.find(_C + "numFmt")
        at = "" if index is None else index.get("val", "")
        if shown is not None and at.isascii() and at.isdigit() and len(at) < 6:
            out[int(at)] = shown.get("formatCode", "General")
    return out


def _labelled(value: str, code: str) -> str:
    """A number as a format of literals, General and 0.00 prints it; any other as it is."""
    found = _FORMAT.fullmatch(code)
    if found is None:
        return value
    before, digits, after = found.groups(default="")
    try:
        number = float(value)
    except ValueError:
        return value
    if digits.startswith("0"):
        value = f"{number:.{len(digits.partition('.')[2])}f}"
    return f"{before}{value if digits else ''}{after}"


def _corner(package: Package, name: str, root: etree._Element) -> str:
    """What stands above the categories in the sheet behind the chart, "" when nobody can tell."""
    external = root.find(_C + "externalData")
    link = "" if external is None else next((str(v) for v in external.attrib.values()), "")
    target = package.links(name).get(link, ("", ""))[1]
    data = package.part(target) if target.endswith(".xlsx") else b""
    if not data:
        return ""
    try:
        sheet = parse(member_of(data, "xl/worksheets/sheet1.xml", package.path), package.path)
        cell = next((c for c in sheet.iter(_S + "c") if c.get("r") == "A1"), None)
        words = "" if cell is None else "".join(map(str, cell.itertext()))
        if cell is None or cell.get("t") != "s":
            return words
        shared = parse(member_of(data, "xl/sharedStrings.xml", package.path), package.path)
        items = list(shared.iter(_S + "si"))
        return "".join(map(str, items[int(words)].itertext()))
    except (InputError, ValueError, IndexError):
        return ""
