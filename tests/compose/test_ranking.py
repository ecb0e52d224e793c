"""Filters that rank records by a number: expression, facts, text."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.document import Paragraph, spans
from docgen.errors import TemplateError
from tests.compose.test_groups import made, said

KINDS: Final = "整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: 5}, {型: 丙, 个: 2}, {型: 丁, 个: 0}]"
OWED: Final = "整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: 待填}]"
DOUBTED: Final = "整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: {值: 5, 待核实: 没有验收}}]"
MONEY: Final = (
    "投入: [{事: 甲, 额: 90}, {事: 乙, 额: 1.2亿元}, {事: 丙, 额: 5000元}, {事: 丁, 额: 近600万元}]"
)


@pytest.mark.parametrize(
    ("body", "facts", "text"),
    [
        ('{{ 整顿类型 | 排序("个") | 并列 }}', KINDS, "乙、甲、丙、丁"),
        ('{{ 投入 | 排序("额") | 并列 }}', MONEY, "乙、丁、甲、丙"),
        ('{{ 投入 | 排序("额") | 前(1) | 逐项("额") | 并列 }}', MONEY, "1.2亿元"),
        ('{{ 整顿类型 | 排序("个") | 前(2) | 并列 }}', KINDS, "乙、甲"),
        ('{{ 整顿类型 | 排序("个") | 前(2, "个") | 并列 }}', KINDS, "乙、甲、丙"),
        ('{{ 整顿类型 | 排序("个") | 前(0) | 个数 }}', KINDS, "0"),
        ('{{ 整顿类型 | 个数 }}类中有{{ 整顿类型 | 大于("个") | 个数 }}类', KINDS, "4类中有3类"),
        ('{{ 投入 | 至少("额", 600) | 并列 }}', MONEY, "乙、丁"),
        ('{{ 投入 | 大于("额", 0.5) | 并列 }}', MONEY, "甲、乙、丁"),
        # 欠着的数排不了先后，整处待填；存疑的数排了，标出来
        ('{{ 整顿类型 | 排序("个") | 并列 }}', OWED, "【待填：整顿类型[2].个】"),
        ('{{ 整顿类型 | 大于("个") | 个数 }}', OWED, "【待填：整顿类型[2].个】"),
        ('{{ 整顿类型 | 排序("个") | 前(1) | 并列 }}', DOUBTED, "乙【待核实】"),
    ],
)  # fmt: skip
def test_records_are_ranked(body: str, facts: str, text: str) -> None:
    assert said(body, facts) == [text]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{{ 整顿类型 | 排序("型") | 并列 }}', "“型”不是数"),
        ('{{ 整顿类型 | 大于("个", "三") | 并列 }}', "名称和数"),
        ('{{ 整顿类型 | 前("个") | 并列 }}', "写要几条"),
        ("{{ 整顿类型 | 前(1.5) | 并列 }}", "写要几条"),
        ('{{ 整顿类型 | 排序("数") | 并列 }}', "没有登记“数”"),
    ],
)
def test_what_cannot_be_ranked_is_said_to_the_maker(body: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        made(body, KINDS)


def test_the_figures_that_decided_are_sources_of_what_is_chosen() -> None:
    slots = made('{{ 整顿类型 | 大于("个") | 个数 }}', KINDS)
    sources = {path for block in slots.body for path in _sources(block)}
    assert {"整顿类型#", "整顿类型[1].个", "整顿类型[4].个"} <= sources


def _sources(block: object) -> set[str]:
    assert isinstance(block, Paragraph)
    return {path for span in spans(block.text) for path in span.sources}
