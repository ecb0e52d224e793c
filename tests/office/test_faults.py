"""A LibreOffice that is absent, hangs, fails or writes rubbish is said and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from docgen.errors import InputError, MissingProgramError, RenderError
from docgen.office import Office, find_program, printing_of
from docgen.office import program as program_module
from docgen.office.program import FONT_FOLDERS, LIMIT, PROGRAM, version_of
from docgen.render import render
from tests.gate.office import FONT_FOLDER
from tests.office.ground import (
    ENVIRONMENT,
    LIBRARY,
    PRINTING,
    STUBS,
    STYLE,
    calls,
    homes,
    processes,
    stub,
)
from tests.render.papers import PAPERS
from tests.samples import ROOT

DOCX = render(PAPERS["只有标题"], "docx", STYLE)
QINGSHAN = ROOT / "data/counties/qinghe/qingshan/2026-h1.yaml"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("睡着不动", "过了0.5秒还没有完成"),
        ("退出码 1", "没有写出文件（退出码 1）"),
        ("退出码 0，没有文件", "没有写出文件（退出码 0）"),
        ("写出半个 PDF", "写出的文件不完整"),
        ("写出的不是 PDF", "写出的文件不完整"),
        ("写出空文件", "写出的文件不完整"),
    ],
)
def test_a_bad_program_is_tried_twice_and_told(
    fault: str, said: str, tmp_path: Path, temporary: Path
) -> None:
    bad = stub(tmp_path / "bin", STUBS[fault])
    printing = PRINTING._replace(program=str(bad), seconds=0.5 if fault == "睡着不动" else 30)
    with Office(printing, LIBRARY) as office, pytest.raises(RenderError) as error:
        office.pdf(DOCX, STYLE)
    assert error.value.message == f"LibreOffice 没有印出 PDF（试了2次）：{said}"
    assert "--to docx" in error.value.hint
    assert calls(bad) == 2
    assert homes(temporary) == []
    assert list(processes(str(tmp_path))) == []


def test_what_fails_once_is_printed_at_the_second_try(tmp_path: Path) -> None:
    first = f'[ -e "{tmp_path}/failed" ] || {{ : >"{tmp_path}/failed"; sleep 600; }}'
    flaky = stub(tmp_path / "bin", f'{first}\nexec {find_program()} "$@"')
    with Office(PRINTING._replace(program=str(flaky), seconds=10), LIBRARY) as office:
        assert office.pdf(DOCX, STYLE).startswith(b"%PDF-")
    assert calls(flaky) == 2


def test_an_office_that_was_killed_is_replaced() -> None:
    with Office(PRINTING, LIBRARY) as office:
        first = [office.pdf(DOCX, STYLE) for _ in range(2)]
        assert office._stays is not None
        os.killpg(office._stays.pid, signal.SIGKILL)
        assert [office.pdf(DOCX, STYLE) for _ in range(2)] == first


def test_an_office_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Office(PRINTING, LIBRARY) as office:
        first = [office.pdf(DOCX, STYLE) for _ in range(2)]
        assert office._stays is not None
        os.killpg(office._stays.pid, signal.SIGSTOP)
        office.printing = PRINTING._replace(seconds=5)
        assert office.pdf(DOCX, STYLE) == first[0]


def test_a_broken_paper_does_not_stop_the_next(tmp_path: Path) -> None:
    with Office(PRINTING, LIBRARY) as office:
        before = office.pdf(DOCX, STYLE)
        with pytest.raises(RenderError, match="没有印出 PDF"):
            office.pdf(b"PK\x03\x04" + DOCX[4:200], STYLE)
        assert office.pdf(DOCX, STYLE) == before


KILLED = """
import os, signal, sys
from docgen.office import Office
from tests.office.ground import LIBRARY, PRINTING, STYLE
from tests.office.test_faults import DOCX
office = Office(PRINTING, LIBRARY)
office.pdf(DOCX, STYLE)
office.pdf(DOCX, STYLE)
print(office._stays.poll(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_no_office_and_no_home(temporary: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "None\n"), done.stderr
    assert _gone(temporary)


def _gone(temporary: Path, seconds: float = 5) -> bool:
    """Whether within seconds no process and no home of these is left."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not homes(temporary) and not list(processes(str(temporary))):
            return True
        time.sleep(0.05)
    return False


def command(*words: object, at: Path = ROOT, **settings: str) -> subprocess.Popen[str]:
    """The command as a user starts it in this folder."""
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "docgen.cli", *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=at,
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT), **settings},
    )  # fmt: skip


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("many", [False, True], ids=["render", "batch"])
def test_ctrl_c_while_it_hangs_ends_within_seconds(
    asked: signal.Signals, many: bool, tmp_path: Path, temporary: Path
) -> None:
    bad = stub(tmp_path / "bin", STUBS["睡着不动"])
    words = ("batch", "half_year", "--facts", QINGSHAN.parent) if many else ("render", QINGSHAN)
    running = command(*words, "--to", "pdf", "-o", tmp_path / "out", **{PROGRAM: str(bad)})
    until = time.monotonic() + 60
    while not calls(bad):
        assert time.monotonic() < until
        time.sleep(0.05)
    begun = time.monotonic()
    running.send_signal(asked)
    _, errors = running.communicate(timeout=30)
    assert time.monotonic() - begun < 5
    assert running.returncode == (130 if many or asked is signal.SIGINT else -asked)
    assert "Traceback" not in errors
    assert _gone(temporary)
    assert list((tmp_path / "out").rglob("*.pdf")) == []


def test_without_libreoffice_nothing_is_written_and_the_step_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words in (("render", QINGSHAN), ("batch", "half_year", "--facts", QINGSHAN.parent)):
        running = command(*words, "--to", "docx,pdf", "-o", out, **{PROGRAM: "/没有/soffice"})
        _, errors = running.communicate(timeout=60)
        assert running.returncode == 4
        assert errors == (
            f"错误：/没有/soffice：没有这个程序\n  下一步：改对环境变量 {PROGRAM}，或去掉它\n"
        )
    assert not out.exists()


def test_libreoffice_is_looked_for_where_it_is_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_module, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgramError) as error:
        find_program()
    assert error.value.exit_code == 4
    assert "apt install libreoffice-writer" in error.value.hint
    assert "--to docx" in error.value.hint
    there = stub(tmp_path / "usual", "exit 0")
    monkeypatch.setattr(program_module, "_PLACES", (str(there),))
    assert find_program() == str(there)
    assert find_program(str(there)) == str(there)


def test_its_version_is_asked_for_with_patience(tmp_path: Path) -> None:
    assert version_of(find_program()).startswith("LibreOffice ")
    assert version_of(str(stub(tmp_path / "silent", "exit 3"))) == ""
    begun = time.monotonic()
    assert version_of(str(stub(tmp_path / "asleep", "sleep 600")), 0.5) == ""
    assert time.monotonic() - begun < 5
    assert list(processes(str(tmp_path))) == []


@pytest.mark.parametrize("said", ["abc", "0", "-1", "1e9", "inf", "nan", " 5"])
def test_a_time_limit_that_is_no_number_is_told(said: str) -> None:
    with pytest.raises(InputError, match=LIMIT):
        printing_of({**ENVIRONMENT, LIMIT: said}, LIBRARY)


def test_settings_of_the_environment(tmp_path: Path) -> None:
    said = {
        LIMIT: "7.5",
        PROGRAM: "/opt/soffice",
        FONT_FOLDERS: f"{FONT_FOLDER}{os.pathsep}{tmp_path}",
        "HOME": "/home/甲",
        "FONTCONFIG_FILE": "/没有/fonts.conf",
    }
    found = printing_of(said, LIBRARY)
    assert (found.seconds, found.program) == (7.5, "/opt/soffice")
    assert found.fonts[:2] == (FONT_FOLDER, tmp_path)
    assert Path("/home/甲/.local/share/fonts") in found.fonts
    assert found.cache == Path("/home/甲/.cache/fontconfig")
