"""Style and form that disagree, and elements that no paper of the form has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen import source
from docgen.compose import compose
from docgen.drafts.fitting import forms_with, misfit, tight_mark, without_room
from docgen.facts import Facts, dictionary_of, facts_from
from docgen.finding import Level, format_finding
from docgen.library import Library
from docgen.library.styles import style_from_values

LIBRARY = Library()
REPORT = LIBRARY.template("work_report/half_year")
HEAD = "发文机关标志: [中共甲镇委员会], 发文字号: 甲党发〔2026〕3号"


def facts_of(paper: str = "") -> Facts:
    text = f"单位: {{名称: 甲镇}}\n文稿: {{期间: 2026年上半年, 日期: 2026-07-03{paper and f', {paper}'}}}\n"
    return facts_from([source.read_yaml(text, "稿.yaml")], dictionary_of(LIBRARY))[0]


def said(form: str, paper: str, asked: str = "", library: Library = LIBRARY) -> list[str]:
    """Place, message and what to do."""
    template, facts = replace(REPORT, form=form), facts_of(paper)
    document = compose(template, facts, library, style=asked)
    found = misfit(document, template, facts, library, asked)
    assert all(finding.level is Level.HINT for finding in found)
    return format_finding(found[0]).split("\n")[:2] if found else []


CASES = {
    "信函的样式，格式是文件": (
        "文件", "", "letter",
        ["--style: 提示 PRT002 样式“信函格式”排的是信函，这一篇的格式是文件",
         "       改法：要排成文件，用 --style gbt9704；要出信函，用格式是信函的模板（文首写 格式: 信函）"],
    ),
    "写在台账里的，指到那一行": (
        "文件", "样式: minutes", "",
        ["稿.yaml:2:40: 提示 PRT002 样式“纪要格式”排的是纪要，这一篇的格式是文件",
         "       改法：要排成文件，写 样式: gbt9704；要出纪要，用格式是纪要的模板（文首写 格式: 纪要）"],
    ),
    "信函套了头，样式是一般公文的": (
        "信函", HEAD, "",
        ["work_report/half_year: 提示 PRT002 样式“党政机关公文格式”排的是文件，这一篇的格式是信函",
         "       改法：要排成信函，模板文首写 样式: letter；要出文件，用格式是文件的模板（文首写 格式: 文件）"],
    ),
    "没有套头的信函，照一般公文排": ("信函", "", "", []),
    "格式相合": ("信函", HEAD, "letter", []),
    "讲话的大字，哪种格式都可以": ("文件", HEAD, "speech", []),
    "讲话照一般公文排": ("讲话", "密级: 秘密", "", []),
    "单位自己的样式，哪种格式都可以": ("纪要", HEAD, "unit-example", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_style_of_another_form_is_told_once(case: str) -> None:
    form, paper, asked, expected = CASES[case]
    assert said(form, paper, asked) == expected


def test_a_units_style_that_inherits_a_letters_is_a_letters() -> None:
    library = Library()
    library._styles["ours"] = style_from_values(
        "ours", {"继承": "letter", "名称": "本单位的函"}, library.style("letter")
    )
    assert said("文件", "", "ours", library)[0].endswith(
        "样式“本单位的函”排的是信函，这一篇的格式是文件"
    )
    assert said("信函", HEAD, "ours", library) == []


OFFICE = "清河县推进乡村振兴和农村人居环境整治工作领导小组办公室"
MARKS = {
    "十七个字，压扁一些就排得下": ("发文机关标志: [清河县人居环境整治工作领导小组]", []),
    "二十二个字，压到头了": (
        "发文机关标志: [清河县农村人居环境整治工作领导小组办公室]",
        ["稿.yaml:2:44: 提示 PRT003 发文机关标志“清河县农村人居环境整治工作领导小组办公室文件”有22个字，一行排不下："
         "字压扁到66%，字号由36磅减到30磅",
         "       改法：用规范化简称；能压到多扁，由样式的 发文机关标志.最小字宽 定"],
    ),
    "联合行文，有一家的太长": (
        f"发文机关标志: [清河县财政局, {OFFICE}]",
        [f"稿.yaml:2:44: 提示 PRT003 发文机关标志“{OFFICE}文件”有29个字，一行排不下："
         "字压扁到66%，字号由36磅减到22.5磅",
         "       改法：用规范化简称，或者只用主办机关的（各机关写在 署名）；"
         "能压到多扁，由样式的 发文机关标志.最小字宽 定"],
    ),
    "还没有填": ("发文字号: 甲党发〔2026〕3号", []),
    "没有套头": ("", []),
}  # fmt: skip


@pytest.mark.parametrize("case", MARKS)
def test_a_mark_narrowed_as_far_as_it_goes_is_told(case: str) -> None:
    paper, expected = MARKS[case]
    facts = facts_of(paper)
    document = compose(REPORT, facts, LIBRARY)
    found = tight_mark(document, facts, LIBRARY)
    assert [line for one in found for line in format_finding(one).split("\n")[:2]] == expected


@pytest.mark.parametrize(
    ("form", "paper", "names"),
    [
        ("文件", "出席: [镇长], 请假: [书记], 列席: 无", ["文稿.出席", "文稿.请假"]),
        ("纪要", "出席: [镇长], 请假: [书记]", []),
        # what another template of the library prints may be meant for that one
        ("文件", "总期号: 总第3期, 报: [市委]", []),
        ("讲话", "签发人: [×××], 附注: 此件公开, 用印: 印章, 附件: [名册]", []),
    ],
)  # fmt: skip
def test_elements_that_no_paper_of_the_form_has(form: str, paper: str, names: list[str]) -> None:
    template = replace(REPORT, form=form)
    assert without_room(template, facts_of(paper), LIBRARY, ()) == tuple(names)
    assert without_room(template, facts_of(paper), LIBRARY, names) == ()


def test_the_forms_that_have_an_element() -> None:
    assert forms_with("文稿.出席", LIBRARY) == ("纪要",)
    assert forms_with("文稿.抄送", LIBRARY) == ("文件", "信函", "纪要")
