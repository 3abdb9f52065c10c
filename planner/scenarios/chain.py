"""Which rules a scenario has, in order: its own and those of the scenarios that it is built on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.scenarios.rule import AFTER, FILE, Fault, Rule, told, trouble
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from planner.errors import Problem

BASE, CUSTOM = "base", "custom"
"""Reports of the case as it stands, and of one changed on the command line alone: no scenario may take their names."""
_NAME = re.compile(r"\w[\w.+-]{0,99}(?<!\.)")


def by_scenario(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    """The rules of each scenario in their order."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.scenario, []).append(rule)
    return found


def chain(rules: Mapping[str, Sequence[Rule]], name: str, seen: set[str] | None = None) -> Iterator[Rule]:
    """The rules of a scenario with those of other scenarios in the places of `after`.

    The rules of each scenario come once, where they are first asked for: two scenarios that are built on the
    same one can be combined, and a loop ends.
    """
    seen = set() if seen is None else seen
    seen.add(name)
    for rule in rules.get(name, ()):
        if rule.op != AFTER:
            yield rule
        elif rule.value not in seen:
            yield from chain(rules, rule.value, seen)


def named_well(name: str) -> bool:
    """Whether a name can be that of a folder everywhere."""
    return bool(_NAME.fullmatch(name))


def chain_problems(rules: Mapping[str, Sequence[Rule]]) -> Iterator[Problem]:
    """Scenarios with a name that cannot be, built on one that is not there or on themselves."""
    for name, own in rules.items():
        if name.casefold() in {BASE, CUSTOM} or not named_well(name):
            check = "reserved" if named_well(name) else "name"
            yield told(own[0], Fault(check, "scenario"))
        for rule in own:
            if rule.op != AFTER:
                continue
            if rule.value not in rules:
                yield told(rule, Fault("after_unknown", "value", {"hint": hint(rule.value, rules)}))
            elif name in _asked(rules, rule.value):
                yield told(rule, Fault("after_loop", "value"))


def _asked(rules: Mapping[str, Sequence[Rule]], name: str) -> set[str]:
    """The scenario and all those it is built on."""
    seen: set[str] = set()
    list(chain(rules, name, seen))
    return seen


def unknown(rules: Mapping[str, Sequence[Rule]], name: str) -> Problem:
    """The problem that a scenario asked for is not there; offers those that are."""
    return trouble("scenario", FILE, None, "scenario", name, {"hint": hint(name, [BASE, *rules])})


def probability_problems(frame: pd.DataFrame) -> Iterator[Problem]:
    """A scenario has one probability."""
    given = frame[frame["probability"].notna()]
    for name, own in given.groupby("scenario", sort=False):
        first = own["probability"].iloc[0]
        for line, chance in own["probability"][own["probability"] != first].items():
            words = {"scenario": name, "first": first, "row": own.index[0]}
            yield trouble("probability", FILE, int(str(line)), "probability", f"{chance:g}", words)
