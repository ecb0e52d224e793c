"""The report of a template in its forms."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from docgen.audit.drafts import Given
from docgen.audit.report.blocks import Report, as_values
from docgen.audit.report.html import page
from docgen.audit.report.markdown import markdown, screen
from docgen.audit.report.sections import report_of
from docgen.audit.report.word import commented
from docgen.audit.survey import Survey, survey
from docgen.finding import Level
from docgen.ooxml.opening import open_package
from docgen.ooxml.reading import paragraphs
from tests.audit.trial import TODAY, surveyed
from tests.batch.browser import NARROW, WIDE, browser
from tests.samples import FULL, LIBRARY, PAPERS, sample

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


def test_comments_stand_at_the_paragraphs_they_concern() -> None:
    found = half_year()
    data = commented(report_of(found), found, LIBRARY)
    package = open_package(data, "")
    text = package.part("word/comments.xml").decode()
    comments = ["\n".join(re.findall(r"<w:t[^>]*>(.*?)</w:t>", one)) for one in text.split("<w:comment ")[1:]]  # fmt: skip
    assert found.tried is not None
    fullest = found.tried.drafts.fullest
    assert fullest is not None
    read = paragraphs(data)
    assert next(p.text for p in read if p.text).endswith("基层党建工作情况汇报")
    assert comments[0].startswith("模板审核报告：")
    assert "审核人：" in comments[0]
    marks = {
        number: paragraph.text
        for paragraph in read
        for number in re.findall(r'commentReference w:id="(\d+)"', _xml(paragraph.element))
    }
    assert len(marks) == len(comments)
    opening = next(n for n, text in marks.items() if "现有党支部" in text)
    assert "work_report/half_year.md.j2:19" in comments[int(opening)]
    assert "党支部.农村党支部" in comments[int(opening)]
    assert "党支部 &gt; 1 时" in comments[int(opening)]


def _xml(element: object) -> str:
    from lxml import etree  # noqa: PLC0415

    return re.sub(r"ns\d+:", "w:", etree.tostring(element).decode())  # type: ignore[call-overload]


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
