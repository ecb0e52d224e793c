"""What of a template the drafts of given units came to."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from docgen.audit.coverage import smallest_cover
from docgen.compose.anatomy import anatomy, site_of
from docgen.compose.elements import KIND
from tests.audit.trial import covered
from tests.samples import LIBRARY, PAPERS, paper

UNITS = {"甲": "党员: 9", "乙": "党员: 0", "丙": "{}"}
LISTS = {
    "甲": "村: [{名: 东, 户: 1, 状态: 整顿中}, {名: 西, 户: 2, 状态: 已转化}]",
    "乙": "村: [{名: 东, 户: 1, 状态: 整顿中}]",
    "丙": "村: []",
    "丁": "{}",
}

ROWS = {
    # a body and its units → the part, and how many units showed each outcome
    "条件": ("{% if 党员 > 3 %}多{% else %}少{% endif %}", UNITS, "if 取1 舍1 缺1"),
    "同一行两个条件": (
        "{% if 党员 > 3 %}多{% endif %}{% if 党员 == 0 %}无{% endif %}",
        UNITS,
        "if 取1 舍1 缺1 / if 取1 舍1 缺1",
    ),
    "条件里的条件": (
        "{% if 党员 > 0 %}{% if 党员 > 99 %}多{% else %}少{% endif %}{% elif 党员 == 0 %}无{% endif %}",
        UNITS,
        "if 取1 舍1 缺1 / if 取0 舍1 缺0 / if 取1 舍0 缺0",
    ),
    "循环": ("{% for 项 in 村 %}有。{% endfor %}", LISTS, "for 01 11 多1 缺1"),
    "可省的句子": ("甲[[，党员{{ 党员 | 量 }}]]。", UNITS, "[[ ]] 写2 未写1 / {{ }} 填2 待填0"),
    "填空": ("党员{{ 党员 | 量 }}。", UNITS, "{{ }} 填2 待填1"),
    "宏里的": (
        "{% macro 说(数) %}{{ 数 | 量 }}{% endmacro %}{{ 说(党员) }}{{ 说(党支部) }}",
        UNITS,
        "{{ }} 填2 待填3",
    ),
}

DEAD = {
    "取": ("{% if 党员 > 99 %}多{% else %}少{% endif %}", "取 党员 > 99"),
    "舍": ("{% if 党员 < 99 %}少{% else %}多{% endif %}", "舍 党员 < 99"),
    "没有另一边的": ("{% if 党员 < 99 %}少{% endif %}", ""),
    "循环": ("{% for 项 in 村 %}有{{ 项.名 }}。{% endfor %}", "每 村"),
    "句子": ("甲[[，女党员{{ 党员.女党员 }}名]]。", "写 ，女党员□名"),
    "填空": ("女党员{{ 党员.女党员 }}名。", "填 党员.女党员"),
    "都印过的": ("党员{{ 党员 }}名。", ""),
    "里面的不再说": ("{% if 党员 > 99 %}{% if 党支部 %}甲{% endif %}{% endif %}", "取 党员 > 99"),
}


@pytest.mark.parametrize("case", ROWS)
def test_how_many_units_showed_what(case: str) -> None:
    body, units, expected = ROWS[case]
    said = " / ".join(
        " ".join((row.part.site.kind, *(f"{name}{len(had)}" for name, had in row.units.items())))
        for row in covered(body, units).rows
        if row.part.site.line > 5
    )
    assert said == expected


@pytest.mark.parametrize("case", DEAD)
def test_what_no_draft_holds(case: str) -> None:
    body, expected = DEAD[case]
    found = covered(body, {name: text for name, text in UNITS.items() if name != "丙"})
    assert " / ".join(f"{dead.side} {dead.part.text}" for dead in found.dead) == expected


COVERS = {
    "一个够了": ("甲 甲乙 甲丙", "甲"),
    "各有各的": ("甲 乙 丙", "甲乙丙"),
    "逐个挑多一个": ("甲丁 乙丁 甲戊 乙戊 甲丁 乙戊 丙甲 丙乙", "甲乙"),
    "什么也没有": ("", ""),
}


@pytest.mark.parametrize("case", COVERS)
def test_the_smallest_set_of_units(case: str) -> None:
    shown, expected = COVERS[case]
    cover = smallest_cover(shown.split(), list("甲乙丙丁戊"))
    assert "".join(cover.units) == expected
    assert cover.smallest


def test_none_smaller_can_be_found_by_trying_all() -> None:
    dice = random.Random(6)
    for _ in range(200):
        units = [str(n) for n in range(dice.randint(1, 8))]
        shown = [dice.sample(units, dice.randint(1, len(units))) for _ in range(dice.randint(1, 9))]
        cover = smallest_cover(shown, units)
        assert all(set(having) & set(cover.units) for having in shown)
        for smaller in combinations(units, len(cover.units) - 1):
            assert not all(set(having) & set(smaller) for having in shown)


def test_every_slot_of_every_draft_is_a_part_of_its_template() -> None:
    for template, name in PAPERS:
        known = {part.site for part in anatomy(LIBRARY.template(template), LIBRARY).parts}
        for slot in paper(template, name).provenance.slots:
            beside = slot.kind in ("set", KIND)
            assert beside or site_of(slot) in known, (template, name, slot)
