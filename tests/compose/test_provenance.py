"""Every stretch of a draft knows what it was made from, and what chose it.

Each row is a template's body over a few facts, with the lines it makes and every span in them:
`kind｜text｜sources`, outer before inner.
"""

from __future__ import annotations

import pytest

from docgen.document import Decision
from tests.compose.small import body_lines, compose_body, gaps, spans

FACTS = """
单位: {名称: 青山镇}
文稿: {期间: 2026年上半年, 日期: 2026-07-03}
概况: {行政村: 3, 户数: 900}
党支部: {值: 14, 分为: {农村党支部: 10, 机关党支部: 4}}
党员: {值: 644, 其中: {女党员: 62, 预备党员: 0}}
投资: {值: 600万元, 上期: 500万元}
覆盖率: {值: 96%, 上期: 93.5%}
工作:
  - 题: 抓班子
    正文: 开会2次，【党员|量】参加。
    要点:
      - 建3个小组。
      - {主题: 定制度, 做法: 订5项制度}
  - {题: 强队伍, 正文: 办班4期。}
村:
  - {名: 东村, 户: 200, 状态: 整顿中, 症结: [人心散, 底子薄]}
  - {名: 西村, 户: 90, 状态: 已转化, 症结: [没产业]}
"""

EXPRESSIONS = {
    "一个填空": ("党员{{ 党员 }}名", "党员644名", ["fact｜644｜党员"]),
    "下级": ("{{ 党员.女党员 }}", "62", ["fact｜62｜党员.女党员"]),
    "下标取下级": ("{{ 党员['女党员'] }}", "62", ["fact｜62｜党员.女党员"]),
    "列表的一条": ("{{ 村[1].名 }}", "西村", ["fact｜西村｜村[2].名"]),
    "列表的末一条": ("{{ 村[-1].名 }}", "西村", ["fact｜西村｜村[2].名"]),
    "上期": ("{{ 投资.上期 }}", "500万元", ["fact｜500万元｜投资.上期"]),
    "零是数": ("{{ 党员.预备党员 | 量 }}", "0名", ["fact｜0名｜党员.预备党员"]),
    "常数": ("{{ 5 }}{{ '甲' }}", "5甲", ["fact｜5｜", "fact｜甲｜"]),
    # nothing is folded before its sources are known
    "过滤器": ("{{ 党员 | 量 }}", "644名", ["fact｜644名｜党员"]),
    "过滤器接过滤器": ("{{ 党员 | 量 | 句 }}", "644名。", ["fact｜644名。｜党员"]),
    "过滤器的参数": ("{{ 党员.女党员 | 占比(党员) }}", "9.6%", ["fact｜9.6%｜党员.女党员 党员"]),
    "过滤器的参数有名": (
        "{{ 党员.女党员 | 占比(whole=党员, places=0) }}",
        "10%",
        ["fact｜10%｜党员.女党员 党员"],
    ),
    "较上期": (
        "{{ 投资 | 较上期 }}",
        "比上年同期增长20%",
        ["fact｜比上年同期增长20%｜投资 投资.上期"],
    ),
    "百分点": (
        "{{ 覆盖率 | 较上期 }}",
        "比上年同期提高2.5个百分点",
        ["fact｜比上年同期提高2.5个百分点｜覆盖率 覆盖率.上期"],
    ),
    "相连": (
        "{{ 党员 ~ '名、' ~ 单位.名称 }}",
        "644名、青山镇",
        ["fact｜644名、青山镇｜党员 单位.名称", "fact｜644｜党员", "fact｜青山镇｜单位.名称"],
    ),
    "四则": ("{{ 党员 - 党员.女党员 * 2 }}", "520", ["fact｜520｜党员 党员.女党员"]),
    "小数常数": ("{{ 党员 * 0.5 }}", "322", ["fact｜322｜党员"]),
    "负号": ("{{ -党员 }}", "-644", ["fact｜-644｜党员"]),
    "同常数相加": ("{{ 1 + 2 + 党员 }}", "647", ["fact｜647｜党员"]),
    "只有常数": ("{{ (1 + 2) ~ '人' }}", "3人", ["fact｜3人｜"]),
    "个数": ("{{ 村 | 个数 }}", "2", ["fact｜2｜村#"]),
    "个数再算": ("{{ (村 | 个数) + 1 }}", "3", ["fact｜3｜村#"]),
    "个数的汉字": ("{{ 村 | 个数 | 汉字 }}", "两", ["fact｜两｜村#"]),
    "几个合条件": (
        "{{ 村 | 满足('状态', '已转化') | 个数 }}",
        "1",
        ["fact｜1｜村# 村[1].状态 村[2].状态"],
    ),
    "并列": (
        "{{ 村 | 并列 }}",
        "东村、西村",
        ["fact｜东村、西村｜村# 村[1].名 村[2].名", "fact｜东村｜村[1].名", "fact｜西村｜村[2].名"],
    ),
    "只并一条": (
        "{{ 村[1].症结 | 并列 }}",
        "没产业",
        ["fact｜没产业｜村[2].症结# 村[2].症结[1]"],
    ),
    "分为": (
        "{{ 党支部 | 分为 }}",
        "农村党支部10个、机关党支部4个",
        [
            "fact｜农村党支部10个、机关党支部4个｜党支部.农村党支部 党支部.机关党支部",
            "fact｜农村党支部10个｜党支部.农村党支部",
            "fact｜机关党支部4个｜党支部.机关党支部",
        ],
    ),
    "其中不写零": (
        "{{ 党员 | 其中 }}",
        "其中女党员62名",
        ["fact｜其中女党员62名｜党员.女党员 党员.预备党员", "fact｜女党员62名｜党员.女党员"],
    ),
    "说法": (
        "{{ 文稿.期间 | 说法 }}",
        "今年上半年",
        ["fact｜今年上半年｜文稿.期间 文稿.日期"],
    ),
    "列数": (
        "{{ 概况 | 列数('行政村', '自然村', '户数') }}",
        "3个行政村、900户",
        [
            "fact｜3个行政村、900户｜概况.行政村 概况.户数",
            "fact｜3个行政村｜概况.行政村",
            "fact｜900户｜概况.户数",
        ],
    ),
    # figures and references inside a writer's sentence
    "句中的数": (
        "{{ 工作[1].正文 }}",
        "办班4期。",
        ["fact｜办班4期。｜工作[2].正文", "figure｜4期｜工作[2].正文#1"],
    ),
    "句中的引用": (
        "{{ 工作[0].正文 | 无句号 }}",
        "开会2次，644名参加",
        [
            "fact｜开会2次，644名参加｜工作[1].正文 党员",
            "figure｜2次｜工作[1].正文#1",
            "fact｜644名｜党员",
        ],
    ),
    "要点成句": (
        "{{ 工作[0].要点[1] | 成句 }}",
        "定制度。订5项制度。",
        [
            "fact｜定制度。订5项制度。｜工作[1].要点# 工作[1].要点[2].主题 工作[1].要点[2].做法",
            "fact｜定制度。｜工作[1].要点[2].主题",
            "fact｜订5项制度。｜工作[1].要点[2].做法",
            "figure｜5项｜工作[1].要点[2].做法#1",
        ],
    ),
}

