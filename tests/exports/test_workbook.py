"""The workbook holds what the tables hold, read back with another library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest
from exports.export_reading import SHEETS, TABLES, all_texts, values

from planner.exports.dictionary import dictionary
from planner.exports.workbook import WORKBOOK, book
from planner.exports.workbook.cells import TOP
from planner.exports.workbook.live import is_exact
from planner.exports.workbook.value import ORDER
from planner.messages import catalogue, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from planner.results.plan import Plan

    Read = Callable[[Plan], Workbook]

WORTH = ("npv_million", "residual_end_million")
LISTED = set(TABLES) - {"yearly_finance", "seed_facts"}


def test_every_table_has_its_sheet_and_every_sheet_its_place(plan: Plan, read: Read) -> None:
    assert read(plan).sheetnames == [
        "Cover", "Charts", "Yearly plan", "All programmes", "Programmes", "Lines", "Dry against wet", "Stages", "Materials", "Finance",
        "Finance by period", "Payments", "Unit cost", "Gates", "Investments", "Roadmap", "Machines", "Maintenance", "Contracts", "Decisions due", "Prices",
        "Decisions", "Period plan", "Period total", "Objective", "Objectives in order", "Known numbers", "Overrides", "Sources", "About",
        "Stage detail", "Periods", "Period output", "Period overtime", "Period shifts", "Period purchases",
        "Period shipments", "Period stock", "Period sales",
        "Period pilots", "Names", "Column notes",
    ]  # fmt: skip


@pytest.mark.parametrize("table", sorted(LISTED))
def test_every_number_and_date_of_a_table_stands_in_its_sheet(plan: Plan, read: Read, table: str) -> None:
    rows = values(read(plan), table)[TOP + 1 :][: len(plan[table])]
    for number, column in enumerate(dictionary()[table]):
        told = [row[number] for row in rows]
        meant = plan[table][column.name]
        if column.is_number:
            wanted = np.round(meant.to_numpy(float), column.decimals)
            told = np.round(np.array(told, float), column.decimals) if is_exact(column) else told
            np.testing.assert_array_equal(np.array(told, float), wanted, err_msg=column.name)
        elif column.type == "date":
            days = [None if day is None else day.date().isoformat() for day in told]
            assert days == [None if gone else f"{day:%Y-%m-%d}" for day, gone in zip(meant, meant.isna(), strict=True)]


def test_headers_tell_units_and_the_currency(plan: Plan, read: Read) -> None:
    file = read(plan)
    assert values(file, "yearly_plan")[TOP][2] == "Pilot installs\n(vehicles)"
    assert values(file, "yearly_lines")[TOP][-1] == "Value of 1 % more output\n(CNY million)"
    assert values(file, "yearly_materials")[TOP][-1] == "Value of one more unit\n(CNY/unit)"
    assert values(file, "yearly_lines")[TOP][3] == "Good output"


def test_number_formats_follow_the_dictionary(plan: Plan, read: Read) -> None:
    sheet = read(plan)[SHEETS["yearly_lines"]]
    formats = [sheet.cell(TOP + 2, column).number_format for column in range(1, 11)]
    whole, three, share = (f'{f};-{f};"–"' for f in ("#,##0", "#,##0.000", "0.0%"))
    # The number of copies is an answer even where it is 0.
    assert formats == ["0", "General", "#,##0", whole, "General", three, share, share, "General", three]


def test_readers_see_names_and_a_stage_of_a_line_its_own(plan: Plan, read: Read) -> None:
    rows = values(read(plan), "yearly_stages")[TOP + 1 :]
    names = {(row[1], row[2]) for row in rows}
    assert ("Pilot cell line", "Warm isostatic pressing") in names
    assert ("Dry cell line", "Warm isostatic pressing (2 x 200)") in names
    assert ("Pilot cell line", "cath_mix") in names


def test_the_statement_has_years_across_and_every_number(plan: Plan, read: Read) -> None:
    rows = values(read(plan), "yearly_finance")[TOP:]
    frame = plan["yearly_finance"]
    assert rows[0][1:] == [*frame["year"].tolist(), "Years of the plan"]
    lines = len(dictionary()["yearly_finance"]) - 2  # all but year and phase
    told = {row[0]: row[1:] for row in rows[1 : lines + 1]}
    assert len(told) == lines
    assert told["Cash flow after tax"] == [-612.4, -1480.1, -905.7, 733.3, 3120.9, pytest.approx(856.0)]
    assert told["Capex budget (to compare)"] == [900, 1800, 2600, 2600, None, 7900]
    assert told["Cumulative cash"][-1] is None  # of levels there is no sum
    assert list(told)[:3] == ["Net sales", "Margin of conventional cars instead", "Rest of the vehicles"]


def test_programmes_stand_side_by_side_with_their_last_gate(plan: Plan, read: Read) -> None:
    rows = [row for row in values(read(plan), "programmes") if row[0] == "Flagship SUV 1,000 km"]
    start, installs = rows[0], rows[1]
    assert [start[1].date().isoformat(), start[3], start[4]] == ["2028-01-01", "GB 38031 type test", 0]
    own = plan["yearly_plan"].query("programme == 'P2'")
    assert installs[1:6] == own["production_installs"].tolist()


def test_the_heat_map_marks_the_bottleneck(plan: Plan, read: Read) -> None:
    sheet = read(plan)[SHEETS["stages"]]
    found = [row for row in sheet.iter_rows(min_row=7) if row[0].value == "Warm isostatic pressing (2 x 200)"]
    assert len(found) == 1
    meant = plan["yearly_stages"].query("line == 'DRY2' and stage == 'warm_press'")
    assert [cell.value for cell in found[0][1:6]] == meant["utilisation"].round(3).tolist()
    assert all(cell.font.bold and "●" in cell.number_format for cell in found[0][1:6])
    assert [cell.value for cell in found[0][7:12]] == meant["marginal_value"].tolist()
    assert len(sheet.conditional_formatting) == 1


def test_the_cover_tells_status_figures_limits_facts_and_links(plan: Plan, read: Read) -> None:
    file = read(plan)
    rows = values(file, "cover")
    cells = [cell for row in rows for cell in row if cell is not None]
    assert cells[0] == plan.case.title
    assert any("proved that no better plan exists" in str(cell) and "0.00%" in str(cell) for cell in cells)
    for value in (11_926, 118_411, 336, 11.88, 4103, 2998, 0.9431, "2027-04-01"):
        assert value in cells
    assert [2027, "Supply of solid electrolyte", "Flagship sedan 1,000 km, Halo limited series"] in [
        [cell for cell in row if cell is not None] for row in rows
    ]
    assert {1017.454, 503.6, 1000} <= {cell for cell in cells if isinstance(cell, float | int)}
    targets = {cell.hyperlink.location for row in file["Cover"] for cell in row if cell.hyperlink}
    assert targets == {f"'{name}'!A1" for name in file.sheetnames[1:]}


def test_a_plan_found_at_a_limit_is_told_as_that(stopped: Plan, read: Read) -> None:
    assert text("exports.status_feasible", gap="0.79%", objective="-11,925.5", bound="-12,020") in all_texts(
        read(stopped)
    )


def test_charts_are_native_and_refer_to_the_figures(plan: Plan, read: Read) -> None:
    file = read(plan)
    assert len(file["Charts"]._charts) == 8
    assert len(file["Objective"]._charts) == 1
    rows = {row[0]: row[1:6] for row in values(file, "charts") if row[0]}
    assert rows["Flagship sedan 1,000 km"] == [0, 1600, 7000, 11556, 20000]
    assert rows["Target since the start"] == [None, 1500, 10000, 40000, 120000]
    assert rows["Cumulative cash"] == [-612.4, -2092.5, -2998.2, -2264.9, 856.0]
    assert rows["Capex budget"] == [900, 1800, 2600, 2600, None]


def test_cumulative_production_stands_against_the_target(plan: Plan, read: Read) -> None:
    rows = {row[0]: row[1:6] for row in values(read(plan), "charts") if row[0]}
    assert rows["All since the start"] == plan["yearly_total"]["cumulative_production"].tolist()
    assert plan["yearly_total"]["cumulative_production"].tolist()[1] < plan["yearly_total"]["cumulative_installs"][1]


def test_without_targets_and_totals_the_charts_have_no_lines(plan: Plan, read: Read) -> None:
    gone = {name: frame for name, frame in plan.tables.items() if name not in ("yearly_total", "period_total")}
    file = read(replace(plan, tables=gone))
    rows = {row[0] for row in values(file, "charts")}
    assert "Flagship sedan 1,000 km" in rows
    assert "Target since the start" not in rows
    assert len(file["Charts"]._charts) == 7


def test_the_curve_is_drawn_by_date(plan: Plan, read: Read) -> None:
    chart = next(c for c in read(plan)["Charts"]._charts if "Period total" in str(c.ser[0].val.numRef.f))
    assert [series.val.numRef.f for series in chart.ser] == ["'Period total'!$E$6:$E$41", "'Period total'!$F$6:$F$41"]
    assert chart.ser[0].cat.numRef.f == "'Period total'!$B$6:$B$41"
    assert chart.x_axis.tagname == "dateAx"


def test_the_sheet_of_facts_has_all_and_the_cover_those_that_a_source_tells(plan: Plan, read: Read) -> None:
    file = read(plan)
    told = [[cell for cell in row if cell is not None] for row in values(file, "seed_facts")[TOP + 1 :]]
    assert told[0] == ["CLTC range of the flagship sedan with the solid-state pack", 1017.454, 1000, "km"]
    assert told[-1] == ["Good output of the pilot line at mature rates", 0.203, "GWh/year"]
    cover = all_of(values(file, "cover"))
    assert told[0][0] in cover
    assert told[-1][0] not in cover


def all_of(rows: list[list[Any]]) -> set[Any]:
    return {cell for row in rows for cell in row}


def test_sheet_names_fit_excel_and_differ_in_more_than_case() -> None:
    assert all(len(name) <= book.LONGEST_NAME for name in SHEETS.values())
    assert len({name.casefold() for name in SHEETS.values()}) == len(SHEETS)
    assert not any(set(name) & set("[]:*?/\\'") for name in SHEETS.values())


def test_the_catalogue_names_every_table_and_column() -> None:
    for table, columns in dictionary().items():
        assert f"workbook_sheet.{table}" in catalogue()
        for column in columns:
            keys = {f"workbook_column.{column.name}", f"workbook_column.{table}.{column.name}"}
            assert keys & set(catalogue()), f"{table}.{column.name}"


def test_every_number_of_the_sheets_comes_from_the_plan(plan: Plan, read: Read, tmp_path: Path) -> None:
    """No sheet but the cover's own lists may hold a number that no table has; what formulas give is tested elsewhere."""
    known: set[float] = set()
    for table in plan.tables:
        for column in dictionary()[table]:
            if column.is_number:
                numbers = plan[table][column.name].dropna().to_numpy(float)
                shown = [*np.round(numbers, column.decimals), *(numbers if is_exact(column) else ())]
                known |= {float(f"{number:.16G}") for number in shown}  # so many digits are written
    steps = plan["objective_terms"].set_index("term")["million"].reindex(ORDER).dropna()
    known |= {
        float(f"{level:.16G}") for level in [*steps, *-steps, *steps.cumsum()]
    }  # what the waterfall is drawn from
    known |= {plan.case.discount_rate, plan.case.tax_rate, *(plan.kpis[name] for name in WORTH)}
    read(plan)
    file = openpyxl.load_workbook(tmp_path / WORKBOOK)
    for sheet in file:
        if sheet.title not in ("Cover", "About"):
            for row in sheet.iter_rows(values_only=True):
                assert {cell for cell in row if isinstance(cell, int | float)} <= known, sheet.title
