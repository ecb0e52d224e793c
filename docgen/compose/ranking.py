"""The filters that set the records of a list against each other by a number in them.

Each takes a list and returns items that keep their sources.  The first line of a docstring is
the guide's entry for it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from docgen.compose.carried import Items, Num, items_of
from docgen.compose.reading import attribute, is_absent
from docgen.compose.sentences import sequence
from docgen.compose.slots import ACTIVE, Missing
from docgen.errors import TemplateError
from docgen.facts.values import Records


def sorted_by(value: Any, name: str) -> Any:
    """各条按一项数从大到小排，一样大的照原来的先后，没填这一项的排在后面：各单位 | 排序("集体收入")。

    例：整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: 4}, {型: 丙}, {型: 丁, 个: 4}] ⟶ {{ 整顿类型 | 排序("个") | 并列 }} ⟶ 乙、丁、甲、丙
    例：会议活动: [{名: 甲, 人次: 900}, {名: 乙, 人次: 1.2万}] ⟶ {{ 会议活动 | 排序("人次") | 并列 }} ⟶ 乙、甲
    """
    rows, sources = _numbers(value, name)
    if isinstance(rows, Missing):
        return rows
    ranked = sorted(rows, key=lambda row: (row[1] is None, -(row[1] or 0)))
    return _kept([item for item, _ in ranked], sources)


def first(value: Any, count: Any, name: str = "") -> Any:
    """头几条：各单位 | 排序("集体收入") | 前(3)；写上那一项，同最后一条一样大的也要：前(3, "集体收入")。

    例：整顿类型: [{型: 甲, 个: 4}, {型: 乙, 个: 3}, {型: 丙, 个: 3}] ⟶ {{ 整顿类型 | 排序("个") | 前(2) | 并列 }} ⟶ 甲、乙
    例：整顿类型: [{型: 甲, 个: 4}, {型: 乙, 个: 3}, {型: 丙, 个: 3}] ⟶ {{ 整顿类型 | 排序("个") | 前(2, "个") | 并列 }} ⟶ 甲、乙、丙
    例：整顿类型: [{型: 甲}] ⟶ {{ 整顿类型 | 前(3) | 并列 }} ⟶ 甲
    """
    if isinstance(count, bool) or not isinstance(count, int | Decimal) or count < 0 or count % 1:
        raise TemplateError("前 后面的括号里写要几条，如 前(3)")
    end = int(count)
    if not name:
        items = sequence(value)
        return _kept(list(items[:end]), _of_list(value))
    rows, sources = _numbers(value, name)
    if isinstance(rows, Missing):
        return rows
    last = rows[end - 1][1] if 0 < end <= len(rows) else None
    while last is not None and end < len(rows) and rows[end][1] == last:
        end += 1
    return _kept([item for item, _ in rows[:end]], sources)


def _compared(holds: Callable[[Decimal, Decimal], bool], said: str) -> Callable[..., Any]:
    """The filter that keeps the records whose number holds against the one given."""

    def kept(value: Any, name: str, limit: Any = 0) -> Any:
        if isinstance(limit, bool) or not isinstance(limit, int | float | Decimal):
            raise TemplateError(f'{said} 后面的括号里写名称和数，如 {said}("集体收入", 10)')
        rows, sources = _numbers(value, name)
        if isinstance(rows, Missing):
            return rows
        wanted = Decimal(str(limit))
        chosen = [item for item, number in rows if number is not None and holds(number, wanted)]
        return _kept(chosen, sources)

    return kept


more_than = _compared(lambda number, limit: number > limit, "大于")
more_than.__doc__ = """一项数比给定的大的各条，不写给定的数就是大于0；没填这一项的不算：各单位 | 大于("新建场所") | 个数。

    例：整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: 0}, {型: 丙}] ⟶ {{ 整顿类型 | 大于("个") | 并列 }} ⟶ 甲
    例：整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: 3}] ⟶ {{ 整顿类型 | 大于("个", 2) | 并列 }} ⟶ 乙
    """

at_least = _compared(lambda number, limit: number >= limit, "至少")
at_least.__doc__ = """一项数不小于给定的各条，单位照数据字典；没填这一项的不算：各单位 | 至少("集体收入", 100) | 个数。

    例：整顿类型: [{型: 甲, 个: 2}, {型: 乙, 个: 3}, {型: 丙}] ⟶ {{ 整顿类型 | 至少("个", 2) | 并列 }} ⟶ 甲、乙
    例：投入: [{事: 修渠, 额: 0.02亿元}, {事: 修路, 额: 90}] ⟶ {{ 投入 | 至少("额", 100) | 并列 }} ⟶ 修渠
    """


def _of_list(value: Any) -> list[str]:
    if isinstance(value, Records):
        return [f"{value.path}#"]
    return list(getattr(value, "sources", ()))


def _numbers(value: Any, name: str) -> tuple[list[tuple[Any, Decimal | None]] | Missing, list[str]]:
    """The records with the number each has there, None for one that has none; and the sources.

    A number that is owed makes the whole a gap: nobody knows where its record belongs.
    """
    rows: list[tuple[Any, Decimal | None]] = []
    sources = _of_list(value)
    for item in sequence(value):
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit(), sources
        sources += getattr(found, "sources", ())
        if is_absent(found):
            rows.append((item, None))
        elif type(found) is Num:
            rows.append((item, Decimal(found)))
        else:
            raise TemplateError(f"“{name}”不是数，不能比大小", hint="同文字比用 满足")
    return rows, sources


def _kept(items: list[Any], sources: list[str]) -> Items:
    ACTIVE.get().step(len(items))
    return items_of(items, tuple(dict.fromkeys(sources)))
