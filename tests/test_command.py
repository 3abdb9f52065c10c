"""The command as a user types it: exit codes, what it prints, what it writes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys
from typer.testing import CliRunner

from planner import cli
from planner.cli import app
from planner.errors import InputError, NoPlanError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planner", *words], capture_output=True, text=True, check=False, cwd=ROOT
    )


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str]]:
    """The command in this process, which takes no start of Python: its exit code and what it tells of errors."""

    def called(*words: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["planner", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, capsys.readouterr().err

    return called


def test_help_names_the_commands_and_exit_codes() -> None:
    done = command("--help")
    assert done.returncode == 0
    for word in ("new", "validate", "line", "run", "Exit codes: 0 plan found, 2 bad input"):
        assert word in done.stdout


def test_run_writes_a_report_and_prints_key_figures_as_json(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "toy")
    done = command("run", str(case), "--out", str(tmp_path / "reports"), "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["npv_million"] == pytest.approx(1600)
    assert figures["status"] == "optimal"
    report = Path(figures["report"])
    assert report == tmp_path / "reports" / "toy" / "base"
    plan = pd.read_csv(report / "yearly_plan.csv")
    assert plan["production_installs"].tolist() == [160]
    assert plan["limited_by"].tolist() == ["stage: build of L"]


def test_run_takes_a_workbook_and_gives_the_same_plan(tmp_path: Path) -> None:
    case, book = toys.write(tmp_path / "toy"), tmp_path / "books" / "toy.xlsx"
    assert CliRunner().invoke(app, ["template", str(case), str(book)]).exit_code == 0
    for place, out in ((case, "of_folder"), (book, "of_book")):
        done = CliRunner().invoke(app, ["run", str(place), "--out", str(tmp_path / out), "--format", "csv", "--quiet"])
        assert done.exit_code == 0, done.output
    one, other = (tmp_path / out / "toy" / "base" for out in ("of_folder", "of_book"))
    assert {path.name: path.read_bytes() for path in one.glob("*.csv")} == {
        path.name: path.read_bytes() for path in other.glob("*.csv")
    }
    inputs = json.loads((other / "manifest.json").read_text())["inputs"]
    assert inputs == {"toy.xlsx": hashlib.sha256(book.read_bytes()).hexdigest()}


def test_new_makes_an_empty_workbook_or_a_folder(tmp_path: Path) -> None:
    book = tmp_path / "new.xlsx"
    assert CliRunner().invoke(app, ["new", "--xlsx", str(book)]).exit_code == 0
    done = CliRunner().invoke(app, ["validate", str(book)])
    assert done.exit_code == 2
    assert "error: case!B2" in done.output
    for words in ([], [str(tmp_path / "x"), "--xlsx", str(book)]):
        assert isinstance(CliRunner().invoke(app, ["new", *words]).exception, UsageError)
    assert not (tmp_path / "x").exists()


def test_bad_input_is_exit_code_2_without_a_traceback(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "toy", stages="line,stage,machines,rate,yield\nL,build,1,-1,1.5")
    done = command("run", str(case), "--out", str(tmp_path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "stages.csv row 2 column rate" in done.stderr
    assert "stages.csv row 2 column yield" in done.stderr
    assert command("validate", str(case)).returncode == 2


def test_no_plan_is_exit_code_3_with_reasons(tmp_path: Path) -> None:
    demand = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,101"
    done = command("run", str(toys.write(tmp_path / "toy", demand=demand)), "--out", str(tmp_path))
    assert done.returncode == 3
    assert "demand: least of P by 1 units" in done.stderr
    assert "held by: stage: build of L" in done.stderr
    assert not (tmp_path / "toy" / "base").exists()


def test_warnings_stand_before_the_reasons_for_no_plan(tmp_path: Path, main: Callable[..., tuple[object, str]]) -> None:
    # A stage without machines makes nothing, and the hard least asks for cars.
    case = toys.write(
        tmp_path / "toy",
        demand="programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,1",
        stages="line,stage,machines,rate\nL,build,0,1",
    )
    code, told = main("run", str(case), "--out", str(tmp_path))
    assert code == 3
    assert told.index("has 0 machines") < told.index("There is no plan")


@pytest.mark.parametrize(
    "words", [("run", "{case}", "--out", "{file}"), ("line", "{case}", "--out", "{file}"), ("new", "{file}/new")]
)
def test_a_place_that_cannot_be_written_is_told_without_a_traceback(
    tmp_path: Path, words: tuple[str, ...], main: Callable[..., tuple[object, str]]
) -> None:
    case, file = toys.write(tmp_path / "toy"), tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    # An error that is not caught would not come out as an exit code.
    code, told = main(*(word.format(case=case, file=file) for word in words))
    assert code == 2
    assert "cannot be read or written" in told
    assert str(file) in told.replace("\n", "")


def test_json_stands_alone_beside_a_program_that_is_saved(tmp_path: Path) -> None:
    words = ("run", str(toys.write(tmp_path / "toy")), "--json", "--out", str(tmp_path))
    done = command(*words, "--save-lp", str(tmp_path / "p.lp"))
    assert json.loads(done.stdout)["status"] == "optimal"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_new_then_validate(tmp_path: Path) -> None:
    assert "copy of the base case" in run("new", str(tmp_path / "mine"))
    assert "No problem found" in run("validate", str(tmp_path / "mine"))
    with pytest.raises(UsageError):
        run("new", str(tmp_path / "mine"))


def test_build_only_writes_the_program_and_no_report(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "toy")
    said = run("run", str(case), "--build-only", "--save-lp", str(tmp_path / "p.lp"), "--out", str(tmp_path / "r"))
    assert "rows" in said
    assert (tmp_path / "p.lp").exists()
    assert (tmp_path / "p.lp.names.csv").exists()
    assert not (tmp_path / "r").exists()


def test_errors_reach_the_caller_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run("run", str(tmp_path / "nothing"))
    with pytest.raises(UsageError, match="no solver"):
        run("run", str(toys.write(tmp_path / "toy")), "--solver", "NOPE", "--out", str(tmp_path))
    least = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,101"
    with pytest.raises(NoPlanError):
        run("run", str(toys.write(tmp_path / "short", demand=least)), "--out", str(tmp_path))


def test_version() -> None:
    assert run("--version").strip().count(".") == 2


def test_the_gap_that_is_asked_for_reaches_the_solver_and_the_manifest(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "toy")
    done = CliRunner().invoke(app, ["run", str(case), "--out", str(tmp_path), "--gap", "0.05", "--quiet"])
    assert done.exit_code == 0, done.output
    asked = json.loads((tmp_path / "toy" / "base" / "manifest.json").read_text("utf-8"))["asked"]
    assert asked["options"]["gap"] == 0.05
