"""What one more of a limit brings: bought in the tables and solved anew, it is what the price says, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import toys

from planner import pipeline
from planner.messages import catalogue
from planner.model.catalogue import FAMILIES
from planner.results.prices import prices
from planner.results.stands import STANDS
from planner.results.steps import BALANCES, DECISIONS
from planner.results.view import View
from planner.solve import Options, solve
from planner.tables import dictionary

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.inputs import Inputs

PART = {
    "items": "item,kind,unit\ncar,product,car\npart,material,kg",
    "bom": "parent,component,quantity\ncar,part,1",
}
SUPPLY = "item,site,from,to,base,price\npart,S,2026-01-01,2026-01-31,200,0\npart,S,2026-02-01,2026-02-28,40,1000000"
POWER = {
    "items": "item,kind,unit\ncar,product,car\npower,energy,kWh",
    "lines": "line,site,calendar,status,on_stream,energy_item\nL,S,DAY,existing,2026-01-01,power",
    "stages": "line,stage,machines,rate,energy\nL,build,1,1,5",
    "supply": "item,site,from,to,price\npower,S,2026-01-01,2026-03-31,0",
}
CLOSING = {"stocks": "item,site,opening,closing\ncar,S,0,50"}
TENTH = {"discount_rate": "0.1"}


@dataclass(frozen=True)
class Limit:
    """A toy, a cell of it with one more and one less, and what each is worth in million money of the time."""

    name: str
    tables: dict[str, str]
    cell: tuple[str, str, int]
    more: float
    less: float
    gain: float
    loss: float
    unit: str
    opens: str


LIMITS = [
    # Two machines of half the rate make 100 a month; January asks for 120, February for 60. A third one makes 20 of 50 more
    # that are sold; one less makes 50 in January and 50 in February: 50 + 10 cars less.
    Limit(
        "stage: build of L",
        {"stages": "line,stage,machines,rate\nL,build,2,0.5"},
        ("stages", "machines", 0), 3, 1, 200, 600, "machine", "stages.csv: line L, stage build",
    ),
    # 40 parts at 1 million for February's 60 cars at 10 million.
    Limit(
        "material: supply of part from 2026-02-01",
        {**PART, "supply": SUPPLY},
        ("supply", "base", 1), 41, 39, 9, 9, "kg", "supply.csv: item part, site S, step 1, from 2026-02-01",
    ),
    # 90 kWh at 5 a car make 18 of 160 cars: a fifth of a car for each, in January; a cap is dated in the middle of its year.
    Limit(
        "budget: energy 2026",
        {**POWER, "budgets": "measure,year,most\nenergy,2026,90"},
        ("budgets", "most", 0), 91, 89, 2, 2, "units of the cap", "budgets.csv: measure energy, year 2026",
    ),
    # A least (row ">="): what is left at the end is not sold, and with 50 of February's 100 a car less is for each of them.
    Limit(
        "stock: least stock of car", CLOSING, ("stocks", "closing", 0), 49, 51, 10, 10, "car", "stocks.csv: item car, site S"
    ),
]  # fmt: skip


def viewed(inputs: Inputs) -> View:
    capacity, program = pipeline.build(inputs)
    return View(inputs, capacity, solve(program, Options(door="highs")))


def view(folder: Path, tables: dict[str, str], settings: dict[str, str] | None = None) -> View:
    return viewed(toys.load(folder, settings=settings, **tables))


def changed(inputs: Inputs, cell: tuple[str, str, int], value: float) -> Inputs:
    """The case with another value in one cell of a table."""
    table, column, row = cell
    cells = inputs[table][column].copy()
    cells.iloc[row] = value
    return inputs.replace(**{table: inputs[table].assign(**{column: cells})})


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> View:
    """January asks for 120 of 100 cars, February for 60."""
    return view(tmp_path_factory.mktemp("plain"), {})


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_one_more_and_one_less_bought_in_the_tables_are_worth_what_the_price_says(limit: Limit, tmp_path: Path) -> None:
    now = view(tmp_path, limit.tables, TENTH)
    more, less = (viewed(changed(now.inputs, limit.cell, value)) for value in (limit.more, limit.less))
    row = prices(now).set_index("limit").loc[limit.name]
    assert row["gain_million"] == pytest.approx(now.answer.objective - more.answer.objective, abs=1e-6)
    assert row["loss_million"] == pytest.approx(less.answer.objective - now.answer.objective, abs=1e-6)
    assert (row["unit"], row["step"], row["opens"]) == (limit.unit, 1, limit.opens)
    # In money of the time, undiscounted, by hand.
    assert row["worth"] == pytest.approx(limit.gain * 1e6, rel=1e-2)
    told = row["worth_less"] if abs(limit.gain - limit.loss) > 0.01 * limit.gain else row["worth"]
    assert told == pytest.approx(limit.loss * 1e6, rel=2e-2)
    assert row["worth_present"] == pytest.approx(row["gain_million"] * 1e6)
    assert 0.9 * row["worth"] < row["worth_present"] < row["worth"]


def test_money_of_the_year_is_that_of_the_period_and_present_value_is_discounted(tmp_path: Path) -> None:
    """One part more in February sells a car for 10 million, less 1 for the part: in the middle of February, 1.5 months on."""
    row = prices(view(tmp_path, LIMITS[1].tables, TENTH)).set_index("limit").loc[LIMITS[1].name]
    assert row["worth"] == pytest.approx(9e6)
    assert row["worth_present"] == pytest.approx(9e6 * 1.1 ** (-1.5 / 12))
    # 20 more cars are asked for in February; none of the 40 is needed.
    assert (row["holds_more"], row["holds_less"]) == (pytest.approx(20), pytest.approx(40))
    assert row["meaning"] == (
        "1 kg more of part for S in the range of supply from 2026-02-01 would bring 9.0 million CNY of that time "
        "(8.9 million CNY of present value)."
    )


def test_a_price_of_one_side_only_is_told_apart_by_the_re_solve(tmp_path: Path) -> None:
    """February makes 100 cars, of which 60 are sold and 40 are left: each of these limits is worth something one way only.

    Which of them has the price is the solver's choice. One more of the 180 that are asked for is a third of one in
    February, for which there is none; one less is a third of a sale. One more to be left is a sale less, one less nothing.
    """
    found = prices(view(tmp_path, {"stocks": CLOSING["stocks"].replace("50", "40")}))
    at = found.set_index("limit")[["gain_million", "loss_million"]]
    known = {"demand of P": [0, 10 / 3], "stock: least stock of car": [0, 10], "stage: build of L": [200, np.inf]}
    assert 2 <= len(at) <= len(known)
    for limit, row in at.iterrows():
        assert row.tolist() == pytest.approx(known[str(limit)]), limit
    # Without its only machine there is nothing to leave.
    assert found["meaning"].iloc[0].endswith("one step the other way leaves no plan.")


def test_the_price_ends_where_the_range_says(plain: View) -> None:
    """A fifth of a machine makes the 20 cars that January is short of; with two fifths less February is short too."""
    found = prices(plain).set_index("limit").loc["stage: build of L"]
    assert (found["holds_more"], found["holds_less"]) == (pytest.approx(0.2), pytest.approx(0.4))
    # The whole machine is worth these 20 and no more; none at all loses all 160.
    assert (found["gain_million"], found["loss_million"]) == (pytest.approx(200), pytest.approx(1600))
    assert "after the first 0.2 machine the next is worth less" in found["meaning"]


def test_a_machine_adds_no_more_than_the_next_stage_takes(tmp_path: Path) -> None:
    """`build` holds 100 cars, `paint` 110: one more machine at `build` makes 10 of the 20 that are short."""
    tables = {"stages": "line,stage,machines,rate\nL,build,1,1\nL,paint,1,1.1"}
    both = {"stages": "line,stage,machines,rate\nL,build,2,1\nL,paint,1,1.1"}
    now, more = view(tmp_path / "now", tables), view(tmp_path / "more", both)
    row = prices(now).set_index("limit").loc["stage: build of L"]
    assert row["gain_million"] == pytest.approx(100)
    assert now.answer.objective - more.answer.objective == pytest.approx(100)


def test_one_more_machine_of_a_part_of_a_copy_is_a_whole_machine(tmp_path: Path) -> None:
    """Half of a copy with four machines has two, for 100 cars a month: as above, one more makes 20 that are short."""
    tables = {
        "lines": "line,site,calendar,status,copies,divisible\nL,S,DAY,candidate,1,yes",
        "stages": "line,stage,machines,rate\nL,build,4,0.5",
        "capex": "line,part,order_year,cost_million,life_years\nL,equipment,2026,0,10",
        "decisions": "object,action,copy,date,share,status\nL,on_stream,1,2026-01-01,0.5,committed",
    }
    row = prices(view(tmp_path, tables)).set_index("limit").loc["stage: build of L"]
    assert (row["now"], row["step"]) == (2, 1)
    assert (row["gain_million"], row["loss_million"]) == (pytest.approx(200), pytest.approx(600))


def test_limits_are_ranked_by_year_and_over_the_plan(tmp_path: Path) -> None:
    """2026 is short of 20 cars of 10 million, 2027 of 50 of 20 million."""
    tables = {
        "calendars": "calendar,from,to,hours\nDAY,2026-12-01,2026-12-31,100\nDAY,2027-01-01,2027-01-31,100",
        "demand": "programme,from,to,base\nP,2026-12-01,2026-12-31,120\nP,2027-01-01,2027-01-31,150",
        "prices": "programme,from,to,price_net\nP,2026-01-01,2026-12-31,10000000\nP,2027-01-01,2027-01-31,20000000",
    }
    inputs = toys.load(tmp_path, "2027-01-31", **tables)
    capacity, program = pipeline.build(inputs)
    found = prices(View(inputs, capacity, solve(program, Options(door="highs"))))
    assert found["year"].tolist() == [2026, 2027]
    assert found["rank"].tolist() == [1, 1]
    assert found["rank_plan"].tolist() == [2, 1]
    assert found["gain_million"].tolist() == pytest.approx([200, 1000])


def test_a_price_that_ends_before_the_step_is_never_told_for_the_whole_step(plain: View) -> None:
    """The price of an hour times the 100 of January is 1,000 million, for all that only 20 cars can be sold: 200."""
    found = prices(plain, most=0)
    machine = found.loc[found["limit"] == "stage: build of L"].iloc[0]
    assert (machine["proved"], machine["gain_million"]) == (True, pytest.approx(200))


def test_demand_opens_at_the_row_of_its_year(tmp_path: Path) -> None:
    """January asks for 60 of 100 cars: one more is told at its row, and not at that of the month after."""
    tables = {"demand": "programme,from,to,base\nP,2026-01-01,2026-01-31,60\nP,2026-02-01,2026-02-28,60"}
    row = prices(view(tmp_path, tables)).set_index("limit").loc["demand of P"]
    assert row["opens"] == "demand.csv: programme P, market all, from 2026-01-01"


def test_what_is_not_solved_again_is_told_by_its_price(tmp_path: Path) -> None:
    """Its price holds for the whole step: 20 more parts are asked for, of which one sells a car of 10 million less 1."""
    proved, priced = (prices(view(tmp_path / str(most), LIMITS[1].tables), most=most) for most in (12, 0))
    rows = [found.loc[found["limit"] == LIMITS[1].name].iloc[0] for found in (proved, priced)]
    assert [row["proved"] for row in rows] == [True, False]
    assert [row["gain_million"] for row in rows] == pytest.approx([9, 9])
    assert np.isnan(rows[1]["loss_million"])


def test_no_step_less_is_told_where_there_is_none(tmp_path: Path) -> None:
    """Half a part for February's 60 cars: it makes half a car of 10 million less 1; a whole part less there is not."""
    tables = {**LIMITS[1].tables, "supply": SUPPLY.replace("40", "0.5")}
    row = prices(view(tmp_path, tables)).set_index("limit").loc[LIMITS[1].name]
    assert (row["now"], row["step"], row["gain_million"]) == (0.5, 1, pytest.approx(9))
    assert np.isnan(row["loss_million"])
    assert "leaves no plan" not in row["meaning"]


