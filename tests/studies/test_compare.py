"""Plans side by side, from hand-made reports: every difference is worked out in the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from studies import reports as made

from planner.errors import InputError, UsageError
from planner.studies.compare import compare

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.compared.compared import Compared, Line


def line(compared: Compared, measure: str, year: int | None = None, about: str = "") -> Line:
    found = [one for one in compared.lines if (one.measure, one.year, one.object) == (measure, year, about)]
    assert len(found) == 1, (measure, year, about)
    return found[0]


def test_differences_are_those_of_the_numbers_shown(tmp_path: Path) -> None:
    # 300.6 and 200.4 cars are shown as 301 and 200: 101 apart, not 100.
    a = made.write(tmp_path / "a", kpis={"total_production_installs": 200.4})
    b = made.write(tmp_path / "b", "b", kpis={"total_production_installs": 300.6})
    assert line(compare([a, b]), "production_installs").differences == (None, 101.0)


def test_differences_are_to_the_first_plan(tmp_path: Path) -> None:
    # 150 - 100 = 50 more cars in 2026; 25 - 20 = 5 million more capex; one copy more in 2027, none in 2026 in either.
    a = made.write(tmp_path / "a", "base")
    total = [{**made.TABLES["yearly_total"][0], "production_installs": 150}, made.TABLES["yearly_total"][1]]
    finance = [{**made.TABLES["yearly_finance"][0], "capex": 25.0}, *made.TABLES["yearly_finance"][1:]]
    lines = [{"year": 2027, "line": "L", "copies_on_stream": 2, "bottleneck": "oven"}]
    b = made.write(tmp_path / "b", "more", yearly_total=total, yearly_finance=finance, yearly_lines=lines)
    compared = compare([a, b])
    assert compared.plans == ("base", "more")
    installs = line(compared, "production_installs", 2026)
    assert (installs.values, installs.differences) == ((100.0, 150.0), (None, 50.0))
    assert line(compared, "production_installs", 2027).differences == (None, 0.0)
    assert line(compared, "copies", 2027, "L").values == (1.0, 2.0)
    assert line(compared, "copies", 2026, "L").values == (0.0, 0.0)
    bottleneck = line(compared, "bottleneck", 2027, "L")
    assert (bottleneck.values, bottleneck.differences) == (("press", "oven"), (None, None))
    capex = line(compared, "capex", 2026)
    assert (capex.unit, capex.differences) == ("million CNY", (None, 5.0))
    assert [one.year for one in compared.lines if one.measure == "capex"] == [None, 2026, 2027]  # not the evaluation
    assert line(compared, "on_stream", None, "L").values == ("2027-04-01", "2027-04-01")
    assert not [one for one in compared.lines if one.measure == "on_stream" and one.object == "OLD"]


@pytest.mark.parametrize(
    ("npv", "gap", "told", "words"),
    [
        # The first plan may be 1 better than it is; 2 apart with 1 + 1.5 of gaps may be none, with 1 + 0.5 it may not.
        (102.0, 1.5, "undecided", "not distinguishable from base: 2.0 apart, the gaps of both together 2.5"),
        (102.0, 0.5, "", "2 more than base (gaps of both together 1.5)"),
        (98.0, 0.5, "", "2 less than base"),
        (98.0, 1.0, "undecided", "not distinguishable"),
        (100.0, 0.0, "same", "the same as base"),
        (102.0, None, "unknown", "2 more than base; the gaps are not known"),
        (98.0, None, "unknown", "2 less than base; the gaps are not known"),
    ],
)
def test_a_difference_below_the_gaps_together_is_told(
    tmp_path: Path, npv: float, gap: float | None, told: str, words: str
) -> None:
    a = made.write(tmp_path / "a", "base")
    b = made.write(tmp_path / "b", "other", **made.worth(npv, gap))
    compared = compare([a, b])
    value = line(compared, "npv")
    assert value.told == ("", told)
    assert value.differences == (None, npv - 100.0)
    assert words in compared.headlines[0]


def test_only_money_is_within_gaps(tmp_path: Path) -> None:
    # 31 for 30 million of capex is within 1 + 1 of gaps; one car more is a fact of the plan.
    a = made.write(tmp_path / "a", "base")
    b = made.write(tmp_path / "b", "b", kpis={"capex_million": 31.0, "total_production_installs": 301.0})
    compared = compare([a, b])
    assert line(compared, "capex").told == ("", "undecided")
    installs = line(compared, "production_installs")
    assert (installs.differences, installs.told) == ((None, 1.0), ("", ""))


def test_a_plan_made_for_something_else_has_no_known_gap(tmp_path: Path) -> None:
    level = {"level": 1, "objective": "volume", "bound": 300.0, "reached": 300.0, "tolerance": 0.01}
    a = made.write(tmp_path / "a", "base")
    b = made.write(tmp_path / "b", "most", kpis={"npv_million": 90.0}, objective_levels=[level])
    compared = compare([a, b])
    assert line(compared, "npv").told == ("", "unknown")
    assert [(row.table, row.reference, row.value) for row in compared.inputs] == [("objective", "npv", "volume:0.01")]


def test_years_that_only_one_plan_has_stay_empty(tmp_path: Path) -> None:
    a = made.write(tmp_path / "a", "base")
    b = made.write(tmp_path / "b", "short", yearly_total=made.TABLES["yearly_total"][:1])
    installs = line(compare([a, b]), "production_installs", 2027)
    assert (installs.values, installs.differences) == ((200.0, None), (None, None))


def test_a_folder_of_reports_begins_with_the_base(tmp_path: Path) -> None:
    for name in ("late", "base", "almost"):
        made.write(tmp_path / "reports" / name, name)
    made.write(tmp_path / "reports" / ".late.12-1.new", "late")  # one that is being written
    assert compare([tmp_path / "reports"]).plans == ("base", "almost", "late")
    assert compare([tmp_path / "reports" / "late", tmp_path / "reports"]).plans == ("late", "base", "almost")


def test_a_folder_of_reports_may_hold_sweeps_and_other_things_of_ours(tmp_path: Path) -> None:
    """Nor is the folder of a workbook's report, which has a manifest of its own, a plan."""
    made.write(tmp_path / "base")
    made.write(tmp_path / "reports" / "low", "low")
    for place in (tmp_path / "sweeps" / "tornado", tmp_path / "regret" / "orders", tmp_path):
        place.mkdir(parents=True, exist_ok=True)
        (place / "manifest.json").write_text('{"files": {}}', encoding="utf-8")
    assert compare([tmp_path]).plans == ("base", "low")


