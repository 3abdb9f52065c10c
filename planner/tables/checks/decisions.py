"""Checks of decisions: what they are about, copies and their dates, lead times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import day, listing
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

_FAR = 1200  # months: further than any horizon, and still a date


@case_check(decisions="action object copy stage date")
def decided_twice(decisions: pd.DataFrame) -> Iterator[Found]:
    """A copy comes on stream once, a programme or gate starts once; only machines may come on several days."""
    once = listing(decisions[decisions["action"] != "machines"]).sort_values("row")
    keys = ["action", "object", "copy"]
    first = once.groupby(keys)["row"].transform("first")
    bad = once.assign(first=first)[once["row"] != first]
    yield from each("decisions", bad, "date", *keys, "first")


@case_check(decisions="action object", lines="line", programmes="programme", gates="gate", contracts="contract")
def unknown_object(
    *,
    decisions: pd.DataFrame,
    lines: pd.DataFrame,
    programmes: pd.DataFrame,
    gates: pd.DataFrame,
    contracts: pd.DataFrame,
) -> Iterator[Found]:
    """Lines come on stream, get machines and work shifts, programmes and gates start, contracts are signed."""
    for action, table, names in (
        ("on_stream", "lines", lines["line"]),
        ("sop", "programmes", programmes["programme"]),
        ("never", "programmes", programmes["programme"]),
        ("gate", "gates", gates["gate"]),
        ("sign", "contracts", contracts["contract"]),
        ("machines", "lines", lines["line"]),
        ("shift", "lines", lines["line"]),
    ):
        bad = decisions[(decisions["action"] == action) & ~decisions["object"].isin(names)]
        for row, name in bad["object"].items():
            words = {"action": action, "there": f"{table}.csv", "hint": hint(name, names)}
            yield Found("decisions", int(str(row)), "object", name, words)


def _copies(decisions: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """On-stream decisions beside their lines."""
    taken = decisions[decisions["action"] == "on_stream"]
    return listing(taken).merge(lines, left_on="object", right_on="line")


@case_check(decisions="action object date", lines="line status")
def decided_existing(decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Only candidate lines come on stream by decisions."""
    told = _copies(decisions, lines)
    yield from each("decisions", told[told["status"] == "existing"], "object")