def test_every_family_that_can_carry_a_price_has_a_sentence_and_a_place() -> None:
    families = {family.__name__ for family in FAMILIES}
    carries = families - BALANCES - DECISIONS
    assert families >= BALANCES | DECISIONS
    assert set(STANDS) == families
    tables = dictionary()
    for table, columns in STANDS.values():
        assert set(columns) <= set(tables[table].columns), table
    told = {key.removeprefix("brings.") for key in catalogue() if key.startswith("brings.")}
    assert told == carries | {"waits"}
    assert {key.removeprefix("limits.") for key in catalogue() if key.startswith("limits.")} >= carries


def test_a_plan_of_which_all_is_decided_has_no_row_on_what_is_left_open(tmp_path: Path) -> None:
    """So that no price goes untold: a line and machines on offer, decided by the planner."""
    tables = {
        "lines": "line,site,calendar,status,on_stream,copies\nL,S,DAY,existing,2026-01-01,1\nM,S,DAY,candidate,,2",
        "line_items": "line,item\nL,car\nM,car",
        "stages": "line,stage,machines,rate\nL,build,1,1\nM,build,1,1",
        "capex": "line,part,order_year,cost_million,life_years\nM,equipment,2026,100,10",
        "machines": "line,stage,capex_million,life_years\nL,build,500,10",
        "budgets": "measure,year,most\ncapex,2026,1000\nfloor,2026,10",
    }
    planned = toys.solve(tmp_path, decide=("lines", "machines"), **tables)
    assert {rows.name for rows in planned.program.rows} & DECISIONS == set()
    assert planned.plan["investments"]["line"].tolist() == ["L", "M"]
    assert "prices" in planned.plan.tables
    assert np.isfinite(planned.plan["prices"]["gain_million"]).all()
    # Studies of many plans do without them.
    assert "prices" not in pipeline.plan(planned.inputs, Options(door="highs"), missed=False).plan.tables


