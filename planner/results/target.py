"""The answer to a target of the run, in a sentence and in a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.messages import text
from planner.model.objectives import Goal, measure
from planner.results.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.results.view import View
    from planner.tables.target import Target

NEAR = 3e-6
"""Share of its number by which a target may be missed: what rounded decisions leave of it."""


def months_reached(view: View, target: Target) -> float:
    """Months from the horizon's start to the end of the first period by which a plan has a target's installs."""
    ends = view.capacity.time.plan_ends()
    for period, months in enumerate(ends):
        goal = Goal("volume", programme=target.programme, last=period)
        counted = measure(goal, view.answer.program, view.inputs, view.capacity).of(view.answer.x)
        if counted >= target.vehicles * (1.0 - NEAR):
            return float(months)
    return float("nan")


def answer(view: View, first: Mapping[str, object], proof: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """The answer to the target of the case in a sentence.

    Args:
        view: The plan.
        first: The row of the table of objectives that is the target's.
        proof: What is proved of it.
        names: From `names.reader_names`.
    """
    target = view.inputs.case.target
    if target is None:
        return ""
    if target.kind == "earliest_for" and first["status"] != "optimal":
        proof = text("target.undisproved", day=day_of(view, float(str(first["bound"]))))
    words = {
        "vehicles": f"{target.vehicles:,.6g}",
        "capex": f"{target.capex:,.6g}",
        "value": f"{first['value']:,.6g}",
        "unit": text("levels_unit.million money", currency=view.inputs.case.currency),
        "of": text("target.of", programme=names["programme"][target.programme]) if target.programme else "",
        "by": "" if target.by is None else text("target.by", by=target.by),
        "day": "" if target.kind != "earliest_for" else day_of(view, float(str(first["value"]))),
    }
    return text(f"target.{target.kind}", **words, proof=proof)


def day_of(view: View, months: float) -> str:
    """Last day of the period that ends so many months after the horizon's start."""
    period = int(np.searchsorted(view.capacity.time.plan_ends(), months - 1e-9))
    ends: pd.Series = view.capacity.time.periods["end"]
    return f"{ends.iloc[period] - DAY:%Y-%m-%d}"
