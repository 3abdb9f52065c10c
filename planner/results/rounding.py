"""Whole vehicles where a reader expects whole numbers, with totals that still add up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
NEAR = 1e-6


def cumulative_whole(yearly: Floats, most: Whole | None = None) -> Whole:
    """Whole numbers by year and programme whose cumulative sums are the rounded cumulative plan.

    In each year the cumulative total is rounded, every programme takes the whole part of its cumulative value, and what
    is left goes to the largest remainders; no year is negative.

    Args:
        yearly: Values, [year, programme].
        most: The most a programme may take in a year, [year, programme]; empty: no limit.

    Returns:
        Whole numbers, [year, programme].
    """
    result = np.zeros(yearly.shape, dtype=np.int64)
    before = np.zeros(yearly.shape[1], dtype=np.int64)
    values = np.cumsum(yearly, axis=0)
    for year, value in enumerate(values):
        now = np.maximum(np.floor(value + NEAR).astype(np.int64), before)
        room = np.ceil(value - NEAR).astype(np.int64) > now
        if most is not None:
            now = np.maximum(np.minimum(now, before + most[year]), before)
            room &= now < before + most[year]
        missing = round(float(value.sum())) - int(now.sum())
        order = np.argsort(-(value - np.floor(value + NEAR)), kind="stable")
        for programme in order:
            if missing > 0 and room[programme]:
                now[programme] += 1
                missing -= 1
        result[year] = now - before
        before = now
    return result


def near(whole: Whole, yearly: Floats) -> bool:
    """Whether cumulative whole numbers are less than 1 from the cumulative plan, of each programme and of all.

    Args:
        whole: Whole numbers, [year, programme].
        yearly: Values, [year, programme].
    """
    distance = np.cumsum(whole - yearly, axis=0)
    return bool((np.abs(distance) < 1.0 - NEAR).all() and (np.abs(distance.sum(axis=1)) < 1.0 - NEAR).all())
