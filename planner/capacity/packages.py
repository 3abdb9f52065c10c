r"""Packages: the sets of extra machines with which an option of a line copy may come on stream.

Where a line makes one item, in regular hours and without maintenance, what machines a copy gets matters only through
its good output by period, with n_s extra machines at stage s

    G_t(n) = sum_{m in t} min_s (H_sm + n_s E_sm) / h_sm

A set is left out that another outdoes: one that costs no more in machines of each life and order day, and with which
the copy makes at least as much in every period. A copy's output being a number of its own, packages add up over copies
that are alike: none of these need stand alone. (Base, lines and machines decided: 79,000 non-zeros in columns for each
stage of each copy, 61,000 in packages; the solve to 0.1 % takes 15 processor seconds for 39.)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.machines import offered
from planner.capacity.vintages import OPTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.capacity.fleet import Fleet
    from planner.keys import Table
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

MOST_SETS = 2000
"""A copy with more sets of machines than this has columns for each stage."""
REGULAR = "regular"
SAME = 1e-12
TYPES = {
    "packages": {"package": "int64", "vintage": "int64", "line": "str", "on_stream": "datetime64[s]"},
    "package_machines": {"package": "int64", "machine": "int64", "quantity": "int64"},
    "package_good": {"package": "int64", "vintage": "int64", "period": "int64", "good": "float64"},
}


@dataclass(frozen=True, eq=False)
class Packages:
    """Packages that may be decided; `package` numbers them.

    Attributes:
        sets: package, vintage, line, on_stream, quantity (most copies that can have it), machines (stage and number of
            each of its kinds).
        good: package, vintage (that stands for its own), period, good: what it adds to the good output of a copy.
        spend: Payments inside the horizon for one package: package, part (stage), date, million, year, factor.
        residual: Value at the horizon's end: package, part, million.
        depreciation: package, part, period, million.
    """

    sets: pd.DataFrame
    good: pd.DataFrame
    spend: pd.DataFrame
    residual: pd.DataFrame
    depreciation: pd.DataFrame


def packaged(inputs: Inputs, hours: pd.DataFrame, most_sets: int) -> frozenset[str]:
    """Lines whose options of copies get machines in packages.

    Args:
        inputs: The case.
        hours: From `shifts.line_hours`: a line with any hours but regular ones has none.
        most_sets: Most sets of machines of a copy.
    """
    items = inputs["line_items"].groupby("line").size()
    other = set(hours.loc[(hours["tier"] != REGULAR) & (hours["hours"] > 0), "line"]) | set(
        inputs["maintenance"]["line"]
    )
    sets = (inputs["machines"].set_index("line")["most"] + 1).groupby(level=0).prod()
    return frozenset(
        line for line in offered(inputs) if items.get(line, 0) == 1 and line not in other and sets[line] <= most_sets
    )


def parted(machines: pd.DataFrame, vintages: pd.DataFrame, lines: frozenset[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Extra machines that stand for themselves, and those that come in packages, each with a RangeIndex."""
    option = (vintages["status"] == OPTION).to_numpy()[machines["vintage"].to_numpy(dtype=np.intp)]
    packed = option & machines["line"].isin(lines).to_numpy()
    return machines.loc[~packed].reset_index(drop=True), machines.loc[packed].reset_index(drop=True)


