"""The amounts of the past: what was planned for it, what was counted, and what the next plan takes for given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity import capacity
from planner.keys import locate
from planner.model.catalogue import program
from planner.model.past import AMOUNTS
from planner.studies.replan.blocks import Block, blocks
from planner.studies.replan.nearest import Wish, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]
    Tables = Mapping[str, pd.DataFrame]

FILED = {
    "made": ("period_make", "made"),
    "overtime": ("period_overtime", "hours"),
    "bought": ("period_buy", "bought"),
    "shipped": ("period_ship", "shipped"),
    "stock": ("period_stock", "stock"),
    "sold": ("period_sales", "sold"),
    "built": ("period_pilots", "built"),
}
"""By measure of the table `past`: the result table and the column that a plan has of it."""


def past(inputs: Inputs, planned: Tables, as_of: pd.Timestamp) -> pd.DataFrame | None:
    """Rows of the table `past` of all periods that end before a day; None where no plan keeps all limits.

    Args:
        inputs: The case as of that day, with what was counted and all decisions that were taken.
        planned: Result tables of the plan that was published.
        as_of: The day.
    """
    known = capacity(inputs)
    periods = known.time.periods
    size = int((periods["end"] <= as_of).sum())
    built = program(inputs, known)
    wanted = _planned(built, planned, size)
    counted = [_counted(built, block, inputs) for block in blocks(inputs["actuals"], periods) if block.last < size]
    scale = np.maximum(np.abs(wanted), built.column_scale)
    column = np.flatnonzero(~np.isnan(wanted))
    as_planned = [Wish(np.array([c]), np.ones(1), float(wanted[c]), float(scale[c])) for c in column]
    found = nearest(built, counted, as_planned)
    return None if found is None else _rows(built, np.maximum(found, 0.0), periods, size)


def _planned(built: Program, planned: Tables, size: int) -> Floats:
    """What the plan has of each variable of the past; 0 where it has none, NaN for all other variables."""
    wanted = np.full(built.shape[1], np.nan)
    numbers = {label: number for number, label in enumerate(planned["periods"]["period"])}
    for measure, (table, value) in FILED.items():
        amount = AMOUNTS[measure]
        family = next(c for c in built.columns if c.name == amount.family)
        own = family.keys["period"].to_numpy() < size
        rows = planned[table].assign(period=planned[table]["period"].map(numbers))
        at = locate(rows, family.keys.loc[own], [*amount.keys.values(), "period"])
        values = rows[value].to_numpy(dtype=float)
        wanted[family.start + np.flatnonzero(own)] = np.where(at >= 0, values[at] if len(values) else 0.0, 0.0)
    return wanted


def _counted(built: Program, block: Block, inputs: Inputs) -> Wish:
    """What was counted as a sum of variables."""
    column, sign = zip(*_columns(built, block, inputs), strict=True)
    signs = np.repeat(np.array(sign), [len(c) for c in column])
    return Wish(np.concatenate(column), signs, block.value, max(block.value, 1.0))


def _columns(built: Program, block: Block, inputs: Inputs) -> Iterator[tuple[NDArray[np.intp], float]]:
    families = {"installs": ("make", "pilot"), "pilots": ("pilot",), "output": ("make",), "stock": ("stock",)}
    for name in families[block.measure]:
        family = next(c for c in built.columns if c.name == name)
        keys = family.keys
        own = keys["period"].between(block.first, block.last)
        if block.measure in {"installs", "pilots"}:
            items = inputs["programmes"].set_index("programme")["item"]
            own &= keys["item"] == items[block.object]
        else:
            own &= keys["site" if block.measure == "stock" else "line"] == block.object
        if block.copy:
            own &= keys["copy"] == block.copy
        if block.item:
            own &= keys["item"] == block.item
        minus = block.measure == "installs" and name == "pilot"
        yield family.start + np.flatnonzero(own), -1.0 if minus else 1.0


def _rows(built: Program, value: Floats, periods: pd.DataFrame, size: int) -> pd.DataFrame:
    """The variables of the past as rows of the table `past`."""
    found = []
    for measure, amount in AMOUNTS.items():
        family = next(c for c in built.columns if c.name == amount.family)
        own = np.flatnonzero(family.keys["period"].to_numpy() < size)
        keys = family.keys.iloc[own]
        rows = keys[list(amount.keys.values())].set_axis(list(amount.keys), axis=1)
        start = periods["start"].to_numpy()[keys["period"].to_numpy(dtype=np.intp)]
        found.append(rows.assign(measure=measure, value=value[family.start + own], **{"from": start}))
    return pd.concat(found, ignore_index=True)
