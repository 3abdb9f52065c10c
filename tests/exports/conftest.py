"""A made-up plan with every result table: 4 programmes, 5 years, 7 lines, 36 periods."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from exports.export_fake_facts import ITEMS, LINES, PROGRAMMES, STAGE_NAMES
from exports.export_fake_others import gate_rows, other_rows
from exports.export_fake_periods import period_rows
from exports.export_fake_years import (
    finance_rows,
    line_rows,
    material_rows,
    stage_rows,
    unit_cost_rows,
    yearly_plan,
    yearly_total,
)

from planner.exports.dictionary import dictionary
from planner.exports.sources import sources_of
from planner.exports.workbook import WORKBOOK, write_workbook
from planner.results.plan import Plan, SolveFacts
from planner.tables.inputs import Case, Owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exports.export_reading import Read
    from openpyxl import Workbook


def framed(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as the frame of a result table, typed as the dictionary says."""
    columns = dictionary()[table]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    for column in columns:
        if column.type == "date":
            frame[column.name] = pd.to_datetime(frame[column.name])
        elif column.is_number:
            frame[column.name] = pd.to_numeric(frame[column.name])
    return frame


def make_plan(**tables: pd.DataFrame) -> Plan:
    """The plan; `tables` take the place of its own."""
    rows = {
        "yearly_plan": yearly_plan(),
        "yearly_total": yearly_total(),
        "yearly_lines": line_rows(),
        "yearly_stages": stage_rows(),
        "yearly_materials": material_rows(),
        "yearly_finance": finance_rows(),
        "yearly_unit_cost": unit_cost_rows(),
        "gates": gate_rows(),
        **other_rows(),
        **period_rows(),
    }
    frames = {table: framed(table, rows[table]) for table in dictionary() if table in rows}
    kpis = {
        "net_present_value_million": 11_925.527,
        "production_installs": 118_411,
        "pilot_installs": 336,
        "delivered_gwh": 11.87654,
        "capex_million": 4102.75,
        "peak_funding_million": 2998.2,
        "service_level_share": 0.9431,
        "first_sop": "2027-04-01",
        "cost_per_kwh": 791.25,
        "missing": float("nan"),
        "npv_million": 11_925.527,
        "penalties_million": 88.1,
        "residual_million": 2_080.0,
        "residual_end_million": 4_490.9,
        "irr": 0.41,
    }
    return Plan(
        CASE,
        "base",
        {**frames, **tables},
        kpis,
        SOLVE,
        {"rows": 12_345, "columns": 23_456, "non_zeros": 98_765},
        NAMES,
    )


CASE = Case(
    name="base",
    title="Rollout of all-solid-state batteries 2026-2030",
    currency="CNY",
    plan_date=dt.date(2026, 1, 5),
    start=dt.date(2026, 1, 1),
    end=dt.date(2030, 12, 31),
    steps=(),
    discount_rate=0.08,
    price_year=2026,
    demand_level="base",
    supply_level="base",
    pilot_until=dt.date(2027, 3, 31),
    owners={"demand": Owner("Sales planning", dt.date(2025, 12, 12))},
)
SOLVE = SolveFacts("optimal", "HiGHS 1.15.1", "pulp", -11_925.527, -11_925.527, 0.0, 1.234)
NAMES = {
    "line": LINES,
    "programme": PROGRAMMES,
    "item": {item: row[0] for item, row in ITEMS.items()},
    "stage": {**STAGE_NAMES, "DRY2/warm_press": "Warm isostatic pressing (2 x 200)"},
    "gate": {},
}


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def replaced() -> Callable[..., Plan]:
    """A plan some of whose tables are given by the test as rows."""

    def _replaced(**rows: list[dict[str, Any]]) -> Plan:
        return make_plan(**{table: framed(table, row) for table, row in rows.items()})

    return _replaced


@pytest.fixture
def stopped(plan: Plan) -> Plan:
    """A plan found at a limit."""
    return replace(plan, solve=replace(SOLVE, status="feasible", bound=-12_020.0, gap=0.0079))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with two input files and one file that is no input."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "known.toml").write_text("x = 1\n", encoding="utf-8")
    (folder / "case.toml").write_text('title = "x"\n', encoding="utf-8")
    (folder / "demand.csv").write_text("programme\nP1\n", encoding="utf-8")
    (folder / "notes.md").write_text("not an input\n", encoding="utf-8")
    return folder


@pytest.fixture
def read(tmp_path: Path, inputs: Path) -> Read:
    """Write a plan as a workbook and read it back."""

    def _read(plan: Plan) -> Workbook:
        write_workbook(plan, tmp_path, sources_of(inputs))
        return openpyxl.load_workbook(tmp_path / WORKBOOK, data_only=True)

    return _read
