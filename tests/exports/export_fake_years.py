"""Yearly rows of the made-up plan; plausible numbers only."""

from __future__ import annotations

from itertools import product
from typing import Any

from exports.export_fake_facts import DEMAND, ITEMS, KWH, LINES, PILOTS, PROGRAMMES, STAGES, YEARS

from planner.exports.dictionary import dictionary


def yearly_plan() -> list[dict[str, Any]]:
    """Rows by year and programme."""
    rows = []
    for y, year in enumerate(YEARS):
        for p in PROGRAMMES:
            demand = DEMAND[p][y]
            lost = demand // 9 if year in (2027, 2029) else 0
            row = {
                "pilot_installs": PILOTS[p][y],
                "production_installs": demand - lost,
                "demand": demand,
                "shortfall": lost,
                "gwh": (demand - lost + PILOTS[p][y]) * KWH[p] / 1e6,
                "cumulative_installs": sum(PILOTS[p][: y + 1]) + sum(DEMAND[p][: y + 1]),
            }
            before = "validation gates before start of production"
            limit = "supply of solid electrolyte" if lost else "demand" if demand else before
            rows.append({"year": year, "programme": p, **row, "limited_by": limit})
    return rows


def yearly_total() -> list[dict[str, Any]]:
    """The rows of all programmes added up, with the targets of the years."""
    rows = []
    built = 0
    for year, target in zip(YEARS, (None, 1500, 10_000, 40_000, 120_000), strict=True):
        own = [row for row in yearly_plan() if row["year"] == year]
        names = ("pilot_installs", "production_installs", "demand", "shortfall", "gwh", "cumulative_installs")
        total = {name: sum(row[name] for row in own) for name in names}
        built += total["production_installs"]
        rows.append({"year": year, **total, "cumulative_production": built, "target": target})
    return rows


def stage_rows() -> list[dict[str, Any]]:
    rows = []
    for (y, year), (line, stages) in product(enumerate(YEARS), STAGES.items()):
        for s, stage in enumerate(stages.split()):
            used = (0.35 + 0.14 * y) * (1 - 0.04 * (8 - s if s < 8 else s - 8))
            rows.append(
                {
                    "year": year,
                    "line": line,
                    "stage": stage,
                    "hours_used": 7680 * used * (s + 1) + 0.123,
                    "machine_hours": 7680.0 * (s + 1),
                    "utilisation": used,
                    "headroom": 0.91 / used - 1 if used else None,
                    "bottleneck": stage in ("warm_press", "pack", "install"),
                    "marginal_value": 18_250.5 if used > 0.9 else 0.0,
                }
            )
    return rows


def line_rows() -> list[dict[str, Any]]:
    return [
        {
            "year": year,
            "line": line,
            "copies_on_stream": 0 if line == "WET2" else 1 + y * (line == "DRY2"),
            "good_output": 940_000.4 * (y + 1) * (line != "WET2"),
            "unit": "cell" if line in ("PILOT", "DRY2", "WET2") else "pack" if "PACK" in line else "vehicle",
            "gwh": 0.2034 * (y + 1) * (line != "WET2"),
            "rty": 0.62 + 0.05 * y,
            "utilisation": None if line == "WET2" else min(0.35 + 0.15 * y, 1),
            "bottleneck": "warm_press" if len(STAGES[line]) > 9 else STAGES[line],
            "marginal_value": 1.25 * y,
        }
        for (y, year), line in product(enumerate(YEARS), LINES)
    ]


def material_rows() -> list[dict[str, Any]]:
    return [
        {
            "year": year,
            "item": item,
            "unit": unit,
            "used": used[y] * 0.98,
            "bought": used[y],
            "most": most[y] if most else None,
            "share_of_most": used[y] / most[y] if most else None,
            "cost_million": used[y] * 320 / 1e6,
            "marginal_value": 1250.0 if item == "SE" and y in (1, 3) else 0.0,
        }
        for (y, year), (item, (_, unit, used, most)) in product(enumerate(YEARS), ITEMS.items())
    ]


def unit_cost_rows() -> list[dict[str, Any]]:
    """Falling cost; no vehicle in the first year."""
    parts = [column.name for column in dictionary()["yearly_unit_cost"] if column.name not in ("year", "conventional")]
    costs = (None, 2074.0, 1314.0, 983.0, 791.0)
    return [
        {"year": year, "conventional": 596.0, **{part: cost and cost / (1 if part == "total" else 6) for part in parts}}
        for year, cost in zip(YEARS, costs, strict=True)
    ]


def finance_rows() -> list[dict[str, Any]]:
    numbers = [column.name for column in dictionary()["yearly_finance"] if column.type == "number"]
    scale = (0.01, 0.6, 3.0, 9.0, 22.0)
    sizes = {"sales": 1000, "rest_cost": 480, "material": 310, "fixed_cost": 38, "operating_cash": 133, "capex": 90}
    rows: list[dict[str, Any]] = [
        {"year": year, "phase": "plan", **{name: sizes.get(name, 12.5) * scale[y] for name in numbers}}
        for y, year in enumerate(YEARS)
    ]
    for row, budget, cash, total in zip(
        rows,
        (900, 1800, 2600, 2600, None),
        (-612.4, -1480.1, -905.7, 733.3, 3120.9),
        (-612.4, -2092.5, -2998.2, -2264.9, 856.0),
        strict=True,
    ):
        row.update(capex_budget=budget, cash_flow=cash, cumulative_cash=total)
    return rows
