"""What must hold between facts, and what is worth a second look: sums, shares, dates, names.

Every check is silent when an operand is missing; approximate operands widen it, so that
2.2万 is not said to contradict 21987.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from docgen.facts.conversion import ATTRIBUTES
from docgen.facts.dictionary import Dictionary, nearest
from docgen.facts.sentences import Reference, Said, pieces
from docgen.facts.values import Fact, Facts, Group, Node, Record, Records
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity, format_decimal, percent_change
from docgen.library.formulations import Formulations, check_campaign

_INFINITE: Final = Decimal(10) ** 18
_TENTH: Final = Decimal("0.1")
_ABOVE: Final = frozenset(("以上", "超", "超过", "逾", "上"))
_BELOW: Final = frozenset(("以下", "以内", "不足", "不到", "近", "将近", "接近"))
_LATE: Final = 366
"""Days after the end of its period by which a report is out, however late."""
_MORE: Final = frozenset(("多", "余", "来", "几"))


class Bounds(NamedTuple):
    """The least and the greatest number that what was said may mean."""

    low: Decimal
    high: Decimal


def bounds(quantity: Quantity) -> Bounds:
    """近600 is 540 to 600, 3000多 is 3000 to 4000, 2.2万 is 21500 to 22500."""
    amount = quantity.amount
    if quantity.upper_amount is not None:
        return Bounds(amount, quantity.upper_amount)
    words = {quantity.prefix, quantity.suffix}
    if words & _ABOVE:
        return Bounds(amount, _INFINITE)
    if words & _BELOW:
        exact = "以下" in words or "以内" in words
        return Bounds(Decimal(0) if exact else amount * (1 - _TENTH), amount)
    if words & _MORE:
        return Bounds(amount, amount + _step(amount))
    if quantity.approximate:
        return Bounds(amount * (1 - _TENTH), amount * (1 + _TENTH))
    if quantity.scale and quantity.value:
        half = amount / quantity.value * Decimal(5).scaleb(-quantity.places - 1)
        return Bounds(amount - half, amount + half)
    return Bounds(amount, amount)


def _step(amount: Decimal) -> Decimal:
    """The value of the last digit said: 3000 → 1000, 150 → 10."""
    if amount == 0:
        return Decimal(1)
    digits = amount.normalize()
    return Decimal(1).scaleb(max(int(digits.as_tuple().exponent), 0))


@dataclass(frozen=True, slots=True)
class _Context:
    facts: Facts
    dictionary: Dictionary
    rows: Formulations | None
    filters: Collection[str]


def check_facts(
    facts: Facts,
    dictionary: Dictionary,
    rows: Formulations | None = None,
    filters: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Everything wrong or doubtful in the facts, in the order of the files.

    rows: the table of formulations, to hold 活动 against the period.  filters: the names that
    may stand after | in a reference; empty leaves them unchecked.
    """
    context = _Context(facts, dictionary, rows, filters)
    found = [finding for check in _CHECKS for finding in check(context)]
    return tuple(sorted(found, key=lambda f: (f.place, f.code)))


def _quantity(node: Node | None) -> Quantity | None:
    if isinstance(node, Fact) and isinstance(node.value, Quantity):
        return node.value
    return None


def _shares(context: _Context) -> Iterator[Finding]:
    for fact in context.facts.leaves():
        whole = _quantity(fact)
        if whole is None or not fact.members:
            continue
        total = bounds(whole)
        low = high = Decimal(0)
        complete = bool(fact.more.parts)
        for name in fact.more.parts:
            part = _quantity(fact.members.get(name))
            if part is None:
                complete = False
                break
            span = bounds(part)
            low, high = low + span.low, high + span.high
        if complete and (low > total.high or high < total.low):
            said = format_decimal(low) if low == high else f"约{format_decimal(low)}"
            names = "＋".join(fact.more.parts)
            yield Finding(
                "FCT101",
                Level.ERROR,
                f"“{fact.path}”分为各项之和是{said}，合计填的是{fact.text}",
                fact.place,
                hint=f"核对 {names} 与合计，哪个数不对",
            )
        for name in (*fact.more.parts, *fact.more.among):
            node = fact.members.get(name)
            part = _quantity(node)
            if part is not None and isinstance(node, Fact) and bounds(part).low > total.high:
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
        left = _evaluate(check.tree.left, context.facts, used)
        right = _evaluate(check.tree.comparators[0], context.facts, used)
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


