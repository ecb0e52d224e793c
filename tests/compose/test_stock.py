"""The stock phrase a template asks for: its span, the facts in it, and what cannot be had."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.compose.needs import needs
from docgen.document import plain, spans, walk
from docgen.errors import TemplateError
from docgen.facts import dictionary_of, facts_from
from docgen.library import Library
from docgen.library.stock import wording
from docgen.library.templates import TemplateSource, template_from
from docgen.source import read_yaml
from tests.pinned import pinned
from tests.samples import LIBRARY

TOWN = "单位: {名称: 青山镇, 自称: 我镇, 党委称: 镇党委, 上级: 县委}\n文稿: {期间: 2026年上半年, 日期: 2026-07-03}\n"


def template(body: str, genre: str = "work_report") -> TemplateSource:
    text = f"---\n名称: 试\n说明: 试\n标题: 试\n---\n{body}\n"
    return template_from(f"{genre}/试", text, LIBRARY.genres[genre], "试.md.j2")


@cache
def saying(text: str) -> Library:
    """A library in which 不足引入 says this."""
    return pinned({"不足引入": text})


def said(
    body: str, facts: str = TOWN, library: Library = LIBRARY
) -> tuple[str, list[tuple[str, str, str]], list[str]]:
    """The body's text, the spans in it (kind, text, sources), and what is owed."""
    read, _ = facts_from([read_yaml(facts, "台账.yaml")], dictionary_of(library))
    document = compose(template(body), read, library)
    texts = list(walk(document))[1:]
    found = [(str(s.kind), plain(s.content), " ".join(s.sources)) for t in texts for s in spans(t)]
    return "".join(map(plain, texts)), found, [f"{g.kind} {g.path}" for g in document.gaps]


CALL = '{{ 套话("不足引入") }}'


def test_a_phrase_is_a_span_and_the_facts_in_it_keep_their_own() -> None:
    text = "{期间}，对照{上级}要求，{单位}工作中还有不足。"
    source = f"套话:不足引入@{wording(text).id} 单位.名称 文稿.期间"
    line, found, owed = said(CALL, library=saying(text))
    assert line == "今年上半年，对照县委要求，青山镇工作中还有不足。"
    assert found[0][:2] == ("phrase", line)
    assert found[0][2].startswith(source)
    assert found[1:] == [
        ("fact", "今年上半年", "文稿.期间 文稿.日期"),
        ("fact", "县委", "单位.上级"),
        ("fact", "青山镇", "单位.名称"),
    ]
    assert owed == []


def test_a_phrase_without_facts_names_what_chose_it() -> None:
    source = f"套话:不足引入@{wording('工作还有差距。').id} 单位.名称 文稿.期间"
    assert said(CALL, library=saying("工作还有差距。"))[1] == [("phrase", "工作还有差距。", source)]


GAPS = {
    "缺的事实是待填": ("甲{{ 套话('不足引入') }}", "甲对照【待填：单位.上级】要求。", ["待填 单位.上级"]),
    "可选句整句不写": ("甲[[，{{ 套话('不足引入') }}]]", "甲", ["未写 单位.上级"]),
    "作宏的参数": ("{% macro 说(话) %}{{ 话 }}{% endmacro %}{{ 说(套话('打算引入')) }}甲", "下步，甲", []),
}  # fmt: skip


@pytest.mark.parametrize("name", GAPS)
def test_a_fact_that_is_not_there(name: str) -> None:
    body, line, owed = GAPS[name]
    facts = TOWN.replace(", 上级: 县委", "")
    shelf = pinned({"不足引入": "对照{上级}要求。", "打算引入": "下步，"})
    found, _, gaps = said(body, facts, shelf)
    assert (found, gaps) == (line, owed)


def test_a_doubtful_fact_is_marked_in_it() -> None:
    facts = TOWN.replace("上级: 县委", "上级: {值: 县委, 待核实: 待对}")
    line, _, owed = said(CALL, facts, saying("对照{上级}要求，还有不足。"))
    assert (line, owed) == ("对照县委【待核实】要求，还有不足。", ["待核实 单位.上级"])


def test_two_places_of_a_topic_are_chosen_apart() -> None:
    pairs = {
        tuple(
            said(f'{{{{ 套话("打算引入") }}}}{{{{ 套话("打算引入", "{place}") }}}}')[0].split("，")
        )
        for place in "甲乙丙丁戊己"
    }
    firsts, seconds = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    assert len(firsts) == 1
    assert len(seconds) > 2


def test_units_and_periods_differ() -> None:
    def lines(old: str, new: list[str]) -> set[str]:
        return {said('{{ 套话("打算引入") }}', TOWN.replace(old, word))[0] for word in new}

    assert len(lines("青山镇", [f"{a}{b}镇" for a in "东西" for b in "山河田林湖川"])) > 3
    assert (
        len(lines("2026年上", [f"{year}年{half}" for year in (2024, 2025) for half in "上下"])) > 1
    )
    assert len(lines("2026年上半年", ["2026年上半年", "2026年1月至6月"])) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{{ 套话("汇报过度") }}', "work_report/试:6：没有名为“汇报过度”的套话（是不是“汇报过渡”"),
        ('甲\n{{ 套话("xyz") }}', "work_report/试:7：没有名为“xyz”的套话（可用：不足引入 "),
        ('{{ 套话("讲话号召") }}', "work_report/试:6：套话“讲话号召”只用于讲话稿，不用于工作汇报"),
        ("{{ 套话() }}", "work_report/试:6："),
    ],
)
def test_what_cannot_be_had(body: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        said(body)
    assert str(caught.value).startswith(message)


NEEDS = {
    "套话里各种写法读的事实": ('{{ 套话("汇报过渡") }}', {"单位.自称"}),
    "几种写法合起来": (CALL, {"单位.自称", "单位.上级"}),
    "没有事实的": ('{{ 套话("打算引入") }}', set()),
    "宏里的": ('{% macro 引() %}{{ 套话("汇报过渡") }}{% endmacro %}{{ 引() }}', {"单位.自称"}),
    "不知道是哪一种": ('{% set 甲 = "汇报过渡" %}{{ 套话(甲) }}', {"单位.自称", "单位.上级"}),
}


@pytest.mark.parametrize("name", NEEDS)
def test_needs(name: str) -> None:
    body, expected = NEEDS[name]
    found = set(needs(template(body), LIBRARY)) - set(needs(template("甲"), LIBRARY))
    assert found == expected


def test_a_pinned_wording_needs_only_its_own_facts() -> None:
    found = needs(template(CALL), saying("{党委称}的工作还有不足。"))
    assert {"单位.党委称"} == set(found) - set(needs(template("甲"), LIBRARY))


def test_a_genre_of_the_project_is_admitted_by_a_file_that_joins(tmp_path: Path) -> None:
    folder = tmp_path / "snippets" / "stock"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        "名称: 讲话号召\n文种: [工作汇报]\n固定: 请大家抓紧干起来！\n", "utf-8"
    )
    assert said('{{ 套话("讲话号召") }}', library=Library((tmp_path,)))[0] == "请大家抓紧干起来！"
