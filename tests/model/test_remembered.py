"""The program of a case is the same to the bit whether its parts were found before or not."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from planner import pipeline
from planner.memory import forget
from planner.scenarios import Variant

if TYPE_CHECKING:
    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs

BASE = Path(__file__).parents[2] / "inputs" / "base"


def numbers(program: Program) -> dict[str, Any]:
    """Every array of a program, its terms, and the sizes of its families."""
    own = {field.name: getattr(program, field.name) for field in fields(program)}
    arrays = {name: value for name, value in own.items() if isinstance(value, np.ndarray)}
    families = {f"{kind} {one.name}": np.array(len(one)) for kind in ("rows", "columns") for one in own[kind]}
    return {**arrays, **families, **{f"term {name}": value for name, value in program.terms.items()}}


OTHER = (
    "stages.yield times 0.99",
    "stages.rate times 1.01",
    "stages.energy times 1.01",
    "calendars.hours times 0.99",
    "demand.base times 1.01",
    "supply.price times 1.01",
    "supply.base times 0.99",
    "prices.price_net times 1.01",
    "capex.cost_million times 1.01",
    "bom.quantity where component=SE times 1.01",
    "stocks.holding_cost times 1.01",
    "lines.fixed_cost_million times 1.01",
)
"""Every number of the other case is a little off: what is found for it is wrong for the base case."""


def test_the_program_of_the_base_case_with_all_its_decisions_open(base_inputs: Inputs) -> None:
    assert {"lines", "sop", "gates"} <= set(base_inputs.case.decide)
    other, _ = pipeline.load(BASE, variant=Variant(overrides=OTHER))
    forget()
    pipeline.build(other)
    after_the_other = numbers(pipeline.build(base_inputs)[1])
    again = numbers(pipeline.build(base_inputs)[1])
    forget()
    fresh = numbers(pipeline.build(base_inputs)[1])
    for known in (after_the_other, again):
        assert list(fresh) == list(known)
        for name, array in fresh.items():
            np.testing.assert_array_equal(known[name], array, err_msg=name)
