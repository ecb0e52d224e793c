"""Files are written whole or not at all, under names that every system takes."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.drafts import store
from docgen.drafts.store import MAX_NAME_BYTES, safe_name, write
from docgen.errors import OutputError

OLD, NEW = b"the old draft\n", "新的一稿\n".encode() * 1000


# -- names -----------------------------------------------------------------------------------

NAMES = (
    ("青山镇2026年上半年基层党建工作汇报", "青山镇2026年上半年基层党建工作汇报"),
    ("甲乡/乙村", "甲乡_乙村"),
    ('a\\b:c*d?e"f<g>h|i', "a_b_c_d_e_f_g_h_i"),
    ("../../etc/passwd", "etc_passwd"),
    ("甲镇.", "甲镇"),
    (" 甲 镇 ", "甲_镇"),
    ("-rf", "rf"),
    ("CON", "CON_"),
    ("com1", "com1_"),
    ("Lpt¹", "Lpt¹_"),
    ("console", "console"),
    ("甲镇\n（二）", "甲镇_（二）"),
    ("甲\u202e镇\u200b", "甲_镇"),
    ("甲\ud800镇", "甲_镇"),
    ("e\u0301", "é"),
    ("甲—乙", "甲_乙"),
    ("𠮷镇", "𠮷镇"),
)

HOSTILE = (
    "", ".", "..", "...", "/", "\\", "\0", "~", "~root", "/etc/passwd", "../x", "..\\x", "a/../../b",
    "C:\\x", "C:", "\\\\server\\share", "con.txt", "NUL", "aux ", "COM9", "甲\n乙", "甲\r乙", "甲\t乙",
    "-rf *", "$(x)", "`x`", "%00", "甲\ud83d", "\u202e甲", "\ufeff甲", "甲" * 300, "é" * 300, "𠮷" * 99,
    ".docgen", " ", "_", "file:///x", "x\u2028y", "\U000f0000",
)  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_name(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_name_stays_in_the_folder(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    path = folder / f"{safe_name(text)}.docx"
    write(path, NEW)
    assert path.read_bytes() == NEW
    made = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert made == [path]
    assert path.parent == folder


@given(st.text(st.characters(codec=None)))
def test_every_name_is_short_and_plain(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= MAX_NAME_BYTES
    assert not set(name) & set('./\\:*?"<>| \0\n\r\t')
    assert not name.startswith("-")
    assert safe_name(text) == name


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    one, two = safe_name("甲" * 200 + "一"), safe_name("甲" * 200 + "二")
    assert one != two
    assert one.startswith("甲" * 50)


# -- writing ---------------------------------------------------------------------------------


def test_written_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "文稿.docx"
    write(path, OLD)
    write(path, NEW)
    assert path.read_bytes() == NEW
    assert [p.name for p in path.parent.iterdir()] == ["文稿.docx"]


def test_a_left_over_temporary_file_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / f".docgen-{os.getpid()}-0.tmp").write_bytes(b"left by a kill")
    write(tmp_path / "文稿.docx", NEW)
    assert (tmp_path / "文稿.docx").read_bytes() == NEW


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:7]))
    write(tmp_path / "文稿.docx", NEW)
    assert (tmp_path / "文稿.docx").read_bytes() == NEW


CODES = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "配额",
    errno.EROFS: "只读",
    errno.EACCES: "权限",
    errno.EPERM: "权限",
    errno.EBUSY: "正被",
    errno.EIO: "读写出错",
    errno.ENOENT: "建不了文件夹",
    errno.ENODEV: "磁盘不在了",
    errno.ELOOP: "绕了一圈",
    errno.ENXIO: f"错误号 {errno.ENXIO}",
}


def failing(real: Callable[..., Any], at: int, code: int) -> Callable[..., Any]:
    """The call, which fails the at-th time (from 0) with this error."""
    left: Iterator[int] = iter(range(at, -1, -1))

    def call(*args: Any, **named: Any) -> Any:
        if next(left, 1) == 0:
            raise OSError(code, "injected")
        return real(*args, **named)

    return call


def refused(path: Path) -> OutputError | None:
    """The error that writing the new draft there ends in, None when it is written."""
    try:
        write(path, NEW)
    except OutputError as error:
        return error
    return None


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "replace"])
def test_no_fault_at_any_call_tears_a_file(
    call: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two files written one after the other; the fault comes at call 0, 1, 2 … of each kind."""
    real, real_write = getattr(os, call), os.write
    failures = 0
    for at in range(200):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "旧.docx").write_bytes(OLD)
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", lambda handle, data: real_write(handle, bytes(data)[:4096]))
            patch.setattr(os, call, failing(getattr(os, call), at, code))
            error = refused(folder / "旧.docx") or refused(folder / "新.docx")
        if error is not None:
            failures += 1
            assert CODES[code] in error.message
            assert error.where.endswith(".docx")
            assert error.hint
            assert error.exit_code == 5
        assert getattr(os, call) is real
        assert (folder / "旧.docx").read_bytes() in (OLD, NEW)
        assert not (folder / "新.docx").exists() or (folder / "新.docx").read_bytes() == NEW
        assert {p.name for p in folder.iterdir()} <= {"旧.docx", "新.docx"}
        if error is None and at > 14:
            break
    assert failures >= 2


BLOCKED = {
    "a file where a folder should be": ("一份.docx/里面/x.docx", "文件"),
    "a folder of the same name": ("文件夹", "已有一个文件夹"),
    "a name that is too long": ("甲" * 100 + ".docx", "太长"),
}


@pytest.mark.parametrize("case", BLOCKED)
def test_what_stands_in_the_way_is_named(case: str, tmp_path: Path) -> None:
    (tmp_path / "一份.docx").write_bytes(OLD)
    (tmp_path / "文件夹").mkdir()
    name, said = BLOCKED[case]
    with pytest.raises(OutputError) as error:
        write(tmp_path / name, NEW)
    assert said in error.value.message
    assert (tmp_path / "一份.docx").read_bytes() == OLD


# -- links -----------------------------------------------------------------------------------


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "别处" / "要紧.docx"
    write(victim, OLD)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "文稿.docx").symlink_to(victim)
    (folder / "空链.docx").symlink_to(tmp_path / "别处" / "没有.docx")
    (folder / "回环.docx").symlink_to(folder / "回环.docx")
    (folder / ".docgen").symlink_to(victim.parent)
    for name in ("文稿.docx", "空链.docx", "回环.docx", ".docgen/x.json"):
        with pytest.raises(OutputError):
            write(folder / name, NEW, root=folder)
    assert victim.read_bytes() == OLD
    assert list(victim.parent.iterdir()) == [victim]


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "最新.docx").symlink_to(tmp_path / "第三稿.docx")
    write(tmp_path / "最新.docx", NEW)
    assert (tmp_path / "最新.docx").is_symlink()
    assert (tmp_path / "第三稿.docx").read_bytes() == NEW


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    real = tmp_path / "共享"
    real.mkdir()
    (tmp_path / "out").symlink_to(real)
    write(tmp_path / "out" / "文稿.docx", NEW)
    assert (real / "文稿.docx").read_bytes() == NEW


def test_reading_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert store.read(tmp_path / "没有.docx") is None
