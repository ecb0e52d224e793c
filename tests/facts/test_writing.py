"""Facts written as YAML: the layout a person would type, and the same facts when read again."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.facts import Fact, Facts, Record, Records, facts_from
from docgen.facts.dictionary import Entry
from docgen.facts.sentences import marked
from docgen.facts.values import Node
from docgen.facts.writing import facts_yaml
from docgen.source import MappingNode, Parsed, Scalar, SequenceNode, read_file, read_yaml
from docgen.source import Node as SourceNode
from tests.samples import DICTIONARY, FILES, NAMES


def read(text: str) -> tuple[Facts, list[str]]:
    facts, findings = facts_from([read_yaml(text, "甲.yaml")], DICTIONARY)
    return facts, [f"{finding.code} {finding.message}" for finding in findings]


LAYOUTS = {
    "短的一行，长的分行": """\
文稿: {期间: 2026年上半年, 日期: 2026-07-03}

概况:
  面积: 126.4
  行政村: 14
  户数: {值: 8460, 口径: 户籍}
  人口: 2.9万

党支部: {值: 27, 分为: {农村党支部: 14, 社区党支部: 1, 机关党支部: 12}}
入党积极分子: 46

党员:
  值: 1126
  上期: 1108
  来源: 全国党员管理信息系统
  时点: 2026-06-30
  其中: {女党员: {值: 237, 上期: 226}, 预备党员: 24, 青年党员: 168}
""",
    "记录能一行就一行，句子不加引号": """\
工作:
  - 题: [强班子, 严管理]
    正文: 调整班子成员3名，【发展党员|量】；其余“两委”成员留任。
    要点:
      - 抓换届。3月20日前选举完毕，选出“两委”干部【村干部|量】。
      - {主题: 整顿后进村, 做法: 包村, 引: 后进村}

后进村:
  - {村: 上河村, 症结: [班子老化, 集体经济薄弱], 状态: 整顿中}
  - {村: 石桥村, 状态: 已转化}

活动: 无
""",
    "只有会读错的才加引号": """\
问题:
  - {表现: '#少开会', 打算: '补开: 7月', 时限: 9月底, 责任: '镇[党委]'}
  - 表现: '- 少数支部半年没有开会'
    具体: '末尾是半角]'
    原因: 时间12点、比例3成、半角, 和[括号]在分行时都不必加
    打算: 待填
""",
    "待填、待核实、计划、不公开": """\
党员: 待填
发展党员: {待核实: 原稿不清}
入党积极分子: {值: 46, 待核实: 与年报不一致}
村干部: {值: 78, 状态: 计划, 公开: 否}
""",
    "未更新的带着标记": f"""\
工作:
  - 要点:
      - {marked("抽查支部9个。")}
