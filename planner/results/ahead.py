"""What a plan says of its decisions: what each unlocks, when it is due, what waiting costs, what keeps others away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from planner.errors import UsageError
from planner.messages import text
from planner.results import keepers, redecide, unlocks, waiting
from planner.results.due import due
from planner.results.limited_by import in_words
from planner.results.schedule import investments
from planner.results.variants import Variants

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planner.results.variants import Outcome
    from planner.results.view import View
    from planner.solve import Options
    from planner.tables.inputs import Inputs

Waiting = Literal["hold", "decide", "none"]


@dataclass(frozen=True)
class Ahead:
    """How far to look ahead.

    Attributes:
        due_months: Months after the plan date within which a decision counts as due.
        waiting: What waiting costs with the other decisions held ("hold"), decided again ("decide"; slow: a solve with
            the options of the run for each wait), or not at all ("none").
        plain: Whether all is left out for which the plan is solved again: what missed gates, waits and absent copies
            cost, what keeps a limit from growing, what limits are worth. Large cases have hundreds of such questions.
    """

    due_months: int = 12
    waiting: Waiting = "hold"
    plain: bool = False


def solves_again(ahead: Ahead | None, *, missed: bool) -> bool:
    """Whether results take further solves of the plan; `missed` as `build.plan` takes it."""
    return missed and not (ahead or Ahead()).plain


def ahead_of(due_months: int, waiting: str, *, plain: bool = False) -> Ahead:
    """How far to look ahead, as the command line says it.

    Raises:
        UsageError: There is no such way to look at waiting, or what is left out is asked for.
    """
    ways: dict[str, Waiting] = {way: way for way in get_args(Waiting)}
    if waiting not in ways:
        raise UsageError(text("due.unknown_waiting", waiting=waiting, known=", ".join(ways)))
    if plain and waiting == "decide":
        raise UsageError(text("due.plain_decides"))
    return Ahead(due_months, ways[waiting], plain)


def plain_tables(view: View, limited: pd.DataFrame, ahead: Ahead) -> dict[str, pd.DataFrame]:
    """The same tables as `decision_tables` without what takes further solves."""
    copies = investments(view)
    return {
        "investments": copies.assign(unlocks_installs=np.nan, unlocks_million=np.nan, unlocks=""),
        "decisions_due": waiting.lost(due(view, copies, ahead.due_months), None),
        "limited_by": in_words(limited, {}),
    }


def decision_tables(
    view: View, limited: pd.DataFrame, ahead: Ahead, undecided: Inputs, options: Options | None
) -> dict[str, pd.DataFrame]:
    """Investments, decisions due and what limits each year (year, programme, limited_by).

    Args:
        view: The plan.
        limited: From `limited_by.limited_by`.
        ahead: How far to look.
        undecided: The case before anything was decided.
        options: How the plan was solved.
    """
    copies = investments(view)
    coming = due(view, copies, ahead.due_months)
    gone = unlocks.absent(view, copies)
    decide = undecided.case.decide
    again = ahead.waiting == "decide" and bool(decide)
    hold = ahead.waiting != "none" and not again
    moves = waiting.moved(view, view.inputs["decisions"], coming) if hold else []
    kept = keepers.keepers(view, [limit for limits in limited["limits"] for limit in limits], decide)
    asked = [keeper.decisions for keeper in kept.values() if isinstance(keeper, keepers.Question)]
    variants = Variants(view, [*gone, *(table for row in moves for table in row), *asked])
    outcomes: Sequence[Sequence[Outcome]] | None = None
    if hold:
        outcomes = [[variants.outcome(table) for table in row] for row in moves]
    elif again:
        outcomes = redecide.outcomes(view, undecided, coming, options)
    return {
        "investments": unlocks.unlocked(view, copies, [variants.outcome(table) for table in gone]),
        "decisions_due": waiting.lost(coming, outcomes),
        "limited_by": in_words(limited, keepers.answered(view, kept, variants)),
    }
