"""Stages by year: hours, use and bottlenecks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.frames import records
from planner.results.audit.lines_check import stage_hours
from planner.results.audit.lines_follow import by_line
from planner.results.audit.output import ratio
from planner.results.audit.rows import check_complete

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


def check_yearly_stages(
    sheet: Sheet,
    table: Written,
    book: Ledger,
    copies: Mapping[Key, CopyOutput],
    inputs: Inputs,
    time: Horizon,
) -> None:
    """Machine hours used and usable of each stage add up over its line's copies."""
    used: dict[Key, Floats] = {}
    usable: dict[Key, Floats] = {}
    for owner, output in copies.items():
        for sums, values in zip((used, usable), stage_hours(book, owner, output), strict=True):
            for row, stage in enumerate(output.stages):
                at = (output.copy.line, stage)
                sums[at] = sums.get(at, np.zeros(len(time.years))) + time.by_year(values[row])
    nothing, there = np.zeros(len(time.years)), table.present()
    known: list[Key] = [(row.line, row.stage) for row in records(inputs["stages"])]
    hours = {key: usable.get(key, nothing) for key in known}
    check_complete(sheet, table, {key: h > 0 for key, h in hours.items() if key in there or h.any()})
    for key in (k for k in there if k in hours):
        place = where("stage", line=key[0], stage=key[1])
        took = used.get(key, nothing)
        columns = (("hours_used", took, "h"), ("machine_hours", hours[key], "h"))
        for name, values, unit in (*columns, ("utilisation", ratio(took, hours[key]), "1")):
            stated = np.where(there[key], table.column(name, np.nan)[key], values)
            found = np.where(np.isnan(stated) & (values == 0), 0.0, stated)
            sheet.equal(f"stage_{name}", place, time.years, found, values, unit, column=name)


def check_headroom(
    sheet: Sheet, table: Written, possible: Mapping[Key, Floats], mixed: set[str], time: Horizon
) -> None:
    """A stage's headroom is what it could make over what the line could, less 1; no stage has less than none.

    Args:
        sheet: Where findings go.
        table: The plan's table `yearly_stages`.
        possible: From `reach`.
        mixed: Lines that make several items.
        time: Periods.
    """
    for key, there in table.present().items():
        line = [values for (name, _), values in possible.items() if name == key[0]]
        if key in possible:
            place = where("stage", line=key[0], stage=key[1])
            stated = np.where(there, table.column("headroom", np.nan)[key], 0.0)
            own = ratio(possible[key], np.min(line, axis=0), np.nan) - 1.0
            # Of several items each has a headroom of its own, and how periods are weighed moves it a little.
            expected = np.where(there & np.isfinite(own), own, stated)
            if key[0] in mixed:
                expected = np.maximum(stated, 0.0)
            floor = 0.01 * (1.0 + float(np.nanmax(expected, initial=0.0)))
            sheet.equal("stage_headroom", place, time.years, stated, expected, "1", floor=floor, column="headroom")


def reach(book: Ledger, copies: Mapping[Key, CopyOutput], time: Horizon) -> dict[Key, Floats]:
    """Good units that each stage alone could make in each year, with the overtime worked, of its quickest item."""
    sums: dict[Key, Floats] = {}
    for key, output in copies.items():
        if output.copy.on_stream > time.last[-1]:  # it never runs, and would pass for one whose stages are not used
            continue
        _, usable = stage_hours(book, key, output)
        hours = np.array([making.hours for making in output.items.values()])
        quickest = np.where(hours > 0, hours, np.inf).min(axis=0)
        for row, stage in enumerate(output.stages):
            at = (output.copy.line, stage)
            idle = not (hours[:, row] > 0).any()
            units = time.by_year(np.full(len(time.labels), np.inf) if idle else usable[row] / quickest[row])
            sums[at] = sums.get(at, np.zeros(len(time.years))) + units
    return sums


def check_bottlenecks(
    sheet: Sheet,
    lines: Written,
    stages: Written,
    copies: Mapping[Key, CopyOutput],
    possible: Mapping[Key, Floats],
    time: Horizon,
) -> None:
    """The stage named as bottleneck is the least of the year or of a month, for some copy and item."""
    named, flags = lines.texts("bottleneck"), stages.column("bottleneck", np.nan)
    for line, outputs in by_line(copies).items():
        if (line, outputs[0].stages[0]) not in possible:  # it comes on stream after the horizon
            continue
        least = _least_stages(outputs, time)
        whole = np.array([possible[line, stage] for stage in outputs[0].stages])
        for row, at in zip(*np.nonzero(whole <= whole.min(axis=0)), strict=True):
            least[at].add(outputs[0].stages[row])
        for at, stage in enumerate(named.get((line,), [])):
            if stage is None:
                continue
            if least[at] and stage not in least[at]:
                allowed = ", ".join(sorted(least[at]))
                place = where("of_line", line=line)
                sheet.of("yearly_lines").add(
                    "line_bottleneck", place, time.years[at], stage, allowed, column="bottleneck"
                )
            for own in outputs[0].stages:
                flag = flags.get((line, own), np.full(len(time.years), np.nan))[at]
                if not np.isnan(flag) and bool(flag) != (own == stage):
                    place = where("stage", line=line, stage=own)
                    sheet.add(
                        "stage_bottleneck",
                        place,
                        time.years[at],
                        str(bool(flag)),
                        str(own == stage),
                        column="bottleneck",
                    )


def _least_stages(outputs: list[CopyOutput], time: Horizon) -> list[set[str]]:
    """Stages that a year may call its bottleneck."""
    years = time.year[time.period_of]
    found: list[set[str]] = [set() for _ in time.years]
    for at, year in enumerate(time.years):
        for output in outputs:
            for making in output.items.values():
                reach = making.reach[:, years == int(year)]
                reach = reach[:, reach.max(axis=0, initial=0.0, where=np.isfinite(reach)) > 0]
                sums = reach.sum(axis=1, keepdims=True)
                for least in (reach, sums) if reach.size else ():
                    rows = np.flatnonzero((least <= least.min(axis=0) * (1 + 1e-9)).any(axis=1))
                    found[at] |= {output.stages[row] for row in rows}
    return found
