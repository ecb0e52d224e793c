"""When all drafts are dealt with: they are compared with each other, told of and reported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from docgen.batch.book import summary_book
from docgen.batch.likeness import Comparison, compare
from docgen.batch.made import Key, look
from docgen.batch.order import PAGES, Order
from docgen.batch.plan import Plan
from docgen.batch.pool import here, of_processes
from docgen.batch.record import Result
from docgen.batch.report import FORM_NAME, LIST_PAGE, Survey, Tally, index_page
from docgen.batch.run import Outcome
from docgen.batch.state import FILE, FOLDER, State, peeked
from docgen.batch.strangers import strangers
from docgen.batch.unit import Unit
from docgen.drafts.sidecar import read_side_car
from docgen.drafts.writing import Laying, lay_sealed
from docgen.errors import InputError
from docgen.facts import dictionary_of
from docgen.finding import Finding, Level
from docgen.language import Period, parse_period
from docgen.library import Library, TemplateSource
from docgen.library.strangers import StrangerRules

INDEX: Final = "index.html"
BOOK: Final = "汇总.xlsx"
MANY: Final = 2000
"""With more drafts than so many a process of its own takes a share of comparing them."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand after a run, whatever this run had to do for it.

    sentence: all of it in one.  reasons: why drafts are not there.  written, refused, failed:
    how many drafts.  levels: how many findings of each level.  gaps: how many of each kind.
    pages: of the report, below the output folder.
    """

    sentence: str
    reasons: tuple[str, ...] = ()
    written: int = 0
    refused: int = 0
    failed: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)
    gaps: Mapping[str, int] = field(default_factory=dict)
    pages: tuple[str, ...] = ()

    @property
    def worst(self) -> Level | None:
        """The highest level of what was found."""
        return max((level for level in Level if self.levels.get(level.label)), default=None)


def finish(
    whole: Plan,
    order: Order,
    templates: Sequence[TemplateSource],
    library: Library,
    state: State,
    earlier: Path | None,
    outcome: Outcome,
    stale: Collection[str],
    notes: Sequence[str] = (),
) -> Stand:
    """Compare the drafts, write the report, and say how all stands.

    earlier: the output folder of the period before.  stale: sources whose drafts were not looked
    at by this run and are not what their facts say now.  notes: of the whole batch, for the report.  A run that was broken off writes no
    report: the one that goes on will, as what it made is not told of in any.
    """
    units = [*whole.towns, *(unit for unit in whole.counties if _is_known(unit, order, state))]
    scope = _scope(whole, units, order, earlier, stale, notes)
    if not outcome.made and (known := _known_stand(state, scope)) is not None:
        return known
    records = state.all({unit.source for unit in units})
    results = list(_results(units, whole, templates, records, stale))
    failed = {result.source for result in results if result.status == "失败"}
    troubles = [
        result.error
        for (source, id), result in records.items()
        if id == PAGES and result.status == "失败" and source not in failed
    ]
    if outcome.stopped:
        return _stand(_tally(results, {}), results, templates, (), troubles)
    drafts = {result.key: result for result in results if result.status == "写成"}
    groups = {unit.source: unit.group for unit in units}
    before = _before(drafts, units, state, earlier)
    with _aside(len(drafts)) as executor:
        named = {key: groups[key[0]] for key in drafts}
        task = (state.out, named, before, library.strangers)
        foreign = executor.submit(_foreign, *task)
        found = _compared(drafts, before, library, state)
        try:
            cross = _together(found.findings, foreign.result())
        except BrokenExecutor:  # the process was taken away: then it is done here
            cross = _together(found.findings, _foreign(*task))
    survey = Survey(
        title="、".join(unit.name for unit in whole.counties),
        period=whole.period.text if whole.period else "",
        templates=tuple((template.id, template.name) for template in templates),
        results=results,
        cross=cross,
        alike=found.drafts,
        pairs=found.pairs,
        rollup=whole.findings,
        pages=_pages(records),
        notes=tuple(notes),
    )
    laying = Laying(root=state.out)
    made = (
        (INDEX, b"".join(index_page(survey, dictionary_of(library)))),
        (BOOK, summary_book(survey, dictionary_of(library))),
    )
    pages = tuple(lay_sealed(state.out / name, data, laying)[0].name for name, data in made)
    stand = _stand(_tally(results, cross, whole.findings), results, templates, pages, troubles)
    settled = not stale and not stand.failed
    state.keep_stand(json.dumps([scope, asdict(stand)], ensure_ascii=False), settled=settled)
    return stand


def _is_known(unit: Unit, order: Order, state: State) -> bool:
    """Whether a county was drafted for, as it is when it is asked for by name."""
    return any(state.result(unit.source, id) for id, _ in order.templates if id != PAGES)


# --- what there is --------------------------------------------------------------------------------


def _results(
    units: Sequence[Unit],
    whole: Plan,
    templates: Sequence[TemplateSource],
    known: Mapping[Key, Result],
    stale: Container[str],
) -> Iterator[Result]:
    """What came of every unit and template, those without facts of the period last."""
    for unit in units:
        for template in templates:
            result = known.get((unit.source, template.id))
            if result is not None and unit.source not in stale:
                yield result
            elif unit.source in stale:
                yield Result(
                    unit.source, unit.name, unit.folder, template.id, template.name, "", "未做",
                    "这一次没有做（--only）", drafts=result.drafts if result else (),
                )  # fmt: skip
    for missing in whole.unreported:
        last = f"，最近的是{missing.last}" if missing.last else ""
        why = f"没有这一期的台账{last}" if whole.period else "没有台账"
        for template in templates:
            yield Result(
                missing.source, missing.name, "", template.id, template.name, "", "未报", why
            )


def _pages(records: Mapping[Key, Result]) -> dict[str, dict[str, str]]:
    """Of each unit the names under which its pages lie: see `Survey.pages`."""
    names = {Path(name).suffix[1:]: name for name in (LIST_PAGE, FORM_NAME)}
    return {
        source: {names[laid.format]: laid.path.rpartition("/")[2] for laid in result.drafts}
        for (source, id), result in records.items()
        if id == PAGES
    }


def _tally(
    results: Sequence[Result],
    cross: Mapping[Key, tuple[Finding, ...]],
    of_forms: Sequence[Finding] = (),
) -> Tally:
    tally = Tally()
    tally.found(of_forms)
    for result in results:
        tally.add(result)
        tally.found(result.findings)
        tally.found(cross.get(result.key, ()))
    return tally


def _stand(
    tally: Tally,
    results: Sequence[Result],
    templates: Sequence[TemplateSource],
    pages: tuple[str, ...],
    troubles: Sequence[str],
) -> Stand:
    """troubles: pages of units that could not be laid."""
    failed = [result.error for result in results if result.status == "失败"]
    reasons = dict.fromkeys((*failed, *troubles))
    return Stand(
        sentence=tally.headline(len(templates)),
        reasons=tuple(reasons),
        written=tally.statuses["写成"],
        refused=tally.statuses["没有写"],
        failed=tally.statuses["失败"] + len(troubles),
        levels={level.label: count for level, count in sorted(tally.levels.items())},
        gaps=dict(sorted(tally.gaps.items())),
        pages=pages,
    )


# --- drafts against drafts ------------------------------------------------------------------------


class _Before(NamedTuple):
    """Where the drafts of the period before are noted: the output folder, and under each of this
    period's keys the key that its unit's draft had there."""

    out: Path
    keys: Mapping[Key, Key]


def _before(
    drafts: Mapping[Key, Result], units: Sequence[Unit], state: State, earlier: Path | None
) -> _Before:
    """What the same units made of the same templates a period before.

    Without a folder of that period they are sought in this one: who drafts each period into the
    same folder has them there.
    """
    with peeked(earlier or state.out) as held:
        known = {unit.source for unit in units} if earlier is None else set()
        last: dict[tuple[str, str], list[tuple[Period, Key]]] = {}
        for result in held.others(known):
            period = parse_period(result.period)
            if result.status == "写成" and period is not None:
                last.setdefault((result.folder, result.template), []).append((period, result.key))
    keys = {}
    for key, result in drafts.items():
        own = parse_period(result.period)
        before = [
            (period.end, other)
            for period, other in last.get((result.folder, result.template), ())
            if own is not None and period.end < own.end
        ]
        if before:
            keys[key] = max(before)[1]
    return _Before(earlier or state.out, keys)


def _compared(
    drafts: Mapping[Key, Result], before: _Before, library: Library, state: State
) -> Comparison:
    """Each draft against the others of its template, and against its unit's last."""

    def text_of(key: Key) -> str:
        """The sentences of a draft, from its side-car."""
        [first, *_] = drafts[key].drafts
        try:
            car = read_side_car(state.out / first.path)
        except InputError:
            return ""
        return "\n".join(car.evidence.sentences) if car is not None else ""

    with peeked(before.out) as held:
        return compare(
            state.imprints({key: key for key in drafts}),
            library.likeness,
            held.imprints(before.keys),
            text_of=text_of,
        )


