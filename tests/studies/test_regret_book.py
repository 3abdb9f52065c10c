"""The workbook of a study of regret, read back from a study made by hand."""

from __future__ import annotations

import io
import math

import openpyxl
import pytest

from planner.exports.regretted import Choice, First, Regretted, write_book

EVIL = "=1+1"
CHOICES = [
    Choice("C1", ["base", EVIL], "nothing", [10.0, -math.inf], [0.0, math.inf], [0.0, 0.0], -math.inf, -math.inf, math.inf, []),
    Choice("C2", ["late"], EVIL, [8.0, 4.04], [2.0, 0.0], [0.5, 0.0], 6.02, 4.04, 2.0, ["maximin"]),
]  # fmt: skip
FIRSTS = [First("line M", ["2026-01-01", "2026-01-01"]), First(EVIL, ["", "2026-01-03"])]
STUDY = Regretted(
    "Toy", "CNY", 0, {"base": 0.5, "late": 0.5}, [10.0, 4.04], CHOICES, FIRSTS, ["By maximin: C2."], [EVIL]
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return written()


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def written() -> bytes:
    file = io.BytesIO()
    write_book(STUDY, file)
    return file.getvalue()


def rows(book: openpyxl.Workbook, sheet: str) -> list[list[object]]:
    found = [[cell.value for cell in row if cell.value is not None] for row in book[sheet].iter_rows()]
    return [row for row in found if row]


def test_the_matrix_has_values_regrets_and_gaps(book: openpyxl.Workbook) -> None:
    heads = ["base (50%)", "late (50%)"]
    assert rows(book, "Matrix")[2:] == [
        ["Value", *heads, "Expected", "Worst"],
        ["C1 (base, =1+1)", 10, "no plan", "no plan", "no plan"],
        ["C2 (late)", 8, 4, 6, 4],
        ["Best known", 10, 4],
        ["Regret", *heads, "Largest regret"],
        ["C1 (base, =1+1)", 0, "no plan", "no plan"],
        ["C2 (late)", 2, 0, 2],
        ["A plan may be better by", *heads],
        ["C1 (base, =1+1)", 0, 0],
        ["C2 (late)", 0.5, 0],
    ]
    # The best of each column stands out; regrets are shaded from none to the largest.
    marked = {str(area.sqref): [rule.type for rule in area.rules] for area in book["Matrix"].conditional_formatting}
    assert marked == {f"{column}6:{column}7": ["top10"] for column in "BCDE"} | {"B11:D12": ["colorScale"]}


def test_first_moves_stand_beside_each_other(book: openpyxl.Workbook) -> None:
    assert rows(book, "First moves")[2:] == [
        ["First move", "C1 (base, =1+1)", "C2 (late)", "The same in all"],
        ["line M", "2026-01-01", "2026-01-01", "yes"],
        [EVIL, "2026-01-03"],
    ]


def test_the_choices_are_told_and_the_chart_shows_the_regrets(book: openpyxl.Workbook) -> None:
    assert rows(book, "Choices")[3:] == [
        ["C1", "base, =1+1", "nothing"],
        ["C2", "late", "maximin", 6.02, 4.04, 2, EVIL],
    ]
    (chart,) = book["Summary"]._charts
    assert [series.val.numRef.f for series in chart.series] == ["Matrix!$B$11:$C$11", "Matrix!$B$12:$C$12"]
    assert ["By maximin: C2."] in rows(book, "Summary")


def test_no_text_is_run_and_the_bytes_are_the_same_again(book: openpyxl.Workbook, content: bytes) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert written() == content
