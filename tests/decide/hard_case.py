"""A case that no solver finishes in a second or two: which of many lines to buy within the budgets of five years.

Each line is bought whole, makes cars at its own rate and is paid in its own shares over five years: a knapsack with five
limits, whose bound stays some tenths of a per cent above the best plan for long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import toys

if TYPE_CHECKING:
    from pathlib import Path

LINES = 60
YEARS = range(2026, 2031)


def write(folder: Path, seed: int = 0) -> Path:
    """Write the case."""
    draw = np.random.default_rng(seed)
    names = [f"N{k}" for k in range(LINES)]
    paid = draw.integers(100, 1000, (LINES, len(YEARS)))
    # What a line earns goes with what it costs, so that none is clearly better than another.
    rate = paid.sum(axis=1) / 1000 + draw.uniform(0.0, 0.5, LINES)
    shares = paid / paid.sum(axis=1, keepdims=True)
    shares[:, -1] = 1.0 - shares[:, :-1].sum(axis=1)
    return toys.write(
        folder,
        "2030-12-31",
        ("lines",),
        {"steps": '[ {until = 2030-12-31, step = "year"} ]'},
        calendars="calendar,from,to,hours\n" + _rows(f"DAY,{year}-01-01,{year}-12-31,1000" for year in YEARS),
        lines="line,site,calendar,status,earliest,copies,spend_profile\n"
        + _rows(f"{name},S,DAY,candidate,2026-01-01,1,{name}" for name in names),
        line_items="line,item\n" + _rows(f"{name},car" for name in names),
        stages="line,stage,machines,rate\n"
        + _rows(f"{name},build,1,{r:.6f}" for name, r in zip(names, rate, strict=True)),
        capex="line,part,order_year,cost_million,life_years\n"
        + _rows(f"{name},all,2026,{total},1" for name, total in zip(names, paid.sum(axis=1), strict=True)),
        spend_profiles="profile,event,months,share\n"
        + _rows(
            f"{name},order,{12 * k},{share!r}"
            for name, own in zip(names, shares.tolist(), strict=True)
            for k, share in enumerate(own)
        ),
        budgets="measure,year,most\n"
        + _rows(f"capex,{year},{most // 2}" for year, most in zip(YEARS, paid.sum(axis=0), strict=True)),
        demand="programme,from,to,base\nP,2026-01-01,2030-12-31,100000000",
        prices="programme,from,to,price_net\nP,2026-01-01,2030-12-31,1000000",
    )


def _rows(rows: object) -> str:
    return "\n".join(rows)  # type: ignore[arg-type]
