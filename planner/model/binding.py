"""Which stages can ever hold a line copy back: the others get no row in the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.keys import among, codes, locate, ranks, where

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.keys import Arrays, Positions

    Floats = NDArray[np.float64]

MORE = 1.0 + 1e-9
SAME = 1.0 + 1e-12
COPY = ["vintage", "period"]


def binding_load(make: Arrays, load: pd.DataFrame, hours: pd.DataFrame) -> Arrays:
    """The rows of `Output.load` whose stage needs a row of its own in the program.

    A copy that makes one item, without overtime, maintenance and machines to be decided, needs none: its good output
    says all. Of the other stages s is left out where another stage t is used at least as much of its hours by every
    item,

        h_si / H_s <= h_ti / H_t  for all i, at regular hours and for the hours that overtime adds,

    with none of the extra machines at s that may be decided and all of those at t, and with all maintenance at s and
    none at t; hours are linear in overtime, so what holds for both parts holds for any mix of them.

    Args:
        make: `Output.make` as arrays, what each copy can make in each period.
        load: `Output.load`, machine hours per good unit.
        hours: `Output.hours`, machine hours that there are.
    """
    (copy,), copies = codes([make], COPY)
    items = np.bincount(copy, minlength=copies)[copy]
    more = (make["good_open"] > make["good"] * MORE) | _changed_at(make, hours)
    several = where(load, ((items > 1) | more)[load["make"]])
    row = locate(hours, several, ["vintage", "stage", "period"])
    (group,), _ = codes([several], COPY)
    keep = _undominated(
        group=group,
        stage=pd.factorize(several["stage"], sort=True)[0],
        make=several["make"],
        hours=several["hours"],
        available=np.array([hours[name].to_numpy()[row] for name in ("hours_least", "hours_open", "per_overtime")]),
    )
    return where(several, keep)


def _changed_at(make: Arrays, hours: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether machines may be bought for the copy of each row in its period, or stand still in it."""
    changed = (hours["hours_open"] > hours["machine_hours"] * MORE) | ~hours["whole"]
    return among(make, where(hours, changed, COPY), COPY)


def _undominated(
    *,
    group: Positions,
    stage: Positions,
    make: Positions,
    hours: Floats,
    available: Floats,
) -> NDArray[np.bool_]:
    """Rows of the stages that no other stage of their group outdoes; of two that are equal the last by name stays.

    Args:
        group: Copy and period of each row.
        stage: Its stage, numbered by name.
        make: Number of what is made.
        hours: Hours that one of it takes.
        available: Least and most regular hours of the stage, and those that an hour of overtime adds, [3, row].
    """
    keep = np.ones(len(group), dtype=bool)
    which, stages = _place_of_stage(group, stage)
    # A copy with one stage is never outdone, and most lines that make several items have one.
    mixed = np.flatnonzero(stages[group] > 1)
    group, which, hours, available = group[mixed], which[mixed], hours[mixed], available[:, mixed]
    item, items = _place_of_make(group, make[mixed], len(stages))
    shape = (stages * (items.max(initial=0) + 1) + items)[group]
    for one in np.unique(shape):
        rows = np.flatnonzero(shape == one)
        first = group[rows[0]]
        own, groups = pd.factorize(group[rows])
        place = which[rows], own
        work = np.zeros((stages[first], items[first], len(groups)))
        work[which[rows], item[rows], own] = hours[rows]
        least, most, more = np.zeros((3, stages[first], len(groups)))
        least[place], most[place], more[place] = available[:, rows]
        keep[mixed[rows]] = _none_outdoes(work, np.stack([least, more], axis=1), np.stack([most, more], axis=1))[place]
    return keep


def _place_of_stage(group: Positions, stage: Positions) -> tuple[Positions, Positions]:
    """The place of each row's stage among those of its group, and how many of them each group has."""
    names = stage.max(initial=0) + 1
    pair, pairs = pd.factorize(group * names + stage, sort=True)
    sizes = np.bincount(pairs // names, minlength=group.max(initial=-1) + 1)
    return ranks(sizes)[pair], sizes


def _place_of_make(group: Positions, make: Positions, groups: int) -> tuple[Positions, Positions]:
    """The place of what each row makes among what its group makes, and how many of these each group has.

    Each is made in one group.
    """
    owner = np.full(make.max(initial=-1) + 1, -1, dtype=np.intp)
    owner[make] = group
    known = np.flatnonzero(owner >= 0)
    order = known[np.argsort(owner[known], kind="stable")]
    sizes = np.bincount(owner[known], minlength=groups)
    place = np.empty(len(owner), dtype=np.intp)
    place[order] = ranks(sizes)
    return place[make], sizes


def _none_outdoes(work: Floats, least: Floats, most: Floats) -> NDArray[np.bool_]:
    """Stages that no other outdoes, [stage, group].

    Groups come last, so that each product is of neighbours in memory.

    Args:
        work: Hours by item, [stage, item, group].
        least: Hours that there are at the least, for each kind of hours, [stage, kind, group].
        most: At the most.
    """
    keep = np.ones((work.shape[0], work.shape[2]), dtype=bool)
    for s in range(len(work)):
        outdone = np.zeros(work.shape[2], dtype=bool)
        for t in range(len(work)):
            if t != s:
                used, by = most[t, :, None] * work[s], least[s, :, None] * work[t]
                outdone |= keep[t] & (used <= by * SAME).all(axis=(0, 1))
        keep[s] = ~outdone
    return keep
