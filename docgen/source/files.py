"""Text files that people made: UTF-8 with or without BOM, or GBK."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from docgen.errors import InputError

MAX_BYTES: Final = 5_000_000


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file a person made.

    Raises InputError when it cannot be read: absent, a folder, no right, over `most` bytes.
    """
    name = str(path)
    try:
        if not path.is_file():
            raise _no_file(path)
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            data = file.readall() if size <= most else b""
    except (OSError, ValueError) as error:
        raise InputError(
            "文件打不开", where=name, hint="检查文件名、读取权限，或先关闭正在使用它的程序"
        ) from error
    if max(size, len(data)) > most:
        raise InputError(f"文件超过{most // 1_000_000}MB", where=name, hint="拆成几个文件")
    return data


def _no_file(path: Path) -> InputError:
    """What to say of a path that is no ordinary file."""
    name = str(path)
    if path.is_dir():
        return InputError("这是文件夹，不是文件", where=name, hint="写到里面的一个文件")
    if not path.exists():
        return InputError("找不到文件", where=name, hint="检查文件名和所在文件夹")
    return InputError("这不是普通文件", where=name, hint="换一个文件")


def read_text(path: Path) -> tuple[str, bool]:
    """The text of the file, and whether it is in GBK.

    Raises InputError as `read_bytes`, and when it is no text.
    """
    name, data = str(path), read_bytes(path, MAX_BYTES)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("文件是UTF-16编码", where=name, hint="用记事本另存为UTF-8")
    if b"\0" in data:
        raise InputError(
            "这不是文本文件",
            where=name,
            hint="要纯文本；Word、Excel的文件不能改了扩展名当文本读",
        )
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return _decode_gbk(data, name), True


def _decode_gbk(data: bytes, name: str) -> str:
    """The text of a file that is not UTF-8."""
    as_utf8 = data.decode("utf-8", errors="replace")
    broken = as_utf8.count("\ufffd")
    if sum(c > "\x7f" for c in as_utf8) > 3 * broken:  # mostly UTF-8: damaged, not GBK
        line = as_utf8[: as_utf8.index("\ufffd")].count("\n") + 1
        raise InputError(
            "文件有损坏的字符", where=f"{name}:{line}", hint="找到这一行的乱码，删去重打"
        )
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise InputError(
            "这不是文本文件，或者编码认不出来", where=name, hint="用记事本另存为UTF-8"
        ) from error
