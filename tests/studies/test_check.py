"""A plan on disk recomputed: as written it holds; what is changed by hand is found, named and priced."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from check_case import cells, decides, put, rich
from typer.testing import CliRunner

from planner.cli import app
from planner.errors import InputError, UsageError
from planner.exports.dictionary import dictionary
from planner.messages import catalogue, text
from planner.studies.check import check
from planner.studies.check.filed import filed
from planner.studies.check.kinds import LIMITS, UNKNOWN
from planner.studies.check.run import Checked, checked
from planner.studies.check.words import explained
from planner.studies.reopen import Reopened, reopened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEEDS = range(30)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Reopened:
    folder = tmp_path_factory.mktemp("rich")
    return reopened(rich(folder), [folder / "inputs"])


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory) -> Reopened:
    folder = tmp_path_factory.mktemp("decides")
    return reopened(decides(folder), [folder / "inputs"])


def copied(again: Reopened, place: Path) -> Reopened:
    """The same report in a place of its own."""
    shutil.copytree(again.report.folder, place / "plan")
    return replace(again, report=replace(again.report, folder=place / "plan"))


def recheck(again: Reopened, workbook: Path | None = None, *, priced: bool = False, free: bool = False) -> Checked:
    return checked(filed(again.report.folder), again, workbook, priced=priced, free=free)


def edit(again: Reopened, table: str, column: str, change: Callable[[str], str], row: int = 0) -> None:
    """Change a cell of a CSV file."""
    path = again.report.folder / f"{table}.csv"
    rows = cells(path)
    at = rows[0].index(column)
    rows[1 + row][at] = change(rows[1 + row][at])
    put(path, rows)


def workbook(again: Reopened, place: Path, **values: dict[str, object]) -> Path:
    """The plan's workbook with cells changed: by sheet (underscores for spaces), then by cell."""
    book = openpyxl.load_workbook(again.report.folder / "plan.xlsx")
    for sheet, changes in values.items():
        for cell, value in changes.items():
            book[sheet.replace("_", " ")][cell] = value
    book.save(place / "edited.xlsx")
    return place / "edited.xlsx"


def test_a_report_holds_as_it_was_written_by_files_and_by_workbook(good: Reopened, tmp_path: Path) -> None:
    for file in (None, workbook(good, tmp_path)):
        found = recheck(good, file, priced=file is None)
        assert [f.message for f in found.findings] == []
        assert list(found.edits) == []
        assert found.value == pytest.approx(found.written)
        if file is None:
            assert found.best == pytest.approx(found.written)
            assert explained(found).headlines[0] == text("check.holds")


def corrupt(folder: Path, chance: random.Random) -> str:
    """Change a cell, drop a row or say a row twice, in a file and place that chance chooses."""
    files = sorted(path for path in folder.glob("*.csv") if len(cells(path)) > 1)
    path = chance.choice(files)
    rows = cells(path)
    at = chance.randrange(1, len(rows))
    how = chance.choice(("cell", "cell", "cell", "drop", "twice"))
    if how == "drop":
        del rows[at]
    elif how == "twice":
        rows.insert(at, list(rows[at]))
    else:
        number = chance.randrange(len(rows[0]))
        how, before = f"cell {rows[0][number]}", rows[at][number]
        rows[at][number] = other(before, chance)
        how = f"{how}: {before} -> {rows[at][number]}"
    put(path, rows)
    return f"{path.name} row {at}: {how}"


def other(cell: str, chance: random.Random) -> str:
    """Something else of the same kind, or of none."""
    try:
        number = float(cell)
    except ValueError:
        return chance.choice((f"{cell}x", "", "2026-02-02")) if cell else "x"
    return repr(chance.choice((number * 1.1 + 1.0, number - 1.0, -number - 1.0))).removesuffix(".0")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_corruption_on_disk_is_found(good: Reopened, tmp_path: Path, seed: int) -> None:
    again = copied(good, tmp_path)
    what = corrupt(again.report.folder, random.Random(seed))  # noqa: S311 - no secret
    assert found_in(again), what


def found_in(again: Reopened) -> list[str]:
    """What a check tells: findings, or cells that cannot be read."""
    try:
        return [f"{finding.table}: {finding.message}" for finding in recheck(again).findings]
    except InputError as error:
        return [problem.message for problem in error.problems]


