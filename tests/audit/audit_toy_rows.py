"""A case small enough to plan by hand: five months, two cell lines, one car line, one programme with a gate.

October 2026 to February 2027 (31, 30, 31, 31, 28 days), 10 regular hours and 1 hour of overtime a day.

* OLD makes CELL since long: MIX (1 an hour, yield 0.5, so 2 starts and 2 h a cell), FORM (2 slots of 1 h, uptime 0.5).
  MIX binds: 310 h / 2 = 155 cells in October, 150 in November. A cell takes 3 x 2 = 6 kg of ORE, 2 kWh, and
  2 operators x 310 h / 155 = 4 crew hours; besides 1 kW in all hours.
* NEW makes CELL from December: PRESS (1 an hour, yield 1) ramps in uptime 0.5, 1, 1 and yield 0.5, 0.5, 1.
  310 h x 0.5 / 2 = 77.5 cells in December, 310 / 2 = 155 in January, 280 in February; 2, 2, 1 kg of ORE each.
* BUILD makes CAR: 1 an hour, two cells each.
* Programme P starts in December; 80 cars are asked for in weights 1, 2, 1: 20, 40, 20.
* Gate G takes one month: November. It needs 2 cars and 4 cells, the cells of OLD, built in October.
"""

from __future__ import annotations

from typing import Any

MONTHS = ["oct", "nov", "dec", "jan", "feb"]
STARTS = ["2026-10-01", "2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01"]
ENDS = ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]
FACTORS = [1.0, 0.9, 0.8, 0.7, 0.6]
WHOLE = {"from": "2026-10-01", "to": "2027-02-28"}
IN_2026 = {"from": "2026-10-01", "to": "2026-12-31"}
PLANT = {"site": "plant"}

