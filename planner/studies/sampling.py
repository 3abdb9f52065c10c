"""Samples of drivers: points that fill the cube evenly, made to go together as the case says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from planner.errors import UsageError
from planner.messages import text
from planner.studies.distributions import quantile
from planner.tables.drivers import correlation_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from planner.tables.drivers import Driver

    Floats = NDArray[np.float64]

_INSIDE = 1e-12
"""A point of the cube keeps so far from its faces, where quantiles of the normal are infinite."""


def sample(drivers: Sequence[Driver], pairs: pd.DataFrame, number: int, method: str, seed: int) -> Floats:
    """Values of the drivers, [run, driver], before limits and rounding; the same seed gives the same.

    Correlations are those of a Gaussian copula: the points become normal, are mixed by a square root of the matrix of
    correlations, and become points of the cube again.

    Args:
        drivers: What varies.
        pairs: The table `driver_correlations`.
        number: How many runs.
        method: "lhs", "sobol" or "random".
        seed: Seed.

    Raises:
        UsageError: There is no such method.
    """
    if method not in METHODS:
        raise UsageError(text("sweep.unknown_method", method=method, known=", ".join(METHODS)))
    points = np.clip(METHODS[method](len(drivers), number, seed), _INSIDE, 1.0 - _INSIDE)
    names = [driver.name for driver in drivers]
    matrix = correlation_matrix(names, pairs)
    if not np.array_equal(matrix, np.eye(len(names))):
        points = np.clip(ndtr(ndtri(points) @ root(matrix)), _INSIDE, 1.0 - _INSIDE)
    return np.column_stack([quantile(driver, points[:, k]) for k, driver in enumerate(drivers)])


def root(matrix: Floats) -> Floats:
    """The symmetric square root of a matrix of correlations, which may be singular."""
    values, vectors = np.linalg.eigh(matrix)
    found: Floats = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return found


def _lhs(width: int, number: int, seed: int) -> Floats:
    return np.asarray(qmc.LatinHypercube(width, rng=np.random.default_rng(seed)).random(number), dtype=float)


def _sobol(width: int, number: int, seed: int) -> Floats:
    """The first points of the scrambled sequence: their number need be no power of two, though such ones fill best."""
    power = max(number - 1, 0).bit_length()
    points = qmc.Sobol(width, rng=np.random.default_rng(seed)).random_base2(power)
    return np.asarray(points[:number], dtype=float)


def _random(width: int, number: int, seed: int) -> Floats:
    return np.random.default_rng(seed).random((number, width))


METHODS: dict[str, Callable[[int, int, int], Floats]] = {"lhs": _lhs, "sobol": _sobol, "random": _random}
