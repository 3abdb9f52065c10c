"""What follows from when programmes and gates start: demand, installs, fleets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.capacity import demand, fleet_options, fleets, sop_options
from planner.capacity.starts import starts
from planner.memory import remembered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rollout:
    """Coefficient tables of the rollout; `period` in them is the number of the period.

    Attributes:
        sop: Start of production by programme; NaT: no restriction, or left open; `demand.NEVER`: none.
        sop_options: Starts that may be decided: programme, start, period.
        coming: Starts of production that are given and still to come.
        demand: programme, market, period, demand (of a programme left open: without a start), shortfall_penalty,
            late_cost.
        sop_demand: option (of `sop_options`), programme, market, period, demand, more.
        most_installs: programme, item, site, period, most (of a programme left open: 0).
        sop_installs: option, programme, period, most.
        season_months: Months from the start of production on times season, [programme, period].
        gate_dates: gate, start, end, waits, of gates that are not left open.
        free: Gates that are left open.
        gate_options: Starts of gates that may be decided: gate, start, end.
        fleet_needs, fleet_options: Limits of fleets, and what options add to them: row, option, units.
        line_needs, line_options: The same of lines that gates name.
        pilots_wanted, fleets: Pilot vehicles wanted, and every fleet that pilots can be put into.
    """

    sop: pd.Series
    sop_options: pd.DataFrame
    coming: pd.Series
    demand: pd.DataFrame
    sop_demand: pd.DataFrame
    most_installs: pd.DataFrame
    sop_installs: pd.DataFrame
    season_months: Floats
    gate_dates: pd.DataFrame
    free: set[str]
    gate_options: pd.DataFrame
    fleet_needs: pd.DataFrame
    fleet_options: pd.DataFrame
    line_needs: pd.DataFrame
    line_options: pd.DataFrame
    pilots_wanted: pd.DataFrame
    fleets: pd.DataFrame


def rollout(inputs: Inputs, decisions: pd.DataFrame, made: pd.DataFrame, time: Timeline) -> Rollout:
    """Compute every coefficient that hangs on a start.

    Args:
        inputs: The case.
        decisions: Rows of `decisions` that hold.
        made: From `sop_options.most_made`.
        time: Periods and segments.

    Raises:
        InputError: A gate that is not left open cannot have a date.
    """
    case, programmes, table = inputs.case, inputs["programmes"], inputs["demand"]
    begun = starts(inputs.tables, decisions, case, time)
    weights = demand.season_months(programmes, inputs["seasons"], begun.sop, time)
    share = demand.spread(table, programmes, weights[0], begun.sop, time)
    whole = demand.spread(table, programmes, weights[0], begun.sop.mask(begun.sop.notna()), time)
    asked = sop_options.sop_demand(table, programmes, begun.sop_options, weights[0], time, case.demand_level)
    late = set(table.loc[table["late_cost"].notna(), "programme"])
    kept = sop_options.kept(programmes["item"], inputs["stocks"], inputs["bom"])
    open_ = programmes["programme"].isin(begun.left_open)
    needs, more = _fleet_limits(inputs["gate_needs"], begun.gate_dates, begun.gate_options, time)
    own, part = _line_limits(inputs["gate_needs"], needs, begun.gate_options, time)
    wanted = fleets.pilots_wanted(inputs["pilots"], programmes, time, case.demand_level)
    makers = inputs["lines"][["line", "site"]].merge(inputs["line_items"], on="line")
    return Rollout(
        sop=begun.sop,
        sop_options=begun.sop_options,
        coming=begun.coming,
        demand=demand.demand(table, share, whole, time, case.demand_level),
        sop_demand=asked,
        most_installs=demand.most_installs(programmes, begun.sop.mask(open_.to_numpy(), demand.NEVER), time),
        sop_installs=sop_options.sop_installs(programmes, begun.sop_options, asked, late, kept, made, time),
        season_months=time.sums(weights[1]),
        gate_dates=begun.gate_dates,
        free=begun.free,
        gate_options=begun.gate_options,
        fleet_needs=needs,
        fleet_options=more,
        line_needs=own,
        line_options=part,
        pilots_wanted=wanted,
        fleets=fleets.fleets(needs, wanted, programmes, makers),
    )


@remembered()
def _fleet_limits(
    gate_needs: pd.DataFrame, dates: pd.DataFrame, options: pd.DataFrame, time: Timeline
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Limits of the fleets of all gates: those with dates first."""
    dated = fleets.fleet_needs(gate_needs, dates, time)
    free, more = fleet_options.free_fleet_needs(gate_needs, dated, options, time)
    return _under(dated[fleet_options.COLUMNS], free), more


@remembered()
def _line_limits(
    gate_needs: pd.DataFrame, needs: pd.DataFrame, options: pd.DataFrame, time: Timeline
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Limits of the lines that gates name: those of gates with dates first."""
    dated = needs.loc[(needs["line"] != "") & ~needs["gate"].isin(options["gate"])].reset_index(drop=True)
    dated = dated.assign(needed=dated["quantity"])
    free, more = fleet_options.free_line_needs(gate_needs, options, len(dated), time)
    return _under(dated, free), more


def _under(upper: pd.DataFrame, lower: pd.DataFrame) -> pd.DataFrame:
    """Two tables with the same columns as one, in the types of the first."""
    if lower.empty:
        return upper
    return pd.concat([upper, lower.astype(upper.dtypes.to_dict())], ignore_index=True)
