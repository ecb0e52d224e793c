"""A batch killed at any moment: no torn file, nothing finished made again, the same tree at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docgen.batch.state import FOLDER, State
from tests.batch.county import TEMPLATE, county, library, name_of, project, run, tree
from tests.samples import ROOT

KILLS = 200


def test_two_hundred_kills_over_five_hundred_units(tmp_path: Path) -> None:
    words = [sys.executable, "-X", "utf8", "-m", "tests.batch.killing", str(tmp_path), str(KILLS)]
    done = subprocess.run([*words, "7"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == KILLS
    assert found["of the command"] >= KILLS // 20
    assert found["chains"] >= 1  # each ends with a run to the end and the trees compared
    assert (found["torn"], found["rebuilt"], found["trees that differ"]) == (0, 0, 0)


def _command(tmp_path: Path, *more: str) -> subprocess.Popen[str]:
    """The command over a county, as a user starts it, in a group of its own."""
    words = [sys.executable, "-X", "utf8", "-m", "docgen.cli", "batch", TEMPLATE, *more]
    words += ["--facts", str(tmp_path / "facts"), "-o", str(tmp_path / "out")]
    return subprocess.Popen(
        words, cwd=project(tmp_path / "project"), text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def _some_drafts(out: Path, least: int) -> None:
    """Wait until so many drafts lie there."""
    until = time.monotonic() + 60
    while len(list(out.glob("*/*.docx"))) < least:
        assert time.monotonic() < until, "没有写出文稿"
        time.sleep(0.02)


def _is_gone(group: int) -> bool:
    """Whether within seconds no process of the group lives any more."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_ends_within_seconds(
    asked: signal.Signals, tmp_path: Path
) -> None:
    county(tmp_path / "facts", 800)
    running = _command(tmp_path, "--jobs", "2")
    _some_drafts(tmp_path / "out", 20)
    begun = time.monotonic()
    os.killpg(running.pid, asked) if asked is signal.SIGINT else running.send_signal(asked)
    said, errors = running.communicate(timeout=30)
    assert time.monotonic() - begun < 5
    assert running.returncode == 130, errors
    assert "已中断：写好" in said
    assert "再运行同一条命令" in said
    assert "Traceback" not in errors
    drafts = len(list((tmp_path / "out").glob("*/*.docx")))
    assert 20 <= drafts < 800
    state = State(tmp_path / "out")  # what was made is kept: the next run goes on from there
    assert len([key for key in state.known() if key[1]]) == drafts
    state.close()
    assert _is_gone(running.pid)


def test_workers_go_when_their_parent_is_killed(tmp_path: Path) -> None:
    county(tmp_path / "facts", 800)
    running = _command(tmp_path, "--jobs", "2")
    _some_drafts(tmp_path / "out", 20)
    running.kill()
    running.communicate()
    assert _is_gone(running.pid)
    found = run(tmp_path / "facts", tmp_path / "out", library(tmp_path / "project"))
    assert found.stand.written == 800
    run(tmp_path / "facts", tmp_path / "other", library(tmp_path / "project"))
    assert tree(tmp_path / "out") == tree(tmp_path / "other")


def test_facts_that_changed_between_kill_and_rerun(tmp_path: Path) -> None:
    """A draft killed before its side-car could say so is ours: it makes room for the new one."""
    facts = county(tmp_path / "facts", 3)
    shelf = library(tmp_path / "project")
    run(facts, tmp_path / "out", shelf)
    [draft] = (tmp_path / "out" / name_of(1)).glob("*.docx")
    (draft.parent / FOLDER / f"{draft.name}.json").unlink()  # as the kill left it
    data = draft.read_bytes()
    import hashlib  # noqa: PLC0415

    line = json.dumps(["laid", hashlib.sha256(data).hexdigest(), draft.name])
    (tmp_path / "out" / FOLDER / "journal-1-aa").write_text(line + '\n["torn', encoding="utf-8")
    path = facts / "u001/2026-h1.yaml"
    path.write_text(path.read_text("utf-8").replace("307", "308"), encoding="utf-8")
    run(facts, tmp_path / "out", shelf)
    assert draft.read_bytes() != data
    assert not list(draft.parent.glob("*新稿*"))
