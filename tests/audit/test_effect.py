"""What a changed template does to real drafts: changes grouped, figures first, nothing told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from docgen.audit.contract import Side
from docgen.audit.effect import Effects, Trial, effect, effects
from docgen.audit.redlines.listing import plain, shortened, words_of
from docgen.compose import compose
from docgen.document import plain as said
from docgen.manuscript import lines_of, manuscript_of
from tests.compose.small import facts, library, template
from tests.samples import FULL, LIBRARY, NAMES, draft, sample

UNITS = {
    "甲镇": "党员: {值: 620, 其中: {女党员: 62}}",
    "乙镇": "党员: {值: 580, 其中: {女党员: 81}}",
    "丙镇": "党员: 300",
}
OLD = (
    "现有党员{{ 党员 | 量 }}[[，其中女党员{{ 党员.女党员 | 量 }}]]。工作照常。\n\n第二段说别的事。"
)


def tried(new: str, old: str = OLD) -> Effects:
    paper = "文稿: {期间: 2026年上半年, 日期: 2026-07-01}\n"
    trials = []
    for unit, text in UNITS.items():
        read = facts(f"单位: {{名称: {unit}}}\n{paper}{text}\n")
        trials.append(Trial(unit, read, read))
    shelf = library()
    return effects(Side(template(old), shelf), Side(template(new), shelf), trials)


def told(found: Effects) -> list[tuple[str, str]]:
    """Each change with the units that have it."""
    return [
        ("、".join(group.units), plain(shortened(words_of(group.change.pieces))))
        for group in found.groups
    ]


# new body, headline, changes
CASES = [
    (OLD, "3份都没有变", []),
    (
        OLD.replace("工作照常", "工作正常"),
        "3份里3份有变；数字都没有变",
        [("甲镇、乙镇、丙镇", "工作〔-照-〕〔+正+〕常。")],
    ),
    (
        OLD.replace("[[，其中女党员{{ 党员.女党员 | 量 }}]]", ""),
        "3份里2份有变，1份不变；数字都没有变",
        [("甲镇、乙镇", "现有党员620名〔-，其中女党员62名-〕。")],
    ),
    (
        OLD.replace("[[", "").replace("]]", ""),
        "3份里1份有变，2份不变；数字都没有变；1份多出待填",
        [("丙镇", "现有党员300名〔+，其中女党员【待填：党员.女党员】+〕。")],
    ),
    (
        OLD.replace("党员.女党员 | 量", "党员 | 量"),
        "3份里3份有变；2份数字有变",
        [
            ("甲镇、乙镇", "……其中女党员〔62名→620名〕。"),
            ("丙镇", "现有党员300名〔+，其中女党员300名+〕。"),
        ],
    ),
    (
        OLD.replace("第二段说别的事。", "第二段说别的事。\n\n加的一段，各家都有。"),
        "3份里3份有变；数字都没有变",
        [("甲镇、乙镇、丙镇", "〔+加的一段，各家都有。+〕")],
    ),
]


@pytest.mark.parametrize(("new", "headline", "changes"), CASES)
def test_effects(new: str, headline: str, changes: list[tuple[str, str]]) -> None:
    found = tried(new)
    assert found.headline() == headline
    assert told(found) == changes
    assert not found.failed


def test_units_whose_figures_change_come_first() -> None:
    """丙镇 is told last of three by its place, and first as only its figure changes."""
    old = "党员{{ 党员 | 量 }}。{% if 党员 == 300 %}村干部{{ 党员 | 量 }}。{% endif %}工作照常。"
    new = old.replace("村干部{{ 党员 | 量 }}", "村干部30名").replace("照常", "正常")
    found = tried(new, old)
    assert [unit.unit for unit in found.changed] == ["丙镇", "甲镇", "乙镇"]
    assert [swap[1:] for swap in found.changed[0].swaps] == [("300名", "30名", "村干部")]
    assert found.headline() == "3份里3份有变；1份数字有变"


def test_what_facts_stand_beside_a_change_parts_no_group() -> None:
    old = "{% if 党员 > 600 %}党员{{ 党员 | 量 }}{% else %}党员{{ 党员.女党员 | 量 }}{% endif %}在册。"
    found = tried(old.replace("在册", "在岗"), old)
    assert ["、".join(group.units) for group in found.groups] == ["甲镇、乙镇、丙镇"]


def test_a_stock_phrase_is_one_whatever_its_wording() -> None:
    made = LIBRARY.template("work_report/half_year")
    other = replace(made, body=made.body.replace('{{ 套话("汇报过渡") }}', ""))
    shelf = Side(made, LIBRARY), Side(other, LIBRARY)
    trials = [Trial(sample(name).unit, sample(name), sample(name)) for name in FULL]
    found = effects(*shelf, trials)
    gone = {plain(words_of(unit.changes[0].pieces)).partition("+")[0] for unit in found.units}
    assert len(gone) > 1, "several wordings are in use"
    assert [len(group.units) for group in found.groups] == [len(FULL)]


def test_a_unit_that_cannot_be_made_stops_no_other() -> None:
    found = tried(OLD + "{% if 党员 == 300 %}{{ 党员 / 0 }}{% endif %}")
    assert [unit.unit for unit in found.units] == ["甲镇", "乙镇"]
    assert [unit for unit, _ in found.failed] == ["丙镇"]


def test_headings_that_only_got_another_ordinal_are_counted() -> None:
    old = "## 甲事\n\n办甲事。\n\n## 乙事\n\n办乙事。\n\n## 丙事\n\n办丙事。"
    new = old.replace("## 甲事\n\n办甲事。\n\n", "")
    found = tried(new, old)
    assert [unit.renumbered for unit in found.units] == [2, 2, 2]
    assert [words for _, words in told(found)] == ["〔-一、甲事-〕", "〔-办甲事。-〕"]


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_the_lines_of_the_manuscript(name: str) -> None:
    lines = [line.text for line in manuscript_of(draft(name), name).lines]
    assert [said(text) for _, text in lines_of(draft(name))] == lines


def test_one_sentence_of_a_real_template() -> None:
    made = LIBRARY.template("work_report/half_year")
    assert "的领导下" in made.body
    other = replace(made, body=made.body.replace("的领导下", "坚强领导下", 1))
    found = Effects(
        tuple(
            effect(
                sample(name).unit,
                compose(made, sample(name), LIBRARY, on=date(2026, 7, 3)),
                compose(other, sample(name), LIBRARY, on=date(2026, 7, 3)),
            )
            for name in FULL
        )
    )
    assert found.headline() == f"{len(FULL)}份里{len(FULL)}份有变；数字都没有变"
    assert [len(group.units) for group in found.groups] == [len(FULL)]
