"""The plan by year: programmes, lines, stages and materials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import overlap_days
from planner.results.consumption import consumption
from planner.results.rounding import cumulative_whole, near
from planner.results.words import tightest_stage

if TYPE_CHECKING:
    from planner.results.view import View

MONEY = 1e6
PERCENT = 0.01


def yearly_plan(view: View, installs: pd.DataFrame, limited_by: pd.DataFrame) -> pd.DataFrame:
    """Installs by year and programme in whole vehicles, with what limits them.

    Args:
        view: The plan.
        installs: From `periods.installs`.
        limited_by: year, programme, limited_by.
    """
    names = view.inputs["programmes"]["programme"].tolist()
    wide = {
        column: installs.pivot_table(index="year", columns="programme", values=column, aggfunc="sum")[names]
        for column in ("pilot_installs", "production_installs", "demand", "shortfall", "gwh")
    }
    pilots = cumulative_whole(wide["pilot_installs"].to_numpy())
    demand = cumulative_whole(wide["demand"].to_numpy())
    sold_out = np.allclose((wide["production_installs"] + wide["shortfall"] - wide["demand"]).cumsum(), 0, atol=0.01)
    made, lost = wide["production_installs"].to_numpy(), wide["shortfall"].to_numpy()
    production = cumulative_whole(made, demand if sold_out else None)
    short = demand - production
    if not (sold_out and near(production, made) and near(short, lost)):
        # Three roundings that add up and are each the nearest need not exist: then each is the nearest.
        production, short = cumulative_whole(made), cumulative_whole(lost)
    years = wide["gwh"].index
    rows = pd.DataFrame(
        {
            "year": np.repeat(years, len(names)),
            "programme": names * len(years),
            "pilot_installs": pilots.ravel(),
            "production_installs": production.ravel(),
            "cumulative_production": np.cumsum(production, axis=0).ravel(),
            "cumulative_installs": np.cumsum(pilots + production, axis=0).ravel(),
            "demand": demand.ravel(),
            "shortfall": short.ravel(),
            "gwh": wide["gwh"].to_numpy().ravel(),
        }
    )
    rows = rows.merge(_targets(view), on=["year", "programme"], how="left")
    return rows.merge(limited_by, on=["year", "programme"], how="left")


def _targets(view: View) -> pd.DataFrame:
    """Cumulative production installs set for each programme by the year's end; the latest target of the year counts."""
    table = view.inputs["targets"]
    rows = table.loc[(table["measure"] == "production_installs") & (table["programme"] != "")]
    rows = rows.assign(year=rows["date"].dt.year, target=rows["value"]).sort_values("date")
    return rows.groupby(["year", "programme"], sort=True)["target"].last().reset_index()


def yearly_lines(view: View, stages: pd.DataFrame) -> pd.DataFrame:
    """Output, yield and utilisation by line and year.

    Args:
        view: The plan.
        stages: From `yearly_stages`.
    """
    make = view.make.assign(gwh=view.gwh(view.make["item"], view.make["made"]))
    copies = _most_of_mix(view)
    sums = copies.groupby(["year", "line"], sort=True)[["made", "most"]].sum()
    sums["gwh"] = make.groupby(["year", "line"])["gwh"].sum()
    weight = make["made"].where(make.groupby(["year", "line"])["made"].transform("sum") > 0, make["good"])
    make["started"] = weight / make["rty"]
    make["weight"] = weight
    yields = make.groupby(["year", "line"])[["weight", "started"]].sum()
    sums["rty"] = yields["weight"] / yields["started"]
    sums["utilisation"] = sums["made"] / sums["most"]
    worst = stages.loc[stages["bottleneck"]].set_index(["year", "line"])
    sums["bottleneck"] = worst["stage"]
    # One per cent more output is one per cent more hours at every stage: each may hold the line in another period.
    worth = stages["machine_hours"] * stages["marginal_value"]
    sums["marginal_value"] = PERCENT * worth.groupby([stages["year"], stages["line"]]).sum() / MONEY
    rows = sums.rename(columns={"made": "good_output"}).reset_index()
    rows["copies_on_stream"] = _copies(view, rows)
    rows["unit"] = rows["line"].map(_units(view))
    order = {line: number for number, line in enumerate(view.inputs["lines"]["line"])}
    return rows.sort_values(["year", "line"], key=lambda c: c.map(order) if c.name == "line" else c, ignore_index=True)


