"""`sweep.xlsx`: summary sheets, native charts, and every number of every run as a row for a pivot table."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

import pandas as pd

from planner.exports.swept.content import measure_of
from planner.exports.swept.rows import ANY, BY_UNIT, SHARE, YEAR, write_rows
from planner.exports.swept.tornado import write_tornado
from planner.exports.workbook.pages import opened
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from planner.exports.swept.content import Cell, Swept
    from planner.exports.workbook.pages import Pages

BOOK = "sweep.xlsx"
MOST_A_SHEET = 1_000_000
"""Rows of a sheet; Excel takes 1,048,576 with the headers."""
MOST_SHEETS = 2
"""Sheets of so many rows that Excel still opens; what is longer stays in the Parquet file."""
_QUANTILES = ("p10", "p50", "p90")
_SPREAD = (*_QUANTILES, "mean", "least", "most")


def write_swept(swept: Swept, place: Path | BinaryIO) -> None:
    """Write the workbook row by row: its memory does not grow with the number of runs."""
    with opened(place, text("sweep_book.title", case=swept.title), constant=True) as pages:
        cover = _sheet(pages, "cover")
        sheets = -(-swept.count // MOST_A_SHEET)
        pages.sentences(cover, [*swept.said, _where(swept, sheets)], [text("sweep_book.careful")])
        _write_summary(pages, swept)
        if len(swept.targets):
            _write_targets(pages, swept)
        if swept.tornado is not None and len(swept.tornado):
            write_tornado(pages, _sheet(pages, "tornado"), swept.tornado, swept.currency)
        if swept.ranking is not None and len(swept.ranking):
            _write_drivers(pages, swept.ranking)
        if sheets <= MOST_SHEETS:
            _write_runs(pages, swept, sheets)
        cover.activate()


def _sheet(pages: Pages, key: str, number: str = "") -> Worksheet:
    return pages.sheet(text(f"sweep_book.sheet_{key}", number=number).strip(), text(f"sweep_book.shows_{key}"))


def _where(swept: Swept, sheets: int) -> str:
    """Where the runs are."""
    key = "in_one" if sheets <= 1 else "split" if sheets <= MOST_SHEETS else "beside"
    return text(f"sweep_book.{key}", rows=f"{swept.count:,}", sheets=sheets)


def _head(name: str, width: float = 12.0, shape: str = ANY) -> tuple[str, float, str]:
    return text(f"sweep_book.{name}"), width, shape


def _write_summary(pages: Pages, swept: Swept) -> None:
    heads = [_head("measure", 46, ""), _head("unit", 16, ""), _head("year", 8, YEAR)]
    heads += [*(_head(name, shape=BY_UNIT) for name in _SPREAD), _head("runs", 8, "#,##0")]

    def rows() -> Iterator[Sequence[Cell]]:
        for row in swept.summary.loc[swept.summary["runs"] > 0].to_dict("records"):
            year = None if pd.isna(row["year"]) else int(row["year"])
            yield (*measure_of(row["measure"], swept.currency), year, *(row[name] for name in _SPREAD), row["runs"])

    write_rows(pages, _sheet(pages, "summary"), heads, rows())


def _write_targets(pages: Pages, swept: Swept) -> None:
    heads = [_head("measure", 40, ""), _head("programme", 16, ""), _head("date", 12, ""), _head("value")]
    heads += [_head("chance", 12, SHARE), *(_head(name) for name in _QUANTILES), _head("runs", 8, "#,##0")]

    def rows() -> Iterator[Sequence[Cell]]:
        for row in swept.targets.to_dict("records"):
            words, day = measure_of(row["measure"], swept.currency)[0], f"{row['date']:%Y-%m-%d}"
            reached = (row[name] for name in _QUANTILES)
            yield words, row["programme"], day, row["value"], row["chance"], *reached, row["runs"]

    write_rows(pages, _sheet(pages, "targets"), heads, rows())


def _write_drivers(pages: Pages, ranking: pd.DataFrame) -> None:
    names = [str(name) for name in ranking if name not in {"rank", "driver"}]
    heads = [_head("driver", 30, ""), *(_head(name, 18, "0.00") for name in names)]
    rows = ([row["driver"], *(row[name] for name in names)] for row in ranking.to_dict("records"))
    write_rows(pages, _sheet(pages, "drivers"), heads, rows)


def _write_runs(pages: Pages, swept: Swept, sheets: int) -> None:
    named = [(head, 14.0, ANY if counted else "") for head, counted in swept.heads]
    heads = [
        *named,
        _head("measure", 46, ""),
        _head("unit", 16, ""),
        _head("year", 8, YEAR),
        _head("value", 14, BY_UNIT),
    ]
    rows = iter(swept.rows)
    for number in range(1, sheets + 1):
        first = list(islice(rows, 1))
        some = chain(first, islice(rows, MOST_A_SHEET - 1))
        write_rows(pages, _sheet(pages, "runs", str(number) if sheets > 1 else ""), heads, some)
