"""Every fault of a rule is told exactly, once, with its place and what comes near; so are the cells that a rule spoils."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from scenario_cases import case

from planner import pipeline
from planner.errors import Severity
from planner.messages import catalogue
from planner.scenarios import Variant

SLIPS = tomllib.loads(Path(__file__).with_name("slips.toml").read_text(encoding="utf-8"))["slip"]


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip['check']}-{number}" for number, slip in enumerate(SLIPS)])
def test_slip_is_told_exactly(slip: dict[str, Any], tmp_path: Path) -> None:
    folder = case(tmp_path / "small", *slip.get("rules", []))
    if "drivers" in slip:
        rows = ["driver,table,where,column,op,low,high,why", *slip["drivers"]]
        (folder / "drivers.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    variant = Variant(slip.get("scenario", "base"), tuple(slip.get("overrides", [])), slip.get("name", ""))
    inputs, problems = pipeline.validate(folder, variant=variant)
    first, *others = problems
    assert {key: getattr(first, key) for key in ("check", "place", "value", "message", "advice")} == {
        key: slip[key] for key in ("check", "place", "value", "message", "advice")
    }
    assert sorted(other.check for other in others) == slip.get("also", [])
    assert inputs is None
    assert all(problem.severity is Severity.ERROR for problem in problems)


def test_every_text_has_a_slip() -> None:
    texts = {key.split(".")[1] for key in catalogue() if key.startswith("override_problem.")}
    assert {f"override_{text}" for text in texts} == {slip["check"] for slip in SLIPS}


@pytest.mark.parametrize(
    ("rules", "place", "check", "note"),
    [
        (
            ["stages.yield where line=cells; stage=mix set much"],
            "stages.csv row 2 column yield",
            "number_unreadable",
            "(Scenario custom changed yield here from nothing to much: --override.)",
        ),
        (
            ["stages.yield where line=cells; stage=film times 1.5"],
            "stages.csv row 3 column yield",
            "out_of_range",
            "(Scenario custom changed yield here from 0.98 to 1.47: --override.)",
        ),
        (
            ["demand add programme=P7; from=2027-01-01; to=2027-01-31; base=3"],
            "demand.csv row 4 column programme",
            "unknown_name",
            "(Scenario custom added this row: --override.)",
        ),
        (
            ["calendars.from where from=2026-01-01 months 14", "calendars.hours where from=2027-03-01 set 9"],
            "calendars.csv row 2 column to",
            "range_order",
            "(Scenario custom changed from, hours here: --override.)",
        ),
        (["sites drop"], "sites.csv", "no_rows", "(Scenario custom changed this table: --override.)"),
        (
            ["case.demand_level set lo"],
            "case.toml row 8 column demand_level",
            "bad_setting",
            '(Scenario custom changed demand_level here from "base" to "lo": --override.)',
        ),
        (
            ["case.title drop"],
            "case.toml row 1 column title",
            "missing_key",
            '(Scenario custom changed title here from "Small" to nothing: --override.)',
        ),
    ],
)
def test_a_cell_that_a_rule_spoils_is_told_as_any_other_and_says_so(
    tmp_path: Path, rules: list[str], place: str, check: str, note: str
) -> None:
    problems = pipeline.validate(case(tmp_path / "small"), variant=Variant(overrides=tuple(rules)))[1]
    told = {(problem.place, problem.check): problem.message for problem in problems}
    assert (place, check) in told
    assert told[place, check].endswith(note)


def test_problems_of_cells_that_no_rule_touched_stay_as_they_are(tmp_path: Path) -> None:
    folder = case(tmp_path / "small", "low,stages,stage=mix,rate,times,0.5,,")
    (folder / "sites.csv").write_text("site,name,space_m3\neast,East works,-1\nwest,,\n", encoding="utf-8")
    base = pipeline.validate(folder)[1]
    assert pipeline.validate(folder, variant=Variant("low"))[1] == base
    assert len(base) == 1


def test_all_that_is_wrong_is_told_in_one_pass(tmp_path: Path) -> None:
    folder = case(
        tmp_path / "small", "one,stages,,yeild,times,x,,", "one,demand,,base,set,much,,", "two,stages,lin=1,,drop,,,"
    )
    problems = pipeline.validate(folder, variant=Variant("one", ("sites.space_m3 set -1",)))[1]
    assert [problem.place for problem in problems] == [
        "sites.csv row 2 column space_m3",
        "sites.csv row 3 column space_m3",
        "demand.csv row 2 column base",
        "demand.csv row 3 column base",
        "scenarios.csv row 2 column column",
        "scenarios.csv row 2 column value",
        "scenarios.csv row 4 column where",
    ]


def test_files_that_cannot_be_read_are_told_once(tmp_path: Path) -> None:
    folder = case(tmp_path / "small", "one,stages,stage=mix,rate,times,2,,", "one,case,,title,set,x,,")
    (folder / "stages.csv").write_bytes(b"\0\0")
    (folder / "case.toml").write_text("title = ", encoding="utf-8")
    problems = pipeline.validate(folder, variant=Variant("one"))[1]
    assert sorted(problem.check for problem in problems if not problem.check.startswith("override")) == [
        "bad_toml",
        "not_text",
    ]
    assert not any(problem.check.startswith("override") for problem in problems)


def test_a_folder_that_is_not_there_is_told_with_a_scenario_too(tmp_path: Path) -> None:
    problems = pipeline.validate(tmp_path / "none", variant=Variant("one"))[1]
    assert "no_folder" in [problem.check for problem in problems]
