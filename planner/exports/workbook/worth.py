"""Below the statement: its ratios, and what it is worth, as live formulas with the rates in cells to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from planner.exports.workbook.cells import Cells
from planner.exports.workbook.grid import write_heading, write_live
from planner.exports.workbook.live import RATE, TAX
from planner.exports.workbook.ratios import SHAPE, divided, ratio
from planner.exports.workbook.style import CAREFUL, NAVY, PALE, SOFT_INK
from planner.messages import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.exports.workbook.book import Book
    from planner.exports.workbook.statement import Statement

    Line = tuple[str, str, object, str]
    """Key in the catalogue, formula, value, number format."""

_RATIOS = {
    "operating_cash": "sales",
    "material": "sales",
    "profit_after_tax": "sales",
    "capex": "capex_budget",
}
"""What is divided by what."""
_STRONG = {"npv"}
_INPUTS = {"rate", "tax"}


def write_ratios(book: Book, sheet: Worksheet, told: Statement, row: int) -> int:
    """Write the ratios of every year and of the plan; gives the first row after them."""
    write_heading(book, sheet, row, text("workbook.statement_ratios"))
    look = book.looks.ruled(num_format=SHAPE, align="right")
    for part, whole in _RATIOS.items():
        row += 1
        sheet.write_string(row, 0, text(f"workbook_ratio.{part}"), book.looks.ruled(align="left", indent=1))
        pairs = zip([*told.cells[part], told.total(part)], [*told.cells[whole], told.total(whole)], strict=True)
        for across, (one, all_of_it) in enumerate(pairs, 1):
            formula = divided(told.at(part, across), told.at(whole, across))
            write_live(sheet, (row, across), formula, ratio(one, all_of_it), look)
    return row + 1


def write_worth(book: Book, sheet: Worksheet, told: Statement, row: int) -> None:
    """Write the net present value, the rate of return and the peak funding need."""
    write_heading(book, sheet, row, text("workbook.worth", start=book.plan.case.start, currency=book.currency))
    sheet.write_string(row, 1, text("workbook.live_note"), book.looks(font_color=SOFT_INK))
    names = ("rate", "tax", "flows", "penalties", "end", "residual", "npv", "solved", "changed", "flow", "irr", "peak")
    rows = {name: row + 1 + number for number, name in enumerate(names)}
    lines = {key: line for key, *line in _lines(book, told, rows)}
    for name, down in rows.items():
        strong = {"bold": True, "bg_color": PALE, "top": 1, "top_color": NAVY} if name in _STRONG else {}
        tint = {"bg_color": CAREFUL} if name in _INPUTS else {}
        words = book.looks.ruled(align="left", indent=0 if strong else 1, **strong)
        sheet.write_string(down, 0, text(f"workbook_worth.{name}"), words)
        if name == "flow":
            _write_flow(book, sheet, told, down, rows["end"])
            continue
        formula, value, shape = lines[name]
        look = book.looks.ruled(num_format=shape, align="right", **strong, **tint)
        write_live(sheet, (down, 1), str(formula), value, look)
    for name, down in ((RATE, rows["rate"]), (TAX, rows["tax"])):
        place = xl_rowcol_to_cell(down, 1, row_abs=True, col_abs=True)
        book.file.define_name(name, f"={quote_sheetname(sheet.get_name())}!{place}")


def _lines(book: Book, told: Statement, rows: dict[str, int]) -> list[Line]:
    """What each line says; numbers of the planner stand behind the formulas."""
    at = {name: str(xl_rowcol_to_cell(row, 1)) for name, row in rows.items()}
    kpis, case = book.plan.kpis, book.plan.case
    periods = Cells("period_finance", told.periods)
    present = told.across("present_value", len(told.years))
    flows = f"{at['flow']}:{xl_rowcol_to_cell(rows['flow'], len(told.years))}"
    months = f"MAX({periods.column('months_end')})"
    penalties = f"SUMPRODUCT({periods.column('penalties')},{periods.column('discount')})"
    values = [value for value in told.cells["present_value"] if value is not None]
    return [
        ("rate", "", case.discount_rate, SHAPE),
        ("tax", "", case.tax_rate, SHAPE),
        ("flows", f"=SUM({present})", sum(values), told.shape),
        ("penalties", f"={penalties}", kpis.get("penalties_million"), told.shape),
        ("end", "", kpis.get("residual_end_million"), told.shape),
        ("residual", f"={at['end']}*(1+{RATE})^(-{months}/12)", kpis.get("residual_million"), told.shape),
        ("npv", f"={at['flows']}+{at['penalties']}+{at['residual']}", kpis.get("npv_million"), told.shape),
        ("solved", "", kpis.get("npv_million"), told.shape),
        ("changed", f"=ROUND({at['npv']}-{at['solved']},3)", 0.0, told.shape),
        ("irr", f'=IFERROR(IRR({flows}),"")', kpis.get("irr"), SHAPE),
        ("peak", f"=-MIN(0,MIN({periods.column('cumulative_cash')}))", kpis.get("peak_funding_million"), told.shape),
    ]


def _write_flow(book: Book, sheet: Worksheet, told: Statement, row: int, end: int) -> None:
    """The flows of which the rate of return is."""
    look = book.looks.ruled(num_format=told.shape, align="right")
    last, residual = len(told.years), book.plan.kpis.get("residual_end_million")
    for across, value in enumerate(told.cells["cash_flow"], 1):
        more = f"+{xl_rowcol_to_cell(end, 1)}" if across == last else ""
        whole = (value or 0.0) + (float(residual or 0.0) if across == last else 0.0)
        write_live(sheet, (row, across), f"={told.at('cash_flow', across)}{more}", whole, look)
