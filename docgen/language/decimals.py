"""Decimal amounts: one way to round (half up), to print and to scale them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from docgen.language.measures import SCALES

_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_UP)


def format_decimal(amount: Decimal, places: int | None = None) -> str:
    """The amount in digits, never with an exponent.

    places: digits behind the point, rounded half up and kept (2 gives 3.10); None prints the
    amount as it is, zeros at its end dropped.
    """
    if places is not None:
        rounded = amount.quantize(Decimal(1).scaleb(-places), context=_WIDE)
        text = f"{rounded:f}"
    else:
        text = f"{amount:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.removeprefix("-") if not text.strip("-0.") else text


def percent_change(now: Decimal, before: Decimal) -> Decimal | None:
    """By how many percent `now` differs from `before`, unrounded (60 digits); None when
    `before` is zero or negative, when a percentage says nothing."""
    if before <= 0:
        return None
    return _WIDE.divide(_WIDE.multiply(_WIDE.subtract(now, before), Decimal(100)), before)


@lru_cache(maxsize=256)
def scale_of(unit: str) -> str:
    """The scale word a unit begins with: 万 in 万元; "" when there is none."""
    return max((scale for scale in SCALES if unit.startswith(scale)), key=len, default="")


def in_unit(amount: Decimal, unit: str, *, places: int | None = None) -> str:
    """The amount of 元 (or 人, 亩 …) said in a scaled unit: 6000000 in 万元 is 600万元.

    unit: the unit alone or behind a scale word (元, 万元, 亿元, 万).  places: as in
    `format_decimal`; None gives the exact amount.
    """
    scale = SCALES.get(scale_of(unit), 1)
    return format_decimal(_WIDE.divide(amount, Decimal(scale)), places) + unit
