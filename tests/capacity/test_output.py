"""Good output and consumption against sums worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.capacity import capacity

if TYPE_CHECKING:
    from pathlib import Path

    from planner.capacity import Capacity
    from planner.pipeline import Planned

RAMPED = {
    "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2026-12-31,3650",
    "lines": "line,site,calendar,status,on_stream,ramp_first\nL,S,DAY,existing,2026-01-01,R",
    "stages": """line,stage,machines,rate,yield,uptime,ramp_share
        L,mix,2,1,0.9,0.8,0
        L,test,3,1,0.5,1,1""",
    "ramps": "curve,month,uptime_factor,yield_factor\nR,0,0.5,0.6\nR,1,0.75,0.8\nR,2,1,1",
    "items": "item,kind,unit\ncar,product,car\npart,material,part\npower,energy,kWh\ncrew,labour,h",
    "supply": """item,site,from,to,price
        part,S,2026-01-01,2026-12-31,1
        power,S,2026-01-01,2026-12-31,1
        crew,S,2026-01-01,2026-12-31,1""",
}


def of(folder: Path, end: str = "2026-03-31", **tables: str) -> Capacity:
    return capacity(toys.load(folder, end, **{**RAMPED, **tables}))


def test_good_output_of_each_month_is_the_least_of_its_stages(tmp_path: Path) -> None:
    # January, 310 hours, factors 0.5 and 0.6: test yields 0.5 * 0.6 = 0.3, so a good car takes 1 / 0.3 tests and
    # 1 / (0.3 * 0.9) mixes. mix: 2 * 310 * 0.8 * 0.5 = 248 h / 3.7037 = 66.96; test: 3 * 310 * 0.5 = 465 h / 3.3333 = 139.5.
    # February, 280 h, 0.75 and 0.8: yield 0.4: mix 336 h / 2.7778 = 120.96. March, 310 h: mix 496 h / 2.2222 = 223.2.
    made = of(tmp_path).output.make
    assert made["good"].tolist() == pytest.approx([66.96, 120.96, 223.2])
    assert made["rty"].tolist() == pytest.approx([0.27, 0.36, 0.45])


def test_a_quarter_is_the_sum_of_its_months_and_its_mean_is_weighted_by_them(tmp_path: Path) -> None:
    folder = toys.write(tmp_path, "2026-03-31", **RAMPED)
    text = (folder / "case.toml").read_text(encoding="utf-8").replace('step = "month"', 'step = "quarter"')
    (folder / "case.toml").write_text(text, encoding="utf-8")
    quarter = capacity(pipeline.load(folder)[0]).output
    good = 66.96 + 120.96 + 223.2
    assert quarter.make["good"].tolist() == pytest.approx([good])
    # Mixes for a good car: the months' starts weighted by what they make, not 1 over the mean yield.
    starts = (66.96 / 0.27 + 120.96 / 0.36 + 223.2 / 0.45) / good
    load = quarter.load.set_index("stage")["hours"]
    assert load["mix"] == pytest.approx(starts)
    assert load["mix"] * good == pytest.approx(248 + 336 + 496)


def test_material_energy_and_crew_of_a_good_unit(tmp_path: Path) -> None:
    # A part enters at test: 2 * 1 / 0.3 in January. Energy: mix takes 3 kWh for a good car at mature yield, 1 / 0.6 as much
    # while 1 / 0.6 as many starts are needed. Crew: 4 operators for 310 hours over 66.96 cars.
    made = of(
        tmp_path,
        bom="parent,component,stage,quantity\ncar,part,test,2",
        stages="""line,stage,machines,rate,yield,uptime,ramp_share,energy,operators
            L,mix,2,1,0.9,0.8,0,3,1
            L,test,3,1,0.5,1,1,0,3""",
        lines="""line,site,calendar,status,on_stream,ramp_first,energy_item,crew_item,base_power_kw
            L,S,DAY,existing,2026-01-01,R,power,crew,7""",
    ).output
    january = made.usage.loc[made.usage["make"] == 0].set_index("item")["quantity"]
    assert january["part"] == pytest.approx(2 / 0.3)
    assert january["power"] == pytest.approx(3 / 0.6)
    assert january["crew"] == pytest.approx(4 * 310 / 66.96)
    assert made.base_use["quantity"].tolist() == pytest.approx([7 * 310, 7 * 280, 7 * 310])


def test_age_counts_from_the_copys_own_month_and_hours_from_its_own_day(tmp_path: Path) -> None:
    # On stream on 15 February: 14 of 28 days (140 h) at age 0, March at age 1.
    made = of(
        tmp_path,
        lines="line,site,calendar,status,on_stream,ramp_first\nL,S,DAY,existing,2026-02-15,R",
    ).output.make
    assert made["period"].tolist() == [1, 2]
    assert made["good"].tolist() == pytest.approx([2 * 140 * 0.8 * 0.5 * 0.27, 2 * 310 * 0.8 * 0.75 * 0.36])


def test_second_and_later_copies_have_their_own_ramps(tmp_path: Path) -> None:
    made = of(
        tmp_path,
        lines="""line,site,calendar,status,copies,ramp_first,ramp_second,ramp_later
            L,S,DAY,candidate,3,R,Q,""",
        ramps="curve,month,uptime_factor\nR,0,0.5\nR,1,1\nQ,0,0.7\nQ,1,1",
        decisions="""action,object,copy,date
            on_stream,L,1,2026-01-01
            on_stream,L,2,2026-02-01
            on_stream,L,3,2026-03-01""",
    ).output.make
    mature = 2 * 0.8 * 0.45  # per hour
    first = made.groupby("copy")["good"].first()
    assert first.tolist() == pytest.approx([310 * 0.5 * mature, 280 * 0.7 * mature, 310 * 0.7 * mature])


def test_three_copies_equal_the_convolution_of_starts_with_the_ramp(base: Planned) -> None:
    """Yearly output of the base case's dry copies by an independent sum over copies and months, to 1e-9."""
    tables, copies = base.inputs.tables, base.capacity.vintages
    ramps = {c: t.set_index("month") for c, t in tables["ramps"].groupby("curve")}
    calendar = tables["calendars"].loc[tables["calendars"]["calendar"] == "MASS_SHIFTS"]
    # At mature rates the warm press makes 2 machines * 200 slots / 0.25 h * 0.82 * cumulative yield from it on, per hour.
    press = tables["stages"].loc[(tables["stages"]["line"] == "DRY2")].set_index("stage")
    after = press["yield"][["warm_press", "formation", "ageing", "eol"]].prod()
    row = press.loc["warm_press"]
    per_hour = row["machines"] * row["slots"] / row["residence_h"] * row["uptime"] * after
    expected = {}
    for copy in copies.loc[copies["line"] == "DRY2"].head(3).itertuples():
        for day in pd.date_range("2026-01-01", "2035-12-01", freq="MS"):
            age = (day.year - copy.on_stream.year) * 12 + day.month - copy.on_stream.month
            if age < 0:
                continue
            ramp = ramps[copy.ramp].loc[min(age, 48)]
            quarter = calendar.loc[(calendar["from"] <= day) & (calendar["to"] >= day)].iloc[0]
            hours = quarter["hours"] * day.days_in_month / ((quarter["to"] - quarter["from"]).days + 1)
            output = per_hour * hours * ramp["uptime_factor"] * ramp["yield_factor"]
            expected[copy.copy, day.year] = expected.get((copy.copy, day.year), 0.0) + output
    made = base.capacity.output.make
    made = made.loc[(made["line"] == "DRY2") & (made["copy"] <= 3)]
    year = base.capacity.time.periods["year"].to_numpy()[made["period"]]
    found = made.groupby(["copy", year])["good"].sum()
    assert found.to_dict() == pytest.approx(expected, rel=1e-9)


