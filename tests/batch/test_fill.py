"""What a unit sends back in its 补填表 closes its gaps in the next run; its facts stay as they are."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

from docgen.batch.batch import run_batch
from docgen.batch.report import FORM_NAME, LIST_PAGE
from docgen.library import Library
from tests.batch.county import county, library, name_of, period_yaml, run, tree, write
from tests.batch.test_report_form import filled

OWING = 1


def _owing(root: Path) -> Path:
    """A county in which one unit has not said how many members it has."""
    facts = county(root / "facts", 3)
    text = period_yaml(OWING).replace("{值: 307", "{值: 待填")
    write(facts / f"u{OWING:03}/2026-h1.yaml", text)
    return facts


def test_a_form_sent_back_closes_the_gap(tmp_path: Path) -> None:
    facts, shelf, out = _owing(tmp_path), library(tmp_path / "p"), tmp_path / "out"
    assert run(facts, out, shelf).stand.gaps == {"待填": 1}
    form = (out / name_of(OWING) / FORM_NAME).read_bytes()
    back = tmp_path / "back"
    back.mkdir()
    filled(form, back / "交回.xlsx", {"党员": "307"})
    before = tree(facts)
    found = run(facts, out, shelf, filled=[back])
    assert (found.stand.gaps, found.troubles) == ({}, ())
    assert (found.outcome.made, found.outcome.unchanged) == (1, 2)
    assert not (out / name_of(OWING) / FORM_NAME).exists()  # nothing is owed any more
    assert tree(facts) == before
    [draft] = (out / name_of(OWING)).glob("*.docx")
    assert run(facts, out, shelf, filled=[back]).outcome.made == 0
    run(county(tmp_path / "whole", 3), tmp_path / "other", shelf)
    [same] = (tmp_path / "other" / name_of(OWING)).glob("*.docx")
    assert draft.read_bytes() == same.read_bytes()


def test_a_form_that_somebody_is_filling_in_is_left_alone(tmp_path: Path) -> None:
    facts, shelf, out = _owing(tmp_path), library(tmp_path / "p"), tmp_path / "out"
    run(facts, out, shelf)
    form = out / name_of(OWING) / FORM_NAME
    filled(form.read_bytes(), form, {"党员": "307"})
    mine = form.read_bytes()
    path = facts / f"u{OWING:03}/2026-h1.yaml"
    write(path, path.read_text("utf-8").replace("概况:", "入党积极分子: 3\n概况:"))
    run(facts, out, shelf)
    assert form.read_bytes() == mine
    beside = form.with_name("补填表.新稿.xlsx")
    assert beside.is_file()  # and it is the one that both pages lead to
    assert f'href="./{quote(beside.name)}"' in (form.parent / LIST_PAGE).read_text("utf-8")
    assert f'"{LIST_PAGE}","{beside.name}"]' in (out / "index.html").read_text("utf-8")
    shutil.copy(facts / "u002/2026-h1.yaml", path)  # nothing is owed: what was filled in stays
    run(facts, out, shelf)
    assert form.read_bytes() == mine


def test_a_form_of_a_unit_that_is_not_there_is_told(tmp_path: Path) -> None:
    facts, shelf, out = _owing(tmp_path), library(tmp_path / "p"), tmp_path / "out"
    run(facts, out, shelf)
    back = tmp_path / "back"
    back.mkdir()
    form = (out / name_of(OWING) / FORM_NAME).read_bytes()
    filled(form, back / "交回.xlsx", {"党员": "307"})
    shutil.rmtree(facts / f"u{OWING:03}")
    found = run_batch([shelf.template("brief")], [facts], shelf, out, filled=[back])
    [trouble] = found.troubles
    assert f"没有“{name_of(OWING)}”这个单位" in trouble
    assert isinstance(shelf, Library)
