"""A county in a test: what its units filled in, as YAML, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.batch.rollup import Gathered, Number, RollUp, Trouble, Unit, roll_up
from docgen.batch.rollup.ledger import Ledger
from docgen.facts import Fact, Facts, Reading, facts_from
from docgen.finding import Finding
from docgen.language import parse_period
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY

PERIOD = parse_period("2026年上半年")


def facts(text: str, name: str) -> Facts:
    """Facts typed as YAML."""
    return reading(text, name).facts


def reading(text: str, name: str) -> Reading:
    """Facts typed as YAML, with what is wrong in them."""
    return Reading(*facts_from([read_yaml(text.strip() + "\n", name)], DICTIONARY))


def gathered(
    units: Mapping[str, str],
    own: str = "",
    absent: Sequence[str] = (),
    broken: Sequence[str] = (),
) -> Gathered:
    """A county of these units: their names and what they filled in."""
    rows = tuple(
        Unit(name, facts(f"单位: {{名称: {name}, 类别: {_kind(name)}}}\n{text}", f"{name}.yaml"))
        for name, text in units.items()
    )
    troubles = tuple(Trouble(name, f"{name}.yaml:3：括号没有配对") for name in broken)
    mine = reading(own, "县.yaml") if own else None
    return Gathered(PERIOD, rows, mine, "清河县", tuple(absent), troubles, ())


def _kind(name: str) -> str:
    return next(kind for kind in ("街道", "镇", "乡") if name.endswith(kind))


def county(
    units: Mapping[str, str],
    own: str = "",
    absent: Sequence[str] = (),
    broken: Sequence[str] = (),
    ledger: str = "",
) -> RollUp:
    """What comes of them."""
    ledgers = [Ledger("县台账", (reading(ledger, "县台账.yaml"),))] if ledger else []
    return roll_up(gathered(units, own, absent, broken), LIBRARY, "county.yaml", ledgers)


def of_lines(*lines: str) -> dict[str, str]:
    """Units 甲镇, 乙镇 … that filled in one line each; "" nothing."""
    return {f"{letter}镇": line for letter, line in zip("甲乙丙丁戊己庚辛", lines, strict=False)}


def said(rolled: RollUp, path: str) -> str:
    """The fact as the county's file says it, "" when it does not."""
    node = rolled.facts.get(path)
    return node.text if isinstance(node, Fact) else ""


def fact(rolled: RollUp, path: str) -> Fact:
    """The fact of the county."""
    node = rolled.facts.get(path)
    assert isinstance(node, Fact), path
    return node


def number(rolled: RollUp, path: str) -> Number:
    """How a number was made."""
    return rolled.numbers[path]


def told(findings: Sequence[Finding], *codes: str) -> list[str]:
    """The messages of these codes, of all without any."""
    return [one.message for one in findings if not codes or one.code in codes]
