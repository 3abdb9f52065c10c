"""What each line copy can make in each period, and what a good unit of it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.copies import DAY_HOURS, LineCopy, days_on, line_copies, ramp
from planner.results.audit.machines import Machine, added_hours, extra_machines
from planner.results.audit.plant import Plant, Recipe, chain_yield, plants, starts_per_good
from planner.results.audit.tiers import SHIFT, shift_starts, tier_hours
from planner.results.audit.upkeep import Job, jobs, lost_hours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Making:
    """An item on a copy, by period (P) or segment (S), stages (N) in table order.

    Attributes:
        good, good_most: Most good units in regular hours, and with every overtime tier, [P].
        own: The same in regular hours with the machines that the copy came with, [P].
        hours: Machine hours per good unit, [N, P]; 0 at a stage that the item does not use.
        starts: Starts per good unit, [N, P].
        energy: Energy units per good unit, [P].
        crew: Crew hours per good unit, [P].
        reach: Good units that each stage alone could make, [N, S]; infinite at a stage that is not used.
        lost: Starts at the first stage of the way through the line that loses most, per good unit, [P].
    """

    good: Floats
    good_most: Floats
    own: Floats
    hours: Floats
    starts: Floats
    energy: Floats
    crew: Floats
    reach: Floats
    lost: Floats


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
        machine_hours: In regular shifts less maintenance, [N, P].
        per_overtime: Machine hours that one line hour of a tier adds, by tier, [N, P].
        wage, bonus: Crew hours of one more shift, and its premium in crew hours, paid whatever is made, [P].
    """

    copy: LineCopy
    stages: list[str]
    items: Mapping[str, Making]
    regular: Floats
    tiers: Mapping[str, Floats]
    premium: Mapping[str, Floats]
    machine_hours: Floats
    per_overtime: Mapping[str, Floats]
    wage: Floats
    bonus: Floats


def outputs(inputs: Inputs, time: Horizon) -> dict[Key, CopyOutput]:
    """Every copy of the case by its key (line, copy, on_stream)."""
    lines = plants(inputs, time)
    decided = Decided(extra_machines(inputs), jobs(inputs), shift_starts(inputs))
    return {copy.key: _copy_output(inputs, copy, lines[copy.line], decided, time) for copy in line_copies(inputs)}


@dataclass(frozen=True)
class Decided:
    """What was decided about lines: extra machines, maintenance, and the first day of one more shift by line."""

    machines: Sequence[Machine]
    jobs: Sequence[Job]
    shifts: Mapping[str, np.datetime64]


def _copy_output(inputs: Inputs, copy: LineCopy, plant: Plant, decided: Decided, time: Horizon) -> CopyOutput:
    hours, paid = tier_hours(inputs, copy, decided.shifts.get(copy.line), time)
    regular = hours.pop("regular", np.zeros(len(time.month)))
    uptime, factor = ramp(inputs, copy, time)
    on = days_on(copy, time)
    running = plant.machines * plant.uptime[:, None] * uptime
    around = plant.around[:, None]
    own = running * np.where(around, DAY_HOURS * on, regular)
    machine_hours = own + added_hours(inputs, copy, decided.machines, plant, regular, time)
    gains = {tier: np.where(around, 0.0, running) * extra for tier, extra in hours.items()}
    tiers = {tier: time.by_period(extra) for tier, extra in hours.items()}
    most = machine_hours + sum(gains.values(), np.zeros_like(machine_hours))
    line_hours = time.by_period(regular)
    made = {
        item: _making(plant, recipe, factor, (own, machine_hours, most, on), time)
        for item, recipe in plant.recipes.items()
    }
    whole = CopyOutput(
        copy=copy,
        stages=plant.stages,
        items={i: replace(m, crew=ratio(plant.operators * line_hours, m.own)) for i, m in made.items()},
        regular=line_hours,
        tiers=tiers,
        premium={t: plant.operators * ratio(time.by_period(paid[t]), tiers[t]) * (t != SHIFT) for t in tiers},
        machine_hours=time.by_period(machine_hours) - lost_hours(inputs, copy, decided.jobs, plant, regular, time),
        per_overtime={t: ratio(time.by_period(gains[t]), tiers[t]) for t in tiers},
        wage=plant.operators * tiers.get(SHIFT, np.zeros_like(line_hours)),
        bonus=plant.operators * time.by_period(paid.get(SHIFT, np.zeros_like(on))),
    )
    return _in_part(whole, copy.share)


def _in_part(whole: CopyOutput, share: float) -> CopyOutput:
    """What a part of a copy can do: fewer units and hours; what a unit takes is the same."""
    items = {
        item: replace(m, good=share * m.good, good_most=share * m.good_most, own=share * m.own, reach=share * m.reach)
        for item, m in whole.items.items()
    }
    return replace(
        whole,
        items=items,
        regular=share * whole.regular,
        tiers={tier: share * hours for tier, hours in whole.tiers.items()},
        machine_hours=share * whole.machine_hours,
        wage=share * whole.wage,
        bonus=share * whole.bonus,
    )


def _making(
    plant: Plant, recipe: Recipe, factor: Floats, hours: tuple[Floats, Floats, Floats, Floats], time: Horizon
) -> Making:
    """What a copy can make of an item.

    Args:
        plant: Its line.
        recipe: The item at its stages.
        factor: The ramp's yield factor, [S].
        hours: Machine hours of the copy's own machines, of all in regular shifts, and of all with all overtime, [N, S];
            days on stream, [S].
        time: Periods and segments.
    """
    of_own, machine_hours, with_overtime, on = hours
    yields = recipe.yields[:, None] * factor ** plant.share[:, None]
    starts = starts_per_good(plant, yields)
    each = starts * (recipe.usage / recipe.rate)[:, None]
    reaches = [ratio(hours, each, np.inf) for hours in (of_own, machine_hours, with_overtime)]
    own, good, good_most = (np.where(np.isinf(r.min(axis=0)), 0.0, r.min(axis=0)) for r in reaches)
    more = starts / starts_per_good(plant, recipe.yields[:, None])
    # A period's value per good unit is the mean of its months by what its own machines can make (nothing: by days).
    nothing = time.by_period(own)[time.period_of] <= 0
    weight = np.where(nothing, on, own)
    total = time.by_period(weight)

    def mean(value: Floats) -> Floats:
        return ratio(time.by_period(weight * value), total)

    return Making(
        good=time.by_period(good),
        good_most=time.by_period(good_most),
        own=time.by_period(own),
        hours=mean(np.where(recipe.usage[:, None] > 0, each, 0.0)),
        starts=mean(starts),
        energy=mean(plant.energy @ more),
        crew=np.zeros(len(time.labels)),
        reach=reaches[1],
        lost=mean(1.0 / chain_yield(plant, yields)),
    )


def ratio(value: Floats, over: Floats, empty: float = 0.0) -> Floats:
    """`value / over`, and `empty` where `over` is zero."""
    value, over = np.broadcast_arrays(value, over)
    found: Floats = np.divide(value, over, out=np.full(value.shape, empty), where=over > 0)
    return found