def test_the_money_that_an_edit_costs_is_told(good: Reopened, tmp_path: Path) -> None:
    # One car fewer is made and sold in the last month, everywhere it shows: only what it earns is gone.
    again = copied(good, tmp_path)
    edit(again, "period_sales", "sold", lambda cell: str(float(cell) - 1), row=2)
    edit(again, "period_sales", "shortfall", lambda cell: str(float(cell) + 1), row=2)
    found = recheck(again, priced=True)
    assert found.best is not None
    # 10 million less and half a million of penalty more, less tax of a quarter on the sale; discounted 2.5 months at 8 %.
    cost = (10.0 * 0.75 + 0.5) * 1.08 ** (-2.5 / 12)
    assert found.best - found.value == pytest.approx(cost)
    told = explained(found)
    assert f"{cost:,.3f}" in told.headlines[2]
    assert [e.column for e in found.edits] == ["sold", "shortfall"]


@pytest.mark.parametrize(
    ("cell", "value", "cost"),
    # Both lines make all 180 cars: 20 fewer lose 200 million, 200 are never asked for.
    [("Yearly_plan", 160, 200.0), ("Yearly_plan", 200, None), ("Period_output", 99, 0.0)],
)
def test_numbers_put_in_by_hand_are_held_and_priced(
    bought: Reopened, tmp_path: Path, cell: str, value: int, cost: float | None
) -> None:
    # Installs by year; or what the old line makes in January, where the new one has room for the car that it makes less.
    place = "D6" if cell == "Yearly_plan" else "F6"
    found = recheck(bought, workbook(bought, tmp_path, **{cell: {place: value}}), priced=True)
    assert found.wish is not None
    assert found.best is not None
    assert found.wish.count == 1
    if cost is None:
        assert found.wish.value is None
        assert text("check.wish_none", count=1) in explained(found).headlines
    else:
        assert found.wish.value is not None
        assert found.best - found.wish.value == pytest.approx(cost)


def test_an_edit_of_a_file_is_told_by_the_workbook_beside_it(good: Reopened, tmp_path: Path) -> None:
    again = copied(good, tmp_path)
    before = cells(again.report.folder / "yearly_finance.csv")[1][2]
    edit(again, "yearly_finance", "sales", lambda cell: str(float(cell) + 7))
    found = recheck(again)
    assert [(e.table, e.row, e.column, float(e.before)) for e in found.edits] == [
        ("yearly_finance", "2026", "sales", float(before))
    ]
    assert [(f.rule, f.table, f.column, f.when) for f in found.findings] == [
        ("finance", "yearly_finance", "sales", "2026")
    ]
    assert found.findings[0].amount == pytest.approx(7, abs=1e-3)


def test_numbers_within_their_last_decimal_hold_and_beyond_it_do_not(good: Reopened, tmp_path: Path) -> None:
    again = copied(good, tmp_path)
    edit(again, "yearly_finance", "material", lambda cell: f"{float(cell) + 0.0011:.4f}")
    assert [f.column for f in recheck(again).findings] == ["material"]


def test_a_value_that_only_a_solver_knows_is_not_borne_out(good: Reopened, tmp_path: Path) -> None:
    again = copied(good, tmp_path)
    edit(again, "yearly_stages", "marginal_value", lambda _: "123")
    assert [(f.rule, f.table, f.column) for f in recheck(again).findings] == [
        ("not_recomputed", "yearly_stages", "marginal_value")
    ]
    (again.report.folder / "plan.xlsx").unlink()  # nothing tells any more what stood there
    assert [f.rule for f in recheck(again).findings] == ["file_altered"]


