"""Sources and assumptions: what the rows of the input tables say of where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from planner.tables.inputs import Inputs

_TOLD = ["source", "notes"]


def assumptions(inputs: Inputs) -> pd.DataFrame:
    """Each source with its notes and the number of rows that name both, by table in the order of the case.

    Rows that name no source stand with an empty one, so that a reader sees how many there are.
    """
    found = []
    for name, table in inputs.tables.items():
        if len(table) and set(_TOLD) <= set(table.columns):
            told = table[_TOLD].fillna("").astype(str)
            rows = told.groupby(_TOLD, sort=False).size().reset_index(name="rows")
            found.append(rows.assign(input_table=name))
    return pd.concat(found, ignore_index=True)
