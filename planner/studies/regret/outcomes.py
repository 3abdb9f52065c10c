r"""What every choice comes to in every scenario.

With v the value (net present value less penalties) of choice x in scenario y:

.. math:: best_y = \max_x v_{xy}, \quad regret_{xy} = best_y - v_{xy}

best is taken over the scenario's own plan as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.messages import text
from planner.studies.record import FEASIBLE, OVER, PLANS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.studies.record import Record

NOISE = 1e-7
"""Relative difference of two values that is none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a choice comes to in a scenario.

    Attributes:
        choice, scenario: Their names.
        value: Net present value less penalties, million; minus infinity where there is no plan.
        gap: By how much the best plan may be better, million; 0 for a proven optimum, infinite where nothing is known.
        regret: What the best in the scenario has more, million.
        unsure: By how much the regret may be off, million: the gap of the pair, and what the scenario may have above
            the best that is known.
        over: Capex of the first moves beyond the budgets of the scenario, million: what has been ordered is paid.
        status, reason: Of the run.
    """

    choice: str
    scenario: str
    value: float
    gap: float
    regret: float
    unsure: float
    over: float
    status: str
    reason: str


def value(record: Record) -> float:
    """Net present value less penalties, million; minus infinity where there is no plan."""
    if record["status"] not in PLANS:
        return -math.inf
    return float(record["kpis"]["npv_million"] - record["kpis"]["penalties_million"])


def gap(record: Record) -> float:
    """By how much the best plan may be better than this one, million."""
    if record["status"] not in PLANS:
        return 0.0
    objective, bound = record["solve"]["objective"], record["solve"]["bound"]
    return math.inf if bound is None else max(0.0, objective - bound)


def beyond_best(own: Record, top: float) -> float:
    """By how much the best plan of a scenario may be better than the best known one, by the bound of its own plan."""
    return max(0.0, value(own) + gap(own) - top)


def best(own: Mapping[str, Record], pairs: Mapping[tuple[str, str], Record]) -> dict[str, float]:
    """The best known value in each scenario."""
    return {name: max(value(r), *(value(p) for (_, y), p in pairs.items() if y == name)) for name, r in own.items()}


def outcomes(
    pairs: Mapping[tuple[str, str], Record], own: Mapping[str, Record], tops: Mapping[str, float]
) -> list[Outcome]:
    """Every pair of choice and scenario, beside the scenarios' own plans."""
    return [
        Outcome(
            choice=x,
            scenario=y,
            value=value(r),
            gap=gap(r),
            regret=near(tops[y] - value(r), tops[y]),
            unsure=gap(r) + beyond_best(own[y], tops[y]),
            over=float(r["kpis"][OVER]) if r["status"] in PLANS else 0.0,
            status=str(r["status"]),
            reason=str(r["reason"]),
        )
        for (x, y), r in pairs.items()
    ]


def beyond(own: Mapping[str, Record], found: Sequence[Outcome]) -> list[str]:
    """Choices that do better in a scenario than its own plan can: what is given there may do what no option may."""
    return [
        text("regret.beyond", choice=one.choice, scenario=one.scenario, more=one.value - value(own[one.scenario]))
        for one in found
        if near(one.value - value(own[one.scenario]) - gap(own[one.scenario]), one.value) > 0
    ]


def stopped(own: Mapping[str, Record]) -> list[str]:
    """Scenarios whose own plans were stopped: their first moves need not be the best that they could begin with."""
    found = {name: record["solve"]["gap"] for name, record in own.items() if record["status"] == FEASIBLE}
    return [
        text("regret.stopped", scenario=name, gap=share)
        if share is not None
        else text("regret.stopped_unknown", scenario=name)
        for name, share in found.items()
    ]


def near(difference: float, scale: float) -> float:
    """A difference without the noise of its parts."""
    return 0.0 if abs(difference) <= NOISE * max(abs(scale), 1.0) else difference
