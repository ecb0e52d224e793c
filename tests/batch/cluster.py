"""A real Dask cluster on loopback: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.samples import ROOT


class Cluster:
    """The address of the scheduler, and the processes of the workers."""

    def __init__(self, address: str, workers: list[subprocess.Popen[bytes]]) -> None:
        self.address = address
        self.workers = workers


def _started(words: list[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
        )


def _address(log: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """The address that the scheduler says it listens at."""
    while scheduler.poll() is None:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text("utf-8")):
            return found[1]
    raise AssertionError(log.read_text("utf-8"))


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler with so many workers of one thread each; all are ended afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:

        def start(name: str, *words: str) -> tuple[subprocess.Popen[bytes], Path]:
            log = folder / f"{name}.log"
            process = _started([*words], folder, log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process, log

        scheduler, log = start(
            "scheduler", "distributed.cli.dask_scheduler",
            "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
        )  # fmt: skip
        address = _address(log, scheduler)
        processes = [
            start(
                f"worker{number}", "distributed.cli.dask_worker", address,
                "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard",
                "--local-directory", str(folder),
            )[0]
            for number in range(workers)
        ]  # fmt: skip
        yield Cluster(address, processes)
