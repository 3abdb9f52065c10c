"""What the terminal shows of plans side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.cli.show import empty_table
from planner.exports.compared.tables import INPUTS, WIDE
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from planner.exports.compared.compared import Cell, Compared, InputDifference, Line

FIGURES = ("npv", "payback", "irr", "peak_funding", "capex", "production_installs", "shortfall", "gap")
"""Figures of whole plans, across."""
YEARS = ("production_installs", "pilot_installs", "shortfall", "capex", "copies")
"""Figures by year, below each other."""
MOST_INPUTS, LEAST_INPUTS = 36, 3
"""Inputs that are shown of all plans together, and at least of each; the file has all."""
MOST_LIMITS = 24
"""Lines on what limits installs; the file has all."""
OF_OBJECTS = ("copies",)
"""Measures by year that are shown of each object; of the others the whole plan's."""


def show(console: Console, compared: Compared) -> None:
    """Headlines, figures of the plans, figures by year, what limits them, and the inputs that differ."""
    console.print(_plans(compared))
    for words in (*compared.headlines, *_stopped(compared)):
        console.print(words, markup=False, style="bold")
    console.print()
    console.print(_years(compared))
    limits = list(_limits(compared))
    if limits:
        console.print(text("compare.table_limits", plan=compared.plans[0]), markup=False, style="bold")
        for words in limits[:MOST_LIMITS]:
            console.print(f"  {words}", markup=False)
        if len(limits) > MOST_LIMITS:
            console.print(text("compare.more", count=len(limits) - MOST_LIMITS, file=WIDE), markup=False)
        console.print()
    _show_inputs(console, compared)


def _plans(compared: Compared) -> Table:
    """A row a plan."""
    known = _whole(compared)
    shown = [known[name] for name in FIGURES if name in known]
    table = empty_table(text("compare.table_plans"))
    table.padding = (0, 0, 0, 1)
    table.add_column(text("compare.column_plan"), overflow="fold")
    for line in shown:
        table.add_column(text(f"compare_short.{line.measure}"), justify="right", no_wrap=True)
    for number, plan in enumerate(compared.plans):
        table.add_row(_plain(plan), *(_plain(_short(line.values[number], line)) for line in shown))
    return table


def _whole(compared: Compared) -> dict[str, Line]:
    """Figures of whole plans by measure."""
    return {line.measure: line for line in compared.lines if line.year is None and not line.object}


def _stopped(compared: Compared) -> Iterator[str]:
    """Plans that the solver has not proved best."""
    for plan, status in zip(compared.plans, _whole(compared)["status"].values, strict=True):
        if status != text("compare_status.optimal"):
            yield text("compare.stopped", plan=plan, status=status)


def _years(compared: Compared) -> Table:
    """Under each figure a row a plan, a column a year; lines of which no copy is ever bought are left out."""
    rows: dict[tuple[str, str], dict[int, Line]] = {}
    for line in compared.lines:
        if line.year is not None and line.measure in YEARS and bool(line.object) == (line.measure in OF_OBJECTS):
            rows.setdefault((line.measure, line.object), {})[line.year] = line
    years = sorted({year for found in rows.values() for year in found})
    table = empty_table(text("compare.table_years", plan=compared.plans[0]))
    table.add_column(text("compare.column_plan"), overflow="fold")
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)
    for (measure, about), found in sorted(rows.items(), key=lambda row: YEARS.index(row[0][0])):
        if measure in OF_OBJECTS and not _moves(found, years):
            continue
        name = next(iter(found.values())).name
        table.add_row(_plain(f"{name} {about}".strip()), style="bold")
        for number, plan in enumerate(compared.plans):
            cells = [_plain(_beside(found.get(year), number)) for year in years]
            table.add_row(f"  {_plain(plan)}", *cells, end_section=plan == compared.plans[-1])
    return table


def _moves(found: dict[int, Line], years: list[int]) -> bool:
    """Whether a figure is not the same in all years and plans."""
    return len({found[year].values if year in found else None for year in years}) > 1 or any(
        line.differs for line in found.values()
    )


def _short(value: Cell, line: Line, sign: str = "") -> str:
    """A figure as short as the terminal needs: amounts without decimals."""
    return _number(value, replace(line, decimals=0) if line.unit not in {"1", ""} else line, sign)


def _beside(line: Line | None, number: int) -> str:
    """A figure of a plan, with its difference to the first where there is one."""
    if line is None:
        return ""
    value, difference = _short(line.values[number], line), line.differences[number]
    if not difference:
        return value
    told = _short(difference, line, sign="+")
    if line.told[number] == "undecided":
        told = text("compare.near", difference=told)
    return text("compare.against", value=value, difference=told)


def _number(value: Cell, line: Line, sign: str = "") -> str:
    """A number at the decimals of its figure; a ratio in per cent, a year bare."""
    if value is None or isinstance(value, str):
        return value or ""
    if line.unit == "1":
        return f"{value:{sign}.{max(line.decimals - 4, 1)}%}"
    return f"{value:.0f}" if line.unit == "year" else f"{value:{sign},.{line.decimals}f}"


def _limits(compared: Compared) -> Iterator[str]:
    """What limits installs, where it is not the same as in the first plan; years of the same words together."""
    found: dict[tuple[str, str, str, str], list[int | None]] = {}
    for line in compared.lines:
        if line.measure == "limited_by":
            first, *others = (str(value) if value else text("compare.nothing") for value in line.values)
            for plan, value in zip(compared.plans[1:], others, strict=True):
                if value != first:
                    found.setdefault((line.object, plan, value, first), []).append(line.year)
    for (about, plan, value, reference), years in found.items():
        when = text("compare.range", first=years[0], last=years[-1]) if len(years) > 1 else years[0]
        words = {"plan": plan, "value": value, "first": compared.plans[0], "reference": reference}
        yield text("compare.limit", year=when, object=about, **words)


def _show_inputs(console: Console, compared: Compared) -> None:
    """The inputs that differ, of each plan the first few; rows that changed alike together."""
    if not compared.inputs:
        console.print(text("compare.no_inputs"), style="bold")
        return
    console.print(text("compare.table_inputs", plan=compared.plans[0]), markup=False, style="bold")
    most = max(LEAST_INPUTS, MOST_INPUTS // (len(compared.plans) - 1))
    for plan in compared.plans[1:]:
        alike: dict[tuple[str, ...], list[InputDifference]] = {}
        for row in compared.inputs:
            if row.plan == plan:
                alike.setdefault((row.table, row.column, row.reference, row.value, row.why), []).append(row)
        for rows in list(alike.values())[:most]:
            console.print(f"  {plan}: {_input(rows)}", markup=False)
        if len(alike) > most:
            console.print(text("compare.more", count=len(alike) - most, file=INPUTS), markup=False)


def _input(rows: list[InputDifference]) -> str:
    """Rows of one column that changed alike, in a line: where, from what to what, why."""
    row = rows[0]
    place = f"{row.table}.{row.column}" if row.column else row.table
    key = row.row if len(rows) == 1 else text("compare.rows", count=len(rows), row=row.row)
    where = f" [{key}]" if row.row and row.column else ""
    nothing = text("compare.nothing")
    why = f"  ({row.why})" if row.why else ""
    return f"{place}{where}: {row.reference or nothing} -> {row.value or nothing}{why}"


def _plain(words: str) -> str:
    """Text that the terminal takes for no mark-up."""
    from rich.markup import escape  # noqa: PLC0415

    return escape(words)
