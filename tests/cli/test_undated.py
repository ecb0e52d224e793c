"""Facts without any day: check says what render would refuse, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli.program import program

REFUSED = "不知道文稿的日期"
CASES = {
    "什么日子也没有": ("模板: half_year", True),
    "待填": ("模板: half_year, 期间: 待填, 日期: 待填", True),
    "空着": ("模板: half_year, 期间: , 日期: ", True),
    "只有期间": ("期间: 2026年上半年", False),
    "只有时点": ("时点: 2026-06-30", False),
    "只有日期": ("日期: 2026-07-03", False),
}


@pytest.mark.parametrize("case", CASES)
def test_check_says_so_when_render_would_refuse(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (paper, refused), name = CASES[case], "甲.yaml"
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(f"单位: {{名称: 甲镇}}\n文稿: {{{paper}}}\n党员: 1126\n", "utf-8")
    made = CliRunner().invoke(program, ("render", "half_year", name, "-o", "稿"))
    told = CliRunner().invoke(program, ("check", name))
    assert (REFUSED in made.output) is refused
    assert (f"甲.yaml:2:5: 疑似 FCT152 {REFUSED}" in told.output) is refused
    made = CliRunner().invoke(program, ("render", "half_year", name, "--date", "2026-07-03"))
    assert REFUSED not in made.output


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unit.yaml", "单位: {名称: 甲镇}\n"),  # lies under others
        ("_common.yaml", "单位: {县: 甲县}\n"),
        ("甲.yaml", "单位: {名称: 甲镇}\n"),  # nothing filled in: FCT111
        ("甲.yaml", "文稿: {期间: 二六年上}\n党员: 1126\n"),  # FCT008 says it
    ],
)
def test_what_makes_no_paper_or_is_told_already(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, "utf-8")
    assert "FCT152" not in CliRunner().invoke(program, ("check", name)).output
