"""A made-up plan with every result table filled: 4 programmes, 5 years, 7 lines, 36 periods; plausible numbers only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.exports.dictionary import dictionary
from planner.results.plan import Plan, SolveFacts
from planner.tables.inputs import Case, Owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEARS = (2026, 2027, 2028, 2029, 2030)
PROGRAMMES = {
    "P1": "Flagship sedan 1,000 km",
    "P2": "Flagship SUV 1,000 km",
    "P3": "Mid-size long range",
    "P4": "Halo limited series",
}
DEMAND = {
    "P1": (0, 1800, 7000, 13000, 20000),
    "P2": (0, 0, 2500, 8000, 16000),
    "P3": (0, 0, 0, 12000, 44000),
    "P4": (0, 100, 200, 200, 200),
}
PILOTS = {"P1": (160, 40, 0, 0, 0), "P2": (30, 30, 10, 0, 0), "P3": (0, 24, 36, 0, 0), "P4": (6, 0, 0, 0, 0)}
KWH = {"P1": 116.6, "P2": 129.6, "P3": 86.4, "P4": 103.7}
DRY = "cath_mix cath_film an_dry se_film lam_transfer notch_slit stack weld_pouch warm_press formation ageing eol"
WET = DRY.replace("cath_mix cath_film", "cath_slurry cath_coat cath_cal").replace("an_dry", "an_slurry an_coat an_cal")
STAGES = {
    "PILOT": DRY,
    "DRY2": DRY,
    "WET2": WET,
    "PACK0": "pack",
    "PACK": "pack",
    "INSTALL0": "install",
    "INSTALL": "install",
}
LINES = {
    "PILOT": "Pilot cell line",
    "DRY2": "Dry cell line",
    "WET2": "Wet cell line",
    "PACK0": "Pilot pack shop",
    "PACK": "Pack line",
    "INSTALL0": "Pilot vehicle shop",
    "INSTALL": "Marriage station",
}
ITEMS = {
    "SE": (
        "Solid electrolyte",
        "kg",
        (12_000, 160_000, 640_000, 1_700_000, 3_900_000),
        (45_000, 250_000, 900_000, 2_700_000, 6_500_000),
    ),
    "CAM": ("Cathode active material", "kg", (30_000, 410_000, 1_600_000, 4_400_000, 9_800_000), ()),
    "SI": (
        "Silicon anode composite",
        "kg",
        (5_000, 70_000, 270_000, 740_000, 1_640_000),
        (30_000, 200_000, 800_000, 2_500_000, 6_000_000),
    ),
    "AL": ("Aluminium foil", "m2", (46_000, 630_000, 2_500_000, 6_800_000, 15_200_000), ()),
    "POWER": ("Electricity", "kWh", (600_000, 8_200_000, 30_100_000, 78_400_000, 171_000_000), ()),
    "CREW": ("Crew", "h", (210_000, 620_000, 900_000, 1_900_000, 2_900_000), ()),
}
STAGE_NAMES = {
    "warm_press": "Warm isostatic pressing",
    "se_film": "Solid-electrolyte membrane forming",
    "eol": "End-of-line test",
}


def months(first: int, last: int) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Months of the first two years, quarters after."""
    starts = [
        *pd.date_range(f"{first}-01", f"{first + 1}-12", freq="MS"),
        *pd.date_range(f"{first + 2}-01", f"{last}-12", freq="QS"),
    ]
    ends = [start - pd.Timedelta(days=1) for start in starts[1:]] + [pd.Timestamp(f"{last}-12-31")]
    return [
        (f"{s:%Y-%m}" if s.year < first + 2 else f"{s.year}-Q{s.quarter}", s, e)
        for s, e in zip(starts, ends, strict=True)
    ]


def yearly_plan() -> list[dict[str, Any]]:
    """Rows by year and programme, and one a year for all of them together."""
    rows = []
    for y, year in enumerate(YEARS):
        total = {
            "pilot_installs": 0,
            "production_installs": 0,
            "demand": 0,
            "shortfall": 0,
            "gwh": 0.0,
            "cumulative_installs": 0,
        }
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
            total = {name: total[name] + row[name] for name in total}
            limit = (
                "Supply of solid electrolyte"
                if lost
                else "Demand"
                if demand
                else "Validation gates before start of production"
            )
            rows.append({"year": year, "programme": p, **row, "limited_by": limit})
        target = (None, 1500, 10_000, 40_000, 120_000)[y]
        rows.append({"year": year, "programme": "all", **total, "target": target, "limited_by": ""})
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


