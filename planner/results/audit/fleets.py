"""Fleets of pilots: complete when their gate starts, and dated as the plan's table of gates says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.audit.days import ONE, first_of
from planner.results.audit.finding import where
from planner.results.audit.frames import day, records
from planner.results.audit.gates import in_season

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.gates import Gate
    from planner.results.audit.ledger import Ledger
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Need:
    """What a gate needs, with what earlier gates use up, and what was built by when.

    Attributes:
        gate, item, fleet, line: As the row of `gate_needs` names them.
        quantity: Units in the fleet when the gate starts.
        own: The same of the line that must have made them (NaN: any line).
        built: Units put into the fleet, cumulative by the end of each period.
        made: Units of the item that the line has made, or for which it has made what of its own is in it, cumulative.
    """

    gate: str
    item: str
    fleet: str
    line: str
    quantity: float
    own: float
    built: Floats
    made: Floats


def needs(
    inputs: Inputs,
    dated: Mapping[str, Gate],
    book: Ledger,
    units: Callable[[str, str], float],
    time: Horizon,
) -> list[Need]:
    """Every need of a gate that is still to come, with what the plan has built for it."""
    rows = [row for row in records(inputs["gate_needs"]) if row.gate in dated]
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
        made = _made_by(inputs, row, book, units, time)
        found.append(
            Need(
                gate=str(row.gate),
                item=str(row.item),
                fleet=str(row.fleet),
                line=str(row.line),
                quantity=float(row.quantity + used),
                own=float(row.quantity) if row.line else np.nan,
                built=np.cumsum(built),
                made=made,
            )
        )
    return found


def _made_by(
    inputs: Inputs,
    need: Any,  # noqa: ANN401 - a row of the table
    book: Ledger,
    units: Callable[[str, str], float],
    time: Horizon,
) -> Floats:
    """Units of a need that its line has made, cumulative; of several parts in it the scarcest counts."""
    own = [row.item for row in records(inputs["line_items"]) if row.line == need.line]
    parts = [need.item] if need.item in own else [item for item in own if units(item, need.item) > 0]
    made = {part: np.zeros(len(time.labels)) for part in parts}
    for (line, _, _, item), amount in book.amounts["made"].items():
        if line == need.line and item in made:
            made[item] = made[item] + np.cumsum(amount) / units(item, need.item)
    return np.min(list(made.values()), axis=0) if made else np.zeros(len(time.labels))


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
    """The table of gates states the dates that follow from SOP and from what was built, of every gate.

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
        programme, gate = row["programme"], row["gate"]
        place = where("gate", programme=programme, gate=gate)
        if gate not in dated or (programme and programme not in sop):
            sheet.add("unknown_key", place, "", "", "")
            continue
        own = dated[gate]
        same_day(sheet, "gate_start", place, row["start"], first_of(own.start), "start")
        same_day(sheet, "gate_passed", place, row["passed"], first_of(own.until) - ONE, "passed")
        same_day(sheet, "gate_sop", place, row["sop"], sop.get(programme, np.datetime64("NaT", "D")), "sop")
        slack = np.nan if own.deadline is None else own.deadline - own.until
        sheet.equal("gate_slack", place, [""], float(row["slack_months"]), slack, "month", column="slack_months")
        same_day(
            sheet, "gate_fleet_complete", place, row["fleet_complete"], _complete(wanted, gate, time), "fleet_complete"
        )


def check_windows(sheet: Sheet, inputs: Inputs, dated: Mapping[str, Gate]) -> None:
    """Every gate runs in its season, and has passed when what waits for it begins."""
    info = {row.gate: row for row in records(inputs["gates"])}
    for gate, own in dated.items():
        place = where("gate", programme="", gate=gate)
        if not in_season(info[gate], own.start):
            sheet.add("gate_season", place, "", str(first_of(own.start)), "", "d")
        if own.deadline is not None and own.until > own.deadline:
            sheet.add("gate_in_time", place, "", str(first_of(own.until)), str(first_of(own.deadline)), "d")


def _complete(wanted: list[Need], gate: str, time: Horizon) -> np.datetime64:
    """Last day of the period by which everything the gate needs has been built; NaT where that is never."""
    latest = np.datetime64("NaT", "D")
    for need in (n for n in wanted if n.gate == gate):
        enough = need.built >= need.quantity * (1 - 1e-6) - 1e-5
        enough &= np.isnan(need.own) | (need.made >= need.own * (1 - 1e-6) - 1e-5)
        if not enough.any():
            return np.datetime64("NaT", "D")
        done = time.last[np.argmax(enough)]
        latest = done if np.isnat(latest) else max(latest, done)
    return latest


def same_day(sheet: Sheet, rule: str, place: str, found: object, allowed: np.datetime64, column: str) -> None:
    """A date of the plan is the one that follows; both may be empty."""
    stated = day(found)
    if stated != allowed and not (np.isnat(stated) and np.isnat(allowed)):
        sheet.add(rule, place, "", str(stated), str(allowed), "d", column)
