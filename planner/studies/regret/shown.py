"""A study of regret as its workbook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.regretted import Choice, First, Regretted
from planner.studies.regret.words import careful, rule, said

if TYPE_CHECKING:
    from planner.studies.regret.matrix import Row
    from planner.studies.regret.moves import Move
    from planner.studies.regret.run import Regrets


def regretted(found: Regrets) -> Regretted:
    """Everything that the workbook shows."""
    return Regretted(
        title=found.title,
        currency=found.currency,
        months=found.asked.months,
        weights=found.weights,
        best=list(found.best.values()),
        choices=[_choice(row, found) for row in found.choices],
        firsts=_firsts(found),
        said=said(found),
        careful=careful(found),
    )


def _choice(row: Row, found: Regrets) -> Choice:
    own = {pair.scenario: pair for pair in found.pairs if pair.choice == row.choice}
    pairs = [own[name] for name in found.weights]
    return Choice(
        name=row.choice,
        whose=row.scenarios,
        decisions=row.decisions,
        values=[pair.value for pair in pairs],
        regrets=[pair.regret for pair in pairs],
        gaps=[pair.gap for pair in pairs],
        expected=row.expected,
        worst=row.worst,
        regret=row.regret,
        picked_by=[rule(name) for name in row.picked_by],
    )


def _firsts(found: Regrets) -> list[First]:
    """The first moves of all choices, each once, in the order in which they are taken."""
    moves: dict[tuple[object, ...], Move] = {}
    dates: dict[tuple[object, ...], dict[str, str]] = {}
    for choice, own in found.moves.items():
        for move in own:
            moves.setdefault(move.what, move)
            dates.setdefault(move.what, {})[choice] = move.date
    every = sorted(moves.items(), key=lambda pair: (pair[1].taken, pair[1].words))
    return [
        First(move.taken, move.words, [dates[what].get(choice, "") for choice in found.moves]) for what, move in every
    ]
