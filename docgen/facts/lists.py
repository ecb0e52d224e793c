"""Lists as a clerk fills them in: rows half empty, the same thing twice, numbers typed in front.

Lists are numbered and counted by the program; what is wrong in one shows only in the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, Facts, Node, Record, Records
from docgen.finding import Finding, Level, Place
from docgen.language.near import nearest
from docgen.source import short

_APART: Final = ("年", "级", "时间", "地点", "源", "单位", "量")
"""Fields by which two records of the same name are two things: an honour of two years."""
_FLOWING: Final = frozenset(("正文", "说明"))
"""Fields that may run 一是……二是…… inside themselves, the program putting nothing before them."""
_BLOCKS: Final = "部署"
_EXAMPLES: Final = "事例"
_STOPS: Final = re.compile(r"[，。；：、！？,;:!?\s“”]")
_SHORTEST: Final = 4
"""Titles of fewer characters (甲, 乙) differ in one when they are different."""
_NAMED: Final = 5
"""Places named in one finding."""
_DIGITS: Final = "一二三四五六七八九十"
_NUMBER: Final = re.compile(
    rf"([{_DIGITS}]{{1,2}})是(?!\1)"
    rf"|第[{_DIGITS}]{{1,2}}[，、：,]|其[{_DIGITS}][，、：,]|(?:首先|其次|再次|最后)[，,]"
    rf"|[（(](?:[{_DIGITS}]{{1,3}}|\d{{1,2}})[）)]|\d{{1,2}}[）)]"
    rf"|[{_DIGITS}]{{1,3}}、(?![{_DIGITS}])"
    r"|\d{1,2}[.．](?!\d)|\d{1,2}、(?!\d)"
    r"|[①-⑳⑴-⒛㈠-㈩]"
)
"""A number that begins a text.  一、二组 and 1.5万亩 begin otherwise."""


def list_doubts(facts: Facts) -> Iterator[Finding]:
    """What is doubtful in the lists, in no order."""
    numbered: dict[tuple[str, str], list[tuple[Fact, str]]] = {}
    for records in _lists(facts.root):
        yield from _half_empty(records)
        yield from _twice(records)
        yield from _astray(records, facts)
        yield from _nearly_one(records)
        for fact in _texts(records):
            found = _NUMBER.match(fact.text.lstrip())
            if found:
                key = fact.place.path, fact.entry.path
                numbered.setdefault(key, []).append((fact, found[0]))
    for found_in_list in numbered.values():
        yield _numbered(found_in_list)


def _lists(node: Node) -> Iterator[Records]:
    """Every list, an outer one before those in its records."""
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, Records):
            yield one
            stack += one.items[::-1]
        elif one.members:
            stack += one.members.values()


def _texts(records: Records) -> Iterator[Fact]:
    """The texts that the list itself holds; those of a list inside belong to that one."""
    for item in records.items:
        for fact in (item,) if isinstance(item, Fact) else item.members.values():
            if (
                isinstance(fact, Fact)
                and fact.entry.kind in ("文本", "名称")
                and fact.entry.name not in _FLOWING
            ):
                yield fact


# --- rows half empty ------------------------------------------------------------------------------


def _half_empty(records: Records) -> Iterator[Finding]:
    """One finding for all records of a list that lack a field they should have."""
    lacking: dict[str, list[int]] = {}
    places: list[Place] = []
    for number, item in enumerate(records.items, 1):
        names = [*_lacking(item)] if isinstance(item, Record) else []
        for name in names:
            lacking.setdefault(name, []).append(number)
        if names:
            places.append(item.place)
    if not places:
        return
    rows: dict[tuple[int, ...], list[str]] = {}
    for name, numbers in lacking.items():
        rows.setdefault(tuple(numbers), []).append(name)
    said = "，".join(
        f"第{_counted(numbers)}条没有填 {'、'.join(names)}" for numbers, names in rows.items()
    )
    yield Finding(
        "FCT113",
        Level.HINT,
        f"“{records.path}”{said}",
        places[0],
        hint="补上；还不知道的写 待填",
        related=tuple(places[1:_NAMED]),
    )


def _lacking(record: Record) -> Iterator[str]:
    for name, entry in record.entry.members.items():
        node = record.members.get(name)
        empty = node is None or (isinstance(node, Fact) and not node.text)
        if empty and not entry.optional and name not in record.typed:
            yield name


def _counted(numbers: Sequence[int]) -> str:
    """2、3; of many the first few: 1、2、3、4、5等12."""
    said = "、".join(map(str, numbers[:_NAMED]))
    return said if len(numbers) <= _NAMED else f"{said}等{len(numbers)}"


# --- the same thing twice -------------------------------------------------------------------------


def _twice(records: Records) -> Iterator[Finding]:
    """A finding for each record whose name an earlier one has."""
    title: Entry | None = records.entry.members.get(records.entry.title)
    if title is None or title.kind != "名称":
        return
    known: dict[str, list[tuple[int, Record]]] = {}
    for number, item in enumerate(records.items, 1):
        name = item.members.get(title.name) if isinstance(item, Record) else None
        if not isinstance(item, Record) or not isinstance(name, Fact) or not name.text:
            continue
        alike = known.setdefault("".join(name.text.split()), [])
        other = next((pair for pair in alike if not _told_apart(item, pair[1])), None)
        alike.append((number, item))
        if other is not None:
            yield Finding(
                "FCT114",
                Level.DOUBT,
                f"“{records.path}”第{other[0]}、{number}条都是“{short(name.text)}”",
                name.place,
                hint="并成一条；真是两件事的，把名称写得分得开",
                related=(other[1].place,),
            )


def _told_apart(one: Record, other: Record) -> bool:
    """Whether a year, place or the like says that the two are not the same."""
    return any(_text(one, name) != _text(other, name) for name in _APART)


def _text(record: Record, name: str) -> str:
    node = record.members.get(name)
    return node.text if isinstance(node, Fact) else ""


# --- what belongs to a record that is not there ----------------------------------------------------


def _astray(records: Records, facts: Facts) -> Iterator[Finding]:
    """A finding for each example (事例) that belongs to no block of tasks (部署)."""
    blocks = facts.get(_BLOCKS)
    if records.path != _EXAMPLES or not isinstance(blocks, Records):
        return
    rows = [item for item in blocks.items if isinstance(item, Record)]
    titles = [title for row in rows if (title := _text(row, "题"))]
    for item in records.items:
        named = item.members.get("属")
        if isinstance(named, Fact) and named.text and named.text not in titles:
            near = nearest(named.text, titles)
            hint = f"是不是“{near}”" if near else "照抄那一块部署的题；用在形势里的，“属”不写"
            message = f"没有题为“{short(named.text)}”的部署，这个事例印不出来"
            yield Finding("FCT116", Level.DOUBT, message, named.place, hint=hint)


def _nearly_one(records: Records) -> Iterator[Finding]:
    """A finding for each part of a speech (属) whose title differs from an earlier one's by a
    character or its stops: two parts are made where one was meant."""
    if records.path != _BLOCKS:
        return
    known: dict[str, Fact] = {}
    for item in records.items:
        named = item.members.get("属")
        if not isinstance(named, Fact) or not named.text or named.text in known:
            continue
        other = next((text for text in known if _alike(text, named.text)), None)
        known[named.text] = named
        if other is not None:
            yield Finding(
                "FCT117",
                Level.DOUBT,
                f"“{short(named.text)}”同“{short(other)}”只差一点，会成为两个部分",
                named.place,
                hint=f"是一个部分的，写得一字不差，标点也一样：{other}",
                related=(known[other].place,),
            )


def _alike(one: str, other: str) -> bool:
    """Whether two titles differ in stops and blanks alone, or in one character besides."""
    one, other = _STOPS.sub("", one), _STOPS.sub("", other)
    if one == other:
        return True
    short_, long_ = sorted((one, other), key=len)
    if len(short_) < _SHORTEST or len(long_) - len(short_) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(short_)
    )
    return short_[start + (len(short_) == len(long_)) :] == long_[start + 1 :]


# --- numbers typed in front -----------------------------------------------------------------------


def _numbered(found: list[tuple[Fact, str]]) -> Finding:
    """One finding for all texts of a field that bring a number of their own."""
    found.sort(key=lambda pair: pair[0].place)
    fact, _ = found[0]
    words = "".join(f"“{word}”" for word in dict.fromkeys(word for _, word in found[:_NAMED]))
    more = f"等{len(found)}处" if len(found) > 1 else ""
    return Finding(
        "FCT115",
        Level.DOUBT,
        f"“{fact.path}”{more}开头自己写了序号{words}",
        fact.place,
        quote=fact.text,
        hint=f"去掉{words}，序号由程序排",
        related=tuple(other.place for other, _ in found[1:_NAMED]),
    )
