"""What a study of regret says, in sentences: the terminal and the workbook show the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.messages import text
from planner.scenarios.chain import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.studies.regret.matrix import Pick
    from planner.studies.regret.run import Regrets


def said(found: Regrets) -> list[str]:
    """What each rule picks, and what knowing would be worth."""
    return [*map(picked, found.picks), *_worth(found)]


def careful(found: Regrets) -> list[str]:
    """What a reader should know: gaps, what has no plan, what goes beyond budgets or own plans."""
    return [*_careful(found)]


def rule(name: str) -> str:
    """A rule of choice in words."""
    return text(f"regret.rule_{name}")


def picked(pick: Pick) -> str:
    """What a rule picks."""
    if not pick.choice:
        return text("regret.pick_none", rule=rule(pick.rule))
    if pick.alike:
        return text("regret.pick_alike", rule=rule(pick.rule), choice=pick.choice, alike=", ".join(pick.alike))
    return text("regret.pick", rule=rule(pick.rule), choice=pick.choice)


def _worth(found: Regrets) -> Iterator[str]:
    worth, currency = found.worth, found.currency
    if worth.rp is None:
        yield text("regret.worth_none", ws=worth.ws, currency=currency)
        return
    yield text("regret.worth", ws=worth.ws, rp=worth.rp, evpi=worth.evpi, currency=currency)
    if worth.eev is not None:
        yield text("regret.vss", eev=worth.eev, vss=worth.vss, currency=currency)
    elif any(BASE in row.scenarios for row in found.choices):
        yield text("regret.vss_none")


def _careful(found: Regrets) -> Iterator[str]:
    currency = found.currency
    if found.worth.unsure > 0:
        yield text("regret.unsure", unsure=found.worth.unsure, currency=currency)
    for name, reason in found.without.items():
        yield text("regret.without", name=name, reason=reason)
    for pair in found.pairs:
        names = {"choice": pair.choice, "scenario": pair.scenario}
        if not math.isfinite(pair.value):
            yield text("regret.pair_without", **names, reason=pair.reason)
        elif pair.over > 0:
            yield text("regret.pair_over", **names, over=pair.over, currency=currency)
    yield from found.warnings
