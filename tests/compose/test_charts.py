"""Charts in templates: the line, the table below it, and what cannot be drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.document import Chart, Paragraph, Table, block_texts, caption, lines, plain
from docgen.errors import TemplateError
from tests.compose.small import compose_body, gaps, spans

BODY = """图 柱形：各村户数
| 村 | 户数 |
| --- | --- |
{% for 项 in 村 %}
| {{ 项.名 }} | {{ 项.户 | 量 }} |
{% endfor %}

后面的话。
"""


def said(facts: str, body: str = BODY) -> list[str]:
    """The lines of the body: caption, rows, note, and what follows."""
    document = compose_body(body, facts)
    return list(lines(document))[
        1 : len(lines(document)) - bool(document.gaps) * (1 + len(document.gaps))
    ]


SAID = {
    "数和单位": (
        "村: [{名: 东村, 户: 200}, {名: 西村, 户: 90}]",
        ["图1　各村户数（单位：户）", "村\t户数", "东村\t200", "西村\t90", "后面的话。"],
    ),
    "零是数": (
        "村: [{名: 东村, 户: 0}]",
        ["图1　各村户数（单位：户）", "村\t户数", "东村\t0", "后面的话。"],
    ),
    "约数照原话": (
        "村: [{名: 东村, 户: 近200}, {名: 西村, 户: 90以上}]",
        ["图1　各村户数（单位：户）", "村\t户数", "东村\t近200", "西村\t90以上", "后面的话。"],
    ),
    "万和不带万的各半，用万": (
        "村: [{名: 西村, 户: 900}, {名: 东村, 户: 1.2万}]",
        ["图1　各村户数（单位：万户）", "村\t户数", "西村\t0.09", "东村\t1.2", "后面的话。"],
    ),
    "不带万的多，不用万": (
        "村: [{名: 东村, 户: 1.2万}, {名: 西村, 户: 900}, {名: 南村, 户: 80}]",
        [
            *("图1　各村户数（单位：户）", "村\t户数", "东村\t12000", "西村\t900", "南村\t80"),
            "后面的话。",
        ],
    ),
    "没填的不画，注里留待填": (
        "村: [{名: 东村, 户: 200}, {名: 西村}]",
        [
            *("图1　各村户数（单位：户）", "村\t户数", "东村\t200", "西村\t"),
            *("注：西村【待填：村[2].户】。", "后面的话。"),
        ],
    ),
    "起止不画，注里照说": (
        "村: [{名: 东村, 户: 200}, {名: 西村, 户: 2至3}]",
        [
            *("图1　各村户数（单位：户）", "村\t户数", "东村\t200", "西村\t"),
            *("注：西村2至3户。", "后面的话。"),
        ],
    ),
    "待核实的带记号": (
        "村: [{名: 东村, 户: {值: 200, 待核实: 待对}}]",
        ["图1　各村户数（单位：户）", "村\t户数", "东村\t200【待核实】", "后面的话。"],
    ),
    "一个数也没有，只说缺什么": (
        "村: [{名: 东村}]",
        ["各村户数：东村【待填：村[1].户】。", "后面的话。"],
    ),
    "一行也没有，图也没有": ("村: 无", ["后面的话。"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_a_chart_says(name: str) -> None:
    facts, expected = SAID[name]
    assert said(facts) == expected


def test_numbers_are_exact_and_owned_by_their_facts() -> None:
    document = compose_body(BODY, "村: [{名: 东村, 户: 近1.2万}, {名: 西村, 户: 900}, {名: 南村}]")
    chart = document.body[0]
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.number, chart.unit) == ("bar", "图1", "万户")
    assert chart.values == ((Decimal("1.2"),), (Decimal("0.09"),), (None,))
    assert [s for s in spans(document) if s[1] == "fact"] == [
        ("东村", "fact", "村[1].名"),
        ("近1.2", "fact", "村[1].户"),
        ("西村", "fact", "村[2].名"),
        ("0.09", "fact", "村[2].户"),
        ("南村", "fact", "村[3].名"),
        ("南村", "fact", "村[3].名"),
    ]
    assert gaps(document) == ["待填 村[3].户"]
    assert document.gaps[0].sentence == "注：南村【待填：村[3].户】。"


def test_several_series_each_with_its_name_in_the_note() -> None:
    body = (
        "图 折线：两年的户数\n| 村 | 去年 | 今年 |\n{% for 项 in 村 %}\n"
        "| {{ 项.名 }} | {% if 项.状态 == '已转化' %}{{ 项.户.上期 }}{% else %}—{% endif %} | {{ 项.户 }} |\n"
        "{% endfor %}\n\n图 折线：又一张\n| 村 | 今年 |\n| 甲 | 3 |\n"
    )
    facts = """村:
  - {名: 东村, 户: {值: 200, 上期: 180}, 状态: 已转化}
  - {名: 西村, 户: {值: 90, 上期: 60}, 状态: 整顿中}
  - {名: 南村, 户: 70, 状态: 整顿中}
