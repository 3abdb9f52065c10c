"""What a rule makes of one cell: set, times, plus, months."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.scenarios.rule import Fault, Rule
from planner.tables.cells import FaultError, parser
from planner.tables.dictionary import Column
from planner.tables.limits import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBERS, DATES = ("times", "plus"), ("months",)
_NUMBER, _WHOLE = Column("", "", "number"), Column("", "", "integer")
_FACTOR = Column("", "", "number", above=0.0)
_ASKED = {"times": _NUMBER, "plus": _NUMBER, "months": _WHOLE, "stretch": _FACTOR}
_MONTHS = 12
_FURTHEST = 12_000
"""Months by which a date may move: further is no date."""


def value_faults(rule: Rule) -> Iterator[Fault]:
    """What is wrong with the number that an op works with."""
    asked = _ASKED.get(rule.op)
    if asked is None:
        return
    try:
        number = amount(rule.value) if rule.value else None
        parser(asked)(rule.value)
    except FaultError:
        number = None
    low = number is not None and asked.above is not None and number <= asked.above
    far = number is not None and rule.op == "months" and abs(number) > _FURTHEST
    if number is None or low or far:
        yield Fault("value", "value", {"op": rule.op, "allowed": limits(asked).strip()})


def amount(cell: str) -> Decimal:
    """A number exactly as it is written, so that 0.985 times 0.97 is 0.95545; raises FaultError for anything else."""
    parser(_NUMBER)(cell)
    return Decimal(cell)


def changer(rule: Rule, column: Column, *, comma: bool) -> Callable[[str], str | None]:
    """What makes the new cell of the old one; None for a cell to be left (empty, or not to be read)."""
    if rule.op == "set":
        return lambda _: rule.value
    read = parser(column, comma=comma)

    def change(cell: str) -> str | None:
        try:
            value = read(cell) if cell else None
        except FaultError:
            return None
        if isinstance(value, dt.date):
            return moved(value, int(amount(rule.value))).isoformat()
        return None if value is None else written(figured(rule, Decimal(cell.replace(",", "."))))

    return change


def figured(rule: Rule, number: Decimal) -> Decimal:
    """The number times or plus the rule's."""
    by = amount(rule.value)
    return number * by if rule.op == "times" else number + by


def written(number: Decimal) -> str:
    """A number as a table holds it, without exponent and without needless zeros."""
    return f"{number.normalize() + 0:f}"


def moved(day: dt.date, months: int) -> dt.date:
    """The day so many months later; a last day of its month stays one, and none passes the end of the calendar."""
    count = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(min(max(count, dt.MINYEAR * _MONTHS), dt.MAXYEAR * _MONTHS + _MONTHS - 1), _MONTHS)
    last = monthrange(year, month + 1)[1]
    stays = day.day == monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if stays else min(day.day, last))
