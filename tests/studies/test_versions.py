"""Plans published as versions: kept with their inputs, entered once, refused where they do not hold or a name is taken."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import toys
from check_case import cells, put, run
from typer.testing import CliRunner

from planner.cli import app
from planner.errors import AuditError, InputError, UsageError
from planner.studies.check import check
from planner.studies.compare import compare
from planner.studies.reopen import reopened
from planner.studies.versions import Publication, Version, last_approved, publish, register
from planner.studies.versions.register import entered

if TYPE_CHECKING:
    from pathlib import Path

NOVEMBER = Publication("2026-11", "proposed", "Strategy", "=first draft")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    return run(toys.write(folder / "inputs" / "toy"), folder)


@pytest.fixture
def plan(written: Path, tmp_path: Path) -> Path:
    """A report with its case, in a place of its own."""
    shutil.copytree(written.parents[2], tmp_path / "work")
    return tmp_path / "work" / "reports" / "toy" / "base"


def published(plan: Path, wanted: Publication = NOVEMBER) -> Path:
    return publish(plan, plan.parents[1] / "versions", wanted, [plan.parents[2] / "inputs"])[1]


def test_a_plan_of_a_workbook_keeps_its_workbook(tmp_path: Path) -> None:
    case, book = toys.write(tmp_path / "inputs" / "toy"), tmp_path / "inputs" / "toy.xlsx"
    assert CliRunner().invoke(app, ["template", str(case), str(book)]).exit_code == 0
    plan = run(book, tmp_path)
    folder = publish(plan, tmp_path / "versions", NOVEMBER, [book])[1]
    book.unlink()
    assert reopened(folder, []).case == folder / "inputs" / "toy.xlsx"


def test_a_report_that_is_no_version_is_never_replaced(plan: Path) -> None:
    with pytest.raises(UsageError, match="base"):
        publish(plan, plan.parent, replace(NOVEMBER, version="base"), [plan.parents[2] / "inputs"])
    assert (plan / "manifest.json").is_file()
    assert not (plan / "inputs").exists()


def test_a_version_is_the_whole_plan_with_its_inputs(plan: Path) -> None:
    folder = published(plan)
    names = {path.name for path in plan.iterdir()}
    assert {path.name for path in folder.iterdir()} == names | {"inputs"}
    assert all((folder / name).read_bytes() == (plan / name).read_bytes() for name in names)
    row = register(folder.parent)[0]
    # 160 cars at 10 million.
    assert (row.date, row.case, row.scenario, row.npv_million) == ("2026-01-01", "toy", "base", pytest.approx(1600))
    assert row.note == "=first draft"
    assert cells(folder.parent / "register.csv")[1][4] == "'=first draft"
    shutil.rmtree(plan.parents[2] / "inputs")  # the case goes on, or away: the version keeps its own
    assert reopened(folder, []).case == folder / "inputs" / "toy"
    assert check(folder, [], priced=False).holds


def test_a_plan_that_fails_its_check_is_refused(plan: Path) -> None:
    rows = cells(plan / "period_make.csv")
    rows[1][rows[0].index("made")] = "120"
    put(plan / "period_make.csv", rows)
    with pytest.raises(AuditError) as caught:
        published(plan)
    assert any("120" in words for words in caught.value.findings)
    assert not (plan.parents[1] / "versions").exists()


def test_a_plan_that_was_changed_since_is_refused_even_if_it_holds(plan: Path) -> None:
    (plan / "plan.xlsx").write_bytes(b"")
    with pytest.raises(UsageError, match=r"plan\.xlsx"):
        published(plan)


def test_the_same_plan_goes_from_proposed_to_approved_once(plan: Path) -> None:
    folder = published(plan)
    assert last_approved(folder.parent, "toy") is None
    approved = replace(NOVEMBER, status="approved", by="Board", date=dt.date(2026, 11, 27))
    assert published(folder, approved) == folder  # from the version itself
    rows = register(folder.parent)
    assert [(row.status, row.by, row.date) for row in rows] == [
        ("proposed", "Strategy", "2026-01-01"),
        ("approved", "Board", "2026-11-27"),
    ]
    assert last_approved(folder.parent, "toy") == rows[1]
    assert last_approved(folder.parent, "other") is None
    for again in (approved, NOVEMBER):
        with pytest.raises(UsageError, match="Board"):
            published(plan, again)
    later = replace(approved, version="2026-12")
    published(plan, later)
    found = last_approved(folder.parent, "toy")
    assert found is not None
    assert found.version == "2026-12"


def test_a_taken_name_is_refused_to_another_plan_in_any_capitals(plan: Path) -> None:
    published(plan, replace(NOVEMBER, version="Draft"))
    facts = json.loads((plan / "manifest.json").read_text(encoding="utf-8"))
    (plan / "manifest.json").write_text(json.dumps(facts | {"title": "Another"}), encoding="utf-8")
    for name in ("Draft", "DRAFT"):
        with pytest.raises(UsageError, match="Draft"):
            published(plan, replace(NOVEMBER, version=name, status="approved"))


def test_a_planning_without_a_plan_follows_the_version_that_was_approved_last(tmp_path: Path) -> None:
    told = ["replan", "--as-of", "2026-02-01", "--versions", str(tmp_path)]
    row = Version("one", "2026-11-27", "approved", "Board", "", "toy", "base", 1.0, "0")
    for versions, cases in (([], "no case"), ([row, replace(row, version="b", case="other")], "toy, other")):
        for version in versions:
            entered(tmp_path, version)
        done = CliRunner().invoke(app, told)
        assert isinstance(done.exception, UsageError)
        assert f"approved versions of {cases}" in str(done.exception)
    (tmp_path / "register.csv").unlink()
    for version in (row, replace(row, version="two"), replace(row, version="three", status="proposed")):
        entered(tmp_path, version)
    done = CliRunner().invoke(app, told)
    assert str(tmp_path / "two") in str(done.exception)  # it is asked for, and is no report


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "a\\b", ".hidden", "explained", "register.csv", "Register.CSV", "end.", "a b"]
)
def test_names_that_are_no_folder_names_are_refused(plan: Path, name: str) -> None:
    with pytest.raises(UsageError):
        published(plan, replace(NOVEMBER, version=name))
    assert not (plan.parents[1] / "versions").exists()


def test_a_folder_that_is_no_version_is_left_alone(plan: Path) -> None:
    place = plan.parents[1] / "versions" / "2026-11"
    place.mkdir(parents=True)
    (place / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        published(plan)
    assert [path.name for path in place.parent.iterdir()] == ["2026-11"]
    assert (place / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_run_killed_before_its_row_can_be_made_again(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("planner.studies.versions.keep.entered", killed)
        with pytest.raises(KeyboardInterrupt):
            published(plan)
    versions = plan.parents[1] / "versions"
    assert register(versions) == []
    published(plan)
    assert len(register(versions)) == 1
    with monkeypatch.context() as patched:
        patched.setattr("shutil.copyfile", killed)
        with pytest.raises(KeyboardInterrupt):
            published(plan, replace(NOVEMBER, version="2026-12"))
    assert sorted(path.name for path in versions.iterdir()) == ["2026-11", "register.csv"]


def test_every_bad_row_of_a_register_is_told(plan: Path) -> None:
    folder = published(plan)
    head, good = cells(folder.parent / "register.csv")
    put(folder.parent / "register.csv", [head, good[:-1], good, [*good[:7], "much", good[8]]])
    with pytest.raises(InputError) as caught:
        register(folder.parent)
    assert [problem.row for problem in caught.value.problems] == [2, 4]


def test_a_register_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_bytes("version,Zürich\n".encode("latin-1"))
    with pytest.raises(InputError) as caught:
        register(tmp_path)
    assert ["UTF-8" in problem.message for problem in caught.value.problems] == [True]


def test_versions_are_compared_as_reports_are(plan: Path) -> None:
    folder = published(plan)
    published(plan, replace(NOVEMBER, version="2026-12"))
    assert list(compare([folder.parent]).plans) == ["versions/2026-11", "versions/2026-12"]


def test_the_command_publishes_and_lists(plan: Path) -> None:
    versions, command = plan.parents[1] / "versions", CliRunner()
    place = ["--versions", str(versions)]
    asked = ["publish", str(plan), "--as", "2026-11", "--case", str(plan.parents[2] / "inputs"), *place]
    assert command.invoke(app, ["publish", "--list", *place]).exit_code == 0
    assert isinstance(command.invoke(app, asked).exception, UsageError)
    done = command.invoke(app, [*asked, "--status", "approved", "--by", "[b]Board", "--date", "2026-11-27"])
    assert done.exit_code == 0, done.output
    listed = command.invoke(app, ["publish", "--list", *place])
    assert "[b]Board" in listed.stdout
    assert json.loads(command.invoke(app, ["publish", "--list", "--json", *place]).stdout)[0]["date"] == "2026-11-27"
    wrong = command.invoke(app, [*asked, "--status", "approved", "--by", "x", "--date", "soon"])
    assert isinstance(wrong.exception, UsageError)
