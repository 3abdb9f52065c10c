"""Runs on this machine: one after the other, or in worker processes that each hold the study once."""

from __future__ import annotations

import gc
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING

from planner.messages import text
from planner.studies.record import failed
from planner.studies.study import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.studies.designs import Task
    from planner.studies.record import Record
    from planner.studies.study import Study

Done = tuple["Task", "Record"]

SPAWN = "spawn"
"""How workers are started: fresh, so that none inherits threads or locks of this process."""
AHEAD = 2
"""Tasks that wait at each worker; more would only fill memory."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One thread a worker: the workers share the cores already."""

GARBAGE = 50_000
"""Objects after which a worker looks for garbage: a plan makes many that live as long as it does."""

_study: Study | None = None


def in_line(study: Study, tasks: Iterable[Task]) -> Iterator[Done]:
    """Each task in this process, one after the other."""
    for task in tasks:
        yield task, run(study, task)


def by_processes(study: Study, tasks: Iterable[Task], workers: int) -> Iterator[Done]:
    """The tasks in worker processes, each as it is done.

    A worker that dies takes the others with it; then all tasks that were under way are suspects, and each is tried
    again alone. One that kills its worker again is recorded as failed.
    """
    waiting = iter(tasks)
    while True:
        suspects: list[Task] = []
        with _one_thread():
            yield from _until_broken(study, waiting, workers, suspects)
            if not suspects:
                return
            for task in suspects:
                again: list[Task] = []
                yield from _until_broken(study, iter([task]), 1, again)
                for broken in again:
                    yield broken, failed("failed", text("sweep.worker_died"))


def _until_broken(study: Study, waiting: Iterator[Task], workers: int, lost: list[Task]) -> Iterator[Done]:
    """Results as they come, until all is done or a worker has died; `lost` are then the tasks that were under way."""
    pool = ProcessPoolExecutor(workers, get_context(SPAWN), _begin, (study,))
    running: dict[Future[Record], Task] = {}
    try:
        while True:
            for task in _some(waiting, AHEAD * workers - len(running)):
                running[_submitted(pool, task)] = task
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            # In the order in which they were handed over, however many are done at once.
            for future in [one for one in running if one in done]:
                task = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(task)
                else:
                    yield task, future.result()
            if lost:
                lost += running.values()
                return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, task: Task) -> Future[Record]:
    """The task under way; where the pool has just broken, a future that says so."""
    try:
        return pool.submit(_work, task)
    except BrokenProcessPool as error:
        future: Future[Record] = Future()
        future.set_exception(error)
        return future


def _some(waiting: Iterator[Task], number: int) -> Iterator[Task]:
    for _ in range(number):
        try:
            yield next(waiting)
        except StopIteration:
            return


def _begin(study: Study) -> None:
    """Keep the study, leave Ctrl-C to the process that started this one, and end when that one ends."""
    global _study  # noqa: PLW0603 (a worker has one study for its whole life)
    _study = study
    gc.freeze()
    gc.set_threshold(GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(task: Task) -> Record:
    if _study is None:
        raise RuntimeError("no study")
    return run(_study, task)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Worker processes that are started meanwhile compute with one thread each."""
    former = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
