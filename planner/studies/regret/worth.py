r"""What it is worth to know which scenario comes, and to have thought of all of them.

With v the value of choice x in scenario y, w the weights, x0 the choice of the case as it stands:

.. math:: WS = \sum_y w_y\, best_y \;\ge\; RP = \max_x \sum_y w_y\, v_{xy} \;\ge\; EEV = \sum_y w_y\, v_{x_0 y}

EVPI = WS - RP, VSS = RP - EEV.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.scenarios.chain import BASE
from planner.studies.regret.matrix import mean_gap
from planner.studies.regret.outcomes import beyond_best, near

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.studies.record import Record
    from planner.studies.regret.matrix import Row
    from planner.studies.regret.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Worth:
    """What it is worth to know, million.

    Attributes:
        ws, rp, eev, evpi, vss: See above; None where a part has no plan or is not asked.
        unsure: By how much the gaps may hold WS, RP and EEV below what they are, and EVPI and VSS off.
    """

    ws: float
    rp: float | None
    eev: float | None
    evpi: float | None
    vss: float | None
    unsure: float


def worth(rows: Sequence[Row], tops: Mapping[str, float], weights: Mapping[str, float], unsure: float) -> Worth:
    """What it is worth to know which scenario comes, and to have thought of all of them."""
    ws = sum(weights[name] * top for name, top in tops.items())
    rp = _known(max(row.expected for row in rows))
    eev = next((_known(row.expected) for row in rows if BASE in row.scenarios), None)
    evpi = None if rp is None else near(ws - rp, ws)
    vss = None if rp is None or eev is None else near(rp - eev, rp)
    return Worth(ws, rp, eev, evpi, vss, unsure)


def unsure(
    own: Mapping[str, Record],
    tops: Mapping[str, float],
    rows: Sequence[Row],
    found: Sequence[Outcome],
    weights: Mapping[str, float],
) -> float:
    """By how much WS, RP or EEV may be better than found, million.

    RP may be that of a choice which is not the best of those found, but could be by its gap.
    """
    gaps = {row.choice: mean_gap([one for one in found if one.choice == row.choice], weights) for row in rows}
    ws = sum(weights[name] * beyond_best(record, tops[name]) for name, record in own.items() if weights[name] > 0)
    top = max(row.expected for row in rows)
    if not math.isfinite(top):
        return ws
    rp = max(row.expected + gaps[row.choice] for row in rows) - top
    return max(ws, rp, *(gaps[row.choice] for row in rows if BASE in row.scenarios))


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None
