"""When a limit holds: the period from which a row of the program takes its money of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.view import View


def period_of(view: View, key: Mapping[str, Any]) -> int:
    """Number of the period of a row: its own; the middle of its range of supply, or of its year; else that of its date.

    A gate's fleet counts in the period before the gate. Dates before the horizon count in its first period, later ones
    in its last.

    Args:
        view: The plan.
        key: Keys of the row.
    """
    if "period" in key:
        return int(key["period"])
    if "contract" in key:
        return _of_supply(view, (view.capacity.supply["contract"] == key["contract"]).to_numpy())
    if "supply" in key:
        return _of_supply(view, np.arange(len(view.capacity.supply)) == key["supply"])
    if "year" in key:
        inside = np.flatnonzero(view.years == int(key["year"]))
        return int(inside[len(inside) // 2]) if len(inside) else -1
    if "gate" in key:
        dates = view.capacity.rollout.gate_dates.set_index("gate")["start"]
        return _holding(view, dates[key["gate"]] - pd.Timedelta(days=1))
    return _holding(view, next(key[name] for name in ("date", "by", "from") if name in key))


def _of_supply(view: View, rows: np.ndarray) -> int:
    """The middle of the periods that a row of `Capacity.supply` touches; -1 where it touches none."""
    touched = view.capacity.supply_periods
    periods = touched.loc[rows[touched["supply"].to_numpy(dtype=int)], "period"]
    return int(periods.min() + periods.max()) // 2 if len(periods) else -1


def _holding(view: View, day: pd.Timestamp) -> int:
    return min(max(view.capacity.time.holding(day.date()), 0), view.capacity.time.size - 1)
