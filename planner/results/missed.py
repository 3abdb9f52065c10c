"""What it does to the plan if a gate misses its month: when it can start instead, when production, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.calendar import month_start
from planner.capacity import redated
from planner.capacity.gates import earliest_start, first_first, months_of, needed
from planner.messages import text
from planner.model.catalogue import program
from planner.solve import Options, solve

if TYPE_CHECKING:
    from pandas.api.typing import NaTType

    from planner.results.view import View

PLANNED = "planned"
COLUMNS = ["programme", "gate", "next_window", "sop_if_missed", "missing_cost_million", "if_missed"]


@dataclass(frozen=True)
class Delay:
    """What follows when a gate misses its month.

    Attributes:
        window: Month in which the gate can start instead.
        gates: Month of every gate that starts later.
        sop: Start of production of the programmes that start later; NaT: too late, so never.
    """

    window: int
    gates: dict[str, int]
    sop: dict[str, pd.Timestamp | NaTType]


class Missed:
    """Consequences of missed gates; what comes to the same decisions is solved once."""

    def __init__(self, view: View) -> None:
        """Look up what the dates follow from."""
        self._view, inputs, begun = view, view.inputs, view.capacity.rollout
        self._info: dict[str, Any] = {row["gate"]: row for row in inputs["gates"].to_dict("records")}
        self._start = months_of(dict(zip(begun.gate_dates["gate"], begun.gate_dates["start"], strict=True)))
        pairs = needed(inputs["programme_gates"], inputs["gate_order"])
        self._pairs = pairs.loc[pairs["programme"].isin(begun.coming.index)]
        order = inputs["gate_order"].loc[inputs["gate_order"]["after"].isin(self._start)]
        self._former = {str(gate): list(rows) for gate, rows in order.groupby("gate")["after"]}
        self._order = first_first(inputs["gate_order"], self._start)
        self._own = {str(programme): list(rows) for programme, rows in self._pairs.groupby("programme")["gate"]}
        self._latest = inputs["programmes"].set_index("programme")["sop_latest"].to_dict()
        self._planned = months_of(begun.coming.to_dict())
        self._begun = {g for g, m in self._start.items() if month_start(m) < pd.Timestamp(inputs.case.plan_date)}
        self._cost: dict[str, float] = {}

    def table(self, rows: pd.DataFrame, *, costs: bool = True) -> pd.DataFrame:
        """Consequences of each row of programme and gate, in `COLUMNS`; without costs the plan is not solved again."""
        found = [
            self._row(programme, gate, costs) for programme, gate in zip(rows["programme"], rows["gate"], strict=True)
        ]
        frame = pd.DataFrame(found, columns=COLUMNS)
        dates = dict.fromkeys(("next_window", "sop_if_missed"), "datetime64[s]")
        return frame.astype({**dates, "missing_cost_million": "float64", "if_missed": "str"})

    def _row(self, programme: str, gate: str, costs: bool) -> tuple[Any, ...]:
        if gate in self._begun:
            return programme, gate, pd.NaT, pd.NaT, np.nan, text("missed.begun")
        delay = self.delay(gate)
        window = month_start(delay.window)
        sop = delay.sop.get(programme, self._view.capacity.rollout.coming.get(programme, pd.NaT))
        cost = self.cost(delay) if costs or not delay.sop else np.nan
        if not delay.sop:
            word = "missed.nothing"
        elif costs and np.isnan(cost):
            word = "missed.no_plan"
        elif programme not in delay.sop:
            word = "missed.others"
        else:
            word = "missed.never" if pd.isna(sop) else "missed.later"
        return programme, gate, window, sop, cost, text(word)

    def begun(self, gate: str) -> bool:
        """Whether a gate has begun before the plan date."""
        return gate in self._begun

    def delay(self, gate: str, months: int = 1) -> Delay:
        """Forward from the gate's first window so many months later: what waits for it starts when it can, not sooner.

        Args:
            gate: The gate.
            months: How much later it may start at the soonest.
        """
        length = {g: int(row["months"]) for g, row in self._info.items()}
        window = earliest_start(self._info[gate], self._start[gate] + months)
        starts = {**self._start, gate: window}
        for other in self._order:
            ready = max((starts[a] + length[a] for a in self._former.get(other, ())), default=0)
            if ready > starts[other]:
                starts[other] = earliest_start(self._info[other], ready)
        later = {other: month for other, month in starts.items() if month > self._start[other]}
        sop: dict[str, pd.Timestamp | NaTType] = {}
        for programme, own in self._own.items():
            ready = max(starts[other] + length[other] for other in own)
            if ready > self._planned[programme]:
                late = month_start(ready) > self._latest[programme]
                sop[programme] = pd.NaT if late else month_start(ready)
        return Delay(window, later, sop)

    def cost(self, delay: Delay) -> float:
        """Net present value lost, million money: the plan solved again with these starts; NaN where there is none."""
        if not delay.sop:
            return 0.0
        inputs = self._view.inputs.replace(decisions=self.decisions(delay, self._view.inputs["decisions"]))
        key = inputs["decisions"][["action", "object", "date"]].to_csv()
        if key not in self._cost:
            again = solve(program(inputs, redated(self._view.capacity, inputs)), Options(door="highs"))
            self._cost[key] = again.objective - self._view.answer.objective if again.status.has_plan else np.nan
        return self._cost[key]

    def decisions(self, delay: Delay, rows: pd.DataFrame) -> pd.DataFrame:
        """Decisions with later starts of production, and with gates that only these wait for dated by them."""
        waiting = self._pairs.groupby("gate")["programme"].agg(set)
        alone = {gate for gate, programmes in waiting.items() if programmes <= set(delay.sop)}
        free = alone - self._begun
        moved = rows["action"].isin(["sop", "never"]) & rows["object"].isin(delay.sop)
        dated = (rows["action"] == "gate") & rows["object"].isin(free | set(delay.gates))
        given = set(rows.loc[rows["action"] == "gate", "object"]) - free
        new = [("never" if pd.isna(day) else "sop", p, day) for p, day in delay.sop.items()]
        new += [("gate", gate, month_start(month)) for gate, month in delay.gates.items() if gate in given]
        added = pd.DataFrame(new, columns=["action", "object", "date"])
        added = added.assign(copy=1, share=1.0, quantity=1, status=PLANNED)
        added["date"] = added["date"].fillna(pd.Timestamp(self._view.inputs.case.plan_date))
        empty = {name: "" for name in rows if rows[name].dtype == "str"}
        kept = pd.concat([rows.loc[~moved & ~dated], added], ignore_index=True).fillna(empty)
        return kept.astype(rows.dtypes.to_dict())
