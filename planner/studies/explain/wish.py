"""A decision that somebody would have taken otherwise, in words: `DRY2 copy 2 on stream by 2027-10`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import UsageError
from planner.messages import text
from planner.tables.tell import hint

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

FIRST, LAST = pd.Timestamp(1900, 1, 1), pd.Timestamp(2999, 12, 31)
"""Days without an end."""
BY, IN, AFTER, NEVER = "by", "in", "after", "never"
"""What is asked: at least once by a day, within some days, not before a day, not at all."""
_WHEN = r"(?P<when>by|in|on|not before)\s+(?P<date>\d{4}-\d{2}(?:-\d{2})?)"
_COPY = r"(?:\s+copy\s+(?P<copy>\d+))?"
_FORMS = (
    ("on_stream", rf"(?P<object>\S+){_COPY}\s+(?:on\s+stream\s+)?{_WHEN}"),
    ("on_stream", r"no\s+copy(?:\s+(?P<copy>\d+))?\s+of\s+(?P<object>\S+)"),
    ("sop", rf"(?P<object>\S+)\s+(?:sop|production)\s+{_WHEN}"),
    ("sop", r"no\s+(?:sop|production)\s+of\s+(?P<object>\S+)"),
    ("gate", rf"gate\s+(?P<object>\S+)\s+{_WHEN}"),
    ("sign", r"contract\s+(?P<object>\S+)\s+(?P<no>not\s+)?signed"),
    ("sign", r"(?P<no>no)\s+contract\s+(?P<object>\S+)"),
)
_OBJECTS = {
    "on_stream": ("lines", "line"),
    "sop": ("programmes", "programme"),
    "gate": ("gates", "gate"),
    "sign": ("contracts", "contract"),
}
"""By action of the table `decisions` the table and column of its objects."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        said: As it was said.
        action: Action of the table `decisions`.
        object: Line, programme, gate or contract.
        copy: Copy of the line; 0 for every one.
        how: `BY`, `IN`, `AFTER` or `NEVER`.
        first, last: First and last day that will do.
    """

    said: str
    action: str
    object: str
    copy: int
    how: str
    first: pd.Timestamp = FIRST
    last: pd.Timestamp = LAST


def wish(said: str, inputs: Inputs) -> Wish:
    """What a sentence asks for.

    Raises:
        UsageError: It is not understood, or names something that the case does not know.
    """
    for action, form in _FORMS:
        found = re.fullmatch(rf"\s*{form}\s*", said, re.IGNORECASE)
        if found and not (action == "on_stream" and re.search(r"^\s*(gate|contract)\s", said, re.IGNORECASE)):
            return _wish(said, action, found.groupdict(), inputs)
    raise UsageError(text("why_not.not_understood", said=said))


def _wish(said: str, action: str, part: dict[str, str | None], inputs: Inputs) -> Wish:
    table, column = _OBJECTS[action]
    known = {str(name).casefold(): str(name) for name in inputs[table][column]}
    named = str(part["object"])
    if named.casefold() not in known:
        names = ", ".join(known.values())
        raise UsageError(text("why_not.unknown", name=named, names=names, hint=hint(named, known.values())))
    thing, when = known[named.casefold()], (part.get("when") or "").lower()
    copy = int(part.get("copy") or 0)
    if action == "on_stream":
        lines = inputs["lines"].loc[inputs["lines"]["line"] == thing]
        most = int(lines["copies"].sum()) if (lines["status"] == "candidate").all() else 0
        if copy > most or not most:
            raise UsageError(text("why_not.no_copy", line=thing, copy=max(copy, 1), most=most))
    if not when:
        refused = action != "sign" or bool(part.get("no"))
        return Wish(said, action, thing, copy, NEVER if refused else BY)
    first, last = _days(said, str(part["date"]))
    if when == "not before":
        return Wish(said, action, thing, copy or 1, AFTER, first=first)
    if when == "by":
        return Wish(said, action, thing, copy or 1, BY, last=last)
    return Wish(said, action, thing, copy or 1, IN, first, last)


def _days(said: str, date: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a month, or a day twice."""
    try:
        first = pd.Timestamp(date)
    except ValueError as error:
        raise UsageError(text("why_not.not_understood", said=said)) from error
    return first, first if date.count("-") > 1 else first + pd.offsets.MonthEnd(0)
