"""Why a plan is as it is: what one more brings by solving again, on toys worked out by hand; the command and its files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys
from openpyxl import load_workbook
from typer.testing import CliRunner

from planner import pipeline
from planner.asked import Asked
from planner.cli import app
from planner.errors import UsageError
from planner.exports.explained import write_explained
from planner.results.explained import Explained
from planner.results.view import View
from planner.scenarios import Variant
from planner.solve import Options, solve
from planner.studies.explain import taken_up, why
from planner.studies.explain.asks import asks
from planner.studies.explain.margins import Margins

if TYPE_CHECKING:
    from pathlib import Path

    from planner.studies.explain import Taken

END = "2026-04-30"
MONTHS = list(enumerate((31, 28, 31, 30), 1))
# The old line makes 100 cars a month, each copy of the new one 50; 400 are asked for at 10 million each. Copy 1 is there in
# March, two months after its order; a second one could be in May only. All lives are so short that nothing is left.
TOY = {
    "calendars": "calendar,tier,from,to,hours,premium,hiring_months\n"
    + "\n".join(
        f"{calendar},{tier},2026-{m:02d}-01,2026-{m:02d}-{d},{hours},0,{hiring}"
        for m, d in MONTHS
        for calendar, tier, hours, hiring in (
            ("DAY", "regular", 100, 0),
            ("DAY", "shift", 20, 1),
            ("NEW", "regular", 50, 0),
        )
    ),
    "lines": "line,site,calendar,status,on_stream,copies,lead_months\n"
    "L,S,DAY,existing,2026-01-01,1,0\nN,S,NEW,candidate,,1,2",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate,yield\nL,build,2,1,0.5\nN,build,1,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,30,0.01",
    "machines": "line,stage,capex_million,life_years,lead_months,most\nL,build,60,0.01,1,1",
    "demand": "programme,from,to,base\n" + "\n".join(f"P,2026-{m:02d}-01,2026-{m:02d}-{d},400" for m, d in MONTHS),
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
    "decisions": "action,object,copy,date,status\non_stream,N,1,2026-03-01,committed",
}
# Production of January 2027 waits for a gate of two months, so that a shorter one lets it start in December.
GATE = {
    "items": "item,kind,unit\ncar,vehicle,car",
    "demand": "programme,from,to,base\nP,2026-01-01,2027-01-31,1300",
    "gates": "gate,months\nG,2",
    "programme_gates": "programme,gate\nP,G",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2027-01-31,10000000",
    "calendars": "calendar,from,to,hours\nDAY,2026-01-01,2027-01-31,1300",
    "decisions": "action,object,date,status\nsop,P,2027-01-01,committed\ngate,G,2026-11-01,committed",
}
PART = {
    "items": "item,kind,unit\ncar,product,car\npart,material,t",
    "bom": "parent,component,quantity\ncar,part,1",
    "supply": "item,site,from,to,base,price\npart,S,2026-01-01,2026-02-28,{most},0",
}


def taken(folder: Path, end: str = END, **tables: str) -> Taken:
    case = toys.write(folder / "inputs" / "toy", end, **tables)
    asked = Asked(options=Options(door="highs"))
    _, exported = pipeline.run(case, folder / "reports", asked.options, ["csv"])
    return taken_up(exported.folder, [case])


def margins(found: Taken) -> pd.DataFrame:
    return why(found, lambda _done, _all: None).plan["margins"]


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return taken(tmp_path_factory.mktemp("explained"), **TOY)


@pytest.fixture(scope="module")
def rows(toy: Taken) -> pd.DataFrame:
    return margins(toy)


def test_each_change_brings_what_the_tables_say(rows: pd.DataFrame) -> None:
    found = {(row["kind"], row["what"].split(",")[0]): row for row in rows.to_dict("records")}
    assert [key[0] for key in found].count("machine") == 2
    # One of the two machines more from February on, a month after its order: 50 cars in each of three months for 60 million.
    machine = found["machine", "One more machine at build of each copy of L"]
    assert (machine["gain_million"], machine["cost_million"]) == (pytest.approx(1500), pytest.approx(60))
    assert (machine["net_million"], machine["installs"]) == (pytest.approx(1440), pytest.approx(150))
    assert machine["helps_from"] == pd.Timestamp(2026, 2, 1)
    assert (machine["opens"], machine["rules"]) == ("machines.csv: line L, stage build", "")
    # The new line's second machine has no price: 50 cars more in March and April.
    given = found["machine", "One more machine at build of each copy of N"]
    assert given["gain_million"] == pytest.approx(1000)
    assert np.isnan(given["cost_million"])
    assert given["rules"] == "stages.machines where line=N; stage=build plus 1"
    # 2 cars a month in 200 started: 0.51 for 0.5 of 4 times 200 hours.
    point = found["yield", "One point of yield more at build of L"]
    assert (point["gain_million"], point["installs"]) == (pytest.approx(80), pytest.approx(8))
    # The new line a month sooner: February's 50 cars.
    lead = found["lead", "One month less lead time of N"]
    assert (lead["gain_million"], lead["helps_from"]) == (pytest.approx(500), pd.Timestamp(2026, 2, 1))
    # 20 hours more in each of the three months after hiring.
    shift = found["shift", "One more shift at L from 2026-02"]
    assert (shift["net_million"], shift["installs"]) == (pytest.approx(600), pytest.approx(60))
    # One more copy, ordered on January 1st, is there in March as well.
    copy = found["copy", "Copy 2 of N"]
    assert (copy["gain_million"], copy["cost_million"]) == (pytest.approx(1000), pytest.approx(30))
    assert copy["rules"] == "lines.copies where line=N plus 1"
    nets = rows["net_million"].fillna(rows["gain_million"])
    assert nets.is_monotonic_decreasing
    assert rows["rank"].tolist() == list(range(1, len(rows) + 1))


def test_a_rule_that_is_told_makes_the_change(toy: Taken, rows: pd.DataFrame) -> None:
    row = rows.set_index("kind").loc["yield"]
    inputs, _ = pipeline.load(toy.reopened.case, variant=Variant(overrides=(row["rules"],)))
    again = pipeline.plan(inputs, Options(door="highs"), missed=False)
    assert toy.planned.answer.objective - again.answer.objective == pytest.approx(row["gain_million"])


@pytest.mark.thorough
def test_a_shorter_gate_lets_production_start_sooner(tmp_path: Path) -> None:
    """From December on instead of January: both months have 100 of the 1,300 hours and of the demand; 100 cars more."""
    rows = margins(taken(tmp_path, "2027-01-31", **GATE)).set_index("kind")
    row = rows.loc["gate"]
    assert row["helps_from"] == pd.Timestamp(2026, 12, 1)
    assert row["gain_million"] == pytest.approx(10 * row["installs"])
    assert row["installs"] == pytest.approx(1300 * 31 / 396, rel=1e-3)
    assert row["rules"] == "gates.months where gate=G plus -1"


@pytest.mark.parametrize(("most", "asked"), [("100", 1), ("1000", 0)])
def test_more_is_asked_of_a_material_that_is_used_up(most: str, asked: int, tmp_path: Path) -> None:
    """100 t make 100 of 160 cars; of 1,000 t nothing more is asked."""
    inputs = toys.load(tmp_path, **{**PART, "supply": PART["supply"].replace("{most}", most)})
    capacity, program = pipeline.build(inputs)
    found = [
        ask for ask in asks(View(inputs, capacity, solve(program, Options(door="highs")))) if ask.kind == "material"
    ]
    rule = "supply.base where item=part; site=S; step=1; from=2026-01-01 plus 10"
    assert [ask.rules for ask in found] == [(rule,)] * asked


def test_a_change_that_leaves_no_case_is_told_with_the_place(toy: Taken) -> None:
    """Less than no machine."""
    lead = next(ask for ask in asks(toy.view) if ask.kind == "lead")
    row = Margins(toy).row(replace(lead, rules=("stages.machines where line=L plus -2.5",)), redecide=False)
    assert pd.isna(list(row[2:7])).all()
    assert "stages.csv" in str(row[7])


def test_decided_again_what_comes_sooner_is_used(tmp_path: Path) -> None:
    """Left to the planner, a month less of lead time brings February's 50 cars too."""
    case = toys.write(tmp_path / "inputs" / "toy", END, ["lines"], **{**TOY, "decisions": ""})
    _, exported = pipeline.run(case, tmp_path / "reports", Options(door="highs"), ["csv"])
    found = taken_up(exported.folder, [case])
    lead = next(ask for ask in asks(found.view) if ask.kind == "lead")
    row = Margins(found).row(lead, redecide=True)
    assert row[2] == pytest.approx(500)


