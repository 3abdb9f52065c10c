"""Decisions that are due: what must be decided by when, from the case alone.

What waiting loses is a solver's answer to another case and is not recomputed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.results.audit.days import ONE, first_of
from planner.results.audit.finding import where
from planner.results.audit.frames import day, names, records
from planner.results.audit.frames import table as by_key
from planner.results.audit.gates import gate_months
from planner.results.audit.machines import extra_machines
from planner.results.audit.market import NEVER
from planner.results.audit.tiers import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

Place = tuple[str, str, int, str, str]
"""Kind, object, copy, stage and day."""
LEAST_FIRM = ("proposed", "planned", "approved", "committed", "done")


@dataclass(frozen=True)
class Due:
    """A decision to come.

    Attributes:
        decide_by, firm, takes_effect: Last day to decide, day from which it is carried out, and on which it holds.
        status: How firm it is.
        capex: Million money; NaN for what is no investment.
    """

    decide_by: np.datetime64
    firm: np.datetime64
    takes_effect: np.datetime64
    status: str
    capex: float = np.nan


def check_due(
    sheet: Sheet,
    table: pd.DataFrame,
    inputs: Inputs,
    copies: Iterable[LineCopy],
    of_copy: Mapping[Key, float],
    sop: Mapping[str, np.datetime64],
    time: Horizon,
) -> None:
    """Every decision due up to the last one listed is listed, in the order of the days, with its dates and its capex.

    Args:
        sheet: Where findings go.
        table: The plan's table `decisions_due`.
        inputs: The case.
        copies: Line copies.
        of_copy: Capex of each.
        sop: Start of production by programme.
        time: Periods.
    """
    expected = (
        dict(_copies(inputs, copies, of_copy))
        | dict(_starts(inputs, sop, time))
        | dict(_fleets(inputs, sop, time))
        | dict(_contracts(inputs))
        | dict(_machines(inputs))
        | dict(_shifts(inputs))
    )
    today, listed = day(inputs.case.plan_date), [day(value) for value in table["decide_by"]]
    stated = {_key(r): r for r in records(table)}
    for key, due in expected.items():
        free = due.status not in LEAST_FIRM[3:] or (due.status == "committed" and due.firm >= today)
        row = stated.pop(key, None)
        if row is None and free and listed and due.decide_by <= max(listed):
            sheet.add("missing_row", _place(key), "", "", "")
        if row is not None:
            _check_row(sheet, _place(key), row, due)
            if not free:
                sheet.add("unknown_key", _place(key), "", "", "")
    for key in stated:
        sheet.add("unknown_key", _place(key), "", "", "")
    if listed != sorted(listed):
        sheet.add("due_order", where("table", table="decisions_due"), "", "", "")


def _check_row(sheet: Sheet, place: str, row: Any, due: Due) -> None:  # noqa: ANN401 - a row as `records` gives it
    for name in ("decide_by", "takes_effect"):
        found = day(getattr(row, name))
        if found != getattr(due, name):
            sheet.add("due_date", place, "", str(found), str(getattr(due, name)), "d", name)
    if row.status != due.status:
        sheet.add("decision_shown", place, "", str(row.status), due.status, column="status")
    sheet.equal("investment_capex", place, [""], float(row.capex_million), due.capex, "million", column="capex_million")


def _copies(inputs: Inputs, copies: Iterable[LineCopy], of_copy: Mapping[Key, float]) -> Iterator[tuple[Place, Due]]:
    approval = by_key(inputs["lines"], "line", "approval_months")
    rows = records(inputs["decisions"])
    status = {(r.object, r.copy): r.status for r in rows if r.action == "on_stream"}
    for copy in (c for c in copies if c.decided):
        ordered = first_of(copy.order_month)
        decide_by = first_of(copy.order_month - int(approval[copy.line]))
        due = Due(decide_by, ordered, copy.on_stream, status[copy.line, copy.copy], of_copy.get(copy.key, 0.0))
        yield ("line_copy", copy.line, copy.copy, "", ""), due


def _coming(
    inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon
) -> Iterator[tuple[str, np.datetime64, str]]:
    """Programme whose production is to come, its start, and how firm that is."""
    status = {r.object: r.status for r in records(inputs["decisions"]) if r.action == "sop"}
    for programme, start in sop.items():
        if not np.isnat(start) and time.first[0] < start < NEVER:
            yield programme, start, status.get(programme, "proposed")


def _starts(inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon) -> Iterator[tuple[Place, Due]]:
    """Starts of production: due when the first gate on the way to them begins."""
    dated = gate_months(inputs, sop, time)
    for programme, start, status in _coming(inputs, sop, time):
        named = [r.gate for r in records(inputs["programme_gates"]) if r.programme == programme]
        begins = min([start, *(first_of(dated[gate].start) for gate in _all_before(inputs, named) if gate in dated)])
        yield ("sop", programme, 1, "", ""), Due(begins, begins, start, status)


def _fleets(inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon) -> Iterator[tuple[Place, Due]]:
    """Fleets of gates that have not begun: due the day before, as firm as the gate, or the least of what waits."""
    own = {r.object: r.status for r in records(inputs["decisions"]) if r.action == "gate"}
    ways = [({gate}, status) for gate, status in own.items()]
    for programme, _, status in _coming(inputs, sop, time):
        ways.append(({r.gate for r in records(inputs["programme_gates"]) if r.programme == programme}, status))
    reached = [(set(_all_before(inputs, gates)), status) for gates, status in ways]
    counted, today = set(names(inputs["gate_needs"]["gate"])), day(inputs.case.plan_date)
    for gate, found in gate_months(inputs, sop, time).items():
        start = first_of(found.start)
        if gate in counted and start >= today:
            statuses = {status for gates, status in reached if gate in gates} - {"done"}
            weakest = next((s for s in LEAST_FIRM if s in statuses), "committed")
            yield ("gate_fleet", gate, 1, "", ""), Due(start - ONE, start - ONE, start, own.get(gate, weakest))


def _contracts(inputs: Inputs) -> Iterator[tuple[Place, Due]]:
    """Signed contracts: due until their last day for signing, else their first day."""
    decided = {r.object: r for r in records(inputs["decisions"]) if r.action == "sign"}
    for row in records(inputs["contracts"]):
        if row.contract in decided:
            own, first, last = decided[row.contract], day(row.from_), day(row.sign_by)
            last = first if np.isnat(last) else last
            yield ("contract", row.contract, 1, "", ""), Due(last, day(own.date), first, own.status)


def _machines(inputs: Inputs) -> Iterator[tuple[Place, Due]]:
    """Extra machines: due on their order."""
    for machine in extra_machines(inputs):
        ordered = first_of(machine.order_month)
        due = Due(ordered, ordered, machine.on_stream, machine.status, machine.number * machine.million)
        yield ("machine", machine.line, machine.copy, machine.stage, str(machine.on_stream)), due


def _shifts(inputs: Inputs) -> Iterator[tuple[Place, Due]]:
    """One more shift: due when its crew must be hired."""
    calendar, table = by_key(inputs["lines"], "line", "calendar"), inputs["calendars"]
    for row in records(inputs["decisions"]):
        if row.action == SHIFT:
            own = table.loc[(table["calendar"] == calendar[row.object]) & (table["tier"] == SHIFT), "hiring_months"]
            hired = day(row.date - pd.DateOffset(months=int(own.max())))
            yield ("shift", row.object, 1, "", ""), Due(hired, hired, day(row.date), row.status)


def _all_before(inputs: Inputs, gates: Iterable[str]) -> list[str]:
    """Gates with all that must have passed before them."""
    found = list(gates)
    for gate in found:  # grows while it is read
        found.extend(r.after for r in records(inputs["gate_order"]) if r.gate == gate and r.after not in found)
    return found


def _key(row: Any) -> Place:  # noqa: ANN401 - a row as `records` gives it
    """Machines may come on several days, anything else comes once."""
    date = str(day(row.takes_effect)) if row.kind == "machine" else ""
    return str(row.kind), str(row.object), int(row.copy), str(row.stage), date


def _place(key: Place) -> str:
    kind, name, copy, *_ = key
    return where("decision", action=kind, object=name, copy=copy)
