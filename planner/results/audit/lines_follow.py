"""Lines by year: copies, output, yield and use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.results.audit.finding import where
from planner.results.audit.frames import names
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
            sheet.equal(f"line_{name}", place, time.years, found, values, UNITS.get(name, "1"))
        low, high = _yields(book, outputs, time, chain=_is_chain(inputs, key[0]))
        ask = np.flatnonzero(rows & ~np.isnan(high)).tolist()
        years, rty = [time.years[at] for at in ask], table.column("rty", np.nan)[key][ask]
        place = where("column", column="rty", name=key[0])
        sheet.at_most("line_rty", place, years, rty, high[ask], "1")
        sheet.at_least("line_rty", place, years, rty, low[ask], "1")


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
    if len(made) <= 1:
        # Of several items there is no one most to divide by.
        expected["utilisation"] = ratio(expected["good_output"], time.by_year(_regular_most(outputs, time)))
    return expected


def _made(book: Ledger, outputs: list[CopyOutput], time: Horizon) -> dict[str, Floats]:
    made: dict[str, Floats] = {}
    for output in outputs:
        for item in output.items:
            units = book.amounts["made"].get((*output.copy.key, item), np.zeros(len(time.labels)))
            made[item] = made.get(item, np.zeros(len(time.labels))) + units
    return made


def _regular_most(outputs: list[CopyOutput], time: Horizon) -> Floats:
    goods = (making.good for output in outputs for making in output.items.values())
    return np.asarray(sum(goods, np.zeros(len(time.labels))), dtype=float)


def _is_chain(inputs: Inputs, line: str) -> bool:
    flows = inputs["flows"].loc[inputs["flows"]["line"] == line]
    return not (flows["from_stage"].duplicated().any() or flows["to_stage"].duplicated().any())


def _yields(book: Ledger, outputs: list[CopyOutput], time: Horizon, *, chain: bool) -> tuple[Floats, Floats]:
    """Bounds by year of the yield of the whole line: close on a chain; with branches their product and 1."""
    low, high = np.full(len(time.years), np.nan), np.full(len(time.years), np.nan)
    pairs = [(book.amounts["made"].get((*o.copy.key, i)), m) for o in outputs for i, m in o.items.items()]
    for at, year in enumerate(time.years):
        inside = time.year == int(year)
        produced = [m.product[inside & (made > 0)] for made, m in pairs if made is not None]
        possible = [m.product[inside & (m.good > 0)] for _, m in pairs]
        values = np.concatenate(produced) if any(map(len, produced)) else np.concatenate([*possible, np.empty(0)])
        if len(values):
            low[at], high[at] = values.min(), values.max() if chain else 1.0
    return low, high
