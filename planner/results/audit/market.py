"""What the market asks for and pays, and since when each programme is in production."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, YEAR, Horizon, dates
from planner.results.audit.frames import names, numbers
from planner.results.audit.frames import table as by_key
from planner.results.audit.output import ratio

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

WEEK = 7.0
NEVER = np.datetime64("2200-01-01", "D")
"""After every day that a table may hold."""


@dataclass(frozen=True)
class Market:
    """Programmes and their demand; keys of the dicts are (programme, market).

    Attributes:
        sop: Start of production by programme (NaT: no restriction).
        demand: Units asked for by period.
        shortfall_penalty, late_cost: Money per unit (and month) by period, the mean of the ranges by what each would
            ask for if production had always run; where that is nothing, that of the period before.
        backlog: Periods whose demand may be served late; in others no more is owed than before.
        price, rest_cost: Money per unit by period, the mean of the ranges by days.
    """

    sop: dict[str, np.datetime64]
    demand: dict[Key, Floats]
    shortfall_penalty: dict[Key, Floats]
    late_cost: dict[Key, Floats]
    backlog: dict[Key, NDArray[np.bool_]]
    price: dict[Key, Floats]
    rest_cost: dict[Key, Floats]


def market(inputs: Inputs, time: Horizon) -> Market:
    """Spread demand and prices over the periods."""
    sop = starts_of_production(inputs)
    table = inputs["demand"]
    units = at_level(table, inputs.case.demand_level)[:, None]
    whole = _spread(inputs, table, dict.fromkeys(sop, np.datetime64("NaT")), time) * units
    late = numbers(table["late_cost"])
    columns = {
        "demand": _spread(inputs, table, sop, time) * units,
        "whole": whole,
        "shortfall": whole * numbers(table["shortfall_penalty"])[:, None],
        "late": whole * np.nan_to_num(late)[:, None],
        "backlog": whole * ~np.isnan(late)[:, None],
    }
    sums = {name: _sums(table, values) for name, values in columns.items()}
    demand, always = sums["demand"], sums["whole"]
    ranges = time.period_days(dates(inputs["prices"]["from"]), dates(inputs["prices"]["to"]))
    days = _sums(inputs["prices"], ranges)
    money = {}
    for name in ("price_net", "rest_cost"):
        total = _sums(inputs["prices"], ranges * numbers(inputs["prices"][name])[:, None])
        money[name] = {key: ratio(total[key], days[key]) for key in days}
    return Market(
        sop=sop,
        demand=demand,
        shortfall_penalty={key: _carried(sums["shortfall"][key], always[key], always[key] > 0) for key in demand},
        late_cost={key: _carried(sums["late"][key], always[key], sums["backlog"][key] > 0) for key in demand},
        backlog={key: sums["backlog"][key] > 0 for key in demand},
        price=money["price_net"],
        rest_cost=money["rest_cost"],
    )


def at_level(table: pd.DataFrame, level: str) -> Floats:
    """The column of a level; where low or high is empty, base holds."""
    return np.asarray(table[level].fillna(table["base"]), dtype=float)


def starts_of_production(inputs: Inputs) -> dict[str, np.datetime64]:
    """The decided start of each programme (`NEVER`: decided that there is none), else its earliest, else NaT."""
    programmes, decisions = inputs["programmes"], inputs["decisions"]
    decided = decisions.loc[decisions["action"] == "sop"]
    sop = dict(zip(names(programmes["programme"]), dates(programmes["sop_earliest"]), strict=True))
    sop |= dict(zip(names(decided["object"]), dates(decided["date"]), strict=True))
    return sop | dict.fromkeys(names(decisions.loc[decisions["action"] == "never", "object"]), NEVER)


def since(sop: np.datetime64, time: Horizon) -> np.datetime64:
    """First day on which a programme may be in production within the horizon's days."""
    return time.first[0] if np.isnat(sop) else max(sop, time.first[0])


def season_index(inputs: Inputs, programme: str, time: Horizon) -> Floats:
    """Weight of each segment's month over the mean month (1 without a season)."""
    season = by_key(inputs["programmes"], "programme", "season")[programme]
    rows = inputs["seasons"].loc[inputs["seasons"]["season"] == season]
    if not season:
        return np.ones(len(time.month))
    weight = np.zeros(YEAR)
    weight[numbers(rows["month"]).astype(int) - 1] = numbers(rows["weight"])
    return np.asarray(weight[time.month % YEAR] / weight.mean(), dtype=float)


def installs_at_most(inputs: Inputs, sop: dict[str, np.datetime64], time: Horizon) -> dict[str, Floats]:
    """Most production installs of each programme by period: none before its start, then so many a week."""
    most = {}
    for programme, weekly in by_key(inputs["programmes"], "programme", "most_per_week").items():
        start = np.array([since(sop[programme], time)])
        weeks = time.period_days(start, time.last[-1:])[0] / WEEK
        limit = np.inf if np.isnan(weekly) else weekly
        most[programme] = np.where(weeks > 0, limit * np.maximum(weeks, 1.0 / WEEK), 0.0)
    return most


def _spread(inputs: Inputs, table: pd.DataFrame, sop: dict[str, np.datetime64], time: Horizon) -> Floats:
    """Share of each range of demand in each period: by season, by days without one, from SOP on."""
    start, end = dates(table["from"]), dates(table["to"])
    starts = np.array([since(sop[p], time) for p in table["programme"]], dtype="datetime64[D]")
    seasons = by_key(inputs["programmes"], "programme", "season")
    length = (time.segment_last - time.segment_first + ONE).astype(float)
    month_days = length / time.share
    by_programme = {
        p: season_index(inputs, p, time) / month_days if seasons[p] else np.ones(len(length)) for p in seasons
    }
    each = np.array([by_programme[p] for p in table["programme"]]).reshape(len(table), len(length))
    after = time.segment_days(np.maximum(start, starts), end) * each
    whole = time.segment_days(start, end) * each
    weight = np.where(after.sum(axis=1, keepdims=True) > 0, after, whole)
    return time.by_period(ratio(weight, weight.sum(axis=1, keepdims=True)))


def _carried(cost: Floats, units: Floats, given: NDArray[np.bool_]) -> Floats:
    """Cost of a unit in each period; where none is given, the last one that was."""
    last = np.maximum.accumulate(np.where(given, np.arange(len(units)), -1))
    return np.where(last >= 0, ratio(cost, units)[last], 0.0)


def _sums(table: pd.DataFrame, values: Floats) -> dict[Key, Floats]:
    """Sums of the rows of each programme and market."""
    sums: dict[Key, Floats] = {}
    for programme, name, row in zip(table["programme"], table["market"], values, strict=True):
        key = (programme, name)
        sums[key] = sums[key] + row if key in sums else row.copy()
    return sums
