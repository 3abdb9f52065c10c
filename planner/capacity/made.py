"""What the copies of a line can make of an item, and what that takes: all that is non-linear ends here.

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

from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.recipe import Need, recipe
from planner.keys import picked

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.capacity.fleet import Fleet
    from planner.keys import Arrays
    from planner.line import Route

    Floats = NDArray[np.float64]


class Made:
    """What the copies of a line can make of one item, and what that takes; arrays [copy, stage, segment]."""

    def __init__(
        self, group: Fleet, added: tuple[Floats, Floats], route: Route, rates: pd.DataFrame, time: Timeline
    ) -> None:
        """Work out starts, hours and good output of every copy.

        Args:
            group: The copies.
            added: Hours of extra machines, decided and possible, [copy, stage, segment].
            route: The route of the item.
            rates: From `rates.stage_rates`.
            time: Periods and segments.
        """
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

    def _least(self, machine_hours: Floats, hours_per_good: Floats | None = None) -> Floats:
        """Good output that machine hours allow at the tightest stage; of all copies, or of what is given."""
        needed = self.hours_per_good if hours_per_good is None else hours_per_good
        with np.errstate(divide="ignore", invalid="ignore"):
            possible = machine_hours[:, self.used] / needed[..., self.used, :]
        return np.asarray(possible.min(axis=1), dtype=float)

    def with_hours(self, copy: int, machine_hours: Floats) -> Floats:
        """Good output of a copy with other machine hours, [set, stage, segment] -> [set, segment]."""
        return self._least(machine_hours, self.hours_per_good[copy])

    def mean(self, value: Floats) -> Floats:
        """Mean over each period of a value per good unit, weighted by what the months can make; [..., period]."""
        total = self.time.sums(self.weights)
        weighted = self.time.sums(self.weights.reshape(value.shape[0], *[1] * (value.ndim - 2), -1) * value)
        total = total.reshape(total.shape[0], *[1] * (value.ndim - 2), -1)
        return np.divide(weighted, total, out=np.zeros_like(weighted), where=total > 0)

    def make(self, copies: pd.DataFrame, item: str, offset: int) -> Arrays:
        """Rows of `Output.make`: the periods in which a copy can make anything."""
        good, most = self.time.sums(self.good), self.time.sums(self.good_most)
        with_open = self.time.sums(self.good_open)
        copy, period = np.nonzero(with_open > 0)
        rows = picked(copies, ["line", "copy", "on_stream", "release", "site"], copy)
        more_starts = self.mean(self.relative_starts[:, self.losing_source, :])
        return {
            **rows,
            "vintage": self.group.vintage[copy],
            "make": np.arange(offset, offset + len(copy)),
            "item": np.full(len(copy), item, dtype=object),
            "period": period,
            "good": good[copy, period],
            "good_most": most[copy, period],
            "good_open": with_open[copy, period],
            "good_own": self.time.sums(self.own)[copy, period],
            "rty": self.rty / more_starts[copy, period],
        }

    def _at(self, make: Arrays) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return make["vintage"] - self.group.vintage[0], make["period"]

    def load(self, make: Arrays) -> Arrays:
        """Rows of `Output.load`: one a stage that the item uses."""
        hours = self.mean(self.hours_per_good)
        stages = np.flatnonzero(self.used)
        copy, period = self._at(make)
        names = self.rates["stage"].to_numpy()
        return {
            **{key: np.tile(make[key], len(stages)) for key in ("make", "vintage", "period")},
            "stage": np.repeat(names[stages], len(copy)),
            "hours": hours[copy, stages[:, None], period].ravel(),
        }

    def usage(self, make: Arrays, needs: list[Need], line: pd.Series) -> Arrays:
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


def _usage(make: Arrays, found: list[tuple[str, Floats, str]]) -> Arrays:
    """One row an item that is consumed and a row of `make`, item by item."""
    items, quantities, kinds = zip(*found, strict=True) if found else ((), (np.empty(0),), ())
    size = len(make["make"])
    return {
        "make": np.tile(make["make"], len(items)),
        "item": np.repeat(np.array(items, dtype=object), size),
        "quantity": np.concatenate(quantities),
        "kind": np.repeat(np.array(kinds, dtype=object), size),
    }
