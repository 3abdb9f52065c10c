"""The workbook of a sweep: every number of every run as a row, split where Excel takes no more, written row by row."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from planner.exports.swept import Swept, book, write_swept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

SUMMARY = pd.DataFrame(
    [
        ["production_installs", 2026, 90.0, 125.0, 174.0, 130.0, 90.0, 180.0, 4],
        ["irr", None, 0.1, 0.2, 0.3, 0.2, 0.1, 0.3, 4],
    ],
    columns=["measure", "year", "p10", "p50", "p90", "mean", "least", "most", "runs"],
).astype({"year": "Int64"})
TARGETS = pd.DataFrame(
    [["production_installs", "=1+1", pd.Timestamp("2026-02-28"), 150.0, 0.5, 90.0, 125.0, 174.0, 4]],
    columns=["measure", "programme", "date", "value", "chance", "p10", "p50", "p90", "runs"],
)
NUMBERS = [f"{measure}_{end}" for measure in ("npv_million", "production_installs") for end in ("base", "low", "high")]
TORNADO = pd.DataFrame(
    [
        ["demand", 0.5, 1.5, 1600.0, 900.0, 1900.0, 160, 90, 190],
        ["rate", 0.8, 1.2, 1600.0, float("nan"), 1800.0, 160, None, 180],
    ],
    columns=["driver", "low", "high", *NUMBERS],
)


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        yield number, f"run {number}", "base", "optimal", "Production installs", "vehicles", 2026, number / 2


def made(count: int, **changed: Any) -> io.BytesIO:
    content = {
        "title": "=Toy",
        "currency": "CNY",
        "said": ["=said"],
        "summary": SUMMARY,
        "targets": TARGETS,
        "tornado": TORNADO,
        "ranking": None,
        "heads": [("Run", True), ("Label", False), ("Scenario", False), ("Status", False)],
        "count": count,
        "rows": rows(count),
    }
    place = io.BytesIO()
    write_swept(Swept(**(content | changed)), place)
    return place


def opened(place: io.BytesIO) -> Workbook:
    return openpyxl.load_workbook(place, data_only=True)


def cells(file: Workbook, sheet: str) -> list[list[Any]]:
    return [list(row) for row in file[sheet].iter_rows(min_row=6, values_only=True)]


def test_numbers_stand_with_words_units_and_shares() -> None:
    file = opened(made(3))
    assert file.sheetnames == ["What it says", "Summary", "Targets", "Tornado", "Runs"]
    assert cells(file, "Summary")[0] == ["Production installs", "vehicles", 2026, 90, 125, 174, 130, 90, 180, 4]
    assert cells(file, "Summary")[1][:4] == ["Internal rate of return", "%", None, 0.1]
    assert file["Summary"]["D7"].number_format == "0.0%"
    assert cells(file, "Targets")[0][:5] == ["Production installs", "=1+1", "2026-02-28", 150, 0.5]
    assert cells(file, "Runs")[2] == [2, "run 2", "base", "optimal", "Production installs", "vehicles", 2026, 1]
    assert file["Runs"].auto_filter.ref == "A5:H8"


def test_the_tornado_moves_from_the_base_and_an_end_without_a_plan_moves_nothing() -> None:
    file = opened(made(1))
    assert [row[-2:] for row in cells(file, "Tornado")[:2]] == [[-700, 300], [None, 200]]
    (chart,) = file["Tornado"]._charts
    assert [series.val.numRef.f for series in chart.ser] == ["Tornado!$J$6:$J$7", "Tornado!$K$6:$K$7"]


@pytest.mark.parametrize(
    ("count", "sheets", "said"),
    [(4, ["Runs"], "in 4 rows"), (5, ["Runs 1", "Runs 2"], "split over 2 sheets"), (9, [], "not in this workbook")],
)
def test_more_rows_than_a_sheet_takes_are_split_or_left_beside(
    monkeypatch: pytest.MonkeyPatch, count: int, sheets: list[str], said: str
) -> None:
    monkeypatch.setattr(book, "MOST_A_SHEET", 4)
    file = opened(made(count))
    assert [name for name in file.sheetnames if name.startswith("Runs")] == sheets
    assert sum(len(cells(file, name)) for name in sheets) == (count if sheets else 0)
    told = [row[0] for row in file["What it says"].iter_rows(values_only=True) if row[0]]
    assert any(said in words for words in told)
    assert "=said" in told


def test_memory_does_not_grow_with_the_rows() -> None:
    peaks = []
    for count in (100, 1500):
        tracemalloc.start()
        made(count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # Fifteen times the rows: what is written in the end, compressed, is all that grows.
    assert peaks[1] < 1.5 * peaks[0]


def test_the_same_sweep_gives_the_same_bytes() -> None:
    assert made(3).getvalue() == made(3).getvalue()
