"""The one place that writes files: whole or not at all, and never outside its folder.

A file is written beside its place under a name of its own, pushed to the disk and then put in
place in one step, so that a kill, a full disk or a lost network share leaves the old file or the
new one, never half of one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Final

from docgen.errors import InputError, OutputError

MAX_NAME_BYTES: Final = 180
"""Longest name `safe_name` gives, in UTF-8; suffixes and extensions then fit into 255."""

_RESERVED: Final = frozenset(
    [
        *("con", "prn", "aux", "nul", "conin", "conout", "clock"),
        *(port + digit for port in ("com", "lpt") for digit in "0123456789¹²³"),
    ]
)
_KEPT: Final = frozenset("-_（）")
_TROUBLE: Final[Mapping[int, tuple[str, str]]] = {
    errno.ENOSPC: ("磁盘已满，没有写成", "腾出空间，或用 -o 换一个磁盘"),
    errno.EDQUOT: ("磁盘配额已用完，没有写成", "腾出空间，或用 -o 换一个磁盘"),
    errno.EFBIG: ("文件超过了磁盘允许的大小", "用 -o 换一个磁盘"),
    errno.EROFS: ("这个磁盘是只读的", "用 -o 换一个能写的文件夹"),
    errno.EACCES: (
        "没有写入的权限，或文件正被别的程序打开",
        "先关闭打开着它的 WPS、Word，或用 -o 换一个文件夹",
    ),
    errno.EPERM: ("没有写入的权限", "用 -o 换一个能写的文件夹"),
    errno.EBUSY: ("文件正被别的程序使用", "关闭打开着它的程序再来一次"),
    errno.ETXTBSY: ("文件正被别的程序使用", "关闭打开着它的程序再来一次"),
    errno.ENAMETOOLONG: ("文件名或路径太长", "换一个路径短些的文件夹"),
    errno.ENOTDIR: ("路径中有一段是文件，不是文件夹", "用 -o 换一个文件夹"),
    errno.EEXIST: ("应是文件夹的地方有一个同名文件", "把它移走，或用 -o 换一个文件夹"),
    errno.EISDIR: ("同名的地方已有一个文件夹", "把它移走，或用 -o 换一个文件夹"),
    errno.ENOTEMPTY: ("同名的地方已有一个文件夹", "把它移走，或用 -o 换一个文件夹"),
    errno.ENOENT: (
        "这个地方建不了文件夹，也写不了文件",
        "用 -o 换一个能写的文件夹；移动盘、网络盘先看连好没有",
    ),
    errno.ENODEV: ("磁盘不在了", "检查移动盘、网络盘是否连好，或用 -o 换一个文件夹"),
    errno.ELOOP: ("路径中的链接绕了一圈", "用 -o 换一个文件夹"),
    errno.EIO: ("磁盘读写出错", "检查磁盘或网络盘是否连好"),
}
_UNKNOWN: Final = ("没有写成", "用 -o 换一个文件夹再试；还不行，把这一行给管电脑的人看")
_NO_SYNC: Final = frozenset((errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR))
"""What a file system says that cannot sync a folder: nothing is lost by going on."""


def sha256(data: bytes | str) -> str:
    """The SHA-256 of the bytes, of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def safe_name(text: str) -> str:
    """The text as a file name, without extension, that every system takes.

    NFC; letters, digits, Chinese characters and -_（） stay, anything else becomes one `_`.
    At most MAX_NAME_BYTES bytes: a longer name is cut and ends with eight digits of its hash.
    Names that Windows keeps for devices get a `_`; never empty, never a dot in it.
    """
    name = unicodedata.normalize("NFC", text)
    name = "".join(c if c in _KEPT or unicodedata.category(c)[0] in "LMN" else "\0" for c in name)
    name = re.sub("\0+", "_", name).strip("_").lstrip("-")
    if name.casefold() in _RESERVED:
        name += "_"
    digits = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    if len(name.encode()) > MAX_NAME_BYTES:
        name = name.encode()[: MAX_NAME_BYTES - 9].decode("utf-8", "ignore") + "-" + digits
    return name or f"文稿-{digits}"


def write(path: Path, data: bytes, *, root: Path | None = None, sync: bool = True) -> None:
    """Put the bytes at the path, whole or not at all; folders that are not there are made.

    root: the folder that nothing may leave, by default the file's own; a symbolic link that
    leads out of it is refused.  sync: push it to the disk before it takes its place; without,
    a kill still leaves the old file or the new one, a power cut may not, and the caller pushes
    many files at once (`sync_all`) before it relies on them.  Raises OutputError saying why and
    what to do.
    """
    try:
        _replace(_inside(path, root or path.parent), data, sync=sync)
    except (OSError, RuntimeError, ValueError) as error:
        raise output_error(path, error) from error


CAN_SYNC_ALL: Final = hasattr(os, "sync")
"""Whether the system can push everything written to the disk at once; Windows cannot."""


def sync_all() -> None:
    """Push all that was written to the disk."""
    os.sync()


def read(path: Path) -> bytes | None:
    """The bytes of a file, None when there is none.  Raises InputError when it is unreadable."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise InputError(
            "文件打不开", where=str(path), hint="检查读取权限，或先关闭正在使用它的程序"
        ) from error


def output_error(path: Path, error: Exception) -> OutputError:
    """The error for a person: what stopped the writing of this file, and the next step."""
    code = getattr(error, "errno", None)
    message, hint = _TROUBLE.get(code or 0, _UNKNOWN)
    if code is not None and code not in _TROUBLE:
        message += f"（系统错误号 {code}）"
    return OutputError(message, where=str(path), hint=hint)


def _inside(path: Path, root: Path) -> str:
    """Where the path really leads.  Raises OutputError when that is outside the root."""
    at, base = os.path.abspath(path), os.path.abspath(root)  # noqa: PTH100  (no link is followed)
    steps = [at]
    while len(steps[-1]) > len(base) and os.path.dirname(steps[-1]) != base:  # noqa: PTH120
        steps.append(os.path.dirname(steps[-1]))  # noqa: PTH120
    below = os.path.dirname(steps[-1]) == base  # noqa: PTH120
    if below and not any(map(os.path.islink, steps)):
        return at  # no link on the way down: to follow them all would take ten times as long
    real = path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise OutputError(
            "这是通到文件夹外面的链接，没有写",
            where=str(path),
            hint="删去这个链接，或用 -o 写到它所指的文件夹",
        )
    return str(real)


def _replace(path: str, data: bytes, *, sync: bool) -> None:
    folder = os.path.dirname(path)  # noqa: PTH120  (a batch writes a hundred thousand files)
    try:
        temporary, handle = _temporary(folder)
    except (FileNotFoundError, NotADirectoryError):
        Path(folder).mkdir(parents=True, exist_ok=True)
        if sync:
            _sync_folder(Path(folder).parent)  # else a power cut may take the new folder
        temporary, handle = _temporary(folder)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)  # noqa: PTH105  (the seam that the fault tests take hold of)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError) and os.path.isdir(path):  # noqa: PTH112
            raise IsADirectoryError(errno.EISDIR, "") from error  # each system says it its way
        raise
    if sync:
        _sync_folder(Path(folder))


def _temporary(folder: str) -> tuple[str, int]:
    """A new file in the folder, open for writing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for number in count():
        path = f"{folder}{os.sep}.docgen-{os.getpid()}-{number}.tmp"
        with contextlib.suppress(FileExistsError):
            return path, os.open(path, flags, 0o666)
    raise AssertionError


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot sync a folder and needs no telling
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
