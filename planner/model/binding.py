"""Which stages can ever hold a line copy back: the others get no row in the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.model.algebra import locate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MORE = 1.0 + 1e-9
SAME = 1.0 + 1e-12


def binding_load(make: pd.DataFrame, load: pd.DataFrame, hours: pd.DataFrame) -> pd.DataFrame:
    """The rows of `Output.load` whose stage needs a row of its own in the program.

    A copy that makes one item without overtime needs none: its good output says all. Of the other stages s is left out
    where another stage t is used at least as much of its hours by every item,

        h_si / H_s <= h_ti / H_t  for all i, at regular hours and for the hours that overtime adds;

    hours are linear in overtime, so what holds for both parts holds for any mix of them.

    Args:
        make: `Output.make`, what each copy can make in each period.
        load: `Output.load`, machine hours per good unit.
        hours: `Output.hours`, machine hours that there are.
    """
    items = make.groupby(["vintage", "period"])["item"].transform("size").to_numpy()
    overtime = (make["good_most"] > make["good"] * MORE).to_numpy()
    several = load.loc[((items > 1) | overtime)[load["make"]]]
    row = locate(hours, several, ["vintage", "stage", "period"])
    regular = hours["machine_hours"].to_numpy()[row]
    added = hours["per_overtime"].to_numpy()[row]
    # A copy with one stage is never outdone, and most lines that make several items have one.
    mixed = np.flatnonzero(several.groupby(["vintage", "period"])["stage"].transform("nunique") > 1)
    stage, make_number = several["stage"].to_numpy(), several["make"].to_numpy()
    work = several["hours"].to_numpy()
    keep = np.ones(len(several), dtype=bool)
    for found in several.iloc[mixed].groupby(["vintage", "period"], sort=False).indices.values():
        where = mixed[found]
        keep[where] = _undominated(stage[where], make_number[where], work[where], (regular[where], added[where]))
    return several.loc[keep].reset_index(drop=True)


def _undominated(
    stage: NDArray[np.object_], make: NDArray[np.int64], hours: Floats, available: tuple[Floats, Floats]
) -> NDArray[np.bool_]:
    """Rows of the stages that no other stage outdoes; of two that are equal the first stays."""
    stages, which = np.unique(stage, return_inverse=True)
    makes, item = np.unique(make, return_inverse=True)
    work = np.zeros((len(stages), len(makes)))
    work[which, item] = hours
    capacity = np.zeros((2, len(stages)))
    capacity[0, which], capacity[1, which] = available
    keep = np.ones(len(stages), dtype=bool)
    for s in range(len(stages)):
        others = [t for t in np.flatnonzero(keep) if t != s]
        keep[s] = not any(_outdone(work[s], capacity[:, s], work[t], capacity[:, t]) for t in others)
    return np.asarray(keep[which])


def _outdone(work: Floats, capacity: Floats, by_work: Floats, by_capacity: Floats) -> bool:
    """Whether a stage's hours are used no more than another's, by every item and for each kind of hours."""
    return bool(np.all(np.outer(by_capacity, work) <= np.outer(capacity, by_work) * SAME))
