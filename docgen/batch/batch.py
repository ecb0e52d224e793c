"""`run_batch`: plan, run and report, one after the other, under the lock of the output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docgen.batch.finish import Stand, finish
from docgen.batch.order import Order, order_of
from docgen.batch.plan import Plan, plan
from docgen.batch.pool import here
from docgen.batch.returned import with_supplements
from docgen.batch.run import Outcome, Progress, Run, stale_jobs, units_named
from docgen.batch.state import State, guarded, peeked
from docgen.batch.unit import Unit
from docgen.batch.work import uncollected
from docgen.errors import InputError
from docgen.language import Period
from docgen.library import Library, TemplateSource

if TYPE_CHECKING:
    from docgen.office import Printing
    from docgen.render.letterhead import Letterhead

Hire: TypeAlias = Callable[[int], AbstractContextManager[tuple[Callable[[], Executor], int]]]
"""For so many drafts: what makes an executor, and how many chunks it works on at once."""


class Batch(NamedTuple):
    """What a batch came to: its plan, what this run did, and how all stands now.

    troubles: what lies there or was sent back and could not be used.
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
    style: str = "",
    strict: bool = False,
    earlier: Path | None = None,
    filled: Sequence[Path] = (),
    notes: Sequence[str] = (),
    printing: Printing | None = None,
    letterhead: Letterhead | None = None,
    far: bool = False,
    hire: Hire = alone,
    seen: Callable[[str], object] = lambda _path: None,
    tell: Callable[[Progress], object] = lambda _progress: None,
) -> Batch:
    """Make the drafts of these templates for every unit in these folders and forms.

        period: which one, by default the latest that any unit has.  names: only these units.  on,
        strict: as for one draft.  earlier: the output folder of the period before, to compare with.
        filled: folders of the 补填表 that units sent back.  notes: what is to be told of the templates,
    such as that nobody approved one; the report says it too.  printing: how PDFs and pictures are
    printed, when any are asked for.  letterhead: the unit's own.  far: the work is done on other machines.  hire: who does it.
    seen: called with each form before it is read.  tell: called with the number of drafts to make,
    then after each.
        Raises InputError for what is not there, LibraryError and OutputError.
    """
    _refuse_twins(templates)
    with uncollected():
        whole = plan(sources, library, period, out, seen)
        whole, troubles = with_supplements(whole, filled, library)
    troubles = (*whole.spare, *troubles)
    units = units_named(whole, names)
    if earlier is not None:
        with peeked(earlier):
            pass  # better said before the work than after it
    state = State(out)
    try:
        with guarded(out):
            order = order_of(
                library,
                templates,
                formats,
                out,
                on=on,
                style=style,
                strict=strict,
                printing=printing,
                letterhead=letterhead,
            )
            order = order.for_run(ours=state.ours, sync=far)
            with uncollected():
                jobs, standing = stale_jobs(units, order, state)
            stale = _left_out(whole, units, order, state) if names else set()
            total = sum(job.drafts for job in jobs)
            tell(Progress(0, total, "", ""))
            with hire(total) as (make, workers):
                outcome = Run(order, state, make, workers=workers, tell=tell).over(jobs)
            outcome.unchanged = standing
            if far:  # a cluster does not tell of the workers it lost
                state.sweep()

            def concluded() -> Stand:
                with uncollected():
                    return finish(
                        whole, order, templates, library, state, earlier, outcome, stale,
                        (*notes, *troubles),
                    )  # fmt: skip

            try:
                stand = concluded()
            except KeyboardInterrupt:  # while drafts are compared: then without that
                outcome.stopped = True
                stand = concluded()
    finally:
        state.close()
    return Batch(whole, outcome, stand, troubles)


def _left_out(whole: Plan, units: Sequence[Unit], order: Order, state: State) -> set[str]:
    """The sources that this run is to leave out and that are not what their facts say now."""
    rest = [unit for unit in whole.towns if unit not in units]
    return {job.unit.source for job in stale_jobs(rest, order, state)[0]}


def _refuse_twins(templates: Sequence[TemplateSource]) -> None:
    """Two templates of one 名称 would write one file."""
    for template in templates:
        twins = [other.id for other in templates if other.name == template.name]
        if len(twins) > 1:
            raise InputError(
                f"模板 {'、'.join(twins)} 的名称都是“{template.name}”，文稿会同名",
                hint="改一个的 名称，或分两次、写到两个文件夹",
            )
