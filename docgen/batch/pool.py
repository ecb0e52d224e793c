"""Who does the work: this process, a pool of processes sized to the machine, or a Dask cluster."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import Any, Final

from docgen.errors import InputError, MissingProgramError

DRAFTS_A_PROCESS: Final = 40
"""Below so many drafts a further process takes longer to start than it saves."""


_MOST: Final = 61
"""Processes of a pool: Windows waits for no more."""
_PATIENCE: Final = 10
"""Seconds until a cluster that does not answer is given up."""


class Here(Executor):
    """An executor that works in this process, at once; draft by draft, as nothing is saved by
    handing out several and Ctrl-C then loses count of none."""

    largest_chunk = 1

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future, already done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def here() -> Executor:
    """An executor in this process."""
    return Here()


def processes_for(drafts: int) -> int:
    """How many processes so many drafts are worth on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, drafts // DRAFTS_A_PROCESS))


def of_processes(count: int) -> Callable[[], Executor]:
    """What makes a pool of so many processes."""
    return lambda: _Processes(
        min(count, _MOST), mp_context=get_context("spawn"), initializer=_begin
    )


class _Processes(ProcessPoolExecutor):
    """A pool whose workers never hear of Ctrl-C, not even while they start."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As any executor does; it may start a worker."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(fn, *args, **kwargs)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            return super().submit(fn, *args, **kwargs)  # the worker inherits the mask
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and goes when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_go_with, args=(parent.sentinel,), daemon=True).start()


def _go_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@contextmanager
def of_dask(address: str, least: int = 1) -> Iterator[tuple[Callable[[], Executor], int]]:
    """What makes an executor of the Dask cluster at this address, and how many threads it has.

    least: so many workers are waited for.  The cluster itself hands out again what a worker
    that died had in hand.  Raises MissingProgramError without the package, InputError when nobody answers.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra that few have)
    except ImportError:
        raise MissingProgramError(
            "没有装 Dask", hint="运行 pip install 'docgen-gongwen[dask]' 再来"
        ) from None
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(
            "连不上这个 Dask 集群", where=address, hint="检查地址，先启动 dask scheduler"
        ) from error
    try:
        try:
            client.wait_for_workers(least, timeout=_PATIENCE)
        except TimeoutError:
            raise InputError(
                "这个 Dask 集群里没有空着的机器", where=address, hint="先启动 dask worker"
            ) from None
        workers = sum(client.nthreads().values())
        yield lambda: client.get_executor(pure=False), workers
    finally:
        client.close()
