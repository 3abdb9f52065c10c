"""What the numbers that somebody put in by hand cost, if the rest of the plan follows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner import pipeline
from planner.model.reform import row, with_rows
from planner.solve import Options, solve
from planner.studies.check.cells import number_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from planner.capacity import Capacity
    from planner.model.algebra import Rows
    from planner.model.assemble import Program
    from planner.studies.check.edits import Edit
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

AMOUNTS = {
    ("period_make", "made"): "make",
    ("period_overtime", "hours"): "overtime",
    ("period_shifts", "standby"): "standby",
    ("period_buy", "bought"): "buy",
    ("period_ship", "shipped"): "ship",
    ("period_stock", "stock"): "stock",
    ("period_sales", "sold"): "sell",
    ("period_sales", "late"): "late",
    ("period_sales", "shortfall"): "shortfall",
    ("period_pilots", "built"): "pilot",
    ("yearly_lines", "good_output"): "make",
    ("yearly_materials", "bought"): "buy",
}
"""Family of variables that a column shows, or shows by year."""
DAYS = {"on_stream", "from"}
INSTALLS = {"yearly_plan", "period_plan"}
"""Tables that show installs: production installs are what is made of the vehicle less what goes into fleets."""


@dataclass(frozen=True)
class Wish:
    """The best plan with the numbers put in by hand.

    Attributes:
        count: How many numbers could be held.
        value: What it is worth, million money; None where no plan has them.
    """

    count: int
    value: float | None


def wish(inputs: Inputs, edits: Sequence[Edit]) -> Wish | None:
    """The best plan with the same decisions that shows the edited amounts; all else is planned anew.

    None where no edit is of an amount, or where the case asks for more than the best value: what an edit costs is then
    no money.
    """
    if inputs.case.target or [aim.objective for aim in inputs.case.objective] != ["npv"]:
        return None
    capacity, program = pipeline.build(inputs)
    rows: list[Rows] = []
    for edit in edits:
        number, weight = number_in(edit.after), weight_of(edit, inputs, capacity, program)
        if number is not None and weight.any():
            rows.append(row(program, f"wish_{len(rows)}", weight, "=", number, "unit"))
    if not rows:
        return None
    answer = solve(with_rows(program, rows), Options(door="highs"))
    return Wish(len(rows), -float(answer.objective) if answer.status.has_plan else None)


def weight_of(edit: Edit, inputs: Inputs, capacity: Capacity, program: Program) -> Floats:
    """Units of the edited number in a natural unit of each variable, [column]; nought where it is no amount."""
    weight = np.zeros(program.shape[1])
    for name, sign, key in _parts(edit, inputs):
        for family in program.columns:
            if family.name == name:
                hit = np.ones(len(family), dtype=bool)
                for column, value in key.items():
                    hit &= _matches(column, value, family.keys, capacity)
                weight[family.start : family.start + len(family)] += sign * hit
    return weight


def _parts(edit: Edit, inputs: Inputs) -> Iterator[tuple[str, float, Mapping[str, object]]]:
    """Families that the number is a sum of, each with its sign and the keys of its variables."""
    if edit.table in INSTALLS and edit.column in {"production_installs", "pilot_installs"}:
        programmes = inputs["programmes"]
        item = programmes.loc[programmes["programme"] == edit.key["programme"], "item"]
        key = {"item": "".join(item), **{name: value for name, value in edit.key.items() if name != "programme"}}
        made = edit.column == "production_installs"
        yield from [("make", 1.0, key), ("pilot", -1.0, key)] if made else [("pilot", 1.0, key)]
    elif (edit.table, edit.column) in AMOUNTS:
        yield AMOUNTS[edit.table, edit.column], 1.0, edit.key


def _matches(column: str, value: object, keys: pd.DataFrame, capacity: Capacity) -> NDArray[np.bool_]:
    """Variables of that key; a key that the family does not have is no condition."""
    periods = capacity.time.periods
    if column in {"period", "year"}:
        labels = periods[column].astype(str).to_numpy()
        return np.asarray(labels[keys["period"].to_numpy(dtype=int)] == str(value))
    if column not in keys:
        return np.ones(len(keys), dtype=bool)
    told = keys[column].astype(str)
    # Days may be told with their hour.
    return np.asarray((told.str[:10] if column in DAYS else told) == str(value))
