"""Facts that may be left out: slots that leave a hole in a sentence, branches taken by mistake."""

from __future__ import annotations

import pytest

from docgen.audit.optional import check_optional
from docgen.document import plain, walk
from docgen.finding import Level
from tests.compose.small import compose_body, library, template

BARE = {
    # a body whose first line is line 6 → 行 名称：句子
    "句子中间": ("全镇有自然村{{ 概况.自然村 | 量 }}，党员{{ 党员 | 量 }}。", ["6 概况.自然村"]),
    "句末": ("甲。\n现有村干部{{ 村干部 | 量 }}。", ["7 村干部"]),
    "只有填空，句号在外面": ("甲。{{ 单位.简介 | 无句号 }}。", ["6 单位.简介"]),
    "整句的填空接在半句后面": ("原因是{{ 单位.简介 | 句 }}", ["6 单位.简介"]),
    "列表": ("获{{ 荣誉 | 并列 }}称号。", ["6 荣誉"]),
    "几项都可以不填": ("其他{{ 概况 | 列数('自然村') }}。", ["6 概况.自然村"]),
    "宏里的": (
        "{% macro 说(数) %}有{{ 数 | 量 }}。{% endmacro %}{{ 说(村干部) }}{{ 说(党员) }}",
        ["6 村干部"],
    ),
    "循环里的一栏": (
        "{% for 项 in 工作 %}说的是{{ 项.正文 | 无句号 }}。{% endfor %}",
        ["6 工作.正文"],
    ),
    "两个名称都可以不填": ("是{{ 单位.简介 or 村干部 }}。", ["6 村干部"]),
    "有一个必填就不缺": ("是{{ 单位.简介 or 党员 }}。", []),
    "有一项必填就不缺": ("辖{{ 概况 | 列数('行政村', '自然村') }}。", []),
    "必填的": ("党员{{ 党员 | 量 }}。", []),
    "括起来的": ("甲[[，村干部{{ 村干部 | 量 }}]]。", []),
    "括起来的宏": (
        "{% macro 说() %}有{{ 村干部 | 量 }}{% endmacro %}甲[[，{{ 说() }}]]。",
        [],
    ),
    "看了它的条件": ("{% if 村干部 > 0 %}村干部{{ 村干部 | 量 }}。{% endif %}", []),
    "看了它的宏": (
        "{% macro 说(数) %}有{{ 数 | 量 }}。{% endmacro %}{% if 村干部 %}{{ 说(村干部) }}{% endif %}",
        [],
    ),
    "看了别的条件": ("{% if 党员 %}村干部{{ 村干部 | 量 }}。{% endif %}", ["6 村干部"]),
    "循环": ("{% for 项 in 荣誉 %}获{{ 项.名 }}。{% endfor %}", []),
    "自成一句": ("甲。{{ 单位.简介 | 句 }}\n\n{{ 单位.简介 }}\n\n乙。", []),
    "个数总有": ("荣誉{{ 荣誉 | 个数 }}项。", []),
}

BRANCHES = {
    "为零的另一边": ("{% if 村干部 == 0 %}没有{% else %}有{% endif %}", "村干部 == 0"),
    "大于零的另一边": ("{% if 村干部 > 0 %}有{% else %}没有{% endif %}", "村干部 > 0"),
    "倒着写": ("{% if 0 < 村干部 %}有{% else %}没有{% endif %}", "村干部 > 0"),
    "中间的一边": (
        "{% if 党员 == 9 %}甲{% elif 村干部 > 3 %}多{% else %}少{% endif %}",
        "村干部 > 3",
    ),
    "不为零的这一边": ("{% if 村干部 != 0 %}有{% endif %}", "村干部 != 0"),
    "没有另一边": ("{% if 村干部 > 0 %}有{% endif %}", ""),
    "另一边也看它": ("{% if 村干部 == 0 %}没有{% elif 村干部 %}有{% endif %}", ""),
    "先看了它": ("{% if 村干部 %}{% if 村干部 > 3 %}多{% else %}少{% endif %}{% endif %}", ""),
    "先看了没有": ("{% if not 村干部 %}{% elif 村干部 > 3 %}多{% else %}少{% endif %}", ""),
    "必填的": ("{% if 党员 == 0 %}没有{% else %}有{% endif %}", ""),
    "另一边留待填": ('{% if 村干部 > 0 %}有{% else %}{{ 缺("村干部") }}{% endif %}', ""),
    "另一边只是一横": ("{% if 村干部 == 0 %}没有{% else %}——{% endif %}", ""),
    "列表的个数": ("{% if 荣誉 | 个数 == 0 %}没有{% else %}有{% endif %}", ""),
}


@pytest.mark.parametrize("name", BARE)
def test_bare_slots(name: str) -> None:
    body, expected = BARE[name]
    findings = check_optional(template(body), library())
    assert all(f.level is Level.DOUBT and f.code == "TPL006" for f in findings)
    assert all("[[ ]]" in f.hint for f in findings)
    said = [f"{f.place.line} {f.message.partition('”')[0].removeprefix('“')}" for f in findings]
    assert said == expected


@pytest.mark.parametrize("name", BRANCHES)
def test_the_branch_of_an_absent_fact(name: str) -> None:
    body, test = BRANCHES[name]
    findings = check_optional(template(body), library())
    assert [(f.code, f.quote) for f in findings] == ([("TPL007", test)] if test else [])
    assert all("{% if 村干部 %}" in f.hint for f in findings)


@pytest.mark.parametrize("name", [name for name, (_, test) in BRANCHES.items() if test])
def test_so_it_reads_when_nobody_filled_it_in(name: str) -> None:
    """What the finding says is so: something is printed although the fact is not there."""
    document = compose_body(BRANCHES[name][0], "党员: 5")
    assert "".join(map(plain, walk(document))) not in ("", "报告")
