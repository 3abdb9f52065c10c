"""Supply contracts that are signed, or that may be: quantities, dates and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import days, overlap_days
from planner.memory import remembered

if TYPE_CHECKING:
    from planner.calendar import Timeline
    from planner.tables.inputs import Case

SIGN = "sign"
OPEN = "option"
COLUMNS = ["contract", "item", "site", "from", "to", "most", "take", "price", "prepayment", "status", "signed"]


@remembered()
def contracts(table: pd.DataFrame, decisions: pd.DataFrame, case: Case, time: Timeline) -> pd.DataFrame:
    """Contracts that hold by decision, and those that the planner may yet sign.

    A contract is signed by `sign_by`, without it by its first day; one whose day has passed before the plan date and
    that no decision holds cannot be signed any more, and nothing is signed after the plan's end. Contracts without a
    day in the horizon are left out.

    Args:
        table: Input table `contracts`.
        decisions: Rows of `decisions` that hold.
        case: Settings; contracts are open where "contracts" is in `decide`.
        time: Periods.

    Returns:
        contract, item, site, from, to, most, take (units that are paid for whether taken or not), price, prepayment
        [million], status ("option" or the decision's), signed (day), last (last period that it touches), paid (period
        of the prepayment; -1: outside the horizon).
    """
    held = decisions.loc[decisions["action"] == SIGN, ["object", "date", "status"]]
    rows = table.merge(held.set_axis(["contract", "signed", "status"], axis=1), on="contract", how="left")
    by = sign_by(rows)
    by = by.where(by <= pd.Timestamp(case.end), pd.Timestamp(case.end))
    free = rows["status"].isna() & ("contracts" in case.decide) & (by >= pd.Timestamp(case.decides_from))
    rows["status"] = rows["status"].mask(free, OPEN)
    rows["signed"] = rows["signed"].mask(free, by)
    touched = overlap_days(rows, time.periods) > 0
    kept = rows["status"].notna().to_numpy() & (touched.sum(axis=1) > 0)
    rows, touched = rows.loc[kept].reset_index(drop=True), touched[kept]
    rows["take"] = rows["take_share"] * rows["most"]
    rows["prepayment"] = rows["prepayment_million"]
    last = time.size - 1 - np.argmax(touched[:, ::-1], axis=1) if len(rows) else np.empty(0, dtype=int)
    agreed: pd.DataFrame = rows[COLUMNS]
    return agreed.assign(last=last, paid=_period(rows["prepaid_on"].fillna(rows["signed"]), time))


def sign_by(table: pd.DataFrame) -> pd.Series:
    """Last day on which each contract can be signed."""
    return table["sign_by"].fillna(table["from"])


def _period(dates: pd.Series, time: Timeline) -> np.ndarray:
    """Period that holds each date; -1 outside the horizon."""
    ends = days(time.periods["end"])
    day = days(dates)
    period = np.searchsorted(ends, day, side="right")
    inside = (day >= days(time.periods["start"])[0]) & (period < len(ends))
    return np.where(inside, period, -1)