def test_a_workbook_is_read_by_headers_and_names(bought: Reopened, tmp_path: Path) -> None:
    # Rows in another order, a column moved, the name of a line in the place of its key.
    book = openpyxl.load_workbook(bought.report.folder / "plan.xlsx")
    sheet = book["Period output"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[1][0] == "Old line"
    head, *body = [[*row[1:], row[0]] for row in rows]
    for number, row in enumerate([head, *body[::-1]], 5):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    book.save(tmp_path / "sorted.xlsx")
    found = recheck(bought, tmp_path / "sorted.xlsx")
    assert found.holds
    assert list(found.edits) == []


def test_cells_and_rows_edited_in_a_workbook_are_told(bought: Reopened, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(bought.report.folder / "plan.xlsx")
    made, plan = book["Period output"], book["Yearly plan"]
    plan["D6"] = 170
    made.delete_rows(6)
    end = made.max_row + 1
    for column, value in enumerate(("New line", 1, "2026-01-01", "car", "2026-03", 5, 100), 1):
        made.cell(end, column, value)
    book.save(tmp_path / "edited.xlsx")
    found = recheck(bought, tmp_path / "edited.xlsx")
    assert [(e.table, e.column, e.after != "") for e in found.edits] == [
        ("period_make", "", True),
        ("period_make", "", False),
        ("yearly_plan", "production_installs", True),
    ]
    rules = {f.rule for f in found.findings}
    assert {"whole_vehicles", "unknown_period", "item_balance"} <= rules
    assert found.broken


def test_a_cell_that_is_none_is_told_by_sheet_row_and_column(good: Reopened, tmp_path: Path) -> None:
    file = workbook(good, tmp_path, Yearly_plan={"D6": "many", "G6": "few"}, Periods={"B6": "spring"})
    with pytest.raises(InputError) as caught:
        recheck(good, file)
    places = [(p.file, p.row, p.value) for p in caught.value.problems]
    assert ("edited.xlsx, Yearly plan", 6, "many") in places
    assert len(places) == 3


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_a_workbook_that_is_none_is_refused(good: Reopened, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.xlsx").write_bytes(content)
    with pytest.raises(UsageError):
        recheck(good, tmp_path / "plan.xlsx")


def test_a_decision_changed_by_hand_is_planned_and_priced(bought: Reopened, tmp_path: Path) -> None:
    again = copied(bought, tmp_path)
    edit(again, "decisions", "date", lambda _: "2026-02-01")
    found = recheck(again, priced=True)
    # From February on M brings nothing: in January 20 cars are short, February asks for 60 of 100. 20 x 10 million lost.
    assert found.decided
    assert found.best is not None
    assert found.written - found.best == pytest.approx(200, abs=2)
    assert any(f"{found.written - found.best:,.3f}" in words for words in explained(found).headlines)


def test_all_decided_anew_is_what_the_plan_was_worth(bought: Reopened, tmp_path: Path) -> None:
    again = copied(bought, tmp_path)
    edit(again, "decisions", "date", lambda _: "2026-02-01")
    found = recheck(again, priced=True, free=True)
    assert found.free is not None
    assert found.free == pytest.approx(found.written, rel=1e-6)
    assert any(f"{found.free:,.3f}" in words for words in explained(found).headlines)


def test_a_decision_taken_out_leaves_output_without_a_line(bought: Reopened, tmp_path: Path) -> None:
    again = copied(bought, tmp_path)
    put(again.report.folder / "decisions.csv", cells(again.report.folder / "decisions.csv")[:1])
    found = recheck(again)
    assert {("unknown_key", "period_make"), ("item_balance", "period_stock"), ("row_changed", "decisions")} <= {
        (f.rule, f.table) for f in found.findings
    }


def test_a_decision_that_the_case_cannot_have_is_a_problem(bought: Reopened, tmp_path: Path) -> None:
    again = copied(bought, tmp_path)
    edit(again, "decisions", "object", lambda _: "NO_LINE")
    with pytest.raises(InputError, match="NO_LINE"):
        recheck(again)


def test_every_cell_that_cannot_be_read_is_told_at_once(good: Reopened, tmp_path: Path) -> None:
    again = copied(good, tmp_path)
    edit(again, "yearly_plan", "gwh", lambda _: "much")
    edit(again, "periods", "start", lambda _: "spring")
    (again.report.folder / "gates.csv").unlink()
    with pytest.raises(InputError) as caught:
        check(again.report.folder, [again.case])
    assert {(p.file, p.row, p.column) for p in caught.value.problems} == {
        ("yearly_plan.csv", 2, "gwh"),
        ("periods.csv", 2, "start"),
        ("gates.csv", None, ""),
    }


def test_the_command_writes_its_findings_and_ends_with_their_code(good: Reopened, tmp_path: Path) -> None:
    again, command = copied(good, tmp_path), CliRunner()
    edit(again, "yearly_plan", "shortfall", lambda cell: str(int(cell) + 3))
    asked = ["check", str(again.report.folder), "--case", str(again.case)]
    done = command.invoke(app, [*asked, "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 4
    assert {row["table"] for row in told["findings"]} == {"yearly_plan", "yearly_total"}
    place = tmp_path / "explained" / "plan" / "check"
    assert len(cells(place / "findings.csv")) == 1 + len(told["findings"])
    book = openpyxl.load_workbook(place / "explanation.xlsx")
    assert book.sheetnames == ["Cover", "Findings", "Edits"]
    assert command.invoke(app, ["check", str(tmp_path)]).exit_code != 0


def test_rules_and_columns_are_those_of_catalogue_and_dictionary() -> None:
    assert {f"audit.{rule}" for rule in LIMITS} <= set(catalogue())
    columns = {name: {column.name for column in found} for name, found in dictionary().items()}
    assert all(set(names) <= columns[table] for table, names in UNKNOWN.items() if table in columns)
