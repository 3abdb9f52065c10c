"""What the planner decided itself was open to it: order dates, gaps, numbers of copies, budgets, room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.results.audit.capex import spending
from planner.results.audit.days import first_of
from planner.results.audit.finding import where
from planner.results.audit.frames import day, records
from planner.results.audit.frames import table as by_key
from planner.results.audit.machines import check_machines
from planner.results.audit.room_check import check_floor, check_groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.results.audit.copies import LineCopy
    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.machines import Machine
    from planner.tables.inputs import Inputs

PLANNED = "planned"
AT_ONCE = ("sop", "gate", "shift", "sign")


def check_decided(
    sheet: Sheet, inputs: Inputs, copies: Sequence[LineCopy], machines: Sequence[Machine], time: Horizon
) -> None:
    """What the planner decided is ordered, spaced and paid for as the case allows."""
    rows = records(inputs["decisions"])
    own = {(r.object, r.copy) for r in rows if r.action == "on_stream" and r.status == PLANNED}
    planned = [copy for copy in copies if copy.decided and (copy.line, copy.copy) in own]
    _check_soonest(sheet, inputs)
    _check_dates(sheet, inputs, planned)
    _check_order(sheet, inputs, planned, copies)
    check_machines(sheet, inputs, machines, copies)
    others = [copy for copy in copies if copy not in planned]
    check_groups(sheet, inputs, others, copies, time.last[-1])
    if planned:
        check_floor(sheet, inputs, others, copies, time)
    kept = [machine for machine in machines if machine.status != PLANNED]
    if planned or len(kept) < len(machines):
        given = spending(inputs, others, time, kept).by_year
        _check_budget(sheet, inputs, given, spending(inputs, copies, time, machines).by_year)


def _check_soonest(sheet: Sheet, inputs: Inputs) -> None:
    """Nothing that is not ordered ahead takes effect before the first day of decisions; crews are hired from it on."""
    soonest = day(inputs.case.decides_from)
    for row in records(inputs["decisions"]):
        if row.status == PLANNED and row.action in AT_ONCE and day(row.date) < soonest:
            place = where("decision", action=row.action, object=row.object, copy=row.copy)
            sheet.add("decided_soonest", place, "", str(day(row.date)), str(soonest), "d")


def _check_dates(sheet: Sheet, inputs: Inputs, planned: Sequence[LineCopy]) -> None:
    """No order before the first day of decisions and approval, nothing on stream before its line's earliest day."""
    approval, earliest = (by_key(inputs["lines"], "line", name) for name in ("approval_months", "earliest"))
    for copy in planned:
        place = where("of_copy", line=copy.line, copy=copy.copy)
        ordered = first_of(copy.order_month)
        possible = day(pd.Timestamp(inputs.case.decides_from) + pd.DateOffset(months=int(approval[copy.line])))
        if ordered < possible:
            sheet.add("decided_order", place, "", str(ordered), str(possible), "d")
        if pd.notna(earliest[copy.line]) and copy.on_stream < day(earliest[copy.line]):
            sheet.add("decided_earliest", place, "", str(copy.on_stream), str(day(earliest[copy.line])), "d")


def _check_order(sheet: Sheet, inputs: Inputs, planned: Sequence[LineCopy], copies: Sequence[LineCopy]) -> None:
    """Copies are numbered without holes up to the most that can be had, each its gap after the one before."""
    gap, most = (by_key(inputs["lines"], "line", name) for name in ("gap_months", "copies"))
    divisible = by_key(inputs["lines"], "line", "divisible")
    since = {(copy.line, copy.copy): copy.on_stream for copy in copies}
    shares = {(copy.line, copy.copy): copy.share for copy in copies}
    for copy in planned:
        place = where("of_copy", line=copy.line, copy=copy.copy)
        if copy.copy > most[copy.line]:
            sheet.add("decided_copies", place, "", float(copy.copy), float(most[copy.line]), "1")
        before = since.get((copy.line, copy.copy - 1))
        if copy.copy > 1 and before is None:
            sheet.add("decided_hole", place, "", "", str(copy.copy - 1), "")
        if divisible[copy.line] != "yes":
            sheet.equal("decided_share", place, [""], copy.share, 1.0, "1")
        sheet.at_most("decided_share", place, [""], copy.share, shares.get((copy.line, copy.copy - 1), 1.0), "1")
        if before is not None:
            possible = day(pd.Timestamp(before) + pd.DateOffset(months=int(gap[copy.line])))
            if copy.on_stream < possible:
                sheet.add("decided_gap", place, "", str(copy.on_stream), str(possible), "d")


def _check_budget(sheet: Sheet, inputs: Inputs, given: Mapping[str, float], paid: Mapping[str, float]) -> None:
    """What is paid in a year keeps to its budget, or to what was given where that alone is more."""
    for row in records(inputs["budgets"]):
        year = str(row.year)
        if row.measure == "capex" and year in paid:
            allowed = float(np.maximum(row.most, given[year]))
            sheet.at_most("decided_budget", where("budget", measure="capex"), [year], paid[year], allowed, "million")
