from __future__ import annotations

import datetime as dt
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.capacity.mature import item_kwh, mature, mature_lines, standard_hours

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

hand_made = runpy.run_path(str(Path(__file__).parents[1] / "line" / "hand_made.py"))
make, read, BASE = hand_made["make"], hand_made["read"], hand_made["BASE"]

YEAR = {"calendar": "C", "from": "2030-01-01", "to": "2030-12-31", "hours": 1000}


def two_stages(**tables: Any) -> Inputs:
    """Line L makes cells X (1 kWh): a press (2 machines, 10 units/h), then a store (70 slots, 7 h)."""
    press = {"line": "L", "stage": "press", "machines": 2, "rate": 10, "uptime": 0.8, "yield": 0.5}
    store = {"line": "L", "stage": "store", "machines": 1, "slots": 70, "residence_h": 7, "clock": "all"}
    defaults: dict[str, Any] = {
        "lines": [
            {
                "line": "L",
                "site": "S",
                "calendar": "C",
                "status": "candidate",
                "base_power_kw": 2,
                "floor_factor": 2,
            }
        ],
        "line_items": [{"line": "L", "item": "X"}],
        "items": [{"item": "X", "kind": "cell", "unit": "cell"}],
        "cells": [{"item": "X", "capacity_ah": 250, "voltage_v": 4, "mass_kg": 3}],
        "calendars": [YEAR],
        "stages": [
            press | {"energy": 3, "operators": 4, "floor_m2": 10, "lead_months": 9},
            store | {"energy": 1, "operators": 0.5, "floor_m2": 30, "lead_months": 6},
        ],
    }
    return make(**(defaults | tables))


def test_what_each_stage_could_put_out_in_a_year() -> None:
    table = mature(two_stages()).set_index("stage")
    # press: starts 1 / 0.5 = 2, 2 / 10 = 0.2 h a good unit, 2 x 1000 x 0.8 = 1600 h, 1600 / 0.2 = 8000
    # store: starts 1, 70 / 7 = 10 an hour so 0.1 h, 8760 h around the clock, 87600
    assert table["starts_per_good"].tolist() == [2.0, 1.0]
    assert table["cumulative_yield"].tolist() == [0.5, 1.0]
    assert table["hours_per_good"].tolist() == pytest.approx([0.2, 0.1])
    assert table["machine_hours"].tolist() == pytest.approx([1600.0, 8760.0])
    assert table["good_per_year"].tolist() == pytest.approx([8000.0, 87600.0])
    assert table["gwh_per_year"].tolist() == pytest.approx([0.008, 0.0876])
    assert table["headroom"].tolist() == pytest.approx([0.0, 9.95])
    assert table["bottleneck"].tolist() == [True, False]


def test_what_a_line_comes_to() -> None:
    capex = [
        {"line": "L", "part": part, "order_year": year, "cost_million": cost, "life_years": 10}
        for part, year, cost in [("machines", 2026, 30), ("building", 2026, 10), ("machines", 2027, 25)]
    ]
    (line,) = mature_lines(two_stages(capex=capex)).to_dict("records")
    assert (line["good_per_year"], line["rty"]) == (pytest.approx(8000.0), 0.5)
    assert (line["bottleneck"], line["next_stage"]) == ("press", "store")
    assert line["next_headroom"] == pytest.approx(9.95)
    assert (line["stages"], line["machines"], line["operators"]) == (2, 3.0, 4.5)
    # Energy of one unit of 1 kWh: 3 + 1, and 2 kW x 1000 h / 8000 = 0.25
    assert line["energy_per_good"] == pytest.approx(4.25)
    assert line["kwh_per_kwh"] == pytest.approx(4.25)
    # Crew: 4.5 x 1000 h for 8 MWh; floor: (10 + 30) x 2; capex of 2026: 40 for 0.008 GWh a year
    assert line["crew_h_per_mwh"] == pytest.approx(562.5)
    assert line["floor_m2"] == 80.0
    assert (line["capex_million"], line["capex_million_per_gwh"]) == (40.0, pytest.approx(5000.0))
    # Under way: 1 / 10 h at the press, then 7 h in the store
    assert (line["lead_months"], line["process_hours"]) == (9.0, pytest.approx(7.1))
    assert line["critical_path"] == "press > store"


def test_hours_given_hold_for_the_line_and_not_around_the_clock() -> None:
    assert mature(two_stages(), hours=500.0)["hours"].tolist() == [500.0, 8760.0]


def test_a_stage_that_the_item_does_not_use_limits_nothing() -> None:
    unused = [{"line": "L", "item": "X", "stage": "press", "usage": 0}]
    inputs = two_stages(recipes=unused)
    table = mature(inputs).set_index("stage")
    assert table["good_per_year"].isna().tolist() == [True, False]
    assert table["bottleneck"].tolist() == [False, True]
    (line,) = mature_lines(inputs).to_dict("records")
    assert (line["stages"], line["next_stage"], line["process_hours"]) == (1, "", 7.0)
    assert line["rty"] == 0.5  # its yield counts still


