"""The same batch on every executor: this process, a pool, a Dask cluster; workers that die."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from docgen.batch import pool
from docgen.batch.run import Progress
from docgen.errors import InputError, OutputError
from tests.batch.cluster import cluster
from tests.batch.county import TEMPLATE, county, library, name_of, run, tree

COUNT = 60


def hired(make: Callable[[], Executor], workers: int) -> object:
    """What `run_batch` takes: this executor, whatever there is to do."""

    @contextmanager
    def hire(_drafts: int) -> Iterator[tuple[Callable[[], Executor], int]]:
        yield make, workers

    return hire


EXECUTORS = {
    "两个进程": (pool.of_processes(2), 2),
    "一个进程": (pool.of_processes(1), 1),
    "标准库的线程池": (lambda: ThreadPoolExecutor(1), 1),
}


@pytest.mark.parametrize("name", EXECUTORS)
def test_every_executor_makes_the_same_tree(name: str, tmp_path: Path) -> None:
    facts, shelf = county(tmp_path / "facts", COUNT), library(tmp_path / "project")
    run(facts, tmp_path / "here", shelf)
    make, workers = EXECUTORS[name]
    found = run(facts, tmp_path / "out", shelf, hire=hired(make, workers))
    assert (found.outcome.made, found.stand.written) == (COUNT, COUNT)
    assert tree(tmp_path / "out") == tree(tmp_path / "here")


@pytest.mark.parametrize(
    ("drafts", "processes"), [(0, 1), (1, 1), (79, 1), (80, 2), (10**6, len(os.sched_getaffinity(0)))]
)  # fmt: skip
def test_processes_are_sized_to_the_machine_and_the_work(drafts: int, processes: int) -> None:
    assert pool.processes_for(drafts) == min(processes, len(os.sched_getaffinity(0)))


def deadly(root: Path, number: int) -> None:
    """Facts that take down whoever reads them: a filter of the project's dictionary does."""
    path = root / f"u{number:03}/2026-h1.yaml"
    path.write_text(path.read_text("utf-8") + "# 致命\n", encoding="utf-8")


@pytest.fixture
def murderous(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers die when they meet facts that say so."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "murder"))


def test_a_unit_that_takes_its_worker_down_costs_its_own_draft_only(
    tmp_path: Path, murderous: None
) -> None:
    facts, shelf = county(tmp_path / "facts", COUNT), library(tmp_path / "project")
    run(facts, tmp_path / "here", shelf)
    deadly(facts, 17)
    deadly(facts, 41)
    found = run(facts, tmp_path / "out", shelf, hire=hired(pool.of_processes(2), 2))
    assert (found.stand.written, found.stand.failed) == (COUNT - 2, 2)
    for number, why in zip((17, 41), sorted(found.stand.reasons), strict=True):
        assert f"u{number:03}/2026-h1.yaml：处理这个单位时程序中断了2次" in why
    assert not (tmp_path / "out" / name_of(17)).exists()
    assert found.outcome.made == COUNT


def test_workers_that_die_before_any_work_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No unit is blamed for it; where processes can start again, the same command goes on."""
    facts, shelf = county(tmp_path / "facts", COUNT), library(tmp_path / "project")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent / "stillborn"))
        begun = time.monotonic()
        with pytest.raises(OutputError, match="做文稿的进程一起来就断了"):
            run(facts, tmp_path / "out", shelf, hire=hired(pool.of_processes(2), 2))
        assert time.monotonic() - begun < 20
    found = run(facts, tmp_path / "out", shelf)
    assert (found.stand.written, found.stand.failed) == (COUNT, 0)


def test_a_dask_cluster_loses_a_worker_and_no_draft(tmp_path: Path) -> None:
    """A real scheduler and two workers; one is killed in mid-run, the other goes on."""
    count = 300
    facts, shelf = county(tmp_path / "facts", count), library(tmp_path / "project")
    run(facts, tmp_path / "here", shelf)
    with cluster(tmp_path / "cluster", 2) as made, pool.of_dask(made.address, 2) as (make, workers):
        assert workers == 2
        killed = []

        def tell(progress: Progress) -> None:
            if progress.done >= 30 and not killed:
                killed.append(progress.done)
                made.workers[0].kill()

        found = run(facts, tmp_path / "out", shelf, hire=hired(make, workers), far=True, tell=tell)
        assert killed
        assert made.workers[0].wait() != 0
        assert made.workers[1].poll() is None
    assert (found.stand.written, found.stand.failed) == (count, 0)
    assert tree(tmp_path / "out") == tree(tmp_path / "here")


def test_no_cluster_at_the_address() -> None:
    begun = time.monotonic()
    with pytest.raises(InputError, match="连不上这个 Dask 集群"), pool.of_dask("tcp://127.0.0.1:9"):
        pass
    assert time.monotonic() - begun < 20


__all__ = ["TEMPLATE"]
