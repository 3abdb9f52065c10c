"""Rows are found by their keys, what is not there is told, and what stands twice is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.errors import MergeError

from planner.model.algebra import locate, locate_each

ON = ["item", "site", "period"]


def places(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ON)


KEYS = places(("car", "S", 1), ("car", "S", 0), ("van", "S", 0), ("car", "T", 0))


def test_each_row_is_found_and_one_that_is_not_there_is_none() -> None:
    # The same words and numbers stand in the keys, only not together: van in S in period 1, van in T.
    wanted = places(
        ("car", "T", 0), ("van", "S", 1), ("car", "S", 1), ("car", "S", 1), ("van", "T", 0), ("bus", "S", 7)
    )
    assert locate(KEYS, wanted, ON).tolist() == [3, -1, 0, 0, -1, -1]
    assert [part.tolist() for part in locate_each(KEYS, [KEYS, wanted[:1]], ON)] == [[0, 1, 2, 3], [3]]


def test_nothing_is_found_in_nothing() -> None:
    assert locate(KEYS.iloc[:0], KEYS, ON).tolist() == [-1] * 4
    assert locate(KEYS, KEYS.iloc[:0], ON).dtype == np.intp


def test_keys_that_stand_twice_are_refused() -> None:
    with pytest.raises(MergeError):
        locate(pd.concat([KEYS, KEYS[:1]]), KEYS, ON)
