"""The files and the terminal of a comparison, read back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from studies import reports as made
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.errors import UsageError
from planner.exports import compared as exports
from planner.exports.compared import write_compared
from planner.exports.workbook.cells import TOP
from planner.studies.compare import compare

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.compared.compared import Compared

EVIL = "=1+1"


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    """Two plans 50 cars apart in 2026 whose net present values are 2 apart with 2.5 of gaps together."""
    total = [{**made.TABLES["yearly_total"][0], "production_installs": 150}, made.TABLES["yearly_total"][1]]
    a = made.write(tmp_path / "a", "base")
    rule = made.effect(1, "demand", EVIL, "base", EVIL, "-5", EVIL)
    more = made.write(tmp_path / "b", "more", yearly_total=total, overrides=[rule], **made.worth(102.0, 1.5))
    return compare([a, more])


def test_the_wide_table_reads_back(compared: Compared, tmp_path: Path) -> None:
    folder = write_compared(compared, tmp_path / "out")
    wide = pd.read_csv(folder / "comparison.csv")
    assert wide.columns.tolist() == [
        "measure",
        "object",
        "year",
        "unit",
        "base",
        "more",
        "difference: more",
        "told: more",
    ]
    installs = wide[(wide["measure"] == "production_installs") & (wide["year"] == 2026) & wide["object"].isna()]
    assert installs[["base", "more", "difference: more"]].astype(float).to_numpy().tolist() == [[100.0, 150.0, 50.0]]
    value = wide[wide["measure"] == "npv"].iloc[0]
    assert (value["told: more"], float(value["difference: more"])) == ("not distinguishable", 2.0)
    assert not wide.duplicated(["measure", "object", "year"]).any()


def test_the_long_table_has_what_pyam_asks_for(compared: Compared, tmp_path: Path) -> None:
    folder = write_compared(compared, tmp_path / "out")
    long = pd.read_csv(folder / "comparison_long.csv")
    index = ["model", "scenario", "region", "variable", "unit", "year"]
    assert long.columns.tolist() == [*index, "value"]
    assert not long.isna().any().any()
    assert not long.duplicated(index).any()
    assert long["year"].dtype.kind == "i"
    assert long["value"].dtype.kind in "if"


def test_no_text_of_a_report_is_run(compared: Compared, tmp_path: Path) -> None:
    folder = write_compared(compared, tmp_path / "out")
    inputs = pd.read_csv(folder / "comparison.inputs.csv", dtype=str)
    assert inputs.loc[0, ["row", "reference", "value", "why"]].tolist() == [f"'{EVIL}", f"'{EVIL}", "-5", f"'{EVIL}"]
    book = openpyxl.load_workbook(folder / "comparison.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert EVIL in {cell.value for cell in cells}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_a_plan_whose_name_is_a_formula(tmp_path: Path) -> None:
    plans = [made.write(tmp_path / "a", EVIL), made.write(tmp_path / "b", "b")]
    folder = write_compared(compare(plans), tmp_path / "out")
    heads = (folder / "comparison.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heads == f"measure,object,year,unit,'{EVIL},b,difference: b,told: b"
    book = openpyxl.load_workbook(folder / "comparison.xlsx")
    assert book["Comparison"].cell(TOP + 1, 5).value == EVIL
    assert book["Comparison"].cell(TOP + 1, 5).data_type == "s"


def test_the_workbook_has_frozen_heads_formats_and_a_native_chart(compared: Compared, tmp_path: Path) -> None:
    folder = write_compared(compared, tmp_path / "out")
    book = openpyxl.load_workbook(folder / "comparison.xlsx")
    assert book.sheetnames == ["Summary", "Comparison", "Inputs", "Long"]
    figures = book["Comparison"]
    assert figures.freeze_panes == "E6"
    rows = {(row[0].value, row[1].value, row[2].value): row for row in figures.iter_rows(min_row=TOP + 2)}
    installs = rows["Production installs", None, 2026]
    assert [cell.value for cell in installs[4:7]] == [100, 150, 50]
    assert [cell.number_format for cell in installs[4:7]] == ["#,##0", "#,##0", '+#,##0;-#,##0;"–"']
    assert rows["Internal rate of return", None, None][4].number_format == "0.00%"
    assert rows["Payback year", None, None][4].number_format == "0"
    assert rows["Net present value", None, None][7].value == "not distinguishable"
    chart = book["Summary"]._charts[0]
    first = next(row for row, key in enumerate(rows, TOP + 2) if key == ("Production installs", None, 2026))
    assert [series.val.numRef.f for series in chart.series] == [
        f"Comparison!$E${first}:$E${first + 1}",
        f"Comparison!$F${first}:$F${first + 1}",
    ]
    said = {cell.value for row in book["Summary"].iter_rows() for cell in row}
    assert compared.headlines[0] in said


def test_many_plans_are_charted_by_their_value(tmp_path: Path) -> None:
    # Nine plans for eight colours: the values in columns E to M of the row of net present value.
    plans = [made.write(tmp_path / f"{n}", f"s{n}", **made.worth(100.0 + n, 0.0)) for n in range(9)]
    book = openpyxl.load_workbook(write_compared(compare(plans), tmp_path / "out") / "comparison.xlsx")
    (chart,) = book["Summary"]._charts
    (series,) = chart.series
    cells = book["Comparison"][series.val.numRef.f.split("!")[1].replace("$", "")][0]
    assert [cell.value for cell in cells] == [100 + n for n in range(9)]
    assert cells[0].column_letter == "E"


def test_the_same_reports_give_the_same_bytes(compared: Compared, tmp_path: Path) -> None:
    one, other = (write_compared(compared, tmp_path / name) for name in ("x", "y"))
    files = sorted(path.name for path in one.iterdir())
    assert files == [
        "comparison.csv",
        "comparison.inputs.csv",
        "comparison.xlsx",
        "comparison_long.csv",
        "manifest.json",
    ]
    assert [name for name in files if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_a_failure_leaves_the_former_comparison_whole(
    compared: Compared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_compared(compared, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "write_book", fail)
    with pytest.raises(OSError, match="No space"):
        write_compared(compared, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_a_comparison_takes_the_place_of_one_and_never_of_a_plan(compared: Compared, tmp_path: Path) -> None:
    folder = write_compared(compared, tmp_path / "out")
    assert write_compared(compared, folder) == folder
    with pytest.raises(UsageError, match="holds the report of a plan"):
        write_compared(compared, tmp_path / "a")
    assert compare([tmp_path]).plans == ("base", "more")  # the comparison beside them is no plan


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["compare", *words], env={"COLUMNS": "100"})
    assert result.exit_code == code, result.output
    return result.output


def test_the_terminal_shows_plans_side_by_side(compared: Compared, tmp_path: Path) -> None:
    said = run(str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(tmp_path / "out"))
    assert compared.headlines[0] in said
    assert "(+50)" in said
    assert "Capex" in said
    assert f"more: demand.base [{EVIL}]: {EVIL} -> -5  ({EVIL})" in said
    assert f"Comparison: {tmp_path / 'out'}" in said
    assert run(str(tmp_path / "a"), str(tmp_path / "b"), "--quiet") == ""


def test_capex_within_the_gaps_is_marked_in_the_terminal(tmp_path: Path) -> None:
    # 21.5 for 20 million with gaps of 1 and 1: shown, and marked.
    finance = [{**made.TABLES["yearly_finance"][0], "capex": 21.5}, *made.TABLES["yearly_finance"][1:]]
    said = run(str(made.write(tmp_path / "a")), str(made.write(tmp_path / "b", "b", yearly_finance=finance)))
    assert "(≈ +2)" in said


def test_plans_that_were_stopped_and_what_limits_them_are_told(tmp_path: Path) -> None:
    a = made.write(tmp_path / "a")
    limits = [{**row, "limited_by": "growth: [red]P"} for row in made.TABLES["yearly_plan"]]
    b = made.write(tmp_path / "b", "b", kpis={"status": "feasible"}, yearly_plan=limits)
    said = run(str(a), str(b))
    assert "b: found at a limit, not proved best." in said
    assert "2026 P: b: growth: [red]P (base: stage: press)" in said
    assert "2027 P: b: growth: [red]P (base: demand)" in said
    assert "No input differs." in said


def test_many_inputs_are_shown_in_part(tmp_path: Path) -> None:
    a = made.write(tmp_path / "a")
    rules = [made.effect(n, "demand", f"programme=P{n}", "base", "1", str(n + 2), "") for n in range(38)]
    same = [made.effect(n, "supply", f"item=I{n}", "most", "1", "2", "dry") for n in range(38, 41)]
    said = run(str(a), str(made.write(tmp_path / "b", "b", overrides=[*same, *rules])))
    assert "supply.most [3 rows, the first item=I38]: 1 -> 2  (dry)" in said
    assert "and 3 more (comparison.inputs.csv with --out DIR)" in said


def test_many_limits_are_shown_in_part(tmp_path: Path) -> None:
    # 26 programmes, each limited by something else than in the first plan: 24 lines are shown.
    row = made.TABLES["yearly_plan"][0]
    plans = [
        [{**row, "programme": f"P{n}", "limited_by": limit} for n in range(26)] for limit in ("gate: a", "gate: b")
    ]
    said = run(*(str(made.write(tmp_path / f"{n}", f"s{n}", yearly_plan=rows)) for n, rows in enumerate(plans)))
    assert said.count("s1: gate: b (s0: gate: a)") == 24
    assert "and 2 more (comparison.csv with --out DIR)" in said


def test_json_holds_figures_and_inputs(compared: Compared, tmp_path: Path) -> None:
    told = json.loads(run(str(tmp_path / "a"), str(tmp_path / "b"), "--json"))
    assert told["plans"] == list(compared.plans)
    installs = [
        one
        for one in told["lines"]
        if (one["measure"], one["year"], one["object"]) == ("production_installs", 2026, "")
    ]
    assert installs[0]["differences"] == [None, 50.0]
    assert told["inputs"][0]["value"] == "-5"


def test_the_python_interface_gives_tables(tmp_path: Path) -> None:
    compared = planner.compare(made.write(tmp_path / "a"), str(made.write(tmp_path / "b", "b")))
    table = pd.DataFrame(compared.lines).set_index(["measure", "object", "year"])
    assert table.loc[("copies", "L", 2027), "values"] == (1.0, 1.0)


def test_bad_folders_are_exit_code_2(tmp_path: Path) -> None:
    made.write(tmp_path / "a")
    result = CliRunner().invoke(app, ["compare", str(tmp_path / "a"), str(tmp_path / "x")])
    assert getattr(result.exception, "exit_code", None) == 2
    assert run(code=2)
