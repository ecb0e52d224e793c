"""Ten thousand random drafts: the right ones are passed, in the others the defect is found."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

import pytest

from docgen.finding import Level
from docgen.library import Library
from docgen.read import read_text
from docgen.review.engine import Asked, reviewer
from tests.review.random_drafts import DEFECTS, random_paper, spoilt

LIBRARY = Library()
DRAFTS: Final = 10_000
PARTS: Final = 20
ALONGSIDE: Final = {"OUT001": ("OUT005",)}
"""A heading's ordinal told twice may also be the next of the run of items above it: both are said."""


def codes(text: str) -> set[str]:
    """What is found at 必错 or 疑似."""
    asked = Asked(LIBRARY, date(2026, 6, 30), "work_report")
    found = reviewer(LIBRARY).review(read_text(text), asked)
    return {r.finding.code for r in found if r.finding.level >= Level.DOUBT}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_right_draft_is_passed_and_a_defect_found(part: int) -> None:
    wrong: list[str] = []
    for number in range(part, DRAFTS, PARTS):
        random = Random(number)
        paper = random_paper(random)
        defect = random.choice([*DEFECTS])
        text = spoilt(paper, defect, random)
        if text is None:
            if found := codes(paper.text):
                wrong.append(f"第{number}份没有错，报了{found}")
        elif DEFECTS[defect][0] not in (found := codes(text)):
            wrong.append(f"第{number}份有“{defect}”，报的是{found or '无'}")
        elif others := found - {DEFECTS[defect][0], *ALONGSIDE.get(DEFECTS[defect][0], ())}:
            wrong.append(f"第{number}份只有“{defect}”，还报了{others}")
    assert not wrong, "\n".join(wrong[:10])


def test_every_defect_finds_a_place() -> None:
    found = {
        defect
        for number in range(300)
        for defect in DEFECTS
        if spoilt(random_paper(Random(number)), defect, Random(number))
    }
    assert found == set(DEFECTS)
