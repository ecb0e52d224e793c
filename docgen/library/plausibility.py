"""The scales by which a number is worth a second look: data/norms/plausibility.yaml.

They are no rules: what lies outside them may be right, and is said as 提示 only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from docgen.language import parse_quantity
from docgen.library.fields import Fields


@dataclass(frozen=True, slots=True)
class Jump:
    """When a number differs from 上期 enough to ask why.

    names: paths it is for, with what stands under them; () for all.  kinds: kinds it is for.
    factor: this many times as much, or as little.  least: and differing by at least this much,
    in the smallest unit.  points: for percentages, differing by more percentage points; what
    rises from below `start` is asked about only when it is `factor` times as much.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    factor: Decimal
    least: Decimal
    points: Decimal
    start: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class NearlyAll:
    """Parts that are not likely to be nearly all: of wholes of at least `least`, from `share` on."""

    names: frozenset[str] = frozenset()
    share: Decimal = Decimal(1)
    least: Decimal = Decimal(0)
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rates:
    """Percentages: words in names whose rates may be over 100, rates in sentences that may not."""

    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Between what a fact of one township lies; limits in the smallest unit (元, 人, 亩).

    name: a path, or the kind it holds for.
    """

    name: str
    low: Decimal | None
    high: Decimal | None
    basis: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """Between what the one number divided by the other lies; words: what that ratio is."""

    over: str
    under: str
    low: Decimal
    high: Decimal
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class Bygone:
    """When a sentence may name an earlier period.  excused: in such a sentence; None asks nothing."""

    excused: re.Pattern[str] | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Plausibility:
    """All scales; without any, nothing is doubted.  units: the kinds of unit the ranges are for."""

    jumps: tuple[Jump, ...] = ()
    nearly_all: NearlyAll = NearlyAll()
    rates: Rates = Rates()
    units: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    bygone: Bygone = Bygone()


_TABLES: Final = ("突变", "几近全部", "比率", "单位类别", "范围", "比值", "上期的话")


def plausibility_from(values: object, where: str = "plausibility.yaml") -> Plausibility:
    """The scales of these plain values.  Raises LibraryError naming the row that is malformed."""
    top = Fields(values, where, _TABLES)

    def rows(name: str, keys: str) -> list[Fields]:
        entries = top.entries(name) if name in top else []
        return [
            Fields(entry, f"{where} {name}第{number}条", (*keys.split(), "依据"))
            for number, entry in enumerate(entries, 1)
        ]

    def one(name: str, keys: str) -> Fields:
        return Fields(top.values.get(name, {}), f"{where} {name}", (*keys.split(), "依据"))

    nearly, rates = one("几近全部", "名称 比例 总数"), one("比率", "可超百 不超百")
    return Plausibility(
        tuple(
            Jump(
                row.texts("名称"),
                row.texts("类型"),
                _number(row, "倍数"),
                _number(row, "差"),
                _number(row, "百分点"),
                _number(row, "起点"),
                row.text("依据"),
            )
            for row in rows("突变", "名称 类型 倍数 差 百分点 起点")
        ),
        NearlyAll(
            frozenset(nearly.texts("名称")),
            _number(nearly, "比例", "100") / 100,
            _number(nearly, "总数"),
            nearly.text("依据"),
        ),
        Rates(rates.texts("可超百"), rates.texts("不超百"), rates.text("依据")),
        top.texts("单位类别"),
        tuple(
            Range(
                row.required("名称"),
                _number(row, "下限") if "下限" in row else None,
                _number(row, "上限") if "上限" in row else None,
                row.text("依据"),
                row.flag("不分类别"),
            )
            for row in rows("范围", "名称 下限 上限 不分类别")
        ),
        tuple(
            Ratio(
                row.required("甲"),
                row.required("乙"),
                _number(row, "下限"),
                _number(row, "上限"),
                row.required("说法"),
                row.text("依据"),
            )
            for row in rows("比值", "甲 乙 下限 上限 说法")
        ),
        _bygone(one("上期的话", "可说")),
    )


def _bygone(row: Fields) -> Bygone:
    text = row.text("可说")
    try:
        return Bygone(re.compile(text) if text else None, row.text("依据"))
    except re.error:
        raise row.error(f"可说“{text}”不是正则式") from None


def _number(row: Fields, key: str, default: str = "0") -> Decimal:
    text = row.text(key) or default
    quantity = parse_quantity(text)
    if quantity is None:
        raise row.error(f"{key}“{text}”不是数", hint="写 30、50万、2亿元 这样")
    return quantity.amount
