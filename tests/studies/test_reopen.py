"""A report taken up again: the same inputs, what was asked, the same plan; else told what no longer fits."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.asked import Asked, asked_of
from planner.errors import UsageError
from planner.exports.template import write_template
from planner.results.ahead import Ahead
from planner.scenarios import Variant
from planner.solve import Options
from planner.studies.reopen import reopened
from planner.tables.aims import Wanted
from planner.tables.target import Target
from planner.tables.workbook import form_of

if TYPE_CHECKING:
    from pathlib import Path

ASKED = Asked(
    Variant("base", ("stages.rate where line=L times 0.5 because it is old",), "old"),
    Wanted("npv", ("approved",), Target("least_capex", 20.0, dt.date(2026, 2, 28))),
    Options(door="highs", gap=0.01),
    Ahead(3, "none"),
)
# A second line on offer for 100 million makes all 180 cars; without it 160.
DECIDES = {
    "lines": "line,site,calendar,status,on_stream,copies\nL,S,DAY,existing,2026-01-01,1\nM,S,DAY,candidate,,1",
    "line_items": "line,item\nL,car\nM,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nM,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nM,equipment,2026,100,10",
}


def run(folder: Path, asked: Asked = Asked(), **tables: str) -> Path:  # noqa: B008 (frozen)
    case = toys.write(folder / "inputs" / "toy", **tables)
    _, exported = pipeline.run(
        case, folder / "reports", asked.options, ["csv"], None, asked.variant, asked.wanted, asked.ahead
    )
    return exported.folder


def test_what_was_asked_survives_json() -> None:
    assert asked_of(json.loads(json.dumps(ASKED.plain()))) == ASKED
    assert asked_of(Asked().plain()) == Asked()


def test_a_report_keeps_what_was_asked_and_gives_the_same_plan_again(tmp_path: Path) -> None:
    asked = Asked(ASKED.variant, Wanted("volume,npv"), Options(door="highs", gap=0.01), Ahead(3, "none"))
    folder = run(tmp_path, asked)
    again = reopened(folder, [tmp_path / "inputs"])
    assert again.asked == asked
    assert again.case == tmp_path / "inputs" / "toy"
    plan = again.planned().plan
    # Half the rate: 50 + 50 cars.
    assert plan.kpis["total_production_installs"] == pytest.approx(100)
    shown = pd.read_csv(folder / "yearly_plan.csv")
    assert plan["yearly_plan"]["production_installs"].tolist() == shown["production_installs"].tolist()


def test_the_same_plan_made_again_has_the_same_fingerprint(tmp_path: Path) -> None:
    """Though its times differ; another number gives another one."""
    place = run(tmp_path) / "manifest.json"
    facts = json.loads(place.read_text(encoding="utf-8"))
    first = reopened(place.parent, [tmp_path / "inputs"]).report.sha256
    slower = {**facts, "seconds": {"read": 99.0}, "solve": {**facts["solve"], "seconds": 99.0}}
    other = {**facts, "solve": {**facts["solve"], "gap": 0.5}}
    for changed, same in ((slower, True), (other, False)):
        place.write_text(json.dumps(changed), encoding="utf-8")
        assert (reopened(place.parent, [tmp_path / "inputs"]).report.sha256 == first) is same


def test_decisions_of_the_planner_come_back_as_they_were_taken(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "inputs" / "toy", decide=["lines"], **DECIDES)
    planned, exported = pipeline.run(case, tmp_path / "reports", Options(door="highs"), ["csv"])
    again = reopened(exported.folder, [case])
    assert again.undecided.case.decide == ("lines",)
    assert again.inputs.case.decide == ()
    assert again.planned().answer.objective == pytest.approx(planned.answer.objective, rel=1e-9)
    assert again.planned().plan.kpis["total_production_installs"] == pytest.approx(180)


def test_a_case_that_has_changed_is_told_with_its_files(tmp_path: Path) -> None:
    folder = run(tmp_path)
    file = tmp_path / "inputs" / "toy" / "stages.csv"
    file.write_text(file.read_text("utf-8").replace("L,build,1,1", "L,build,2,1"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"these differ: stages\.csv"):
        reopened(folder, [tmp_path / "inputs"])
    with pytest.raises(UsageError, match="No case was found"):
        reopened(folder, [tmp_path / "nowhere"])


def test_what_is_no_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no report of a plan"):
        reopened(tmp_path, [])
    folder = run(tmp_path)
    facts = json.loads((folder / "manifest.json").read_text("utf-8"))
    del facts["asked"]
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(UsageError, match="another version"):
        reopened(folder, [tmp_path / "inputs"])


def test_a_report_of_a_workbook_finds_it(tmp_path: Path) -> None:
    book = tmp_path / "inputs" / "toy.xlsx"
    write_template(form_of(toys.write(tmp_path / "toy")), book)
    _, exported = pipeline.run(book, tmp_path / "reports", Options(door="highs"), ["csv"])
    for places in ([tmp_path / "inputs"], [book]):
        assert reopened(exported.folder, places).case == book


def test_a_case_kept_with_the_report_goes_first(tmp_path: Path) -> None:
    folder = run(tmp_path)
    kept = toys.write(folder.parent / "inputs")
    assert reopened(folder, [tmp_path / "inputs"]).case == kept
