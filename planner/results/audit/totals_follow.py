"""The plan of all programmes together: what follows from the plan of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import dates
from planner.results.audit.finding import where
from planner.results.audit.rows import check_complete
from planner.results.audit.written import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.written import Written

    Floats = NDArray[np.float64]

YEARLY, PERIODS = "yearly_total", "period_total"


def check_totals(
    sheet: Sheet,
    tables: Mapping[str, pd.DataFrame],
    plan: Written,
    book: Ledger,
    targets: pd.DataFrame,
    time: Horizon,
) -> None:
    """The tables of totals, where a plan has them: rows, sums, cumulative sums and targets.

    Args:
        sheet: Where findings go.
        tables: The plan's tables.
        plan: Its `yearly_plan`.
        book: Amounts by period.
        targets: The case's targets.
        time: Periods and years.
    """
    if YEARLY in tables:
        _check_yearly(sheet.of(YEARLY), written(YEARLY, tables[YEARLY], time.years), plan, _asked_of_all(targets), time)
    if PERIODS in tables:
        _check_periods(
            sheet.of(PERIODS), written(PERIODS, tables[PERIODS], time.labels), book, _asked_of_all(targets), time
        )


def _check_yearly(sheet: Sheet, table: Written, plan: Written, targets: pd.DataFrame, time: Horizon) -> None:
    check_complete(sheet, table, {(): np.ones(len(time.years), dtype=bool)})
    nothing = np.zeros(len(time.years))
    for name in ("pilot_installs", "production_installs", "demand", "shortfall", "cumulative_installs", "gwh"):
        parts = plan.column(name)
        unit = "GWh" if name == "gwh" else "vehicle"
        _check(sheet, table, name, sum(parts.values(), nothing), unit, rounded=1 + len(parts))
    built = sum(plan.column("production_installs").values(), nothing)
    _check(sheet, table, "cumulative_production", np.cumsum(built), "vehicle")
    year = dates(targets["date"]).astype("datetime64[Y]").astype(int) + 1970
    _check_targets(sheet, table, [targets.loc[year == int(label)] for label in time.years])


def _check_periods(sheet: Sheet, table: Written, book: Ledger, targets: pd.DataFrame, time: Horizon) -> None:
    check_complete(sheet, table, {(): np.ones(len(time.labels), dtype=bool)})
    installs = sum(book.installs.values(), np.zeros(len(time.labels)))
    _check(sheet, table, "production_installs", installs, "unit")
    _check(sheet, table, "cumulative_production", np.cumsum(installs), "unit")
    held = time.period_days(dates(targets["date"]), dates(targets["date"])) > 0
    _check_targets(sheet, table, [targets.loc[here] for here in held.T])


def _asked_of_all(targets: pd.DataFrame) -> pd.DataFrame:
    whole = (targets["measure"] == "production_installs") & (targets["programme"] == "")
    return targets.loc[whole].sort_values("date", kind="stable")


def _check_targets(sheet: Sheet, table: Written, rows: list[pd.DataFrame]) -> None:
    expected = np.array([float(own["value"].iloc[-1]) if len(own) else np.nan for own in rows])
    place = where("column", column="target", name=table.name)
    found = table.column("target", empty=np.nan).get((), np.full(len(rows), np.nan))
    sheet.equal("target_shown", place, table.axis, found, expected, "vehicle", floor=0.5, column="target")


def _check(sheet: Sheet, table: Written, name: str, expected: Floats, unit: str, rounded: int = 1) -> None:
    place = where("column", column=name, name=table.name)
    found = table.column(name).get((), np.zeros(len(table.axis)))
    sheet.equal("period_plan", place, table.axis, found, expected, unit, column=name, rounded=rounded)
