"""Rows are found by their keys, what is not there is told, and what stands twice is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.keys import (
    MOST,
    LazyArrays,
    among,
    codes,
    firsts,
    framed,
    gathered,
    height,
    joined,
    last_by,
    locate,
    locate_each,
    matched,
    ordered,
    picked,
    ranks,
    repeated,
    row_of,
    stacked,
    summed,
    where,
)

ON = ["item", "site", "period"]


def places(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ON)


KEYS = places(("car", "S", 1), ("car", "S", 0), ("van", "S", 0), ("car", "T", 0))
SOME = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(-1, 2)), max_size=9)


def test_each_row_is_found_and_one_that_is_not_there_is_none() -> None:
    # The same words and numbers stand in the keys, only not together: van in S in period 1, van in T.
    wanted = places(
        ("car", "T", 0), ("van", "S", 1), ("car", "S", 1), ("car", "S", 1), ("van", "T", 0), ("bus", "S", 7)
    )
    assert locate(KEYS, wanted, ON).tolist() == [3, -1, 0, 0, -1, -1]
    assert [part.tolist() for part in locate_each(KEYS, [KEYS, wanted[:1]], ON)] == [[0, 1, 2, 3], [3]]
    assert among(wanted, KEYS, ON).tolist() == [True, False, True, True, False, False]


def test_nothing_is_found_in_nothing() -> None:
    assert locate(KEYS.iloc[:0], KEYS, ON).tolist() == [-1] * 4
    assert locate(KEYS, KEYS.iloc[:0], ON).dtype == np.intp
    assert [len(part) for part in matched(KEYS.iloc[:0], KEYS, ON)] == [0, 0]
    assert height(gathered([KEYS.iloc[:0]], ON)[0]) == 0


def test_keys_that_stand_twice_are_refused() -> None:
    twice = pd.concat([KEYS, KEYS[:1]])
    assert repeated(twice)
    assert not repeated(KEYS)
    with pytest.raises(ValueError, match="twice"):
        locate(twice, KEYS, ON)


@given(SOME, SOME)
def test_pairs_are_those_of_a_merge(left: list[tuple[str, str, int]], right: list[tuple[str, str, int]]) -> None:
    own, other = places(*left), places(*right)
    pairs = matched(own, other, ON)
    merged = own.reset_index(names="row").merge(other.reset_index(names="column"), on=ON)
    assert [part.tolist() for part in pairs] == [merged["row"].tolist(), merged["column"].tolist()]


@given(SOME, SOME)
def test_what_is_gathered_is_unique_sorted_and_known_by_its_rows(
    left: list[tuple[str, str, int]], right: list[tuple[str, str, int]]
) -> None:
    keys, numbers = gathered([places(*left), places(*right)], ON)
    rows = list(zip(*(keys[name] for name in ON), strict=True))
    assert rows == sorted({*left, *right})
    assert [[rows[n] for n in each] for each in numbers] == [left, right]


@given(SOME)
def test_first_rows_and_their_order_are_those_of_a_frame(rows: list[tuple[str, str, int]]) -> None:
    frame = places(*rows)
    assert firsts(frame, ON).tolist() == frame.drop_duplicates().index.tolist()
    assert ordered(frame, ON).tolist() == frame.sort_values(ON, kind="stable").index.tolist()


def test_dates_and_missing_values_are_keys_like_others() -> None:
    days = pd.DataFrame({"day": pd.to_datetime(["2026-03-01", None, "2026-01-01"])})
    assert locate(days, days[::-1], ["day"]).tolist() == [2, 1, 0]
    # The same day in another resolution.
    assert locate(days, {"day": np.array(["2026-01-01"], dtype="datetime64[D]")}, ["day"]).tolist() == [2]


def test_combinations_beyond_what_a_number_holds_are_told_apart() -> None:
    # 40 columns of 4 values each: 4^40 = 2^80 combinations, more than MOST = 2^62.
    names = [f"c{k}" for k in range(40)]
    values = np.random.default_rng(7).integers(0, 4, (500, 40))
    table = {name: values[:, k] for k, name in enumerate(names)}
    assert MOST < 4**40
    (numbers,), size = codes([table], names)
    assert len(np.unique(numbers)) == len(np.unique(values, axis=0)) <= size
    assert locate(table, picked(table, rows=np.array([499, 3])), names).tolist() == [499, 3]


def test_rows_and_columns_are_picked_by_number_name_and_condition() -> None:
    assert picked(KEYS, ["site"], np.array([3, 0]))["site"].tolist() == ["T", "S"]
    assert where(KEYS, KEYS["period"] == 0, ["item"])["item"].tolist() == ["car", "van", "car"]
    assert ranks(np.array([2, 0, 3])).tolist() == [0, 1, 0, 1, 2]


def test_a_frame_of_arrays_is_the_frame_that_they_came_from() -> None:
    pd.testing.assert_frame_equal(framed(picked(KEYS)), KEYS, check_column_type=False)
    assert framed(picked(KEYS[:0])).dtypes.tolist() == KEYS.dtypes.tolist()
    shuffled = KEYS[::-1]
    assert framed(shuffled).index.tolist() == [0, 1, 2, 3]


def test_a_lazy_column_is_asked_for_once_and_none_is_missing() -> None:
    arrays = LazyArrays(KEYS)
    assert arrays["period"] is arrays["period"]
    assert arrays["period"].tolist() == [1, 0, 0, 0]
    assert list(arrays) == ON
    assert height(LazyArrays(KEYS)) == len(KEYS)
    assert {**arrays}.keys() == picked(LazyArrays(KEYS)).keys() == set(ON)


@given(SOME, SOME)
def test_the_last_row_by_then_is_that_of_a_merge(
    keys: list[tuple[str, str, int]], asked: list[tuple[str, str, int]]
) -> None:
    known, wanted = places(*dict.fromkeys(keys)), places(*asked)
    expected = [
        max(
            (k for k in known.itertuples() if k[1:3] == w[1:3] and k.period <= w.period),
            key=lambda k: k.period,
            default=None,
        )
        for w in wanted.itertuples()
    ]
    found = last_by(known, wanted, ["item", "site"], "period")
    assert found.tolist() == [-1 if row is None else row.Index for row in expected]


def test_sums_by_number_lose_nothing_to_rounding() -> None:
    # One by one 1e16 + 1 is 1e16: a plain sum of the first group would be 0, not 2.
    assert summed(np.array([0, 0, 2, 0, 0]), np.array([1e16, 1.0, 5.0, 1.0, -1e16]), 3).tolist() == [2.0, 0.0, 5.0]


def test_nothing_has_no_height_and_adds_nothing() -> None:
    assert height({}) == 0
    assert sum(map(height, [picked(KEYS), {}, picked(KEYS)])) == 2 * len(KEYS)
    assert joined([{}, picked(KEYS[:1]), picked(KEYS[1:])])["item"].tolist() == KEYS["item"].tolist()
    assert not repeated(pd.DataFrame())


def test_what_has_to_be_there_is_named_where_it_is_not() -> None:
    assert row_of(KEYS, KEYS[::-1], ON).tolist() == [3, 2, 1, 0]
    with pytest.raises(KeyError, match="item bus, site S, period 0"):
        row_of(KEYS, places(("bus", "S", 0)), ON)


def test_kinds_that_do_not_belong_together_are_refused() -> None:
    numbers, texts = {"k": np.array([1, 2])}, {"k": np.array(["1", "2"])}
    with pytest.raises(TypeError):
        locate(numbers, texts, ["k"])
    # What is empty is of no kind.
    assert stacked([np.empty(0, dtype=object), np.array(["2026-01-01"], dtype="datetime64[D]")]).dtype.kind == "M"
    # Small numbers do not overflow: 100 - (-100) is more than a byte holds.
    bytes_ = {"k": np.array([100, -100], dtype=np.int8)}
    assert locate(bytes_, bytes_, ["k"]).tolist() == [0, 1]


def test_what_is_missing_comes_last() -> None:
    table = {"k": np.array([np.nan, 2.0, 1.0, np.nan])}
    assert ordered(table, ["k"]).tolist() == [2, 1, 0, 3]
    assert np.isnan(gathered([table], ["k"])[0]["k"]).tolist() == [False, False, True]


def test_only_texts_become_texts() -> None:
    pairs = np.empty(1, dtype=object)
    pairs[0] = ("a", 1)
    found = framed({"pairs": pairs, "text": np.array(["a"], dtype=object)})
    assert found["pairs"].tolist() == [("a", 1)]
    assert found["text"].dtype == "str"


@pytest.mark.parametrize(
    "condition", [np.array([0, 1, 1, 0]), np.array([True, False]), np.array([1.0, np.nan, 1.0, 0.0])]
)
def test_a_condition_is_true_or_false_of_each_row(condition: np.ndarray) -> None:
    with pytest.raises(TypeError):
        where(KEYS, condition)