def _evaluate(node: ast.expr, facts: Facts, used: list[Fact | Records]) -> Bounds | None:
    match node:
        case ast.Constant(value=value):
            number = Decimal(str(value))
            return Bounds(number, number)
        case ast.BinOp(left=a, op=operator, right=b):
            left, right = _evaluate(a, facts, used), _evaluate(b, facts, used)
            if left is None or right is None:
                return None
            return _combine(operator, left, right)
    path = ast.unparse(node)
    if path.endswith(".个数"):
        listed = facts.get(path.removesuffix(".个数"))
        if not isinstance(listed, Records):
            return None
        used.append(listed)
        count = Decimal(len(listed.items))
        return Bounds(count, count)
    leaf = facts.get(path)
    quantity = _quantity(leaf)
    if quantity is None or not isinstance(leaf, Fact):
        return None
    used.append(leaf)
    return bounds(quantity)


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
    for fact in context.facts.leaves():
        more, now = fact.more, _quantity(fact)
        if now is None or more.growth is None or more.previous is None:
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
            "FCT105", Level.ERROR, f"成文日期{issued}早于期间“{period.text}”的开头", place
        )
    if period and issued and period.start <= issued < period.end:
        yield Finding("FCT105", Level.HINT, f"成文日期{issued}在期间“{period.text}”结束以前", place)
    if period and issued and (issued - period.end).days > _LATE:
        yield Finding(
            "FCT105",
            Level.DOUBT,
            f"成文日期{issued}比期间“{period.text}”晚一年以上",
            place,
            hint="核对期间和日期是不是有一个写的是去年",
        )
    if as_of and issued and as_of > issued:
        yield Finding(
            "FCT105", Level.DOUBT, f"时点{as_of}晚于成文日期{issued}", _place(facts, "文稿.时点")
        )
    if as_of and period and not period.start <= as_of <= period.end:
        yield Finding(
            "FCT105",
            Level.HINT,
            f"时点{as_of}不在期间“{period.text}”内",
            _place(facts, "文稿.时点"),
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
                f"“{name.text}”不在“{period.text}”前后开展（全国是{row.start}至{row.until or '今'}）",
                name.place,
                hint="核对期间，或改用这一期的活动",
                basis=row.id,
            )


def _references(context: _Context) -> Iterator[Finding]:
    for fact in context.facts.leaves():
        if not isinstance(fact.value, str) or "【" not in fact.value:
            continue
        for piece in pieces(fact.value):
            if not isinstance(piece, Reference):
                continue
            above, _, last = piece.path.rpartition(".")
            named = above if last in ATTRIBUTES else piece.path
            if context.dictionary.find(named) is None:
                known = [entry.path for entry in context.dictionary.walk()]
                guess = nearest(piece.path, known)
                yield Finding(
                    "FCT107",
                    Level.ERROR,
                    f"{piece.text}引用的名称没有登记",
                    fact.place,
                    hint=f"是不是【{guess}】" if guess else "名称见 docgen list facts",
                )
            elif piece.filter and context.filters and piece.filter not in context.filters:
                guess = nearest(piece.filter, list(context.filters))
                yield Finding(
                    "FCT107",
                    Level.ERROR,
                    f"{piece.text}里没有“{piece.filter}”这种写法",
                    fact.place,
                    hint=f"是不是【{piece.path}|{guess}】" if guess else "",
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
                f"类别是{sort}，{name}写的是“{text(name)}”",
                unit.members[name].place,
                hint=f"通常写“{want}”",
            )
    if sort and text("名称") and not text("名称").endswith(sort):
        yield Finding(
            "FCT108",
            Level.DOUBT,
            f"类别是{sort}，名称“{text('名称')}”不以“{sort}”结尾",
            unit.members["名称"].place,
        )


def _typed_again(context: _Context) -> Iterator[Finding]:
    """A ledger figure typed again in a sentence, beside its own name: better a reference."""
    ledger: dict[tuple[Decimal, str], list[Fact]] = {}
    for fact in context.facts.leaves():
        quantity = _quantity(fact)
        if quantity is not None and "[" not in fact.path:
            ledger.setdefault((quantity.amount, fact.entry.measure), []).append(fact)
    for fact in context.facts.leaves():
        if not isinstance(fact.value, str) or "[" not in fact.path:
            continue
        said = pieces(fact.value)
        for index, piece in enumerate(said):
            if not isinstance(piece, Said):
                continue
            number = piece.figure.quantity
            if number is None:  # a date
                continue
            before = said[index - 1] if index else ""
            after = said[index + 1] if index + 1 < len(said) else ""
            for known in ledger.get((number.amount, number.unit), ()):
                noun = known.entry.noun
                if (isinstance(before, str) and before.endswith(noun)) or (
                    isinstance(after, str) and after.startswith(noun)
                ):
                    yield Finding(
                        "FCT109",
                        Level.HINT,
                        f"“{piece.text}”就是台账里的{known.path}",
                        fact.place,
                        quote=fact.text,
                        hint=f"可写成【{known.path}|量】，台账改数时这里跟着改",
                        related=(known.place,),
                    )


_CHECKS: Final[tuple[Callable[[_Context], Iterator[Finding]], ...]] = (
    _shares,
    _relations,
    _growth,
    _dates,
    _campaigns,
    _references,
    _names,
    _typed_again,
)
