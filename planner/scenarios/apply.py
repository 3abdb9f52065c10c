"""A scenario applied to the files of a case, before anything in them is checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.scenarios.chain import BASE, by_scenario, chain, chain_problems, probability_problems, unknown
from planner.scenarios.drivers import driver_problems
from planner.scenarios.faults import faults, known_tables
from planner.scenarios.keys import key_changed
from planner.scenarios.ramps import curves_stretched
from planner.scenarios.rows import blank_sheet, cells_changed, row_added, rows_dropped
from planner.scenarios.rule import CASE, OPS, Rule, RuleError, rules_of, told, trouble
from planner.scenarios.words import spoken
from planner.tables.reading import typed_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.errors import Problem
    from planner.scenarios.rows import Changed
    from planner.scenarios.variant import Variant
    from planner.tables.decode import Sheet
    from planner.tables.dictionary import Table
    from planner.tables.inputs import Change
    from planner.tables.raw import Raw

_TO_ROWS: Mapping[str, Callable[[Rule, Table, Sheet], Changed]] = {
    "set": cells_changed,
    "times": cells_changed,
    "plus": cells_changed,
    "months": cells_changed,
    "stretch": curves_stretched,
    "add": row_added,
    "drop": rows_dropped,
}


@dataclass(frozen=True)
class Applied:
    """The files of a case after a scenario.

    Attributes:
        files: The files as text; those of the case are left as they are.
        changes: What the rules did, in order.
        problems: What is wrong with the rules.
    """

    files: Raw
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def apply(files: Raw, variant: Variant) -> Applied:
    """Apply a scenario and then the rules of the command line, each to what the rules before it left.

    Every rule of the case is checked by itself, those of the scenario also for rows that they touch; a rule
    with a fault changes nothing.

    Raises:
        UsageError: A rule of the command line is none.
    """
    frame = typed_table("scenarios", files)
    rules = list(rules_of(frame[frame["scenario"] != ""]))
    scenarios = by_scenario(rules)
    own = [spoken(words, variant.name) for words in variant.overrides]
    problems = [*chain_problems(scenarios), *probability_problems(frame)]
    problems += [told(rule, fault) for rule in (*rules, *own) for fault in faults(rule)]
    problems += driver_problems(typed_table("drivers", files), files)
    if variant.scenario != BASE and variant.scenario not in scenarios:
        problems.append(unknown(scenarios, variant.scenario))
    if variant.name in scenarios and (variant.overrides or variant.name != variant.scenario):
        problems.append(trouble("taken", "--name", None, "", variant.name))
    sound = [rule for rule in (*chain(scenarios, variant.scenario), *own) if rule.op in OPS and not faults(rule)]
    changed, changes, more = _in_order(files, sound)
    return Applied(changed, tuple(changes), (*problems, *more))


def _in_order(files: Raw, rules: Sequence[Rule]) -> tuple[Raw, list[Change], list[Problem]]:
    changes: list[Change] = []
    problems: list[Problem] = []
    for rule in rules:
        try:
            files, log = _one(files, rule)
        except RuleError as error:
            problems.append(told(rule, error.fault))
        else:
            changes += log
    return files, changes, problems


def _one(files: Raw, rule: Rule) -> tuple[Raw, list[Change]]:
    """The files after one rule without a fault; a file that could not be read stays as it is."""
    if rule.table == CASE:
        if files.settings is None:
            return files, []
        settings, log = key_changed(rule, files.settings)
        return replace(files, settings=settings), log
    if rule.table in files.unread:
        return files, []
    table = known_tables()[rule.table]
    sheet, log = _TO_ROWS[rule.op](rule, table, files.sheets.get(table.name, blank_sheet(table)))
    return replace(files, sheets={**files.sheets, table.name: sheet}), log
