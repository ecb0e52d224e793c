"""The filters of the trade: what `{{ 党员 | 其中 }}` and its like print.

Each takes leaves or records and returns a text or number that keeps its sources.  The first
line of a docstring is the guide's entry for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Final

from docgen.compose.reading import (
    absent,
    amount_of,
    attribute,
    fact_of,
    is_absent,
    read,
    text_of,
    text_of_value,
    withheld,
)
from docgen.compose.sentences import (
    deadline,
    heading,
    listed,
    sentence,
    sequence,
    set_out,
    whole_sentence,
    without_stop,
)
from docgen.compose.slots import (
    ABSENT,
    ACTIVE,
    Missing,
    Num,
    Txt,
    items_of,
    joined,
    num,
    txt,
)
from docgen.errors import TemplateError
from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, Group, Records
from docgen.language import (
    Period,
    Quantity,
    change_words,
    count_word,
    format_decimal,
    format_quantity,
    in_unit,
    issued_date,
    period_words,
    point_change,
)


def _number(value: Any) -> Num:
    if type(value) is not Num:
        raise TemplateError("这个过滤器只用于数")
    return value


def _quantity(value: Num) -> Quantity | None:
    fact = value.fact
    return fact.value if fact is not None and isinstance(fact.value, Quantity) else None


def measured(value: Any) -> Txt:
    """数连同量词：62 → 62名；3000多 → 3000多棵；90以上 → 90名以上。"""
    number = _number(value)
    fact = number.fact
    if fact is None or type(fact.value) is not Quantity:
        return txt(text_of(number), number.sources)
    quantity, entry = fact.value, fact.entry
    unit = entry.measure if entry.kind == "计数" else quantity.unit or entry.unit or entry.measure
    if entry.kind == "百分比":
        unit = "%"
    return txt(format_quantity(quantity, unit=unit), number.sources, fact=fact)


def chinese(value: Any) -> Txt:
    """数写成汉字：8 → 八；2 → 两（后接量词时的写法）。"""
    number = _number(value)
    if number != number.to_integral_value():
        raise TemplateError("汉字只用于整数")
    return txt(count_word(int(number)), number.sources)


def how_many(value: Any) -> Num:
    """列表有几条：后进村 | 个数 → 1。"""
    if isinstance(value, Records):
        return num(len(value.items), (f"{value.path}#",))
    if isinstance(value, list | tuple):
        return num(len(value), getattr(value, "sources", ()))
    raise TemplateError("个数只用于列表")


def change(value: Any) -> Txt:
    """比上期的增减：增长9.5%、下降3.2%、持平；百分数说提高或下降几个百分点。"""
    number = _number(value)
    fact = number.fact
    if fact is None:
        raise TemplateError("较上期只用于台账里的数")
    more = fact.more
    word = more.comparison or "上年同期"
    sources = (*number.sources, f"{fact.path}.上期")
    if more.growth is not None and more.previous is None:
        amount = more.growth.amount
        if amount == 0:
            return txt(f"与{word}持平", (*number.sources, f"{fact.path}.增幅"))
        said = "增长" if amount > 0 else "下降"
        size = format_quantity(more.growth, unit="%").lstrip("-")
        return txt(f"比{word}{said}{size}", (*number.sources, f"{fact.path}.增幅"))
    quantity = _quantity(number)
    if more.previous is None or quantity is None:
        return Missing(f"{fact.path}.上期").hit()  # type: ignore[return-value]
    previous = more.previous
    before = amount_of(previous, fact.entry)
    if fact.entry.kind == "百分比":
        said, size = point_change(number, before)
    else:
        said, size = change_words(number, before)
    if said.endswith("持平"):
        return txt(f"与{word}{said}", sources)
    if not size or not number:  # from or to nothing there is no percentage
        return difference(value)
    about = "约" if (quantity.approximate or previous.approximate) else ""
    return txt(f"比{word}{said}{about}{size}", sources)


def difference(value: Any) -> Txt:
    """比上期增减的数：增加6名、减少2个、持平。"""
    number = _number(value)
    fact, quantity = number.fact, _quantity(number)
    if fact is None or quantity is None or fact.more.previous is None:
        path = fact.path if fact else "?"
        return Missing(f"{path}.上期").hit()  # type: ignore[return-value]
    word = fact.more.comparison or "上年同期"
    sources = (*number.sources, f"{fact.path}.上期")
    gap = number - amount_of(fact.more.previous, fact.entry)
    if gap == 0:
        return txt(f"与{word}持平", sources)
    about = "约" if quantity.approximate or fact.more.previous.approximate else ""
    size = f"{format_decimal(abs(gap))}{fact.entry.measure or fact.entry.unit}"
    return txt(f"比{word}{'增加' if gap > 0 else '减少'}{about}{size}", sources)


def share(value: Any, whole: Any, places: int = 1) -> Txt:
    """占整体的百分比：党员.女党员 | 占比(党员) → 9.6%。"""
    if is_absent(whole):
        return whole  # type: ignore[no-any-return]
    part, total = _number(value), _number(whole)
    sources = (*part.sources, *total.sources)
    if total == 0:
        raise TemplateError("占比的整体是 0", hint="先用 {% if %} 判断")
    ratio = (Decimal(part) / Decimal(total) * 100).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )
    return txt(f"{format_decimal(ratio)}%", sources)


def _members(
    node: Fact | Group, names: Sequence[str], say: Callable[[Entry, str], str]
) -> tuple[list[Txt], list[Missing]]:
    """Members as `say` puts their entry and measured number; zeros are skipped.

    The second list: those that are wanted and not there.
    """
    items: list[Txt] = []
    gone: list[Missing] = []
    for name in names:
        entry = node.entry.members.get(name)
        if entry is None:
            raise TemplateError(f"“{node.path}”里没有登记“{name}”")
        child = node.members.get(name)
        leaf = read(child) if child is not None else absent(entry, f"{node.path}.{name}")
        if type(leaf) is Missing:
            gone.append(leaf)
        elif type(leaf) is Num and leaf != 0:
            items.append(txt(say(entry, measured(leaf)), leaf.sources))
    return items, gone


def counted(value: Any, *names: str) -> Any:
    """几个数连着说：概况 | 列数("行政村", "自然村") → 10个行政村、111个自然村；0 的不写。"""
    if not isinstance(value, Group):
        raise TemplateError("列数只用于一组事实")
    return _said(*_members(value, tuple(map(str, names)), _number_first), value.path)


def _number_first(entry: Entry, number: str) -> str:
    # 户数 and 人口 say their noun in the measure word already
    return number if entry.measure in entry.noun else number + entry.noun


def _noun_first(entry: Entry, number: str) -> str:
    return entry.noun + number


def where(value: Any, name: str, wanted: str) -> Any:
    """列表里某一项等于给定值的各条：后进村 | 满足("状态", "已转化")。"""
    kept = []
    recorder = ACTIVE.get()
    sources: list[str] = [f"{value.path}#"] if isinstance(value, Records) else []
    for item in sequence(value):
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit()
        sources += getattr(found, "sources", ())
        if found == str(wanted):
            kept.append(item)
    recorder.step(len(kept))
    return items_of(kept, tuple(dict.fromkeys(sources)))


def parts(value: Any, *names: str) -> Any:
    """分项列出，合起来是整体：农村党支部10个、机关党支部4个；构成也用它：党员.学历 | 分为。"""
    return _of_leaf(value, names, "分为")


def among(value: Any, *names: str) -> Any:
    """其中几项：其中女党员62名、预备党员18名；0 的不写。"""
    return _of_leaf(value, names, "其中", "其中")


def _of_leaf(value: Any, names: Sequence[str], which: str, lead: str = "") -> Any:
    node: Fact | Group | None = fact_of(value)
    if isinstance(value, Group) and value.entry.kind == "构成" and which == "分为":
        node, own = value, tuple(value.members)
    elif isinstance(node, Fact):
        own = node.more.parts if which == "分为" else node.more.among
    elif type(value) is Missing:
        return value.hit()
    else:
        raise TemplateError(f"{which}只用于有分项的数")
    named = tuple(map(str, names)) or own
    if not named:
        return Missing(f"{node.path}.{which}").hit()
    items, gone = _members(node, named, _noun_first)
    return _said(items, gone, node.path, lead)


def _said(items: list[Txt], gone: list[Missing], path: str, lead: str = "") -> Any:
    """The figures listed; a gap when all are missing, nothing when none is owed or all are 0."""
    if items:
        ACTIVE.get().leave_out(gone)
        return joined((lead, listed(items)))
    for missing in gone:
        missing.hit()
    return gone[0] if gone else txt("", (path,), kind=ABSENT)


def money(unit: str) -> Callable[[Any], Txt]:
    """The filter that prints an amount of money in this unit."""

    def run(value: Any) -> Txt:
        number = _number(value)
        quantity = _quantity(number)
        if quantity is None or number.fact is None:
            raise TemplateError(f"{unit}只用于台账里的金额", hint="算出来的数，单位写在后面")
        typed = quantity.unit or number.fact.entry.unit
        if typed == unit:
            return txt(format_quantity(quantity, unit=unit), number.sources)
        factor = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
        if typed not in factor:
            raise TemplateError(f"“{number.fact.path}”的单位是“{typed}”，不能写成{unit}")
        text = in_unit(quantity.amount * factor[typed], unit)
        if quantity.suffix in ("多", "余", "几", "来"):
            text = f"{text.removesuffix('元')}{quantity.suffix}元"
        else:
            text += quantity.suffix
        return txt(quantity.prefix + text, number.sources)

    run.__doc__ = f"金额写成{unit}。"
    return run


def dated(value: Any) -> Txt:
    """成文日期：2012年7月1日前用汉字（二〇一二年六月三十日），其后用阿拉伯数字。"""
    fact = getattr(value, "fact", None)
    if fact is None or not isinstance(fact.value, date):
        raise TemplateError("日期这个过滤器只用于日期")
    return txt(issued_date(fact.value), value.sources)


def spoken_period(value: Any) -> Txt:
    """期间按成文日期说：今年上半年、去年；隔年以上写年份。"""
    fact = getattr(value, "fact", None)
    if fact is None or not isinstance(fact.value, Period):
        raise TemplateError("“说法”只用于期间")
    return txt(period_words(fact.value, ACTIVE.get().on), (*value.sources, "文稿.日期"))


def plan_of(value: Any) -> Any:
    """计划数：只有写明 | 计划 的填空才印状态为计划的数。"""
    if type(value) is not Missing:
        return value
    node = fact_of(value)
    if node is None or node.value is None or node.more.status != "计划":
        return value.hit()
    recorder = ACTIVE.get()
    if withheld(node, recorder):
        return value.hit()
    recorder.paths.append(node.path)
    if isinstance(node.value, Quantity):
        return num(amount_of(node.value, node.entry), (node.path,), node)
    return txt(text_of_value(node.value), (node.path,), fact=node)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "量": measured,
        "汉字": chinese,
        "个数": how_many,
        "较上期": change,
        "增减": difference,
        "占比": share,
        "列数": counted,
        "满足": where,
        "分为": parts,
        "其中": among,
        "并列": listed,
        "元": money("元"),
        "万元": money("万元"),
        "亿元": money("亿元"),
        "日期": dated,
        "说法": spoken_period,
        "计划": plan_of,
        "句": sentence,
        "限期": deadline,
        "无句号": without_stop,
        "三段题": heading,
        "成句": whole_sentence,
        "列述": set_out,
    }
)
"""Every filter by its name in templates."""

SEES_GAPS: Final = frozenset((parts, among, plan_of))
"""Filters that look into a gap (a leaf without value may still have members or a plan)."""
