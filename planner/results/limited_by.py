"""What limits each programme in each year, in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.demand import NEVER
from planner.messages import text
from planner.results.limiter import yearly_rents
from planner.results.words import LimitWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.results.limiter import Limit as Row
    from planner.results.view import View

LOST = 0.01
SECOND = 0.3
LOOSER = 0.01
LOSSES = ("shortfall", "late")
"""Variables that count lost sales."""


@dataclass(frozen=True)
class Limit:
    """A limit of a year in words.

    Attributes:
        words: What it is.
        line: The line whose stage it is; empty for any other limit.
        period: Number of the period in which the stage holds back most.
    """

    words: str
    line: str = ""
    period: int = -1


def limited_by(view: View, gates: pd.DataFrame, names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The true limiters of every programme and year.

    Before its start of production: the gate that it waits for. Where nothing asked for is lost: demand. Else the limits
    whose rents make up the price of the lost sales. Where there are several, each is loosened by one per cent and the
    program solved again: they count by the sales that this brings back, for a rent alone may be what another programme
    would lose.

    Args:
        view: The plan.
        gates: From `schedule.gates`.
        names: From `names.reader_names`.

    Returns:
        year, programme, limits (one or two `Limit`, the stronger first).
    """
    programmes = view.inputs["programmes"]
    rents = yearly_rents(view.answer, view.in_plan(view.sales), programmes[["programme", "item", "site"]])
    rents = rents.loc[rents["lost"] >= LOST].set_index(["year", "programme"])
    words = LimitWords(view.answer.program, view.capacity, names)
    trial = _Trial(view)
    rows = []
    for year in view.plan_years:
        for programme in programmes["programme"]:
            sop = view.capacity.rollout.sop[programme]
            if pd.notna(sop) and sop.year > year:
                limits = [Limit(_before_sop(words, gates, programme, sop))]
            elif (year, programme) in rents.index:
                limits = _limits(_Named(words, gates, view), trial, year, programme, rents.loc[(year, programme)])
            else:
                limits = [Limit(text("limits.demand"))]
            rows.append((year, programme, limits))
    return pd.DataFrame(rows, columns=["year", "programme", "limits"])


def in_words(limited: pd.DataFrame, kept: Mapping[Limit, str]) -> pd.DataFrame:
    """Year, programme and limited_by: each limit in words, and what keeps it from growing where that is known."""
    words = [
        text("limits.then").join(
            text("limits.kept", limit=limit.words, keeper=kept[limit]) if kept.get(limit) else limit.words
            for limit in limits
        )
        for limits in limited["limits"]
    ]
    return limited[["year", "programme"]].assign(limited_by=pd.Series(words, index=limited.index, dtype="str"))


def _limits(named: _Named, trial: _Trial, year: int, programme: str, lost: pd.Series) -> list[Limit]:
    by_words: dict[str, float] = defaultdict(float)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row, worth in sorted(lost["limits"].items(), key=lambda pair: (-pair[1], pair[0])):
        name = named.limit(*row)
        by_words[name] += worth
        rows[name].append(row)
    if lost["refused"] > sum(by_words.values()):
        return [Limit(text("limits.not_worth"))]
    if not by_words:
        return [Limit(text("limits.nothing") if lost["nothing"] else text("limits.not_worth"))]
    if len(by_words) > 1:
        back = {name: trial.brings_back(rows[name], year, programme) for name in by_words}
        by_words = back if max(back.values()) > LOST * LOOSER * lost["lost"] else by_words
    ranked = sorted(by_words.items(), key=lambda pair: (-pair[1], pair[0]))
    second = [name for name, size in ranked[1:2] if size >= SECOND * ranked[0][1]]
    return [Limit(name, *named.words.place(*rows[name][0])) for name in [ranked[0][0], *second]]


@dataclass(frozen=True)
class _Named:
    """Names of limits; a row that waits for the start of production is named as the years before it are."""

    words: LimitWords
    gates: pd.DataFrame
    view: View

    def limit(self, family: str, number: int) -> str:
        waits = self.words.waits_for_start(family, number)
        if waits:
            return _before_sop(self.words, self.gates, waits, self.view.capacity.rollout.sop[waits])
        return self.words.limit(family, number)


class _Trial:
    """Sales that come back when limits are loosened."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._columns: dict[tuple[int, str], list[int]] = defaultdict(list)
        for name in LOSSES:
            keys = view.answer.values(name)
            years, start = view.years[keys["period"]], view.answer.program.column_slice(name).start
            for number, (year, programme) in enumerate(zip(years, keys["programme"], strict=True), start):
                self._columns[year, programme].append(number)

    def brings_back(self, limits: Sequence[Row], year: int, programme: str) -> float:
        """Lost sales of a programme and year that come back when some limits are one per cent looser."""
        program = self._view.answer.program
        rows = np.array([program.row_slice(family).start + number for family, number in limits], dtype=np.intp)
        own, looser = self._columns[year, programme], self._view.again.loosened(rows, LOOSER)
        return float((self._view.answer.x[own] - looser.x[own]).sum())


def _before_sop(words: LimitWords, gates: pd.DataFrame, programme: str, sop: pd.Timestamp) -> str:
    """The gate that passes last before the start of production."""
    if sop == NEVER:
        return text("limits.never")
    date, gates = f"{sop:%Y-%m}", gates.loc[gates["programme"] == programme]
    if gates.empty:
        return text("limits.sop", sop=date)
    last = gates.sort_values(["passed", "start", "gate"], ascending=[False, True, True], kind="stable").iloc[0]
    return text("limits.gate", gate=words.names["gate"][last["gate"]], passed=f"{last['passed']:%Y-%m}", sop=date)
