"""What hangs on a start of production that is yet to be decided: demand, and the most that is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.demand import DAYS_A_WEEK, SALES, at_level, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.tables.inputs import Level

    Floats = NDArray[np.float64]

NOT, FREELY, BOUND = "not", "freely", "bound"


def sop_demand(
    table: pd.DataFrame,
    programmes: pd.DataFrame,
    options: pd.DataFrame,
    weights: Floats,
    time: Timeline,
    level: Level,
) -> pd.DataFrame:
    """Demand that a start of production moves: a range spreads over its days from that day on.

    Args:
        table: Input table `demand`.
        programmes: Input table.
        options: programme, start.
        weights: Weights of all days of the segments, from `demand.season_months`.
        time: Periods and segments.
        level: Low, base or high.

    Returns:
        option (of `options`), programme, market, period, demand, more (than without a start of production; often less).
    """
    quantity = at_level(table, level).to_numpy()
    never = pd.Series(pd.NaT, index=programmes["programme"], dtype="datetime64[s]")
    whole = spread(table, programmes, weights, never, time)
    row, period = np.nonzero(whole)
    keys = table.iloc[row][["programme", "market"]].reset_index(drop=True).assign(period=period)
    if options.empty:
        return keys.iloc[:0].assign(option=0, demand=0.0, more=0.0)
    found = []
    for start, rows in options.reset_index(names="option").groupby("start"):
        moved = never.where(~never.index.isin(rows["programme"]), start)
        share = spread(table, programmes, weights, moved, time)
        own = keys.assign(demand=quantity[row] * share[row, period])
        own["more"] = own["demand"] - quantity[row] * whole[row, period]
        sums = own.groupby(SALES, sort=True)[["demand", "more"]].sum().reset_index()
        found.append(rows[["option", "programme"]].merge(sums, on="programme"))
    return pd.concat(found).sort_values(["option", "market", "period"], ignore_index=True)


def sop_installs(
    programmes: pd.DataFrame,
    options: pd.DataFrame,
    asked: pd.DataFrame,
    late: set[str],
    kept: pd.Series,
    made: pd.DataFrame,
    time: Timeline,
) -> pd.DataFrame:
    """Most production installs of each period after a start of production that is yet to be decided.

    So many a week where there is such a limit, no more than lines can make, and no more than is sold then or, of a
    vehicle that can be kept, from then on: the smallest of these, so that no part of a start leaks output.

    Args:
        programmes: Input table.
        options: programme, start, period.
        asked: From `sop_demand`.
        late: Programmes whose demand may be served late.
        kept: From `kept`.
        made: From `most_made`.
        time: Periods.

    Returns:
        option, programme, period, most.
    """
    size = time.size
    weekly = programmes[["programme", "item", "most_per_week"]]
    rows = options.reset_index(names="option").merge(weekly, on="programme", how="left")
    rows = rows.loc[rows.index.repeat(size)].assign(at=np.tile(np.arange(size), len(rows))).reset_index(drop=True)
    units = asked.groupby(["option", "period"])["demand"].sum()
    demand = units.reindex(pd.MultiIndex.from_frame(rows[["option", "at"]]), fill_value=0.0).to_numpy(dtype=float)
    by_option = demand.reshape(-1, size)
    earlier = (np.cumsum(by_option, axis=1) - by_option).ravel()
    coming = np.cumsum(by_option[:, ::-1], axis=1)[:, ::-1].ravel()
    how = rows["item"].map(kept).to_numpy()
    sold = np.select([how == NOT, how == FREELY], [demand, coming], np.inf)
    sold = sold + np.where(rows["programme"].isin(late), earlier, 0.0)
    most = made.set_index(["item", "period"])["most"]
    able = most.reindex(pd.MultiIndex.from_frame(rows[["item", "at"]]), fill_value=0.0).to_numpy(dtype=float)
    weeks = time.periods["days"].to_numpy(dtype=float)[rows["at"]] / DAYS_A_WEEK
    rows["most"] = np.fmin(np.minimum(sold, able), rows["most_per_week"].to_numpy() * weeks)
    found = rows.loc[(rows["at"] >= rows["period"]) & (rows["most"] > 0)]
    return found[["option", "programme", "at", "most"]].rename(columns={"at": "period"}).reset_index(drop=True)


def kept(items: pd.Series, stocks: pd.DataFrame, bom: pd.DataFrame) -> pd.Series:
    """By item: whether it cannot be kept, can be kept, or must be, be it in stock or as a part of something."""
    must = stocks["closing"].gt(0) | stocks["least"].gt(0) | stocks["least_days"].gt(0)
    forced = {*stocks.loc[must, "item"], *bom["component"]}
    how = [BOUND if i in forced else FREELY if i in set(stocks["item"]) else NOT for i in items]
    return pd.Series(how, index=items)


def most_made(make: pd.DataFrame, free: pd.Series, left_open: pd.Series) -> pd.DataFrame:
    """What lines can make of each item with every copy that may be bought: item, period, most.

    Args:
        make: `Output.make`.
        free: Copies that may be decided, by line.
        left_open: Whether each vintage is left open, [vintage]: as many copies as are free do what its best one can.
    """
    rows = make.assign(open=left_open.to_numpy()[make["vintage"]], most=make["good_open"])
    best = rows.loc[rows["open"]].groupby(["line", "item", "period"])["most"].max().reset_index()
    best["most"] *= best["line"].map(free).to_numpy(dtype=float)
    both = pd.concat([rows.loc[~rows["open"], ["item", "period", "most"]], best[["item", "period", "most"]]])
    return both.groupby(["item", "period"])["most"].sum().reset_index()
