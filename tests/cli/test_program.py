"""The program as a process: encodings, colours, exit codes, interruptions, layers of the library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docgen.cli
from docgen.cli import project
from docgen.cli.console import cut, cut_to, table
from docgen.cli.program import COMMANDS, program
from docgen.errors import (
    DocgenError,
    InputError,
    LibraryError,
    MissingProgramError,
    OutputError,
    RenderError,
    TemplateError,
)
from docgen.finding import display_width

HERE = Path(__file__).parent
RARE = "\U00020bb7"  # 𠮷, which GBK lacks


@pytest.mark.parametrize("module", ["docgen", "docgen.cli"])
def test_the_command_is_a_module_too(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--version"], check=False, capture_output=True
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, b"docgen")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the test project, with a town whose name GBK cannot say."""
    shutil.copytree(HERE / "project", tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "青山镇.yaml").read_text(encoding="utf-8")
    (tmp_path / "rare.yaml").write_text(text.replace("青山", RARE), encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`docgen` as a process with its output in pipes, in this environment alone."""
    base = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(HERE.parents[1])}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "docgen.cli", *words],
        cwd=folder,
        env={**base, **environment},
        capture_output=True,
        check=False,
    )


# -- encodings -------------------------------------------------------------------------------

ENCODINGS = {
    "a pipe is UTF-8 wherever it runs": ({"LC_ALL": "C"}, "utf-8", RARE),
    "unless the environment says GBK": ({"PYTHONIOENCODING": "gbk"}, "gbk", "?"),
    "or GBK strictly": ({"PYTHONIOENCODING": "gbk:strict"}, "gbk", "?"),
    "and ASCII is taken for a slip": ({"PYTHONIOENCODING": "ascii"}, "utf-8", RARE),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_no_character_breaks_the_output(case: str, folder: Path) -> None:
    environment, encoding, shown = ENCODINGS[case]
    done = run(folder, "rare.yaml", "--to", "txt", **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    name = f"{RARE}镇2026年上半年党员情况说明.txt"
    assert (folder / name).is_file()
    assert f"已写 {shown}镇2026" in done.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_json_loses_nothing_in_any_encoding(encoding: str, folder: Path) -> None:
    done = run(folder, "rare.yaml", "--to", "txt", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding))["unit"] == f"{RARE}镇"


def test_a_whole_trace_as_json(folder: Path) -> None:
    run(folder, "青山镇.yaml", "--to", "txt")
    draft = "青山镇2026年上半年党员情况说明.txt"
    done = run(folder, "trace", draft, "柳树乡.yaml", "--json")
    values = json.loads(done.stdout)
    members = next(fact for fact in values["facts"] if fact["use"]["path"] == "党员")
    assert members["sentences"] == ["现有党员620名，其中女党员62名。"]
    changed = {row["then"]["path"]: row["now"] and row["now"]["text"] for row in values["changed"]}
    assert changed["党员"] == "410"
    assert changed["党员.女党员"] is None
    assert values["unowned"] == [{"text": "超过50名", "sentence": "女党员超过50名。"}]


def test_every_word_and_mark_of_the_commands_is_in_gbk() -> None:
    files = Path(docgen.cli.__file__).parent.glob("*.py")
    used = {char for path in files for char in path.read_text(encoding="utf-8")}
    assert {char for char in used if not char.encode("gbk", "ignore")} == set()


# -- colours ---------------------------------------------------------------------------------

COLOURS = {
    "a pipe has none": ([], {}, False),
    "FORCE_COLOR": ([], {"FORCE_COLOR": "1"}, True),
    "--color": (["--color"], {}, True),
    "--color before the command": (["--color"], {"NO_COLOR": "1"}, True),
    "NO_COLOR is stronger than FORCE_COLOR": ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    "--no-color is stronger than FORCE_COLOR": (["--no-color"], {"FORCE_COLOR": "1"}, False),
    "an empty NO_COLOR says nothing": ([], {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
}


@pytest.mark.parametrize("case", COLOURS)
def test_colours(case: str, folder: Path) -> None:
    words, environment, coloured = COLOURS[case]
    for order in ([*words, "check", "没有.yaml"], ["check", "没有.yaml", *words]):
        done = run(folder, *order, **environment)
        assert done.returncode == 2
        assert (b"\x1b[" in done.stderr) is coloured


def test_what_goes_wrong_is_said_on_the_error_stream(folder: Path) -> None:
    done = run(folder, "没有.yaml", "--json")
    assert done.stdout == b""
    assert "找不到文件" in done.stderr.decode()


def test_a_reader_that_goes_away_is_no_fault(folder: Path) -> None:
    command = [sys.executable, "-m", "docgen.cli", "list", "facts"]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


# -- exit codes ------------------------------------------------------------------------------

ENDS = {
    InputError("读不了", where="甲.yaml:3", hint="改好"): 2,
    LibraryError("库有误"): 2,
    TemplateError("模板有误"): 2,
    RenderError("写不成"): 2,
    MissingProgramError("没有 LibreOffice"): 4,
    OutputError("磁盘已满"): 5,
}


def raised(error: BaseException, monkeypatch: pytest.MonkeyPatch, *more: str) -> Result:
    """What `docgen check` ends in when reading raises this."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(project, "library", fail)
    return CliRunner().invoke(program, ["check", "甲.yaml", *more])


@pytest.mark.parametrize("error", ENDS, ids=lambda error: type(error).__name__)
def test_every_error_has_its_exit_code(error: DocgenError, monkeypatch: pytest.MonkeyPatch) -> None:
    result = raised(error, monkeypatch)
    assert result.exit_code == ENDS[error]
    assert error.message in result.output
    assert error.where in result.output
    assert error.hint in result.output


def test_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    result = raised(KeyboardInterrupt(), monkeypatch)
    assert result.exit_code == 130
    assert "已中断" in result.output


def test_a_fault_of_our_own_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    result = raised(ZeroDivisionError("secret"), monkeypatch)
    assert result.exit_code == 70
    assert "--debug" in result.output
    assert "Traceback" not in result.output
    assert "secret" not in result.output


def test_the_details_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    result = raised(ZeroDivisionError("secret"), monkeypatch, "--debug")
    assert result.exit_code == 70
    assert "ZeroDivisionError: secret" in result.output


def test_commands_are_not_imported_for_help() -> None:
    code = (
        "import sys; from docgen.cli.program import program\n"
        "try: program.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(m for m in sys.modules if m.partition('.')[0] in ('jinja2', 'yaml', 'lxml')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().endswith("[]\n")


def test_the_list_of_commands_is_true() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(program, [name, "--help"])
        assert result.exit_code == 0
        assert result.output.startswith(f"用法：docgen {name} ")


# -- days ------------------------------------------------------------------------------------

DAYS = {
    "2026-06-30": date(2026, 6, 30),
    "2026年6月30日": date(2026, 6, 30),
    "2026-06": date(2026, 6, 30),
    "2026-6": date(2026, 6, 30),
    "2026年6月": date(2026, 6, 30),
    "2028-02": date(2028, 2, 29),
    "2026-02-30": None,
    "2026-13": None,
    "0000-01": None,
    "2026": None,
    "六月": None,
    "": None,
}


@pytest.mark.parametrize("text", DAYS)
def test_day(text: str) -> None:
    assert project.parse_day(text) == DAYS[text]


# -- layers of the library -------------------------------------------------------------------


def test_project_and_user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    for made in (home / "docgen", work / "deep" / "deeper", work / "templates"):
        made.mkdir(parents=True)
    monkeypatch.setattr(project, "user_folder", lambda: home / "docgen")
    assert project.roots(work / "deep" / "deeper") == [home / "docgen"]  # no docgen.toml
    (work / "docgen.toml").write_text("", encoding="utf-8")
    for here in (work, work / "deep", work / "deep" / "deeper"):
        assert project.roots(here) == [work, home / "docgen"]
    (work / "deep" / "docgen.toml").write_text("", encoding="utf-8")  # nothing beside it
    assert project.roots(work / "deep") == [work, home / "docgen"]
    monkeypatch.setattr(project, "user_folder", lambda: tmp_path / ("长" * 300))
    assert project.roots(tmp_path) == []  # the system refuses to look
    monkeypatch.setattr(project, "user_folder", lambda: tmp_path / "没有")
    assert project.roots(tmp_path) == []


def test_where_the_user_folder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/x")
    assert project.user_folder() == Path("/x/docgen")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", "/h")
    assert project.user_folder() == Path("/h/.config/docgen")
    monkeypatch.delenv("HOME")
    assert project.user_folder() is None


# -- tables ----------------------------------------------------------------------------------


CUT_TO = [
    ("现有党员【待填：党员】。", 11, 40, "现有党员【待填：党员】。"),
    ("现有党员【待填：党员】，其中女党员62名。", 11, 30, "现有党员【待填：党员】，其……"),
    ("党支部15个，两新组织18个，党员743名……", 21, 26, "……党员743名……"),
    ("坚持以新思想为指导。现有党员【待填：党员】。", 21, 34, "……现有党员【待填：党员】。"),
]


@pytest.mark.parametrize(("text", "end", "width", "shown"), CUT_TO)
def test_the_place_that_waits_stays_in_sight(text: str, end: int, width: int, shown: str) -> None:
    assert cut_to(text, end, width) == shown
    assert display_width(shown) <= width


def test_columns_line_up_under_east_asian_width() -> None:
    rows = [("编号", "a", "末列"), ("ab", "镇", ""), ("", "", "x")]
    lines = table(rows).split("\n")
    assert lines == ["编号  a   末列", "ab    镇", "          x"]
    assert {
        display_width(line[: line.rindex(last)]) for line, last in zip(lines, "末镇x", strict=True)
    } == {10, 6}


CUTS = {("甲乙丙", 6): "甲乙丙", ("甲乙丙丁", 6): "甲……", ("abcdefgh", 7): "abc……", ("", 3): ""}


@pytest.mark.parametrize("case", CUTS)
def test_cut(case: tuple[str, int]) -> None:
    assert cut(*case) == CUTS[case]
    assert display_width(CUTS[case]) <= case[1]
