"""A sweep as its workbook has it: sentences for the cover, and a row a number for a pivot table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.exports.swept import Swept
from planner.exports.swept.content import measure_of
from planner.messages import text
from planner.studies.table import BY_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.exports.swept.content import Cell
    from planner.studies import sweep
    from planner.tables.inputs import Case

_NAMED = ("run", "label", "scenario", "status")
_DRIVER, _KPI = "driver.", "kpi."


def swept_book(found: sweep.Swept, asked: sweep.Asked, case: Case) -> Swept:
    """The content of `sweep.xlsx`."""
    runs = found.runs
    drivers = [str(name) for name in runs if str(name).startswith(_DRIVER)]
    measures = [str(name) for name in runs if _measure(str(name)) and pd.api.types.is_numeric_dtype(runs[name])]
    names = [(text(f"sweep_book.{'status_head' if name == 'status' else name}"), name == "run") for name in _NAMED]
    return Swept(
        title=case.title,
        currency=case.currency,
        said=_said(runs, drivers, asked, case),
        summary=found.summary,
        targets=found.targets,
        tornado=found.tornado,
        ranking=found.ranking,
        heads=[*names, *((name.removeprefix(_DRIVER), True) for name in drivers)],
        count=int(runs[measures].notna().to_numpy().sum()),
        rows=_rows(runs, [*_NAMED, *drivers], measures, case.currency),
    )


def _measure(column: str) -> bool:
    return column.startswith(_KPI) or column.partition(".")[0] in BY_YEAR


def _said(runs: pd.DataFrame, drivers: Sequence[str], asked: sweep.Asked, case: Case) -> list[str]:
    kind = text(f"sweep_book.kind_{asked.kind}")
    told = [text("sweep_book.case", case=case.name, scenario=asked.scenario, kind=kind, runs=f"{len(runs):,}")]
    told += [
        text("sweep_book.status", count=f"{int(count):,}", status=text(f"sweep_book.of_{status}"))
        for status, count in runs["status"].value_counts().sort_index().items()
    ]
    if drivers:
        told.append(text("sweep_book.drivers", names=", ".join(name.removeprefix(_DRIVER) for name in drivers)))
    return told


def _rows(runs: pd.DataFrame, named: Sequence[str], measures: Sequence[str], currency: str) -> Iterator[Sequence[Cell]]:
    """Every number of every run, one after the other: what names the run, measure, unit, year, value."""
    told = []
    for column in measures:
        name, _, year = column.removeprefix(_KPI).partition(".")
        told.append((*measure_of(name, currency), int(year) if year else None))
    for own, values in zip(
        runs[list(named)].itertuples(index=False), runs[list(measures)].itertuples(index=False), strict=True
    ):
        for words, value in zip(told, values, strict=True):
            if pd.notna(value):
                yield (*own, *words, float(value))
