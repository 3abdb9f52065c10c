"""Hand-made reports of two years, one programme, one line; a test changes a few of their cells."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any

from planner.exports.dictionary import dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Rows = list[dict[str, Any]]

KPIS = {
    "npv_million": 100.0,
    "objective_million": -99.0,
    "penalties_million": 1.0,
    "capex_million": 30.0,
    "irr": 0.25,
    "payback_year": 2028,
    "peak_funding_million": 20.0,
    "peak_funding_date": "2026-12-31",
    "total_production_installs": 300.0,
    "total_pilot_installs": 10.0,
    "total_shortfall": 5.0,
    "status": "optimal",
    "gap": 0.01,
}
# The plan is worth 99 (100 less 1 of penalties) and could be worth 100: its gap is 1 million.
TABLES: dict[str, Rows] = {
    "yearly_total": [
        {"year": 2026, "pilot_installs": 10, "production_installs": 100, "cumulative_production": 100, "demand": 105, "shortfall": 5, "gwh": 0.1},
        {"year": 2027, "pilot_installs": 0, "production_installs": 200, "cumulative_production": 300, "demand": 200, "shortfall": 0, "gwh": 0.2},
    ],
    "yearly_plan": [
        {"year": 2026, "programme": "P", "production_installs": 100, "shortfall": 5, "limited_by": "stage: press"},
        {"year": 2027, "programme": "P", "production_installs": 200, "shortfall": 0, "limited_by": "demand"},
    ],
    "yearly_lines": [{"year": 2027, "line": "L", "copies_on_stream": 1, "bottleneck": "press"}],
    "yearly_finance": [
        {"year": 2026, "phase": "plan", "capex": 20.0},
        {"year": 2027, "phase": "plan", "capex": 10.0},
        {"year": 2028, "phase": "evaluation", "capex": 0.0},
    ],
    "investments": [
        {"line": "OLD", "copy": 1, "status": "existing", "on_stream": "2025-01-01"},
        {"line": "L", "copy": 1, "status": "planned", "on_stream": "2027-04-01"},
    ],
    "objective_levels": [{"level": 1, "objective": "npv", "bound": 100.0, "reached": 99.0, "tolerance": 0}],
}  # fmt: skip


def write(
    folder: Path,
    scenario: str = "base",
    kpis: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    inputs: Mapping[str, str] | None = None,
    **tables: Rows,
) -> Path:
    """Write a report; `inputs` are texts of input files, of which the manifest has the fingerprints."""
    folder.mkdir(parents=True)
    (folder / "kpis.json").write_text(json.dumps({**KPIS, **(kpis or {})}), encoding="utf-8")
    for name, rows in {**TABLES, **tables}.items():
        heads = [column.name for column in dictionary()[name]]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, heads, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    told = {
        "case": "toy",
        "scenario": scenario,
        "currency": "CNY",
        "planner": "0.1.0",
        "libraries": {"pandas": "3"},
        "inputs": {name: sha(text.encode()) for name, text in (inputs or {}).items()},
        "inputs_sha256": "0" * 64,
        "solve": {"status": "optimal", "solver": "HiGHS"},
        "objective": [],
        "files": {path.name: sha(path.read_bytes()) for path in sorted(folder.iterdir())},
        **(facts or {}),
    }
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def worth(npv: float, gap: float | None) -> dict[str, Any]:
    """What a report says of a plan of this net present value (less 1 of penalties) and gap in million."""
    bound = None if gap is None else npv - 1 + gap
    level = {"level": 1, "objective": "npv", "bound": bound, "reached": npv - 1, "tolerance": 0}
    return {"kpis": {"npv_million": npv}, "objective_levels": [level]}


def effect(number: int, table: str, row: str, column: str, old: str, new: str, why: str = "") -> dict[str, Any]:
    """A row of `overrides.csv`."""
    told = {"number": number, "input_table": table, "row": row, "line": number + 1, "column": column}
    return {**told, "old": old, "new": new, "why": why}
