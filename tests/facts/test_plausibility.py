"""What is worth a second look: a facts text and the hints it gives, and the many it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.compose.filters import FILTERS
from docgen.facts import check_facts, facts_from, read_facts
from docgen.facts.sentences import marked
from docgen.finding import Finding, Level, format_finding
from docgen.library.plausibility import Plausibility
from docgen.source import read_yaml
from tests.samples import DICTIONARY, FILES, LIBRARY, NAMES

SCALES = LIBRARY.plausibility

CASES = {
    # --- 与上期相比 ---
    "多打了一个零": (
        "党员: {值: 6200, 上期: 620}",
        ["1:9 FCT140 “党员”本期6200，上期620，是上期的10.0倍，没有说明 ← 1:19"],
    ),
    "少打了一位": (
        "党员: {值: 112, 上期: 1126}",
        ["1:9 FCT140 “党员”本期112，上期1126，不到上期的10%，没有说明 ← 1:18"],
    ),
    "小数目的成倍不是突变": ("发展党员: {值: 8, 上期: 5}", []),
    "一年里的正常增减": ("党员: {值: 1150, 上期: 1126}", []),
    "当期的事可多可少": ("培训: {人次: {值: 2400, 上期: 1098}}", []),
    "当期的事多了十几倍": (
        "培训: {人次: {值: 12140, 上期: 1098}}",
        ["1:14 FCT140 “培训.人次”本期12140，上期1098，是上期的11.1倍，没有说明 ← 1:25"],
    ),
    "存量少了一半": (
        "党员: {值: 530, 上期: 1126}",
        ["1:9 FCT140 “党员”本期530，上期1126，不到上期的48%，没有说明 ← 1:18"],
    ),
    "一下到零": (
        "入党积极分子: {值: 0, 上期: 46}",
        ["1:13 FCT140 “入党积极分子”本期0，上期46，一下到零，没有说明 ← 1:20"],
    ),
    "写了说明的不问": ("党员: {值: 530, 上期: 1126, 说明: 6个村划归邻镇}", []),
    "写了口径的不问": ("党员: {值: 530, 上期: 1126, 口径: 不含流动党员}", []),
    "待核实的不问": ("党员: {值: 530, 上期: 1126, 待核实: 与年报不一致}", []),
    "计划的不问": ("阵地建设: {新建: {值: 60, 上期: 1, 状态: 计划}}", []),
    "投资翻两番是常事": ("阵地建设: {投资: {值: 186, 上期: 64}}", []),
    "覆盖率掉了四成": (
        "党员积分管理覆盖率: {值: 50.2%, 上期: 91.5%}",
        ["1:16 FCT140 “党员积分管理覆盖率”本期50.2%，上期91.5%，差41.3个百分点，没有说明 ← 1:27"],
    ),
    "覆盖率升了五个点": ("党员积分管理覆盖率: {值: 96.2%, 上期: 91.5%}", []),
    # --- 单位差一万倍 ---
    "本期按元填，上期按万元填": (
        "村集体经济: {收入: {值: 4126000, 上期: 368.2}}",
        [
            "1:17 FCT143 “村集体经济.收入”本期4126000，上期368.2万元，差了约一万倍 ← 1:30",
            "1:17 FCT144 “村集体经济.收入”填4126000，按万元算是412.6亿元，一个单位的这一项太大了",
        ],
    ),
    "人口漏写了万": (
        "概况: {人口: 2.9}",
        ["1:10 FCT144 “概况.人口”填2.9，人数有小数"],
    ),
    "人口只填了个位": (
        "概况: {人口: 3}",
        ["1:10 FCT144 “概况.人口”填3，一个单位的这一项太小了"],
    ),
    "人口多写了万": (
        "概况: {人口: 29000万}",
        ["1:10 FCT144 “概况.人口”填29000万，一个单位的这一项太大了"],
    ),
    "投资写明单位的照单位": ("阵地建设: {投资: 186万元}", []),
    "投资按元填了": (
        "阵地建设: {投资: 1860000}",
        ["1:12 FCT144 “阵地建设.投资”填1860000，按万元算是186亿元，一个单位的这一项太大了"],
    ),
    "投资就是1860000元": ("阵地建设: {投资: 1860000元}", []),
    "目标按另一个单位填": (
        "村集体经济: {收入: {值: 412.6, 目标: 4500000}}",
        ["1:17 FCT143 “村集体经济.收入”填412.6，目标是4500000万元，差了约一万倍"],
    ),
    "户均人口不合常理": (
        "概况: {户数: 8460, 人口: 2900}",
        [
            "1:20 FCT147 “概况.人口”填2900，“概况.户数”填8460，平均一户的人数成了0.3428 ← 1:10",
        ],
    ),
    "户均人口合常理": ("概况: {户数: 2.86万, 人口: 7.4万}", []),
    "县里的数不按乡镇的尺度": (
        "单位: {名称: 清河县}\n党员: {值: 2.6万, 说明: 全县数}",
        [],
    ),
    # --- 其中几乎等于整体 ---
    "女党员填成了总数": (
        "党员: {值: 1126, 其中: {女党员: 1126}}",
        ["1:25 FCT141 “党员.女党员”填1126，等于总数 ← 1:9"],
    ),
    "女党员几乎是全部": (
        "党员: {值: 1126, 其中: {女党员: 1120}}",
        ["1:25 FCT141 “党员.女党员”填1120，几乎等于总数1126 ← 1:9"],
    ),
    "直接写在总数下的也看": (
        "党员: {值: 1126, 女党员: 1120}",
        ["1:20 FCT141 “党员.女党员”填1120，几乎等于总数1126 ← 1:9"],
    ),
    "全是高中以上不奇怪": ("发展党员: {值: 22, 其中: {高中以上: 22}}", []),
    "人少的支部全是女党员不奇怪": ("党员: {值: 6, 其中: {女党员: 6}}", []),
    "女党员占四成": ("党员: {值: 2745, 其中: {女党员: 1104}}", []),
    # --- 百分比 ---
    "覆盖率过百": (
        "党员积分管理覆盖率: 104%",
        ["1:12 FCT142 “党员积分管理覆盖率”填104%，超过了100%"],
    ),
    "百分比像小数": (
        "党员积分管理覆盖率: 0.962",
        ["1:12 FCT145 “党员积分管理覆盖率”填0.962，按百分之0.962算"],
    ),
    "真是百分之零点几": ("党员积分管理覆盖率: 0.962%", []),
    "句子里的率过百": (
        "工作: [{正文: 矛盾纠纷化解率达108%。}]",
        ["1:11 FCT142 句子里“纠纷化解率达108%”，超过了100%"],
    ),
    "完成率可以过百": ("工作: [{正文: 征收任务完成率108%，到会率96%。}]", []),
    # --- 句子与台账 ---
    "句子说的总数与台账不同": (
        "发展党员: 12\n工作: [{正文: 发展党员13名。}]",
        ["2:11 FCT146 句子里说的是“13名”，台账“发展党员”填的是12 ← 1:7"],
    ),
    "句子说全镇": (
        "党员: 1126\n工作: [{正文: 截至6月底，全镇现有党员1127人，都已建档。}]",
        ["2:11 FCT146 句子里说的是“1127人”，台账“党员”填的是1126 ← 1:5"],
    ),
    "句子说下辖几个村": (
        "概况: {行政村: 14}\n工作: [{正文: 我镇下辖15个行政村，山多地少。}]",
        ["2:11 FCT146 句子里说的是“15个”，台账“概况.行政村”填的是14 ← 1:11"],
    ),
    "一句里第二个数不同": (
        "党支部: 27\n党员: 1126\n工作: [{正文: 全镇有党支部27个，党员1216名。}]",
        ["3:11 FCT146 句子里说的是“1216名”，台账“党员”填的是1126 ← 2:5"],
    ),
    "培训人次不同": (
        "培训: {人次: 1214}\n工作: [{要点: [分批轮训。上半年培训1241人次。]}]\n文稿: {期间: 2026年上半年}",
        ["2:12 FCT146 句子里说的是“1241人次”，台账“培训.人次”填的是1214 ← 1:10"],
    ),
    "约数相容": ("党员: 1126\n工作: [{正文: 全镇现有党员1100余名。}]", []),
    "说的是其中一部分": ("党员: 1126\n工作: [{正文: 全镇参训干部中，党员312名。}]", []),
    "说的是村里的": ("党员: 1126\n工作: [{正文: 石桥村党员56名，分3个小组。}]", []),
    "前面说了一个村": ("党员: 1126\n工作: [{正文: 石桥村是大村。党员56名，分3个小组。}]", []),
    "说的是另一种党员": ("党员: 1126\n工作: [{正文: 走访困难党员68名。}]", []),
    "说的是去年": ("发展党员: 12\n工作: [{正文: 去年发展党员11名。}]", []),
    "说的是全镇的去年": ("发展党员: 12\n工作: [{正文: 去年，全镇发展党员11名。}]", []),
    "一村一条的话说的是村里": (
        "党员: 1126\n后进村: [{村: 石桥村, 措施: ['党员56名，分片联户'], 状态: 整顿中}]",
        [],
    ),
    "干部不只是发展的党员里的干部": (
        "发展党员: {值: 12, 其中: {干部: 3}}\n工作: [{正文: 干部21名，组成5个调研组。}]",
        [],
    ),
    "说的是打算": ("发展党员: 12\n工作: [{正文: 今年计划发展党员20名。}]", []),
    "后面还有字，是一部分人": ("党员: 1126\n工作: [{正文: 党员12名参加了比赛。}]", []),
    "说的是另一段时间": ("发展党员: 12\n工作: [{正文: 一季度发展党员5名。}]", []),
    "写明其中": ("发展党员: 12\n工作: [{正文: 上半年吸收新人，其中发展党员5名。}]", []),
    "量词不同，不是同一回事": ("党员: 1126\n工作: [{正文: 党员3户受灾。}]", []),
    # --- 还是上期的话 ---
    "上期的话没有改过": (
        f"工作: [{{正文: {marked('走访党员35户。')}}}, {{正文: {marked('召开会议2次。')}}}]",
        ["1:11 FCT112 “工作[1].正文”等2处还是上期的话 ← 1:37"],
    ),
    "改过的不列": (f"工作: [{{正文: {marked('走访党员35户。')}又走访6户。}}]", []),
    "去掉标记的不列": ("工作: [{正文: 走访党员35户。}]", []),
}


def hints(text: str) -> list[Finding]:
    """What is worth a second look in a text without errors."""
    facts, findings = facts_from([read_yaml(text, "台账.yaml")], DICTIONARY)
    assert findings == ()
    found = check_facts(facts, DICTIONARY, LIBRARY.formulations, FILTERS, SCALES)
    assert {finding.level for finding in found} <= {Level.HINT}
    return [finding for finding in found if finding.code != "FCT109"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_worth_a_second_look(name: str) -> None:
    text, expected = CASES[name]
    said = []
    for finding in hints(text):
        assert finding.hint
        place = f"{finding.place.line}:{finding.place.column}"
        other = "".join(f" ← {p.line}:{p.column}" for p in finding.related)
        said.append(f"{place} {finding.code} {finding.message}{other}")
    assert said == expected


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_samples_give_nothing_to_ask(path: Path) -> None:
    facts, _ = read_facts(path, DICTIONARY)
    found = check_facts(facts, DICTIONARY, LIBRARY.formulations, FILTERS, SCALES)
    doubted = [
        format_finding(finding)
        for finding in found
        if finding.code == "FCT112" or is_scale(finding)
    ]
    assert doubted == []


def is_scale(finding: Finding) -> bool:
    """Whether the finding is one of this page's."""
    return "FCT140" <= finding.code <= "FCT159"


def test_without_scales_only_sentences_are_looked_at() -> None:
    text = "党员: {值: 6200, 上期: 620, 女党员: 6200}\n工作: [{正文: 全镇现有党员6201名。}]"
    facts, _ = facts_from([read_yaml(text, "台账.yaml")], DICTIONARY)
    found = check_facts(facts, DICTIONARY, scales=Plausibility())
    assert [finding.code for finding in found] == ["FCT146"]


def test_every_scale_is_of_a_fact_that_is_registered() -> None:
    named = {name for jump in SCALES.jumps for name in jump.names}
    named |= SCALES.nearly_all.names | {ratio.over for ratio in SCALES.ratios}
    named |= {ratio.under for ratio in SCALES.ratios} | {scale.name for scale in SCALES.ranges}
    kinds = {"计数", "小数", "金额", "百分比"}
    assert {name for name in named - kinds if DICTIONARY.find(name) is None} == set()


def test_every_scale_says_why() -> None:
    rows = (*SCALES.jumps, SCALES.nearly_all, SCALES.rates, *SCALES.ranges, *SCALES.ratios)
    assert [row for row in rows if not row.basis] == []