def _most_of_mix(view: View) -> pd.DataFrame:
    """What each copy made in a period and the most it could have made of that mix in regular hours.

    Of one item that is its good output; of several the mix grows until the first stage is full (where nothing was made:
    the best item). Columns year, line, vintage, period, made, most.
    """
    keys = ["vintage", "period"]
    each = view.make.groupby(["year", "line", *keys], sort=True)
    copies = each.agg(made=("made", "sum"), good=("good", "max"), items=("item", "size")).reset_index()
    used = view.capacity.output.load.merge(view.make[["make", "made"]], on="make")
    used["used"] = used["hours"] * used["made"]
    stages = used.groupby([*keys, "stage"], sort=False)["used"].sum().reset_index()
    stages = stages.merge(view.capacity.output.hours[[*keys, "stage", "machine_hours"]], on=[*keys, "stage"])
    stages["share"] = stages["used"] / stages["machine_hours"]
    fullest = stages.groupby(keys)["share"].max().rename("share").reset_index()
    copies = copies.merge(fullest, on=keys, how="left")
    of_mix = copies["made"] / copies["share"].where(copies["share"] > 0)
    copies["most"] = copies["good"].where(copies["items"] == 1, of_mix.fillna(copies["good"]))
    return copies


def _copies(view: View, rows: pd.DataFrame) -> list[int]:
    start = view.capacity.vintages.assign(year=view.capacity.vintages["on_stream"].dt.year)
    return [int(((start["line"] == r.line) & (start["year"] <= r.year)).sum()) for r in rows.itertuples()]


def _units(view: View) -> pd.Series:
    """Unit of the first item of each line."""
    unit = view.inputs["items"].set_index("item")["unit"]
    first = view.inputs["line_items"].drop_duplicates("line").set_index("line")["item"]
    return first.map(unit)


def yearly_stages(view: View) -> pd.DataFrame:
    """Hours, headroom and marginal value by stage and year; one bottleneck a line and year."""
    output, years = view.capacity.output, view.years
    load = output.load.merge(view.make[["make", "line", "made", "good"]], on="make")
    load["used"] = load["hours"] * load["made"]
    hours = output.hours.assign(year=years[output.hours["period"]])
    extra = view.answer.values("overtime").groupby(["vintage", "period"])["value"].sum().reset_index()
    hours = hours.merge(extra, on=["vintage", "period"], how="left").fillna({"value": 0.0})
    hours["machine_hours"] += hours["per_overtime"] * hours["value"]
    keys = ["vintage", "stage", "period"]
    each = load.groupby(keys, sort=False).agg(hours_used=("used", "sum"), least=("hours", "min")).reset_index()
    hours = hours.merge(each, on=keys, how="left").fillna({"hours_used": 0.0})
    hours["possible"] = hours["machine_hours"] / hours["least"]
    hours = hours.merge(_worth(view), on=keys, how="left").fillna({"worth": 0.0})
    hours["worth"] *= hours["machine_hours"]
    rows = hours.groupby(["year", "line", "stage"], sort=False)
    sums = rows[["hours_used", "machine_hours", "possible", "worth"]].sum(min_count=1).reset_index()
    sums["utilisation"] = sums["hours_used"] / sums["machine_hours"]
    sums["marginal_value"] = sums["worth"] * MONEY / sums["machine_hours"]
    sums["possible"] = _possible_of_mix(view, sums)
    least = sums.groupby(["year", "line"])["possible"].transform("min")
    sums["headroom"] = sums["possible"] / least - 1.0
    first = sums.loc[sums["possible"] == least].groupby(["year", "line"], sort=False).head(1).index
    sums["bottleneck"] = sums.index.isin(first)
    return sums.sort_values(["year"], kind="stable", ignore_index=True)


def _possible_of_mix(view: View, stages: pd.DataFrame) -> pd.Series:
    """Good output of each stage; of a line that made several items, how often their mix would fit."""
    items = view.inputs["line_items"].groupby("line").size()
    used = stages.groupby(["year", "line"])["hours_used"].transform("sum") > 0
    mixed = (stages["line"].map(items) > 1) & used
    return stages["possible"].where(~mixed, 1.0 / stages["utilisation"].where(stages["utilisation"] > 0))


