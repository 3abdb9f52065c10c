r"""Distributions of drivers, each fixed by its p10 and p90 (l and h).

With z the 90 % quantile of the standard normal, 1.2816, and u between 0 and 1:

.. math::
    uniform: \quad & l + (h - l) (u - 0.1) / 0.8 \\
    normal: \quad & (l + h) / 2 + (h - l) / (2 z) \cdot \Phi^{-1}(u) \\
    lognormal: \quad & \exp(normal) \text{ of } \ln l, \ln h \\
    triangular: \quad & \text{about the mode m from } m - w r \text{ to } m + w (1 - r) \\
    discrete: \quad & \text{the first value up to which the weights' shares add to } u \text{ or more}

The triangle's left share r and width w follow from m - l = w (r - sqrt(0.1 r)) and
h - m = w (1 - r - sqrt(0.1 (1 - r))): its mode has the chance r to be undercut, which lies between 0.1 and 0.9.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.tables.drivers import Driver

    Floats = NDArray[np.float64]

TAIL = 0.1
_Z = float(ndtri(1.0 - TAIL))


def quantile(driver: Driver, share: Floats) -> Floats:
    """Values of a driver that are undercut with the chances `share`, before its limits and rounding."""
    return QUANTILES[driver.distribution](driver, share)


def _uniform(driver: Driver, share: Floats) -> Floats:
    return driver.low + (driver.high - driver.low) * (share - TAIL) / (1.0 - 2.0 * TAIL)


def _normal(driver: Driver, share: Floats) -> Floats:
    return _bell(driver.low, driver.high, share)


def _lognormal(driver: Driver, share: Floats) -> Floats:
    return np.asarray(np.exp(_bell(np.log(driver.low), np.log(driver.high), share)), dtype=float)


def _bell(low: float, high: float, share: Floats) -> Floats:
    return np.asarray((low + high) / 2.0 + (high - low) / (2.0 * _Z) * ndtri(share), dtype=float)


def _triangular(driver: Driver, share: Floats) -> Floats:
    left, width = triangle(driver.mode - driver.low, driver.high - driver.mode)
    below = driver.mode - width * left + width * np.sqrt(left * share)
    above = driver.mode + width * (1.0 - left) - width * np.sqrt((1.0 - left) * (1.0 - share))
    return np.where(share < left, below, above)


def triangle(below: float, above: float) -> tuple[float, float]:
    """Left share and width of the triangle whose p10 lies `below` its mode and its p90 `above` it.

    One of the two may be 0, not both.
    """

    def reach(part: float) -> float:
        return part - math.sqrt(TAIL * part)

    def off(part: float) -> float:
        return reach(part) * above - reach(1.0 - part) * below

    left = TAIL if below == 0 else 1.0 - TAIL if above == 0 else float(brentq(off, TAIL, 1.0 - TAIL, xtol=1e-14))
    return left, (below + above) / (reach(left) + reach(1.0 - left))


def _discrete(driver: Driver, share: Floats) -> Floats:
    values, weights = np.array(driver.weights).T
    reached = np.cumsum(weights) / weights.sum()
    return np.asarray(values[np.minimum(np.searchsorted(reached, share), len(values) - 1)], dtype=float)


QUANTILES: dict[str, Callable[[Driver, Floats], Floats]] = {
    "uniform": _uniform,
    "normal": _normal,
    "lognormal": _lognormal,
    "triangular": _triangular,
    "discrete": _discrete,
}