@case_check(decisions="action object copy", lines="line status copies")
def copy_beyond(decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """No more copies are decided than can be had."""
    told = _copies(decisions, lines)
    bad = told[(told["copy"] > told["copies"]) & (told["status"] == "candidate")]
    yield from each("decisions", bad, "copy", "object", "copies")


@case_check(decisions="action object share", lines="line divisible")
def part_of_whole(decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Only copies of divisible lines are had in part."""
    some = lines.loc[lines["divisible"] == "yes", "line"]
    bad = decisions[(decisions["share"] < 1) & ~((decisions["action"] == "on_stream") & decisions["object"].isin(some))]
    yield from each("decisions", bad, "share", "action", "object")


@case_check(decisions="action object copy", lines="line")
def copy_numbers(decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Copies of a line are numbered 1, 2, 3 ... without holes."""
    told = _copies(decisions, lines).sort_values(["object", "copy"], kind="stable")
    wanted = told.groupby("object").cumcount() + 1
    bad = told.assign(wanted=wanted)[told["copy"] != wanted]
    yield from each("decisions", bad[~bad.duplicated("object")], "copy", "object", "wanted")


@row_check(decisions="action object copy")
def sop_copy(decisions: pd.DataFrame) -> Iterator[Found]:
    """Only lines have copies: a programme or gate starts once, a shift and a job are for all copies of a line."""
    bad = decisions["action"].isin(["sop", "never", "gate", "shift", "maintain"]) & (decisions["copy"] > 1)
    yield from each("decisions", decisions[bad], "copy", "action", "object")


@case_check(decisions="action object copy date", lines="line gap_months")
def copies_too_close(decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """Each copy comes on stream at least gap_months after the one before it."""
    told = _copies(decisions, lines).sort_values(["object", "copy"], kind="stable")
    former = told.groupby("object")["date"].shift()
    earliest = _later(former, told["gap_months"])
    bad = told.assign(former=former, earliest=earliest)[told["date"] < earliest]
    yield from each("decisions", bad.sort_values("row"), "date", "object", "copy", "former", "gap_months", "earliest")


@case_check(decisions="action object date status", lines="line lead_months")
def lead_too_short(case: Case, decisions: pd.DataFrame, lines: pd.DataFrame) -> Iterator[Found]:
    """What is not yet committed is ordered on the plan date at the earliest, and takes its lead time."""
    told = _copies(decisions, lines)
    earliest = _later(pd.Series(day(case.plan_date), index=told.index), told["lead_months"])
    bad = told["status"].isin(["proposed", "approved"]) & (told["date"] < earliest)
    told = told.assign(earliest=earliest, plan_date=case.plan_date)[bad]
    yield from each("decisions", told, "date", "object", "status", "lead_months", "plan_date", "earliest")


@row_check(decisions="object date status")
def decision_after_end(case: Case, decisions: pd.DataFrame) -> Iterator[Found]:
    """What is not settled takes effect in the plan: in the evaluation nothing more is decided."""
    date = decisions["date"]
    bad = decisions["status"].isin(["proposed", "approved"]) & (date > day(case.end)) & (date <= day(case.last))
    yield from each("decisions", decisions[bad].assign(end=case.end), "date", "object", "status", "end")


def _later(dates: pd.Series, months: pd.Series) -> pd.Series:
    """Dates so many months later; the last day of a month where it has no such day."""
    later = [
        date + pd.DateOffset(months=int(min(ahead, _FAR))) if pd.notna(date) else pd.NaT
        for date, ahead in zip(dates, months, strict=True)
    ]
    return pd.Series(later, index=dates.index, dtype=dates.dtype)


@row_check(Severity.WARNING, decisions="object date status")
def done_later(case: Case, decisions: pd.DataFrame) -> Iterator[Found]:
    """What is done lies before the plan date."""
    bad = decisions[(decisions["status"] == "done") & (decisions["date"] > day(case.plan_date))]
    yield from each("decisions", bad.assign(plan_date=case.plan_date), "date", "object", "plan_date")


@case_check(Severity.WARNING, decisions="action object date", programmes="programme sop_earliest")
def sop_too_early(decisions: pd.DataFrame, programmes: pd.DataFrame) -> Iterator[Found]:
    """Production starts no earlier than the programme says it can."""
    sop = listing(decisions[decisions["action"] == "sop"])
    told = sop.merge(programmes, left_on="object", right_on="programme")
    yield from each("decisions", told[told["date"] < told["sop_earliest"]], "date", "object", "sop_earliest")


@case_check(Severity.WARNING, decisions="action object date", programmes="programme sop_latest")
def sop_too_late(decisions: pd.DataFrame, programmes: pd.DataFrame) -> Iterator[Found]:
    """Production starts no later than the programme says it may."""
    sop = listing(decisions[decisions["action"] == "sop"])
    told = sop.merge(programmes, left_on="object", right_on="programme")
    yield from each("decisions", told[told["date"] > told["sop_latest"]], "date", "object", "sop_latest")


@row_check(programmes="programme sop_earliest sop_latest")
def sop_window(programmes: pd.DataFrame) -> Iterator[Found]:
    """Production may start at its latest start."""
    bad = programmes[programmes["sop_latest"] < programmes["sop_earliest"]]
    yield from each("programmes", bad, "sop_latest", "programme", "sop_earliest")


@case_check(decisions="action object")
def sop_and_never(decisions: pd.DataFrame) -> Iterator[Found]:
    """A programme starts production or never does."""
    sop = decisions.loc[decisions["action"] == "sop", "object"]
    yield from each("decisions", decisions[(decisions["action"] == "never") & decisions["object"].isin(sop)], "object")
