"""Names that a template calls something by: what composing would stop at is found beforehand."""

from __future__ import annotations

import pytest

from docgen.audit.calls import check_calls
from docgen.audit.templates import check_template
from docgen.errors import TemplateError
from docgen.finding import Level
from docgen.library.templates import template_from
from tests.compose.small import library, template
from tests.samples import LIBRARY

FOUND = {
    # a body whose first line is line 6 → 行 代码 说什么 | 改法
    "套话没有这个题目": (
        '甲。\n{{ 套话("打算引人") }}要走访。',
        ["7 TPL002 没有名为“打算引人”的套话 | 是不是“打算引入”"],
    ),
    "套话不合文种": (
        '{{ 套话("讲话号召") }}',
        ["6 TPL002 套话“讲话号召”只用于讲话稿，不用于报告 | 报告可用：不足引入、打算引入"],
    ),
    "提法当成套话": (
        '{{ 套话("指导思想") }}',
        ["6 TPL002 没有名为“指导思想”的套话 | “指导思想”是提法，写 提法(…)"],
    ),
    "提法没有这个题目": (
        '坚持{{ 提法("指导思相") }}。',
        ["6 TPL002 没有名为“指导思相”的提法 | 是不是“指导思想”"],
    ),
    "不走的一边也查": (
        '{% if 党员 > 9 %}甲{% else %}{{ 提法("指导思相") }}{% endif %}',
        ["6 TPL002 没有名为“指导思相”的提法 | 是不是“指导思想”"],
    ),
    "条件里的也查": (
        '{% if 提法("指导思相") %}甲{% endif %}',
        ["6 TPL002 没有名为“指导思相”的提法 | 是不是“指导思想”"],
    ),
    "宏里的也查": (
        '{% macro 说() %}{{ 提法("指导思相") }}{% endmacro %}\n{{ 说() }}{{ 说() }}',
        ["6 TPL002 没有名为“指导思相”的提法 | 是不是“指导思想”"],
    ),
    "列式": (
        '{{ 列式("（1）") }}\n- 甲',
        ["6 TPL002 没有“（1）”这种列法 | 可用：一是、首先、一方面、（一）、1.、段"],
    ),
    "列述": (
        '{{ 条 | 列述("其一") }}',
        ["6 TPL002 没有“其一”这种列法 | 可用：一是、首先、一方面、（一）、1.、段"],
    ),
    "列法由台账定": ("{% for 项 in 工作 %}{{ 列式(项.层次) }}{% endfor %}", []),
    "满足": (
        '{{ 村 | 满足("状况", "整顿中") | 并列 }}',
        ["6 TPL003 “村”里没有登记“状况” | 是不是“状态”"],
    ),
    "满足的第二个是值": ('{{ 村 | 满足("状态", "整顿中") | 并列 }}', []),
    "分组看每一个": (
        '{% for 组 in 村 | 分组("状态", "镇") %}甲{% endfor %}',
        ["6 TPL003 “村”里没有登记“镇” | 可用：名、户、状态、症结"],
    ),
    "逐项接在满足后面": (
        '{{ 村 | 满足("状态", "整顿中") | 逐项("状太") | 并列 }}',
        ["6 TPL003 “村”里没有登记“状太” | 是不是“状态”"],
    ),
    "循环里的一条": (
        '{% for 项 in 工作 %}{{ 项.要点 | 逐项("主体") | 并列 }}{% endfor %}',
        ["6 TPL003 “工作.要点”里没有登记“主体” | 是不是“主题”"],
    ),
    "列数": (
        '{{ 概况 | 列数("行政村", "自燃村") }}',
        ["6 TPL003 “概况”里没有登记“自燃村” | 是不是“自然村”"],
    ),
    "其中、分为、分别": (
        '{{ 党员 | 其中("女党") }}\n{{ 党支部 | 分为("农村支部") }}\n{{ 党支部 | 分别("机关支部") }}',
        [
            "6 TPL003 “党员”里没有登记“女党” | 是不是“女党员”",
            "7 TPL003 “党支部”里没有登记“农村支部” | 是不是“农村党支部”",
            "8 TPL003 “党支部”里没有登记“机关支部” | 是不是“机关党支部”",
        ],
    ),
    "指标": (
        '{{ 概况 | 指标("面基") }}',
        ["6 TPL003 “概况”里没有登记“面基” | 是不是“面积”"],
    ),
    "套话两处说一样的话": (
        '{{ 套话("打算引入") }}要甲。\n\n{{ 套话("打算引入") }}要乙。',
        [
            '8 TPL004 套话“打算引入”用了两遍，两处会说一样的话 | 给这一处起个处所名：套话("打算引入", "结尾")'
        ],
    ),
    "起了处所名": ('{{ 套话("打算引入") }}要甲。\n\n{{ 套话("打算引入", "结尾") }}要乙。', []),
    "条件的两边只印一处": (
        '{% if 党员 %}{{ 套话("打算引入") }}甲{% else %}{{ 套话("打算引入") }}乙{% endif %}',
        [],
    ),
    "相反的两个条件": (
        '{% if 荣誉 %}{{ 套话("打算引入") }}甲{% endif %}{% if not 荣誉 %}{{ 套话("打算引入") }}乙{% endif %}',
        [],
    ),
    "为零和大于零": (
        '{% if 党员 == 0 %}{{ 套话("打算引入") }}甲{% endif %}{% if 党员 > 0 %}{{ 套话("打算引入") }}乙{% endif %}',
        [],
    ),
    "两个不相干的条件": (
        '{% if 荣誉 %}{{ 套话("打算引入") }}甲{% endif %}{% if 党员 %}\n{{ 套话("打算引入") }}乙{% endif %}',
        [
            '7 TPL004 套话“打算引入”用了两遍，两处会说一样的话 | 给这一处起个处所名：套话("打算引入", "结尾")'
        ],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_calls(name: str) -> None:
    body, expected = FOUND[name]
    findings = check_calls(template(body), library())
    assert {finding.level for finding in findings} <= {Level.ERROR}
    said = [f"{f.place.line} {f.code} {f.message} | {f.hint}" for f in findings]
    assert said == expected


def test_macros_that_call_one_another_without_end_are_refused() -> None:
    """Each of 20 macros calls the next under two conditions: a million ways through them."""
    macros = [
        f"{{% macro 宏{n}() %}}{{% if 党员 > {n} %}}{{{{ 宏{n + 1}() }}}}{{% endif %}}"
        f"{{% if 党员 < {n} %}}{{{{ 宏{n + 1}() }}}}{{% endif %}}{{% endmacro %}}"
        for n in range(20, 0, -1)
    ]
    body = "{% macro 宏21() %}甲{% endmacro %}" + "".join(macros) + "{{ 宏1() }}"
    with pytest.raises(TemplateError, match="宏套用得太多"):
        check_calls(template(body), library())


def test_a_topic_of_another_kind_of_paper_names_those_that_fit() -> None:
    text = '---\n名称: 试\n标题: 甲\n---\n{{ 套话("讲话号召") }}\n'
    made = template_from("work_report/试", text, LIBRARY.genres["work_report"], "试.md.j2")
    [finding] = check_calls(made, LIBRARY)
    assert "不用于工作汇报" in finding.message
    assert "汇报表态" in finding.hint
    assert "讲话号召" not in finding.hint


@pytest.mark.parametrize("name", LIBRARY.templates)
def test_our_templates_hold_nothing_wrong(name: str) -> None:
    findings = check_template(LIBRARY.templates[name], LIBRARY)
    assert [finding for finding in findings if finding.level is Level.ERROR] == []
