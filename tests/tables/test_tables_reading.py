"""Reading: types, defaults, line numbers, files as spreadsheets save them, all problems in one pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.errors import InputError, Severity
from planner.tables import check, dictionary, inspect, load, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_frames_are_typed_and_defaults_filled_in(good: Path) -> None:
    inputs = load(good)
    stages = inputs["stages"]
    # Line 5 of the file is the test stage: slots, no rate, works around the clock, uptime 1 by default.
    row = stages.loc[5]
    assert (row["stage"], row["clock"], row["uptime"], row["slots"]) == ("test", "all", 1.0, 4000.0)
    assert np.isnan(row["rate"])
    assert list(inputs["lines"]["copies"]) == [2, 1, 1]
    assert inputs["lines"]["copies"].dtype == np.int64
    assert inputs["lines"]["on_stream"].dtype == "datetime64[us]"
    assert inputs["lines"]["on_stream"].isna()[2]
    assert inputs["demand"].loc[2, "market"] == "all"
    assert inputs["lines"].loc[4, "energy_item"] == ""
    assert inputs["sites"].loc[3, "name"] == ""


def test_every_table_has_every_column_in_order(good: Path) -> None:
    inputs = load(good)
    assert list(inputs.tables) == [table.name for table in dictionary()]
    for table in dictionary():
        assert list(inputs[table.name].columns) == list(table.columns)
        assert list(inputs[table.name].columns)[-2:] == ["source", "notes"]


def test_empty_table_has_the_types_of_a_full_one(good: Path, spoiled: Callable[..., Path]) -> None:
    full = read(good).tables["lanes"]
    spoiled("lanes -")
    empty = read(good).tables["lanes"]
    assert empty.empty
    assert list(empty.dtypes) == list(full.dtypes)


def test_case_settings(good: Path) -> None:
    case = load(good).case
    assert (case.name, case.currency, case.supply_level) == ("small", "CNY", "base")
    assert [step.step for step in case.steps] == ["month", "quarter"]
    assert case.owners["demand"].owner == "Sales planning"


def test_without_pilot_phase_it_ends_before_the_horizon(spoiled: Callable[..., Path]) -> None:
    case = load(spoiled("case.toml - pilot_until")).case
    assert str(case.pilot_until) == "2025-12-31"


@pytest.mark.parametrize(
    "edits",
    [
        ["bom as utf-8-sig"],
        ["bom as utf-16"],
        ["bom parted by ;"],
        ["bom parted by tabs"],
        ["bom.csv is parent,component,line,stage,quantity,,\r\n\r\n cell ,powder,,mix,0.3,,\r\n,,,,,,\r\n"],
    ],
    ids=["mark", "utf-16", "semicolons", "tabs", "blanks and carriage returns"],
)
def test_files_of_spreadsheets_read_as_plain_ones(edits: list[str], spoiled: Callable[..., Path]) -> None:
    folder = spoiled(*edits)
    row = read(folder).tables["bom"].iloc[0]
    assert tuple(row[["parent", "component", "line", "stage", "quantity"]]) == (
        "cell",
        "powder",
        "",
        "mix",
        0.3,
    )
    assert all(problem.severity is Severity.WARNING for problem in read(folder).problems)


def test_gb18030_names_come_out_right(spoiled: Callable[..., Path]) -> None:
    folder = spoiled("sites 2 name = 广州", "sites as gb18030")
    assert read(folder).tables["sites"].loc[2, "name"] == "广州"


def test_decimal_commas_count_only_between_semicolons(spoiled: Callable[..., Path]) -> None:
    folder = spoiled("sites.csv is site;name;space_m3\neast;;1,5\nwest;;2.5\n")
    assert list(read(folder).tables["sites"]["space_m3"]) == [1.5, 2.5]


def test_rows_keep_their_lines_after_blank_ones_and_cells_of_several_lines(
    spoiled: Callable[..., Path],
) -> None:
    # Line 1 header, line 2 blank, lines 3 and 4 one row, line 5 the next.
    folder = spoiled('sites.csv is site,notes,space_m3\n\neast,"two\nlines",5\nwest,,\n')
    sites = read(folder).tables["sites"]
    assert list(sites.index) == [3, 5]
    assert sites.loc[3, "notes"] == "two\nlines"


def test_all_problems_of_a_case_come_at_once_and_worst_first(spoiled: Callable[..., Path]) -> None:
    folder = spoiled(
        "demand 2 low = 101",  # warning
        "stages 3 yield = 1.2",
        "decisions 2 date = 46388",
        "sites + north,North, at the lake,10",
        "ramps 4 month = 3",
        "case.toml + discount_rate = 8",
        "budgets 4 year = 2028",  # not to be known without case.toml
    )
    with pytest.raises(InputError) as caught:
        load(folder)
    assert [(problem.check, problem.place) for problem in caught.value.problems] == [
        ("bad_setting", "case.toml row 6 column discount_rate"),
        ("too_many_cells", "sites.csv row 4"),
        ("out_of_range", "stages.csv row 3 column yield"),
        ("ramp_months", "ramps.csv row 4 column month"),
        ("date_serial", "decisions.csv row 2 column date"),
        ("levels_order", "demand.csv row 2 column low"),
    ]


def test_warnings_do_not_stop_and_can_be_had(spoiled: Callable[..., Path]) -> None:
    folder = spoiled("demand 2 low = 101")
    inputs, problems = inspect(folder)
    assert inputs is not None
    assert [problem.check for problem in problems] == ["levels_order"]
    assert load(folder).folder == folder


def test_sound_leaves_out_tables_with_cells_that_could_not_be_read(spoiled: Callable[..., Path]) -> None:
    reading = read(spoiled("stages 2 rate = fast", "sites is "))
    assert {table.name for table in dictionary()} - reading.sound == {"stages", "sites"}
    assert "stages.rate" in reading.broken
    assert "stages.yield" not in reading.broken


def test_whole_numbers_that_could_not_be_read_are_empty(spoiled: Callable[..., Path]) -> None:
    series = read(spoiled("packs 2 series = six")).tables["packs"]["series"]
    assert np.isnan(series.loc[2])


def test_changed_tables_are_checked_again(good: Path) -> None:
    reading = read(good)
    stages = reading.tables["stages"].copy()
    stages.loc[3, "yield"] = 1.2
    changed = replace(reading, tables={**reading.tables, "stages": stages})
    assert [(problem.check, problem.place) for problem in check(changed)] == [
        ("out_of_range", "stages.csv row 3 column yield")
    ]
    assert check(reading) == []


def test_long_tables_are_read(good: Path) -> None:
    # 20,000 rows of supply: one item, one site, price steps of a day each from 2026-01-01 on, over and over.
    days = pd.date_range("2026-01-01", "2027-12-31").strftime("%Y-%m-%d")
    dated = zip(range(20_000), [*days] * 30, strict=False)
    rows = [f"powder,east,{n // len(days) + 1},{day},{day},,{n},,40.{n}" for n, day in dated]
    (good / "supply.csv").write_text("\n".join(["item,site,step,from,to,low,base,high,price", *rows]))
    reading = read(good)
    assert len(reading.tables["supply"]) == 20_000
    assert reading.problems == ()
