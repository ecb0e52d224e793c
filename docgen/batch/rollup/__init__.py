"""The county from its units: one facts file whose every number says what it was made of.

`gather` finds the units and who is missing, `roll_up` makes the county's facts of them, `trace`
tells what each unit gave.  The rules stand in the dictionary (汇总, 权, 本级, 合并, 汇自).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.batch.rollup.compare import against_own
from docgen.batch.rollup.county import County
from docgen.batch.rollup.ledger import Ledger, against_ledger, own_villages
from docgen.batch.rollup.numbers import Number
from docgen.batch.rollup.parts import Part, Unit
from docgen.batch.rollup.sources import MARK, Gathered, Trouble, gather
from docgen.batch.rollup.sources import is_ours as is_ours
from docgen.batch.rollup.uneven import uneven, without
from docgen.batch.rollup.written import is_unedited, laid_out
from docgen.drafts.checked import all_found
from docgen.facts import Facts, dictionary_of, facts_from
from docgen.finding import Finding, Level, Place
from docgen.library import Library
from docgen.source import read_yaml

__all__ = [
    "MARK",
    "Gathered",
    "Number",
    "Part",
    "RollUp",
    "Trouble",
    "Unit",
    "gather",
    "is_unedited",
    "roll_up",
]


@dataclass(frozen=True, slots=True)
class RollUp:
    """A county rolled up.

    text: its facts file.  facts: as that file is read again.  numbers: how each was made, by its
    path, in the order of the dictionary.  findings: where the numbers do not fit together, with themselves, with what the county
    says, with a ledger.  sources: the lines of the files that findings name.
    """

    text: str
    facts: Facts
    numbers: Mapping[str, Number]
    findings: tuple[Finding, ...]
    sources: Mapping[str, Sequence[str]]


def roll_up(
    gathered: Gathered,
    library: Library,
    name: str = "county.yaml",
    ledgers: Sequence[Ledger] = (),
) -> RollUp:
    """The county's facts of its units'.

    name: the file it will be, as places name it.  ledgers: what the county has elsewhere.
    """
    dictionary = dictionary_of(library)
    county = County(
        units=gathered.units,
        own=gathered.own.facts if gathered.own is not None else None,
        dictionary=dictionary,
        absent=gathered.absent,
        broken=[trouble.name for trouble in gathered.broken],
        name=gathered.name,
        period=gathered.period.text if gathered.period is not None else "",
        where=name,
        calibers=library.calibers,
    )
    root = county.tree()
    while True:
        text = laid_out(root, gathered)
        facts, read = facts_from([read_yaml(text, name)], dictionary)
        checked = all_found(facts, read, library)
        odd = uneven(facts, checked, county.numbers, dictionary)
        if not odd:
            break
        root = without(root, odd)
        for path, finding in odd.items():
            county.findings.append(finding)
            for below in [p for p in county.numbers if p == path or p.startswith(f"{path}.")]:
                del county.numbers[below]
    found = [*gathered.findings, *_broken(gathered.broken, name), *county.findings]
    found += against_own(county, facts)
    found += own_villages(county)
    found += [f for ledger in ledgers for f in against_ledger(ledger, county, facts)]
    found += checked
    lines: dict[str, Sequence[str]] = dict(facts.sources)
    for unit in gathered.units:
        lines |= unit.facts.sources
    if gathered.own is not None:
        lines |= gathered.own.facts.sources
    for ledger in ledgers:
        lines |= ledger.sources
    ordered = {entry.path: county.numbers.get(entry.path) for entry in dictionary.walk()}
    numbers = {path: made for path, made in ordered.items() if made is not None}
    return RollUp(text, facts, numbers, tuple(dict.fromkeys(found)), lines)


def _broken(troubles: Sequence[Trouble], name: str) -> list[Finding]:
    """A finding for each unit that cannot be read: no sum is whole without it."""
    return [
        Finding(
            "ROL005",
            Level.ERROR,
            f"{trouble.name}的台账读不出来，全县的数都缺它：{trouble.error}",
            Place(name),
            hint="改好这份台账再汇总；在那以前各数标着待核实",
        )
        for trouble in troubles
    ]
