"""What must hold between facts, and what is worth a second look: sums, shares, dates, names.

Every check is silent when an operand is missing; approximate operands widen it, so that
2.2万 is not said to contradict 21987.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from docgen.facts.bounds import Bounds, bounds, quantity_in
from docgen.facts.bygone import bygone
from docgen.facts.dictionary import Check, Dictionary
from docgen.facts.elements import element_doubts
from docgen.facts.lists import list_doubts
from docgen.facts.mentions import mentions
from docgen.facts.outline import outline_doubts
from docgen.facts.plausibility import doubts
from docgen.facts.values import Fact, Facts, Group, Node, Record, Records
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity, format_decimal, percent_change
from docgen.library.formulations import Formulations, check_campaign
from docgen.library.plausibility import Plausibility
from docgen.source import short

_LATE: Final = 366
"""Days after the end of its period by which a report is out, however late."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the checks look at.  leaves: of the facts, in order; numbers: those with a quantity."""

    facts: Facts
    leaves: tuple[Fact, ...]
    numbers: tuple[tuple[Fact, Quantity], ...]
    dictionary: Dictionary
    rows: Formulations | None


def check_facts(
    facts: Facts,
    dictionary: Dictionary,
    rows: Formulations | None = None,
    filters: Collection[str] = (),
    scales: Plausibility | None = None,
    *,
    freely: bool = False,
) -> tuple[Finding, ...]:
    """Everything wrong or doubtful in the facts, in the order of the files.

    rows: the table of formulations, to hold 活动 against the period.  filters: the names that
    may stand after | in a reference; empty leaves them unchecked.
    scales: by which a number is worth a second look; without them only texts are looked at.
    freely: the paper may be numbered in its unit's own way, as minutes are.
    """
    leaves = tuple(facts.leaves())
    numbers = tuple((leaf, leaf.value) for leaf in leaves if isinstance(leaf.value, Quantity))
    context = _Context(facts, leaves, numbers, dictionary, rows)
    found = [finding for check in _CHECKS for finding in check(context)]
    found += mentions(leaves, numbers, dictionary, filters)
    found += list_doubts(facts)
    found += outline_doubts(facts)
    found += element_doubts(facts, freely=freely)
    scales = scales or Plausibility()
    found += bygone(facts, leaves, scales.bygone)
    found += doubts(facts, leaves, scales)
    return tuple(sorted(found, key=lambda f: (f.place, f.code)))


def _shares(context: _Context) -> Iterator[Finding]:
    for fact, whole in context.numbers:
        if not fact.members:
            continue
        parts = [fact.members.get(name) for name in fact.more.parts]
        yield from _sum(fact, whole, parts, fact.path)
        for name in (*fact.more.parts, *fact.more.among):
            yield from _part(fact, whole, fact.members.get(name))
        for node in fact.members.values():
            if isinstance(node, Group) and node.entry.kind == "构成":
                yield from _sum(fact, whole, map(node.members.get, node.entry.members), node.path)
                for member in node.members.values():
                    yield from _part(fact, whole, member)


def _sum(fact: Fact, whole: Quantity, nodes: Iterable[Node | None], path: str) -> Iterator[Finding]:
    """Parts that do not make up the whole; nothing is said while one of them is missing."""
    parts = [(node, quantity_in(node)) for node in nodes]
    total = bounds(whole)
    low = high = Decimal(0)
    for _, part in parts:
        if part is None:
            return
        span = bounds(part)
        low, high = low + span.low, high + span.high
    if parts and (low > total.high or high < total.low):
        said = format_decimal(low) if low == high else f"约{format_decimal(low)}"
        yield Finding(
            "FCT101",
            Level.ERROR,
            f"“{path}”分为各项之和是{said}，合计填的是{fact.text}",
            fact.place,
            hint=f"核对 {'＋'.join(node.entry.name for node, _ in parts if node)} 与合计，哪个数不对",
        )


