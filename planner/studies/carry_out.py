"""All runs of a study that are not finished yet, in any order; their records are kept as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.studies.local import by_processes, in_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.studies.designs import Task
    from planner.studies.local import Done
    from planner.studies.record import Record
    from planner.studies.store import Store
    from planner.studies.study import Study

AGAIN = ("failed", "stopped")
"""Statuses that say nothing of the case: a study that is begun again tries such runs again."""


def carry_out(
    study: Study,
    tasks: Sequence[Task],
    store: Store,
    workers: int = 1,
    scheduler: str = "",
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Run every task whose record is not in the store.

    Args:
        study: What all runs share.
        tasks: The runs; those with the same key are run once.
        store: Where records are and go.
        workers: Processes; 1: this one.
        scheduler: Address of a Dask scheduler; empty: this machine.
        tell: Is told how many runs are to be made, and after each how many are.

    Raises:
        UsageError: There is no such scheduler.
    """
    by_key = {study.key(task): task for task in reversed(tasks)}
    left = [task for key, task in reversed(by_key.items()) if not _finished(store.get(key))]
    tell(0, len(left))
    for number, (task, record) in enumerate(_done(study, left, workers, scheduler), 1):
        store.put(study.key(task), record)
        tell(number, len(left))


def _finished(record: Record | None) -> bool:
    return record is not None and record["status"] not in AGAIN


def _done(study: Study, tasks: Sequence[Task], workers: int, scheduler: str) -> Iterator[Done]:
    if scheduler:
        from planner.studies.cluster import by_cluster  # noqa: PLC0415 (an extra)

        return by_cluster(study, tasks, scheduler)
    if workers == 1 or not tasks:
        return in_line(study, tasks)
    return by_processes(study, tasks, min(workers, len(tasks)))
