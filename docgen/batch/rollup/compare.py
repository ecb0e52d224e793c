"""The county's numbers against what else is said of them: by the county itself, in a ledger.

Two numbers agree when both may mean the same, each within its own precision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.batch.rollup.amounts import agree, in_sum, interval
from docgen.batch.rollup.county import County
from docgen.batch.rollup.numbers import Number
from docgen.batch.rollup.parts import with_measure
from docgen.compose.reading import amount_of
from docgen.facts.bounds import Bounds
from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, Facts
from docgen.finding import Finding, Level
from docgen.language import Quantity, format_decimal


class Other(NamedTuple):
    """A number given elsewhere.  whose: what messages call that (县里填, 县台账)."""

    fact: Fact
    quantity: Quantity
    whose: str


def against_own(county: County, facts: Facts) -> Iterator[Finding]:
    """Where the county's own number is not the sum of its units'."""
    if county.own is None:
        return
    for path, made in county.numbers.items():
        own = county.own.get(path)
        if not isinstance(own, Fact) or not isinstance(own.value, Quantity) or made.value is None:
            continue
        if own.more.status == "计划":
            continue
        found = difference("ROL001", made, Other(own, own.value, "县里填"), facts)
        if found is not None:
            yield found
    named = county.own.get("概况.乡镇")
    counted = facts.get("概况.乡镇")
    if isinstance(named, Fact) and isinstance(counted, Fact) and named.entry.rollup == "个数":
        yield from _how_many(named, counted)


def _how_many(own: Fact, counted: Fact) -> Iterator[Finding]:
    if not (isinstance(own.value, Quantity) and isinstance(counted.value, Quantity)):
        return
    if own.value.amount == counted.value.amount:
        return
    yield Finding(
        "ROL001",
        Level.ERROR,
        f"{own.path}：台账里有{counted.text}个单位，县里填{own.text}个，差{format_decimal(abs(counted.value.amount - own.value.amount))}个",
        own.place,
        hint="看看是不是有单位的台账没有放进来，或县里填的数旧了",
        related=(counted.place,),
    )


def difference(code: str, made: Number, other: Other, facts: Facts) -> Finding | None:
    """The finding when another number of the county is not what its units give."""
    entry = made.entry
    known = bounds_of(made)
    if known is None or made.value is None or agree(known, interval(other.quantity, entry)):
        return None
    sure = made.more.status == "已核实" and other.fact.more.status == "已核实"
    same = other.fact.more.caliber in ("", made.more.caliber)
    stated = facts.get(entry.path)
    what = {"和": "各单位合计", "最大": "各单位里最大的", "加权平均": "各单位平均"}[entry.rollup]
    hint = f"docgen rollup … --trace {entry.path} 看各单位的数"
    if not same:
        hint += f"；{other.whose}的口径是“{other.fact.more.caliber}”，口径不同的不用改"
    if made.reasons:
        hint += f"；各单位的数还没有齐：{'；'.join(made.reasons)}"
    return Finding(
        code,
        Level.ERROR if sure and same else Level.DOUBT,
        f"{entry.path}：{what}{with_measure(made.value.raw, entry)}，"
        f"{other.whose}{with_measure(other.fact.text, entry)}，"
        f"差{apart(made.value, other.quantity, entry)}",
        other.fact.place,
        quote=other.fact.text,
        hint=hint,
        related=(stated.place,) if stated is not None else (),
    )


def bounds_of(made: Number) -> Bounds | None:
    """What the county's number may be, from what its parts may be; None when nothing is known."""
    entry = made.entry
    parts = [interval(part.quantity, entry) for part in made.parts if part.quantity is not None]
    if not parts or made.value is None:
        return None
    return in_sum(parts) if entry.rollup == "和" else interval(made.value, entry)


def apart(one: Quantity, other: Quantity, entry: Entry) -> str:
    """How far apart two numbers are as they are said, with measure word or unit; 约 when one of
    them is no exact number."""
    gap = abs(amount_of(one, entry) - amount_of(other, entry))
    unit = entry.measure or entry.unit or ("个百分点" if entry.kind == "百分比" else "")
    sure = all(low == high for low, high in (interval(one, entry), interval(other, entry)))
    return f"{'' if sure else '约'}{format_decimal(gap)}{unit}"
