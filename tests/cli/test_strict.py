"""--strict: a complete draft is written, and with any one fact taken out nothing is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli.program import program
from tests.samples import ROOT

COUNTY = ROOT / "data/counties/qinghe"

REMOVED = {
    "什么也没拿掉": ("", ""),
    "一个台账数": ("入党积极分子: ", "xx: "),
    "一组里的一个数": ("户数: ", "xx: "),
    "其中的一项": ("女党员: ", "xx: "),
    "一条打算": ("打算: ", "xx: "),
    "成文日期": ("日期: ", "xx: "),
    "上级": ("上级: ", "xx: "),
}


@pytest.mark.parametrize("name", REMOVED)
def test_nothing_is_written_when_a_fact_is_missing(name: str, tmp_path: Path) -> None:
    county = tmp_path / "qinghe"
    shutil.copytree(COUNTY, county)
    old, new = REMOVED[name]
    if old:
        changed = 0
        for path in (county / "_common.yaml", county / "qingshan/2026-h1.yaml"):
            text = path.read_text("utf-8")
            changed += text.count(old)
            path.write_text(text.replace(old, new, 1), "utf-8")
        assert changed >= 1
    out = tmp_path / "out"
    out.mkdir()
    arguments = ["render", str(county / "qingshan/2026-h1.yaml"), "-o", str(out), "--strict"]
    done = CliRunner().invoke(program, arguments)
    if old:
        assert (done.exit_code, list(out.iterdir())) == (1, []), done.output
    else:
        assert done.exit_code == 0, done.output
        assert [path.suffix for path in out.iterdir() if path.is_file()] == [".docx"]
