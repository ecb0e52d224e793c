"""Opening a .docx that anybody made, and writing it again with some parts changed.

Nothing is trusted: sizes are looked at before anything is unpacked, entities are not resolved,
nothing outside the file is asked for.  What is wrong is one InputError that says what to do.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from docgen.errors import InputError

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAX_BYTES: Final = 50_000_000
"""Bytes of a .docx file."""
_MAX_MEMBERS: Final = 5_000
_MAX_UNPACKED: Final = 500_000_000
"""Bytes of all parts together, unpacked, pictures too."""
_MAX_PART: Final = 24_000_000
"""Bytes of a part that is looked into, unpacked."""
_MAX_ELEMENTS: Final = 600_000

_WORD: Final = W.encode()
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PKG: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError),
    *(NotImplementedError, KeyError),
)
"""What `zipfile` raises on bytes that are no package."""
_AGAIN: Final = "用 Word 或 WPS 打开，另存为 .docx 后再试"
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
)


@dataclass(frozen=True, eq=False)
class Package:
    """An opened .docx.

    path: as the user named it.  data: the file.  main: the name of its main part; root: that
    part's root, free to be changed and put back with `repacked`.
    """

    path: str
    data: bytes
    main: str
    root: etree._Element

    def part(self, name: str) -> bytes:
        """The bytes of a part, b"" when there is none."""
        return member_of(self.data, name, self.path)

    def parsed(self, kind: str) -> etree._Element | None:
        """The root of the part that the main part has for that purpose: styles, numbering."""
        for row_kind, target in self.links().values():
            if row_kind == kind:
                data = self.part(target)
                return parse(data, self.path) if data else None
        return None

    def links(self, part: str = "") -> Mapping[str, tuple[str, str]]:
        """A part's relationships inside the file: purpose and part name, by id.

        part: its name, "" for the main part.
        """
        folder, name = posixpath.split(part or self.main)
        data = self.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
        return _links(data, folder, self.path) if data else {}


def open_package(data: bytes, path: str) -> Package:
    """The .docx in the bytes.  Raises InputError when it is none, or none that is safe to open."""
    if len(data) > MAX_BYTES:
        raise InputError(
            f"文件超过{MAX_BYTES // 1_000_000}MB", where=path, hint="删去大图片，或拆成几个文件"
        )
    if not data.startswith(b"PK"):
        raise _no_package(data, path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MAX_MEMBERS:
                raise InputError(
                    f"压缩包里的文件超过{_MAX_MEMBERS}个，不像文稿", where=path, hint=_AGAIN
                )
            if sum(info.file_size for info in archive.infolist()) > _MAX_UNPACKED:
                raise InputError(
                    f"展开后超过{_MAX_UNPACKED // 1_000_000}MB，不像文稿", where=path, hint=_AGAIN
                )
            roots = _links(_member(archive, "_rels/.rels", path), "", path)
            main = next((to for kind, to in roots.values() if kind == "officeDocument"), "")
            content = _member(archive, main or "word/document.xml", path)
    except _UNREADABLE as error:
        raise _broken(path) from error
    if not content or (_WORD not in content and _STRICT not in content):
        raise InputError("不是 Word 文稿", where=path, hint=_AGAIN)
    if _STRICT in content:
        raise InputError(
            "是严格格式（Strict Open XML）的文稿",
            where=path,
            hint="另存为“Word 文档（*.docx）”后再试",
        )
    root = parse(content, path)
    if sum(1 for _ in root.iter()) > _MAX_ELEMENTS:
        raise InputError("文稿太大，不能读", where=path, hint="拆成几个文件")
    return Package(path, data, main or "word/document.xml", root)


def parse(data: bytes, path: str) -> etree._Element:
    """The root of a part.  Raises InputError when it is broken or declares entities."""
    try:
        root = None if b"<!DOCTYPE" in data else etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(path) from error
    if root is None or root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise InputError("文件里有不该有的内容（XML 实体）", where=path, hint=_AGAIN)
    return root


def printed(root: etree._Element) -> bytes:
    """The part of this root, as it goes into the file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def member_of(data: bytes, name: str, path: str) -> bytes:
    """A member of a zip archive, b"" when there is none.  Raises InputError for a broken one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _member(archive, name, path)
    except _UNREADABLE as error:
        raise _broken(path) from error


def members_of(data: bytes, path: str) -> dict[str, bytes]:
    """Every member of a zip archive, by name.  Raises InputError for a broken one.

    Unpacks all of them: sizes are to be looked at before.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {i.filename: _unpacked(archive, i) for i in archive.infolist()}
    except _UNREADABLE as error:
        raise _broken(path) from error


def repacked(package: Package, parts: Mapping[str, bytes]) -> bytes:
    """The file with these parts put in place of its own, or added; the others as they are.

    Raises InputError when one of the others cannot be read.
    """
    out = io.BytesIO()
    left = dict(parts)
    with (
        zipfile.ZipFile(io.BytesIO(package.data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            try:
                content = left.pop(info.filename, b"") or _unpacked(old, info)
            except _UNREADABLE as error:
                raise _broken(package.path) from error
            new.writestr(info, content)
        for name, content in left.items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _member(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    """The content of a member, b"" when there is none; never more than its stated size."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    if info.flag_bits & 1:
        raise InputError("文件有密码", where=path, hint="去掉密码再检查")
    if info.file_size > _MAX_PART:
        raise InputError(f"展开后超过{_MAX_PART // 1_000_000}MB，不像文稿", where=path, hint=_AGAIN)
    try:
        return _unpacked(archive, info)
    except _UNREADABLE as error:
        raise _broken(path) from error


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The content of a member; one that says less of its size than there is, is never unpacked."""
    with archive.open(info) as file:
        return file.read(info.file_size)


def _links(data: bytes, folder: str, path: str) -> dict[str, tuple[str, str]]:
    """The rows of a .rels part: the last step of the type and the part's name, by id."""
    if not data:
        return {}
    out = {}
    for row in parse(data, path).iter(_PKG + "Relationship"):
        if row.get("TargetMode") != "External":
            target = posixpath.normpath(
                posixpath.join("/" + folder, unquote(row.get("Target", "")))
            )
            out[row.get("Id", "")] = (row.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return out


def _broken(path: str) -> InputError:
    return InputError("不是 .docx 文稿，或文件已损坏", where=path, hint=_AGAIN)


def _no_package(data: bytes, path: str) -> InputError:
    """What to say of bytes that are no zip archive."""
    if not data:
        return InputError("文件是空的", where=path, hint="重新保存一次，或换一份")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return InputError("文件有密码", where=path, hint="去掉密码再检查")
        return InputError("是旧格式的文稿（.doc 或 .wps）", where=path, hint=_AGAIN)
    if data.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<?xml", b"<!doc"):
        return InputError("名为 .docx，其实是网页或 RTF", where=path, hint=_AGAIN)
    return _broken(path)
