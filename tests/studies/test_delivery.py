"""A workbook taken into a folder: what it changes, who has delivered, what is stale; nothing half done."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import toys
from typer.testing import CliRunner

from planner.cli import app
from planner.errors import InputError, UsageError
from planner.exports.template import write_template
from planner.studies.delivery import CellChange, delivery, take
from planner.studies.delivery.delivery import Standing
from planner.tables.workbook import form_of

if TYPE_CHECKING:
    from pathlib import Path

OWNERS = """
[owners]
sites = {owner = "plant", date = 2026-01-05}
stages = {owner = "plant", date = 2026-01-05}
demand = {owner = "sales", date = 2026-01-02}
prices = {owner = "sales"}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = toys.write(tmp_path / "toy")
    toml = folder / "case.toml"
    toml.write_text(toml.read_text() + OWNERS)
    return folder


def workbook(case: Path, owner: str = "", change: Any = None) -> Path:
    """The workbook of a case or an owner, changed."""
    path = case.with_name("book.xlsx")
    write_template(form_of(case, owner), path)
    if change:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
    return path


def cell(book: Any, table: str, row: int, column: str) -> Any:
    """A cell of a sheet by the name of its column."""
    return next(book[table].cell(row, head.column) for head in book[table][1] if head.value == column)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_whole_workbook_makes_a_new_folder(case: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    take(delivery(workbook(case), new), new)
    assert content(new) == content(case)


def test_an_owner_changes_his_own_tables_and_no_others(case: Path) -> None:
    """The rate of the one stage, and the day of delivery of the stages."""

    def change(book: Any) -> None:
        cell(book, "stages", 2, "rate").value = 1.5
        book["stages"].append(["L", "pack"])
        cell(book, "stages", 3, "machines").value = 1
        cell(book, "stages", 3, "rate").value = 9
        stages = next(row for row in book["index"].iter_rows() if row[0].value == "stages")
        stages[3].value = "2026-01-12"

    before = content(case)
    found = delivery(workbook(case, "plant", change), case)
    assert found.changes == (
        CellChange("case", "", "owners.stages.date", "", "2026-01-05", "2026-01-12"),
        CellChange("stages", "line=L; stage=build", "rate", "", "1", "1.5"),
        CellChange("stages", "line=L; stage=pack", "", "", "", "line=L; stage=pack; machines=1; rate=9"),
    )
    assert content(case) == before
    take(found, case)
    after = content(case)
    assert {name for name in after if after[name] != before.get(name)} == {"case.toml", "stages.csv"}
    assert after["stages.csv"].decode() == "line,stage,machines,rate\nL,build,1,1.5\nL,pack,1,9\n"


def test_standings_tell_who_has_delivered_and_what_is_stale(case: Path) -> None:
    """The newest day is that of the plant, 5 January; sales stand 3 days behind it. The stages change without a new day."""
    found = delivery(workbook(case, "plant", lambda book: setattr(cell(book, "stages", 2, "rate"), "value", 2)), case)
    standings = {one.table: one for one in found.standings}
    assert {name: (one.delivered, one.changed, one.behind) for name, one in standings.items()} == {
        "sites": (True, False, 0),
        "stages": (True, True, 0),
        "demand": (False, False, 3),
        "prices": (False, False, None),
    }
    assert isinstance(standings["demand"], Standing)
    assert standings["demand"].owner == "sales"
    assert found.undated == ("stages",)


def test_units_stand_beside_the_changed_cells(case: Path) -> None:
    found = delivery(workbook(case, "", lambda book: setattr(cell(book, "prices", 2, "price_net"), "value", 9e6)), case)
    assert [(one.unit, one.old, one.new) for one in found.changes] == [("money/unit", "10000000", "9000000")]


@pytest.mark.parametrize(
    ("owner", "change", "place"),
    [
        ("plant", lambda book: setattr(cell(book, "stages", 2, "rate"), "value", "fast"), "stages!F2"),
        ("plant", lambda book: setattr(book["index"]["D5"], "value", "soon"), "index!D5"),
        ("", lambda book: setattr(book["case"]["B2"], "value", None), "case!B2"),
    ],
)
def test_what_cannot_be_read_is_told_by_cell_and_nothing_is_taken(
    case: Path, owner: str, change: Any, place: str
) -> None:
    with pytest.raises(InputError) as error:
        delivery(workbook(case, owner, change), case)
    assert [problem.place for problem in error.value.problems] == [place]


def test_a_part_makes_no_new_folder(case: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        delivery(workbook(case, "plant"), tmp_path / "new")
    assert {"case", "demand"} <= {problem.place for problem in error.value.problems}


def test_other_folders_and_files_are_left(case: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    path = workbook(case)
    for place in (other, path):
        with pytest.raises(UsageError):
            delivery(path, place)
    with pytest.raises(UsageError):
        delivery(case, case)


def test_command_shows_the_cells_and_how_the_case_stands(case: Path) -> None:
    path = workbook(case, "plant", lambda book: setattr(cell(book, "stages", 2, "rate"), "value", 0))
    done = CliRunner().invoke(app, ["import", str(path), str(case), "--diff"])
    assert done.exit_code == 0, done.output
    for words in (
        "stages",
        "rate",
        "Not in this workbook: sales (demand, prices)",
        "Errors of the case now: 1",
        "demand of sales",
    ):
        assert words in done.output
    assert "build,1,0" in (case / "stages.csv").read_text()


def test_nothing_is_written_where_the_answer_is_no(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(case, "plant", lambda book: setattr(cell(book, "stages", 2, "rate"), "value", 2))
    before = content(case)
    monkeypatch.setattr(import_module("planner.cli.take"), "_interactive", lambda: True)
    done = CliRunner().invoke(app, ["import", str(path), str(case), "--diff"], input="n\n")
    assert done.exit_code == 2
    assert content(case) == before
    done = CliRunner().invoke(app, ["import", str(path), str(case), "--diff"], input="y\n")
    assert done.exit_code == 0
    assert content(case) != before
