"""A study of regret, as its workbook shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Choice:
    """First moves and what they come to; money in million, minus infinity and infinity where there is no plan.

    Attributes:
        name: Its name.
        whose: Scenarios whose own plans begin with it.
        decisions: Its first moves in words.
        values, regrets, gaps: By scenario: value, what the best has more, by how much the plan may be better.
        expected, worst, regret: Mean and least value, largest regret.
        picked_by: Rules that pick it, in words.
    """

    name: str
    whose: Sequence[str]
    decisions: str
    values: Sequence[float]
    regrets: Sequence[float]
    gaps: Sequence[float]
    expected: float
    worst: float
    regret: float
    picked_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class First:
    """What a first move of any choice is about.

    Attributes:
        words: What is decided.
        taken: By choice the day on which it is decided, and how much of it where that is not one; "" for a choice that
            does not begin with it.
    """

    words: str
    taken: Sequence[str]


@dataclass(frozen=True, slots=True)
class Regretted:
    """A study of regret.

    Attributes:
        title: Title of the case.
        currency: Money.
        months: How far first moves reach.
        weights: By scenario.
        best: The best known value by scenario, million.
        choices: With their values in the order of the scenarios.
        firsts: What the choices begin with, in the order of the first day on which any takes it.
        said: What each rule picks and what knowing is worth, a sentence each.
        careful: What a reader should know, a sentence each.
    """

    title: str
    currency: str
    months: int
    weights: Mapping[str, float]
    best: Sequence[float]
    choices: Sequence[Choice]
    firsts: Sequence[First]
    said: Sequence[str]
    careful: Sequence[str]
