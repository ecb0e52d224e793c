"""A look at a workbook before it is opened: what is none, or would burst, is refused."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

from docgen.errors import InputError
from docgen.source import read_bytes

MAX_FILE: Final = 20_000_000
MAX_TOTAL: Final = 64 << 20
MAX_PART: Final = 24 << 20
MAX_MEMBERS: Final = 2_000
MAX_TAGS: Final = 1_500_000
"""Tags in all parts that are read: a filled cell takes four.  A form of 40 units has 60,000."""
_SMALL: Final = re.compile(
    r"xl/(?:styles|workbook)[^/]*\.xml|.*\.rels|\[.*|docProps/.*", re.IGNORECASE
)
"""Parts that are taken in whole, so that they must be smaller than the sheets."""
_SMALL_SIZE, _SMALL_TAGS = 4 << 20, 60_000
_READ: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/.*|docProps/(?:core|custom)\.xml|xl/[^/]*\.xml|xl/_rels/.*"
    r"|xl/(?:worksheets|chartsheets|theme|externalLinks|pivotCache)/.*",
    re.IGNORECASE,
)
_LONG_FORMAT: Final = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]{500}|'[^']{500})")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_AGAIN: Final = "在 WPS 或 Excel 里打开，另存为 .xlsx，再用"


def sound_bytes(path: Path) -> bytes:
    """The bytes of a workbook that can be opened safely.  Raises InputError."""
    name, data = str(path), read_bytes(path, MAX_FILE)
    if data.startswith(_OLE):
        raise InputError("文件有密码，或是旧格式 .xls、.et", where=name, hint=_AGAIN)
    if not data:
        raise InputError("文件是空的", where=name, hint="重新保存一次，或换一份")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look(archive, name)
    except InputError:
        raise
    except Exception as error:  # a damaged archive breaks zipfile in many ways
        raise broken(name) from error
    return data


def broken(name: str) -> InputError:
    """The error for a file that cannot be read as a workbook."""
    return InputError("不是 Excel 工作簿，或文件已损坏", where=name, hint=_AGAIN)


def _look(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS:
        raise InputError(f"压缩包里的文件超过{MAX_MEMBERS}个，不像填报表", where=name, hint=_AGAIN)
    if len(set(names)) < len(names):
        raise InputError("压缩包里有重名的文件，不能读", where=name, hint=_AGAIN)
    if any(member.flag_bits & 0x1 for member in members):
        raise InputError("文件有密码", where=name, hint="去掉密码再用")
    lower = [known.lower() for known in names]
    if "[content_types].xml" not in lower or not any(part.startswith("xl/") for part in lower):
        raise broken(name)
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise InputError(
            f"解开后超过{MAX_TOTAL >> 20}MB", where=name, hint="只留要填报的表，另存一份再用"
        )
    tags = 0
    for member in members:
        if not _READ.fullmatch(member.filename):
            continue
        small = _SMALL.fullmatch(member.filename) is not None
        limit = _SMALL_SIZE if small else MAX_PART
        part = archive.read(member) if member.file_size <= limit else b""
        here = part.count(b"<") - part.count(b"</")
        tags += here
        if member.file_size > limit or tags > MAX_TAGS or (small and here > _SMALL_TAGS):
            raise InputError(
                "表里的内容太多，一时读不完", where=name, hint="只留要填报的表，另存一份再用"
            )
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise InputError("文件里有不该有的内容（XML 实体）", where=name, hint=_AGAIN)
        if _LONG_FORMAT.search(part):
            raise InputError("文件里有不正常的数字格式", where=name, hint=_AGAIN)
