"""Good output, stage hours and consumption of every line copy: all that is non-linear ends here.

For item i of a line, stage s and segment m, with a the copy's age in whole months, u and f its ramp factors:

    yield            y_s(a) = y_s * f(a)^share_s
    starts           r_s(a) per good unit, from `planner.line.Route.starts`
    hours a unit     h_sm = r_s(a) * usage_s / rate_s
    machine hours    H_sm = machines_sm * hours_m * uptime_s * u(a)
    good output      g_m  = min_s (H_sm + E_sm) / h_sm;  of a period G = sum_m g_m, E_sm of extra machines
    a period's mean  of any value per good unit = sum_m g_m * value_m / G, both with the copy's own machines alone

Means of products, not products of means: up to one per cent apart while a line ramps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity import running
from planner.capacity.fleet import Fleet, fleet
from planner.capacity.machines import added_hours, machine_hours
from planner.capacity.maintenance import lost_hours
from planner.capacity.packages import TYPES as OF_PACKAGES
from planner.capacity.packages import line_packages
from planner.capacity.recipe import Need, by_parent, recipe
from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.line import Route

    Floats = NDArray[np.float64]


COLUMNS = {
    "make": [
        "make",
        "vintage",
        "line",
        "copy",
        "on_stream",
        "release",
        "item",
        "period",
        "site",
        "good",
        "good_most",
        "good_open",
        "good_own",
        "rty",
    ],
    "load": ["make", "vintage", "stage", "period", "hours"],
    "hours": [
        "vintage",
        "line",
        "stage",
        "period",
        "machine_hours",
        "hours_open",
        "hours_least",
        "whole",
        "per_overtime",
    ],
    "lost": ["job", "vintage", "stage", "period", "hours"],
    "machine_hours": ["machine", "vintage", "period", "hours"],
    "usage": ["make", "item", "quantity", "kind"],
    "overtime": ["vintage", "line", "copy", "on_stream", "site", "tier", "period", "most"],
    "overtime_usage": ["overtime", "item", "quantity"],
    "shift_crew": [
        "vintage",
        "line",
        "copy",
        "on_stream",
        "site",
        "item",
        "period",
        "hours",
        "wage",
        "premium",
        "open",
    ],
    "base_use": ["vintage", "item", "site", "period", "quantity"],
    **{name: list(columns) for name, columns in OF_PACKAGES.items()},
}
NUMBERED = {
    "make": ("make", ["make", "load", "usage"]),
    "overtime": ("overtime", ["overtime_usage"]),
    "package": ("packages", ["packages", "package_machines", "package_good"]),
}
"""Columns that number the rows of a table, that table, and the tables that have them."""
TYPES = {
    **dict.fromkeys(["make", "vintage", "copy", "period", "overtime", "machine", "job", "package"], "int64"),
    **dict.fromkeys(["line", "item", "site", "stage", "tier", "kind"], "str"),
    **dict.fromkeys(["on_stream", "release"], "datetime64[s]"),
    **dict.fromkeys(["open", "whole"], "bool"),
}


@dataclass(frozen=True)
class Output:
    """Coefficient tables of production.

    `make` numbers what a copy can make of an item in a period; `vintage` numbers the copies.

    Attributes:
        make: make, vintage, line, copy, on_stream, release, item, period, site, good (most good units in regular
            hours), good_most (with every overtime tier), good_open (with every extra machine and shift too that may be
            decided),
            good_own (in regular hours with the copy's own machines alone), rty, cost [money/unit], least (good units
            that must be made).
        load: make, vintage, stage, period, hours [machine hours per good unit].
        hours: vintage, line, stage, period, machine_hours (regular), hours_open (with every extra machine that may be
            decided), hours_least (with every job of maintenance on each of its days), whole (no job takes any),
            per_overtime [machine hours per line hour].
        lost: job (row of `Capacity.jobs`), vintage, stage, period, hours: machine hours that a job which is yet to be
            decided takes from one copy.
        machine_hours: machine (row of `Capacity.machines`), vintage, period, hours: of one machine that may be decided.
        usage: make, item (component), quantity [units per good unit], kind (material, energy or crew).
        overtime: vintage, line, copy, on_stream, tier, period, site, most [line hours].
        overtime_usage: overtime (row of `overtime`), item, quantity [units per line hour].
        shift_crew: vintage, line, copy, on_stream, site, item (crew), period, hours [line hours of the shift], wage and
            premium [crew hours to pay for them], open (yet to be decided).
        base_use: vintage, item, site, period, quantity: what copies draw whatever they make, energy and the premium of
            a shift that is decided.
        packages: Sets of machines that an option may come with: package, vintage, line, on_stream.
        package_machines: package, machine (row of the machines that come in packages), quantity.
        package_good: package, vintage, period, good: what the package adds to the good output of one copy.
    """

    make: pd.DataFrame
    load: pd.DataFrame
    hours: pd.DataFrame
    machine_hours: pd.DataFrame
    lost: pd.DataFrame
    usage: pd.DataFrame
    overtime: pd.DataFrame
    overtime_usage: pd.DataFrame
    shift_crew: pd.DataFrame
    base_use: pd.DataFrame
    packages: pd.DataFrame
    package_machines: pd.DataFrame
    package_good: pd.DataFrame


def output(
    vintages: pd.DataFrame,
    routes: Mapping[tuple[str, str], Route],
    rates: pd.DataFrame,
    machines: pd.DataFrame,
    packed: pd.DataFrame,
    jobs: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    time: Timeline,
    *,
    prune: bool = True,
) -> Output:
    """Build the coefficient tables of every vintage.

    Args:
        vintages: From `vintages.vintages`.
        routes: From `planner.line.routes`.
        rates: From `rates.stage_rates`.
        machines: From `machines.extra_machines`, those that stand for themselves.
        packed: Those that come in packages.
        jobs: From `maintenance.jobs`.
        tables: Input tables, of which lines, line_items, ramps, availability and bom are read, and `line_hours` from
            `shifts.line_hours`.
        time: Periods and segments.
        prune: Whether packages that others outdo are left out.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in COLUMNS}
    lines = {str(name): row for name, row in tables["lines"].set_index("line").iterrows()}
    bom = by_parent(tables["bom"])
    for line, copies in vintages.groupby("line", sort=False):
        stages = rates.loc[rates["line"] == line]
        bought, alone, work = (rows.loc[rows["line"] == line] for rows in (machines, packed, jobs))
        found = _of_line(
            lines[str(line)],
            copies,
            [(route, bom.get(route.item, [])) for (of, _), route in routes.items() if of == line],
            stages,
            (bought, alone),
            work,
            _own(tables, str(line), pd.concat([copies["ramp"], bought["ramp"], alone["ramp"]])),
            time,
            prune=prune,
        )
        for column, (counted, having) in NUMBERED.items():
            first = sum(map(len, parts[counted]))
            for name in having:
                found[name] = found[name].assign(**{column: found[name][column] + first})
        for name, table in found.items():
            parts[name].append(table)
    stacked = {name: _stack(frames, name) for name, frames in parts.items()}
    of_item = tables["line_items"][["line", "item", "cost", "least_run"]]
    rows = stacked["make"].merge(of_item, on=["line", "item"], how="left")
    stacked["make"] = rows.assign(least=rows["least_run"] * rows["good_own"]).drop(columns="least_run")
    return Output(**stacked)


