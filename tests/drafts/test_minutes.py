"""A project with a template for minutes (纪要): the number of its papers needs no organ's word."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.document import lines
from docgen.drafts.checked import checked_units
from docgen.library import Library
from docgen.read import read_text

FILES = {
    "templates/minutes/genre.yaml": "名称: 纪要\n样式: minutes\n格式: 纪要\n部分:\n  - {名: 议定}\n",
    "templates/minutes/party.md.j2": "---\n名称: 党委会议纪要\n标题: 青山镇党委会议纪要\n---\n会议议定以下事项。\n",
    "a.yaml": "文稿: {%s期间: 2026年上半年, 日期: 2026-07-03, 发文字号: 〔2026〕5号, 发文机关标志: [会议纪要]}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("named", "codes"),
    [
        ("模板: party, ", []),
        ("", []),  # the template comes with the command
        ("模板: half_year, ", ["FCT148"]),
    ],
)
def test_the_number_of_minutes_is_no_slip(project: Path, named: str, codes: list[str]) -> None:
    path = project / "a.yaml"
    path.write_text(FILES["a.yaml"] % named, "utf-8")
    [(_, found)] = checked_units(path, Library([project]))
    assert [finding.code for finding in found] == codes
    [(_, found)] = checked_units(path, Library())
    assert "FCT148" in [finding.code for finding in found]  # no template of minutes at all


def test_the_number_is_read_back(project: Path) -> None:
    path, library = project / "a.yaml", Library([project])
    path.write_text(FILES["a.yaml"] % "", "utf-8")
    [(facts, _)] = checked_units(path, library)
    document = compose(library.template("party"), facts, library)
    draft = read_text("\n".join(lines(document)))
    roles = {line.text: line.role for line in draft.lines}
    assert roles["〔2026〕5号"] == "masthead"
