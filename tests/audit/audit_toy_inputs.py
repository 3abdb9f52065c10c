"""The toy case as typed frames."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from audit.audit_toy_rows import ROWS

from planner.tables.inputs import Case, Inputs


@cache
def dictionary() -> pd.DataFrame:
    """The data dictionary of input tables."""
    with (files("planner.tables") / "dictionary.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


def frame(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A typed input table with the defaults of the dictionary filled in."""
    columns = dictionary().loc[dictionary()["table"] == table]
    data = {}
    for column, kind, default, needed in columns[["column", "type", "default", "required"]].itertuples(index=False):
        values = [row.get(column, default) for row in rows]
        if kind == "date":
            data[column] = pd.Series(pd.to_datetime(values), dtype="datetime64[s]")
        elif kind == "integer" and (default or needed == "yes"):
            data[column] = pd.Series([int(value) for value in values], dtype="int64")
        elif kind in {"number", "integer"}:
            data[column] = pd.Series([float("nan") if v == "" else float(v) for v in values], dtype="float64")
        else:
            data[column] = pd.Series([str(value) for value in values], dtype="str")
    return pd.DataFrame(data)


def case(**changes: Any) -> Case:
    """The settings; discount rate 0, so that capex and residual value count in full."""
    settings = {
        "name": "toy",
        "title": "Toy",
        "currency": "CNY",
        "plan_date": dt.date(2026, 10, 1),
        "start": dt.date(2026, 10, 1),
        "end": dt.date(2027, 2, 28),
        "steps": (),
        "discount_rate": 0.0,
        "price_year": 2026,
        "demand_level": "base",
        "supply_level": "base",
        "pilot_until": dt.date(2026, 10, 31),
        "owners": {},
        "tax_rate": 0.2,
    }
    return Case(**(settings | changes))


def toy_inputs(**tables: list[dict[str, Any]]) -> Inputs:
    """The case, with some tables replaced."""
    return Inputs(case(), _base() | {name: frame(name, rows) for name, rows in tables.items()}, Path())


@cache
def _base() -> dict[str, pd.DataFrame]:
    return {name: frame(name, ROWS.get(name, [])) for name in dict.fromkeys(dictionary()["table"])}
