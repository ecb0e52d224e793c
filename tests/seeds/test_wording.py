"""The half-year report read aloud: few facts, odd facts, and the sentence they come to."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import gap_lines, lines
from docgen.facts import facts_from
from docgen.source import read_yaml
from tests.pinned import pinned
from tests.samples import DICTIONARY

TOWN: Final = """\
单位: {名称: 青山镇, 自称: 我镇, 党委称: 镇党委, 类别: 镇, 县: 清河县, 上级: 县委}
文稿: {期间: 2026年上半年, 日期: 2026-07-03}
"""
STREET: Final = """\
单位: {名称: 城关街道, 自称: 我街道, 党委称: 街道党工委, 类别: 街道, 县: 清河县, 上级: 县委}
文稿: {期间: 2026年下半年, 日期: 2027-01-06}
"""
PINNED: Final = pinned(
    {
        "汇报过渡": "现汇报如下：",
        "不足引入": "对照{上级}要求，工作中还有不足。",
        "打算引入": "下一步，",
        "汇报表态": "以上打算，{自称}将逐项推进，抓好落实。",
    }
)
"""One wording of every stock phrase; all of them stand in test_stock_in_place.py."""
RECTIFIED: Final = "工作: [{题: 整顿, 要点: [{主题: 逐村整顿, 引: 后进村}]}]\n"


def said(facts: str) -> str:
    """The draft of these facts, without the list of what is missing."""
    read, _ = facts_from([read_yaml(facts, "台账.yaml")], DICTIONARY)
    document = compose(PINNED.template("work_report/half_year"), read, PINNED)
    owed = len(gap_lines(document))
    return "\n".join(lines(document)[: -owed or None])


OPENING: Final = (
    ("", "我镇辖【待填：概况】。现有党支部【待填：党支部】；党员【待填：党员】。"),
    ("概况: {行政村: 1, 社区: 0, 户数: 1, 人口: 0}", "我镇辖1个行政村，共1户。"),
    ("概况: {行政村: 3, 面积: , 社区: }", "我镇辖3个行政村。"),
    ("概况: {社区: 2}", "我镇辖2个社区。"),
    ("党支部: {值: 1, 分为: {农村党支部: 1}}", "现有党支部1个；"),
    ("党支部: {值: 5, 分为: {农村党支部: 4, 两新党支部: 1}}", "5个，其中农村党支部4个、“两新”组织党支部1个；"),
    ("党员: {值: 3, 其中: {女党员: 0, 预备党员: 0}}\n入党积极分子: 0", "；党员3名。"),
    ("党员: {值: 9, 其中: {女党员: {值: 2, 待核实: 待对}}}", "；党员9名，其中女党员2名【待核实】。"),
    ("概况: {行政村: 3}\n村干部: 9", "。村“两委”干部9名。"),
    ("概况: {行政村: 3, 社区: 1}\n村干部: {值: 9, 一肩挑: 4}", "。村（社区）“两委”干部9名，其中书记、主任“一肩挑”4名。"),
    ("概况: {行政村: 0, 社区: 1}\n村干部: 9", "。社区“两委”干部9名。"),
    ("驻村工作队: {值: 1, 队员: 0}", "。有驻村工作队1支。"),
    ("活动: 无", "，按照开展树立和践行正确政绩观学习教育的部署要求，围绕"),
    ("活动: [{名: 红旗村创建, 位置: 抓手}]", "，以红旗村创建为抓手，围绕"),
)  # fmt: skip

WORK: Final = (
    ("工作: [{题: 抓支部, 正文: 开会1次}]", "抓基层党建。现汇报如下：\n一、抓支部\n开会1次。"),
    ("工作: [{题: 甲, 正文: 一}, {题: [乙, 丙], 正文: 二。}]", "，主要做了两个方面的工作。现汇报如下：\n一、甲\n一。\n二、乙，丙\n二。"),
    ("工作: [{题: 抓支部}]", "一、抓支部\n【待填：工作[1].正文】"),
    ("工作: [{题: 抓支部, 正文: , 层次: , 要点: [办一件事]}]", "一、抓支部\n办一件事。"),
    ("工作: []", "围绕推进乡村全面振兴抓基层党建。现汇报如下：\n"),
    (f"{RECTIFIED}后进村: 无", "一、整顿\n逐村整顿。"),
    (f"{RECTIFIED}后进村: [{{村: 石桥村, 状态: 整顿中}}]", "逐村整顿。石桥村目前正在整顿。"),
    (f"{RECTIFIED}后进村: [{{村: 甲村, 状态: 已转化}}, {{村: 乙村, 状态: 已转化}}]", "逐村整顿。甲村目前已转化；乙村目前已转化。"),
    (f"{RECTIFIED}后进村: [{{村: 甲村, 症结: [乱, 散], 状态: 未启动, 措施: 查账}}]", "甲村主要问题是乱、散，准备采取的措施是查账，整顿尚未启动。"),
    (f"{RECTIFIED}后进村: [{{村: 甲村, 包联: 乡党委副书记, 症结: [乱], 状态: 已转化, 措施: 查账, 转化时间: 4月底}}]", "甲村由乡党委副书记包联，主要问题是乱，整顿措施是查账，4月底转化。"),
    (f"{RECTIFIED}后进村: [{{村: 甲村}}, {{村: 乙村, 状态: 整顿中}}]", "列入整顿的党组织2个【待填：后进村[1].状态】。甲村【待填：后进村[1].状态】；乙村目前正在整顿。"),
)  # fmt: skip

CHANGES: Final = (
    ("{值: 200, 上期: 220}", "党员比上年同期下降9.1%、比上年同期减少20名。"),
    ("{值: 220, 上期: 220}", "党员与上年同期持平、与上年同期持平。"),
    ("{值: 2, 上期: 0}", "党员比上年同期增加2名、比上年同期增加2名。"),
    ("{值: 0, 上期: 2}", "党员比上年同期减少2名、比上年同期减少2名。"),
    ("{值: 3000, 上期: 2999, 比: 年初}", "党员与年初基本持平、比年初增加1名。"),
    ("{值: 近300, 上期: 250}", "党员比上年同期增长约20%、比上年同期增加约50名。"),
    ("3", "党员【待填：党员.上期】、【待填：党员.上期】。"),
)  # fmt: skip

ENDING: Final = (
    ("问题: 无", "\n今后打算\n下一步，镇党委将坚持"),
    ("", "\n【待填：问题】\n【待填：问题】\n下一步，镇党委将坚持"),
    ("问题: [{表现: 少, 打算: 多办}]", "对照县委要求，工作中还有不足。\n少。打算：多办。\n下一步"),
    ("问题: 无", "提供组织保证。以上打算，我镇将逐项推进，抓好落实。"),
    ("问题: [{表现: 少。, 具体: 不多；, 原因: 穷, 打算: 多办。}]", "少。不多。原因是穷。打算：多办。"),
    ("问题: [{表现: 少, 具体: , 打算: 多办, 责任: , 时限: 9月底前}]", "少。打算：多办，9月底前完成。"),
    ("问题: [{表现: 少, 打算: 多办, 责任: 党建办, 时限: 长期}]", "少。打算：多办，由党建办负责，长期坚持。"),
    ("问题: [{表现: 少, 打算: 多办, 时限: 第三季度}]", "少。打算：多办，第三季度内完成。"),
    ("问题: [{表现: 少, 打算: 多办, 责任: 党建办, 需上级支持: 否}]", "少。打算：多办，由党建办负责。\n"),
    ("问题: [{表现: 甲, 打算: 一}, {表现: 乙, 需上级支持: 是}]", "工作中还有不足。主要有以下两个方面：\n（一）甲。打算：一。\n（二）乙。打算：【待填：问题[2].打算】。此项需县委支持。"),
)  # fmt: skip


@pytest.mark.parametrize(("facts", "sentence"), [*OPENING, *WORK, *ENDING])
def test_facts_read_as(facts: str, sentence: str) -> None:
    assert sentence in said(f"{TOWN}{facts}\n")


@pytest.mark.parametrize(("members", "sentence"), CHANGES)
def test_changes_read_as(members: str, sentence: str) -> None:
    work = "工作: [{题: 党员, 正文: 党员【党员|较上期】、【党员|增减】}]"
    assert sentence in said(f"{TOWN}党员: {members}\n{work}\n")


def test_a_street_speaks_of_its_people_and_of_last_year() -> None:
    draft = said(f"{STREET}概况: {{行政村: 0, 社区: 9, 户数: 2.86万}}\n")
    assert "我街道辖9个社区，共2.86万户。" in draft
    assert "去年下半年，在县委的领导下，街道党工委坚持" in draft
    assert "围绕服务群众、服务辖区发展抓基层党建" in draft
    assert "乡村" not in draft
