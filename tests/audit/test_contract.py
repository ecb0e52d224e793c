"""How two templates differ in what they ask and say, as a table of bodies and terms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from docgen.audit.contract import Side, contract_diff
from docgen.audit.redlines.listing import items, plain, shortened
from docgen.library import Library
from tests.compose.small import library, template

PLAIN = "现有党员{{ 党员 | 量 }}。"

# old body, new body, (group, shift, name, old, new) of each term
CASES = [
    (PLAIN, PLAIN, []),
    (
        PLAIN,
        PLAIN + "党支部{{ 党支部 | 量 }}。",
        [("填空", "新增", "党支部", "", "必填，计数（个）")],
    ),
    (
        PLAIN + "投资{{ 投资 | 量 }}。",
        PLAIN,
        [("填空", "去掉", "投资", "必填，金额（万元）", "")],
    ),
    (
        PLAIN + "有[[女党员{{ 党员.女党员 | 量 }}]]。",
        PLAIN + "有女党员{{ 党员.女党员 | 量 }}。",
        [
            ("填空", "变为必填", "党员.女党员", "可缺，计数（名）", "必填，计数（名）"),
            ("可省的话", "去掉", "[[女党员□]]", "", ""),
        ],
    ),
    (
        PLAIN + "有女党员{{ 党员.女党员 | 量 }}。",
        PLAIN + "有[[女党员{{ 党员.女党员 | 量 }}]]。",
        [
            ("填空", "变为可缺", "党员.女党员", "必填，计数（名）", "可缺，计数（名）"),
            ("可省的话", "新增", "[[女党员□]]", "", ""),
        ],
    ),
    (
        PLAIN,
        "现有党员{{ 党员 | 较上期 }}。",
        [("填空", "写法变了", "党员", "党员 | 量", "党员 | 较上期")],
    ),
    (
        PLAIN,
        PLAIN + "{% if 党员 > 500 %}党员较多。{% endif %}",
        [("条件", "新增", "党员 > 500", "", "")],
    ),
    (
        PLAIN + "{% if 党员 > 500 %}党员较多。{% endif %}",
        PLAIN + "{% if 党员 > 600 %}党员较多。{% endif %}",
        [
            ("条件", "新增", "党员 > 600", "", ""),
            ("条件", "去掉", "党员 > 500", "", ""),
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "terms"), CASES)
def test_terms(old: str, new: str, terms: list[tuple[str, ...]]) -> None:
    found = contract_diff(Side(template(old), library()), Side(template(new), library()))
    assert [term[:5] for term in found.terms] == terms
    assert found.changed is (old != new)
    assert (found.headline() == "没有不同") is (old == new)


def test_own_words_are_compared_with_slots_in_brackets() -> None:
    old, new = template(PLAIN), template("目前有党员{{ 党员 | 量 }}。")
    found = contract_diff(Side(old, library()), Side(new, library()))
    assert [plain(shortened(item.words)) for item in items(found.words)] == [
        "〔-现-〕〔+目前+〕有党员〔党员 | 量〕。"
    ]


def test_front_matter() -> None:
    old = template(PLAIN)
    new = replace(old, name="新名称", outward=not old.outward, list_style="首先")
    found = contract_diff(Side(old, library()), Side(new, library()))
    assert [(term.group, term.name, term.new) for term in found.terms] == [
        ("文首", "名称", "新名称"),
        ("文首", "列法", "首先"),
        ("文首", "外发", "否" if old.outward else "是"),
    ]


def test_wordings_of_two_libraries(tmp_path: Path) -> None:
    """A topic that both use is worded otherwise in the library that lies over the built-in one."""
    built_in = Library()
    name = "snippets/guidance.yaml"
    text = (built_in.roots[-1] / name).read_text("utf-8")
    folder = tmp_path / "snippets"
    folder.mkdir()
    wording = "以习近平新时代中国特色社会主义思想为指导"
    assert wording in text
    (folder / "guidance.yaml").write_text(text.replace(wording, f"坚持{wording}"), encoding="utf-8")
    other = Library((tmp_path,))
    made = built_in.template("work_report/half_year")
    found = contract_diff(Side(made, built_in), Side(made, other))
    told = [(term.group, term.shift, term.name) for term in found.terms]
    assert set(told) == {("提法", "变了", "指导思想")}
    assert any(term.new.startswith("加了：2017-10-24起") for term in found.terms)
    assert any(term.old.startswith("没有了：2017-10-24起") for term in found.terms)
