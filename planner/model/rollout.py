"""Families of the rollout: demand, start of production, growth, pilot fleets, targets and yearly caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.keys import among, gathered, height, locate, matched, picked, row_of, stacked, where
from planner.model.algebra import Rows, coef, next_period

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.keys import Positions, Table
    from planner.model.algebra import Columns, Floats, Term

SALES = ["programme", "market", "period"]


def demand_limit(sell: Columns, shortfall: Columns, late: Columns, sop: Columns, moved: pd.DataFrame) -> Rows:
    r"""What is asked for is sold, lost or owed.

    .. math::
        sell_t + shortfall_t + late_t - late_{t-1} = D_t + \sum_d (D_t^d - D_t)\, sop_d \qquad
        \forall\ programme, market, t

    `late` exists where a late sale has a price, and is zero at the horizon's end; revenue belongs to the sale. D is
    what is asked for, spread from a given start of production on, or over all days if it is yet to be decided; D^d is
    spread from day d on.
    Reads `Rollout.demand` and `Rollout.sop_demand`. Row unit: unit. Price: money that one more unit asked for brings.
    """
    keys = picked(sell.arrays, SALES)
    carried = next_period(late.arrays, SALES)
    return Rows(
        "demand_limit",
        "=",
        "unit",
        keys,
        sell.arrays["demand"],
        (
            coef(sell, np.arange(len(sell))),
            coef(shortfall, np.arange(len(sell))),
            coef(late, locate(keys, late.arrays, SALES)),
            coef(late, locate(keys, carried, SALES), -1.0),
            coef(sop, locate(keys, moved, SALES), -moved["more"].to_numpy(), "unit/start", moved["option"]),
        ),
    )


def demand_least(sell: Columns, missing: Columns, demand: pd.DataFrame, days: np.ndarray) -> Rows:
    r"""The least of a demand range is sold, or its missing part is paid for.

    .. math:: \sum_{t \in range} sell_t + missing \ge least

    Every sale of a period that the range touches counts. Reads the input table `demand`. Row unit: unit.
    Price: money that one unit less of the least saves.

    Args:
        sell: Units sold.
        missing: Units below a least that has a price.
        demand: Input table.
        days: Days that each range shares with each period, [range, period].
    """
    number = np.flatnonzero(demand["least"] > 0)
    ranges = picked(demand, ["programme", "market", "from"], number)
    row, period = np.nonzero(days[number])
    column = locate(sell.arrays, {**picked(ranges, ["programme", "market"], row), "period": period}, SALES)
    kept = column >= 0
    return Rows(
        "demand_least",
        ">=",
        "unit",
        ranges,
        demand["least"].to_numpy()[number],
        (
            coef(sell, row[kept], column=column[kept]),
            coef(missing, locate({"range": number}, missing.arrays, ["range"])),
        ),
    )


def install_limit(make: Columns, pilot: Columns, sop: Columns, most: pd.DataFrame, later: pd.DataFrame) -> Rows:
    r"""Production installs begin with the start of production, and then keep to so many a week.

    .. math::
        make_t - pilots_t \le most\ a\ week \cdot weeks\ from\ SOP_t + \sum_{d \le t} M_t^d\, sop_d \qquad
        \forall\ programme, t

    Before the start of production nothing is made but pilots. Of a start that is yet to be decided M is so many a week,
    as far as that much could be sold and made. Reads `Rollout.most_installs` and `Rollout.sop_installs`. Row unit:
    unit. Price: money that one more install there and then brings.
    """
    keys = picked(most, ["programme", "item", "period"])
    row = locate(keys, later, ["programme", "period"])
    term = coef(sop, row, -later["most"].to_numpy(), "unit/start", later["option"])
    return Rows("install_limit", "<=", "unit", keys, most["most"].to_numpy(), (*_installs(make, pilot, keys), term))


def pilots_made(make: Columns, pilot: Columns, stocks: pd.DataFrame) -> Rows:
    r"""Pilot vehicles are built in the period in which they are put into a fleet.

    .. math:: make_{i,t} - \sum_{fleet} pilot_{fleet,i,t} \ge 0 \qquad \forall\ i\ in\ stock, t

    Production installs are what is made less pilots: a pilot out of stock would make them negative. Without stock of
    the vehicle `item_balance` says the same. Reads `stocks`. Row unit: unit. Price: money that one more vehicle made
    there and then brings.
    """
    vehicles = np.flatnonzero((pilot.arrays["programme"] != "") & among(pilot.arrays, stocks, ["item"]))
    on = ["item", "period"]
    keys, _ = gathered([picked(pilot.arrays, on, vehicles)], on)
    return Rows("pilots_made", ">=", "unit", keys, np.zeros(height(keys)), tuple(_installs(make, pilot, keys)))


def growth(make: Columns, pilot: Columns, sop: Columns, limits: pd.DataFrame, months: Table, mid: np.ndarray) -> Rows:
    r"""The rate of production installs grows by so much a month.

    .. math:: \frac{x_t}{w_t} \le (1+g)^{D} \frac{x_{t-1}}{w_{t-1}} + step \cdot D

    x are production installs, w months from the start of production times season, D months between mid-periods; the
    step keeps a rate of zero from locking the programme out. Only periods with w > 0 have a row, and t-1 is the last
    such period before t; before the first of them x is 0, and D counts from the period before it. Of a start that is
    yet to be decided all periods have a row: before it x is 0 anyway. Reads `growth` and `Rollout.season_months`. Row
    unit: unit/month. Price: money that one more unit a month brings.

    Args:
        make: What copies make.
        pilot: Pilots put into fleets.
        sop: Starts of production that are yet to be decided.
        limits: Input table `growth`.
        months: programme, item, period, weight (w) of every programme and period, one programme after another.
        mid: Months from the horizon's start to each mid-period.
    """
    limit, weight = locate(limits, months, ["programme"]), np.asarray(months["weight"])
    kept = np.flatnonzero((limit >= 0) & (weight > 0))
    keys = picked(months, ["programme", "item", "period"], kept)
    limit, weight, period = limit[kept], weight[kept], keys["period"]
    later = np.flatnonzero(np.diff(limit, prepend=-1) == 0)
    earlier = np.full(len(kept), -1)
    earlier[later] = period[later - 1]
    # Before the horizon the periods go on as long as its first ones are apart; a single one is as long as itself.
    ahead = 2 * mid[0] - mid[1] if len(mid) > 1 else -mid[0]
    before = np.concatenate([[ahead], mid])
    previous = np.where(earlier < 0, period - 1, earlier)
    apart, single = mid[period] - before[previous + 1], mid[period] - before[period]
    rate, step = (limits[name].to_numpy(dtype=float)[limit] for name in ("growth_per_month", "step_per_month"))
    factor = -((1.0 + rate) ** apart)[later] / weight[later - 1]
    former = {"item": keys["item"][later], "period": earlier[later]}
    left_open = among(keys, sop.arrays, ["programme"])
    terms = [
        *_installs(make, pilot, keys, 1.0 / weight, unit="unit/month"),
        *_installs(make, pilot, former, factor, later, unit="unit/month"),
        _longer(sop, keys["programme"], earlier, step * (apart - single)),
    ]
    rhs = step * np.where(left_open, single, apart)
    return Rows("growth", "<=", "unit/month", keys, rhs, tuple(terms))


def pilot_fleet(pilot: Columns, gate_start: Columns, needs: pd.DataFrame, more: pd.DataFrame) -> Rows:
    r"""A gate's fleet is complete when the gate starts.

    .. math::
        \sum_{t\ ends\ before\ the\ gate} pilot_{fleet,item,t} \ge need + used\ up\ before + \sum_m a_m\, gate\_start_m

    One fleet serves several gates: the largest need counts and not the sum, plus what earlier gates used up. Of a gate
    that is yet to be decided there is a row for each month or period before which it may start, and a is what it or
    another gate, started by then, needs or has used up: see `capacity/fleet_options.py`.
    Reads `Rollout.fleet_needs` and `Rollout.fleet_options`. Row unit: unit. Price: money that one unit less of the need
    saves.
    """
    row, column = _until(needs, pilot, ["fleet", "item"])
    term = coef(pilot, row, column=column)
    starts = coef(gate_start, more["row"], -more["units"].to_numpy(), "unit/start", more["option"])
    keys = picked(needs, ["gate", "fleet", "item", "number"])
    return Rows("pilot_fleet", ">=", "unit", keys, needs["needed"].to_numpy(), (term, starts))


def gate_line(
    make: Columns,
    gate_start: Columns,
    needs: pd.DataFrame,
    more: pd.DataFrame,
    content: pd.DataFrame,
    line_items: pd.DataFrame,
) -> Rows:
    r"""The line that a gate names has made what the gate needs, or else what of its own is in it.

    .. math:: \sum_{t\ ends\ before\ the\ gate} make_{line,i,t} \ge need \cdot units\ of\ i\ in\ it \cdot started

    A line that is not on stream in time has made nothing: its row stays and cannot be met. A gate with a date counts as
    started; of one that is yet to be decided there is a row for each period before which it may start, and what counts
    are its starts up to then. Reads `Rollout.line_needs`, `Rollout.line_options`, `content` and `line_items`. Row unit:
    good. Price: money that one unit less of the need saves.
    """
    own = needs["item"].unique()
    parts = {name: stacked([content[name].to_numpy(), np.asarray(own)]) for name in ("item", "component")}
    units = np.concatenate([content["quantity"], np.ones(len(own))])
    need, part = matched(needs, parts, ["item"])
    line, item, component = needs["line"].to_numpy()[need], parts["item"][part], parts["component"][part]
    made, whole = (
        locate(line_items, {"line": line, "item": name}, ["line", "item"]) >= 0 for name in (component, item)
    )
    kept = np.flatnonzero(made & ((item == component) | ~whole))
    need, units, component = need[kept], units[part[kept]], component[kept]
    wanted = {"line": line[kept], "item": component, "last": needs["last"].to_numpy()[need]}
    row, column = _until(wanted, make, ["line", "item"])
    option, at = matched({"need": more["row"]}, {"need": need}, ["need"])
    asked = more["units"].to_numpy()[option] * units[at]
    terms = (
        coef(make, row, column=column),
        coef(gate_start, at, -asked, "good/start", more["option"].to_numpy()[option]),
    )
    number = needs["number"].to_numpy()[need]
    keys = {**picked(needs, ["gate", "fleet", "item", "line"], need), "component": component, "number": number}
    return Rows("gate_line", ">=", "good", keys, needs["needed"].to_numpy()[need] * units, terms)


def pilots_wanted(pilot: Columns, missing: Columns) -> Rows:
    r"""Pilot vehicles are built by the date they are wanted, or their missing number is paid for.

    .. math:: \sum_{t\ ends\ by\ the\ date} pilot_{item,t} + missing \ge wanted

    Reads `Rollout.pilots_wanted`. Row unit: unit. Price: money that one vehicle less saves.
    """
    row, column = _until(missing.arrays, pilot, ["item"])
    keys = picked(missing.arrays, ["programme", "by"])
    terms = (coef(pilot, row, column=column), coef(missing, np.arange(len(missing))))
    return Rows("pilots_wanted", ">=", "unit", keys, missing.arrays["wanted"], terms)


def target(make: Columns, pilot: Columns, missing: Columns, targets: pd.DataFrame, starts: np.ndarray) -> Rows:
    r"""Hard targets hold, soft ones are paid for where they are missed.

    .. math:: \sum_{t \le date} installs_t + missing \ge value

    Production installs are what is made less pilots, pilot installs the pilots, both since the horizon's start, of one
    programme or of all. Reads `targets` and `programmes`. Row unit: unit. Price: money that one unit less of the target
    saves.

    Args:
        make: What copies make.
        pilot: Pilots put into fleets.
        missing: What is missing at each soft target.
        targets: Soft and hard targets: measure, programme, item ("" for all), date, value, kind.
        starts: First day of each period.
    """
    rows = where(targets, targets["kind"] != "reported")
    of = np.repeat(np.arange(height(rows)), [len(items) for items in rows["item"]])
    item = np.array([item for items in rows["item"] for item in items], dtype=object)
    last = np.searchsorted(starts, rows["date"].astype("datetime64[D]"), side="right") - 1
    terms: list[Term] = [coef(missing, np.flatnonzero(rows["kind"] == "soft"))]
    for measure, columns, sign in (
        ("production_installs", make, 1.0),
        ("production_installs", pilot, -1.0),
        ("pilot_installs", pilot, 1.0),
    ):
        asked = np.flatnonzero((rows["measure"] == measure)[of])
        if not len(asked):
            continue
        row, column = _until({"item": item[asked], "last": last[of[asked]]}, columns, ["item"])
        unit = "unit/good" if columns is make else "1"
        terms.append(coef(columns, of[asked[row]], sign, unit, column))
    keys = picked(rows, ["measure", "programme", "date"])
    return Rows("target", ">=", "unit", keys, rows["value"], tuple(terms))


def yearly_cap(buy: Columns, budgets: pd.DataFrame, items: pd.DataFrame, year: np.ndarray) -> Rows:
    r"""Energy, CO2 and crew of a year stay within their caps.

    .. math:: \sum_{t \in year} \sum_i a_i\, buy_{i,t} \le cap \qquad \forall\ measure, year

    a is 1 for energy items (kWh) and crew items (h), and the CO2 of a unit for CO2 (kg). Reads `budgets` and `items`.
    Row unit: the measure's. Price: money that one more unit of the cap brings.
    """
    kind = items["kind"].to_numpy()
    weight = {"energy": kind == "energy", "crew": kind == "labour", "co2": items["co2_kg"].to_numpy()}
    caps = where(budgets, budgets["measure"].isin([*weight]))
    item, years = row_of(items, buy.arrays, ["item"]), year[buy.arrays["period"]]
    terms = []
    for measure, weights in weight.items():
        rows = np.flatnonzero(caps["measure"] == measure)
        cap, column = matched({"year": caps["year"][rows]}, {"year": years}, ["year"])
        value = weights[item[column]].astype(float)
        terms.append(coef(buy, np.where(value > 0, rows[cap], -1), value, "cap/unit", column))
    keys = picked(caps, ["measure", "year"])
    return Rows("yearly_cap", "<=", "cap", keys, caps["most"], tuple(terms))


def _longer(sop: Columns, programme: NDArray[np.object_], earlier: Positions, more: Floats) -> Term:
    """What more a row allows where production has started by its earlier period, and not only in its own."""
    rows = np.flatnonzero((earlier >= 0) & (more > 0))
    row, column = matched({"programme": programme[rows]}, sop.arrays, ["programme"])
    started = sop.arrays["period"][column] <= earlier[rows[row]]
    row, column = rows[row[started]], column[started]
    return coef(sop, row, -more[row], "unit/month/start", column)


def _installs(
    make: Columns,
    pilot: Columns,
    keys: Table,
    factor: Floats | float = 1.0,
    row: Positions | None = None,
    unit: str = "1",
) -> list[Term]:
    """Production installs, made less pilots, of each key's item and period, times a factor; row k is the k-th key."""
    factors = np.broadcast_to(factor, len(keys["item"]))
    terms = []
    for columns, sign, of in ((make, 1.0, "unit/good"), (pilot, -1.0, "1")):
        column, at = matched(columns.arrays, keys, ["item", "period"])
        product = of if unit == "1" else f"{unit}/good" if columns is make else "1/month"
        terms.append(coef(columns, at if row is None else row[at], sign * factors[at], product, column))
    return terms


def _until(rows: Table, columns: Columns, on: list[str]) -> tuple[Positions, Positions]:
    """Pairs of row number and column number with equal keys and a period no later than the row's `last`."""
    row, column = matched(rows, columns.arrays, on)
    kept = columns.arrays["period"][column] <= np.asarray(rows["last"])[row]
    return row[kept], column[kept]
