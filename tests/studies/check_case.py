"""The report of a toy with most that a plan can have: a line copy, a machine, overtime, stock, scrap, tax, a late sale."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import toys
from test_properties import random_case

from planner import pipeline
from planner.asked import Asked
from planner.solve import Options

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS: dict[str, object] = {
    "machines": 2,
    "yield_": 0.83,
    "uptime": 0.77,
    "share": 0.5,
    "start": "2026-01-01",
    "demand": 150,
    "late": "2000000",
    "parts": 200,
    "closing": 5,
    "days": 5,
    "overtime": 40,
    "premium": 0.5,
    "step": "month",
    "tax": 0.25,
    "growth": "0.5,10",
}

# A second line on offer for 100 million makes all 180 cars; without it 160 (10 million each).
DECIDES = {
    "lines": "line,site,calendar,status,on_stream,copies,name\nL,S,DAY,existing,2026-01-01,1,Old line\nM,S,DAY,candidate,,1,New line",
    "line_items": "line,item\nL,car\nM,car",
    "stages": "line,stage,machines,rate\nL,build,1,1\nM,build,1,1",
    "capex": "line,part,order_year,cost_million,life_years\nM,equipment,2026,100,10",
}


def rich(folder: Path) -> Path:
    """The report of a case with ramp, scrap, parts, stock, overtime, crew, energy, growth, late sales and tax."""
    return run(random_case(folder / "inputs" / "rich", NUMBERS), folder)


def decides(folder: Path) -> Path:
    """The report of a case in which a line is bought."""
    return run(toys.write(folder / "inputs" / "toy", decide=["lines"], **DECIDES), folder)


def run(case: Path, folder: Path) -> Path:
    """The report of a case."""
    asked = Asked(options=Options(door="highs"))
    return pipeline.run(case, folder / "reports", asked.options, ahead=asked.ahead)[1].folder


def cells(path: Path) -> list[list[str]]:
    """The rows of a CSV file, its header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def put(path: Path, rows: list[list[str]]) -> None:
    """Write the rows of a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
