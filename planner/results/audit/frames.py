"""Rows and columns of frames as plain values."""

from __future__ import annotations

from keyword import iskeyword
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame with their columns as attributes, in the types of the data dictionary.

    A column named as a word of the language ends in an underscore ("from_", "yield_").
    """
    columns = [f"{name}_" if iskeyword(name) else name for name in frame.columns]
    values = (frame[name].tolist() for name in frame.columns)
    return [SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in zip(*values, strict=True)]


def names(column: pd.Series) -> list[str]:
    """A column as texts."""
    return [str(value) for value in column]


def numbers(column: pd.Series) -> NDArray[np.float64]:
    """A column as numbers, NaN for empty."""
    return np.asarray(column.to_numpy(), dtype=float)


def table(frame: pd.DataFrame, key: str, value: str) -> dict[str, Any]:
    """One column by another."""
    return dict(zip(names(frame[key]), frame[value], strict=True))


def day(value: Any) -> np.datetime64:  # noqa: ANN401 - a date of any kind
    """A date as a day; NaT for empty."""
    return np.datetime64("NaT", "D") if pd.isna(value) else np.datetime64(pd.Timestamp(value), "D")


def supply_keys(supply: pd.DataFrame) -> list[tuple[str, ...]]:
    """Item, site, step, first day and no contract: each range of supply as the plan's table of purchases names it."""
    start = supply["from"].to_numpy().astype("datetime64[D]")
    columns = (
        names(supply["item"]),
        names(supply["site"]),
        names(supply["step"]),
        [str(d) for d in start],
        [""] * len(supply),
    )
    return list(zip(*columns, strict=True))
