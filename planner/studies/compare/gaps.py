"""What a difference in value is worth: below the gaps of both plans together it cannot be told from none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text

if TYPE_CHECKING:
    from planner.studies.compare.figured import Figured

OBJECTIVE = "npv"
DIGITS = 1e-6
"""Share of an amount below which no solver tells digits."""
SAME, UNDECIDED, UNKNOWN, DISTINCT = "same", "undecided", "unknown", ""
"""Keys of the catalogue's section `compare_told`."""


def gap_million(plan: Figured) -> float | None:
    r"""How much better the best plan may be than this one, in million money.

    .. math:: gap = |bound - reached|

    of the plan's value, net present value less penalties; None where the solver told no bound on it, or the plan was
    not made for it.
    """
    levels = [row for row in plan.tables["objective_levels"] if row["objective"] == OBJECTIVE]
    if not levels or levels[-1]["bound"] is None or levels[-1]["reached"] is None:
        return None
    return abs(float(levels[-1]["bound"]) - float(levels[-1]["reached"]))


def worth_of(first: Figured, plan: Figured, values: tuple[float, float]) -> str:
    r"""What the difference of an amount of money between two plans is worth.

    .. math:: |a - b| \le gap_a + gap_b + 10^{-6} \max(|a|, |b|)

    cannot be told from none: either plan might be better by its own gap.
    """
    one, other = values
    if one == other:
        return SAME
    together = together_million(first, plan)
    if together is None:
        return UNKNOWN
    return UNDECIDED if abs(other - one) <= together + DIGITS * max(abs(one), abs(other)) else DISTINCT


def together_million(first: Figured, plan: Figured) -> float | None:
    """The gaps of two plans together; None where one is not known."""
    gaps = gap_million(first), gap_million(plan)
    return None if gaps[0] is None or gaps[1] is None else gaps[0] + gaps[1]


def headline(first: Figured, plan: Figured) -> str:
    """A sentence on the value of a plan beside that of the first."""
    one, other = float(first.kpis["npv_million"]), float(plan.kpis["npv_million"])
    told = worth_of(first, plan, (one, other))
    words = {
        "plan": plan.name,
        "first": first.name,
        "npv": other,
        "apart": abs(other - one),
        "currency": first.currency,
        "gaps": together_million(first, plan) or 0.0,
    }
    if told in {SAME, UNDECIDED}:
        return text(f"compare_headline.{told}", **words)
    side = "more" if other > one else "less"
    return text(f"compare_headline.{side}" + ("_unknown" if told == UNKNOWN else ""), **words)
