"""Every session of the .md files beside this one runs as written, in a folder of its own.

A block that starts with `$` is a session: a command after `$`, what it prints (both streams, in
order), and `=> exit N` when N is not 0.  Other blocks with a file name after the fence are files
put into the folder, which starts out as a copy of `project/`.  Besides docgen there are
`ls`, `cat FILE`, `add FILE TEXT` (an edit by hand), and `set NAME=VALUE` for the environment.

`python -m tests.cli.test_sessions` writes what the commands print now into the files.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli.program import program

HERE = Path(__file__).parent
_BLOCK = re.compile(r"^```(\S*)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def play(text: str, folder: Path) -> str:
    """The text of a session file with what its commands print here and now."""
    shutil.copytree(HERE / "project", folder, dirs_exist_ok=True)
    before, environment = Path.cwd(), dict(os.environ)
    os.environ.update(XDG_CONFIG_HOME=str(folder / "没有"), NO_COLOR="1")
    os.chdir(folder)
    try:
        return _BLOCK.sub(_played, text)
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environment)


def _played(block: re.Match[str]) -> str:
    kind, name, body = block.groups()
    if name:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(body, encoding="utf-8")
        return block[0]
    if not body.startswith("$ "):
        return block[0]
    lines = [out for line in body.split("\n") if line.startswith("$ ") for out in _lines(line)]
    return f"```{kind}\n" + "".join(line + "\n" for line in lines) + "```"


def _lines(line: str) -> Iterator[str]:
    yield line
    name, *words = shlex.split(line.removeprefix("$ "))
    code = 0
    if name == "docgen":
        result = CliRunner().invoke(program, words, prog_name="docgen")
        output, code = result.output, result.exit_code
    elif name == "ls":
        shown = sorted(p.as_posix() for p in Path(*words).rglob("*") if p.is_file())
        output = "\n".join(path for path in shown if not _of_project(path))
    elif name == "cat":
        output = Path(words[0]).read_text(encoding="utf-8")
    elif name == "set":
        os.environ.update([words[0].split("=", 1)])
        output = ""
    else:
        with Path(words[0]).open("a", encoding="utf-8") as file:
            file.write(words[1])
        output = ""
    if output:
        yield from output.rstrip("\n").split("\n")
    if code:
        yield f"=> exit {code}"


def _of_project(path: str) -> bool:
    return (HERE / "project" / path).exists()


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.md")))
def test_session(name: str, tmp_path: Path) -> None:
    written = (HERE / name).read_text(encoding="utf-8")
    assert play(written, tmp_path) == written


if __name__ == "__main__":
    for path in sorted(HERE / name for name in sys.argv[1:]) or sorted(HERE.glob("*.md")):
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(play(path.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
