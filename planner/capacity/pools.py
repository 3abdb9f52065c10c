"""Copies that are alike in a period: one set of production columns serves all of them.

A copy that has ramped up does in a period what any other mature copy of its line does. Where options of a line have the
same days on stream, ramp factors and release in a period, what they make there is one quantity, bounded by the sum of
their capacities: nothing is lost, since a sum over equal copies can be shared out among them. (Base, lines decided: of
95,000 non-zeros 31,000 are left, and the solve to 0.1 % takes a third of the time.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import days, days_from
from planner.capacity.fleet import factors
from planner.capacity.vintages import OPTION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.capacity.output_tables import Output

    Positions = NDArray[np.intp]

DIGITS = 12


@dataclass(frozen=True, eq=False)
class Pools:
    """For whom each vintage stands in each period.

    Attributes:
        makes: Number of the vintage that stands for it in what is made, [vintage, period].
        draws: The same for base power, which any copy on stream draws.
    """

    makes: Positions
    draws: Positions


def pools(vintages: pd.DataFrame, ramps: pd.DataFrame, time: Timeline) -> Pools:
    """The first vintage that is like each one, by period; a vintage that is given stands for itself.

    Args:
        vintages: From `vintages.vintages`.
        ramps: Input table.
        time: Periods and segments.
    """
    own = np.repeat(np.arange(len(vintages))[:, None], time.size, axis=1)
    makes, draws = own.copy(), own.copy()
    options = vintages.loc[vintages["status"] == OPTION]
    for _, copies in options.groupby(["line", "alone"], sort=False):
        on = days_from(copies["on_stream"], time.segments)
        uptime, yields = factors(copies, ramps, time.segments)
        joins = np.searchsorted(days(time.periods["end"]), days(copies["release"]), side="right")
        number = copies.index.to_numpy()
        for period in range(time.size):
            inside = (time.segments["period"] == period).to_numpy()
            waits = np.maximum(joins, period)[:, None]
            makes[number, period] = number[_first_like(np.hstack([on, uptime, yields])[:, np.tile(inside, 3)], waits)]
            draws[number, period] = number[_first_like(on[:, inside])]
    return Pools(makes, draws)


def pooled(output: Output, of: Pools) -> Output:
    """The tables of production without the rows of vintages for which another stands."""
    make = output.make.loc[_stands(output.make, of.makes)]
    overtime = output.overtime.loc[_stands(output.overtime, of.makes)]
    return replace(
        output,
        make=make.reset_index(drop=True).assign(make=np.arange(len(make))),
        load=_renumbered(output.load, "make", make.index),
        hours=output.hours.loc[_stands(output.hours, of.makes)].reset_index(drop=True),
        machine_hours=_moved(output.machine_hours, of.makes),
        lost=output.lost.loc[_stands(output.lost, of.makes)].reset_index(drop=True),
        usage=_renumbered(output.usage, "make", make.index),
        overtime=overtime.reset_index(drop=True),
        overtime_usage=_renumbered(output.overtime_usage, "overtime", overtime.index),
        shift_crew=output.shift_crew.loc[_stands(output.shift_crew, of.makes)].reset_index(drop=True),
        package_good=_moved(output.package_good, of.makes),
        base_use=output.base_use.loc[_stands(output.base_use, of.draws)].reset_index(drop=True),
    )


def _first_like(*values: NDArray[np.float64]) -> Positions:
    """Number of the first row that equals each row."""
    rows = np.round(np.hstack(values), DIGITS)
    _, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return np.asarray(first[which.ravel()], dtype=np.intp)


def _stands(rows: pd.DataFrame, of: Positions) -> NDArray[np.bool_]:
    """Whether the vintage of each row stands for itself in its period."""
    vintage, period = rows["vintage"].to_numpy(dtype=np.intp), rows["period"].to_numpy(dtype=np.intp)
    return np.asarray(of[vintage, period] == vintage)


def _moved(rows: pd.DataFrame, of: Positions) -> pd.DataFrame:
    """Rows with the vintage that stands for theirs."""
    vintage, period = rows["vintage"].to_numpy(dtype=np.intp), rows["period"].to_numpy(dtype=np.intp)
    return rows.assign(vintage=of[vintage, period])


def _renumbered(rows: pd.DataFrame, key: str, kept: pd.Index) -> pd.DataFrame:
    """Rows whose key is kept, with the key's place among those that are."""
    place = kept.get_indexer(pd.Index(rows[key]))
    return rows.loc[place >= 0].assign(**{key: place[place >= 0]}).reset_index(drop=True)
