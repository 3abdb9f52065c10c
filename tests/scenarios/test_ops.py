"""What each op does, worked out beside it on the small case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from scenario_cases import applied, case, column, content, semicolons

from planner.scenarios import Variant, apply
from planner.scenarios.values import moved
from planner.tables import raw

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small case without scenarios."""
    return case(tmp_path / "small")


def test_set_changes_the_rows_meant_and_no_other(small: Path) -> None:
    done = applied(small, "stages.rate where line=cells; stage=mix set 60")
    assert column(done.files, "stages", "rate") == ["60", "10", "3", "", "4", "2"]
    (change,) = done.changes
    assert (change.table, change.line, change.key) == ("stages", 2, "line=cells; stage=mix")
    assert (change.column, change.old, change.new) == ("rate", "50", "60")
    assert (change.scenario, change.place) == ("custom", "--override")


def test_times_is_exact_and_takes_the_default_of_an_empty_cell(small: Path) -> None:
    # 0.98 x 0.97 = 0.9506 and not 0.9505999999999999; an empty yield is 1, so that 1 x 0.97 = 0.97.
    done = applied(small, "stages.yield where line=cells times 0.97")
    assert column(done.files, "stages", "yield") == ["0.97", "0.9506", "0.9409", "0.9215", "", ""]
    assert [change.old for change in done.changes] == ["", "0.98", "0.97", "0.95"]


def test_plus_leaves_cells_that_are_empty_and_mean_nothing(small: Path) -> None:
    # foil and the rest have no limit: no number to add to.
    done = applied(small, "supply.base plus -100")
    assert column(done.files, "supply", "base")[:3] == ["400", "4900", ""]
    assert len(done.changes) == 2


def test_a_column_that_the_file_leaves_out_is_added(small: Path) -> None:
    done = applied(small, "stages.uptime where stage=mix times 0.9")
    assert column(done.files, "stages", "uptime") == ["0.9", "", "", "", "", ""]


def test_months_move_dates(small: Path) -> None:
    done = applied(small, "decisions.date where action=on_stream months 6")
    assert column(done.files, "decisions", "date") == ["2027-07-01", "2028-01-01", "2027-04-01"]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-02-28", 1, "2027-03-31"),
        ("2027-01-30", 1, "2027-02-28"),
        ("2027-12-15", 2, "2028-02-15"),
        ("2027-03-31", -13, "2026-02-28"),
        ("2027-03-31", -12000000, "0001-01-31"),
    ],
)
def test_a_last_day_of_its_month_stays_one(day: str, months: int, then: str) -> None:
    assert moved(dt.date.fromisoformat(day), months).isoformat() == then


def test_stretch_makes_a_curve_longer_without_holes(small: Path) -> None:
    # Months 0, 1, 2 at uptime 0.5, 0.8, 1; twice as long month 1 is halfway from 0.5 to 0.8, month 3 from 0.8 to 1.
    done = applied(small, "ramps.month where curve=slow stretch 2")
    assert column(done.files, "ramps", "month") == ["0", "1", "2", "3", "4"]
    assert column(done.files, "ramps", "uptime_factor") == ["0.5", "0.65", "0.8", "0.9", "1"]
    assert column(done.files, "ramps", "yield_factor") == ["0.6", "0.75", "0.9", "0.95", "1"]
    # Months 1 and 2 have both factors changed, months 3 and 4 are new rows.
    assert [change.column for change in done.changes] == ["uptime_factor", "yield_factor"] * 2 + ["", ""]


def test_stretch_makes_a_curve_shorter_and_reaches_its_last_level(small: Path) -> None:
    # Half as long: month 0 as it was, month 1 is month 2 of the old curve.
    done = applied(small, "ramps.month where curve=slow stretch 0.5")
    assert column(done.files, "ramps", "month") == ["0", "1"]
    assert column(done.files, "ramps", "uptime_factor") == ["0.5", "1"]
    # 0.4 of two months is 0.8 of one: the last level needs a whole month.
    done = applied(small, "ramps.month stretch 0.4")
    assert column(done.files, "ramps", "uptime_factor") == ["0.5", "1"]


def test_stretch_by_one_changes_nothing(small: Path) -> None:
    done = applied(small, "ramps.month stretch 1.0")
    assert done.changes == ()
    assert content(done.files) == content(raw(small))


def test_stretch_leaves_a_curve_with_a_hole_to_the_checks(small: Path) -> None:
    done = applied(small, "ramps where month=1 drop", "ramps.month stretch 2")
    assert column(done.files, "ramps", "month") == ["0", "2"]


