"""Limits of the program in words that name lines, stages, items and gates as readers know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.capacity.demand import NEVER
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.capacity import Capacity
    from planner.capacity.output_tables import Output
    from planner.model.assemble import Program

OUTPUT = ("copy_output", "stage_hours", "overtime_limit")
"""Families that hold what the copies of a line can make."""
KINDS = ("item", "line", "programme", "gate", "site")


def tightest_stage(output: Output) -> pd.DataFrame:
    """Stage that holds each copy's output of an item: vintage, item, period, line, stage, hours per good unit."""
    rows = output.load.merge(output.make[["make", "line", "item"]], on="make")
    rows = rows.merge(output.hours.drop(columns="line"), on=["vintage", "stage", "period"])
    rows["possible"] = rows["machine_hours"] / rows["hours"]
    rows = rows.sort_values(["make", "possible"], kind="stable").drop_duplicates("make")
    return rows[["vintage", "item", "period", "line", "stage", "hours"]]


class LimitWords:
    """Words for the rows of a program; the rows of one stage, material or gate in several periods read the same."""

    def __init__(self, program: Program, capacity: Capacity, names: Mapping[str, Mapping[str, str]]) -> None:
        """Look up what the words need."""
        self.names = names
        self._capacity = capacity
        self._keys = {family.name: family.keys for family in program.rows}
        tight = tightest_stage(capacity.output)
        keys = zip(tight["vintage"], tight["item"], tight["period"], strict=True)
        self._stage = dict(zip(keys, tight["stage"], strict=True))

    def limit(self, family: str, number: int) -> str:
        """One row of a family in words."""
        waits = self.waits_for_start(family, number)
        if waits:
            sop = self._capacity.rollout.sop[waits]
            return text("limits.never") if sop == NEVER else text("limits.sop", sop=f"{sop:%Y-%m}")
        return text(f"limits.{family}", **self.keys(family, number))

    def keys(self, family: str, number: int) -> dict[str, Any]:
        """The keys of a row as readers know them."""
        key = self.raw(family, number)
        if "stage" in key:
            key["stage"] = self.names["stage"][f"{key['line']}/{key['stage']}"]
        for kind in KINDS:
            if kind in key:
                key[kind] = self.names[kind].get(str(key[kind]), str(key[kind]))
        for date in ("from", "date", "by"):
            if date in key and pd.notna(key[date]):
                key[date] = f"{key[date]:%Y-%m-%d}"
        return key

    def raw(self, family: str, number: int) -> dict[str, Any]:
        """The keys of a row as the tables know them, with the stage that holds the output of a copy."""
        key = {str(name): value for name, value in self._keys[family].iloc[number].items()}
        if family == "copy_output":
            key["stage"] = self._stage[key["vintage"], key["item"], key["period"]]
        return key

    def span(self, period: int) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First day of a period, and the day after its last."""
        row = self._capacity.time.periods.iloc[period]
        return row["start"], row["end"]

    def place(self, family: str, number: int) -> tuple[str, int]:
        """Line and period of a row that limits the output of a line; ("", -1) for any other row."""
        if family not in OUTPUT:
            return "", -1
        key = self._keys[family].iloc[number]
        return str(key["line"]), int(key["period"])

    def waits_for_start(self, family: str, number: int) -> str:
        """The programme whose start of production a row waits for; empty for any other row."""
        if family != "install_limit":
            return ""
        key = self._keys[family].iloc[number]
        end = self._capacity.time.periods["end"].iloc[key["period"]]
        return str(key["programme"]) if end <= self._capacity.rollout.sop[key["programme"]] else ""
