"""What leaves and what reaches an item's balance: the one list of goods movements that families share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.memory import remembered

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.capacity.output_tables import Output
    from planner.model.algebra import Columns
    from planner.model.columns import Variables
    from planner.model.opening import Opening
    from planner.model.shifts import Shifts

KEYS = ["item", "site", "period"]


@dataclass(frozen=True, eq=False)
class Flow:
    """Goods that a family of variables moves.

    Attributes:
        columns: The variables.
        column: Number of the variable of each movement.
        keys: item, site and period that it leaves or reaches.
        value: Units moved by one unit of the variable.
        unit: Unit of `value`.
    """

    columns: Columns
    column: NDArray[np.intp]
    keys: pd.DataFrame
    value: NDArray[np.float64]
    unit: str


def outflows(variables: Variables, shifts: Shifts, output: Output) -> list[Flow]:
    """Goods that leave a site's balance other than into its stock: used, drawn, shipped, put into fleets, sold."""
    make, overtime = variables.make.keys, variables.overtime.keys
    used = output.usage
    extra = output.overtime_usage
    consumed = make.iloc[used["make"]][["site", "period"]].reset_index(drop=True).assign(item=used["item"])
    in_overtime = overtime.iloc[extra["overtime"]][["site", "period"]].reset_index(drop=True)
    in_overtime = in_overtime.assign(item=extra["item"])
    flows = [
        Flow(variables.make, _numbers(used["make"]), consumed[KEYS], used["quantity"].to_numpy(), "unit/good"),
        Flow(
            variables.overtime,
            _numbers(extra["overtime"]),
            in_overtime[KEYS],
            extra["quantity"].to_numpy(),
            "unit/line_hour",
        ),
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


def base_use(opening: Opening, output: Output) -> pd.DataFrame:
    """Energy that given copies draw whatever they make: item, site, period, quantity, summed."""
    given = output.base_use.loc[opening.given[output.base_use["vintage"].to_numpy(dtype=int)]]
    summed: pd.DataFrame = given.groupby(KEYS, sort=True)["quantity"].sum().reset_index()
    return summed


def _drawn(opening: Opening, base: pd.DataFrame) -> Flow:
    """Energy that decided copies draw whatever they make."""
    row, column = opening.drawing(base)
    quantity = base["quantity"].to_numpy(dtype=float)[row]
    return Flow(opening.columns, column, base[KEYS].iloc[row].reset_index(drop=True), quantity, "unit/copy")


@remembered()
def _premium(shifts: Shifts, crew: pd.DataFrame) -> list[Flow]:
    """Premium that copies pay in a shift which is yet to be decided; of a decided one it is a base use."""
    rows = crew.loc[crew["open"].to_numpy(dtype=bool)].reset_index(drop=True)
    terms = shifts.terms(rows, rows["premium"], "unit/copy")
    return [
        Flow(term.columns, term.column, rows[KEYS].iloc[term.row].reset_index(drop=True), term.value, term.unit)
        for term in terms
    ]


def _whole(columns: Columns, site: str = "site", unit: str = "1") -> Flow:
    keys = columns.keys[["item", site, "period"]].set_axis(KEYS, axis=1)
    return Flow(columns, np.arange(len(columns)), keys, np.ones(len(columns)), unit)


def _numbers(column: pd.Series) -> NDArray[np.intp]:
    return column.to_numpy(dtype=np.intp)
