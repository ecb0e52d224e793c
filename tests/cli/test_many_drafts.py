"""`docgen check` over many drafts: each is told when it is done, and nothing large is kept of it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docgen.cli import drafts
from docgen.cli.program import program
from docgen.document import plain_text
from tests.samples import draft

FEW, MANY = 10, 100
KEPT = {"text": 60_000, "json": 110_000}
"""Bytes that may be kept of a draft of some thousand characters, for a program all that is found
in it; as it is read it takes 190,000.  Some wait to be collected."""


def _memory(paths: list[str], *options: str) -> int:
    """The most bytes that checking the drafts takes."""
    tracemalloc.start()
    CliRunner().invoke(program, ["check", *paths, *options])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("form", KEPT)
def test_memory_does_not_grow_with_the_drafts(tmp_path: Path, form: str) -> None:
    text = plain_text(draft("counties/qinghe/qingshan/2026-h1.yaml"))
    paths = [str(tmp_path / f"稿{number}.txt") for number in range(MANY)]
    for number, path in enumerate(paths):
        Path(path).write_text(f"{text}\n第{number}份专题布署。\n", "utf-8")
    _memory(paths[:1], "--format", form)  # what is made once is made
    grown = _memory(paths, "--format", form) - _memory(paths[:FEW], "--format", form)
    assert grown < KEPT[form] * (MANY - FEW)


def test_a_draft_is_told_before_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the second is begun, what was found in the first stands on the screen."""
    paths = [str(tmp_path / name) for name in ("一.txt", "二.txt")]
    for path in paths:
        Path(path).write_text("工作汇报\n\n会议专题布署。\n", "utf-8")
    done, shown = drafts.draft_done, {}

    def spied(path: str, *given: Any) -> drafts.Done:
        shown[path] = capsys.readouterr().out
        return done(path, *given)

    monkeypatch.setattr(drafts, "draft_done", spied)
    with pytest.raises(SystemExit):
        program.main(["check", *paths])
    assert "布署" not in shown[paths[0]]
    assert "一.txt:3:5: 必错 WRD001" in shown[paths[1]]
