"""One number of the county from its units, by the fact's 汇总: the sum, the greatest, the mean.

A value, its 上期, its 口径 and 时点 are only said of the county when the units allow it; what is
not sure is 待核实 with the units and values that are the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from docgen.batch.rollup.amounts import greatest, mean, total
from docgen.batch.rollup.parts import (
    Part,
    Unit,
    doubts,
    named,
    part_of,
    said_in_all,
    weight_of,
)
from docgen.facts.dictionary import Entry, addends
from docgen.facts.values import Fact, More
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity
from docgen.library.calibers import NO_CALIBERS, Calibers

ROLLED: Final = frozenset(("和", "最大", "加权平均"))
"""The 汇总 that make one number of many."""
_UNSAID: Final = "没有写口径"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the county.

    value: None when nothing sure was given.  more: what is said of it beside its value.
    parts: what each unit gave, in the order of the units.  reasons: why it is not sure, one for
    each unit or kind of doubt.  note: what else is to be told of it
    (why there is no 上期).  findings: what makes it doubtful.
    """

    entry: Entry
    value: Quantity | None
    more: More
    parts: tuple[Part, ...]
    reasons: tuple[str, ...] = ()
    note: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def given(self) -> bool:
        """Whether any unit gave anything, be it a doubt."""
        return any(part.how not in ("没有填", "为零", "计划") for part in self.parts)


@dataclass(slots=True)
class _Making:
    """A number while it is made."""

    reasons: list[str]
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def number(
    units: Sequence[Unit],
    entry: Entry,
    absent: Sequence[str],
    where: str,
    calibers: Calibers = NO_CALIBERS,
) -> Number:
    """The county's number of this entry.

    calibers: which words for a 口径 mean the same.  absent: why the units are not all here (平安乡未报), as none of their numbers is known.
    where: the file that a finding names when no unit has a place for it.
    """
    parts = tuple(part_of(unit, entry) for unit in units)
    made = _Making([*absent, *doubts(parts, entry)])
    counted = [(part, part.quantity) for part in parts if part.quantity is not None]
    value: Quantity | None = None
    previous: Quantity | None = None
    source = ""
    if entry.rollup == "加权平均":
        value, previous, source, parts = _mean(units, parts, entry, made, where)
    elif counted and entry.rollup == "最大":
        best = greatest([quantity for _, quantity in counted], entry)
        value, source = counted[best][1], f"{len(counted)}个单位里最大的，{counted[best][0].unit}"
        previous = _previous(parts, entry, made)
    elif counted:
        value, source = (
            total([quantity for _, quantity in counted], entry),
            said_in_all(parts, "相加"),
        )
        previous = _previous(parts, entry, made)
    caliber = _caliber(parts, entry, made, where, calibers)
    given = [part.fact for part in parts if part.counted and part.fact is not None]
    as_of = {fact.more.as_of for fact in given}
    comparison = {fact.more.comparison for fact in given}
    doubted = bool(made.reasons) and (value is not None or _any_given(parts))
    told = "；".join(made.notes)
    more = More(
        previous=previous,
        comparison=next(iter(comparison)) if previous is not None and len(comparison) == 1 else "",
        source="；".join(filter(None, (source, told))),
        as_of=next(iter(as_of)) if len(as_of) == 1 else "",
        caliber=caliber,
        status="待核实" if doubted else "已核实",
        note="；".join(made.reasons) if doubted else "",
        public=all(part.fact.more.public for part in parts if part.fact is not None),
    )
    return Number(entry, value, more, parts, tuple(made.reasons), told, tuple(made.findings))


def _any_given(parts: Sequence[Part]) -> bool:
    return any(part.how in ("计入", "待核实", "待填", "单位不合") for part in parts)


# --- 上期 ------------------------------------------------------------------------------------------


def _previous(parts: Sequence[Part], entry: Entry, made: _Making) -> Quantity | None:
    """The earlier value over the units that are counted now, None unless all of them have one:
    a sum of twelve units is not compared with one of eleven."""
    facts = [part.fact for part in parts if part.counted and part.fact is not None]
    given = [fact.more.previous for fact in facts if not fact.more.previous_doubtful]
    known = [quantity for quantity in given if quantity is not None]
    if not known:
        return None
    if len(known) < len(facts):
        lacking = [
            part.unit
            for part in parts
            if part.counted
            and part.fact is not None
            and (part.fact.more.previous is None or part.fact.more.previous_doubtful)
        ]
        made.notes.append(f"{named(lacking)}没有{_before(facts)}，增减没有写")
        return None
    if len({fact.more.comparison for fact in facts}) > 1:
        made.notes.append("各单位的上期不是同一个时候，增减没有写")
        return None
    if entry.rollup == "最大":
        return known[greatest(known, entry)]
    return total(known, entry)


def _before(facts: Sequence[Fact]) -> str:
    """What 上期 is called: of units that say nothing else, the same time a year ago."""
    return "上期数" if any(fact.more.comparison for fact in facts) else "上年同期数"


