"""Limits of the market: demand, backlog, start of production, growth, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.days import dates
from planner.results.audit.finding import where
from planner.results.audit.frames import day, names, records
from planner.results.audit.market import installs_at_most, season_index, since
from planner.results.audit.output import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.market import Market
    from planner.results.audit.written import Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


def check_demand(sheet: Sheet, sales: Written, book: Ledger, asked: Market, time: Horizon) -> None:
    """Sold, short and what is owed more than before make up demand; what is owed has a price and an end."""
    nothing = np.zeros(len(time.labels))
    stated = sales.column("demand")
    for key in sorted({*asked.demand, *book.amounts["sold"]}):
        place = where("market", programme=key[0], market=key[1])
        demand = asked.demand.get(key, nothing)
        sold, late, short = (book.amounts[name].get(key, nothing) for name in ("sold", "late", "shortfall"))
        sheet.equal("demand_stated", place, time.labels, stated.get(key, nothing), demand, "unit", column="demand")
        owed = np.concatenate([[0.0], late[:-1]])
        size = np.abs(sold) + late + owed
        sheet.equal("demand_balance", place, time.labels, sold + short + late - owed, demand, "unit", size)
        priced = asked.backlog.get(key, nothing > 0)
        # What was owed before stays owed; demand without a price for late sales adds nothing to it.
        carried = np.where(np.cumsum(priced) > 0, owed, 0.0)
        sheet.at_most(
            "late_without_cost", place, time.labels, late, np.where(priced, np.inf, carried), "unit", column="late"
        )
        sheet.at_most("late_at_end", place, time.labels[-1:], late[-1], 0.0, "unit", column="late")


def check_least(sheet: Sheet, inputs: Inputs, book: Ledger, time: Horizon) -> None:
    """A least quantity without a price is sold."""
    for row, sold in least_sold(inputs, book, time):
        if np.isnan(row.least_penalty):
            place = where("market", programme=row.programme, market=row.market)
            sheet.at_least("demand_least", place, [str(day(row.from_))], sold, row.least, "unit", column="sold")


def least_sold(inputs: Inputs, book: Ledger, time: Horizon) -> Iterator[tuple[Any, float]]:
    """Rows of demand with a least quantity, and what is sold in the periods of the range."""
    rows = inputs["demand"].loc[inputs["demand"]["least"] > 0]
    inside = time.period_days(dates(rows["from"]), dates(rows["to"])) > 0
    nothing = np.zeros(len(time.labels))
    for row, periods in zip(records(rows), inside, strict=True):
        sold = book.amounts["sold"].get((row.programme, row.market), nothing)
        yield row, float(sold[periods].sum())


def check_installs(sheet: Sheet, inputs: Inputs, book: Ledger, asked: Market, time: Horizon) -> None:
    """Production starts with SOP and stays within the installs of a week; pilots come out of what is made."""
    limits = installs_at_most(inputs, asked.sop, time)
    for programme, installs in book.installs.items():
        place, most = where("programme", programme=programme), limits[programme]
        sheet.at_least("pilots_over_made", place, time.labels, installs, 0.0, "unit")
        before = most == 0
        sheet.at_most("before_sop", place, time.labels, np.where(before, installs, 0.0), 0.0, "unit")
        limit = np.where(before, np.inf, most)
        sheet.at_most("installs_a_week", place, time.labels, installs, limit, "unit")


def check_growth(sheet: Sheet, inputs: Inputs, book: Ledger, asked: Market, time: Horizon) -> None:
    """The rate of installs (a mean month's, by season) grows no faster than allowed."""
    for row in records(inputs["growth"]):
        programme = row.programme
        start = np.array([since(asked.sop[programme], time)])
        running = time.segment_days(start, time.last[-1:])[0] / time.segment_days(time.first[:1], time.last[-1:])[0]
        weight = time.by_period(running * time.share * season_index(inputs, programme, time))
        on = np.flatnonzero(weight > 0)
        rate = ratio(book.installs[programme], weight)[on]
        # Before the horizon the periods go on as long as its first ones are apart.
        ahead = 2 * time.mid[0] - time.mid[1] if len(time.mid) > 1 else -time.mid[0]
        mid = np.concatenate([[ahead], time.mid])
        months = np.diff(mid[on + 1], prepend=mid[on[:1]])
        before = np.concatenate([[0.0], rate[:-1]])[: len(on)]
        limit = (1.0 + row.growth_per_month) ** months * before + row.step_per_month * months
        place = where("programme", programme=programme)
        sheet.at_most("growth", place, [time.labels[p] for p in on], rate, limit, "unit/month", floor=1e-4)


def reached(inputs: Inputs, book: Ledger, target: Any, time: Horizon) -> float:  # noqa: ANN401 - a row
    """What a target counts, up to the end of the period that holds its date."""
    counted = book.installs if target.measure == "production_installs" else book.pilots
    counting = [target.programme] if target.programme else names(inputs["programmes"]["programme"])
    until = time.holding(day(target.date)) + 1
    return float(sum(counted[programme][:until].sum() for programme in counting))


def check_targets(sheet: Sheet, inputs: Inputs, book: Ledger, time: Horizon) -> None:
    """Hard targets are met."""
    for row in records(inputs["targets"]):
        if row.kind == "hard":
            place = where("target", measure=row.measure, programme=row.programme)
            found = reached(inputs, book, row, time)
            sheet.at_least("hard_target", place, [str(day(row.date))], found, row.value, "unit")
