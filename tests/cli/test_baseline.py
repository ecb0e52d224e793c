"""A baseline is written over a baseline only."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from docgen.cli.program import program

DRAFT = "关于工作情况的报告\n\n各村布署了工作。\n"


def test_a_file_that_is_no_baseline_stays(tmp_path: Path) -> None:
    draft, other = tmp_path / "稿.txt", tmp_path / "别的稿.txt"
    for path in (draft, other):
        path.write_text(DRAFT, "utf-8")
    asked = ["check", str(draft), "--write-baseline", "--baseline"]
    done = CliRunner().invoke(program, [*asked, str(other)])
    assert done.exit_code
    assert "不是基线" in done.output
    assert other.read_text("utf-8") == DRAFT

    baseline = tmp_path / "基线"
    for _ in range(2):
        assert CliRunner().invoke(program, [*asked, str(baseline)]).exit_code == 0
    assert "WRD001" in baseline.read_text("utf-8")
