"""What the dictionary says of the county: 权, 汇自, 来自, 汇出 hold together, and no unit is asked
for what only the roll-up makes."""

from __future__ import annotations

import re

import pytest

from docgen.errors import LibraryError
from docgen.facts import dictionary_from
from docgen.facts.dictionary import addends
from docgen.facts.skeleton import skeleton
from docgen.facts.workbook import form_layout
from tests.samples import DICTIONARY

ENTRIES = tuple(DICTIONARY.walk())


def test_every_mean_says_what_it_is_weighed_by() -> None:
    means = [entry for entry in ENTRIES if entry.rollup == "加权平均"]
    assert len(means) >= 9
    assert [entry.path for entry in means if not entry.weights] == []
    weights = {path for e in means for choice in e.weights for path in addends(choice)}
    counted = [DICTIONARY.find(path) for path in sorted(weights)]
    assert [e.path for e in counted if e is not None and e.kind != "计数"] == []
    assert None not in counted


def test_a_field_of_the_units_is_what_its_fact_is() -> None:
    fields = [entry for entry in ENTRIES if entry.taken]
    assert len(fields) == 16
    for field in fields:
        source = DICTIONARY.find(field.taken)
        assert source is not None
        assert (field.kind, field.measure, field.unit) == (source.kind, source.measure, source.unit)
        assert field.optional or field.name == "名"


def test_lists_told_one_after_another_say_whose_a_record_is() -> None:
    lists = [entry for entry in ENTRIES if entry.rollup == "列举" and entry.members]
    assert len(lists) == 8
    assert [entry.path for entry in lists if "来自" not in entry.members] == []
    assert all(entry.members["来自"].derived for entry in lists)


def test_nobody_is_asked_for_what_the_roll_up_makes() -> None:
    asked = ("各单位", "未报单位", "后进村", "党员")
    layout = form_layout(DICTIONARY, asked, many=False, derived=False)
    columns = [line.entry.path for sheet in layout.lists for line in sheet.columns]
    assert "后进村.村" in columns
    assert [path for path in columns if path.endswith(".来自") or path.startswith("各单位")] == []
    text = skeleton(DICTIONARY, asked)
    assert "后进村:" in text
    assert re.findall("来自|各单位|未报单位", text) == []


def test_what_is_filled_in_is_kept_in_a_form() -> None:
    layout = form_layout(DICTIONARY, ("各单位", "后进村"), many=False)
    assert [sheet.name for sheet in layout.lists] == ["后进村", "各单位"]
    assert any(line.entry.name == "来自" for line in layout.lists[0].columns)


@pytest.mark.parametrize("key", ["权", "汇自"])
def test_a_name_that_there_is_none_of_is_said(key: str) -> None:
    values = {"户": {"类型": "小数", "汇总": "加权平均", key: "人口"}}
    with pytest.raises(LibraryError, match=re.escape("“户”里写的“人口”不在数据字典里")) as caught:
        dictionary_from({"甲.yaml": values})
    assert caught.value.where == "甲.yaml"
