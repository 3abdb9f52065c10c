"""The lines as the tables describe them: stages, what feeds what, rates and yields of each item."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.days import ONE, dates
from planner.results.audit.frames import numbers, records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

PER_MINUTE = ("unit/min", "m/min", "sheet/min")
MINUTES = 60.0


@dataclass(frozen=True)
class Recipe:
    """An item at the stages (N) of a line: mature yield, usage of a start, usage units a machine hour."""

    yields: Floats
    usage: Floats
    rate: Floats


@dataclass(frozen=True)
class Plant:
    """One copy of a line, mature; stages (N) in table order, segments (S).

    Attributes:
        stages: Their names.
        flows: Edges: from, to, good units of from for one start at to.
        machines: Machines with their dated changes, [N, S].
        uptime, share, energy: Uptime, exponent of the ramp's yield factor, energy per good unit, [N].
        around: Stages that work around the clock.
        operators: Of all stages (0 where the line has no crew item).
        recipes: By item.
    """

    stages: list[str]
    flows: Sequence[tuple[str, str, float]]
    machines: Floats
    uptime: Floats
    share: Floats
    energy: Floats
    around: NDArray[np.bool_]
    operators: float
    recipes: Mapping[str, Recipe]


def plants(inputs: Inputs, time: Horizon) -> dict[str, Plant]:
    """Every line of the case."""
    stages, flows, items = records(inputs["stages"]), records(inputs["flows"]), records(inputs["line_items"])
    own = {(row.line, row.item, row.stage): row for row in records(inputs["recipes"])}
    machines = _machines(inputs, time)
    found = {}
    for line in records(inputs["lines"]):
        rows = [row for row in stages if row.line == line.line]
        made = [row.item for row in items if row.line == line.line]
        found[line.line] = Plant(
            stages=[row.stage for row in rows],
            flows=_flows([row for row in flows if row.line == line.line], [row.stage for row in rows]),
            machines=np.array([machines[row.line, row.stage] for row in rows]),
            uptime=np.array([row.uptime for row in rows]),
            share=np.array([row.ramp_share for row in rows]),
            energy=np.array([row.energy for row in rows]),
            around=np.array([row.clock == "all" for row in rows]),
            operators=sum(row.operators for row in rows) if line.crew_item else 0.0,
            recipes={i: _recipe(rows, [own.get((line.line, i, row.stage)) for row in rows]) for i in made},
        )
    return found


def starts_per_good(plant: Plant, yields: Floats) -> Floats:
    """Starts of every stage for one good unit out of the line: what is started after it, over its yield.

    Args:
        plant: The line.
        yields: Yield of each stage, [N, ...].
    """
    by_stage = dict(zip(plant.stages, yields, strict=True))
    known: dict[str, Floats] = {}

    def started(stage: str) -> Floats:
        if stage not in known:
            fed = [quantity * started(to) for source, to, quantity in plant.flows if source == stage]
            known[stage] = (sum(fed[1:], fed[0]) if fed else 1.0) / by_stage[stage]
        return known[stage]

    return np.array([started(stage) for stage in plant.stages])


def chain_yield(plant: Plant, yields: Floats) -> Floats:
    """Least product of yields on a way through the line, [...].

    Args:
        plant: The line.
        yields: Yield of each stage, [N, ...].
    """
    by_stage = dict(zip(plant.stages, yields, strict=True))

    def onwards(stage: str) -> Floats:
        ways = [onwards(to) for source, to, _ in plant.flows if source == stage]
        return np.asarray(by_stage[stage] * (np.min(ways, axis=0) if ways else 1.0), dtype=float)

    fed = {to for _, to, _ in plant.flows}
    return np.asarray(np.min([onwards(stage) for stage in plant.stages if stage not in fed], axis=0), dtype=float)


def _flows(rows: list[Any], stages: list[str]) -> list[tuple[str, str, float]]:
    """The edges of a line; without any its stages follow each other in the order of the table."""
    if not rows:
        return [(before, after, 1.0) for before, after in pairwise(stages)]
    return [(row.from_stage, row.to_stage, row.quantity) for row in rows]


def _recipe(stages: list[Any], own: list[Any]) -> Recipe:
    """What an item takes at each stage: its own figures where a recipe gives them, else the stage's."""
    yields, usage, rate = [], [], []
    for stage, recipe in zip(stages, own, strict=True):
        each = MINUTES if stage.rate_unit in PER_MINUTE else 1.0
        each *= stage.web_width_m if stage.rate_unit == "m/min" else 1.0
        given = np.nan if recipe is None else recipe.rate
        # A recipe's own rate goes before slots, and slots before the stage's rate.
        by_slots = stage.slots / stage.residence_h
        rate.append(next((r for r in (given * each, by_slots, stage.rate * each) if not np.isnan(r)), np.nan))
        usage.append(1.0 if recipe is None else recipe.usage)
        yields.append((stage if recipe is None or np.isnan(recipe.yield_) else recipe).yield_)
    return Recipe(np.array(yields), np.array(usage), np.array(rate))


def _machines(inputs: Inputs, time: Horizon) -> dict[tuple[str, str], Floats]:
    """Machines of each stage by segment: dated changes count for their days, and none are below zero."""
    size = len(time.month)
    found = {(row.line, row.stage): np.full(size, float(row.machines)) for row in records(inputs["stages"])}
    changes = inputs["availability"]
    length = (time.segment_last - time.segment_first + ONE).astype(float)
    part = time.segment_days(dates(changes["from"]), dates(changes["to"])) / length
    for line, stage, more, days in zip(
        changes["line"], changes["stage"], numbers(changes["machines"]), part, strict=True
    ):
        found[line, stage] = found[line, stage] + more * days
    return {key: np.maximum(machines, 0.0) for key, machines in found.items()}