def line_packages(
    rows: pd.DataFrame,
    each: Floats,
    group: Fleet,
    stages: pd.DataFrame,
    good: Callable[[int, Floats], Floats],
    time: Timeline,
    offset: int,
    *,
    prune: bool,
) -> dict[str, Table]:
    """The packages of the options of one line: the tables `packages`, `package_machines` and `package_good`.

    Args:
        rows: Machines that come in packages, from `parted`; the index numbers them.
        each: Their hours, from `machines.machine_hours`, [machine, segment].
        group: Copies of the line.
        stages: Its stages.
        good: Good output of a copy (its place in the group) by its machine hours, [set, stage, segment] to
            [set, segment].
        time: Periods and segments.
        offset: Number of the first package.
        prune: Whether sets that others outdo are left out.
    """
    if rows.empty:
        return {}
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in TYPES}
    place_of = {machine: number for number, machine in enumerate(rows.index)}
    place = {name: number for number, name in enumerate(stages["stage"])}
    machines = rows.reset_index(names="machine")
    for vintage in np.unique(rows["vintage"].to_numpy()):
        own = machines.loc[machines["vintage"] == vintage]
        copy = int(vintage - group.vintage[0])
        numbers = np.array(list(product(*(range(most + 1) for most in own["quantity"]))), dtype=np.int64)
        added = np.zeros((len(numbers), len(stages), each.shape[1]))
        for column, (machine, stage) in enumerate(zip(own["machine"], own["stage"], strict=True)):
            added[:, place[stage]] += numbers[:, column, None] * each[place_of[machine]]
        made = time.sums(good(copy, group.machine_hours[copy] + added))
        kept = undominated(_cost(own, numbers), made) if prune else np.arange(len(numbers))
        kept = kept[numbers[kept].any(axis=1)]
        package = offset + sum(map(len, found["packages"])) + np.arange(len(kept))
        first = own.iloc[0]
        found["packages"].append(
            pd.DataFrame(
                {"package": package, "vintage": vintage, "line": first["line"], "on_stream": first["on_stream"]}
            )
        )
        row, kind = np.nonzero(numbers[kept])
        quantity = numbers[kept][row, kind]
        found["package_machines"].append(
            pd.DataFrame({"package": package[row], "machine": own["machine"].to_numpy()[kind], "quantity": quantity})
        )
        more = made[kept] - made[0]
        row, period = np.nonzero(more > 0)
        found["package_good"].append(
            pd.DataFrame({"package": package[row], "vintage": vintage, "period": period, "good": more[row, period]})
        )
    return {name: pd.concat(frames, ignore_index=True) for name, frames in found.items() if frames}


def undominated(cost: Floats, good: Floats) -> NDArray[np.intp]:
    """Numbers of the sets that no other set outdoes, cheapest first; of equal ones one stays.

    Args:
        cost: What a set costs in machines of each kind, [set, kind].
        good: What a copy with it makes, [set, period].
    """
    kept: list[int] = []
    for one in np.lexsort((-good.sum(axis=1), cost.sum(axis=1))):
        no_dearer = (cost[kept] <= cost[one] * (1 + SAME)).all(axis=1)
        no_less = (good[kept] * (1 + SAME) >= good[one]).all(axis=1)
        if not (no_dearer & no_less).any():
            kept.append(int(one))
    return np.array(kept, dtype=np.intp)


def _cost(rows: pd.DataFrame, numbers: NDArray[np.int64]) -> Floats:
    """Price of each set in machines of the same life and order day, which are paid and written off alike."""
    kind = rows.groupby(["life_years", "order"]).ngroup().to_numpy()
    price = np.zeros((len(rows), int(kind.max()) + 1))
    price[np.arange(len(rows)), kind] = rows["capex_million"]
    cost: Floats = numbers @ price
    return cost


def of_packages(payments: pd.DataFrame, machines: pd.DataFrame) -> pd.DataFrame:
    """Payments for one of each package.

    Args:
        payments: For one of each machine, from `money.machine_spend`.
        machines: Output's `package_machines`.
    """
    rows = machines.merge(payments.drop(columns="quantity"), on="machine")
    return rows.assign(million=rows["million"] * rows["quantity"]).drop(columns=["machine", "quantity"])


def named(sets: pd.DataFrame, content: pd.DataFrame, machines: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """Packages with the most copies that can have each, and their machines as pairs of stage and number."""
    stage = machines["stage"].to_numpy()[content["machine"].to_numpy(dtype=np.intp)]
    pairs: dict[int, list[tuple[str, int]]] = {int(package): [] for package in sets["package"]}
    for package, name, number in zip(content["package"], stage, content["quantity"], strict=True):
        pairs[package].append((name, number))
    copies = options.groupby("vintage").size()
    texts = pd.Series([tuple(sorted(own)) for own in pairs.values()], index=sets.index, dtype=object)
    most = sets["vintage"].map(copies).fillna(0).astype("int64")
    return sets.assign(quantity=most, machines=texts)
