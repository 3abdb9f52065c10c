"""A made-up report with more of everything than a slide holds: 12 programmes, 40 lines, names that do not end soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reports

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, Any]]
LONG = "with a name that goes on for longer than anybody would have thought when the columns were drawn"
PROGRAMMES = [f"=P{k} <b>&amp; {LONG}" for k in range(1, 13)]
LINES = [f"Line{'x' * 60}{k} {LONG}" for k in range(1, 41)]


def wide(folder: Path, years: list[int]) -> Path:
    """Write it; numbers have up to nine places."""
    return reports.write(
        folder,
        kpis={"npv_million": 123_456_789.0, "total_production_installs": 1e9, "npv_vs_conventional_million": -1e9},
        yearly_plan=_plan(years),
        yearly_total=_total(years),
        yearly_lines=[
            {"year": year, "line": line, "copies_on_stream": 3, "unit": "cell", "bottleneck": "press"}
            for year in years
            for line in LINES
        ],
        yearly_stages=[
            {"year": y, "line": line, "stage": s, "utilisation": 0.5, "bottleneck": "true", "marginal_value": 7}
            for y in years
            for line in LINES
            for s in ("press", f"stack {LONG}")
        ],
        yearly_finance=[
            {"year": y, "phase": "plan", "capex": 9e8, "cash_flow": -9e8, "cumulative_cash": -9e9, "exit_cost": 1.0}
            for y in years
        ],
        investments=[_copy(line, years[0]) for line in LINES],
        decisions_due=[_due(line, years[0]) for line in LINES],
        gates=[_gate(name, years[0]) for name in PROGRAMMES],
        decisions=[
            {
                "action": "line_copy",
                "object": line,
                "copy": 1,
                "share": 1,
                "date": f"{years[0]}-05-01",
                "status": "planned",
            }
            for line in LINES
        ],
    )


def _plan(years: list[int]) -> Rows:
    return [
        {
            "year": year,
            "programme": name,
            "pilot_installs": 10,
            "production_installs": 1_000_000 * (1 + number),
            "demand": 2_000_000_0,
            "shortfall": 7,
            "limited_by": f"stage: {LONG} of {LONG}; kept by: lead time",
        }
        for year in years
        for number, name in enumerate(PROGRAMMES)
    ]


def _total(years: list[int]) -> Rows:
    built = sum(range(1, 13)) * 1_000_000
    return [
        {
            "year": year,
            "production_installs": built,
            "cumulative_production": built * number,
            "demand": built,
            "target": built,
            "shortfall": 84,
        }
        for number, year in enumerate(years, start=1)
    ]


def _copy(line: str, year: int) -> dict[str, Any]:
    days = {
        "decide_by": f"{year}-01-15",
        "order": f"{year}-02-01",
        "on_stream": f"{year}-06-01",
        "mature": f"{year}-12-01",
    }
    return {"line": line, "copy": 1, "status": "planned", "capex_million": 1e6, "unlocks_million": 1e6, **days}


def _due(line: str, year: int) -> dict[str, Any]:
    waits = {"lost_3": 1e6, "lost_6": 2e6, "lost_12": None}
    own = {
        "kind": "line_copy",
        "object": line,
        "copy": 1,
        "stage": LONG,
        "decide_by": f"{year}-01-15",
        "status": "planned",
    }
    return {**own, **waits, "no_plan_after": "12", "remark": f"no plan after 12 months: {LONG}"}


def _gate(name: str, year: int) -> dict[str, Any]:
    days = {
        "start": f"{year}-03-01",
        "passed": f"{year}-06-30",
        "fleet_complete": f"{year}-02-28",
        "sop": f"{year}-09-01",
    }
    own = {"programme": name, "gate": "G", "name": f"Gate {LONG}", "slack_months": 0, "missing_cost_million": 5}
    return {**own, **days, "if_missed": LONG, "sop_if_missed": f"{year}-11-01", "next_window": f"{year}-06-01"}
