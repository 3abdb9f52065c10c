"""Where a limit stands in the tables: the file and the row that a reader opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.capacity.shifts import SHIFT
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.words import LimitWords
    from planner.tables.inputs import Inputs

STANDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "copy_output": ("stages", ("line", "stage")),
    "stage_hours": ("stages", ("line", "stage")),
    "overtime_limit": ("calendars", ("calendar", "tier", "from")),
    "least_run": ("line_items", ("line", "item")),
    "item_balance": ("bom", ("component",)),
    "stock_use": ("stocks", ("item", "site")),
    "stock_least": ("stocks", ("item", "site")),
    "stock_days": ("stocks", ("item", "site")),
    "stock_most": ("stocks", ("item", "site")),
    "shelf_life": ("stocks", ("item", "site")),
    "storage_space": ("sites", ("site",)),
    "supply_limit": ("supply", ("item", "site", "step", "from")),
    "contract_most": ("contracts", ("contract",)),
    "take_or_pay": ("contracts", ("contract",)),
    "lane_limit": ("lanes", ("from_site", "to_site", "item")),
    "line_release": ("lines", ("line",)),
    "demand_limit": ("demand", ("programme", "market", "from")),
    "demand_least": ("demand", ("programme", "market", "from")),
    "install_limit": ("programmes", ("programme",)),
    "pilots_made": ("stocks", ("item",)),
    "growth": ("growth", ("programme",)),
    "pilot_fleet": ("gate_needs", ("gate", "fleet", "item")),
    "gate_line": ("gate_needs", ("gate", "fleet", "item")),
    "sop_state": ("programmes", ("programme",)),
    "gate_state": ("gates", ("gate",)),
    "gate_after": ("gate_order", ("gate", "after")),
    "sop_after_gates": ("programme_gates", ("programme", "gate")),
    "pilots_wanted": ("pilots", ("programme", "by")),
    "target": ("targets", ("measure", "programme", "date")),
    "capex_budget": ("budgets", ("measure", "year")),
    "floor_cap": ("budgets", ("measure", "year")),
    "yearly_cap": ("budgets", ("measure", "year")),
    "group_most": ("group_limits", ("group", "kind", "from")),
    "group_least": ("group_limits", ("group", "kind", "from")),
    "group_route": ("group_limits", ("group", "kind")),
    "group_exclusive": ("group_limits", ("group", "kind")),
    "machine_most": ("machines", ("line", "stage")),
    "package_most": ("machines", ("line",)),
    "maintenance_done": ("maintenance", ("job",)),
    "maintenance_copies": ("maintenance", ("line",)),
    **dict.fromkeys(
        ("copy_state", "copy_order", "copy_part", "copy_day"),
        ("lines", ("line",)),
    ),
    **dict.fromkeys(
        ("shift_state", "shift_hours", "shift_copies", "shift_crew"),
        ("calendars", ("calendar", "tier", "from")),
    ),
}
"""By family the table in which its limit stands, and the columns that name the row."""
GIVEN = {
    "capex_budget": {"measure": "capex"},
    "floor_cap": {"measure": "floor"},
    "group_most": {"kind": "most"},
    "group_least": {"kind": "least"},
    "group_route": {"kind": "exclusive"},
    "group_exclusive": {"kind": "exclusive"},
    **{key: {"tier": SHIFT} for key in ("shift_state", "shift_hours", "shift_copies", "shift_crew")},
}
"""What the table says where the key of the family does not."""
CALLED = {"component": "item", "job": "name"}
"""Columns of a table that the key of a family calls otherwise."""


@dataclass(frozen=True, eq=False)
class Stand:
    """Where a limit stands.

    Attributes:
        table: The table; empty: none.
        keys: The columns that name its row.
        rows: Its rows, the first of them the one to open; the index is the line in the file.
    """

    table: str
    keys: tuple[str, ...]
    rows: pd.DataFrame

    @property
    def opens(self) -> str:
        """The table and the row in words; where several rows are the limit, what names each of them."""
        cells = {column: [cell(value) for value in self.rows[column].unique()] for column in self.keys}
        named = {column: told for column, told in cells.items() if any(told)}
        return place(self.table, **{column: text("opens.or").join(told) for column, told in named.items()})

    @property
    def file(self) -> str:
        """The file to open; empty: none."""
        return f"{self.table}.csv" if self.table else ""

    @property
    def row(self) -> float:
        """The row to open; NaN where there is none."""
        return float(self.rows.index[0]) if len(self.rows) else float("nan")


def stand(inputs: Inputs, words: LimitWords, family: str, number: int) -> Stand:
    """Where a row of a family stands in the tables of a case."""
    if family not in STANDS:
        return Stand("", (), pd.DataFrame())
    table, columns = STANDS[family]
    key = words.raw(family, number) | GIVEN.get(family, {})
    rows = inputs[table]
    for column in columns:
        rows = _narrowed(rows, column, _named(inputs, family, column, key))
    if "period" in key and {"from", "to"} <= set(rows):
        rows = _during(rows, words.span(key["period"]))
    return Stand(table, columns, rows)


def place(table: str, **cells: object) -> str:
    """A row of an input table in words."""
    told = ", ".join(text("opens.cell", column=name, value=cell(value)) for name, value in cells.items())
    return text("opens.row", table=table, cells=told) if told else text("opens.table", table=table)


def cell(value: object) -> str:
    """A cell as its table writes it; empty where it says nothing."""
    if value is None or value != value or value is pd.NaT:  # noqa: PLR0124  (NaN is not itself)
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _named(inputs: Inputs, family: str, column: str, key: Mapping[str, Any]) -> object:
    """What names a row in a column of its table; a list where one of several holds; None where nothing does."""
    if family == "line_release":
        makers = inputs["line_items"].loc[inputs["line_items"]["item"] == key["item"], "line"]
        waits = inputs["lines"].loc[inputs["lines"]["release_months"] > 0, "line"]
        return [line for line in waits if line in set(makers)]
    if column == "calendar":
        lines = inputs["lines"]
        return lines.loc[lines["line"] == key["line"], "calendar"].iloc[0]
    return key.get(CALLED.get(column, column), key.get(column))


def _narrowed(rows: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    """Rows with a value in a column; those for every item, or from the beginning, have none in their own."""
    if value is None:
        return rows
    same = rows[column].isin(value) if isinstance(value, list) else rows[column] == value
    if not same.any():
        same = rows[column].isna() | (rows[column] == "")
    found: pd.DataFrame = rows.loc[same]
    return found


def _during(rows: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp]) -> pd.DataFrame:
    """Rows that hold at some time of a span, whose end is no more of it; all where none does."""
    start, end = span
    during = (rows["from"].isna() | (rows["from"] < end)) & (rows["to"].isna() | (rows["to"] >= start))
    found: pd.DataFrame = rows.loc[during] if during.any() else rows
    return found
