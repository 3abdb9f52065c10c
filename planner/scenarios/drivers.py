"""Drivers as rules: a driver with a value is a rule of the command line, so that any run can be repeated by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.scenarios.conditions import rows_meant
from planner.scenarios.faults import faults, known_tables
from planner.scenarios.rows import blank_sheet
from planner.scenarios.rule import CASE, Fault, Rule, RuleError, told
from planner.scenarios.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.errors import Problem
    from planner.tables.drivers import Driver
    from planner.tables.raw import Raw

FILE = "drivers.csv"
TABLES = ("drivers", "driver_correlations")
_DIGITS = 9


def whole(driver: Driver) -> bool:
    """Whether the value must be a whole number: of months, and what whole columns become or grow by."""
    table = known_tables().get(driver.table)
    column = table.columns.get(driver.column) if table else None
    counted = column is not None and column.type == "integer" and driver.op in ("set", "plus")
    return driver.op == "months" or counted


def rounded(driver: Driver, value: float) -> float:
    """A value as it goes into the tables: nine digits, within the driver's limits, whole where it must be."""
    value = min(max(value, driver.least), driver.most)
    return float(math.floor(value + 0.5)) if whole(driver) else float(f"{value:.{_DIGITS}g}")


def words(driver: Driver, value: float) -> str:
    """The rule of a driver at a value, as `--override` takes it."""
    rule = _rule(driver.name, driver.table, driver.where, driver.column, driver.op, _number(value), "", 0)
    return rule.said + (f" because {driver.why}" if driver.why else "")


def driver_problems(frame: pd.DataFrame, files: Raw) -> Iterator[Problem]:
    """Everything wrong with the drivers of a case as rules, each told once, with its row.

    Args:
        frame: The table `drivers`, as far as it could be read.
        files: The files that the rules would change.
    """
    names = ["driver", "table", "where", "column", "op", "low", "why"]
    for line, *cells in frame[names].itertuples(name=None):
        driver, table, where, column, op, low, why = cells
        if not op or math.isnan(low):
            continue
        # Whole numbers are made of any draw; that the op takes them is all that is asked here.
        rule = _rule(driver, table, where, column, op, "1", why, int(line))
        yield from (told(rule, fault) for fault in _faults(rule, files))


def _faults(rule: Rule, files: Raw) -> Iterator[Fault]:
    if rule.table in TABLES:
        yield Fault("driver_table", "table")
        return
    found = faults(rule)
    yield from found
    if found:
        return
    if not _repeats(rule):
        yield Fault("driver_words", "where")
    elif rule.table != CASE and rule.table not in files.unread:
        table = known_tables()[rule.table]
        try:
            rows_meant(rule, table, files.sheets.get(table.name, blank_sheet(table)))
        except RuleError as error:
            yield error.fault


def _repeats(rule: Rule) -> bool:
    """Whether the rule as words is the same rule again."""
    try:
        said = spoken(f"{rule.said} because {rule.why}" if rule.why else rule.said, rule.scenario)
    except UsageError:
        return False
    parts = ("table", "where", "column", "op", "value", "why")
    return all(getattr(said, part) == getattr(rule, part).strip() for part in parts)


def _rule(name: str, table: str, where: str, column: str, op: str, value: str, why: str, line: int) -> Rule:
    return Rule(name, table, where, column, op, value, why, line, FILE)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
