"""What the county has in a ledger of its own, held against what its units reported.

A row for the county is compared with the sums, a row for a unit with what the unit gave, a list
of weak villages (软弱村备案) village by village.  What is equal is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from docgen.batch.rollup.amounts import agree, interval
from docgen.batch.rollup.compare import Other, apart, difference
from docgen.batch.rollup.county import County
from docgen.batch.rollup.numbers import ROLLED
from docgen.batch.rollup.parts import Part, Unit, part_of, with_measure
from docgen.errors import InputError
from docgen.facts import FORM_ENDINGS, Reading, dictionary_of, facts_from, read_units
from docgen.facts.dictionary import Dictionary
from docgen.facts.values import Fact, Facts, Record, Records
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity
from docgen.language.near import nearest
from docgen.library import Library

WEAK: Final = "后进村"
_NAME: Final = "单位.名称"
_STATE: Final = "状态"
_FROM: Final = "来自"
_TOTALS: Final = ("合计", "全县", "全区", "全市")
"""What a ledger calls the row of the county."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read.  name: what messages call it."""

    name: str
    readings: tuple[Reading, ...]

    @property
    def sources(self) -> Mapping[str, Sequence[str]]:
        """The lines of its files."""
        return {path: lines for one in self.readings for path, lines in one.facts.sources.items()}


def read_ledger(path: Path, library: Library) -> Ledger:
    """The ledger in this file: YAML, or a form or table with a row for each unit and perhaps one
    of totals.

    Raises InputError when it cannot be read or holds nothing.
    """
    dictionary = dictionary_of(library)
    if path.name.lower().endswith(FORM_ENDINGS):
        from docgen.facts.workbook import read_form  # noqa: PLC0415  (openpyxl takes long to import)

        form = read_form(path, dictionary, totals=True)
        readings = tuple(Reading(*facts_from([unit.parsed], dictionary)) for unit in form.units)
    else:
        readings = read_units(path, dictionary)
    if not readings:
        raise InputError(
            "这份县台账里一行也没有", where=str(path), hint="一个单位一行，或只写县的一行"
        )
    return Ledger(path.stem, readings)


def against_ledger(ledger: Ledger, county: County, facts: Facts) -> Iterator[Finding]:
    """Every difference between the ledger and what the units reported."""
    units = {unit.name: unit for unit in county.units}
    for reading in ledger.readings:
        yield from (f for f in reading.findings if f.level is Level.ERROR)
        name = _name(reading.facts)
        if name in units:
            yield from _of_unit(ledger, reading.facts, units[name], county.dictionary)
        elif name in ("", county.name, *_TOTALS):
            yield from _of_county(ledger, reading.facts, county, facts)
        elif name not in (*county.absent, *county.broken):
            yield _stranger(ledger, name, reading.facts, county)


def own_villages(county: County) -> Iterator[Finding]:
    """Where the county's own list of weak villages is not what the units reported."""
    rows = county.own.get(WEAK) if county.own is not None else None
    if isinstance(rows, Records) and rows.items:
        yield from _villages(Ledger("县里的名单", ()), rows, county.units)


def _name(facts: Facts) -> str:
    node = facts.get(_NAME)
    return node.text if isinstance(node, Fact) else ""


def _stranger(ledger: Ledger, name: str, facts: Facts, county: County) -> Finding:
    node = facts.get(_NAME)
    known = [unit.name for unit in county.units]
    guess = nearest(name, known)
    return Finding(
        "ROL006",
        Level.DOUBT,
        f"{ledger.name}里的“{name}”不在汇总的单位里",
        node.place if node is not None else Place(facts.files[-1]),
        quote=name,
        hint=f"是不是“{guess}”" if guess else "核对名称，或把这个单位的台账放进来",
    )


# --- numbers --------------------------------------------------------------------------------------


def _of_county(ledger: Ledger, given: Facts, county: County, facts: Facts) -> Iterator[Finding]:
    for fact in _numbers(given):
        made = county.numbers.get(fact.path)
        assert isinstance(fact.value, Quantity)
        other = Other(fact, fact.value, ledger.name)
        found = difference("ROL002", made, other, facts) if made is not None else None
        if found is not None:
            yield found
        elif made is None:
            yield from _against_county(ledger, fact, facts)
    rows = given.get(WEAK)
    if isinstance(rows, Records):
        yield from _villages(ledger, rows, county.units)


def _against_county(ledger: Ledger, fact: Fact, facts: Facts) -> Iterator[Finding]:
    """A number that is no sum: what the county says of itself, how many units there are."""
    stated = facts.get(fact.path)
    if isinstance(stated, Fact) and isinstance(stated.value, Quantity):
        yield from _two(ledger, fact, stated, "县里填")


