"""Extra machines at single stages of the copies: what they add, and what was open to the planner who decided them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.results.audit.copies import DAY_HOURS, LineCopy, curve, days_on
from planner.results.audit.days import first_of, month_number
from planner.results.audit.finding import where
from planner.results.audit.frames import day, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.plant import Plant
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

PLANNED = "planned"


@dataclass(frozen=True)
class Machine:
    """Extra machines at a stage of a copy.

    Attributes:
        line, copy, stage: Where they stand.
        on_stream: First day on stream.
        number: How many.
        lead: Months from order to on stream.
        curve: Ramp curve of their uptime.
        million, life: Cost and life in years of one.
        status: That of the decision.
    """

    line: str
    copy: int
    stage: str
    on_stream: np.datetime64
    number: int
    lead: int
    curve: str
    million: float
    life: float
    status: str

    @property
    def order_month(self) -> int:
        """Month of their order, since year 0."""
        return month_number(self.on_stream) - self.lead


def extra_machines(inputs: Inputs) -> list[Machine]:
    """Every decided machine, in the order of the decisions."""
    kinds = {(row.line, row.stage): row for row in records(inputs["machines"])}
    later = {r.line: r.ramp_later or r.ramp_second or r.ramp_first for r in records(inputs["lines"])}
    rows = inputs["decisions"]
    return [
        Machine(
            line=row.object,
            copy=row.copy,
            stage=row.stage,
            on_stream=day(row.date),
            number=row.quantity,
            lead=kinds[row.object, row.stage].lead_months,
            curve=kinds[row.object, row.stage].ramp or later[row.object],
            million=kinds[row.object, row.stage].capex_million,
            life=kinds[row.object, row.stage].life_years,
            status=row.status,
        )
        for row in records(rows.loc[rows["action"] == "machines"])
    ]


def added_hours(
    inputs: Inputs, copy: LineCopy, machines: Sequence[Machine], plant: Plant, regular: Floats, time: Horizon
) -> Floats:
    """Machine hours in regular shifts that extra machines add to a copy, [N, S]; they work no overtime.

    Args:
        inputs: The case.
        copy: The copy.
        machines: Those of the whole case.
        plant: Its line.
        regular: Its line hours in regular shifts, [S].
        time: Periods and segments.
    """
    added = np.zeros((len(plant.stages), len(regular)))
    on = days_on(copy, time)
    for machine in machines:
        if (machine.line, machine.copy) == (copy.line, copy.copy):
            row = plant.stages.index(machine.stage)
            since = np.array([max(machine.on_stream, copy.on_stream)])
            there = time.segment_days(since, time.last[-1:])[0]
            part = np.divide(there, on, out=np.zeros_like(on), where=on > 0)
            uptime, _ = curve(inputs, machine.curve)
            age = np.clip(time.month - month_number(machine.on_stream), 0, len(uptime) - 1)
            hours = DAY_HOURS * there if plant.around[row] else regular * part
            added[row] += machine.number * plant.uptime[row] * uptime[age] * hours
    return added


def check_machines(sheet: Sheet, inputs: Inputs, machines: Sequence[Machine], copies: Sequence[LineCopy]) -> None:
    """Extra machines stand at a copy on stream, no more than can be had; those the planner decided came in time."""
    since = {(copy.line, copy.copy): copy.on_stream for copy in copies}
    kinds = {(row.line, row.stage): row for row in records(inputs["machines"])}
    numbers: dict[tuple[str, int, str], int] = {}
    for machine in machines:
        place = _place(machine)
        at = (machine.line, machine.copy, machine.stage)
        numbers[at] = numbers.get(at, 0) + machine.number
        begun = since.get((machine.line, machine.copy))
        if begun is None or machine.on_stream < begun:
            sheet.add("machine_copy", place, "", str(machine.on_stream), "" if begun is None else str(begun), "d")
        most = kinds[machine.line, machine.stage].most
        if numbers[at] > most:
            sheet.add("machine_most", place, "", float(numbers[at]), float(most), "1")
        if machine.status == PLANNED:
            _check_planned(sheet, inputs, machine, place)


def _check_planned(sheet: Sheet, inputs: Inputs, machine: Machine, place: str) -> None:
    ordered, possible = first_of(machine.order_month), day(pd.Timestamp(inputs.case.decides_from))
    if ordered < possible:
        sheet.add("machine_order", place, "", str(ordered), str(possible), "d")
    rows = inputs["machines"]
    earliest = rows.loc[(rows["line"] == machine.line) & (rows["stage"] == machine.stage), "earliest"].iloc[0]
    if pd.notna(earliest) and machine.on_stream < day(earliest):
        sheet.add("machine_earliest", place, "", str(machine.on_stream), str(day(earliest)), "d")


def check_listed(sheet: Sheet, table: pd.DataFrame, machines: Sequence[Machine]) -> None:
    """Every decided machine is listed with its order, and what it costs."""
    rows = {(str(r["line"]), str(r["copy"]), str(r["stage"]), str(day(r["on_stream"]))): r for _, r in table.iterrows()}
    for machine in machines:
        place = _place(machine)
        row = rows.pop((machine.line, str(machine.copy), machine.stage, str(machine.on_stream)), None)
        if row is None:
            sheet.add("missing_row", place, "", "", "")
            continue
        if day(row["order"]) != first_of(machine.order_month):
            sheet.add(
                "listed_order", place, "", str(day(row["order"])), str(first_of(machine.order_month)), "d", "order"
            )
        stated = {"quantity": float(machine.number), "capex_million": machine.number * machine.million}
        for name, expected in stated.items():
            unit = "million" if name == "capex_million" else "1"
            sheet.equal(f"listed_{name}", place, [""], float(str(row[name])), expected, unit, column=name)
    for line, copy, stage, _ in rows:
        sheet.add("unknown_key", where("of_machine", line=line, copy=copy, stage=stage), "", "", "")


def _place(machine: Machine) -> str:
    return where("of_machine", line=machine.line, copy=machine.copy, stage=machine.stage)
