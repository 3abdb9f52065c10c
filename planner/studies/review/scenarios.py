"""Plans side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Column, Grid, Page, Row, Series, Shape, Source
from planner.exports.workbook.style import label
from planner.messages import text
from planner.studies.compare.figures import figures
from planner.studies.compare.gaps import DISTINCT, headline, worth_of
from planner.studies.compare.side import lines
from planner.studies.review.grids import million, ratio, vehicles
from planner.studies.review.pages import page_with
from planner.studies.review.words import counted, money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.exports.compared.compared import Line
    from planner.studies.compare.report import Report
    from planner.studies.review.data import Told

WHOLE = ("npv", "capex", "peak_funding", "payback", "irr", "production_installs", "pilot_installs", "shortfall", "gap")
"""Figures of whole plans that are shown."""


def page(told: Told) -> Page | None:
    """Value, installs and money of the plans; none where there is but one."""
    if len(told.plans) == 1:
        return None
    side = list(lines(told.plans, [figures(plan) for plan in told.plans]))
    first, *others = told.plans
    return page_with(
        "scenarios",
        title=_title(told),
        figures=(_values(told), installs(told.plans, side), wholes(told.plans, side)),
        notes=tuple(headline(first, plan) for plan in others),
    )


def _title(told: Told) -> str:
    """The plan that is worth most, where that can be told from the first."""
    first, *others = told.plans
    npv = {plan.name: float(plan.kpis["npv_million"]) for plan in told.plans}
    best = max(told.plans, key=lambda plan: npv[plan.name])
    words = {
        "plans": counted("plan", len(told.plans)),
        "best": best.name,
        "money": money(npv[best.name], told.currency),
    }
    if best is not first and worth_of(first, best, (npv[first.name], npv[best.name])) != DISTINCT:
        return text("review_title.none_better", **words, first=first.name)
    if best is first:
        near = [p for p in others if worth_of(first, p, (npv[first.name], npv[p.name])) != DISTINCT]
        return text("review_title.first_best" if not near else "review_title.none_better", **words, first=first.name)
    apart = money(npv[best.name] - npv[first.name], told.currency)
    return text("review_title.other_best", **words, first=first.name, apart=apart)


def _values(told: Told) -> Chart:
    names = tuple(plan.name for plan in told.plans)
    values = tuple(float(plan.kpis["npv_million"]) for plan in told.plans)
    own = Series(text("compare_measure.npv"), values, Source("kpis.json", ("npv_million",)))
    title = text("review_figure.values")
    return Chart("values", "bars", title, names, (own,), million(told.currency), text("compare.column_plan"))


def installs(plans: Sequence[Report], side: list[Line]) -> Chart:
    """Production installs by year, a column a plan."""
    own = [line for line in side if line.measure == "production_installs" and line.year is not None and not line.object]
    beside = tuple(
        Series(
            plan.name,
            tuple(_number(line.values[number]) for line in own),
            Source("yearly_total.csv", ("production_installs",)),
        )
        for number, plan in enumerate(plans)
    )
    years = tuple(str(line.year) for line in own)
    title, axis = text("review_figure.scenario_installs"), text("workbook.axis_year")
    return Chart("installs", "columns", title, years, beside, vehicles(), axis)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def wholes(plans: Sequence[Report], side: list[Line]) -> Grid:
    """A row a plan, a column a figure."""
    own = {line.measure: line for line in side if line.year is None and not line.object}
    shown = [own[name] for name in WHOLE if name in own]
    columns = (Column(text("compare.column_plan")), *(Column(line.name, _shape(line)) for line in shown))
    rows = tuple(Row((plan.name, *(line.values[number] for line in shown))) for number, plan in enumerate(plans))
    return Grid("plans", text("compare.table_plans"), columns, rows, (Source("kpis.json", WHOLE),))


def _shape(line: Line) -> Shape:
    if line.unit == "1":
        return ratio(2)
    if line.unit == "year":
        return Shape(grouped=False)
    return Shape(label(f"workbook_unit.{line.unit}", line.unit), line.decimals)
