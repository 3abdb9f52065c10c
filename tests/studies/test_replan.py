"""Re-planning: actuals as planned change nothing; late lines, missing cars and prices of change, worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys
from decide.test_contracts import contract
from decide.test_copies import END, HOURS, LINE, RAMPS
from typer.testing import CliRunner

from planner import pipeline
from planner.cli import app
from planner.errors import InputError, UsageError
from planner.messages import text
from planner.results.ahead import Ahead
from planner.solve import Options
from planner.studies.check import check
from planner.studies.replan import Asking, Replanned, replan
from planner.studies.review import review

if TYPE_CHECKING:
    from collections.abc import Mapping

DIRECT = Options(door="highs")
HEAD = "from,to,measure,object,copy,stage,item,value\n"
# All that the planner may decide. Cars of 2 parts, from 2 crew hours each on L; a fleet of 8 passes gate G before they are sold.
# Lines ramp; copies of N take a month to approve and two to come, and a third can only follow late; L may start a shift; stock
# is due at the end, parts are bought under a contract or without; income is taxed.
OPEN = ("lines", "sop", "gates", "shifts", "contracts")
EVERY = {
    "calendars": "calendar,tier,from,to,hours,premium,hiring_months\n"
    + "\n".join(
        f"DAY,{tier},2026-{m:02d}-01,2026-{m:02d}-{d},{hours},{premium},{hiring}"
        for m, d in enumerate((31, 28, 31, 30, 31, 30, 31, 31), 1)
        for tier, hours, premium, hiring in (("regular", 100, 0, 0), ("overtime", 20, 0.5, 1), ("shift", 50, 0.2, 1))
    ),
    "items": "item,kind,unit\ncar,vehicle,car\npart,material,part\ncrew,labour,h",
    "bom": "parent,component,quantity\ncar,part,2",
    "lines": f"{LINE},on_stream,crew_item\nL,S,DAY,existing,1,first,,,0,0,0,2026-01-01,crew\nN,S,DAY,candidate,3,first,second,later,2,1,3,,",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate,yield,ramp_share,operators\nL,build,1,1,1,1,2\nN,build,1,1,0.9,1,0",
    "ramps": RAMPS,
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,1,0.01",
    "gates": "gate,months\nG,1",
    "programme_gates": "programme,gate\nP,G",
    "gate_needs": "gate,item,fleet,quantity\nG,car,F,8",
    "supply": f"item,site,from,to,price\npart,S,2026-01-01,{END},1000000\ncrew,S,2026-01-01,{END},1000",
    "contracts": contract(1, end=END)["contracts"],
    "stocks": "item,site,closing\ncar,S,5\npart,S,",
    "demand": f"programme,from,to,base\nP,2026-01-01,{END},4000",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
}
# L makes 100 cars a month; 100, 100, 150, 150 are asked for. A new line, which can come in March, ordered a month ahead for 700
# million, makes the 100 that L cannot: 1,000 million. Worth (100 + 100 + 150 + 150) x 10 - 700 = 4,300.
HELD = {
    "calendars": HOURS,
    "lines": f"{LINE},on_stream,earliest\nL,S,DAY,existing,1,,,,0,0,0,2026-01-01,\nN,S,DAY,candidate,1,,,,1,0,0,,2026-03-01",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,700,0.01",
    "demand": """programme,from,to,base
        P,2026-01-01,2026-01-31,100
        P,2026-02-01,2026-02-28,100
        P,2026-03-01,2026-03-31,150
        P,2026-04-01,2026-04-30,150""",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
    "stocks": "item,site\ncar,S",
}


def published(
    folder: Path, end: str, decide: tuple[str, ...], settings: Mapping[str, str] | None = None, **tables: str
) -> Path:
    """The report of a toy."""
    case = toys.write(folder / "inputs" / "toy", end, decide, settings, **tables)
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


def test_actuals_as_planned_give_the_same_plan(tmp_path: Path) -> None:
    report = published(tmp_path, END, OPEN, {"tax_rate": "0.25", "pilot_until": END}, **EVERY)
    made, stock, pilots = (pd.read_csv(report / f"period_{name}.csv") for name in ("make", "stock", "plan"))
    january = made.loc[(made["line"] == "L") & (made["period"] == "2026-01"), "made"].sum()
    parts = stock.loc[(stock["item"] == "part") & (stock["period"] == "2026-01"), "stock"].sum()
    lines = [f"2026-01-01,2026-01-31,output,L,1,,car,{float(january)!r}"]
    lines += [f"2026-01-01,2026-01-31,pilots,P,,,,{float(pilots.loc[0, 'pilot_installs'])!r}"]
    lines += [f"2026-01-31,2026-01-31,stock,S,,,part,{float(parts)!r}"]
    # In its first month L has an uptime of 0.2 and a yield of 0.5: 8 cars take 16 hours. What was measured changes no plan.
    lines += [
        f"2026-01-01,2026-01-31,{measure},L,,build,,{number}"
        for measure, number in (("hours", 12), ("uptime", 0.15), ("yield", 0.5))
    ]
    found = again(report, "2026-02-10", "\n".join(lines), stability=1.0)
    assert value(found) == pytest.approx(-found.again.report.kpis["objective_million"], rel=1e-6)
    # The second copy has still to be decided, N's shift and the start of production; the rest has begun.
    rows = found.planned.inputs["decisions"]
    begun = rows.groupby("status")["action"].agg(list).to_dict()
    assert begun == {"committed": ["on_stream", "gate", "sign", "shift"], "planned": ["on_stream", "sop", "shift"]}
    assert decided(rows) == decided(found.again.inputs["decisions"])
    assert found.explained.plan["changed_decisions"].empty
    assert found.explained.headlines[1] == text("replan.same")
    compared = found.explained.plan["plan_vs_actual"].set_index("measure")
    counted = compared.loc[["output", "pilots", "stock"]]
    assert counted["planned"].tolist() == pytest.approx(counted["actual"].tolist())
    assert counted["counted"].tolist() == pytest.approx(counted["actual"].tolist())
    measured = compared.loc[["hours", "uptime", "yield"]]
    assert measured["planned"].tolist() == pytest.approx([16, 0.2, 0.5])
    assert measured["share"].tolist() == pytest.approx([0.75, 0.75, 1.0])
    # Overtime of crews that take months to hire is still worked: they were hired after the first plan.
    assert found.planned.inputs.case.first_plan_date == dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("held"), "2026-04-30", ("lines",), **HELD)


# In January 100 cars were made and 60 sold: 40 are left, and later 60 are lacking, not 100. Without the new line
# (60 + 100 + 140 + 100) x 10 = 4,000, with it (60 + 100 + 150 + 150) x 10 - 700 = 3,900: 100 better without.
FEWER = "2026-01-01,2026-01-31,output,L,,,car,100\n2026-01-31,2026-01-31,stock,S,,,car,40"


def test_a_price_of_change_below_its_worth_is_paid(held: Path) -> None:
    root = held.parents[2]
    (root / "fewer.csv").write_text(f"{HEAD}{FEWER}\n", encoding="utf-8")
    asked = ["replan", str(held), "--as-of", "2026-02-01", "--case", str(root / "inputs"), "--out", str(root / "out")]
    done = CliRunner().invoke(app, [*asked, "--actuals", str(root / "fewer.csv"), "--stability", "60", "--json"])
    assert done.exit_code == 0, done.exception
    told = json.loads(done.stdout)
    assert (told["value_before_million"], told["value_million"]) == pytest.approx((4300, 4000))
    (row,) = told["changed_decisions"]
    assert (row["object"], row["change"], row["before"], row["after"]) == ("N", "dropped", "2026-03-01", None)
    assert (row["worth_million"], row["stability_million"]) == pytest.approx((100, 60))
    assert (root / "out" / "toy" / "replan-2026-02-01" / "inputs" / "toy" / "past.csv").is_file()
    place = root / "out" / "toy" / "explained" / "replan-2026-02-01" / "replan"
    assert {path.name for path in place.glob("*.csv")} == {"plan_vs_actual.csv", "changed_decisions.csv"}
    assert CliRunner().invoke(app, [*asked[:3], "July"]).exit_code != 0
    pages = {page.key: page for page in review([root / "out" / "toy" / "replan-2026-02-01"])[0].views[0].pages}
    assert pages["actuals"].title == "2 counts of what happened until 2026-01-31 went into this plan"


@pytest.mark.thorough
def test_a_price_of_change_above_its_worth_holds_the_plan_which_can_be_checked_and_planned_again(held: Path) -> None:
    found = again(held, "2026-02-01", FEWER, 150.0)
    assert value(found) == pytest.approx(3900)
    assert found.explained.plan["changed_decisions"].empty
    # The price weighs on the decision and is no part of the money; the solver's bound is told without it.
    assert found.planned.plan.kpis["npv_million"] == pytest.approx(3900)
    assert found.planned.plan.solve.gap == pytest.approx(0.0, abs=1e-6)
    checked = check(found.exported.folder, [held])
    assert [finding.message for finding in checked.findings] == []
    assert checked.best == pytest.approx(checked.written)
    # A month later the line has been ordered: it stays at no price.
    second = again(found.exported.folder, "2026-03-01")
    assert value(second) == pytest.approx(3900)
    assert second.planned.inputs["decisions"]["status"].tolist() == ["committed"]


def test_a_late_line_and_what_was_not_built_cost_what_they_would_have_made(held: Path) -> None:
    # 80 cars in January, told in two parts; in February L can make 100: a count of 130 cannot be, and is not built upon. N comes
    # in April, not in March: (80 + 100 + 100 + 150) x 10 - 700.
    found = again(
        held,
        "2026-03-01",
        """2026-01-01,2026-01-15,installs,P,,,,50
