"""Checks of what really happened: what it is told of, its dates, no range twice; and of the amounts of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import day, listing
from planner.tables.tell import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.tables.inputs import Case

ON_STREAM, STOCK = "on_stream", "stock"
OF_PROGRAMMES = ("installs", "pilots")
OF_STAGES = ("hours", "uptime", "yield")
SHARES = ("uptime", "yield")
_KEYS = ["measure", "object", "copy", "stage", "item"]


@case_check(actuals="measure object", programmes="programme", lines="line", sites="site")
def actual_object(
    actuals: pd.DataFrame, programmes: pd.DataFrame, lines: pd.DataFrame, sites: pd.DataFrame
) -> Iterator[Found]:
    """Installs are told of programmes, stock of sites, anything else of lines."""
    measures = actuals["measure"]
    of_programme, of_site = measures.isin(OF_PROGRAMMES), measures == STOCK
    for own, table, there, names in (
        (of_programme, "programmes", "programme", programmes["programme"]),
        (of_site, "sites", "site", sites["site"]),
        (~of_programme & ~of_site, "lines", "line", lines["line"]),
    ):
        bad = actuals[own & ~actuals["object"].isin(names)]
        for row, measure, name in bad.itertuples(name=None):
            words = {"measure": measure, "there": there, "file": f"{table}.csv", "hint": hint(name, names)}
            yield Found("actuals", int(row), "object", name, words)


@case_check(actuals="measure object stage", stages="line stage")
def actual_stage(actuals: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Found]:
    """Uptime and yield are told of a stage of the line, hours of one or of the whole line."""
    for row, measure, line, stage in actuals.itertuples(name=None):
        own = stages.loc[stages["line"] == line, "stage"]
        needed = measure in SHARES or bool(stage)
        if needed and (measure not in OF_STAGES or stage not in set(own)) and (measure not in OF_STAGES or len(own)):
            words = {"measure": measure, "object": line, "hint": hint(stage, own) if measure in OF_STAGES else ""}
            yield Found("actuals", int(row), "stage", stage, words)


@case_check(actuals="measure object item", line_items="line item", stocks="item site")
def actual_item(actuals: pd.DataFrame, line_items: pd.DataFrame, stocks: pd.DataFrame) -> Iterator[Found]:
    """Output is told of what the line makes, stock of what can be kept at the site."""
    for row, measure, name, item in actuals.itertuples(name=None):
        if measure == STOCK:
            own = stocks.loc[stocks["site"] == name, "item"]
            right = item in set(own)
        elif measure == "output":
            own = line_items.loc[line_items["line"] == name, "item"]
            right = item in set(own) or (not item and len(own) < 2)  # noqa: PLR2004
        else:
            right = not item
        if not right:
            yield Found("actuals", int(row), "item", item, {"measure": measure, "object": name})


@row_check(actuals="measure object value")
def actual_value(actuals: pd.DataFrame) -> Iterator[Found]:
    """There is a value, and a share is at most 1."""
    value, shares = actuals["value"], actuals["measure"].isin(SHARES)
    bad = (value.isna() & (actuals["measure"] != ON_STREAM)) | (shares & (value > 1))
    yield from each("actuals", actuals[bad], "value", "measure", "object")


@row_check(actuals="measure object from to")
def actual_dates(case: Case, actuals: pd.DataFrame) -> Iterator[Found]:
    """What was counted lies before the plan date; a copy may be expected later."""
    told = actuals.assign(from_day=actuals["from"].dt.strftime("%Y-%m-%d"), plan_date=case.plan_date)
    inside = (told["from"] >= day(case.start)) & (told["to"] >= told["from"]) & (told["to"] < day(case.plan_date))
    expected = (told["measure"] == ON_STREAM) & told["to"].isna()
    yield from each("actuals", told[~inside & ~expected], "to", "measure", "object", "from_day", "plan_date")


@case_check(actuals="measure object copy stage item from to")
def actual_overlap(actuals: pd.DataFrame) -> Iterator[Found]:
    """A measure of an object is told once for every day."""
    rows = listing(actuals).assign(to=actuals["to"].fillna(actuals["from"]).to_numpy()).sort_values(["from", "row"])
    for _, own in rows.groupby(_KEYS, dropna=False, sort=False):
        until = own["to"].cummax().shift()
        told = own.assign(first=own["row"].shift())[(own["from"] <= until).to_numpy()]
        yield from each("actuals", told.astype({"first": "int64"}), "from", "measure", "object", "first")


@case_check(actuals="measure object copy", decisions="action object copy")
def actual_copy(actuals: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[Found]:
    """Only a copy that was decided comes on stream."""
    taken = decisions.loc[decisions["action"] == ON_STREAM, ["object", "copy"]]
    known = set(taken.itertuples(index=False, name=None))
    told = actuals[actuals["measure"] == ON_STREAM]
    missing = [(line, copy) not in known for line, copy in zip(told["object"], told["copy"], strict=True)]
    yield from each("actuals", told[pd.Series(missing, index=told.index, dtype=bool)], "copy", "object")


@row_check(past="measure from")
def past_dates(case: Case, past: pd.DataFrame) -> Iterator[Found]:
    """Amounts are given of periods before the plan date."""
    bad = past[past["from"] >= day(case.plan_date)]
    yield from each("past", bad.assign(plan_date=case.plan_date), "from", "measure", "plan_date")
