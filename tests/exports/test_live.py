"""Formulas of the workbook give what the planner found: LibreOffice calculates them without the kept numbers."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from exports.export_reading import SHEETS
from results.test_money import TABLES, solve

from planner.exports.sources import sources_of
from planner.exports.workbook import WORKBOOK, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

    from planner.results.plan import Plan

HALVES = '[ {until = 2026-12-31, step = "quarter"}, {until = 2027-12-31, step = "month"} ]'
TWO = {
    **TABLES,
    "items": "item,kind,unit\ncar,product,car\nvan,product,car",
    "lines": "line,site,calendar,status,fixed_cost_million,spend_profile\nL,S,DAY,candidate,5,split",
    "line_items": "line,item\nL,car\nL,van",
    "spend_profiles": "profile,event,months,share\nsplit,order,0,0.4\nsplit,order,14,0.6",
    "programmes": 'programme,item,site,name\nP,car,S,"=1+1"\nQ,van,S,',
    "demand": TABLES["demand"]
    + "\n        Q,2026-07-01,2026-12-31,3\n        Q,2027-01-01,2027-12-31,7\n        Q,2028-01-01,2028-12-31,0",
    "prices": "programme,from,to,price_net,rest_cost\nP,2026-01-01,2028-12-31,10000000,4000000\nQ,2026-01-01,2028-12-31,9000000,4000000",
    "targets": "measure,programme,date,value,kind\nproduction_installs,,2027-12-31,25,reported",
}
RATES = {"steps": HALVES, "discount_rate": "0.1", "tax_rate": "0.25"}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return solve(tmp_path_factory.mktemp("two"), RATES, **TWO).plan


@pytest.fixture(scope="module")
def file(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("book")
    (place / "case.toml").write_text("", encoding="utf-8")
    write_workbook(plan, place, sources_of(place))
    return place / WORKBOOK


@pytest.fixture(scope="module")
def told(file: Path) -> Workbook:
    return openpyxl.load_workbook(file)


def formulas(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and formula of each."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)


def calculated(file: Path, place: Path, *changes: dict[tuple[str, str], float]) -> list[Workbook]:
    """The workbook, once for each set of changed cells, as LibreOffice calculates it.

    openpyxl drops the numbers that are kept with the formulas, so that none of them can be taken for an answer.
    """
    profile, saved = f"-env:UserInstallation={(place / 'profile').as_uri()}", place / "saved"
    names = []
    for number, cells in enumerate(changes):
        book = openpyxl.load_workbook(file)
        for sheet in book:
            sheet._charts = []
        for (name, cell), value in cells.items():
            book[name][cell] = value
        names.append(place / f"{number}.xlsx")
        book.save(names[-1])
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), *map(str, names)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [openpyxl.load_workbook(saved / name.name, data_only=True) for name in names]


def line(book: Workbook, words: str) -> tuple[str, list[float | None]]:
    """The first cell and the numbers of a line of the finance sheet."""
    row = next(row for row in book[SHEETS["yearly_finance"]].iter_rows() if row[0].value == words)
    return row[1].coordinate, [cell.value for cell in row[1:]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_calculates_what_the_planner_found(plan: Plan, file: Path, told: Workbook, tmp_path: Path) -> None:
    kept = openpyxl.load_workbook(file, data_only=True)
    rate, tax = (line(kept, words)[0] for words in ("Discount rate a year (real)", "Tax rate"))
    sheet, periods = SHEETS["yearly_finance"], SHEETS["period_finance"]
    sales = next(cell for cell in kept[periods][5] if str(cell.value).startswith("Net sales"))
    more = sales.offset(row=1)
    first, free, richer = calculated(
        file, tmp_path, {}, {(sheet, rate): 0.0, (sheet, tax): 0.0}, {(periods, more.coordinate): more.value + 8.0}
    )
    for name, cell, formula in formulas(told):
        wanted, found = kept[name][cell].value, first[name][cell].value
        number = isinstance(wanted, int | float)
        same = found == pytest.approx(wanted, rel=1e-9, abs=1e-9) if number else (found or "") == (wanted or "")
        assert same, f"{name}!{cell}: {formula} gives {found}, not {wanted}"
    assert line(first, "Net present value")[1][0] == pytest.approx(plan.kpis["npv_million"])
    assert line(first, "Internal rate of return a year")[1][0] == pytest.approx(plan.kpis["irr"])
    assert line(first, "Difference that changes in this workbook make")[1][0] == 0
    # Without rates all that is left is cash: three years of 55 for P, 3 + 7 cars of Q at 5, less the line (100), and the 25
    # that it is worth in the end.
    assert line(free, "Net present value")[1][0] == pytest.approx(3 * 55 + 10 * 5 - 100 + 25)
    # Eight million more in the first quarter: a quarter of them is taxed, and they fall a month and a half after the start.
    assert line(richer, "Net sales")[1][0] == pytest.approx(line(first, "Net sales")[1][0] + 8)
    changed = line(richer, "Difference that changes in this workbook make")[1][0]
    assert changed == pytest.approx(8 * 0.75 * 1.1 ** (-1.5 / 12), abs=1e-3)


def test_every_kind_of_number_that_follows_is_a_formula(told: Workbook) -> None:
    """As many as there are: 2 programmes in 2 years, 17 periods, 2 payments, one copy."""
    found: dict[str, int] = {}
    for sheet, _, _ in formulas(told):
        found[sheet] = found.get(sheet, 0) + 1
    years, periods = 2, 17
    assert found["Yearly plan"] == 2 * years * 3
    assert found["All programmes"] == years * 9
    assert found["Finance by period"] == periods * 8
    assert found["Payments"] == 2
    assert found["Roadmap"] == 9
    assert set(found) == {
        "Yearly plan",
        "All programmes",
        "Finance by period",
        "Payments",
        "Finance",
        "Roadmap",
        "Charts",
    }


def test_formulas_name_cells_and_no_text_of_the_inputs(told: Workbook) -> None:
    names = {cell.value: cell.data_type for cell in told["Yearly plan"]["B"]}
    assert names["=1+1"] == "s"
    assert not any("=1+1" in formula for _, _, formula in formulas(told))


def test_programmes_of_the_same_name_keep_their_own_sums(plan: Plan, tmp_path: Path) -> None:
    """What readers cannot tell apart, a formula cannot either: then the sums since the start stay numbers."""
    names = {**plan.names, "programme": {"P": "Car", "Q": "car"}}
    write_workbook(replace(plan, names=names), tmp_path, sources_of(tmp_path))
    sheets = {(sheet, cell[0]) for sheet, cell, _ in formulas(openpyxl.load_workbook(tmp_path / WORKBOOK))}
    assert ("Yearly plan", "E") not in sheets
    assert ("All programmes", "D") in sheets
