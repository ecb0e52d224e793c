"""Every figure leads to the line its fact was typed on, every fact to the words it became."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.drafts.evidence import earlier_left_out, evidence_of, left_out
from docgen.drafts.trace import Trace, standing, trace
from docgen.facts import dictionary_of, read_facts
from docgen.language import figures
from tests.drafts.conftest import library, paper

SEEDS = [
    path
    for path in sorted((Path(__file__).parents[2] / "data" / "seeds").glob("*.yaml"))
    if "模板:" in path.read_text("utf-8")
]


def arrows(found: Trace) -> list[str]:
    """Each origin as `words ← path:line`, the title's left out."""
    return [
        f"{'、'.join(origin.words)} ← "
        + " ".join(f"{use.path}:{use.line}" for use in origin.uses or ())
        + (" ".join(origin.paths) if not origin.uses else "")
        for sentence in found.sentences[1:]
        for origin in sentence.origins
    ]


ORIGINS = {
    "a ledger figure": (
        "党员: 620",
        "党员{{ 党员 | 量 }}。",
        ["620名 ← 党员:3"],
    ),
    "parts, each to its own fact": (
        "党员: {值: 620, 其中: {女党员: 62, 预备党员: 18}}",
        "党员{{ 党员 | 量 }}，{{ 党员 | 其中('女党员', '预备党员') }}。",
        ["620名 ← 党员:3", "女党员62名 ← 党员.女党员:3", "预备党员18名 ← 党员.预备党员:3"],
    ),
    "a part that is owed stands behind no words": (
        "党员: {值: 620, 其中: {女党员: 62, 预备党员: 待填}}",
        "党员{{ 党员 | 量 }}[[，{{ 党员 | 其中('女党员', '预备党员') }}]]。",
        ["620名 ← 党员:3", "女党员62名 ← 党员.女党员:3"],
    ),
    "a part that may not be told stands behind no words": (
        "党员: {值: 620, 其中: {女党员: 62, 预备党员: {值: 18, 公开: 否}}}",
        "党员{{ 党员 | 量 }}[[，{{ 党员 | 其中('女党员', '预备党员') }}]]。",
        ["620名 ← 党员:3", "女党员62名 ← 党员.女党员:3"],
    ),
    "a part that is only planned, told elsewhere": (
        "党员: {值: 620, 其中: {女党员: 62, 预备党员: {值: 18, 状态: 计划}}}",
        "{{ 党员 | 其中('女党员', '预备党员') }}；拟有{{ 党员.预备党员 | 计划 | 量 }}。",
        ["女党员62名 ← 党员.女党员:3", "18名 ← 党员.预备党员:3"],
    ),
    "a computed figure to all it was computed from": (
        "党员: {值: 620, 其中: {女党员: 62}}",
        "女党员占{{ 党员.女党员 / 党员 * 100 }}%。",
        ["10 ← 党员.女党员:3 党员:3"],
    ),
    "figures inside a writer's sentence to that sentence": (
        "工作:\n  - {题: [抓班子], 正文: 召开会议2次，走访35户。}",
        "{{ 工作[0].正文 | 句 }}",
        ["2次、35户 ← 工作[1].正文:4"],
    ),
    "a reference inside a sentence to the ledger": (
        "发展党员: 14\n工作:\n  - {题: [抓班子], 正文: 发展党员【发展党员|量】。}",
        "{{ 工作[0].正文 | 句 }}",
        ["发展党员14名。 ← 工作[1].正文:5", "14名 ← 发展党员:3"],
    ),
    "a count of rows to the list": (
        "后进村:\n  - {村: 沟口村, 状态: 整顿中}\n  - {村: 河湾村, 状态: 已转化}",
        "共{{ 后进村 | 个数 }}个。",
        ["2 ← 后进村:4"],
    ),
    "a claim to the headings it counts": (
        "党员: 620",
        "做了{{ 节数('工作') }}件事。\n\n## 抓班子 {工作}\n\n## 带队伍 {工作}\n",
        ["两 ← 节:工作"],
    ),
}


@pytest.mark.parametrize("case", ORIGINS)
def test_words_to_facts(case: str) -> None:
    facts, body, expected = ORIGINS[case]
    assert arrows(paper(facts, body).trace) == expected


def test_a_fact_to_all_its_sentences() -> None:
    found = paper(
        "党员: {值: 620, 其中: {女党员: 62}}\n入党积极分子: 14",
        "党员{{ 党员 | 量 }}。这{{ 党员 | 量 }}中，女党员{{ 党员.女党员 | 量 }}。"
        "{% if 入党积极分子 > 10 %}后备力量充足。{% endif %}",
    ).trace
    places = {fact.use.path: fact.sentences for fact in standing(found, "党员")}
    assert places == {
        "党员": ("党员620名。", "这620名中，女党员62名。"),
        "党员.女党员": ("这620名中，女党员62名。",),
    }
    (only_looked_at,) = standing(found, "入党积极分子")
    assert only_looked_at.sentences == ()


CHOICES = {
    "taken": ("党员: 620", "{% if 党员 > 50 %}很多。{% endif %}", ("取", ("党员",), "很多。")),
    "not taken": ("党员: 20", "{% if 党员 > 50 %}很多。{% endif %}", ("舍", ("党员",), "")),
    "the other branch": (
        "党员: 20",
        "{% if 党员 > 50 %}很多。{% else %}不多。{% endif %}",
        ("舍", ("党员",), "不多。"),
    ),
    "met a gap": ("户数: 1", "{% if 党员 > 50 %}很多。{% endif %}", ("缺", ("党员",), "")),
    "left out": ("户数: 1", "[[党员{{ 党员 | 量 }}。]]", ("未写", ("党员",), "")),
    "a loop": (
        "工作:\n  - {题: [甲]}\n  - {题: [乙]}",
        "{% for 项 in 工作 %}一件。{% endfor %}",
        ("2次", ("工作#",), "一件。一件。"),
    ),
}