STATEMENTS = {
    "set": (
        "{% set 比 = 党员.女党员 | 占比(党员) %}{{ 比 }}",
        "9.6%",
        ["fact｜9.6%｜党员.女党员 党员"],
    ),
    "set 算出来的数": (
        "{% set 差 = 党员 - 党员.女党员 %}差{{ 差 }}",
        "差582",
        ["fact｜582｜党员 党员.女党员"],
    ),
    "set 选出来的几条": (
        "{% set 转 = 村 | 满足('状态', '已转化') %}{{ 转 | 个数 }}个，{{ 转[0].名 }}",
        "1个，西村",
        ["fact｜1｜村# 村[1].状态 村[2].状态", "fact｜西村｜村[2].名"],
    ),
    "set 真假": (
        "{% set 多 = 党员 > 600 %}{% if 多 %}多{% endif %}",
        "多",
        ["region｜多｜党员"],
    ),
    "set 里取一个": (
        "{% set 甲 = 党员 and 单位.名称 %}{{ 甲 }}",
        "青山镇",
        ["fact｜青山镇｜单位.名称 党员"],
    ),
    "set 里的宏": (
        "{% macro 多少(数) %}{% if 数 > 100 %}多{% else %}少{% endif %}{% endmacro %}"
        "{% set 话 = 多少(党员) %}{{ 话 }}",
        "多",
        ["fact｜多｜党员"],
    ),
    "with": (
        "{% with 差 = 党员 - 4 %}{{ 差 }}{% endwith %}",
        "640",
        ["fact｜640｜党员"],
    ),
    "if": ("{% if 党员 > 600 %}多{% else %}少{% endif %}", "多", ["region｜多｜党员"]),
    "else": ("{% if 党员 > 700 %}多{% else %}少{% endif %}", "少", ["region｜少｜党员"]),
    "elif": (
        "{% if 党员 > 700 %}多{% elif 投资 > 700 %}贵{% elif 概况.户数 > 1 %}有{% else %}无{% endif %}",
        "有",
        ["region｜有｜党员", "region｜有｜投资", "region｜有｜概况.户数"],
    ),
    "if 里的填空": (
        "{% if 党员.女党员 %}女{{ 党员.女党员 }}{% endif %}",
        "女62",
        ["region｜女62｜党员.女党员", "fact｜62｜党员.女党员"],
    ),
    "and 短路": (
        "{% if 党员 > 700 and 投资 > 1 %}多{% else %}少{% endif %}",
        "少",
        ["region｜少｜党员"],
    ),
    "and 不短路": (
        "{% if 党员 > 600 and 投资 > 1 %}多{% endif %}",
        "多",
        ["region｜多｜党员 投资"],
    ),
    "or 短路": ("{% if 党员 > 600 or 投资 > 1 %}多{% endif %}", "多", ["region｜多｜党员"]),
    "not": ("{% if not 党员.预备党员 %}无{% endif %}", "无", ["region｜无｜党员.预备党员"]),
    "条件里的过滤器": (
        "{% if 村 | 个数 > 1 %}几个村{% endif %}",
        "几个村",
        ["region｜几个村｜村#"],
    ),
    "条件是列表": ("{% if 村 %}有村{% endif %}", "有村", ["region｜有村｜村#"]),
    "条件是空列表": ("{% if 荣誉 %}有{% else %}无{% endif %}", "无", ["region｜无｜荣誉#"]),
    "循环": (
        "{% for 项 in 村 %}{{ 项.名 }}；{% endfor %}",
        "东村；西村；",
        ["region｜东村；西村；｜村#", "fact｜东村｜村[1].名", "fact｜西村｜村[2].名"],
    ),
    "循环里的序号": (
        "{% for 项 in 村 %}{{ loop.index }}{% if not loop.last %}、{% endif %}{% endfor %}",
        "1、2",
        ["region｜1、2｜村#", "fact｜1｜", "region｜、｜", "fact｜2｜"],
    ),
    "循环套循环": (
        "{% for 项 in 村 %}{% for 症 in 项.症结 %}{{ 症 }}，{% endfor %}{% endfor %}",
        "人心散，底子薄，没产业，",
        [
            "region｜人心散，底子薄，没产业，｜村#",
            "region｜人心散，底子薄，｜村[1].症结#",
            "fact｜人心散｜村[1].症结[1]",
            "fact｜底子薄｜村[1].症结[2]",
            "region｜没产业，｜村[2].症结#",
            "fact｜没产业｜村[2].症结[1]",
        ],
    ),
    "循环选出来的": (
        "{% for 项 in 村 | 满足('状态', '已转化') %}{{ 项.名 }}{% endfor %}",
        "西村",
        ["region｜西村｜村# 村[1].状态 村[2].状态", "fact｜西村｜村[2].名"],
    ),
    "循环空列表": (
        "{% for 项 in 荣誉 %}{{ 项.名 }}{% else %}没有荣誉{% endfor %}",
        "没有荣誉",
        ["region｜没有荣誉｜荣誉#"],
    ),
    "宏": (
        "{% macro 话(数) %}有{{ 数 | 量 }}{% endmacro %}{{ 话(党员) }}",
        "有644名",
        ["fact｜644名｜党员"],
    ),
    "宏的参数现算": (
        "{% macro 话(数) %}{{ 数 }}{% endmacro %}{{ 话(党员 - 4) }}",
        "640",
        ["fact｜640｜党员"],
    ),
    "宏的参数选出来": (
        "{% macro 几(列) %}{{ 列 | 个数 }}{% endmacro %}{{ 几(村 | 满足('状态', '已转化')) }}",
        "1",
        ["fact｜1｜村# 村[1].状态 村[2].状态"],
    ),
    "宏的默认值": (
        "{% macro 话(数=党员 + 1) %}{{ 数 }}{% endmacro %}{{ 话() }}",
        "645",
        ["fact｜645｜党员"],
    ),
    "宏里的条件": (
        "{% macro 话(数) %}{% if 数 > 600 %}多{% endif %}{% endmacro %}{{ 话(党员) }}",
        "多",
        ["region｜多｜党员"],
    ),
    "宏套宏": (
        "{% macro 里(数) %}{{ 数 }}{% endmacro %}{% macro 外(数) %}（{{ 里(数) }}）{% endmacro %}{{ 外(党员) }}",
        "（644）",
        ["fact｜644｜党员"],
    ),
    "宏接过滤器": (
        "{% macro 话() %}{% if 投资 > 1 %}{{ 党员 | 量 }}{% endif %}{% endmacro %}{{ 话() | 句 }}",
        "644名。",
        ["fact｜644名。｜投资 党员"],
    ),
    "宏接过滤器，句中的引用": (
        "{% macro 话() %}{{ 工作[0].正文 }}{% endmacro %}{{ 话() | 句 }}",
        "开会2次，644名参加。",
        ["fact｜开会2次，644名参加。｜工作[1].正文 党员 工作[1].正文#1"],
    ),
    "宏在相连里": (
        "{% macro 话() %}\n{% for 项 in 村 %}\n{{ 项.名 }}、\n{% endfor %}\n{% endmacro %}{{ 话() ~ '等' }}",
        "东村、西村、等",
        ["fact｜东村、西村、等｜村# 村[1].名 村[2].名"],
    ),
    "call": (
        "{% macro 框() %}【{{ caller() }}】{% endmacro %}{% call 框() %}{{ 党员 }}{% endcall %}",
        "【644】",
        ["fact｜644｜党员"],
    ),
    "引入的宏": (
        "{% import '常用.macro.j2' as 用 %}{{ 用.多少(党员) }}，{{ 用.全体() }}",
        "多达644名，党员644名",
        ["region｜多达｜党员", "fact｜644名｜党员", "fact｜644名｜党员"],
    ),
    "从文件引入": (
        "{% from '常用.macro.j2' import 多少 as 说 %}{{ 说(党员.女党员) }}",
        "只有62名",
        ["region｜只有｜党员.女党员", "fact｜62名｜党员.女党员"],
    ),
    "引入的宏接过滤器": (
        "{% import '常用.macro.j2' as 用 %}{{ 用.多少(党员) | 句 }}",
        "多达644名。",
        ["fact｜多达644名。｜党员"],
    ),
}


