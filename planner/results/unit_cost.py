"""What one kWh of battery costs by year, beside the price of the conventional pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.results.consumption import consumption, prices

if TYPE_CHECKING:
    from planner.results.view import View

BATTERY = ("cell", "pack")
PARTS = ["material", "energy", "crew", "line_cost", "fixed_cost", "depreciation"]
KWH_A_GWH = 1e6
MILLION = 1e6


def yearly_unit_cost(view: View, installs: pd.DataFrame) -> pd.DataFrame:
    """Cost of cells and packs over the kWh built into vehicles, by year of the plan.

    The cost is what the lines that make cells and packs consume at the prices of the period, cells and packs bought,
    other cost of units made, fixed cost, and depreciation of decided copies (existing lines are paid). The kWh are
    those of all vehicles of the year, pilots too; a year that builds none has no unit cost.

    Args:
        view: The plan.
        installs: From `periods.installs`.
    """
    parts = pd.concat([_consumed(view), _bought(view), *_of_lines(view)])
    years = view.years[parts["period"].to_numpy(dtype=int)]
    cost = parts.pivot_table(index=years, columns="part", values="money", aggfunc="sum")
    kwh = installs.groupby("year")["gwh"].sum().reindex(view.plan_years, fill_value=0.0) * KWH_A_GWH
    rows = cost.reindex(index=view.plan_years, columns=PARTS).fillna(0.0).div(kwh.where(kwh > 0), axis=0)
    rows["total"] = rows[PARTS].sum(axis=1, min_count=len(PARTS))
    rows["conventional"] = conventional(view)
    return rows.rename_axis("year").reset_index()


def conventional(view: View) -> float:
    """Mean price of a kWh of the packs in the cars that programmes fall back to; NaN where none has a price."""
    inputs = view.inputs
    vehicles = inputs["vehicles"].set_index("item")["pack"]
    packs = {vehicles.get(item) for item in inputs["programmes"]["fallback_item"] if item}
    price = inputs["packs"].set_index("item")["price_per_kwh"]
    return float(price.loc[price.index.isin(packs)].mean())


def parity_year(unit_cost: pd.DataFrame) -> int | None:
    """First year in which a kWh costs no more than one of the conventional pack; None: not within the plan."""
    reached = unit_cost.loc[unit_cost["total"] <= unit_cost["conventional"], "year"]
    return int(reached.iloc[0]) if len(reached) else None


def _lines(view: View) -> list[str]:
    """Lines that make cells or packs."""
    kind = view.inputs["items"].set_index("item")["kind"]
    made = view.inputs["line_items"]
    return made.loc[made["item"].map(kind).isin(BATTERY), "line"].unique().tolist()


def _consumed(view: View) -> pd.DataFrame:
    """What those lines consume but cells and packs, at the prices of the period: part, period, money."""
    used, paid = consumption(view), prices(view)
    kind = view.inputs["items"].set_index("item")["kind"]
    used = used.assign(kind=used["item"].map(kind))
    used = used.loc[used["line"].isin(_lines(view)) & used["item"].isin(paid.index) & ~used["kind"].isin(BATTERY)]
    price = paid.to_numpy()[paid.index.get_indexer(pd.Index(used["item"])), used["period"].to_numpy(dtype=int)]
    part = used["kind"].map({"energy": "energy", "labour": "crew"}).fillna("material")
    return pd.DataFrame({"part": part, "period": used["period"], "money": used["used"] * price})


def _bought(view: View) -> pd.DataFrame:
    """Cells and packs bought from outside: part, period, money."""
    buy = view.answer.values("buy")
    kind = view.inputs["items"].set_index("item")["kind"]
    buy = buy.loc[buy["item"].map(kind).isin(BATTERY)]
    return pd.DataFrame({"part": "material", "period": buy["period"], "money": buy["value"] * buy["price"]})


def _of_lines(view: View) -> list[pd.DataFrame]:
    """Other cost of units made, fixed cost and depreciation of those lines: part, period, money."""
    capacity, own = view.capacity, _lines(view)
    made = view.make.loc[view.make["line"].isin(own)]
    line = capacity.vintages["line"].to_numpy()
    found = [pd.DataFrame({"part": "line_cost", "period": made["period"], "money": made["made"] * made["cost"]})]
    for part, rows in (("fixed_cost", capacity.fixed_cost), ("depreciation", capacity.depreciation)):
        kept = rows.loc[np.isin(line[rows["vintage"].to_numpy(dtype=int)], own)]
        found.append(pd.DataFrame({"part": part, "period": kept["period"], "money": kept["million"] * MILLION}))
    return found
