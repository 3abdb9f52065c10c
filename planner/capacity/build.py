"""The coefficient tables of a case, built in one pass from its inputs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import Timeline, overlap_days, timeline
from planner.capacity import bill, demand, money, room
from planner.capacity.contracts import contracts
from planner.capacity.held import held
from planner.capacity.machines import extra_machines, offered
from planner.capacity.maintenance import jobs
from planner.capacity.options import line_options
from planner.capacity.output import output
from planner.capacity.packages import MOST_SETS, Packages, named, of_packages, packaged, parted
from planner.capacity.parts import in_part
from planner.capacity.pools import Pools, pooled, pools
from planner.capacity.rates import stage_rates
from planner.capacity.rollout import Rollout, rollout
from planner.capacity.shifts import line_hours, shift_starts
from planner.capacity.sop_options import most_made
from planner.capacity.vintages import ALIKE, OPTION, vintages
from planner.line import routes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.capacity.output_tables import Output
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Capacity:
    """Coefficient tables; `period` in them is the number of the period.

    Attributes:
        time: Periods and segments.
        discount: Present value factor, [period].
        vintages: Line copies with on-stream dates, given or left open (index: vintage).
        options: Copies that may be decided: line, copy, on_stream, order, ramp, divisible, vintage.
        pools: For whom each vintage stands in each period.
        rates: One row a line, item and stage: machines, rate, yield.
        output: Good output, stage hours and consumption of every copy; one for all that are alike in a period.
        rollout: Dates and options of starts of production and gates, and all that hangs on them.
        prices: programme, market, period, price_net, rest_cost.
        supply: One row a range of the input table `supply`, then one a contract of `contracts`: item, site, step, from,
            to, most (NaN: no limit), price, contract ("" of a range).
        supply_periods: supply (row), period, days: the periods that each range touches.
        contracts: Supply contracts given or open: contract, item, site, from, to, most, take, price, prepayment,
            status, signed, last, paid.
        spend: Payments inside the horizon for copies and the machines decided for them: vintage, line, copy, part,
            date, million, year, factor.
        residual: Value of the parts at the horizon's end: vintage, part, million.
        depreciation: Straight-line depreciation of the parts: vintage, part, period, million.
        shifts: Days from which lines work one more shift, decided or left open: line, start, status.
        jobs: Maintenance by the day on which it starts or may start (index: job).
        machines: Extra machines, decided or left open (index: machine).
        machine_spend, machine_residual, machine_depreciation: The same for one of each machine that is left open.
        packages: Sets of machines that options of copies may come with, where these stand for themselves nowhere.
        residual_factor: Present value factor of the horizon's end.
        floor: vintage, year, m2: floor of a copy at the year's end.
        group_limits: group, kind, from, by, copies: limits on the number of copies of a group.
        group_copies: limit (row of `group_limits`), vintage, value: the copies that count.
        routes: group, line, taken: lines of exclusive groups that may yet get a first copy.
        fixed_cost: vintage, line, copy, on_stream, period, million.
        content: item, component, quantity by plain BOM.
        scale: Size in which each item is counted in the program.
    """

    time: Timeline
    discount: Floats
    vintages: pd.DataFrame
    options: pd.DataFrame
    pools: Pools
    rates: pd.DataFrame
    output: Output
    rollout: Rollout
    prices: pd.DataFrame
    supply: pd.DataFrame
    supply_periods: pd.DataFrame
    contracts: pd.DataFrame
    spend: pd.DataFrame
    residual: pd.DataFrame
    depreciation: pd.DataFrame
    shifts: pd.DataFrame
    jobs: pd.DataFrame
    machines: pd.DataFrame
    machine_spend: pd.DataFrame
    machine_residual: pd.DataFrame
    machine_depreciation: pd.DataFrame
    packages: Packages
    residual_factor: float
    floor: pd.DataFrame
    group_limits: pd.DataFrame
    group_copies: pd.DataFrame
    routes: pd.DataFrame
    fixed_cost: pd.DataFrame
    content: pd.DataFrame
    scale: pd.Series


def capacity(inputs: Inputs, options: pd.DataFrame | None = None, most_sets: int | None = None) -> Capacity:
    """Compute every coefficient of a case.

    Args:
        inputs: The case.
        options: Copies and the days on which each may come on stream, from `options.listed_options`, in place of all
            copies of their lines that the case decides or leaves open; None: as the case says.
        most_sets: Most sets of machines for which an option of a copy has packages; None: `MOST_SETS`.

    Raises:
        InputError: The gates cannot be dated ahead of a start of production.
    """
    case = inputs.case
    time = timeline(case, inputs["periods"])
    decisions = held(inputs["decisions"], case)
    shifts = shift_starts(inputs.tables, decisions, case, time.periods)
    tables = {**inputs.tables, "line_hours": line_hours(inputs.tables, shifts, case)}
    in_packages = packaged(inputs, tables["line_hours"], MOST_SETS if most_sets is None else most_sets)
    if options is None:
        options = line_options(inputs["lines"], decisions, case, time.periods, offered(inputs) - in_packages)
    else:
        decisions = decisions.loc[(decisions["action"] != "on_stream") | ~decisions["object"].isin(options["line"])]
    copies = vintages(inputs["lines"], decisions, options)
    left_open = copies.loc[copies["status"] == OPTION].reset_index(names="vintage")
    options = options.merge(left_open[["vintage", *ALIKE]], on=ALIKE)
    rates = stage_rates(inputs["stages"], inputs["recipes"], inputs["line_items"])
    ways = routes(inputs["line_items"], inputs["stages"], inputs["flows"], inputs["recipes"])
    alike = pools(copies, inputs["ramps"], time)
    machines, packed = parted(extra_machines(copies, inputs, decisions, time), copies, in_packages)
    for_packed = money.machine_spend(packed, inputs["lines"], inputs["spend_profiles"])
    # What is paid before the horizon is sunk and yet has a residual value: then more may be had for less.
    prune = bool((for_packed["date"] >= pd.Timestamp(case.start)).all())
    work = jobs(inputs["maintenance"], decisions, case, time.periods)
    whole = output(copies, ways, rates, machines, packed, work, tables, time, prune=prune)
    made = pooled(in_part(whole, copies["fraction"]), alike)
    payments, for_machines = _payments(inputs, copies, machines)
    agreed = contracts(inputs["contracts"], decisions, case, time)
    supply, supply_periods = _supply(inputs, agreed, time)
    limits = room.group_limits(inputs["group_limits"], case.last)
    given = copies.loc[copies["status"] != OPTION, "line"]
    usage = made.usage.assign(made=made.make["item"].to_numpy()[made.usage["make"]])
    return Capacity(
        time=time,
        discount=money.discount_factors(case, inputs["periods"], time),
        vintages=copies,
        options=options,
        pools=alike,
        rates=rates,
        output=made,
        rollout=rollout(inputs, decisions, _most_made(made, options, copies), time),
        prices=demand.mean_prices(inputs["prices"], time),
        supply=supply,
        supply_periods=supply_periods,
        contracts=agreed,
        spend=money.in_horizon(payments, case),
        residual=money.residual(payments, case),
        depreciation=money.depreciation(payments, case, time),
        shifts=shifts,
        jobs=work,
        machines=machines,
        machine_spend=money.in_horizon(for_machines, case),
        machine_residual=money.residual(for_machines, case, "machine"),
        machine_depreciation=money.depreciation(for_machines, case, time, "machine"),
        packages=_packages(inputs, made, packed, for_packed, options, time),
        residual_factor=float(money.factor_at(case, np.array([time.periods["months"].sum()]))[0]),
        floor=room.floor(copies, inputs["lines"], inputs["stages"], time.periods["year"]),
        group_limits=limits,
        group_copies=room.counted(limits, inputs["groups"], copies),
        routes=room.routes_left(inputs["group_limits"], inputs["groups"], options, given),
        fixed_cost=money.fixed_cost(copies, inputs["lines"], time),
        content=bill.content(inputs["bom"]),
        scale=bill.item_scale(usage, made.make["item"], inputs["programmes"]["item"], inputs["items"]["item"]),
    )


def _payments(inputs: Inputs, copies: pd.DataFrame, machines: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Payments for copies, those for decided machines among them, and for one of each machine that is left open."""
    paid = money.spend(copies, inputs["lines"], inputs["capex"], inputs["spend_profiles"])
    rows = money.machine_spend(machines, inputs["lines"], inputs["spend_profiles"])
    is_open = (machines["status"] == OPTION).to_numpy()[rows["machine"].to_numpy(dtype=int)]
    decided = rows.loc[~is_open]
    decided = decided.assign(million=decided["million"] * decided["quantity"])[money.PAYMENT]
    return pd.concat([paid, decided], ignore_index=True) if len(decided) else paid, rows.loc[is_open]


