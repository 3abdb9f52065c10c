"""Families of the rollout: demand, start of production, growth, pilot fleets, targets and yearly caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.memory import remembered
from planner.model.algebra import Rows, coef, locate, present

if TYPE_CHECKING:
    from planner.model.algebra import Columns, Term

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
    keys = sell.keys[SALES]
    carried = late.keys.assign(period=late.keys["period"] + 1)
    return Rows(
        "demand_limit",
        "=",
        "unit",
        keys,
        sell.keys["demand"].to_numpy(),
        (
            coef(sell, np.arange(len(keys))),
            coef(shortfall, np.arange(len(keys))),
            coef(late, locate(keys, late.keys, SALES)),
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
    table = demand.reset_index(drop=True)
    ranges = table.loc[table["least"] > 0, ["programme", "market", "from", "least"]].reset_index(names="range")
    row, period = np.nonzero(days[ranges["range"]])
    touched = ranges.iloc[row][["programme", "market"]].assign(period=period, row=row)
    column = locate(sell.keys, touched, SALES)
    kept = column >= 0
    return Rows(
        "demand_least",
        ">=",
        "unit",
        ranges[["programme", "market", "from"]],
        ranges["least"].to_numpy(),
        (
            coef(sell, row[kept], column=column[kept]),
            coef(missing, locate(ranges, missing.keys, ["range"])),
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
    keys = most[["programme", "item", "period"]]
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
    vehicles = pilot.keys.loc[(pilot.keys["programme"] != "") & pilot.keys["item"].isin(stocks["item"])]
    keys = present(["item", "period"], vehicles)
    return Rows("pilots_made", ">=", "unit", keys, np.zeros(len(keys)), tuple(_installs(make, pilot, keys)))


def growth(
    make: Columns, pilot: Columns, sop: Columns, limits: pd.DataFrame, months: pd.DataFrame, mid: np.ndarray
) -> Rows:
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
        months: programme, item, period, weight (w) of every programme and period.
        mid: Months from the horizon's start to each mid-period.
    """
    rows = months.merge(limits[["programme", "growth_per_month", "step_per_month"]], on="programme")
    rows = rows.loc[rows["weight"] > 0].sort_values(["programme", "period"], ignore_index=True)
    own = rows.groupby("programme")
    rows["earlier"] = own["period"].shift(fill_value=-1)
    rows["weight_before"] = own["weight"].shift()
    # Before the horizon the periods go on as long as its first ones are apart; a single one is as long as itself.
    ahead = 2 * mid[0] - mid[1] if len(mid) > 1 else -mid[0]
    before = np.concatenate([[ahead], mid])
    previous = np.where(rows["earlier"] < 0, rows["period"] - 1, rows["earlier"])
    apart = mid[rows["period"]] - before[previous + 1]
    single = mid[rows["period"]] - before[rows["period"]]
    rows["factor"] = -((1.0 + rows["growth_per_month"]) ** apart) / rows["weight_before"]
    later = rows.loc[rows["earlier"] >= 0]
    former = later.assign(period=later["earlier"])
    step = rows["step_per_month"].to_numpy()
    left_open = rows["programme"].isin(sop.keys["programme"]).to_numpy()
    terms = [
        *_installs(make, pilot, rows, 1.0 / rows["weight"].to_numpy(), unit="unit/month"),
        *_installs(make, pilot, former, former["factor"].to_numpy(), former.index.to_numpy(), unit="unit/month"),
        _longer(sop, rows.assign(more=step * (apart - single))),
    ]
    rhs = step * np.where(left_open, single, apart)
    return Rows("growth", "<=", "unit/month", rows[["programme", "item", "period"]], rhs, tuple(terms))


@remembered()
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
    pairs = _until(needs, pilot.keys, ["fleet", "item"])
    term = coef(pilot, pairs["row"], column=pairs["column"])
    starts = coef(gate_start, more["row"], -more["units"].to_numpy(), "unit/start", more["option"])
    keys = needs[["gate", "fleet", "item", "number"]]
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
    itself = needs[["item"]].drop_duplicates().assign(component=lambda t: t["item"], quantity=1.0)
    holds = pd.concat([content, itself]).rename(columns={"quantity": "units"})
    made = line_items[["line", "item"]].rename(columns={"item": "component"})
    rows = needs.reset_index(names="need").merge(holds, on="item").merge(made, on=["line", "component"])
    whole = rows["item"] == rows["component"]
    rows = rows.loc[whole | ~whole.groupby([rows["item"], rows["line"]]).transform("any")].reset_index(drop=True)
    wanted = rows[["line", "component", "last"]].rename(columns={"component": "item"})
    pairs = _until(wanted, make.keys, ["line", "item"])
    begun = more.merge(rows[["need", "units"]].reset_index(names="at"), left_on="row", right_on="need")
    asked = begun["units_x"].to_numpy() * begun["units_y"].to_numpy()
    terms = (
        coef(make, pairs["row"], column=pairs["column"]),
        coef(gate_start, begun["at"], -asked, "good/start", begun["option"]),
    )
    keys = rows[["gate", "fleet", "item", "line", "component", "number"]]
    return Rows("gate_line", ">=", "good", keys, (rows["needed"] * rows["units"]).to_numpy(), terms)