def _part(fact: Fact, whole: Quantity, node: Node | None) -> Iterator[Finding]:
    part = quantity_in(node)
    if part is not None and isinstance(node, Fact) and bounds(part).low > bounds(whole).high:
        yield Finding(
            "FCT102",
            Level.ERROR,
            f"“{node.path}”{node.text}大于总数{fact.text}",
            node.place,
            hint="部分不会多于整体，核对这两个数",
            related=(fact.place,),
        )


def _relations(context: _Context) -> Iterator[Finding]:
    for check in context.dictionary.checks:
        used: list[Fact | Records] = []
        left = _evaluate(check.tree.left, check, context.facts, used)
        right = _evaluate(check.tree.comparators[0], check, context.facts, used)
        if left is None or right is None or _holds(check.tree.ops[0], left, right):
            continue
        place = max((node.place for node in used), default=Place(context.facts.files[-1]))
        yield Finding(
            "FCT103",
            Level.ERROR,
            f"{check.note or '几个数对不上'}：{check.expression}",
            place,
            hint="、".join(
                f"{n.path}={n.text if isinstance(n, Fact) else len(n.items)}" for n in used
            ),
            related=tuple(node.place for node in used if node.place != place),
        )


def _evaluate(
    node: ast.expr, check: Check, facts: Facts, used: list[Fact | Records]
) -> Bounds | None:
    match node:
        case ast.Constant(value=value):
            number = Decimal(str(value))
            return Bounds(number, number)
        case ast.BinOp(left=a, op=operator, right=b):
            left = _evaluate(a, check, facts, used)
            right = _evaluate(b, check, facts, used)
            if left is None or right is None:
                return None
            return _combine(operator, left, right)
    path = _path(node)
    if path.endswith(".个数"):
        listed = facts.get(path.removesuffix(".个数"))
        if not isinstance(listed, Records):
            return None
        used.append(listed)
        count = Decimal(len(listed.items))
        return Bounds(count, count)
    leaf = facts.get(path)
    if leaf is None and path in check.zero:
        return Bounds(Decimal(0), Decimal(0))
    quantity = quantity_in(leaf)
    if quantity is None or not isinstance(leaf, Fact):
        return None
    used.append(leaf)
    return bounds(quantity)


@lru_cache(maxsize=1024)
def _path(node: ast.expr) -> str:
    """The name a node of a check spells; kept, as every unit is held against the same checks."""
    return ast.unparse(node)


def _combine(operator: ast.operator, left: Bounds, right: Bounds) -> Bounds | None:
    match operator:
        case ast.Add():
            return Bounds(left.low + right.low, left.high + right.high)
        case ast.Sub():
            return Bounds(left.low - right.high, left.high - right.low)
        case ast.Mult():
            ends = [a * b for a in left for b in right]
            return Bounds(min(ends), max(ends))
        case _:
            if right.low <= 0 <= right.high:
                return None
            ends = [a / b for a in left for b in right]
            return Bounds(min(ends), max(ends))


def _holds(operator: ast.cmpop, left: Bounds, right: Bounds) -> bool:
    match operator:
        case ast.Eq():
            return left.low <= right.high and right.low <= left.high
        case ast.LtE():
            return left.low <= right.high
        case ast.Lt():
            return left.low < right.high
        case ast.GtE():
            return left.high >= right.low
        case _:
            return left.high > right.low


def _growth(context: _Context) -> Iterator[Finding]:
    for fact, now in context.numbers:
        more = fact.more
        if more.growth is None or more.previous is None:
            continue
        change = percent_change(now.amount, more.previous.amount)
        if change is None or now.approximate or more.previous.approximate:
            continue
        allowed = Decimal(6).scaleb(-more.growth.places - 1)
        if abs(change - more.growth.amount) > allowed:
            said = format_decimal(change, max(more.growth.places, 1))
            yield Finding(
                "FCT104",
                Level.DOUBT,
                f"“{fact.path}”的增幅填{more.growth.raw}，按本期{fact.text}、上期{more.previous.raw}算是{said}%",
                fact.place,
                hint="核对三个数，或不填增幅，由程序算",
            )


