"""The bridge between two plans: values of all mixes, parts by group, and what it says."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from planner.errors import NoPlanError, UsageError
from planner.messages import text
from planner.results.explained import Explained
from planner.studies.bridge.groups import DECISIONS, REST, SETTINGS, changed, given_otherwise
from planner.studies.bridge.mixes import Mixes
from planner.studies.bridge.shapley import parts, steps, whole_orders
from planner.studies.compare.gaps import UNDECIDED, worth_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.studies.bridge.mixes import Value
    from planner.studies.bridge.shapley import Part
    from planner.studies.reopen import Reopened

MEASURES = ("value", "npv", "installs")
"""What is bridged: present value less penalties, net present value, production installs."""
MOST = 5
"""Groups; of more the least go together, since every order of all of them is asked."""
ASKED = "asked"
"""What stands for objectives, targets and statuses that hold, beside the names of tables."""
DIGITS = 6
COLUMNS = ["measure", "unit", "step", "part", "name", "start", "change", "end", "least", "most", "inputs"]


class Valued(Protocol):
    """What tells the value of a mix."""

    def value(self, groups: frozenset[str]) -> Value:
        """What the first plan is worth with some groups of the second."""


Joined = dict[str, tuple[str, ...]]
"""Groups by the name of the part that they make up."""


def bridge(
    one: Reopened,
    other: Reopened,
    *,
    redecide: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Explained:
    """What each group of inputs that changed is worth between two plans.

    Args:
        one: The former plan.
        other: The later plan.
        redecide: Whether every mix is decided anew; else decisions are a group of their own, those of either plan.
        tell: Is told how many mixes are solved, and of how many.

    Raises:
        UsageError: The plans differ in nothing that a plan follows from, or in their money.
        NoPlanError: No order of the changes has a plan at every step.
    """
    _require_alike(one, other)
    mixes = Mixes(one, other, redecide)
    tables = changed(*mixes.files)
    if one.asked.wanted != other.asked.wanted:
        tables[SETTINGS] = (*tables.get(SETTINGS, ()), ASKED)
    if given_otherwise(*mixes.files) if redecide else _decided_otherwise(one, other):
        tables[DECISIONS] = (DECISIONS,)
    if not tables:
        raise UsageError(text("bridge.nothing", one=one.report.folder.name, other=other.report.folder.name))
    together = joined(list(tables), mixes)
    _solve_all(together, mixes, tell)
    orders = whole_orders(list(together), lambda step: mixes.value(_groups(step, together)).stands)
    if not orders:
        raise NoPlanError(text("bridge.no_order"), _faults(together, mixes))

    def shares(measure: str) -> dict[str, Part]:
        return parts(orders, lambda step: mixes.value(_groups(step, together)).measures[measure])

    found = {measure: shares(measure) for measure in MEASURES}
    ends = [mixes.value(groups).measures for groups in (frozenset(), _groups(frozenset(together), together))]
    table = _table(
        found, ends, {part: [t for g in groups for t in tables[g]] for part, groups in together.items()}, one
    )
    return _told(one, other, table, together, orders)


def _require_alike(one: Reopened, other: Reopened) -> None:
    money = one.undecided.case.currency, other.undecided.case.currency
    if money[0] != money[1]:
        raise UsageError(text("bridge.other_money", one=money[0], other=money[1]))


def _decided_otherwise(one: Reopened, other: Reopened) -> bool:
    keys = ["action", "object", "copy", "stage", "date", "share", "quantity"]
    tables = [
        plan.inputs["decisions"][keys].astype({"date": "datetime64[s]"}).sort_values(keys).reset_index(drop=True)
        for plan in (one, other)
    ]
    return not tables[0].equals(tables[1])


def joined(groups: Sequence[str], mixes: Valued) -> Joined:
    """Each group a part; of more than five the ones that alone move the value least are one part together."""
    if len(groups) <= MOST:
        return {group: (group,) for group in groups}
    start = mixes.value(frozenset()).measures.get("value", 0.0)

    def moves(group: str) -> float:
        alone = mixes.value(frozenset({group}))
        return abs(alone.measures["value"] - start) if alone.stands else float("inf")

    largest = sorted(groups, key=lambda group: -moves(group))[: MOST - 1]
    rest = tuple(group for group in groups if group not in largest)
    return {**{group: (group,) for group in groups if group in largest}, REST: rest}


def _groups(step: frozenset[str], joined: Joined) -> frozenset[str]:
    return frozenset(group for part in step for group in joined[part])


def _solve_all(joined: Joined, mixes: Mixes, tell: Callable[[int, int], None]) -> None:
    """Solve every mix, by size: a bar can then tell how far it is."""
    every = [frozenset[str]()]
    for part in joined:
        every += [step | {part} for step in every]
    tell(0, len(every))
    for number, step in enumerate(every, 1):
        mixes.value(_groups(step, joined))
        tell(number, len(every))


def _faults(joined: Joined, mixes: Mixes) -> list[str]:
    """Why mixes of the fewest changes have no plan."""
    every = [frozenset(some) for size in range(len(joined) + 1) for some in combinations(joined, size)]
    values = {step: mixes.value(_groups(step, joined)) for step in every}
    broken = [step for step in every if not values[step].stands]
    least = min(map(len, broken))
    return [
        text("bridge.fault", part=_names(step, joined), why=values[step].reason)
        for step in broken
        if len(step) == least
    ]


def _names(step: frozenset[str], joined: Joined) -> str:
    return text("bridge.comma").join(_name(part) for part in joined if part in step) or _name("start")


def _table(
    found: Mapping[str, Mapping[str, Part]],
    ends: Sequence[Mapping[str, float]],
    tables: Mapping[str, Sequence[str]],
    one: Reopened,
) -> pd.DataFrame:
    """Start, a row a part with the widest first, end; each row begins where the one before it ends."""
    rows: list[dict[str, object]] = []
    order = sorted(tables, key=lambda part: -abs(found["value"][part].mean))
    for measure in MEASURES:
        unit = "car" if measure == "installs" else f"million {one.undecided.case.currency}"
        level = ends[0][measure]
        rows.append({"measure": measure, "unit": unit, "step": 0, "part": "start", "start": 0.0, "end": level})
        for step, part in enumerate(order, 1):
            share = found[measure][part]
            now = {"measure": measure, "unit": unit, "step": step, "part": part, "start": level}
            level = level + share.mean if step < len(order) else ends[1][measure]
            rows.append(
                now | {"end": level, "least": share.least, "most": share.most, "inputs": ", ".join(tables[part])}
            )
        last = {"measure": measure, "unit": unit, "step": len(order) + 1, "part": "end", "start": 0.0, "end": level}
        rows.append(last)
    frame = pd.DataFrame(rows)
    numbers = ["start", "end", "least", "most"]
    frame[numbers] = frame[numbers].astype(float).round(DIGITS) + 0.0
    frame["change"] = (frame["end"] - frame["start"]).round(DIGITS) + 0.0
    frame["name"] = frame["part"].map(_name)
    return frame.fillna({"inputs": ""})[COLUMNS]


def _name(part: str) -> str:
    return text(f"bridge_part.{part}")


def _told(
    one: Reopened, other: Reopened, table: pd.DataFrame, joined: Joined, orders: Sequence[tuple[str, ...]]
) -> Explained:
    plan = other.showing({"bridge": table})
    names = {"one": one.report.folder.name, "other": other.report.folder.name, "currency": plan.case.currency}
    value = table.loc[table["measure"] == "value"]
    inner = value.loc[~value["part"].isin(["start", "end"])]
    first, last = float(value["end"].iloc[0]), float(value["end"].iloc[-1])
    listed = [text("bridge.share", name=row["name"], change=row["change"]) for row in inner.to_dict("records")]
    headlines = [
        text("bridge.headline", **names, first=first, last=last, change=last - first),
        text("bridge.parts", parts=text("bridge.comma").join(listed)),
    ]
    if worth_of(one.report, other.report, (first, last)) == UNDECIDED:
        headlines.append(text("bridge.undecided"))
    every = len(whole_orders(list(joined), lambda _: True))
    warnings = [] if len(orders) == every else [text("bridge.some_orders", count=len(orders), every=every)]
    if REST in joined:
        warnings.append(text("bridge.joined", names=text("bridge.comma").join(_name(g) for g in joined[REST])))
    facts = {
        "from": {"case": one.report.case, "scenario": one.report.scenario, "manifest": one.report.sha256},
        "to": {"case": other.report.case, "scenario": other.report.scenario, "manifest": other.report.sha256},
        "parts": {part: list(groups) for part, groups in joined.items()},
        "orders": len(orders),
        "mixes": len({step for order in orders for step in steps(order)}),
    }
    return Explained("bridge", plan, tuple(headlines), facts, tuple(warnings))