def test_the_command_writes_beside_the_report_and_shows_the_first_rows(tmp_path: Path) -> None:
    found = taken(tmp_path, "2026-02-28")
    report, inputs = str(found.reopened.report.folder), str(tmp_path / "inputs")
    shown = CliRunner().invoke(app, ["explain", report, "--case", inputs], catch_exceptions=False)
    assert shown.exit_code == 0
    folder = tmp_path / "reports" / "toy" / "explained" / "base" / "why"
    assert str(folder) in shown.stdout.replace("\n", "")
    assert "2026: 20 of P are short; limited by stage: build of L." in shown.stdout
    prices = pd.read_csv(folder / "prices.csv")
    assert prices["gain_million"].tolist() == pytest.approx([200, 10 / 3], rel=1e-3)
    kept = pd.read_csv(found.reopened.report.folder / "prices.csv")
    pd.testing.assert_frame_equal(prices, kept)
    book = load_workbook(folder / "explanation.xlsx")
    assert book.sheetnames == ["Cover", "Yearly plan", "Prices", "At the margin"]
    told = CliRunner().invoke(app, ["explain", report, "--case", inputs, "--out", str(tmp_path / "out"), "--json"])
    facts = json.loads(told.stdout)
    assert facts["kind"] == "why"
    assert facts["folder"] == str(tmp_path / "out")
    assert len(facts["prices"]) == 2
    assert (tmp_path / "out" / "margins.csv").read_bytes() == (folder / "margins.csv").read_bytes()


def test_a_case_that_changed_and_a_place_that_is_taken_are_told(tmp_path: Path) -> None:
    found = taken(tmp_path, "2026-02-28")
    with pytest.raises(UsageError, match="Name another folder"):
        write_explained(Explained("why", found.planned.plan, ()), found.reopened.report.folder)
    toys.write(tmp_path / "inputs" / "toy", "2026-02-28", stages="line,stage,machines,rate\nL,build,3,1")
    with pytest.raises(UsageError, match=r"stages\.csv"):
        taken_up(found.reopened.report.folder, [tmp_path / "inputs"])
