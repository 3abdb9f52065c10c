"""The page on what has changed since the last approved plan, and the one on what happened; made-up reports."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

import reports
from planner.errors import InputError
from planner.exports.dictionary import dictionary
from planner.exports.explained import place_of
from planner.exports.reviewed.content import Chart, Grid
from planner.studies.compare.report import read
from planner.studies.review import review
from planner.studies.versions.register import APPROVED, PROPOSED, Version, entered

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.reviewed.content import Page, View

ITEMS = "item,name,unit\nCELL,Cell,cell\n"


def published(versions: Path, name: str, status: str = APPROVED, case: str = "toy", **more: Any) -> Path:
    """A version that is entered as approved on 2026-11-20."""
    place = reports.write(versions / name, **more)
    sha = read(place).sha256
    entered(versions, Version(name, "2026-11-20", status, "The board", "Go on", case, "base", 100.0, sha))
    return place


def view(place: Path, versions: Path) -> View:
    return review([place], [place.parent / "cases"], versions=versions)[0].views[0]


def page_of(place: Path, versions: Path, key: str = "approved") -> Page | None:
    return next((page for page in view(place, versions).pages if page.key == key), None)


def laid(report: Path, kind: str, table: str, rows: list[dict[str, Any]], asked: dict[str, Any]) -> None:
    """An explanation beside a report."""
    folder = place_of(report, kind)
    folder.mkdir(parents=True)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in dictionary()[table]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (folder / "manifest.json").write_text(json.dumps({"explanation": kind, "asked": asked}), encoding="utf-8")


@pytest.mark.parametrize(
    ("npv", "title"),
    [
        # The approved plan is worth 100; gaps of 1 each, so that differences up to 2 are none.
        (150.0, "Against 2026-11, approved on 2026-11-20, 1 file changed, and the plan is worth 50 million CNY more"),
        (60.0, "Against 2026-11, approved on 2026-11-20, 1 file changed, and the plan is worth 40 million CNY less"),
        (100.0, "Against 2026-11, approved on 2026-11-20, 1 file changed, and the value stays the same"),
        (
            101.5,
            "Against 2026-11, approved on 2026-11-20, 1 file changed, and the value cannot be told from its",
        ),
    ],
)
def test_the_title_tells_what_the_plan_is_worth_against_the_last_approved(
    tmp_path: Path, npv: float, title: str
) -> None:
    versions = tmp_path / "versions"
    published(versions, "2026-11", inputs={"items.csv": ITEMS}, **reports.worth(100.0, 1.0))
    place = reports.write(
        tmp_path / "now", inputs={"items.csv": ITEMS.replace("Cell", "Pouch")}, **reports.worth(npv, 1.0)
    )
    found = page_of(place, versions)
    assert found is not None
    assert found.title == title
    assert found.subtitle == "Approved by The board: Go on."
    assert "planner bridge" in found.notes[0]


def test_changes_stand_by_cell_where_both_files_are_found(tmp_path: Path) -> None:
    versions, other = tmp_path / "versions", ITEMS.replace("Cell", "Pouch")
    kept = published(versions, "2026-11", inputs={"items.csv": ITEMS}) / "inputs" / "toy"
    for folder, content in ((kept, ITEMS), (tmp_path / "cases" / "toy", other)):
        folder.mkdir(parents=True)
        (folder / "items.csv").write_text(content, encoding="utf-8")
    place = reports.write(tmp_path / "now", inputs={"items.csv": other})
    found = page_of(place, versions)
    assert found is not None
    (grid,) = (figure for figure in found.figures if isinstance(figure, Grid) and figure.key == "changes")
    assert [column.name for column in grid.columns] == ["Table", "Row", "Column", "2026-11", "This plan", "Why"]
    assert [row.cells for row in grid.rows] == [("items", "item=CELL", "name", "Cell", "Pouch", None)]


def test_installs_of_both_plans_stand_beside_each_other(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    published(versions, "2026-11")
    found = page_of(reports.write(tmp_path / "now"), versions)
    assert found is not None
    (chart,) = (figure for figure in found.figures if isinstance(figure, Chart))
    assert [own.name for own in chart.series] == ["2026-11", "This plan"]
    assert chart.series[0].values == chart.series[1].values


def test_the_plan_that_was_approved_itself(tmp_path: Path) -> None:
    place = published(tmp_path / "versions", "2026-11")
    found = page_of(place, tmp_path / "versions")
    assert found is not None
    assert found.title == "This is the plan that was approved as 2026-11 on 2026-11-20"
    assert not found.notes


def test_many_changes_are_counted_by_table_and_listed_in_an_appendix(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    files = {f"t{number}.csv": "a\n1\n" for number in range(13)}
    published(versions, "2026-11", inputs=files)
    found = page_of(reports.write(tmp_path / "now", inputs=dict.fromkeys(files, "a\n2\n")), versions)
    assert found is not None
    grids = {figure.key: figure for figure in found.figures if isinstance(figure, Grid)}
    assert grids["changes"].minor
    assert len(grids["changed_tables"].rows) == len(files)


def test_a_bridge_of_these_two_plans_is_drawn(tmp_path: Path) -> None:
    """100 + 30 for yields - 10 for prices = 120: the last bar is the sum of the ones before."""
    versions = tmp_path / "versions"
    before = published(versions, "2026-11", inputs={"items.csv": ITEMS}, **reports.worth(100.0, 1.0))
    place = reports.write(tmp_path / "now", **reports.worth(120.0, 1.0))
    steps = [("start", 0, 100), ("yields", 100, 130), ("prices", 130, 120), ("end", 0, 120)]
    rows = [
        {"measure": "value", "step": number, "part": part, "name": part, "start": a, "change": b - a, "end": b}
        for number, (part, a, b) in enumerate(steps)
    ]
    ends = {"from": {"manifest": read(before).sha256}, "to": {"manifest": read(place).sha256}}
    laid(place, "bridge_2026-11", "bridge", rows, ends)
    found = page_of(place, versions)
    assert found is not None
    chart = found.figures[0]
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.categories) == ("waterfall", ("start", "yields", "prices", "end"))
    assert chart.series[0].values == (100.0, 30.0, -10.0, 120.0)
    assert sum(chart.series[0].values[:-1]) == chart.series[0].values[-1]
    assert not found.notes


STEP = {"measure": "value", "step": 0, "part": "start", "name": "start", "start": 0, "change": 100, "end": 100}


@pytest.mark.parametrize("end", ["from", "to"])
@pytest.mark.parametrize("other", [{"manifest": "old"}, "old", None])
def test_a_bridge_of_another_plan_is_left_out(tmp_path: Path, end: str, other: Any) -> None:
    versions = tmp_path / "versions"
    before = published(versions, "2026-11", inputs={"items.csv": ITEMS})
    place = reports.write(tmp_path / "now")
    ends = {"from": {"manifest": read(before).sha256}, "to": {"manifest": read(place).sha256}}
    laid(place, "bridge_2026-11", "bridge", [STEP], {**ends, end: other})
    found = page_of(place, versions)
    assert found is not None
    assert found.figures[0].key == "installs"
    assert found.notes


@pytest.mark.parametrize("more", [{"status": PROPOSED}, {"case": "other"}])
def test_without_an_approved_plan_of_the_case_there_is_no_page(tmp_path: Path, more: dict[str, str]) -> None:
    published(tmp_path / "versions", "2026-11", **more)
    place = reports.write(tmp_path / "now")
    assert page_of(place, tmp_path / "versions") is None
    assert page_of(place, tmp_path / "nowhere") is None


def test_an_approved_plan_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    (published(versions, "2026-11") / "yearly_total.csv").write_text("year\n", encoding="utf-8")
    found = view(reports.write(tmp_path / "now"), versions)
    assert "approved" not in {page.key for page in found.pages}
    (told,) = found.warnings
    assert told.startswith("The plan that was approved last cannot be read and is left out: yearly_total.csv")


def test_what_cannot_be_read_beside_a_plan_costs_nothing_else(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    before = published(versions, "2026-11")
    place = reports.write(tmp_path / "now")
    ends = {"from": {"manifest": read(before).sha256}, "to": {"manifest": read(place).sha256}}
    laid(place, "bridge_2026-11", "bridge", [STEP], ends)
    laid(place, "replan", "plan_vs_actual", [], {"to": read(place).sha256})
    for path in place_of(place, "").rglob("*.csv"):
        path.write_text("other\n", encoding="utf-8")
    found = view(place, versions)
    assert "approved" in {page.key for page in found.pages}
    assert [words.partition(" cannot")[0] for words in found.warnings] == [
        "The bridge from the plan that was approved last",
        "Plan against actual",
    ]


def test_a_version_that_is_no_longer_what_was_approved_is_told(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    mark = published(versions, "2026-11") / "manifest.json"
    mark.write_text(json.dumps(json.loads(mark.read_text("utf-8")) | {"title": "Another"}), encoding="utf-8")
    assert (
        "2026-11 is no longer the plan that was approved" in view(reports.write(tmp_path / "now"), versions).warnings[0]
    )


def test_files_that_are_not_found_are_counted_as_files_and_those_of_the_same_cells_not_at_all(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    kept = published(versions, "2026-11", inputs={"items.csv": ITEMS, "stages.csv": "a\n"}) / "inputs" / "toy"
    again = ITEMS + "\n"
    for folder, content in ((kept, ITEMS), (tmp_path / "cases" / "toy", again)):
        folder.mkdir(parents=True)
        (folder / "items.csv").write_text(content, encoding="utf-8")
    for files, told in (
        ({"items.csv": again, "stages.csv": "a\n"}, "no input changed"),
        ({"items.csv": again, "stages.csv": "b\n"}, "1 file changed"),
    ):
        found = page_of(reports.write(tmp_path / told, inputs=files), versions)
        assert found is not None
        assert told in found.title


def test_a_register_that_is_none_is_an_error(tmp_path: Path) -> None:
    published(tmp_path / "versions", "2026-11")
    (tmp_path / "versions" / "register.csv").write_text("version\n", encoding="utf-8")
    with pytest.raises(InputError):
        view(reports.write(tmp_path / "now"), tmp_path / "versions")


def counted(measure: str, planned: float | None, actual: float, to: str = "2027-03-31") -> dict[str, Any]:
    return {"measure": measure, "object": "P1", "from": "2027-01-01", "to": to, "planned": planned, "actual": actual}


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        # 80 + 100 of 100 + 100 planned.
        (
            [counted("installs", 100, 80), counted("installs", 100, 100), counted("hours", 5, 9)],
            "180 vehicles for sale counted until 2027-03-31 against 200 planned: 90 % of the plan",
        ),
        (
            [counted("installs", 0, 1)],
            "1 vehicle for sale counted until 2027-03-31, and none planned",
        ),
        (
            [counted("hours", 5, 9), counted("yield", 0.9, 0.8, "2027-04-30")],
            "2 counts of what happened until 2027-04-30 went into this plan",
        ),
    ],
)
def test_plan_and_actuals(tmp_path: Path, rows: list[dict[str, Any]], title: str) -> None:
    place = reports.write(tmp_path / "now")
    told = [{"number": number, **row} for number, row in enumerate(rows, 1)]
    laid(place, "replan", "plan_vs_actual", told, {"to": read(place).sha256})
    found = page_of(place, tmp_path / "versions", "actuals")
    assert found is not None
    assert found.title == title
    grid = found.figures[0]
    assert isinstance(grid, Grid)
    assert [row.cells[7:9] for row in grid.rows] == [(row["planned"], row["actual"]) for row in rows]


def test_actuals_of_another_plan_are_left_out(tmp_path: Path) -> None:
    place = reports.write(tmp_path / "now")
    laid(place, "replan", "plan_vs_actual", [{"number": 1, **counted("installs", 1, 1)}], {"to": "another"})
    assert page_of(place, tmp_path / "versions", "actuals") is None
