"""Findings of the audit, and the sheet on which the checks write them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Decimals = Mapping[tuple[str, str], int]

RELATIVE = 1e-6
"""Share of a number by which it may be off: ten times what a solver leaves in its own scaled units."""

FLOORS = {"h": 1e-3, "million": 1e-6, "1": 1e-6, "GWh": 1e-9}
"""Least amount by unit that counts as a violation: 4 seconds, one unit of money, a millionth, a watt hour."""

EXACT: Decimals = MappingProxyType({})
"""No column was rounded."""

FLOOR = 1e-5
"""The same for units that are not named above (goods: times what a vehicle holds of them)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One number of a plan that does not hold.

    Attributes:
        rule: Name of the rule; its sentence is `audit.<rule>` in the catalogue.
        where: The objects concerned, in words.
        when: Period or year ("" where neither applies).
        amount: How far the rule is violated, in `unit`.
        unit: Unit of the numbers ("" for names; days for dates).
        allowed: What the inputs allow or give.
        found: What the plan says.
        message: The sentence for readers.
        table: Table of the plan that says it, or whose rows it follows from ("kpis": the key figures).
        column: Its column; "" where no single one is meant.
    """

    rule: str
    where: str
    when: str
    amount: float
    unit: str
    allowed: float | str
    found: float | str
    message: str
    table: str = ""
    column: str = ""


def where(kind: str, **names: object) -> str:
    """The object of a finding in words; `kind` is a key of the catalogue's section `audit_where`."""
    return text(f"audit_where.{kind}", **names)


class Sheet:
    """Collects findings; every check is handed the sheet of its table, and all write on the same list."""

    def __init__(self, decimals: Decimals = EXACT, table: str = "", findings: list[Finding] | None = None) -> None:
        """Start with an empty list.

        Args:
            decimals: Decimals of the columns that were rounded when the plan was written, by table and column.
            table: Table that the checks look at.
            findings: Where to go on writing.
        """
        self.findings: list[Finding] = [] if findings is None else findings
        self._decimals, self._table = decimals, table

    def of(self, table: str) -> Sheet:
        """The same sheet for the checks of a table."""
        return Sheet(self._decimals, table, self.findings)

    def add(
        self,
        rule: str,
        place: str,
        when: str,
        found: float | str,
        allowed: float | str,
        unit: str = "",
        column: str = "",
    ) -> None:
        """Write one finding down."""
        both = isinstance(found, float) and isinstance(allowed, float)
        amount = abs(found - allowed) if both else 1.0  # type: ignore[operator]
        values = {"where": place, "when": when, "unit": unit, "amount": _shown(amount)}
        message = text(f"audit.{rule}", **values, found=_shown(found), allowed=_shown(allowed))
        self.findings.append(Finding(rule, place, when, amount, unit, allowed, found, message, self._table, column))

    def at_most(
        self,
        rule: str,
        place: str,
        when: Sequence[str],
        found: ArrayLike,
        allowed: ArrayLike,
        unit: str,
        scale: ArrayLike = 0.0,
        floor: float | None = None,
        column: str = "",
        rounded: int = 1,
    ) -> None:
        """Each number of `found` is at most `allowed`; an allowed infinity is no limit.

        Args:
            rule: Name of the rule.
            place: Where, in words.
            when: Periods or years of the numbers.
            found: Numbers by `when` (or one for all).
            allowed: Numbers that they may be at most.
            unit: Their unit.
            scale: Size of the numbers that `found` is a sum of, for the tolerance.
            floor: Least amount that counts; none: that of the unit.
            column: Column of the table that holds `found`.
            rounded: How many numbers of that column's decimals the two sides hold.
        """
        self._compare(rule, place, when, (found, allowed), 1.0, unit, scale, floor, column, rounded)

    def at_least(
        self,
        rule: str,
        place: str,
        when: Sequence[str],
        found: ArrayLike,
        allowed: ArrayLike,
        unit: str,
        scale: ArrayLike = 0.0,
        floor: float | None = None,
        column: str = "",
        rounded: int = 1,
    ) -> None:
        """Each number of `found` is at least `allowed`; arguments as of `at_most`."""
        self._compare(rule, place, when, (found, allowed), -1.0, unit, scale, floor, column, rounded)

    def equal(
        self,
        rule: str,
        place: str,
        when: Sequence[str],
        found: ArrayLike,
        allowed: ArrayLike,
        unit: str,
        scale: ArrayLike = 0.0,
        floor: float | None = None,
        column: str = "",
        rounded: int = 1,
    ) -> None:
        """Each number of `found` equals `allowed` (both may be empty, NaN); arguments as of `at_most`."""
        self._compare(rule, place, when, (found, allowed), 0.0, unit, scale, floor, column, rounded)

    def _compare(
        self,
        rule: str,
        place: str,
        when: Sequence[str],
        pair: tuple[ArrayLike, ArrayLike],
        sense: float,
        unit: str,
        scale: ArrayLike,
        floor: float | None,
        column: str,
        rounded: int,
    ) -> None:
        found, allowed = (np.broadcast_to(np.asarray(x, dtype=float), (len(when),)) for x in pair)
        limit = np.where(np.isinf(allowed), 0.0, allowed)
        size = np.maximum(np.maximum(np.abs(found), np.abs(limit)), scale)
        least = FLOORS.get(unit, FLOOR) if floor is None else floor
        over = sense * (found - allowed) if sense else np.abs(found - allowed)
        # A number that is no number fails every comparison, so it is asked for the good ones.
        least = np.maximum(least, RELATIVE * size) + rounded * self._half(column)
        good = (over <= least) | (np.isnan(found) & np.isnan(allowed))
        for at in np.flatnonzero(~good).tolist():
            self.add(rule, place, when[at], float(found[at]), float(allowed[at]), unit, column)

    def _half(self, column: str) -> float:
        """Half of the last decimal of a rounded column: as much as a number may lie from what it was."""
        decimals = self._decimals.get((self._table, column))
        return 0.0 if decimals is None else 0.5 * 10.0**-decimals


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.8g}"
