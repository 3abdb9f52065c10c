"""Checks of drivers: their numbers, and correlations that no sample can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.drivers import correlation_matrix, mode, weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

LEAST_EIGENVALUE = -1e-9
"""A matrix with a smaller one is none of correlations; what lies above is rounding."""
PART = 1e-6
"""Share of the eigenvector from which on a driver is named as one that the fault comes from."""


@row_check(drivers="driver low high")
def driver_order(drivers: pd.DataFrame) -> Iterator[Found]:
    """The p90 of a driver lies above its p10."""
    yield from each("drivers", drivers[drivers["high"] <= drivers["low"]], "high", "driver", "low")


@row_check(drivers="driver op low high mode distribution")
def driver_mode(drivers: pd.DataFrame) -> Iterator[Found]:
    """The most likely value of a triangular distribution lies between its p10 and p90."""
    rows = drivers[["op", "low", "high", "mode"]].itertuples(index=False, name=None)
    told = drivers.assign(likely=np.array([mode(*row) for row in rows], dtype=float))
    outside = (told["likely"] < told["low"]) | (told["likely"] > told["high"])
    bad = told[outside & (told["high"] > told["low"]) & (told["distribution"] == "triangular")]
    yield from each("drivers", bad, "mode", "driver", "likely", "low", "high")


@row_check(drivers="driver low distribution")
def driver_positive(drivers: pd.DataFrame) -> Iterator[Found]:
    """A lognormal distribution has only values above nought."""
    bad = drivers[(drivers["distribution"] == "lognormal") & (drivers["low"] <= 0)]
    yield from each("drivers", bad, "low", "driver")


@row_check(drivers="driver distribution values")
def driver_values(drivers: pd.DataFrame) -> Iterator[Found]:
    """A discrete distribution tells its values, each once and with a weight."""
    discrete = drivers[drivers["distribution"] == "discrete"]
    bad = np.array([weights(words) is None for words in discrete["values"]], dtype=bool)
    yield from each("drivers", discrete[bad], "values", "driver")


@row_check(drivers="driver distribution values")
def driver_values_unread(drivers: pd.DataFrame) -> Iterator[Found]:
    """Values with weights are of a discrete distribution only: another would promise what is not done."""
    bad = drivers[(drivers["distribution"] != "discrete") & (drivers["values"] != "")]
    yield from each("drivers", bad, "values", "driver", "distribution")


@row_check(drivers="driver low high least most")
def driver_limits(drivers: pd.DataFrame) -> Iterator[Found]:
    """What limits the draws leaves p10 and p90 as they are."""
    yield from each("drivers", drivers[drivers["least"] > drivers["low"]], "least", "driver", "low", "high")
    yield from each("drivers", drivers[drivers["most"] < drivers["high"]], "most", "driver", "low", "high")


@row_check(driver_correlations="driver other")
def correlation_itself(driver_correlations: pd.DataFrame) -> Iterator[Found]:
    """A driver goes with others, not with itself."""
    bad = driver_correlations[driver_correlations["driver"] == driver_correlations["other"]]
    yield from each("driver_correlations", bad, "other")


@case_check(driver_correlations="driver other")
def correlation_twice(driver_correlations: pd.DataFrame) -> Iterator[Found]:
    """A pair stands once, in whatever order."""
    first: dict[frozenset[str], int] = {}
    pairs = zip(driver_correlations.index, driver_correlations["driver"], driver_correlations["other"], strict=True)
    for row, driver, other in pairs:
        former = first.setdefault(frozenset((driver, other)), int(row))
        if former != row and driver != other:
            words = {"driver": driver, "former": former}
            yield Found("driver_correlations", int(row), "other", other, words)


@case_check(drivers="driver", driver_correlations="driver other correlation")
def correlation_impossible(drivers: pd.DataFrame, driver_correlations: pd.DataFrame) -> Iterator[Found]:
    """All correlations together can be those of some sample: their matrix has no negative eigenvalue."""
    names = drivers["driver"].tolist()
    pairs = driver_correlations[driver_correlations["driver"] != driver_correlations["other"]]
    if pairs.empty:
        return
    values, vectors = np.linalg.eigh(correlation_matrix(names, pairs))
    if values[0] < LEAST_EIGENVALUE:
        behind = [name for name, part in zip(names, vectors[:, 0], strict=True) if abs(part) > PART]
        words = {"least": float(values[0]), "drivers": ", ".join(behind)}
        yield Found("driver_correlations", None, "correlation", "", words)
