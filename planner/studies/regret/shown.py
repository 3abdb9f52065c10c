"""A study of regret as its workbook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.exports.regretted import Choice, First, Regretted
from planner.messages import text
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
    """What the choices begin with, by the first day on which any takes it."""
    days: dict[tuple[object, ...], dict[str, list[str]]] = {}
    words: dict[tuple[object, ...], str] = {}
    for choice, moves in found.moves.items():
        for move in moves:
            about = (move.action, move.name, move.copy, move.stage)
            words[about] = text(f"regret.first_{move.action}", object=move.name, copy=move.copy, stage=move.stage)
            days.setdefault(about, {}).setdefault(choice, []).append(_taken(move))
    rows = [
        First(words[about], ["; ".join(by_choice.get(choice, ())) for choice in found.moves])
        for about, by_choice in days.items()
    ]
    return sorted(rows, key=lambda row: (min(filter(None, row.taken)), row.words))


def _taken(move: Move) -> str:
    """The day of the decision, and how much is decided where that is not one."""
    if move.action == "machines":
        return text("regret.taken_machines", taken=move.taken, quantity=move.quantity)
    return move.taken + (text("regret.part", share=move.share) if move.share < 1 else "")
