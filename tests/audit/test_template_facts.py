"""Measure words behind slots, constants that are facts, and phrases with gaps."""

from __future__ import annotations

from datetime import date

import pytest

from docgen.audit.measures import check_measures
from docgen.audit.validity import validity
from docgen.finding import Level
from docgen.library.snippets import snippet_from
from tests.audit.trial import surveyed
from tests.compose.small import library, template
from tests.samples import LIBRARY

MEASURES = {
    # a body → level, what is quoted
    "单位不同": ("投资{{ 投资 }}亿元。", "必错 {{ 投资 }}亿元"),
    "单位写重": ("投资{{ 投资 }}万元。", "必错 {{ 投资 }}万元"),
    "换算了又写": ("投资{{ 投资 | 亿元 }}亿元。", "必错 {{ 投资 | 亿元 }}亿元"),
    "量词写重": ("党员{{ 党员 | 量 }}名。", "必错 {{ 党员 | 量 }}名"),
    "量词不对": ("党员{{ 党员 }}户。", "疑似 {{ 党员 }}户"),
    "百分号写重": ("占{{ 覆盖率 }}%。", "必错 {{ 覆盖率 }}%"),
    "面积": ("面积{{ 概况.面积 }}亩。", "必错 {{ 概况.面积 }}亩"),
    "对的": ("党员{{ 党员 }}名，投资{{ 投资 }}，占{{ 覆盖率 }}，{{ 党员 | 量 }}。", ""),
    "量词的同义": ("党员{{ 党员 }}人。", ""),
    "换算": ("投资{{ 投资 | 亿元 }}，面积{{ 概况.面积 }}。", ""),
    "后面是别的词": ("辖{{ 概况.行政村 | 量 }}村庄，{{ 党员 }}、{{ 党员 }}。", ""),
    "不是一个数": ("{{ 党员 | 其中('女党员') }}名。", ""),
    "汉字": ("{{ 概况.行政村 | 汉字 }}个村。", ""),
}


@pytest.mark.parametrize("case", MEASURES)
def test_measure_words_behind_slots(case: str) -> None:
    body, expected = MEASURES[case]
    found = check_measures(template(body), library())
    assert " / ".join(f"{f.level.label} {f.quote}" for f in found) == expected


@pytest.mark.parametrize("name", LIBRARY.templates)
def test_our_own_templates_have_none(name: str) -> None:
    assert not check_measures(LIBRARY.template(name), LIBRARY)


CONSTANTS = {
    "名称": ("清河县的青山镇有党员{{ 党员 }}名。", ["青山镇"]),
    "引号里的数": ("开展“36计划”。", ["36"]),
    "别的名称": ("石桥村有党员{{ 党员 }}名。", []),
    "数的一部分": ("开展“1360计划”。", []),
    "填空": ("{{ 单位.名称 }}有党员{{ 党员 }}名。", []),
}


@pytest.mark.parametrize("case", CONSTANTS)
def test_constants_that_are_facts(case: str) -> None:
    body, expected = CONSTANTS[case]
    units = {"青山镇": "单位: {名称: 青山镇}\n党员: 36\n"}
    found = [f for f in surveyed(body, units).findings if f.code == "TPL009"]
    assert [f.quote for f in found] == expected
    assert all(f.level is Level.HINT for f in found)


def test_days_that_no_version_covers_and_times_that_say_nothing() -> None:
    snippet = snippet_from(
        {
            "名称": "试",
            "说明": "试",
            "版本": [
                {"起": "2001-01-01", "止": "2004-12-31", "文本": ""},
                {"起": "2006-01-01", "止": "2010-12-31", "文本": "甲", "依据": ["试"]},
                {"起": "2011-01-01", "文本": "乙", "依据": ["试"]},
            ],
        },
        "试.yaml",
    )
    shelf = type(LIBRARY)()
    vars(shelf)["snippets"] = {**LIBRARY.snippets, "试": snippet}
    made = LIBRARY.template("work_report/half_year")
    made = type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"body": '{{ 提法("试") }}'})  # fmt: skip
    row = validity(made, shelf, date(2026, 7, 1))[0]
    assert list(map(str, row.gaps)) == ["2000-01-01至2000-12-31", "2005-01-01至2005-12-31"]
    assert list(map(str, row.silent)) == ["2001-01-01至2004-12-31"]
    assert (row.now, row.places) == ("乙", (("work_report/half_year", made.line),))
