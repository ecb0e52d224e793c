"""The other seeds' figures, dates, places and measures stand in their facts: listed by hand.

Seed 001 has a template and is held to its draft in test_figures; these are held to the facts,
so that a template for them finds every figure where the table says.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from docgen.facts import Fact, Facts, Record, Records, check_facts, read_facts
from docgen.facts.sentences import Said, pieces
from docgen.finding import Level, format_finding
from docgen.language import Quantity, count_word, format_quantity
from docgen.source import plain as values
from docgen.source import read_file
from tests.samples import DICTIONARY, LIBRARY, ROOT

HERE: Final = Path(__file__).parent
SEEDS: Final = ("000", "002", "003", "004")
COUNTED: Final = {"000": 15, "002": 23, "003": 80, "004": 18}
"""How many figures each table must hold, so that none is dropped unseen."""
_PARTS: Final = {"上期": "previous", "增幅": "growth", "时点": "as_of", "口径": "caliber"}


@cache
def table(seed: str) -> Any:
    root = read_file(HERE / f"{seed}_figures.yaml").root
    assert root is not None
    return values(root)


@cache
def facts(seed: str) -> Facts:
    read, findings = read_facts(ROOT / f"data/seeds/{seed}.yaml", DICTIONARY)
    assert [format_finding(f) for f in findings] == []
    return read


def sentence(found: object) -> Fact | None:
    """The text at a path: a leaf, or the item of a list that is one sentence."""
    if isinstance(found, Record):
        found = found.members.get("文")
    return found if isinstance(found, Fact) else None


def shown(seed: str, path: str) -> list[str]:
    """What stands at the path: `句子#2` its second figure, `列表#` how many there are."""
    known = facts(seed)
    above, _, last = path.rpartition(".")
    if last in _PARTS and isinstance(leaf := known.get(above), Fact):
        value = getattr(leaf.more, _PARTS[last])
        return measured(value, leaf) if isinstance(value, Quantity) else [value]
    base, mark, order = path.partition("#")
    found = known.get(base)
    if mark and not order:
        assert isinstance(found, Records), path
        count = len(found.items)
        return [count_word(count), "二"] if count == 2 else [count_word(count)]
    leaf = sentence(found)
    if leaf is None:
        assert isinstance(found, Records), path
        return ["、".join(item.text for item in found.items if isinstance(item, Fact))]
    if mark:
        said = [piece for piece in pieces(leaf.text) if isinstance(piece, Said)]
        return [said[int(order) - 1].text]
    if isinstance(leaf.value, Quantity):
        return measured(leaf.value, leaf)
    return [leaf.text]


def measured(value: Quantity, leaf: Fact) -> list[str]:
    """The number with its measure word or unit, as a draft prints it."""
    if value.unit in ("%", "元", "万元", "亿元"):
        return [format_quantity(value)]
    if leaf.entry.kind == "百分比":
        return [format_quantity(value, unit="%")]
    return [format_quantity(value, unit=leaf.entry.unit or leaf.entry.measure or None)]


FIGURES: Final = [(seed, row) for seed in SEEDS for row in table(seed)["数"]]
OTHERS: Final = [
    (seed, row)
    for seed in SEEDS
    for kind in ("时间", "地名和单位", "做法")
    for row in table(seed)[kind]
]
MASKED: Final = [(seed, row) for seed in SEEDS for row in table(seed).get("被隐", ())]


def name(value: object) -> str:
    return f"{value['原文']}→{value['路径']}" if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(("seed", "row"), FIGURES, ids=name)
def test_a_figure_stands_at_its_fact(seed: str, row: dict[str, str]) -> None:
    assert row["印作"] in shown(seed, row["路径"])


@pytest.mark.parametrize(("seed", "row"), OTHERS, ids=name)
def test_a_date_place_or_measure_stands_in_its_fact(seed: str, row: dict[str, str]) -> None:
    assert any(row["印作"] in text for text in shown(seed, row["路径"]))


@pytest.mark.parametrize(("seed", "row"), MASKED, ids=name)
def test_what_the_paper_masks_is_doubtful(seed: str, row: dict[str, str]) -> None:
    leaf = facts(seed).get(row["路径"])
    assert isinstance(leaf, Fact)
    assert leaf.more.status == "待核实"
    assert leaf.more.note


def said_in(seed: str) -> set[str]:
    """The paths of all figures in the facts: numbers of the ledger and those in sentences."""
    found = set()
    for leaf in facts(seed).leaves():
        if isinstance(leaf.value, Quantity):
            found.add(leaf.path)
        elif leaf.entry.kind == "文本":
            said = [piece for piece in pieces(leaf.text) if isinstance(piece, Said)]
            found |= {f"{leaf.path}#{piece.order}" for piece in said}
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_facts_hold_no_figure_that_the_paper_has_not(seed: str) -> None:
    """What is not listed says a listed one once more, and says it alike."""
    listed = {row["路径"] for kind in ("数", "时间", "不公开") for row in table(seed).get(kind, ())}
    again = {row["路径"]: row for row in table(seed)["又见"]}
    assert said_in(seed) - listed == set(again)
    for path, row in again.items():
        assert shown(seed, path) == [row["印作"]]
        assert row["同"] in listed


@pytest.mark.parametrize("seed", SEEDS)
def test_the_table_is_whole(seed: str) -> None:
    assert len(table(seed)["数"]) == COUNTED[seed]
    assert all(row["因为"] for row in table(seed)["不登"])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_facts_hold_together(seed: str) -> None:
    found = check_facts(facts(seed), DICTIONARY, LIBRARY.formulations)
    assert [format_finding(f) for f in found if f.level is Level.ERROR] == []
