"""What each line copy can make in each period, and what a good unit of it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.copies import DAY_HOURS, LineCopy, days_on, line_copies, machines, ramp, tier_hours
from planner.results.audit.frames import names, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

PER_MINUTE = ("unit/min", "m/min", "sheet/min")


@dataclass(frozen=True)
class Making:
    """An item on a copy, by period (P) or segment (S), stages (N) in table order.

    Attributes:
        good, good_most: Most good units in regular hours, and with every overtime tier, [P].
        hours: Machine hours per good unit, [N, P]; 0 at a stage that the item does not use.
        starts: Starts per good unit, [N, P].
        energy: Energy units per good unit, [P].
        crew: Crew hours per good unit, [P].
        reach: Good units that each stage alone could make, [N, S]; infinite at a stage that is not used.
        product: Product of the yields of all stages, [P].
    """

    good: Floats
    good_most: Floats
    hours: Floats
    starts: Floats
    energy: Floats
    crew: Floats
    reach: Floats
    product: Floats


@dataclass(frozen=True)
class CopyOutput:
    """A copy over the periods.

    Attributes:
        copy: The copy.
        stages: Names of its stages.
        items: What it can make.
        regular: Line hours in regular shifts, [P].
        tiers: Line hours of each overtime tier, [P].
        premium: Crew hours that one overtime hour takes more, by tier, [P].
        machine_hours: In regular shifts, [N, P].
        per_overtime: Machine hours that one line hour of a tier adds, by tier, [N, P].
    """

    copy: LineCopy
    stages: list[str]
    items: Mapping[str, Making]
    regular: Floats
    tiers: Mapping[str, Floats]
    premium: Mapping[str, Floats]
    machine_hours: Floats
    per_overtime: Mapping[str, Floats]


def outputs(inputs: Inputs, time: Horizon) -> dict[Key, CopyOutput]:
    """Every copy of the case by its key (line, copy, on_stream)."""
    return {copy.key: _copy_output(inputs, copy, time) for copy in line_copies(inputs)}


def starts_per_good(yields: Mapping[str, Floats], flows: Sequence[tuple[str, str, float]]) -> dict[str, Floats]:
    """Starts of every stage for one good unit out of the line: what is started after it, over its yield.

    Args:
        yields: Yield of each stage.
        flows: Edges: from, to, good units of from for one start at to.
    """
    known: dict[str, Floats] = {}

    def started(stage: str) -> Floats:
        if stage not in known:
            fed = [q * started(to) for source, to, q in flows if source == stage]
            known[stage] = (sum(fed[1:], fed[0]) if fed else 1.0) / yields[stage]
        return known[stage]

    return {stage: started(stage) for stage in yields}


def _copy_output(inputs: Inputs, copy: LineCopy, time: Horizon) -> CopyOutput:
    stages = inputs["stages"].loc[inputs["stages"]["line"] == copy.line]
    line = inputs["lines"].set_index("line").loc[copy.line]
    hours = tier_hours(inputs, copy, time)
    regular = hours.pop("regular")
    uptime, yields = ramp(inputs, copy, time)
    own = numbers(stages["uptime"])[:, None]
    running = np.array(list(machines(inputs, copy.line, stages, time))) * own * uptime
    around = (stages["clock"] == "all").to_numpy()[:, None]
    machine_hours = running * np.where(around, DAY_HOURS * days_on(copy, time), regular)
    gains = {tier: np.where(around, 0.0, running) * extra for tier, extra in hours.items()}
    operators = float(stages["operators"].sum()) if line["crew_item"] else 0.0
    tiers = {tier: time.by_period(extra) for tier, extra in hours.items()}
    paid = tier_hours(inputs, copy, time, worth="premium")
    maker = _Maker(inputs, copy, stages, yields, time)
    items = inputs["line_items"]
    made = items.loc[items["line"] == copy.line, "item"]
    most = machine_hours + sum(gains.values(), np.zeros_like(machine_hours))
    crew = operators * time.by_period(regular)
    return CopyOutput(
        copy=copy,
        stages=names(stages["stage"]),
        items={item: maker.making(item, machine_hours, most, crew) for item in names(made)},
        regular=time.by_period(regular),
        tiers=tiers,
        premium={t: operators * ratio(time.by_period(paid[t]), tiers[t]) for t in tiers},
        machine_hours=time.by_period(machine_hours),
        per_overtime={t: ratio(time.by_period(gains[t]), tiers[t]) for t in tiers},
    )


class _Maker:
    """Works out `Making` for the items of one copy."""

    def __init__(self, inputs: Inputs, copy: LineCopy, stages: pd.DataFrame, factor: Floats, time: Horizon) -> None:
        flows = inputs["flows"].loc[inputs["flows"]["line"] == copy.line]
        columns = (flows["from_stage"], flows["to_stage"], flows["quantity"])
        self.flows = [(str(a), str(b), float(q)) for a, b, q in zip(*columns, strict=True)]
        recipes = inputs["recipes"]
        self.recipes = recipes.loc[recipes["line"] == copy.line]
        self.stages = stages.set_index("stage", drop=False)
        self.factor = factor
        self.on = days_on(copy, time)
        self.time = time

    def making(self, item: str, regular: Floats, most: Floats, crew: Floats) -> Making:
        """What the copy can make of an item, from its machine hours [N, S] and crew hours [P]."""
        own = self.recipes.loc[self.recipes["item"] == item].set_index("stage").reindex(self.stages.index)
        mature = own["yield"].fillna(self.stages["yield"]).to_numpy(dtype=float)
        share = numbers(self.stages["ramp_share"])[:, None]
        yields = mature[:, None] * self.factor**share
        stages = names(self.stages["stage"])
        starts = np.array(list(starts_per_good(dict(zip(stages, yields, strict=True)), self.flows).values()))
        ready = dict(zip(stages, mature[:, None], strict=True))
        more = starts / np.array(list(starts_per_good(ready, self.flows).values()))
        usage = own["usage"].fillna(1.0).to_numpy(dtype=float)
        each = starts * (usage / self._rate(own))[:, None]
        reach, reach_most = (ratio(h, each, np.inf) for h in (regular, most))
        good, good_most = (np.where(np.isinf(r.min(axis=0)), 0.0, r.min(axis=0)) for r in (reach, reach_most))
        energy = numbers(self.stages["energy"]) @ more
        total = self.time.by_period(good)
        return Making(
            good=total,
            good_most=self.time.by_period(good_most),
            hours=self._mean(each, good),
            starts=self._mean(starts, good),
            energy=self._mean(energy, good),
            crew=ratio(crew, total),
            reach=reach,
            product=self._mean(yields.prod(axis=0), good),
        )

    def _rate(self, own: pd.DataFrame) -> Floats:
        """Usage units an hour of one machine: the recipe's rate, the slots' or the stage's."""
        unit = self.stages["rate_unit"]
        scale = np.where(unit.isin(PER_MINUTE), 60.0, 1.0)
        scale = scale * np.where(unit == "m/min", numbers(self.stages["web_width_m"]), 1.0)
        slots = self.stages["slots"] / self.stages["residence_h"]
        rate = (own["rate"] * scale).fillna(slots).fillna(self.stages["rate"] * scale)
        return rate.to_numpy(dtype=float)

    def _mean(self, value: Floats, good: Floats) -> Floats:
        """Mean over each period weighted by what its months can make (by days where that is nothing)."""
        nothing = self.time.by_period(good)[self.time.period_of] <= 0
        weight = np.where(nothing, self.on, good)
        return ratio(self.time.by_period(weight * value), self.time.by_period(weight))


def ratio(value: Floats, over: Floats, empty: float = 0.0) -> Floats:
    """`value / over`, and `empty` where `over` is zero."""
    value, over = np.broadcast_arrays(value, over)
    found: Floats = np.divide(value, over, out=np.full(value.shape, empty), where=over > 0)
    return found