def _dates(context: _Context) -> Iterator[Finding]:
    facts = context.facts
    period, issued = facts.period, facts.issued_on
    node = facts.get("文稿.时点")
    as_of = node.value if isinstance(node, Fact) and isinstance(node.value, date) else None
    place = _place(facts, "文稿.日期")
    if period and issued and issued < period.start:
        yield Finding(
            "FCT105",
            Level.ERROR,
            f"成文日期{issued}早于期间“{period.text}”的开头",
            place,
            hint="核对 文稿.日期 和 文稿.期间，是不是有一个写的是去年",
        )
    if period and issued and period.start <= issued < period.end:
        yield Finding(
            "FCT105",
            Level.HINT,
            f"成文日期{issued}在期间“{period.text}”结束以前",
            place,
            hint="提前成文的不用改；不是的，核对 文稿.日期",
        )
    if period and issued and (issued - period.end).days > _LATE:
        yield Finding(
            "FCT105",
            Level.DOUBT,
            f"成文日期{issued}比期间“{period.text}”晚一年以上",
            place,
            hint="核对期间和日期是不是有一个写的是去年",
        )
    early = period is not None and issued is not None and period.start <= issued < period.end
    if as_of and issued and as_of > issued and not (early and period and as_of == period.end):
        yield Finding(
            "FCT105",
            Level.DOUBT,
            f"时点{as_of}晚于成文日期{issued}",
            _place(facts, "文稿.时点"),
            hint="时点是数截至的那一天，不会晚于成文日期",
        )
    if as_of and period and not period.start <= as_of <= period.end:
        yield Finding(
            "FCT105",
            Level.HINT,
            f"时点{as_of}不在期间“{period.text}”内",
            _place(facts, "文稿.时点"),
            hint="时点是数截至的那一天，一般是期间的最后一天；有意这样的不用改",
        )


def _place(facts: Facts, path: str) -> Place:
    node = facts.get(path)
    return node.place if node is not None else Place(facts.files[-1])


def _campaigns(context: _Context) -> Iterator[Finding]:
    period, node = context.facts.period, context.facts.get("活动")
    if context.rows is None or period is None or not isinstance(node, Records):
        return
    for item in node.items:
        name = item.members.get("名") if isinstance(item, Record) else None
        if not isinstance(name, Fact):
            continue
        row = check_campaign(name.text, (period.start, period.end), context.rows)
        if row is not None:
            yield Finding(
                "FCT106",
                Level.DOUBT,
                f"“{short(name.text)}”不在“{period.text}”前后开展（全国是{row.start}至{row.until or '今'}）",
                name.place,
                hint="核对期间，或改用这一期的活动",
                basis=row.id,
            )


_COMMITTEE: Final = {"乡": "乡党委", "镇": "镇党委", "街道": "街道党工委"}


def _names(context: _Context) -> Iterator[Finding]:
    unit = context.facts.get("单位")
    if not isinstance(unit, Group):
        return

    def text(name: str) -> str:
        node = unit.members.get(name)
        return node.text if isinstance(node, Fact) else ""

    known = unit.members.get("类别")
    sort = text("类别") if isinstance(known, Fact) and known.value is not None else ""
    wanted = {"自称": f"我{sort}", "党委称": _COMMITTEE.get(sort, "")}
    for name, want in wanted.items():
        if sort and text(name) and want and text(name) != want:
            yield Finding(
                "FCT108",
                Level.DOUBT,
                f"类别是{sort}，{name}写的是“{short(text(name))}”",
                unit.members[name].place,
                hint=f"通常写“{want}”",
            )
    if sort and text("名称") and not text("名称").endswith(sort):
        yield Finding(
            "FCT108",
            Level.DOUBT,
            f"类别是{sort}，名称“{short(text('名称'))}”不以“{sort}”结尾",
            unit.members["名称"].place,
            hint="核对类别和名称",
        )


_CHECKS: Final[tuple[Callable[[_Context], Iterator[Finding]], ...]] = (
    _shares,
    _relations,
    _growth,
    _dates,
    _campaigns,
    _names,
)
