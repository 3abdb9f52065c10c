"""A bar on standard error for commands that make many plans."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from planner.cli.show import err
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(quiet: bool, deciding: str, running: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with runs, rate and time left; gives whom to tell of runs done and of all.

    Args:
        quiet: Whether nothing is shown.
        deciding: What is said before the first run.
        running: What is said from then on.
    """
    if quiet:
        yield lambda _done, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    words, rate = TextColumn("{task.description}"), TextColumn("{task.fields[rate]}")
    with Progress(words, BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), console=err()) as bar:
        task = bar.add_task(deciding, total=None, rate="")

        def tell(done: int, all_: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            told = text("sweep_command.rate", rate=speed) if speed else ""
            bar.update(task, description=running, completed=done, total=max(all_, 1), rate=told)

        yield tell
