"""What people suggest where the planner decides, as a first incumbent of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.held import suggestions

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.tables.inputs import Case

    Floats = NDArray[np.float64]

DECIDED_BY = {
    "on_stream": ("open", "running", {"object": "line", "copy": "copy"}, "on_stream"),
    "sop": ("sop", "producing", {"object": "programme"}, "start"),
    "gate": ("gate_start", "begun", {"object": "gate"}, "start"),
}
"""By action of the table `decisions`: the families of its dates and of its states from then on, what names the object
there, and the date."""


def suggested(program: Program, decisions: pd.DataFrame, case: Case) -> Floats | None:
    """Values of the decision columns that rows of `decisions` suggest which do not hold, [column].

    Of an object for which a date is suggested the column of that date is 1 and its others are 0, and its states are 1
    from that date on; all else is unknown (NaN), and so is an object whose suggested date the planner may not choose. A
    suggestion need not be legal: the solver leaves it where it is not.

    Args:
        program: The program that decides.
        decisions: Input table.
        case: Settings: what is left to the planner, and what holds by option.

    Returns:
        Natural units, NaN where unknown; None where nothing is suggested.
    """
    rows = suggestions(decisions, case)
    start = np.full(program.shape[1], np.nan)
    for action, (dates, states, names, date) in DECIDED_BY.items():
        columns = {c.name: c for c in program.columns}
        own = rows.loc[rows["action"] == action, [*names, "date"]].rename(columns=names)
        pairs = columns[dates].keys.reset_index(names="column").merge(own, on=list(names.values()))
        pairs["chosen"] = pairs[date] == pairs["date"]
        pairs = pairs.loc[pairs.groupby(list(names.values()))["chosen"].transform("any")]
        start[columns[dates].start + pairs["column"].to_numpy(dtype=np.intp)] = pairs["chosen"]
        start[columns[states].start + pairs["column"].to_numpy(dtype=np.intp)] = pairs[date] >= pairs["date"]
    return None if np.isnan(start).all() else start