def test_a_plan_whose_manifest_is_broken_is_told_and_not_left_out(tmp_path: Path) -> None:
    made.write(tmp_path / "base")
    made.write(tmp_path / "low", "low")
    (tmp_path / "low" / "manifest.json").write_text('{"case": ', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        compare([tmp_path])
    assert ["manifest.json" in problem.message for problem in caught.value.problems] == [True]


def test_plans_of_one_name_are_told_apart(tmp_path: Path) -> None:
    places = [made.write(tmp_path / place / "base", "base") for place in ("x", "y")]
    other = made.write(tmp_path / "z", "base", facts={"case": "car"})
    assert compare([*places, other]).plans == ("x/base", "y/base", "car/base")
    assert compare([made.write(tmp_path / "u", "unit"), other]).plans == ("toy/unit", "base")


def test_long_rows_are_unique_whole_and_numbers(tmp_path: Path) -> None:
    # What pyam asks of a table: index columns not empty, years whole, no two rows of one index, no value missing.
    compared = compare([made.write(tmp_path / "a"), made.write(tmp_path / "b", "b")])
    index = [(row.model, row.scenario, row.region, row.variable, row.unit, row.year) for row in compared.long]
    assert len(set(index)) == len(index)
    assert all(isinstance(part, int) or part for row in index for part in row)
    assert all(row.value == row.value for row in compared.long)
    found = {(row.scenario, row.variable, row.year): row.value for row in compared.long}
    assert found["b", "Net Present Value", 2026] == 100.0
    assert found["base", "Installs|Production", 2027] == 200.0
    assert found["base", "Installs|Production|P", 2027] == 200.0
    assert found["base", "Line Copies|L", 2026] == 0.0


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda f: (f / "manifest.json").unlink(), "has no manifest.json"),
        (lambda f: (f / "kpis.json").unlink(), "has no kpis.json"),
        (lambda f: (f / "kpis.json").write_text("{"), "kpis.json cannot be read"),
        (lambda f: (f / "kpis.json").write_text("[]"), "no JSON object"),
        (lambda f: (f / "kpis.json").write_text('{"npv_million": null}'), "kpis.json holds no npv_million"),
        (lambda f: (f / "manifest.json").write_text("{}"), "manifest.json holds no case"),
        (lambda f: (f / "manifest.json").write_text('{"comparison": []}'), "a comparison"),
        (lambda f: (f / "yearly_total.csv").unlink(), "has no yearly_total.csv"),
        (lambda f: (f / "yearly_total.csv").write_text("year,cars\n"), "another version of the tables"),
        (lambda f: (f / "yearly_total.csv").write_bytes(b"\xff\xfe\x00"), "yearly_total.csv cannot be read"),
        (lambda f: _replace(f, "yearly_total.csv", "2026,", "soon,"), 'row 2 column year: "soon" is no number'),
        (lambda f: _replace(f, "yearly_total.csv", "2026,", ","), 'row 2 column year: "" is no number'),
        (lambda f: _replace(f, "yearly_total.csv", "2026,", ""), "row 2 has not as many cells"),
    ],
)
def test_a_folder_that_cannot_be_compared_is_told(tmp_path: Path, spoil: Any, words: str) -> None:
    good, bad = made.write(tmp_path / "good"), made.write(tmp_path / "bad", "bad")
    spoil(bad)
    with pytest.raises(InputError) as error:
        compare([good, bad, tmp_path / "nothing"])
    assert [problem.file for problem in error.value.problems] == [str(bad), str(tmp_path / "nothing")]
    assert words in error.value.problems[0].message
    assert error.value.exit_code == 2


def _replace(folder: Path, name: str, old: str, new: str) -> None:
    content = (folder / name).read_text(encoding="utf-8")
    assert old in content
    (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")


def test_one_plan_or_two_moneys_are_no_comparison(tmp_path: Path) -> None:
    a = made.write(tmp_path / "a")
    with pytest.raises(UsageError, match="at least two plans, 1 found"):
        compare([a, a])
    with pytest.raises(UsageError, match="CNY, EUR"):
        compare([a, made.write(tmp_path / "b", "b", facts={"currency": "EUR"})])


def test_figures_edited_by_hand_are_told(tmp_path: Path) -> None:
    a, b = made.write(tmp_path / "a"), made.write(tmp_path / "b", "b")
    _replace(b, "yearly_total.csv", "100", "900")
    assert compare([a, b]).warnings[0].startswith("b: yearly_total.csv no longer as the run wrote it")