# --- means ----------------------------------------------------------------------------------------


def _mean(
    units: Sequence[Unit], parts: Sequence[Part], entry: Entry, made: _Making, where: str
) -> tuple[Quantity | None, Quantity | None, str, tuple[Part, ...]]:
    """The mean, its 上期, where it comes from, and the parts with their weights."""
    counted = [(unit, part) for unit, part in zip(units, parts, strict=True) if part.counted]
    if not counted:
        return None, None, "", tuple(parts)
    choices = [addends(choice) for choice in entry.weights]
    for choice in choices:
        weights = [weight_of(unit, choice) for unit, _ in counted]
        if all(weight is not None for weight in weights):
            break
    else:
        _unweighed(counted, choices, entry, made, where)
        return None, None, "", tuple(parts)
    known = [weight for weight in weights if weight is not None]
    said = {part.unit: text for (_, part), (_, text, _) in zip(counted, known, strict=True)}
    shown = tuple(part._replace(weight=said.get(part.unit, "")) for part in parts)
    doubted = [part.unit for (_, part), (_, _, doubt) in zip(counted, known, strict=True) if doubt]
    if doubted:
        made.reasons.append(f"{named(doubted)}的{'、'.join(choice)}待核实，平均数按它加权")
    pairs = [
        (part.quantity, weight)
        for (_, part), (weight, _, _) in zip(counted, known, strict=True)
        if part.quantity is not None
    ]
    value = mean(pairs, entry)
    if value is None:
        return None, None, "", shown
    source = said_in_all(parts, f"按{'、'.join(choice)}加权平均")
    return value, _previous_mean(counted, choice, entry, made), source, shown


def _unweighed(
    counted: Sequence[tuple[Unit, Part]],
    choices: Sequence[tuple[str, ...]],
    entry: Entry,
    made: _Making,
    where: str,
) -> None:
    """Nothing to weigh by: no mean, and who lacks what."""
    best = max(choices, key=lambda c: sum(weight_of(u, c) is not None for u, _ in counted), default=())  # fmt: skip
    lacking = [part for unit, part in counted if weight_of(unit, best) is None]
    first = lacking[0].place if lacking else None
    what = "、".join(best)
    said = (
        f"{named([part.unit for part in lacking])}没有{what}"
        if what
        else "数据字典没有写按什么加权"
    )
    made.findings.append(
        Finding(
            "ROL004",
            Level.DOUBT,
            f"“{entry.path}”算不出加权平均：{said}",
            first or Place(where),
            hint=f"请{named([part.unit for part in lacking])}补填{what}；没有权数，不能直接平均"
            if what
            else "在数据字典这一项写 权",
            related=tuple(part.place for part in lacking[1:] if part.place is not None),
        )
    )


def _previous_mean(
    counted: Sequence[tuple[Unit, Part]], choice: Sequence[str], entry: Entry, made: _Making
) -> Quantity | None:
    """The earlier mean by the earlier weights, over the same units."""
    pairs: list[tuple[Quantity, Decimal]] = []
    lacking = []
    for unit, part in counted:
        more = part.fact.more if part.fact is not None else More()
        before = None if more.previous_doubtful else more.previous
        weight = _earlier_weight(unit, choice)
        if before is None or weight is None:
            lacking.append(part.unit)
        else:
            pairs.append((before, weight))
    if not pairs:
        return None
    if lacking:
        made.notes.append(f"{named(lacking)}没有上期数或上期的权数，增减没有写")
        return None
    return mean(pairs, entry)


def _earlier_weight(unit: Unit, choice: Sequence[str]) -> Decimal | None:
    amounts = []
    for path in choice:
        node = unit.facts.get(path)
        more = getattr(node, "more", None)
        if isinstance(more, More) and more.previous is not None and not more.previous_doubtful:
            amounts.append(more.previous.amount)
    return sum(amounts, Decimal(0)) if amounts else None


# --- 口径 ------------------------------------------------------------------------------------------


def _caliber(
    parts: Sequence[Part], entry: Entry, made: _Making, where: str, calibers: Calibers
) -> str:
    """The 口径 that all units name, "" when they do not agree: then the number is doubtful."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        if part.counted:
            groups.setdefault(calibers.meaning(part.caliber), []).append(part)
    if len(groups) < 2:
        return next((mine[0].caliber for mine in groups.values()), "")
    told = "；".join(
        f"{mine[0].caliber or _UNSAID}：{named([part.unit for part in mine])}"
        for mine in groups.values()
    )
    made.reasons.append(f"各单位口径不一（{told}）")
    places = [mine[0].place for mine in groups.values() if mine[0].place is not None]
    made.findings.append(
        Finding(
            "ROL003",
            Level.DOUBT,
            f"“{entry.path}”各单位口径不一，加在一起要核对：{told}",
            places[0] if places else Place(where),
            hint="请各单位按同一口径重报；其实一样的，把 口径 写成一样的话",
            related=tuple(places[1:]),
        )
    )
    return ""
