"""What many runs say: value and installs at p10, p50 and p90, chances of the targets, and which drivers matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Column, Grid, Page, Row, Series, Shape, Source
from planner.messages import text
from planner.studies.review.grids import million, ratio, vehicles
from planner.studies.review.pages import page_with
from planner.studies.review.words import counted, listed, money

if TYPE_CHECKING:
    from planner.studies.compare.report import Row as Known
    from planner.studies.review.data import Told
    from planner.studies.review.swept import Sweep

QUANTILES = ("p10", "p50", "p90")
NPV, INSTALLS = "npv_million", "production_installs"


def page(told: Told) -> Page | None:
    """The sweep of the case; none where none is given."""
    sweep = told.sweep
    if sweep is None:
        return None
    found = (_tornado(told, sweep), _fan(sweep), _quantiles(told, sweep), _targets(sweep))
    runs = sum(int(count) for count in sweep.facts["statuses"].values())
    statuses = [
        text("review.status", status=text(f"run_status.{name}"), count=count)
        for name, count in sweep.facts["statuses"].items()
    ]
    return page_with(
        "risk",
        title=_title(told, sweep),
        subtitle=text(
            "review_sub.runs", runs=counted("run", runs), statuses=listed(statuses, len(statuses)) if statuses else ""
        ),
        figures=found,
        notes=(text("review_note.quantiles"),),
    )


def _title(told: Told, sweep: Sweep) -> str:
    npv = next((row for row in sweep.tables["summary"] if row["measure"] == NPV), None)
    swings = [row for row in sweep.tables.get("tornado", []) if row["npv_million_swing"] is not None]
    most = max(swings, key=lambda row: abs(float(row["npv_million_swing"])), default=None)
    driver = text("review.driver", driver=most["driver"]) if most else ""
    if npv is None or any(npv[name] is None for name in QUANTILES):
        return text("review_title.no_runs")
    amounts = {name: money(float(npv[name]), told.currency) for name in QUANTILES}
    return text("review_title.risk", **amounts, driver=driver)


def _tornado(told: Told, sweep: Sweep) -> Chart | None:
    """Net present value at both ends of each driver, the widest swing first."""
    rows = [row for row in sweep.tables.get("tornado", []) if row["npv_million_swing"] is not None]
    if not rows:
        return None
    rows.sort(key=lambda row: -abs(float(row["npv_million_swing"])))
    low = Series(
        text("review_series.low"), _column(rows, "npv_million_low"), Source("tornado.csv", ("npv_million_low",)), "low"
    )
    high = Series(
        text("review_series.high"),
        _column(rows, "npv_million_high"),
        Source("tornado.csv", ("npv_million_high",)),
        "high",
    )
    names = tuple(str(row["driver"]) for row in rows)
    title, base = text("review_figure.tornado"), rows[0]["npv_million_base"]
    return Chart(
        "tornado", "tornado", title, names, (low, high), million(told.currency), text("review.of_driver"), base
    )


def _fan(sweep: Sweep) -> Chart | None:
    """Production installs by year at each quantile."""
    rows = [row for row in sweep.tables["summary"] if row["measure"] == INSTALLS and row["year"] is not None]
    if not rows:
        return None
    beside = tuple(Series(name, _column(rows, name), Source("summary.csv", (name,))) for name in QUANTILES)
    years, axis = tuple(f"{row['year']:.0f}" for row in rows), text("workbook.axis_year")
    return Chart("fan", "columns", text("review_figure.fan"), years, beside, vehicles(), axis)


def _column(rows: list[Known], name: str) -> tuple[float | None, ...]:
    return tuple(row[name] for row in rows)


def _quantiles(told: Told, sweep: Sweep) -> Grid | None:
    """Key figures at each quantile."""
    shapes: dict[str, Shape] = {
        NPV: million(told.currency),
        "total_production_installs": vehicles(),
        "total_shortfall": vehicles(),
        "capex_million": million(told.currency),
        "peak_funding_million": million(told.currency),
    }
    own = {str(row["measure"]): row for row in sweep.tables["summary"] if row["year"] is None}
    shown = [(name, shape) for name, shape in shapes.items() if name in own]
    heads = (Column(text("review.figure")), *(Column(name, Shape()) for name in QUANTILES))
    rows = tuple(
        Row(
            (
                text("review.with_unit", name=text(f"workbook_kpi.{name}"), unit=shape.unit),
                *(own[name][q] for q in QUANTILES),
            )
        )
        for name, shape in shown
    )
    return (
        Grid("quantiles", text("review_figure.quantiles"), heads, rows, (Source("summary.csv", QUANTILES),))
        if rows
        else None
    )


def _targets(sweep: Sweep) -> Grid | None:
    """The chance of each target."""
    rows = sweep.tables["targets"]
    columns = (
        Column(text("workbook_column.programme")),
        Column(text("workbook_column.date")),
        Column(text("workbook_column.target"), vehicles()),
        Column(text("review.chance"), ratio()),
    )
    cells = tuple(
        Row(
            (str(row["programme"]) or text("review.all"), row["date"], row["value"], row["chance"]),
            str(row["programme"]),
        )
        for row in rows
    )
    own = Source("targets.csv", ("value", "chance"))
    return Grid("targets", text("review_figure.targets"), columns, cells, (own,)) if cells else None
