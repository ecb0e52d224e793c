"""Numbers set against one another: against the earlier period, against a whole, in a sum.

What was typed as a range or with 近, 约, 多 is not exact, and nothing reckoned from it is either:
a range gives a range, anything else 约; where its two ends tell different stories nothing is
said, and the gap says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

from docgen.compose.carried import ABSENT, Num, Txt, num, txt
from docgen.compose.reading import amount_of, is_absent
from docgen.compose.slots import Missing
from docgen.errors import TemplateError
from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, More
from docgen.finding import Place
from docgen.language import Quantity, change_words, format_decimal, format_quantity
from docgen.language.decimals import scale_of

_POINTS: Final = ("个百分点", "百分点")
_SHARES: Final = ("", "%", "‰", "倍", "成", *_POINTS)
_EITHER_WAY: Final = frozenset(("", *"近 将近 接近 约 大约 左右 上下 多 余".split()))
"""Qualifiers that say the same of a fall as of a rise; 不低于-5% does not."""
_RANGES_CROSS: Final = "填的是一个范围，两头比出来的增减不一样"
_NOT_POINTS: Final = "百分数的增减说百分点：增幅写成几个百分点，或者填上期"
_UNCLEAR_FALL: Final = "负的增幅带着以上、超过一类的字，看不出降了多少"
_NO_DIFFERENCE: Final = "是约数，减不出准数"


class Bounds(NamedTuple):
    """The ends of a number, one and the same when it is no range; about: whether a qualifier
    (近, 约, 多, 以上 …) stands by it."""

    low: Decimal
    high: Decimal
    about: bool = False

    @property
    def ranges(self) -> bool:
        """Whether it is a range."""
        return self.low != self.high


def bounds(value: Decimal | int) -> Bounds:
    """The ends of a number of a template, in its entry's unit."""
    fact = value.fact if type(value) is Num else None
    if fact is None or not isinstance(fact.value, Quantity):
        return Bounds(Decimal(value), Decimal(value))
    return _bounds(fact.value, fact.entry)


def _bounds(quantity: Quantity, entry: Entry) -> Bounds:
    low = high = amount_of(quantity, entry)
    if quantity.upper is not None:
        high = amount_of(quantity._replace(value=quantity.upper, upper=None), entry)
    return Bounds(low, high, bool(quantity.prefix or quantity.suffix))


def change(value: Any, than: str = "上年同期") -> Txt:
    """比上期的增减：增长9.5%、下降3.2%、持平；百分数说提高或下降几个百分点；由盈转亏、填成范围的，说增减多少。

    例：发展党员: {值: 24, 上期: 20} ⟶ {{ 发展党员 | 较上期 }} ⟶ 比上年同期增长20%
    例：经济: {利润: {值: -20, 上期: 300}} ⟶ {{ 经济.利润 | 较上期 }} ⟶ 比上年同期减少320万元
    例：经济: {利润: {值: 300, 增幅: -2%}} ⟶ {{ 经济.利润 | 较上期("上年") }} ⟶ 比上年下降2%
    例：党员积分管理覆盖率: {值: 96%, 上期: 92%} ⟶ {{ 党员积分管理覆盖率 | 较上期 }} ⟶ 比上年同期提高4个百分点
    """
    return _hit(changed(value, than))


def difference(value: Any, than: str = "上年同期") -> Txt:
    """比上期增减的数：增加6名、减少2个、持平；百分数说百分点，范围说范围。

    例：发展党员: {值: 24, 上期: 20} ⟶ {{ 发展党员 | 增减 }} ⟶ 比上年同期增加4名
    例：发展党员: {值: 24, 上期: 26, 比: 2025年下半年} ⟶ {{ 发展党员 | 增减 }} ⟶ 比2025年下半年减少2名
    例：概况: {人口: {值: 3.1万, 上期: 约3万}} ⟶ {{ 概况.人口 | 增减 }} ⟶ 比上年同期增加约1000人
    例：发展党员: {值: 2至3, 上期: 8} ⟶ {{ 发展党员 | 增减 }} ⟶ 比上年同期减少5至6名
    """
    return _hit(differing(value, than))


def _hit(said: Txt | Missing) -> Txt:
    return said.hit() if type(said) is Missing else said  # type: ignore[return-value]


def _fact(value: Any, filter_: str) -> Fact:
    if type(value) is not Num:
        raise TemplateError("这个过滤器只用于数")
    if value.fact is None:
        raise TemplateError(f"{filter_}只用于台账里的数")
    return value.fact


def changed(value: Any, than: str) -> Txt | Missing:
    """As `change`; what is missing is not yet noted as missed."""
    fact = _fact(value, "较上期")
    more = fact.more
    word = more.comparison or str(than)
    if more.growth is not None and more.previous is None:
        return _typed(more.growth, fact, word)
    if more.previous is None or not isinstance(fact.value, Quantity):
        return Missing(f"{fact.path}.上期", _why_none(more))
    now, before = bounds(value), _bounds(more.previous, fact.entry)
    rate = fact.entry.kind != "百分比" and now.low > 0 and before.low > 0
    if not rate or now.ranges or before.ranges:  # from, to or below nothing there is no percentage
        return differing(value, than)
    said, size = change_words(now.low, before.low)
    sources = (*value.sources, f"{fact.path}.上期")
    about = now.about or before.about
    if not size:
        return txt(f"与{word}{'基本持平' if about else said}", sources)
    return txt(f"比{word}{said}{'约' if about else ''}{size}", sources)