def _own(tables: Mapping[str, pd.DataFrame], line: str, ramps: pd.Series) -> dict[str, pd.DataFrame]:
    """What the input tables say of a line and of the ramps of its copies and machines."""
    of_line = {name: tables[name].loc[tables[name]["line"] == line] for name in ("line_hours", "availability")}
    return {**of_line, "ramps": tables["ramps"].loc[tables["ramps"]["curve"].isin(ramps)]}


@remembered(64)
def _of_line(
    line: pd.Series,
    copies: pd.DataFrame,
    routes: list[tuple[Route, list[Need]]],
    rates: pd.DataFrame,
    machines: tuple[pd.DataFrame, pd.DataFrame],
    jobs: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    time: Timeline,
    *,
    prune: bool,
) -> dict[str, pd.DataFrame]:
    """The tables of `Output` for the copies of one line; what is numbered in them counts from 0.

    Args:
        line: The line's row of the input table.
        copies: Rows of `vintages`.
        routes: The route of each item with what the bill of materials says of it.
        rates: Rows of the line's items.
        machines: Those that stand for themselves, and those that come in packages.
        jobs: Maintenance of the line.
        tables: From `_own`.
        time: Periods and segments.
        prune: Whether packages that others outdo are left out.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in COLUMNS}
    stages, (bought, packed) = rates.drop_duplicates("stage"), machines
    group = fleet(copies, stages, tables, time)
    each = machine_hours(bought, group, stages, tables["ramps"], time)
    added = added_hours(bought, each, group, stages)
    lost = lost_hours(jobs, group, stages, time)
    parts["lost"].append(lost.loc[lost["open"]] if len(lost) else lost)
    parts["hours"].append(running.stage_hours(group, added, lost, stages, time))
    parts["machine_hours"].append(running.open_machines(bought, each, time))
    parts["base_use"].append(running.base_use(group, line, time))
    extra, operators, hours = running.overtime(group, copies, time), stages["operators"].sum(), tables["line_hours"]
    parts["overtime"].append(extra)
    parts["overtime_usage"].extend(running.overtime_usage(extra, line, operators, hours, time))
    crew = running.shift_crew(extra, line, operators, hours, time)
    parts["shift_crew"].append(crew)
    sure = crew.loc[~crew["open"] & (crew["premium"] > 0)] if len(crew) else crew
    parts["base_use"].append(sure.rename(columns={"premium": "quantity"}))
    for route, needs in routes:
        made = _Made(group, added, route, rates, time)
        make = made.make(copies, route.item, offset=sum(map(len, parts["make"])))
        parts["make"].append(make)
        parts["load"].append(made.load(make))
        parts["usage"].append(made.usage(make, needs, line))
        # A line whose machines come in packages makes one item.
        hours_of_one = machine_hours(packed, group, stages, tables["ramps"], time)
        first = sum(map(len, parts["packages"]))
        found = line_packages(packed, hours_of_one, group, stages, made.with_hours, time, first, prune=prune)
        for name, table in found.items():
            parts[name].append(table)
    return {name: _stack(frames, name) for name, frames in parts.items()}


def _stack(frames: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """Frames as one table of `Output`."""
    kept = [frame for frame in frames if len(frame)]
    if kept:
        return pd.concat(kept, ignore_index=True)[COLUMNS[table]]
    return pd.DataFrame({name: pd.Series(dtype=TYPES.get(name, "float64")) for name in COLUMNS[table]})


class _Made:
    """What the copies of a line can make of one item, and what that takes; arrays [copy, stage, segment]."""

    def __init__(
        self, group: Fleet, added: tuple[Floats, Floats], route: Route, rates: pd.DataFrame, time: Timeline
    ) -> None:
        rows = rates.loc[(rates["line"] == route.line) & (rates["item"] == route.item)]
        order = [rows["stage"].tolist().index(stage) for stage in route.stages]
        back = np.argsort(order)
        self.group, self.rates, self.time = group, rows, time
        factors, which = np.unique(group.yield_factor, return_inverse=True)
        which = which.reshape(group.yield_factor.shape)
        starts = np.asarray(route.starts(factors))[back]
        self.starts = starts[:, which].transpose(1, 0, 2)
        self.relative_starts = self.starts / np.asarray(route.starts(np.ones(1)))[back][None]
        sources = np.array([order[k] for k in route.sources])
        self.first_stage = int(sources.min())
        self.losing_source = sources[np.argmax(self.starts[0, sources, 0])]
        self.rty = route.rty
        work = (rows["usage"] / rows["per_hour"]).to_numpy()
        self.used = work > 0
        self.hours_per_good = self.starts * work[None, :, None]
        sure, overtime = (group.per_overtime * hours[:, None, :] for hours in (group.sure_hours, group.overtime_hours))
        decided, possible = (group.machine_hours + hours for hours in added)
        self.good, self.good_most = self._least(decided), self._least(decided + sure)
        self.good_open = self._least(possible + overtime)
        # What a good unit takes is that of the copy's own machines: no decision on machines changes it, so that it is a
        # coefficient also where they are yet to be decided.
        self.own = self._least(group.machine_hours)
        weights = np.where(time.sums(self.own) > 0, 1.0, 0.0)[:, time.segments["period"]]
        self.weights = np.where(weights > 0, self.own, group.days_on)

    def _least(self, machine_hours: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            possible = machine_hours[:, self.used] / self.hours_per_good[:, self.used]
        return np.asarray(possible.min(axis=1), dtype=float)

    def with_hours(self, copy: int, machine_hours: Floats) -> Floats:
        """Good output of a copy with other machine hours, [set, stage, segment] -> [set, segment]."""
        with np.errstate(divide="ignore", invalid="ignore"):
            possible = machine_hours[:, self.used] / self.hours_per_good[copy, self.used]
        return np.asarray(possible.min(axis=1), dtype=float)

    def mean(self, value: Floats) -> Floats:
        """Mean over each period of a value per good unit, weighted by what the months can make; [..., period]."""
        total = self.time.sums(self.weights)
        weighted = self.time.sums(self.weights.reshape(value.shape[0], *[1] * (value.ndim - 2), -1) * value)
        total = total.reshape(total.shape[0], *[1] * (value.ndim - 2), -1)
        return np.divide(weighted, total, out=np.zeros_like(weighted), where=total > 0)

    def make(self, copies: pd.DataFrame, item: str, offset: int) -> pd.DataFrame:
        """Rows of `Output.make`: the periods in which a copy can make anything."""
        good, most = self.time.sums(self.good), self.time.sums(self.good_most)
        with_open = self.time.sums(self.good_open)
        copy, period = np.nonzero(with_open > 0)
        rows = copies.iloc[copy].reset_index(names="vintage")
        rows = rows[["vintage", "line", "copy", "on_stream", "release", "site"]]
        more_starts = self.mean(self.relative_starts[:, self.losing_source, :])
        return rows.assign(
            make=np.arange(offset, offset + len(rows)),
            item=item,
            period=period,
            good=good[copy, period],
            good_most=most[copy, period],
            good_open=with_open[copy, period],
            good_own=self.time.sums(self.own)[copy, period],
            rty=self.rty / more_starts[copy, period],
        )

    def _at(self, make: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return make["vintage"].to_numpy() - self.group.vintage[0], make["period"].to_numpy()

    def load(self, make: pd.DataFrame) -> pd.DataFrame:
        """Rows of `Output.load`: one a stage that the item uses."""
        hours = self.mean(self.hours_per_good)
        stages = np.flatnonzero(self.used)
        copy, period = self._at(make)
        names = self.rates["stage"].to_numpy()
        return pd.DataFrame(
            {
                **{key: np.tile(make[key].to_numpy(), len(stages)) for key in ("make", "vintage", "period")},
                "stage": np.repeat(names[stages], len(make)),
                "hours": hours[copy, stages[:, None], period].ravel(),
            }
        )

    def usage(self, make: pd.DataFrame, needs: list[Need], line: pd.Series) -> pd.DataFrame:
        """Rows of `Output.usage`: materials by the stage at which they enter, energy and crew."""
        copy, period = self._at(make)
        stage_row = {stage: row for row, stage in enumerate(self.rates["stage"])}
        found: list[tuple[str, Floats, str]] = []
        for component, stage, quantity in recipe(needs, str(line.name)):
            starts = self.mean(self.starts[:, stage_row.get(stage, self.first_stage), :])
            found.append((component, quantity * starts[copy, period], "material"))
        energy = np.einsum("s,vsm->vm", self.rates["energy"].to_numpy(), self.relative_starts)
        if energy.any():
            found.append((line["energy_item"], self.mean(energy)[copy, period], "energy"))
        operators = self.rates["operators"].sum()
        if operators:
            good, hours = self.time.sums(self.own), self.time.sums(self.group.regular)
            crew = operators * np.divide(hours, good, out=np.zeros_like(good), where=good > 0)
            found.append((line["crew_item"], crew[copy, period], "crew"))
        return _usage(make, found)


def _usage(make: pd.DataFrame, found: list[tuple[str, Floats, str]]) -> pd.DataFrame:
    """One row an item that is consumed and a row of `make`, item by item."""
    items, quantities, kinds = zip(*found, strict=True) if found else ((), (np.empty(0),), ())
    return pd.DataFrame(
        {
            "make": np.tile(make["make"].to_numpy(), len(items)),
            "item": np.repeat(np.array(items, dtype=object), len(make)),
            "quantity": np.concatenate(quantities),
            "kind": np.repeat(np.array(kinds, dtype=object), len(make)),
        }
    )
