"""Filters over lists and groups, as a template's reader sees them: expression, facts, text."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Document, Heading, Paragraph, plain
from docgen.facts import facts_from
from docgen.library.templates import template_from
from docgen.source import read_yaml
from tests.compose.small import spans
from tests.samples import DICTIONARY, LIBRARY

TOWN: Final = "单位: {名称: 青山镇, 类别: 镇}\n文稿: {期间: 2026年上半年, 日期: 2026-07-03}\n"
PARTS: Final = "部署: [{题: 甲, 属: 一}, {题: 乙, 属: 二}, {题: 丙, 属: 一}, {题: 丁}, {题: 戊}]"
MARKED: Final = "工作: [{题: 甲, 简报: 是}, {题: 乙}, {题: 丙, 简报: 否}, {题: 丁, 简报: 是}]"


def made(body: str, facts: str) -> Document:
    """The document of a body over the whole dictionary."""
    text = f'---\n名称: 试\n标题: "试"\n---\n{body}'
    template = template_from("work_report/试", text, LIBRARY.genres["work_report"], "试.md.j2")
    read, _ = facts_from([read_yaml(TOWN + facts, "台账.yaml")], DICTIONARY)
    return compose(template, read, LIBRARY)


def said(body: str, facts: str) -> list[str]:
    """The lines of the body."""
    out = []
    for block in made(body, facts).body:
        assert isinstance(block, Heading | Paragraph)
        run_in = plain(block.run_in) if isinstance(block, Heading) else ""
        number = block.number if isinstance(block, Heading) else ""
        out.append(number + plain(block.text) + run_in)
    return out


SAID: Final = (
    # 分组：同一项的归到一处，没写的各成一组
    ('{% for 组 in 部署 | 分组("属") %}{{ 组 | 逐项("题") | 并列 }}；{% endfor %}', PARTS, "甲、丙；乙；丁；戊；"),
    ('{% for 组 in 后进村 | 分组("症结", "状态") %}{{ 组 | 逐项("村") | 并列 }}；{% endfor %}',
     "后进村: [{村: 甲村, 症结: [乱, 散], 状态: 整顿中}, {村: 乙村, 症结: [乱, 散], 状态: 整顿中}, {村: 丙村, 症结: [乱, 散], 状态: 已转化}]",
     "甲村、乙村；丙村；"),
    # 选用：写着“是”的；一条也没写就全要
    ('{{ 工作 | 选用("简报") | 逐项("题") | 并列 }}', MARKED, "甲、丁"),
    ('{{ 工作 | 选用("简报") | 个数 }}', "工作: [{题: 甲}, {题: 乙}]", "2"),
    # 逐项：跳过没写的
    ('“{{ 环节 | 逐项("字") | 并列 }}”{{ 环节 | 逐项("字") | 个数 | 汉字 }}个',
     "环节: [{题: 甲, 字: 摸}, {题: 乙}, {题: 丙, 字: 带}]", "“摸、带”两个"),
    # 对仗：题都对得上才概括
    ("{{ 工作 | 对仗 }}", "工作: [{题: [抓班子, 强化责任]}, {题: [抓队伍, 强化管理]}, {题: [抓阵地, 强化服务]}]", "三抓三强化"),
    ("{{ 工作 | 对仗 }}", "工作: [{题: [并班子, 合力量]}, {题: [并账本, 合家底]}]", "二并二合"),
    ("{{ 工作 | 对仗 }}无", "工作: [{题: [抓班子, 强责任]}, {题: [抓队伍, 促管理]}]", "无"),
    ("{{ 工作 | 对仗 }}无", "工作: [{题: [抓班子, 强责任]}]", "无"),
    ("{{ 工作 | 对仗 }}无", "工作: [{题: [抓班子]}, {题: [抓队伍, 强管理]}]", "无"),
    # 变化：由几个变为几个，或现在是什么
    ("{{ 变化[0] | 变化 }}。", "变化: [{事: 村党支部, 原: 35个, 现: 15个, 方式: 撤并, 时间: 2025年9月}]", "去年9月，村党支部由35个撤并为15个。"),
    ("{{ 变化[0] | 变化 }}。", "变化: [{事: 企业支部, 原: 28个, 现: 16个, 方式: 按行业整合}]", "企业支部按行业整合，由28个变为16个。"),
    ("{{ 变化[0] | 变化 }}。", "变化: [{事: 村, 原: 甲、乙2个村, 现: 丙社区, 方式: 撤村建社区}]", "甲、乙2个村撤村建社区，现为丙社区。"),
    ("{{ 变化[0] | 变化 }}。", "变化: [{事: 会车处, 原: 2个, 现: 15个}]", "会车处由2个变为15个。"),
    # 何时：按成文日期说
    ("{{ 荣誉[0].时间 | 何时 }}", "荣誉: [{名: 甲, 级: 县, 时间: 2026年4月}]", "今年4月"),
    ("{{ 荣誉[0].年 | 何时 }}", "荣誉: [{名: 甲, 级: 县, 年: 2025}]", "去年"),
    ("{{ 荣誉[0].年 | 何时 }}", "荣誉: [{名: 甲, 级: 县, 年: 2019年}]", "2019年"),
    ("{{ 文稿.时点 | 何时 }}", "", "【待填：文稿.时点】"),
    # 连句、并列：项里有顿号的换一种隔开
    ("{{ 排查.标准 | 连句 }}。", "排查: {标准: [不开会。, 不公开；, 不理事]}", "不开会；不公开；不理事。"),
    ("{{ 排查.标准 | 并列 }}。", "排查: {标准: [缺活力、不开会, 缺责任]}", "缺活力、不开会，缺责任。"),
    ("{{ 排查.标准 | 并列 }}。", "排查: {标准: [“一、二”标准, 缺责任]}", "“一、二”标准、缺责任。"),
    # 分别、各
    ('{{ 党支部 | 分别("农村党支部", "社区党支部") }}', "党支部: {值: 6, 农村党支部: 3, 社区党支部: 3}", "农村党支部、社区党支部各3个"),
    ('{{ 党支部 | 分别("农村党支部", "社区党支部") }}', "党支部: {值: 7, 农村党支部: 4, 社区党支部: 3}", "农村党支部、社区党支部分别为4个、3个"),
    # 金额：按大小选单位，照原话说的不动
    ("{{ 经济.税金 | 金额 }}", "经济: {税金: 12000}", "1.2亿元"),
    ("{{ 经济.税金 | 金额 }}", "经济: {税金: 0.8}", "8000元"),
    ("{{ 经济.税金 | 金额 }}", "经济: {税金: 近600万元}", "近600万元"),
)  # fmt: skip

INDICATORS: Final = (
    ('"税金", "利润"', "{税金: {值: 5050, 口径: 2025年}, 利润: {值: 5000, 口径: 2025年}}", "去年，税金5050万元，利润5000万元"),
    ('"税金", "财税收入"', "{税金: {值: 5050, 增幅: 7.3%, 口径: 2025年全年}, 财税收入: {值: 4260, 增幅: -2%, 口径: 2025年全年}}",
     "去年，税金5050万元，比上年增长7.3%；财税收入4260万元，比上年下降2%"),
    ('"农民人均收入"', "{农民人均收入: {值: 4800, 增幅: 20%, 口径: 2025年人均可支配收入}}", "去年，农民人均收入4800元（人均可支配收入），比上年增长20%"),
    ('"税金"', "{税金: {值: 50, 口径: 2024年和2025年}}", "税金50万元（2024年和2025年）"),
    ('"企业总产值"', "{企业总产值: {值: 17.7, 工业总产值: 13.8}}", "企业总产值17.7亿元，其中工业总产值13.8亿元"),
    ('"企业"', "{企业: {值: 14, 上期: 13}}", "规模以上企业14家，比上年同期增加1家"),
    ('"税金", "利润"', "{利润: 3}", "利润3万元"),
    ('"税金"', "{企业: 3}", ""),
)  # fmt: skip


@pytest.mark.parametrize(("body", "facts", "text"), SAID)
def test_a_filter_says(body: str, facts: str, text: str) -> None:
    assert "".join(said(body, facts)) == text


@pytest.mark.parametrize(("names", "facts", "text"), INDICATORS)
def test_indicators_say(names: str, facts: str, text: str) -> None:
    assert "".join(said(f"{{{{ 经济 | 指标({names}) }}}}", f"经济: {facts}")) == text


def test_each_group_knows_its_facts() -> None:
    body = '{% for 组 in 部署 | 分组("属") %}{{ 组 | 个数 | 汉字 }}{% endfor %}'
    found = [span for span in spans(made(body, PARTS)) if span[1] == "fact"]
    assert [(text, "部署[3].属" in sources) for text, _, sources in found][:2] == [
        ("两", True),
        ("一", False),
    ]


POINTS: Final = "[讲团结, 讲民主。, 讲学习]"
NESTED: Final = {
    "一是下面用1.": ("一是", "", ["一是甲。", "1.讲团结。", "2.讲民主。", "3.讲学习。", "二是乙。"]),
    "一是里不再一是": ("一是", "段", ["一是甲。", "讲团结。", "讲民主。", "讲学习。", "二是乙。"]),
    "一是下面首先": ("一是", "首先", ["一是甲。", "首先，讲团结；其次，讲民主；最后，讲学习。", "二是乙。"]),
    "（一）下面一是": ("（一）", "", ["题", "（一）甲。一是讲团结；二是讲民主；三是讲学习。", "（二）乙。"]),
    "（一）下面1.": ("（一）", "1.", ["题", "（一）甲。", "1.讲团结。", "2.讲民主。", "3.讲学习。", "（二）乙。"]),
    "段下面接着说": ("段", "", ["甲。一是讲团结；二是讲民主；三是讲学习。", "乙。"]),
}  # fmt: skip


@pytest.mark.parametrize("name", NESTED)
def test_points_below_an_item(name: str) -> None:
    style, inner, lines = NESTED[name]
    facts = f"工作: [{{题: 题, 要点: [{{主题: 甲, 分层: {inner}, 分条: {POINTS}}}, 乙]}}]"
    body = (
        f'## 题\n\n{{{{ 列式("{style}") }}}}\n{{% for 点 in 工作[0].要点 %}}\n'
        "- {{ 点 | 成句 }}{{ 点.分条 | 列述(点.分层) }}\n{% endfor %}\n"
    )
    assert [line for line in said(body, facts) if line != "题"] == [
        line for line in lines if line != "题"
    ]


def test_one_point_goes_on_with_its_item() -> None:
    body = "{% for 点 in 工作[0].要点 %}\n- {{ 点 | 成句 }}{{ 点.分条 | 列述 }}\n{% endfor %}\n"
    facts = "工作: [{题: 题, 要点: [{主题: 甲, 分条: [独一点]}, 乙]}]"
    assert said(body, facts) == ["一是甲。独一点。", "二是乙。"]
