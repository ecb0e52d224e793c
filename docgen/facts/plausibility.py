"""What may be right and yet is worth a second look: jumps, rates, units, words against numbers.

All of it is 提示.  The scales are data (`library.plausibility`); a check whose scale or operand is
missing is silent, and so is one whose number is 待核实, 计划, or explained by the writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final, NamedTuple

from docgen.facts.advice import EXPLAIN
from docgen.facts.bounds import bounds, quantity_in
from docgen.facts.contradiction import contradictions
from docgen.facts.dictionary import known_units
from docgen.facts.sentences import MARK, NOT_RENEWED, Said, pieces
from docgen.facts.values import Fact, Facts, Node
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity, format_decimal
from docgen.language.measures import SCALES
from docgen.library.plausibility import Jump, Plausibility, Range

_TEN_THOUSAND: Final = Decimal(10_000)
_FIVE: Final = 5
_ALL: Final = 100
"""Per cent."""
_RELATED: Final = 5
_TENS: Final = 20
"""A number below a smaller limit than this lacks no 万; it is just odd."""


class _Context(NamedTuple):
    facts: Facts
    leaves: Sequence[Fact]
    scales: Plausibility
    numbers: tuple[tuple[Fact, Quantity], ...]


def doubts(facts: Facts, leaves: Sequence[Fact], scales: Plausibility) -> Iterator[Finding]:
    """Everything in the facts, whose leaves are given, that a careful reader would ask about."""
    numbers = tuple(
        (fact, quantity)
        for fact in leaves
        if (quantity := quantity_in(fact)) is not None and _settled(fact)
    )
    context = _Context(facts, leaves, scales, numbers)
    for check in _CHECKS:
        yield from check(context)
    yield from contradictions(facts)


def _settled(fact: Fact) -> bool:
    """Whether the number is meant as a fact: nothing is asked of what is planned or in doubt."""
    return fact.more.status == "已核实"


def _hint(
    code: str, fact: Fact, message: str, hint: str, basis: str = "", related: tuple[Place, ...] = ()
) -> Finding:
    return Finding(code, Level.HINT, message, fact.place, hint=hint, basis=basis, related=related)


# --- against 上期 ----------------------------------------------------------------------------------


def _changes(context: _Context) -> Iterator[Finding]:
    """Numbers far from 上期 or 目标: another unit, or a jump nobody explains."""
    for fact, now in context.numbers:
        more = fact.more
        before = more.previous
        if (
            before is not None
            and not more.previous_doubtful
            and _unit(before, fact) == _unit(now, fact)
        ):
            related = (more.previous_place,) if more.previous_place else ()
            if _other_unit(now, before):
                yield _hint(
                    "FCT143",
                    fact,
                    f"“{fact.path}”本期{fact.text}，上期{before.raw}，差了约一万倍",
                    "核对单位：是不是一个按元、一个按万元填，或者漏写、多写了“万”",
                    related=related,
                )
            elif not (more.note or more.caliber or more.source):
                yield from _jump(fact, now, before, context.scales, related)
        if more.target is not None and _other_unit(now, more.target):
            yield _hint(
                "FCT143",
                fact,
                f"“{fact.path}”填{fact.text}，目标是{more.target.raw}，差了约一万倍",
                "核对单位：是不是一个按元、一个按万元填，或者漏写、多写了“万”",
            )


def _unit(quantity: Quantity, fact: Fact) -> str:
    """The unit of a number, the entry's when none was typed; words that say the same are one."""
    entry = fact.entry
    own = entry.unit or entry.measure or ("%" if entry.kind == "百分比" else "")
    known = known_units(entry.kind, entry.measure, entry.unit)
    return own if quantity.unit in known and entry.kind != "金额" else quantity.unit


def _other_unit(one: Quantity, other: Quantity) -> bool:
    """Whether the two are about ten thousand times apart."""
    small, large = sorted((abs(one.amount), abs(other.amount)))
    return small > 0 and _TEN_THOUSAND / _FIVE <= large / small <= _TEN_THOUSAND * _FIVE


def _jump(
    fact: Fact,
    now: Quantity,
    before: Quantity,
    scales: Plausibility,
    related: tuple[Place, ...],
) -> Iterator[Finding]:
    rule = next((rule for rule in scales.jumps if _is_for(rule, fact)), None)
    if rule is None:
        return
    difference = abs(now.amount - before.amount)
    if rule.points:
        if difference <= rule.points or _has_spread(rule, now, before):
            return
        change = f"差{format_decimal(difference)}个百分点"
    else:
        small, large = sorted((now.amount, before.amount))
        if difference < rule.least or small < 0 or large < small * rule.factor:
            return
        if before.amount == 0:
            return  # what was not there a period ago has begun
        if now.amount == 0:
            change = "一下到零"
        elif now.amount > before.amount:
            change = f"是上期的{format_decimal(large / small, 1)}倍"
        else:
            change = f"不到上期的{format_decimal((100 * small / large).to_integral_value(ROUND_CEILING))}%"
    yield _hint(
        "FCT140",
        fact,
        f"“{fact.path}”本期{fact.text}，上期{before.raw}，{change}，没有说明",
        f"核对是不是多打、少打了一位；数没有错，{EXPLAIN}",
        rule.basis,
        related,
    )


