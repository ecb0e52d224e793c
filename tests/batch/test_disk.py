"""The disk fills up, or may not be written to: one clear message, nothing torn, and it goes on after."""

from __future__ import annotations

import errno
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docgen.batch.state import State
from docgen.drafts import store
from docgen.errors import OutputError
from tests.batch.county import county, library, run, tree

COUNT = 12


class Faulty:
    """A call of the system that fails from the n-th time on."""

    def __init__(self, real: Callable[..., object], at: int, code: int) -> None:
        self.real, self.left, self.code = real, at, code

    def __call__(self, *arguments: object, **more: object) -> object:
        self.left -= 1
        if self.left < 0:
            raise OSError(self.code, os.strerror(self.code))
        return self.real(*arguments, **more)


def sound(out: Path) -> Iterator[Path]:
    """The drafts, each seen to be whole."""
    for path in out.rglob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
        yield path


@pytest.mark.parametrize("at", [0, 1, 2, 3, 5, 8, 13, 21, 34])
@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "磁盘配额已用完"),
        (errno.EROFS, "这个磁盘是只读的"),
    ],
)
def test_a_disk_that_takes_no_more_ends_the_run_and_the_next_goes_on(
    at: int, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, shelf, out = county(tmp_path / "facts", COUNT), library(tmp_path / "p"), tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "replace", Faulty(os.replace, at, code))
        with pytest.raises(OutputError, match=said) as caught:
            run(facts, out, shelf)
    assert caught.value.exit_code == 5
    assert caught.value.hint
    assert not list(out.rglob("*.tmp"))
    before = {path: path.stat().st_ino for path in sound(out)}
    again = run(facts, out, shelf)
    assert (again.stand.written, again.stand.failed) == (COUNT, 0)
    assert {path: path.stat().st_ino for path in before} == before
    run(facts, tmp_path / "whole", shelf)
    assert tree(out) == tree(tmp_path / "whole")


def test_one_file_that_is_in_use_costs_its_own_draft_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, shelf, out = county(tmp_path / "facts", COUNT), library(tmp_path / "p"), tmp_path / "out"
    real = os.replace

    def replace(source: str, target: str) -> None:
        if "金沙镇2026" in str(target) and str(target).endswith(".docx"):
            raise OSError(errno.EACCES, "in use")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(store.os, "replace", replace)
        found = run(facts, out, shelf)
    assert (found.stand.written, found.stand.failed) == (COUNT - 1, 1)
    assert "先关闭打开着它的 WPS" in found.stand.reasons[0]
    assert run(facts, out, shelf).stand.written == COUNT


def test_no_room_for_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made stands in the journal, so nothing of it is made again."""
    facts, shelf, out = county(tmp_path / "facts", COUNT), library(tmp_path / "p"), tmp_path / "out"

    def full(self: State, made: object) -> None:
        raise OutputError("磁盘已满，没有写成")

    with monkeypatch.context() as patch:
        patch.setattr(State, "put", full)
        with pytest.raises(OutputError, match="磁盘已满"):
            run(facts, out, shelf)
    assert len(list(sound(out))) == COUNT
    again = run(facts, out, shelf)
    assert (again.outcome.made, again.outcome.unchanged) == (0, COUNT)


def test_a_full_database_is_told_as_a_full_disk(tmp_path: Path) -> None:
    state = State(tmp_path)
    state._base.execute("pragma max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        state.keep_stand("x" * 100_000, settled=True)
    from docgen.batch.made import Made  # noqa: PLC0415

    with pytest.raises(OutputError, match="磁盘已满"):
        state.put([Made("a", "b", "c", {}, "", b"x" * 100_000, b"")])
    state.close()


@pytest.mark.parametrize("what", ["文件", "只读的文件夹"])
def test_a_folder_that_cannot_be_one(what: str, tmp_path: Path) -> None:
    facts, shelf, out = county(tmp_path / "facts", 2), library(tmp_path / "p"), tmp_path / "out"
    if what == "文件":
        out.write_text("x", encoding="utf-8")
    else:
        out = Path("/proc/docgen")  # nobody may write there, not even root
    with pytest.raises(OutputError) as caught:
        run(facts, out, shelf)
    assert caught.value.hint
