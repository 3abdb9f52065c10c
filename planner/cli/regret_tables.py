"""A study of regret on the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.cli.show import empty_table
from planner.messages import text
from planner.studies.regret.words import careful, said

if TYPE_CHECKING:
    from rich.console import Console

    from planner.studies.regret import Regrets


def show(console: Console, found: Regrets) -> None:
    """Choices, values and regrets by scenario, what each rule picks, and what knowing would be worth."""
    _choices(console, found)
    _matrix(console, found)
    for words in said(found):
        console.print(words, markup=False)
    for words in careful(found):
        console.print(words, markup=False, style="yellow")
    console.print(text("cli.report", folder=found.folder), markup=False)


def _choices(console: Console, found: Regrets) -> None:
    table = empty_table(text("regret_command.table_choices", months=found.asked.months))
    for name in ("choice", "scenarios", "decisions"):
        table.add_column(text(f"regret_command.column_{name}"), overflow="fold")
    for row in found.choices:
        table.add_row(row.choice, ", ".join(row.scenarios), row.decisions)
    console.print(table)


def _matrix(console: Console, found: Regrets) -> None:
    """Values and regrets, a row a choice, a column a scenario."""
    values = empty_table(text("regret_command.table_values", currency=found.currency))
    regrets = empty_table(text("regret_command.table_regret", currency=found.currency))
    heads = [text("regret_command.weight", name=name, weight=weight) for name, weight in found.weights.items()]
    for table, more in ((values, ("expected", "worst")), (regrets, ("largest",))):
        table.add_column(text("regret_command.column_choice"))
        for head in (*heads, *(text(f"regret_command.column_{name}") for name in more)):
            table.add_column(head, justify="right")
    for row in found.choices:
        own = [pair for pair in found.pairs if pair.choice == row.choice]
        values.add_row(row.choice, *(_number(pair.value) for pair in own), _number(row.expected), _number(row.worst))
        regrets.add_row(row.choice, *(_number(pair.regret) for pair in own), _number(row.regret))
    values.add_row(text("regret_command.best"), *(_number(top) for top in found.best.values()), "", "")
    console.print(values)
    console.print(regrets)


def _number(number: float) -> str:
    return f"{number:,.1f}" if math.isfinite(number) else text("regret_command.no_plan")
