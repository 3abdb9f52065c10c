"""The small language of rules: `line=DRY*; from=2027-01-01..`, and a rule in one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.messages import text
from planner.scenarios.rule import OPS, Rule
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterable

Pair = tuple[str, str, str]
"""Name, sign ("=" or "!=") and value."""

_PAIR = re.compile(r'\s*(\w+)\s*(!?=)\s*(?:"((?:[^"]|"")*)"|([^;"]*))\s*(?:;|$)')
_RULE = re.compile(
    r"\s*(?P<table>\w+)(?:\.(?P<column>\w+))?"
    r"(?:\s+where\s+(?P<where>.*?))?"
    rf"\s+(?P<op>{'|'.join(OPS)})"
    r"(?:\s+(?P<value>.*?))?"
    r"(?:\s+because\s+(?P<why>.*?))?\s*",
    re.DOTALL,
)
_START = re.compile(r"\s*\w+(?:\.\w+)?(?:\s+where\s+\S+)?\s+(\w+)")


def pairs(words: str) -> list[Pair] | None:
    """The pairs of a text; None where it is not made of pairs.

    Pairs are parted by semicolons. A value in quotation marks may hold semicolons, and a quotation mark written
    twice.
    """
    found, place = [], 0
    while words[place:].strip():
        pair = _PAIR.match(words, place)
        if not pair:
            return None
        name, sign, quoted, bare = pair.groups()
        found.append((name, sign, quoted.replace('""', '"') if quoted is not None else bare.strip()))
        place = pair.end()
    return found


def paired(values: Iterable[tuple[str, str]]) -> str:
    """Names and values as a text from which `pairs` gives them back."""
    return "; ".join(f"{name}={_quoted(value)}" for name, value in values)


def _quoted(value: str) -> str:
    plain = value == value.strip() and not {";", '"'} & set(value)
    return value if plain else '"' + value.replace('"', '""') + '"'


def spoken(words: str, scenario: str) -> Rule:
    """The rule of `--override "stages.yield where line=DRY2 times 0.97 because the trial says so"`.

    Raises:
        UsageError: The words are no rule.
    """
    said = _RULE.fullmatch(words)
    if not said:
        start = _START.match(words)
        offer = f" {hint(start[1], OPS)}" if start and start[1] not in OPS else ""
        raise UsageError(text("override.not_a_rule", words=words, hint=offer))
    part = {name: value or "" for name, value in said.groupdict().items()}
    return Rule(scenario, part["table"], part["where"], part["column"], part["op"], part["value"], part["why"])
