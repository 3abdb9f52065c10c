"""Pilot fleets: what must have been built by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import last_period
from planner.capacity.demand import at_level

if TYPE_CHECKING:
    from planner.calendar import Timeline
    from planner.tables.inputs import Level

DEVELOPMENT = "development"


def fleet_needs(gate_needs: pd.DataFrame, dates: pd.DataFrame, time: Timeline) -> pd.DataFrame:
    """What each fleet must hold when a gate that has a date starts.

    A fleet serves several gates: the largest need counts, plus what earlier gates of the same fleet used up (of gates
    that start on the same day the upper in the table is the earlier).

    Args:
        gate_needs: Input table.
        dates: From `gates.gate_dates`.
        time: Periods.

    Returns:
        gate, item, fleet, line, quantity (of this gate), needed (with what was used up before), last (the last period
        that ends before the gate starts, -1 if none), number (0: it has one limit), start, place (in the table).
    """
    placed = gate_needs.assign(place=range(len(gate_needs)))
    rows = placed.merge(dates[["gate", "start"]], on="gate").sort_values("start", kind="stable")
    used = rows["quantity"] * rows["used_up"]
    before = used.groupby([rows["fleet"], rows["item"]]).cumsum() - used
    rows = rows.assign(needed=rows["quantity"] + before, last=last_period(rows["start"], time), number=0)
    columns = ["gate", "item", "fleet", "line", "quantity", "needed", "last", "number", "start", "place"]
    return rows[columns].reset_index(drop=True)


def pilots_wanted(pilots: pd.DataFrame, programmes: pd.DataFrame, time: Timeline, level: Level) -> pd.DataFrame:
    """Pilot vehicles wanted: programme, by, item, wanted, missing_cost, last (last period that ends by that day)."""
    rows = pilots.merge(programmes[["programme", "item"]], on="programme")
    rows = rows.assign(wanted=at_level(rows, level), last=last_period(rows["by"] + pd.Timedelta(days=1), time))
    return rows[["programme", "by", "item", "wanted", "missing_cost", "last"]]


def fleets(needs: pd.DataFrame, wanted: pd.DataFrame, programmes: pd.DataFrame, makers: pd.DataFrame) -> pd.DataFrame:
    """Every fleet that pilots can be put into: programme, fleet, item, site, last (no need after it).

    A pilot vehicle is taken at its programme's site, any other item at the site of the first line that makes it.

    Args:
        needs: Fleet, item and last of every limit of a fleet.
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
