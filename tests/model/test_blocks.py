"""The blocks of the program: units multiply through, assemble is a gate, the page says what the code does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner import pipeline
from planner.capacity import capacity
from planner.model import catalogue, formulation
from planner.model.algebra import Columns, Cost, Rows, coef
from planner.model.assemble import ModelError, assemble
from planner.model.catalogue import FAMILIES, constraints
from planner.model.columns import variables
from planner.scenarios import Variant
from planner.solve import Options, solve
from planner.units import product, reduced

if TYPE_CHECKING:
    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

ROOT = Path(__file__).parents[2]


def test_units_multiply_through_every_family_of_the_base_case(base_inputs: Inputs) -> None:
    known = capacity(base_inputs)
    families = list(constraints(variables(base_inputs, known), base_inputs, known, every=True))
    assert {rows.name for rows in families} == {family.__name__ for family in FAMILIES}
    for rows in families:
        for term in rows.terms:
            assert product(term.unit, term.columns.unit) == reduced(rows.unit), f"{rows.name}: {term.columns.name}"


def test_families_that_are_not_looked_for_have_no_rows() -> None:
    for variant in (Variant(), Variant("committed")):
        inputs = pipeline.load(ROOT / "inputs" / "base", variant=variant)[0]
        known = capacity(inputs)
        v = variables(inputs, known)
        looked = {rows.name for rows in constraints(v, inputs, known)}
        every = {rows.name: len(rows) for rows in constraints(v, inputs, known, every=True)}
        assert looked <= set(every)
        assert {name: size for name, size in every.items() if name not in looked and size} == {}
    assert len(looked) < len(every)  # of the last, in which all is given


@pytest.mark.parametrize(
    ("unit", "short"),
    [
        ("a*b/a", "b"),
        ("a/b*b", "a"),
        ("unit/month/good*good", "unit/month"),
        ("1*h", "h"),
        ("a/a", "1"),
        ("1/b*b", "1"),
    ],
)
def test_units_cancel(unit: str, short: str) -> None:
    assert reduced(unit) == short


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_tells_its_mathematics_tables_unit_and_price(family: object) -> None:
    doc = family.__doc__ or ""
    for part in (".. math::", "Reads ", "Row unit:", "Price: money"):
        assert part in " ".join(doc.split()), part


def test_formulation_page_is_the_one_in_the_docstrings() -> None:
    assert (ROOT / "planner" / "model" / "README.md").read_text(encoding="utf-8") == formulation.page()


def _block(values: list[float], rows: list[int], columns: list[int], rhs: float = 1.0) -> tuple[Columns, Rows]:
    x = Columns("x", "unit", pd.DataFrame({"k": [0, 1]}), np.array([1.0, 1000.0]))
    keys = pd.DataFrame({"r": range(2)})
    return x, Rows("limit", "<=", "unit", keys, np.full(2, rhs), (coef(x, rows, values, column=columns),))


def test_assemble_sums_what_stands_twice_and_scales_by_powers_of_ten() -> None:
    # Row 0: 1 x + 2 x = 3 x with x counted in ones; row 1: 5 y with y counted in thousands: 5,000, row scale 10,000.
    x, rows = _block([1.0, 2.0, 5.0], [0, 0, 1], [0, 0, 1])
    program = assemble([x], [rows], [Cost("c", x, np.array([1.0, 0.001]))])
    dense = np.zeros((2, 2))
    for row in range(2):
        for k in range(program.indptr[row], program.indptr[row + 1]):
            dense[row, program.indices[k]] = program.data[k]
    natural = dense * program.row_scale[:, None] / program.column_scale
    assert natural == pytest.approx(np.array([[3.0, 0.0], [0.0, 5.0]]))
    assert program.row_scale.tolist() == [1.0, 10000.0]
    assert program.row_upper == pytest.approx([1.0, 1e-4])
    assert (program.cost * program.money_scale / program.column_scale).tolist() == pytest.approx([1.0, 0.001])


@pytest.mark.parametrize(
    ("values", "rows", "columns", "rhs"),
    [
        ([np.nan], [0], [0], 1.0),
        ([np.inf], [0], [0], 1.0),
        ([1.0], [2], [0], 1.0),
        ([1.0], [0], [2], 1.0),
        ([1.0], [0], [0], np.nan),
    ],
)
def test_assemble_refuses_what_does_not_fit(
    values: list[float], rows: list[int], columns: list[int], rhs: float
) -> None:
    x, block = _block(values, rows, columns, rhs)
    with pytest.raises(ModelError, match="limit"):
        assemble([x], [block], [])


def test_assemble_refuses_units_that_do_not_add_up() -> None:
    x = Columns("x", "hour", pd.DataFrame({"k": [0]}), np.ones(1))
    rows = Rows("hours", "<=", "hour", pd.DataFrame({"r": [0]}), np.ones(1), (coef(x, [0], 1.0, "hour/unit"),))
    with pytest.raises(ModelError, match="the unit of a term of x is not hour"):
        assemble([x], [rows], [])


def test_assemble_refuses_a_row_that_stands_twice() -> None:
    x = Columns("x", "unit", pd.DataFrame({"k": [0]}), np.ones(1))
    rows = Rows("twice", "<=", "unit", pd.DataFrame({"r": [1, 1]}), np.ones(2), ())
    with pytest.raises(ModelError, match="twice"):
        assemble([x], [rows], [])


def test_stages_that_can_never_bind_have_no_row_and_leave_the_optimum(base: Planned) -> None:
    """With a row for every stage of every copy the base case has the same optimum."""
    v = variables(base.inputs, base.capacity)
    full = base.capacity.output.load
    original = catalogue.binding_load
    try:
        catalogue.binding_load = lambda *_: full
        rows = [family for family in constraints(v, base.inputs, base.capacity) if len(family)]
    finally:
        catalogue.binding_load = original
    program = assemble(v.families(), rows, catalogue.objective(v, base.inputs, base.capacity))
    assert program.shape[0] > base.program.shape[0]
    assert solve(program, Options(door="highs")).objective == pytest.approx(base.answer.objective, rel=1e-9)


def test_coefficients_lie_within_six_orders_of_magnitude(base: Planned) -> None:
    sizes = np.abs(base.program.data)
    assert np.log10(sizes.max() / sizes.min()) < 6
