"""What one XML part of a .docx says: its own faults, what it defines, and what it refers to.

A part is judged by its bytes alone, once: the parts that a style shares between all its
documents cost no more than their hash.  Clauses: ECMA-376 part 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from lxml import etree

from docgen.ooxml.shape import shape

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACES = {
    "w": _W[1:-1],
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_VAL = _W + "val"
_ID = _W + "id"

_DEFINES = {
    _W + "style": ("style", _W + "styleId"),
    _W + "num": ("num", _W + "numId"),
    _W + "abstractNum": ("abstractNum", _W + "abstractNumId"),
    _W + "comment": ("comment", _ID),
    _W + "bookmarkStart": ("bookmark", _W + "name"),
}
_USES = {
    **{
        _W + name: ("style", _VAL)
        for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
    },
    **{_W + name: ("style", _VAL) for name in ("styleLink", "numStyleLink")},
    _W + "numId": ("num", _VAL),
    _W + "abstractNumId": ("abstractNum", _VAL),
    _W + "hyperlink": ("bookmark", _W + "anchor"),
    _W + "commentReference": ("comment", _ID),
}
_UNIQUE = {
    _WP + "docPr": ("WML001", "id"),
    _W + "bookmarkStart": ("WML003", _ID),
    _W + "style": ("WML006", _W + "styleId"),
    _W + "comment": ("WML007", _ID),
    _W + "num": ("WML022", _W + "numId"),
    _W + "abstractNum": ("WML023", _W + "abstractNumId"),
}
_PAIRS = {
    _W + "bookmarkStart": ("WML008", True),
    _W + "bookmarkEnd": ("WML008", False),
    _W + "commentRangeStart": ("WML010", True),
    _W + "commentRangeEnd": ("WML010", False),
}
_FIELD = frozenset({_W + "fldChar", _W + "instrText"})
_SDT_ID, _TABLE, _CELL, _PARAGRAPH = _W + "id", _W + "tbl", _W + "tc", _W + "p"
_WATCHED = tuple(
    dict.fromkeys([*_DEFINES, *_USES, *_UNIQUE, *_PAIRS, *_FIELD, _SDT_ID, _TABLE, _CELL])
)
_WRAPPERS = frozenset(_W + name for name in ("sdt", "sdtContent", "customXml", "ins", "del"))
_RANGE_MARKS = frozenset(
    _W + name
    for name in (
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"),
        *("permStart", "permEnd", "proofErr"),
    )
)
_FOREIGN = re.compile("[\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U00010000-\U0010ffff]")
"""Private use, noncharacters, and all beyond the basic plane, which `_is_foreign` tells apart."""
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}")
_LEFTOVER_BYTES = (b"{{", b"}}", b"{%", b"%}")
_BREAK = re.compile(r"[\n\r\t]")
_TEXT = tuple(_W + name for name in ("t", "delText", "instrText", "delInstrText", "fldData"))
_STRAY_TEXT = etree.XPath(
    "//w:*[not(self::w:t or self::w:delText or self::w:instrText or self::w:delInstrText"
    " or self::w:fldData)]/text()[normalize-space()]",
    namespaces=_NAMESPACES,
    smart_strings=False,
)
_PARA_IDS = etree.XPath("//w:p/@w14:paraId", namespaces=_NAMESPACES, smart_strings=False)
_RELATIONSHIP_IDS = etree.XPath("//@r:*", namespaces=_NAMESPACES, smart_strings=False)
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
)


SMALL = 2**20
"""Bytes of a part that is kept in memory to be known again."""

T = TypeVar("T")


class Fault(NamedTuple):
    """A broken rule and the thing found."""

    code: str
    detail: str = ""


class Part(NamedTuple):
    """What the bytes of an XML part say, whatever its name.

    defines, uses: (kind, id) of what other parts may refer to, in order; ids of bookmarks in
    lower case.  relationships: the ids it refers to.
    """

    faults: tuple[Fault, ...] = ()
    defines: tuple[tuple[str, str], ...] = ()
    uses: frozenset[tuple[str, str]] = frozenset()
    relationships: frozenset[str] = frozenset()


def remembered(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """The function, which remembers what it made of the last small parts it was given."""
    memo = lru_cache(maxsize=32)(read)
    return lambda data: memo(data) if len(data) <= SMALL else read(data)


def parse(data: bytes) -> etree._Element | None:
    """The root of the XML, read without entities, network or external files.

    None when it is broken or declares a document type.
    """
    if b"<!DOCTYPE" in data[:4096]:
        return None
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return None


def read_part(data: bytes) -> Part:
    """What the XML says.  A part that is sound is judged by its shape, one that is not in full."""
    brief = shape(data)
    part = None if brief is None else _read(brief)
    return _read(data) if part is None or part.faults else part


@remembered
def _read(data: bytes) -> Part:
    """What the XML says, all of it read; a part met again costs its hash alone."""
    if b"<!DOCTYPE" in data[:4096]:
        return Part((Fault("OPC005"),))
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        return Part((Fault("OPC006", f"第{line}行第{column}列（{error.msg}）"),))
    if root.getroottree().docinfo.internalDTD is not None:
        return Part((Fault("OPC005"),))
    faults = list(_text_faults(root, data))
    relationships = frozenset(filter(None, _strings(_RELATIONSHIP_IDS(root))))
    if not root.tag.startswith(_W):
        return Part(tuple(faults), relationships=relationships)
    return _read_markup(root, faults)._replace(relationships=relationships)


def _text_faults(root: etree._Element, data: bytes) -> Iterator[Fault]:
    """Text where no reader looks for it, and characters and marks that none should see.

    Attributes may hold private-use characters: a list's level names symbols so.
    """
    text = etree.tostring(root, encoding="unicode", method="text")
    for character in sorted(set(_FOREIGN.findall(text))):
        if _is_foreign(character):
            yield Fault("WML021", f"U+{ord(character):04X}")
    runs = [run.text or "" for run in root.iter(*_TEXT)]
    joined = "".join(runs)
    if text != joined and root.tag.startswith(_W):
        yield from (Fault("WML018", _around(stray, 0)) for stray in _strings(_STRAY_TEXT(root)))
    mark = _LEFTOVER.search(joined)  # may be parted by runs
    if mark is not None:
        yield Fault("WML020", _around(joined, mark.start()))
    elif any(mark in data for mark in _LEFTOVER_BYTES):  # may stand in an attribute or a property
        yield Fault("WML020", "属性或元数据")
    if _BREAK.search(joined):
        for run in root.iter(_W + "t"):
            broken = _BREAK.search(run.text or "")
            if broken:
                yield Fault("WML019", _around(run.text or "", broken.start()))


def _is_foreign(character: str) -> bool:
    """Whether the character is of private use or will never be a character (Unicode 23.7)."""
    point = ord(character)
    return not 0x10000 <= point < 0xF0000 or point & 0xFFFE == 0xFFFE


def _read_markup(root: etree._Element, faults: list[Fault]) -> Part:
    """The facts of a WordprocessingML part; `faults` are those already found."""
    for fallback in list(root.iter(_MC + "Fallback")):  # says again what Choice says
        parent = fallback.getparent()
        if parent is not None:
            parent.remove(fallback)
    defines: list[tuple[str, str]] = []
    uses: set[tuple[str, str]] = set()
    seen: set[tuple[str, str]] = set()
    open_pairs: set[tuple[str, str]] = set()
    fields: list[str] = []
    identifiers = [("WML005", value.upper()) for value in _strings(_PARA_IDS(root))]
    for element in root.iter(*_WATCHED):
        tag = element.tag
        if tag in _USES:
            kind, attribute = _USES[tag]
            value = element.get(attribute)
            if value is not None:
                uses.add((kind, value.lower() if kind == "bookmark" else value))
        if tag in _DEFINES:
            kind, attribute = _DEFINES[tag]
            value = element.get(attribute, "")
            defines.append((kind, value.lower() if kind == "bookmark" else value))
        if tag in _UNIQUE:
            code, attribute = _UNIQUE[tag]
            identifiers.append((code, element.get(attribute, "")))
        if tag in _PAIRS:
            code, opens = _PAIRS[tag]
            pair = (code, element.get(_ID, ""))
            if opens:
                open_pairs.add(pair)
            elif pair in open_pairs:
                open_pairs.remove(pair)
            else:
                faults.append(Fault(*pair))
        elif tag in _FIELD:
            faults += _step_field(element, fields)
        elif tag == _SDT_ID:
            identifiers.append(("WML002", element.get(_VAL, "")))
        elif tag == _TABLE:
            faults += _row_faults(element)
        elif tag == _CELL and not _ends_in_paragraph(element):
            faults.append(Fault("WML017"))
    faults += [Fault(*pair) for pair in sorted(open_pairs)]
    faults += [Fault("WML009", state) for state in fields]
    for identifier in identifiers:
        if identifier in seen:
            faults.append(Fault(*identifier))
        seen.add(identifier)
    return Part(tuple(faults), tuple(defines), frozenset(uses))


def _step_field(element: etree._Element, fields: list[str]) -> Iterator[Fault]:
    """One field character: keeps the stack of open fields, innermost last."""
    step = element.get(_W + "fldCharType", "instrText")
    if step == "begin":
        fields.append(step)
    elif not fields or (step == "separate" and fields[-1] == step):
        yield Fault("WML009", step)
    elif step == "separate":
        fields[-1] = step
    elif step == "end":
        fields.pop()


def _row_faults(table: etree._Element) -> Iterator[Fault]:
    grid = table.find(_W + "tblGrid")
    columns = 0 if grid is None else sum(1 for _ in grid.iterchildren(_W + "gridCol"))
    for index, row in enumerate(_inside(table, _W + "tr"), 1):
        spans = sum(_span(cell, "tcPr", ("gridSpan",), 1) for cell in _inside(row, _CELL))
        spans += _span(row, "trPr", ("gridBefore", "gridAfter"), 0)
        if spans != columns:
            yield Fault("WML016", f"第{index}行{spans}格，表{columns}列")


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of that tag, also those in content controls and revisions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _span(element: etree._Element, properties: str, names: Iterable[str], default: int) -> int:
    """Grid columns that the named properties take; the default when none is given."""
    given = element.find(_W + properties)
    found = [] if given is None else [given.find(_W + name) for name in names]
    values = [item.get(_VAL, "") for item in found if item is not None]
    return sum(int(value) if value.isdecimal() else 0 for value in values) if values else default


def _ends_in_paragraph(block: etree._Element) -> bool:
    for child in block.iterchildren(reversed=True):
        if child.tag in _WRAPPERS:
            return _ends_in_paragraph(child)
        if child.tag not in _RANGE_MARKS:
            return bool(child.tag == _PARAGRAPH)
    return False


def _around(text: str, position: int) -> str:
    """The text near the position, on one line."""
    return " ".join(text[max(0, position - 8) : position + 12].split())


def _strings(result: object) -> list[str]:
    """The strings that an XPath found."""
    return [str(item) for item in result] if isinstance(result, list) else []
