"""Sums, means and the greatest of quantities as people say them: what may be said of the result.

A sum never claims more than its parts carry.  What is known of a part is how its number relates
to the true one: exact, at least (3000多, 98%以上), at most (近600, 不足5), about (约20), or a
range.  Parts that all err to one side give a sum that says that side (3000多 + 215 is 3215以上,
近600 + 50 is 近650); parts that err to both give 约; ranges give a range.  3000多 + 2000多 is no
5000多 (it may be 6500), so a sum of such parts says 以上.  A number with a scale word is exact to
its last digit: 2.2万 + 3.1万 is 5.3万, and 2.2万 + 9600 about 3.2万.  Money is exact as typed,
whatever unit it is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.compose.reading import amount_of
from docgen.facts.bounds import Bounds, bounds
from docgen.facts.dictionary import Entry
from docgen.facts.shapes import quantity_of
from docgen.language import Quantity, format_decimal

Side: TypeAlias = Literal["exact", "least", "most", "about"]

_LEAST: Final = frozenset(
    "多 余 以上 及以上 超 超过 逾 突破 不少于 不低于 至少 最少 最低 上".split()
)
_NEAR: Final = frozenset("近 将近 接近".split())
_MOST: Final = _NEAR | frozenset(
    "不足 不到 以下 及以下 以内 之内 不超过 不多于 不高于 至多 最多 最高".split()
)
_TEN_THOUSAND: Final = Decimal(10_000)
_HUNDRED_MILLION: Final = Decimal(100_000_000)
_ROUNDING: Final = {"least": ROUND_FLOOR, "most": ROUND_CEILING}
_PRECISION: Final = 60


class _Ends(NamedTuple):
    """A part in the entry's unit: both ends of its range (the same number for none), which side
    the true number lies on, the value of its last digit (0 when it is exact as typed)."""

    low: Decimal
    high: Decimal
    side: Side
    near: bool
    step: Decimal


def side_of(quantity: Quantity) -> Side:
    """On which side of what is said the true number lies."""
    words = {word for word in (quantity.prefix, quantity.suffix) if word}
    if not words:
        return "exact"
    if words <= _LEAST:
        return "least"
    return "most" if words <= _MOST else "about"


def total(quantities: Sequence[Quantity], entry: Entry) -> Quantity:
    """The sum of quantities of an entry, one by itself as it was typed.

    Raises ValueError for none at all.
    """
    if len(quantities) == 1:
        return quantities[0]
    if not quantities:
        raise ValueError("nothing to add up")
    parts = [_ends(quantity, entry) for quantity in quantities]
    low = sum((part.low for part in parts), Decimal(0))
    high = sum((part.high for part in parts), Decimal(0))
    return _said(low, high, parts, entry, _scaled(quantities, entry))


def mean(weighed: Sequence[tuple[Quantity, Decimal]], entry: Entry) -> Quantity | None:
    """The mean of quantities by their weights, to as many places as the finest was typed with.

    None when the weights come to nothing.
    """
    counted = [(quantity, weight) for quantity, weight in weighed if weight > 0]
    if not counted:
        return None
    if len(counted) == 1:
        return counted[0][0]
    parts = [_ends(quantity, entry) for quantity, _ in counted]
    weights = [weight for _, weight in counted]
    places = max(_places(quantity, entry) for quantity, _ in counted)
    with localcontext() as context:
        context.prec = _PRECISION
        whole = sum(weights, Decimal(0))
        ends = [
            sum((end * weight for end, weight in zip(side, weights, strict=True)), Decimal(0))
            / whole
            for side in ([part.low for part in parts], [part.high for part in parts])
        ]
        exact = [part._replace(step=Decimal(0)) for part in parts]
        rounding = _ROUNDING.get(_side(parts), ROUND_HALF_UP)
        low, high = (end.quantize(Decimal(1).scaleb(-places), rounding) for end in ends)
    return _said(low, high, exact, entry, Decimal(1))


def greatest(quantities: Sequence[Quantity], entry: Entry) -> int:
    """The place of the greatest, of equal ones the first.  Raises ValueError for none at all."""
    return max(range(len(quantities)), key=lambda i: (_ends(quantities[i], entry).high, -i))


def interval(quantity: Quantity, entry: Entry) -> Bounds:
    """The numbers that what was said may mean, in the entry's unit; money is exact as typed."""
    if entry.kind == "金额":
        quantity = quantity._replace(value=amount_of(quantity, entry), upper=_upper(quantity, entry), scale="")  # fmt: skip
    return bounds(quantity)


