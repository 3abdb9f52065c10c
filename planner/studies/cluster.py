"""Runs on a Dask cluster: the same function as in local workers; the records come back and are kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.messages import text
from planner.studies.local import AHEAD, Done
from planner.studies.record import failed
from planner.studies.study import code, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.studies.designs import Task
    from planner.studies.record import Record
    from planner.studies.study import Study

PATIENCE = "10s"
"""How long a scheduler may take to answer."""


def by_cluster(study: Study, tasks: Iterable[Task], address: str) -> Iterator[Done]:
    """The tasks on the workers of a scheduler, each as it is done.

    What a lost worker had under way the scheduler gives to others; a task that has lost several workers is recorded as
    failed. A result counts once: a second one of the same task is never asked for.

    Raises:
        UsageError: Dask is not installed, or no scheduler answers at the address.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UsageError(text("sweep.no_extra", extra="cluster", library="distributed")) from None
    client = _client(Client, address)
    with client:
        shared = client.scatter(study, broadcast=True, hash=False)
        waiting = iter(tasks)
        under_way: dict[str, Task] = {}
        done: Any = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

        def fill() -> None:
            most = AHEAD * max(1, sum(client.nthreads().values()))
            while len(under_way) < most and (task := next(waiting, None)) is not None:
                key = f"{study.key(task)}-{task.number}"
                done.add(client.submit(remote, shared, task, code(), key=key, pure=False))
                under_way[key] = task

        fill()
        while under_way:
            future = next(done)
            fault = future.exception()
            record = failed("failed", f"{type(fault).__name__}: {fault}") if fault else future.result()
            future.release()
            yield under_way.pop(str(future.key)), record
            fill()


def _client(kind: Any, address: str) -> Any:  # noqa: ANN401 (Dask's client has no types)
    try:
        return kind(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(text("sweep.no_scheduler", address=address, why=error)) from None


def remote(study: Study, task: Task, wanted: str) -> Record:
    """A run on a worker, which must have the same planner."""
    if code() != wanted:
        return failed("failed", text("sweep.other_planner"))
    return run(study, task)
