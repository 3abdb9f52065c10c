"""Re-planning: actuals as planned change nothing; late lines, missing cars and prices of change, worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys
from check_case import NUMBERS, decides, rich
from decide import test_contracts, test_shifts
from decide.test_copies import END, HOURS, LINE, THREE
from decide.test_waiting import GATE
from typer.testing import CliRunner

from planner import pipeline
from planner.cli import app
from planner.errors import InputError, UsageError
from planner.messages import text
from planner.results.ahead import Ahead
from planner.solve import Options
from planner.studies.check import check
from planner.studies.replan import Asking, Replanned, replan

if TYPE_CHECKING:
    from pathlib import Path

DIRECT = Options(door="highs")
HEAD = "from,to,measure,object,copy,stage,item,value\n"
CONTRACT = test_contracts.CASE | {"stocks": ""} | test_contracts.contract(0)
# From February on the new line makes 100 cars a month at 10 million each; capex 30 million.
ONE = {
    "calendars": HOURS,
    "lines": f"{LINE}\nN,S,DAY,candidate,1,,,,1,0,0",
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,30,0.01",
    "demand": f"programme,from,to,base\nP,2026-01-01,{END},8000",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
}
# L makes 100 cars a month and 100, 100, 150 are asked for. A new line, ordered a month ahead for 300 million, makes the 50
# that L cannot: 500 million. Worth (100 + 100 + 150) x 10 - 300 = 3,200.
HELD = {
    "lines": f"{LINE},on_stream\nL,S,DAY,existing,1,,,,0,0,0,2026-01-01\nN,S,DAY,candidate,1,,,,1,0,0,",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,300,0.01",
    "demand": """programme,from,to,base
        P,2026-01-01,2026-01-31,100
        P,2026-02-01,2026-02-28,100
        P,2026-03-01,2026-03-31,150""",
    "stocks": "item,site\ncar,S",
}


def published(folder: Path, end: str = "2026-02-28", decide: tuple[str, ...] = (), **tables: str) -> Path:
    """The report of a toy."""
    case = toys.write(folder / "inputs" / "toy", end, decide, **tables)
    return pipeline.run(case, folder / "reports", DIRECT, ["csv"], ahead=Ahead(12, "none"))[1].folder


def again(report: Path, day: str, actuals: str = "", stability: float = 0.0) -> Replanned:
    """The next plan of a report in a folder of `published`."""
    root = report.parents[2]
    file = None
    if actuals:
        file = root / "actuals.csv"
        file.write_text(HEAD + actuals + "\n", encoding="utf-8")
    return replan(report, [root / "inputs"], Asking(dt.date.fromisoformat(day), file, stability), root / "reports")


def value(found: Replanned) -> float:
    return -found.planned.answer.objective


def decided(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    """Decisions without how firm they are; a programme that never starts has no day."""
    day = rows["date"].dt.strftime("%Y-%m-%d").where(rows["action"] != "never", "")
    columns = [rows[name] for name in ("action", "object", "copy", "stage", "quantity", "share")]
    return sorted(zip(*columns, day, strict=True))


CASES = {
    "copies": (END, ("lines",), THREE, ("2026-02-15", "2026-04-01")),
    "gates": (END, ("sop", "gates"), GATE | {"decisions": ""}, ("2026-01-20", "2026-03-01")),
    "shift": (test_shifts.END, ("shifts",), test_shifts.TOY, ("2026-02-01",)),
    "contract": ("2026-02-28", ("contracts",), CONTRACT, ("2026-01-02",)),
}


@pytest.mark.parametrize("name", CASES)
def test_without_actuals_the_plan_stays_as_it_was(name: str, tmp_path: Path) -> None:
    end, decide, tables, days = CASES[name]
    report = published(tmp_path, end, decide, **tables)
    for day in days:
        found = again(report, day, stability=1.0)
        assert value(found) == pytest.approx(-found.again.report.kpis["objective_million"], rel=1e-6)
        assert decided(found.planned.inputs["decisions"]) == decided(found.again.inputs["decisions"])
        assert found.explained.plan["changed_decisions"].empty
        assert found.explained.headlines[1] == text("replan.same", as_of=day)


def test_actuals_as_planned_give_the_same_plan(tmp_path: Path) -> None:
    # A case with ramp, scrap, parts, stock, overtime, crew, energy, growth, late sales, holding cost and tax.
    report = rich(tmp_path)
    made = pd.read_csv(report / "period_make.csv")
    stock = pd.read_csv(report / "period_stock.csv")
    plan = pd.read_csv(report / "period_plan.csv")
    lines = [f"2026-01-01,2026-01-31,output,L,1,,car,{float(made.loc[0, 'made'])!r}"]
    lines += [f"2026-01-01,2026-01-31,installs,P,,,,{float(plan.loc[0, 'production_installs'])!r}"]
    lines += [f"2026-01-31,2026-01-31,stock,S,,,car,{float(stock.loc[0, 'stock'])!r}"]
    found = again(report, "2026-02-10", "\n".join(lines))
    assert value(found) == pytest.approx(-found.again.report.kpis["objective_million"], rel=1e-6)
    compared = found.explained.plan["plan_vs_actual"]
    assert compared["share"].dropna().tolist() == pytest.approx([1.0] * compared["share"].notna().sum())
    assert compared["counted"].tolist() == pytest.approx(compared["actual"].tolist())
    # Overtime of crews that take months to hire is still worked: they were hired after the first plan.
    assert found.planned.inputs.case.first_plan_date == dt.date(2026, 1, 1)
    assert NUMBERS["overtime"]


def test_a_line_that_comes_three_months_late_makes_three_months_less(tmp_path: Path) -> None:
    report = published(tmp_path, END, ("lines",), **ONE)
    # Planned from February on: 7 x 100 x 10 - 30. It comes on May 1st: 4 x 100 x 10 - 30.
    found = again(report, "2026-04-01", "2026-05-01,,on_stream,N,1,,,")
    assert -found.again.report.kpis["objective_million"] == pytest.approx(6970)
    assert value(found) == pytest.approx(3970)
    row = found.explained.plan["changed_decisions"].iloc[0]
    assert (row["action"], row["change"], row["why"]) == ("on_stream", "moved", text("replan.why_actual"))
    assert (row["before"], row["after"]) == (pd.Timestamp(2026, 2, 1), pd.Timestamp(2026, 5, 1))
    # What has been reported is no longer the planner's to move.
    assert found.planned.inputs["decisions"]["status"].tolist() == ["committed"]


def test_fewer_installs_than_planned_are_gone_and_more_than_can_be_are_told(tmp_path: Path) -> None:
    report = published(tmp_path)
    # 100 + 60 cars were planned. 80 were built in January, told in two parts; February stays.
    found = again(
        report, "2026-02-01", "2026-01-01,2026-01-15,installs,P,,,,50\n2026-01-16,2026-01-31,installs,P,,,,30"
    )
    assert value(found) == pytest.approx(1400)
    compared = found.explained.plan["plan_vs_actual"]
    # January's 100 cars spread over its 31 days.
    assert compared["planned"].tolist() == pytest.approx([100 * 15 / 31, 100 * 16 / 31])
    assert compared["counted"].sum() == pytest.approx(80)
    # The line can make 100: a count of 130 cannot be, and is not built upon.
    more = again(report, "2026-02-01", "2026-01-01,2026-01-31,installs,P,,,,130\n2026-01-01,2026-01-15,pilots,P,,,,0")
    assert value(more) == pytest.approx(1600)
    assert more.explained.plan["plan_vs_actual"]["counted"].tolist() == pytest.approx([100, 0])
    # A count that ends within the month says nothing of the month.
    assert [word in told for word, told in zip(("no whole period", "130"), more.explained.warnings, strict=True)] == [
        True
    ] * 2


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("held"), "2026-03-31", ("lines",), **HELD)


@pytest.mark.parametrize(("price", "kept"), [(150.0, False), (250.0, True)])
def test_a_price_that_is_high_enough_holds_what_would_be_dropped(held: Path, price: float, kept: bool) -> None:
    # In January 100 cars were made and 60 sold: 40 are left, and March lacks 10 and not 50. Without the new line
    # (60 + 100 + 140) x 10 = 3,000, with it (60 + 100 + 150) x 10 - 300 = 2,800: 200 better without.
    told = "2026-01-01,2026-01-31,output,L,,,car,100\n2026-01-31,2026-01-31,stock,S,,,car,40"
    found = again(held, "2026-02-01", told, price)
    assert -found.again.report.kpis["objective_million"] == pytest.approx(3200)
    assert value(found) == pytest.approx(2800 if kept else 3000)
    assert found.planned.plan.kpis["npv_million"] == pytest.approx(value(found))
    changes = found.explained.plan["changed_decisions"]
    assert changes["change"].tolist() == ([] if kept else ["dropped"])
    if not kept:
        assert changes["worth_million"].tolist() == pytest.approx([200])
        assert changes["stability_million"].tolist() == [price]
    # The price weighs on the decision; the solver's bound is told without it.
    assert found.planned.plan.solve.gap == pytest.approx(0.0, abs=1e-6)


def test_the_next_plan_can_be_checked_and_planned_again(held: Path) -> None:
    first = again(held, "2026-02-01", "2026-01-01,2026-01-31,output,L,,,,90")
    checked = check(first.exported.folder, [held])
    assert [finding.message for finding in checked.findings] == []
    assert checked.best == pytest.approx(checked.written)
    # 90 + 100 + 150, and 300 for the line.
    second = again(first.exported.folder, "2026-03-01")
    assert value(second) == pytest.approx(value(first))
    assert value(second) == pytest.approx(3100)
    assert second.planned.inputs.case.first_plan_date == dt.date(2026, 1, 1)


def test_hours_uptime_and_yield_are_compared_with_the_ramp_of_the_copies(tmp_path: Path) -> None:
    report = published(tmp_path, END, ("lines",), **THREE)
    told = "\n".join(
        f"2026-03-01,2026-03-31,{measure},N,,build,,{number}"
        for measure, number in (("hours", 15), ("uptime", 0.15), ("yield", 0.45))
    )
    compared = again(report, "2026-04-01", told).explained.plan["plan_vs_actual"].set_index("measure")
    # In its first month the first copy has an uptime of 0.2 of 100 hours and a yield of 0.9 x 0.5.
    assert compared["planned"].to_dict() == pytest.approx({"hours": 20.0, "uptime": 0.2, "yield": 0.45})
    assert compared["share"].to_dict() == pytest.approx({"hours": 0.75, "uptime": 0.75, "yield": 1.0})


def test_what_cannot_be_read_or_does_not_fit_is_told(tmp_path: Path) -> None:
    report = decides(tmp_path)
    with pytest.raises(InputError) as caught:
        again(report, "2026-02-01", "2026-01-01,2026-02-28,installs,Q,,,,1\n2026-01-01,2026-01-31,uptime,L,,build,,2")
    assert {problem.check for problem in caught.value.problems} >= {"actual_object", "actual_dates", "actual_value"}
    with pytest.raises(UsageError, match="does not follow"):
        again(report, "2025-12-31")
    (report / "period_make.csv").write_text("", encoding="utf-8")
    with pytest.raises((InputError, UsageError), match="period_make"):
        again(report, "2026-02-01")


def test_the_command_writes_the_report_and_the_explanation(held: Path) -> None:
    root = held.parents[2]
    asked = ["replan", str(held), "--as-of", "2026-02-01", "--case", str(root / "inputs"), "--out", str(root / "out")]
    done = CliRunner().invoke(app, [*asked, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["changed_decisions"] == []
    assert (root / "out" / "toy" / "replan-2026-02-01" / "inputs" / "toy" / "past.csv").is_file()
    place = root / "out" / "toy" / "explained" / "replan-2026-02-01" / "replan"
    assert {path.name for path in place.glob("*.csv")} == {"plan_vs_actual.csv", "changed_decisions.csv"}
    assert CliRunner().invoke(app, [*asked[:3], "July"]).exit_code != 0
