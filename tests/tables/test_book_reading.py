"""A workbook is read as a spreadsheet shows it, and every problem is told by sheet and cell."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from book_case import cell_of, edit, put, repack, told

from planner import pipeline
from planner.messages import catalogue
from planner.scenarios import Variant
from planner.tables import dictionary, raw, typed_tables


def problems_of(path: Path) -> dict[str, str]:
    return told(pipeline.validate(path)[1])


def test_numbers_are_the_values_of_their_cells(book: Path) -> None:
    """Whatever a format shows of them: 0.985 as 98.5%, 1234.5 as 1,234.5; texts of numbers, spaces around them."""
    cells: dict[str, tuple[object, str, float]] = {
        "demand 2 high": (1234.5, "#,##0.0", 1234.5),
        "demand 3 high": ("350", "@", 350),
        "demand 2 low": (" 80.5\u00a0", "@", 80.5),
        "demand 3 base": (299 + 0.1 + 0.2, "General", 299.3),
        "stages 3 yield": (0.985, "0.0%", 0.985),
    }

    def change(found: Any) -> None:
        for place, (value, shown, _) in cells.items():
            sheet, _, cell = cell_of(place).partition("!")
            found[sheet][cell] = value
            found[sheet][cell].number_format = shown

    inputs, problems = pipeline.validate(edit(book, change))
    assert problems == []
    assert inputs is not None
    for place, (_, _, number) in cells.items():
        table, row, column = place.split()
        assert inputs[table].loc[int(row), column] == number


def test_what_was_typed_with_signs_is_read_where_it_can_mean_one_thing(book: Path) -> None:
    cells: dict[str, tuple[str, object]] = {
        "demand 2 high": ("1,234,567", 1234567.0),
        "demand 3 high": ("1 234.5", 1234.5),
        "stages 3 yield": ("98.5 %", 0.985),
        "prices 2 to": ("2027/12/31", pd.Timestamp("2027-12-31")),
        "targets 2 date": ("31.12.2027", pd.Timestamp("2027-12-31")),
    }
    path = put(book, {place: typed for place, (typed, _) in cells.items()})
    inputs, problems = pipeline.validate(path)
    assert told(problems) == {cell_of(place): "workbook_typed" for place in cells}
    assert inputs is not None
    for place, (_, read) in cells.items():
        table, row, column = place.split()
        assert inputs[table].loc[int(row), column] == read


def test_problems_name_sheet_and_cell(book: Path) -> None:
    unread: dict[str, tuple[object, str]] = {
        "demand 2 high": ("1,234", "number_either"),
        "demand 3 high": ("about 5", "number_unreadable"),
        "demand 2 low": (dt.date(2027, 3, 1), "number_date"),
        "demand 3 low": ("#REF!", "spreadsheet_error"),
        "prices 2 rest_cost": (True, "number_unreadable"),
        "supply 2 to": ("3/4/2026", "date_either"),
    }
    checked: dict[str, tuple[object, str]] = {
        "stages 4 yield": (1.2, "out_of_range"),
        "lines 2 site": ("eest", "unknown_name"),
        "lines 3 status": ("gone", "unknown_choice"),
        "prices 2 price_net": (None, "empty_cell"),
    }
    path = put(book, {place: value for place, (value, _) in (unread | checked).items()})
    problems = pipeline.validate(path)[1]
    found = told(problems)
    assert {cell_of(place): check for place, (_, check) in (unread | checked).items()}.items() <= found.items()
    assert not any(".csv" in problem.message + problem.advice for problem in problems)


def test_settings_and_owners_name_their_cells(book: Path) -> None:
    def change(found: Any) -> None:
        cells = {row[0].value: row[1] for row in found["case"].iter_rows()}
        cells["discount_rate"].value = "high"
        cells["plan_date"].value = None
        cells["steps.2.step"].value = "day"
        cells["demand_level"].value = "middle"
        cells["decide"].value = "lines, rows"
        for row in (["discount_rat", 0.1], ["currency", "EUR"], [None, "lost"]):
            found["case"].append(row)
        index = {row[0].value: row for row in found["index"].iter_rows()}
        index["demand"][3].value = "soon"
        index["sites"][0].value = "sties"

    problems = pipeline.validate(edit(book, change))[1]
    cells = {row[0].value: row[1].coordinate for row in openpyxl.load_workbook(book)["case"].iter_rows()}
    wrong = ("discount_rate", "plan_date", "steps.2.step", "demand_level", "discount_rat")
    assert {f"case!{cells[key]}" for key in wrong} <= {problem.place for problem in problems}
    keys = {problem.column: problem.place for problem in problems if problem.column}
    assert keys["decide.2"] == f"case!{cells['decide']}"
    assert re.fullmatch(r"index!D\d+", keys["owners.demand.date"])
    rest = {problem.check for problem in problems if not problem.column}
    assert rest == {"workbook_double_key", "workbook_no_key", "workbook_index_table"}


def test_blank_rows_and_hidden_sheets_are_read_and_told(book: Path) -> None:
    def change(found: Any) -> None:
        found["demand"].insert_rows(3, amount=3)
        found["demand"].sheet_state = "hidden"

    inputs, problems = pipeline.validate(edit(book, change))
    assert told(problems) == {"demand": "workbook_hidden"}
    assert inputs is not None
    assert list(inputs["demand"].index) == [2, 6]


def with_formula(path: Path, cell: str, cached: str) -> Path:
    """A cell of the sheet of demand as a formula, with what a spreadsheet keeps of its value."""

    def change(sheet: bytes) -> bytes:
        new, count = re.subn(rf'(<c r="{cell}"[^>]*>)<v>[^<]*</v>'.encode(), rf"\1<f>2*50</f>{cached}".encode(), sheet)
        assert count == 1
        return new

    number = [table.name for table in dictionary()].index("demand") + 3  # after the index and the settings
    return repack(path, {f"xl/worksheets/sheet{number}.xml": change})


def test_formulas_are_read_as_they_were_last_computed(book: Path) -> None:
    place = cell_of("demand 2 base")
    inputs, problems = pipeline.validate(with_formula(book, place.partition("!")[2], "<v>110</v>"))
    assert told(problems) == {"demand": "workbook_formulas"}
    assert place.partition("!")[2] in problems[0].message
    assert inputs is not None
    assert inputs["demand"].loc[2, "base"] == 110


@pytest.mark.parametrize("cached", ["", "<v></v>"])
def test_a_formula_that_was_never_computed_is_an_error_by_cell(book: Path, cached: str) -> None:
    place = cell_of("demand 2 base")
    assert problems_of(with_formula(book, place.partition("!")[2], cached))[place] == "workbook_uncomputed"


def test_what_is_no_table_is_an_error_with_the_nearest_name(book: Path) -> None:
    def change(found: Any) -> None:
        found["stages"].title = "stagse"
        found.create_sheet("scratch")["B2"] = "ours"
        found["lanes"]["D1"] = "fright"
        found["lanes"]["J2"] = "beside"
        found["flows"].delete_rows(1, 10)
        found["sites"].merge_cells("A2:A3")
        found["case"]["A1"] = "Name"
        found.remove(found["index"])

    problems = pipeline.validate(edit(book, change))[1]
    found = told(problems)
    assert found["stagse"] == found["scratch"] == "workbook_sheet"
    assert found["lanes!D1"] == "unknown_column"
    assert found["lanes!J1"] == "nameless_column"
    assert found["flows"] == "workbook_empty"
    assert found["sites!A2:A3"] == "workbook_merged"
    assert found["stages"] == "missing_file"
    assert found["index"] == "workbook_no_index"
    assert "workbook_heads" in {problem.check for problem in problems}
    words = {problem.place: problem.message for problem in problems}
    assert "stages" in words["stagse"]
    assert "freight" in words["lanes!D1"]


def test_scenarios_work_on_a_workbook(pristine: Path) -> None:
    inputs, _ = pipeline.load(pristine, variant=Variant(overrides=("demand.base times 2",)))
    assert inputs["demand"]["base"].tolist() == [200, 600]
    wrong = Variant(overrides=("demand.base set -1",))
    assert cell_of("demand 2 base") in {problem.place for problem in pipeline.validate(pristine, variant=wrong)[1]}


def test_name_and_ticks_are_those_of_the_workbook(pristine: Path) -> None:
    files = raw(pristine)
    case = typed_tables(files).case
    assert files.book is not None
    assert case is not None
    assert (case.name, [*files.book.ticks]) == ("small", ["base"])


def test_every_text_about_workbooks_is_told_here() -> None:
    folder = Path(__file__).parent
    tests = "".join(path.read_text() for path in (*folder.glob("test_book_*.py"), folder.parent / "test_drop.py"))
    checks = {key.split(".")[1] for key in catalogue() if key.startswith("problem.workbook_")}
    assert {check for check in checks if f'"{check}"' not in tests} == set()
