"""Options of line copies: the days on which a copy that is yet to be decided may come on stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.calendar import month_number, month_start
from planner.capacity.vintages import ramp_of, shifted
from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from planner.tables.inputs import Case

COLUMNS = {
    "line": "str",
    "copy": "int64",
    "alone": "int64",
    "on_stream": "datetime64[s]",
    "order": "datetime64[s]",
    "ramp": "str",
    "divisible": "bool",
}


@remembered()
def line_options(
    lines: pd.DataFrame,
    decisions: pd.DataFrame,
    case: Case,
    periods: pd.DataFrame,
    alone: Collection[str] = (),
) -> pd.DataFrame:
    """Every day on which each copy that is yet to be decided may come on stream: the first days of periods.

    A copy is ordered no earlier than the plan date plus its line's approval months, and is on stream `lead_months`
    later, no earlier than its line's `earliest` and at least `gap_months` after the copy before it.

    Args:
        lines: Input table.
        decisions: Rows of `decisions` that hold.
        case: Settings; nothing is left open unless "lines" is in `decide`.
        periods: Periods of the plan.
        alone: Lines whose copies are each decided by themselves.

    Returns:
        line, copy, alone (the copy's number on such a line, else 0), on_stream, order (day of the order), ramp (curve
        or ""), divisible (whether a part can be had), in the order of lines, copies and dates.
    """
    free = lines.loc[(lines["status"] == "candidate") & ("lines" in case.decide)]
    starts = periods.loc[periods["start"] <= pd.Timestamp(case.end), ["start"]].rename(columns={"start": "on_stream"})
    taken = decisions.loc[decisions["action"] == "on_stream"]
    found = [
        _copies(line, starts, taken.loc[taken["object"] == line["line"]], case) for line in free.to_dict("records")
    ]
    if not found:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    rows = pd.concat(found, ignore_index=True)
    own = rows["copy"].where(rows["line"].isin(alone), 0)
    rows = rows.assign(ramp=ramp_of(rows), divisible=rows["divisible"] == "yes", alone=own)
    return rows[list(COLUMNS)].astype(COLUMNS)


def listed_options(lines: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The days that rows of `decisions` name, each an option of its copy.

    Args:
        lines: Input table.
        decisions: Rows with action, object, copy and date; several may be about one copy.

    Returns:
        As `line_options`.
    """
    rows = decisions.loc[decisions["action"] == "on_stream", ["object", "copy", "date"]].drop_duplicates()
    rows = rows.merge(lines.drop(columns=["copies", "on_stream"]), left_on="object", right_on="line")
    place = rows["line"].map(pd.Series(range(len(lines)), index=lines["line"]))
    rows = rows.assign(place=place).sort_values(["place", "copy", "date"], ignore_index=True)
    order = shifted(month_number(rows["date"]) - rows["lead_months"].to_numpy(dtype=int))
    rows = rows.assign(on_stream=rows["date"], order=order, ramp=ramp_of(rows), divisible=rows["divisible"] == "yes")
    return rows.assign(alone=0)[list(COLUMNS)].astype(COLUMNS)


def orders_from(line: Mapping[Any, Any], case: Case) -> pd.Timestamp:
    """First day on which a copy of a line can be ordered: what is decided now waits for its approval."""
    ordered: pd.Timestamp = pd.Timestamp(case.decides_from) + pd.DateOffset(months=int(line["approval_months"]))
    return ordered


def ready_from(line: Mapping[Any, Any], case: Case) -> pd.Timestamp:
    """First day on which a copy that is yet to be ordered can be on stream; orders are of the first of a month."""
    ordered = orders_from(line, case)
    month = int(month_number(pd.Series([ordered]))[0]) + (ordered.day > 1)
    return month_start(month + int(line["lead_months"]))


def _copies(line: Mapping[Any, Any], starts: pd.DataFrame, taken: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Options of the copies of one line after those that are taken, with the line's own columns."""
    order = shifted(month_number(starts["on_stream"]) - int(line["lead_months"]))
    gap, number = int(line["gap_months"]), int(taken["copy"].max()) if len(taken) else 0
    possible = starts.assign(order=order.to_numpy()).loc[(order >= orders_from(line, case)).to_numpy()]
    if pd.notna(line["earliest"]):
        possible = possible.loc[possible["on_stream"] >= line["earliest"]]
    if len(taken):
        possible = possible.loc[possible["on_stream"] >= taken["date"].max() + pd.DateOffset(months=gap)]
    kept = {name: line[name] for name in ("line", "ramp_first", "ramp_second", "ramp_later", "divisible")}
    found = []
    for copy in range(number + 1, int(line["copies"]) + 1) if len(possible) else ():
        wait = pd.DateOffset(months=gap * (copy - number - 1))
        later = possible.loc[possible["on_stream"] >= possible["on_stream"].min() + wait]
        found.append(later.assign(copy=copy, **kept))
    return pd.concat(found) if found else possible.iloc[:0].assign(copy=0, **kept)
