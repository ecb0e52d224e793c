"""Every figure, date, place and measure of a seed stands in its draft, traced: table by table."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from docgen.document import Span, plain, spans, walk
from docgen.language import Quantity, count_word
from docgen.source import plain as values
from docgen.source import read_file
from tests.samples import draft, sample

SEEDS: Final = ("000", "001", "002", "003", "004")

COUNTED: Final = {
    "000": ("“摸、整、建、带”四个环节",),
    "001": ("八个方面", "五个方面"),
    "002": ("下面，我讲三点意见", "大体有四种类型"),
    "003": (),
    "004": ("坚持“四抓四强化”",),
}
"""What the draft says of its own parts, counted by the program."""


@cache
def table(seed: str) -> Any:
    """Kind of row → rows: 原文 the paper's words, 路径 the fact, 印作 what the draft prints of it
    (稿 when it says it otherwise: 2005年8月 as 去年8月)."""
    root = read_file(Path(__file__).with_name(f"{seed}_figures.yaml")).root
    assert root is not None
    return values(root)


FIGURES: Final = [(seed, row) for seed in SEEDS for row in table(seed)["数"]]
OTHERS: Final = [
    (seed, row)
    for seed in SEEDS
    for kind in ("时间", "地名和单位", "做法")
    for row in table(seed)[kind]
]


@cache
def drawn(seed: str) -> tuple[Span, ...]:
    """Every span of the seed's draft that prints facts."""
    found = (span for text in walk(draft(f"seeds/{seed}.yaml")) for span in spans(text))
    return tuple(span for span in found if span.kind in ("fact", "figure"))


def name(value: object) -> str:
    return f"{value['原文']}→{value['路径']}" if isinstance(value, dict) else str(value)


def printed(row: dict[str, str]) -> str:
    return row.get("稿", row["印作"])


def how_many(seed: str, path: str) -> str:
    """How many items of the list at `path#` the draft prints, in 汉字."""
    item = re.compile(re.escape(path.removesuffix("#")) + r"\[\d+\]")
    printed = {m[0] for span in drawn(seed) for s in span.sources if (m := item.match(s))}
    return count_word(len(printed))


@pytest.mark.parametrize(("seed", "row"), FIGURES, ids=name)
def test_a_figure_stands_in_a_span_of_its_fact_alone(seed: str, row: dict[str, str]) -> None:
    """A number of rows (`列表#`) may also stand as just so many items, as in 一是 to 四是."""
    path = row["路径"]
    said = [plain(span.content) for span in drawn(seed) if span.sources == (path,)]
    as_items = path.endswith("#") and how_many(seed, path) == row["印作"]
    assert as_items or any(printed(row) in text for text in said), said


@pytest.mark.parametrize(("seed", "row"), OTHERS, ids=name)
def test_a_date_place_or_measure_stands_in_a_span_of_its_fact(
    seed: str, row: dict[str, str]
) -> None:
    said = [plain(span.content) for span in drawn(seed) if row["路径"] in span.sources]
    assert any(printed(row) in text for text in said), said


SECRET: Final = [(seed, row) for seed in SEEDS for row in table(seed).get("不公开", ())]


@pytest.mark.parametrize(("seed", "row"), SECRET, ids=name)
def test_what_is_not_public_stays_out(seed: str, row: dict[str, str]) -> None:
    assert [span for span in drawn(seed) if row["路径"] in span.sources] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_draft_has_no_figure_that_the_paper_has_not(seed: str) -> None:
    kinds = ("数", "时间", "又见", "不公开")
    listed = {row["路径"] for kind in kinds for row in table(seed).get(kind, ())}
    sentences = {path for span in drawn(seed) if span.kind == "figure" for path in span.sources}
    facts = sample(f"seeds/{seed}.yaml")
    ledger = {fact.path for fact in facts.leaves() if isinstance(fact.value, Quantity)}
    assert sentences | ledger <= listed


@pytest.mark.parametrize(("seed", "claim"), [(s, c) for s in SEEDS for c in COUNTED[s]])
def test_what_the_draft_counts_of_itself(seed: str, claim: str) -> None:
    assert claim in "".join(map(plain, walk(draft(f"seeds/{seed}.yaml"))))