def finance_rows() -> list[dict[str, Any]]:
    names = [column.name for column in dictionary()["yearly_finance"]]
    scale = (0.01, 0.6, 3.0, 9.0, 22.0)
    sizes = (1000, 480, 310, 12, 14, 9, 38, 2, 3, 1, 133, 90, 1800, 43, -210, 4, 38.5)
    rows = [dict(zip(names, (year, *(size * scale[y] for size in sizes)), strict=True)) for y, year in enumerate(YEARS)]
    for row, budget, cash, total in zip(
        rows,
        (900, 1800, 2600, 2600, None),
        (-612.4, -1480.1, -905.7, 733.3, 3120.9),
        (-612.4, -2092.5, -2998.2, -2264.9, 856.0),
        strict=True,
    ):
        row.update(capex_budget=budget, cash_flow=cash, cumulative_cash=total)
    return rows


def gate_rows() -> list[dict[str, Any]]:
    names = (
        "GB 38031 type test",
        "Transport test UN 38.3",
        "Winter test season",
        "Hot test",
        "Durability fleet",
        "0-series build on the series line",
    )
    sops = {"P1": "2027-04-01", "P2": "2028-01-01", "P3": "2029-01-01", "P4": "2027-04-01"}
    return [
        {
            "programme": p,
            "gate": f"G{g}",
            "name": name,
            "fleet_complete": None if g == 2 else "2026-08-31",
            "start": "2026-09-01",
            "passed": "2027-01-31",
            "sop": sop,
            "slack_months": g % 3,
        }
        for (p, sop), (g, name) in product(sops.items(), enumerate(names, 1))
    ]


def other_rows() -> dict[str, list[dict[str, Any]]]:
    terms = {
        "sales": 24_310.123456,
        "material": -9_120.5,
        "energy": -212.25,
        "crew": -301.0,
        "fixed_cost": -640.0,
        "capex": -4_102.75,
        "residual": 2_080.0,
        "shortfall_penalty": -88.1,
    }
    return {
        "investments": [
            {
                "line": line,
                "copy": copy,
                "status": "committed",
                "order": order,
                "on_stream": on,
                "mature": "2030-04-01",
                "mature_gwh": 2.059,
                "capex_million": 1130.0,
            }
            for line, copy, order, on in (
                ("DRY2", 1, "2026-01-01", "2027-04-01"),
                ("DRY2", 2, "2027-07-01", "2028-10-01"),
                ("PACK", 1, "2026-04-01", "2027-04-01"),
            )
        ],
        "objective_terms": [{"term": term, "million": value} for term, value in terms.items()],
        "seed_facts": [
            {
                "fact": "range_assb_km",
                "value": 1017.4545,
                "unit": "km",
                "expected": 1000,
                "meaning": "CLTC range of the flagship sedan with the solid-state pack",
            },
            {
                "fact": "range_reference_km",
                "value": 503.6,
                "unit": "km",
                "expected": 500,
                "meaning": "CLTC range with the conventional reference pack",
            },
            {"fact": "cell_ah", "value": 60, "unit": "Ah", "expected": 60, "meaning": "Charge of the cell"},
            {
                "fact": "anode_stages_dry",
                "value": 1,
                "unit": "",
                "expected": 1,
                "meaning": "Anode operations of the dry line (the wet line has three)",
            },
            {
                "fact": "pilot_gwh",
                "value": 0.203,
                "unit": "GWh/year",
                "expected": None,
                "meaning": "Good output of the pilot line at mature rates",
            },
        ],
    }


