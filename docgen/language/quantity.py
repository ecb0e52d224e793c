"""Quantities as people say them: 2.2万, 3000多棵, 近600万元, 98%以上, 9至10."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from docgen.language.decimals import scale_of
from docgen.language.measures import (
    FOLLOWERS,
    MEASURES,
    MIDDLES,
    PREFIX_ENDS_WORD,
    PREFIXES,
    SCALES,
    SET_PHRASES,
    SUFFIXES,
)
from docgen.language.numerals import parse_chinese_number


class Quantity(NamedTuple):
    """A number as said (a named tuple, as a facts file has hundreds of them).

    value: the number before its scale word.  upper: the larger end of a range, in the same
    scale; None when there is no range.  prefix: 近, 约 … or "".  suffix: 多, 余, 以上 … or "".
    scale: 万, 亿 … as typed, "" when none.  unit: measure word or unit, "" when none.
    raw: the text as typed.  places: digits typed behind the point.  form: the text with {}
    where the unit stands, digits half-width and without commas; "" for a quantity that was
    computed, which prints from its parts.
    """

    value: Decimal
    upper: Decimal | None = None
    prefix: str = ""
    suffix: str = ""
    scale: str = ""
    unit: str = ""
    raw: str = ""
    places: int = 0
    form: str = ""

    @property
    def amount(self) -> Decimal:
        """The number with its scale: 2.2万 is 22000; of a range the lower end."""
        return self.value * SCALES[self.scale] if self.scale else self.value

    @property
    def upper_amount(self) -> Decimal | None:
        """The upper end of a range with its scale, None when there is no range."""
        return None if self.upper is None else self.upper * SCALES.get(self.scale, 1)

    @property
    def approximate(self) -> bool:
        """Whether the number is not exact: a qualifier stands by it, or it is a range."""
        return bool(self.prefix or self.suffix) or self.upper is not None


_WIDTHS: Final = str.maketrans("０１２３４５６７８９．％－−＋", "0123456789.%--+")
_WIDE: Final = re.compile("[０-９．％－−＋]")
_ARABIC: Final = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,8})?(?![\d.])|\d{1,15}(?:\.\d{1,8})?(?![\d.])"
_HAN: Final = "[零〇一二两三四五六七八九十百千万亿]{1,20}"
_SCALE: Final = "|".join(sorted(SCALES, key=len, reverse=True)).replace(
    "|百|千|",
    "|百(?!分)|千(?![克米瓦])|",  # 百分点 and 千克 are units
)
_NUMBER: Final = re.compile(
    rf"(?P<sign>[-+])?(?:(?P<arabic>{_ARABIC})|(?P<han>{_HAN}))"
    rf"(?:(?P<early>[多余来几])(?=[万亿]))?(?: ?(?P<scale>{_SCALE}))?(?: ?(?P<late>[多余来几]))?"
)
_PLAIN: Final = re.compile(r"((?:0|[1-9][0-9]{0,14})(?:\.([0-9]{1,8}))?)([万亿]?)(\S{0,5})")
_PLAIN_UNITS: Final = (MEASURES | {""}) - {"年"}
_SIMPLE: Final = re.compile(r"[1-9]\d{0,14}(?![\d.,百千万亿多余来几 ])")
_GOES_ON: Final = frozenset("多余来几至到—–～~-" + "".join(word[0] for word in SUFFIXES))
_PERCENT: Final = re.compile(f"百分之(?P<han>{_HAN})")
_RANGE: Final = re.compile(
    rf"(?P<to>[至—–～~-])(?:(?P<arabic>{_ARABIC})|(?P<han>{_HAN}))(?P<scale>{_SCALE})?"
)
_ADJACENT: Final = re.compile("([一二两三四五六七八九]{2})(?:十|百|千)?万?")
_SUFFIX: Final = re.compile(
    "|".join(sorted(SUFFIXES, key=lambda word: (-len(word), word))) + r"|多(?=$|\W)"
)
_SPLIT_UNIT: Final = re.compile("个([多余])(月|小时|星期)")
_ROUND: Final = frozenset("近 将近 接近 约 大约 超 超过 逾 上".split())
_YEARS: Final = range(1900, 2100)
_MEASURES_AT: Final[dict[str, list[tuple[str, str]]]] = {}
"""Measure words by their first character, the longest first, with what may not follow them."""
for _word in sorted(MEASURES, key=len, reverse=True):
    _MEASURES_AT.setdefault(_word[0], []).append((_word, FOLLOWERS.get(_word, "")))
_LONGEST_PREFIX: Final = max(map(len, PREFIXES))
_LONGEST_TEXT: Final = 60
_new: Final[Callable[..., Any]] = tuple.__new__  # the record's own constructor takes twice as long
_BEGINNINGS: Final = frozenset("0123456789-+零〇一二两三四五六七八九十百千万亿")


class _Amount(NamedTuple):
    """A number as read: its value and scale word; the upper end when it is a range; how it was
    said, {} standing where its own unit stood inside a range."""

    value: Decimal
    upper: Decimal | None
    scale: str
    places: int
    said: str


def half_width(text: str) -> str:
    """Full-width digits and number signs made half-width, one character for one."""
    return text.translate(_WIDTHS) if _WIDE.search(text) else text


def measure_at(text: str, position: int, measures: frozenset[str] = MEASURES) -> str:
    """The longest measure word or unit that stands there as a word of its own, "" when none."""
    for word, followers in _MEASURES_AT.get(text[position : position + 1], ()):
        if text.startswith(word, position) and word in measures:
            follower = text[position + len(word) : position + len(word) + 1]
            if not follower or follower not in followers:
                return word
    return ""


def prefix_before(text: str, position: int) -> str:
    """The qualifier (近, 超过 …) that ends there, "" when none."""
    for length in range(min(_LONGEST_PREFIX, position), 0, -1):
        word = text[position - length : position]
        if word in PREFIXES:
            before = text[position - length - 1 : position - length]
            if not before or before not in PREFIX_ENDS_WORD.get(word, ""):
                return word
            return ""
    return ""


def read_quantity(
    text: str, position: int, prefix: str = "", measures: frozenset[str] = MEASURES
) -> tuple[Quantity, int] | None:
    """The quantity whose number begins there, and where it ends; None when there is none.

    text: as `half_width` leaves it.  prefix: the qualifier that stands before.  measures: what
    counts as a measure word.  A number without one is a quantity too, its unit "".
    """
    simple = _SIMPLE.match(text, position)  # 62名: what most numbers in running text are
    if simple and measures is MEASURES and (unit := measure_at(text, simple.end())):
        digits, end = simple[0], simple.end() + len(unit)
        if text[end : end + 1] not in _GOES_ON and prefix not in _ROUND and prefix != "上":
            raw = text[position - len(prefix) : end]
            form = prefix + digits + "{}"
            return Quantity(Decimal(digits), None, prefix, "", "", unit, raw, 0, form), end
    if percent := _PERCENT.match(text, position):
        return _percentage(text, percent, prefix)
    match = _NUMBER.match(text, position)
    amount = _amount(match, prefix) if match else None
    if match is None or amount is None:
        return None
    end = match.end()
    suffix = match["early"] or match["late"] or ""
    unit, unit_end = _unit_at(text, end, measures)
    if suffix:
        end, tail = unit_end, "{}"
    elif split := _SPLIT_UNIT.match(text, end):
        end, suffix, unit, tail = split.end(), split[1], "个" + split[2], split[0]
    else:
        amount, unit, end = _range(text, amount, unit, unit_end, measures)
        found = _SUFFIX.match(text, end)
        if found and (unit or found[0] != "多"):
            suffix, end = found[0], found.end()
        tail = "{}" + suffix
    raw = text[position - len(prefix) : end]
    value, upper, scale, places, said = amount
    return Quantity(
        value, upper, prefix, suffix, scale, unit, raw, places, prefix + said + tail
    ), end


def _unit_at(text: str, position: int, measures: frozenset[str]) -> tuple[str, int]:
    """The unit there, a space before it passed over, and where it ends; "" when there is none."""
    at = position + (text[position : position + 1] == " ")
    unit = measure_at(text, at, measures)
    return (unit, at + len(unit)) if unit else ("", position)


def _percentage(text: str, match: re.Match[str], prefix: str) -> tuple[Quantity, int] | None:
    """百分之九十八, which takes no other unit."""
    value = 100 if match["han"] == "百" else parse_chinese_number(match["han"])
    if value is None:
        return None
    found = _SUFFIX.match(text, match.end())
    suffix, end = (found[0], found.end()) if found else ("", match.end())
    raw = text[match.start() - len(prefix) : end]
    return Quantity(Decimal(value), None, prefix, suffix, "", "%", raw, 0, raw), end


def _amount(match: re.Match[str], prefix: str) -> _Amount | None:
    """The number matched with its scale word and inner qualifier; None when it is none."""
    early, late, scale = (match[name] or "" for name in ("early", "late", "scale"))
    number = _number(match, bare=bool(early or late) or prefix in _ROUND)
    if number is None or (early and (late or not scale)) or (match["han"] and scale and not early):
        return None
    value, upper, places, said = number
    misplaced = (
        ("来" in (early, late) and value % 10)
        or ("几" in (early, late) and (match["han"] or "")[-1:] not in ("十", "百", "千"))
        or (prefix == "上" and match["han"] not in SCALES)
    )
    if misplaced:
        return None
    sign = match["sign"] or ""
    if sign == "-":
        value = -value
    return _Amount(value, upper, scale, places, sign + said + early + scale + late)


def _number(match: re.Match[str], *, bare: bool) -> tuple[Decimal, Decimal | None, int, str] | None:
    """Value, upper end (三四), decimal places and text of the digits matched.

    bare: 百 or 千万 alone may stand for one of it (百余名).
    """
    if digits := match["arabic"]:
        digits = digits.replace(",", "")
        whole, _, rest = digits.partition(".")
        if len(whole) > 1 and whole[0] == "0":
            return None
        return Decimal(digits), None, len(rest), digits
    han: str = match["han"]
    value = SCALES.get(han) if bare else None
    if value is None:
        value = parse_chinese_number(han)
    if value is not None:
        return Decimal(value), None, 0, han
    if pair := _ADJACENT.fullmatch(han):
        low, high = (parse_chinese_number(han.replace(pair[1], digit, 1)) for digit in pair[1])
        if low is not None and high is not None and low < high:
            return Decimal(low), Decimal(high), 0, han
    return None


def _range(
    text: str, low: _Amount, unit: str, end: int, measures: frozenset[str]
) -> tuple[_Amount, str, int]:
    """The amount widened to a range, when `至` and a larger number follow; else as it was."""
    match = _RANGE.match(text, end)
    number = _number(match, bare=False) if match and low.upper is None else None
    if match is None or number is None:
        return low, unit, end
    high, _, places, said = number
    value, low_scale, scale = low.value, low.scale, match["scale"] or ""
    last_unit, last_end = _unit_at(text, match.end(), measures)
    said = low.said + ("{}" if unit else "") + match["to"] + said + scale
    if low_scale != scale and (low_scale or unit):  # 5～6万 lends its scale to 5; 5元～6万元 not
        value, high, scale = value * SCALES.get(low_scale, 1), high * SCALES.get(scale, 1), ""
    if value >= high or unit not in ("", last_unit):
        return low, unit, end
    return _Amount(value, high, scale, max(low.places, places), said), last_unit, last_end


def parse_quantity(text: str) -> Quantity | None:
    """The quantity the text is from end to end, None when it is none.

    2.2万, 3000多, 近600万元, 98%以上, 1,234, 5万余元, 9至10, 10多万, -3.5%, 三千多.  Full-width
    digits are accepted.  Not quantities: years (2012年), numbers that begin with 0, set phrases.
    """
    raw = text.strip()
    bare = _PLAIN.fullmatch(raw)  # most cells of a ledger hold digits, and perhaps a unit
    if bare and bare[4] in _PLAIN_UNITS:
        digits, decimals, scale, unit = bare.groups()
        form, places = digits + scale + "{}", len(decimals or "")
        said = (Decimal(digits), None, "", "", scale, unit, raw, places, form)
        quantity: Quantity = _new(Quantity, said)
        return quantity
    plain = half_width(raw).replace("，", ",")
    if not plain or len(plain) > _LONGEST_TEXT or plain in SET_PHRASES:
        return None
    start = next((i for i, c in enumerate(plain) if c in _BEGINNINGS), -1)
    if start < 0:
        return None
    prefix = plain[:start].strip()
    if prefix and prefix not in PREFIXES:
        return None
    read = read_quantity(prefix + plain[start:], len(prefix), prefix)
    if read is None or read[1] != len(prefix) + len(plain) - start:
        return None
    quantity = read[0]
    if quantity.unit == "年" and quantity.value in _YEARS:
        return None
    q = quantity
    return Quantity(q.value, q.upper, q.prefix, q.suffix, q.scale, q.unit, raw, q.places, q.form)


def format_quantity(quantity: Quantity, *, unit: str | None = None) -> str:
    """The quantity as said, with this unit in the place of its own; None keeps its own.

    3000多 in 棵 is 3000多棵, 90以上 in 名 90名以上, 5万余 in 元 5万余元.  Digits stay as typed,
    without thousands separators.  A scale word that already stands by the number is not said
    twice: 600万 in 万元 is 600万元.
    """
    said = quantity.unit if unit is None else unit
    if quantity.scale and said not in MEASURES:
        said = said[len(scale_of(said)) :]
    if quantity.form:
        return quantity.form.replace("{}", said)
    number = f"{quantity.value:f}"
    if quantity.upper is not None:
        number += f"至{quantity.upper:f}"
    if quantity.suffix in MIDDLES:
        return f"{quantity.prefix}{number}{quantity.scale}{quantity.suffix}{said}"
    return f"{quantity.prefix}{number}{quantity.scale}{said}{quantity.suffix}"