def _has_spread(rule: Jump, now: Quantity, before: Quantity) -> bool:
    """Whether the rate rose as rates do that have been pushed: from little, or up to all.

    A rate that is many times what it was may lack its decimal point (9.6% and 96%).
    """
    if now.amount <= before.amount:
        return False
    if now.amount >= _ALL:
        return True
    slipped = rule.factor and before.amount > 0 and now.amount >= before.amount * rule.factor
    return before.amount < rule.start and not slipped


def _is_for(rule: Jump, fact: Fact) -> bool:
    if fact.entry.kind not in rule.kinds:
        return False
    path = fact.entry.path
    return not rule.names or any(path == name or path.startswith(f"{name}.") for name in rule.names)


# --- parts and rates ------------------------------------------------------------------------------


def _nearly_all(context: _Context) -> Iterator[Finding]:
    scale = context.scales.nearly_all
    if not scale.names:
        return
    for fact, whole in context.numbers:
        total = whole.amount
        if whole.approximate or total < scale.least or total <= 0:
            continue
        for node in fact.members.values():
            part = quantity_in(node)
            if (
                not isinstance(node, Fact)
                or part is None
                or node.entry.path not in scale.names
                or node.more.note
                or not scale.share <= part.amount / total <= 1
            ):
                continue
            said = "等于总数" if part.amount == total else f"几乎等于总数{fact.text}"
            yield _hint(
                "FCT141",
                node,
                f"“{node.path}”填{node.text}，{said}",
                f"核对是不是填错了格；数没有错，{EXPLAIN}",
                scale.basis,
                (fact.place,),
            )


def _rates(context: _Context) -> Iterator[Finding]:
    rates = context.scales.rates
    for fact, value in context.numbers:
        if fact.entry.kind != "百分比" or fact.more.note:
            continue
        amount = value.amount
        if amount > 100 and rates.closed and not any(word in fact.path for word in rates.open):
            yield _hint(
                "FCT142",
                fact,
                f"“{fact.path}”填{fact.text}，超过了100%",
                f"核对分子和分母；确有其事，{EXPLAIN}",
                rates.basis,
            )
        elif 0 < amount < 1 and not value.unit and value.places:
            yield _hint(
                "FCT145",
                fact,
                f"“{fact.path}”填{fact.text}，按百分之{fact.text}算",
                f"是{format_decimal(amount * 100)}%的，写成 {format_decimal(amount * 100)}%；"
                f"真不到百分之一的，写成 {fact.text}%",
            )
    if rates.closed:
        for fact in context.leaves:
            if isinstance(fact.value, str) and "%" in fact.value and fact.entry.kind == "文本":
                yield from _rates_said(fact, fact.value, context.scales)


def _rates_said(fact: Fact, text: str, scales: Plausibility) -> Iterator[Finding]:
    """Rates over 100 % in a sentence."""
    before = ""
    for piece in pieces(text):
        if isinstance(piece, Said) and (said := piece.figure.quantity):
            words = before.rstrip("达到为是约超过均")
            if said.unit == "%" and said.amount > 100 and words.endswith(scales.rates.closed):
                yield Finding(
                    "FCT142",
                    Level.HINT,
                    f"句子里“{before[-6:]}{piece.text}”，超过了100%",
                    fact.place,
                    quote=fact.text,
                    hint="核对这个数",
                    basis=scales.rates.basis,
                )
        before = piece if isinstance(piece, str) else ""


# --- units and ranges -----------------------------------------------------------------------------


def _ranges(context: _Context) -> Iterator[Finding]:
    own = _is_for_unit(context)
    by_name = {scale.name: scale for scale in context.scales.ranges if own or scale.everywhere}
    for fact, value in context.numbers:
        entry, more = fact.entry, fact.more
        if more.note or value.unit not in ("", entry.unit, entry.measure, "元", "万元", "亿元"):
            continue
        if own and entry.kind == "计数" and value.amount % 1 and value.upper is None:
            guess = f"是{value.raw}万的，补上“万”" if value.amount < 1000 else "核对小数点"
            yield _hint(
                "FCT144",
                fact,
                f"“{fact.path}”填{fact.text}，{entry.measure or '个'}数有小数",
                guess,
            )
            continue
        if own and entry.kind == "计数" and value.amount < 0:
            yield _hint(
                "FCT144",
                fact,
                f"“{fact.path}”填{fact.text}，是负数",
                "核对前面的“-”；是比上期少的，本期、上期分开填",
            )
            continue
        scale = by_name.get(entry.path) or by_name.get(entry.kind)
        if scale is not None:
            yield from _out_of_range(fact, value, scale)