ROWS: dict[str, list[dict[str, Any]]] = {
    "periods": [
        {"period": m, "start": a, "end": b, "discount_factor": f}
        for m, a, b, f in zip(MONTHS, STARTS, ENDS, FACTORS, strict=True)
    ],
    "sites": [{"site": "plant", "space_m3": 200.0}, {"site": "port"}],
    "lanes": [{"from_site": "port", "to_site": "plant", "freight": 2.0, "most_per_month": 100.0}],
    "calendars": [
        {"calendar": "days", "tier": "regular", **WHOLE, "hours": 1510.0},
        {"calendar": "days", "tier": "overtime", **WHOLE, "hours": 151.0, "premium": 0.5},
    ],
    "items": [
        {"item": "ORE", "kind": "material", "unit": "kg", "co2_kg": 1.0},
        {"item": "POWER", "kind": "energy", "unit": "kWh"},
        {"item": "CREW", "kind": "labour", "unit": "h"},
        {"item": "CELL", "kind": "cell", "unit": "cell", "space_m3": 1.0},
        {"item": "PACK", "kind": "pack", "unit": "pack"},
        {"item": "CAR", "kind": "vehicle", "unit": "car"},
    ],
    "stocks": [
        {"item": "CELL", **PLANT, "opening": 10.0, "most": 180.0, "closing": 10.0, "holding_cost": 1.0},
        {
            "item": "ORE",
            **PLANT,
            "least_days": 0.3,
            "shelf_life_days": 31.0,
            "holding_cost": 2.0,
            "holding_basis": "period",
        },
    ],
    "bom": [
        {"parent": "CELL", "component": "ORE", "quantity": 1.0},
        {"parent": "CELL", "component": "ORE", "line": "OLD", "stage": "MIX", "quantity": 3.0},
        {"parent": "CAR", "component": "CELL", "quantity": 2.0},
    ],
    "cells": [{"item": "CELL", "capacity_ah": 1000.0, "voltage_v": 1.0, "mass_kg": 1.0}],
    "packs": [{"item": "PACK", "cell": "CELL", "series": 2, "parallel": 1, "wh_per_kg": 100.0, "price_per_kwh": 4e4}],
    "vehicles": [{"item": "CAR", "pack": "PACK", "kwh_per_100km": 10.0}],
    "lines": [
        {
            "line": "OLD",
            **PLANT,
            "calendar": "days",
            "status": "existing",
            "on_stream": "2026-01-01",
            "base_power_kw": 1.0,
            "energy_item": "POWER",
            "crew_item": "CREW",
        },
        {
            "line": "NEW",
            **PLANT,
            "calendar": "days",
            "status": "candidate",
            "ramp_first": "slow",
            "lead_months": 1,
            "release_months": 1,
            "fixed_cost_million": 12.0,
            "spend_profile": "half",
        },
        {"line": "BUILD", **PLANT, "calendar": "days", "status": "existing", "on_stream": "2026-01-01"},
    ],
    "line_items": [
        {"line": "OLD", "item": "CELL"},
        {"line": "NEW", "item": "CELL"},
        {"line": "BUILD", "item": "CAR", "cost": 1000.0},
    ],
    "stages": [
        {
            "line": "OLD",
            "stage": "MIX",
            "machines": 1.0,
            "rate": 1.0,
            "yield": 0.5,
            "energy": 1.0,
            "operators": 2.0,
        },
        {
            "line": "OLD",
            "stage": "FORM",
            "machines": 1.0,
            "slots": 2.0,
            "residence_h": 1.0,
            "uptime": 0.5,
            "energy": 1.0,
        },
        {"line": "NEW", "stage": "PRESS", "machines": 1.0, "rate": 1.0, "ramp_share": 1.0},
        {"line": "BUILD", "stage": "ASSEMBLE", "machines": 1.0, "rate": 1.0},
    ],
    "flows": [{"line": "OLD", "from_stage": "MIX", "to_stage": "FORM"}],
    "ramps": [
        {"curve": "slow", "month": 0, "uptime_factor": 0.5, "yield_factor": 0.5},
        {"curve": "slow", "month": 1, "uptime_factor": 1.0, "yield_factor": 0.5},
        {"curve": "slow", "month": 2, "uptime_factor": 1.0, "yield_factor": 1.0},
    ],
    "capex": [
        {"line": "NEW", "part": "equipment", "order_year": 2026, "cost_million": 100.0, "life_years": 10.0},
        {"line": "NEW", "part": "equipment", "order_year": 2027, "cost_million": 90.0, "life_years": 10.0},
        {"line": "NEW", "part": "building", "order_year": 2026, "cost_million": 50.0, "life_years": 20.0},
    ],
    "spend_profiles": [
        {"profile": "half", "event": "order", "share": 0.5},
        {"profile": "half", "event": "on_stream", "share": 0.5},
    ],
    "programmes": [
        {
            "programme": "P",
            "item": "CAR",
            **PLANT,
            "sop_earliest": "2026-11-01",
            "most_per_week": 7.0,
            "fallback_margin": 10.0,
            "fallback_item": "CAR",
            "season": "peak",
        }
    ],
    "seasons": [{"season": "peak", "month": m, "weight": 2.0 if m == 1 else 1.0} for m in range(1, 13)],
    "gates": [{"gate": "G", "months": 1, "season_from": 1, "season_to": 12}],
    "gate_needs": [
        {"gate": "G", "item": "CAR", "fleet": "F", "quantity": 2.0, "used_up": 0.5},
        {"gate": "G", "item": "CELL", "fleet": "F", "quantity": 4.0, "line": "OLD"},
    ],
    "programme_gates": [{"programme": "P", "gate": "G"}],
    "pilots": [{"programme": "P", "by": "2026-10-31", "base": 3.0, "missing_cost": 50.0}],
    "demand": [
        {
            "programme": "P",
            **WHOLE,
            "base": 80.0,
            "least": 85.0,
            "least_penalty": 7.0,
            "shortfall_penalty": 100.0,
            "late_cost": 5.0,
        }
    ],
    "prices": [{"programme": "P", **WHOLE, "price_net": 100000.0, "rest_cost": 20000.0}],
    "supply": [
        {"item": "ORE", "site": "port", **IN_2026, "base": 50.0, "price": 2.0},
        {"item": "ORE", **PLANT, **IN_2026, "base": 1000.0, "price": 3.0},
        {"item": "POWER", **PLANT, **WHOLE, "price": 0.5},
        {"item": "CREW", **PLANT, **WHOLE, "price": 10.0},
    ],
    "growth": [{"programme": "P", "growth_per_month": 0.0, "step_per_month": 30.0}],
    "budgets": [
        {"measure": "capex", "year": 2026, "most": 200.0},
        {"measure": "energy", "year": 2026, "most": 1300.0},
        {"measure": "co2", "year": 2026, "most": 1000.0},
        {"measure": "crew", "year": 2026, "most": 700.0},
    ],
    "targets": [
        {"measure": "production_installs", "programme": "P", "date": "2026-12-31", "value": 15.0},
        {
            "measure": "production_installs",
            "programme": "P",
            "date": "2027-02-28",
            "value": 80.0,
            "kind": "soft",
            "penalty": 1000.0,
        },
        {"measure": "pilot_installs", "date": "2026-10-31", "value": 2.0, "kind": "hard"},
    ],
    "decisions": [
        {"action": "on_stream", "object": "NEW", "date": "2026-12-01", "status": "planned"},
        {"action": "sop", "object": "P", "date": "2026-12-01"},
        {"action": "gate", "object": "G", "date": "2026-11-01"},
    ],
}
