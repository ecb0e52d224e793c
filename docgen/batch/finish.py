"""When all drafts are dealt with: they are compared with each other, told of and reported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from docgen.batch.book import summary_book
from docgen.batch.likeness import Comparison, compare
from docgen.batch.plan import Plan, Unit
from docgen.batch.pool import here, of_processes
from docgen.batch.record import Result
from docgen.batch.report import Survey, Tally, index_page
from docgen.batch.run import Outcome
from docgen.batch.state import Key, State, look, peeked
from docgen.batch.strangers import strangers
from docgen.batch.work import PAGES, Order
from docgen.drafts import read_side_car, store
from docgen.drafts.writing import lay
from docgen.errors import InputError, OutputError
from docgen.facts import dictionary_of
from docgen.finding import Finding, Level
from docgen.library import Library, TemplateSource
from docgen.library.strangers import StrangerRules

INDEX: Final = "index.html"
BOOK: Final = "汇总.xlsx"
MANY: Final = 2000
"""With more drafts than so many a process of its own takes a share of comparing them."""
_STAND: Final = "stand"


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
) -> Stand:
    """Compare the drafts, write the report, and say how all stands.

    earlier: the output folder of the period before.  A run that was broken off writes no report:
    the one that goes on will.
    """
    units = [*whole.towns, *(unit for unit in whole.counties if _is_known(unit, order, state))]
    scope = _scope(whole, units, order, earlier)
    if not outcome.made and (known := _known_stand(state, scope)) is not None:
        return known
    results = list(_results(units, whole, templates, state))
    if outcome.stopped:
        return _stand(_tally(results, {}), results, templates, ())
    drafts = {result.key: result for result in results if result.status == "写成"}
    groups = {unit.source: unit.group for unit in units}
    before = _before(drafts, units, state, earlier)
    with _aside(len(drafts)) as executor:
        named = {key: groups[key[0]] for key in drafts}
        foreign = executor.submit(_foreign, state.out, named, before, library.strangers)
        found = _compared(drafts, before, library, state)
        cross = _together(found.findings, foreign.result())
    survey = Survey(
        title="、".join(unit.name for unit in whole.counties),
        period=whole.period.text if whole.period else "",
        templates=tuple((template.id, template.name) for template in templates),
        results=results,
        cross=cross,
        alike=found.drafts,
        pairs=found.pairs,
    )
    pages = (
        _laid(INDEX, b"".join(index_page(survey)), state),
        _laid(BOOK, summary_book(survey, dictionary_of(library)), state),
    )
    stand = _stand(_tally(results, cross), results, templates, pages)
    state.clear_journals()
    _keep_stand(stand, scope, state)
    return stand


def _is_known(unit: Unit, order: Order, state: State) -> bool:
    """Whether a county was drafted for, as it is when it is asked for by name."""
    return any(state.result(unit.source, id) for id, _ in order.templates if id != PAGES)


# --- what there is --------------------------------------------------------------------------------


def _results(
    units: Sequence[Unit], whole: Plan, templates: Sequence[TemplateSource], state: State
) -> Iterator[Result]:
    """What came of every unit and template, those without facts of the period last."""
    known = state.all({unit.source for unit in units})
    for unit in units:
        for template in templates:
            result = known.pop((unit.source, template.id), None)
            if result is not None:
                yield result
    for missing in whole.unreported:
        last = f"，最近的是{missing.last}" if missing.last else ""
        why = f"没有这一期的台账{last}" if whole.period else "没有台账"
        for template in templates:
            yield Result(
                missing.source, missing.name, "", template.id, template.name, "", "未报", why
            )


def _tally(results: Sequence[Result], cross: Mapping[Key, tuple[Finding, ...]]) -> Tally:
    tally = Tally()
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
) -> Stand:
    reasons = dict.fromkeys(result.error for result in results if result.status == "失败")
    return Stand(
        sentence=tally.headline(len(templates)),
        reasons=tuple(reasons),
        written=tally.statuses["写成"],
        refused=tally.statuses["没有写"],
        failed=tally.statuses["失败"],
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
        found = [result for result in held.others(known) if result.status == "写成"]
    last = {(result.folder, result.template): result for result in found}
    keys = {
        key: before.key
        for key, result in drafts.items()
        if (before := last.get((result.folder, result.template))) is not None
        and before.period != result.period
    }
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


# --- the pages ------------------------------------------------------------------------------------


def _laid(name: str, data: bytes, state: State) -> str:
    """Lay a page of the report, beside one that somebody has worked in; say where it lies."""
    path = state.out / name
    place = lay(path, data, path.suffix, lambda at: state.laid_hash(at.name))
    if place is None:
        raise OutputError("放不下了", where=str(path), hint="把旧的移走")
    state.set_laid(place.name, store.sha256(data))
    return place.name


# --- a run that had nothing to do -----------------------------------------------------------------


def _scope(whole: Plan, units: Sequence[Unit], order: Order, earlier: Path | None) -> str:
    """The hash of what a report is about."""
    said = repr(
        (
            [unit.source for unit in units],
            [tuple(item) for item in whole.unreported],
            order.templates,
            str(earlier),
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _keep_stand(stand: Stand, scope: str, state: State) -> None:
    looks = {page: look(state.out / page) for page in stand.pages}
    state.set_meta(_STAND, json.dumps([scope, looks, asdict(stand)], ensure_ascii=False))


def _known_stand(state: State, scope: str) -> Stand | None:
    """How it stood when the report was made, if that is about the same and lies there."""
    noted = state.meta(_STAND)
    if not noted:
        return None
    of, looks, said = json.loads(noted)
    if of != scope or any(not look(state.out / page) for page in looks):
        return None
    for name in ("reasons", "pages"):
        said[name] = tuple(said[name])
    return Stand(**said)
