"""Key figures and the status as a reader sees them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.workbook.shapes import number_format
from planner.exports.workbook.style import label, worded
from planner.messages import catalogue, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.plan import Number, SolveFacts

# The last word of a key figure's name tells its unit: (unit of the catalogue, decimals).
_UNITS = {
    "million": ("million money", 3),
    "gwh": ("GWh", 2),
    "installs": ("vehicle", 0),
    "shortfall": ("vehicle", 0),
    "demand": ("vehicle", 0),
    "months": ("month", 1),
    "hours": ("h", 0),
}
_SHARES = {"share", "rate", "utilisation", "irr"}
_DECIMALS_BELOW = ((10.0, 3), (100.0, 2), (1000.0, 1))
COVER = (
    "npv_million",
    "npv_vs_conventional_million",
    "irr",
    "payback_year",
    "capex_million",
    "peak_funding_million",
    "exit_cost_million",
    "npv_after_horizon_share",
    "total_production_installs",
    "total_shortfall",
    "total_pilot_installs",
    "total_gwh",
)
"""Key figures that the cover shows first, in this order."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: what it is, its value (None where there is none), unit and number format."""

    words: str
    value: Number
    unit: str
    shape: str


def figure_of(name: str, value: Number, currency: str) -> Figure:
    """A key figure by its name, whose last word tells the unit ("capex_million", "first_year_gwh")."""
    stem, _, last = name.rpartition("_")
    words = label(
        f"workbook_kpi.{name}",
        worded(stem if stem and last in _UNITS and last in {"million", "gwh"} else name),
    )
    if isinstance(value, float) and math.isnan(value):
        value = None
    if value is None:
        return Figure(words, text("workbook.none"), "", "General")
    if isinstance(value, str):
        return Figure(words, value, "", "General")
    if last in _SHARES:
        return Figure(words, value, "", "0.0%")
    if last == "year":
        return Figure(words, value, "", number_format(0, "year"))
    unit, most = _UNITS.get(last, ("", 2))
    decimals = min(most, _decimals(value))
    return Figure(words, round(float(value), decimals) + 0.0, _unit(unit, currency), number_format(decimals))


def figures_of(kpis: Mapping[str, Number], currency: str) -> list[Figure]:
    """All key figures, those of the cover first."""
    order = [*(name for name in COVER if name in kpis), *(name for name in kpis if name not in COVER)]
    return [figure_of(name, kpis[name], currency) for name in order]


def _decimals(value: float) -> int:
    """About four figures: fewer decimals the larger a number is, none for whole ones."""
    if float(value).is_integer():
        return 0
    return next((decimals for limit, decimals in _DECIMALS_BELOW if abs(value) < limit), 0)


def _unit(unit: str, currency: str) -> str:
    key = f"workbook_unit.{unit}"
    return text(key, currency=currency) if key in catalogue() else unit


def status_words(solve: SolveFacts) -> str:
    """What the solver proved, in a sentence with the gap."""
    if solve.status not in {"optimal", "feasible"}:
        return text("exports.status_other", status=solve.status)
    if solve.unproven:
        return text("exports.status_levels", levels="; ".join(solve.unproven))
    if solve.gap is None:
        return text(f"exports.status_{solve.status}_bare")
    bound = "" if solve.bound is None else f"{solve.bound:,.6g}"
    words = {"gap": f"{solve.gap:.2%}", "objective": f"{solve.objective:,.6g}", "bound": bound}
    return text(f"exports.status_{solve.status}", **words)