def redated(capacity: Capacity, inputs: Inputs) -> Capacity:
    """The coefficients of a case whose starts of production and gates are decided otherwise; nothing else differs.

    Raises:
        InputError: As `capacity`.
    """
    decisions = held(inputs["decisions"], inputs.case)
    made = _most_made(capacity.output, capacity.options, capacity.vintages)
    return replace(capacity, rollout=rollout(inputs, decisions, made, capacity.time))


def _packages(
    inputs: Inputs, made: Output, packed: pd.DataFrame, paid: pd.DataFrame, options: pd.DataFrame, time: Timeline
) -> Packages:
    """Packages with what one of each costs."""
    payments = of_packages(paid, made.package_machines)
    return Packages(
        sets=named(made.packages, made.package_machines, packed, options),
        good=made.package_good,
        spend=money.in_horizon(payments, inputs.case),
        residual=money.residual(payments, inputs.case, "package"),
        depreciation=money.depreciation(payments, inputs.case, time, "package"),
    )


def _most_made(made: Output, options: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """What lines can make, with every copy that may be opened and the package that adds most to each."""
    best = made.package_good.groupby(["vintage", "period"])["good"].max()
    more = best.reindex(pd.MultiIndex.from_frame(made.make[["vintage", "period"]])).fillna(0.0).to_numpy(dtype=float)
    make = made.make.assign(good_open=made.make["good_open"] + more)
    return most_made(make, options.groupby("line")["copy"].nunique(), copies["status"] == OPTION)


def _supply(inputs: Inputs, agreed: pd.DataFrame, time: Timeline) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranges of supply at the case's level and contracts, and the periods that each touches."""
    columns = ["item", "site", "step", "from", "to", "price", "most", "contract"]
    table = inputs["supply"].reset_index(drop=True)
    ranges = table.assign(most=demand.at_level(table, inputs.case.supply_level), contract="")[columns]
    if len(agreed):
        ranges = pd.concat([ranges, agreed.assign(step=1)[columns]], ignore_index=True)
    overlap = overlap_days(ranges, time.periods)
    row, period = np.nonzero(overlap)
    return ranges, pd.DataFrame({"supply": row, "period": period, "days": overlap[row, period]})
