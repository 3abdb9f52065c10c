"""Choices over all scenarios, and what rules of choice make of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.studies.regret.outcomes import NOISE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.studies.regret.outcomes import Outcome

RULES = ("expected", "maximin", "regret")


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


def mean_gap(found: Sequence[Outcome], weights: Mapping[str, float]) -> float:
    """By how much the mean value may be better."""
    return sum(weights[one.scenario] * one.gap for one in found if weights[one.scenario] > 0)


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
            return mean_gap(own[name], weights)
        return max(one.unsure if rule == "regret" else one.gap for one in own[name])

    alike = [
        name
        for name, score in scores.items()
        if name != choice and math.isfinite(score) and top - score <= unsure(choice) + unsure(name) + NOISE * abs(top)
    ]
    return Pick(rule, choice, tuple(alike))
