"""Numbers that belong to one person, found and hidden: a review must not carry them further."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z.〔])[0-9]{11,19}[0-9Xx]?(?![0-9A-Za-z.元])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
_PLATE: Final = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_DIGIT: Final = re.compile("[0-9]")
WORTH: Final = re.compile(r"[0-9]{11}|[\u4e00-\u9fff][A-HJ-NP-Z][·•A-HJ-NP-Z0-9]")
"""What a text with such a number holds."""
_CONTACT: Final = re.compile("联系|电话|热线|手机|值班|咨询|举报|传真")
_NEAR: Final = 12
_HEAD: Final = {"手机号": 3, "车牌号": 2}


class Private(NamedTuple):
    """A number of one person: its characters, what it is, and how it may be shown."""

    start: int
    end: int
    kind: str
    shown: str


def private_in(text: str, *, contact: bool = False) -> Iterator[Private]:
    """Identity cards, mobile numbers, bank cards and number plates in the text, in order.

    A mobile number given so that people can call is none; contact: the whole text gives them.
    """
    if WORTH.search(text) is None:
        return
    found = [(match, _kind(match[0])) for match in _NUMBER.finditer(text)]
    found += [(match, "车牌号") for match in _PLATE.finditer(text) if _DIGIT.search(match[0], 2)]
    for match, kind in sorted(found, key=lambda one: one[0].start()):
        called = kind == "手机号" and (contact or _is_contact(text, match.start()))
        if kind and not called:
            kept = _HEAD.get(kind, 4)
            whole = match[0]
            shown = whole[:kept] + "*" * (len(whole) - kept - 2) + whole[-2:]
            yield Private(*match.span(), kind, shown)


def hidden(text: str) -> str:
    """The text with such numbers masked, as long as before."""
    for found in private_in(text):
        text = text[: found.start] + found.shown + text[found.end :]
    return text


def _kind(number: str) -> str:
    """What the number is: 身份证号, 手机号, 银行卡号, or "" for none of them."""
    if len(number) == 18 and number[:17].isdigit() and number[6:8] in ("19", "20"):
        total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
        return "身份证号" if _CHECK_DIGITS[total % 11] == number[-1].upper() else ""
    if not number.isdigit():
        return ""
    if len(number) == 11 and number[0] == "1" and number[1] in "3456789":
        return "手机号"
    return "银行卡号" if len(number) in (16, 19) and number[0] in "3456" and _luhn(number) else ""


def _luhn(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    digits = [int(d) for d in reversed(number)]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


def _is_contact(text: str, at: int) -> bool:
    """Whether the number is given so that people can call."""
    return _CONTACT.search(text, max(0, at - _NEAR), at) is not None
