"""What varies in a sweep: rows of the table `drivers` as the planner works with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOTHING = {"times": 1.0, "stretch": 1.0, "plus": 0.0, "months": 0.0}
"""The value of each op that changes nothing."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A rule whose value varies.

    Attributes:
        name: Its name.
        table, where, column, op: The rule without its value.
        low, high: p10 and p90.
        mode: Most likely value of a triangular distribution.
        distribution: How values are drawn.
        weights: Of a discrete distribution each value with its weight, in order of the values.
        least, most: Limits of what is drawn (infinite: none).
        why: Why.
        line: Its line in drivers.csv.
    """

    name: str
    table: str
    where: str
    column: str
    op: str
    low: float
    high: float
    mode: float
    distribution: str
    weights: tuple[tuple[float, float], ...]
    least: float
    most: float
    why: str
    line: int


def drivers(frame: pd.DataFrame) -> Iterator[Driver]:
    """The drivers of the checked table `drivers`, in its order."""
    for row in frame.rename_axis("line").reset_index().to_dict("records"):
        yield Driver(
            name=row["driver"],
            table=row["table"],
            where=row["where"],
            column=row["column"],
            op=row["op"],
            low=float(row["low"]),
            high=float(row["high"]),
            mode=mode(row["op"], row["low"], row["high"], row["mode"]),
            distribution=row["distribution"],
            weights=tuple(weights(row["values"]) or ()),
            least=_or(row["least"], -np.inf),
            most=_or(row["most"], np.inf),
            why=row["why"],
            line=int(row["line"]),
        )


def mode(op: str, low: float, high: float, told: float) -> float:
    """The most likely value: as told, else what changes nothing, else the middle."""
    return _or(told, NOTHING.get(op, (low + high) / 2))


def weights(words: str) -> list[tuple[float, float]] | None:
    """Values with their weights of `0.8: 1 | 1: 2`, in order of the values; None where the words are none."""
    found: dict[float, float] = {}
    for part in words.split("|"):
        value, _, weight = part.partition(":")
        try:
            number, share = float(value), float(weight)
        except ValueError:
            return None
        if not (np.isfinite(number) and np.isfinite(share) and share > 0) or number in found:
            return None
        found[number] = share
    return sorted(found.items())


def correlation_matrix(names: list[str], pairs: pd.DataFrame) -> Floats:
    """Correlations of some drivers, [driver, driver]; those of pairs that are not told are 0.

    Args:
        names: The drivers.
        pairs: The table `driver_correlations`.
    """
    place = {name: number for number, name in enumerate(names)}
    matrix = np.eye(len(names))
    for one, other, correlation in pairs[["driver", "other", "correlation"]].itertuples(index=False, name=None):
        if one in place and other in place:
            matrix[place[one], place[other]] = matrix[place[other], place[one]] = correlation
    return matrix


def _or(number: float, otherwise: float) -> float:
    return otherwise if np.isnan(number) else float(number)
