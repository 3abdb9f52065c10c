"""First moves: what a plan decides within the next months, as it is told, compared and carried to other scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.studies.record import Record
    from planner.tables.inputs import Inputs

PLANNED = "planned"
ACTIONS = {"line_copy": "on_stream", "sop": "sop", "contract": "sign", "machine": "machines", "shift": "shift"}
"""The action of the table `decisions` by kind of decision in `decisions_due`; gates see `first_moves`."""
ORDERED = ("on_stream", "machines")
"""Actions that are taken a lead time before their date."""


@dataclass(frozen=True, slots=True)
class Move:
    """One decision that is taken now.

    Attributes:
        action, name, copy, stage, date, quantity, share: A row of `decisions`; name is its object, the day in ISO form.
        lead: Months from the order to the date; 0 where nothing is ordered.
    """

    action: str
    name: str
    copy: int
    stage: str
    date: str
    quantity: int
    share: float
    lead: int

    @property
    def taken(self) -> str:
        """The day of the order; the date where nothing is ordered."""
        return f"{pd.Timestamp(self.date) - pd.DateOffset(months=self.lead):%Y-%m-%d}"

    @property
    def what(self) -> tuple[object, ...]:
        """What is decided: the same order is the same move, however long the lead time."""
        return (self.action, self.name, self.copy, self.stage, self.taken, self.quantity, round(self.share, 3))

    @property
    def words(self) -> str:
        """The move in words."""
        part = text("regret.part", share=self.share) if self.share < 1 else ""
        words = {word: getattr(self, word) for word in ("copy", "stage", "date", "quantity", "taken")}
        return text(f"regret.move_{self.action}", **words, object=self.name, part=part)


def first_moves(record: Record, inputs: Inputs, months: int) -> tuple[Move, ...]:
    """What a plan has decided by itself and decides within so many months after the plan date.

    These are the planned decisions that are due; gates, of which only fleets are listed there, by their start. A
    machine waits for the decision on its copy where that is taken later.

    Args:
        record: Of a run that has a plan, with the decisions due in these months.
        inputs: The scenario that it is the plan of.
        months: How far to look.
    """
    planned = [row for row in record["decisions"] if row["status"] == PLANNED]
    due = {_key({**row, "action": ACTIONS[row["kind"]]}, row["takes_effect"]) for row in _listed(record)}
    last = f"{window_end(inputs, months):%Y-%m-%d}"
    copies = [row for row in planned if row["action"] == "on_stream"]
    later = {(row["object"], row["copy"]) for row in copies if _key(row, row["date"]) not in due}
    found = []
    for row in planned:
        own = _key(row, row["date"]) in due if row["action"] != "gate" else row["date"] <= last
        if own and not (row["action"] == "machines" and (row["object"], row["copy"]) in later):
            found.append(_move(row, inputs))
    return tuple(sorted(found, key=lambda move: (move.taken, move.action, move.name, move.copy, move.stage)))


def window_end(inputs: Inputs, months: int) -> pd.Timestamp:
    """The last day on which a decision counts as taken now."""
    return pd.Timestamp(inputs.case.plan_date) + pd.DateOffset(months=months)


def lead_of(action: str, name: str, stage: str, inputs: Inputs) -> int | None:
    """Months from order to date of a decision; 0 where nothing is ordered, None where there is no such object."""
    if action not in ORDERED:
        return 0
    table = inputs["lines"] if action == "on_stream" else inputs["machines"]
    rows = table.loc[table["line"] == name]
    rows = rows if action == "on_stream" else rows.loc[rows["stage"] == stage]
    return None if rows.empty else int(rows["lead_months"].iloc[0])


def words(moves: Sequence[Move]) -> str:
    """Moves in words."""
    return "; ".join(move.words for move in moves) or text("regret.nothing")


def _listed(record: Record) -> list[Mapping[str, Any]]:
    return [row for row in record["due"] if row["kind"] in ACTIONS]


def _key(row: Mapping[str, Any], date: str) -> tuple[object, ...]:
    """Which decision a row is about; of machines, which may come at several days, with the day."""
    return (row["action"], row["object"], row["copy"], row["stage"], date if row["action"] == "machines" else "")


def _move(row: Mapping[str, Any], inputs: Inputs) -> Move:
    lead = lead_of(row["action"], row["object"], row["stage"], inputs) or 0
    kept = {name: row[name] for name in ("action", "copy", "stage", "date", "quantity", "share")}
    return Move(**kept, name=row["object"], lead=lead)
