"""Toy cases small enough to solve in a comment: a good case, and the few cells that a test changes."""

from __future__ import annotations

import itertools
import json
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planner import pipeline
from planner.errors import InputError
from planner.results.ahead import Ahead
from planner.solve import Options
from planner.solve import solve as solved
from planner.tables.known import Known
from planner.tables.raw import raw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

KNOWN = Known()
WITHOUT_WAITS = Ahead(waiting="none")
BOTH = "both"

CASE = """
title = "Toy"
currency = "CNY"
plan_date = 2026-01-01
start = 2026-01-01
end = {end}
discount_rate = 0.0
price_year = 2026
demand_level = "base"
supply_level = "base"
pilot_until = 2026-12-31
steps = [ {{until = {end}, step = "month"}} ]
decide = {decide}
"""

# One line makes cars at one stage, one an hour, 100 hours a month; 120 cars are asked for in January and 60 in February at
# a price of 10 million each: 100 + 60 = 160 cars are sold, 20 are short.
TABLES = {
    "sites": "site\nS",
    "calendars": """calendar,from,to,hours
        DAY,2026-01-01,2026-01-31,100
        DAY,2026-02-01,2026-02-28,100
        DAY,2026-03-01,2026-03-31,100""",
    "items": "item,kind,unit\ncar,product,car",
    "lines": "line,site,calendar,status,on_stream\nL,S,DAY,existing,2026-01-01",
    "line_items": "line,item\nL,car",
    "stages": "line,stage,machines,rate\nL,build,1,1",
    "programmes": "programme,item,site\nP,car,S",
    "demand": """programme,from,to,base
        P,2026-01-01,2026-01-31,120
        P,2026-02-01,2026-02-28,60""",
    "prices": "programme,from,to,price_net\nP,2026-01-01,2026-03-31,10000000",
}


def write(
    folder: Path,
    end: str = "2026-02-28",
    decide: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    **tables: str,
) -> Path:
    """Write the toy with some of its settings and tables replaced; a table given as an empty text is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    told = CASE.format(end=end, decide=json.dumps(list(decide))).strip().splitlines()
    lines = dict(line.split(" = ", 1) for line in told) | (dict(settings) if settings else {})
    case = "".join(f"{key} = {value}\n" for key, value in lines.items())
    (folder / "case.toml").write_text(case, encoding="utf-8")
    for name, text in {**TABLES, **tables}.items():
        if text:
            (folder / f"{name}.csv").write_text(textwrap.dedent(_flush(text)) + "\n", encoding="utf-8")
    return folder


def load(
    folder: Path,
    end: str = "2026-02-28",
    decide: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    **tables: str,
) -> Inputs:
    """The checked toy."""
    # Many toys share most tables: what the checks have found of them once is not looked for again.
    inputs, problems = pipeline.examined(raw(write(folder, end, decide, settings, **tables)), known=KNOWN)
    if inputs is None:
        raise InputError(problems)
    return inputs


def given(inputs: Inputs, rows: Sequence[Mapping[str, object]]) -> Inputs:
    """The toy with these decisions committed and nothing left to the planner; cells that a row lacks are as in an empty file."""
    kinds = inputs["decisions"].dtypes.to_dict()
    defaults = {name: "" for name, kind in kinds.items() if kind == "str"} | {"copy": 1, "quantity": 1, "share": 1.0}
    table = pd.DataFrame([{**defaults, "status": "committed", **row} for row in rows], columns=list(kinds)).astype(
        kinds
    )
    return inputs.replace(case=replace(inputs.case, decide=()), decisions=table)


def beside_copies(inputs: Inputs, days: Sequence[pd.Timestamp], rows: Sequence[Mapping[str, object] | None]) -> float:
    """The best objective over up to two copies of line N, their days, and one more row or none, each planned as given."""
    pairs = [(), *((day,) for day in days), *itertools.combinations_with_replacement(days, 2)]
    found = []
    for copies, row in itertools.product(pairs, rows):
        chosen = [{"action": "on_stream", "object": "N", "copy": k, "date": day} for k, day in enumerate(copies, 1)]
        program = pipeline.build(given(inputs, [*chosen, *([row] if row else [])]))[1]
        found.append(solved(program, Options(door="highs")).objective)
    return min(found)


def solve(
    folder: Path,
    end: str = "2026-02-28",
    door: str = "highs",
    decide: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    ahead: Ahead = WITHOUT_WAITS,
    **tables: str,
) -> Planned:
    """The audited plan of the toy; what waiting with each decision costs, a solve for each, only where it is asked for.

    By `BOTH` doors: the plan by HiGHS itself, every program of which is worth the same through PuLP.
    """
    options = Options(door="highs" if door == BOTH else door)
    planned = pipeline.plan(load(folder, end, decide, settings, **tables), options, ahead=ahead)
    if door == BOTH:
        worth_the_same(planned)
    return planned


def worth_the_same(planned: Planned) -> None:
    """The programs of a plan, that which decides and that which has all given, have its objective through PuLP."""
    for program in (planned.program, *([planned.choice.program] if planned.choice else [])):
        assert solved(program, Options(door="pulp")).objective == pytest.approx(planned.answer.objective, rel=1e-6)


def _flush(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())
