"""The decisions that hold in every run of a study: those of a reference plan, decided once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner import pipeline
from planner.capacity.held import held
from planner.studies.record import OPTIMAL, rows
from planner.studies.study import Study

if TYPE_CHECKING:
    from planner.studies.designs import Task
    from planner.studies.record import Record
    from planner.studies.store import Store
    from planner.tables.inputs import Inputs
    from planner.tables.raw import Raw


def reference(files: Raw, inputs: Inputs, task: Task, study: Study, store: Store) -> pd.DataFrame:
    """The rows of `decisions` of a case when all is decided.

    Where the case leaves nothing to the planner these are the rows that it has. Else it is decided once, and the
    record is kept beside those of the runs.

    Args:
        files: The files of the case.
        inputs: The case, or a scenario of it, as these files tell it.
        task: What names the record: the case or scenario without any driver.
        study: How to solve; nothing holds in it.
        store: Where records are kept.

    Raises:
        NoPlanError, StoppedError: As `pipeline.decide`.
    """
    if not inputs.case.decide:
        return held(inputs["decisions"], inputs.case).reset_index(drop=True)
    own = Study(files, "reference", None, study.options)
    kept = store.get(own.key(task))
    if kept is None:
        kept = _decided(inputs, own)
        store.put(own.key(task), kept)
    return as_decisions(kept["decisions"], inputs)


def _decided(inputs: Inputs, study: Study) -> Record:
    found = pipeline.decide(inputs, study.options)
    return {"status": OPTIMAL, "reason": "", "decisions": rows(found.inputs["decisions"])}


def as_decisions(found: list[dict[str, object]], inputs: Inputs) -> pd.DataFrame:
    """Rows of a record as the table `decisions` is typed."""
    table = inputs["decisions"]
    frame = pd.DataFrame(found, columns=list(table.columns), dtype=object)
    empty = {name: "" for name in table if table[name].dtype == "str"}
    dates = {name: pd.to_datetime(frame[name]) for name in table if table[name].dtype.kind == "M"}
    return (
        frame.assign(**{str(name): days for name, days in dates.items()}).fillna(empty).astype(table.dtypes.to_dict())
    )
