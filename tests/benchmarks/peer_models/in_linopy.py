"""The program as one writes it in linopy: variables over labelled arrays, sums by group, its sparse path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from tests.benchmarks.peer_models.sets import ITEM, NODE, STAGE
from tests.benchmarks.peer_models.written import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linopy import LinearExpression, Model, Variable
    from numpy.typing import ArrayLike

    from tests.benchmarks.peer_models.sets import Sets

TERM, ROW = "term", "row"


def written(s: Sets) -> Written:
    """Write the program."""
    linopy.options["semantics"] = "v1"
    m = linopy.Model(sparse=True)
    for name, table in s.variables().items():
        m.add_variables(lower=0, coords=[pd.RangeIndex(len(table), name=name)], name=name)
    costs = [(m[name] * xr.DataArray(cost.to_numpy(), coords=m[name].coords)).sum() for name, cost in s.costs().items()]
    m.add_objective(sum(costs[1:], costs[0]))
    _lines(m, s)
    _goods(m, s)
    _release(m, s)
    _rollout(m, s)
    _gates(m, s)
    return Written(
        {name: int(family.ncons) for name, family in m.constraints.items()},
        {name: int(variable.size) for name, variable in m.variables.items()},
        m.to_highspy,
        s.constant,
    )


class Rows:
    """Rows of a family by their business keys."""

    def __init__(self, keys: pd.DataFrame) -> None:
        """Number the rows as they stand."""
        self.keys = pd.MultiIndex.from_frame(keys)
        self.index = pd.RangeIndex(len(keys), name=ROW)

    def number(self, table: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
        """Row of each line of a table; -1: none."""
        return self.keys.get_indexer(pd.MultiIndex.from_frame(table[list(names)]))

    def values(self, values: ArrayLike) -> xr.DataArray:
        """A value of each row."""
        return xr.DataArray(np.asarray(values, dtype=float), coords=[self.index])

    def total(
        self, x: Variable, row: ArrayLike, value: ArrayLike | None = None, number: ArrayLike | None = None
    ) -> LinearExpression:
        """Sum over variables, or over those that are given, times a value, by row."""
        rows = np.asarray(row)
        kept = rows >= 0
        numbers = np.flatnonzero(kept) if number is None else np.asarray(number)[kept]
        term = pd.RangeIndex(len(numbers), name=TERM)
        terms = x.isel({x.dims[0]: xr.DataArray(numbers, coords=[term])})
        if value is not None:
            terms = terms * xr.DataArray(np.asarray(value, dtype=float)[kept], coords=[term])
        return terms.groupby(pd.Series(rows[kept], index=term, name=ROW)).sum().reindex({ROW: self.index}).fillna(0)


def _limited(m: Model, family: str, name: str, number: ArrayLike, most: ArrayLike) -> None:
    """Some variables stay below a most."""
    numbers = np.asarray(number)
    limit = xr.DataArray(np.asarray(most, dtype=float), coords={name: numbers}, dims=name)
    m.add_constraints(m[name].isel({name: numbers}) <= limit, name=family)


def _lines(m: Model, s: Sets) -> None:
    """What lines can make."""
    _limited(m, "copy_output", "make", s.output["make"], s.output["most"])
    _limited(m, "overtime_limit", "overtime", s.overtime.index, s.overtime["most"])
    stages, more = Rows(s.stages[STAGE]), s.overtime_hours
    work = stages.total(m["make"], stages.number(s.load, STAGE), s.load["hours"], s.load["make"])
    worked = stages.total(m["overtime"], stages.number(more, STAGE), more["per_overtime"], more["overtime"])
    m.add_constraints(work - worked <= stages.values(s.stages["machine_hours"]), name="stage_hours")


def _goods(m: Model, s: Sets) -> None:
    """Balances, stock and supply."""
    nodes = Rows(s.nodes[NODE])
    sent, brought = ["item", "from_site", "period"], ["item", "to_site", "period"]
    leaving = (
        nodes.total(m["make"], nodes.number(s.used, NODE), s.used["quantity"], s.used["make"])
        + nodes.total(
            m["overtime"],
            nodes.number(s.overtime_used, NODE),
            s.overtime_used["quantity"],
            s.overtime_used["overtime"],
        )
        + nodes.total(m["ship"], nodes.number(s.ship, sent))
        + nodes.total(m["pilot"], nodes.number(s.pilot, NODE))
        + nodes.total(m["sell"], nodes.number(s.sell, NODE))
    )
    after = s.stock.assign(period=s.stock["period"] + 1)
    reaching = (
        nodes.total(m["make"], nodes.number(s.make, NODE))
        + nodes.total(m["buy"], nodes.number(s.buy, NODE))
        + nodes.total(m["ship"], nodes.number(s.ship, brought))
        + nodes.total(m["stock"], nodes.number(after, NODE))
        - nodes.total(m["stock"], nodes.number(s.stock, NODE))
    )
    balance = nodes.values(s.nodes["drawn"] - s.nodes["opening"])
    m.add_constraints(reaching - leaving == balance, name="item_balance")
    most = s.stock["most"].dropna()
    _limited(m, "stock_most", "stock", most.index, most)
    uses, watched = Rows(s.use[NODE]), {ROW: nodes.number(s.use, NODE)}
    used = nodes.total(m["use"], watched[ROW]).isel(watched)
    m.add_constraints(used - leaving.isel(watched) == nodes.values(s.nodes["drawn"]).isel(watched), name="stock_use")
    for family, table, sign in (("stock_days", s.least_cover, -1.0), ("shelf_life", s.most_cover, 1.0)):
        number = table["stock"].drop_duplicates()
        covered = Rows(number.to_frame())
        coming = covered.total(m["use"], covered.number(table, ["stock"]), table["cover"], uses.number(table, NODE))
        kept = covered.total(m["stock"], covered.index, number=number)
        m.add_constraints(sign * (kept - coming) <= 0, name=family)
    ranges = Rows(s.supply[["supply"]])
    bought = ranges.total(m["buy"], ranges.number(s.buy, ["supply"]))
    m.add_constraints(bought <= ranges.values(s.supply["most"]), name="supply_limit")


def _release(m: Model, s: Sets) -> None:
    """What is sold has been released."""
    released = Rows(s.released[ITEM])
    after = s.released.assign(period=s.released["period"] + 1)
    joining = released.number(s.make.assign(period=s.make["joins"]), ITEM)
    left = released.total(m["released"], released.number(s.released, ITEM))
    left -= released.total(m["released"], released.number(after, ITEM))
    left -= released.total(m["make"], joining) + released.total(m["buy"], released.number(s.buy, ITEM))
    content = s.sold_content.rename(columns={"item": "car", "component": "item"})
    for name, sign in (("make", 1.0), ("pilot", -1.0)):
        cars = getattr(s, name)[ITEM].reset_index(names=name).rename(columns={"item": "car"}).merge(content, on="car")
        left += released.total(m[name], released.number(cars, ITEM), sign * cars["quantity"], cars[name])
    m.add_constraints(left <= released.values(s.released["opening"]), name="line_release")


def _rollout(m: Model, s: Sets) -> None:
    """Demand, installs and their growth."""
    asked = Rows(s.sell[["programme", "market", "period"]])
    sold = asked.total(m["sell"], asked.index) + asked.total(m["shortfall"], asked.index)
    m.add_constraints(sold == asked.values(s.sell["demand"]), name="demand_limit")
    starts = Rows(s.installs[ITEM])
    installs = starts.total(m["make"], starts.number(s.make, ITEM))
    installs -= starts.total(m["pilot"], starts.number(s.pilot, ITEM))
    m.add_constraints(installs <= starts.values(s.installs["most"]), name="install_limit")
    growth = Rows(s.growth[ITEM])
    own = growth.total(m["make"], growth.number(s.make, ITEM))
    own -= growth.total(m["pilot"], growth.number(s.pilot, ITEM))
    # The row before is that of the period before, of the same programme; its factor is 0 where there is none.
    before = own.shift({ROW: 1}).fillna(0) * growth.values(s.growth["factor"])
    rate = own / growth.values(s.growth["weight"])
    m.add_constraints(rate - before <= growth.values(s.growth["most"]), name="growth")


def _gates(m: Model, s: Sets) -> None:
    """What gates and pilots need by their dates."""
    for family, needs, name, keys in (
        ("pilot_fleet", s.fleets, "pilot", ["fleet", "item"]),
        ("gate_line", s.lines, "make", ["line", "item"]),
    ):
        limits, pairs = Rows(needs[keys]), _until(needs, getattr(s, name), keys)
        done = limits.total(m[name], pairs[ROW], number=pairs[TERM])
        m.add_constraints(done >= limits.values(needs["needed"]), name=family)
    wanted, pairs = Rows(s.pilot_missing[["programme", "by"]]), _until(s.pilot_missing, s.pilot, ["item"])
    built = wanted.total(m["pilot"], pairs[ROW], number=pairs[TERM])
    built += wanted.total(m["pilot_missing"], wanted.index)
    m.add_constraints(built >= wanted.values(s.pilot_missing["wanted"]), name="pilots_wanted")


def _until(needs: pd.DataFrame, table: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Pairs of a need's row and a variable's number up to the need's last period."""
    left = needs[[*on, "last"]].reset_index(drop=True).reset_index(names=ROW)
    pairs = left.merge(table[[*on, "period"]].reset_index(names=TERM), on=on)
    return pairs.loc[pairs["period"] <= pairs["last"]]
