"""The coefficient tables of production: their columns, types and numbering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.packages import TYPES as OF_PACKAGES
from planner.keys import height, joined, picked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planner.keys import Arrays, Table

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
    **dict.fromkeys(["line", "item", "site", "stage", "tier", "kind"], "object"),
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


def stack(parts: Sequence[Table], table: str) -> Arrays:
    """Parts of a table of `Output`, one after another."""
    kept = [part for part in parts if height(part)]
    if kept:
        return joined([picked(part, COLUMNS[table]) for part in kept])
    return {name: np.empty(0, dtype=TYPES.get(name, "float64")) for name in COLUMNS[table]}
