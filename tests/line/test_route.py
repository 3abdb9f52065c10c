from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import hand_made
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.line import routes

if TYPE_CHECKING:
    from planner.line import Route
    from planner.tables.inputs import Inputs


def routes_of(inputs: Inputs) -> dict[tuple[str, str], Route]:
    return routes(inputs["line_items"], inputs["stages"], inputs["flows"], inputs["recipes"])


def line_of(yields: dict[str, float], *edges: Any, **tables: Any) -> Route:
    """The route of item X through line L."""
    inputs = hand_made.make(
        line_items=[{"line": "L", "item": "X"}],
        stages=hand_made.stages("L", yields),
        flows=hand_made.flows("L", *edges),
        **tables,
    )
    return routes_of(inputs)["L", "X"]


def test_stages_without_flows_are_a_chain_in_table_order() -> None:
    route = line_of({"mix": 0.5, "press": 0.8})
    assert route.stages == ("mix", "press")
    assert route.edges == ((0, 1, 1.0),)
    # Starts at the press are 1 / 0.8 = 1.25, at mixing 1.25 / 0.5 = 2.5.
    np.testing.assert_allclose(route.starts(), [[2.5], [1.25]])


def test_branches_that_join_each_get_the_starts_of_what_they_feed(diamond: Inputs) -> None:
    route = routes_of(diamond)["L", "X"]
    # Starts at d are 1 / 0.5 = 2, at b 2 / 0.8 = 2.5, at c 2 / 0.5 = 4, at a (2.5 + 4) / 0.5 = 13.
    np.testing.assert_allclose(route.starts()[:, 0], [13.0, 2.5, 4.0, 2.0])
    # Paths: a-b-d 0.5 x 0.8 x 0.5 = 0.2, a-c-d 0.5 x 0.5 x 0.5 = 0.125, the smaller one counts.
    np.testing.assert_allclose(route.cumulative_yield(), [0.125, 0.4, 0.25, 0.5])
    assert route.rty == pytest.approx(0.125)
    assert (route.sources, route.sink) == ((0,), 3)


def test_a_quantity_multiplies_what_is_fed() -> None:
    route = line_of({"a": 0.5, "b": 0.8, "c": 0.5, "d": 0.5}, "ab", "ac", ("b", "d", 3), "cd")
    # Starts at b are 3 x 2 / 0.8 = 7.5, at a (7.5 + 4) / 0.5 = 23; yields along a path know no quantities.
    np.testing.assert_allclose(route.starts()[:, 0], [23.0, 7.5, 4.0, 2.0])
    assert route.rty == pytest.approx(0.125)


