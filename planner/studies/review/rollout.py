"""Rollout by programme and year, and the S-curve against target and demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Grid, Page, Series
from planner.messages import text
from planner.studies.review.data import by_year, parts, running, source, summed
from planner.studies.review.grids import categories, grid, head, series, vehicles
from planner.studies.review.words import counted, greatest, listed, share, spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told


def target_page(told: Told) -> Page:
    """Cumulative production against the targets."""
    columns = ("year", "production_installs", "cumulative_production", "target", "demand", "shortfall", "gwh")
    return Page(
        key="target",
        topic=text("review_topic.target"),
        title=_target_title(told),
        subtitle="",
        figures=(
            _curve(told),
            grid(told, "years", text("review_figure.years"), "yearly_total", told.rows("yearly_total"), columns),
        ),
        notes=(text("review_note.shortfall"),),
    )


def _target_title(told: Told) -> str:
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


def page(told: Told) -> Page:
    """Production installs by programme and year beside demand."""
    own = parts(told.rows("yearly_plan"), "programme", list)
    columns = [
        series(told, "yearly_plan", "production_installs", name, rows=rows, group=name) for name, rows in own.items()
    ]
    asked = {name: by_year(rows, told.years, "demand") for name, rows in own.items()}
    total = by_year(told.rows("yearly_total"), told.years, "demand")
    demand = Series(head("yearly_total", "demand"), total, source("yearly_total", "demand"), "point", parts=asked)
    return Page(
        key="rollout",
        topic=text("review_topic.rollout"),
        title=_title(told, own),
        subtitle=_short(told),
        figures=(
            Chart(
                "production",
                "stacked",
                text("review_figure.production"),
                categories(told),
                (*columns, demand),
                vehicles(),
                text("workbook.axis_year"),
            ),
            _table(told),
        ),
        notes=_names(told),
    )


def _title(told: Told, own: Mapping[str, list[Row]]) -> str:
    rows = [row for row in told.rows("yearly_total") if row["production_installs"]]
    if not rows:
        return text("review_title.no_production", year=told.years[-1])
    first, last = rows[0], rows[-1]
    words = {
        "first": counted("sale", first["production_installs"]),
        "from": f"{first['year']:.0f}",
        "last": counted("sale", last["production_installs"]),
        "to": f"{last['year']:.0f}",
        "lead": _lead(own),
    }
    if first is last:
        return text("review_title.one_year", **words)
    apart = last["production_installs"] - first["production_installs"]
    return text(
        "review_title.grows" if apart > 0 else "review_title.falls" if apart < 0 else "review_title.same", **words
    )


def _lead(own: Mapping[str, list[Row]]) -> str:
    """The programme that is built most, where there are several."""
    sums = {name: summed(rows, "production_installs") for name, rows in own.items()}
    built = {name: number for name, number in sums.items() if number > 0}
    if len(built) < 2:  # noqa: PLR2004
        return ""
    most = max(built, key=lambda name: built[name])
    return text("review.lead", programme=most, share=share(built[most] / sum(built.values())))


def _short(told: Told) -> str:
    short, asked = (summed(told.rows("yearly_total"), name) for name in ("shortfall", "demand"))
    if not asked:
        return text("review_sub.no_demand")
    if not short:
        return text("review_sub.all_served")
    most = greatest(told.rows("yearly_total"), "shortfall") or {}
    return text(
        "review_sub.short", vehicles=counted("vehicle", short), asked=f"{asked:,.0f}", year=f"{most['year']:.0f}"
    )


def _table(told: Told) -> Grid:
    columns = ("year", "programme", "pilot_installs", "production_installs", "demand", "shortfall", "gwh", "limited_by")
    return grid(told, "plan", text("review_figure.plan"), "yearly_plan", told.rows("yearly_plan"), columns)


def _names(told: Told) -> tuple[str, ...]:
    """What the programmes are called, where they have names."""
    named = [(key, told.name("programme", key)) for key in told.programmes]
    told_as = [text("review.named", key=key, name=name) for key, name in named if name != key]
    return (listed(told_as, len(told_as)) + ".",) if told_as else ()
