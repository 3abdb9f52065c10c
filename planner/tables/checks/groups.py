"""Checks of groups of lines: limits that say nothing, and given copies that break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Severity
from planner.memory import remembered
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import DAY, day, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

_FIRM = ("committed", "done")
_READ = {
    "groups": "group line",
    "group_limits": "group kind from copies",
    "lines": "line status on_stream copies",
    "decisions": "action object date status",
}


@row_check(group_limits="group kind copies")
def group_without_copies(group_limits: pd.DataFrame) -> Iterator[Found]:
    """A most or least number of copies is a number."""
    bad = group_limits[group_limits["kind"].isin(["most", "least"]) & group_limits["copies"].isna()]
    yield from each("group_limits", bad, "copies", "group", "kind")


@remembered()
def _given(case: Case, groups: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Copies that hold whatever is decided: group, line, date; one row a copy and group."""
    existing = lines[lines["status"] == "existing"]
    existing = existing.loc[existing.index.repeat(existing["copies"].clip(lower=0))]
    existing = pd.DataFrame({"line": existing["line"], "date": existing["on_stream"]})
    candidates = lines.loc[lines["status"] == "candidate", "line"]
    taken = decisions[(decisions["action"] == "on_stream") & decisions["object"].isin(candidates)]
    if "lines" in case.decide:
        taken = taken[taken["status"].isin(_FIRM)]
    decided = pd.DataFrame({"line": taken["object"], "date": taken["date"]})
    parts = [part for part in (existing, decided) if len(part)]
    return groups.merge(pd.concat(parts, ignore_index=True) if parts else existing, on="line")


def _by(case: Case, limits: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Limits of a kind with the day `by` which copies are counted: the last of a most, the first of a least."""
    own = listing(limits[limits["kind"] == kind].dropna(subset="copies"))
    own = own.assign(since=own["from"].fillna(pd.Timestamp(1900, 1, 1))).sort_values(["group", "since"], kind="stable")
    last = (own.groupby("group")["since"].shift(-1) - DAY).fillna(day(case.last))
    return own.assign(by=last if kind == "most" else own["since"])


def _counts(limits: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """The limits with the number of given copies by their day, `count`."""
    counts = [
        int(((given["group"] == group) & (given["date"] <= by)).sum())
        for group, by in zip(limits["group"], limits["by"], strict=True)
    ]
    return limits.assign(count=counts)


@case_check(Severity.WARNING, **_READ)
def group_most_given(
    *, case: Case, groups: pd.DataFrame, group_limits: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame
) -> Iterator[Found]:
    """Given copies of a group are no more than its most."""
    told = _counts(_by(case, group_limits, "most"), _given(case, groups, lines, decisions))
    yield from each("group_limits", told[told["count"] > told["copies"]], "copies", "group", "count", "by")


@case_check(**_READ)
def group_least_given(
    *, case: Case, groups: pd.DataFrame, group_limits: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame
) -> Iterator[Found]:
    """Where lines are not left to the planner, given copies are the least of a group."""
    if "lines" not in case.decide:
        told = _counts(_by(case, group_limits, "least"), _given(case, groups, lines, decisions))
        yield from each("group_limits", told[told["count"] < told["copies"]], "copies", "group", "count", "by")


@case_check(Severity.WARNING, **_READ)
def group_routes_given(
    *, case: Case, groups: pd.DataFrame, group_limits: pd.DataFrame, lines: pd.DataFrame, decisions: pd.DataFrame
) -> Iterator[Found]:
    """Given copies of an exclusive group are of one line."""
    given = _given(case, groups, lines, decisions).drop_duplicates(["group", "line"])
    exclusive = group_limits[group_limits["kind"] == "exclusive"]
    for row, group in exclusive["group"].items():
        routes = given.loc[given["group"] == group, "line"]
        if len(routes) > 1:
            yield Found("group_limits", int(str(row)), "group", group, {"lines": ", ".join(routes)})