def test_of_stages_that_tie_the_first_is_the_bottleneck() -> None:
    stages = [{"line": "L", "stage": stage, "machines": 1, "rate": 1} for stage in "abc"]
    assert mature(two_stages(stages=stages))["bottleneck"].tolist() == [True, False, False]


def test_a_stage_without_machines_stops_the_line() -> None:
    stages = [
        {"line": "L", "stage": "a", "machines": 0, "rate": 1},
        {"line": "L", "stage": "b", "machines": 1, "rate": 1},
    ]
    inputs = two_stages(stages=stages)
    (line,) = mature_lines(inputs).to_dict("records")
    assert (line["good_per_year"], line["bottleneck"]) == (0.0, "a")


def test_lines_of_packs_count_the_energy_of_their_cells() -> None:
    packs = [{"item": "P", "cell": "X", "series": 10, "parallel": 2, "wh_per_kg": 300}]
    inputs = two_stages(packs=packs)
    # 250 Ah x 4 V = 1 kWh a cell, 20 cells
    assert item_kwh(inputs["cells"], inputs["packs"]).to_dict() == {"X": 1.0, "P": 20.0}


def test_a_case_without_lines_gives_empty_tables() -> None:
    assert len(mature(make())) == len(mature_lines(make())) == 0


def hours_of(*ranges: tuple[str, str, float], end: dt.date = dt.date(2028, 12, 31)) -> float:
    rows = [{"calendar": "C", "from": start, "to": last, "hours": hours} for start, last, hours in ranges]
    rows.append({"calendar": "C", "tier": "overtime", "from": "2027-01-01", "to": "2027-12-31", "hours": 500})
    return float(standard_hours(make(calendars=rows)["calendars"], dt.date(2026, 1, 1), end)["C"])


def test_the_standard_year_is_the_latest_full_one_of_the_calendar() -> None:
    years = [("2026-01-01", "2026-12-31", 4000.0), ("2027-01-01", "2027-12-31", 7200.0)]
    assert hours_of(*years) == 7200.0
    # Half of 2028 is no full year, and a horizon that ends in mid 2027 leaves 2026.
    assert hours_of(*years, ("2028-01-01", "2028-06-30", 9.0)) == 7200.0
    assert hours_of(*years, end=dt.date(2027, 6, 30)) == 4000.0


def test_ranges_count_by_the_days_that_lie_in_the_year() -> None:
    # 730 days of 10 h: each year has 3650 h.
    assert hours_of(("2026-01-01", "2027-12-31", 7300.0)) == pytest.approx(3650.0)


def test_a_calendar_of_some_weeks_is_stretched_to_a_year() -> None:
    # 73 days, a fifth of a year, of 400 h
    assert hours_of(("2026-01-01", "2026-03-14", 400.0)) == pytest.approx(2000.0)


@pytest.fixture(scope="module")
def base() -> Inputs:
    """The base case, read plainly."""
    return read(BASE)


@pytest.mark.parametrize(
    ("line", "hours", "known"),
    [
        ("PILOT", 7200.0, ("cath_film", 0.203, 14.1)),
        ("DRY2", 7680.0, ("warm_press", 2.059, 12.1)),
        ("WET2", 7680.0, ("warm_press", 2.059, 19.9)),
    ],
)
def test_the_base_case_gives_what_is_known_of_its_lines(
    base: Inputs, line: str, hours: float, known: tuple[str, float, float]
) -> None:
    stage, gwh, energy = known
    figures = mature_lines(base, hours).set_index("line").loc[line]
    assert figures["bottleneck"] == stage
    assert figures["gwh_per_year"] == pytest.approx(gwh, abs=0.0005)
    assert figures["kwh_per_kwh"] == pytest.approx(energy, abs=0.05)


def test_the_base_case_s_own_hours_and_next_stages(base: Inputs) -> None:
    figures = mature_lines(base).drop_duplicates("line").set_index("line")
    assert figures["line_hours"][["PILOT", "DRY2", "WET2"]].tolist() == pytest.approx([7200.0, 7679.0, 7679.0])
    assert figures["next_stage"][["PILOT", "DRY2", "WET2"]].tolist() == ["se_film", "formation", "formation"]
    # Packs 29,372 and installs 71,856 a year; plant floor 19,338 m2 and 1,130 million CNY of a dry line.
    assert figures["good_per_year"][["PACK", "INSTALL"]].tolist() == pytest.approx([29372.4, 71856.0])
    assert figures["floor_m2"]["DRY2"] == pytest.approx(19338.8)
    assert figures["capex_million"][["DRY2", "WET2"]].tolist() == [1130.0, 1444.0]