2026-01-16,2026-01-31,installs,P,,,,30
2026-01-01,2026-01-15,pilots,P,,,,0
2026-02-01,2026-02-28,installs,P,,,,130
2026-04-01,,on_stream,N,1,,,""",
    )
    assert value(found) == pytest.approx(3600)
    compared = found.explained.plan["plan_vs_actual"].loc[lambda t: t["measure"] == "installs"]
    # January's 100 cars spread over its 31 days.
    assert compared["planned"].tolist() == pytest.approx([100 * 15 / 31, 100 * 16 / 31, 100])
    assert compared["counted"].tolist() == pytest.approx([50, 30, 100])
    row = found.explained.plan["changed_decisions"].iloc[0]
    assert (row["action"], row["change"], row["why"]) == ("on_stream", "moved", text("replan.why_actual"))
    assert (row["before"], row["after"]) == (pd.Timestamp(2026, 3, 1), pd.Timestamp(2026, 4, 1))
    # What has been reported is no longer the planner's to move.
    assert found.planned.inputs["decisions"]["status"].tolist() == ["committed"]
    # A count that ends within the month says nothing of the month; payments move with the line.
    words = ("no whole period", "130", "payments")
    assert [word in told for word, told in zip(words, found.explained.warnings, strict=True)] == [True] * 3


def test_what_cannot_be_read_or_does_not_fit_is_told(held: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        again(held, "2026-02-01", "2026-01-01,2026-02-28,installs,Q,,,,1\n2026-01-01,2026-01-31,uptime,L,,build,,2")
    assert {problem.check for problem in caught.value.problems} >= {"actual_object", "actual_dates", "actual_value"}
    with pytest.raises(UsageError, match="does not follow"):
        again(held, "2025-12-31")
    altered = Path(shutil.copytree(held.parents[2], tmp_path / "altered")) / "reports" / "toy" / "base"
    (altered / "period_make.csv").write_text("", encoding="utf-8")
    with pytest.raises((InputError, UsageError), match="period_make"):
        again(altered, "2026-02-01")