def period_rows() -> dict[str, list[dict[str, Any]]]:
    steps = months(2026, 2030)
    labels = [label for label, _, _ in steps]
    copies = [
        ("PILOT", 1),
        *(("DRY2", c) for c in range(1, 6)),
        ("PACK0", 1),
        *(("PACK", c) for c in (1, 2, 3)),
        ("INSTALL0", 1),
        ("INSTALL", 1),
        ("INSTALL", 2),
    ]
    on = pd.Timestamp("2027-04-01")
    return {
        "periods": [
            {
                "period": label,
                "start": s,
                "end": e,
                "year": s.year,
                "days": (e - s).days + 1,
                "discount": 1.08 ** -(t / 12),
            }
            for t, (label, s, e) in enumerate(steps)
        ],
        "period_make": [
            {
                "line": line,
                "copy": c,
                "on_stream": on,
                "item": "CELL60",
                "period": label,
                "made": 1234.5678901234567 * c,
                "most": 1e5 / 3,
            }
            for (line, c), label in product(copies, labels)
        ],
        "period_overtime": [
            {
                "line": "DRY2",
                "copy": c,
                "on_stream": on,
                "tier": "overtime",
                "period": label,
                "hours": -0.0,
                "most": 96.0,
            }
            for c, label in product((1, 2), labels)
        ],
        "period_buy": [
            {
                "item": item,
                "site": "PLANT",
                "step": step,
                "from": pd.Timestamp(f"{label[:4]}-01-01"),
                "period": label,
                "bought": 1 / 3 * step,
            }
            for item, step, label in product(ITEMS, (1, 2), labels)
        ],
        "period_ship": [
            {"item": "CELL60", "from_site": "PLANT", "to_site": "CAR", "period": label, "shipped": 2.0}
            for label in labels
        ],
        "period_stock": [
            {"item": item, "site": "PLANT", "period": label, "stock": 1e-9} for item, label in product(ITEMS, labels)
        ],
        "period_sales": [
            {
                "programme": p,
                "market": m,
                "period": label,
                "demand": 10.5,
                "sold": 10.25,
                "late": None,
                "shortfall": 0.25,
            }
            for p, m, label in product(PROGRAMMES, ("home", "abroad"), labels)
        ],
        "period_pilots": [
            {"programme": "P1", "fleet": "winter", "item": "CAR1", "period": label, "built": 2.0} for label in labels
        ],
        "period_plan": [
            {
                "period": label,
                "year": int(label[:4]),
                "programme": p,
                "pilot_installs": 1.5,
                "production_installs": 150.25,
                "demand": 160.0,
                "shortfall": 9.75,
                "gwh": 0.0175,
            }
            for label, p in product(labels, PROGRAMMES)
        ],
    }


def framed(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as the frame of a result table, typed as the dictionary says."""
    columns = dictionary()[table]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    for column in columns:
        if column.type == "date":
            frame[column.name] = pd.to_datetime(frame[column.name])
        elif column.is_number:
            frame[column.name] = pd.to_numeric(frame[column.name])
    return frame


def make_plan(**tables: pd.DataFrame) -> Plan:
    """The plan; `tables` take the place of its own."""
    rows = {
        "yearly_plan": yearly_plan(),
        "yearly_lines": line_rows(),
        "yearly_stages": stage_rows(),
        "yearly_materials": material_rows(),
        "yearly_finance": finance_rows(),
        "gates": gate_rows(),
        **other_rows(),
        **period_rows(),
    }
    frames = {table: framed(table, rows[table]) for table in dictionary()}
    kpis = {
        "net_present_value_million": 11_925.527,
        "production_installs": 118_411,
        "pilot_installs": 336,
        "delivered_gwh": 11.87654,
        "capex_million": 4102.75,
        "peak_funding_million": 2998.2,
        "service_level_share": 0.9431,
        "first_sop": "2027-04-01",
        "cost_per_kwh": 791.25,
        "missing": float("nan"),
    }
    return Plan(
        CASE,
        "base",
        {**frames, **tables},
        kpis,
        SOLVE,
        {"rows": 12_345, "columns": 23_456, "non_zeros": 98_765},
        NAMES,
    )


CASE = Case(
    name="base",
    title="Rollout of all-solid-state batteries 2026-2030",
    currency="CNY",
    plan_date=dt.date(2026, 1, 5),
    start=dt.date(2026, 1, 1),
    end=dt.date(2030, 12, 31),
    steps=(),
    discount_rate=0.08,
    price_year=2026,
    demand_level="base",
    supply_level="base",
    pilot_until=dt.date(2027, 3, 31),
    owners={"demand": Owner("Sales planning", dt.date(2025, 12, 12))},
)
SOLVE = SolveFacts("optimal", "HiGHS 1.15.1", "pulp", -11_925.527, -11_925.527, 0.0, 1.234)
NAMES = {
    "line": LINES,
    "programme": PROGRAMMES,
    "item": {item: row[0] for item, row in ITEMS.items()},
    "stage": {**STAGE_NAMES, "DRY2/warm_press": "Warm isostatic pressing (2 x 200)"},
    "gate": {},
}


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def replaced() -> Callable[..., Plan]:
    """A plan some of whose tables are given by the test as rows."""

    def _replaced(**rows: list[dict[str, Any]]) -> Plan:
        return make_plan(**{table: framed(table, row) for table, row in rows.items()})

    return _replaced


@pytest.fixture
def stopped(plan: Plan) -> Plan:
    """A plan found at a limit."""
    return replace(plan, solve=replace(SOLVE, status="feasible", bound=-12_020.0, gap=0.0079))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with two input files and one file that is no input."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text('title = "x"\n', encoding="utf-8")
    (folder / "demand.csv").write_text("programme\nP1\n", encoding="utf-8")
    (folder / "notes.md").write_text("not an input\n", encoding="utf-8")
    return folder
