"""The S-curve: what is built for sale since the start, against target and demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Page, Series
from planner.messages import text
from planner.studies.review.data import by_year, parts, running, source
from planner.studies.review.grids import grid, head, series, vehicles
from planner.studies.review.pages import page_with
from planner.studies.review.words import counted, spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def page(told: Told) -> Page:
    """Cumulative production against the targets."""
    columns = ("year", "production_installs", "cumulative_production", "target", "demand", "shortfall", "gwh")
    return page_with(
        "target",
        title=_title(told),
        figures=(
            _curve(told),
            grid(told, "years", text("review_figure.years"), "yearly_total", told.rows("yearly_total"), columns),
        ),
        notes=(text("review_note.shortfall"),),
    )


def _title(told: Told) -> str:
    rows = told.rows("yearly_total")
    reached = rows[-1]["cumulative_production"] or 0.0
    set_ = [row for row in rows if row["target"] is not None]
    words = {"vehicles": counted("sale", reached), "year": told.years[-1]}
    if not set_:
        return text("review_title.no_target", **words)
    missed = [int(row["year"]) for row in set_ if (row["cumulative_production"] or 0.0) < row["target"]]
    last = set_[-1]
    words = {
        "vehicles": counted("sale", last["cumulative_production"] or 0.0),
        "year": f"{last['year']:.0f}",
        "target": f"{last['target']:,.0f}",
        "missed": spans(missed) if missed else "",
    }
    if not missed:
        return text("review_title.targets_met" if len(set_) > 1 else "review_title.target_met", **words)
    every = len(missed) == len(set_)
    return text("review_title.targets_missed" if every else "review_title.some_missed", **words)


def _curve(told: Told) -> Chart:
    """Production and demand since the start by period, with the targets; by year where the report has no periods."""
    own = [row for row in told.rows("period_plan") if int(row["year"]) in told.years]
    if not told.periods or not own:
        return _yearly_curve(told)
    periods = [str(row["period"]) for row in told.periods]
    how = text("review.how_running")
    by_programme = parts(own, "programme", list)
    built = tuple(row["cumulative_production"] for row in told.periods)
    asked = running(_by_period(own, periods, "demand"))
    lines = (
        Series(
            head("yearly_total", "cumulative_production"),
            built,
            source("period_total", "cumulative_production"),
            "line",
            parts={name: _sums(rows, periods, "production_installs") for name, rows in by_programme.items()},
        ),
        Series(
            text("review_series.demand"),
            asked,
            source("period_plan", "demand", how=how),
            "line",
            parts={name: _sums(rows, periods, "demand") for name, rows in by_programme.items()},
        ),
        Series(
            text("review_series.target"),
            tuple(row["target"] for row in told.periods),
            source("period_total", "target"),
            "point",
            parts=_targets(told),
        ),
    )
    days = tuple(str(row["end"]) for row in told.periods)
    return _lines(days, lines)


def _targets(told: Told) -> Mapping[str, tuple[float | None, ...]]:
    """Targets of each programme by year, at the last period of the year."""
    years = [int(row["year"]) for row in told.periods]
    last = {year: number for number, year in enumerate(years)}
    found = {}
    for name, rows in parts(told.rows("yearly_plan"), "programme", list).items():
        own = {last[int(row["year"])]: row["target"] for row in rows if int(row["year"]) in last}
        found[name] = tuple(own.get(number) for number in range(len(years)))
    return found


def _by_period(rows: list[Row], periods: list[str], column: str) -> list[float]:
    found = dict.fromkeys(periods, 0.0)
    for row in rows:
        found[str(row["period"])] = found.get(str(row["period"]), 0.0) + float(row[column] or 0.0)
    return [found[period] for period in periods]


def _sums(rows: list[Row], periods: list[str], column: str) -> tuple[float, ...]:
    return running(_by_period(rows, periods, column))


def _yearly_curve(told: Told) -> Chart:
    rows = told.rows("yearly_total")
    asked = running(by_year(rows, told.years, "demand"))
    demand = Series(
        text("review_series.demand"), asked, source("yearly_total", "demand", how=text("review.how_running")), "line"
    )
    lines = (
        series(told, "yearly_total", "cumulative_production", role="line"),
        demand,
        series(told, "yearly_total", "target", text("review_series.target"), "point"),
    )
    return _lines(tuple(f"{year}-12-31" for year in told.years), lines)


def _lines(days: tuple[str, ...], lines: tuple[Series, ...]) -> Chart:
    shown = tuple(line for line in lines if any(value is not None for value in line.values))
    return Chart("curve", "lines", text("review_figure.curve"), days, shown, vehicles(), text("workbook.axis_day"))
