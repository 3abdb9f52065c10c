"""Decisions otherwise: what insisting costs by hand and by a committed row, words that are not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys
from typer.testing import CliRunner

from planner import pipeline
from planner.cli import app
from planner.errors import UsageError
from planner.solve import Options
from planner.studies.explain.why_not import why_not
from planner.studies.explain.wish import AFTER, BY, IN, NEVER, wish
from planner.studies.reopen import reopened

if TYPE_CHECKING:
    from pathlib import Path

    from planner.studies.reopen import Reopened

# Line L makes 100 cars a month at 10 million each. From March on 200 are asked for: a copy of N for 500 million, on stream
# a month after its order, makes the others: 100 + 100 + 200 cars, 4,000 less 500 = 3,500.
TABLES = {
    "lines": "line,site,calendar,status,on_stream,copies,lead_months\nL,S,DAY,existing,2026-01-01,1,0\nN,S,DAY,candidate,,2,1",
    "line_items": "line,item\nL,car\nN,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,500,0.01",
    "demand": """programme,from,to,base
        P,2026-01-01,2026-01-31,100
        P,2026-02-01,2026-02-28,100
        P,2026-03-01,2026-03-31,200""",
}
DIRECT = Options(door="highs", gap=0.0)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Reopened:
    folder = tmp_path_factory.mktemp("why_not")
    case = toys.write(folder / "toy", "2026-03-31", ["lines"], **TABLES)
    _, exported = pipeline.run(case, folder / "reports", DIRECT, ["csv"])
    return reopened(exported.folder, [case])


def test_without_a_copy(report: Reopened) -> None:
    # 100 cars less for 1,000 million, 500 of capex less.
    found = why_not(report, "no copy of N")
    assert "insisting on it costs 500.0 million CNY" in found.headlines[0]
    assert "It hurts first in 2026: 100 production installs" in found.headlines[1]
    rows = found.plan["why_not"].set_index("measure")["difference"]
    assert rows["net present value, million"] == pytest.approx(-500)
    assert (rows["production installs"], rows["shortfall"], rows["capex, million"]) == pytest.approx((-100, 100, -500))
    assert found.plan["why_not_moves"].values.tolist() == [["N copy 1 on stream", "2026-03-01", "none"]]


def test_without_a_copy_that_people_have_committed_it_is_not_bought_again(tmp_path: Path) -> None:
    # The row is dropped, and the planner may not put its own in the place: 500 lost as above.
    committed = "action,object,copy,date,status\non_stream,N,1,2026-03-01,committed"
    case = toys.write(tmp_path / "toy", "2026-03-31", ["lines"], **TABLES, decisions=committed)
    _, exported = pipeline.run(case, tmp_path / "reports", DIRECT, ["csv"])
    found = why_not(reopened(exported.folder, [case]), "no copy of N")
    assert "insisting on it costs 500.0 million CNY" in found.headlines[0]
    assert found.plan["why_not_moves"]["new"].tolist() == ["none"]


def test_a_second_copy_costs_as_much_as_when_it_is_committed(report: Reopened) -> None:
    found = why_not(report, "n copy 2 on stream by 2026-03")
    rows = [
        {"action": "on_stream", "object": "N", "copy": copy, "date": "2026-03-01", "status": "committed"}
        for copy in (1, 2)
    ]
    fixed = pipeline.plan(toys.given(report.undecided, rows), DIRECT, missed=False)
    value = found.plan["why_not"].iloc[0]
    assert value["insisted"] == pytest.approx(-fixed.answer.objective)
    assert value["difference"] == pytest.approx(-500)


def test_too_soon_has_no_plan_and_tells_the_soonest(report: Reopened) -> None:
    found = why_not(report, "N copy 1 on stream by 2026-01")
    assert "there is no plan with it" in found.headlines[0]
    assert found.headlines[1] == "Approval, lead time or gates allow 2026-02-01 at the soonest."
    assert found.headlines[2] == "The nearest day with a plan is 2026-02-01."
    assert found.plan["conflict"]["limit"].tolist() == ["what is asked for: N copy 1 on stream by 2026-01"]


def test_a_start_that_the_case_gives_moves_in_its_tables(tmp_path: Path) -> None:
    # Nothing is left to the planner: 120 and 60 are asked for, from February on 60 of them.
    case = toys.write(tmp_path / "toy", programmes="programme,item,site,sop_earliest\nP,car,S,2026-01-01")
    _, exported = pipeline.run(case, tmp_path / "reports", DIRECT, ["csv"])
    out = ["--case", str(case), "--out", str(tmp_path / "why")]
    done = CliRunner().invoke(app, ["explain", str(exported.folder), "--why-not", "P sop not before 2026-02", *out])
    assert done.exit_code == 0
    assert "P sop not before 2026-02: insisting on it costs 1,000.0 million CNY" in done.stdout
    assert (tmp_path / "why" / "why_not.csv").is_file()


def test_words(report: Reopened) -> None:
    inputs = report.undecided
    told = wish("N copy 2 on stream by 2026-02", inputs)
    assert (told.action, told.object, told.copy, told.how, f"{told.last:%Y-%m-%d}") == (
        "on_stream",
        "N",
        2,
        BY,
        "2026-02-28",
    )
    told = wish("N copy 2 not before 2026-02", inputs)
    assert (told.how, f"{told.first:%Y-%m-%d}") == (AFTER, "2026-02-01")
    assert (wish("p SOP in 2026-02", inputs).action, wish("P sop in 2026-02", inputs).how) == ("sop", IN)
    assert (wish("no copy of N", inputs).copy, wish("no sop of P", inputs).how) == (0, NEVER)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("buy more", "Say for example: DRY2 copy 2 on stream by 2027-10"),
        ("N copy 1 on stream by 2026-13", "is not understood"),
        ("M copy 1 on stream by 2026-02", "The case has no M; it has L, N"),
        ("N copy 3 on stream by 2026-02", "N has no copy 3 that could be bought"),
        ("L on stream by 2026-02", "L has no copy 1 that could be bought"),
        ("contract X signed", "The case has no X"),
    ],
)
def test_what_is_not_understood_is_told(report: Reopened, said: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        wish(said, report.undecided)
