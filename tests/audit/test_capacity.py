from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from audit.audit_toy_inputs import toy_inputs
from audit.audit_toy_plan import toy_plan
from audit.audit_toy_rows import MONTHS, ROWS

from planner.results.audit.bom import energy_of, recipes, units_in
from planner.results.audit.copies import curve, line_copies, mature_month
from planner.results.audit.days import first_of, horizon
from planner.results.audit.finding import Sheet
from planner.results.audit.mature import check_mature, mature_output
from planner.results.audit.output import outputs
from planner.results.audit.plant import chain_yield, plants, starts_per_good
from planner.results.audit.tiers import tier_hours

if TYPE_CHECKING:
    from planner.results.audit.days import Horizon
    from planner.tables.inputs import Inputs


def time_of(inputs: Inputs) -> Horizon:
    return horizon(inputs, MONTHS)


def test_starts_run_backwards_through_branches_that_join() -> None:
    # Per good unit: END 1 / 0.5 = 2 starts; A feeds 3 of it to each start: 6 / 0.75 = 8; B one: 2 / 1 = 2.
    inputs = toy_inputs(
        stages=[
            {"line": "OLD", "stage": "A", "machines": 1.0, "rate": 1.0, "yield": 0.75},
            {"line": "OLD", "stage": "B", "machines": 1.0, "rate": 1.0},
            {"line": "OLD", "stage": "END", "machines": 1.0, "rate": 1.0, "yield": 0.5},
        ],
        flows=[
            {"line": "OLD", "from_stage": "A", "to_stage": "END", "quantity": 3.0},
            {"line": "OLD", "from_stage": "B", "to_stage": "END"},
        ],
    )
    plant = plants(inputs, time_of(inputs))["OLD"]
    starts = starts_per_good(plant, plant.recipes["CELL"].yields[:, None])
    assert dict(zip(plant.stages, starts[:, 0], strict=True)) == {"A": 8.0, "B": 2.0, "END": 2.0}


def test_rates_come_by_minute_by_metre_of_web_or_by_slots() -> None:
    # 2 m/min x 60 x 0.5 m = 60 m2/h; 3 x 60 = 180 sheets/h; 8 slots of 4 h: 2 units/h; own rates are first.
    stage = {"line": "OLD", "machines": 1.0}
    inputs = toy_inputs(
        stages=[
            {**stage, "stage": "WEB", "rate": 2.0, "rate_unit": "m/min", "web_width_m": 0.5},
            {**stage, "stage": "CUT", "rate": 3.0, "rate_unit": "sheet/min"},
            {**stage, "stage": "FORM", "slots": 8.0, "residence_h": 4.0},
            {**stage, "stage": "TEST", "rate": 5.0},
        ],
        flows=[],
        recipes=[{"line": "OLD", "item": "CELL", "stage": "TEST", "usage": 0.0, "rate": 7.0, "yield": 0.9}],
    )
    made = plants(inputs, time_of(inputs))["OLD"].recipes["CELL"]
    assert made.rate.tolist() == [60.0, 180.0, 2.0, 7.0]
    assert made.usage.tolist() == [1.0, 1.0, 1.0, 0.0]
    assert made.yields.tolist() == [1.0, 1.0, 1.0, 0.9]


def test_a_copy_ramps_by_its_own_age_and_its_number() -> None:
    inputs = toy_inputs(
        decisions=[{"action": "on_stream", "object": "NEW", "copy": n, "date": "2026-12-15"} for n in (3, 1, 2)],
        lines=[{**ROWS["lines"][1], "ramp_second": "fast", "copies": 3}],
        ramps=[*ROWS["ramps"], {"curve": "fast", "month": 0, "uptime_factor": 1.0}],
    )
    copies = line_copies(inputs)
    assert [(c.copy, c.curve, str(c.released)) for c in copies] == [
        (1, "slow", "2027-01-15"),
        (2, "fast", "2027-01-15"),
        (3, "fast", "2027-01-15"),
    ]
    assert [str(first_of(mature_month(inputs, c) or 0)) for c in copies[:2]] == ["2027-02-01", "2026-12-01"]
    assert curve(inputs, "slow")[0].tolist() == [0.5, 1.0, 1.0]
    # 17 days of December, all of January and February; October and November none.
    assert tier_hours(inputs, copies[0], None, time_of(inputs))[0]["regular"].tolist() == pytest.approx(
        [0, 0, 170, 310, 280]
    )


