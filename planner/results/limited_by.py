"""What limits each programme in each year, in words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pandas as pd

from planner.messages import text
from planner.results.limiter import yearly_rents
from planner.results.words import LimitWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.results.view import View

LOST = 0.01
SECOND = 0.3


def limited_by(view: View, gates: pd.DataFrame, names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The true limiter of every programme and year.

    Before its start of production: the gate that it waits for. Where nothing asked for is lost: demand. Else the limits
    whose rents make up the price of the lost sales, the largest first.

    Args:
        view: The plan.
        gates: From `schedule.gates`.
        names: From `names.reader_names`.

    Returns:
        year, programme, limited_by.
    """
    programmes = view.inputs["programmes"]
    rents = yearly_rents(view.answer, view.sales, programmes[["programme", "item", "site"]])
    found = rents.set_index(["year", "programme"])
    words = LimitWords(view.answer.program, view.capacity.output, names)
    rows = []
    for year in view.all_years:
        for programme in programmes["programme"]:
            asked = (year, programme) in found.index
            row = found.loc[(year, programme)] if asked else None
            rows.append((year, programme, _limit(view, words, gates, year, programme, row)))
    return pd.DataFrame(rows, columns=["year", "programme", "limited_by"])


def _limit(view: View, words: LimitWords, gates: pd.DataFrame, year: int, programme: str, row: pd.Series | None) -> str:
    sop = view.capacity.sop[programme]
    if pd.notna(sop) and sop.year > year:
        return _before_sop(words, gates.loc[gates["programme"] == programme], sop)
    if row is None or row["lost"] < LOST:
        return text("limits.demand")
    by_words: dict[str, float] = defaultdict(float)
    for (family, number), worth in row["limits"].items():
        by_words[words.limit(family, number)] += worth
    if row["refused"] > sum(by_words.values()):
        return text("limits.not_worth")
    if not by_words:
        return text("limits.nothing") if row["nothing"] else text("limits.not_worth")
    ranked = sorted(by_words.items(), key=lambda pair: (-pair[1], pair[0]))
    total = sum(by_words.values())
    second = [name for name, worth in ranked[1:2] if worth >= SECOND * total]
    return text("limits.then").join([ranked[0][0], *second])


def _before_sop(words: LimitWords, gates: pd.DataFrame, sop: pd.Timestamp) -> str:
    """The gate that passes last before the start of production."""
    date = f"{sop:%Y-%m}"
    if gates.empty:
        return text("limits.sop", sop=date)
    last = gates.sort_values(["passed", "start", "gate"], ascending=[False, True, True], kind="stable").iloc[0]
    return text("limits.gate", gate=words.names["gate"][last["gate"]], passed=f"{last['passed']:%Y-%m}", sop=date)
