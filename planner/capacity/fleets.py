"""Pilot fleets: what must have been built by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import DAY, Timeline, days
from planner.capacity.demand import at_level

if TYPE_CHECKING:
    from planner.tables.inputs import Level

DEVELOPMENT = "development"


def fleet_needs(gate_needs: pd.DataFrame, dates: pd.DataFrame, time: Timeline) -> pd.DataFrame:
    """What each fleet must hold when a gate starts.

    A fleet serves several gates: the largest need counts, plus what earlier gates of the same fleet used up.

    Args:
        gate_needs: Input table.
        dates: From `gates.gate_dates`.
        time: Periods.

    Returns:
        gate, item, fleet, line, quantity (of this gate), needed (with what was used up before), last (the last period
        that ends before the gate starts, -1 if none).
    """
    rows = gate_needs.merge(dates[["gate", "start"]], on="gate").sort_values("start", kind="stable")
    used = rows["quantity"] * rows["used_up"]
    before = used.groupby([rows["fleet"], rows["item"]]).cumsum() - used
    rows = rows.assign(needed=rows["quantity"] + before, last=_last_period(rows["start"], time))
    return rows[["gate", "item", "fleet", "line", "quantity", "needed", "last"]].reset_index(drop=True)


def pilots_wanted(pilots: pd.DataFrame, programmes: pd.DataFrame, time: Timeline, level: Level) -> pd.DataFrame:
    """Pilot vehicles wanted: programme, by, item, wanted, missing_cost, last (last period that ends by that day)."""
    rows = pilots.merge(programmes[["programme", "item"]], on="programme")
    rows = rows.assign(wanted=at_level(rows, level), last=_last_period(rows["by"] + pd.Timedelta(days=1), time))
    return rows[["programme", "by", "item", "wanted", "missing_cost", "last"]]


def fleets(needs: pd.DataFrame, wanted: pd.DataFrame, programmes: pd.DataFrame, makers: pd.DataFrame) -> pd.DataFrame:
    """Every fleet that pilots can be put into: programme, fleet, item, site, last (no need after it).

    A pilot vehicle is taken at its programme's site, any other item at the site of the first line that makes it.

    Args:
        needs: From `fleet_needs`.
        wanted: From `pilots_wanted`.
        programmes: Input table.
        makers: line, item, site of everything that lines make, in the order of the lines.
    """
    development = wanted[["item", "last"]].assign(fleet=DEVELOPMENT)
    rows = pd.concat([needs[["fleet", "item", "last"]], development])
    rows = rows.groupby(["fleet", "item"], sort=False)["last"].max().reset_index()
    sold = programmes.set_index("item")
    first = makers.drop_duplicates("item").set_index("item")["site"]
    site = rows["item"].map(sold["site"]).fillna(rows["item"].map(first))
    return rows.assign(programme=rows["item"].map(sold["programme"]).fillna(""), site=site)


def _last_period(dates: pd.Series, time: Timeline) -> np.ndarray:
    """Number of the last period that ends before each day."""
    ends = days(time.periods["end"]) - DAY
    return np.searchsorted(ends, days(dates), side="left") - 1
