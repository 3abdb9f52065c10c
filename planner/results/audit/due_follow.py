"""Decisions that are due: what must be decided by when, from the case alone.

What waiting loses is a solver's answer to another case and is not recomputed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, first_of
from planner.results.audit.finding import where
from planner.results.audit.frames import day, names, records
from planner.results.audit.frames import table as by_key
from planner.results.audit.gates import gate_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    import pandas as pd

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

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
        dict(_copies(inputs, copies, of_copy)) | dict(_starts(inputs, sop, time)) | dict(_fleets(inputs, sop, time))
    )
    today, listed = day(inputs.case.plan_date), [day(value) for value in table["decide_by"]]
    stated = {(str(r.kind), str(r.object), int(r.copy)): r for r in records(table)}
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
            sheet.add("due_date", place, "", str(found), str(getattr(due, name)), "d")
    if row.status != due.status:
        sheet.add("decision_shown", place, "", str(row.status), due.status)
    sheet.equal("investment_capex", place, [""], float(row.capex_million), due.capex, "million")


def _copies(
    inputs: Inputs, copies: Iterable[LineCopy], of_copy: Mapping[Key, float]
) -> Iterator[tuple[tuple[str, str, int], Due]]:
    approval = by_key(inputs["lines"], "line", "approval_months")
    rows = records(inputs["decisions"])
    status = {(r.object, r.copy): r.status for r in rows if r.action == "on_stream"}
    for copy in (c for c in copies if c.decided):
        ordered = first_of(copy.order_month)
        decide_by = first_of(copy.order_month - int(approval[copy.line]))
        due = Due(decide_by, ordered, copy.on_stream, status[copy.line, copy.copy], of_copy.get(copy.key, 0.0))
        yield ("line_copy", copy.line, copy.copy), due


def _coming(
    inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon
) -> Iterator[tuple[str, np.datetime64, str, dict[str, np.datetime64]]]:
    """Programme, start of production, its status, and the starts of its gates as if it were alone."""
    status = {r.object: r.status for r in records(inputs["decisions"]) if r.action == "sop"}
    nothing = np.datetime64("NaT", "D")
    for programme, start in sop.items():
        if not np.isnat(start) and start > time.first[0]:
            alone = {other: start if other == programme else nothing for other in sop}
            gates = {gate: first_of(found.start) for gate, found in gate_months(inputs, alone, time).items()}
            yield programme, start, status.get(programme, "proposed"), gates


def _starts(
    inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon
) -> Iterator[tuple[tuple[str, str, int], Due]]:
    for programme, start, status, gates in _coming(inputs, sop, time):
        begins = min([start, *gates.values()])
        yield ("sop", programme, 1), Due(begins, begins, start, status)


def _fleets(
    inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon
) -> Iterator[tuple[tuple[str, str, int], Due]]:
    dated = gate_months(inputs, sop, time)
    needed = set(names(inputs["gate_needs"]["gate"]))
    coming = list(_coming(inputs, sop, time))
    for gate in (g for g in dated if g in needed):
        statuses = {status for _, _, status, gates in coming if gate in gates} - {"done"}
        status = next((s for s in LEAST_FIRM if s in statuses), "committed")
        start = first_of(dated[gate].start)
        yield ("gate_fleet", gate, 1), Due(start - ONE, start - ONE, start, status)


def _place(key: tuple[str, str, int]) -> str:
    kind, name, copy = key
    return where("decision", action=kind, object=name, copy=copy)