def agree(one: Bounds, other: Bounds) -> bool:
    """Whether both may mean the same number."""
    return one.low <= other.high and other.low <= one.high


def in_sum(parts: Sequence[Bounds]) -> Bounds:
    """What the sum of parts may be."""
    low = sum((part.low for part in parts), Decimal(0))
    return Bounds(low, sum((part.high for part in parts), Decimal(0)))


# --- parts ----------------------------------------------------------------------------------------


def _upper(quantity: Quantity, entry: Entry) -> Decimal | None:
    """The upper end of a range in the entry's unit, None when there is no range."""
    if quantity.upper is None:
        return None
    return amount_of(quantity._replace(value=quantity.upper, upper=None), entry)


def _ends(quantity: Quantity, entry: Entry) -> _Ends:
    low = amount_of(quantity, entry)
    upper = _upper(quantity, entry)
    step = Decimal(0)
    if quantity.scale and entry.kind != "金额" and quantity.value:
        unit = quantity.amount / quantity.value
        step = unit.scaleb(-quantity.places)
    words = {word for word in (quantity.prefix, quantity.suffix) if word}
    side = side_of(quantity)
    return _Ends(low, low if upper is None else upper, side, bool(words) and words <= _NEAR, step)


def _places(quantity: Quantity, entry: Entry) -> int:
    """Digits behind the point, in the entry's unit."""
    exponent = amount_of(quantity, entry).normalize().as_tuple().exponent
    typed = quantity.places if not quantity.scale else 0
    return max(typed, -int(exponent), 0)


def _scaled(quantities: Sequence[Quantity], entry: Entry) -> Decimal:
    """What the sum is said in: 万 or 亿 when a part is, else single ones."""
    if entry.kind == "金额":
        return Decimal(1)
    scales = [quantity.scale for quantity in quantities if quantity.scale]
    sum_ = sum((abs(quantity.amount) for quantity in quantities), Decimal(0))
    if any("亿" in scale for scale in scales) and sum_ >= _HUNDRED_MILLION:
        return _HUNDRED_MILLION
    if any("万" in scale or "亿" in scale for scale in scales) and sum_ >= _TEN_THOUSAND:
        return _TEN_THOUSAND
    return Decimal(1)


def _side(parts: Sequence[_Ends]) -> Side:
    sides = {part.side for part in parts}
    if "about" in sides or {"least", "most"} <= sides:
        return "about"
    return "least" if "least" in sides else "most" if "most" in sides else "exact"


# --- the result -----------------------------------------------------------------------------------


def _said(
    low: Decimal, high: Decimal, parts: Sequence[_Ends], entry: Entry, scale: Decimal
) -> Quantity:
    """The result in words that its parts allow.  scale: what it is said in (万, 亿 or 1)."""
    side = _side(parts)
    step = max(part.step for part in parts)
    if step:
        rounding = _ROUNDING.get(side, ROUND_HALF_UP)
        rounded = [_to_step(end, step, rounding) for end in (low, high)]
        if side == "exact" and rounded != [low, high]:
            side = "about"
        low, high = rounded
    ranged = low != high
    prefix = suffix = ""
    if side == "least":
        number, suffix = _number(low, scale), "以上"
    elif side == "most":
        near = not ranged and all(part.near for part in parts if part.side == "most")
        number, prefix, suffix = _number(high, scale), "近" if near else "", "" if near else "以内"
    else:
        number = f"{_digits(low, scale)}至{_number(high, scale)}" if ranged else _number(low, scale)
        prefix = "约" if side == "about" else ""
    unit = entry.unit if entry.kind == "金额" and (prefix or suffix or ranged) else ""
    share = "%" if entry.kind == "百分比" else ""
    made = quantity_of(f"{prefix}{number}{unit}{share}{suffix}", entry)
    assert made is not None, (prefix, number, unit, suffix)
    return made


def _to_step(amount: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (amount / step).quantize(Decimal(1), rounding) * step


def _digits(amount: Decimal, scale: Decimal) -> str:
    return format_decimal(amount / scale)


def _number(amount: Decimal, scale: Decimal) -> str:
    word = {_TEN_THOUSAND: "万", _HUNDRED_MILLION: "亿"}.get(scale, "")
    return _digits(amount, scale) + word
