"""What may be bought at the margin: machines, copies and shifts beyond those of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.calendar import month_number, month_start
from planner.capacity.shifts import SHIFT
from planner.messages import text
from planner.results.delays import PLANNED, with_date
from planner.results.keepers import soonest
from planner.results.names import reader_names
from planner.results.stands import place
from planner.scenarios.words import paired
from planner.studies.explain.ask import Ask

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from planner.results.view import View


def machine(view: View, line: str, stage: str) -> Ask:
    """One more machine of each copy: bought where the table `machines` offers it, else given."""
    names = reader_names(view.inputs)
    told = {"stage": names["stage"][f"{line}/{stage}"], "line": names["line"][line]}
    decisions = _with_machines(view, line, stage)
    if decisions is not None:
        opens = place("machines", line=line, stage=stage)
        return Ask("machine", text("asks.machine", **told), opens, decisions=decisions, priced=True)
    rule = f"stages.machines where {paired([('line', line), ('stage', stage)])} plus 1"
    return Ask("machine", text("asks.machine_given", **told), place("stages", line=line, stage=stage), (rule,))


def _with_machines(view: View, line: str, stage: str) -> pd.DataFrame | None:
    """The decisions with a machine more of each copy that may have one, as soon as it can come; None: there is none."""
    offer = view.inputs["machines"]
    offer = offer.loc[(offer["line"] == line) & (offer["stage"] == stage)]
    if offer.empty:
        return None
    decisions, row = view.inputs["decisions"], offer.iloc[0]
    own = (decisions["action"] == "machines") & (decisions["object"] == line) & (decisions["stage"] == stage)
    ready = month_start(_month(pd.Timestamp(view.inputs.case.decides_from), int(row["lead_months"])))
    runs = view.capacity.vintages
    runs = runs.loc[runs["line"] == line]
    added = []
    for copy, on_stream in zip(runs["copy"], runs["on_stream"], strict=True):
        date = max(day for day in (ready, on_stream, row["earliest"]) if pd.notna(day))
        bought = int(decisions.loc[own & (decisions["copy"] == copy), "quantity"].sum())
        if bought < row["most"] and date <= pd.Timestamp(view.inputs.case.end):
            added.append((int(copy), date))
    return _bought(decisions, own, line, stage, added) if added else None


def _bought(
    decisions: pd.DataFrame, own: pd.Series, line: str, stage: str, added: list[tuple[int, pd.Timestamp]]
) -> pd.DataFrame:
    rows = decisions.copy()
    new = []
    for copy, date in added:
        same = own & (decisions["copy"] == copy) & (decisions["date"] == date)
        if same.any():
            rows.loc[same, "quantity"] += 1
        else:
            new.append({"action": "machines", "object": line, "copy": copy, "stage": stage, "date": date})
    return _with_rows(rows, new)


def _with_rows(decisions: pd.DataFrame, new: list[dict[str, Any]]) -> pd.DataFrame:
    """The decisions with more of them, as planned."""
    empty = {name: "" for name in decisions if decisions[name].dtype == "str"}
    rows = [{**empty, "copy": 1, "quantity": 1, "share": 1.0, "status": PLANNED, **row} for row in new]
    added = pd.DataFrame(rows, columns=list(decisions.columns))
    return pd.concat([decisions, added], ignore_index=True).astype(decisions.dtypes.to_dict())


def copies(view: View, lines: list[dict[Hashable, Any]]) -> Iterator[Ask]:
    """One more copy of each line that can be bought, as soon as it can be on stream."""
    decisions = view.inputs["decisions"]
    for row in lines:
        own = decisions.loc[(decisions["action"] == "on_stream") & (decisions["object"] == row["line"])]
        copy, date = len(own) + 1, soonest(view, row, own["date"].max())
        if date > pd.Timestamp(view.inputs.case.end):
            continue
        rules = (f"lines.copies where {paired([('line', row['line'])])} plus 1",) if copy > row["copies"] else ()
        name = reader_names(view.inputs)["line"][row["line"]]
        what = text("asks.copy", line=name, copy=copy, date=f"{date:%Y-%m}")
        more = with_date(decisions, "on_stream", str(row["line"]), copy, date)
        yield Ask("copy", what, place("decisions", action="on_stream", object=row["line"]), rules, more, priced=True)


def shifts(view: View) -> Iterator[Ask]:
    """One more shift of each line that can work one and does not."""
    decisions, calendars = view.inputs["decisions"], view.inputs["calendars"]
    offers = calendars.loc[(calendars["tier"] == SHIFT) & (calendars["hours"] > 0)]
    taken = set(decisions.loc[decisions["action"] == "shift", "object"])
    starts = view.capacity.time.periods["start"]
    for row in view.inputs["lines"].to_dict("records"):
        own = offers.loc[offers["calendar"] == row["calendar"]]
        if own.empty or row["line"] in taken or row["line"] not in set(view.capacity.vintages["line"]):
            continue
        hiring = pd.DateOffset(months=int(own["hiring_months"].max()))
        ready = starts.loc[starts >= pd.Timestamp(view.inputs.case.decides_from) + hiring]
        ready = ready.loc[ready <= min(own["to"].max(), pd.Timestamp(view.inputs.case.end))]
        if len(ready):
            what = text(
                "asks.shift", line=reader_names(view.inputs)["line"][row["line"]], date=f"{ready.iloc[0]:%Y-%m}"
            )
            more = _with_rows(decisions, [{"action": "shift", "object": row["line"], "date": ready.iloc[0]}])
            yield Ask("shift", what, place("decisions", action="shift", object=row["line"]), (), more, priced=True)


def _month(day: pd.Timestamp, later: int) -> int:
    """The first month that begins no sooner than so many months after a day."""
    return int(month_number(pd.Series([day]))[0]) + (day.day > 1) + later
