"""What keeps a stage that limits a year from growing: followed from the line to the copy more that it does not get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.capacity.options import ready_from
from planner.messages import text
from planner.results.delays import PLANNED, with_date

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from planner.results.limited_by import Limit
    from planner.results.variants import Variants
    from planner.results.view import View


@dataclass(frozen=True, eq=False)
class Question:
    """Whether a copy more would pay.

    Attributes:
        date: The day on which it would come on stream.
        decisions: The plan's with this copy.
    """

    date: pd.Timestamp
    decisions: pd.DataFrame


def keepers(view: View, limits: Iterable[Limit], decide: Sequence[str]) -> dict[Limit, str | Question]:
    """What keeps each limit that is a stage of a candidate line: in words, or a question to be asked of `Variants`.

    One copy more than run when the stage holds back most is wanted at the start of that period. There may be none left,
    or none could be on stream by then; else the question is what such a copy brings.

    Args:
        view: The plan.
        limits: From `limited_by.limited_by`.
        decide: Kinds of decisions that were left to the planner.
    """
    candidate = view.inputs["lines"].set_index("line")["status"] == "candidate"
    found: dict[Limit, str | Question] = {}
    for limit in limits:
        if candidate.get(limit.line, default=False):
            given = "lines" not in decide
            found[limit] = text("keepers.given") if given else _keeper(view, limit.line, limit.period)
    return found


def answered(view: View, found: Mapping[Limit, str | Question], variants: Variants) -> dict[Limit, str]:
    """The keepers in words, their questions answered."""
    return {
        limit: keeper if isinstance(keeper, str) else _answer(view, keeper, variants) for limit, keeper in found.items()
    }


def _keeper(view: View, name: str, period: int) -> str | Question:
    line = next(row for row in view.inputs["lines"].to_dict("records") if row["line"] == name)
    decisions = view.inputs["decisions"]
    own = decisions.loc[(decisions["action"] == "on_stream") & (decisions["object"] == name)]
    wanted = view.capacity.time.periods["start"].iloc[period]
    running = own.loc[own["date"] <= wanted]
    if len(running) >= line["copies"]:
        return text("keepers.most", most=int(line["copies"]))
    if (own["copy"] == len(running) + 1).any() and own.set_index("copy")["status"][len(running) + 1] != PLANNED:
        return text("keepers.given")
    ready = soonest(view, line, running["date"].max())
    if ready > wanted:
        return text("keepers.lead", date=f"{ready:%Y-%m}")
    return Question(wanted, with_date(decisions, "on_stream", name, len(running) + 1, wanted))


def soonest(view: View, line: Mapping[Hashable, Any], former: pd.Timestamp) -> pd.Timestamp:
    """First day on which the next copy could be on stream: after approval and lead time, and its gap after the last."""
    case = view.inputs.case
    days = [ready_from(line, case), line["earliest"]]
    if pd.notna(former):
        days.append(former + pd.DateOffset(months=int(line["gap_months"])))
    ready: pd.Timestamp = max(day for day in days if pd.notna(day))
    starts = view.capacity.time.periods["start"]
    later = starts.loc[(starts >= ready) & (starts <= pd.Timestamp(case.end))]
    return ready if later.empty else later.iloc[0]


def _answer(view: View, question: Question, variants: Variants) -> str:
    outcome, date = variants.outcome(question.decisions), f"{question.date:%Y-%m}"
    if outcome.broken:
        return text("keepers.broken", limits=outcome.broken, date=date)
    key = "not_worth" if outcome.million >= 0 else "within_gap"
    million = f"{abs(outcome.million):,.1f}"
    return text(f"keepers.{key}", date=date, million=million, currency=view.inputs.case.currency)
