"""The run of a batch: what is stale is handed out in chunks to any executor, and kept as it comes.

The parent only looks at files, hands out work and keeps results; its memory does not grow with
the drafts.  A worker that dies takes its chunk with it, not the run: the chunk is handed out
again, unit by unit, and a unit that takes its worker down each time is told as failed.  Where
workers die before there is any work, no unit is to blame, and the run ends.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from docgen.batch.made import LAID, Key, Made, look
from docgen.batch.order import PAGES, Job, Order, keys_of, looked, looks_of, made_of
from docgen.batch.plan import Plan
from docgen.batch.record import Result
from docgen.batch.state import Known, State
from docgen.batch.unit import Unit
from docgen.batch.work import end_work, ready, work
from docgen.drafts import store
from docgen.drafts.sidecar import written_hash
from docgen.errors import DocgenError, InputError, OutputError

CHUNK_SECONDS: Final = 0.4
"""A chunk is to take about as long: short enough to stop within a moment, long enough that
handing it out costs nothing."""
LARGEST_CHUNK: Final = 200
KEEP_SECONDS: Final = 10.0
"""Results are pushed to the disk and kept for good about as often; until then the journals have
them, and only a power cut takes these."""
TRIES: Final = 2
"""So often a unit is tried alone that takes its worker down."""

_SHOWN: Final = 12
"""So many units are named in a message."""

Clock: TypeAlias = Callable[[], float]


class Progress(NamedTuple):
    """How far a run is.

    done: drafts dealt with, of `total`.  unit: the last one's.  failed: why that one is not
    there, "" when it is.
    """

    done: int
    total: int
    unit: str
    failed: str


@dataclass(slots=True)
class Outcome:
    """What a run came to.

    made: drafts made anew.  unchanged: those that stood as they should.  failed: why one is not
    there, unit by unit.  left: drafts not dealt with, because the run was broken off.
    """

    made: int = 0
    unchanged: int = 0
    failed: int = 0
    left: int = 0
    stopped: bool = False


def stale_jobs(units: Sequence[Unit], order: Order, state: State) -> tuple[list[Job], int]:
    """The work to be done for these units, and how many of their drafts stand.

    A draft stands when a look at its facts and at itself says that nothing was touched, or else
    when its key is the same and it lies there, as it was laid or edited since.  What failed is
    tried again.
    """
    known = state.known()
    out = str(order.out)
    jobs, standing = [], 0
    again: dict[Key, Mapping[str, str]] = {}
    for unit in units:
        missing, there = [], []
        files = looks_of(unit)
        for id, digest in order.templates:
            row = known.get((unit.source, id))
            looks = _looks_now(unit, id, row, digest, files, out, order, state) if row else None
            if row is None or looks is None:
                missing.append(id)
                continue
            there.append(id)
            if looks != row.looks:
                again[unit.source, id] = looks
        standing += sum(id != PAGES for id in there)
        if missing:
            before = [id for id in missing if (unit.source, id) in known]
            jobs.append(_job(unit, missing, there, before, state))
    if again:
        state.look_again(again)
    return jobs, standing


def _job(
    unit: Unit, missing: Sequence[str], there: Sequence[str], before: Sequence[str], state: State
) -> Job:
    """The job, with what stands already, where its pages need it, and what lay there before."""
    wanted = (*missing, *([] if PAGES in missing else [PAGES]))
    kept = (state.record(unit.source, id) for id in there if id != PAGES)
    old = (state.result(unit.source, id) for id in before)
    ours = (laid.sha256 for result in old if result is not None for laid in result.drafts)
    return Job(unit, wanted, tuple(filter(None, kept)), tuple(ours))


def _looks_now(
    unit: Unit,
    id: str,
    row: Known,
    digest: str,
    seen: Mapping[str, str],
    out: str,
    order: Order,
    state: State,
) -> Mapping[str, str] | None:
    """The looks to be kept of a draft that stands, None of one that is stale.

    seen: what a look at the unit's files says.  out: the output folder, as text.
    """
    if row.failed:
        return None
    files = looked(unit, digest, seen)
    laid = {path: found for path, found in row.looks.items() if path.startswith(LAID)}
    now = {path: look(f"{out}/{path[len(LAID) :]}") for path in laid}
    if not all(now.values()):
        return None  # a draft is gone
    if {**files, **now} == row.looks:
        return row.looks
    if now != laid and not _is_own(unit, id, order, state):
        return None
    return {**files, **now} if keys_of(unit, {id: digest})[id] == row.key else None


def _is_own(unit: Unit, id: str, order: Order, state: State) -> bool:
    """Whether what lies in the place of touched drafts is theirs, edited or not, rather than what
    another batch has laid there."""
    result = state.result(unit.source, id)
    try:
        return result is not None and all(
            (found := store.sha256(store.read(order.out / laid.path) or b"")) == laid.sha256
            or not id
            or found != written_hash(order.out / laid.path)
            for laid in result.drafts
        )
    except InputError:
        return True


class Run:
    """One run of an order.

    make: gives an executor, asked again when one broke.  workers: how many chunks it works on at
    once.  tell: called after each draft.  clock: seconds, for the size of chunks and for how
    often results are kept.
    """

    def __init__(
        self,
        order: Order,
        state: State,
        make: Callable[[], Executor],
        *,
        workers: int,
        tell: Callable[[Progress], object] = lambda _progress: None,
        clock: Clock = time.perf_counter,
    ) -> None:
        self.order = order
        self.state = state
        self.make = make
        self.workers = workers
        self.tell = tell
        self.clock = clock
        self.outcome = Outcome()
        self.total = 0
        self.out: dict[Future[list[Made]], tuple[list[Job], float]] = {}
        """Chunks handed out, with when."""
        self.alone: dict[str, int] = {}
        """Sources that were out when a worker died, with how often that was while alone."""
        self.size = 1
        self.most = LARGEST_CHUNK
        self.broken = False
        """Whether an executor broke: the next is first asked for nothing."""
        self.error = ""
        """What the last chunk that was lost was lost to, as far as that is known."""
        self.results: list[Made] = []
        """Results not yet kept for good."""
        self.kept_at = 0.0

    def over(self, jobs: Sequence[Job]) -> Outcome:
        """Make these.  Raises OutputError when nothing can be written any more."""
        self.total = sum(job.drafts for job in jobs)
        self.kept_at = self.clock()
        rest = deque(jobs)
        try:
            while rest:
                rest = self._on_one_executor(rest)
        except KeyboardInterrupt:
            self.outcome.stopped = True
        finally:
            end_work()
            self._keep()
        self.outcome.left = self.total - self.outcome.made
        return self.outcome

    def _on_one_executor(self, rest: deque[Job]) -> deque[Job]:
        """Work until all is done or the executor broke; gives what is left."""
        executor = self.make()
        self.most = getattr(executor, "largest_chunk", LARGEST_CHUNK)
        try:
            if self.broken:
                _see_ready(executor)
            while rest or self.out:
                self._hand_out(executor, rest)
                finished, _ = wait(self.out, return_when=FIRST_COMPLETED)
                for future in finished:
                    self._take(future, rest)
        except BrokenExecutor:
            self.broken = True
            self._after_break(rest)
        except BaseException:
            self._let_finish()
            raise
        finally:
            executor.shutdown(wait=True)
        return rest

    def _hand_out(self, executor: Executor, rest: deque[Job]) -> None:
        """Keep two chunks ready for each worker; a suspect is out with no other."""
        while rest and len(self.out) < 2 * self.workers:
            if self.out and (rest[0].unit.source in self.alone or self._is_a_suspect_out()):
                return
            chunk = self._chunk(rest)
            begun = self.clock()
            try:
                future = executor.submit(work, self.order, chunk)
            except BrokenExecutor:
                rest.extendleft(reversed(chunk))
                raise
            self.out[future] = (chunk, begun)

    def _is_a_suspect_out(self) -> bool:
        return any(job.unit.source in self.alone for chunk, _ in self.out.values() for job in chunk)

    def _chunk(self, rest: deque[Job]) -> list[Job]:
        """The next jobs to hand out together; one under suspicion goes alone."""
        chunk: list[Job] = []
        while rest and len(chunk) < self.size:
            suspect = rest[0].unit.source in self.alone
            if suspect and chunk:
                break
            chunk.append(rest.popleft())
            if suspect:
                break
        return chunk

    def _after_break(self, rest: deque[Job]) -> None:
        """Take what came back before the executor broke; the others go back, under suspicion."""
        lost = []
        for future, (chunk, begun) in self.out.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                self._tell(future, chunk, begun)
            else:
                lost.append(chunk)
        self.out = {}
        for chunk in reversed(lost):
            self._back(chunk, rest, guilty=len(lost) == 1)

    def _take(self, future: Future[list[Made]], rest: deque[Job]) -> None:
        """Take what a chunk came to; one whose worker died goes back.

        Raises what ends the run: a broken executor, a full disk, a library that cannot be read.
        """
        if future.cancelled():
            raise OutputError("做文稿的集群断开了", hint="集群恢复后再运行同一条命令，从这里接着做")
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            raise error
        chunk, begun = self.out.pop(future)
        if isinstance(error, DocgenError):
            raise error
        if error is not None:
            self.error = f"{type(error).__name__}：{error}"
            self._back(chunk, rest, guilty=True)
        else:
            self._tell(future, chunk, begun)

    def _tell(self, future: Future[list[Made]], chunk: Sequence[Job], begun: float) -> None:
        """Count the results of a chunk, and learn how large the next ones should be."""
        now = self.clock()
        # Two chunks lie ready for each worker, so a chunk waits about as long as it takes.
        each = max((now - begun) / 2 / len(chunk), 1e-6)
        self.size = max(1, min(self.most, 2 * self.size, round(CHUNK_SECONDS / each)))
        units = {job.unit.source: job.unit for job in chunk}
        for made in future.result():
            self._count(made, units[made.source])
        if now - self.kept_at > KEEP_SECONDS:
            self._keep()

    def _back(self, chunk: Sequence[Job], rest: deque[Job], *, guilty: bool) -> None:
        """Put jobs back to be tried alone; one that was alone and is guilty has its tries."""
        alone = len(chunk) == 1
        for job in reversed(chunk):
            source = job.unit.source
            tries = self.alone[source] = self.alone.get(source, 0) + (alone and guilty)
            if tries < TRIES:
                rest.appendleft(job)
            else:
                self._give_up(job)

    def _give_up(self, job: Job) -> None:
        unit = job.unit
        to = f"（{self.error}）" if self.error else ""
        why = f"{unit.source}：处理这个单位时程序中断了{TRIES}次{to}，请把它的台账报给维护者"
        for (id, digest), name in zip(self.order.templates, self.order.names, strict=True):
            if id not in job.templates or id == PAGES:
                continue
            result = Result(
                unit.source, unit.name, unit.folder, id, name, "", "失败", why, group=unit.group
            )
            looks = looked(unit, digest, looks_of(unit))
            key = keys_of(unit, {id: digest})[id]
            self._count(made_of(result, key, looks, self.order.out), unit)

    def _count(self, made: Made, unit: Unit) -> None:
        self.results.append(made)
        if made.template == PAGES:
            self.outcome.failed += bool(made.failed)
            return
        self.outcome.made += 1
        self.outcome.failed += bool(made.failed)
        self.tell(Progress(self.outcome.made, self.total, unit.name, made.failed))

    def _keep(self) -> None:
        """Push the drafts to the disk, then their results into the state."""
        if self.results:
            if not self.order.sync and store.CAN_SYNC_ALL:
                store.sync_all()
            self.state.put(self.results)
            self.results = []
        self.kept_at = self.clock()

    def _let_finish(self) -> None:
        """Take what is being made now; what has not begun is dropped."""
        for future in self.out:
            future.cancel()
        out, self.out = self.out, {}
        for future, (chunk, begun) in out.items():
            if not future.cancelled() and future.exception() is None:
                self._tell(future, chunk, begun)


def _see_ready(executor: Executor) -> None:
    """Raise OutputError when the executor breaks although nothing is asked of it."""
    try:
        executor.submit(ready).result()
    except BrokenExecutor as error:
        raise OutputError(
            "做文稿的进程一起来就断了",
            hint="看看内存够不够；加 --jobs 1 只用一个进程，从这里接着做",
        ) from error


def units_named(plan: Plan, names: Collection[str]) -> tuple[Unit, ...]:
    """The units of these names (单位.名称, folder or source); of none all that report.

    Raises InputError for a name that no unit has.
    """
    if not names:
        return plan.towns
    said = {
        unit.source: {unit.name, unit.folder, unit.source, unit.file.parent.name}
        for unit in plan.units
    }
    for name in names:
        if any(name in known for known in said.values()):
            continue
        for missing in plan.unreported:
            if name == missing.name:
                last = f"，最近的是{missing.last}" if missing.last else ""
                raise InputError(
                    f"“{name}”没有这一期的台账{last}", hint="先收齐，或用 --period 换一期"
                )
        have = "、".join(unit.name for unit in plan.units[:_SHOWN])
        more = "……" if len(plan.units) > _SHOWN else ""
        raise InputError(f"没有“{name}”这个单位", hint=f"有：{have}{more}")
    return tuple(unit for unit in plan.units if said[unit.source] & {*names})
