"""What one more of each limit brings, in words: prices of the plan with its decisions held, proved by re-solves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.messages import text
from planner.results.names import reader_names
from planner.results.stands import stand
from planner.results.steps import STAGE_UNIT, steps
from planner.results.words import LimitWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.results.steps import Step
    from planner.results.view import View

PROVED = 12
"""Steps that are solved again, both ways: those that bring most, beside those whose price ends before the step."""
OF_EACH_YEAR = 2
"""Of these so many of each year come first."""
MONEY = 1e6
SMALL, TINY = 0.1, 1e3
"""Million money below which an amount is told in money, and money below which with its decimals."""
ALIKE = 0.01
"""Share by which gain and loss, or a re-solve and its price, may differ and still count as one."""
NONE = 1e-3
"""Share of a step below which a price holds for nothing."""
COLUMNS = [
    *("year", "rank", "rank_plan", "limit", "copy", "unit", "now", "step"),
    *("gain_million", "loss_million", "worth", "worth_less", "worth_present", "holds_less", "holds_more"),
    *("proved", "meaning", "opens"),
]
WHOLE = {"copy": "int64", "rank": "int64", "rank_plan": "int64", "year": "int64"}


@dataclass(frozen=True)
class Worth:
    """What a step is worth, million money of present value.

    Attributes:
        gain: What the natural step more brings.
        loss: What it costs one less; NaN where that was not asked, infinite where there is no plan.
        more, less: Steps of one unit for which the price holds.
        proved: Whether gain and loss were solved for.
    """

    gain: float
    loss: float
    more: float
    less: float
    proved: bool


def prices(view: View, most: int = PROVED) -> pd.DataFrame:
    """Every limit of the plan with a price, by year, those that bring most first.

    A price is what the solver's basis says of one more; where the basis is one of several it is true of one side only,
    or of none. So the natural step of the limits that bring most is solved for, both ways, and that counts.

    Args:
        view: The plan, of which everything is decided.
        most: Steps that are solved for.
    """
    found = steps(view)
    worths = _worths(view, found, most)
    words = LimitWords(view.answer.program, view.capacity, reader_names(view.inputs))
    rows = [_row(view, words, step, worth) for step, worth in zip(found, worths, strict=True)]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if not name.startswith("rank")])
    table = table.sort_values("gain_million", ascending=False, kind="stable", ignore_index=True)
    table["rank_plan"] = np.arange(1, len(table) + 1)
    table = table.sort_values(["year", "rank_plan"], ignore_index=True)
    table["rank"] = table.groupby("year").cumcount() + 1
    return table[COLUMNS].astype(WHOLE)


def _worths(view: View, found: Sequence[Step], most: int) -> list[Worth]:
    """What each step is worth; those solved for whose price says that they bring most, or ends before the step does."""
    moves = [(step.rows, sign * step.by) for sign in (1.0, -1.0) for step in found]
    ends = view.again.reach(moves)
    more, less = ends[: len(found)], ends[len(found) :]
    ending = [n for n, step in enumerate(found) if more[n] < step.size]
    asked = {*_first(found, most), *ending}
    gains = {n: (_gain(view, found[n], 1.0), _loss(view, found[n])) for n in sorted(asked)}
    worths = []
    for n, step in enumerate(found):
        priced = step.worth * step.size
        gain, loss = gains.get(n, (priced, np.nan))
        # Where the solver's basis says less than a re-solve has shown, the re-solve counts.
        up = max(more[n], step.size) if n in gains and abs(gain - priced) <= ALIKE * priced else more[n]
        down = max(less[n], step.size) if n in gains and abs(loss - priced) <= ALIKE * priced else less[n]
        worths.append(Worth(gain, loss, up, down, n in gains))
    return worths


def _first(found: Sequence[Step], most: int) -> list[int]:
    """The steps whose price says that they bring most: the first few of each year, then of all."""
    ranked = sorted(range(len(found)), key=lambda n: (-found[n].worth * found[n].size, n))
    place: dict[int, int] = {}
    seen: dict[int, int] = {}
    for n in ranked:
        seen[found[n].year] = place[n] = seen.get(found[n].year, 0) + 1
    return sorted(ranked, key=lambda n: place[n] > OF_EACH_YEAR)[:most]


def _gain(view: View, step: Step, sign: float) -> float:
    """Million money of present value that a natural step more (sign -1: less) brings; minus infinity without a plan."""
    again = view.again
    answer = again.moved(step.rows, sign * step.size * step.by)
    if not answer.status.has_plan:
        return -np.inf
    return again.first.objective - answer.objective


def _loss(view: View, step: Step) -> float:
    """What a natural step less costs, as the gain; NaN where there is no whole step less to take."""
    falls = bool((step.by > 0).all())
    return np.nan if falls and step.now < step.size else -_gain(view, step, -1.0)


def _row(view: View, words: LimitWords, step: Step, worth: Worth) -> tuple[object, ...]:
    of_one, less = worth.gain / step.size, worth.loss / step.size
    told = np.isnan(worth.loss) or abs(worth.loss - worth.gain) <= ALIKE * worth.gain
    return (
        step.year,
        words.limit(step.family, step.number),
        step.copy,
        unit_of(view, words, step),
        step.now,
        step.size,
        worth.gain,
        worth.loss,
        of_one / step.discount * MONEY,
        np.nan if told else less / step.discount * MONEY,
        of_one * MONEY,
        worth.less,
        worth.more,
        worth.proved,
        _sentence(view, words, step, worth, told=bool(told)),
        stand(view.inputs, words, step.family, step.number).opens,
    )


def unit_of(view: View, words: LimitWords, step: Step) -> str:
    """The unit of a step as readers know it: that of the item where the program counts units of one."""
    if step.unit in {"unit", "good"}:
        key = words.raw(step.family, step.number)
        items = view.inputs["items"].set_index("item")["unit"]
        if key.get("item") in items:
            return str(items[key["item"]])
        return text("prices.vehicle") if "programme" in key else text(f"unit.{step.unit}")
    return text(f"prices.{step.unit}") if step.unit == STAGE_UNIT else text(f"unit.{step.unit}")


def _sentence(view: View, words: LimitWords, step: Step, worth: Worth, *, told: bool) -> str:
    """What a step brings, the other way where that is not the same, and where the price ends before the step does."""
    key, currency = words.keys(step.family, step.number), view.inputs.case.currency
    period = view.labels[key["period"]] if "period" in key else ""
    unit, waits = unit_of(view, words, step), words.waits_for_start(step.family, step.number)
    gain = money(worth.gain / step.discount, currency)
    if abs(step.discount - 1.0) > ALIKE:
        gain = text("prices.both", gain=gain, present=money(worth.gain, currency))
    told_of = {**key, "period": period, "copy": step.copy or key.get("copy"), "year": step.year}
    said = text(
        f"brings.{'waits' if waits else step.family}", **told_of, more=f"{step.size:,.6g}", unit=unit, gain=gain
    )
    if np.isinf(worth.loss):
        return said + text("prices.no_plan")
    if not told:
        said += text("prices.less", loss=money(worth.loss / step.discount, currency))
    if NONE < worth.more / step.size < 1.0:
        said += text("prices.falls", more=f"{worth.more:,.3g}", unit=unit)
    return said + text("prices.end")


def money(million: float, currency: str) -> str:
    """An amount in words: millions, or money where it is less than a tenth of one."""
    if abs(million) >= SMALL:
        return text("prices.million", million=f"{million:,.1f}", currency=currency)
    amount = million * MONEY
    return text("prices.money", money=f"{amount:,.0f}" if abs(amount) >= TINY else f"{amount:,.3g}", currency=currency)
