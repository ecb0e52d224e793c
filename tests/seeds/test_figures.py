"""Seed 001: every figure, date, place and measure of the paper stands in the draft, traced."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from docgen.document import Span, plain, spans, walk
from docgen.language import Quantity
from docgen.source import plain as values
from docgen.source import read_file
from tests.samples import draft, sample

SEED: Final = "seeds/001.yaml"
TABLE: Final[Any] = values(read_file(Path(__file__).with_name("001_figures.yaml")).root)
"""Kind of row → rows: 原文 the paper's words, 路径 the fact, 印作 what the draft prints of it."""

FIGURES: Final = TABLE["数"]
OTHERS: Final = [row for kind in ("时间", "地名和单位", "做法") for row in TABLE[kind]]


def drawn() -> list[Span]:
    """Every span of the seed's draft that prints facts."""
    found = [span for text in walk(draft(SEED)) for span in spans(text)]
    return [span for span in found if span.kind in ("fact", "figure")]


def name(row: dict[str, str]) -> str:
    return f"{row['原文']}→{row['路径']}"


@pytest.mark.parametrize("row", FIGURES, ids=name)
def test_a_figure_stands_in_a_span_of_its_fact_alone(row: dict[str, str]) -> None:
    said = [plain(span.content) for span in drawn() if span.sources == (row["路径"],)]
    assert any(row["印作"] in text for text in said), said


@pytest.mark.parametrize("row", OTHERS, ids=name)
def test_a_date_place_or_measure_stands_in_a_span_of_its_fact(row: dict[str, str]) -> None:
    said = [plain(span.content) for span in drawn() if row["路径"] in span.sources]
    assert any(row["印作"] in text for text in said), said


def test_the_draft_has_no_figure_that_the_paper_has_not() -> None:
    listed = {row["路径"] for row in FIGURES}
    sentences = {path for span in drawn() if span.kind == "figure" for path in span.sources}
    ledger = {fact.path for fact in sample(SEED).leaves() if isinstance(fact.value, Quantity)}
    assert sentences | ledger <= listed


def test_headings_and_problems_are_counted() -> None:
    text = "".join(map(plain, walk(draft(SEED))))
    assert "主要做了八个方面的工作" in text
    assert "还有五个方面的不足" in text
