from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner import pipeline
from planner.results.audit import audit
from planner.results.audit.written import AMOUNTS, OPTIONAL

if TYPE_CHECKING:
    from planner.pipeline import Planned

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/case.toml"))


def rules(base: Planned, **tables: pd.DataFrame) -> list[str]:
    plan = base.plan
    return [f.rule for f in audit(base.inputs, {**plan.tables, **tables}, plan.kpis, plan.solve.objective)]


def test_the_plan_of_the_base_case_holds(base: Planned) -> None:
    assert rules(base) == []


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_plans_of_published_problems_hold(case: Path) -> None:
    found = pipeline.plan(pipeline.load(case)[0])
    assert audit(found.inputs, found.plan.tables, found.plan.kpis, found.plan.solve.objective) == []


@pytest.mark.parametrize(
    ("table", "column"), [(t, c) for t, columns in AMOUNTS.items() if t not in OPTIONAL for c in columns]
)
def test_one_per_cent_of_any_amount_is_found(table: str, column: str, base: Planned) -> None:
    # Where all amounts are nothing, one is added.
    if base.plan.tables.get(table, pd.DataFrame()).empty:
        pytest.skip("the base case has none")
    frame = base.plan.tables[table].reset_index(drop=True)
    row = int(np.argmax(frame[column].to_numpy()))
    frame[column] = frame[column].astype(float)
    frame.loc[row, column] = frame.loc[row, column] * 1.01 or 1.0
    assert rules(base, **{table: frame}) != []


def test_costs_of_missed_gates_may_be_missing_from_a_plain_plan_only(base: Planned) -> None:
    gates, plan = base.plan.tables["gates"].reset_index(drop=True), base.plan
    assert (gates["missing_cost_million"] > 0).any()
    without = gates.assign(missing_cost_million=gates["missing_cost_million"].where(gates["missing_cost_million"] == 0))
    assert set(rules(base, gates=without)) == {"missed_word"}
    # Only a full plan has the table of prices.
    plain = {name: table for name, table in plan.tables.items() if name != "prices"} | {"gates": without}
    assert audit(base.inputs, plain, plan.kpis, plan.solve.objective) == []
