"""The Gantt shows each copy from its decision to the end, in days that follow from the investments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from exports.export_reading import values

from planner.exports.workbook.gantt import durations

if TYPE_CHECKING:
    from collections.abc import Callable

    from exports.export_reading import Read

    from planner.results.plan import Plan

END = dt.date(2030, 12, 31)
FIRST, LATER, LAST = dt.date(2030, 1, 1), dt.date(2030, 2, 1), dt.date(2030, 12, 1)


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        ([FIRST, FIRST, LATER, LAST], [0, 31, 303, 30]),
        ([FIRST, LATER, LAST, END], [31, 303, 30, 0]),
        ([FIRST, FIRST, LATER, None], [0, 31, 333, 0]),  # it never comes to its full rate
        ([None, FIRST, LATER, LAST], [0, 31, 303, 30]),  # nobody has a day to decide by
    ],
)
def test_parts_of_a_bar_are_the_days_between(days: list[dt.date | None], meant: list[int]) -> None:
    assert durations(days, END) == meant


def test_the_bars_are_stacked_on_an_unseen_one_and_read_the_days_of_the_sheet(plan: Plan, read: Read) -> None:
    file = read(plan)
    (chart,) = file["Roadmap"]._charts
    assert (chart.barDir, chart.grouping) == ("bar", "stacked")
    assert [series.spPr.solidFill is None for series in chart.ser] == [True, False, False, False, False]
    # A day after New Year's of the first year and of the year after the last: 2026-01-02 and 2031-01-02.
    assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (46024, 47850)
    rows = values(file, "roadmap")
    top = next(number for number, row in enumerate(rows) if row[0] == "Line copy")
    assert chart.ser[0].val.numRef.f == f"Roadmap!$B${top + 2}:$B${top + 4}"
    # DRY2's first copy is ordered on 2026-01-01, on stream on 2027-04-01, mature on 2030-04-01.
    assert rows[top + 1][0] == "Dry cell line 1"
    assert rows[top + 1][6:10] == [0, 455, 1096, 274]


def test_without_orders_there_is_no_sheet(replaced: Callable[..., Plan], read: Read) -> None:
    assert "Roadmap" not in read(replaced(investments=[{"line": "PILOT", "copy": 1, "status": "existing"}])).sheetnames
