"""Our draft, edited by hand in an office, held against its facts on the command line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from docgen.cli.program import program
from docgen.finding import Level
from docgen.manuscript import manuscript_of
from docgen.render import render
from tests.review.test_against import against, edited
from tests.samples import LIBRARY, ROOT, paper, sample

REPORT = "work_report/half_year"
TOWN = "counties/qinghe/baima/2026-h1.yaml"
STREET = "counties/qinghe/chengguan/2026-h1.yaml"
SPOILT = [
    ("比上年同期增长9.4%", "比上年同期下降9.4%", TOWN, ("FIG022", "下降")),
    ("比上年同期增长9.4%", "比上年同期增长4.9%", TOWN, ("FIG022", "4.9%")),
    ("与上年同期持平", "比上年同期提高2个百分点", STREET, ("FIG022", "提高")),
    ("与上年同期持平，离95%的目标还差6.6个百分点", "超额完成目标", STREET, ("FIG023", "超额")),
    ("目前正在整顿", "目前已转化", STREET, ("FIG024", "已转化")),
    ("目前正在整顿", "目前完成整顿", STREET, ("FIG024", "完成整顿")),
    ("举办培训班4期", "首次举办培训班4期", STREET, ("FIG025", "首次举办")),
    ("新建社区活动场所【待填：阵地建设.新建】", "新建社区活动场所1处", STREET, ("FIG026", "1处")),
    ("离95%的目标还差", "离98%的目标还差", STREET, ("FIG021", "98%")),
    ("培训1860人次", "培训1680人次", STREET, ("FIG021", "1680人次")),
]


@pytest.mark.parametrize(("before", "after", "name", "expected"), SPOILT)
def test_one_thing_made_wrong_in_a_draft_of_ours_is_all_that_is_found(
    before: str, after: str, name: str, expected: tuple[str, str]
) -> None:
    whole = manuscript_of(paper(REPORT, name), name)
    assert against(whole, sample(name)) == []
    spoilt = edited(whole, before, after)
    assert spoilt.lines != whole.lines
    held = against(spoilt, sample(name))
    assert [(f.code, f.quote) for f in held] == [expected]
    assert held[0].level >= Level.DOUBT


def test_after_an_edit_the_command_lists_every_place_of_the_figure(tmp_path: Path) -> None:
    name = "counties/qinghe/qingshan/2026-h1.yaml"
    document = paper(REPORT, name)
    style = LIBRARY.style(document.meta.style)
    office = Document(BytesIO(render(document, "docx", style)))
    places = [number for number, one in enumerate(office.paragraphs, 1) if "78名" in one.text]
    assert len(places) > 1
    changed = office.paragraphs[places[0] - 1]
    (run,) = [one for one in changed.runs if "78名" in one.text][:1]
    run.text = run.text.replace("78名", "87名", 1)
    path = tmp_path / "汇报.docx"
    office.save(str(path))
    facts = str(ROOT / "data" / name)
    done = CliRunner().invoke(program, ["check", str(path), "--facts", facts])
    said = done.output.splitlines()
    assert said[0].startswith(f"{path}!第{places[0]}段: 疑似 FIG021 “87名”与台账不符")
    assert "台账“村干部”是78名；文稿里另有1处说到" in said[0]
    assert any("另见：" in line and f"{name}:33:" in line for line in said)
    assert any(f"另见：第{places[1]}段 " in line for line in said)
    assert said[-1] == "1份文稿：疑似1处"
