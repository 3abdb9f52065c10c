"""A whole report: what lies in it, what it says of itself, and that it is written the same way each time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest

from planner.errors import UsageError
from planner.exports import export
from planner.exports.manifest import plain
from planner.exports.sources import LIBRARIES, sources_of, version_of

if TYPE_CHECKING:
    from pathlib import Path

    from planner.results.plan import Plan


def manifest_of(folder: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return facts


def test_a_report_holds_tables_workbook_figures_and_manifest(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    done = export(plan, inputs, tmp_path / "base", {"solve": 1.25})
    assert (done.folder, done.beside) == (tmp_path / "base", False)
    assert set(done.files) == {path.name for path in done.folder.iterdir()}
    assert {"plan.xlsx", "yearly_plan.csv", "kpis.json", "manifest.json"} <= set(done.files)
    assert list(done.seconds) == ["csv", "xlsx"]
    assert all(taken > 0 for taken in done.seconds.values())


def test_only_the_formats_asked_for_are_written(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    assert export(plan, inputs, tmp_path / "base", {}, ()).files == ("kpis.json", "manifest.json")
    assert "plan.xlsx" not in export(plan, inputs, tmp_path / "base", {}, ("csv",)).files


def test_an_unknown_format_is_told_before_anything_is_written(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='no export "docx"; there are: csv, xlsx'):
        export(plan, inputs, tmp_path / "base", {}, ("csv", "docx"))
    assert not (tmp_path / "base").exists()


def test_the_manifest_tells_where_the_report_comes_from(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    done = export(plan, inputs, tmp_path / "base", {"solve": 1.25})
    facts = manifest_of(done.folder)
    assert facts["title"] == plan.case.title
    assert facts["scenario"] == "base"
    first, second, _ = facts["overrides"]
    assert {
        name: first[name] for name in ("number", "scenario", "input_table", "line", "column", "old", "new", "why")
    } == {
        "number": 1,
        "scenario": "slow",
        "input_table": "case",
        "line": None,
        "column": "demand_level",
        "old": '"base"',
        "new": '"low"',
        "why": "Trial of spring",
    }
    assert (second["line"], second["old"], second["new"]) == (4, "1", "3")
    assert facts["solve"] == {
        "status": "optimal",
        "solver": "HiGHS 1.15.1",
        "door": "pulp",
        "objective": -11925.527,
        "bound": -11925.527,
        "gap": 0.0,
        "seconds": 1.234,
    }
    assert facts["counts"] == {"columns": 23456, "non_zeros": 98765, "rows": 12345}
    assert facts["seconds"]["solve"] == 1.25
    assert set(facts["seconds"]) == {"solve", "export_csv", "export_xlsx"}
    assert set(facts["libraries"]) == set(LIBRARIES)


def test_the_case_as_it_stands_has_no_overrides(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    tables = {name: table for name, table in plan.tables.items() if name != "overrides"}
    done = export(replace(plan, tables=tables), inputs, tmp_path / "base", {})
    assert manifest_of(done.folder)["overrides"] == []
    assert "overrides.csv" not in done.files
    assert "Overrides" not in openpyxl.load_workbook(done.folder / "plan.xlsx").sheetnames


def test_fingerprints_are_those_of_the_bytes(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    done = export(plan, inputs, tmp_path / "base", {})
    facts = manifest_of(done.folder)
    assert set(facts["files"]) == set(done.files) - {"manifest.json"}
    for name, sha in facts["files"].items():
        assert sha == hashlib.sha256((done.folder / name).read_bytes()).hexdigest()
    # Only case.toml and the tables are inputs, in the order of their names.
    assert list(facts["inputs"]) == ["case.toml", "demand.csv"]
    for name, sha in facts["inputs"].items():
        assert sha == hashlib.sha256((inputs / name).read_bytes()).hexdigest()


def test_the_combined_fingerprint_is_that_of_the_list(inputs: Path) -> None:
    one = hashlib.sha256(b'title = "x"\n').hexdigest()
    two = hashlib.sha256(b"programme\nP1\n").hexdigest()
    lines = f"{one}  case.toml\n{two}  demand.csv\n"
    before = sources_of(inputs).combined
    assert before == hashlib.sha256(lines.encode()).hexdigest()
    (inputs / "demand.csv").write_text("programme\nP2\n", encoding="utf-8")
    assert sources_of(inputs).combined != before


def test_a_package_that_is_not_installed_has_no_version() -> None:
    assert version_of("no-such-package-here") == "unknown"


def test_key_figures_are_sorted_and_missing_ones_null(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    done = export(plan, inputs, tmp_path / "base", {}, ())
    figures = json.loads((done.folder / "kpis.json").read_text(encoding="utf-8"))
    assert list(figures) == sorted([*plan.kpis, "status", "gap", "bound_million"])
    assert figures["missing"] is None
    proved = {"status": "optimal", "gap": 0.0, "bound_million": -11_925.527}
    known = {name: value for name, value in plan.kpis.items() if name != "missing"}
    assert {name: value for name, value in figures.items() if name != "missing"} == known | proved


@pytest.mark.parametrize(
    ("value", "told"),
    [(np.float64(2.5), 2.5), (np.int64(3), 3), (float("inf"), None), (-0.0, 0.0), (None, None), ("a", "a")],
)
def test_values_as_json_knows_them(value: object, told: object) -> None:
    assert plain(value) == told
    assert json.dumps(plain(value)) == json.dumps(told)


def test_two_runs_differ_in_nothing_but_the_times(plan: Plan, inputs: Path, tmp_path: Path) -> None:
    one, two = (export(plan, inputs, tmp_path / name, {}) for name in ("one", "two"))
    assert one.files == two.files
    for name in set(one.files) - {"manifest.json"}:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), name
    facts = [manifest_of(done.folder) for done in (one, two)]
    for fact in facts:
        del fact["seconds"]
    assert facts[0] == facts[1]


def test_a_failing_export_leaves_the_old_report(
    plan: Plan, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = export(plan, inputs, tmp_path / "base", {})
    before = {name: (done.folder / name).read_bytes() for name in done.files}

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("planner.exports.write_manifest", broken)
    with pytest.raises(RuntimeError, match="broken"):
        export(plan, inputs, tmp_path / "base", {})
    assert before == {path.name: path.read_bytes() for path in done.folder.iterdir()}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "case"]
