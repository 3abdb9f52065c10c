"""Sets and coefficients as plain tables, from which every peer writes the program of a case with all of it decided.

A variable is known by the number of its row in the table of its family, a row by its business keys. Families that a case
with all of it decided does not have in the base are not written: `sets` refuses a case that has one of variables, and
`tests/benchmarks/peers.py` one of constraints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.vintages import OPTION
from planner.keys import framed
from planner.model.binding import binding_load
from planner.model.columns import variables
from tests.benchmarks.peer_models import money, terms
from tests.benchmarks.peer_models.terms import NODE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.capacity import Capacity
    from planner.model.columns import Variables
    from planner.tables.inputs import Inputs

STAGE = ["vintage", "stage", "period"]
ITEM = ["item", "period"]
WRITTEN = ("make", "overtime", "buy", "ship", "stock", "use", "sell", "shortfall", "pilot", "pilot_missing", "released")
"""Families of variables that the peers write."""
TIGHT = 1e-9


class MissingFamilyError(Exception):
    """The case has a family that the peers do not write: a comparison would be of different programs."""


@dataclass(frozen=True, eq=False)
class Sets:
    """Tables of a case.

    Attributes:
        make, overtime, buy, ship, stock, use, sell, pilot, pilot_missing, released: One row a variable, with `cost`
            [million at present value, after tax] where it has one; `sell` is the table of `shortfall`, too, and has its
            cost as `lost`; `make` has the period in which a unit may go into sold vehicles as `joins`.
        output: Rows of `make` that need a limit of their own.
        stages: Stages that need a row: vintage, stage, period, machine_hours.
        load, overtime_hours: Machine hours of a unit of `make` and of `overtime` at them.
        nodes: item, site, period, drawn (whatever is made), opening (stock).
        used, overtime_used: What `make` and `overtime` use: number, node, quantity.
        least_cover, most_cover: stock, node whose use is covered, cover (share).
        supply: Ranges with a limit: supply, most.
        sold_content: item that is sold, component, quantity.
        installs: item, period, most.
        growth: programme, item, period, weight, earlier, factor (of the period before), most.
        fleets, lines: Limits of gates: fleet or line, item, last, needed.
        constant: Million at present value that nothing changes.
    """

    make: pd.DataFrame
    overtime: pd.DataFrame
    buy: pd.DataFrame
    ship: pd.DataFrame
    stock: pd.DataFrame
    use: pd.DataFrame
    sell: pd.DataFrame
    pilot: pd.DataFrame
    pilot_missing: pd.DataFrame
    released: pd.DataFrame
    output: pd.DataFrame
    stages: pd.DataFrame
    load: pd.DataFrame
    overtime_hours: pd.DataFrame
    nodes: pd.DataFrame
    used: pd.DataFrame
    overtime_used: pd.DataFrame
    least_cover: pd.DataFrame
    most_cover: pd.DataFrame
    supply: pd.DataFrame
    sold_content: pd.DataFrame
    installs: pd.DataFrame
    growth: pd.DataFrame
    fleets: pd.DataFrame
    lines: pd.DataFrame
    constant: float

    def variables(self) -> dict[str, pd.DataFrame]:
        """Table of each family of variables."""
        return {name: getattr(self, "sell" if name == "shortfall" else name) for name in WRITTEN}

    def costs(self) -> dict[str, pd.Series]:
        """Cost of each variable of the families that have any."""
        found = {name: table["cost"] for name, table in self.variables().items() if "cost" in table}
        return {**found, "shortfall": self.sell["lost"]}


def sets(inputs: Inputs, capacity: Capacity) -> Sets:
    """Tables of a case with all of it decided.

    Raises:
        MissingFamilyError: The case has variables that the peers do not write.
    """
    v = variables(inputs, capacity)
    unknown = [family.name for family in v.families() if len(family) and family.name not in WRITTEN]
    if unknown or (capacity.vintages["status"] == OPTION).any():
        raise MissingFamilyError(unknown)
    stocks, made, begun = inputs["stocks"].reset_index(drop=True), capacity.output, capacity.rollout
    stock = v.stock.keys.merge(stocks, on=["item", "site"])
    used = _moved(made.usage, "make", v.make.keys)
    overtime_used = _moved(made.overtime_usage, "overtime", v.overtime.keys)
    period_days = capacity.time.periods["days"].to_numpy(dtype=float)
    needed = framed(binding_load(v.make.arrays, made.load, made.hours))
    stages = made.hours.merge(needed[STAGE].drop_duplicates(), on=STAGE)
    worked = v.overtime.keys[["vintage", "period"]].reset_index(names="overtime")
    limited = capacity.supply["most"].notna() & (capacity.supply["contract"] == "")
    content, priced = capacity.content, money.priced(v, inputs, capacity, stock)
    priced["make"] = priced["make"].assign(joins=terms.joins(v.make.keys, capacity))
    return Sets(
        **priced,
        overtime=v.overtime.keys,
        use=v.use.keys,
        pilot=v.pilot.keys,
        released=terms.released(v, stocks),
        output=_output(v.make.keys, needed, stages),
        stages=stages,
        load=needed,
        overtime_hours=stages.merge(worked, on=["vintage", "period"]),
        nodes=_nodes(v, [used, overtime_used], made.base_use, stocks),
        used=used,
        overtime_used=overtime_used,
        least_cover=terms.least_cover(stock, period_days),
        most_cover=terms.most_cover(stock, period_days),
        supply=capacity.supply.loc[limited].reset_index(names="supply"),
        sold_content=content.loc[~content["item"].isin(content["component"])],
        installs=begun.most_installs,
        growth=terms.growth(inputs, capacity),
        fleets=begun.fleet_needs,
        lines=terms.lines(begun.line_needs, content, inputs["line_items"]),
        constant=money.constant(inputs, capacity),
    )


def _moved(quantities: pd.DataFrame, number: str, keys: pd.DataFrame) -> pd.DataFrame:
    """What variables use, with the node: number, item, site, period, quantity."""
    at = keys[["site", "period"]].iloc[quantities[number]].reset_index(drop=True)
    return quantities[[number, "item", "quantity"]].reset_index(drop=True).join(at)


def _output(make: pd.DataFrame, load: pd.DataFrame, stages: pd.DataFrame) -> pd.DataFrame:
    """Rows of `make` whose limit no stage alone holds: make, most."""
    at = load.merge(stages[[*STAGE, "machine_hours"]], on=STAGE)
    most = make["good_most"].to_numpy()
    held = at["hours"].to_numpy() * most[at["make"]] >= at["machine_hours"].to_numpy() * (1 - TIGHT)
    free = ~np.isin(np.arange(len(make)), at["make"].to_numpy()[held])
    free |= (make["good_open"] > make["good"] * (1 + TIGHT)).to_numpy()
    return pd.DataFrame({"make": np.flatnonzero(free), "most": most[free]})


def _nodes(v: Variables, used: Iterable[pd.DataFrame], base_use: pd.DataFrame, stocks: pd.DataFrame) -> pd.DataFrame:
    """Every item, site and period where anything moves."""
    sent, brought = (v.ship.keys.rename(columns={site: "site"})[NODE] for site in ("from_site", "to_site"))
    own = [family.keys[NODE] for family in (v.make, v.buy, v.stock, v.sell, v.pilot)]
    moved = [*own, *(table[NODE] for table in used), base_use[NODE], sent, brought]
    nodes = pd.concat(moved).drop_duplicates().sort_values(NODE, ignore_index=True)
    drawn = base_use.groupby(NODE, as_index=False)["quantity"].sum().rename(columns={"quantity": "drawn"})
    opening = stocks[["item", "site", "opening"]].assign(period=0)
    return (
        nodes.merge(drawn, on=NODE, how="left").merge(opening, on=NODE, how="left").fillna({"drawn": 0, "opening": 0})
    )
