"""The package of a .docx: the part every paper of a style shares, and the fast way to a file.

python-docx builds the empty styled package once per style; its parts are compressed once.  A
document is those parts followed by its own.  Order, dates and attributes are fixed, so that
the same parts always make the same bytes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from docgen.library.styles import Style
from docgen.ooxml.opening import W
from docgen.ooxml.section import lay_out
from docgen.ooxml.stylesheet import font_table, style_elements

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Content type of a workbook inside the file."""

DOCUMENT_PART = "word/document.xml"
CORE_PART = "docProps/core.xml"
_OWN_PARTS = (CORE_PART, DOCUMENT_PART)
CONTENT_TYPES = "[Content_Types].xml"
LINKS_PART = "word/_rels/document.xml.rels"
_FIRST_PARTS = (CONTENT_TYPES, "_rels/.rels", LINKS_PART)
# What python-docx's own empty file carries and a 公文 has no use for.
_UNWANTED = ("stylesWithEffects", "customXml", "webSettings", "numbering", "thumbnail")
_UNWANTED_ROOT = (*_UNWANTED, "extended-properties")


@dataclass(frozen=True, slots=True)
class BasePackage:
    """What every document of a style shares.

    files: the members, compressed, as they stand at the beginning of the file.  directory:
    their entries in the central directory; count: how many.  section: the `w:sectPr` with
    which a body ends.  open: the parts left out of it, by name, for a document that adds to them.
    """

    files: bytes
    directory: bytes
    count: int
    section: str
    open: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=16)
def base_package(style: Style, adding: bool = False, letterhead: bool = False) -> BasePackage:
    """The empty package of a style: styles, settings, fonts, theme and footers.

    letterhead: the first page bears a mark and looks other than the rest
    (`section.has_own_first_page`).  adding: the document brings parts of its own, such as charts; content types and the
    relationships of its main part, which name them, are left open.
    """
    parts = _empty_parts(style, letterhead)
    root = etree.fromstring(parts[DOCUMENT_PART])
    section = root.find(f".//{qn('w:sectPr')}")
    assert section is not None
    shared = sorted(set(parts) - set(_OWN_PARTS) - set(_FIRST_PARTS))
    files, directory = bytearray(), bytearray()
    left = (CONTENT_TYPES, LINKS_PART) if adding else ()
    names = [*(name for name in _FIRST_PARTS if name in parts and name not in left), *shared]
    for name in names:
        _append(files, directory, name, parts[name], level=6)
    still_open = {name: parts[name].decode() for name in left}
    return BasePackage(bytes(files), bytes(directory), len(names), _inner_xml(section), still_open)


def write_package(base: BasePackage, parts: Mapping[str, bytes]) -> bytes:
    """The file made of the shared parts and a document's own, which follow in the order given."""
    files, directory = bytearray(base.files), bytearray(base.directory)
    for name, content in parts.items():
        _append(files, directory, name, content, level=1)  # half the time of 6, 8 % larger
    count = base.count + len(parts)
    return bytes(files + directory + directory_end(count, len(directory), len(files)))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts alone."""
    return write_package(BasePackage(b"", b"", 0, ""), parts)


def _append(files: bytearray, directory: bytearray, name: str, content: bytes, level: int) -> None:
    # A window and tables no larger than the part: to clear the usual ones takes longer than to
    # compress a small part.
    bits = min(max(len(content).bit_length(), 9), 15)
    compressor = zlib.compressobj(level, zlib.DEFLATED, -bits, bits - 7)
    data = compressor.compress(content) + compressor.flush()
    label = name.encode("ascii")
    # Version 2.0, no flags, deflate, 1980-01-01 00:00, checksum, sizes, lengths.
    common = struct.pack(
        "<5H3L2H",
        *(20, 0, 8, 0, 0x21),
        *(zlib.crc32(content), len(data), len(content)),
        *(len(label), 0),
    )
    directory += directory_entry(common, label, len(files))
    files += b"PK\x03\x04" + common + label + data


def directory_entry(common: bytes, label: bytes, offset: int) -> bytes:
    """The entry of a member in the central directory.

    common: its header behind the signature.  label: its name.  offset: where the header begins.
    """
    last = struct.pack("<3H2L", 0, 0, 0, 0, offset)
    return b"PK\x01\x02" + struct.pack("<H", 20) + common + last + label


def directory_end(count: int, size: int, offset: int) -> bytes:
    """What stands behind the central directory of so many entries and bytes."""
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def _inner_xml(element: etree._Element) -> str:
    """The element as text without the namespace declarations its document already makes."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in element.nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"', "")
    return text


def _empty_parts(style: Style, letterhead: bool) -> dict[str, bytes]:
    """The parts of an empty document of the style, as python-docx saves them."""
    document = docx.Document()
    part = document.part
    for rels, names in ((part.rels, _UNWANTED), (part.package.rels, _UNWANTED_ROOT)):
        for key in [k for k, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in names]:
            del rels[key]
    _fill(document.styles.element, style_elements(style), keep=("latentStyles",))
    _fill(document.settings.element, _SETTINGS, keep=())
    lay_out(document.sections[0], style, letterhead)
    for rel in part.rels.values():
        if rel.reltype == RT.FONT_TABLE:
            rel.target_part._blob = font_table(style).encode()
        elif rel.reltype == RT.THEME:
            rel.target_part._blob = _theme(rel.target_part.blob, style)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _fill(root: Any, elements: str, keep: tuple[str, ...]) -> None:
    """Replaces the children of a part's root; `keep` names those that stay, after the first."""
    kept = [child for child in root if etree.QName(child).localname in keep]
    for child in list(root):
        root.remove(child)
    children = list(parse_xml(f'<w:body xmlns:w="{W}">{elements}</w:body>'))
    for child in (*children[:1], *kept, *children[1:]):
        root.append(child)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w"])
    root.attrib.pop("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", None)


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
    '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
    + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    + '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" '
    'w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" '
    'w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" '
    'w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)


def _theme(blob: bytes, style: Style) -> bytes:
    """The theme with the style's fonts, so that no office asks for fonts nobody uses."""
    root = etree.fromstring(blob)
    namespace = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for tag, font in (("majorFont", style.title), ("minorFont", style.body)):
        for element in root.iterfind(f".//a:{tag}/*", namespace):
            kind = etree.QName(element).localname
            if kind == "latin":
                element.attrib.clear()
                element.set("typeface", style.western or font.name)
            elif kind == "ea":
                element.set("typeface", font.name)
            elif kind == "font":
                parent = element.getparent()
                assert parent is not None
                parent.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
