"""What the terminal shows of an explanation: its sentences, and of its tables the first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.show import empty_table
from planner.exports.dictionary import dictionary
from planner.exports.tables import csv_cells
from planner.messages import text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from planner.results.explained import Explained

SHOWN = {
    "prices": ("rank_plan", ("year", "limit", "copy", "step", "unit", "gain_million", "loss_million")),
    "margins": ("rank", ("what", "gain_million", "cost_million", "net_million", "installs", "helps_from")),
}
"""By table of an explanation: the column by which its rows are ordered ("": as they stand), and the columns shown."""
MOST = 10
"""Rows that are shown of a table; the files have all."""


def show(console: Console, explained: Explained) -> None:
    """The sentences of an explanation, then the first rows of its tables."""
    for words in explained.headlines:
        console.print(words, markup=False, style="bold")
    for name in SHOWN:
        if name in explained.plan.tables and len(explained.plan[name]):
            console.print()
            console.print(_table(explained, name))
            more = len(explained.plan[name]) - MOST
            if more > 0:
                console.print(text("explain_command.more", count=more, file=f"{name}.csv"), markup=False)


def _table(explained: Explained, name: str) -> Table:
    from rich.markup import escape  # noqa: PLC0415

    order, shown = SHOWN[name]
    frame = explained.plan[name]
    frame = (frame.sort_values(order) if order else frame).head(MOST)
    columns = {column.name: column for column in dictionary()[name]}
    currency = explained.plan.case.currency
    table = empty_table(text(f"explain_tables.{name}", currency=currency))
    for column in shown:
        head = text(f"explain_columns.{column}", currency=currency)
        table.add_column(head, justify="right" if columns[column].is_number else "left", overflow="fold")
    cells = [csv_cells(frame[column], columns[column], full=False) for column in shown]
    for row in zip(*cells, strict=True):
        table.add_row(*(escape(cell) for cell in row))
    return table
