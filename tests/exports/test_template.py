"""The workbook of a case as a spreadsheet has it: notes, choices, days, filters, links; read back with openpyxl."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import toys

from planner.errors import InputError, UsageError
from planner.exports.template import write_template
from planner.exports.template.paper import LONGEST_NAME
from planner.tables import dictionary
from planner.tables.workbook import blank_form, form_of

if TYPE_CHECKING:
    from pathlib import Path

OWNERS = (
    'owners = {stages = {owner = "plant", date = 2026-01-05}, sites = {owner = "plant"}, demand = {owner = "sales"}}'
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = toys.write(
        tmp_path_factory.mktemp("template") / "toy", scenarios="scenario,op,value,why\nlate,after,base,x"
    )
    toml = folder / "case.toml"
    toml.write_text(f"{toml.read_text()}{OWNERS}\n")
    (folder / "sites.csv").write_text('site,name\nS,"=HYPERLINK(""http://x"")"\n')
    return folder


@pytest.fixture(scope="module")
def book(case: Path) -> Any:
    path = case.with_suffix(".xlsx")
    write_template(form_of(case), path)
    return openpyxl.load_workbook(path)


def test_every_table_has_a_sheet_that_filters_below_a_frozen_header(book: Any) -> None:
    names = [table.name for table in dictionary()]
    assert book.sheetnames == ["index", "case", *names, "_files"]
    assert max(map(len, names)) <= LONGEST_NAME
    for table in dictionary():
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == list(table.columns)
        assert sheet.freeze_panes == "B2"
        assert [found.autoFilter is not None for found in sheet.tables.values()] == [True]
        assert all(cell.comment for cell in sheet[1])
    assert book["_files"].sheet_state == "veryHidden"


def test_notes_tell_meaning_unit_default_and_what_is_allowed(book: Any) -> None:
    stages = dictionary()["stages"].columns
    cells = {cell.value: cell.comment.text for cell in book["stages"][1]}
    for words in (stages["yield"].meaning, "Allowed: a number above 0, at most 1", "Empty: 1"):
        assert words in cells["yield"]
    assert "Unit: m" in cells["web_width_m"]
    for words in ("Allowed: a name of column line on sheet lines", "Must be filled in.", "Part of the row's key."):
        assert words in cells["line"]


def test_choices_and_references_drop_down(book: Any) -> None:
    lists = {str(found.sqref).split(":")[0]: found for found in book["lines"].data_validations.dataValidation}
    places = {cell.value: f"{cell.column_letter}2" for cell in book["lines"][1]}
    assert lists[places["status"]].formula1 == '"existing,candidate"'
    assert lists[places["site"]].formula1.startswith("OFFSET(sites!$A$2,0,0,")
    assert lists[places["site"]].errorStyle == "warning"


def test_values_are_what_they_are(book: Any) -> None:
    """Days are days, numbers numbers; a text that looks like a formula is a text."""
    demand = {cell.value: book["demand"].cell(2, cell.column) for cell in book["demand"][1]}
    assert demand["from"].value == dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a sheet knows no zone
    assert demand["from"].number_format == "yyyy-mm-dd"
    assert demand["base"].value == 120
    assert (book["sites"]["B2"].value, book["sites"]["B2"].data_type) == ('=HYPERLINK("http://x")', "s")
    settings = {row[0].value: row[1].value for row in book["case"].iter_rows(min_row=2)}
    assert settings["plan_date"] == dt.datetime(2026, 1, 1)  # noqa: DTZ001
    assert (settings["discount_rate"], settings["steps.1.step"], settings["decide"]) == (0, "month", None)


def test_index_links_every_sheet_and_tells_owner_day_and_rows(book: Any) -> None:
    rows = {row[0].value: row for row in book["index"].iter_rows()}
    for table in dictionary():
        assert rows[table.name][0].hyperlink.location == f"'{table.name}'!A1"
    assert (rows["stages"][2].value, rows["stages"][3].value) == ("plant", dt.datetime(2026, 1, 5))  # noqa: DTZ001
    assert (rows["base"][1].value, rows["late"][1].value) == ("x", None)


def test_owner_gets_the_sheets_that_he_keeps(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "plant.xlsx"
    write_template(form_of(case, "pla"), path)
    assert openpyxl.load_workbook(path, read_only=True).sheetnames == ["index", "sites", "stages", "_files"]
    with pytest.raises(UsageError, match="sales"):
        form_of(case, "sale of")


def test_a_file_that_is_there_is_left(case: Path) -> None:
    path = case.with_suffix(".xlsx")
    before = path.read_bytes() if path.exists() else path.write_bytes(b"work") and b"work"
    with pytest.raises(UsageError):
        write_template(blank_form(), path)
    assert path.read_bytes() == before
    with pytest.raises(UsageError):
        write_template(blank_form(), path.with_suffix(".csv"))


def test_a_case_with_columns_of_its_own_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        form_of(toys.write(tmp_path / "toy", sites="site,colour\nS,red"))
    assert [problem.check for problem in error.value.problems] == ["unknown_column"]


def test_an_empty_workbook_has_every_setting_and_no_value(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    write_template(blank_form(), path)
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book["case"].iter_rows(values_only=True))
    assert {"title", "steps.1.until", "objective"} <= {row[0] for row in rows}
    assert not any(row[1] for row in rows[1:])
    assert "_files" not in book.sheetnames
