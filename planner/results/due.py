"""Decisions that are due: what is planned and must be decided within the next months, by kind of decision.

To add a kind: a function that lists its decisions, in `KINDS`, and one that moves one of them, in `waiting.MOVES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.contracts import sign_by
from planner.capacity.gates import needed
from planner.capacity.shifts import SHIFT
from planner.results.schedule import machines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.results.view import View

FREE = ("planned", "proposed", "approved")
"""Statuses of what can still be decided otherwise; committed decisions are due until they are carried out."""

COLUMNS = ["kind", "object", "copy", "stage", "decide_by", "firm", "takes_effect", "status", "capex_million"]
DAY = pd.Timedelta(days=1)


def due(view: View, investments: pd.DataFrame, months: int) -> pd.DataFrame:
    """What must be decided within so many months after the plan date, or should have been, the most urgent first.

    Args:
        view: The plan.
        investments: From `schedule.investments`.
        months: How far to look.

    Returns:
        kind, object, copy, stage, decide_by, firm (day from which it is carried out), takes_effect, status,
        capex_million.
    """
    today = pd.Timestamp(view.inputs.case.plan_date)
    listed = [list_kind(view, investments).reindex(columns=COLUMNS) for list_kind in KINDS.values()]
    rows = pd.concat(listed, ignore_index=True)
    rows["stage"] = rows["stage"].fillna("").astype("str")
    open_yet = rows["status"].isin(FREE) | ((rows["status"] == "committed") & (rows["firm"] >= today))
    rows = rows.loc[open_yet & (rows["decide_by"] <= today + pd.DateOffset(months=months))]
    place = rows["kind"].map({kind: number for number, kind in enumerate(KINDS)})
    rows = rows.assign(place=place).sort_values(["decide_by", "place", "object", "copy", "stage"], kind="stable")
    return rows[COLUMNS].reset_index(drop=True)


def _copies(_: View, investments: pd.DataFrame) -> pd.DataFrame:
    """Line copies: decided an approval before their order, which makes them firm."""
    rows = investments.loc[investments["status"] != "existing"].reset_index(drop=True)
    rows = rows.rename(columns={"line": "object", "on_stream": "takes_effect"})
    return rows.assign(kind="line_copy", firm=rows["order"])


def _starts(view: View, _: pd.DataFrame) -> pd.DataFrame:
    """Starts of production to come: firm, and decided, when the first of their gates begins."""
    found = []
    dates = view.capacity.rollout.gate_dates.set_index("gate")["start"]
    pairs = needed(view.inputs["programme_gates"], view.inputs["gate_order"])
    for programme, sop, status in _coming(view):
        own = dates.reindex(pairs.loc[pairs["programme"] == programme, "gate"]).dropna()
        begins = min([sop, *own])
        found.append(("sop", programme, 1, "", begins, begins, sop, status, np.nan))
    return _table(found)


def _fleets(view: View, _: pd.DataFrame) -> pd.DataFrame:
    """Fleets of the gates to come: complete on the day before their gate."""
    dates = view.capacity.rollout.gate_dates.set_index("gate")["start"]
    wanted = set(view.capacity.rollout.fleet_needs["gate"])
    firm = _gate_status(view)
    found = []
    for name, start in dates.items():
        gate = str(name)
        if gate in wanted and not view.missed.begun(gate):
            found.append(("gate_fleet", gate, 1, "", start - DAY, start - DAY, start, firm[gate], np.nan))
    return _table(found)


def _contracts(view: View, _: pd.DataFrame) -> pd.DataFrame:
    """Supply contracts that are signed: due until the last day on which they can be, firm from their signature on."""
    decisions, table = view.inputs["decisions"], view.inputs["contracts"]
    own = decisions.loc[decisions["action"] == "sign", ["object", "date", "status"]]
    rows = table.assign(decide_by=sign_by(table)).merge(own, left_on="contract", right_on="object")
    columns = ("contract", "decide_by", "date", "from", "status")
    found = zip(*(rows[column] for column in columns), strict=True)
    return _table([("contract", name, 1, "", last, firm, first, s, np.nan) for name, last, firm, first, s in found])


def _machines(view: View, _: pd.DataFrame) -> pd.DataFrame:
    """Extra machines at a stage of a copy: decided, and firm, when they are ordered."""
    rows = machines(view).rename(columns={"line": "object", "order": "decide_by", "on_stream": "takes_effect"})
    return rows.assign(kind="machine", firm=rows["decide_by"])


def _shifts(view: View, _: pd.DataFrame) -> pd.DataFrame:
    """One more shift of a line: decided, and firm, when its crew must be hired."""
    calendars = view.inputs["calendars"]
    hiring = calendars.loc[calendars["tier"] == SHIFT].groupby("calendar")["hiring_months"].max()
    own = view.inputs["lines"].set_index("line")["calendar"]
    found = []
    columns = (view.capacity.shifts[name] for name in ("line", "start", "status"))
    for line, start, status in zip(*columns, strict=True):
        hired = start - pd.DateOffset(months=int(hiring[own[line]]))
        found.append(("shift", line, 1, "", hired, hired, start, status, np.nan))
    return _table(found)


def _gate_status(view: View) -> dict[str, str]:
    """How firm each gate with a date is: as decided, else as the least firm of what waits for it."""
    decisions, order = view.inputs["decisions"], view.inputs["gate_order"]
    given = {str(r["object"]): str(r["status"]) for r in decisions.to_dict("records") if r["action"] == "gate"}
    waiting = {programme: status for programme, _, status in _coming(view)} | given
    own = pd.DataFrame({"programme": list(given), "gate": list(given)})
    pairs = needed(pd.concat([view.inputs["programme_gates"][["programme", "gate"]], own]), order)
    found: dict[str, list[str]] = {}
    for waits, gate in zip(pairs["programme"], pairs["gate"], strict=True):
        found.setdefault(gate, []).extend([waiting[waits]] if waits in waiting else [])
    return {gate: given.get(gate) or _least_firm(statuses) for gate, statuses in found.items()}


def _least_firm(statuses: Sequence[str]) -> str:
    return next((s for s in ("proposed", "planned", "approved") if s in statuses), "committed")


KINDS: Mapping[str, Callable[[View, pd.DataFrame], pd.DataFrame]] = {
    "line_copy": _copies,
    "sop": _starts,
    "gate_fleet": _fleets,
    "contract": _contracts,
    "machine": _machines,
    "shift": _shifts,
}
"""By kind of decision: what is decided of it, in `COLUMNS`."""


def _coming(view: View) -> list[tuple[str, pd.Timestamp, str]]:
    """Programmes whose production is to come, with its start and how firm that is; proposed where nobody decided."""
    decisions = view.inputs["decisions"]
    own = decisions.loc[decisions["action"] == "sop"].set_index("object")["status"]
    coming = view.capacity.rollout.coming
    return [(str(programme), sop, str(own.get(programme, "proposed"))) for programme, sop in coming.items()]


def _table(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    kinds = dict.fromkeys(("decide_by", "firm", "takes_effect"), "datetime64[s]")
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {**kinds, "copy": "int64", "stage": "str", "capex_million": "float64"}
    )
