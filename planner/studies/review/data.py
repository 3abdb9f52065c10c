"""What a page reads: the report of one plan, the plans beside it, a sweep, and names for readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from planner.exports.dictionary import dictionary
from planner.exports.reviewed.content import Source
from planner.exports.workbook.fields import OBJECTS
from planner.results.names import STAGE
from planner.studies.review.former import Beside

Made = TypeVar("Made")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from planner.studies.compare.report import Report, Row
    from planner.studies.review.former import Former
    from planner.studies.review.swept import Sweep

PLAN = "plan"
"""Phase of the years that are planned; later ones only value what is left."""


@dataclass(frozen=True)
class Told:
    """A plan and what stands beside it.

    Attributes:
        report: The plan.
        plans: All plans of the review, the first the one that the others are compared with.
        sweep: What many runs of the case say together; None where there is none.
        former: The plan of the case that was approved last; None where there is none.
        bridge: From that plan to this one, by what changed.
        actuals: What happened beside what was planned.
    """

    report: Report
    plans: Sequence[Report]
    sweep: Sweep | None = None
    former: Former | None = None
    bridge: Beside = field(default_factory=Beside)
    actuals: Beside = field(default_factory=Beside)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table; none where the report lacks it. Years after the plan are left out."""
        return [row for row in self.report.tables.get(table, []) if row.get("phase", PLAN) == PLAN]

    def has(self, table: str) -> bool:
        """Whether the report has a table."""
        return table in self.report.tables

    def kpi(self, name: str) -> float | None:
        """A key figure that is a number."""
        value = self.report.kpis.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    @property
    def currency(self) -> str:
        """Money of the plan."""
        return self.report.currency

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return self.report.years

    @cached_property
    def programmes(self) -> tuple[str, ...]:
        """Programmes in their order."""
        return tuple(dict.fromkeys(str(row["programme"]) for row in self.rows("yearly_plan")))

    @cached_property
    def periods(self) -> list[Row]:
        """Periods of the plan, with what all programmes have built by their ends."""
        return [row for row in self.rows("period_total") if int(row["year"]) in self.years]

    def name(self, kind: str, key: str, line: str = "") -> str:
        """What readers call a line, stage of a line, item, programme or gate: its key where no name is told."""
        return self._names.get((kind, line if kind == STAGE else "", key)) or key

    def about(self, kind: str, key: str) -> str:
        """What readers call what an action, a kind of decision or a measure is about; other things by their key."""
        return self.name(OBJECTS[kind], key) if kind in OBJECTS else key

    def names(self, kind: str, rows: Iterable[Row]) -> list[str]:
        """What readers call the line, item ... of each row."""
        return [self.name(kind, str(row[kind])) for row in rows]

    @cached_property
    def _names(self) -> Mapping[tuple[str, str, str], str]:
        rows = self.rows("names")
        return {(str(row["kind"]), str(row["line"]), str(row["key"])): str(row["name"]) for row in rows}


def source(table: str, *columns: str, how: str = "") -> Source:
    """Where numbers of a result table stand."""
    known = {column.name for column in dictionary()[table]}
    if not known.issuperset(columns):
        raise KeyError(columns)
    return Source(f"{table}.csv", columns, how)


def kpis(*names: str) -> Source:
    """Key figures as a source."""
    return Source("kpis.json", names)


def summed(rows: Iterable[Row], column: str) -> float:
    """Sum of a column; missing numbers are none."""
    return sum(float(row[column] or 0.0) for row in rows)


def by_year(rows: Iterable[Row], years: Sequence[int], column: str) -> tuple[float | None, ...]:
    """A column by year; of rows of a year together their sum, None for a year that has none."""
    found: dict[int, float] = {}
    for row in rows:
        if row[column] is not None:
            found[int(row["year"])] = found.get(int(row["year"]), 0.0) + float(row[column])
    return tuple(found.get(year) for year in years)


def parts(rows: Iterable[Row], column: str, made: Callable[[list[Row]], Made]) -> Mapping[str, Made]:
    """Something made of the rows of each value of a column, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row[column]), []).append(row)
    return {name: made(own) for name, own in found.items()}


def running(values: Iterable[float | None]) -> tuple[float, ...]:
    """Running sum; a missing number adds none."""
    total, found = 0.0, []
    for value in values:
        total += value or 0.0
        found.append(total)
    return tuple(found)
