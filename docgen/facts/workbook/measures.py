"""The unit that a heading or a 单位 cell of somebody else's table gives the numbers under it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from docgen.facts.dictionary import Dictionary, Entry, known_units
from docgen.language import parse_quantity
from docgen.source import Scalar

_MONEY: Final = ("元", "万元", "亿元")
_OTHERS: Final = frozenset(
    "千元 百万元 千万元 公顷 亩 万亩 平方米 平方公里 平方千米 米 公里 千米 里 % ‰ "
    "人 名 位 万人 户 万户 个 人次 次 场次 家 支 岁 吨 公斤 斤".split()
)
_BRACKETED: Final = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[)）】\]]")
_SAID: Final = re.compile(r"^(?:计量)?单位[：:]?")


class Measure(NamedTuple):
    """What the unit comes to.  unit: what bare numbers are in, "" for what the entry has anyway.

    other: a unit that the numbers cannot be taken in, "" for none.
    """

    unit: str = ""
    other: str = ""


NOTHING: Final = Measure()


def unit_words(dictionary: Dictionary) -> frozenset[str]:
    """Every word that is a unit."""
    entries = list(dictionary.walk())
    return _OTHERS.union(_MONEY, (e.unit for e in entries), (e.measure for e in entries)) - {""}


def in_heading(text: str, entry: Entry, words: AbstractSet[str]) -> Measure:
    """The unit in the brackets of a heading; brackets that hold other words say nothing."""
    said = [measure_of(word, entry, words) for word in _BRACKETED.findall(text)]
    return next((measure for measure in said if measure != NOTHING), NOTHING)


def measure_of(word: str, entry: Entry, words: AbstractSet[str]) -> Measure:
    """What the word comes to as the unit of this entry.  words: every word that is a unit."""
    word = _SAID.sub("", re.sub(r"\s+", "", word)).replace("％", "%")
    own = own_unit(entry)
    if not entry.is_number or not own or word == own or word not in words:
        return NOTHING
    if entry.kind == "金额" and word in _MONEY:
        return Measure(unit=word)
    if word in known_units(entry.kind, entry.measure, entry.unit):
        return NOTHING
    if word == "个" and entry.kind == "计数":
        return NOTHING  # whatever is counted may be counted so
    return Measure(other=word)


def own_unit(entry: Entry) -> str:
    """The unit or 量词 of an entry as it is shown."""
    return entry.unit or entry.measure or ("%" if entry.kind == "百分比" else "")


def with_unit(text: Scalar, unit: str) -> Scalar:
    """The number with the unit of its heading, unless it brings one along."""
    if not unit:
        return text
    quantity = parse_quantity(text.value)
    if quantity is None or quantity.unit or quantity.scale:
        return text
    told = text.value.strip() + unit
    return Scalar(told, text.line, text.column, text.quoted) if parse_quantity(told) else text
