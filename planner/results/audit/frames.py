"""Rows and columns of frames as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame as named tuples; their values have the types of the data dictionary."""
    return list(frame.itertuples(index=False))


def names(column: pd.Series) -> list[str]:
    """A column as texts."""
    return [str(value) for value in column]


def numbers(column: pd.Series) -> NDArray[np.float64]:
    """A column as numbers, NaN for empty."""
    return np.asarray(column.to_numpy(), dtype=float)


def table(frame: pd.DataFrame, key: str, value: str) -> dict[str, Any]:
    """One column by another."""
    return dict(zip(names(frame[key]), frame[value], strict=True))


def day(value: object) -> np.datetime64:
    """A date as a day; NaT for empty."""
    found: np.datetime64 = pd.Series([value], dtype="datetime64[s]").to_numpy().astype("datetime64[D]")[0]
    return found


def supply_keys(supply: pd.DataFrame) -> list[tuple[str, ...]]:
    """Item, site, step and first day of each range of supply, as the plan's table of purchases names them."""
    start = supply["from"].to_numpy().astype("datetime64[D]")
    columns = (names(supply["item"]), names(supply["site"]), names(supply["step"]), [str(d) for d in start])
    return list(zip(*columns, strict=True))