def test_machines_out_count_for_their_days_and_ageing_works_around_the_clock() -> None:
    # One of one machine out from 16 to 31 December: 15 / 31 remain; ageing has 24 h x 31 days x uptime 0.5.
    stages = [dict(row) for row in ROWS["stages"]]
    stages[1]["clock"] = "all"
    inputs = toy_inputs(
        stages=stages,
        availability=[{"line": "OLD", "stage": "MIX", "from": "2026-12-16", "to": "2026-12-31", "machines": -1.0}],
    )
    old = outputs(inputs, time_of(inputs))["OLD", "1", "2026-01-01"]
    assert old.machine_hours[:, 2] == pytest.approx([310 * 15 / 31, 372])
    assert old.per_overtime["overtime"][:, 2] == pytest.approx([15 / 31, 0])
    # MIX makes 150 / 2 = 75 cells; its 31 h of overtime 7.5 more.
    assert (old.items["CELL"].good[2], old.items["CELL"].good_most[2]) == pytest.approx((75.0, 82.5))


def test_means_over_a_period_are_weighted_by_what_its_months_make() -> None:
    # One period: NEW makes 77.5 at 2 and 155 at 2 starts, then 280 at 1 start.
    periods = [{"period": "all", "start": "2026-10-01", "end": "2027-02-28"}]
    inputs = toy_inputs(periods=periods)
    new = outputs(inputs, time_of(inputs))["NEW", "1", "2026-12-01"].items["CELL"]
    assert new.good == pytest.approx([512.5])
    assert new.starts[0] == pytest.approx([(77.5 * 2 + 155 * 2 + 280) / 512.5])


def test_a_lines_own_recipe_goes_before_that_of_all_lines() -> None:
    inputs = toy_inputs()
    assert recipes(inputs)["OLD", "CELL"] == [("ORE", "MIX", 3.0)]
    assert recipes(inputs)["NEW", "CELL"] == [("ORE", "PRESS", 1.0)]
    # Two cells a car, one kg of ore a cell by the rows for all lines.
    assert units_in(inputs)("ORE", "CAR") == 2.0


def test_the_yield_of_a_line_is_that_of_the_way_that_loses_most() -> None:
    # A then END: 0.75 x 0.5; B then END: 1 x 0.5.
    inputs = toy_inputs(
        stages=[
            {"line": "OLD", "stage": "A", "machines": 1.0, "rate": 1.0, "yield": 0.75},
            {"line": "OLD", "stage": "B", "machines": 1.0, "rate": 1.0},
            {"line": "OLD", "stage": "END", "machines": 1.0, "rate": 1.0, "yield": 0.5},
        ],
        flows=[{"line": "OLD", "from_stage": s, "to_stage": "END", "quantity": 2.0} for s in ("A", "B")],
    )
    plant = plants(inputs, time_of(inputs))["OLD"]
    assert chain_yield(plant, plant.recipes["CELL"].yields) == pytest.approx(0.375)


def test_stages_without_flows_follow_each_other() -> None:
    # FORM feeds nothing, MIX feeds FORM, as in the toy's own flows.
    plant = plants(toy_inputs(flows=[]), time_of(toy_inputs()))["OLD"]
    assert list(plant.flows) == [("MIX", "FORM", 1.0)]


def test_a_mature_year_is_told_and_a_wrong_one_found() -> None:
    # 3,650 h in 2027: PRESS makes one cell of 1 kWh an hour.
    whole = [{"calendar": "days", "from": "2026-01-01", "to": "2027-12-31", "hours": 7300.0}]
    periods = [{"period": year, "start": f"{year}-01-01", "end": f"{year}-12-31"} for year in ("2026", "2027")]
    inputs = toy_inputs(calendars=whole, periods=periods)
    time = time_of(inputs)
    assert mature_output(inputs, "NEW", plants(inputs, time)["NEW"], time) == pytest.approx(3650.0)
    table = toy_plan()["investments"]
    both = ["investment_mature_rate", "investment_mature_gwh"]
    for stated, rules in ((3650.0, []), (3700.0, both)):
        sheet = Sheet()
        wrong = table.assign(mature_rate=stated, mature_gwh=stated / 1e6)
        check_mature(sheet, wrong, inputs, energy_of(inputs), time)
        assert [f.rule for f in sheet.findings] == rules
