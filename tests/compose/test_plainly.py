"""A slot that prints a leaf with nothing beside its value is printed in one step: the draft, its
provenance and what it counts against the budgets are those of reading, filtering, printing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import pytest

import docgen.compose as composing
from docgen.compose import Composer
from docgen.compose.filters import PLAINLY
from docgen.compose.plainly import Plainly
from docgen.compose.reading import said_plainly
from docgen.compose.slots import Recorder
from docgen.document import Document
from docgen.errors import TemplateError
from docgen.facts import Fact, Facts
from docgen.facts.sentences import Said
from docgen.library import Library, TemplateSource
from tests.compose import small
from tests.samples import LIBRARY, PAPERS, sample

STEPS: Mapping[str | None, Plainly] = MappingProxyType({})
"""No filter says a leaf plainly: every slot takes the long way."""


@cache
def composer(library: Library, plain: bool) -> Composer:
    """A composer whose slots print in one step where they can, or never do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "PLAINLY", PLAINLY if plain else STEPS)
        return Composer(library)


def made(
    composer: Composer,
    template: TemplateSource,
    facts: Facts,
    monkeypatch: pytest.MonkeyPatch,
    on: date | None = None,
) -> tuple[Document | str, int, int, set[str]]:
    """The document or the error, the steps and characters counted, and the paths printed."""
    kept: list[Recorder] = []

    class Kept(Recorder):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            kept.append(self)

    monkeypatch.setattr(composing, "Recorder", Kept)
    try:
        document: Document | str = composer.made(template, facts, on)[0]
    except TemplateError as error:
        document = str(error)
    return document, kept[0].steps, kept[0].characters, kept[0].printed


FACTS = """
单位: {名称: 青山镇, 简介: 全镇有党员3000多名，办班2期}
概况: {面积: 98.5, 行政村: 10, 自然村: {值: 30, 待核实: 再核}, 户数: 3000多}
党员: 1286
党支部: {值: 14, 农村党支部: 10}
投资: 600万元
工作:
  - {题: 抓轮训, 正文: 办班2期。, 要点: [{做法: 共训【党员|量】}, {做法: 走访12户；}]}
  - {题: 抓帮带, 正文: 结对“一帮一”！}
村: [{名: 甲村, 户: 30, 状态: 整顿中, 症结: [缺活力]}]
"""

BODIES = {
    "numbers": "{{ 概况.户数 | 量 }} {{ 概况.面积 }} {{ 概况.面积 | 量 }} {{ 投资 | 量 }} {{ 投资 }}",
    "texts": "{{ 单位.名称 }} {{ 单位.名称 | 句 }} {{ 单位.简介 }} {{ 单位.简介 | 句 }}",
    "again": "{{ 单位.简介 | 句 }}{{ 单位.简介 | 句 }}{{ 单位.简介 }}",
    "stops and references": (
        "{% for 项 in 工作 %}{{ 项.题 | 句 }}{{ 项.正文 | 句 }}"
        "{% for 点 in 项.要点 %}{{ 点.做法 | 句 }}{{ 点.做法 }}{% endfor %}{% endfor %}"
    ),
    "round a doubt": "{{ 概况.行政村 | 量 }}{{ 概况.自然村 | 量 }}{{ 概况.行政村 | 量 }}{{ 概况.自然村 }}",
    "behind a doubt, within a sentence": "共{{ 概况.自然村 | 量 }}，{{ 单位.简介 }}，{{ 单位.名称 }}。",
    "what a test left out": (
        '{% if 党支部 | 其中("农村党支部", "机关党支部") %}{{ 概况.户数 | 量 }}{% endif %}{{ 投资 | 量 }}'
    ),
    "below a leaf": "{{ 党支部.农村党支部 | 量 }}、{{ 党支部.机关党支部 | 量 }}",
    "missing": "{{ 村干部 | 量 }}、{{ 党员.女党员 | 量 }}、{{ 党员.女党员 }}、{{ 村干部.一肩挑 | 量 }}",
    "in a macro": '{% import "常用.macro.j2" as 常用 %}{{ 常用.多少(概况.户数) }}',
    "in an argument": '{% import "常用.macro.j2" as 常用 %}{{ 常用.全体() | 句 }}',
    "left out": "[[共{{ 党员.流动党员 | 量 }}]]{{ 概况.户数 | 量 }}[[{{ 概况.行政村 | 量 }}]]",
    "wrong": '{{ 概况.户数 | 量("个") }}',
    "in a list": "| 名 | 户 | 状态 |\n{% for 个 in 村 %}\n| {{ 个.名 }} | {{ 个.户 | 量 }} | {{ 个.状态 }} |\n{% endfor %}",
}


@pytest.mark.parametrize("case", BODIES)
def test_one_step_prints_what_the_long_way_prints(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = small.library()
    given = (small.template(BODIES[case]), small.facts(FACTS), monkeypatch, date(2026, 7, 1))
    assert made(composer(library, True), *given) == made(composer(library, False), *given)


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_every_paper_is_the_same_either_way(
    template: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = (LIBRARY.template(template), sample(name), monkeypatch)
    assert made(composer(LIBRARY, True), *given) == made(composer(LIBRARY, False), *given)


def test_many_slots_of_a_paper_are_printed_in_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    said = []

    def noted(fact: Fact, recorder: Recorder) -> tuple[str | Said, ...] | None:
        said.append(said_plainly(fact, recorder))
        return said[-1]

    monkeypatch.setattr(composing, "PLAINLY", {None: noted})
    template, name = "work_report/half_year", "counties/qinghe/qingshan/2026-h1.yaml"
    made(Composer(LIBRARY), LIBRARY.template(template), sample(name), monkeypatch)
    assert len([one for one in said if one]) > 10
