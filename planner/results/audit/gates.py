"""Validation gates: dated backwards from SOP, with the pilots that must be in their fleets by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.days import ONE, YEAR, Horizon, first_of, month_of
from planner.results.audit.finding import where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Gate:
    """When a gate runs, in months since year 0: it starts with `start`, has passed when `until` begins, and
    `deadline` is the month that waits for it (of the SOP or of another gate).
    """  # noqa: D205 - one sentence

    start: int
    until: int
    deadline: int


@dataclass(frozen=True)
class Need:
    """What a gate needs: its row, the quantity in the fleet with what earlier gates use up, what was built by when.

    Attributes:
        gate, item, fleet, line: As the row of `gate_needs` names them.
        quantity: Units in the fleet when the gate starts.
        own: The same of the line that must have made them (NaN: any line).
        built: Units put into the fleet, cumulative by the end of each period.
        made: Units of the item that the line has made, cumulative.
    """

    gate: str
    item: str
    fleet: str
    line: str
    quantity: float
    own: float
    built: Floats
    made: Floats


def gate_months(inputs: Inputs, sop: Mapping[str, np.datetime64], time: Horizon) -> dict[str, Gate]:
    """Every gate that a coming SOP waits for, as late as possible; of a programme in production all have passed."""
    info = {str(row.gate): row for row in inputs["gates"].itertuples()}
    pairs = zip(inputs["programme_gates"]["programme"], inputs["programme_gates"]["gate"], strict=True)
    coming = [
        (str(g), sop[str(p)]) for p, g in pairs if not np.isnat(sop[str(p)]) and sop[str(p)] > time.first[0]
    ]
    order = [(str(a), str(b)) for a, b in inputs["gate_order"][["gate", "after"]].itertuples(index=False)]
    dated: dict[str, Gate | None] = {}

    def date(gate: str) -> Gate | None:
        if gate not in dated:
            waiting = [date(other) for other, before in order if before == gate]
            months = [int(month_of(np.array([day]))[0]) for name, day in coming if name == gate]
            months += [other.start for other in waiting if other is not None]
            dated[gate] = _latest(info[gate], min(months)) if months else None
        return dated[gate]

    return {gate: found for gate in info if (found := date(gate)) is not None}


def _latest(gate: pd.Series, deadline: int) -> Gate:
    """Go back month by month until the whole gate lies in its season."""
    length = int(gate.months)
    start = deadline - length
    if not np.isnan(gate.season_from):
        first, last = int(gate.season_from) - 1, int(gate.season_to) - 1
        season = {(first + n) % YEAR for n in range((last - first) % YEAR + 1)}
        for earlier in range(start, start - YEAR, -1):
            within = {(earlier + n) % YEAR for n in range(length)} <= season
            # Months that wrap around the year are in season one by one, but not in one winter.
            if within and ((earlier % YEAR - first) % YEAR + length <= len(season) or len(season) == YEAR):
                start = earlier
                break
    return Gate(start, start + length, deadline)


def needs(
    inputs: Inputs,
    dated: Mapping[str, Gate],
    book: Ledger,
    units: Callable[[str, str], float],
    time: Horizon,
) -> list[Need]:
    """Every need of a gate that is still to come, with what the plan has built for it."""
    rows = [row for row in inputs["gate_needs"].itertuples() if row.gate in dated]
    found = []
    for place, row in enumerate(rows):
        used = sum(
            other.used_up * other.quantity
            for n, other in enumerate(rows)
            if (other.fleet, other.item) == (row.fleet, row.item)
            and (dated[other.gate].start, n) < (dated[row.gate].start, place)
        )
        built = np.zeros(len(time.labels))
        for (_, fleet, item), amount in book.amounts["built"].items():
            built = built + amount if (fleet, item) == (row.fleet, row.item) else built
        made = np.zeros(len(time.labels))
        for (line, _, _, item), amount in book.amounts["made"].items():
            each = units(item, str(row.item)) if line == row.line else 0.0
            made = made + amount / each if each > 0 else made
        found.append(
            Need(
                gate=str(row.gate),
                item=str(row.item),
                fleet=str(row.fleet),
                line=str(row.line),
                quantity=float(row.quantity + used),
                own=float(row.quantity) if row.line else np.nan,
                built=np.cumsum(built),
                made=np.cumsum(made),
            )
        )
    return found


def check_fleets(sheet: Sheet, wanted: list[Need], dated: Mapping[str, Gate], time: Horizon) -> None:
    """When a gate starts its fleet is complete, and the line that counts has made enough."""
    for need in wanted:
        start = first_of(dated[need.gate].start)
        done = int(np.sum(time.last < start))
        when = [str(start)]
        place = where("fleet", gate=need.gate, fleet=need.fleet, item=need.item)
        built = need.built[done - 1] if done else 0.0
        sheet.at_least("fleet_quantity", place, when, built, need.quantity, "unit")
        if not np.isnan(need.own):
            made = need.made[done - 1] if done else 0.0
            own = where("gate_line", gate=need.gate, line=need.line, item=need.item)
            sheet.at_least("gate_line", own, when, made, need.own, "unit")


def check_gates(
    sheet: Sheet,
    table: pd.DataFrame,
    dated: Mapping[str, Gate],
    wanted: list[Need],
    sop: Mapping[str, np.datetime64],
    time: Horizon,
) -> None:
    """The table of gates states the dates that follow from SOP and from what was built; no dated gate is left out.

    Args:
        sheet: Where findings go.
        table: The plan's table `gates`.
        dated: From `gate_months`.
        wanted: From `needs`.
        sop: Start of production by programme.
        time: Periods.
    """
    for gate in dated:
        if gate not in set(table["gate"]):
            sheet.add("missing_row", where("gate", programme="", gate=gate), "", "", "")
    for _, row in table.iterrows():
        programme, gate = str(row["programme"]), str(row["gate"])
        place = where("gate", programme=programme, gate=gate)
        if gate not in dated or programme not in sop:
            sheet.add("unknown_key", place, "", "", "")
            continue
        own = dated[gate]
        _same_day(sheet, "gate_start", place, row["start"], first_of(own.start))
        _same_day(sheet, "gate_passed", place, row["passed"], first_of(own.until) - ONE)
        _same_day(sheet, "gate_sop", place, row["sop"], sop[programme])
        slack = own.deadline - own.until
        sheet.equal("gate_slack", place, [""], row["slack_months"], slack, "month")
        _same_day(sheet, "gate_fleet_complete", place, row["fleet_complete"], _complete(wanted, gate, time))


def _complete(wanted: list[Need], gate: str, time: Horizon) -> np.datetime64:
    """Last day of the period by which everything the gate needs has been built; NaT where that is never."""
    latest = np.datetime64("NaT", "D")
    for need in (n for n in wanted if n.gate == gate):
        enough = need.built >= need.quantity * (1 - 1e-6) - 1e-5
        enough &= np.isnan(need.own) | (need.made >= need.own * (1 - 1e-6) - 1e-5)
        if not enough.any():
            return np.datetime64("NaT", "D")
        day = time.last[np.argmax(enough)]
        latest = day if np.isnat(latest) else max(latest, day)
    return latest


def _same_day(sheet: Sheet, rule: str, place: str, found: object, allowed: np.datetime64) -> None:
    day = np.datetime64(found, "D")  # type: ignore[call-overload]
    if day != allowed and not (np.isnat(day) and np.isnat(allowed)):
        sheet.add(rule, place, "", str(day), str(allowed), "d")
