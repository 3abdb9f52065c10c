"""Room for what the planner decided: floor by year, and the number of copies of groups of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE
from planner.results.audit.finding import where
from planner.results.audit.frames import day, names, records
from planner.results.audit.frames import table as by_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.tables.inputs import Inputs


def check_floor(
    sheet: Sheet, inputs: Inputs, others: Sequence[LineCopy], copies: Sequence[LineCopy], time: Horizon
) -> None:
    """Copies on stream at a year's end keep to its floor, or to what others take where that alone is more."""
    for row in records(inputs["budgets"]):
        if row.measure == "floor" and str(row.year) in time.every_year:
            given, taken = (_floor(inputs, some, row.year) for some in (others, copies))
            place = where("budget", measure="floor")
            sheet.at_most("decided_floor", place, [str(row.year)], taken, max(row.most, given), "m2")


def _floor(inputs: Inputs, copies: Sequence[LineCopy], year: int) -> float:
    factor = by_key(inputs["lines"], "line", "floor_factor")
    total = 0.0
    for copy in copies:
        if int(str(copy.on_stream)[:4]) <= year:
            own = inputs["stages"]["line"] == copy.line
            total += float(inputs["stages"].loc[own, "floor_m2"].sum()) * factor[copy.line] * copy.share
    return total


def check_groups(
    sheet: Sheet, inputs: Inputs, others: Sequence[LineCopy], copies: Sequence[LineCopy], end: np.datetime64
) -> None:
    """Groups keep to their most, or to what others make of it, have their least, and one route.

    Args:
        sheet: What is found.
        inputs: The case.
        others: Copies that the planner did not decide.
        copies: All copies.
        end: Last day of the horizon.
    """
    rows = sorted(records(inputs["group_limits"]), key=lambda row: (row.group, row.kind, _since(row)))
    for number, row in enumerate(rows):
        members = names(inputs["groups"].loc[inputs["groups"]["group"] == row.group, "line"])
        place = where("group", group=row.group)
        if row.kind == "exclusive":
            decided = {copy.line for copy in copies if copy not in others and copy.line in members}
            routes = {copy.line for copy in copies if copy.line in members}
            if decided and len(routes) > 1 and not decided <= {c.line for c in others}:
                sheet.add("decided_route", place, "", ", ".join(sorted(routes)), "", "")
            continue
        later = [r for r in rows[number + 1 :] if (r.group, r.kind) == (row.group, row.kind)]
        last = _since(later[0]) - ONE if later else end
        by = last if row.kind == "most" else _since(row)
        given, there = (_count(some, members, by) for some in (others, copies))
        if row.kind == "most":
            sheet.at_most("decided_most", place, [str(by)], there, max(row.copies, given), "1")
        else:
            sheet.at_least("decided_least", place, [str(by)], there, row.copies, "1")


def _since(row: Any) -> np.datetime64:  # noqa: ANN401 - a row of the table
    start = day(row.from_)
    return np.datetime64("1900-01-01", "D") if np.isnat(start) else start


def _count(copies: Sequence[LineCopy], members: Collection[str], by: np.datetime64) -> float:
    """Copies of some lines that are on stream by a day."""
    return float(sum(copy.share for copy in copies if copy.line in members and copy.on_stream <= by))
