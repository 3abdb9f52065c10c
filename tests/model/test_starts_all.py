"""Small cases: what the planner decides is as good as the best of all starts of production and gates there are.

Every combination of starts is given as rows of `decisions` and solved as a linear program by itself; what the program that
decides says, over the same months or over the reduced ones of `gate_options`, must be the best of them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import toys

from planner import pipeline
from planner.capacity import capacity, gate_options, redated
from planner.errors import InputError
from planner.model.catalogue import program
from planner.solve import Options, solve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.tables.inputs import Inputs

pytestmark = pytest.mark.thorough

# January to March by month, then the quarter to June.
STEPS = 'steps = [ {until = 2026-03-31, step = "month"}, {until = 2026-06-30, step = "quarter"} ]'
STARTS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
MONTHS = [f"2026-0{m}-01" for m in range(1, 7)]
ENDS = dict(zip(range(1, 7), (31, 28, 31, 30, 31, 30), strict=True))

# Among them: gates in order and not, fleets used up wholly, in part and not, seasons, growth, late sales, stock, a line that
# must have made the fleet, installs a week, a programme that never starts.
SEEDS = (5, 9, 14, 19)


@dataclass(frozen=True)
class Small:
    """A case drawn by chance.

    Attributes:
        tables: Its tables.
        after: Whether gate B waits for gate A.
        months: Length of both gates.
        needs: Gates of each programme.
    """

    tables: dict[str, str]
    after: bool
    months: dict[str, int]
    needs: dict[str, str]


def small(seed: int) -> Small:
    """Two programmes on one line, two gates that one fleet serves."""
    chance = np.random.default_rng(seed)
    whole, pick = (
        (lambda low, high: int(chance.integers(low, high + 1))),
        (lambda *of: of[int(chance.integers(len(of)))]),
    )
    months = {"A": whole(1, 2), "B": 1}
    after = bool(whole(0, 1))
    needs = {"P": pick("A", "B", "AB"), "Q": pick("B", "AB")}
    season = pick(",,", ",3,5", ",2,6")
    late = pick("", "200000")
    tables = {
        "items": "item,kind,unit\ncar,vehicle,car\nvan,vehicle,van",
        "calendars": "calendar,from,to,hours\n"
        + "\n".join(f"DAY,2026-0{m}-01,2026-0{m}-{d},100" for m, d in ENDS.items()),
        "line_items": "line,item,cost\nL,car,1000000\nL,van,500000",
        "programmes": "programme,item,site,sop_earliest,most_per_week,fallback_margin,season\n"
        f"P,car,S,2026-02-01,{pick('', '12')},{pick(0, 6000000)},{pick('', 'N')}\nQ,van,S,,,{whole(0, 3) * 1000000},",
        "seasons": "season,month,weight\n" + "\n".join(f"N,{m},{0 if m == 3 else m}" for m in range(1, 13)),
        "gates": f"gate,months,season_from,season_to\nA,{months['A']}{season}\nB,1,,",
        "gate_order": "gate,after\nB,A" if after else "",
        "programme_gates": "programme,gate\n" + "\n".join(f"{p},{g}" for p, gates in needs.items() for g in gates),
        "gate_needs": "gate,item,fleet,quantity,used_up,line\n"
        f"A,car,F,{whole(5, 30)},{pick(0, 0.5, 1)},{pick('', 'L')}\nB,car,F,{whole(5, 30)},{pick(0, 0.5, 1)},\nB,van,F,{whole(1, 9)},1,",
        "demand": "programme,from,to,base,late_cost\n"
        f"P,2026-01-01,2026-03-31,{whole(60, 160)},{late}\nP,2026-04-01,2026-06-30,{whole(60, 200)},{late}\n"
        f"Q,2026-02-01,2026-05-31,{whole(60, 250)},",
        "prices": f"programme,from,to,price_net\nP,2026-01-01,2026-06-30,{whole(6, 12)}000000\nQ,2026-01-01,2026-06-30,{whole(4, 9)}000000",
        "growth": pick("", "programme,growth_per_month,step_per_month\nP,0.2,20\nQ,0.1,30"),
        "stocks": pick("", "item,site,holding_cost\ncar,S,100000"),
    }
    return Small(tables, after, months, needs)


def load(folder: Path, tables: dict[str, str]) -> Inputs:
    """The case with both kinds left to the planner."""
    toys.write(folder, "2026-06-30", ("sop", "gates"), **tables)
    case = folder / "case.toml"
    text = case.read_text(encoding="utf-8")
    start = text.index("steps = ")
    case.write_text(text[:start] + STEPS + text[text.index("\n", start) :], encoding="utf-8")
    return pipeline.load(folder)[0]


def combinations(case: Small) -> Iterator[dict[tuple[str, str], str]]:
    """Every way to start production and the gates that it needs, in time and in order; seasons are left to the checks."""
    for p, q in itertools.product([*STARTS, ""], repeat=2):
        sop = {"P": p, "Q": q}
        needed = {g for name, day in sop.items() if day for g in case.needs[name]}
        needed |= {"A"} if case.after and "B" in needed else set()
        for days in itertools.product(*([MONTHS] * len(needed))):
            starts = dict(zip(sorted(needed), days, strict=True))
            passed = {g: f"2026-{int(day[5:7]) + case.months[g]:02}-01" for g, day in starts.items()}
            asked = {
                name: set(case.needs[name]) | ({"A"} if case.after and "B" in case.needs[name] else set())
                for name in sop
            }
            if any(day and passed[g] > day for name, day in sop.items() for g in asked[name] & passed.keys()):
                continue
            if case.after and "B" in starts and passed["A"] > starts["B"]:
                continue
            yield {("sop" if day else "never", name): day or "2026-01-01" for name, day in sop.items()} | {
                ("gate", g): day for g, day in starts.items()
            }


def given(inputs: Inputs, rows: dict[tuple[str, str], str]) -> Inputs:
    """The case with these decisions committed."""
    table = [{"action": action, "object": name, "date": day} for (action, name), day in rows.items()]
    return toys.given(inputs, table)


def in_season(inputs: Inputs, rows: dict[tuple[str, str], str]) -> bool:
    """Whether A, if it runs, runs in its season (the checks would tell; here they are passed by)."""
    gate = inputs["gates"].iloc[0]
    day = rows.get(("gate", "A"))
    first = int(day[5:7]) if day else 0
    return (
        not day
        or pd.isna(gate["season_from"])
        or (gate["season_from"] <= first and first + gate["months"] - 1 <= gate["season_to"])
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_all_starts_is_found(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = small(seed)
    inputs = load(tmp_path, case.tables)
    coefficients = capacity(inputs)
    best = np.inf
    for rows in combinations(case):
        if not in_season(inputs, rows):
            continue
        one = given(inputs, rows)
        try:
            answer = solve(program(one, redated(coefficients, one)), Options(door="highs"))
        except InputError:  # a gate with no day of its own would have to start before the horizon
            continue
        best = min(best, answer.objective) if answer.status.has_plan else best
    planned = pipeline.plan(inputs, Options(door="highs", gap=0.0))
    assert planned.choice is not None
    assert planned.choice.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert planned.answer.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    # All months in season instead of the reduced ones give no better plan.
    monkeypatch.setattr(gate_options, "_earliest", lambda months, _: list(months))
    every = solve(pipeline.build(inputs)[1], Options(door="highs", gap=0.0))
    assert every.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
