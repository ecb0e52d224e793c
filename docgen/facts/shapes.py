"""What a node of a facts file stands for, told from its shape."""

from __future__ import annotations

from typing import Final

from docgen.facts.dictionary import Entry
from docgen.facts.values import Value
from docgen.language import Quantity, parse_date, parse_period, parse_quantity
from docgen.language.near import nearest
from docgen.source import MappingNode, Node, Scalar

SENTENCE_FIELD: Final = "文"
"""The field that a plain sentence fills when a list of records holds one."""
OPEN_WORDS: Final = frozenset(("", "待填", "待补", "【待填】"))
"""What stands in a cell that is still to be filled in."""
NOT_GIVEN: Final = frozenset("无 没有 / ／ - － – — —— -- ― ─ ──".split())
"""What a clerk puts in the cell of a number that there is none of."""
YES_OR_NO: Final = {"是": True, "否": False}
_SAID: Final = frozenset(("名称", "文本", "选项", "日期"))
"""Kinds of which 无 says that there is none, and nobody else's takes its place."""


def only_sentence(node: MappingNode) -> Scalar | None:
    """The sentence of a record that has nothing else."""
    if len(node.items) == 1 and node.items[0][0].value == SENTENCE_FIELD:
        text = node.items[0][1]
        return text if isinstance(text, Scalar) and text.value not in OPEN_WORDS else None
    return None


def is_blank(node: Node) -> bool:
    """Whether nothing is typed in it: a form or skeleton left as it was."""
    if isinstance(node, MappingNode):
        return all(is_blank(below) for _, below in node.items)
    return isinstance(node, Scalar) and not node.value


def typed_fields(node: MappingNode) -> frozenset[str]:
    """The names of a record that something stands behind."""
    return frozenset(
        key.value
        for key, value in node.items
        if not is_blank(value) or (isinstance(value, MappingNode) and is_open(value))
    )


def is_not_given(text: str, entry: Entry) -> bool:
    """Whether the text says that there is no such number, where there need not be one."""
    return entry.optional and entry.is_number and text in NOT_GIVEN


def is_none(text: str, entry: Entry) -> bool:
    """Whether the text says that there is none (密级: 无), where there need not be one."""
    return (
        entry.optional and entry.kind in _SAID and text in NOT_GIVEN and text not in entry.options
    )


def typed(text: str, entry: Entry) -> tuple[Value, str]:
    """The date, period, option or yes and no that the text says, None for none; and how it is
    written."""
    if entry.kind == "日期":
        return parse_date(text), "写成 2026-06-30 或 2026年6月30日"
    if entry.kind == "期间":
        return parse_period(text), "写成 2026年上半年、2026年、2026年1月至6月"
    if entry.kind == "是否":
        return YES_OR_NO.get(text), "写“是”或“否”"
    if text in entry.options:
        return text, ""
    # never one by which a record is over: a deed is not done by one keystroke
    guess = nearest(text, tuple(word for word in entry.options if word not in entry.finished))
    return None, "可填：" + "、".join(entry.options) + (f"（是不是“{guess}”）" if guess else "")


def cut_sentence(node: MappingNode, entry: Entry) -> Scalar | None:
    """What stands before the colon in a sentence that its half-width colon made a record of."""
    if len(node.items) != 1 or SENTENCE_FIELD not in entry.members:
        return None
    key, value = node.items[0]
    known = key.value in entry.members or nearest(key.value, tuple(entry.members))
    return key if isinstance(value, Scalar) and value.value and not known else None


def is_open(node: MappingNode) -> bool:
    """Whether it is {待填} or {待核实: …}: to be filled in."""
    return len(node.items) == 1 and node.items[0][0].value in ("待填", "待核实")


def quantity_of(text: str, entry: Entry) -> Quantity | None:
    """The quantity of a cell, None when it is none.

    Money without a unit is in the entry's (186.5 of 万元), so that it compares with 1865000元.
    """
    value = parse_quantity(text)
    if value is None or value.unit or entry.kind != "金额" or not entry.unit:
        return value
    return parse_quantity(text + ("元" if value.scale else entry.unit)) or value
