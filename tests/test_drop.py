"""A workbook alone on the command line, and the start files onto which it is dropped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
import toys
from book_case import as_workbook, edit, put
from typer.testing import CliRunner

from planner.cli import app
from planner.errors import Problem, UsageError
from planner.exports.faulty import SHEET, write_copy
from planner.exports.starts import STARTS, write_starts
from planner.messages import text
from planner.studies.dropped import look
from planner.tables import raw

if TYPE_CHECKING:
    from typing import Any

ROOT = Path(__file__).parents[1]
# 1.2 cars an hour: 120 in January, 60 in February; none are short. "never" asks for more cars than can be made.
SCENARIOS = """scenario,table,where,column,op,value,why
    fast,stages,,rate,times,1.2,x
    slow,stages,,rate,times,0.5,x
    never,demand,from=2026-01-01,least,set,101,x"""
AWKWARD = """Tür 'a' "b" $x `id` & (1)%.xlsx"""


def dropped(workbook: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(workbook)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def ticked(workbook: Path, *names: str) -> Path:
    def change(book: Any) -> None:
        for name, tick, *_ in book["index"].iter_rows(min_row=5):
            if name.value in ("base", "fast", "slow", "never", "faster"):
                tick.value = "x" if name.value in names else None

    return edit(workbook, change)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return as_workbook(toys.write(tmp_path / "toy", scenarios=SCENARIOS), tmp_path / "case.xlsx")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere.xlsx", "There is no workbook"),
        ("nowhere.XLS", "There is no workbook"),
        ("old.xls", "is neither a folder nor a workbook"),
    ],
)
def test_a_file_that_is_no_workbook_is_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    code, output = dropped(tmp_path / name)
    assert code == 2
    assert told in " ".join(output.split())


def test_a_folder_alone_is_told_what_plans_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(toys.write(tmp_path / "toy"))])
    assert isinstance(done.exception, UsageError)
    assert "Plan it with: planner run" in str(done.exception)


def test_problems_come_back_in_a_copy_with_exit_code_2(book: Path) -> None:
    put(book, {"stages 2 rate": -1, "scenarios 2 scenario": "faster"})
    code, told = dropped(ticked(book, "fast", "slow"))
    assert code == 2
    assert "case-problems.xlsx: open it" in " ".join(told.split())
    copy = openpyxl.load_workbook(book.with_name("case-problems.xlsx"))
    places = [row[0].value for row in copy[SHEET].iter_rows(min_row=6)]
    # The rate is told once, though scenario slow halves it to -0.5, and the tick of a scenario that is gone by its cell.
    assert places.count("stages!F2") == 1
    tick = next(place for place in places if place.startswith("index!B"))
    assert "workbook_ticked_unknown" in {problem.check for problem in look(book).problems}
    assert copy["index"][tick.partition("!")[2]].comment.text.startswith("WRONG: Scenario fast is ticked")
    assert copy["stages"]["F2"].fill.fill_type == "solid"
    assert not book.with_name("case-report").exists()


def test_a_file_that_is_no_workbook_is_told_and_not_copied(tmp_path: Path) -> None:
    file = tmp_path / "case.xlsx"
    file.write_text("no workbook")
    code, told = dropped(file)
    assert (code, "damaged" in told) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["case.xlsx"]
    assert dropped(tmp_path / "none.xlsx")[0] == 2
    (tmp_path / "folder.xlsx").mkdir()
    assert isinstance(CliRunner().invoke(app, [str(tmp_path / "folder.xlsx")]).exception, UsageError)


def test_where_libraries_of_the_review_are_missing_the_plan_is_written_and_an_older_copy_removed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("jinja2", "pptx", "planner.exports.reviewed.deck"):
        monkeypatch.setitem(sys.modules, library, None)
    older = book.with_name("case-problems.xlsx")
    write_copy(book, [Problem("any", "wrong", cell="stages!A2")])
    assert older.exists()
    code, told = dropped(book)
    assert code == 0
    assert "pip install" in told
    assert not older.exists()
    report = book.with_name("case-report")
    assert sorted(path.name for path in report.iterdir()) == ["manifest.json", "plan.xlsx", "reports"]
    assert json.loads((report / "manifest.json").read_text())["dropped"]["workbook"] == "case.xlsx"


@pytest.mark.skipif(os.name == "nt", reason="a shell runs it")
def test_a_workbook_dropped_on_the_start_file_is_planned_with_its_ticked_scenarios(tmp_path: Path, book: Path) -> None:
    # The planner is not on PATH, but in a virtual environment above the start file.
    planner = tmp_path / ".venv" / "bin" / "planner"
    planner.parent.mkdir(parents=True)
    planner.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planner "$@"\n')
    planner.chmod(0o755)
    folder = tmp_path / "w ö's"
    start = next(file for file in write_starts(folder) if file.suffix == ".sh")
    workbook = ticked(book, "fast", "never").rename(folder / AWKWARD)
    variables = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [start, workbook], input="\n", capture_output=True, text=True, check=False, env=variables, cwd="/"
    )
    # One scenario has no plan, which is told and keeps nothing else back.
    assert done.returncode == 3, done.stderr
    assert "There is no plan of never" in done.stderr
    assert "demand: least of P by 1 units" in done.stderr
    report = workbook.with_name(f"{workbook.stem}-report")
    for name in ("plan.xlsx", "plan-fast.xlsx", "comparison.xlsx", "report.html", "review.pptx"):
        assert (report / name).is_file()
        assert str(report / name) in done.stdout
    installs = {
        name: pd.read_csv(report / "reports" / workbook.stem / name / "yearly_plan.csv")["production_installs"].sum()
        for name in ("base", "fast")
    }
    assert installs == {"base": 160, "fast": 180}
    assert not (report / "plan-never.xlsx").exists()
    # Each plan shows the other one beside itself; "never" has no plan to be shown.
    for name, this, other in (("plan.xlsx", "base", "fast"), ("plan-fast.xlsx", "fast", "base")):
        rows = [row[:8] for row in openpyxl.load_workbook(report / name)["Scenarios"].iter_rows(values_only=True)]
        head = next(number for number, row in enumerate(rows) if row[0] == text("compare.column_plan"))
        at = rows[head].index("Production installs\n(vehicles)")
        beside = {row[0]: row[at] for row in rows[head + 1 : head + 3]}
        assert beside == {f"{this} (this plan)": installs[this], other: installs[other]}
        kept = report / "reports" / workbook.stem / this
        assert (kept / "plan.xlsx").read_bytes() == (report / name).read_bytes()
        assert [source["plan"] for source in json.loads((kept / "manifest.json").read_text())["beside"]] == [other]
    compared = openpyxl.load_workbook(report / "comparison.xlsx")["Comparison"]
    assert [cell.value for cell in compared[5][4:6]] == ["base", "fast"]
    assert text("starts.close") in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a shell runs it")
def test_the_start_file_asks_for_a_workbook_and_says_what_to_install(tmp_path: Path) -> None:
    start = next(file for file in write_starts(tmp_path) if file.suffix == ".command")
    place = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run([start], input="\n", capture_output=True, text=True, check=False, env=place)
    assert (done.returncode, text("starts.install") in done.stdout) == (2, True)
    planner = tmp_path / "planner"
    planner.write_text('#!/bin/sh\nprintf "[%s]" "$@"\n')
    planner.chmod(0o755)
    workbook = tmp_path / "ä b's.xlsx"
    workbook.touch()
    # As typed, and as terminals write a file that is dropped into their window.
    for typed in (str(workbook), f"{tmp_path}/ä\\ b\\'s.xlsx ", f"'{tmp_path}/ä b'\\''s.xlsx'"):
        place = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        done = subprocess.run([start], input=f"{typed}\n\n", capture_output=True, text=True, check=False, env=place)
        assert f"[{workbook}]" in done.stdout


def test_new_makes_workbooks_and_start_files_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "for planning"
    done = CliRunner().invoke(app, ["new", "--xlsx", str(folder)])
    assert done.exit_code == 0, done.output
    assert {path.name for path in folder.iterdir()} == {"case.xlsx", "example.xlsx", *STARTS}
    assert raw(folder / "example.xlsx").problems == ()
    for name in STARTS:
        content = (folder / name).read_bytes()
        assert os.access(folder / name, os.X_OK)
        assert content.isascii()
        assert b"@about@" not in content
        assert str(tmp_path).encode() not in content
        assert (b"\r\n" in content) == name.endswith(".bat")
    for words in ("about", "ask", "kind", "install", "close"):
        assert text(f"starts.{words}").encode() in (folder / "start-windows.bat").read_bytes()
    again = CliRunner().invoke(app, ["new", "--xlsx", str(folder)])
    assert isinstance(again.exception, UsageError)