def test_cumulative_yield_is_one_over_starts_where_every_stage_feeds_one() -> None:
    route = line_of({"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6}, "ac", "bc", "cd")
    np.testing.assert_allclose(route.cumulative_yield(), 1.0 / route.starts()[:, 0])
    # The worse branch: 0.8 x 0.7 x 0.6 = 0.336
    assert route.rty == pytest.approx(0.336)


def test_ramp_shares_split_the_yield_factor() -> None:
    stages = hand_made.stages("L", {"a": 0.5, "b": 0.8})
    stages[0]["ramp_share"], stages[1]["ramp_share"] = 0.5, 0.5
    inputs = hand_made.make(line_items=[{"line": "L", "item": "X"}], stages=stages)
    starts = routes_of(inputs)["L", "X"].starts(np.array([1.0, 0.25]))
    # Each takes 0.25 ** 0.5 = 0.5: b 1 / 0.4 = 2.5, a 2.5 / 0.25 = 10; together 2.5 x 1 / 0.25.
    np.testing.assert_allclose(starts, [[2.5, 10.0], [1.25, 2.5]])


def test_the_whole_ramp_on_the_last_stage_lifts_every_stage_alike() -> None:
    stages = hand_made.stages("L", {"a": 0.5, "b": 0.8})
    stages[1]["ramp_share"] = 1.0
    inputs = hand_made.make(line_items=[{"line": "L", "item": "X"}], stages=stages)
    route = routes_of(inputs)["L", "X"]
    np.testing.assert_allclose(route.starts(0.5), 2.0 * route.starts())


def test_recipes_give_an_item_its_own_yield_and_usage() -> None:
    recipes = [
        {"line": "L", "item": "X", "stage": "a", "usage": 0},
        {"line": "L", "item": "X", "stage": "b", "usage": 25, "yield": 0.4},
    ]
    route = line_of({"a": 0.5, "b": 0.8}, recipes=recipes)
    assert route.usage.tolist() == [0.0, 25.0]
    # The yield of a stage that is not used counts still: b 1 / 0.4 = 2.5, a 2.5 / 0.5 = 5.
    np.testing.assert_allclose(route.starts()[:, 0], [5.0, 2.5])


def test_routes_come_in_the_order_of_line_items_and_stages_in_topological_order() -> None:
    inputs = hand_made.make(
        line_items=[{"line": line, "item": item} for line, item in ("ZX", "AY", "AX")],
        stages=hand_made.stages("A", dict.fromkeys("dbca", 1.0)) + hand_made.stages("Z", {"s": 1.0}),
        flows=hand_made.flows("A", "ab", "bd", "cd"),
    )
    found = routes_of(inputs)
    assert list(found) == [("Z", "X"), ("A", "Y"), ("A", "X")]
    # c stands before a in the table and both are first stages; b waits for a, d for b and c.
    assert found["A", "X"].stages == ("c", "a", "b", "d")
    assert found["Z", "X"].starts().tolist() == [[1.0]]


def test_a_case_without_lines_has_no_routes() -> None:
    assert routes_of(hand_made.make()) == {}


def test_arrays_of_a_route_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        line_of({"a": 0.5}).yields[0] = 1.0


def test_importing_the_folder_does_not_import_networkx() -> None:
    code = "import sys, planner.line; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[float], dict[tuple[int, int], float], list[int]]:
    """Yields, edges with quantities of a graph with one sink, and an order of its rows in the table."""
    count = draw(st.integers(1, 7))
    yields = draw(st.lists(st.floats(0.3, 1.0), min_size=count, max_size=count))
    edges: dict[tuple[int, int], float] = {}
    for tail in range(count - 1):
        heads = draw(st.sets(st.integers(tail + 1, count - 1), min_size=1, max_size=3))
        edges |= {(tail, head): draw(st.sampled_from([0.5, 1.0, 2.0, 25.0])) for head in sorted(heads)}
    return yields, edges, draw(st.permutations(range(count)))


def starts_by_paths(stage: int, yields: list[float], edges: dict[tuple[int, int], float]) -> float:
    """Follow every path from a stage to the end: what each costs is the product of quantity over yield."""
    total, open_paths = 0.0, [(stage, 1.0 / yields[stage])]
    while open_paths:
        at, product = open_paths.pop()
        onward = [head for tail, head in edges if tail == at]
        if not onward:
            total += product
        open_paths += [(head, product * edges[at, head] / yields[head]) for head in onward]
    return total


@settings(deadline=None)  # the first example imports networkx
@given(graphs())
def test_starts_are_the_sum_over_all_paths(
    graph: tuple[list[float], dict[tuple[int, int], float], list[int]],
) -> None:
    yields, edges, order = graph
    stages = hand_made.stages("L", {f"s{k}": yields[k] for k in order})
    rows = [(f"s{a}", f"s{b}", quantity) for (a, b), quantity in edges.items()]
    frames = {"line_items": [{"line": "L", "item": "X"}], "stages": stages, "recipes": []}
    frames["flows"] = hand_made.flows("L", *rows)
    route = routes(**{name: hand_made.frame(name, table) for name, table in frames.items()})["L", "X"]
    expected = [starts_by_paths(int(name[1:]), yields, edges) for name in route.stages]
    np.testing.assert_allclose(route.starts()[:, 0], expected)
    # Pushing these starts through: what each stage puts out is what the stages that it feeds start on.
    good = route.starts()[:, 0] * route.yields
    eaten = np.zeros(len(good))
    for tail, head, quantity in route.edges:
        eaten[tail] += quantity * route.starts()[head, 0]
    eaten[route.sink] = 1.0
    np.testing.assert_allclose(good, eaten)
