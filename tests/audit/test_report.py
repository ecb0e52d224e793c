"""The report of a template in its forms."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from docgen.audit.drafts import Given
from docgen.audit.report.blocks import Beside, Block, Report, Under, Words, as_values
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
TRIED = "coverage sensitivity draft-findings drafts alike samples".split()
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


FRAME = (
    "全镇上下把建强基层组织作为根本，逐个支部摸清底数，逐条列出清单，逐件明确责任，"
    "坚持月调度、季通报、半年评，谁的问题谁负责，办结一件销一件，办不结的说明缘由。"
)
"""What the template says."""
COPIED = (
    "河西片三个村的灌渠年久失修，镇里把党员编成四个组，白天下渠清淤，夜里轮流看水，前后干了"
    "四十天，水头送到了最远的沙坝组；群众说，渠通了心也通了，往年为水红脸的两家人如今同喝一渠水，"
    "村里还商定了分水的日子和先后，写在渠首的石头上，谁也不用再半夜起来抢水，也不用再找村干部评理，"
    "到了秋后再合计一次，哪一段漏水就先补哪一段，补渠的工各组轮着出，记在渠首的牌子上。"
)
"""What one town took from another."""
OWN = [
    "茶园老梗重修，补栽新苗。",
    "集镇农贸市场摊位抽签排定。",
    "养老院换了灶台，添了床位。",
    "学校后山的护坡砌到了顶。",
    "卫生室夜里也有人值守。",
]


def drafted(*texts: str) -> Survey:
    """A template of one sentence, and what each unit wrote itself."""
    units = {
        name: f"单位: {{名称: {name}}}\n工作: [{{题: 抓实事, 正文: {text}}}]\n"
        for name, text in zip("甲镇 乙镇 丙镇 丁镇 戊镇".split(), texts, strict=False)
    }
    body = f"{FRAME}\n\n{{% for 项 in 工作 %}}\n## {{{{ 项.题 }}}}\n\n{{{{ 项.正文 | 句 }}}}\n{{% endfor %}}"
    return surveyed(body, units)


def alike(found: Survey) -> list[Block]:
    [section] = [section for section in report_of(found).sections if section.id == "alike"]
    return list(section.blocks[1:])


def test_what_drafts_share_is_shown_beside_each_other() -> None:
    """What most units say is the template's and told once; of few units nobody can tell."""
    mine, theirs = COPIED, f"前些年{COPIED}"
    common, (said, _), heading, pair, beside = alike(drafted(mine, theirs, *OWN[2:]))  # type: ignore[misc]
    assert common == Under("超过一半单位都有的话，最长的几处（照乙镇的稿）")
    assert said == (FRAME,)
    assert heading == Under("除去这些，最像的几份")
    assert pair == Words("乙镇、甲镇：相同的话占乙镇的97%、甲镇的98%，最长的几处：")
    row = (("前些年", COPIED, ""), ("", COPIED, ""))
    assert beside == Beside(("乙镇", "甲镇"), (row,))
    assert alike(drafted(*OWN))[-1] == Words("没有相像的两份。")
    [heading, pair, beside] = alike(drafted(mine, theirs))
    assert heading == Under("最像的几份")
    assert FRAME in [row[0][1] for row in beside.rows]  # type: ignore[union-attr]
    assert "alike" not in ids(report_of(drafted(mine)))


def test_what_drafts_share_is_marked_in_every_form() -> None:
    found = drafted(COPIED, f"前些年{COPIED}", *OWN[2:])
    report = report_of(found)
    cell = f'<td data-name="乙镇"><div>前些年<mark>{COPIED}</mark></div></td>'
    assert cell in page(report).decode()
    assert f"| 前些年**{COPIED}** | **{COPIED}** |" in markdown(report)
    assert f"    乙镇｜前些年{COPIED}" in list(screen(report))
    assert [f"前些年{COPIED}", COPIED] in _rows(as_values(report))
    comments = comments_of(found)
    assert (f"前些年{COPIED}", f"与甲镇的稿相同，那里写的是：{COPIED}") in comments
    assert "最像的几份：\n乙镇、甲镇：相同的话占" in comments[0][1]


def _rows(values: dict[str, Any]) -> list[list[str]]:
    blocks = (block for section in values["sections"] for block in section["blocks"])
    return [row for block in blocks for row in block.get("rows", ())]


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


def test_a_title_that_is_broken_has_its_comment() -> None:
    given = [Given("滨江街道", sample("counties/qinghe/binjiang/2026-h1.yaml"), 200)]
    found = survey(LIBRARY.template("work_report/half_year"), LIBRARY, TODAY, given)
    said = [text for _, text in comments_of(found)]
    assert sum(text.startswith("模板审核报告：") for text in said) == 1
    assert said.count("模板：格式“文件”\n事实：单位.发文机关标志[1]") == 1
    assert said.count("模板：work_report/half_year.md.j2:4\n事实：单位.名称、文稿.期间") == 1


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
