"""Which drivers matter: swings of a tornado, rank correlations and regression of a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.studies.designs import BASE, HIGH, LOW
from planner.studies.record import PLANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NPV, INSTALLS = "kpi.npv_million", "kpi.total_production_installs"
MEASURES = {"npv_million": NPV, "production_installs": INSTALLS}


def tornado(runs: pd.DataFrame, drivers: Sequence[str]) -> pd.DataFrame:
    """NPV and installs at both ends of each driver, the widest swing of the NPV first.

    Args:
        runs: The table of all runs of a tornado.
        drivers: Its drivers in order.

    Returns:
        rank, driver, low, high (its values), of each measure `<m>_base`, `<m>_low`, `<m>_high`, `<m>_swing`, and the
        statuses at both ends. An end without a plan has no numbers, and its driver no swing; such drivers come first:
        nothing matters more.
    """
    by_label = runs.set_index("label")
    rows = []
    for driver in drivers:
        row: dict[str, Any] = {"driver": driver}
        for end in (LOW, HIGH):
            run = by_label.loc[f"{driver} {end}"]
            row |= {end: run[f"driver.{driver}"], f"status_{end}": run["status"]}
            row |= {f"{name}_{end}": run.get(column, np.nan) for name, column in MEASURES.items()}
        for name, column in MEASURES.items():
            row[f"{name}_base"] = by_label.loc[BASE].get(column, np.nan)
            row[f"{name}_swing"] = row[f"{name}_{HIGH}"] - row[f"{name}_{LOW}"]
        rows.append(row)
    measured = [f"{name}_{part}" for name in MEASURES for part in (BASE, LOW, HIGH, "swing")]
    columns = ["driver", LOW, HIGH, *measured, "status_low", "status_high"]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(measured, float))
    order = frame["npv_million_swing"].abs().sort_values(ascending=False, kind="stable", na_position="first").index
    frame = frame.loc[order].reset_index(drop=True)
    frame.insert(0, "rank", frame.index + 1)
    return frame


def ranking(runs: pd.DataFrame, drivers: Sequence[str]) -> pd.DataFrame:
    """How NPV and installs of a sample go with each driver, the strongest of the NPV first.

    `<m>_rank_correlation` is Spearman's; `<m>_regression` the coefficient of a linear regression of the ranks of the
    measure on those of all drivers, all of them standardised: it sets apart drivers that go together.

    Args:
        runs: The table of all runs.
        drivers: The drivers that were drawn.

    Returns:
        rank, driver, and for each measure the two numbers and `<m>_explained`, the share of the variance of the ranks
        that the regression explains. Empty where nothing varies or there are too few runs.
    """
    planned = runs.loc[runs["status"].isin(PLANS)]
    frame = pd.DataFrame({"driver": list(drivers)})
    ranks = np.column_stack([_standard(planned[f"driver.{d}"]) for d in drivers]) if len(planned) else np.empty((0, 0))
    for name, column in MEASURES.items():
        wanted = _standard(planned[column]) if column in planned else np.empty(0)
        frame[[f"{name}_rank_correlation", f"{name}_regression"]] = _strength(ranks, wanted, len(drivers))
        frame[f"{name}_explained"] = _explained(ranks, wanted)
    strongest = frame["npv_million_regression"].fillna(frame["npv_million_rank_correlation"]).abs()
    order = strongest.sort_values(ascending=False, kind="stable", na_position="last").index
    frame = frame.loc[order].reset_index(drop=True)
    frame.insert(0, "rank", frame.index + 1)
    return frame


def _standard(values: pd.Series) -> Floats:
    """Ranks with mean 0 and deviation 1; all 0 where nothing varies."""
    rank = values.rank().to_numpy(dtype=float)
    spread = rank.std() if len(rank) else 0.0
    return np.asarray((rank - rank.mean()) / spread if spread > 0 else np.zeros(len(rank)), dtype=float)


def _strength(ranks: Floats, wanted: Floats, width: int) -> Floats:
    """Correlation and regression coefficient of each driver, [driver, 2]."""
    found = np.full((width, 2), np.nan)
    varies = ranks.any(axis=0) if len(ranks) else np.zeros(width, dtype=bool)
    if len(wanted) and wanted.any():
        found[varies, 0] = ranks[:, varies].T @ wanted / len(wanted)
        if len(wanted) > varies.sum() + 1:
            found[varies, 1] = np.linalg.lstsq(ranks[:, varies], wanted, rcond=None)[0]
    return found


def _explained(ranks: Floats, wanted: Floats) -> float:
    if not len(wanted) or not wanted.any() or len(wanted) <= ranks.shape[1] + 1:
        return np.nan
    left = wanted - ranks @ np.linalg.lstsq(ranks, wanted, rcond=None)[0]
    return float(1.0 - (left @ left) / (wanted @ wanted))
