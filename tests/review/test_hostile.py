"""Drafts that nobody would write take no longer to review than their length; no rule hangs."""

from __future__ import annotations

from time import process_time

import pytest

from docgen.read import read_text
from docgen.review.engine import Asked, reviewer
from tests.review.clean import LIBRARY

_LONG = 20_000


@pytest.mark.parametrize(
    "unit",
    [
        "*",
        ".",
        "。",
        "全年3个，",
        "全年完成3个，1月",
        "全镇共有党员30名，",
        "其中3个，",
        "（一）1.",
    ],
)
def test_no_rule_takes_longer_than_the_text_is(unit: str) -> None:
    paper = read_text(f"关于工作的报告\n\n各项工作{unit * (_LONG // len(unit))}\n")
    review = reviewer(LIBRARY).review
    review(paper, Asked(LIBRARY, genre="work_report"), ["CMP001"])  # what is made once is made
    begun = process_time()
    review(paper, Asked(LIBRARY, genre="work_report"))
    assert process_time() - begun < 2
