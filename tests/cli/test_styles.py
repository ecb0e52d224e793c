"""What the commands say of styles: parameters with their clauses, and what a unit's style leaves."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from docgen.cli.program import program
from tests.samples import LIBRARY, ROOT


def said(*words: str) -> str:
    done = CliRunner().invoke(program, words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("id", LIBRARY.style_ids)
def test_every_parameter_is_told_with_its_clause_and_strength(id: str) -> None:
    told = json.loads(said("explain", "style", id, "--json"))
    assert [(one["key"], one["clause"], one["strength"]) for one in told["settings"]] == [
        (one.key, one.clause, one.strength) for one in LIBRARY.style(id).settings
    ]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("gbt9704",), ["上距 规定 7.2.4 35毫米", "首线 推荐 7.4.1 0.35毫米"]),
        (("党政机关公文格式",), ["gbt9704 党政机关公文格式"]),
        ((), ["gbt9704 党政机关公文格式"]),
        (("letter",), ["页码.首页 否 原为 是"]),
        (
            ("unit-example",),
            [
                "与 gbt9704 不同的：",
                "版心.行距 28磅 原为 28.95磅",
                "偏离国家标准规定的：",
                "页面.天头 35毫米 5.2.1 规定 37毫米",
            ],
        ),
    ],
)
def test_a_style_is_explained(words: tuple[str, ...], lines: list[str]) -> None:
    told = [" ".join(line.split()) for line in said("explain", "style", *words).split("\n")]
    assert [line for line in lines if line not in told] == []


@pytest.mark.parametrize("id", ["gbt9704", "letter", "briefing"])
def test_what_leaves_no_prescription_says_nothing_of_it(id: str) -> None:
    assert "偏离" not in said("explain", "样式", id)


def test_the_list_counts_what_a_style_leaves() -> None:
    rows = {
        line.split()[0]: line.split()[1:] for line in said("list", "styles").split("\n") if line
    }
    assert rows["letter"] == ["信函格式", "gbt9704"]
    assert rows["unit-example"] == ["单位样式（样板）", "gbt9704", "4处"]


@pytest.mark.parametrize(("style", "told"), [("unit-example", True), ("gbt9704", False)])
def test_a_draft_in_a_style_that_leaves_a_prescription_says_so(style, told, tmp_path) -> None:
    facts = ROOT / "data/counties/qinghe/baima/2025-h1.yaml"
    words = ("render", "work_report/half_year", str(facts), "--style", style, "-o", str(tmp_path))
    assert (
        "偏离国家标准的规定：页面.天头、页面.下白边、页面.订口、页面.切口" in said(*words)
    ) == told
