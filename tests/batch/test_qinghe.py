"""清河县 whole: every template for its twelve units; from folders, forms and one workbook alike."""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from docgen.batch.batch import Batch, run_batch
from docgen.batch.record import Result
from docgen.batch.state import State
from docgen.facts import read_facts
from docgen.facts.workbook import filled_paths, form_layout, write_form
from docgen.finding import Level
from docgen.language import parse_period
from tests.batch.county import tree
from tests.samples import DICTIONARY, LIBRARY, ROOT, TOWN_TEMPLATES

QINGHE = ROOT / "data/counties/qinghe"
TEMPLATES = [LIBRARY.template(id) for id in TOWN_TEMPLATES]
HALF_YEAR = [LIBRARY.template("half_year")]
TOWNS = sorted(
    path.parent for path in QINGHE.glob("*/2026-h1.yaml") if path.parent.name != "county"
)


def results(found: Batch, out: Path) -> list[Result]:
    """What came of every unit and template."""
    state = State(out)
    rows = (state.result(u.source, id) for u in found.plan.towns for id in TOWN_TEMPLATES)
    out_rows = [row for row in rows if row is not None]
    state.close()
    return out_rows


@lru_cache
def _layout_paths() -> tuple[str, ...]:
    facts = [read_facts(town / "2026-h1.yaml", DICTIONARY)[0] for town in TOWNS]
    return tuple(dict.fromkeys(path for one in facts for path in filled_paths(one)))


def words(out: Path) -> dict[str, list[str]]:
    """The text runs of every draft by its unit's folder and name."""
    found = {}
    for path in sorted(out.rglob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            part = archive.read("word/document.xml").decode()
        found[path.relative_to(out).as_posix()] = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", part)
    return found


def test_every_template_for_every_unit(tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = run_batch(TEMPLATES, [QINGHE], LIBRARY, out)
    assert (found.stand.written, found.stand.failed) == (48, 0)
    rows = results(found, out)
    assert {row.unit for row in rows} == {unit.name for unit in found.plan.towns}
    assert len(list(out.rglob("*.docx"))) == 48
    assert found.stand.worst in (None, Level.HINT)  # honest towns: no likeness, no foreign name
    assert found.stand.pages == ("index.html", "汇总.xlsx")
    owing = {row.unit for row in rows if row.gaps}
    for unit in found.plan.towns:
        assert (out / unit.folder / "清单.html").is_file()
        assert (out / unit.folder / "补填表.xlsx").is_file() == (unit.name in owing)
    assert all(row.held for row in rows if row.template == "work_report/half_year")
    run_batch(TEMPLATES, [QINGHE], LIBRARY, tmp_path / "again")
    assert tree(out) == tree(tmp_path / "again")


@pytest.mark.parametrize("kind", ["各单位交回的表", "一份工作簿"])
def test_forms_give_the_drafts_that_the_folders_give(kind: str, tmp_path: Path) -> None:
    """What a clerk typed into cells makes the same paper as what a writer typed into YAML."""
    facts = [read_facts(town / "2026-h1.yaml", DICTIONARY)[0] for town in TOWNS]
    forms = tmp_path / "forms"
    forms.mkdir()
    if kind == "一份工作簿":
        layout = form_layout(DICTIONARY, _layout_paths(), many=True)
        (forms / "全县.xlsx").write_bytes(write_form(layout, facts))
    else:
        for number, one in enumerate(facts):
            layout = form_layout(DICTIONARY, filled_paths(one), many=False)
            (forms / f"收到的表({number}).xlsx").write_bytes(write_form(layout, [one]))
    whole = run_batch(HALF_YEAR, [QINGHE], LIBRARY, tmp_path / "folders")
    found = run_batch(HALF_YEAR, [forms], LIBRARY, tmp_path / "out")
    assert (found.stand.written, found.stand.failed) == (12, 0)
    assert found.stand.gaps == whole.stand.gaps
    assert words(tmp_path / "out") == words(tmp_path / "folders")
    again = run_batch(HALF_YEAR, [forms], LIBRARY, tmp_path / "out")
    assert (again.outcome.made, again.outcome.unchanged) == (0, 12)


def test_one_unit_of_a_workbook_changes_alone(tmp_path: Path) -> None:
    facts = [read_facts(town / "2026-h1.yaml", DICTIONARY)[0] for town in TOWNS[:3]]
    layout = form_layout(DICTIONARY, ("单位", "文稿", "党员", "概况", "党支部"), many=True)
    book = tmp_path / "全县.xlsx"
    book.write_bytes(write_form(layout, facts))
    assert run_batch(HALF_YEAR, [book], LIBRARY, tmp_path / "out").outcome.made == 3
    from openpyxl import load_workbook  # noqa: PLC0415

    opened = load_workbook(book)
    sheet = opened["台账"]
    column = next(c.column for row in sheet.iter_rows(max_row=6) for c in row if c.value == "党员")
    at = next(
        r
        for r in range(1, 20)
        if str(sheet.cell(r, 1).value or sheet.cell(r, 2).value) == facts[1].unit
    )
    sheet.cell(at, column).value = 999
    opened.save(book)
    again = run_batch(HALF_YEAR, [book], LIBRARY, tmp_path / "out")
    assert (again.outcome.made, again.outcome.unchanged) == (1, 2)


def test_last_year_s_drafts_are_compared_with(tmp_path: Path) -> None:
    """In the same folder of their own accord, in another when it is named."""
    before = parse_period("2025年上半年")
    same, last, out = tmp_path / "same", tmp_path / "last", tmp_path / "out"
    for place in (same, last):
        run_batch(HALF_YEAR, [QINGHE], LIBRARY, place, period=before)
    run_batch(HALF_YEAR, [QINGHE], LIBRARY, same)
    run_batch(HALF_YEAR, [QINGHE], LIBRARY, out, earlier=last)
    pages = [(place / "index.html").read_text("utf-8") for place in (same, out)]
    assert pages[0] == pages[1]
    run_batch(HALF_YEAR, [QINGHE], LIBRARY, tmp_path / "alone")
    assert (tmp_path / "alone/index.html").read_text("utf-8") != pages[0]


def test_last_year_s_report_with_this_year_s_date_is_told(tmp_path: Path) -> None:
    """A unit sends last year's words again: found, and only its own draft."""
    import shutil  # noqa: PLC0415

    facts = tmp_path / "facts"
    shutil.copytree(QINGHE, facts)
    old = (facts / "qingshan/2025-h1.yaml").read_text("utf-8")
    new = (
        old.replace("2025年上半年", "2026年上半年")
        .replace("2025-07", "2026-07")
        .replace("2025-06", "2026-06")
    )
    (facts / "qingshan/2026-h1.yaml").write_text(new, encoding="utf-8")
    out = tmp_path / "out"
    run_batch(HALF_YEAR, [facts], LIBRARY, out, period=parse_period("2025年上半年"))
    found = run_batch(HALF_YEAR, [facts], LIBRARY, out)
    page = (out / "index.html").read_text("utf-8")
    assert "SIM003" in page
    assert found.stand.levels == {"必错": 1}  # all but a word or two