def test_rows_are_added_after_the_last_line_and_dropped(small: Path) -> None:
    done = applied(small, "sites where site=west drop", 'sites add site=north; name="A; B"')
    assert done.files.sheets["sites"].rows == [["east", "East works", "500"], ["north", "A; B", ""]]
    # The line of the row that was dropped is not given away.
    assert done.files.sheets["sites"].lines == [2, 4]
    dropped, added = done.changes
    assert (dropped.key, dropped.old, dropped.new) == ("site=west", "site=west", "")
    assert (added.key, added.old, added.new) == ("site=north", "", 'site=north; name="A; B"')


def test_a_table_without_a_file_takes_rows(small: Path) -> None:
    (small / "availability.csv").unlink()
    done = applied(small, "availability add line=packs; stage=build; from=2027-01-01; to=2027-01-31; machines=1")
    assert column(done.files, "availability", "machines") == ["1"]
    assert done.changes[0].line == 2


def test_keys_of_case_toml(small: Path) -> None:
    done = applied(
        small,
        "case.discount_rate times 1.25",
        "case.price_year plus 1",
        "case.plan_date months -1",
        "case.demand_level set low",
        'case.title set "2026"',
        "case.decide set []",
        "case.pilot_until drop",
        'case.steps set [{until = 2027-12-31, step = "quarter"}]',
    )
    told = [(change.column, change.old, change.new) for change in done.changes]
    assert told[:7] == [
        ("discount_rate", "0.08", "0.1"),
        ("price_year", "2026", "2027"),
        ("plan_date", "2026-01-15", "2025-12-15"),
        ("demand_level", '"base"', '"low"'),
        ("title", '"Small"', '"2026"'),
        ("decide", "", "[]"),
        ("pilot_until", "2026-12-31", ""),
    ]
    assert told[7][2] == '[{until = 2027-12-31, step = "quarter"}]'
    assert done.files.settings is not None
    assert done.files.settings["discount_rate"] == 0.1


def test_decimal_commas_of_a_file_are_understood(small: Path) -> None:
    files = semicolons(raw(small), "ramps")
    done = apply(
        files, Variant(overrides=("ramps.uptime_factor where uptime_factor=0.5 times 0.5", "ramps.month stretch 2"))
    )
    # 0.5 x 0.5 = 0.25, then half a month is halfway from 0.25 to 0.8.
    assert column(done.files, "ramps", "uptime_factor") == ["0.25", "0.525", "0.8", "0.9", "1"]


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        ("", [2, 3, 4, 5, 6, 7]),
        ("line=c*", [2, 3, 4, 5, 7]),
        ("line=cells|cars; stage!=mix", [3, 4, 5, 7]),
        ("stage=?i*", [2, 3]),
        ("rate=3..10", [3, 4, 6]),
        ("rate=..3", [4, 7]),
        ("rate=10.0", [3]),
        ("slots=", [2, 3, 4, 6, 7]),
        ("clock=line", [2, 3, 4, 6, 7]),
        ("uptime=1", [2, 3, 4, 5, 6, 7]),
    ],
)
def test_conditions(small: Path, where: str, lines: list[int]) -> None:
    rule = f"stages.notes where {where} set x" if where else "stages.notes set x"
    assert [change.line for change in applied(small, rule).changes] == lines


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        ("from=2027-01-01..", [3, 4]),
        ("from=..2026-12-31", [2]),
        ("from=2026-06-01..2027-06-30; tier=regular", [3]),
        ("from=2027-*", [3, 4]),
        ("to=2027-12-31", [3, 4]),
    ],
)
def test_conditions_on_days(small: Path, where: str, lines: list[int]) -> None:
    assert [change.line for change in applied(small, f"calendars.notes where {where} set x").changes] == lines


def test_a_scenario_is_built_on_others_and_each_comes_once(tmp_path: Path) -> None:
    small = case(
        tmp_path / "small",
        "low,stages,stage=mix,rate,times,0.5,Trial,",
        "one,,,,after,low,,",
        "one,stages,stage=mix,rate,plus,1,,",
        "two,stages,stage=mix,rate,times,3,,",
        "two,,,,after,low,,",
        "both,,,,after,one,,",
        "both,,,,after,two,,",
    )
    rate = {
        name: column(applied(small, scenario=name).files, "stages", "rate")[0]
        for name in ("base", "low", "one", "two", "both")
    }
    # 50 x 0.5 = 25; 25 + 1 = 26; 50 x 3 x 0.5 = 75; 26 x 3 = 78, as the rule of `low` was there already.
    assert rate == {"base": "50", "low": "25", "one": "26", "two": "75", "both": "78"}
    logged = applied(small, scenario="both").changes
    assert [(change.scenario, change.place, change.why) for change in logged] == [
        ("low", "scenarios.csv row 2", "Trial"),
        ("one", "scenarios.csv row 4", ""),
        ("two", "scenarios.csv row 5", ""),
    ]
