"""What is wanted of the drafts made of full facts, and the page that reports all measures."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.review.likeness import likeness
from docgen.review.shares import shares, shares_by_part
from tests.samples import FULL, NAMES, PAPERS, ROLLED, ROOT, TOWN_TEMPLATES, paper
from tests.scripts import script

PROSE: Final = {"work_report": 35, "work_summary": 35, "briefing": 20, "speech": 60}
"""At most so many percent of a paper of this genre are the template's own prose."""
ONE_SENTENCE: Final = 60
"""A unit without the subject says so in one sentence, which is the template's."""
TOLD: Final = {"工作": 60, "问题": 60, "意见": 60}
"""At least so many percent of these parts come from facts."""
OWN: Final = 50
"""At least so many percent of a report are the unit's own wording."""
THIN: Final = "counties/qinghe/liushu/2026-h1.yaml"

WANTED: Final = [
    (template, name)
    for template, name in PAPERS
    if name in (*FULL, ROLLED) or template.startswith("speech/")
]


@pytest.mark.parametrize("name", FULL)
def test_the_full_units_are_there(name: str) -> None:
    assert name in NAMES


@pytest.mark.parametrize(("template", "name"), WANTED)
def test_a_draft_of_full_facts_is_not_padded_with_prose(template: str, name: str) -> None:
    measured = shares(paper(template, name))
    most = PROSE[template.partition("/")[0]]
    assert measured.prose <= most or measured.length < ONE_SENTENCE, measured


@pytest.mark.parametrize(("template", "name"), WANTED)
def test_what_was_done_and_what_is_wanting_is_told_by_the_facts(template: str, name: str) -> None:
    parts = shares_by_part(paper(template, name))
    short = {
        part: round(parts[part].facts)
        for part, least in TOLD.items()
        if part in parts and parts[part].facts < least
    }
    assert short == {}


def test_every_part_and_every_kind_of_paper_is_measured() -> None:
    """Else a threshold might hold of nothing.  A unit without the subject may have no such part."""
    measured = {(t, part) for t, name in WANTED for part in shares_by_part(paper(t, name))}
    assert {part for _, part in measured} >= set(TOLD)
    assert {t for t, part in measured if part in TOLD} == {t for t, _ in WANTED}
    assert {t.partition("/")[0] for t, _ in WANTED} == set(PROSE)


def test_a_thin_town_is_short() -> None:
    templates = sorted({of for of, name in PAPERS if name == THIN})
    assert templates == sorted(TOWN_TEMPLATES)
    for template in templates:
        sizes = [shares(paper(template, name)).length for name in FULL]
        assert len(sizes) == 10
        assert shares(paper(template, THIN)).length * 2 < sorted(sizes)[len(sizes) // 2], template


def test_a_report_is_its_units_own_wording() -> None:
    """Against all neighbours, and against its own of a year before."""
    module = script("measures")
    measured = likeness(module.wordings(module.reports()))
    assert set(FULL) <= set(measured)
    assert {n: round(measured[n].own) for n in FULL if measured[n].own < OWN} == {}
    of_last = {name: module.own_of_last_period(name) for name in FULL}
    compared = {name: own for name, own in of_last.items() if own is not None}
    assert len(compared) >= 3
    assert {name: round(own) for name, own in compared.items() if own < OWN} == {}


def test_the_page_is_made_from_the_drafts_of_today() -> None:
    assert (ROOT / "docs/measures.md").read_text("utf-8") == script("measures").page(), (
        "运行 .venv/bin/python scripts/measures.py"
    )
