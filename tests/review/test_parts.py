"""A draft with too few or too many parts of a kind is told so."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.compose import compose
from docgen.facts import facts_from
from docgen.finding import Place
from docgen.review.parts import check_parts
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, PAPERS, paper

TOWN: Final = "单位: {名称: 青山镇, 类别: 镇}\n文稿: {期间: 2026年上半年, 日期: 2026-07-03}\n"
BOUNDS: Final = (
    (1, ["简报的“工作”一般2至6个部分，这里有1个"]),
    (2, []),
    (6, []),
    (7, ["简报的“工作”一般2至6个部分，这里有7个"]),
)


@pytest.mark.parametrize(("blocks", "messages"), BOUNDS)
def test_a_briefing_has_two_to_six_parts(blocks: int, messages: list[str]) -> None:
    work = "".join(f"  - {{题: 第{n}块, 正文: 开会{n}次}}\n" for n in range(1, blocks + 1))
    facts, _ = facts_from([read_yaml(f"{TOWN}工作:\n{work}", "台账.yaml")], DICTIONARY)
    document = compose(LIBRARY.template("briefing/experience"), facts, LIBRARY)
    found = check_parts(document, LIBRARY.genres["briefing"], Place("台账.yaml"))
    assert [finding.message for finding in found] == messages


@pytest.mark.parametrize(
    ("template", "name"), [pair for pair in PAPERS if not pair[1].endswith("2025-h1.yaml")]
)
def test_the_samples_have_as_many_as_they_should(template: str, name: str) -> None:
    document = paper(template, name)
    assert check_parts(document, LIBRARY.genres[document.genre], Place(name)) == ()
