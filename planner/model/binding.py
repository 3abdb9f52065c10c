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
    available = np.array([hours[name].to_numpy()[row] for name in ("hours_least", "hours_open", "per_overtime")])
    # A copy with one stage is never outdone, and most lines that make several items have one.
    mixed = np.flatnonzero(several.groupby(["vintage", "period"])["stage"].transform("nunique") > 1)
    stage, make_number = several["stage"].to_numpy(), several["make"].to_numpy()
    work = several["hours"].to_numpy()
    keep = np.ones(len(several), dtype=bool)
    group = several.groupby(["vintage", "period"]).ngroup().to_numpy()
    keep[mixed] = _undominated(group[mixed], stage[mixed], make_number[mixed], work[mixed], available[:, mixed])
    return several.loc[keep].reset_index(drop=True)


def _changed_at(make: pd.DataFrame, hours: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether machines may be bought for the copy of each row in its period, or stand still in it."""
    changed = (hours["hours_open"] > hours["machine_hours"] * MORE) | ~hours["whole"]
    return locate(hours.loc[changed, ["vintage", "period"]].drop_duplicates(), make, ["vintage", "period"]) >= 0


def _undominated(
    group: NDArray[np.integer],
    stage: NDArray[np.object_],
    make: NDArray[np.integer],
    hours: Floats,
    available: Floats,
) -> NDArray[np.bool_]:
    """Rows of the stages that no other stage of their group outdoes; of two that are equal the last by name stays.

    Args:
        group: Copy and period of each row.
        stage: Its stage.
        make: Number of what is made.
        hours: Hours that one of it takes.
        available: Least and most regular hours of the stage, and those that an hour of overtime adds, [3, row].
    """
    at, which, stages = _slots(group, np.unique(stage, return_inverse=True)[1])
    _, item, items = _slots(group, make)
    keep = np.ones(len(group), dtype=bool)
    shape = stages * (items.max(initial=0) + 1) + items
    for one in np.unique(shape):
        rows = np.flatnonzero(shape == one)
        own = np.unique(at[rows], return_inverse=True)[1]
        place = own, which[rows]
        work = np.zeros((own.max() + 1, stages[rows[0]], items[rows[0]]))
        work[(*place, item[rows])] = hours[rows]
        least, most, more = np.zeros((3, *work.shape[:2]))
        least[place], most[place], more[place] = available[:, rows]
        keep[rows] = _none_outdoes(work, np.stack([least, more]), np.stack([most, more]))[place]
    return keep


def _slots(
    group: NDArray[np.integer], key: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Number of each row's group, the place of its key among those of the group, and how many of them there are."""
    _, at = np.unique(group, return_inverse=True)
    pairs, pair = np.unique(at * (key.max(initial=0) + 1) + key, return_inverse=True)
    counts = np.bincount(pairs // (key.max(initial=0) + 1))
    return at, pair - (np.cumsum(counts) - counts)[at], counts[at]


def _none_outdoes(work: Floats, least: Floats, most: Floats) -> NDArray[np.bool_]:
    """Stages that no other outdoes, [group, stage].

    Args:
        work: Hours by item, [group, stage, item].
        least: Hours that there are at the least, for each kind of hours, [kind, group, stage].
        most: At the most.
    """
    keep = np.ones(work.shape[:2], dtype=bool)
    for s in range(work.shape[1]):
        outdone = np.zeros(len(work), dtype=bool)
        for t in range(work.shape[1]):
            if t != s:
                used, by = most[:, :, t, None] * work[:, s], least[:, :, s, None] * work[:, t]
                outdone |= keep[:, t] & (used <= by * SAME).all(axis=(0, 2))
        keep[:, s] = ~outdone
    return keep
