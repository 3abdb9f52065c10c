"""Extra machines at single stages of a line copy: those that are decided, and those that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.calendar import days_from, month_number
from planner.capacity.fleet import HOURS_A_DAY, factors
from planner.capacity.vintages import OPTION, ramp_of, shifted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.capacity.fleet import Fleet
    from planner.tables.inputs import Case, Inputs

    Floats = NDArray[np.float64]

COLUMNS = {
    "vintage": "int64",
    "line": "str",
    "copy": "int64",
    "stage": "str",
    "on_stream": "datetime64[s]",
    "order": "datetime64[s]",
    "status": "str",
    "ramp": "str",
    "quantity": "int64",
    "capex_million": "float64",
    "life_years": "float64",
}


def offered(inputs: Inputs) -> frozenset[str]:
    """Lines at whose copies machines are left to the planner: each of their copies is decided by itself."""
    return frozenset(inputs["machines"]["line"]) if "machines" in inputs.case.decide else frozenset()


def extra_machines(vintages: pd.DataFrame, inputs: Inputs, decisions: pd.DataFrame, time: Timeline) -> pd.DataFrame:
    """One row a copy, stage and day on which extra machines come on stream, or may.

    A copy that runs may get them on the first day of any period from the plan date and their lead time on; a copy that
    is yet to be decided on its own on-stream day only: with every later day, each of its days would need all of them.

    Args:
        vintages: From `vintages.vintages`.
        inputs: The case; what is open says key `decide`.
        decisions: Rows of `decisions` that hold.
        time: Periods.

    Returns:
        Frame with a RangeIndex (the machine's number) and the columns of `COLUMNS`: status is that of the decision or
        "option", quantity how many are decided or the most that may be, ramp the curve of their uptime, capex of one.
    """
    kinds = _kinds(inputs["machines"], inputs["lines"])
    copies = vintages.reset_index(names="vintage")[["vintage", "line", "copy", "on_stream", "status"]]
    taken = _taken(copies, kinds, decisions)
    open_ones = _open(copies, kinds, taken, inputs.case, time.periods) if offered(inputs) else taken.iloc[:0]
    rows = pd.concat([taken, open_ones], ignore_index=True)
    rows["order"] = shifted(month_number(rows["on_stream"]) - rows["lead_months"].to_numpy(dtype=np.int64))
    rows = rows.sort_values(["vintage", "stage", "on_stream"], kind="stable", ignore_index=True)
    return rows[list(COLUMNS)].astype(COLUMNS)


def machine_hours(
    rows: pd.DataFrame, group: Fleet, stages: pd.DataFrame, ramps: pd.DataFrame, time: Timeline
) -> Floats:
    r"""Machine hours of one machine in regular shifts by segment, [machine, segment].

    .. math:: H_m = uptime_s \cdot u(a_m) \cdot hours \cdot \frac{days\ of\ the\ machine}{days\ of\ its\ copy}

    with the machine's own age a. Overtime is worked with the machines that the copy came with.

    Args:
        rows: Machines of the copies of one line, from `extra_machines`.
        group: These copies.
        stages: Stages of the line.
        ramps: Input table.
        time: Segments.
    """
    if rows.empty:
        return np.empty((0, len(time.segments)))
    copy = rows["vintage"].to_numpy(dtype=np.intp) - int(group.vintage[0])
    stage = stages["stage"].tolist()
    of = np.array([stage.index(name) for name in rows["stage"]], dtype=np.intp)
    on = group.days_on[copy]
    own = np.minimum(days_from(rows["on_stream"], time.segments), on)
    around = (stages["clock"] == "all").to_numpy()[of, None]
    share = np.divide(own, on, out=np.zeros_like(own), where=on > 0)
    hours = np.where(around, HOURS_A_DAY * own, group.regular[copy] * share)
    uptime, _ = factors(rows, ramps, time.segments)
    each: Floats = stages["uptime"].to_numpy()[of, None] * uptime * hours
    return each


def _kinds(machines: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """What can be had at each stage of each line; without a curve of its own it ramps as a later copy."""
    ramps = lines[["line", "ramp_first", "ramp_second", "ramp_later"]].assign(copy=3)
    later = ramp_of(ramps).set_axis(ramps["line"])
    own = machines["ramp"]
    return machines.assign(ramp=own.where(own != "", later.reindex(machines["line"]).to_numpy()))


def _taken(copies: pd.DataFrame, kinds: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Machines that are decided, beside their copy and their kind."""
    rows = decisions.loc[decisions["action"] == "machines"].rename(columns={"object": "line", "date": "on_stream"})
    rows = rows.reindex(columns=["line", "copy", "stage", "on_stream", "quantity", "status"]).astype({"stage": "str"})
    running = copies.loc[copies["status"] != OPTION, ["vintage", "line", "copy"]]
    return rows.merge(running, on=["line", "copy"]).merge(kinds, on=["line", "stage"])


def _open(
    copies: pd.DataFrame, kinds: pd.DataFrame, taken: pd.DataFrame, case: Case, periods: pd.DataFrame
) -> pd.DataFrame:
    """Machines that may be decided; quantity is what the decided ones leave of the most."""
    rows = copies.rename(columns={"on_stream": "since"}).merge(kinds, on="line")
    starts = periods.loc[periods["start"] <= pd.Timestamp(case.end), ["start"]].rename(columns={"start": "on_stream"})
    undecided = rows["status"] == OPTION
    own_day = rows.loc[undecided].assign(on_stream=lambda t: t["since"])
    rows = pd.concat([own_day, rows.loc[~undecided].merge(starts, how="cross")], ignore_index=True)
    order = shifted(month_number(rows["on_stream"]) - rows["lead_months"].to_numpy(dtype=np.int64))
    possible = (order >= pd.Timestamp(case.decides_from)) & (rows["on_stream"] >= rows["since"])
    possible &= rows["earliest"].isna() | (rows["on_stream"] >= rows["earliest"])
    already = taken.groupby(["vintage", "stage"], sort=False)["quantity"].sum().rename("already").reset_index()
    rows = rows.loc[possible].merge(already, on=["vintage", "stage"], how="left")
    rows["quantity"] = rows["most"] - rows["already"].fillna(0)
    return rows.loc[rows["quantity"] > 0].assign(status=OPTION)


def added_hours(rows: pd.DataFrame, each: Floats, group: Fleet, stages: pd.DataFrame) -> tuple[Floats, Floats]:
    """Machine hours of extra machines in regular shifts, [copy, stage, segment]: decided ones, and the most.

    Args:
        rows: Machines of the copies of one line.
        each: From `machine_hours`.
        group: These copies.
        stages: Stages of the line.
    """
    size = (len(group.vintage), len(stages), each.shape[1])
    copy = rows["vintage"].to_numpy(dtype=np.intp) - int(group.vintage[0])
    stage = stages["stage"].tolist()
    of = np.array([stage.index(name) for name in rows["stage"]], dtype=np.intp)
    hours = rows["quantity"].to_numpy(dtype=float)[:, None] * each
    is_open = (rows["status"] == OPTION).to_numpy()
    added, most = np.zeros(size), np.zeros(size)
    np.add.at(added, (copy[~is_open], of[~is_open]), hours[~is_open])
    np.maximum.at(most, (copy[is_open], of[is_open]), hours[is_open])
    return added, added + most
