"""Situations at the edge of a family's meaning, on the toy of `toys.py`, with their optimum worked out in the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import toys

if TYPE_CHECKING:
    from pathlib import Path


def _million(folder: Path, end: str = "2026-02-28", **tables: str) -> float:
    return -toys.solve(folder, end, **tables).answer.objective


def test_what_is_owed_is_not_dropped_for_nothing_in_a_period_without_demand(tmp_path: Path) -> None:
    # 120 are asked for in January, 100 can be made, nothing after: the 20 may be owed for a month at 1 CNY each, but the
    # lost sale costs 5 million whenever it is given up: 1,000 - 20 * 5 = 900.
    demand = "programme,from,to,base,late_cost,shortfall_penalty\nP,2026-01-01,2026-01-31,120,1,5000000"
    hours = "calendar,from,to,hours\nDAY,2026-01-01,2026-01-31,100\nDAY,2026-02-01,2026-03-31,0"
    assert _million(tmp_path, "2026-03-31", demand=demand, calendars=hours) == pytest.approx(900, rel=1e-6)
