"""The validity gate for .docx bytes: what Word repairs, refuses or silently loses.

The rules are those that a schema validator leaves open, and those cheap enough to run on every
file that is written.  A part is judged once for its bytes: the parts that a style shares between
all its documents cost their hash alone.  Clauses: ECMA-376 part 1 (markup), part 2 (packages).
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from docgen.finding import Finding, Level, Place
from docgen.ooxml.package import (
    CORE_PART,
    DOCUMENT_PART,
    WORKBOOK_TYPE,
    directory_end,
    directory_entry,
)
from docgen.ooxml.part import SMALL, Fault, Part, parse, read_part, remembered

RULES: Mapping[str, str] = {
    "OPC001": "不是完整的 docx 压缩包：{}",
    "OPC002": "压缩包超过安全限度：{}",
    "OPC003": "部件名不合规：{}",
    "OPC004": "部件重名（大小写视为相同）：{}",
    "OPC005": "部件含有 DTD 声明，可能夹带外部实体",
    "OPC006": "XML 不完整或含有非法字符：{}",
    "OPC007": "部件没有内容类型",
    "OPC008": "部件的内容类型与用途不符：{}",
    "OPC009": "关系指向的部件不存在：{}",
    "OPC010": "引用了不存在的关系：{}",
    "OPC011": "关系编号重复：{}",
    "OPC012": "引用了外部资源：{}",
    "OPC013": "内嵌的工作簿打不开：{}",
    "WML001": "图形编号（docPr）重复：{}",
    "WML002": "内容控件编号（sdt）重复：{}",
    "WML003": "书签编号重复：{}",
    "WML004": "书签名重复：{}",
    "WML005": "段落编号（paraId）重复：{}",
    "WML006": "样式编号（styleId）重复：{}",
    "WML007": "批注编号重复：{}",
    "WML008": "书签没有成对：{}",
    "WML009": "域没有闭合：{}",
    "WML010": "批注范围没有成对：{}",
    "WML011": "批注不存在：{}",
    "WML012": "链接指向的书签不存在：{}",
    "WML013": "编号实例（num）不存在：{}",
    "WML014": "编号定义（abstractNum）不存在：{}",
    "WML015": "样式不存在：{}",
    "WML016": "表格一行的格数与列数不符：{}",
    "WML017": "单元格没有以段落结尾",
    "WML018": "文字不在文本元素（w:t）之内：{}",
    "WML019": "文本元素内有换行符或制表符，Word 会改成空格：{}",
    "WML020": "残留模板标记：{}",
    "WML021": "含有专用区字符或非字符：{}",
    "WML022": "编号实例（num）的编号重复：{}",
    "WML023": "编号定义（abstractNum）的编号重复：{}",
}
"""Every rule: its message, with the thing found at {}."""

MAX_MEMBERS = 2000
MAX_TOTAL = 200 * 2**20
MAX_PART = 50 * 2**20
MAX_RATIO = 200
RATIO_FROM = 2**20
"""Limits of a package: members; unpacked bytes in all and of a part; and how far a part larger
than RATIO_FROM may unfold."""

_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What `zipfile` raises on bytes that are no package."""

_HEADER = struct.Struct("<4s5H3L2H")
_AS_WRITTEN = (b"PK\x03\x04", 20, 0, zipfile.ZIP_DEFLATED, 0, 0x21)
"""How docgen's own members begin: version, flags, method, time and date; then checksum, sizes."""

_PKG = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPES = "[Content_Types].xml"
_UNRESOLVED = {
    "style": "WML015",
    "num": "WML013",
    "abstractNum": "WML014",
    "bookmark": "WML012",
    "comment": "WML011",
}
_BUILT_IN = {("num", "0"), ("bookmark", "_top")}
"""Uses that need no definition: no list, and the start of the document."""

_TYPED_ROLES = frozenset(
    (
        *("styles", "numbering", "settings", "webSettings", "fontTable", "theme", "chart"),
        *("header", "footer", "footnotes", "endnotes", "comments"),
        *("core-properties", "extended-properties"),
    )
)
"""Relationship types whose target has a content type that ends in .TYPE+xml."""


class _Relationship(NamedTuple):
    """A row of a .rels part; kind is the last step of its type."""

    id: str
    kind: str
    target: str
    external: bool


def lint_package(data: bytes, name: str = "") -> tuple[Finding, ...]:
    """What is wrong with the .docx, part by part; nothing for a sound one; never an error.

    name: the file as the user knows it.  Every finding is of level ERROR and names its part.
    """
    faults = _package_faults(data)
    return tuple(
        Finding(code, Level.ERROR, RULES[code].format(detail), Place(name, part=part))
        for part, (code, detail) in faults
    )


