"""The report of a template in its forms."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import docx
import pytest

from docgen.audit.drafts import Given
from docgen.audit.report.blocks import Report, as_values
from docgen.audit.report.html import page
from docgen.audit.report.markdown import markdown, screen
from docgen.audit.report.sections import report_of
from docgen.audit.report.word import commented
from docgen.audit.survey import Survey, survey
from docgen.finding import Level
from docgen.ooxml.lint import lint_package
from docgen.ooxml.opening import W, open_package
from tests.audit.trial import TODAY, surveyed
from tests.batch.browser import NARROW, WIDE, browser
from tests.gate.office import convert
from tests.gate.sdk import sdk_errors
from tests.samples import FULL, LIBRARY, PAPERS, ROLLED, sample

STATIC = "outline slots spare deeds phrases findings".split()
TRIED = "coverage sensitivity draft-findings drafts samples".split()
ODD = "党员: 9\n单位: {名称: '<b>|*镇'}\n"


@cache
def half_year() -> Survey:
    """The half-year report, tried with the towns whose facts are all there, and one with few."""
    names = [*FULL[:4], "counties/qinghe/liushu/2026-h1.yaml"]
    given = [Given(sample(name).unit, sample(name), 200) for name in names]
    return survey(LIBRARY.template("work_report/half_year"), LIBRARY, TODAY, given)


def ids(report: Report) -> list[str]:
    return [section.id for section in report.sections]


def test_without_facts_it_says_what_is_missing() -> None:
    report = report_of(surveyed("党员{{ 党员 | 量 }}。"))
    assert ids(report) == [*(name for name in STATIC if name != "phrases"), "missing"]
    assert any(name == "没有做的" for name, _ in report.summary)


def test_with_facts_it_has_every_section() -> None:
    report = report_of(half_year())
    assert ids(report) == [*STATIC, *TRIED]
    assert len(report.summary) <= 20  # with its heading it fits a screen
    assert json.loads(json.dumps(as_values(report)))["title"] == report.title


@pytest.mark.parametrize("template", sorted(LIBRARY.templates))
def test_our_own_templates_have_nothing_wrong_or_doubtful(template: str) -> None:
    papers = [name for made, name in PAPERS if made == template][-2:]
    given = [Given(name, sample(name), 200) for name in papers if not name.endswith("rolled.yaml")]
    found = survey(LIBRARY.template(template), LIBRARY, TODAY, given)
    assert found.errors == ()
    assert [f for f in found.findings if f.level > Level.HINT] == []
    assert (
        found.tried is None
        or [r for r in found.tried.findings if r.finding.level > Level.HINT] == []
    )


def test_what_is_hostile_stays_text() -> None:
    report = report_of(surveyed("{{ 单位.名称 }}有党员{{ 党员 }}名。", {"<script>|甲": ODD}))
    shown = page(report).decode()
    assert "<script" not in shown
    assert "<b>|*镇" not in shown
    assert "&lt;b&gt;|*镇" in shown
    rows = [line for line in markdown(report).splitlines() if line.startswith("| ")]
    assert all(re.sub(r"\\\|", "", row).count("|") == row.replace("\\|", "").count("|") for row in rows)  # fmt: skip
    assert "\\<b\\>\\|\\*镇" in markdown(report)


def test_the_page_has_a_box_to_sign_that_is_empty() -> None:
    shown = page(report_of(half_year())).decode()
    box = shown[shown.index('<section id="sign">') :]
    assert re.findall(r"<td[^>]*>(.*?)</td>", box) == ["", "", ""]
    assert all(word in box for word in ("审核人", "日期", "意见"))
    assert markdown(report_of(half_year())).endswith("审核人：\n\n日期：\n\n意见：\n")


def test_the_terminal_has_a_line_for_every_row() -> None:
    told = list(screen(report_of(half_year())))
    assert any(line.startswith("    单位.名称｜名称｜待填｜第4行") for line in told)
    assert all("\n" not in line for line in told)


@cache
def county() -> Survey:
    """The county's report on what its units' facts come to, with a table and a chart."""
    given = [Given("清河县", sample(ROLLED), 200)]
    return survey(LIBRARY.template("work_report/county"), LIBRARY, TODAY, given)


def comments_of(found: Survey) -> list[tuple[str, str]]:
    """Each comment of the sample draft with the characters it is on, in the order of the page."""
    data = commented(report_of(found), found, LIBRARY)
    said = {str(one.comment_id): one.text for one in docx.Document(io.BytesIO(data)).comments}
    on: dict[str, str] = {}
    still: set[str] = set()
    for element in open_package(data, "").root.iter():
        name, number = str(element.tag).rpartition("}")[2], element.get(f"{{{W}}}id", "")
        if name == "commentRangeStart":
            on[number] = ""
            still.add(number)
        elif name == "commentRangeEnd":
            still.remove(number)
        elif name == "t":
            on |= {number: on[number] + (element.text or "") for number in still}
    assert sorted(on) == sorted(said)
    return [(on[number], said[number]) for number in on]


def test_comments_stand_at_what_they_concern() -> None:
    comments = comments_of(half_year())
    title, summary = comments[0]
    assert title.endswith("基层党建工作情况汇报")
    assert summary.startswith("模板审核报告：")
    assert "审核人：" in summary
    assert "work_report/half_year.md.j2:4\n事实：单位.名称" in comments[1][1]
    opening = next(said for on, said in comments if "现有党支部" in on)
    assert "work_report/half_year.md.j2:19" in opening
    assert "党支部.农村党支部" in opening
    assert "党支部 > 1 时" in opening


def test_tables_and_charts_have_comments_too() -> None:
    """Rows that one line of the template printed have one, at the first of them; what a chart
    draws is told at its caption, and a finding stands in the very cell."""
    told: dict[str, list[str]] = {}
    for on, said in comments_of(county()):
        told.setdefault(on, []).append(said)
    [header] = told["单位"]
    assert "事实：" not in header
    [rows] = told["白马镇"]
    assert rows.startswith("模板：work_report/county.md.j2:")
    assert "事实：各单位[].名、各单位[].党支部、各单位[].党员、" in rows
    assert [name for name in told if name in ("柳树乡", "青山镇", "合计")] == []
    finding, chart = told["图1　各乡镇（街道）村集体经济收入（单位：万元）"]
    assert finding.startswith("提示 CMP001")
    assert rows.startswith("模板：work_report/county.md.j2:")
    assert "事实：各单位[].名、各单位[].集体收入\n" in chart
    assert told["【待核实】"][0].startswith("提示 CMP001")


def test_word_and_libreoffice_take_the_comments(tmp_path: Path) -> None:
    files = [tmp_path / "镇.docx", tmp_path / "县.docx"]
    for file, found in zip(files, (half_year(), county()), strict=True):
        file.write_bytes(commented(report_of(found), found, LIBRARY))
        assert lint_package(file.read_bytes()) == ()
    assert sdk_errors(files) == {file: [] for file in files}
    assert set(convert(files, tmp_path)) == set(files)


def test_in_chromium_at_two_widths(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path / "审核.html"
    path.write_bytes(page(report_of(half_year())))
    with browser(tmp_path_factory.mktemp("chromium")) as chromium:
        for size in (WIDE, NARROW):
            chromium.open(path, size)
            assert chromium.logged() == []
            assert chromium.requests() == [path.resolve().as_uri()]
            wide, window = chromium.script(
                "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert wide <= window
            assert chromium.texts("nav a")[-1] == "审核意见"
            heads = chromium.script(
                "return getComputedStyle(document.querySelector('#slots thead')).display"
            )
            assert heads == ("table-header-group" if size is WIDE else "none")
