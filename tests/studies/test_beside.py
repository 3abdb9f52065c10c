"""Other plans beside a plan in its workbook: read back, against the files of their reports."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
import toys
from studies import reports as made
from typer.testing import CliRunner

from planner import pipeline
from planner.asked import Asked
from planner.cli import app
from planner.errors import InputError, UsageError
from planner.exports.manifest import fingerprint
from planner.exports.sources import sources_of
from planner.exports.workbook import WORKBOOK, write_workbook
from planner.exports.workbook.style import AMBER, SERIES
from planner.messages import text
from planner.pipeline import Phases, reporting
from planner.scenarios import Variant
from planner.solve import Options
from planner.studies.check import check
from planner.studies.compare.beside import planned_beside, side_by_side
from planner.studies.compare.made import figured
from planner.studies.compare.report import figures_sha256, read
from planner.studies.versions import Publication, publish

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.chart._chart import ChartBase
    from openpyxl.worksheet.worksheet import Worksheet

    from planner.pipeline import Planned

DIRECT = Options(door="highs")
SHEET = "Scenarios"
THIS = "base (this plan)"
# 1.2 cars an hour: 120 in January, 60 in February; half a car: 50 and 50. The plan itself makes 100 and 60.
SCENARIOS = """scenario,table,where,column,op,value,why
    fast,stages,,rate,times,1.2,x
    slow,stages,,rate,times,0.5,x"""
INSTALLS = {THIS: 160, "fast": 180, "slow": 100}
EVIL = "=1+1"


@dataclass(frozen=True)
class Case:
    """The toy with two scenarios planned, and its plan beside them."""

    case: Path
    reports: Path
    planned: Planned
    folder: Path


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("beside")
    case, reports = toys.write(place / "inputs" / "toy", scenarios=SCENARIOS), place / "reports"
    for name in ("fast", "slow"):
        pipeline.run(case, reports, DIRECT, ["csv"], variant=Variant(name))
    planned, exported, _ = planned_beside(case, reports, Asked(options=DIRECT), ["csv", "xlsx"], Phases(), [reports])
    return Case(case, reports, planned, exported.folder)


def below(sheet: Worksheet, heading: str) -> list[list[Any]]:
    """The rows below a heading, its header first, up to an empty one."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(number for number, row in enumerate(rows) if str(row[0] or "").startswith(heading)) + 1
    last = next((number for number in range(first, len(rows)) if not any(rows[number])), len(rows))
    return rows[first:last]


def shown(case: Case) -> Worksheet:
    return openpyxl.load_workbook(case.folder / WORKBOOK)[SHEET]


def told(folder: Path, table: str, column: str) -> list[float]:
    return [float(cell) for cell in pd.read_csv(folder / f"{table}.csv")[column]]


def test_every_number_is_that_of_the_reports(toy: Case) -> None:
    sheet = shown(toy)
    folders = {THIS: toy.folder, "fast": toy.reports / "toy" / "fast", "slow": toy.reports / "toy" / "slow"}
    kpis = {plan: json.loads((folder / "kpis.json").read_text()) for plan, folder in folders.items()}
    head, *rows = below(sheet, text("workbook.key_figures"))
    values = {row[0]: dict(zip(head, row, strict=True)) for row in rows[:3]}
    assert list(values) == list(folders)
    npv, installs = "Net present value\n(million CNY)", "Production installs\n(vehicles)"
    assert {plan: row[npv] for plan, row in values.items()} == {p: round(kpis[p]["npv_million"], 1) for p in folders}
    assert {plan: row[installs] for plan, row in values.items()} == INSTALLS
    differences = {row[0]: dict(zip(head, row, strict=True)) for row in below(sheet, f"Differences to {THIS}")[:2]}
    # 160 cars for 1,600 million: 20 cars more bring 200, 60 fewer cost 600.
    assert {plan: (row[npv], row[installs]) for plan, row in differences.items()} == {
        "fast": (200, 20),
        "slow": (-600, -60),
    }
    for heading, column in (("Production installs (", "production_installs"), ("Shortfall (", "shortfall")):
        years, *by_plan = below(sheet, heading)
        assert years[1] == 2026
        assert {row[0]: row[1:2] for row in by_plan} == {p: told(f, "yearly_total", column) for p, f in folders.items()}
    copies = below(sheet, text("compare_measure.copies"))[1:]
    assert [row[0] for row in copies] == ["L", *folders]
    assert [row[1:2] for row in copies[1:]] == [told(f, "yearly_lines", "copies_on_stream") for f in folders.values()]
    limits = below(sheet, text("workbook.limits"))
    assert limits[1][0] == "2026"
    for plan, row in zip(folders, limits[2:], strict=True):
        (limit,) = pd.read_csv(folders[plan] / "yearly_plan.csv")["limited_by"]
        assert (row[0], row[1].casefold(), row[8]) == (plan, limit.casefold(), "P")


