"""Which stages can ever hold a line copy back: the others get no row in the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.model.algebra import locate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MORE = 1.0 + 1e-9
SAME = 1.0 + 1e-12


def binding_load(make: pd.DataFrame, load: pd.DataFrame, hours: pd.DataFrame) -> pd.DataFrame:
    """The rows of `Output.load` whose stage needs a row of its own in the program.

    A copy that makes one item, without overtime, maintenance and machines to be decided, needs none: its good output
    says all. Of the other stages s is left out where another stage t is used at least as much of its hours by every
    item,

        h_si / H_s <= h_ti / H_t  for all i, at regular hours and for the hours that overtime adds,

    with none of the extra machines at s that may be decided and all of those at t, and with all maintenance at s and
    none at t; hours are linear in overtime, so what holds for both parts holds for any mix of them.

    Args:
        make: `Output.make`, what each copy can make in each period.
        load: `Output.load`, machine hours per good unit.
        hours: `Output.hours`, machine hours that there are.
    """
    items = make.groupby(["vintage", "period"])["item"].transform("size").to_numpy()
    more = (make["good_open"] > make["good"] * MORE).to_numpy() | _changed_at(make, hours)
    several = load.loc[((items > 1) | more)[load["make"]]]
    row = locate(hours, several, ["vintage", "stage", "period"])
    available = [hours[name].to_numpy()[row] for name in ("hours_least", "hours_open", "per_overtime")]
    # A copy with one stage is never outdone, and most lines that make several items have one.
    mixed = np.flatnonzero(several.groupby(["vintage", "period"])["stage"].transform("nunique") > 1)
    stage, make_number = several["stage"].to_numpy(), several["make"].to_numpy()
    work = several["hours"].to_numpy()
    keep = np.ones(len(several), dtype=bool)
    for found in several.iloc[mixed].groupby(["vintage", "period"], sort=False).indices.values():
        where = mixed[found]
        keep[where] = _undominated(stage[where], make_number[where], work[where], [given[where] for given in available])
    return several.loc[keep].reset_index(drop=True)


def _changed_at(make: pd.DataFrame, hours: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether machines may be bought for the copy of each row in its period, or stand still in it."""
    changed = (hours["hours_open"] > hours["machine_hours"] * MORE) | ~hours["whole"]
    return locate(hours.loc[changed, ["vintage", "period"]].drop_duplicates(), make, ["vintage", "period"]) >= 0


def _undominated(
    stage: NDArray[np.object_], make: NDArray[np.int64], hours: Floats, available: Sequence[Floats]
) -> NDArray[np.bool_]:
    """Rows of the stages that no other stage outdoes; of two that are equal the first stays."""
    stages, which = np.unique(stage, return_inverse=True)
    makes, item = np.unique(make, return_inverse=True)
    work = np.zeros((len(stages), len(makes)))
    work[which, item] = hours
    least, most = np.zeros((2, len(stages))), np.zeros((2, len(stages)))
    least[0, which], most[0, which], least[1, which] = available
    most[1] = least[1]
    keep = np.ones(len(stages), dtype=bool)
    for s in range(len(stages)):
        others = [t for t in np.flatnonzero(keep) if t != s]
        keep[s] = not any(_outdone(work[s], least[:, s], work[t], most[:, t]) for t in others)
    return np.asarray(keep[which])


def _outdone(work: Floats, capacity: Floats, by_work: Floats, by_capacity: Floats) -> bool:
    """Whether a stage's hours are used no more than another's, by every item and for each kind of hours."""
    return bool(np.all(np.outer(by_capacity, work) <= np.outer(capacity, by_work) * SAME))
