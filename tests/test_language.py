"""The language of all that is written: asked for anywhere on the command line, told by the report."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import openpyxl
import pytest
import toys
from typer.testing import CliRunner

from planner.cli import app
from planner.cli.language import spoken
from planner.errors import UsageError
from planner.messages import VARIABLE, language, speaking, text
from planner.studies.compare.report import read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test speaks ends with it."""
    monkeypatch.setenv(VARIABLE, "en")


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


def test_a_language_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    with speaking("zh"):
        assert text("compare_measure.capex") != "Capex paid"
    assert text("compare_measure.capex") == "Capex paid"
    assert VARIABLE not in os.environ


def test_a_plan_in_chinese_holds_whoever_checks_it(tmp_path: Path) -> None:
    """Tables, workbook and manifest are in its language, and a check in English reads both."""
    case, out = toys.write(tmp_path / "toy"), tmp_path / "out"
    done = CliRunner().invoke(
        app, ["run", str(case), "--out", str(out), "--quiet", "--due-months", "0", "--lang", "zh"]
    )
    assert done.exit_code == 0, done.output
    place = out / "toy" / "base"
    assert json.loads((place / "manifest.json").read_text(encoding="utf-8"))["language"] == "zh"
    assert "工序" in (place / "yearly_plan.csv").read_text(encoding="utf-8")
    sheets = openpyxl.load_workbook(place / "plan.xlsx", read_only=True).sheetnames
    assert text("workbook_sheet.yearly_plan") in sheets
    speak_english = ["--lang", "en"]
    for more in ([], ["--plan", str(place / "plan.xlsx")]):
        done = CliRunner().invoke(app, ["check", str(place), "--case", str(case), *more, *speak_english])
        assert done.exit_code == 0, done.output
        assert "The plan holds" in done.output
    assert read(place).language == "zh"
