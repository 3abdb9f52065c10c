"""Room for line copies: the floor that they take by year, and the groups in which their number is limited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

DAY = pd.Timedelta(days=1)
EXCLUSIVE = "exclusive"


def floor(vintages: pd.DataFrame, lines: pd.DataFrame, stages: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """Floor of one copy of each vintage in the years at whose end it is on stream: vintage, year, m2.

    A copy takes the floor of its stages times its line's `floor_factor`.
    """
    own = stages.groupby("line")["floor_m2"].sum() * lines.set_index("line")["floor_factor"]
    since = vintages.reset_index(names="vintage")[["vintage", "line", "on_stream", "fraction"]]
    rows = since.merge(pd.DataFrame({"year": sorted(set(years))}), how="cross")
    rows = rows.loc[rows["on_stream"].dt.year <= rows["year"]]
    taken: pd.DataFrame = rows.assign(m2=rows["line"].map(own).fillna(0.0).astype(float) * rows["fraction"])
    return taken[["vintage", "year", "m2"]]


def group_limits(limits: pd.DataFrame, end: dt.date) -> pd.DataFrame:
    """Every limit on the number of copies of a group, with the day by which the copies are counted.

    A limit holds from its day until the next of its group and kind. Copies come and do not go, so the most of a group
    is reached on the last day on which the limit holds, and the least on the first.

    Returns:
        group, kind ("most" or "least"), from, by, copies.
    """
    rows = limits.loc[limits["kind"] != EXCLUSIVE, ["group", "kind", "from", "copies"]].copy()
    rows["from"] = rows["from"].fillna(pd.Timestamp(1900, 1, 1))
    rows = rows.sort_values(["group", "kind", "from"], kind="stable", ignore_index=True)
    until = (rows.groupby(["group", "kind"])["from"].shift(-1) - DAY).fillna(pd.Timestamp(end))
    return rows.assign(by=until.where(rows["kind"] == "most", rows["from"]))


def counted(limits: pd.DataFrame, groups: pd.DataFrame, vintages: pd.DataFrame) -> pd.DataFrame:
    """Vintages that count in each limit: limit (row of `group_limits`), vintage, value (copies in one of it)."""
    since = vintages.reset_index(names="vintage")[["vintage", "line", "on_stream", "fraction"]]
    rows = limits.reset_index(names="limit").merge(groups[["group", "line"]], on="group").merge(since, on="line")
    rows = rows.loc[rows["on_stream"] <= rows["by"]].rename(columns={"fraction": "value"})
    return rows[["limit", "vintage", "value"]].reset_index(drop=True)


def routes_left(limits: pd.DataFrame, groups: pd.DataFrame, options: pd.DataFrame, given: pd.Series) -> pd.DataFrame:
    """Lines of exclusive groups that may yet get a first copy: group, line, taken.

    Args:
        limits: Input table `group_limits`.
        groups: Input table `groups`.
        options: From `options.line_options`.
        given: Lines that have copies whatever is decided.

    Returns:
        One row a group and line; `taken` is the number of lines of the group that have copies already.
    """
    exclusive = limits.loc[limits["kind"] == EXCLUSIVE, "group"]
    members = groups.loc[groups["group"].isin(exclusive), ["group", "line"]]
    has = members["line"].isin(given)
    taken = has.groupby(members["group"]).sum()
    free = members.loc[~has & members["line"].isin(options["line"])]
    return free.assign(taken=free["group"].map(taken).astype(np.int64)).reset_index(drop=True)
