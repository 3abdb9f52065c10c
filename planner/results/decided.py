"""From the answer of a program that decides to the case in which all of it is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
    given = held(inputs["decisions"], inputs.case)
    rows = pd.concat([given, _copies(answer)], ignore_index=True)
    empty = {name: "" for name in given if given[name].dtype == "str"}
    rows = rows.fillna(empty).astype(given.dtypes.to_dict())
    return inputs.replace(case=replace(inputs.case, decide=(), hold=()), decisions=rows)


def _copies(answer: Answer) -> pd.DataFrame:
    """Copies that are opened."""
    rows = answer.values("open")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"line": "object", "on_stream": "date"})
    return rows[["object", "copy", "date"]].assign(action="on_stream", status=PLANNED)
