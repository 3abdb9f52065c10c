"""A study of regret on the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.cli.show import empty_table
from planner.messages import text

if TYPE_CHECKING:
    from rich.console import Console

    from planner.studies.regret import Regrets
    from planner.studies.regret.matrix import Outcome, Pick


def show(console: Console, found: Regrets) -> None:
    """Choices, values and regrets by scenario, what each rule picks, and what knowing would be worth."""
    _choices(console, found)
    _matrix(console, found)
    for pick in found.picks:
        console.print(_picked(pick), markup=False)
    for words in _worth(found):
        console.print(words, markup=False)
    for name, reason in found.without.items():
        console.print(text("regret_command.without", name=name, reason=reason), markup=False)
    for pair in found.pairs:
        if not math.isfinite(pair.value):
            told = {"choice": pair.choice, "scenario": pair.scenario, "reason": pair.reason}
            console.print(text("regret_command.pair_without", **told), markup=False)
        elif pair.over > 0:
            over = {"choice": pair.choice, "scenario": pair.scenario, "over": pair.over, "currency": found.currency}
            console.print(text("regret_command.pair_over", **over), markup=False)
    for words in found.warnings:
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
        values.add_row(row.choice, *(_value(pair) for pair in own), _number(row.expected), _number(row.worst))
        regrets.add_row(row.choice, *(_number(pair.regret) for pair in own), _number(row.regret))
    values.add_row(text("regret_command.best"), *(_number(top) for top in found.best.values()), "", "")
    console.print(values)
    console.print(regrets)


def _value(pair: Outcome) -> str:
    return _number(pair.value) + (text("regret_command.gap") if pair.gap > 0 else "")


def _number(number: float) -> str:
    return f"{number:,.1f}" if math.isfinite(number) else text("regret_command.no_plan")


def _picked(pick: Pick) -> str:
    rule = text(f"regret_command.rule_{pick.rule}")
    if not pick.choice:
        return text("regret_command.pick_none", rule=rule)
    if pick.alike:
        return text("regret_command.pick_alike", rule=rule, choice=pick.choice, alike=", ".join(pick.alike))
    return text("regret_command.pick", rule=rule, choice=pick.choice)


def _worth(found: Regrets) -> list[str]:
    worth, currency = found.worth, found.currency
    if worth.rp is None:
        return [text("regret_command.worth_none", ws=worth.ws, currency=currency)]
    told = [text("regret_command.worth", ws=worth.ws, rp=worth.rp, evpi=worth.evpi, currency=currency)]
    if worth.eev is not None:
        told.append(text("regret_command.vss", eev=worth.eev, vss=worth.vss, currency=currency))
    elif any("base" in row.scenarios for row in found.choices):
        told.append(text("regret_command.vss_none"))
    return told
