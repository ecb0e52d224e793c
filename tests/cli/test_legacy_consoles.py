"""What people see on consoles and pipes that are not UTF-8: no traceback, and every word of ours."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from docgen.cli.main import prepare_streams
from docgen.cli.program import COMMANDS
from tests.cli.test_program import RARE, run


class Console(io.TextIOWrapper):
    """A console of this code page, strict about what it lacks, as Python opens one."""

    def __init__(self, encoding: str) -> None:
        self.shown = io.BytesIO()
        super().__init__(self.shown, encoding=encoding, errors="strict", newline="\n")

    def isatty(self) -> bool:
        return True


CONSOLES = {
    "简体中文": ("gbk", f"{RARE}镇 必错 “党员”", "?镇 必错 “党员”"),
    "新一些的简体中文": ("gb18030", f"{RARE}镇 必错 “党员”", f"{RARE}镇 必错 “党员”"),
    "西文": ("cp437", "党员 ok", "?? ok"),
}


@pytest.mark.parametrize("name", CONSOLES)
def test_a_console_keeps_its_code_page_and_loses_only_what_it_lacks(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding, said, shown = CONSOLES[name]
    console = Console(encoding)
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(sys, "stderr", Console(encoding))
    prepare_streams()
    click.echo(said)
    console.flush()
    assert console.shown.getvalue().decode(encoding) == shown + "\n"


SLIP = f"单位: {{名称: {RARE}镇}}\n党员：1126\n工作: [{{正文: {RARE}村：开会2次。}}]\n"


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_findings_with_their_lines_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / f"{RARE}.yaml").write_text(SLIP, encoding="utf-8")
    done = run(tmp_path, "check", f"{RARE}.yaml", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (2, b"")
    shown = RARE if encoding != "gbk" else "?"
    lines = done.stdout.decode("gbk" if encoding == "gbk" else "utf-8").splitlines()
    assert lines[:3] == [
        f"{shown}.yaml:2:3: 必错 SRC003 “党员”后面用了全角冒号",
        "     2 | 党员：1126",
        "       |     ^",
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_draft_with_its_carets_corrections_and_comments(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_bytes(f"{RARE}镇汇报\n\n专题布署。。\n".encode())
    words = ("check", "稿.txt", "--select", "WRD001,PUN002")
    done = run(tmp_path, *words, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    lines = done.stdout.decode(encoding).splitlines()
    assert lines[:3] == [
        "稿.txt:3:3: 必错 WRD001 “布署”应为“部署”",
        "     3 | 专题布署。。",
        "       |     ^^^^",
    ]
    noted = run(tmp_path, *words, "--format", "docx", PYTHONIOENCODING=encoding)
    assert "已写 稿-审阅.docx" in noted.stdout.decode(encoding)
    fixed = run(tmp_path, *words, "--fix", PYTHONIOENCODING=encoding)
    assert (fixed.returncode, fixed.stderr) == (0, b"")
    assert "[-布-]{+部+}署。[-。-]" in fixed.stdout.decode(encoding)
    assert (tmp_path / "稿-改.txt").read_text("utf-8") == f"{RARE}镇汇报\n\n专题部署。\n"


def test_findings_in_a_file_that_is_gbk(tmp_path: Path) -> None:
    (tmp_path / "台账.yaml").write_bytes("党员：1126\n".encode("gbk"))
    done = run(tmp_path, "check", "台账.yaml", PYTHONIOENCODING="gbk")
    assert "台账.yaml:1:3: 必错 SRC003" in done.stdout.decode("gbk")
    assert "台账.yaml:1:1: 提示 SRC018 文件是GBK编码" in done.stdout.decode("gbk")


@pytest.mark.parametrize(
    "words", [["explain"], ["explain", "SRC003"], *([n, "-h"] for n in COMMANDS)]
)
def test_no_word_of_ours_is_lost_on_a_gbk_pipe(words: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, *words, PYTHONIOENCODING="gbk")
    assert (done.returncode, done.stderr) == (0, b"")
    plain = run(tmp_path, *words)
    assert done.stdout.decode("gbk") == plain.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [[], ["--color"]])
def test_no_color_wins_in_what_explain_prints(words: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, "explain", "SRC003", *words, NO_COLOR="1")
    assert (b"\x1b[" in done.stdout) is bool(words)