def composed(body: str, facts: str = FACTS) -> tuple[str, list[str]]:
    document = compose_body(body, facts)
    rows = [f"{kind}｜{text}｜{sources}" for text, kind, sources in spans(document)]
    return "\n".join(body_lines(document)), rows


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_where_a_value_comes_from(name: str) -> None:
    body, text, rows = EXPRESSIONS[name]
    assert composed(body) == (text, rows)


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_chose_a_text(name: str) -> None:
    body, text, rows = STATEMENTS[name]
    assert composed(body) == (text, rows)


@pytest.mark.parametrize("filters", ["", " | 句", " | 无句号", " | 句 | 无句号"])
def test_a_dated_phrase_stays_one_through_the_filters(filters: str) -> None:
    (row,) = composed(f"{{{{ 提法('指导思想'){filters} }}}}")[1]
    kind, _, sources = row.split("｜")
    assert (kind, sources.split(" ")[1:]) == ("phrase", ["文稿.日期", "文稿.期间"])
    assert sources.startswith("提法:指导思想@")


def test_a_phrase_that_chooses_is_named() -> None:
    (row,) = composed("{% if 提法('指导思想') %}有{% endif %}")[1]
    assert row.startswith("region｜有｜提法:指导思想@")


def test_a_template_first_compiled_inside_another_composition() -> None:
    """The macros' file is compiled while a recorder listens; nothing of it may run then."""
    body = "{% import '常用.macro.j2' as 用 %}{{ 用.多少(党员) ~ '。' }}{{ 用.多少(党员.女党员) }}"
    assert composed(body) == (
        "多达644名。只有62名",
        ["fact｜多达644名。｜党员", "region｜只有｜党员.女党员", "fact｜62名｜党员.女党员"],
    )


