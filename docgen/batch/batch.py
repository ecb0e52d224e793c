"""`run_batch`: plan, run and report, one after the other, under the lock of the output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeAlias

from docgen.batch.finish import Stand, finish
from docgen.batch.plan import Plan, plan, with_supplements
from docgen.batch.pool import here
from docgen.batch.run import Outcome, Progress, Run, stale_jobs, units_named
from docgen.batch.state import State
from docgen.batch.work import order_of
from docgen.language import Period
from docgen.library import Library, TemplateSource

Hire: TypeAlias = Callable[[int], AbstractContextManager[tuple[Callable[[], Executor], int]]]
"""For so many drafts: what makes an executor, and how many chunks it works on at once."""


class Batch(NamedTuple):
    """What a batch came to: its plan, what this run did, and how all stands now.

    troubles: what units sent back and could not be taken.
    """

    plan: Plan
    outcome: Outcome
    stand: Stand
    troubles: tuple[str, ...] = ()


@contextmanager
def alone(_drafts: int) -> Iterator[tuple[Callable[[], Executor], int]]:
    """All the work in this process."""
    yield here, 1


def run_batch(
    templates: Sequence[TemplateSource],
    sources: Sequence[Path],
    library: Library,
    out: Path,
    *,
    period: Period | None = None,
    formats: Sequence[str] = ("docx",),
    names: Sequence[str] = (),
    on: date | None = None,
    strict: bool = False,
    earlier: Path | None = None,
    filled: Sequence[Path] = (),
    far: bool = False,
    hire: Hire = alone,
    seen: Callable[[str], object] = lambda _path: None,
    tell: Callable[[Progress], object] = lambda _progress: None,
) -> Batch:
    """Make the drafts of these templates for every unit in these folders and forms.

    period: which one, by default the latest that any unit has.  names: only these units.  on,
    strict: as for one draft.  earlier: the output folder of the period before, to compare with.
    filled: folders of the 补填表 that units sent back.  far: the work is done on other machines.  hire: who does it.  seen: called with each form
    before it is read.  tell: called with the number of drafts to make, then after each.
    Raises InputError for what is not there, LibraryError and OutputError.
    """
    whole = plan(sources, library, period, out, seen)
    whole, troubles = with_supplements(whole, filled, library)
    units = units_named(whole, names)
    state = State(out)
    try:
        order = order_of(library, templates, formats, out, on=on, strict=strict)
        order = order.for_run(ours=state.ours, sync=far)
        jobs, standing = stale_jobs(units, order, state)
        total = sum(job.drafts for job in jobs)
        tell(Progress(0, total, "", ""))
        with hire(total) as (make, workers):
            outcome = Run(order, state, make, workers=workers, tell=tell).over(jobs)
        outcome.unchanged = standing
        stand = finish(whole, order, templates, library, state, earlier, outcome)
    finally:
        state.close()
    return Batch(whole, outcome, stand, troubles)
