"""Where a limit can be changed: the input table of each family, and the cells that name the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping

OPENS: dict[str, tuple[str, tuple[str, ...]]] = {
    "copy_output": ("stages", ("line", "stage")),
    "stage_hours": ("stages", ("line", "stage")),
    "overtime_limit": ("calendars", ("tier",)),
    "least_run": ("line_items", ("line", "item")),
    "stock_least": ("stocks", ("item", "site")),
    "stock_days": ("stocks", ("item", "site")),
    "stock_most": ("stocks", ("item", "site")),
    "shelf_life": ("stocks", ("item", "site")),
    "storage_space": ("sites", ("site",)),
    "supply_limit": ("supply", ("item", "site", "step", "from")),
    "contract_most": ("contracts", ("contract",)),
    "take_or_pay": ("contracts", ("contract",)),
    "lane_limit": ("lanes", ("from_site", "to_site", "item")),
    "line_release": ("lines", ()),
    "demand_limit": ("demand", ("programme", "market")),
    "demand_least": ("demand", ("programme", "market", "from")),
    "install_limit": ("programmes", ("programme",)),
    "pilots_made": ("stocks", ("item",)),
    "growth": ("growth", ("programme",)),
    "pilot_fleet": ("gate_needs", ("gate", "fleet", "item")),
    "gate_line": ("gate_needs", ("gate", "fleet", "item", "line")),
    "pilots_wanted": ("pilots", ("programme", "by")),
    "target": ("targets", ("measure", "programme", "date")),
    "shift_crew": ("calendars", ()),
    "yearly_cap": ("budgets", ("measure", "year")),
}
"""By family: input table, and the keys of its row."""


def opens(family: str, key: Mapping[str, Any]) -> str:
    """Table and row to open for a row of a family.

    Args:
        family: Name of the family.
        key: Keys of the row, from `LimitWords.raw`.
    """
    table, names = OPENS[family]
    return place(table, **{name: key[name] for name in names if str(key[name]) != ""})


def place(table: str, **cells: object) -> str:
    """A row of an input table in words."""
    told = ", ".join(text("opens.cell", column=name, value=_told(value)) for name, value in cells.items())
    return text("opens.row", table=table, cells=told) if told else text("opens.table", table=table)


def _told(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
