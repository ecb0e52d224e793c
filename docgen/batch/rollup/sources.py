"""Who is to be rolled up: the units of a period with their facts, the county's own facts, and
who is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from docgen import source
from docgen.batch.plan import Plan, plan
from docgen.batch.rollup.parts import Unit
from docgen.batch.unit import COUNTY_KINDS, UNIT_FILE, form_of
from docgen.batch.unit import Unit as Planned
from docgen.errors import DocgenError, InputError
from docgen.facts import (
    Reading,
    dictionary_of,
    period_of,
    read_facts,
    read_units,
    reading_of,
)
from docgen.finding import Finding, Level
from docgen.language import Period
from docgen.library import Library

MARK: Final = "# 由 docgen rollup 汇出"
"""How a file of ours begins: it is no unit, nor what the county says of itself."""
_HEAD: Final = 200
_FEW: Final = 3
_LAYERS: Final = (UNIT_FILE, "_common.yaml")


class Trouble(NamedTuple):
    """A unit whose facts cannot be read.  error: as it is said, with its place."""

    name: str
    error: str


class Gathered(NamedTuple):
    """What a county is rolled up from.

    units: those with facts of the period, in the order of their files.  own: the county's facts,
    None when there are none.  name: of the county, "" when nobody says it.  absent: names of
    units without facts of the period.  findings: what is wrong in the units' files, as it is
    missing in the sums.  spare: files that lie there and are not used, with the reason.
    """

    period: Period | None
    units: tuple[Unit, ...]
    own: Reading | None
    name: str
    absent: tuple[str, ...]
    broken: tuple[Trouble, ...]
    findings: tuple[Finding, ...]
    spare: tuple[str, ...] = ()


def gather(
    sources: Sequence[Path],
    library: Library,
    period: Period | None = None,
    own: Path | None = None,
    name: str = "",
) -> Gathered:
    """The units below these folders and in these files.

    period: which one, by default the latest that any unit reports.  own: the county's facts when
    they do not lie there.  name: of the county, when they do not say it.
    Raises InputError when nothing is there, when there is not one county, or when no unit can be
    read.
    """
    whole = plan(sources, library, period)
    planned = _without_ours(whole)
    units: list[Unit] = []
    broken: list[Trouble] = []
    findings = {f: None for f in whole.findings if f.level is Level.ERROR}
    for one in planned.towns:
        try:
            reading = _read(one, library)
        except DocgenError as error:
            broken.append(Trouble(one.name, str(error)))
            continue
        units.append(Unit(one.name, reading.facts))
        wrong = (f for f in reading.findings if f.level is Level.ERROR)
        findings.update(dict.fromkeys(wrong))
    mine = _own(own, library) if own is not None else None
    lord = next((unit for unit in units if unit.name in _counties_of(units)), None)
    if lord is not None:  # it does not say that it is a county, but the others do
        units.remove(lord)
        mine = mine or Reading(lord.facts, ())
    if not units:
        raise InputError(
            "没有一个单位的台账能汇总",
            where="、".join(map(str, sources)),
            hint="；".join([*dict.fromkeys(trouble.error for trouble in broken)][:_FEW])
            or "看看 文稿.期间 和 单位.类别",
        )
    counties = [unit for unit in planned.counties if own is None]
    if len(counties) > 1:
        raise InputError(
            f"里面有{len(counties)}个县：{'、'.join(unit.source for unit in counties)}",
            hint="一次汇总一个县；县里自己的台账用 --own 指明",
        )
    if counties:
        mine = _read(counties[0], library)
    elif mine is None:
        mine = _known(whole, library)
    said = mine.facts.unit if mine is not None and mine.facts.get("单位.名称") else ""
    broken, strays = _apart(broken, planned)
    # last year's ledger beside this year's, in a file of its own, readable or not
    here = {*(unit.name for unit in units), *(trouble.name for trouble in broken)}
    absent = [one for one in planned.unreported if one.name not in here]
    return Gathered(
        planned.period,
        tuple(units),
        mine,
        name or said or _county_of(units),
        tuple(one.name for one in absent if not _is_county(one.source)),
        tuple(broken),
        tuple(findings),
        (*whole.spare, *strays),
    )


def _apart(broken: Sequence[Trouble], planned: Plan) -> tuple[list[Trouble], list[str]]:
    """The units that cannot be read, and the files that are only strays: one called like the
    folder of a unit (pingan.xls beside pingan/) is that unit's, whatever the unit's own name."""
    good = {u.file.parent.name: u for u in planned.towns if _has_folder(u.file.parent) and not u.trouble}  # fmt: skip
    silent = {Path(one.source).name: one.name for one in planned.unreported if _has_folder(Path(one.source))}  # fmt: skip
    kept = [one._replace(name=silent.get(one.name, one.name)) for one in broken if one.name not in good]  # fmt: skip
    told = [f"{one.error}；没有用它，用的是 {good[one.name].source}" for one in broken if one.name in good]  # fmt: skip
    return kept, told


def _has_folder(folder: Path) -> bool:
    return (folder / UNIT_FILE).is_file()


def is_ours(path: Path) -> bool:
    """Whether the file is one that we rolled up."""
    try:
        return source.read_bytes(path, source.MAX_BYTES)[:_HEAD].decode("utf-8", "ignore").lstrip("\ufeff").startswith(MARK)  # fmt: skip
    except InputError:
        return False


def _without_ours(planned: Plan) -> Plan:
    """The plan without what we made; what was only in trouble for having its name is not."""
    units = [_beside_ours(unit, planned.period) for unit in planned.units]
    planned = replace(planned, units=tuple(units))
    ours = [unit.source for unit in units if not unit.form and is_ours(unit.file)]
    free = [
        replace(unit, trouble="") if any(name in unit.trouble for name in ours) else unit
        for unit in planned.units
        if unit.source not in ours
    ]
    return replace(planned, units=tuple(free))


def _beside_ours(unit: Planned, period: Period | None) -> Planned:
    """A unit in whose folder what we made lies too, with the file that is its own."""
    folder = Path(unit.source)
    if not (unit.trouble and unit.county and folder.is_dir()):
        return unit
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name not in _LAYERS]
    own = [path for path in files if not is_ours(path) and _same(period_of(path), period)]
    if len(own) != 1 or not any(map(is_ours, files)):
        return unit
    return replace(unit, source=str(own[0]), file=own[0], trouble="")


def _same(one: Period | None, other: Period | None) -> bool:
    return (
        one is not None and other is not None and (one.start, one.end) == (other.start, other.end)
    )


def _known(planned: Plan, library: Library) -> Reading | None:
    """What is known of a county that says nothing of this period: its unit.yaml."""
    folders = [Path(one.source) for one in planned.unreported if _is_county(one.source)]
    folders += [unit.file.parent for unit in planned.counties]
    for folder in folders:
        if (folder / UNIT_FILE).is_file():
            return Reading(*read_facts(folder / UNIT_FILE, dictionary_of(library)))
    return None


def _is_county(path: str) -> bool:
    """Whether what has no facts of the period is the county itself."""
    unit = Path(path) / UNIT_FILE
    if not unit.is_file():
        return False
    try:
        root = source.read_file(unit).root
    except InputError:
        return False
    values = source.plain(root) if root is not None else ""
    said = values.get("单位") if isinstance(values, dict) else None
    return isinstance(said, dict) and said.get("类别") in COUNTY_KINDS


def _read(unit: Planned, library: Library) -> Reading:
    """The facts of a unit.  Raises InputError when they cannot be read."""
    if unit.trouble:
        raise InputError(unit.trouble)
    dictionary = dictionary_of(library)
    if unit.form:
        return reading_of(form_of(unit), dictionary)
    return Reading(*read_facts(unit.file, dictionary))


def _own(path: Path, library: Library) -> Reading:
    """What the county says of itself in this file."""
    found = read_units(path, dictionary_of(library))
    if len(found) != 1:
        raise InputError("县里自己的台账应只有一个单位", where=str(path))
    return found[0]


def _county_of(units: Sequence[Unit]) -> str:
    """The county that all units name as theirs, "" when they do not agree."""
    said = _counties_of(units)
    return next(iter(said)) if len(said) == 1 else ""


def _counties_of(units: Sequence[Unit]) -> set[str]:
    """The counties that units name as theirs; "" of one that names none."""
    return {getattr(unit.facts.get("单位.县"), "text", "") for unit in units}