def _package_faults(data: bytes) -> list[tuple[str, Fault]]:
    """(part name, fault) of the whole package; "" for the package itself."""
    if any(_is_like(data, frame) for frame in tuple(_SOUND)):  # another thread may add one
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [info for info in package.infolist() if not info.filename.endswith("/")]
            refused = list(_member_faults(members))
            if refused:
                return refused
            parts = {info.filename: _content(data, info) or package.read(info) for info in members}
    except _UNREADABLE as error:
        return [("", Fault("OPC001", str(error) or type(error).__name__))]
    faults = list(_part_faults(parts))
    if not faults and tuple(parts)[-len(_OWN) :] == _OWN:
        _SOUND.append(_frame(data, members, parts))
    return faults


class _Frame(NamedTuple):
    """What a sound package has in common with others of its style: all but its last two parts.

    begin, directory: the bytes of the common members and of their entries; common: how many.
    own: what the last two said.  defined: what parts may refer to.
    """

    begin: bytes
    directory: bytes
    common: int
    own: tuple[Part, ...]
    defined: frozenset[tuple[str, str]]


_OWN: Final = (CORE_PART, DOCUMENT_PART)
"""The last parts of a paper, in its own words; the others are the style's, as long as it has no
chart."""
_SOUND: Final[deque[_Frame]] = deque(maxlen=8)
"""Of the packages last found sound."""


def _frame(data: bytes, members: list[zipfile.ZipInfo], parts: Mapping[str, bytes]) -> _Frame:
    """What others of its style will have in common with a sound package."""
    said = {name: read_part(content) for name, content in parts.items() if _is_xml(name)}
    defined = _BUILT_IN.union(*(part.defines for part in said.values()))
    common = members[: -len(_OWN)]
    directory = b""
    for info in common:
        end = info.header_offset + _HEADER.size
        label = data[end : end + len(info.orig_filename)]
        directory += directory_entry(data[info.header_offset + 4 : end], label, info.header_offset)
    begin = data[: members[-len(_OWN)].header_offset]
    own = tuple(said[name] for name in _OWN)
    return _Frame(begin, directory, len(common), own, frozenset(defined))


