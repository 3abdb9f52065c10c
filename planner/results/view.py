"""The answer beside the coefficients that it came from: what every result table reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.mature import mature_lines
from planner.capacity.money import machine_spend, spend
from planner.results.missed import Missed
from planner.solve.again import Again

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.capacity import Capacity
    from planner.solve import Answer
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

WH_A_GWH = 1e9


@dataclass(frozen=True, eq=False)
class View:
    """Inputs, capacity and answer of one plan, with what several result tables need of them."""

    inputs: Inputs
    capacity: Capacity
    answer: Answer

    @cached_property
    def labels(self) -> NDArray[np.object_]:
        """Label of each period."""
        return self.capacity.time.periods["period"].to_numpy(dtype=object)

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """Year of each period."""
        return self.capacity.time.periods["year"].to_numpy()

    @cached_property
    def all_years(self) -> list[int]:
        """Years of the horizon in order, those of the evaluation too."""
        return sorted(set(self.years.tolist()))

    @cached_property
    def plan_years(self) -> list[int]:
        """Years of the plan in order: yearly tables but that of money stop with them."""
        return [year for year in self.all_years if year <= self.inputs.case.end.year]

    def in_plan(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows with a column `year` that lie in the plan."""
        return rows.loc[rows["year"].isin(self.plan_years)].reset_index(drop=True)

    @cached_property
    def make(self) -> pd.DataFrame:
        """`Output.make` with its solution as column `made` and the year."""
        rows = self.answer.values("make").rename(columns={"value": "made"})
        return rows.assign(year=self.years[rows["period"]])

    @cached_property
    def pilots(self) -> pd.DataFrame:
        """Pilots put into fleets, with column `built` and the year."""
        rows = self.answer.values("pilot").rename(columns={"value": "built"})
        return rows.assign(year=self.years[rows["period"]])

    @cached_property
    def sales(self) -> pd.DataFrame:
        """programme, market, period, demand, sold, late, shortfall."""
        keys = ["programme", "market", "period"]
        sold = self.answer.values("sell").rename(columns={"value": "sold"})[[*keys, "demand", "sold"]]
        short = self.answer.values("shortfall")["value"].to_numpy()
        late = self.answer.values("late")[[*keys, "value"]].rename(columns={"value": "late"})
        rows = sold.assign(shortfall=short).merge(late, on=keys, how="left").fillna({"late": 0.0})
        return rows.assign(year=self.years[rows["period"]])

    @cached_property
    def payments(self) -> pd.DataFrame:
        """Every payment for a decided copy or machine, also before and after the horizon: order, date, million."""
        machines, inputs = self.capacity.machines, self.inputs
        rows = machine_spend(machines, inputs["lines"], inputs["spend_profiles"])
        rows["million"] *= rows["quantity"]
        rows["order"] = machines["order"].reindex(rows["machine"]).to_numpy()
        columns = ["order", "date", "million"]
        own = self.copy_payments[columns]
        return pd.concat([own, rows[columns]], ignore_index=True) if len(rows) else own

    @cached_property
    def copy_payments(self) -> pd.DataFrame:
        """Every payment for a decided copy, also before and after the horizon: vintage, order, date, million."""
        vintages, inputs = self.capacity.vintages, self.inputs
        rows = spend(vintages, inputs["lines"], inputs["capex"], inputs["spend_profiles"])
        return rows.assign(order=vintages["order"].reindex(rows["vintage"]).to_numpy())

    @cached_property
    def energy_wh(self) -> pd.Series:
        """Energy of one unit of every cell, pack and vehicle, Wh; 0 for anything else."""
        cells, packs, vehicles = (self.inputs[name] for name in ("cells", "packs", "vehicles"))
        cell = (cells["capacity_ah"] * cells["voltage_v"]).set_axis(cells["item"])
        pack = (packs["series"] * packs["parallel"]).set_axis(packs["item"])
        pack = pack * cell.reindex(packs["cell"]).to_numpy()
        vehicle = pack.reindex(vehicles["pack"]).set_axis(vehicles["item"])
        known = pd.concat([cell, pack, vehicle]).astype(float)
        energy: pd.Series = known[~known.index.duplicated()].reindex(self.inputs["items"]["item"]).fillna(0.0)
        return energy

    @cached_property
    def mature(self) -> pd.DataFrame:
        """Every line at mature rates, one row a line and item."""
        return mature_lines(self.inputs)

    @cached_property
    def again(self) -> Again:
        """The plan's program, kept by the solver to be asked again."""
        return Again(self.answer.program, self.answer.basis)

    @cached_property
    def missed(self) -> Missed:
        """What follows from gates that start later."""
        return Missed(self)

    def gwh(self, items: pd.Series, units: pd.Series | Floats) -> Floats:
        """Energy of so many units of each item, GWh."""
        each = self.energy_wh.reindex(items).to_numpy(dtype=float)
        energy: Floats = each * np.asarray(units, dtype=float) / WH_A_GWH
        return energy

    def of_the_year(self, worth: pd.Series, period: pd.Series | Floats) -> Floats:
        """Present value in million money to million money of the period."""
        then: Floats = worth.to_numpy(dtype=float) / self.capacity.discount[np.asarray(period, dtype=int)]
        return then
