"""Which decisions hold by their status and by option, and what the others are good for: a first incumbent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.errors import UsageError
from planner.model.suggested import suggested
from planner.solve import Options, levels
from planner.tables.aims import Wanted
from tests.decide.test_copies import END, THREE

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.inputs import Inputs

ROWS = "action,object,copy,date,status\n"
ONE = ROWS + "on_stream,N,1,2026-06-01,{status}"


def one(folder: Path, status: str) -> Inputs:
    return toys.load(folder, END, ("lines",), **THREE, decisions=ONE.format(status=status))


@pytest.mark.parametrize(
    ("status", "hold", "first"),
    [
        # Left to itself the planner opens the first copy in March, as soon as it can (see test_copies).
        ("proposed", (), 3),
        ("approved", (), 3),
        ("proposed", ("approved",), 3),
        ("approved", ("proposed",), 3),
        ("proposed", ("proposed",), 6),
        ("approved", ("approved",), 6),
        ("approved", ("approved", "proposed"), 6),
        ("committed", (), 6),
    ],
)
def test_what_holds_by_status_and_option(status: str, hold: tuple[str, ...], first: int, tmp_path: Path) -> None:
    planned = pipeline.plan(Wanted(hold=hold).of(one(tmp_path, status)), Options(door="highs"))
    copies = planned.plan["investments"]
    assert copies["on_stream"].dt.month.min() == first
    # What is held keeps its status, and the others follow in their order.
    assert copies["status"].tolist() == [status if first == 6 else "planned", "planned", "planned"]
    assert planned.inputs.case.hold == ()


def test_done_copies_hold(tmp_path: Path) -> None:
    # Done before the plan date, so on stream on the first day of the horizon.
    decisions = ROWS + "on_stream,N,1,2026-01-01,done"
    inputs = toys.load(tmp_path, END, ("lines",), **THREE, decisions=decisions)
    copies = pipeline.plan(inputs, Options(door="highs")).plan["investments"]
    assert copies["status"].tolist() == ["done", "planned", "planned"]
    assert copies["on_stream"].dt.month.tolist() == [1, 3, 4]


def test_an_option_holds_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="committed"):
        Wanted(hold=("committed",)).of(one(tmp_path, "approved"))


def test_suggestions_are_the_first_incumbent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Copy 1 is approved for May and copy 2 proposed for a day on which no period begins: it is unknown, as is copy 3.
    decisions = ROWS + "on_stream,N,1,2026-05-01,approved\non_stream,N,2,2026-06-15,proposed"
    inputs = toys.load(tmp_path, END, ("lines",), **THREE, decisions=decisions)
    _, program = pipeline.build(inputs)
    start = suggested(program, inputs["decisions"], inputs.case)
    assert start is not None
    opened = next(family for family in program.columns if family.name == "open")
    known = opened.keys.assign(value=start[program.column_slice("open")]).dropna(subset="value")
    assert known["copy"].unique().tolist() == [1]
    assert known.loc[known["value"] == 1, "on_stream"].tolist() == [pd.Timestamp(2026, 5, 1)]
    assert known["value"].sum() == 1
    states = known.assign(value=start[program.column_slice("running")][known.index])
    assert states.loc[states["value"] == 1, "on_stream"].dt.month.tolist() == [5, 6, 7, 8]
    assert np.isnan(start).sum() == len(start) - 2 * len(known)
    handed = []
    usual = levels.solve
    monkeypatch.setattr(levels, "solve", lambda *words: handed.append(words[1:]) or usual(*words))
    first = pipeline.plan(inputs, Options(door="highs"))
    np.testing.assert_array_equal(handed[0][1], start)
    # The plan is the best one, whatever was suggested.
    assert first.answer.objective == pytest.approx(
        toys.solve(tmp_path / "free", END, decide=("lines",), **THREE).answer.objective
    )


def test_machines_shifts_and_maintenance_are_suggested(tmp_path: Path) -> None:
    # Two cutters in March, the shift from February on, the job on the first of March: all three may be chosen.
    tables = {
        "machines": "line,stage,capex_million,life_years,lead_months,most\nL,build,1,10,1,3",
        "calendars": f"calendar,tier,from,to,hours\nDAY,regular,2026-01-01,{END},800\nDAY,shift,2026-01-01,{END},400",
        "maintenance": "job,line,stage,days,from,to\nJ,L,build,14,2026-02-01,2026-04-30",
        "decisions": """action,object,copy,stage,date,quantity,status
            machines,L,1,build,2026-03-01,2,approved
            shift,L,,,2026-02-01,,approved
            maintain,J,,,2026-03-01,,approved""",
    }
    inputs = toys.load(tmp_path, END, ("machines", "shifts", "maintenance"), **tables)
    _, program = pipeline.build(inputs)
    start = suggested(program, inputs["decisions"], inputs.case)
    assert start is not None
    found = {}
    for name, date in (("extra", "on_stream"), ("shift", "start"), ("down", "date")):
        family = next(family for family in program.columns if family.name == name)
        value = pd.Series(start[program.column_slice(name)], family.keys[date].dt.month.to_numpy())
        assert value.notna().all()
        found[name] = value[value > 0].to_dict()
    assert found["extra"] == {3: 2}
    assert found["shift"] == dict.fromkeys(range(2, 9), 1)
    assert found["down"] == {3: 1}


def test_what_holds_suggests_nothing(tmp_path: Path) -> None:
    inputs = one(tmp_path, "approved")
    _, program = pipeline.build(inputs)
    assert suggested(program, inputs["decisions"], inputs.case) is not None
    assert suggested(program, inputs["decisions"], replace(inputs.case, hold=("approved",))) is None


@pytest.mark.parametrize("door", ["highs", "pulp"])
def test_an_illegal_suggestion_is_left(door: str, tmp_path: Path) -> None:
    # Copies a month apart pass the checks; in the same month they break their gap.
    decisions = ROWS + "on_stream,N,1,2026-05-01,approved\non_stream,N,2,2026-06-01,approved"
    inputs = toys.load(tmp_path, END, ("lines",), **THREE, decisions=decisions)
    wrong = inputs.replace(decisions=inputs["decisions"].assign(date=pd.Timestamp(2026, 5, 1)))
    planned = pipeline.plan(wrong, Options(door=door))
    assert planned.plan["investments"]["on_stream"].dt.month.tolist() == [3, 4, 5]
