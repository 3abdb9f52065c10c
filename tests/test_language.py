"""The language of all that is written: asked for anywhere on the command line, told by the report."""

from __future__ import annotations

import json
import os
import pickle
import re
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
import toys

from planner.cli import main
from planner.cli.language import spoken
from planner.errors import UsageError
from planner.messages import VARIABLE, language, speaking, text
from planner.studies.compare.report import read
from planner.studies.designs import Task
from planner.studies.study import Study, portable, run
from planner.tables import raw

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test speaks ends with it."""
    monkeypatch.setenv(VARIABLE, "en")


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """How the command ends."""
    monkeypatch.setattr(sys, "argv", ["planner", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code or 0


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "zh", "run", "a"],
        ["run", "a", "--lang", "zh"],
        ["run", "--lang=zh", "a"],
    ],
)
def test_a_language_may_be_asked_for_anywhere(words: list[str]) -> None:
    assert spoken(words) == ["run", "a"]
    assert language() == "zh"


@pytest.mark.parametrize("words", [["run", "--lang", "de"], ["run", "--lang"], ["run", "--lang="]])
def test_a_language_that_there_is_not_is_told(words: list[str]) -> None:
    with pytest.raises(UsageError, match="there are en, zh"):
        spoken(words)
    assert language() == "en"


def test_what_stands_behind_two_dashes_is_no_option() -> None:
    assert spoken(["run", "--", "--lang", "zh"]) == ["run", "--", "--lang", "zh"]
    assert language() == "en"


@pytest.mark.parametrize("words", [["--lang", "zh", "--help"], ["run", "--help", "--lang", "zh"]])
def test_help_is_in_the_language_that_is_asked_for(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, *words) == 0
    assert re.search("[\u4e00-\u9fff]", capsys.readouterr().out)


def test_an_environment_that_asks_for_another_language_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "ZH")
    assert command(monkeypatch, "--version") == 2
    assert "There is no language ZH" in capsys.readouterr().err


def test_runs_of_a_study_are_those_of_its_language(tmp_path: Path) -> None:
    """A record holds texts: one in English is none of a study in Chinese, wherever it is carried out."""
    files = portable(raw(toys.write(tmp_path / "toy")))
    with speaking("zh"):
        chinese = Study(files)
    assert Study(files).digest != chinese.digest
    assert pickle.loads(pickle.dumps(chinese)).spoken == "zh"  # noqa: S301 - our own
    record = run(chinese, Task(0, "base", "base"))
    assert "工序" in str(record)
    assert language() == "en"


def test_a_language_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    with speaking("zh"):
        assert text("compare_measure.capex") != "Capex paid"
    assert text("compare_measure.capex") == "Capex paid"
    assert VARIABLE not in os.environ


def test_a_plan_in_chinese_holds_whoever_checks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, workbook and manifest are in its language, and a check in English reads both."""
    case, out = toys.write(tmp_path / "toy"), tmp_path / "out"
    asked = ("run", str(case), "--out", str(out), "--quiet", "--due-months", "0", "--lang", "zh")
    assert command(monkeypatch, *asked) == 0
    place = out / "toy" / "base"
    assert json.loads((place / "manifest.json").read_text(encoding="utf-8"))["language"] == "zh"
    assert "工序" in (place / "yearly_plan.csv").read_text(encoding="utf-8")
    assert language() == "zh"
    sheets = openpyxl.load_workbook(place / "plan.xlsx", read_only=True).sheetnames
    assert text("workbook_sheet.yearly_plan") in sheets
    for more in ([], ["--plan", str(place / "plan.xlsx")]):
        assert command(monkeypatch, "--lang", "en", "check", str(place), "--case", str(case), *more) == 0
        assert "The plan holds" in capsys.readouterr().out
    assert read(place).language == "zh"
