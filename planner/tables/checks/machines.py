"""Checks of extra machines: where they can stand, which copies get them, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Severity
from planner.memory import remembered
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import day, listing, running
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

_FAR = 1200  # months: further than any horizon, and still a date
_FIRM = ("committed", "done", "planned")
_DECIDED = "action object copy stage date status"
_LINES = "line status on_stream copies"


@case_check(machines="line stage", stages="line stage machines")
def machine_stage(machines: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """Extra machines stand beside those that each copy of the line comes with."""
    for row, line, stage in machines.itertuples(name=None):
        own = stages[(stages["line"] == line) & (stages["machines"] > 0)]["stage"]
        if stage not in set(own):
            yield Found("machines", int(row), "stage", stage, {"line": line, "hint": hint(stage, own)})


@case_check(machines="line stage", lines="line divisible")
def machine_part(machines: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Extra machines stand at whole copies."""
    parts = lines.loc[lines["divisible"] == "yes", "line"]
    yield from each("machines", machines[machines["line"].isin(parts)], "line", "stage")


@row_check(decisions="action object stage quantity")
def machine_words(decisions: pd.DataFrame) -> Iterator[Found]:
    """Only machines have a stage and a quantity."""
    others = decisions[decisions["action"] != "machines"]
    yield from each("decisions", others[others["stage"] != ""], "stage", "action", "object")
    yield from each(
        "decisions", others[(others["stage"] == "") & (others["quantity"] != 1)], "quantity", "action", "object"
    )


@case_check(decisions="action object stage", machines="line stage")
def machine_not_offered(decisions: pd.DataFrame, machines: pd.DataFrame) -> Iterator[Found]:
    """Decided machines are of a kind that can be had."""
    rows = decisions[decisions["action"] == "machines"]
    for row, name, stage in zip(rows.index, rows["object"], rows["stage"], strict=True):
        known = machines[machines["line"] == name]["stage"]
        if stage not in set(known):
            yield Found("decisions", int(row), "stage", stage, {"object": name, "hint": hint(stage, known)})


def _asked(decisions: pd.DataFrame, machines: pd.DataFrame) -> pd.DataFrame:
    """Decided machines beside their kind."""
    rows = listing(decisions[decisions["action"] == "machines"])
    return rows.merge(machines, left_on=["object", "stage"], right_on=["line", "stage"])


@case_check(decisions="action object copy stage date quantity", machines="line stage most")
def machines_beyond(decisions: pd.DataFrame, machines: pd.DataFrame) -> Iterator[Found]:
    """No more machines are decided for a stage of a copy than can be had."""
    told = _asked(decisions, machines).sort_values("row")
    total = told.groupby(["object", "copy", "stage"])["quantity"].cumsum()
    yield from each(
        "decisions",
        told.assign(total=total)[total > told["most"]],
        "quantity",
        "object",
        "copy",
        "stage",
        "total",
        "most",
    )


@remembered()
def _beside_copies(case: Case, decisions: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Decided machines beside the copies that run whatever is left to the planner: since (NaT: no such copy)."""
    existing = lines[lines["status"] == "existing"]
    existing = existing.loc[existing.index.repeat(existing["copies"])]
    existing = existing.assign(copy=existing.groupby("line").cumcount() + 1)[["line", "copy", "on_stream"]]
    holds = decisions if "lines" not in case.decide else decisions[decisions["status"].isin(_FIRM)]
    decided = running(lines, holds)
    decided = decided[decided["table"] == "decisions"][["line", "copy", "on_stream"]]
    since = pd.concat([existing, decided]).drop_duplicates(["line", "copy"])
    since = since.rename(columns={"line": "object", "on_stream": "since"})
    machines = decisions[(decisions["action"] == "machines") & decisions["object"].isin(lines["line"])]
    return listing(machines).merge(since, on=["object", "copy"], how="left")


@case_check(decisions=_DECIDED, lines=_LINES)
def machine_copy(case: Case, decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Machines come to a copy that runs whatever is left to the planner."""
    told = _beside_copies(case, decisions, lines)
    yield from each("decisions", told[told["since"].isna()], "copy", "object", "stage")


@case_check(decisions=_DECIDED, lines=_LINES)
def machine_early(case: Case, decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Machines come no earlier than their copy."""
    told = _beside_copies(case, decisions, lines)
    yield from each("decisions", told[told["date"] < told["since"]], "date", "object", "copy", "stage", "since")


@case_check(decisions="action object stage date status", machines="line stage lead_months earliest")
def machine_lead(case: Case, decisions: pd.DataFrame, machines: pd.DataFrame) -> Iterator[Found]:
    """Machines that are not yet committed are ordered on the plan date at the earliest, and take their lead time."""
    told = _asked(decisions, machines)
    plan_date = day(case.plan_date)
    ready = [plan_date + pd.DateOffset(months=int(min(lead, _FAR))) for lead in told["lead_months"]]
    earliest = pd.Series(ready, index=told.index, dtype="datetime64[s]")
    bad = told["status"].isin(["proposed", "approved"]) & (told["date"] < earliest)
    told = told.assign(earliest=earliest, plan_date=case.plan_date)[bad]
    yield from each("decisions", told, "date", "object", "stage", "status", "lead_months", "plan_date", "earliest")


@row_check(Severity.WARNING, machines="line stage capex_million")
def free_machine(case: Case, machines: pd.DataFrame) -> Iterator[Found]:
    """A machine that the planner may buy costs something; else it buys them all."""
    bad = machines[(machines["capex_million"] == 0) & ("machines" in case.decide)]
    yield from each("machines", bad, "capex_million", "line", "stage")
