r"""Values of every choice in every scenario, and what rules of choice make of them.

With v the value (net present value less penalties) of choice x in scenario y, w the weights:

.. math:: best_y = \max_x v_{xy}, \quad regret_{xy} = best_y - v_{xy}

.. math:: WS = \sum_y w_y\, best_y \;\ge\; RP = \max_x \sum_y w_y\, v_{xy} \;\ge\; EEV = \sum_y w_y\, v_{x_0 y}

best is taken over the scenario's own plan as well; x0 is the choice of the case as it stands. EVPI = WS - RP,
VSS = RP - EEV.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.messages import text
from planner.scenarios.chain import BASE
from planner.studies.record import OVER, PLANS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.studies.record import Record

NOISE = 1e-7
"""Relative difference of two values that is none."""
RULES = ("expected", "maximin", "regret")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a choice comes to in a scenario.

    Attributes:
        choice, scenario: Their names.
        value: Net present value less penalties, million; minus infinity where there is no plan.
        gap: By how much the best plan may be better, million; 0 for a proven optimum, infinite where nothing is known.
        regret: What the best in the scenario has more, million.
        unsure: By how much the regret may be off, million: the gap of the pair and that of the scenario's own plan.
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


@dataclass(frozen=True, slots=True)
class Row:
    """A choice over all scenarios.

    Attributes:
        choice: Its name.
        scenarios: Whose own plans begin with it.
        decisions: Its first moves in words.
        expected, worst: Values, million; minus infinity where a scenario of some weight, or any, has no plan.
        regret: The largest regret, million.
        picked_by: Rules that pick it.
    """

    choice: str
    scenarios: tuple[str, ...]
    decisions: str
    expected: float
    worst: float
    regret: float
    picked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """What a rule picks: its choice ("" where every choice fails in some scenario), and which others are no worse."""

    rule: str
    choice: str
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What it is worth to know, million: WS, RP, EEV, EVPI, VSS; None where a part has no plan or is not asked."""

    ws: float
    rp: float | None
    eev: float | None
    evpi: float | None
    vss: float | None


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
            regret=_near(tops[y] - value(r), tops[y]),
            unsure=gap(r) + gap(own[y]),
            over=float(r["kpis"][OVER]) if r["status"] in PLANS else 0.0,
            status=str(r["status"]),
            reason=str(r["reason"]),
        )
        for (x, y), r in pairs.items()
    ]


def table(
    choices: Mapping[str, tuple[tuple[str, ...], str]], found: Sequence[Outcome], weights: Mapping[str, float]
) -> tuple[list[Row], list[Pick]]:
    """A row a choice, and what each rule picks.

    Args:
        choices: By name: scenarios whose plans begin with it, and its moves in words.
        found: From `outcomes`.
        weights: By scenario.
    """
    own = {name: [one for one in found if one.choice == name] for name in choices}
    scores: Mapping[str, Callable[[str], float]] = {
        "expected": lambda name: expected(own[name], weights),
        "maximin": lambda name: min(one.value for one in own[name]),
        "regret": lambda name: -max(one.regret for one in own[name]),
    }
    picks = [_pick(rule, {name: score(name) for name in choices}, own, weights) for rule, score in scores.items()]
    rows = [
        Row(
            choice=name,
            scenarios=scenarios,
            decisions=words,
            expected=scores["expected"](name),
            worst=scores["maximin"](name),
            regret=-scores["regret"](name) + 0.0,
            picked_by=tuple(pick.rule for pick in picks if pick.choice == name),
        )
        for name, (scenarios, words) in choices.items()
    ]
    return rows, picks


def expected(found: Sequence[Outcome], weights: Mapping[str, float]) -> float:
    """The mean value; a scenario without weight counts for nothing even where there is no plan."""
    return sum(weights[one.scenario] * one.value for one in found if weights[one.scenario] > 0)


def worth(rows: Sequence[Row], tops: Mapping[str, float], weights: Mapping[str, float]) -> Worth:
    """What it is worth to know which scenario comes, and to have thought of all of them."""
    ws = sum(weights[name] * top for name, top in tops.items())
    rp = _known(max(row.expected for row in rows))
    eev = next((_known(row.expected) for row in rows if BASE in row.scenarios), None)
    evpi = None if rp is None else _near(ws - rp, ws)
    vss = None if rp is None or eev is None else _near(rp - eev, rp)
    return Worth(ws, rp, eev, evpi, vss)


def beyond(own: Mapping[str, Record], found: Sequence[Outcome]) -> list[str]:
    """Choices that do better in a scenario than its own plan can: what is given there may do what no option may."""
    return [
        text("regret.beyond", choice=one.choice, scenario=one.scenario, more=one.value - value(own[one.scenario]))
        for one in found
        if _near(one.value - value(own[one.scenario]) - gap(own[one.scenario]), one.value) > 0
    ]


def _pick(
    rule: str, scores: Mapping[str, float], own: Mapping[str, Sequence[Outcome]], weights: Mapping[str, float]
) -> Pick:
    """The best score, the first of equal ones, and the other choices that the gaps do not part from it."""
    top = max(scores.values())
    if not math.isfinite(top):
        return Pick(rule, "", ())
    choice = next(name for name, score in scores.items() if score >= top - NOISE * abs(top))

    def unsure(name: str) -> float:
        if rule == "expected":
            return sum(weights[one.scenario] * one.gap for one in own[name] if weights[one.scenario] > 0)
        return max(one.unsure if rule == "regret" else one.gap for one in own[name])

    alike = [
        name
        for name, score in scores.items()
        if name != choice and math.isfinite(score) and top - score <= unsure(choice) + unsure(name) + NOISE * abs(top)
    ]
    return Pick(rule, choice, tuple(alike))


def _near(difference: float, scale: float) -> float:
    """A difference without the noise of its parts."""
    return 0.0 if abs(difference) <= NOISE * max(abs(scale), 1.0) else difference


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None