""",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    text = LAYOUTS[name]
    facts, said = read(text)
    assert said == []
    assert facts_yaml(facts) == text


TRICKY = {
    "部分之间夹着别的": "党员: {女党员: 1, 平均年龄: 45, 其中: {流动党员: 3}, 预备党员: 2}\n",
    "关系和字典不同的部分": "发展党员: {女性: 1, 分为: {农民: 3}, 其中: {干部: 2}}\n",
    "方括号里引号不成对": "后进村: [{症结: ['“一肩挑', 年龄偏大”]}]\n",
    "花括号里全角逗号后跟冒号": "后进村: [{包联: '镇长，电话：无', 村: 甲村}]\n",
    "去了标记还有标记": "工作: [{正文: 【未更新 0000】【未更新】甲}]\n",
    "句子里有换行": 'XX: [{正文: "甲\\n乙"}]\n'.replace("XX", "工作"),
    "状态写成未更新": "党员: {值: 62, 状态: 未更新}\n",
    "金额的上期不带单位": "村集体经济: {收入: {值: 2.2亿, 上期: 150, 目标: 200万}}\n",
}


@pytest.mark.parametrize("name", TRICKY)
def test_tricky_ones_come_back(name: str) -> None:
    facts, _ = read(TRICKY[name])
    again, said = read(facts_yaml(facts))
    assert same(again.root) == same(facts.root), facts_yaml(facts)
    assert [line for line in said if line.startswith("SRC")] == []


def test_comments_stand_in_one_column() -> None:
    facts, _ = read("概况: {行政村: 14, 社区: 1, 户数: 8460, 人口: 2.9万}\n")
    notes = {"概况.行政村": "个", "概况.人口": "人；户籍"}
    assert facts_yaml(facts, lambda path: notes.get(path, "")) == (
        "概况:\n  行政村: 14   # 个\n  社区: 1\n  户数: 8460\n  人口: 2.9万  # 人；户籍\n"
    )


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_the_samples_come_back(file: Any) -> None:
    facts, _ = facts_from([read_file(file)], DICTIONARY)
    again, said = read(facts_yaml(facts))
    assert said == []
    assert same(again.root) == same(facts.root)


def same(node: Node) -> Any:
    """The node without its places and empty groups."""
    if isinstance(node, Records):
        return [same(item) for item in node.items]
    members = {name: same(below) for name, below in node.members.items()}
    members = {name: below for name, below in members.items() if below != {}}
    if not isinstance(node, Fact):
        return {"-": "record", **members} if isinstance(node, Record) else members
    said = {name: getattr(node.more, name) for name in type(node.more).__slots__}
    del said["previous_place"]
    path = node.path.removesuffix(".文")  # - {文: 甲。} and - 甲。 say the same
    return ("fact", path, node.value, node.text, list(members.items()), said)


# --- whatever may be typed ------------------------------------------------------------------------

SIGNS = "党员村镇三五9 1.%:：,，;；。、“”‘’\"'【】[]{}()（）#&*!|>-?@`~=《》＂｛/\\$^𠮷é"
WORDS = st.sampled_from(["无", "true", "~", "<<", "---", "2026-06-30", "0571", "12:30", "- 甲"])
TEXTS = (
    st.text(SIGNS, min_size=1, max_size=24).map(lambda text: unicodedata.normalize("NFC", text))
    | WORDS
)
SENTENCES = TEXTS | TEXTS.map(marked) | TEXTS.map(lambda text: f"【未更新 0000】{text}")
NUMBERS = st.sampled_from(
    ["62", "0", "2.2万", "3000多", "近600万元", "98%以上", "-3.5", "186.5", "9至10", "许多"]
)
DAYS = st.sampled_from(["2026-06-30", "2026年6月30日", "去年"])
PERIODS = st.sampled_from(["2026年上半年", "2026-h1", "2025年1月至2026年6月", "上回"])
STATUSES = st.sampled_from(["已核实", "待核实", "计划", "未更新"])
PLACES = (1, 1)


def scalar(text: str) -> Scalar:
    return Scalar(text, *PLACES, True)


def mapping(items: list[tuple[str, SourceNode]]) -> MappingNode:
    return MappingNode(tuple((scalar(key), value) for key, value in items), *PLACES)


def value_of(entry: Entry) -> st.SearchStrategy[str]:
    if entry.is_number:
        return NUMBERS
    if entry.options:
        return st.sampled_from([*entry.options, "别的"])
    kinds = {"日期": DAYS, "期间": PERIODS, "是否": st.sampled_from(["是", "否"])}
    return st.just("待填") | kinds.get(entry.kind, SENTENCES)


ASIDE = {
    **dict.fromkeys(("上期", "目标"), st.sampled_from(["58", "2.1万", "近500", "368.2"])),
    "增幅": st.sampled_from(["9.5%", "-3%", "0"]),
    **dict.fromkeys(("比", "名次", "来源", "时点", "口径", "说明", "待核实"), TEXTS),
    "状态": STATUSES,
    "公开": st.sampled_from(["是", "否"]),
}


@st.composite
def node_of(draw: Any, entry: Entry, depth: int = 0) -> SourceNode:
    """What may be typed for an entry."""
    if entry.kind in ("组", "构成"):
        return mapping(draw(some(entry, depth)))
    if entry.kind == "列表":
        if draw(st.integers(0, 9)) == 0:
            return scalar("无")
        items = draw(st.lists(line_of(entry, depth), min_size=1, max_size=3))
        return SequenceNode(tuple(items), *PLACES)
    text = scalar(draw(value_of(entry)))
    if draw(st.booleans()):
        return text
    aside = draw(st.lists(st.sampled_from(sorted(ASIDE)), unique=True, max_size=3))
    items: list[tuple[str, SourceNode]] = [(name, scalar(draw(ASIDE[name]))) for name in aside]
    if draw(st.integers(0, 4)):
        items.append(("值", text))
    shares: dict[str, list[tuple[str, SourceNode]]] = {"分为": [], "其中": []}
    for name, below in draw(some(entry, depth)):
        where = draw(st.sampled_from(["分为", "其中", ""]))
        leaf = entry.members[name].kind not in ("组", "构成", "列表")
        (shares[where] if where and leaf else items).append((name, below))
    items += [(key, mapping(members)) for key, members in shares.items() if members]
    return mapping(draw(st.permutations(items)))


@st.composite
def some(draw: Any, entry: Entry, depth: int) -> list[tuple[str, SourceNode]]:
    """Some of the members of an entry."""
    if not entry.members or depth > 3:
        return []
    names = draw(st.lists(st.sampled_from(list(entry.members)), unique=True, max_size=4))
    return [(name, draw(node_of(entry.members[name], depth + 1))) for name in names]


@st.composite
def line_of(draw: Any, entry: Entry, depth: int) -> SourceNode:
    """A line of a list."""
    if not entry.members or ("文" in entry.members and draw(st.booleans())):
        return scalar(draw(SENTENCES))
    return mapping(draw(some(entry, depth)))


@st.composite
def files(draw: Any) -> Parsed:
    names = draw(st.lists(st.sampled_from(list(DICTIONARY.roots)), unique=True, max_size=4))
    root = mapping([(name, draw(node_of(DICTIONARY.roots[name]))) for name in names])
    return Parsed(root, (), "甲.yaml", ())


@settings(max_examples=400)
@given(files())
def test_what_is_written_is_read_again(parsed: Parsed) -> None:
    facts, findings = facts_from([parsed], DICTIONARY)
    text = facts_yaml(facts)
    again, said = read(text)
    assert same(again.root) == same(facts.root), text
    assert [line for line in said if line.startswith("SRC")] == [], text
    errors = {finding.message for finding in findings if finding.code == "FCT008"}
    assert {line.removeprefix("FCT008 ") for line in said if "FCT008" in line} <= errors
    assert facts_yaml(again) == text
