"""Each distribution has the p10 and p90 that the case tells; samples go together as it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner.studies.distributions import quantile, triangle
from planner.studies.sampling import METHODS, root, sample
from planner.tables.drivers import Driver, weights

NUMBER = 4096


def driver(
    name: str = "A", distribution: str = "uniform", low: float = 0.8, high: float = 1.4, mode: float = 1.0
) -> Driver:
    shares = tuple(weights("0.5: 1 | 1: 2 | 2: 1") or ())
    return Driver(name, "demand", "", "base", "times", low, high, mode, distribution, shares, -np.inf, np.inf, "", 2)


@pytest.mark.parametrize("distribution", ["uniform", "normal", "lognormal", "triangular"])
@pytest.mark.parametrize(("low", "high", "mode"), [(0.8, 1.4, 1.0), (1.0, 3.0, 1.0), (0.2, 1.0, 1.0), (5.0, 5.1, 5.09)])
def test_quantiles_hit_p10_and_p90_exactly(distribution: str, low: float, high: float, mode: float) -> None:
    ends = quantile(driver("A", distribution, low, high, mode), np.array([0.1, 0.9]))
    assert ends == pytest.approx([low, high], rel=1e-9)


def test_a_triangle_by_hand() -> None:
    # Symmetric: r = 1/2, and m - l = w (1/2 - sqrt(0.05)); with w = 2 that is 1 - 2 sqrt(0.05).
    left, width = triangle(1 - 2 * 0.05**0.5, 1 - 2 * 0.05**0.5)
    assert (left, width) == pytest.approx((0.5, 2.0))
    # From 0 to 2 about 1: a quarter of the way up the chance is u = 1/8 at 0.5.
    own = driver("A", "triangular", 2 * 0.05**0.5, 2 - 2 * 0.05**0.5, 1.0)
    assert quantile(own, np.array([0.0, 0.125, 0.5, 0.875, 1.0])) == pytest.approx([0.0, 0.5, 1.0, 1.5, 2.0])


def test_a_discrete_driver_takes_its_values_by_weight() -> None:
    # Shares 1/4, 1/2, 1/4.
    drawn = quantile(driver("A", "discrete"), np.array([0.01, 0.25, 0.26, 0.75, 0.76, 0.99]))
    assert drawn.tolist() == [0.5, 0.5, 1.0, 1.0, 2.0, 2.0]


@pytest.mark.parametrize("words", ["", "1", "1: 0", "1: -1", "x: 1", "1: 1 | 1: 2", "inf: 1"])
def test_words_that_tell_no_weights(words: str) -> None:
    assert weights(words) is None


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("distribution", ["uniform", "normal", "lognormal", "triangular"])
def test_samples_hit_p10_and_p90_within_sampling_error(method: str, distribution: str) -> None:
    one, other = driver("A", distribution), driver("B", "uniform")
    pairs = pd.DataFrame({"driver": ["A"], "other": ["B"], "correlation": [0.6]})
    drawn = sample([one, other], pairs, NUMBER, method, 7)[:, 0]
    # The share below a true p10 of 4096 draws deviates by sqrt(0.1 * 0.9 / 4096) = 0.0047; four of these.
    assert np.mean(drawn < 0.8) == pytest.approx(0.1, abs=0.019)
    assert np.mean(drawn < 1.4) == pytest.approx(0.9, abs=0.019)


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("correlation", [-1.0, -0.5, 0.0, 0.8])
def test_samples_go_together_as_told(method: str, correlation: float) -> None:
    pairs = pd.DataFrame({"driver": ["B"], "other": ["A"], "correlation": [correlation]})
    drawn = sample([driver("A", "normal"), driver("B", "normal"), driver("C", "normal")], pairs, NUMBER, method, 3)
    found = np.corrcoef(drawn.T)
    # A correlation of 4096 draws deviates by 1/64 at most; four of these.
    assert found[0, 1] == pytest.approx(correlation, abs=0.063)
    assert np.abs(found[2, :2]).max() < 0.063


def test_a_singular_matrix_has_a_root() -> None:
    matrix = np.ones((3, 3))
    assert root(matrix) @ root(matrix) == pytest.approx(matrix)


@pytest.mark.parametrize("method", list(METHODS))
def test_a_seed_is_a_sample(method: str) -> None:
    none = pd.DataFrame({"driver": [], "other": [], "correlation": []})
    drivers = [driver("A"), driver("B")]
    first, again, other = (sample(drivers, none, 33, method, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.shape == (33, 2)


def test_a_latin_hypercube_has_one_draw_in_each_slice() -> None:
    none = pd.DataFrame({"driver": [], "other": [], "correlation": []})
    drawn = sample([driver("A", "uniform", 0.1, 0.9)], none, 10, "lhs", 0)[:, 0]
    # Uniform with p10 0.1 and p90 0.9 lies between 0 and 1.
    assert sorted(np.floor(drawn * 10).astype(int)) == list(range(10))
