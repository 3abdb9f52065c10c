"""The program of a case is the same to the bit whether its parts were found before or not."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from planner import pipeline
from planner.memory import forget

if TYPE_CHECKING:
    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs


def numbers(program: Program) -> dict[str, Any]:
    """Every array of a program, its terms, and the sizes of its families."""
    own = {field.name: getattr(program, field.name) for field in fields(program)}
    arrays = {name: value for name, value in own.items() if isinstance(value, np.ndarray)}
    families = {f"{kind} {one.name}": np.array(len(one)) for kind in ("rows", "columns") for one in own[kind]}
    return {**arrays, **families, **{f"term {name}": value for name, value in program.terms.items()}}


def test_the_program_of_the_base_case_with_all_its_decisions_open(base_inputs: Inputs) -> None:
    assert {"lines", "sop", "gates"} <= set(base_inputs.case.decide)
    forget()
    fresh = numbers(pipeline.build(base_inputs)[1])
    again = numbers(pipeline.build(base_inputs)[1])
    assert list(fresh) == list(again)
    for name, array in fresh.items():
        np.testing.assert_array_equal(again[name], array, err_msg=name)
