"""Formulas of the statement: a year is the sum of its periods, a result the sum of the lines above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.exports.workbook.cells import TOP, Cells
from planner.exports.workbook.live import GIVEN
from planner.results.finance import COSTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FIRST = ("sales", "fallback_margin")
_HEAD = {"year", "phase"}
_BESIDE = ("capex_budget", "stock_value", "stock_change", "committed_unpaid", "exit_cost")
"""What stands beside the statement: it is not part of the cash."""
_LEVELS = {"cumulative_cash", "stock_value", "committed_unpaid", "exit_cost"}
"""What is so at a year's end, and has no sum."""


def order_of(columns: Iterable[str]) -> list[str]:
    """Columns of the table as the statement has them from top to bottom."""
    between = (name for name in columns if name not in {*_HEAD, *_FIRST, *_BESIDE})
    return [*_FIRST, *between, *_BESIDE]


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement as it lies on its sheet.

    Attributes:
        years: Years across, from the second column on.
        planned: How many of them are of the plan; the others follow.
        cells: Numbers of each line by year, in the order of the lines.
        shape: Number format.
        periods: Rows of the finance by period.
    """

    years: tuple[int, ...]
    planned: int
    cells: Mapping[str, Sequence[float | None]]
    shape: str
    periods: int

    def row(self, name: str) -> int:
        """Row of a line, from 0."""
        return TOP + 1 + list(self.cells).index(name)

    def at(self, name: str, across: int) -> str:
        """Cell of a line in a column, from 0."""
        return str(xl_rowcol_to_cell(self.row(name), across))

    def across(self, name: str, years: int) -> str:
        """Cells of a line in so many years."""
        return f"{self.at(name, 1)}:{self.at(name, years)}"

    def total(self, name: str) -> float | None:
        """Sum of the years of the plan; None where a sum says nothing."""
        known = [value for value in self.cells[name][: self.planned] if value is not None]
        return None if name in _LEVELS or not known else sum(known)

    def formula(self, name: str, across: int) -> str:
        """What gives the number of a line in a column; "" where it is given."""
        if name in GIVEN:
            return ""
        own = _RESULTS.get(name)
        if own is not None:
            return own(self, across)
        periods = Cells("period_finance", self.periods)
        year = xl_rowcol_to_cell(TOP, across, row_abs=True)
        return f"=SUMIF({periods.column('year')},{year},{periods.column(name)})"


def total_of(told: Statement, name: str) -> str:
    """The sum of a line over the years of the plan."""
    return "" if told.total(name) is None else f"=SUM({told.across(name, told.planned)})"


def _operating(told: Statement, across: int) -> str:
    costs = f"{told.at(COSTS[0], across)}:{told.at(COSTS[-1], across)}"
    return f"={told.at('sales', across)}+{told.at('fallback_margin', across)}-SUM({costs})"


def _less(whole: str, *parts: str) -> Formula:
    return lambda told, across: "=" + "-".join(told.at(name, across) for name in (whole, *parts))


def _cumulative(told: Statement, across: int) -> str:
    before = f"{told.at('cumulative_cash', across - 1)}+" if across > 1 else ""
    return f"={before}{told.at('cash_flow', across)}"


def _change(told: Statement, across: int) -> str:
    """The first year's is from what there was before, which no cell holds."""
    return f"={told.at('stock_value', across)}-{told.at('stock_value', across - 1)}" if across > 1 else ""


if TYPE_CHECKING:
    from collections.abc import Callable

    Formula = Callable[[Statement, int], str]

_RESULTS: Mapping[str, Formula] = {
    "operating_cash": _operating,
    "profit_after_tax": _less("operating_cash", "depreciation", "tax"),
    "cash_flow": _less("operating_cash", "tax", "capex"),
    "cumulative_cash": _cumulative,
    "stock_change": _change,
}
