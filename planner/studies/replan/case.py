"""The case of the next plan as files: another plan date, what happened, decisions carried over, the past given."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import InputError
from planner.scenarios import apply
from planner.scenarios.keys import toml
from planner.tables import raw
from planner.tables.decode import Sheet, sheet
from planner.tables.dictionary import dictionary
from planner.tables.reading import typed_table
from planner.tables.settings import FILE

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from planner.studies.reopen import Reopened
    from planner.tables.raw import Raw


def with_actuals(again: Reopened, as_of: dt.date, actuals: Path | None, stability: float) -> tuple[Raw, pd.DataFrame]:
    """The files of a report's case, its scenario applied, as of a later day; and `actuals`, as far as it can be read.

    Args:
        again: The report.
        as_of: The day.
        actuals: The table in a file of its own; None: that of the case.
        stability: Price of every change, million money.

    Raises:
        InputError: The file is no table.
    """
    files = apply(raw(again.case), again.asked.variant).files
    case = again.undecided.case
    settings = {
        **(files.settings or {}),
        "plan_date": as_of,
        "first_plan_date": case.first_plan_date or case.plan_date,
        "stability_million": stability,
    }
    files = replace(files, settings=settings)
    if actuals is not None:
        known = dictionary()["actuals"].columns
        grid, problems = sheet(actuals.read_bytes(), actuals.name, known)
        if grid is None:
            raise InputError(problems)
        files = replace(files, sheets={**files.sheets, "actuals": grid}, problems=(*files.problems, *problems))
    return files, typed_table("actuals", files)


def with_table(files: Raw, name: str, rows: pd.DataFrame) -> Raw:
    """The files with these rows in place of a table."""
    header = tuple(column for column in dictionary()[name].columns if column in rows)
    cells = [[_cell(value) for value in row] for row in rows[list(header)].itertuples(index=False)]
    lines = list(range(2, 2 + len(cells)))
    return replace(files, sheets={**files.sheets, name: Sheet(header, cells, lines, 1)})


def write(files: Raw, folder: Path) -> None:
    """Write the files of a case to a folder that is there."""
    told = "".join(f"{name} = {toml(value)}\n" for name, value in (files.settings or {}).items())
    (folder / FILE).write_text(told, encoding="utf-8", newline="\n")
    for name, grid in files.sheets.items():
        with (folder / dictionary()[name].file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";" if grid.decimal_comma else ",", lineterminator="\n")
            writer.writerows([grid.header, *grid.rows])


def _cell(value: object) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return repr(float(value)).removesuffix(".0") if isinstance(value, float) else str(value)