def test_the_chart_shows_the_cells_of_the_sheet(toy: Case) -> None:
    sheet = shown(toy)
    (chart,) = charts(sheet)
    cells = {sheet[ref(one.tx.strRef.f)].value: sheet[ref(one.val.numRef.f)].value for one in chart.series}
    assert cells == INSTALLS
    assert {sheet[ref(one.cat.numRef.f)].value for one in chart.series} == {2026}


def charts(sheet: Worksheet) -> list[ChartBase]:
    return list(sheet._charts)


def ref(formula: str) -> str:
    name, _, cell = formula.partition("!")
    assert name == SHEET
    return cell.replace("$", "")


def test_the_cover_leads_to_the_sheet_which_is_printed_a_page_wide(toy: Case, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(toy.folder / WORKBOOK)
    links = {cell.hyperlink.location for row in book["Cover"] for cell in row if cell.hyperlink}
    assert f"'{SHEET}'!A1" in links
    setup = book[SHEET].page_setup
    assert (setup.orientation, setup.fitToHeight, setup.paperSize) == ("landscape", 0, 9)
    write_workbook(toy.planned.plan, tmp_path, sources_of(toy.case))
    assert SHEET not in openpyxl.load_workbook(tmp_path / WORKBOOK).sheetnames


def test_figures_of_a_plan_are_those_of_its_report(toy: Case) -> None:
    memory, disk = figured(toy.planned.plan), read(toy.folder)
    assert (memory.tables, dict(memory.kpis), memory.figures_sha256) == (
        {name: disk.tables[name] for name in memory.tables},
        disk.kpis,
        disk.figures_sha256,
    )
    # The fingerprint is what the manifest of the report says of its files.
    assert figures_sha256(json.loads((toy.folder / "manifest.json").read_text())["files"]) == disk.figures_sha256


def test_the_manifest_names_the_plans_and_the_same_again_gives_the_same_bytes(toy: Case) -> None:
    manifest = json.loads((toy.folder / "manifest.json").read_text())
    slow = toy.reports / "toy" / "slow"
    assert [source["plan"] for source in manifest["beside"]] == ["fast", "slow"]
    assert manifest["beside"][1]["figures_sha256"] == read(slow).figures_sha256
    assert below(shown(toy), text("workbook_scenarios.sources"))[2][6] == read(slow).figures_sha256
    # The report itself now lies among those of the folder, and is not beside itself.
    command = [
        "run",
        str(toy.case),
        "--door",
        "highs",
        "--quiet",
        "--out",
        str(toy.reports),
        "--beside",
        str(toy.reports),
    ]
    before = {path.name: path.read_bytes() for path in toy.folder.iterdir()}
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    again = {path.name: path.read_bytes() for path in toy.folder.iterdir()}
    assert [name for name in before if before[name] != again[name]] in ([], ["manifest.json"])
    assert fingerprint(json.loads(again["manifest.json"])) == fingerprint(manifest)


def test_such_a_report_is_checked_and_published(toy: Case, tmp_path: Path) -> None:
    cases = [toy.case.parent]
    assert check(toy.folder, cases, toy.folder / WORKBOOK, priced=False).holds
    version = publish(toy.folder, tmp_path / "versions", Publication("v1", "proposed", "Strategy", ""), cases)[1]
    assert (version / WORKBOOK).read_bytes() == (toy.folder / WORKBOOK).read_bytes()


def test_what_is_within_the_gaps_is_marked_and_no_text_is_run(toy: Case, tmp_path: Path) -> None:
    # Gaps of 1 and 1.5 million: 2 apart is not distinguishable, 30 is; of the last plan the gap is not known.
    limits = [{**row, "limited_by": EVIL, "programme": EVIL} for row in made.TABLES["yearly_plan"]]
    plans = [
        made.write(tmp_path / "a", "base"),
        made.write(tmp_path / "b", EVIL, yearly_plan=limits, **made.worth(102.0, 1.5)),
        made.write(tmp_path / "c", "far", **made.worth(130.0, 1.5)),
        made.write(tmp_path / "d", "-dark", **made.worth(102.0, None)),
    ]
    sheet = beside(toy, tmp_path, plans)
    rows = {row[0].value: row[1] for row in sheet.iter_rows(max_row=20) if isinstance(row[1].value, int | float)}
    shapes = {name: (cell.number_format, cell.fill.fgColor.rgb[2:] == AMBER[1:]) for name, cell in rows.items()}
    plain = '+#,##0.0;-#,##0.0;"–"'
    assert shapes == {
        THIS: ("#,##0.0", False),
        EVIL: ('"≈ "+#,##0.0;"≈ "-#,##0.0;"≈ ""–"', True),
        "far": (plain, False),
        "-dark": ('"? "+#,##0.0;"? "-#,##0.0;"? ""–"', False),
    }
    texts = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any(words.startswith(f"{EVIL}: net present value 102 million CNY, not distinguishable") for words in texts)
    assert EVIL in {row[8].value for row in sheet.iter_rows()}
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_more_plans_than_colours_are_charted_by_their_value(toy: Case, tmp_path: Path) -> None:
    plans = [made.write(tmp_path / f"{n}", f"s{n}", **made.worth(100.0 + n, 0.0)) for n in range(len(SERIES) + 1)]
    sheet = beside(toy, tmp_path, plans)
    ((series,),) = [chart.series for chart in charts(sheet)]
    names, values = (sheet[ref(cells)] for cells in (series.cat.strRef.f, series.val.numRef.f))
    assert [(name.value, value.value) for (name,), (value,) in zip(names, values, strict=True)] == [
        ("s0 (this plan)", 100),
        *((f"s{n}", 100 + n) for n in range(1, len(SERIES) + 1)),
    ]


def beside(toy: Case, folder: Path, plans: list[Path]) -> Worksheet:
    """The sheet of hand-made reports; the first is of the plan that is written."""
    first, *others = (read(plan) for plan in plans)
    write_workbook(toy.planned.plan, folder, sources_of(toy.case), side_by_side(first, others))
    return openpyxl.load_workbook(folder / WORKBOOK)[SHEET]


def test_copies_of_plans_of_other_years_stand_under_their_years(toy: Case, tmp_path: Path) -> None:
    """Of L both plans tell years, of M the later one alone: its first year is not the first of the sheet."""
    head = {
        "good_output": 0,
        "unit": "car",
        "gwh": 0,
        "rty": 1,
        "utilisation": 0,
        "bottleneck": "",
        "marginal_value": 0,
    }
    own = [{**head, "year": year, "line": "L", "copies_on_stream": 1} for year in (2026, 2027)]
    later = [{**head, "year": year, "line": line, "copies_on_stream": 2} for line in "LM" for year in (2027, 2028)]
    total = made.TABLES["yearly_total"]
    assert [row["year"] for row in total] == [2026, 2027]
    plans = [
        made.write(tmp_path / "a", yearly_lines=own),
        made.write(
            tmp_path / "b", "b", yearly_lines=later, yearly_total=[row | {"year": row["year"] + 1} for row in total]
        ),
    ]
    sheet = beside(toy, tmp_path, plans)
    rows = [[cell.value for cell in row][:4] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == text("compare_measure.copies"))
    assert rows[start + 1][1:] == [2026, 2027, 2028]
    assert rows[start + 2 : start + 8] == [
        ["L", None, None, None],
        [text("compare.this_plan", plan="base"), 1, 1, None],
        ["b", None, 2, 2],
        ["M", None, None, None],
        [text("compare.this_plan", plan="base"), None, 0, None],
        ["b", None, 2, 2],
    ]


def test_what_cannot_stand_beside_it_is_told_before_anything_is_planned(
    toy: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "plan", lambda *_, **__: pytest.fail("planned"))
    euro = made.write(tmp_path / "euro", facts={"currency": "EUR"})
    broken = made.write(tmp_path / "broken")
    (broken / "yearly_total.csv").write_text("year\n", encoding="utf-8")
    own = tmp_path / "own"
    made.write(own / "toy" / "base")

    def ask(folders: list[Path], formats: tuple[str, ...] = ("xlsx",)) -> None:
        planned_beside(toy.case, own, Asked(options=DIRECT), formats, Phases(), folders)

    with pytest.raises(UsageError, match=r"different money.*CNY, EUR") as money:
        ask([euro])
    with pytest.raises(InputError) as unread:
        ask([euro, broken, tmp_path / "nowhere"])
    assert [problem.file for problem in unread.value.problems] == [str(broken), str(tmp_path / "nowhere")]
    with pytest.raises(UsageError, match="no plan to show"):
        ask([own])
    with pytest.raises(UsageError, match="--format xlsx"):
        ask([euro], ("csv",))
    assert (money.value.exit_code, unread.value.exit_code) == (2, 2)


def test_a_report_that_was_edited_is_told_on_the_sheet(toy: Case, tmp_path: Path) -> None:
    other = made.write(tmp_path / "other", "other")
    with (other / "yearly_total.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    rows[1][rows[0].index("shortfall")] = "6"
    with (other / "yearly_total.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    sheet = beside(toy, tmp_path, [made.write(tmp_path / "a"), other])
    assert any(
        "other: yearly_total.csv no longer as the run wrote it" in str(row[0].value) for row in sheet.iter_rows()
    )
