"""What was said with 近, 多, 以上 as the range of numbers it may mean."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from docgen.facts.values import Fact, Node
from docgen.language import Quantity

_INFINITE: Final = Decimal(10) ** 18
_TENTH: Final = Decimal("0.1")
_ABOVE: Final = frozenset(("以上", "超", "超过", "逾", "上"))
_BELOW: Final = frozenset(("以下", "以内", "不足", "不到", "近", "将近", "接近"))
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


def quantity_in(node: Node | None) -> Quantity | None:
    """The quantity this leaf holds, None when it holds none or is no leaf."""
    if isinstance(node, Fact) and isinstance(node.value, Quantity):
        return node.value
    return None
