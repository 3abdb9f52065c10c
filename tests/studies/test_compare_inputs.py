"""Inputs that differ beside plans that differ: rules, files, cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studies import reports as made

from planner.studies.compare import compare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROW = "programme=P; from=2026-01-01"
DEMAND = "programme,from,to,base\nP,2026-01-01,2026-12-31,{}\nP,2027-01-01,2027-12-31,200\n"


def told(folders: Sequence[Path], cases: Sequence[Path] = ()) -> list[tuple[str, ...]]:
    rows = compare(folders, cases).inputs
    return [(row.kind, row.table, row.row, row.column, row.reference, row.value, row.why) for row in rows]


def test_rules_of_one_plan_show_what_stood_before(tmp_path: Path) -> None:
    files = {"demand.csv": DEMAND.format(105)}
    a = made.write(tmp_path / "a", inputs=files)
    rules = [
        made.effect(1, "demand", ROW, "base", "105", "210", "boom"),
        made.effect(2, "demand", ROW, "base", "210", "220", "more"),
    ]
    b = made.write(tmp_path / "b", "high", inputs=files, overrides=rules)
    assert told([a, b]) == [("override", "demand", ROW, "base", "105", "220", "boom; more")]
    # The other way round the plan has what stood before.
    assert told([b, a]) == [("override", "demand", ROW, "base", "220", "105", "boom; more")]


def test_rules_that_say_the_same_are_no_difference(tmp_path: Path) -> None:
    rules = [made.effect(1, "case", "", "tax_rate", "0.15", "0.25", "law")]
    a = made.write(tmp_path / "a", overrides=rules)
    assert told([a, made.write(tmp_path / "b", "b", overrides=rules)]) == []
    other = [made.effect(1, "case", "", "tax_rate", "0.15", "0.2", "hope")]
    c = made.write(tmp_path / "c", "c", overrides=other)
    assert told([a, c]) == [("override", "case", "", "tax_rate", "0.25", "0.2", "law; hope")]


def test_rows_added_and_dropped(tmp_path: Path) -> None:
    row = f"{ROW}; base=5"
    a = made.write(tmp_path / "a")
    added = [
        made.effect(1, "demand", ROW, "", "", row, "new"),
        {**made.effect(2, "demand", ROW, "", "", f"{row}0", ""), "line": 9},
    ]
    b = made.write(tmp_path / "b", "b", overrides=added)
    assert told([a, b]) == [
        ("override", "demand", ROW, "", "", row, "new"),
        ("override", "demand", ROW, "", "", f"{row}0", ""),
    ]  # fmt: skip
    c = made.write(tmp_path / "c", "c", overrides=[made.effect(1, "demand", ROW, "", row, "", "gone")])
    assert told([a, c]) == [("override", "demand", ROW, "", row, "", "gone")]


def case(folder: Path, demand: str, title: str = "Toy") -> dict[str, str]:
    """Write a case folder of two files and give their texts."""
    files = {
        "demand.csv": demand,
        "case.toml": f'title = "{title}"\nsteps = [ {{until = 2027-12-31, step = "month"}} ]\n',
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return files


def test_files_that_are_still_there_differ_by_cell(tmp_path: Path) -> None:
    cases = tmp_path / "inputs"
    one = case(cases / "one", DEMAND.format(105) + "Q,2026-01-01,2026-12-31,7\n")
    two = case(cases / "two", DEMAND.format(110), "Car")
    a, b = made.write(tmp_path / "a", inputs=one), made.write(tmp_path / "b", "b", inputs=two)
    row = "programme=Q; from=2026-01-01; to=2026-12-31; base=7"
    found = told([a, b], [cases])
    assert ("cell", "case", "", "title", '"Toy"', '"Car"', "") in found
    assert [(*one[:2], *one[3:]) for one in found if one[1] == "demand"] == [
        ("cell", "demand", "base", "105", "110", ""),
        ("cell", "demand", "", row, "", ""),
    ]
    assert len(found) == 3
    assert told([a, b], [cases / "one", cases / "two"]) == found


def test_a_file_that_is_gone_or_only_written_otherwise_is_told_by_name(tmp_path: Path) -> None:
    cases = tmp_path / "inputs"
    one = case(cases / "one", DEMAND.format(105))
    two = case(cases / "two", DEMAND.format("105.0"))
    a, b = made.write(tmp_path / "a", inputs=one), made.write(tmp_path / "b", "b", inputs=two)
    short = [made.sha(files["demand.csv"].encode())[:12] for files in (one, two)]
    assert told([a, b], [cases])[0][:6] == ("file", "demand.csv", "", "", *short)
    assert "but in no cell" in told([a, b], [cases])[0][-1]
    assert "no longer in a case folder" in told([a, b], [tmp_path / "nowhere"])[0][-1]
    case(cases / "two", DEMAND.format("99"))  # edited since
    assert "no longer in a case folder" in told([a, b], [cases])[0][-1]


def test_a_rule_on_one_of_two_files(tmp_path: Path) -> None:
    # The first plan has 105 in its file; the second 110, which its rule made 220: only the rule's row is shown.
    cases = tmp_path / "inputs"
    one, two = case(cases / "one", DEMAND.format(105)), case(cases / "two", DEMAND.format(110))
    a = made.write(tmp_path / "a", inputs=one)
    key = "programme=P; from=2026-01-01"
    b = made.write(
        tmp_path / "b", "b", inputs=two, overrides=[made.effect(1, "demand", key, "base", "110", "220", "x")]
    )
    rows = told([a, b], [cases])
    assert ("override", "demand", key, "base", "105", "220", "x") in rows
    unknown = told([a, b], [tmp_path / "nowhere"])
    assert unknown[0][4].startswith("(not known")
    assert unknown[1][0] == "file"


def test_a_file_that_only_one_case_has(tmp_path: Path) -> None:
    cases = tmp_path / "inputs"
    one = case(cases / "one", DEMAND.format(105))
    a = made.write(tmp_path / "a", inputs={"case.toml": one["case.toml"]})
    b = made.write(tmp_path / "b", "b", inputs=one)
    rows = told([a, b], [cases])
    assert [row[:2] for row in rows] == [("cell", "demand"), ("cell", "demand")]
    assert all(row[4] == "" for row in rows)


def test_other_scenarios_in_the_file_are_no_difference(tmp_path: Path) -> None:
    a = made.write(tmp_path / "a", inputs={"scenarios.csv": "scenario,table"})
    assert told([a, made.write(tmp_path / "b", "b", inputs={"scenarios.csv": "scenario,table,op"})]) == []


def test_versions_that_differ_are_settings(tmp_path: Path) -> None:
    a = made.write(tmp_path / "a")
    b = made.write(tmp_path / "b", "b", facts={"planner": "0.2.0", "libraries": {"pandas": "4"}})
    assert [row[:2] + row[4:6] for row in told([a, b])] == [
        ("setting", "planner", "0.1.0", "0.2.0"),
        ("setting", "pandas", "3", "4"),
    ]
