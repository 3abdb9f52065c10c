"""Families of production: what a line copy can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.model.algebra import Rows, coef, locate

if TYPE_CHECKING:
    import pandas as pd

    from planner.model.algebra import Columns
    from planner.model.machines import Extras, Packed
    from planner.model.maintenance import Upkeep
    from planner.model.opening import Opening
    from planner.model.shifts import Shifts

TIGHT = 1e-9
STAGE = ["vintage", "stage", "period"]


def copy_output(
    *,
    make: Columns,
    opening: Opening,
    extras: Extras,
    packed: Packed,
    shifts: Shifts,
    binding: pd.DataFrame,
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
    keys = make.keys
    at_most = binding["hours"].to_numpy() * keys["good_most"].to_numpy()[binding["make"]]
    machine_hours = hours["machine_hours"].to_numpy()[locate(hours, binding, STAGE)]
    held = np.zeros(len(keys), dtype=bool)
    held[binding["make"].to_numpy()[at_most >= machine_hours * (1 - TIGHT)]] = True
    held &= (keys["good_open"] <= keys["good"] * (1 + TIGHT)).to_numpy()
    kept = np.flatnonzero(~held)
    names = ["vintage", "line", "copy", "on_stream", "item", "period"]
    vintage, most = keys["vintage"].to_numpy()[kept], keys["good_most"].to_numpy()[kept]
    gain = keys["good_open"].to_numpy()[kept] - most
    return Rows(
        "copy_output",
        "<=",
        "good",
        keys.iloc[kept][names].reset_index(drop=True),
        opening.constant(vintage, most),
        (
            coef(make, np.arange(len(kept)), column=kept),
            opening.term(keys.iloc[kept], -most, "good/copy"),
            *extras.gains(keys.iloc[kept], gain, "good/machine"),
            *packed.gains(keys.iloc[kept]),
            *shifts.any_copy(keys.iloc[kept], -gain, "good/copy"),
        ),
    )


def stage_hours(
    *,
    make: Columns,
    overtime: Columns,
    opening: Opening,
    extras: Extras,
    upkeep: Upkeep,
    binding: pd.DataFrame,
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
    rows = hours.merge(binding[STAGE].drop_duplicates(), on=STAGE).reset_index(drop=True)
    worked = overtime.keys[["vintage", "period"]].reset_index(names="column")
    tiers = rows.reset_index(names="row").merge(worked, on=["vintage", "period"])
    return Rows(
        "stage_hours",
        "<=",
        "machine_hour",
        rows[["vintage", "line", "stage", "period"]],
        opening.constant(rows["vintage"], rows["machine_hours"]),
        (
            opening.term(rows, -rows["machine_hours"], "machine_hour/copy"),
            *extras.terms(rows, "machine_hour/machine"),
            *upkeep.terms(rows),
            coef(make, locate(rows, binding, STAGE), binding["hours"], "machine_hour/good", binding["make"]),
            coef(overtime, tiers["row"], -tiers["per_overtime"], "machine_hour/line_hour", tiers["column"]),
        ),
    )


def least_run(make: Columns, opening: Opening) -> Rows:
    r"""A copy on stream makes at least a share of its good output of an item.

    .. math:: make_{v,i,t} \ge least_i\, G^0_{v,i,t} \sum_{k \in v} open_k \qquad \forall v, i, t

    G0 is the good output in regular hours of the machines that the copy came with. Reads `Output.make`. Row unit: good.
    Price: money that one good unit less saves.
    """
    kept = np.flatnonzero(make.keys["least"] > 0)
    rows = make.keys.iloc[kept]
    names = ["vintage", "line", "copy", "on_stream", "item", "period"]
    return Rows(
        "least_run",
        ">=",
        "good",
        rows[names].reset_index(drop=True),
        opening.constant(rows["vintage"], rows["least"]),
        (coef(make, np.arange(len(kept)), column=kept), opening.term(rows, -rows["least"], "good/copy")),
    )


def overtime_limit(overtime: Columns, opening: Opening) -> Rows:
    r"""Overtime fits the hours of its tier.

    .. math:: overtime_{v,k,t} \le O_{v,k,t} \sum_{c \in v} open_c \qquad \forall v, k, t

    Reads `Output.overtime`. Row unit: line_hour. Price: money for one more hour of overtime.
    """
    keys = overtime.keys[["vintage", "line", "copy", "on_stream", "tier", "period"]]
    vintage, most = overtime.keys["vintage"].to_numpy(), overtime.keys["most"].to_numpy()
    return Rows(
        "overtime_limit",
        "<=",
        "line_hour",
        keys,
        opening.constant(vintage, most),
        (coef(overtime, np.arange(len(overtime))), opening.term(overtime.keys, -most, "line_hour/copy")),
    )
