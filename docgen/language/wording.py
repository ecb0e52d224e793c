"""How changes and lists are worded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from docgen.language.decimals import format_decimal, percent_change

_CLOSING: Final = {"“": "”", "《": "》", "‘": "’", "〈": "〉"}


def change_words(now: Decimal, before: Decimal, *, places: int = 1) -> tuple[str, str]:
    """The word for the change from `before` to `now` and its size.

    ("增长", "9.5%"), ("下降", "3.2%"), ("持平", "").  places: digits behind the point, half up; a
    percentage that is shorter by itself stays so (20%).  A change that would print as zero is
    ("基本持平", "").  When `before` is zero or negative there is no percentage: ("增加", "") or
    ("减少", ""), and the caller says the amounts.
    """
    if now == before:
        return "持平", ""
    percent = percent_change(now, before)
    if percent is None:
        return ("增加" if now > before else "减少"), ""
    size = _size(percent, places)
    if size == "0":
        return "基本持平", ""
    return ("增长" if percent > 0 else "下降"), f"{size}%"


def point_change(now: Decimal, before: Decimal, *, places: int | None = None) -> tuple[str, str]:
    """The change between two percentages: ("提高", "3.5个百分点"), ("下降", …), ("持平", "").

    places: as in `change_words`; None prints the exact difference.
    """
    if now == before:
        return "持平", ""
    size = _size(now - before, places)
    if size == "0":
        return "基本持平", ""
    return ("提高" if now > before else "下降"), f"{size}个百分点"


def _size(change: Decimal, places: int | None) -> str:
    """The change without its sign; "0" when it rounds to nothing.

    Zeros at the end stay where rounding made them: 20% is exact, 20.0% is not.
    """
    exact = format_decimal(abs(change))
    if places is None or len(exact.partition(".")[2]) <= places:
        return exact
    rounded = format_decimal(abs(change), places)
    return rounded if rounded.strip("0.") else "0"


def join_items(items: Sequence[str], last: str = "和") -> str:
    """The items as one list: 甲、乙和丙.  last: what stands before the last one.

    Items that stand wholly in quotes or book-title marks take no 、 between them
    (GB/T 15834—2011 4.5.3.5).  Empty items are left out.
    """
    said = [item for item in items if item]
    text = ""
    for index, item in enumerate(said):
        if index == 0:
            text = item
        elif index == len(said) - 1 and last != "、":
            text += last + item
        else:
            text += ("" if _marked(said[index - 1]) and _marked(item) else "、") + item
    return text


def _marked(item: str) -> bool:
    """Whether the whole item is one quotation or one title."""
    closing = _CLOSING.get(item[0])
    return closing is not None and item.find(closing) == len(item) - 1