@pytest.mark.parametrize("case", CHOICES)
def test_choices(case: str) -> None:
    facts, body, expected = CHOICES[case]
    (choice,) = paper(facts, body).trace.choices
    assert choice.slot == "brief/short:5"
    assert (choice.outcome, choice.sources, choice.text) == expected


def test_equal_choices_are_counted() -> None:
    facts = "工作:\n  - {题: [甲]}\n  - {题: [乙]}\n党员: 620"
    body = "{% for 项 in 工作 %}{% if 党员 > 50 %}很多。{% endif %}{% endfor %}"
    outcomes = {c.sources: (c.outcome, c.times) for c in paper(facts, body).trace.choices}
    assert outcomes == {("工作#",): ("2次", 1), ("党员",): ("取", 2)}


def test_phrases_have_version_and_basis() -> None:
    found = paper("党员: 620", "{{ 提法('指导思想') }}。{{ 提法('会议精神') }}。").trace
    guiding, meetings = found.phrases
    assert (guiding.topic, guiding.start) == ("指导思想", "2017-10-24")
    assert guiding.sentences == (guiding.text + "。",)
    assert guiding.basis == library().snippets["指导思想"].versions[-1].basis
    rows = {row.id for row in library().formulations.rows}
    assert set(meetings.basis) <= rows
    assert len(meetings.basis) > 1  # the congress and its plenums, taken from the table


def test_a_stock_phrase_names_its_topic_and_how_many_say_the_same() -> None:
    found = paper("党员: 620", "甲。{{ 套话('打算引入') }}党员620名。").trace
    choices = library().stock["打算引入"].choices
    (said,) = found.stock
    assert (said.topic, said.equivalents) == ("打算引入", len(choices))
    assert said.text in {choice.text for choice in choices}
    assert said.sentences == (f"{said.text}党员620名。",)
    assert found.phrases == ()
    assert "套话" not in " ".join(fact.use.path for fact in found.facts)


def test_numbers_without_a_fact_are_told() -> None:
    found = paper(
        "党员: 620\n工作:\n  - {题: [甲], 正文: 走访35户。}",
        "召开会议3次，党员{{ 党员 | 量 }}。{{ 工作[0].正文 | 句 }}{% if 党员 > 50 %}另有4个村。{% endif %}",
    ).trace
    assert [(n.text, n.sentence) for n in found.unowned] == [
        ("3次", "召开会议3次，党员620名。"),
        ("4个", "另有4个村。"),
    ]


def test_names_of_which_nothing_was_used() -> None:
    facts = "党员: {值: 620, 其中: {女党员: 62}}\n发展党员: 7\n后进村:\n  - {村: 沟口村}"
    made = paper(facts, "党员{{ 党员 | 量 }}。")
    evidence = evidence_of(made.document, made.facts, library())
    assert left_out(evidence) == ("党员.女党员", "发展党员", "后进村")


def test_earlier_values_typed_and_not_said() -> None:
    facts = "党员: {值: 620, 上期: 610}\n发展党员: {值: 7, 上期: 5}"
    made = paper(facts, "党员{{ 党员 | 量 }}，发展党员{{ 发展党员 | 量 }}，{{ 发展党员 | 增减 }}。")
    evidence = evidence_of(made.document, made.facts, library())
    assert earlier_left_out(evidence, made.facts) == ("党员",)


def test_unused_facts() -> None:
    found = paper(
        "党员: {值: 620, 其中: {女党员: 62, 预备党员: 待填}}\n入党积极分子: 14\n发展党员: 3",
        "党员{{ 党员 | 量 }}。{% if 发展党员 > 5 %}多。{% endif %}",
    ).trace
    unused = [(use.path, use.text, use.line) for use in found.unused]
    assert ("党员.女党员", "62", 3) in unused
    assert ("入党积极分子", "14", 4) in unused
    assert not {"党员", "发展党员", "党员.预备党员", "文稿.日期"} & {path for path, _, _ in unused}


def test_doubtful_and_earlier_values_are_named() -> None:
    found = paper(
        "党员: {值: 620, 上期: 600, 待核实: 与年报不一致, 来源: 年报}",
        "党员{{ 党员 | 量 }}，上年{{ 党员.上期 }}名。",
    ).trace
    uses = {fact.use.path: fact.use for fact in found.facts}
    assert (uses["党员"].text, uses["党员"].status, uses["党员"].origin) == (
        "620",
        "待核实",
        "年报",
    )
    assert (uses["党员.上期"].text, uses["党员.上期"].line) == ("600", 3)
    assert [(gap.kind, gap.path) for gap in found.gaps] == [("待核实", "党员")]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_no_figure_of_a_real_draft_is_without_origin(seed: Path) -> None:
    """Each number printed leads to a line of the file that holds its digits, or is a count."""
    shelf = library()
    facts, _ = read_facts(seed, dictionary_of(shelf))
    node = facts.get("文稿.模板")
    document = compose(shelf.template(getattr(node, "text", "")), facts, shelf)
    found = trace(evidence_of(document, facts, shelf))
    assert found.unowned == ()
    lines = facts.sources[str(seed)]
    typed = 0
    for sentence in found.sentences:
        for origin in sentence.origins:
            for word in origin.words:
                digits = re.findall(r"\d+", word) if len(origin.uses) == 1 else []
                use = origin.uses[0] if digits else None
                if use is not None and use.text in word and figures(use.text):
                    typed += 1
                    assert use.text in lines[use.line - 1]
    assert typed > 2