def test_known_answers_of_the_base_case(base: Planned) -> None:
    facts = base.plan["seed_facts"].set_index("fact")
    assert facts["value"]["good_output_PILOT"] == pytest.approx(0.203, abs=5e-4)
    assert facts["value"]["good_output_DRY2"] == pytest.approx(2.059, abs=5e-4)
    assert facts["value"]["good_output_WET2"] == pytest.approx(2.059, abs=5e-4)
    for line, energy in (("PILOT", 14.1), ("DRY2", 12.1), ("WET2", 19.9)):
        assert facts["value"][f"energy_use_{line}"] == pytest.approx(energy, abs=0.05)
    assert 500 < facts["value"]["range_VREF"] < 520
    assert facts["value"]["range_V1"] > 1000
    assert facts["value"]["charge_CELL60"] == 60
    assert (facts["value"]["anode_stages_DRY2"], facts["value"]["anode_stages_WET2"]) == (1, 3)


def test_dated_change_of_machines_counts_by_days(tmp_path: Path) -> None:
    # One of two mixers is away for 14 of 28 days of February: 1.5 machines.
    made = of(
        tmp_path,
        lines="line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01",
        availability="line,stage,from,to,machines\nL,mix,2026-02-01,2026-02-14,-1",
    ).output.make
    assert made["good"].tolist() == pytest.approx(np.array([2 * 310, 1.5 * 280, 2 * 310]) * 0.8 * 0.45)
