"""The guides are true: their files, run in order with their commands, print what they show.

A block with a file name is written as that file; a `diff` block takes lines out of one and puts
others in; a block that begins with `$` is a session (docgen, cd, cat, and `| grep WORD`).  Slots
and conditions named in the text are quoted from the template.  What `docgen init` prints is cut
short.

`python -m tests.test_guide` writes what the commands print now into the guide.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli.program import program
from tests.samples import ROOT

GUIDE = ROOT / "docs/guide/templates.md"
GUIDES = {"模板": GUIDE, "审稿": ROOT / "docs/guide/review.md"}
TEMPLATE = "templates/work_report/recruiting.md.j2"
BARE = {"{% if %}", "{% endif %}"}
"""Named without what stands in them."""
SAMPLES = {"{% if 荣誉 %}", "{% if 党员 > 0 %}", '{% if 村.状态 == "已转化" %}'}
"""Conditions that stand in no template of the guide, as examples of what counts."""
_BLOCK = re.compile(r"^```(\S*)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def play(text: str, folder: Path) -> str:
    """The guide with what its commands print here and now; its files stay in the folder."""
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
    if kind == "diff":
        _edit(Path(name), body.splitlines())
    elif name:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(body, encoding="utf-8")
    elif body.startswith("$ "):
        lines = [out for line in body.split("\n") if line.startswith("$ ") for out in _lines(line)]
        return f"```{kind}\n" + "".join(line + "\n" for line in lines) + "```"
    return block[0]


def _edit(path: Path, changes: list[str]) -> None:
    """Take out the lines after -, put those after + where the first stood."""
    old = "".join(f"{line[1:]}\n" for line in changes if line.startswith("-"))
    new = "".join(f"{line[1:]}\n" for line in changes if line.startswith("+"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def _lines(line: str) -> Iterator[str]:
    yield line
    command, _, wanted = line.removeprefix("$ ").partition(" | grep ")
    name, *words = shlex.split(command)
    output, code = "", 0
    if name == "docgen":
        result = CliRunner().invoke(program, words, prog_name="docgen")
        output, code = result.output, result.exit_code
    elif name == "cat":
        output = Path(words[0]).read_text(encoding="utf-8")
    else:
        assert name == "cd", name
        os.chdir(words[0])
    shown = [row.rstrip() for row in output.rstrip("\n").split("\n") if wanted in row]
    if words[:1] == ["init"]:
        shown = [shown[0], "……"]
    yield from shown if output else ()
    if code:
        yield f"=> exit {code}"


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_runs_as_written(name: str, tmp_path: Path) -> None:
    written = GUIDES[name].read_text(encoding="utf-8")
    assert play(written, tmp_path) == written, "运行 .venv/bin/python -m tests.test_guide"


def test_what_it_quotes_stands_in_the_template(tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    play(text, tmp_path)
    template = (tmp_path / "我的项目" / TEMPLATE).read_text(encoding="utf-8")
    quoted = re.findall(r"`([^`\n]*\{[{%] \w+[^`\n]*)`", _BLOCK.sub("", text))
    assert len(quoted) > 10
    assert [code for code in quoted if code not in template and code not in BARE | SAMPLES] == []


def test_last_year_s_figures_make_last_year_s_document(tmp_path: Path) -> None:
    play(GUIDE.read_text(encoding="utf-8"), tmp_path)
    last = (tmp_path / "去年.txt").read_text(encoding="utf-8")
    [draft] = (tmp_path / "我的项目/out").glob("柳河镇*.txt")
    assert 600 <= len("".join(last.split())) <= 900
    new = [line for line in draft.read_text("utf-8").splitlines() if line not in last.splitlines()]
    assert [line[:4] for line in new] == ["去年下半", new[1][:4], new[2][:4]]  # stock phrases
    assert "明显改善" in last
    assert "明显改善" not in draft.read_text("utf-8")


if __name__ == "__main__":
    for guide in GUIDES.values():
        with tempfile.TemporaryDirectory() as made:
            guide.write_text(play(guide.read_text(encoding="utf-8"), Path(made)), encoding="utf-8")
