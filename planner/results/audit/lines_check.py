"""Limits of the lines: good output, stage hours, on-stream dates and overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.frames import records
from planner.results.audit.tiers import SHIFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.output import CopyOutput
    from planner.results.audit.written import Key, Written
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]


def check_output(sheet: Sheet, made: Written, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon) -> None:
    """A copy makes nothing before it is on stream, and no more than its stages let it.

    With overtime the limit is the good output with every tier worked to the full; how much is worked counts
    in the hours of the stages.
    """
    most, there = made.column("most"), made.present()
    for (*head, item), units in book.amounts["made"].items():
        output = copies.get(tuple(head))
        if output is None or item not in output.items:
            continue
        place = _place(output, item=item)
        making = output.items[item]
        before = time.last < output.copy.on_stream
        sheet.at_most("before_on_stream", place, time.labels, np.where(before, units, 0.0), 0.0, "unit", column="made")
        limit = np.where(before, np.inf, making.good_most)
        sheet.at_most("made_output", place, time.labels, units, limit, "unit", column="made")
        rows = there[*head, item]
        sheet.equal(
            "most_output",
            place,
            time.labels,
            np.where(rows, most[*head, item], making.good),
            making.good,
            "unit",
            column="most",
        )


def check_least_run(
    sheet: Sheet, inputs: Inputs, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon
) -> None:
    """A copy on stream makes at least the share of its good output that its line must run."""
    least = {(row.line, row.item): row.least_run for row in records(inputs["line_items"])}
    for key, output in copies.items():
        for item, making in output.items.items():
            units = book.amounts["made"].get((*key, item), np.zeros(len(time.labels)))
            limit = least[output.copy.line, item] * making.own
            sheet.at_least("least_run", _place(output, item=item), time.labels, units, limit, "unit", column="made")


def check_stage_hours(sheet: Sheet, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon) -> None:
    """What all items of a copy take at a stage fits its machine hours, with the overtime worked."""
    for key, output in copies.items():
        used, usable = stage_hours(book, key, output)
        for row, stage in enumerate(output.stages):
            place = _place(output, stage=stage)
            sheet.at_most("stage_hours", place, time.labels, used[row], usable[row], "h", column="made")


def stage_hours(book: Ledger, key: Key, output: CopyOutput) -> tuple[Floats, Floats]:
    """Machine hours used, and usable with the overtime worked, of a copy: two arrays [stage, period]."""
    used = np.zeros_like(output.machine_hours)
    usable = output.machine_hours.copy()
    for item, making in output.items.items():
        units = book.amounts["made"].get((*key, item))
        if units is not None:
            used += making.hours * units
    for tier, each in output.per_overtime.items():
        worked = book.amounts["hours"].get((*key, tier))
        if worked is not None:
            usable += each * worked
    return used, usable


def check_shift_crew(
    sheet: Sheet, table: Written, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon
) -> None:
    """The crew of a shift is paid for all its hours: what goods do not pay of them is paid besides."""
    stated, there = table.column("hours"), table.present()
    for key, output in copies.items():
        if not output.wage.any():
            continue
        place, nothing = _place(output, tier=SHIFT), np.zeros(len(time.labels))
        made = (book.amounts["made"].get((*key, item), nothing) * m.crew for item, m in output.items.items())
        paid = sum(made, book.amounts["standby"].get(key, nothing))
        sheet.at_least("shift_crew", place, time.labels, paid, output.wage, "h", column="standby")
        hours = np.where(there.get(key, nothing > 0), stated.get(key, nothing), output.tiers[SHIFT])
        sheet.equal("shift_hours", place, time.labels, hours, output.tiers[SHIFT], "h", column="hours")


def check_overtime(
    sheet: Sheet, overtime: Written, book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon
) -> None:
    """Overtime stays within the hours of its tier, and the table states these hours."""
    most, there = overtime.column("most"), overtime.present()
    for (*head, tier), hours in book.amounts["hours"].items():
        output = copies.get(tuple(head))
        if output is None or tier not in output.tiers:
            continue
        place, limit = _place(output, tier=tier), output.tiers[tier]
        sheet.at_most("overtime_tier", place, time.labels, hours, limit, "h", column="hours")
        stated = np.where(there[*head, tier], most[*head, tier], limit)
        sheet.equal("overtime_most", place, time.labels, stated, limit, "h", column="most")


def _place(output: CopyOutput, **what: str) -> str:
    ((kind, name),) = what.items()
    copy = output.copy
    return where(f"copy_{kind}", line=copy.line, copy=copy.copy, on_stream=copy.on_stream, name=name)
