"""From the answer of a program that decides to the case in which all of it is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.held import held

if TYPE_CHECKING:
    from planner.solve import Answer
    from planner.tables.inputs import Inputs

HALF = 0.5
PLANNED = "planned"


def decided(inputs: Inputs, answer: Answer) -> Inputs:
    """The case with every decision of an answer as a row of `decisions`, status "planned", and nothing left open.

    Suggestions that did not hold are left out. Whole columns are rounded: what a solver calls 1 within its tolerance
    is 1.
    """
    given = held(inputs["decisions"], inputs.case.decide)
    rows = pd.concat([given, _copies(answer), _machines(answer), _shifts(answer), _jobs(answer)], ignore_index=True)
    empty = {name: "" for name in given if given[name].dtype == "str"} | {"copy": 1, "quantity": 1}
    rows = rows.fillna(empty).astype(given.dtypes.to_dict())
    return inputs.replace(case=replace(inputs.case, decide=()), decisions=rows)


def _copies(answer: Answer) -> pd.DataFrame:
    """Copies that are opened."""
    rows = answer.values("open")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"line": "object", "on_stream": "date"})
    return rows[["object", "copy", "date"]].assign(action="on_stream", status=PLANNED)


def _machines(answer: Answer) -> pd.DataFrame:
    """Extra machines that are bought."""
    rows = answer.values("extra")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"line": "object", "on_stream": "date"})
    rows["quantity"] = np.round(rows["value"]).astype("int64")
    return rows[["object", "copy", "stage", "date", "quantity"]].assign(action="machines", status=PLANNED)


def _shifts(answer: Answer) -> pd.DataFrame:
    """Lines that work one more shift, from the first day of the first period in which they do."""
    rows = answer.values("shift")
    rows = rows.loc[rows["value"] > HALF].drop_duplicates("line").rename(columns={"line": "object", "start": "date"})
    return rows[["object", "date"]].assign(action="shift", status=PLANNED)


def _jobs(answer: Answer) -> pd.DataFrame:
    """Jobs of maintenance by their first day."""
    rows = answer.values("down")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"name": "object"})
    return rows[["object", "date"]].assign(action="maintain", status=PLANNED)
