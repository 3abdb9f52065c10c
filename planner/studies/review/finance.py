"""Cash, peak funding, capex against its budget, what cannot be taken back when, and what the value is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Page, Series
from planner.messages import text
from planner.results.finance import PENALTIES
from planner.studies.review.data import source
from planner.studies.review.grids import grid, head, million, series
from planner.studies.review.pages import by_years, page_with
from planner.studies.review.words import greatest, money

if TYPE_CHECKING:
    from planner.exports.reviewed.content import ChartKind, Grid
    from planner.studies.review.data import Told

_CENT = 5e-4
"""Amount, in million, below which nothing is shown."""


def page(told: Told) -> Page | None:
    """Cash of the plan's years."""
    if not told.rows("yearly_finance"):
        return None
    figures = (_cash(told), _steps(told), _committed(told), _capex(told), _table(told))
    return page_with(
        "finance",
        title=_title(told),
        subtitle=_irrevocable(told),
        figures=figures,
        notes=(text("review_note.value"),),
    )


def _title(told: Told) -> str:
    peak, day = told.kpi("peak_funding_million"), told.report.kpis.get("peak_funding_date")
    paid = told.kpi("payback_year")
    if not peak or peak <= 0:
        return text("review_title.no_funding")
    back = text("review.paid_back", year=f"{paid:.0f}") if paid is not None else text("review.not_paid_back")
    when = text("review.on_day", day=day) if day else ""
    return text("review_title.funding", peak=money(peak, told.currency), when=when, back=back)


def _irrevocable(told: Told) -> str:
    """The year at whose end most is ordered and not paid."""
    most = greatest(told.rows("yearly_finance"), "committed_unpaid")
    if most is None or most["committed_unpaid"] <= 0:
        return ""
    words = {"money": money(most["committed_unpaid"], told.currency), "year": f"{most['year']:.0f}"}
    return text("review_sub.committed", **words)


def _cash(told: Told) -> Chart:
    """Cash flow by year and since the start."""
    flow = series(told, "yearly_finance", "cash_flow")
    total = series(told, "yearly_finance", "cumulative_cash", role="line")
    return _chart(told, "cash", (flow, total))


def _capex(told: Told) -> Chart | None:
    """Capex beside its budget."""
    paid = series(told, "yearly_finance", "capex")
    budget = series(told, "yearly_finance", "capex_budget", text("review_series.budget"), role="point")
    shown = (paid, *((budget,) if any(value is not None for value in budget.values) else ()))
    return _chart(told, "capex", shown) if any(paid.values) else None


def _committed(told: Told) -> Chart | None:
    """What is committed and not paid, and what stopping would still cost."""
    names = {"committed_unpaid": text("review_series.committed"), "exit_cost": text("review_series.exit")}
    shown = tuple(series(told, "yearly_finance", column, name) for column, name in names.items())
    some = any(value for own in shown for value in own.values)
    return _chart(told, "committed", shown, "columns") if some else None


def _chart(told: Told, key: str, shown: tuple[Series, ...], kind: ChartKind = "stacked") -> Chart:
    return by_years(told, key, kind, text(f"review_figure.{key}"), shown, million(told.currency))


def _steps(told: Told) -> Chart | None:
    """Present values that add up to the net present value: all terms of the objective but penalties."""
    terms = [row for row in told.rows("objective_terms") if row["term"] not in PENALTIES]
    rows = [row for row in terms if abs(row["million"] or 0.0) >= _CENT]
    if not rows:
        return None
    names = [text(f"workbook_term.{row['term']}") for row in rows]
    values = tuple(float(row["million"]) for row in rows)
    steps = Series(
        head("objective_terms", "million"),
        (*values, sum(values)),
        source("objective_terms", "million", how=text("review.how_total")),
    )
    names.append(text("review.value"))
    title = text("review_figure.steps")
    return Chart("steps", "waterfall", title, tuple(names), (steps,), million(told.currency), text("review.term"))


def _table(told: Told) -> Grid:
    columns = (
        *(
            "year",
            "sales",
            "rest_cost",
            "material",
            "energy",
            "crew",
            "contracts",
            "line_cost",
            "fixed_cost",
            "freight",
        ),
        *("holding", "fallback_margin", "operating_cash", "depreciation", "tax", "profit_after_tax", "capex"),
        *(
            "capex_budget",
            "cash_flow",
            "cumulative_cash",
            "committed_unpaid",
            "exit_cost",
            "penalties",
            "present_value",
        ),
    )
    rows = told.rows("yearly_finance")
    return grid(told, "finance", text("review_figure.finance"), "yearly_finance", rows, columns, minor=True)
