"""What keeps a stage that limits a year from growing: a toy for each keeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import toys
from decide.test_copies import END, HOURS, LINE

if TYPE_CHECKING:
    from pathlib import Path

BUILD = {
    "calendars": HOURS,
    "line_items": "line,item\nN,car",
    "stages": "line,stage,machines,rate\nN,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,30,0.01",
    "demand": f"programme,from,to,base\nP,2026-01-01,{END},1500",
    "prices": f"programme,from,to,price_net\nP,2026-01-01,{END},10000000",
}
FIRST = "action,object,copy,date,status\non_stream,N,1,2026-01-01,committed"


def limiter(folder: Path, decide: tuple[str, ...] = ("lines",), **tables: str) -> str:
    """What limits 2026."""
    return str(toys.solve(folder, END, decide=decide, **BUILD, **tables).plan["yearly_plan"]["limited_by"].iloc[0])


def test_decisions_as_given(tmp_path: Path) -> None:
    lines = f"{LINE}\nN,S,DAY,candidate,2,,,,0,0,0"
    assert limiter(tmp_path, (), lines=lines, decisions=FIRST) == "stage: build of N; kept by: decisions as given"


def test_lead_time(tmp_path: Path) -> None:
    # One month of approval and eleven of lead time: on stream in January 2027, after the horizon.
    lines = f"{LINE}\nN,S,DAY,candidate,2,,,,11,1,0"
    words = "stage: build of N; kept by: lead time (a copy more from 2027-01 at the soonest)"
    assert limiter(tmp_path / "lead", lines=lines, decisions=FIRST) == words
    # The gap after the first copy does the same.
    lines = f"{LINE}\nN,S,DAY,candidate,2,,,,0,0,12"
    assert limiter(tmp_path / "gap", lines=lines, decisions=FIRST) == words


def test_most_copies(tmp_path: Path) -> None:
    lines = f"{LINE}\nN,S,DAY,candidate,1,,,,0,0,0"
    assert limiter(tmp_path, lines=lines) == "stage: build of N; kept by: most copies (1)"


def test_budget(tmp_path: Path) -> None:
    # 30 million a copy, 50 to be spent.
    lines = f"{LINE}\nN,S,DAY,candidate,2,,,,0,0,0"
    words = limiter(tmp_path / "tight", lines=lines, budgets="measure,year,most\ncapex,2026,50")
    assert words.startswith("stage: build of N; kept by: budget: capex 2026 (a copy more from 2026-0")
    assert words.endswith(" breaks it)")
    # With 60 the second copy comes, and all that is asked for is made.
    assert limiter(tmp_path / "loose", lines=lines, budgets="measure,year,most\ncapex,2026,60") == "demand"


def test_not_worth_it(tmp_path: Path) -> None:
    # Half the demand is more than a copy makes: 8 x 10 cars are short, worth 800 million, and a copy costs 900.
    lines = f"{LINE}\nN,S,DAY,candidate,2,,,,0,0,0"
    tables = BUILD | {
        "capex": "line,part,order_year,cost_million,life_years\nN,all,2026,900,0.01",
        "demand": "programme,from,to,base\n" + "\n".join(f"P,2026-{m:02d}-01,2026-{m:02d}-28,110" for m in range(1, 9)),
    }
    plan = toys.solve(tmp_path, END, decide=("lines",), **tables, lines=lines).plan
    words = plan["yearly_plan"]["limited_by"].iloc[0]
    # From the first period on, when most is still to be had, it brings 800.
    assert words == "stage: build of N; kept by: not worth it (a copy more from 2026-01 loses 100.0 million CNY)"


def test_lines_that_exist_have_no_keeper(tmp_path: Path) -> None:
    assert toys.solve(tmp_path).plan["yearly_plan"]["limited_by"].iloc[0] == "stage: build of L"
