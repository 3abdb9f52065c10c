"""The figures of one plan by measure, object and year, as its report has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.exports.compared.compared import Cell
    from planner.studies.compare.figured import Figured
    from planner.studies.compare.report import Row

MONEY = "million"
"""Unit that stands for millions of the plans' money."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared.

    Attributes:
        name: Its key; what readers and scenario tools call it stands in the catalogue.
        unit: Unit; "" for text.
        decimals: Decimals that a reader sees.
        table, column: Where it stands ("kpis": among the key figures).
        by: Column that holds the object; "": the whole plan.
    """

    name: str
    unit: str
    decimals: int
    table: str
    column: str
    by: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is told in words."""
        return not self.unit


COUNTED = "copies"
"""A measure of which a year without a row says none."""
KPIS = "kpis"
MEASURES = (
    Measure("npv", MONEY, 1, KPIS, "npv_million"),
    Measure("npv_vs_conventional", MONEY, 1, KPIS, "npv_vs_conventional_million"),
    Measure("penalties", MONEY, 1, KPIS, "penalties_million"),
    Measure("payback", "year", 0, KPIS, "payback_year"),
    Measure("irr", "1", 4, KPIS, "irr"),
    Measure("peak_funding", MONEY, 1, KPIS, "peak_funding_million"),
    Measure("peak_funding_date", "", 0, KPIS, "peak_funding_date"),
    Measure("capex", MONEY, 1, KPIS, "capex_million"),
    Measure("production_installs", "vehicle", 0, KPIS, "total_production_installs"),
    Measure("pilot_installs", "vehicle", 0, KPIS, "total_pilot_installs"),
    Measure("shortfall", "vehicle", 0, KPIS, "total_shortfall"),
    Measure("status", "", 0, KPIS, "status"),
    Measure("gap", "1", 6, KPIS, "gap"),
    Measure("pilot_installs", "vehicle", 0, "yearly_total", "pilot_installs"),
    Measure("production_installs", "vehicle", 0, "yearly_total", "production_installs"),
    Measure("cumulative_production", "vehicle", 0, "yearly_total", "cumulative_production"),
    Measure("demand", "vehicle", 0, "yearly_total", "demand"),
    Measure("shortfall", "vehicle", 0, "yearly_total", "shortfall"),
    Measure("gwh", "GWh", 3, "yearly_total", "gwh"),
    Measure("capex", MONEY, 1, "yearly_finance", "capex"),
    Measure("copies", "copy", 0, "yearly_lines", "copies_on_stream", "line"),
    Measure("bottleneck", "", 0, "yearly_lines", "bottleneck", "line"),
    Measure("production_installs", "vehicle", 0, "yearly_plan", "production_installs", "programme"),
    Measure("shortfall", "vehicle", 0, "yearly_plan", "shortfall", "programme"),
    Measure("limited_by", "", 0, "yearly_plan", "limited_by", "programme"),
    Measure("on_stream", "", 0, "investments", "on_stream", "line"),
)
"""In the order in which they are shown."""

Key = tuple[Measure, str, int | None]
"""Measure, object, year."""


def figures(report: Figured) -> dict[Key, Cell]:
    """Every figure of a plan; no copies of a line where its table leaves a year of the plan out."""
    found = {key: cell for measure in MEASURES for key, cell in _of(report, measure)}
    counted = dict.fromkeys((measure, about) for measure, about, _ in found if measure.name == COUNTED)
    none: dict[Key, Cell] = {(*line, year): 0.0 for line in counted for year in report.years}
    return found | {key: cell for key, cell in none.items() if key not in found}


def _of(report: Figured, measure: Measure) -> Iterator[tuple[Key, Cell]]:
    if measure.table == KPIS:
        yield (measure, "", None), _figure(measure, report.kpis)
    elif measure.name == "on_stream":
        yield from (((measure, line, None), days) for line, days in _days(report).items())
    else:
        for row in report.tables[measure.table]:
            if row.get("phase", "plan") == "plan":
                yield (measure, str(row.get(measure.by, "")), int(row["year"])), _cell(row[measure.column])


def _figure(measure: Measure, kpis: Mapping[str, object]) -> Cell:
    """A key figure; a status in words."""
    value = kpis.get(measure.column)
    if measure.name == "status":
        return text(f"compare_status.{value}") if value in {"optimal", "feasible"} else str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None if value is None else str(value)


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | float) else str(value)


def _days(report: Figured) -> dict[str, str]:
    """On-stream days of the copies that are bought, by line."""
    days: dict[str, list[str]] = {}
    for row in sorted(_bought(report), key=lambda row: row["copy"] or 0):
        days.setdefault(row["line"], []).append(row["on_stream"])
    return {line: text("compare.comma").join(found) for line, found in days.items()}


def _bought(report: Figured) -> list[Row]:
    return [row for row in report.tables["investments"] if row["status"] != "existing"]