def _of_unit(ledger: Ledger, given: Facts, unit: Unit, dictionary: Dictionary) -> Iterator[Finding]:
    for fact in _numbers(given):
        entry = dictionary.find(fact.path)
        if entry is None or entry.rollup not in ROLLED:
            continue
        part = part_of(unit, entry)
        if part.fact is not None and isinstance(part.fact.value, Quantity) and part.how != "计划":
            yield from _two(ledger, fact, part.fact, f"{unit.name}报")
        elif part.how != "为零" or not _is_zero(fact):
            yield _not_given(ledger, fact, part)
    rows = given.get(WEAK)
    if isinstance(rows, Records):
        yield from _villages(ledger, rows, (unit,))


def _is_zero(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and fact.value.amount == 0


def _not_given(ledger: Ledger, fact: Fact, part: Part) -> Finding:
    why = {"计划": "报的是计划数", "为零": "报的是没有"}.get(part.how, "没有报")
    return Finding(
        "ROL002",
        Level.DOUBT,
        f"{fact.path}：{part.unit}{why}，{ledger.name}{with_measure(fact.text, fact.entry)}",
        fact.place,
        quote=fact.text,
        hint=f"请{part.unit}补报，或核对{ledger.name}",
        related=(part.place,) if part.place is not None else (),
    )


def _two(ledger: Ledger, fact: Fact, stated: Fact, whose: str) -> Iterator[Finding]:
    """Two numbers of the same thing that differ."""
    if not isinstance(fact.value, Quantity) or not isinstance(stated.value, Quantity):
        return
    one, other = interval(stated.value, stated.entry), interval(fact.value, fact.entry)
    if agree(one, other):
        return
    sure = fact.more.status == "已核实" and stated.more.status == "已核实"
    yield Finding(
        "ROL002",
        Level.ERROR if sure else Level.DOUBT,
        f"{fact.path}：{whose}{with_measure(stated.text, stated.entry)}，"
        f"{ledger.name}{with_measure(fact.text, fact.entry)}，差{apart(stated.value, fact.value, fact.entry)}",
        fact.place,
        quote=fact.text,
        hint="核对哪一个对",
        related=(stated.place,),
    )


def _numbers(facts: Facts) -> Iterator[Fact]:
    """The numbers of a ledger, not those in lists and not plans."""
    for fact in facts.leaves():
        if isinstance(fact.value, Quantity) and "[" not in fact.path and fact.more.status != "计划":
            yield fact


# --- weak villages --------------------------------------------------------------------------------


class _Village(NamedTuple):
    """A village of a list: its own name, whose it is, how far it is, where it stands."""

    name: str
    unit: str
    state: str
    doubted: bool
    place: Place


def _villages(ledger: Ledger, rows: Records, units: Sequence[Unit]) -> Iterator[Finding]:
    """Villages that only one side has, and those that both have in another state."""
    reported = [v for unit in units for v in _of(unit.facts.get(WEAK), unit.name, units)]
    listed = list(_of(rows, units[0].name if len(units) == 1 else "", units))
    left = list(reported)
    for village in listed:
        match = next((other for other in left if _same(village, other)), None)
        if match is None:
            yield _only_one(village, f"{ledger.name}里有{village.name}，没有一个单位报", "ROL006")
            continue
        left.remove(match)
        if village.state and match.state and village.state != match.state:
            doubted = village.doubted or match.doubted
            yield Finding(
                "ROL006",
                Level.DOUBT if doubted else Level.ERROR,
                f"{match.unit}{match.name}：{match.unit}报{match.state}，{ledger.name}写{village.state}"
                + ("（还没有核实）" if doubted else ""),
                village.place,
                quote=village.name,
                hint="核对整顿到了哪一步",
                related=(match.place,),
            )
    for other in left:
        yield _only_one(other, f"{other.unit}报的{other.name}，{ledger.name}里没有", "ROL006")


def _only_one(village: _Village, message: str, code: str) -> Finding:
    hint = "核对名单；村名写法不同的，写成一样"
    return Finding(code, Level.ERROR, message, village.place, quote=village.name, hint=hint)


def _same(one: _Village, other: _Village) -> bool:
    return one.name == other.name and (not one.unit or not other.unit or one.unit == other.unit)


def _of(node: object, whose: str, units: Sequence[Unit]) -> Iterator[_Village]:
    """The villages of a list; a name with its unit before it (高岭乡大石板村) says whose it is."""
    for record in node.items if isinstance(node, Records) else ():
        if not isinstance(record, Record):
            continue
        title = record.members.get(record.entry.title)
        state = record.members.get(_STATE)
        origin = record.members.get(_FROM)
        name = title.text.strip() if isinstance(title, Fact) else ""
        unit = origin.text if isinstance(origin, Fact) and origin.text else whose
        prefix = next((u.name for u in units if name.startswith(u.name) and name != u.name), "")
        if name:
            yield _Village(
                name.removeprefix(prefix),
                unit or prefix,
                state.text if isinstance(state, Fact) else "",
                isinstance(state, Fact) and state.more.status != "已核实",
                title.place if isinstance(title, Fact) else record.place,
            )
