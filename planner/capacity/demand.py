"""Demand, prices and start of production by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import Timeline, days_from, overlap_days
from planner.capacity.held import of_action
from planner.memory import remembered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.tables.inputs import Level

    Floats = NDArray[np.float64]

SALES = ["programme", "market", "period"]
DAYS_A_WEEK = 7.0
NEVER = pd.Timestamp(2200, 1, 1)
"""Start of production of a programme that is decided never to start: after every day that a table may hold."""


def at_level(table: pd.DataFrame, level: Level) -> pd.Series:
    """The column of a level; where low or high is empty, base holds."""
    return table[level].fillna(table["base"])


@remembered()
def starts_of_production(programmes: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    """Start of production by programme: the decided one (`NEVER`: none), else the earliest, else NaT: at any time."""
    never = of_action(decisions, "never")
    decided = pd.concat([of_action(decisions, "sop"), pd.Series(NEVER, index=never.index, dtype=never.dtype)])
    earliest = programmes.set_index("programme")["sop_earliest"]
    dates: pd.Series = decided.reindex(programmes["programme"]).fillna(earliest).astype("datetime64[s]")
    return dates.rename("sop")


@remembered()
def season_months(
    programmes: pd.DataFrame, seasons: pd.DataFrame, sop: pd.Series, time: Timeline
) -> tuple[Floats, Floats]:
    """Weights of the segments by programme, for all days and for those from the start of production on.

    Returns:
        Two arrays [programme, segment] in months: share of the calendar month times the month's season over the
        mean season (1 without a season).
    """
    months = time.segments["start"].dt.month.to_numpy()
    index = np.ones((len(programmes), len(months)))
    for row, season in enumerate(programmes["season"]):
        if season:
            weights = seasons.loc[seasons["season"] == season].set_index("month")["weight"]
            by_month = weights.reindex(range(1, 13), fill_value=0.0)
            index[row] = by_month.to_numpy()[months - 1] / by_month.mean()
    whole = index * time.segments["share"].to_numpy()
    after = days_from(sop, time.segments) / time.segments["days"].to_numpy()
    return whole, whole * after


def demand(table: pd.DataFrame, share: Floats, whole: Floats, time: Timeline, level: Level) -> pd.DataFrame:
    """Demand by programme, market and period.

    Prices of a period are the mean of its ranges by what they would ask for if production had always run: so they do
    not hang on the start of production.

    Args:
        table: Input table.
        share: From `spread`, from the start of production on.
        whole: The same without any start of production.
        time: Periods.
        level: Low, base or high.

    Returns:
        programme, market, period, demand [units], shortfall_penalty, late_cost [money per unit (and month)].
    """
    quantity = at_level(table, level).to_numpy()
    row, period = np.nonzero(whole)
    rows = table.iloc[row][["programme", "market", "shortfall_penalty", "late_cost"]].reset_index(drop=True)
    rows = rows.assign(period=period, demand=quantity[row] * share[row, period])
    rows["weight"] = quantity[row] * whole[row, period]
    means = ["shortfall_penalty", "late_cost"]
    rows[means] = rows[means].mul(rows["weight"], axis=0)
    sums = rows.groupby(SALES, sort=True).sum(min_count=1).reset_index()
    sums = sums.loc[sums["weight"] > 0].reset_index(drop=True)
    sums[means] = sums[means].div(sums["weight"], axis=0)
    owing = sums["late_cost"].notna().groupby([sums["programme"], sums["market"]]).transform("any")
    # Where nothing can be owed, a period in which nothing is asked for has no row.
    sums = sums.loc[(sums["demand"] > 0) | owing].drop(columns="weight")
    return _with_late_periods(sums.reset_index(drop=True), time.size)


def _with_late_periods(rows: pd.DataFrame, size: int) -> pd.DataFrame:
    """Where late sales are allowed, every period after the first demand has a row: what is owed is carried on."""
    late = rows.dropna(subset="late_cost").groupby(["programme", "market"])["period"].min()
    if late.empty:
        return rows
    begun = late.reset_index()
    firsts = zip(begun["programme"], begun["market"], begun["period"], strict=True)
    wanted = [(programme, market, period) for programme, market, first in firsts for period in range(first, size)]
    full = pd.concat([rows[SALES], pd.DataFrame(wanted, columns=SALES)]).drop_duplicates()
    full = full.merge(rows, on=SALES, how="left").sort_values(SALES, ignore_index=True)
    added = full["demand"].isna()
    # What is owed keeps its prices: else it would be dropped for nothing in the first period without demand.
    prices = ["shortfall_penalty", "late_cost"]
    full.loc[added, prices] = full.groupby(["programme", "market"])[prices].ffill()[added]
    return full.fillna({"demand": 0.0})


def spread(table: pd.DataFrame, programmes: pd.DataFrame, whole: Floats, sop: pd.Series, time: Timeline) -> Floats:
    """Share of each range of `demand` that falls into each period, an array [range, period]; rows sum to 1.

    A range spreads over its days from the start of production on by season (a programme without a season: evenly; a
    range wholly before the start: as if there were none).

    Args:
        table: Input table `demand`.
        programmes: Input table.
        whole: Weights of all days of the segments, from `season_months`.
        sop: Start of production by programme.
        time: Periods and segments.
    """
    which = pd.Index(programmes["programme"]).get_indexer(pd.Index(table["programme"]))
    without_season = (programmes["season"] == "").to_numpy()[which][:, None]
    a_day = np.where(without_season, 1.0, (whole / time.segments["days"].to_numpy())[which])
    start = table["programme"].map(sop)
    begun = table.assign(**{"from": table["from"].mask(table["from"] < start, start)})
    served = overlap_days(begun, time.segments) * a_day
    served = np.where(served.sum(axis=1, keepdims=True) > 0, served, overlap_days(table, time.segments) * a_day)
    total = served.sum(axis=1, keepdims=True)
    return time.sums(np.divide(served, total, out=np.zeros_like(served), where=total > 0))


def mean_prices(prices: pd.DataFrame, time: Timeline) -> pd.DataFrame:
    """Prices by programme, market and period; where a period touches several ranges, their mean by days."""
    overlap = overlap_days(prices, time.periods)
    row, period = np.nonzero(overlap)
    values = ["price_net", "rest_cost"]
    rows = prices.iloc[row][["programme", "market", *values]].reset_index(drop=True)
    rows = rows.assign(period=period, days=overlap[row, period])
    rows[values] = rows[values].mul(rows["days"], axis=0)
    sums = rows.groupby(["programme", "market", "period"], sort=True).sum().reset_index()
    sums[values] = sums[values].div(sums["days"], axis=0)
    return sums.drop(columns="days")


def most_installs(programmes: pd.DataFrame, sop: pd.Series, time: Timeline) -> pd.DataFrame:
    """Most production installs by programme and period: none before the start, then so many a week.

    Returns:
        programme, item, site, period, most [units]; periods without a limit are left out.
    """
    weeks = days_from(sop, time.periods) / DAYS_A_WEEK
    most = programmes["most_per_week"].to_numpy()[:, None] * weeks
    most = np.where(weeks == 0, 0.0, most)
    row, period = np.nonzero(~np.isnan(most))
    rows = programmes.iloc[row][["programme", "item", "site"]].reset_index(drop=True)
    return rows.assign(period=period, most=most[row, period])
