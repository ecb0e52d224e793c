"""A sentence of the period before, left as it was, is told of; looking back is not."""

from __future__ import annotations

import pytest

from docgen.facts import check_facts, facts_from
from docgen.facts.sentences import marked
from docgen.finding import Level
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, NAMES, sample


def told(sentence: str, period: str = "2026年上半年") -> list[tuple[str, str]]:
    text = f"文稿: {{期间: {period}}}\n工作:\n  - 题: [抓班子]\n    正文: {sentence}\n"
    facts, _ = facts_from([read_yaml(text, "a.yaml")], DICTIONARY)
    found = check_facts(facts, DICTIONARY, scales=LIBRARY.plausibility)
    return [(str(f.place), f.quote) for f in found if f.code == "FCT119"]


LEFT = (
    "2025年上半年，全乡开展主题党日6次。",
    "全乡2025年上半年开展主题党日6次。",
    "2025年下半年开展主题党日6次。",
    "2025年四季度开展主题党日6次。",
    "2025年，全乡开展主题党日6次。",
    "2025年度，全乡开展主题党日6次。",
)


@pytest.mark.parametrize("sentence", LEFT)
def test_a_sentence_of_an_earlier_period_is_last_year_s(sentence: str) -> None:
    assert told(f"先开会。{sentence}") == [("a.yaml:4:9", sentence.strip("。"))]


def test_it_is_said_which_period_it_speaks_of() -> None:
    text = f"文稿: {{期间: 2026年上半年}}\n工作:\n  - {{题: [抓班子], 正文: '{LEFT[0]}'}}\n"
    facts, _ = facts_from([read_yaml(text, "a.yaml")], DICTIONARY)
    (found,) = (
        f for f in check_facts(facts, DICTIONARY, scales=LIBRARY.plausibility) if f.code == "FCT119"
    )
    assert found.level is Level.DOUBT
    assert found.message == "这一句说的是2025年上半年，这份台账是2026年上半年的"


MEANT = (
    "2026年上半年，全乡开展主题党日6次。",
    "开展主题党日8次，比2025年上半年多2次。",
    "2025年上半年6次，今年上半年8次。",
    "自2025年下半年以来，开展主题党日6次。",
    "从2025年四季度起，每月公示1次。",
    "2025年上半年印发《议事规则》，全乡照此办理。",
    "2025年上半年6月12日立案的3件办结。",
    "2025年上半年被评为先进的3个支部带头。",
    "1998年、2003年两次搬迁。",
    "1998年，全村搬迁。",
    "2024年上半年，水库移民迁入。",
    "2025年新建的活动场所投用。",
    marked("2025年上半年，全乡开展主题党日6次。"),
)


@pytest.mark.parametrize("sentence", MEANT)
def test_what_looks_back_or_compares_is_left_alone(sentence: str) -> None:
    assert told(f"'{sentence}'") == []


def test_of_its_own_period_a_ledger_may_speak() -> None:
    assert told(LEFT[0], "2025年上半年") == []
    assert told("2026年上半年，全乡开展主题党日6次。", "2026年下半年") != []


@pytest.mark.parametrize("name", NAMES)
def test_honest_ledgers_give_nothing(name: str) -> None:
    found = check_facts(sample(name), DICTIONARY, scales=LIBRARY.plausibility)
    assert [f for f in found if f.code == "FCT119"] == []
