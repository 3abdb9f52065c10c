"""Whole vehicles that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from planner.results.rounding import cumulative_whole, near


def test_largest_remainder_on_the_cumulative() -> None:
    # Year 1: 1.5 + 2.3 + 0.4 = 4.2 -> 4: whole parts 1 + 2 + 0, the largest remainder (0.5) takes one more: 2, 2, 0.
    # Year 2 cumulative: 2.2 + 3.3 + 1.1 = 6.6 -> 7: floors 2 + 3 + 1 = 6, the largest remainder is 0.3: 2, 4, 1 -> 0, 2, 1.
    yearly = np.array([[1.5, 2.3, 0.4], [0.7, 1.0, 0.7]])
    assert cumulative_whole(yearly).tolist() == [[2, 2, 0], [0, 2, 1]]


@given(arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.floats(0, 500)))
def test_rounded_plan_stays_within_one_of_the_plan_and_never_falls(yearly: np.ndarray) -> None:
    whole = cumulative_whole(yearly)
    assert whole.min() >= 0
    assert np.abs(whole.cumsum(axis=0) - yearly.cumsum(axis=0)).max() < 1 + 1e-6
    assert np.abs(whole.cumsum(axis=0).sum(axis=1) - yearly.cumsum(axis=0).sum(axis=1)).max() <= yearly.shape[1]


@given(arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.integers(0, 500)))
def test_whole_plan_stays_as_it_is(yearly: np.ndarray) -> None:
    assert cumulative_whole(yearly.astype(float)).tolist() == yearly.tolist()


def test_no_year_takes_more_than_its_demand() -> None:
    # Cumulative 0.6 then 1.6; without the limit year 1 would round up to 1 and exceed its demand of 0.
    yearly = np.array([[0.6], [1.0]])
    assert cumulative_whole(yearly, np.array([[0], [2]])).tolist() == [[0], [2]]


def test_total_is_the_rounded_total() -> None:
    yearly = np.array([[0.5, 0.5, 0.5, 0.5]])
    assert cumulative_whole(yearly).sum() == pytest.approx(2)


def test_near_is_less_than_one_apart_by_programme_and_in_all() -> None:
    # Cumulative 0.4, 0.8: 0 and 1 are less than 1 from them; 1 and 2 are 1.2 from the second.
    assert near(np.array([[0], [1]]), np.array([[0.4], [0.4]]))
    assert not near(np.array([[1], [1]]), np.array([[0.4], [0.4]]))
    # Each of two programmes is 0.6 away, both together 1.2.
    assert not near(np.array([[1, 1]]), np.array([[0.4, 0.4]]))
