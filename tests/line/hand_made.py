"""Hand-made inputs: a few rows by column, the rest filled in as reading the tables would."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.tables.inputs import Case, Inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

import planner.tables.inputs as inputs_module

DICTIONARY = Path(inputs_module.__file__).with_name("dictionary.csv")
BASE = Path(__file__).parents[2] / "inputs" / "base"


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
    """Inputs of the given tables, every other table empty; the horizon is 2026 to 2030."""
    case = Case(
        name="toy",
        title="Toy",
        currency="CNY",
        plan_date=dt.date(2025, 12, 1),
        start=dt.date(2026, 1, 1),
        end=dt.date(2030, 12, 31),
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


def read(folder: Path) -> Inputs:
    """The tables of a case folder, read plainly, with the settings of `make`."""
    tables: dict[str, list[Mapping[str, Any]]] = {}
    for file in sorted(folder.glob("*.csv")):
        known = set(dictionary().loc[dictionary()["table"] == file.stem, "column"])
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            tables[file.stem] = [{k: v for k, v in row.items() if k in known and v} for row in rows]
    return make(**tables)


def stages(line: str, yields: Mapping[str, float], **columns: Any) -> list[dict[str, Any]]:
    """Stages of a line with these yields, one machine of one unit an hour each."""
    common = {"line": line, "machines": 1, "rate": 1} | columns
    return [common | {"stage": stage, "yield": value} for stage, value in yields.items()]


def flows(line: str, *edges: tuple[str, str] | tuple[str, str, float]) -> list[dict[str, Any]]:
    """Flows of a line: from, to and, where it is not 1, the quantity."""
    keys = ("from_stage", "to_stage", "quantity")
    return [{"line": line} | dict(zip(keys, edge, strict=False)) for edge in edges]
