"""What is wrong in lists as they are filled in: a facts text, and what is said of its lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.facts import check_facts, facts_from, read_facts
from docgen.source import read_yaml
from tests.samples import DICTIONARY, FILES, NAMES

WHOLE = "症结: [班子不团结], 措施: [选派第一书记], 状态: 整顿中"

CASES = {
    # --- 空着的栏 ---
    "填全了的不说": (f"后进村: [{{村: 石桥村, {WHOLE}}}]", []),
    "可不填的空着不说": ("问题: [{表现: 场所老旧, 打算: 改建}]", []),
    "写待填的不说": (
        "后进村: [{村: 石桥村, 症结: 待填, 措施: {待填}, 状态: 待填}]\n问题: [{表现: 旧, 打算: {待核实: 未定}}]",
        [],
    ),
    "少一栏": (
        f"后进村:\n  - {{村: 石桥村, {WHOLE}}}\n"
        "  - {村: 上河村, 症结: [场所旧], 措施: [改建]}\n  - {村: 王坪村, 症结: [账不清], 措施: [清账]}\n",
        ["3:5 提示 FCT113 “后进村”第2、3条没有填 状态 ← 4:5"],
    ),
    "写了名称，后面空着": (
        "问题:\n  - 表现: 场所老旧\n    打算:\n",
        ["2:5 提示 FCT113 “问题”第1条没有填 打算"],
    ),
    "各条少的不一样": (
        "后进村:\n  - {村: 石桥村, 症结: [甲], 措施: [乙]}\n  - 上河村\n",
        ["2:5 提示 FCT113 “后进村”第1、2条没有填 状态，第2条没有填 症结、措施 ← 3:5"],
    ),
    "没有标题": (
        "工作: [{正文: 走访35户。}]",
        ["1:6 提示 FCT113 “工作”第1条没有填 题"],
    ),
    "只是一句话的列表没有栏": ("成效: [班子强了。]\n工作: [{题: [甲], 要点: [乙。]}]", []),
    # --- 同一项写了两条 ---
    "同一个村两条": (
        f"后进村:\n  - {{村: 石桥村, {WHOLE}}}\n  - {{村: 石桥村, {WHOLE.replace('整顿中', '未启动')}}}\n",
        ["3:9 疑似 FCT114 “后进村”第1、2条都是“石桥村” ← 2:5"],
    ),
    "同一项荣誉": (
        "荣誉:\n  - {名: 先进党组织, 级: 县}\n  - {名: 平安乡镇, 级: 县}\n  - {名: 先进 党组织, 级: 县}\n",
        ["4:9 疑似 FCT114 “荣誉”第1、3条都是“先进 党组织” ← 2:5"],
    ),
    "两级、两年的荣誉是两项": (
        "荣誉: [{名: 先进党组织, 级: 县, 年: 2025}, {名: 先进党组织, 级: 市, 年: 2025}, {名: 先进党组织, 级: 县, 年: 2024}]",
        [],
    ),
    "两个地方的会是两次": (
        "会议活动: [{名: 宣讲会, 地点: 石桥村}, {名: 宣讲会, 地点: 上河村}]",
        [],
    ),
    "话说得一样不算": (
        "问题: [{表现: 场所老旧, 打算: 改建}, {表现: 场所老旧, 打算: 新建}]",
        [],
    ),
    # --- 没有归处的事例 ---
    "事例的属差一个字": (
        "部署: [{题: 明确各级责任, 说明: 要到人}]\n事例: [{事: 台账丢了, 属: 明确各级任务}]",
        ["2:19 疑似 FCT116 没有题为“明确各级任务”的部署，这个事例印不出来"],
    ),
    "事例写了属，部署还没有写": ("事例: [{事: 台账丢了, 属: 明确各级责任}]", []),
    "用在形势里的事例不写属": ("部署: [{题: 甲, 说明: 乙}]\n事例: [{事: 台账丢了}]", []),
    # --- 差一点的属 ---
    "属差一个字": (
        "部署:\n  - {题: 甲, 属: 办法再过硬，, 说明: 子}\n  - {题: 乙, 属: 办法更过硬，, 说明: 丑}\n",
        ["3:15 疑似 FCT117 “办法更过硬，”同“办法再过硬，”只差一点，会成为两个部分 ← 2:15"],
    ),
    "属多一个逗号": (
        "部署:\n  - {题: 甲, 属: 办法再过硬，见底}\n  - {题: 乙, 属: 办法再过硬见底}\n",
        ["3:15 疑似 FCT117 “办法再过硬见底”同“办法再过硬，见底”只差一点，会成为两个部分 ← 2:15"],
    ),
    "属多一个字": (
        "部署:\n  - {题: 甲, 属: 把责任压实}\n  - {题: 乙, 属: 责任压实}\n",
        ["3:15 疑似 FCT117 “责任压实”同“把责任压实”只差一点，会成为两个部分 ← 2:15"],
    ),
    "属是两个部分": (
        "部署: [{题: 甲, 属: 思想再重视}, {题: 乙, 属: 责任再压实}, {题: 丙, 属: 思想再重视}]",
        [],
    ),
    "属只有一两个字的不问": ("部署: [{题: 甲, 属: 第一}, {题: 乙, 属: 第二}]", []),
    # --- 自己写的序号 ---
    "要点自带一是、二是": (
        "工作:\n  - 题: [抓班子]\n    要点: [一是补选委员。, 二是建联系点。, 再开会。]\n",
        ["3:10 疑似 FCT115 “工作[1].要点[1]”等2处开头自己写了序号“一是”“二是” ← 3:19"],
    ),
    "标题自带序号": (
        "工作: [{题: [（一）抓班子, 强队伍]}, {题: [（二）改作风]}]",
        ["1:11 疑似 FCT115 “工作[1].题[1]”等2处开头自己写了序号“（一）”“（二）” ← 1:31"],
    ),
    "正文里自己分一是二是": ("工作: [{题: [甲], 正文: 一是抓学习，二是抓落实。}]", []),
    "句子中间的一是不管": ("问题: [{表现: 原因有二，一是人少，二是钱少, 打算: 补选}]", []),
}


def said(text: str) -> list[str]:
    """What is said of the lists of a text."""
    facts, findings = facts_from([read_yaml(text, "台账.yaml")], DICTIONARY)
    assert findings == ()
    out = []
    for f in check_facts(facts, DICTIONARY):
        assert f.hint
        other = "".join(f" ← {p.line}:{p.column}" for p in f.related)
        out.append(f"{f.place.line}:{f.place.column} {f.level.label} {f.code} {f.message}{other}")
    return out


@pytest.mark.parametrize("name", CASES)
def test_lists(name: str) -> None:
    text, expected = CASES[name]
    assert said(text) == expected


NUMBERED = {
    "一是补选支部委员": "一是", "十一是建账": "十一是", "首先，摸清底数": "首先，", "第一，摸清底数": "第一，",
    "（一）抓班子": "（一）", "(2)抓班子": "(2)", "（2）抓班子": "（2）", "2）抓班子": "2）", "一、抓班子": "一、",
    "1. 抓班子": "1.", "1．抓班子": "1．", "12.抓班子": "12.", "1、抓班子": "1、", "①抓班子": "①", "⑴抓班子": "⑴",
    "其一，抓班子": "其一，",
}  # fmt: skip
PLAIN = (
    "1名党员包3户", "一村一策", "3月召开现场会", "一是一、二是二，账目说得清", "一、二组修路", "1、2组修路",
    "1.5万亩茶园", "3.15活动", "12.5%的党员", "第一书记驻村", "第一批12个村", "首先摸底的是石桥村", "一对一帮扶",
    "三会一课", "“一是”的说法", "2026年6月", "（试行）办法", "（2026年）计划", "7·1慰问", "十个村", "100.抓",
)  # fmt: skip


@pytest.mark.parametrize("text", NUMBERED)
def test_a_number_in_front(text: str) -> None:
    facts, _ = facts_from([read_yaml(f"成效: ['{text}']", "台账.yaml")], DICTIONARY)
    [finding] = check_facts(facts, DICTIONARY)
    assert finding.hint == f"去掉“{NUMBERED[text]}”，序号由程序排"


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_begins_like_a_number(text: str) -> None:
    assert said(f"成效: ['{text}']") == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_samples_are_filled_in_well(path: Path) -> None:
    facts, _ = read_facts(path, DICTIONARY)
    codes = {finding.code for finding in check_facts(facts, DICTIONARY)}
    assert codes & {"FCT113", "FCT114", "FCT115"} == set()
