from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner import pipeline
from planner.results.audit import audit
from planner.results.audit.written import AMOUNTS, OPTIONAL
from planner.scenarios import Variant

if TYPE_CHECKING:
    from planner.pipeline import Planned

BASE = Path(__file__).parents[2] / "inputs" / "base"
CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/case.toml"))


@cache
def planned() -> Planned:
    # With the board's schedule: the audit is the same, and nothing has to be decided first.
    return pipeline.plan(pipeline.load(BASE, variant=Variant("committed"))[0])


def rules(tables: dict[str, pd.DataFrame]) -> list[str]:
    plan = planned().plan
    return [f.rule for f in audit(planned().inputs, tables, plan.kpis, plan.solve.objective)]


def test_the_plans_of_the_base_case_hold(base: Planned) -> None:
    assert rules(dict(planned().plan.tables)) == []
    assert audit(base.inputs, base.plan.tables, base.plan.kpis, base.plan.solve.objective) == []


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_plans_of_published_problems_hold(case: Path) -> None:
    found = pipeline.plan(pipeline.load(case)[0])
    assert audit(found.inputs, found.plan.tables, found.plan.kpis, found.plan.solve.objective) == []


@pytest.mark.parametrize(
    ("table", "column"), [(t, c) for t, columns in AMOUNTS.items() if t not in OPTIONAL for c in columns]
)
def test_one_per_cent_of_any_amount_is_found(table: str, column: str) -> None:
    # Where all amounts are nothing, one is added.
    if planned().plan.tables.get(table, pd.DataFrame()).empty:
        pytest.skip("the base case has none")
    frame = planned().plan.tables[table].reset_index(drop=True)
    row = int(np.argmax(frame[column].to_numpy()))
    frame[column] = frame[column].astype(float)
    frame.loc[row, column] = frame.loc[row, column] * 1.01 or 1.0
    assert rules({**planned().plan.tables, table: frame}) != []
