"""Hand-made inputs: a few rows by column, the rest filled in as reading the tables would."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.tables.inputs import Case, Inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

import planner.tables.inputs as inputs_module

DICTIONARY = Path(inputs_module.__file__).with_name("dictionary.csv")
Rows = "list[Mapping[str, Any]]"


@cache
def dictionary() -> pd.DataFrame:
    """The data dictionary as text."""
    with DICTIONARY.open(encoding="utf-8", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


def frame(table: str, rows: list[Mapping[str, Any]]) -> pd.DataFrame:
    """A typed table with defaults filled in, its index the line number in the file."""
    columns = dictionary()[dictionary()["table"] == table]
    data: dict[str, pd.Series] = {}
    index = pd.RangeIndex(2, 2 + len(rows))
    for entry in columns.to_dict("records"):
        name, kind, default = entry["column"], entry["type"], entry["default"]
        values = [row.get(name, default) for row in rows]
        if kind == "number":
            data[name] = pd.Series([float(v) if v != "" else float("nan") for v in values], index, "float64")
        elif kind == "integer" and "" in values:
            data[name] = pd.Series([float(v) if v != "" else float("nan") for v in values], index)
        elif kind == "integer":
            data[name] = pd.Series([int(v) for v in values], index, "int64")
        elif kind == "date":
            data[name] = pd.Series(pd.to_datetime([v or None for v in values]), dtype="datetime64[ns]")
            data[name].index = index
        else:
            data[name] = pd.Series(values, index, "str")
    unknown = {key for row in rows for key in row} - set(data)
    assert not unknown, unknown
    return pd.DataFrame(data, index=index)


def make(**tables: list[Mapping[str, Any]]) -> Inputs:
    """Inputs of the given tables, every other table empty; the horizon is 2026 to 2027."""
    case = Case(
        name="toy",
        title="Toy",
        currency="CNY",
        plan_date=dt.date(2025, 12, 1),
        start=dt.date(2026, 1, 1),
        end=dt.date(2027, 12, 31),
        steps=(),
        discount_rate=0.08,
        price_year=2026,
        demand_level="base",
        supply_level="base",
        pilot_until=dt.date(2026, 12, 31),
        owners={},
    )
    names = dictionary()["table"].unique()
    return Inputs(case, {name: frame(name, tables.get(name, [])) for name in names}, Path("toy"))


@pytest.fixture(name="table")
def table_fixture() -> Callable[[str, list[Mapping[str, Any]]], pd.DataFrame]:
    """Make one table."""
    return frame


@pytest.fixture(name="inputs_of")
def inputs_fixture() -> Callable[..., Inputs]:
    """Make inputs of some tables."""
    return make
