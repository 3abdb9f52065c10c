"""The CSVs hold the tables: every cell, safely, and the same bytes each time."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exports.dictionary import Column, dictionary
from planner.exports.tables import csv_cells, safe, write_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.results.plan import Plan


def column(kind: str, decimals: int = 0) -> Column:
    return Column("t", "c", kind, "", key=False, decimals=decimals, meaning="")


def cells(values: list[Any], kind: str, decimals: int = 0, *, full: bool = False) -> list[str]:
    return csv_cells(pd.Series(values), column(kind, decimals), full=full)


def test_every_table_is_written_with_its_columns_in_order(plan: Plan, tmp_path: Path) -> None:
    write_tables(plan, tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == set(plan.tables)
    for table in plan.tables:
        columns = dictionary()[table]
        with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [one.name for one in columns]


def test_read_back_equals_the_tables(plan: Plan, tmp_path: Path) -> None:
    write_tables(plan, tmp_path)
    for table in plan.tables:
        columns = dictionary()[table]
        read = pd.read_csv(tmp_path / f"{table}.csv", dtype={c.name: str for c in columns if c.is_text})
        assert len(read) == len(plan[table]), table
        for one in columns:
            told, meant = read[one.name], plan[table][one.name]
            if one.is_number:
                wanted = meant.to_numpy(float)
                wanted = wanted if table.startswith("period_") else np.round(wanted, one.decimals)
                np.testing.assert_array_equal(told.to_numpy(float), wanted, err_msg=f"{table}.{one.name}")
            elif one.type == "date":
                assert pd.to_datetime(told).astype("datetime64[us]").equals(meant.astype("datetime64[us]")), (
                    f"{table}.{one.name}"
                )
            else:
                assert told.fillna("").tolist() == meant.fillna("").tolist(), f"{table}.{one.name}"


def test_numbers_keep_every_digit_by_period_and_the_decimals_elsewhere() -> None:
    # 0.1 + 0.2 is 0.30000000000000004 in binary; three decimals of it are 0.3.
    assert cells([0.1 + 0.2, 1e-9], "number", 3, full=True) == ["0.30000000000000004", "1e-09"]
    assert cells([0.1 + 0.2, 1e-9, 2.0], "number", 3) == ["0.3", "0", "2"]


def test_zero_has_no_sign_and_missing_is_empty() -> None:
    assert cells([-0.0, -0.0004, np.nan, None], "number", 3) == ["0", "0", "", ""]
    assert cells([-0.0, np.nan], "number", 3, full=True) == ["0", ""]


def test_integers_dates_and_flags() -> None:
    assert cells([1, 2_000_000], "integer") == ["1", "2000000"]
    assert cells([1.0, np.nan, 2.0], "integer") == ["1", "", "2"]
    assert csv_cells(pd.Series([3, None], dtype="Int64"), column("integer"), full=False) == ["3", ""]
    assert cells([pd.Timestamp("2027-04-01"), pd.NaT], "date") == ["2027-04-01", ""]
    assert cells([True, False], "flag") == ["true", "false"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx", "'=1+1"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cells([text], "text") == [f"'{text}"]
    assert cells([text], "name") == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "P1", "a=b", "'quoted'", "2027-Q1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cells([text], "text") == [text]


@given(st.text(alphabet="'=+-@\t\rab"))
def test_taking_one_apostrophe_away_gives_the_text_back(text: str) -> None:
    told = safe(text)
    assert told[:1] not in set("=+-@\t\r")
    assert told in (text, f"'{text}")


@given(st.text(alphabet="'=+-@\t\rab"), st.text(alphabet="'=+-@\t\rab"))
def test_two_texts_are_never_written_alike(one: str, other: str) -> None:
    assert (safe(one) == safe(other)) is (one == other)


def test_negative_numbers_are_no_formulas(plan: Plan, tmp_path: Path) -> None:
    write_tables(plan, tmp_path)
    first = pd.read_csv(tmp_path / "yearly_finance.csv").loc[0, "cash_flow"]
    assert first == -612.4


def test_texts_with_commas_quotes_and_lines_come_back(replaced: Callable[..., Plan], tmp_path: Path) -> None:
    hard = 'a, "b"\nc; 固态'
    plan = replaced(seed_facts=[{"fact": hard, "meaning": "=1+1"}])
    write_tables(plan, tmp_path)
    read = pd.read_csv(tmp_path / "seed_facts.csv")
    assert read.loc[0, "fact"] == hard
    assert read.loc[0, "meaning"] == "'=1+1"


def test_a_table_without_rows_is_its_header(replaced: Callable[..., Plan], tmp_path: Path) -> None:
    write_tables(replaced(period_ship=[]), tmp_path)
    assert (tmp_path / "period_ship.csv").read_bytes() == b"item,from_site,to_site,period,shipped\n"


def test_the_same_plan_gives_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_tables(plan, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        told = path.read_bytes()
        assert told == (tmp_path / "two" / path.name).read_bytes()
        assert b"\r" not in told
