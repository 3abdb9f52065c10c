r"""The past is given: what was made, bought, shipped, kept, sold and built before the plan date stays as it was.

$$
x = v \qquad \forall\ x\ of\ a\ period\ with\ an\ amount\ v
$$

Bounds of columns and no rows, so that no price is read from what nobody can change; both at the amount itself, since a
solver may take a column with a narrow range between them for either end of it, and so find a conflict where there is
none. Given amounts have to fit the limits of the case; `planner replan` finds the nearest that do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.keys import locate

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.model.assemble import Program


@dataclass(frozen=True, slots=True)
class Amount:
    """Where the amounts of a measure stand in the program.

    Attributes:
        family: The family of variables.
        keys: Its keys by column of the table `past`, beside the period.
    """

    family: str
    keys: Mapping[str, str]


AMOUNTS: Mapping[str, Amount] = {
    "made": Amount("make", {"line": "line", "copy": "copy", "item": "item"}),
    "overtime": Amount("overtime", {"line": "line", "copy": "copy", "tier": "tier"}),
    "bought": Amount(
        "buy", {"item": "item", "site": "site", "step": "step", "range_from": "from", "contract": "contract"}
    ),
    "shipped": Amount("ship", {"item": "item", "site": "from_site", "to_site": "to_site"}),
    "stock": Amount("stock", {"item": "item", "site": "site"}),
    "sold": Amount("sell", {"programme": "programme", "market": "market"}),
    "built": Amount("pilot", {"fleet": "fleet", "item": "item"}),
}
"""By measure of the table `past`."""


def given_past(program: Program, past: pd.DataFrame, periods: pd.DataFrame) -> Program:
    """The program with the amounts of the past; what it has no variable for is left out.

    Args:
        program: The program.
        past: Input table.
        periods: Periods of the case.
    """
    if past.empty:
        return program
    lower, upper = program.lower.copy(), program.upper.copy()
    rows = past.assign(period=locate(periods, past.rename(columns={"from": "start"}), ["start"]))
    for measure, amount in AMOUNTS.items():
        family = next(c for c in program.columns if c.name == amount.family)
        own = rows.loc[rows["measure"] == measure].rename(columns={"from": "day"}).rename(columns=dict(amount.keys))
        at = locate(own, family.keys, [*amount.keys.values(), "period"])
        column = family.start + np.flatnonzero(at >= 0)
        value = own["value"].to_numpy(dtype=float)[at[at >= 0]] / program.column_scale[column]
        lower[column], upper[column] = value, value
    return replace(program, lower=lower, upper=upper)
