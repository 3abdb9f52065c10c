"""A copy of a workbook with its problems: colours, notes, links; read back with openpyxl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import toys
from book_case import as_workbook, cell_of, edit
from openpyxl.comments import Comment

from planner.errors import Problem, Severity, UsageError
from planner.exports.faulty import SHEET, copy_of, remove_copy, write_copy
from planner.exports.faulty.cells import COLOURS
from planner.studies.dropped import look
from planner.tables import raw
from planner.tables.workbook.naming import PROBLEMS

if TYPE_CHECKING:
    from pathlib import Path

RED, AMBER = (COLOURS[kind] for kind in (Severity.ERROR, Severity.WARNING))
FORMULA = '=HYPERLINK("http://x")'


def spoilt(folder: Path) -> Path:
    """A workbook with a rate below 0, a name that looks like a formula, a wrong head, and a day outside the horizon."""

    def change(book: Any) -> None:
        book["sites"]["B2"].value = FORMULA  # name: any text is right
        book["demand"]["A2"].value = FORMULA
        for place in ("sites!B2", "demand!A2"):
            sheet, _, cell = place.partition("!")
            book[sheet][cell].data_type = "s"
        book["stages"]["V1"] = "remarks"
        book["stages"][cell_of("stages 2 rate").partition("!")[2]] = -1

    return edit(as_workbook(toys.write(folder / "toy"), folder / "case.xlsx"), change)


@dataclass(frozen=True)
class Copied:
    """A workbook, what is wrong with it, and its copy, also as openpyxl reads it."""

    workbook: Path
    problems: tuple[Problem, ...]
    copy: Path
    book: Any


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    workbook = spoilt(tmp_path_factory.mktemp("faulty"))
    problems = look(workbook).problems
    copy = write_copy(workbook, problems)
    return Copied(workbook, problems, copy, openpyxl.load_workbook(copy))


@pytest.fixture(scope="module")
def copy(copied: Copied) -> Any:
    return copied.book


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workbook of one sheet, whose first head has a note."""
    book = openpyxl.Workbook()
    book.active.title = "stages"
    book.active.append(["line", "rate"])
    book.active.append(["L", -1])
    book.active["A1"].comment = Comment("Name of the line.", "")
    book.save(tmp_path / "case.xlsx")
    return tmp_path / "case.xlsx"


def test_cells_at_fault_are_red_and_say_in_a_note_what_is_wrong_and_what_to_do(copy: Any) -> None:
    rate = copy["stages"]["F2"]
    assert rate.value == -1
    assert rate.fill.fgColor.rgb == RED
    assert rate.comment.text.startswith("WRONG: -1 is not allowed; allowed is a number above 0.")
    assert rate.comment.text.endswith("Correct the number.")
    assert copy["calendars"]["C4"].fill.fgColor.rgb == AMBER  # March lies after the end of the toy: a warning
    assert copy["stages"]["E2"].fill.fill_type is None
    assert [name for name in ("stages", "demand", "calendars") if copy[name].sheet_properties.tabColor] == [
        "stages",
        "demand",
    ]


def test_the_first_sheet_lists_every_problem_with_a_link_to_its_cell(copied: Copied, copy: Any) -> None:
    assert copy.sheetnames[0] == SHEET == PROBLEMS
    rows = list(copy[SHEET].iter_rows(min_row=6))
    assert [(row[0].value, row[2].value, row[3].value) for row in rows] == [
        (told.cell, told.message, told.advice) for told in copied.problems
    ]
    links = {row[0].value: (row[0].hyperlink.location, row[0].hyperlink.target) for row in rows}
    assert links["stages!F2"] == ("'stages'!F2", None)
    assert {row[1].value for row in rows} == {"error", "warning"}


