"""Line copies: how many by year, and when each is decided, ordered, on stream and mature."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Bar, Chart, Gantt, Page, Series, Shape, Span
from planner.messages import text
from planner.studies.review.data import by_year, parts, source, summed
from planner.studies.review.grids import grid, series
from planner.studies.review.pages import by_years, page_with
from planner.studies.review.words import copy_of, counted, listed, money

if TYPE_CHECKING:
    from planner.exports.reviewed.content import Grid
    from planner.studies.compare.report import Row
    from planner.studies.review.data import Told

EXISTING = "existing"
_ALONE = 7
"""Lines that are told apart in a stack."""


def page(told: Told) -> Page | None:
    """Investments over time, and the line copies that they give."""
    rows = told.rows("investments")
    if not rows and not told.rows("yearly_lines"):
        return None
    bought = [row for row in rows if row["status"] != EXISTING]
    figures = (_gantt(told, bought) if bought else None, _copies(told), _lines(told), _table(told, bought))
    return page_with(
        "capacity",
        title=_title(told, bought),
        subtitle=_unlocks(told, bought),
        figures=figures,
        notes=(text("review_note.unlocks"),) if bought else (),
    )


def _title(told: Told, bought: list[Row]) -> str:
    if not bought:
        return text("review_title.no_copies")
    lines = Counter(str(row["line"]) for row in bought)
    which = [text("review.times", count=count, line=told.name("line", line)) for line, count in lines.items()]
    words = {
        "copies": counted("copy", len(bought)),
        "which": listed(which),
        "last": max(str(row["on_stream"]) for row in bought),
        "capex": money(sum(row["capex_million"] or 0.0 for row in bought), told.currency),
    }
    days = sorted(str(row["decide_by"]) for row in bought if row["decide_by"])
    first = text("review.first_decision", day=days[0]) if days else ""
    return text("review_title.copies" if len(bought) > 1 else "review_title.one_copy", **words, first=first)


def _unlocks(told: Told, bought: list[Row]) -> str:
    """The copy without which most is lost."""
    known = [row for row in bought if row["unlocks_million"] is not None]
    if not known:
        return ""
    most = max(known, key=lambda row: float(row["unlocks_million"]))
    if most["unlocks_million"] <= 0:
        return ""
    name = copy_of(told.name("line", str(most["line"])), most["copy"])
    return text("review_sub.unlocks", copy=name, money=money(most["unlocks_million"], told.currency))


def _gantt(told: Told, bought: list[Row]) -> Gantt:
    """A bar a copy: from decision to order, to on stream, to mature, then at full rate."""
    bars = tuple(
        Bar(copy_of(told.name("line", str(row["line"])), row["copy"]), "", _spans(row, told)) for row in bought
    )
    kinds = {kind: text(f"review_phase.{kind}") for kind in ("approve", "build", "ramp", "full")}
    days = [day for bar in bars for span in bar.spans for day in (span.start, span.end)]
    return Gantt(
        key="investments",
        title=text("review_figure.investments"),
        kinds=kinds,
        bars=bars,
        start=min([*days, f"{told.years[0]}-01-01"]),
        end=f"{told.years[-1]}-12-31",
        sources=(source("investments", "line", "copy", "decide_by", "order", "on_stream", "mature"),),
    )


def _spans(row: Row, told: Told) -> tuple[Span, ...]:
    """Stretches of a copy that are not empty; what is not known is left out."""
    end = f"{told.years[-1]}-12-31"
    marks = (row["decide_by"], row["order"], row["on_stream"], row["mature"], end)
    kinds = ("approve", "build", "ramp", "full")
    found = zip(kinds, marks, marks[1:], strict=False)
    return tuple(Span(kind, str(a), min(str(b), end)) for kind, a, b in found if a and b and str(a) < min(str(b), end))


def _copies(told: Told) -> Chart | None:
    """Copies on stream by line and year; lines that never have any are left out, of many the smaller ones together."""
    own = parts(told.rows("yearly_lines"), "line", list)
    shown = {line: rows for line, rows in own.items() if any(row["copies_on_stream"] for row in rows)}
    if not shown:
        return None
    largest = sorted(shown, key=lambda line: -summed(shown[line], "copies_on_stream"))
    alone = set(largest if len(largest) <= _ALONE + 1 else largest[:_ALONE])
    stacked = [
        series(told, "yearly_lines", "copies_on_stream", told.name("line", line), rows=rows)
        for line, rows in shown.items()
        if line in alone
    ]
    if len(alone) < len(shown):
        stacked.append(_others(told, [row for line, rows in shown.items() if line not in alone for row in rows]))
    return by_years(told, "copies", "stacked", text("review_figure.copies"), stacked, Shape(text("review.copies")))


def _others(told: Told, rows: list[Row]) -> Series:
    """The lines that are too many to be told apart, together."""
    name = text("review.others", count=len({row["line"] for row in rows}))
    how = text("review.how_lines")
    values = by_year(rows, told.years, "copies_on_stream")
    return Series(name, values, source("yearly_lines", "copies_on_stream", how=how))


def _lines(told: Told) -> Grid | None:
    columns = ("year", "line", "copies_on_stream", "good_output", "unit", "gwh", "rty", "utilisation", "bottleneck")
    rows = told.rows("yearly_lines")
    names = {
        "line": told.names("line", rows),
        "bottleneck": [told.name("stage", str(row["bottleneck"]), str(row["line"])) for row in rows],
    }
    return (
        grid(told, "lines", text("review_figure.lines"), "yearly_lines", rows, columns, names, minor=True)
        if rows
        else None
    )


def _table(told: Told, bought: list[Row]) -> Grid | None:
    columns = (
        "line",
        "copy",
        "status",
        "decide_by",
        "order",
        "on_stream",
        "mature",
        "mature_gwh",
        "capex_million",
        "unlocks_installs",
        "unlocks_million",
    )
    names = {"line": told.names("line", bought)}
    return grid(told, "bought", text("review_figure.bought"), "investments", bought, columns, names) if bought else None
