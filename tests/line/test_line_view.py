from __future__ import annotations

from typing import TYPE_CHECKING

import hand_made
import pytest

from planner.results.line_view import distinct_items, line_figures, line_flows, line_stages, route_comparison

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs


def test_stages_carry_names_places_and_how_far_they_are_used(diamond: Inputs) -> None:
    rows = line_stages(diamond, "L").set_index("stage")
    # Machine hours a good unit 13, 2.5, 4, 2 (the starts); all have the same hours, so a is the bottleneck
    # and the others are used 2.5 / 13, 4 / 13, 2 / 13 while it runs full.
    assert rows["bottleneck"].tolist() == [True, False, False, False]
    assert rows["load"].tolist() == pytest.approx([1.0, 2.5 / 13, 4 / 13, 2 / 13])
    assert rows["stage_name"].tolist() == ["a", "b", "c", "d"]
    assert rows["column"].tolist() == [0, 1, 1, 2]
    assert line_flows(diamond, "L").to_numpy().tolist() == [
        ["a", "b", 1.0],
        ["a", "c", 1.0],
        ["b", "d", 1.0],
        ["c", "d", 1.0],
    ]


def test_an_unknown_line_is_a_key_error(diamond: Inputs) -> None:
    with pytest.raises(KeyError, match="M"):
        line_stages(diamond, "M")


def test_items_that_go_through_alike_are_told_once() -> None:
    inputs = hand_made.make(
        lines=[{"line": "L", "calendar": "C", "site": "S", "status": "existing"}],
        line_items=[{"line": "L", "item": item} for item in "XYZ"],
        calendars=[{"calendar": "C", "from": "2026-01-01", "to": "2026-12-31", "hours": 1000}],
        stages=hand_made.stages("L", {"a": 0.5}),
        recipes=[{"line": "L", "item": "Y", "stage": "a", "usage": 2}],
    )
    assert distinct_items(line_stages(inputs, "L")) == ["X", "Y"]


def test_names_for_readers(diamond: Inputs) -> None:
    (row,) = line_figures(diamond).to_dict("records")
    names = [row[column] for column in ("line_name", "item_name", "unit", "bottleneck_name")]
    assert names == ["Line one", "X", "piece", "a"]


def test_routes_side_by_side_in_the_base_case(base: Inputs) -> None:
    table = route_comparison(base).set_index("measure")
    assert list(table.columns[3:]) == ["dry", "wet", "difference_percent"]
    assert table.loc["anode_stages", ["dry", "wet"]].tolist() == [1.0, 3.0]
    assert table.loc["stages", ["dry", "wet"]].tolist() == [12.0, 15.0]
    # Energy 12.1 against 19.9 kWh/kWh is 39 % less, capex 1,130 against 1,444 million 22 % less.
    percent = table["difference_percent"].round()
    assert percent[["kwh_per_kwh", "capex_million", "floor_m2_per_gwh"]].tolist() == [-39.0, -22.0, -23.0]
    assert table["unit"]["capex_million_per_gwh"] == "million CNY/GWh"


def test_without_a_candidate_of_each_route_there_is_nothing_to_compare(diamond: Inputs) -> None:
    assert len(route_comparison(diamond)) == 0


def test_the_picture_s_places_of_the_dry_line(base: Inputs) -> None:
    rows = line_stages(base, "DRY2").set_index("stage")
    # The single anode operation stands right before the join, below the cathode film.
    assert rows.loc["an_dry3in1", ["column", "row"]].tolist() == [1, 1]
    assert rows.loc["cath_film", ["column", "row"]].tolist() == [1, 0]
    assert rows.loc["lam_transfer", ["column", "row"]].tolist() == [2, 1]
    assert rows["band"].max() == 1
