"""Workbooks of plans that are odd: nothing in them, one year, hostile texts, no bound."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from exports.export_reading import all_texts, values

from planner.exports.dictionary import dictionary
from planner.exports.workbook.cells import TOP

if TYPE_CHECKING:
    from collections.abc import Callable

    from exports.export_reading import Read

    from planner.results.plan import Plan


@pytest.mark.parametrize(("status", "words"), [("optimal", "Optimal"), ("feasible", "Feasible"), ("odd", "odd")])
def test_a_solver_without_a_bound(plan: Plan, read: Read, status: str, words: str) -> None:
    bare = replace(plan, solve=replace(plan.solve, status=status, bound=None, gap=None))
    told = [cell for cell in all_texts(read(bare)) if words in cell]
    assert told
    assert not any("gap" in cell for cell in told)


@pytest.mark.parametrize("evil", ["=1+1", "@cmd", "+1", "-1", "http://example.com", "{=1}"])
def test_texts_stay_texts(replaced: Callable[..., Plan], read: Read, evil: str) -> None:
    plan = replaced(
        seed_facts=[{"fact": evil, "value": 1.0, "unit": evil, "meaning": evil}],
        gates=[{"programme": evil, "gate": evil, "name": evil}],
        yearly_plan=[{"year": 2026, "programme": evil, "limited_by": evil}],
    )
    case = replace(plan.case, title=evil)
    file = read(replace(plan, case=case, scenario=evil, kpis={"figure": evil}))
    assert file["Gates"].cell(TOP + 2, 3).value == evil
    assert evil in {cell for row in values(file, "cover") for cell in row}
    for sheet in file:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if cell.hyperlink:
                    assert cell.hyperlink.target is None


def test_tables_without_rows_have_no_sheet(replaced: Callable[..., Plan], read: Read) -> None:
    gone = {table: [] for table in dictionary() if table != "yearly_plan"}
    file = read(replaced(**gone))
    assert file.sheetnames == ["Cover", "Charts", "Yearly plan", "Programmes", "About", "Column notes"]


def test_a_plan_without_any_rows(replaced: Callable[..., Plan], read: Read) -> None:
    plan = replaced(**{table: [] for table in dictionary()})
    assert read(replace(plan, kpis={})).sheetnames == ["Cover", "About"]


def test_a_single_year(plan: Plan, read: Read) -> None:
    tables = {name: frame[frame["year"] == 2028] if "year" in frame else frame for name, frame in plan.tables.items()}
    file = read(replace(plan, tables=tables))
    assert values(file, "yearly_finance")[TOP][1:] == [2028, "Years of the plan"]
    assert len(file["Charts"]._charts) == 7


def test_long_names_are_wrapped_within_a_bounded_column(plan: Plan, read: Read) -> None:
    long = "A programme whose name goes on and on " * 6
    file = read(replace(plan, names={**plan.names, "programme": {"P1": long}}))
    sheet = file["Yearly plan"]
    assert sheet["B6"].value == long
    assert sheet["B6"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width < 50


def test_zero_missing_and_infinite_are_told_apart(replaced: Callable[..., Plan], read: Read) -> None:
    rows = [
        {"year": 2026, "line": "L", "stage": stage, "headroom": headroom}
        for stage, headroom in (("a", -0.0), ("b", None), ("c", math.inf))
    ]
    sheet = read(replaced(yearly_stages=rows))["Stage detail"]
    assert [sheet.cell(TOP + 2 + number, 7).value for number in range(3)] == [0, None, "∞"]


def test_a_table_too_long_for_a_sheet_is_named_in_the_contents(
    plan: Plan, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.exports.workbook.grid.MOST_ROWS", 400)
    file = read(plan)
    assert "Period output" not in file.sheetnames
    assert any("468 rows in period_make.csv" in cell for cell in all_texts(file))


def test_sheets_print_on_pages_with_headers_and_numbers(plan: Plan, read: Read) -> None:
    file = read(plan)
    for sheet in file:
        assert sheet.page_setup.fitToWidth in ((2,) if sheet.title in ("Finance by period", "Prices") else (None, 1))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
    sheet = file["Period output"]
    # A long narrow table takes fewer pages upright, a wide one is larger lying.
    assert sheet.page_setup.orientation == "portrait"
    assert file["Yearly plan"].page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "D6"
    assert sheet.auto_filter.ref == f"A5:G{5 + len(plan['period_make'])}"
