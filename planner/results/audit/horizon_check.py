"""The periods of the plan are those of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import dates
from planner.results.audit.finding import where

if TYPE_CHECKING:
    import pandas as pd

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet


def check_periods(sheet: Sheet, table: pd.DataFrame, time: Horizon) -> bool:
    """Labels, days and discount factors of the periods; without the right days nothing else can be checked.

    Returns:
        Whether the periods are those of the case, so that the audit can go on.
    """
    found = [str(name) for name in table["period"]]
    known = len(found) == len(time.first)
    same = known and found == time.labels and len(set(found)) == len(found)
    if not same:
        words = ", ".join(time.labels) if known else str(len(time.first))
        shown = ", ".join(found) if known else str(len(found))
        sheet.add("periods", where("table", table="periods"), "", shown, words, column="period")
        return False
    same = True
    for column, expected in (("start", time.first), ("end", time.last)):
        stated = dates(table[column])
        for at in np.flatnonzero(stated != expected):
            sheet.add(
                "periods",
                where("of_table", column=column),
                found[at],
                str(stated[at]),
                str(expected[at]),
                "d",
                column,
            )
            same = False
    phases = ["plan"] * time.planned + ["evaluation"] * (len(found) - time.planned)
    for name, stated_phase, phase in zip(found, table["phase"], phases, strict=True):
        if str(stated_phase) != phase:
            sheet.add("periods", where("of_table", column="phase"), name, str(stated_phase), phase, column="phase")
    for column, values, unit in (
        ("year", time.year, "1"),
        ("days", time.days, "d"),
        ("discount", time.factor, "1"),
    ):
        place = where("of_table", column=column)
        sheet.equal("periods", place, found, table[column].to_numpy(dtype=float), values, unit, column=column)
    return same
