"""Whatever stands in the cells, a case is read or refused with problems, never with another exception."""

from __future__ import annotations

import contextlib
import csv
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_case import TABLES, written

from planner.errors import InputError
from planner.tables import load

NASTY = (  # noqa: SIM905 (a list of forty would be a page)
    "|0|-1|1e9|999999999|1e308|nan|inf|12%|1,234|#REF!|2026-01-01|2027-12-31|2199-12-31|1900-01-01|2028-02-29"
    "|46023|Jan-27|cell|cells|car|P1|east|even|all|existing|candidate|on_stream|sop|a\nb|{value}|\u3000|1_0|\u0663"
    "|'; drop|0.5|3.7"
).split("|")
CELLS = [
    (table, row, column)
    for table, content in TABLES.items()
    for row in range(len(content.splitlines()))
    for column in range(len(content.splitlines()[0].split(",")))
]
slips = st.lists(
    st.tuples(st.sampled_from(CELLS), st.sampled_from(NASTY) | st.text(max_size=8)), min_size=1, max_size=6
)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(slips)
def test_garbage_in_cells_is_only_ever_told(slips: list[tuple[tuple[str, int, int], str]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = written(Path(scratch) / "small")
        for (table, row, column), value in slips:
            _put(folder / f"{table}.csv", row, column, value)
        with contextlib.suppress(InputError):
            load(folder)


def _put(path: Path, row: int, column: int, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = value
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows(rows)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.sampled_from([*TABLES, "case"]), st.binary(max_size=200))
def test_garbage_for_a_file_is_only_ever_told(table: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = written(Path(scratch) / "small")
        (folder / ("case.toml" if table == "case" else f"{table}.csv")).write_bytes(content)
        with contextlib.suppress(InputError):
            load(folder)
