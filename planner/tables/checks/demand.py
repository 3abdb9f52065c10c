"""Checks of what is asked for: levels, least sales, targets, pilots, seasons, programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import found_in
from planner.tables.tell import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.tables.inputs import Case

_MONTHS = range(1, 13)


@row_check(Severity.WARNING, demand="low base high", supply="low base high", pilots="low base high")
def levels_order(**tables: pd.DataFrame) -> Iterator[Found]:
    """Low is at most base, base at most high."""
    for table, frame in tables.items():
        for column, other in (("low", "base"), ("base", "high")):
            bad = frame[frame[column] > frame[other]]
            yield from each(table, bad.assign(other=other, limit=bad[other]), column, "other", "limit")


@row_check(demand="programme low base high least least_penalty")
def least_above_demand(case: Case, demand: pd.DataFrame) -> Iterator[Found]:
    """No more must be sold than is asked for; a warning where falling below is priced."""
    asked = demand[case.demand_level].fillna(demand["base"])
    bad = demand.assign(asked=asked, level=case.demand_level)[demand["least"] > asked]
    priced = bad["least_penalty"].notna()
    yield from each("demand", bad[~priced], "least", "programme", "asked", "level")
    yield from each("demand", bad[priced], "least", "programme", "asked", "level", severity=Severity.WARNING)


@case_check(targets="measure kind penalty")
def penalty_missing(targets: pd.DataFrame) -> Iterator[Found]:
    """A soft target has a price."""
    bad = targets[(targets["kind"] == "soft") & targets["penalty"].isna()]
    yield from each("targets", bad, "penalty", "measure")


@case_check(Severity.WARNING, pilots="programme by base")
def pilots_fall(pilots: pd.DataFrame) -> Iterator[Found]:
    """Pilots wanted are cumulative, so they never fall."""
    ordered = pilots.sort_values(["programme", "by"], kind="stable")
    former = ordered.groupby("programme")["base"].shift()
    bad = ordered.assign(former=former)[ordered["base"] < former]
    yield from each("pilots", bad, "base", "programme", "former")


@case_check(seasons="season month")
def season_months(seasons: pd.DataFrame) -> Iterator[Found]:
    """A season has a weight for each month of the year."""
    for season, rows in seasons.groupby("season", sort=False):
        missing = [str(month) for month in _MONTHS if month not in set(rows["month"])]
        if missing:
            words = {"season": season, "missing": listed(missing, 12)}
            yield Found("seasons", int(rows.index[0]), "month", rows["month"].iloc[0], words)


@case_check(demand="programme from to base", programmes="programme season", seasons="season month weight")
def season_empty(demand: pd.DataFrame, programmes: pd.DataFrame, seasons: pd.DataFrame) -> Iterator[Found]:
    """Demand of a range falls on some month with a weight."""
    weights = {str(season): set(rows["month"]) for season, rows in seasons[seasons["weight"] > 0].groupby("season")}
    asked = demand[(demand["base"] > 0) & (demand["to"] >= demand["from"])]
    asked = asked.assign(season=found_in(programmes.set_index("programme")["season"], asked["programme"]))
    asked = asked[asked["season"].isin(seasons["season"]) & ~asked.duplicated(["season", "from", "to"])]
    for row, programme, first, last, season in asked[["programme", "from", "to", "season"]].itertuples(name=None):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        covered = {(first.month - 1 + ahead) % 12 + 1 for ahead in range(min(months, 12))}
        if not covered & weights.get(season, set()):
            yield Found("demand", row, "from", first, {"programme": programme, "season": season, "last": last})


@case_check(programmes="programme item")
def item_sold_twice(programmes: pd.DataFrame) -> Iterator[Found]:
    """An item is sold by one programme."""
    first = programmes.groupby("item")["programme"].transform("first")
    bad = programmes.assign(former=first)[first != programmes["programme"]]
    yield from each("programmes", bad, "item", "programme", "former")


@case_check(
    Severity.WARNING,
    demand="programme to base",
    programmes="programme sop_earliest",
    decisions="action object date",
)
def demand_before_sop(demand: pd.DataFrame, programmes: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[Found]:
    """Demand reaches beyond the start of production of its programme, else it is short from the first."""
    decided = decisions[decisions["action"] == "sop"].drop_duplicates("object").set_index("object")["date"]
    earliest = programmes.set_index("programme")["sop_earliest"]
    sop = found_in(decided, demand["programme"]).fillna(found_in(earliest, demand["programme"]))
    bad = demand.assign(sop=sop)[(demand["to"] < sop) & (demand["base"] > 0)]
    yield from each("demand", bad, "to", "programme", "sop")
