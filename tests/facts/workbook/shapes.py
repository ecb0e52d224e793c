"""Facts drawn at random over the whole dictionary, and facts as plain values to compare."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from docgen.facts import Dictionary, Entry, Fact, Facts, Group, Records, facts_from
from docgen.facts.sentences import marked
from docgen.facts.values import Node
from docgen.source import read_yaml

OPEN = ("待填", "待补", "【待填】", "")
NUMBERS = st.sampled_from(
    "0 3 62 644 1126 2600 -3 0.5 43.5 126.4 412.60 412.6 007 1,234 １２ 3000多 近600万元 2.2万 "
    "98%以上 96.2% 12％ 三百 9至10 123456789012345 1234567890123456 0.1234567891 十余 5万余".split()
)
TEXTS = st.one_of(
    st.sampled_from(
        "=1+1 +5% -3 @甲 '引 '=1 无 是 2026 1-2 007 抽调15名干部组成4个工作组。 甲；乙 _x0041_ #甲 甲：乙 1e5".split()
    ),
    st.text(
        alphabet=list("甲乙丙村镇一二1230.,，。；;：、“”（）【】=+-@'\"#&<>_x A％"),
        min_size=1,
        max_size=12,
    ),
).map(str.strip)
DATES = st.sampled_from(("2026-06-30", "2026年6月30日", "2026.6.30", "二〇二六年六月三十日"))
PERIODS = st.sampled_from(("2026年上半年", "2026年", "2026年1月至6月", "2026-06", "2026-h1"))


def _sound(text: str) -> bool:
    return text not in OPEN and not text.startswith("【未更新") and text.strip() == text


def texts() -> st.SearchStrategy[str]:
    """Words of one line, some of them carried over."""
    plain = TEXTS.filter(_sound)
    return st.one_of(plain, plain, plain.map(marked))


def _scalar(entry: Entry) -> st.SearchStrategy[str]:
    kind = entry.kind
    if entry.is_number:
        value: st.SearchStrategy[str] = NUMBERS
    elif kind == "日期":
        value = DATES
    elif kind == "期间":
        value = PERIODS
    elif kind == "选项":
        value = st.sampled_from(entry.options)
    elif kind == "是否":
        value = st.sampled_from(("是", "否"))
    else:
        value = texts()
    return st.one_of(value, value, value, st.just("待填"))


@st.composite
def _said(draw: st.DrawFn) -> dict[str, str]:
    words: dict[str, st.SearchStrategy[str]] = {
        "上期": NUMBERS.filter(lambda text: text not in ("007", "1234567890123456")),
        "增幅": st.sampled_from(("5.2%", "-3%", "0.3个百分点", "12")),
        "比": st.sampled_from(("上年同期", "年初", "换届前")),
        "目标": st.sampled_from(("150", "200万", "近3000")),
        "名次": TEXTS.filter(_sound),
        "来源": TEXTS.filter(_sound),
        "时点": st.sampled_from(("6月底", "2026-06-30")),
        "口径": TEXTS.filter(_sound),
        "状态": st.sampled_from(("待核实", "计划", "未更新")),
        "公开": st.just("否"),
        "说明": TEXTS.filter(_sound),
        "待核实": TEXTS.filter(_sound),
    }
    names = draw(st.lists(st.sampled_from(list(words)), unique=True, max_size=3))
    return {name: draw(words[name]) for name in names}


@st.composite
def values(draw: st.DrawFn, entry: Entry, often: int) -> Any:
    """A value for this entry as plain YAML, None for nothing.  often: one entry in so many."""
    if entry.kind in ("组", "构成"):
        return draw(members(entry, often)) or None
    if entry.kind == "列表":
        return draw(_list(entry))
    value: Any = draw(_scalar(entry))
    if draw(st.integers(0, 3)):
        if not entry.members:
            return value
    else:
        said = draw(_said())
        if said and value == "待填" and draw(st.booleans()):
            value = {}
        if said:  # a sentence written the long way for nothing would be told apart by its path
            value = ({"值": value} if value else {}) | said
    below = draw(members(entry, often)) if entry.members else {}
    if not below:
        return value or None
    out: dict[str, Any] = value if isinstance(value, dict) else {"值": value}
    for name in draw(st.permutations(list(below))):
        plain = entry.members[name].kind not in ("组", "构成", "列表")
        where = draw(st.sampled_from(("", "", "分为", "其中"))) if plain else ""
        (out.setdefault(where, {}) if where else out)[name] = below[name]
    return out


@st.composite
def members(draw: st.DrawFn, entry: Entry, often: int) -> dict[str, Any]:
    """Values for some of the members."""
    out = {}
    for name, below in entry.members.items():
        if draw(st.integers(1, often)) == 1:
            value = draw(values(below, often))
            if value is not None:
                out[name] = value
    return out


@st.composite
def _list(draw: st.DrawFn, entry: Entry) -> Any:
    if draw(st.integers(0, 6)) == 0:
        return "无"
    if not entry.members:
        item = _scalar(Entry(entry.name, entry.path, entry.item or "文本")).filter(_sound_item)
        return draw(st.lists(item, min_size=1, max_size=3))
    row: st.SearchStrategy[Any] = members(entry, 2).filter(_fills)
    if "文" in entry.members or (entry.title and entry.members[entry.title].kind != "列表"):
        row = st.one_of(texts().filter(_sound_item), row)
    return draw(st.lists(row, min_size=1, max_size=3))


def _sound_item(text: str) -> bool:
    return text not in OPEN


def _fills(row: dict[str, Any]) -> bool:
    """Whether a form can show the record at all: one whose only field is an empty list cannot."""
    return bool(row) and any(value not in ("无", []) for value in row.values())


def units(dictionary: Dictionary) -> st.SearchStrategy[str]:
    """A facts file."""
    top = Entry("", "", "组", members=dictionary.roots)
    return members(top, 6).map(lambda data: json.dumps(data, ensure_ascii=False))


def read(text: str, dictionary: Dictionary, name: str = "甲.yaml") -> Facts:
    """The facts of a file, whatever is wrong with it."""
    return facts_from([read_yaml(text, name)], dictionary)[0]


_APART = {"previous_place", "previous_doubtful"}


def shape(node: Node | Facts) -> Any:
    """The facts as plain values, without places and without groups that hold nothing."""
    if isinstance(node, Facts):
        return shape(node.root)
    if isinstance(node, Records):
        return [shape(item) for item in node.items]
    below = {
        name: inner for name, member in node.members.items() if (inner := shape(member)) is not None
    }
    if isinstance(node, Fact):
        more = {f.name: getattr(node.more, f.name) for f in fields(node.more)}
        said = {name: value for name, value in more.items() if name not in _APART}
        return (node.path, node.value, node.text, said, below)
    return below if below or not isinstance(node, Group) else None
