"""Line copies taken later, or not at all, as rows of `decisions`: what each move forces moves with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

PLANNED = "planned"


def without_copy(decisions: pd.DataFrame, line: str, copy: int) -> pd.DataFrame:
    """The decisions without a copy and those of its line that come after it."""
    gone = (decisions["action"] == "on_stream") & (decisions["object"] == line) & (decisions["copy"] >= copy)
    return with_machines(decisions, decisions.loc[~gone])


def later_copy(decisions: pd.DataFrame, line: str, copy: int, months: int, gap: int, starts: pd.Series) -> pd.DataFrame:
    """The decisions with a copy on stream so many months later: on the first day that a copy may come on stream then.

    Later copies of the line move as far as their order and gap force them, and the machines of each with it. A copy for
    which the horizon has no such day is not bought, nor are those after it.

    Args:
        decisions: All that holds.
        line: Whose copy waits.
        copy: Which one.
        months: How long.
        gap: Months between two copies of the line.
        starts: Days on which copies may come on stream, ascending.
    """
    own = (decisions["action"] == "on_stream") & (decisions["object"] == line) & (decisions["copy"] >= copy)
    moved, former = {}, None
    for row, date in decisions.loc[own].sort_values("copy")["date"].items():
        wanted = date + pd.DateOffset(months=months) if former is None else max(date, former)
        if wanted > date:
            possible = starts.loc[starts >= wanted]
            if possible.empty:
                break
            wanted = possible.iloc[0]
        moved[row] = wanted
        former = wanted + pd.DateOffset(months=gap)
    rows = decisions.loc[~own | decisions.index.isin(list(moved))].copy()
    rows.loc[list(moved), "date"] = pd.Series(moved, dtype=rows["date"].dtype)
    return with_machines(decisions, rows)


def with_machines(before: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Decisions whose copies have moved, with the machines of each no sooner than it, and none of one that is gone.

    Args:
        before: The decisions before.
        rows: After.
    """
    machines = rows["action"] == "machines"
    if not machines.any():
        return rows
    known, since = (_since(table) for table in (before, rows))
    keys = pd.MultiIndex.from_frame(rows[["object", "copy"]])
    begins = pd.Series(since.reindex(keys).to_numpy(), index=rows.index)
    gone = machines & keys.isin(known.index) & begins.isna()
    later = machines & (begins > rows["date"])
    return rows.assign(date=rows["date"].mask(later, begins)).loc[~gone]


def later_row(decisions: pd.DataFrame, own: pd.Series, date: pd.Timestamp, starts: pd.Series) -> pd.DataFrame:
    """The decisions with some rows on the first possible day from a date on; without them where there is none."""
    possible = starts.loc[starts >= date]
    if possible.empty:
        return decisions.loc[~own]
    return decisions.assign(date=decisions["date"].mask(own, possible.iloc[0]))


def _since(decisions: pd.DataFrame) -> pd.Series:
    """First day on stream by line and copy."""
    copies = decisions.loc[decisions["action"] == "on_stream"]
    return copies.set_index(["object", "copy"])["date"]


def with_date(decisions: pd.DataFrame, action: str, name: str, copy: int, date: pd.Timestamp) -> pd.DataFrame:
    """The decisions with another date of one of them; one that is not among them is added as planned."""
    own = (decisions["action"] == action) & (decisions["object"] == name) & (decisions["copy"] == copy)
    if own.any():
        return decisions.assign(date=decisions["date"].mask(own, date))
    row: dict[str, object] = {str(column): "" if decisions[column].dtype == "str" else np.nan for column in decisions}
    row |= {
        "action": action,
        "object": name,
        "copy": copy,
        "date": date,
        "share": 1.0,
        "quantity": 1,
        "status": PLANNED,
    }
    added = pd.DataFrame([row]).astype(decisions.dtypes.to_dict())
    return pd.concat([decisions, added], ignore_index=True)
