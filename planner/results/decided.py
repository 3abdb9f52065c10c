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
LEAST = 1e-6
"""Share of a copy that is one: less is what a solver leaves."""
PLANNED = "planned"


def decided(inputs: Inputs, answer: Answer) -> Inputs:
    """The case with every decision of an answer as a row of `decisions`, status "planned", and nothing left open.

    Suggestions that did not hold are left out. Whole columns are rounded: what a solver calls 1 within its tolerance
    is 1.
    """
    given = held(inputs["decisions"], inputs.case.decide)
    rows = pd.concat([given, _copies(answer), _signed(answer)], ignore_index=True)
    empty = {name: "" for name in given if given[name].dtype == "str"}
    rows["share"] = rows["share"].fillna(1.0)
    rows = rows.fillna(empty).astype(given.dtypes.to_dict())
    return inputs.replace(case=replace(inputs.case, decide=()), decisions=rows)


def _copies(answer: Answer) -> pd.DataFrame:
    """Copies that are opened; of a divisible line with the share that is."""
    rows = answer.values("open")
    rows = rows.loc[rows["value"] > np.where(rows["divisible"], LEAST, HALF)]
    rows = rows.assign(share=np.where(rows["divisible"], np.minimum(rows["value"], 1.0), 1.0))
    rows = rows.rename(columns={"line": "object", "on_stream": "date"})
    return rows[["object", "copy", "date", "share"]].assign(action="on_stream", status=PLANNED)


def _signed(answer: Answer) -> pd.DataFrame:
    """Contracts that are signed."""
    rows = answer.values("sign")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"contract": "object", "signed": "date"})
    return rows[["object", "date"]].assign(action="sign", copy=1, status=PLANNED)
