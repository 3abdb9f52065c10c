"""Live formulas: sums, ratios and present values that follow when a reader changes a cell.

A formula stands only where a result table has the number, or where the number is a plain sum or ratio of cells beside
it. The number that the planner found is kept with the formula, for programs that do not calculate.

Where a sheet has a filter, a formula names whole columns and cells of its own row, so that sorting breaks none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.dictionary import dictionary
from planner.exports.tables import as_floats, as_texts
from planner.exports.workbook.book import MOST_ROWS
from planner.exports.workbook.cells import Cells
from planner.results.finance import COSTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.exports.dictionary import Column
    from planner.exports.workbook.book import Book

    Formulas = Mapping[str, Sequence[str]]

RATE, TAX = "discount_rate", "tax_rate"
"""Names of the cells that hold the rates."""
_SUMMED = ("pilot_installs", "production_installs", "cumulative_installs", "demand", "shortfall", "gwh")
LIVE = {
    "yearly_plan": {"cumulative_production", "cumulative_installs"},
    "yearly_total": {*_SUMMED, "cumulative_production"},
    "period_finance": {
        *("discount", "operating_cash", "tax", "profit_after_tax", "capex", "cash_flow", "cumulative_cash"),
        "present_value",
    },
    "period_payments": {"present_million"},
}
"""Columns that formulas fill."""
GIVEN = {"year", "phase", "capex_budget", "stock_value", "committed_unpaid", "exit_cost"}
"""Columns of the yearly finance that no formula fills."""
_EXACT = {"yearly_finance", "period_finance", "period_payments"}
_PERIOD = {
    "operating_cash": f"={{sales}}+{{fallback_margin}}-SUM({{{COSTS[0]}}}:{{{COSTS[-1]}}})",
    "tax": f"={TAX}*({{operating_cash}}-{{depreciation}})",
    "profit_after_tax": "={operating_cash}-{depreciation}-{tax}",
    "cash_flow": "={operating_cash}-{tax}-{capex}",
}
"""Formulas of a row of the finance by period, with the names of its cells."""
_ENERGY = {("yearly_plan", "gwh"), ("yearly_total", "gwh")}
_SAME_FACTOR = 1e-9


def is_live(column: Column) -> bool:
    """Whether a formula may fill the column."""
    if column.table == "yearly_finance":
        return column.name not in GIVEN
    return column.name in LIVE.get(column.table, ())


def is_exact(column: Column) -> bool:
    """Whether its cells hold every digit, as sums of them are to be what the planner found."""
    return column.table in _EXACT or (column.table, column.name) in _ENERGY


def formulas(book: Book, table: str) -> Formulas:
    """The formulas of a table's columns, one a row."""
    make = _MAKERS.get(table)
    return make(book) if make else {}


def cells_of(book: Book, table: str) -> Cells | None:
    """Where a table stands; None where it has no sheet."""
    frame = book.plan.tables.get(table)
    return None if frame is None or not 0 < len(frame) <= MOST_ROWS else Cells(table, len(frame))


def each(cells: Cells, made: Callable[[int], str]) -> list[str]:
    """A formula for each row."""
    return [made(row) for row in range(cells.rows)]


def _yearly_plan(book: Book) -> Formulas:
    """Sums since the start by programme; none where two programmes have the same name for readers."""
    at, frame = Cells("yearly_plan", len(book.plan["yearly_plan"])), book.plan["yearly_plan"]
    keys = set(as_texts(frame["programme"]))
    if len({book.name_of("programme", key).casefold() for key in keys}) < len(keys):
        return {}

    def since(row: int, what: str) -> str:
        same = f"({at.own('programme')}={at.cell('programme', row)})*({at.own('year')}<={at.cell('year', row)})"
        return f"=SUMPRODUCT({same}*{what})"

    built, pilots = at.own("production_installs"), at.own("pilot_installs")
    return {
        "cumulative_production": each(at, lambda row: since(row, built)),
        "cumulative_installs": each(at, lambda row: since(row, f"({pilots}+{built})")),
    }


def _yearly_total(book: Book) -> Formulas:
    at, plan = Cells("yearly_total", len(book.plan["yearly_total"])), cells_of(book, "yearly_plan")
    if plan is None:
        return {}

    def added(name: str) -> list[str]:
        return each(at, lambda row: f"=SUMIF({plan.column('year')},{at.cell('year', row)},{plan.column(name)})")

    built = at.own("production_installs")
    since = each(at, lambda row: f'=SUMIF({at.own("year")},"<="&{at.cell("year", row)},{built})')
    return {name: added(name) for name in _SUMMED} | {"cumulative_production": since}


def _period_finance(book: Book) -> Formulas:
    at, paid = Cells("period_finance", len(book.plan["period_finance"])), cells_of(book, "period_payments")
    since = f'=SUMIF({at.own("months")},"<="&{{months}},{at.own("cash_flow")})'
    flows = "({operating_cash}-{tax}-{penalties})*{discount}"
    own = {
        **_PERIOD,
        "capex": f"={_paid(paid, 'million')}",
        "cumulative_cash": since,
        "present_value": f"={flows}-{_paid(paid, 'present_million')}",
    }
    columns = [column.name for column in dictionary()["period_finance"]]
    rows = [{name: at.cell(name, row) for name in columns} for row in range(at.rows)]
    filled = {name: [told.format_map(cells) for cells in rows] for name, told in own.items()}
    return {"discount": _factors(book, at), **filled}


def _paid(payments: Cells | None, name: str) -> str:
    """A column of the payments added up over the days of a period."""
    if payments is None:
        return "0"
    days = payments.column("date")
    return f'SUMIFS({payments.column(name)},{days},">="&{{start}},{days},"<="&{{end}})'


def _factors(book: Book, at: Cells) -> list[str]:
    """From the rate, but where the case gives a period a factor of its own."""
    frame = book.plan["period_finance"]
    own = (1.0 + book.plan.case.discount_rate) ** (-as_floats(frame["months"]) / 12)
    same = abs(own - as_floats(frame["discount"])) <= _SAME_FACTOR
    return [f"=(1+{RATE})^(-{at.cell('months', row)}/12)" if follows else "" for row, follows in enumerate(same)]


def _period_payments(book: Book) -> Formulas:
    """Worth of a payment: it counts from the horizon's start to its month, in whole months."""
    at, periods = Cells("period_payments", len(book.plan["period_payments"])), cells_of(book, "period_finance")
    if periods is None:
        return {}
    start = periods.first("start")

    def present(row: int) -> str:
        day = at.cell("date", row)
        months = f"((YEAR({day})-YEAR({start}))*12+MONTH({day})-MONTH({start}))"
        return f"={at.cell('million', row)}*(1+{RATE})^(-{months}/12)"

    return {"present_million": each(at, present)}


_MAKERS: Mapping[str, Callable[[Book], Formulas]] = {
    "yearly_plan": _yearly_plan,
    "yearly_total": _yearly_total,
    "period_finance": _period_finance,
    "period_payments": _period_payments,
}
