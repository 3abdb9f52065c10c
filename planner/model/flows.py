"""What leaves and what reaches an item's balance: the one list of goods movements that families share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import gathered, height, picked, summed, where

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.capacity.output_tables import Output
    from planner.keys import Arrays, Table
    from planner.model.algebra import Columns
    from planner.model.columns import Variables
    from planner.model.opening import Opening
    from planner.model.shifts import Shifts

PLACE = ["item", "site"]
KEYS = [*PLACE, "period"]


@dataclass(frozen=True, eq=False)
class Flow:
    """Goods that a family of variables moves.

    Attributes:
        columns: The variables.
        column: Number of the variable of each movement.
        keys: item, site and period that it leaves or reaches, by name.
        value: Units moved by one unit of the variable.
        unit: Unit of `value`.
    """

    columns: Columns
    column: NDArray[np.intp]
    keys: Table
    value: NDArray[np.float64]
    unit: str


def outflows(variables: Variables, shifts: Shifts, output: Output) -> list[Flow]:
    """Goods that leave a site's balance other than into its stock: used, drawn, shipped, put into fleets, sold."""
    used, extra = output.usage, output.overtime_usage
    flows = [
        _used(variables.make, used["make"], used, "unit/good"),
        _used(variables.overtime, extra["overtime"], extra, "unit/line_hour"),
        _drawn(shifts.opening, output.base_use),
        _whole(variables.standby),
        *_premium(shifts, output.shift_crew),
        _whole(variables.ship, site="from_site"),
        _whole(variables.pilot),
        _whole(variables.sell),
    ]
    return [flow for flow in flows if len(flow.column)]


def inflows(variables: Variables) -> list[Flow]:
    """Goods that reach a site's balance other than from its stock: made, bought, shipped in."""
    return [
        _whole(variables.make, unit="unit/good"),
        _whole(variables.buy),
        _whole(variables.ship, site="to_site"),
    ]


def base_use(opening: Opening, output: Output) -> Arrays:
    """Energy that given copies draw whatever they make: item, site, period, quantity, summed."""
    given = where(output.base_use, opening.given[output.base_use["vintage"]], [*KEYS, "quantity"])
    keys, (row,) = gathered([given], KEYS)
    return {**keys, "quantity": summed(row, given["quantity"], height(keys))}


def _used(columns: Columns, number: pd.Series, used: pd.DataFrame, unit: str) -> Flow:
    """Goods that production uses: items and quantities, by number of the variable."""
    column = number.to_numpy(dtype=np.intp)
    site, period = (columns.arrays[name][column] for name in ("site", "period"))
    keys = {"item": used["item"].to_numpy(), "site": site, "period": period}
    return Flow(columns, column, keys, used["quantity"].to_numpy(), unit)


def _drawn(opening: Opening, base: pd.DataFrame) -> Flow:
    """Energy that decided copies draw whatever they make."""
    row, column = opening.drawing(base)
    quantity = base["quantity"].to_numpy(dtype=float)[row]
    return Flow(opening.columns, column, picked(base, KEYS, row), quantity, "unit/copy")


def _premium(shifts: Shifts, crew: pd.DataFrame) -> list[Flow]:
    """Premium that copies pay in a shift which is yet to be decided; of a decided one it is a base use."""
    if not crew["open"].any():
        return []
    rows = where(crew, crew["open"])
    terms = shifts.terms(rows, rows["premium"], "unit/copy")
    return [Flow(term.columns, term.column, picked(rows, KEYS, term.row), term.value, term.unit) for term in terms]


def _whole(columns: Columns, site: str = "site", unit: str = "1") -> Flow:
    keys = {"item": columns.arrays["item"], "site": columns.arrays[site], "period": columns.arrays["period"]}
    return Flow(columns, np.arange(len(columns)), keys, np.ones(len(columns)), unit)
