"""Rules on case.toml."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from planner.scenarios.rule import CASE, Rule, RuleError
from planner.scenarios.values import DATES, figured, moved
from planner.tables.inputs import Change

Settings = Mapping[str, Any]


def key_changed(rule: Rule, settings: Settings) -> tuple[Settings, list[Change]]:
    """The keys of case.toml after a rule, and what it did to them.

    Raises:
        RuleError: case.toml has no such key to drop, or nothing there that the op works on.
    """
    old = settings.get(rule.column)
    if rule.op == "drop":
        if rule.column not in settings:
            raise RuleError("no_key", "column", key=rule.column)
        new = {name: value for name, value in settings.items() if name != rule.column}
    else:
        new = {**settings, rule.column: _new(rule, old)}
    told = toml(new[rule.column]) if rule.column in new else ""
    former = "" if old is None else toml(old)
    change = Change(rule.scenario, rule.said, rule.place, rule.why, CASE, None, "", rule.column, former, told)
    return new, [change] if told != former else []


def _new(rule: Rule, old: object) -> object:
    if rule.op == "set":
        return _value(rule.value)
    if rule.op in DATES:
        if isinstance(old, dt.date):
            return moved(old, int(Decimal(rule.value)))
    elif isinstance(old, int | float) and not isinstance(old, bool):
        number = figured(rule, Decimal(str(old)))
        return int(number) if isinstance(old, int) and number == round(number) else float(number)
    raise RuleError("key_op", "op", key=rule.column, op=rule.op)


def _value(written: str) -> object:
    """A value as TOML writes it; anything else is a text, so that a text needs no quotation marks."""
    try:
        read = tomllib.loads(f"value = {written}")
    except tomllib.TOMLDecodeError:
        return written
    return read["value"] if set(read) == {"value"} else written


def toml(value: object) -> str:
    """A value as TOML writes it, in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)
