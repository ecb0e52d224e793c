"""The plan of a batch: which units there are, and in which file the facts of the period lie.

A folder with a unit.yaml is one unit, its other files are one a period; elsewhere every YAML file is
a unit, and every form (.xlsx, .csv) holds one or many.  `_common.yaml` and what begins with a dot,
`~` or `_` are no units, nor is a folder of drafts.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from docgen.batch.finder import units_in
from docgen.batch.unit import Found, Unit
from docgen.errors import InputError
from docgen.facts import YAML_ENDINGS
from docgen.finding import Finding
from docgen.language import Period, previous_period
from docgen.library import Library

_FEW: Final = 6
"""So many places are named in a message."""


class Unreported(NamedTuple):
    """A unit that has no facts of the period.  last: the latest period it has, "" for none."""

    name: str
    source: str
    last: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The units of a batch, in the order of their files.

    period: the one asked for, or the latest that any unit has; None when no file names one.
    spare: what lies there and is not used, with the reason.  findings: of forms as a whole.
    """

    period: Period | None
    units: tuple[Unit, ...]
    unreported: tuple[Unreported, ...] = ()
    spare: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def counties(self) -> tuple[Unit, ...]:
        """What the units report to."""
        return tuple(unit for unit in self.units if unit.county)

    @property
    def towns(self) -> tuple[Unit, ...]:
        """The units that report."""
        return tuple(unit for unit in self.units if not unit.county)


def plan(
    sources: Sequence[Path],
    library: Library,
    period: Period | None = None,
    out: Path | None = None,
    seen: Callable[[str], object] = lambda _path: None,
) -> Plan:
    """The plan for these folders and forms.

    period: which one is wanted.  out: a folder that is not looked into, as the drafts go there.
    seen: called with each form before it is read, which takes a while.
    Raises InputError when a source is not there, or nothing is found in any of them.
    """
    found = [item for path in sources for item in units_in(path, library, out, seen)]
    if not found:
        raise InputError(
            "里面没有台账",
            where="、".join(map(str, sources)),
            hint="一个单位一个文件夹（内有 unit.yaml 和各期的 .yaml），或把填报表放在文件夹里",
        )
    wanted = period or _latest(found)
    units: list[Unit] = []
    unreported: list[Unreported] = []
    for item in found:
        chosen = _chosen(item, wanted)
        if isinstance(chosen, Unreported):
            unreported.append(chosen)
        else:
            units.append(chosen)
    if period is not None and not units:
        have = "、".join(dict.fromkeys(u.last for u in unreported if u.last))
        raise InputError(
            f"没有一个单位有{period.text}的台账", hint=f"有：{have}" if have else "看看 文稿.期间"
        )
    kept, spare = _without_strays(units)
    findings = tuple(finding for item in found for finding in item.findings)
    return Plan(wanted, tuple(_apart(kept)), tuple(unreported), spare, findings)


@lru_cache(maxsize=256)
def _before(period: Period) -> tuple[object, object]:
    return span(previous_period(period))


def _latest(found: Sequence[Found]) -> Period | None:
    """The latest period of the units that report, of two that end together the longer.

    Raises InputError when fewer than half of them have it as their last: the others may be late,
    or one year was typed wrongly, and only a person knows which.
    """
    towns = [item for item in found if not item.unit.county] or list(found)
    last = [max(periods, key=_end) for item in towns if (periods := _periods(item))]
    if not last:
        return None
    latest = max(last, key=_end)
    counts = Counter(map(span, last))
    if 2 * counts[span(latest)] < len(last):
        named = sorted({span(p): p for p in last}.values(), key=_end)
        said = "、".join(f"{p.text}（{counts[span(p)]}个单位）" for p in named)
        raise InputError(f"各单位最近的一期不一样：{said}", hint="用 --period 写明做哪一期")
    return latest


def _periods(item: Found) -> list[Period]:
    return [dated.period for dated in item.dated if dated.period is not None]


def _end(period: Period) -> tuple[date, int]:
    return period.end, -period.start.toordinal()


def span(period: Period | None) -> tuple[object, object]:
    """Its first and last day: what two periods said in different words have in common."""
    return (period.start, period.end) if period is not None else (None, None)


def _chosen(item: Found, wanted: Period | None) -> Unit | Unreported:
    """The unit with its facts file of the period, or that it has none.

    A file that names no period, or that cannot be read, may be the one: what is wrong with it
    is said when it is read.
    """
    unit, dated = item.unit, item.dated
    of_period = [d for d in dated if span(d.period) == span(wanted)]
    unknown = [d for d in dated if d.period is None]
    chosen = of_period or unknown
    if not chosen:
        last = max((d.period for d in dated if d.period), key=lambda p: p.end, default=None)
        return Unreported(unit.name, unit.source, last.text if last else "")
    if len(of_period) > 1:
        names = "、".join(str(d.path) for d in of_period)
        text = wanted.text if wanted else ""
        return replace(unit, trouble=f"{unit.source}：{text}的台账有几份：{names}（留一份）")
    path = chosen[0].path
    if unit.form:
        return unit
    before = _before(wanted) if wanted else (0, 0)
    earlier = next((d.path for d in dated if span(d.period) == before), None)
    files = (*unit.files, path, *((earlier,) if earlier else ()))
    return replace(unit, source=str(path), file=path, files=files)


def _apart(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, each source once, those that would write into the same folder told so instead."""
    once = {(os.path.abspath(unit.file), unit.name): unit for unit in units}  # noqa: PTH100  (links stay as named)
    takers: dict[str, list[Unit]] = {}
    for unit in once.values():
        if not unit.trouble:
            takers.setdefault(unit.folder.casefold(), []).append(unit)
    for unit in once.values():
        same = takers.get(unit.folder.casefold(), ())
        if unit.trouble or len(same) == 1:
            yield unit
            continue
        others = "、".join(other.source for other in same[:_FEW] if other is not unit)
        trouble = f"{unit.source}：还有一份台账也是“{unit.name}”的：{others}（只留一份，或改对 单位.名称）"
        yield replace(unit, trouble=trouble)


def _without_strays(units: Sequence[Unit]) -> tuple[list[Unit], tuple[str, ...]]:
    """The units without files that cannot be read of units that have a ledger, and these told.

    A stray is a form or a file of another kind; it belongs to the one sound unit of its name, or
    of its folder's name, that lies in the same folders.  Another county's unit may have that name
    too: then it is not known whose the file is, and it is told as one that failed.
    """
    sound: dict[str, list[Unit]] = {}
    for unit in units:
        if not unit.trouble:
            for name in {unit.name, unit.file.parent.name}:
                sound.setdefault(name, []).append(unit)
    kept, told = [], []
    for unit in units:
        is_stray = unit.trouble and unit.file.suffix.lower() not in YAML_ENDINGS
        named = sound.get(unit.name, ()) if is_stray else ()
        own = [other for other in named if _lie_together(unit, other)]
        if len(own) == 1:
            told.append(f"{unit.trouble}；没有用它，用的是 {own[0].source}")
        else:
            kept.append(unit)
    return kept, tuple(told)


def _lie_together(one: Unit, other: Unit) -> bool:
    """Whether the folder of one lies in that of the other, or is the same."""
    first, second = Path(one.group), Path(other.group)
    return first.is_relative_to(second) or second.is_relative_to(first)
