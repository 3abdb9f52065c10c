"""A scenario from the command line to its report and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
import toys
from scenario_cases import HEAD, content, undone
from typer.testing import CliRunner

import planner
from planner import pipeline
from planner.cli import app
from planner.errors import InputError, UsageError
from planner.scenarios import Variant, apply
from planner.tables import raw

if TYPE_CHECKING:
    from pathlib import Path

RULES = f"""{HEAD}
    slow,stages,line=L,rate,times,0.5,Trial of spring,0.3
    slow,case,,discount_rate,set,0.0,,
    slow,demand,from=2026-02-01..,base,plus,10,,
    slow,demand,,,add,programme=P; market=abroad; from=2026-01-01; to=2026-01-31; base=5,,
    late,demand,from=2026-02-01..,,drop,,,"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The toy of 160 cars with two scenarios; prices hold for every market."""
    prices = (
        "programme,market,from,to,price_net\nP,,2026-01-01,2026-03-31,10000000\nP,abroad,2026-01-01,2026-03-31,10000000"
    )
    return toys.write(tmp_path / "toy", scenarios=RULES, prices=prices)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_scenario_is_planned_and_reported_beside_the_base(toy: Path, tmp_path: Path) -> None:
    # At half the rate 50 cars a month are made: 100 of 120 + 5 + 70.
    out = tmp_path / "reports"
    run("run", str(toy), "--scenario", "slow", "--out", str(out))
    run("run", str(toy), "--out", str(out))
    plans = {name: pd.read_csv(out / "toy" / name / "yearly_plan.csv") for name in ("slow", "base")}
    assert plans["slow"]["production_installs"].tolist() == [100]
    assert plans["slow"]["demand"].tolist() == [195]
    assert plans["base"]["production_installs"].tolist() == [160]
    assert not (out / "toy" / "base" / "overrides.csv").exists()


def test_the_log_is_in_csv_workbook_and_manifest_and_undoes_the_plan(toy: Path, tmp_path: Path) -> None:
    run("run", str(toy), "--scenario", "slow", "--out", str(tmp_path))
    report = tmp_path / "toy" / "slow"
    log = pd.read_csv(report / "overrides.csv", dtype=str, keep_default_na=False)
    assert log["rule"].tolist() == [
        "stages.rate where line=L times 0.5",
        "demand.base where from=2026-02-01.. plus 10",
        "demand add programme=P; market=abroad; from=2026-01-01; to=2026-01-31; base=5",
    ]
    assert log.loc[0].to_dict() == {
        "number": "1",
        "scenario": "slow",
        "rule": "stages.rate where line=L times 0.5",
        "place": "scenarios.csv row 2",
        "input_table": "stages",
        "row": "line=L; stage=build",
        "line": "2",
        "column": "rate",
        "old": "1",
        "new": "0.5",
        "why": "Trial of spring",
    }
    changed = content(apply(raw(toy), Variant("slow")).files)
    assert undone(changed, log.to_dict("records")) == content(raw(toy))
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"] == "slow"
    assert [change["old"] for change in manifest["overrides"]] == log["old"].tolist()
    assert [change["line"] for change in manifest["overrides"]] == [2, 3, 4]
    sheet = openpyxl.load_workbook(report / "plan.xlsx")["Overrides"]
    told = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"stages.rate where line=L times 0.5", "Trial of spring", "0.5"} <= told


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["--override", "stages.rate times 2"], "custom"),
        (["--scenario", "slow", "--override", "stages.rate times 2"], "slow+custom"),
        (["--override", "stages.rate times 2", "--name", "fast"], "fast"),
        (["--scenario", "base"], "base"),
    ],
)
def test_a_plan_with_more_rules_never_takes_the_place_of_another(
    toy: Path, tmp_path: Path, words: list[str], folder: str
) -> None:
    said = run("run", str(toy), "--out", str(tmp_path), "--format", "csv", *words)
    assert f"Report: {tmp_path / 'toy' / folder}\n" in said
    assert (tmp_path / "toy" / folder / "yearly_plan.csv").exists()


@pytest.mark.parametrize("variant", [("base", ("sites drop",), "base"), ("slow", (), "base"), ("base", (), "../x")])
def test_a_name_that_cannot_be_is_refused(variant: tuple[str, tuple[str, ...], str]) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        Variant(*variant)


@pytest.mark.parametrize(
    "variant",
    [
        Variant("base", ("stages.rate times 2",), "late"),
        Variant("slow", (), "late"),
        Variant("slow", ("demand drop",), "slow"),
    ],
)
def test_the_name_of_another_scenario_is_refused(toy: Path, variant: Variant) -> None:
    # `late` is a scenario: a plan with other rules would lie where its report belongs.
    assert "override_taken" in [problem.check for problem in pipeline.validate(toy, variant=variant)[1]]


def test_an_unknown_scenario_is_exit_code_2_and_offers_those_there_are(toy: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'There is no scenario "x"\. Known: base, slow, late\.') as error:
        run("run", str(toy), "--scenario", "x", "--out", str(tmp_path))
    assert error.value.exit_code == 2
    result = CliRunner().invoke(app, ["validate", str(toy), "--scenario", "slwo"])
    assert result.exit_code == 2
    assert "Did you mean slow?" in result.output
    with pytest.raises(UsageError, match="is no rule"):
        run("run", str(toy), "--override", "stages.rate twice", "--out", str(tmp_path))


def test_the_program_of_a_scenario_can_be_written(toy: Path, tmp_path: Path) -> None:
    base = run("run", str(toy), "--build-only", "--out", str(tmp_path))
    fewer = run("run", str(toy), "--build-only", "--scenario", "late", "--out", str(tmp_path))
    assert base != fewer


def test_the_python_api_takes_scenarios_and_rules(toy: Path) -> None:
    inputs = planner.load(toy, scenario="slow", overrides=["stages.rate times 4 because of luck"])
    # 1 x 0.5 x 4 = 2 cars an hour.
    assert inputs["stages"]["rate"].tolist() == [2.0]
    assert (inputs.scenario, inputs.changes[-1].why) == ("slow+custom", "of luck")
    assert planner.plan(inputs).scenario == "slow+custom"
    assert any("-1 is not allowed" in told for told in planner.validate(toy, overrides=["stages.rate set -1"]))
    assert not any("is not allowed" in told for told in planner.validate(toy, scenario="slow"))
