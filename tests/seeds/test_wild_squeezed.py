"""Wild facts in a speech that is too long: what is left of it reads as one all the same."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Document, Heading, length, plain
from tests.samples import DICTIONARY, LIBRARY
from tests.seeds.form import Defect, defects
from tests.seeds.test_wild import READER, facts_of
from tests.seeds.wild import wild

SPEECH: Final = "speech/rectification"
SETS: Final = 300
CHUNK: Final = 50
LAST: Final = "- {题: 丁, 说明: 要稳}\n"
POINTS: Final = (
    "- {题: 甲, 要点: [{例: 已经办好}]}",
    "- {题: 甲, 说明: 要快, 要点: [{例: 已经办好}, {例: 已经修好, 可删: 是}]}",
    "- {题: 甲, 属: 子, 引言: 先说, 要点: [{主题: 办事, 可删: 是}]}\n- {题: 乙, 属: 子, 要点: [{例: 办好}]}",
    "- {题: 甲, 说明: 要快, 引: 机制}",
    "- {题: 甲, 说明: 要快, 引: 整顿类型}",
)


def headings(document: Document) -> list[str]:
    return [plain(block.text) for block in document.body if isinstance(block, Heading)]


def squeezed(text: dict[str, str]) -> tuple[Document, Document]:
    """The speech of these facts whole, and with all gone that may go."""
    facts = facts_of(text)
    template = LIBRARY.template(SPEECH)
    return compose(template, facts, LIBRARY), compose(template, facts, LIBRARY, budget=1)


@pytest.mark.parametrize("start", range(0, SETS, CHUNK))
def test_a_squeezed_speech_reads_as_one(start: int) -> None:
    found: list[tuple[int, Defect]] = []
    shorter = 0
    for seed in range(start, start + CHUNK):
        whole, short = squeezed(wild(seed, DICTIONARY))
        shorter += length(short) < length(whole)
        before = {defect.rule for defect in defects(whole, READER)}
        found += [(seed, d) for d in defects(short, READER) if d.rule not in before]
        assert headings(short) == headings(whole), seed
    assert shorter > CHUNK // 10
    assert found == []


@pytest.mark.parametrize("tasks", POINTS)
def test_no_heading_is_left_bare(tasks: str) -> None:
    unit = "单位: {名称: 青山镇, 自称: 我镇, 党委称: 镇党委, 类别: 镇, 县: 清河县, 上级: 县委}\n"
    paper = "文稿: {期间: 2026年上半年, 日期: 2026-07-03, 会议: 全镇整顿工作会}\n"
    more = "机制: [{名: 年底前转化, 类: 目标}]\n"
    whole, short = squeezed({"": f"{unit}{paper}{more}部署:\n{tasks}\n{LAST}"})
    assert defects(whole, READER) == []
    assert defects(short, READER) == []