"""
    assert said(facts, body) == [
        "图1　两年的户数",
        *("村\t去年\t今年", "东村\t180\t200", "西村\t\t90", "南村\t\t70"),
        "注：西村、南村去年未填报。",
        *("图2　又一张", "村\t今年", "甲\t3"),
    ]


def test_a_line_that_only_begins_like_a_chart_is_text() -> None:
    plain_lines = [
        "".join(map(plain, block_texts(b))) for b in compose_body("图书室有3间。\n\n图 书馆。").body
    ]
    assert plain_lines == ["图书室有3间。", "图 书馆。"]
    [block] = compose_body("{{ 村[0].名 }}", "村: [{名: 图 柱形：甲, 户: 1}]").body
    assert isinstance(block, Paragraph)


REFUSED = {
    "没有这种图": ("图 饼形：户数\n| 村 | 户 |\n| 甲 | 3 |\n", "没有“饼形”这种图"),
    "没有标题": ("图 柱形：\n| 村 | 户 |\n| 甲 | 3 |\n", "图没有标题"),
    "下面是段落": (
        "图 柱形：户数\n\n甲。\n\n| 村 | 户 |\n| 甲 | 3 |\n",
        "图“柱形：户数”下面没有表",
    ),
    "下面是标题": ("图 柱形：户数\n## 甲\n", "图“柱形：户数”下面没有表"),
    "到头了": ("甲。\n\n图 柱形：户数\n", "图“柱形：户数”下面没有表"),
    "只有一栏": ("图 柱形：户数\n| 村 |\n| 甲 |\n", "画图的表至少要两栏"),
    "格数不一": ("图 柱形：户数\n| 村 | 户 |\n| 甲 | 3 | 4 |\n", "表格各行的格数不一样"),
    "不是数": (
        "图 柱形：户数\n| 村 | 户 |\n| 甲 | 3 |\n| 乙 | 三间半 |\n",
        "图里只能是数，“乙”一行的“三间半”不是",
    ),
    "单位不一样": (
        "图 柱形：户数\n| 村 | 户 |\n| 甲 | 3户 |\n| 乙 | 4名 |\n",
        "单位不一样：户、名",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_is_refused_with_its_line(name: str) -> None:
    body, message = REFUSED[name]
    with pytest.raises(TemplateError) as caught:
        compose_body("{{ 单位.名称 }}\n\n" + body, "单位: {名称: 清河县}")
    assert message in caught.value.message
    assert caught.value.where == "report/试:6"


def test_the_caption_says_number_title_and_unit() -> None:
    chart = Chart("bar", ("题",), Table((("甲",), ("乙",)), ()), (), "万元", (), "图3")
    assert plain(caption(chart)) == "图3　题（单位：万元）"
    assert plain(caption(chart._replace(unit="", number=""))) == "题"
