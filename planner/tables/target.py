"""Targets of a run: the earliest period for so many vehicles, the least capex for a date, the most for a capex."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.errors import UsageError
from planner.messages import text
from planner.tables.tell import hint

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

TargetKind = Literal["earliest_for", "least_capex", "most_for_capex"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan is to reach before its objectives count.

    Attributes:
        kind: Which number is asked for: the earliest period, the least capex or the most vehicles.
        vehicles: Production installs to reach (the first two kinds).
        by: Day by which they count (the second kind); the end of the plan where it is None.
        capex: Million money of capex, undiscounted, that may be paid (the third kind).
        programme: Whose installs count; empty: those of all.
    """

    kind: TargetKind
    vehicles: float = 0.0
    by: dt.date | None = None
    capex: float = 0.0
    programme: str = ""

    def fits(self, inputs: Inputs) -> None:
        """Refuse a target that the case does not know.

        Raises:
            UsageError: There is no such programme, or its date lies outside the plan.
        """
        names, case = inputs["programmes"]["programme"].tolist(), inputs.case
        if self.programme and self.programme not in names:
            told = {"name": self.programme, "names": ", ".join(names), "hint": hint(self.programme, names)}
            raise UsageError(text("aims.unknown_programme", **told))
        if self.by is not None and not case.start <= self.by <= case.end:
            raise UsageError(text("aims.outside", by=self.by, start=case.start, end=case.end))


def target_of(
    earliest_for: float | None,
    least_capex: bool,
    reach: float | None,
    by: str,
    most_for_capex: float | None,
    programme: str,
) -> Target | None:
    """The target that options of the command name; None where they name none.

    Raises:
        UsageError: They name more than one, or do not fit together.
    """
    asked = [earliest_for is not None, least_capex, most_for_capex is not None]
    if sum(asked) > 1:
        raise UsageError(text("aims.several_targets"))
    if least_capex != (reach is not None) or bool(by) > least_capex:
        raise UsageError(text("aims.reach_by"))
    if programme and not any(asked):
        raise UsageError(text("aims.lone_programme"))
    if earliest_for is not None:
        return Target("earliest_for", earliest_for, programme=programme)
    if reach is not None:
        return Target("least_capex", reach, _day(by) if by else None, programme=programme)
    if most_for_capex is not None:
        return Target("most_for_capex", capex=most_for_capex, programme=programme)
    return None


def _day(told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told)
    except ValueError as error:
        raise UsageError(text("aims.bad_day", value=told)) from error
