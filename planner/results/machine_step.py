"""One more machine at a stage of a copy: what it adds to the rows that the stage holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.vintages import OPTION
from planner.results.words import tightest_stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.algebra import Rows
    from planner.results.view import View

    Floats = NDArray[np.float64]

STAGES = ("copy_output", "stage_hours")
"""Families whose rows are stages of copies."""
KEYS = ["vintage", "stage", "period"]


def stage_rows(view: View, worth: Floats) -> pd.DataFrame:
    """Rows of stages: family, number, row, line, copy, stage, vintage, period, year, worth, by, size (machines there).

    `by` is what one more machine like those that stand there adds, in the unit of the row: its hours; of a row in good
    units these over the hours of one. It is no more than what fills the next stage that has no row of its own, as that
    one would then hold the copy.

    Args:
        view: The plan.
        worth: Million money for one more unit of each row, [row].
    """
    found = [_of_family(view, family, worth) for family in view.answer.program.rows if family.name in STAGES]
    if not found:
        return pd.DataFrame(columns=["year", "line", "copy", "stage"])
    rows = pd.concat(found, ignore_index=True).merge(_hours(view), on=KEYS)
    own = rows.loc[rows["family"] == "stage_hours", KEYS]
    rows = rows.merge(_room(view, own), on=KEYS, how="left")
    rows["by"] = rows["one"].clip(upper=rows["room"].fillna(np.inf)) / rows["each"]
    copies = view.capacity.vintages["copy"].reindex(rows["vintage"]).to_numpy()
    return rows.assign(copy=copies, year=view.years[rows["period"].to_numpy(dtype=int)], size=rows["machines"])


def _of_family(view: View, family: Rows, worth: Floats) -> pd.DataFrame:
    """Rows of one of the families: family, number, row, worth, vintage, stage, period, each (hours in its unit)."""
    span = view.answer.program.row_slice(family.name)
    rows = family.keys.drop(columns=["line", "copy", "on_stream"], errors="ignore")
    rows = rows.assign(family=family.name, number=np.arange(len(rows)), row=np.arange(span.start, span.stop))
    rows["worth"] = worth[span]
    if family.name == "stage_hours":
        return rows.assign(each=1.0)
    tight = tightest_stage(view.capacity.output).rename(columns={"hours": "each"})
    return rows.merge(tight.drop(columns="line"), on=["vintage", "item", "period"])


def _hours(view: View) -> pd.DataFrame:
    """vintage, stage, period, line, machines, one (machine hours of one machine)."""
    hours = view.capacity.output.hours[[*KEYS, "line", "machine_hours"]]
    own = view.capacity.rates.groupby(["line", "stage"])["machines"].first().reset_index()
    rows = hours.merge(own, on=["line", "stage"])
    # A part of a copy has that part of its machines; one more is a whole one.
    rows["machines"] *= view.capacity.vintages["fraction"].to_numpy()[rows["vintage"]]
    more = view.capacity.machines
    more = more.loc[more["status"] != OPTION, ["vintage", "stage", "on_stream", "quantity"]]
    if len(more):
        pairs = rows[KEYS].merge(more, on=["vintage", "stage"])
        ends = view.capacity.time.periods["end"].to_numpy()[pairs["period"]]
        pairs = pairs.loc[(pairs["on_stream"] <= ends).to_numpy()]
        added = pairs.groupby(KEYS)["quantity"].sum().rename("added").reset_index()
        rows = rows.merge(added, on=KEYS, how="left").fillna({"added": 0.0})
        rows["machines"] += rows.pop("added")
    return rows.assign(one=rows["machine_hours"] / rows["machines"])


def _room(view: View, own: pd.DataFrame) -> pd.DataFrame:
    """vintage, stage, period, room: machine hours more at a stage that fill the next one without a row of its own.

    Another stage s' holds all mixes of items as long as H_s <= H_s' min_i h_si / h_s'i.
    """
    output = view.capacity.output
    load = output.load[["make", *KEYS, "hours"]].merge(output.hours[[*KEYS, "machine_hours"]], on=KEYS)
    other = load.merge(own.drop_duplicates(), on=KEYS, how="left", indicator="found")
    other = other.loc[other.pop("found") == "left_only"]
    pairs = load.merge(other, on=["make", "vintage", "period"], suffixes=("", "_next"))
    pairs = pairs.loc[pairs["stage"] != pairs["stage_next"]]
    pairs["fills"] = pairs["machine_hours_next"] * pairs["hours"] / pairs["hours_next"]
    least = pairs.groupby([*KEYS, "stage_next"], sort=False)[["fills", "machine_hours"]].min().reset_index()
    room = least.assign(room=least["fills"] - least["machine_hours"])
    room = room.loc[room["room"] >= -1e-9 * room["machine_hours"]].assign(room=room["room"].clip(lower=0.0))
    return room.groupby(KEYS)["room"].min().reset_index()