def pilots_wanted(pilot: Columns, missing: Columns) -> Rows:
    r"""Pilot vehicles are built by the date they are wanted, or their missing number is paid for.

    .. math:: \sum_{t\ ends\ by\ the\ date} pilot_{item,t} + missing \ge wanted

    Reads `Rollout.pilots_wanted`. Row unit: unit. Price: money that one vehicle less saves.
    """
    pairs = _until(missing.keys, pilot.keys, ["item"])
    keys = missing.keys[["programme", "by"]]
    terms = (coef(pilot, pairs["row"], column=pairs["column"]), coef(missing, np.arange(len(missing))))
    return Rows("pilots_wanted", ">=", "unit", keys, missing.keys["wanted"].to_numpy(), terms)


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
    rows = targets.loc[targets["kind"] != "reported"].reset_index(drop=True)
    last = np.searchsorted(starts, rows["date"].to_numpy().astype("datetime64[D]"), side="right") - 1
    rows = rows.assign(last=last)
    soft = rows.loc[rows["kind"] == "soft"].index.to_numpy()
    terms: list[Term] = [coef(missing, soft)]
    for measure, columns, sign in (
        ("production_installs", make, 1.0),
        ("production_installs", pilot, -1.0),
        ("pilot_installs", pilot, 1.0),
    ):
        asked = rows.loc[rows["measure"] == measure, ["item", "last"]].reset_index(names="target")
        if asked.empty:
            continue
        asked = asked.explode("item", ignore_index=True).astype({"item": "str"})
        pairs = _until(asked, columns.keys, ["item"])
        unit = "unit/good" if columns is make else "1"
        row = asked["target"].to_numpy(dtype=np.intp)[pairs["row"]]
        terms.append(coef(columns, row, np.full(len(row), sign), unit, pairs["column"]))
    return Rows("target", ">=", "unit", rows[["measure", "programme", "date"]], rows["value"].to_numpy(), tuple(terms))


def yearly_cap(buy: Columns, budgets: pd.DataFrame, items: pd.DataFrame, year: np.ndarray) -> Rows:
    r"""Energy, CO2 and crew of a year stay within their caps.

    .. math:: \sum_{t \in year} \sum_i a_i\, buy_{i,t} \le cap \qquad \forall\ measure, year

    a is 1 for energy items (kWh) and crew items (h), and the CO2 of a unit for CO2 (kg). Reads `budgets` and `items`.
    Row unit: the measure's. Price: money that one more unit of the cap brings.
    """
    caps = budgets.loc[budgets["measure"].isin(["energy", "co2", "crew"])].reset_index(drop=True)
    info = items.set_index("item").reindex(buy.keys["item"])
    weight = {
        "energy": (info["kind"] == "energy").to_numpy(dtype=float),
        "crew": (info["kind"] == "labour").to_numpy(dtype=float),
        "co2": info["co2_kg"].to_numpy(dtype=float),
    }
    terms = []
    for measure, value in weight.items():
        rows = caps.loc[caps["measure"] == measure].reset_index(names="row")
        at = locate(rows, pd.DataFrame({"year": year[buy.keys["period"]]}), ["year"])
        row = np.where((at >= 0) & (value > 0), rows["row"].to_numpy()[at] if len(rows) else -1, -1)
        terms.append(coef(buy, row, value, "cap/unit"))
    return Rows("yearly_cap", "<=", "cap", caps[["measure", "year"]], caps["most"].to_numpy(), tuple(terms))


def _longer(sop: Columns, rows: pd.DataFrame) -> Term:
    """What more a row allows where production has started by its earlier period, and not only in its own."""
    found = rows.loc[(rows["earlier"] >= 0) & (rows["more"] > 0), ["programme", "earlier", "more"]]
    pairs = found.reset_index(names="row").merge(
        sop.keys[["programme", "period"]].reset_index(names="column"), on="programme"
    )
    pairs = pairs.loc[pairs["period"] <= pairs["earlier"]]
    return coef(sop, pairs["row"], -pairs["more"], "unit/month/start", pairs["column"])


def _installs(
    make: Columns,
    pilot: Columns,
    keys: pd.DataFrame,
    factor: np.ndarray | float = 1.0,
    row: np.ndarray | None = None,
    unit: str = "1",
) -> list[Term]:
    """Production installs, made less pilots, of each key's item and period, times a factor; row k is the k-th key."""
    rows = keys[["item", "period"]].assign(
        row=np.arange(len(keys)) if row is None else row, factor=np.broadcast_to(factor, len(keys))
    )
    terms = []
    for columns, sign, of in ((make, 1.0, "unit/good"), (pilot, -1.0, "1")):
        pairs = columns.keys[["item", "period"]].reset_index(names="column").merge(rows, on=["item", "period"])
        product = of if unit == "1" else f"{unit}/good" if columns is make else "1/month"
        terms.append(coef(columns, pairs["row"], sign * pairs["factor"], product, pairs["column"]))
    return terms


@remembered()
def _until(rows: pd.DataFrame, columns: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Pairs of row number and column number with equal keys and a period no later than the row's `last`."""
    left = rows[[*on, "last"]].assign(row=np.arange(len(rows)))
    pairs = left.merge(columns[[*on, "period"]].reset_index(names="column"), on=on)
    return pairs.loc[pairs["period"] <= pairs["last"]]
