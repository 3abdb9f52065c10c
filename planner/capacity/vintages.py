"""Line copies with their on-stream dates: the vintages that the program may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.calendar import month_number, month_start
from planner.memory import remembered

if TYPE_CHECKING:
    import numpy as np

OPTION = "option"
COLUMNS = ["line", "copy", "on_stream", "status", "ramp", "site", "calendar", "order", "release", "fraction", "alone"]
ALIKE = ["line", "alone", "ramp", "on_stream"]


@remembered()
def vintages(lines: pd.DataFrame, decisions: pd.DataFrame, options: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a line copy that is or comes on stream, or that may be decided, in the order of the lines.

    Existing lines have copies 1 .. `copies`, all since `on_stream`; other copies come from the decisions. Copies that
    are yet to be decided, of one line with the same ramp and on-stream date, are alike in all but their number: they
    are one vintage, of which as many copies run as are opened. Where each may get machines of its own they are not.

    Args:
        lines: Input table `lines`.
        decisions: Rows of `decisions` that hold.
        options: From `options.line_options`; None: nothing is left open.

    Returns:
        Frame with a RangeIndex (the vintage number) and columns line, copy (of an option the least number), on_stream,
        status ("existing", "option" or the decision's), ramp (curve or ""), site, calendar, order (day of the order),
        release (first day from which its output may go into sold vehicles), fraction (of a copy, for divisible
        lines; of an option 1), alone (number of an option's copy where no other copy is like it, else 0).
    """
    existing = lines.loc[lines["status"] == "existing"]
    existing = existing.loc[existing.index.repeat(existing["copies"])]
    existing = existing.assign(
        copy=existing.groupby("line").cumcount() + 1, date=existing["on_stream"], ramp=existing["ramp_first"]
    )
    decided = decisions.loc[decisions["action"] == "on_stream", ["object", "copy", "date", "status", "share"]]
    candidate = lines.loc[lines["status"] == "candidate"].drop(columns="status")
    candidate = candidate.merge(decided, left_on="line", right_on="object")
    candidate["ramp"] = ramp_of(candidate)
    rows = pd.concat([existing, candidate, _classes(options, lines)], ignore_index=True)
    position = pd.Series(range(len(lines)), index=lines["line"])
    rows = rows.assign(position=rows["line"].map(position)).sort_values(["position", "copy", "date"], ignore_index=True)
    first_of_month = month_number(rows["date"])
    rows["fraction"] = rows["share"].astype(float).fillna(1.0)
    rows["on_stream"] = rows["date"].astype("datetime64[s]")
    rows["order"] = shifted(first_of_month - rows["lead_months"].to_numpy())
    pairs = zip(rows["on_stream"], rows["release_months"], strict=True)
    released = [day + pd.DateOffset(months=int(months)) for day, months in pairs]
    rows["release"] = pd.Series(released, dtype="datetime64[s]")
    rows["alone"] = (rows["alone"].fillna(0) if "alone" in rows else pd.Series(0, index=rows.index)).astype("int64")
    return rows[COLUMNS]


def _classes(options: pd.DataFrame | None, lines: pd.DataFrame) -> pd.DataFrame:
    """One row for all options that are alike."""
    if options is None or options.empty:
        return pd.DataFrame()
    alike = options.drop_duplicates(ALIKE)[["line", "alone", "copy", "on_stream", "ramp"]]
    own = lines.drop(columns=["on_stream", "status"])
    return alike.rename(columns={"on_stream": "date"}).merge(own, on="line").assign(status=OPTION)


def ramp_of(copies: pd.DataFrame) -> pd.Series:
    """Ramp curve by copy number; an empty one falls back to the copy's before."""
    first = copies["ramp_first"]
    second = copies["ramp_second"].where(copies["ramp_second"] != "", first)
    later = copies["ramp_later"].where(copies["ramp_later"] != "", second)
    number = copies["copy"]
    return first.where(number == 1, second.where(number == 2, later))  # noqa: PLR2004 - the second copy


def shifted(months: np.ndarray) -> pd.Series:
    """First days of months that are counted since year 0."""
    return pd.Series([month_start(int(m)) for m in months], dtype="datetime64[s]")
