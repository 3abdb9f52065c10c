"""A plan taken up again to be asked: its report, its case with and without its decisions, and the plan made again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.results.view import View
from planner.studies.reopen import reopened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.pipeline import Planned
    from planner.studies.reopen import Reopened


@dataclass(frozen=True, eq=False)
class Taken:
    """A plan taken up again.

    Attributes:
        reopened: Its report and its case.
    """

    reopened: Reopened

    @cached_property
    def planned(self) -> Planned:
        """The plan made again with the decisions of the report."""
        return self.reopened.planned()

    @cached_property
    def view(self) -> View:
        """What result tables read of it; its program is kept by the solver to be asked again."""
        return View(self.planned.inputs, self.planned.capacity, self.planned.answer)


def taken_up(folder: Path, cases: Sequence[Path]) -> Taken:
    """The plan in a folder with a report.

    Args:
        folder: The report.
        cases: Folders of its case, or of several among which it is.

    Raises:
        UsageError, InputError: As `reopened`.
    """
    return Taken(reopened(folder, cases))
