"""A choice carried to a scenario: rules after which its first moves are committed and no other can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.capacity.held import held, suggestions
from planner.scenarios.words import paired
from planner.studies.hold import slipped
from planner.studies.regret.moves import lead_of, window_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.studies.regret.moves import Move
    from planner.tables.inputs import Inputs

DAY = pd.Timedelta(days=1)


def rules(moves: Sequence[Move], inputs: Inputs, months: int) -> tuple[str, ...]:
    """Rules of the command line that make a scenario one in which some first moves have been made, and no others.

    - Nothing more is decided within the months (key `decide_from` of case.toml).
    - Suggestions of people are left out: they hold nothing, and could only contradict the moves.
    - Every move is a committed row of `decisions`, but where the scenario has a decision on the same already: that one
      stands. What is ordered is ordered on the same day and comes by the lead time of the scenario; a gate that takes
      longer passes later, and starts of production wait for it.

    Args:
        moves: The first moves of a choice.
        inputs: The scenario.
        months: How far the first moves reach.
    """
    case = inputs.case
    first = max(window_end(inputs, months) + DAY, pd.Timestamp(case.decides_from))
    found = [f"case.decide_from set {first:%Y-%m-%d}"]
    loose = suggestions(inputs["decisions"], case)[["action", "status"]].drop_duplicates()
    for action, status in sorted(loose.itertuples(index=False, name=None)):
        found.append(f"decisions where action={action}; status={status} drop")
    return (*found, *(f"decisions add {row}" for row in _rows(moves, inputs)))


def _rows(moves: Sequence[Move], inputs: Inputs) -> list[str]:
    """The moves as rows of `decisions` in the words of a rule."""
    given = held(inputs["decisions"], inputs.case)
    taken = {_key(*row) for row in given[["action", "object", "copy", "stage"]].itertuples(index=False, name=None)}
    own = [move for move in moves if _key(move.action, move.name, move.copy, move.stage) not in taken]
    if not own:
        return []
    rows = pd.DataFrame(
        [(m.action, m.name, m.copy, m.stage, _date(m, inputs), m.quantity, m.share) for m in own],
        columns=["action", "object", "copy", "stage", "date", "quantity", "share"],
    )
    rows = _slipped(rows.astype({"date": "datetime64[s]"}), given, inputs)
    return [
        paired([*((str(name), _cell(value)) for name, value in row.items() if value != ""), ("status", "committed")])
        for row in rows.to_dict("records")
    ]


def _key(action: str, name: str, copy: int, stage: str) -> tuple[object, ...]:
    """What a decision is about: a programme starts production or never does."""
    return ("sop" if action == "never" else action, name, copy, stage)


def _date(move: Move, inputs: Inputs) -> pd.Timestamp:
    """The day on which a move takes effect in a scenario."""
    lead = lead_of(move.action, move.name, move.stage, inputs)
    same = lead is None or lead == move.lead
    return pd.Timestamp(move.date if same else move.taken) + pd.DateOffset(months=0 if same else lead or 0)


def _slipped(rows: pd.DataFrame, given: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """The rows with starts that the scenario's gates hold up; what it does not know is left to the checks."""
    known = {*inputs["gates"]["gate"], *inputs["programmes"]["programme"]}
    here = rows.loc[rows["action"].isin(["gate", "sop"]) & rows["object"].isin(known)]
    names = ["action", "object", "date"]
    both = pd.concat([here[names], given[names]], keys=["own", "given"]).reset_index(level=1, names=["", "line"])
    both = both.rename_axis("whose").reset_index().astype({"date": "datetime64[s]"})
    after = slipped(inputs, both)
    after = after.loc[after["whose"] == "own"].set_index("line")
    moved = rows.copy()
    moved.loc[after.index, ["action", "date"]] = after[["action", "date"]]
    return moved


def _cell(value: object) -> str:
    """A value as a cell of a table."""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
