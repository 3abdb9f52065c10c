from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import hand_made
import numpy as np
import pytest

from planner.line import routes
from planner.line.critical import critical_path
from planner.line.places import places

if TYPE_CHECKING:
    from planner.line import Route
    from planner.tables.inputs import Inputs


def route_of(stages: str, *edges: Any) -> Route:
    inputs = hand_made.make(
        line_items=[{"line": "L", "item": "X"}],
        stages=hand_made.stages("L", dict.fromkeys(stages, 1.0)),
        flows=hand_made.flows("L", *edges),
    )
    return routes(inputs["line_items"], inputs["stages"], inputs["flows"], inputs["recipes"])["L", "X"]


def test_the_critical_path_is_the_longest_by_hours_not_by_stages() -> None:
    route = route_of("abcde", "ab", "bd", "cd", "de")
    # a-b-d-e: 1 + 1 + 2 + 3 = 7; c-d-e: 10 + 2 + 3 = 15
    hours, path = critical_path(route, np.array([{"a": 1, "b": 1, "c": 10, "d": 2, "e": 3}[s] for s in route.stages]))
    assert (hours, path) == (15.0, ("c", "d", "e"))


def test_one_stage_is_its_own_critical_path() -> None:
    assert critical_path(route_of("a"), np.array([4.0])) == (4.0, ("a",))


def test_branches_stand_in_rows_and_end_where_they_join() -> None:
    # Cathode p-q, anode r and electrolyte s join at t; t-u is the cell's own branch.
    route = route_of("pqrstu", "pq", "qt", "rt", "st", "tu")
    branch = dict(zip("pqrstu", ["cathode", "cathode", "anode", "electrolyte", "cell", "cell"], strict=True))
    place = places(route, [branch[stage] for stage in route.stages])
    found = {stage: (place.column[k], place.row[k]) for k, stage in enumerate(route.stages)}
    assert found == {"p": (0, 0), "q": (1, 0), "r": (1, 1), "s": (1, 2), "t": (2, 1), "u": (3, 1)}
    assert set(place.band) == {0}


def test_a_long_chain_goes_on_in_bands_of_equal_length() -> None:
    # 15 layers and at most 6 columns: 3 bands of 5.
    place = places(route_of("abcdefghijklmno"), [""] * 15)
    assert place.band.tolist() == [0] * 5 + [1] * 5 + [2] * 5
    assert place.column.tolist() == [0, 1, 2, 3, 4] * 3
    assert place.row.tolist() == [0.0] * 5 + [1.0] * 5 + [2.0] * 5


def test_stages_of_one_layer_without_branches_are_spread_around_the_middle(diamond: Inputs) -> None:
    route = routes(diamond["line_items"], diamond["stages"], diamond["flows"], diamond["recipes"])["L", "X"]
    place = places(route, [""] * 4)
    assert place.column.tolist() == [0, 1, 1, 2]
    assert place.row.tolist() == [0.5, 0.0, 1.0, 0.5]


@pytest.mark.parametrize("most", [1, 2, 6])
def test_no_two_stages_stand_in_one_place(most: int) -> None:
    route = route_of("abcdefgh", "ad", "bd", "cd", "de", "df", "dg", "eh", "fh", "gh", "ah")
    place = places(route, ["x", "x", "y", "", "x", "y", "y", ""], most_columns=most)
    assert place.column.max() < most
    spots = list(zip(place.band, place.column, place.row, strict=True))
    for band, column, row in spots:
        same = sorted(r for b, c, r in spots if (b, c) == (band, column))
        assert row in same
        assert all(after - before >= 1 for before, after in pairwise(same))
