"""汉字 numbers and the counting symbols of headings and lists."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = "零一二三四五六七八九"
_VALUES = {c: i for i, c in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 40


def chinese_number(n: int) -> str:
    """The number in 汉字 as read aloud: 10 十, 12 十二, 105 一百零五, 20000 二万; below 0 负…."""
    if n < 0:
        return "负" + chinese_number(-n)
    text = _read(n)
    return text[1:] if text.startswith("一十") else text


def _read(n: int) -> str:
    """As `chinese_number`, but 10 is 一十."""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if n >= unit:
            high, low = divmod(n, unit)
            head = _read(high) if unit >= 10**4 else _DIGITS[high]
            gap = "零" if 0 < low < unit // 10 else ""
            return head + name + gap + (_read(low) if low else "")
    return _DIGITS[n]


def count_word(n: int) -> str:
    """The number before a measure word, as in 两个方面: 2 is 两, others as `chinese_number`."""
    return "两" if n == 2 else chinese_number(n)


@lru_cache(maxsize=4096)
def parse_chinese_number(text: str) -> int | None:
    """The value of a number in 汉字, None when it is none.

    Read aloud (一百零五, 两千, 三千二 = 3200) or digit by digit, as years are (二〇一二).
    """
    if not text or len(text) > _LONGEST:
        return None
    if text in ("零", "〇"):
        return 0
    if all(c in _VALUES for c in text) and (len(text) == 4 or "〇" in text) and "两" not in text:
        return int("".join(str(_VALUES[c]) for c in text))
    if text[0] in "零〇":
        return None
    return _value(text, ("亿", "万"))


def _value(text: str, scales: tuple[str, ...]) -> int | None:
    """The value of text; scales: the big units it may hold, largest first."""
    if not scales:
        return _below_ten_thousand(text)
    name, *rest = scales
    scale = 10**8 if name == "亿" else 10**4
    high_text, found, low_text = text.rpartition(name)
    if not found:
        return _value(text, tuple(rest))
    high = _value(high_text, scales if name == "亿" else ())
    if high is None or high == 0:
        return None
    if not low_text:
        return high * scale
    if len(low_text) == 1 and low_text in _DIGITS[1:]:  # 一万二
        return high * scale + _VALUES[low_text] * scale // 10
    low = _value(low_text, tuple(rest))
    return None if not low or low >= scale else high * scale + low


def _below_ten_thousand(text: str) -> int | None:
    total, last, digit, zero = 0, 10**4, 0, False
    for index, char in enumerate(text):
        if char in "零〇":
            if digit or zero:
                return None
            zero = True
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= last:
                return None
            if not digit:
                if unit != 10 or total or zero:  # 十 alone may open a number
                    return None
                digit = 1
            total, last, digit, zero = total + digit * unit, unit, 0, False
        elif char in _VALUES:
            if digit or (char == "两" and text[index + 1 : index + 2] not in ("百", "千", "")):
                return None
            if char == "两" and index and index + 1 == len(text):
                return None
            digit = _VALUES[char]
        else:
            return None
    if digit:
        shortened = not zero and last in (100, 1000)  # 一百五 is 150
        return total + (digit * last // 10 if shortened else digit)
    return None if zero or not total else total


_SYMBOL = re.compile("[一1①]")


@lru_cache(maxsize=1024)
def ordinal(pattern: str, n: int) -> str:
    """The pattern with its counting symbol (the first 一, 1 or ①) replaced by n in that form.

    ("（一）", 12) → （十二）, ("1.", 4) → 4., ("①", 3) → ③, ("一是", 2) → 二是.  ValueError when
    the pattern has no counting symbol, n is below 1, or ① is asked beyond 50.
    """
    match = _SYMBOL.search(pattern)
    if match is None or n < 1:
        raise ValueError(f"no ordinal {n} of {pattern!r}")
    symbol = match.group()
    if symbol == "一":
        word = chinese_number(n)
    elif symbol == "1":
        word = str(n)
    elif n <= 20:
        word = chr(0x2460 + n - 1)
    elif n <= 35:
        word = chr(0x3251 + n - 21)
    elif n <= 50:
        word = chr(0x32B1 + n - 36)
    else:
        raise ValueError(f"no circled number {n}")
    return pattern[: match.start()] + word + pattern[match.end() :]
