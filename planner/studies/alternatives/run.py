"""Alternatives to a plan: the extremes of each choice, the plans that have them, and what all plans share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner import pipeline
from planner.errors import NoPlanError, UsageError
from planner.messages import text
from planner.model.objectives import weigh
from planner.model.suggested import suggested
from planner.results.decided import decided
from planner.studies.alternatives.choices import choices, greatest, step, weight
from planner.studies.alternatives.search import SIDES, near
from planner.studies.alternatives.told import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from planner.pipeline import Planned
    from planner.results.explained import Explained
    from planner.solve import Options
    from planner.studies.alternatives.choices import Choice
    from planner.studies.alternatives.search import Near, Side
    from planner.studies.reopen import Reopened
    from planner.tables.inputs import Inputs

SAME = ["action", "object", "copy", "stage", "date", "share", "quantity"]
"""Columns of decisions by which two plans decide alike."""


@dataclass(frozen=True, eq=False)
class Found:
    """The plan at one end of a choice.

    Attributes:
        choice, side: Which end of what.
        planned: The plan; None where there was none before the time limit.
        proven: Whether the solver proved that no near-optimal plan goes further.
    """

    choice: Choice
    side: Side
    planned: Planned | None
    proven: bool


def alternatives(
    plan: Reopened,
    share: float,
    options: Options,
    *,
    every_year: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Explained:
    """Plans within a share of the value that differ most in line copies, starts of production and contracts.

    Args:
        plan: The plan, which must have been made for its value alone.
        share: Share of the value that may be given up.
        options: How to solve each; a time limit holds for each.
        every_year: Whether copies by the end of every year are choices; else by the end of the plan.
        tell: Is told how many ends have been looked for, and of how many.

    Raises:
        UsageError: The plan leaves nothing to be decided, was made for something else, or has no bound.
    """
    _require_value_alone(plan)
    base = plan.planned()
    capacity, program = pipeline.build(plan.undecided)
    own = _as_suggestions(plan.inputs["decisions"], plan.undecided)
    start = suggested(program, own, plan.undecided.case)
    values = -base.answer.objective, _exceeded_by_none(plan)
    close = near(program, weigh(plan.undecided, capacity), values, share, start)
    years = _years(plan.undecided, every_year=every_year)
    asked = choices(plan.undecided, program, years)
    if not asked:
        raise UsageError(text("alternatives.nothing_open"))
    ends = [(choice, side) for choice in asked for side in SIDES]
    tell(0, len(ends))
    found: list[Found] = []
    for number, (choice, side) in enumerate(ends, 1):
        found.append(_end(plan, close, choice, side, options))
        tell(number, len(ends))
    return told(plan, base, share, close.slack, found)


def _require_value_alone(plan: Reopened) -> None:
    case = plan.undecided.case
    if not case.decide:
        raise UsageError(text("alternatives.nothing_open"))
    if case.target is not None or [aim.objective for aim in case.objective] != ["npv"]:
        raise UsageError(text("alternatives.not_value"))


def _exceeded_by_none(plan: Reopened) -> float:
    """What no plan of the case is worth more than, in million money, as the solver has proved it."""
    bound = plan.report.facts["solve"]["bound"]
    if bound is None:
        raise UsageError(text("alternatives.no_bound"))
    return -float(bound)


def _years(inputs: Inputs, *, every_year: bool) -> Sequence[int]:
    last = inputs.case.end.year
    return range(inputs.case.start.year, last + 1) if every_year else (last,)


def _as_suggestions(decisions: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """What the planner decided, as what people would suggest: a first incumbent."""
    given = inputs["decisions"]
    firm = given.loc[given["status"].isin(["committed", "done"]), SAME].astype({"date": "datetime64[s]"})
    keys = decisions[SAME].astype({"date": "datetime64[s]"})
    known = keys.merge(firm.drop_duplicates(), how="left", indicator=True)["_merge"].eq("both").to_numpy()
    return decisions.assign(status=decisions["status"].where(known, "proposed"))


def _end(plan: Reopened, close: Near, choice: Choice, side: Side, options: Options) -> Found:
    """The plan at one end of a choice, published as any plan is: a linear program with all of it given."""
    of = weight(choice, close.program, plan.undecided)
    most, least = greatest(choice, close.program, plan.undecided), step(choice, plan.undecided)
    answer = close.extreme(of, most, least, side, options)
    if not answer.status.has_plan:
        return Found(choice, side, None, proven=False)
    inputs = decided(plan.undecided, answer)
    try:
        planned = pipeline.plan(inputs, replace(options, door="highs", time_limit=None), missed=False, audited=False)
    except NoPlanError:
        # What was whole within the solver's tolerance only is no plan once it is rounded.
        return Found(choice, side, None, proven=False)
    return Found(choice, side, planned, proven=answer.status.value == "optimal")