def _typed(growth: Quantity, fact: Fact, word: str) -> Txt | Missing:
    """The 增幅 as typed, its sign as a word."""
    path = f"{fact.path}.增幅"
    points, rate = growth.unit in _POINTS, fact.entry.kind == "百分比"
    if growth.amount == 0 and growth.upper is None:
        return txt(f"与{word}{'基本' if growth.approximate else ''}持平", (path,))
    if rate and not points:
        return Missing(path, _NOT_POINTS)
    falls = growth.amount < 0
    plain = {growth.prefix, growth.suffix} <= _EITHER_WAY and growth.upper is None
    if falls and not plain:
        return Missing(path, _UNCLEAR_FALL)
    size, head = format_quantity(growth, unit=growth.unit or "%"), len(growth.prefix)
    if size[head] in "+-":
        size = size[:head] + size[head + 1 :]
    rises, sinks = ("增长", "下降") if growth.unit in _SHARES else ("增加", "减少")
    return txt(f"比{word}{sinks if falls else '提高' if rate else rises}{size}", (path,))


def _why_none(more: More) -> str:
    """What the ledger says of why there is no 上期, "" when it does not."""
    clauses = re.split("[；;。]", f"{more.note}；{more.source}")
    return "；".join(clause for clause in clauses if "上期" in clause or "同期" in clause)


def differing(value: Any, than: str) -> Txt | Missing:
    """As `difference`; what is missing is not yet noted as missed."""
    fact = _fact(value, "增减")
    previous = fact.more.previous
    if previous is None or not isinstance(fact.value, Quantity):
        return Missing(f"{fact.path}.上期", _why_none(fact.more))
    word = fact.more.comparison or str(than)
    sources = (*value.sources, f"{fact.path}.上期")
    now, before = bounds(value), _bounds(previous, fact.entry)
    low, high = now.low - before.high, now.high - before.low
    about = now.about or before.about
    if low == high == 0:
        return txt(f"与{word}{'基本' if about else ''}持平", sources)
    if low <= 0 <= high:
        return Missing(f"{fact.path}.上期", _RANGES_CROSS)
    rate = fact.entry.kind == "百分比"
    said = ("提高" if rate else "增加") if low > 0 else ("下降" if rate else "减少")
    unit = "个百分点" if rate else fact.entry.measure or fact.entry.unit
    size = _between(min(abs(low), abs(high)), max(abs(low), abs(high)), unit)
    return txt(f"比{word}{said}{'约' if about else ''}{size}", sources)


def _between(low: Decimal, high: Decimal, unit: str) -> str:
    """5至6名; 5万元至6万元, as 5至6万元 could be read as 5元至6万元."""
    first, last = format_decimal(low), format_decimal(high)
    if first == last:
        return last + unit
    return f"{first}{unit if unit == '%' or scale_of(unit) else ''}至{last}{unit}"


def share(value: Any, whole: Any, places: int = 1) -> Txt:
    """占整体的百分比：党员.女党员 | 占比(党员) → 9.6%；有一个是约数就说约，整体是0的什么也不印。

    例：党员: {值: 620, 女党员: 60} ⟶ {{ 党员.女党员 | 占比(党员) }} ⟶ 9.7%
    例：党员: {值: 620, 女党员: 60} ⟶ {{ 党员.女党员 | 占比(党员, 0) }} ⟶ 10%
    例：党员: {值: 600多, 女党员: 60} ⟶ {{ 党员.女党员 | 占比(党员) }} ⟶ 约10%
    """
    if is_absent(whole):
        return whole  # type: ignore[no-any-return]
    if type(value) is not Num or not isinstance(whole, Decimal | int) or isinstance(whole, bool):
        raise TemplateError("这个过滤器只用于数")
    sources = (*value.sources, *getattr(whole, "sources", ()))
    part, total = bounds(value), bounds(whole)
    if total.low <= 0:  # of nothing there is no share
        return txt("", sources, kind=ABSENT)
    step = Decimal(1).scaleb(-places)
    ends = [
        (ratio * 100).quantize(step, ROUND_HALF_UP)
        for ratio in (part.low / total.high, part.high / total.low)
    ]
    about = "约" if part.about or total.about else ""
    return txt(about + _between(ends[0], ends[1], "%"), sources)


def reckoned(
    left: Decimal | int, right: Decimal | int, act: Callable[[Decimal, Decimal], Decimal]
) -> Num | Missing | None:
    """What comes of two numbers of which one is not exact: 约8, 1至2; None when both are exact.

    A difference that may be nothing or less is not known at all and gives a gap.
    """
    a, b = bounds(left), bounds(right)
    if not (a.about or b.about or a.ranges or b.ranges):
        return None
    ends = [act(x, y) for x in {a.low, a.high} for y in {b.low, b.high}]
    low, high = min(ends), max(ends)
    sources = (*getattr(left, "sources", ()), *getattr(right, "sources", ()))
    path = sources[0]
    if low <= 0 < a.low:
        return Missing(path, _NO_DIFFERENCE)
    said = [Decimal(format_decimal(end)) for end in (low, high)]
    about = "约" if a.about or b.about else ""
    quantity = Quantity(said[0], said[1] if said[0] != said[1] else None, about)
    fact = Fact(path, Entry("", path, "小数"), quantity, "", Place(""))
    return num(low, sources, fact)