def test_dates_and_gates_are_dated_by_what_waits(tmp_path: Path) -> None:
    """A fleet of one pilot car for the gate of December: it is built instead of a sale of January's 60 of 1,300."""
    tables = {
        "items": "item,kind,unit\ncar,vehicle,car",
        "programmes": "programme,item,site,sop_earliest\nP,car,S,2027-01-01",
        "demand": "programme,from,to,base\nP,2027-01-01,2027-01-31,60",
        "gates": "gate,months\nG,1",
        "programme_gates": "programme,gate\nP,G",
        "gate_needs": "gate,item,fleet,quantity\nG,car,F,1",
        "bom": "parent,component,quantity\ncar,part,1",
        "prices": "programme,from,to,price_net\nP,2026-01-01,2027-01-31,10000000",
        "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2027-01-31,1300",
        "supply": "item,site,from,to,price\npart,S,2026-01-01,2027-01-31,2000000",
    }
    tables["items"] += "\npart,material,part"
    inputs = toys.load(tmp_path, "2027-01-31", **tables)
    capacity, program = pipeline.build(inputs)
    row = prices(View(inputs, capacity, solve(program, Options(door="highs")))).set_index("limit")
    found = row.loc["gate: pilot fleet of G"]
    assert (found["year"], found["gain_million"]) == (2026, pytest.approx(2))
    assert found["meaning"] == "A fleet for G smaller by 1 car of car would save 2.0 million CNY."
    assert found["opens"] == "gate_needs.csv: gate G, fleet F, item car"