def _foreign(
    out: Path, groups: Mapping[Key, str], before: _Before, rules: StrangerRules
) -> Mapping[Key, tuple[Finding, ...]]:
    """What is another unit's in each draft.  groups: of each draft the folder of its unit's
    neighbours."""
    with peeked(out) as held, peeked(before.out) as last:
        prints = held.imprints({key: key for key in groups})
        return strangers(prints, groups.__getitem__, rules, last.imprints(before.keys))


def _aside(drafts: int) -> Executor:
    """Who looks for what is another unit's while the drafts are compared here."""
    return of_processes(1)() if drafts > MANY else here()


def _together(*found: Mapping[Key, tuple[Finding, ...]]) -> dict[Key, tuple[Finding, ...]]:
    out: dict[Key, tuple[Finding, ...]] = {}
    for findings in found:
        for key, more in findings.items():
            out[key] = (*out.get(key, ()), *more)
    return out


# --- a run that had nothing to do -----------------------------------------------------------------


def _scope(
    whole: Plan,
    units: Sequence[Unit],
    order: Order,
    earlier: Path | None,
    stale: Container[str],
    notes: Sequence[str],
) -> str:
    """The hash of what a report is about."""
    said = repr(
        (
            whole.period.text if whole.period else "",
            [(unit.source, unit.name, unit.source in stale) for unit in units],
            [unit.name for unit in whole.counties],
            [tuple(item) for item in whole.unreported],
            whole.findings,
            order.templates,
            tuple(notes),
            (str(earlier), look(earlier / FOLDER / FILE)) if earlier else "",
        )
    )
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _known_stand(state: State, scope: str) -> Stand | None:
    """How it stood when the report was made, if that is about the same and lies there."""
    noted = state.stand
    if not noted:
        return None
    of, said = json.loads(noted)
    if of != scope or any(not look(state.out / page) for page in said["pages"]):
        return None
    for name in ("reasons", "pages"):
        said[name] = tuple(said[name])
    return Stand(**said)
