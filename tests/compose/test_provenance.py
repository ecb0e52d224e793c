"""Every stretch of a draft knows what it was made from, and what chose it.

Each row is a template's body over a few facts, with the text it makes and every span in it:
`kind｜text｜sources`, outer before inner.
"""

from __future__ import annotations

import pytest

from docgen.errors import TemplateError
from tests.compose.small import body_lines, compose_body, spans

FACTS = """
单位: {名称: 青山镇}
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

CASES = {
    # -- slots -----------------------------------------------------------------------------
    "一个填空": ("党员{{ 党员 }}名", "党员644名", ["fact｜644｜党员"]),
    "下级": ("{{ 党员.女党员 }}", "62", ["fact｜62｜党员.女党员"]),
    "下标取下级": ("{{ 党员['女党员'] }}", "62", ["fact｜62｜党员.女党员"]),
    "下标是别的事实": (
        "{% for 项 in 村 %}{{ loop.index }}{% endfor %}{{ 村[1].名 }}",
        "12西村",
        ["region｜12｜村#", "fact｜1｜", "fact｜2｜", "fact｜西村｜村[2].名"],
    ),
    "上期": ("{{ 投资.上期 }}", "500万元", ["fact｜500万元｜投资.上期"]),
    "零是数": ("{{ 党员.预备党员 | 量 }}", "0名", ["fact｜0名｜党员.预备党员"]),
    "常数": ("{{ 5 }}{{ '甲' }}", "5甲", ["fact｜5｜", "fact｜甲｜"]),
    # -- expressions: nothing is folded before its sources are known -------------------------
    "过滤器": ("{{ 党员 | 量 }}", "644名", ["fact｜644名｜党员"]),
    "过滤器的参数": ("{{ 党员.女党员 | 占比(党员) }}", "9.6%", ["fact｜9.6%｜党员.女党员 党员"]),
    "过滤器的参数有名": (
        "{{ 党员.女党员 | 占比(whole=党员, places=0) }}",
        "10%",
        ["fact｜10%｜党员.女党员 党员"],
    ),
    "较上期": ("{{ 投资 | 较上期 }}", "比上年同期增长20%", ["fact｜比上年同期增长20%｜投资 投资.上期"]),
    "百分点": (
        "{{ 覆盖率 | 较上期 }}",
        "比上年同期提高2.5个百分点",
        ["fact｜比上年同期提高2.5个百分点｜覆盖率 覆盖率.上期"],
    ),
    "相连": ("{{ 党员 ~ '名、' ~ 单位.名称 }}", "644名、青山镇", [
        "fact｜644名、青山镇｜党员 单位.名称", "fact｜644｜党员", "fact｜青山镇｜单位.名称",
    ]),
    "四则": ("{{ 党员 - 党员.女党员 * 2 }}", "520", ["fact｜520｜党员 党员.女党员"]),
    "小数常数": ("{{ 党员 * 0.5 }}", "322", ["fact｜322｜党员"]),
    "负号": ("{{ -党员 }}", "-644", ["fact｜-644｜党员"]),
    "同常数相加": ("{{ 1 + 2 + 党员 }}", "647", ["fact｜647｜党员"]),
    "只有常数": ("{{ 1 + 2 ~ '人' }}", "3人", ["fact｜3人｜", "fact｜3｜"]),
    "个数": ("{{ 村 | 个数 }}", "2", ["fact｜2｜村#"]),
    "选出来的个数": (
        "{{ 村 | 满足('状态', '已转化') | 个数 }}",
        "1",
        ["fact｜1｜村# 村[1].状态 村[2].状态"],
    ),
    "个数再算": ("{{ (村 | 个数) + 1 }}", "3", ["fact｜3｜村#"]),
    "汉字": ("{{ 村 | 个数 | 汉字 }}", "两", ["fact｜两｜村#"]),
    "并列": ("{{ 村 | 并列 }}", "东村、西村", [
        "fact｜东村、西村｜村[1].名 村[2].名 村#".replace(" 村#", "") , "fact｜东村｜村[1].名", "fact｜西村｜村[2].名",
    ]),
    "分为": ("{{ 党支部 | 分为 }}", "农村党支部10个、机关党支部4个", [
        "fact｜农村党支部10个、机关党支部4个｜党支部.农村党支部 党支部.机关党支部",
    ]),
}


def as_rows(body: str, facts: str = FACTS) -> tuple[str, list[str]]:
    document = compose_body(body, facts)
    return "\n".join(body_lines(document)), [
        f"{kind}｜{text}｜{sources}" for text, kind, sources in spans(document)
    ]


@pytest.mark.parametrize("name", CASES)
def test_where_a_text_comes_from(name: str) -> None:
    body, text, rows = CASES[name]
    assert as_rows(body) == (text, rows)
