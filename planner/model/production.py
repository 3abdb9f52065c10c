"""Families of production: what a line copy can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.keys import among, locate, matched, picked
from planner.model.algebra import Rows, coef

if TYPE_CHECKING:
    import pandas as pd

    from planner.keys import Arrays
    from planner.model.algebra import Columns
    from planner.model.machines import Extras, Packed
    from planner.model.maintenance import Upkeep
    from planner.model.opening import Opening
    from planner.model.shifts import Shifts

TIGHT = 1e-9
STAGE = ["vintage", "stage", "period"]
MADE = ["vintage", "line", "copy", "on_stream", "item", "period"]
NEEDED = ["vintage", "line", "stage", "period", "machine_hours", "per_overtime"]


def copy_output(
    *,
    make: Columns,
    opening: Opening,
    extras: Extras,
    packed: Packed,
    shifts: Shifts,
    binding: Arrays,
    hours: pd.DataFrame,
) -> Rows:
    r"""A line copy makes no more than its good output.

    .. math:: make_{v,i,t} \le G_{v,i,t} \sum_{k \in v} open_k + (G'_{v,i,t} - G_{v,i,t})
              \Big( \sum_{s,d} extra_{v,s,d} + n_{v,t}\, shift_{l,t} \Big)
              + \sum_p g_{v,p,t}\, package_{v,p} \qquad \forall v, i, t

    G is the good output with every overtime tier, summed over the months of the period with the ramp at the copy's
    own age; of a given copy the sum is 1. Never summed over on-stream dates: an unopened older copy would lend its
    mature yield. G' is that with every extra machine and shift that may be decided besides (n: most copies of v):
    without any G holds, else `stage_hours`. A package of machines adds its own g = G(p) - G of one copy. Rows are
    left out where one stage alone holds the same limit in `stage_hours`.
    Reads `Output.make`, `binding_load` and `Output.hours`. Row unit: good. Price: money for one more good unit.
    """
    keys = make.arrays
    at_most = binding["hours"] * keys["good_most"][binding["make"]]
    machine_hours = hours["machine_hours"].to_numpy()[locate(hours, binding, STAGE)]
    held = np.zeros(len(make), dtype=bool)
    held[binding["make"][at_most >= machine_hours * (1 - TIGHT)]] = True
    held &= keys["good_open"] <= keys["good"] * (1 + TIGHT)
    kept = np.flatnonzero(~held)
    rows, most = picked(keys, MADE, kept), keys["good_most"][kept]
    gain = keys["good_open"][kept] - most
    return Rows(
        "copy_output",
        "<=",
        "good",
        rows,
        opening.constant(rows["vintage"], most),
        (
            coef(make, np.arange(len(kept)), column=kept),
            opening.term(rows, -most, "good/copy"),
            *extras.gains(rows, gain, "good/machine"),
            *packed.gains(rows),
            *shifts.any_copy(rows, -gain, "good/copy"),
        ),
    )


def stage_hours(
    *,
    make: Columns,
    overtime: Columns,
    opening: Opening,
    extras: Extras,
    upkeep: Upkeep,
    binding: Arrays,
    hours: pd.DataFrame,
) -> Rows:
    r"""Hours used at a stage of a copy fit its machine hours.

    .. math:: \sum_i h_{v,s,i,t}\, make_{v,i,t} \le H_{v,s,t} \sum_{k \in v} open_k + m_{v,s,t} \sum_k overtime_{v,k,t}
              + \sum_d E_{v,s,d,t}\, extra_{v,s,d} - \sum_j L_{v,s,j,t}\, at\_work_{v,t,j} \qquad \forall v, s, t

    E are the hours of one extra machine in regular shifts at its own age, L what a job of maintenance takes of one copy
    (of a given copy at_work is the job's `down`). Only where a copy makes several items, has overtime or maintenance or
    may get extra machines, else `copy_output` holds the same; a stage that another stage outdoes for every
    item, with and without overtime and extra machines, has no row.
    Reads `binding_load` and `Output.hours`. Row unit: machine_hour. Price: money for one more machine hour.
    """
    rows = picked(hours, NEEDED, np.flatnonzero(among(hours, binding, STAGE)))
    row, tier = matched(rows, overtime.arrays, ["vintage", "period"])
    per_overtime = rows["per_overtime"][row]
    return Rows(
        "stage_hours",
        "<=",
        "machine_hour",
        picked(rows, ["vintage", "line", "stage", "period"]),
        opening.constant(rows["vintage"], rows["machine_hours"]),
        (
            opening.term(rows, -rows["machine_hours"], "machine_hour/copy"),
            *extras.terms(rows, "machine_hour/machine"),
            *upkeep.terms(rows),
            coef(make, locate(rows, binding, STAGE), binding["hours"], "machine_hour/good", binding["make"]),
            coef(overtime, row, -per_overtime, "machine_hour/line_hour", tier),
        ),
    )


def least_run(make: Columns, opening: Opening) -> Rows:
    r"""A copy on stream makes at least a share of its good output of an item.

    .. math:: make_{v,i,t} \ge least_i\, G^0_{v,i,t} \sum_{k \in v} open_k \qquad \forall v, i, t

    G0 is the good output in regular hours of the machines that the copy came with. Reads `Output.make`. Row unit: good.
    Price: money that one good unit less saves.
    """
    kept = np.flatnonzero(make.arrays["least"] > 0)
    rows, least = picked(make.arrays, MADE, kept), make.arrays["least"][kept]
    return Rows(
        "least_run",
        ">=",
        "good",
        rows,
        opening.constant(rows["vintage"], least),
        (coef(make, np.arange(len(kept)), column=kept), opening.term(rows, -least, "good/copy")),
    )


def overtime_limit(overtime: Columns, opening: Opening) -> Rows:
    r"""Overtime fits the hours of its tier.

    .. math:: overtime_{v,k,t} \le O_{v,k,t} \sum_{c \in v} open_c \qquad \forall v, k, t

    Reads `Output.overtime`. Row unit: line_hour. Price: money for one more hour of overtime.
    """
    keys = picked(overtime.arrays, ["vintage", "line", "copy", "on_stream", "tier", "period"])
    most = overtime.arrays["most"]
    return Rows(
        "overtime_limit",
        "<=",
        "line_hour",
        keys,
        opening.constant(keys["vintage"], most),
        (coef(overtime, np.arange(len(overtime))), opening.term(keys, -most, "line_hour/copy")),
    )