def _is_for_unit(context: _Context) -> bool:
    node = context.facts.get("单位.类别")
    return not isinstance(node, Fact) or node.value is None or node.text in context.scales.units


def _out_of_range(fact: Fact, value: Quantity, scale: Range) -> Iterator[Finding]:
    span = bounds(value)
    low, high = scale.low, scale.high
    if low is not None and 0 < span.high < low:
        said, tries = "太小", _TEN_THOUSAND
    elif high is not None and span.low > high:
        said, tries = "太大", 1 / _TEN_THOUSAND
    else:
        return
    meant = value.amount * tries
    fits = (low is None or meant >= low) and (high is None or meant <= high)
    fits = fits and not (tries > 1 and scale.low is not None and scale.low < _TENS)
    yield _hint(
        "FCT144",
        fact,
        f"“{fact.path}”填{fact.text}，{_in_words(fact, value)}一个单位的这一项{said}了",
        _unit_hint(fact, value, tries > 1) if fits else f"核对位数和单位；数没有错，{EXPLAIN}",
        scale.basis,
    )


def _in_words(fact: Fact, value: Quantity) -> str:
    """The sum in 亿元 or 万元 when money was typed without its unit."""
    if fact.entry.kind != "金额" or value.raw == fact.text:
        return ""
    scale = "亿" if value.amount >= SCALES["亿"] else "万"
    return f"按{fact.entry.unit}算是{format_decimal(value.amount / SCALES[scale])}{scale}元，"


_MONEY: Final = ("元", "万元", "亿元")


def _unit_hint(fact: Fact, value: Quantity, larger: bool) -> str:
    digits = format_decimal(value.value)
    if fact.entry.kind == "金额":
        at = _MONEY.index(fact.entry.unit) + (1 if larger else -1)
        if value.raw == fact.text or value.scale or not 0 <= at < len(_MONEY):
            return f"核对数和单位；数没有错，{EXPLAIN}"
        return (
            f"没有写单位的按{fact.entry.unit}算；要是按{_MONEY[at]}填的，写成 {digits}{_MONEY[at]}"
        )
    if larger:
        return f"是不是漏写了“万”：{digits}万"
    return f"是不是多写了“万”：{digits}" if value.scale else "核对是不是多打了几位"


def _ratios(context: _Context) -> Iterator[Finding]:
    if not _is_for_unit(context):
        return
    for scale in context.scales.ratios:
        over, under = _settled_number(context, scale.over), _settled_number(context, scale.under)
        if over is None or under is None:
            continue
        (one, above), (other, below) = over, under
        if below.amount <= 0 or above.amount <= 0 or one.more.note or other.more.note:
            continue
        top, bottom = bounds(above), bounds(below)
        if top.low <= scale.high * bottom.high and (
            not bottom.low or top.high >= scale.low * bottom.low
        ):
            continue
        ratio = above.amount / below.amount
        places = 1 if ratio >= 1 else 4
        yield _hint(
            "FCT147",
            one,
            f"“{one.path}”填{one.text}，“{other.path}”填{other.text}，"
            f"{scale.words}成了{format_decimal(ratio, places)}",
            f"核对这两个数，看有没有漏写“万”、多打一位；数没有错，{EXPLAIN}",
            scale.basis,
            (other.place,),
        )


def _settled_number(context: _Context, path: str) -> tuple[Fact, Quantity] | None:
    node: Node | None = context.facts.get(path)
    quantity = quantity_in(node)
    if isinstance(node, Fact) and quantity is not None and _settled(node):
        return node, quantity
    return None


# --- texts carried over ---------------------------------------------------------------------------


def _not_renewed(context: _Context) -> Iterator[Finding]:
    """One finding a file for all texts that are still those of the period before."""
    files: dict[str, list[Fact]] = {}
    for fact in context.leaves:
        if fact.more.status == NOT_RENEWED:
            files.setdefault(fact.place.path, []).append(fact)
    for texts in files.values():
        first, *others = sorted(texts, key=lambda fact: fact.place)
        more = f"等{len(texts)}处" if others else ""
        yield Finding(
            "FCT112",
            Level.HINT,
            f"“{first.path}”{more}还是上期的话",
            first.place,
            quote=first.text,
            hint=f"逐处看过：要改的直接改；照旧能用的，删去前面的“{MARK} ……】”",
            related=tuple(dict.fromkeys(fact.place for fact in others))[:_RELATED],
        )


_CHECKS: Final[tuple[Callable[[_Context], Iterator[Finding]], ...]] = (
    _changes,
    _nearly_all,
    _rates,
    _ranges,
    _ratios,
    _not_renewed,
)
