"""Lines by year: copies, output, yield and use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.frames import names
from planner.results.audit.lines_check import stage_hours
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

UNITS = {"good_output": "unit", "gwh": "GWh"}


def by_line(copies: Mapping[Key, CopyOutput]) -> dict[str, list[CopyOutput]]:
    """The copies of each line that has any."""
    lines: dict[str, list[CopyOutput]] = {}
    for output in copies.values():
        lines.setdefault(output.copy.line, []).append(output)
    return lines


def check_yearly_lines(
    sheet: Sheet,
    table: Written,
    inputs: Inputs,
    book: Ledger,
    copies: Mapping[Key, CopyOutput],
    energy: Mapping[str, float],
    time: Horizon,
) -> None:
    """Copies on stream, good output, energy, RTY and utilisation of each line follow from its copies."""
    groups, there = by_line(copies), table.present()
    hours = {line: np.sum([o.regular for o in outputs], axis=0) for line, outputs in groups.items()}
    nothing = np.zeros(len(time.years))
    needed: dict[Key, NDArray[np.bool_]] = {}
    for line in names(inputs["lines"]["line"]):
        running = time.by_year(hours[line]) if line in hours else nothing
        if running.any() or (line,) in there:
            needed[line,] = running > 0
    check_complete(sheet, table, needed)
    for key, rows in there.items():
        outputs = groups.get(key[0], [])
        for name, values in _expected(book, outputs, energy, time).items():
            stated = np.where(rows, table.column(name, np.nan)[key], values)
            # A line that makes nothing may leave its shares empty.
            found = np.where(np.isnan(stated) & (values == 0), 0.0, stated) if name != "good_output" else stated
            place = where("column", column=name, name=key[0])
            # Which way loses most may change while a line ramps; three decimals are shown.
            floor = 1e-3 if name == "rty" else None
            sheet.equal(
                f"line_{name}", place, time.years, found, values, UNITS.get(name, "1"), floor=floor, column=name
            )


def _expected(book: Ledger, outputs: list[CopyOutput], energy: Mapping[str, float], time: Horizon) -> dict[str, Floats]:
    """Columns of one line by year."""
    made = _made(book, outputs, time)
    total = sum(made.values(), np.zeros(len(time.labels)))
    since = np.array([o.copy.on_stream for o in outputs], dtype="datetime64[D]")
    ends = [time.last[time.year == int(year)].max() for year in time.years]
    stored = sum((units * energy.get(item, 0.0) for item, units in made.items()), np.zeros(len(time.labels)))
    expected = {
        "copies_on_stream": np.array([float(np.sum(since <= end)) for end in ends]),
        "good_output": time.by_year(total),
        "gwh": time.by_year(stored),
    }
    expected["utilisation"] = ratio(expected["good_output"], time.by_year(_regular_most(book, outputs, time)))
    return expected | ({"rty": _yields(book, outputs, time)} if outputs else {})


def _made(book: Ledger, outputs: list[CopyOutput], time: Horizon) -> dict[str, Floats]:
    made: dict[str, Floats] = {}
    for output in outputs:
        for item in output.items:
            units = book.amounts["made"].get((*output.copy.key, item), np.zeros(len(time.labels)))
            made[item] = made.get(item, np.zeros(len(time.labels))) + units
    return made


def _regular_most(book: Ledger, outputs: list[CopyOutput], time: Horizon) -> Floats:
    """Good units of what was made that fit the regular hours: a mix grows until its first stage is full."""
    total = np.zeros(len(time.labels))
    for output in outputs:
        each = [m.good for m in output.items.values()]
        most = np.max(each, axis=0) if each else total
        if len(each) > 1:
            made = sum(_made(book, [output], time).values(), 0.0 * total)
            used, _ = stage_hours(book, output.copy.key, output)
            share = ratio(used, output.machine_hours).max(axis=0)
            most = np.where(share > 0, ratio(made, share), most)
        total = total + most
    return total


def _yields(book: Ledger, outputs: list[CopyOutput], time: Horizon) -> Floats:
    """Yield of the whole line by year: good units over the starts on the way that loses most."""
    nothing = np.zeros(len(time.labels))
    pairs = [(book.amounts["made"].get((*o.copy.key, i), nothing), m) for o in outputs for i, m in o.items.items()]
    sums = np.array([[u, u * m.lost, m.good, m.good * m.lost] for u, m in pairs]).sum(axis=0)
    made, started, possible, fed = (time.by_year(values) for values in sums)
    return np.where(made > 0, ratio(made, started), ratio(possible, fed, np.nan))
