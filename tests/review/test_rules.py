"""Every rule finds what its wrong examples show, that and nothing else; and nothing in the right."""

from __future__ import annotations

import pytest

from docgen.library.rules import Example
from tests.review.clean import LIBRARY, remarks_on

RULES = LIBRARY.rules
WRONG = [(code, i) for code, rule in RULES.items() for i in range(len(rule.wrong))]
RIGHT = [(code, i) for code, rule in RULES.items() for i in range(len(rule.right))]


def test_the_clean_draft_is_clean() -> None:
    assert [str(remark.finding) for remark in remarks_on(Example(""))] == []


@pytest.mark.parametrize(("code", "number"), WRONG)
def test_one_defect_gives_exactly_its_code(code: str, number: int) -> None:
    found = remarks_on(RULES[code].wrong[number])
    assert {remark.finding.code for remark in found} == {code}, [str(r.finding) for r in found]


@pytest.mark.parametrize(("code", "number"), RIGHT)
def test_the_right_example_gives_nothing(code: str, number: int) -> None:
    assert [str(remark.finding) for remark in remarks_on(RULES[code].right[number])] == []
