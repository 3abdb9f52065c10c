"""What people suggest where the planner decides, as a first incumbent of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.contracts import SIGN
from planner.capacity.held import suggestions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.algebra import Columns
    from planner.model.assemble import Program
    from planner.tables.inputs import Case

    Floats = NDArray[np.float64]

DECIDED_BY = {
    "on_stream": ("open", "running", {"object": "line", "copy": "copy"}, "on_stream"),
    "sop": ("sop", "producing", {"object": "programme"}, "start"),
    "gate": ("gate_start", "begun", {"object": "gate"}, "start"),
    "machines": ("extra", "", {"object": "line", "copy": "copy", "stage": "stage"}, "on_stream"),
    "shift": ("", "shift", {"object": "line"}, "start"),
    "maintain": ("down", "", {"object": "name"}, "date"),
}
"""By action of the table `decisions`: the families of its dates and of its states from then on (empty: it has none),
what names the object there, and the date."""


def suggested(program: Program, decisions: pd.DataFrame, case: Case) -> Floats | None:
    """Values of the decision columns that rows of `decisions` suggest which do not hold, [column].

    Of an object for which a date is suggested the column of that date is 1 (of a divisible line its share, of machines
    how many) and its others are 0, and so are its states from that date on; a contract that is suggested is signed. All
    else is unknown (NaN), and so is an object whose suggested date the planner may not choose. A suggestion need not be
    legal: the solver leaves it where it is not.

    Args:
        program: The program that decides.
        decisions: Input table.
        case: Settings: what is left to the planner, and what holds by option.

    Returns:
        Natural units, NaN where unknown; None where nothing is suggested.
    """
    rows = suggestions(decisions, case)
    if rows.empty:
        return None
    start = np.full(program.shape[1], np.nan)
    columns = {c.name: c for c in program.columns}
    for action, (dates, states, names, date) in DECIDED_BY.items():
        own = rows.loc[rows["action"] == action, [*names, "date", "quantity", "share"]]
        own = own.rename(columns={**names, "date": "suggested", "quantity": "number"})
        pairs = columns[dates or states].keys.reset_index(names="column").merge(own, on=list(names.values()))
        pairs["chosen"] = np.where(pairs[date] == pairs["suggested"], pairs["number"] * pairs["share"], 0.0)
        pairs["begun"] = pairs["share"] * (pairs[date] >= pairs["suggested"])
        pairs = pairs.loc[pairs.groupby(list(names.values()))["chosen"].transform("any")]
        for family, value in (
            (dates, pairs.groupby("column")["chosen"].sum()),
            (states, pairs.groupby("column")["begun"].max()),
        ):
            if family:
                start[columns[family].start + value.index.to_numpy(dtype=np.intp)] = value
    _packages(start, columns, rows)
    signed = columns["sign"].keys["contract"].isin(rows.loc[rows["action"] == SIGN, "object"])
    start[columns["sign"].start + np.flatnonzero(signed)] = 1.0
    parts = np.flatnonzero(columns["open"].keys["divisible"])
    share = start[columns["open"].start + parts]
    start[columns["dated"].start + np.arange(len(parts))] = np.where(np.isnan(share), np.nan, share > 0)
    return None if np.isnan(start).all() else start


def _packages(start: Floats, columns: dict[str, Columns], rows: pd.DataFrame) -> None:
    """Set the packages of each line whose suggested machines all are packages of suggested copies, in place."""
    package, opened = columns["package"], columns["open"].keys[["line", "copy", "on_stream", "vintage"]]
    asked = rows.loc[rows["action"] == "machines"].rename(columns={"object": "line", "date": "on_stream"})
    sets = pd.DataFrame(
        [
            (*key, tuple(sorted(zip(own["stage"], own["quantity"], strict=True))))
            for key, own in asked.groupby(["line", "copy", "on_stream"])
        ],
        columns=["line", "copy", "on_stream", "machines"],
    ).astype({"line": "str", "copy": "int64", "on_stream": "datetime64[s]"})
    number = {
        pair: place for place, pair in enumerate(zip(package.keys["vintage"], package.keys["machines"], strict=True))
    }
    for line, own in sets.groupby("line"):
        vintage = own.merge(opened, on=["line", "copy", "on_stream"], how="left")["vintage"]
        found = [number.get(pair, -1) for pair in zip(vintage, own["machines"], strict=True)]
        if min(found) >= 0:
            start[package.start + np.flatnonzero(package.keys["line"] == line)] = 0.0
            np.add.at(start, package.start + np.array(found, dtype=np.intp), 1.0)
