"""Key figures and the status as a reader sees them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.exports.workbook.style import label, number_format, worded
from planner.messages import catalogue, text

if TYPE_CHECKING:
    from planner.results.plan import Number, SolveFacts

# The last word of a key figure's name tells its unit: (unit of the catalogue, decimals).
_UNITS = {
    "million": ("million money", 0),
    "gwh": ("GWh", 2),
    "installs": ("vehicle", 0),
    "shortfall": ("vehicle", 0),
    "months": ("month", 1),
    "hours": ("h", 0),
}
_SHARES = {"share", "rate", "utilisation"}
_WHOLE_FROM = 1000


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
    unit, decimals = _UNITS.get(last, ("", _decimals(value)))
    return Figure(words, round(float(value), decimals) + 0.0, _unit(unit, currency), number_format(decimals))


def _decimals(value: float) -> int:
    """Few decimals for a number whose unit is not known: none for whole and large ones."""
    return 0 if float(value).is_integer() or abs(value) >= _WHOLE_FROM else 2


def _unit(unit: str, currency: str) -> str:
    key = f"workbook_unit.{unit}"
    return text(key, currency=currency) if key in catalogue() else unit


def status_words(solve: SolveFacts) -> str:
    """What the solver proved, in a sentence with the gap."""
    if solve.status not in {"optimal", "feasible"}:
        return text("exports.status_other", status=solve.status)
    if solve.gap is None:
        return text(f"exports.status_{solve.status}_bare")
    return text(f"exports.status_{solve.status}", gap=f"{solve.gap:.2%}")