def _is_like(data: bytes, frame: _Frame) -> bool:
    """Whether the package is that of a sound one but for its last parts, and these are sound:
    every byte of it is accounted for, and what they say breaks no rule in such company."""
    if not data.startswith(frame.begin):
        return False
    at, directory = len(frame.begin), frame.directory
    for name, other in zip(_OWN, frame.own, strict=True):
        label = name.encode("ascii")
        head = data[at : at + _HEADER.size]
        if len(head) < _HEADER.size:
            return False
        *fixed, _, packed, size, length, _ = _HEADER.unpack(head)
        begin = at + len(head)
        end = begin + len(label) + packed
        if tuple(fixed) != _AS_WRITTEN or length != len(label) or size > SMALL:
            return False
        if not data.startswith(label, begin):
            return False
        part = read_part(_inflated(data[at:end]))
        alike = (part.defines, part.relationships) == (other.defines, other.relationships)
        if part.faults or not alike or not part.uses <= frame.defined:
            return False
        directory += directory_entry(head[4:], label, at)
        at = end
    count = frame.common + len(_OWN)
    return data[at:] == directory + directory_end(count, len(directory), at)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _content(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The content of a member laid down as docgen does; b"" when `zipfile` has to look itself."""
    label = info.orig_filename.encode("ascii", "replace")
    head = _HEADER.pack(*_AS_WRITTEN, info.CRC, info.compress_size, info.file_size, len(label), 0)
    begin = head + label
    start, size = info.header_offset, len(begin) + info.compress_size
    if not data.startswith(begin, start) or info.file_size > SMALL:
        return b""
    if info.flag_bits or info.compress_type != zipfile.ZIP_DEFLATED:
        return b""
    return _inflated(data[start : start + size])


@remembered
def _inflated(member: bytes) -> bytes:
    """The content of a member, its header before it; b"" when checksum or size are false.

    Remembered, as the parts that a style shares are compressed but once.
    """
    *_, checksum, _, size, label, _ = _HEADER.unpack_from(member)
    inflater = zlib.decompressobj(-15)
    try:
        content = inflater.decompress(member[_HEADER.size + label :], size + 1)
    except zlib.error:
        return b""
    whole = inflater.eof and not inflater.unused_data and len(content) == size
    return content if whole and zlib.crc32(content) == checksum else b""


def _member_faults(members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, Fault]]:
    """What is wrong with the list of members, before any is unpacked."""
    total = sum(info.file_size for info in members)
    if len(members) > MAX_MEMBERS:
        yield "", Fault("OPC002", f"共{len(members)}个部件，至多{MAX_MEMBERS}个")
    if total > MAX_TOTAL:
        yield "", Fault("OPC002", f"展开后共{total}字节，至多{MAX_TOTAL}字节")
    seen: set[str] = set()
    for info in members:
        name = info.filename
        steps = name.split("/")
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        if is_link or "" in steps or "." in steps or ".." in steps or re.search(r"[\\:\0]", name):
            yield name, Fault("OPC003", name)
        if name.lower() in seen:
            yield name, Fault("OPC004", name)
        seen.add(name.lower())
        if info.file_size > MAX_PART:
            yield name, Fault("OPC002", f"展开后{info.file_size}字节，至多{MAX_PART}字节")
        elif info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
            yield name, Fault("OPC002", f"压缩比超过{MAX_RATIO}")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield name, Fault("OPC001", f"不支持的压缩方法{info.compress_type}")


def _part_faults(parts: Mapping[str, bytes]) -> Iterator[tuple[str, Fault]]:
    given = _content_types(parts.get(_CONTENT_TYPES, b""))
    types: dict[str, str] = {}
    facts: dict[str, Part] = {}
    for part, data in parts.items():
        name = part.lower()
        kind = given.get("/" + name) or given.get(name.rpartition(".")[2], "")
        types[name] = kind
        if not kind and part != _CONTENT_TYPES:
            yield part, Fault("OPC007")
        if name.endswith((".xml", ".rels")) or kind.endswith("xml"):
            facts[part] = read_part(data)
            yield from ((part, fault) for fault in facts[part].faults)
        elif kind == WORKBOOK_TYPE:
            yield from ((part, Fault("OPC013", reason)) for reason in _workbook_faults(data))
    yield from _relationship_faults(parts, facts, types)
    yield from _reference_faults(facts)


def _workbook_faults(data: bytes) -> Iterator[str]:
    """Why an embedded workbook does not open; what stands in it is not judged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refused = [
                RULES[code].format(what) for _, (code, what) in _member_faults(package.infolist())
            ]
            torn = None if refused else package.testzip()
            yield from refused
            if torn is not None:
                yield torn
            elif "xl/workbook.xml" not in package.namelist():
                yield "没有 xl/workbook.xml"
    except _UNREADABLE as error:
        yield str(error) or type(error).__name__


def _relationship_faults(
    parts: Mapping[str, bytes], facts: Mapping[str, Part], types: Mapping[str, str]
) -> Iterator[tuple[str, Fault]]:
    """What is wrong with the .rels parts; types: content type by part name in lower case."""
    rows: dict[str, tuple[_Relationship, ...]] = {}
    for part in facts:
        folder, _, file = part.rpartition("_rels/")
        if not part.endswith(".rels") or "/" in file:
            continue
        source = folder + file.removesuffix(".rels")
        rows[source] = _relationships(parts[part])
        if source and source.lower() not in types:
            yield part, Fault("OPC009", source)
        seen: set[str] = set()
        for row in rows[source]:
            if row.id in seen:
                yield part, Fault("OPC011", row.id)
            seen.add(row.id)
            if row.external:
                if row.kind != "hyperlink":
                    yield part, Fault("OPC012", row.target)
                continue
            if row.target.startswith("#"):
                continue
            target = posixpath.normpath(posixpath.join("/" + folder, unquote(row.target)))[1:]
            kind = types.get(target.lower())
            if kind is None:
                yield part, Fault("OPC009", row.target)
            elif kind and not _suits(row.kind, kind):
                yield target, Fault("OPC008", kind)
    if not any(row.kind == "officeDocument" for row in rows.get("", ())):
        yield "_rels/.rels", Fault("OPC009", "officeDocument")
    for part, fact in facts.items():
        missing = fact.relationships.difference(row.id for row in rows.get(part, ()))
        for identifier in sorted(missing):
            yield part, Fault("OPC010", identifier)


def _suits(role: str, content_type: str) -> bool:
    """Whether a target of that relationship type may have that content type."""
    if role == "officeDocument":
        return content_type.endswith((".document.main+xml", ".template.main+xml"))
    if role == "image":
        return content_type.startswith("image/")
    if role == "package":
        return content_type == WORKBOOK_TYPE
    return role not in _TYPED_ROLES or content_type.endswith(f".{role}+xml")


def _reference_faults(facts: Mapping[str, Part]) -> Iterator[tuple[str, Fault]]:
    """What refers, across the parts, to something that no part defines, and names used twice."""
    defined = set(_BUILT_IN)
    names: set[str] = set()
    for part, fact in facts.items():
        defined.update(fact.defines)
        for kind, identifier in fact.defines:
            if kind != "bookmark":
                continue
            if identifier in names:
                yield part, Fault("WML004", identifier)
            names.add(identifier)
    for part, fact in facts.items():
        for kind, identifier in sorted(fact.uses - defined):
            yield part, Fault(_UNRESOLVED[kind], identifier)


@remembered
def _content_types(data: bytes) -> dict[str, str]:
    """Content type by "/part name" (overrides) and by extension, both in lower case."""
    root = parse(data)
    if root is None:
        return {}
    types = {}
    for row in root.iter(_TYPES + "Default", _TYPES + "Override"):
        key = row.get("PartName") or row.get("Extension") or ""
        types[key.lower()] = row.get("ContentType", "")
    return types


@remembered
def _relationships(data: bytes) -> tuple[_Relationship, ...]:
    root = parse(data)
    if root is None:
        return ()
    return tuple(
        _Relationship(
            row.get("Id", ""),
            row.get("Type", "").rpartition("/")[2],
            row.get("Target", ""),
            row.get("TargetMode") == "External",
        )
        for row in root.iter(_PKG + "Relationship")
    )
