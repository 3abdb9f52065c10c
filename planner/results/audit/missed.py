"""What the plan's table of gates says of missed gates: the next window, and the start of production then."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.messages import text
from planner.results.audit.days import first_of, month_number
from planner.results.audit.finding import where
from planner.results.audit.fleets import same_day
from planner.results.audit.frames import day, records
from planner.results.audit.gates import in_season
from planner.results.audit.market import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planner.results.audit.finding import Sheet
    from planner.results.audit.gates import Gate
    from planner.tables.inputs import Inputs

NAT = np.datetime64("NaT", "D")


def check_missed(
    sheet: Sheet,
    inputs: Inputs,
    table: pd.DataFrame,
    dated: Mapping[str, Gate],
    sop: Mapping[str, np.datetime64],
    *,
    asked: bool,
) -> None:
    """Windows and starts of production after a missed gate follow from dates, order and seasons.

    What a missed gate costs comes of another plan and is not recomputed; where no production starts later it is 0.

    Args:
        sheet: Where findings go.
        inputs: The case.
        table: The plan's table `gates`.
        dated: From `gate_months`.
        sop: Start of production by programme.
        asked: Whether the plan was solved again for what gates cost; a plain plan does not tell.
    """
    latest = {row.programme: day(row.sop_latest) for row in records(inputs["programmes"])}
    begin = np.datetime64(inputs.case.start, "D")
    wanted = {programme: _wanted(inputs, programme) for programme, start in sop.items() if begin < start < NEVER}
    info = {row.gate: row for row in records(inputs["gates"])}
    former: dict[str, list[str]] = defaultdict(list)
    for row in records(inputs["gate_order"]):
        if {row.gate, row.after} <= dated.keys():
            former[row.gate].append(row.after)
    for row in records(table):
        if row.gate not in dated or (row.programme and row.programme not in sop):
            continue
        place = where("gate", programme=row.programme, gate=row.gate)
        if first_of(dated[row.gate].start) < np.datetime64(inputs.case.plan_date, "D"):
            _same_word(sheet, place, row.if_missed, "begun")
            continue
        until = delayed(info, former, dated, row.gate)
        window = until[row.gate] - (dated[row.gate].until - dated[row.gate].start)
        same_day(sheet, "missed_window", place, row.next_window, first_of(window), "next_window")
        ready = {p: max((until[g] for g in own), default=0) for p, own in wanted.items()}
        later = {p: first_of(month) for p, month in ready.items() if month > month_number(sop[p])}
        start = later.get(row.programme, sop.get(row.programme, NAT))
        limit = latest[row.programme] if row.programme in later else NAT
        same_day(sheet, "missed_sop", place, row.sop_if_missed, NAT if start > limit else start, "sop_if_missed")
        if not later:
            sheet.equal(
                "missed_cost", place, [""], row.missing_cost_million, 0.0, "million", column="missing_cost_million"
            )
            _same_word(sheet, place, row.if_missed, "nothing")
        elif asked and np.isnan(row.missing_cost_million):
            _same_word(sheet, place, row.if_missed, "no_plan")
        elif row.programme not in later:
            _same_word(sheet, place, row.if_missed, "others")
        else:
            _same_word(sheet, place, row.if_missed, "never" if start > limit else "later")


def delayed(
    info: Mapping[str, Any], former: Mapping[str, Sequence[str]], dated: Mapping[str, Gate], missed: str
) -> dict[str, int]:
    """Month after the end of each gate when one misses its own; the others start no sooner than planned.

    Args:
        info: Row of `gates` of each.
        former: What each waits for.
        dated: From `gate_months`.
        missed: The gate.
    """

    @cache
    def until(gate: str) -> int:
        own = dated[gate].start + (gate == missed)
        ready = [until(after) for after in former.get(gate, ())]
        begin = max([own, *ready])
        moved = begin > dated[gate].start
        start = next(m for m in count(begin) if in_season(info[gate], m)) if moved else dated[gate].start
        return start + int(info[gate].months)

    return {gate: until(gate) for gate in dated}


def _same_word(sheet: Sheet, place: str, found: str, allowed: str) -> None:
    if found != text(f"missed.{allowed}"):
        sheet.add("missed_word", place, "", found, text(f"missed.{allowed}"), column="if_missed")


def _wanted(inputs: Inputs, programme: str) -> set[str]:
    """Gates that a programme waits for, at first or at any remove."""
    found = {row.gate for row in records(inputs["programme_gates"]) if row.programme == programme}
    order = [(row.gate, row.after) for row in records(inputs["gate_order"])]
    while more := {after for gate, after in order if gate in found} - found:
        found |= more
    return found
