"""All runs of a study as one table, a row a run: written and read without holding the records in memory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from planner.studies.designs import Task
    from planner.studies.record import Record
    from planner.studies.store import Store
    from planner.studies.study import Study

Row = dict[str, Any]
PART = 1000
"""Rows that are in memory at once."""
BY_YEAR = ("pilot_installs", "production_installs", "cumulative_production", "demand", "shortfall", "gwh", "capex")
WHOLE = ("run",)


def records(study: Study, tasks: Iterable[Task], store: Store) -> Iterator[tuple[Task, Record]]:
    """Every task with its record, in the order of the tasks.

    Raises:
        KeyError: A task has none.
    """
    for task in tasks:
        record = store.get(study.key(task))
        if record is None:
            raise KeyError(task.label)
        yield task, record


def flat(task: Task, key: str, record: Record) -> Row:
    """A run as one row: run, label, drivers, status, key figures, numbers by year, limits by year, targets."""
    row: Row = {"run": task.number, "label": task.label, "scenario": task.scenario, "key": key}
    row |= {f"driver.{name}": value for name, value in task.settings}
    row |= {"status": record["status"], "reason": record["reason"]}
    row |= {f"kpi.{name}": value for name, value in record.get("kpis", {}).items()}
    for year in record.get("years", ()):
        row |= {f"{name}.{year['year']}": year[name] for name in BY_YEAR}
    row |= {f"limit.{year}": limit for year, limit in limits(record.get("programmes", ())).items()}
    for number, target in enumerate(record.get("targets", ())):
        row[f"target.{number}"] = target["reached"]
    return row


def limits(programmes: Iterable[Row]) -> dict[int, str]:
    """What limits each year: the limiter of the programme that is shortest in it, the first of equals."""
    shortest: dict[int, Row] = {}
    for row in programmes:
        former = shortest.get(row["year"])
        if former is None or row["shortfall"] > former["shortfall"]:
            shortest[row["year"]] = row
    return {year: row["limited_by"] for year, row in shortest.items()}


def written(path: Path, study: Study, tasks: Sequence[Task], store: Store) -> None:
    """Write all runs as Parquet, a thousand at a time.

    Raises:
        UsageError: pyarrow is not installed.
    """
    pa, parquet = _arrow()
    columns = _columns(study, tasks, store, pa)
    schema = pa.schema(list(columns.items()))
    part = path.with_name(f".{path.name}.part")
    rows = (flat(task, study.key(task), record) for task, record in records(study, tasks, store))
    with parquet.ParquetWriter(part, schema) as writer:
        while some := list(islice(rows, PART)):
            cells = {name: [row.get(name) for row in some] for name in columns}
            writer.write_table(pa.table(cells, schema=schema))
    part.replace(path)


def require() -> None:
    """Raises UsageError where pyarrow or scipy is not installed: before any run, not after all of them."""
    _arrow()
    try:
        import scipy  # noqa: F401, PLC0415 (an extra)
    except ImportError:
        raise UsageError(text("sweep.no_extra", extra="sweep", library="scipy")) from None


def read(path: Path) -> pd.DataFrame:
    """The table of all runs."""
    _, parquet = _arrow()
    frame: pd.DataFrame = parquet.read_table(path).to_pandas()
    return frame


def _columns(study: Study, tasks: Sequence[Task], store: Store, pa: Any) -> Row:  # noqa: ANN401 (the module)
    """Every column of any run with its type: text where any run has text, whole, else a number."""
    found: Row = {}
    for task, record in records(study, tasks, store):
        for name, value in flat(task, study.key(task), record).items():
            kind = pa.string() if isinstance(value, str) else pa.int64() if name in WHOLE else pa.float64()
            if name not in found or (isinstance(value, str) and found[name] != kind):
                found[name] = kind
    return dict(sorted(found.items(), key=lambda column: _order(column[0])))


def _order(name: str) -> int:
    """Columns of a kind stand together, whichever run had them first."""
    kinds = ["run", "label", "scenario", "key", "driver", "status", "reason", "kpi", *BY_YEAR, "limit", "target"]
    return kinds.index(name.split(".", 1)[0])


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise UsageError(text("sweep.no_extra", extra="sweep", library="pyarrow")) from None
    return pa, parquet