def test_no_text_of_an_input_becomes_a_formula(small: Path, copy: Any) -> None:
    assert [copy["demand"]["A2"].data_type, copy["sites"]["B2"].data_type] == ["s", "s"]
    told = [Problem("x", FORMULA, "=1+1", cell="stages!A2"), Problem("x", "+\x01", cell="no such sheet!B1")]
    sheet = openpyxl.load_workbook(write_copy(small, told))[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["A7"].hyperlink is None


def test_the_copy_keeps_what_else_is_in_the_workbook(copied: Copied, copy: Any) -> None:
    former = openpyxl.load_workbook(copied.workbook)
    assert copy.sheetnames[1:] == former.sheetnames
    for old in former.worksheets:
        new = copy[old.title]
        assert [[cell.value for cell in row] for row in new.iter_rows()] == [
            [cell.value for cell in row] for row in old.iter_rows()
        ]
        assert [str(rule.sqref) for rule in new.data_validations.dataValidation] == [
            str(rule.sqref) for rule in old.data_validations.dataValidation
        ]
        assert new.tables.items() == old.tables.items()
        assert {k: d.width for k, d in new.column_dimensions.items()} == {
            k: d.width for k, d in old.column_dimensions.items()
        }
        assert (new.freeze_panes, new.sheet_state) == (old.freeze_panes, old.sheet_state)
    assert copy["stages"]["A1"].comment.text == former["stages"]["A1"].comment.text


def test_the_same_problems_give_the_same_bytes(small: Path) -> None:
    told = [Problem("x", "y", cell="stages!B2")]
    first = write_copy(small, told).read_bytes()
    assert write_copy(small, told).read_bytes() == first


def test_a_copy_that_is_checked_itself_loses_its_former_marks(small: Path) -> None:
    first = write_copy(small, [Problem("x", "wrong", "mend", cell="stages!B2"), Problem("x", "row", cell="stages!2:2")])
    assert [cell.fill.fgColor.rgb for cell in openpyxl.load_workbook(first)["stages"][2]] == [RED, RED]
    again = openpyxl.load_workbook(write_copy(first, [Problem("x", "head", cell="stages!A1")]))
    assert again.sheetnames == [SHEET, "stages"]
    assert again["stages"]["B2"].fill.fill_type is None
    assert again["stages"]["B2"].comment is None
    # The head has a note of its own, which stays behind what is wrong.
    assert again["stages"]["A1"].comment.text == "WRONG: head\n\n* * *\nName of the line."


def test_a_workbook_with_a_sheet_of_problems_is_somebody_elses_until_it_is_a_copy(small: Path) -> None:
    own = openpyxl.Workbook()
    own.active.title = SHEET
    own.save(copy_of(small))
    before = copy_of(small).read_bytes()
    assert not remove_copy(small)
    with pytest.raises(UsageError):
        write_copy(small, [Problem("x", "y", cell="stages!B2")])
    assert copy_of(small).read_bytes() == before
    # A copy that a spreadsheet has saved is still known.
    copy_of(small).unlink()
    book = openpyxl.load_workbook(write_copy(small, [Problem("x", "y", cell="stages!B2")]))
    book.save(copy_of(small))
    assert remove_copy(small)


def test_a_file_of_somebody_else_is_neither_replaced_nor_removed(small: Path) -> None:
    copy_of(small).write_bytes(small.read_bytes())
    with pytest.raises(UsageError, match="not known as a copy with problems"):
        write_copy(small, [])
    assert not remove_copy(small)
    assert copy_of(small).read_bytes() == small.read_bytes()


def test_a_copy_that_cannot_be_written_leaves_the_older_one(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = write_copy(small, []).read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", _held)
    with pytest.raises(PermissionError):
        write_copy(small, [Problem("x", "y", cell="stages!B2")])
    assert copy_of(small).read_bytes() == older
    assert sorted(path.name for path in small.parent.iterdir()) == ["case-problems.xlsx", "case.xlsx"]


def _held(*_: object) -> None:
    raise PermissionError


def test_the_copy_is_read_as_the_workbook_is(copied: Copied) -> None:
    copy, former = raw(copied.copy), raw(copied.workbook)
    assert copy.sheets == former.sheets
    assert copy.problems == former.problems
