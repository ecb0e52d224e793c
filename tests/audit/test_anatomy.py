"""A template taken apart: slots, tests, loops and headings with where they stand."""

from __future__ import annotations

import pytest

from docgen.audit.slots import slot_rows
from docgen.compose.anatomy import anatomy
from tests.compose.small import library, template

SLOTS = {
    # a body → fact 类型 没填时, the sentence
    "必填": ("党员{{ 党员 | 量 }}。", "党员 计数（名） 待填：党员〔党员 | 量〕。"),
    "可缺": ("{{ 单位.简介 | 句 }}", "单位.简介 文本 不印：〔单位.简介 | 句〕"),
    "括起来的": ("甲[[，女党员{{ 党员.女党员 }}名]]。", "党员.女党员 计数（名） 省去半句：甲，女党员〔党员.女党员〕名。"),
    "挑几项的": (
        '{{ 党员 | 其中("女党员", "预备党员") }}。',
        '党员.女党员 党员.预备党员 计数（名） 待填：〔党员 | 其中("女党员", "预备党员")〕。',
    ),
    "一栏": ("{% for 项 in 村 %}{{ 项.名 }}。{% endfor %}", "村.名 名称 待填：〔项.名〕。"),
    "钱": ("投资{{ 投资 }}。", "投资 金额（万元） 待填：投资〔投资〕。"),
    "一句里几处": (
        "党员{{ 党员 }}名、村{{ 概况.行政村 }}个。好。",
        "党员 计数（名） 待填：党员〔党员〕名、村□个。 / 概况.行政村 计数（个） 待填：党员□名、村〔概况.行政村〕个。",
    ),
    "个数总有": ("村{{ 村 | 个数 }}个。", "村 列表 —：村〔村 | 个数〕个。"),
}  # fmt: skip


@pytest.mark.parametrize("case", SLOTS)
def test_slots(case: str) -> None:
    body, expected = SLOTS[case]
    rows = slot_rows(anatomy(template(body), library()), library())
    said = [f"{' '.join(sorted(r.facts))} {r.kind} {r.lack}：{r.part.sentence}" for r in rows]
    assert " / ".join(sorted(said)) == " / ".join(sorted(expected.split(" / ")))


INSIDE = {
    "{% if 党员 > 3 %}{{ 党员 }}{% endif %}": ["党员 > 3 时"],
    "{% if 党员 > 3 %}{% else %}{{ 党员 }}{% endif %}": ["不是 党员 > 3 时"],
    "{% if 党员 > 3 %}{% elif not (党员 and 村) %}{{ 党员 }}{% endif %}": [
        "不是 党员 > 3 时",
        "not (党员 and 村) 时",
    ],
    '{% for 项 in 村 | 满足("状态", "整顿中") %}{{ 项.户 }}{% endfor %}': [
        '村 | 满足("状态", "整顿中") 每一条'
    ],
    "{% macro 说() %}{{ 党员 }}{% endmacro %}{% if 村[0].户 == 党员 + 1 %}{{ 说() }}{% endif %}": [
        "村[0].户 == 党员 + 1 时"
    ],
}


@pytest.mark.parametrize("body", INSIDE)
def test_what_a_slot_stands_in(body: str) -> None:
    slot = anatomy(template(body), library()).of("{{ }}")[-1]
    assert [branch.said for branch in slot.inside] == INSIDE[body]


def test_the_outline() -> None:
    body = (
        "## 基本情况\n\n好。\n\n{% for 项 in 工作 %}\n### {{ 项.题 }} {工作}\n\n{% endfor %}\n"
        "## {% if 村 %}村{% else %}其他{% endif %}情况"
    )
    titles = anatomy(template(body), library()).titles
    assert [(t.level, t.text, t.line, [b.said for b in t.inside]) for t in titles] == [
        (1, "基本情况", 6, []),
        (2, "〔项.题〕", 11, ["工作 每一条"]),
        (1, "村／其他情况", 14, []),
    ]
