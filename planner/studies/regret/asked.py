"""What is asked of a study of regret: scenarios, their weights, how far first moves reach."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.messages import text
from planner.scenarios.chain import BASE
from planner.solve import Options
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDING = 1e-9


@dataclass(frozen=True)
class Asked:
    """What the study is to be.

    Attributes:
        scenarios: Names of the scenarios; empty: the case as it stands and all of the table `scenarios`.
        months: Months after the plan date within which a decision is a first move.
        weights: Weights as `name=0.5`; scenarios without one share what is left to 1 alike.
        options: How each run is solved.
    """

    scenarios: tuple[str, ...] = ()
    months: int = 12
    weights: tuple[str, ...] = ()
    options: Options = field(default_factory=lambda: Options(door="highs"))


def chosen(asked: Asked, known: Sequence[str]) -> list[str]:
    """The scenarios of the study, each once.

    Args:
        asked: What is asked.
        known: Scenarios of the case, without the case as it stands.

    Raises:
        UsageError: There is no such scenario, or fewer than two are meant.
    """
    every = [BASE, *known]
    for name in asked.scenarios:
        if name not in every:
            raise UsageError(text("regret.unknown_scenario", name=name, hint=hint(name, every)))
    found = list(dict.fromkeys(asked.scenarios or every))
    if len(found) < 2:  # noqa: PLR2004 (one future has nothing to regret)
        raise UsageError(text("regret.too_few"))
    return found


def weights(asked: Asked, scenarios: Sequence[str]) -> dict[str, float]:
    """The weight of each scenario; they sum to 1.

    Raises:
        UsageError: A weight is none, is of no scenario of the study, or all together are not 1.
    """
    given: dict[str, float] = {}
    for words in asked.weights:
        name, _, number = (part.strip() for part in words.partition("="))
        if name not in scenarios:
            raise UsageError(text("regret.unknown_scenario", name=name, hint=hint(name, scenarios)))
        given[name] = _number(words, number)
    left = [name for name in scenarios if name not in given]
    rest = 1.0 - sum(given.values())
    if rest < -ROUNDING or (not left and rest > ROUNDING):
        raise UsageError(text("regret.weights_sum", total=sum(given.values())))
    return {name: given.get(name, max(rest, 0.0) / max(len(left), 1)) for name in scenarios}


def among(all_weights: Mapping[str, float], scenarios: Sequence[str]) -> dict[str, float]:
    """The weights of some scenarios, made to sum to 1; alike where none of them has any."""
    total = sum(all_weights[name] for name in scenarios)
    return {name: all_weights[name] / total if total > 0 else 1.0 / len(scenarios) for name in scenarios}


def _number(words: str, number: str) -> float:
    try:
        weight = float(number)
    except ValueError:
        weight = math.nan
    if not 0 <= weight <= 1:
        raise UsageError(text("regret.not_a_weight", words=words))
    return weight
