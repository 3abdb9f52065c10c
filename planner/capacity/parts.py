"""Copies of divisible lines that are had in part: what a copy has is scaled, what a good unit takes is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from planner.capacity.output_tables import Output

SCALED = {
    "make": ["good", "good_most", "good_open", "good_own", "least"],
    "hours": ["machine_hours", "hours_open", "hours_least"],
    "lost": ["hours"],
    "overtime": ["most"],
    "shift_crew": ["hours", "wage", "premium"],
    "base_use": ["quantity"],
}
"""Columns of `Output` that one copy has; the others are per good unit, per line hour, or of one extra machine."""


def in_part(output: Output, fraction: pd.Series) -> Output:
    """Good output, hours, overtime, crew of a shift and base power of each vintage times the fraction that there is.

    Args:
        output: Of whole copies.
        fraction: Of a copy, above 0 and at most 1, [vintage].
    """
    if (fraction == 1.0).all():
        return output
    tables: dict[str, pd.DataFrame] = {name: getattr(output, name) for name in SCALED}
    scaled = {
        name: table.assign(**{c: table[c] * table["vintage"].map(fraction) for c in SCALED[name]})
        for name, table in tables.items()
    }
    return replace(output, **scaled)