def _worth(view: View) -> pd.DataFrame:
    """Million money of the year for one more machine hour, from stage rows, and output rows at their tightest stage."""
    keys = ["vintage", "stage", "period"]
    stage = view.answer.prices("stage_hours")
    copy = view.answer.prices("copy_output")
    found = []
    if len(stage):
        found.append(stage[[*keys, "worth"]])
    if len(copy):
        tight = tightest_stage(view.capacity.output)
        rows = copy.merge(tight, on=["vintage", "item", "period"])
        found.append(rows.assign(worth=rows["worth"] / rows["hours"])[[*keys, "worth"]])
    none = view.capacity.output.hours[keys].iloc[:0].assign(worth=0.0)
    rows = pd.concat(found) if found else none
    rows = rows.groupby(keys)["worth"].sum().reset_index()
    rows["worth"] = view.of_the_year(rows["worth"], rows["period"])
    return rows


def yearly_materials(view: View) -> pd.DataFrame:
    """What is bought of each item by year, what it costs, and what one more unit of supply would bring."""
    buy = view.answer.values("buy")
    buy = buy.assign(year=view.years[buy["period"]], million=buy["value"] * buy["price"] / MONEY)
    rows = buy.groupby(["year", "item"], sort=True)[["value", "million"]].sum().reset_index()
    rows = rows.rename(columns={"value": "bought", "million": "cost_million"})
    rows = rows.merge(_used(view), on=["year", "item"], how="left").fillna({"used": 0.0})
    rows = rows.merge(_most(view), on=["year", "item"], how="left")
    rows["share_of_most"] = rows["bought"] / rows["most"].where(rows["most"] > 0)
    rows = rows.merge(_supply_worth(view), on=["year", "item"], how="left").fillna({"marginal_value": 0.0})
    items = view.inputs["items"]
    rows["unit"] = rows["item"].map(items.set_index("item")["unit"])
    order = {item: k for k, item in enumerate(items["item"])}
    return rows.sort_values(["year", "item"], key=lambda c: c.map(order) if c.name == "item" else c, ignore_index=True)


def _used(view: View) -> pd.DataFrame:
    rows = consumption(view)
    rows["year"] = view.years[rows["period"]]
    return rows.groupby(["year", "item"])["used"].sum().reset_index()


def _most(view: View) -> pd.DataFrame:
    """Most that can be bought in a year; none where a range has no limit.

    All of a range can be bought within the horizon, and each year has the share of the range's days that lie in it.
    """
    table = view.capacity.supply
    most = table["most"].to_numpy()
    years = view.capacity.time.periods.groupby("year").agg({"start": "min", "end": "max"}).reset_index()
    inside = overlap_days(table, years)
    total = inside.sum(axis=1, keepdims=True)
    share = np.divide(inside, total, out=np.zeros_like(inside), where=total > 0)
    row, year = np.nonzero(share)
    rows = pd.DataFrame(
        {
            "year": years["year"].to_numpy()[year],
            "item": table["item"].to_numpy()[row],
            "most": most[row] * share[row, year],
        }
    )
    return rows.groupby(["year", "item"])["most"].sum(min_count=1, skipna=False).dropna().reset_index()


def _supply_worth(view: View) -> pd.DataFrame:
    rows = _supply_prices(view)
    if rows.empty:
        return rows.assign(year=0, item="", marginal_value=0.0).astype({"item": "str"}).drop(columns="worth")
    touched = view.capacity.supply_periods.drop_duplicates("supply").set_index("supply")["period"]
    last = view.capacity.supply_periods.groupby("supply")["period"].max()
    rows = rows.loc[rows["supply"].isin(last.index)]  # a range of other years has no period and no price
    middle = ((touched + last) // 2).reindex(rows["supply"]).to_numpy(dtype=int)
    rows = rows.assign(year=view.years[middle], marginal_value=view.of_the_year(rows["worth"], middle) * MONEY)
    return rows.groupby(["year", "item"])["marginal_value"].max().reset_index()


def _supply_prices(view: View) -> pd.DataFrame:
    """Prices of the limits of ranges and contracts, with the row of `Capacity.supply`."""
    ranges, agreed = view.answer.prices("supply_limit"), view.answer.prices("contract_most")
    if agreed.empty:
        return ranges
    numbers = view.capacity.supply.reset_index(names="supply").set_index("contract")["supply"]
    agreed = agreed.assign(supply=numbers.drop("", errors="ignore").reindex(agreed["contract"]).to_numpy(dtype=int))
    return pd.concat([part for part in (ranges, agreed) if len(part)], ignore_index=True)
