"""Where a limit stands in the tables: the file and the row that a reader opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.words import LimitWords
    from planner.tables.inputs import Inputs

STANDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "copy_output": ("stages", ("line", "stage")),
    "stage_hours": ("stages", ("line", "stage")),
    "overtime_limit": ("lines", ("line",)),
    "least_run": ("line_items", ("line", "item")),
    "item_balance": ("bom", ("component",)),
    "stock_least": ("stocks", ("item", "site")),
    "stock_days": ("stocks", ("item", "site")),
    "stock_most": ("stocks", ("item", "site")),
    "shelf_life": ("stocks", ("item", "site")),
    "storage_space": ("sites", ("site",)),
    "supply_limit": ("supply", ("item", "site", "step", "from")),
    "contract_most": ("contracts", ("contract",)),
    "take_or_pay": ("contracts", ("contract",)),
    "lane_limit": ("lanes", ("from_site", "to_site", "item")),
    "line_release": ("line_items", ("item",)),
    "demand_limit": ("demand", ("programme", "market")),
    "demand_least": ("demand", ("programme", "market", "from")),
    "install_limit": ("programmes", ("programme",)),
    "pilots_made": ("programmes", ("item",)),
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
        ("copy_state", "copy_order", "copy_part", "copy_day", "shift_state", "shift_hours", "shift_copies"),
        ("lines", ("line",)),
    ),
    "shift_crew": ("lines", ("line",)),
}
"""By family the table in which its limit stands, and the columns that name the row."""
GIVEN = {
    "capex_budget": {"measure": "capex"},
    "floor_cap": {"measure": "floor"},
    "group_most": {"kind": "most"},
    "group_least": {"kind": "least"},
    "group_route": {"kind": "exclusive"},
    "group_exclusive": {"kind": "exclusive"},
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
        rows = _narrowed(rows, column, key.get(CALLED.get(column, column), key.get(column)))
    return Stand(table, columns, rows)


def _narrowed(rows: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    """Rows with a value in a column; those for every item, or from the beginning, have none in their own."""
    if value is None:
        return rows
    same = rows[column] == value
    if not same.any():
        same = rows[column].isna() | (rows[column] == "")
    found: pd.DataFrame = rows.loc[same]
    return found