def test_an_imported_file_is_read_anew_for_every_paper() -> None:
    body = "{% import '常用.macro.j2' as 用 %}{{ 用.全体() }}"
    assert [composed(body, f"党员: {count}")[0] for count in (1, 2)] == ["党员1名", "党员2名"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("{值: 600, 上期: 500}", "600万元，比上年同期增长20%，比上年同期增加100万元，大"),
        ("{值: 600万元, 上期: 500}", "600万元，比上年同期增长20%，比上年同期增加100万元，大"),
        (
            "{值: 6000000元, 上期: 500万元}",
            "6000000元，比上年同期增长20%，比上年同期增加100万元，大",
        ),
        (
            "{值: 0.06亿元, 上期: 5000000元}",
            "0.06亿元，比上年同期增长20%，比上年同期增加100万元，大",
        ),
    ],
)
def test_money_counts_the_same_however_it_is_typed(typed: str, printed: str) -> None:
    body = "{{ 投资 }}，{{ 投资 | 较上期 }}，{{ 投资 | 增减 }}，{% if 投资 == 600 %}大{% endif %}"
    assert composed(body, f"投资: {typed}")[0] == printed


def test_decisions_tell_what_was_chosen_and_left() -> None:
    body = (
        "{% if 党员 > 700 %}多{% elif 投资 %}有{% endif %}"
        "{% for 项 in 村 %}甲{% endfor %}[[{{ 概况.自然村 }}]][[{{ 覆盖率.目标 }}]]"
    )
    document = compose_body(body, FACTS)
    kinds = document.provenance.slots
    assert [
        (kinds[decision.slot].kind, decision.outcome, decision.sources)
        for decision in document.provenance.decisions
    ] == [
        ("if", "舍", ("党员",)),
        ("if", "取", ("投资",)),
        ("for", "2次", ("村#",)),
        ("[[ ]]", "未写", ()),
        ("[[ ]]", "未写", ("覆盖率.目标",)),
    ]
    assert isinstance(document.provenance.decisions[0], Decision)


def test_slots_are_numbered_in_the_order_of_use() -> None:
    """The same paper has the same tree, whatever was composed before it."""
    first = compose_body("{{ 党员 }}{{ 投资 }}", FACTS)
    compose_body("{{ 单位.名称 }}", FACTS)
    again = compose_body("{{ 党员 }}{{ 投资 }}", FACTS)
    assert first == again
    assert [(slot.line, slot.kind) for slot in first.provenance.slots] == [(6, "{{ }}")] * 2
    assert gaps(first) == []
