"""Larger cases from a small one: n times its programmes with their lines, m times its periods, more stages a line.

    python tests/benchmarks/grow.py inputs/base /tmp/case --programmes 2 --periods 2 --stages 15

Every programme gets copies with all that belongs to it: vehicle, pack, gates, fleets, lines, decisions, demand,
prices. The copies share sites, cells and materials; what the company can buy, spend and store grows with them, so
that a plan of the small case, made n times over, keeps all limits of the large one. Demand and prices of the copies
are a little lower by a seeded draw, so that no two are alike. Each period is cut into m parts of about as many days.
A line with too few stages gets further ones, each a check of what a stage that is drawn has made: as fast as that stage
or up to half as fast again, without scrap, crew or energy of its own.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from planner.calendar import timeline
from planner.tables.dictionary import dictionary
from planner.tables.loading import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.calendar import Timeline
    from planner.tables.inputs import Inputs

Row = dict[str, str]
Tables = dict[str, list[Row]]

MADE_KINDS = ("pack", "vehicle", "product")
# Limits that all programmes share: they grow with the number of programmes.
SHARED = {
    "supply": ("low", "base", "high"),
    "budgets": ("most",),
    "stocks": ("opening", "least", "most", "closing"),
    "lanes": ("most_per_month",),
    "contracts": ("most", "prepayment_million"),
    "sites": ("space_m3",),
    "targets": ("value",),
}
# What differs from copy to copy, and the least share of the original that a copy has.
DRAWN = {"demand": (("low", "base", "high"), 0.85), "prices": (("price_net",), 0.97)}
# What a further stage does not have, and how much faster it may be than the stage whose work it checks.
CHECK = {"yield": "1", "ramp_share": "0", "energy": "0", "operators": "0", "floor_m2": "0"}
FASTER = 1.5
STEPS = re.compile(r"^steps\s*=\s*\[.*?\]\s*$", re.DOTALL | re.MULTILINE)


def grow(small: Path, large: Path, programmes: int = 1, periods: int = 1, stages: int = 0, seed: int = 0) -> Path:
    """Write a larger case.

    Args:
        small: Folder of the case to start from.
        large: Folder to write, which is not there yet.
        programmes: How many of each programme.
        periods: Into how many parts each period of the plan is cut.
        stages: How many stages each line has at least.
        seed: Of the draw by which copies differ and stages are followed by others.

    Returns:
        `large`.

    Raises:
        FileExistsError: The folder is there: what else lies in it would become part of the case.
    """
    tables = {path.stem: _read(path) for path in sorted(small.glob("*.csv"))}
    settings = (small / "case.toml").read_text(encoding="utf-8")
    if programmes > 1:
        _copy_programmes(tables, programmes, random.Random(seed))  # noqa: S311 - a draw for a test case
    for line in tables["lines"]:
        _check_more(tables, line["line"], stages, random.Random(f"{seed} {line['line']}"))  # noqa: S311
    if periods > 1:
        case = load(small)
        tables["periods"] = _cut(timeline(replace(case.case, evaluate_until=None), case["periods"]), periods)
        settings = STEPS.sub("", settings)
    large.mkdir(parents=True)
    (large / "case.toml").write_text(settings, encoding="utf-8")
    for name, rows in tables.items():
        _write(large / f"{name}.csv", rows)
    return large


def given(inputs: Inputs) -> Inputs:
    """The case with its decisions as they stand and nothing left to the planner: a linear program."""
    return inputs.replace(case=replace(inputs.case, decide=()))


def _copy_programmes(tables: Tables, count: int, draw: random.Random) -> None:
    copied = _copied(tables)
    for name, rows in tables.items():
        columns = [c.name for c in dictionary()[name].columns.values() if c.type == "name"]
        own = [row for row in rows if any(row.get(column) in copied for column in columns)]
        shared = [row for row in rows if row not in own]
        for row in shared:
            _scale(row, SHARED.get(name, ()), count)
        for number in range(2, count + 1):
            names = {old: f"{old}_{number}" for old in copied}
            rows.extend(_copy(row, columns, names, number) for row in own)
        _vary(rows, len(own) + len(shared), *DRAWN.get(name, ((), 1.0)), draw)


def _copied(tables: Tables) -> set[str]:
    """Names that each copy has of its own: programmes, lines, gates, fleets, and what lines make but cells."""
    kind = {row["item"]: row["kind"] for row in tables["items"]}
    made = {row["item"] for row in tables["line_items"] if kind[row["item"]] in MADE_KINDS}
    own = [("programmes", "programme"), ("lines", "line"), ("gates", "gate"), ("gate_needs", "fleet")]
    own.append(("maintenance", "job"))
    return made.union(*({row[column] for row in tables.get(table, ())} for table, column in own))


def _copy(row: Row, columns: Iterable[str], names: Mapping[str, str], number: int) -> Row:
    new = {column: names.get(cell, cell) if column in columns else cell for column, cell in row.items()}
    if row.get("name"):
        new["name"] = f"{row['name']} no. {number}"
    return new


def _scale(row: Row, columns: Iterable[str], factor: float) -> None:
    for column in columns:
        if row.get(column):
            row[column] = f"{float(row[column]) * factor:.10g}"


def _vary(rows: list[Row], first: int, columns: tuple[str, ...], least: float, draw: random.Random) -> None:
    if columns:
        for row in rows[first:]:
            share = draw.uniform(least, 1.0)
            for column in columns:
                if row.get(column):
                    row[column] = str(round(float(row[column]) * share))


def _check_more(tables: Tables, line: str, least: int, draw: random.Random) -> None:
    """Let stages of a line be followed by checks until it has so many."""
    own = [row for row in tables["stages"] if row["line"] == line]
    checked = [draw.choice(own) for _ in range(least - len(own))]
    for number, row in enumerate(checked, 1):
        _follow(tables, row, f"check_{number}", draw.uniform(1.0, FASTER))


def _follow(tables: Tables, stage: Row, name: str, faster: float) -> None:
    """Put a check between a stage and whatever it feeds; what is worked on there is what the stage works on."""
    line, before = stage["line"], stage["stage"]
    check = {**stage, **CHECK, "stage": name, "name": f"{stage['name']}: check"}
    _scale(check, ("rate",), faster)
    _scale(check, ("residence_h",), 1 / faster)
    stages, flows, recipes = (tables[table] for table in ("stages", "flows", "recipes"))
    stages.insert(stages.index(stage) + 1, check)
    fed = [row for row in flows if (row["line"], row["from_stage"]) == (line, before)]
    for row in fed:
        row["from_stage"] = name
    if any(row["line"] == line for row in flows):
        flows.append(dict.fromkeys(flows[0], "") | {"line": line, "from_stage": before, "to_stage": name})
    works = [row for row in recipes if (row["line"], row["stage"]) == (line, before)]
    recipes.extend({**row, "stage": name, "rate": "", "yield": ""} for row in works)


def _cut(time: Timeline, parts: int) -> list[Row]:
    """Rows of the table `periods`: each period in parts of about as many days."""
    rows, frame = [], time.periods
    for name, first, days in zip(frame["period"], frame["start"].dt.date, frame["days"], strict=True):
        edges = [first + dt.timedelta(days=round(part * days / parts)) for part in range(parts + 1)]
        for part, (start, after) in enumerate(pairwise(edges), 1):
            end = after - dt.timedelta(days=1)
            rows.append({"period": f"{name}.{part}", "start": start.isoformat(), "end": end.isoformat()})
    return rows


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else ["source"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write a case as the command line says."""
    parser = argparse.ArgumentParser(description="Write a larger case.")
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--programmes", type=int, default=1, help="how many of each programme")
    parser.add_argument("--periods", type=int, default=1, help="into how many parts each period is cut")
    parser.add_argument("--stages", type=int, default=0, help="how many stages each line has at least")
    parser.add_argument("--seed", type=int, default=0, help="of the draw by which copies differ")
    given = parser.parse_args()
    grow(given.small, given.large, given.programmes, given.periods, given.stages, given.seed)


if __name__ == "__main__":
    main()
