"""From the answer of a program that decides to the case in which all of it is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.capacity.gates import needed
from planner.capacity.held import held

if TYPE_CHECKING:
    from planner.solve import Answer
    from planner.tables.inputs import Inputs

HALF = 0.5
LEAST = 1e-6
"""Share of a copy that is one: less is what a solver leaves."""
PLANNED = "planned"


def decided(inputs: Inputs, answer: Answer) -> Inputs:
    """The case with every decision of an answer as a row of `decisions`, status "planned", and nothing left open.

    Suggestions that did not hold are left out. Whole columns are rounded: what a solver calls 1 within its tolerance
    is 1.
    """
    given = held(inputs["decisions"], inputs.case)
    starts = [_production(answer), _never(inputs, given, answer), _gates(inputs, given, answer)]
    rest = [_signed(answer), _machines(answer), _packages(answer), _shifts(answer), _jobs(answer)]
    rows = pd.concat([given, _copies(answer), *starts, *rest], ignore_index=True)
    empty = {name: "" for name in given if given[name].dtype == "str"} | {"copy": 1, "share": 1.0, "quantity": 1}
    rows = rows.fillna(empty).astype(given.dtypes.to_dict())
    return inputs.replace(case=replace(inputs.case, decide=(), hold=()), decisions=rows)


def _copies(answer: Answer) -> pd.DataFrame:
    """Copies that are opened; of a divisible line with the share that is."""
    rows = answer.values("open")
    rows = rows.loc[rows["value"] > np.where(rows["divisible"], LEAST, HALF)]
    rows = rows.assign(share=np.where(rows["divisible"], np.minimum(rows["value"], 1.0), 1.0))
    rows = rows.rename(columns={"line": "object", "on_stream": "date"})
    return rows[["object", "copy", "date", "share"]].assign(action="on_stream", status=PLANNED)


def _machines(answer: Answer) -> pd.DataFrame:
    """Extra machines that are bought."""
    rows = answer.values("extra")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"line": "object", "on_stream": "date"})
    rows["quantity"] = np.round(rows["value"]).astype("int64")
    return rows[["object", "copy", "stage", "date", "quantity"]].assign(action="machines", status=PLANNED)


def _packages(answer: Answer) -> pd.DataFrame:
    """Extra machines of the packages with which copies come: those of a vintage go to its copies in their order."""
    rows = answer.values("package")
    number = np.round(rows["value"].to_numpy(dtype=float)).astype(np.int64)
    rows = rows.iloc[np.repeat(np.arange(len(rows)), number)]
    rows = rows.assign(place=rows.groupby("vintage").cumcount())[["vintage", "on_stream", "machines", "place"]]
    opened = answer.values("open")
    opened = opened.loc[opened["value"] > HALF, ["vintage", "line", "copy"]].sort_values(["vintage", "copy"])
    opened = opened.assign(place=opened.groupby("vintage").cumcount())
    rows = rows.merge(opened, on=["vintage", "place"], validate="1:1").explode("machines", ignore_index=True)
    pairs = pd.DataFrame(rows["machines"].tolist(), columns=["stage", "quantity"], index=rows.index)
    rows = rows.rename(columns={"line": "object", "on_stream": "date"})[["object", "copy", "date"]]
    return rows.assign(stage=pairs["stage"], quantity=pairs["quantity"], action="machines", status=PLANNED)


def _shifts(answer: Answer) -> pd.DataFrame:
    """Lines that work one more shift, from the first day of the first period in which they do."""
    rows = answer.values("shift")
    rows = rows.loc[rows["value"] > HALF].drop_duplicates("line").rename(columns={"line": "object", "start": "date"})
    return rows[["object", "date"]].assign(action="shift", status=PLANNED)


def _jobs(answer: Answer) -> pd.DataFrame:
    """Jobs of maintenance by their first day."""
    rows = answer.values("down")
    rows = rows.loc[rows["value"] > HALF].rename(columns={"name": "object"})
    return rows[["object", "date"]].assign(action="maintain", status=PLANNED)


def _production(answer: Answer) -> pd.DataFrame:
    """Programmes that start production."""
    return _dated(answer, "sop", "programme", "start").assign(action="sop")


def _never(inputs: Inputs, given: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Programmes left to the planner that do not start, decided on the plan date."""
    taken = set(given.loc[given["action"].isin(["sop", "never"]), "object"])
    taken |= set(_production(answer)["object"])
    programmes = inputs["programmes"]["programme"]
    none = programmes.loc[~programmes.isin(taken) & ("sop" in inputs.case.decide)]
    date = pd.Timestamp(inputs.case.plan_date)
    return pd.DataFrame({"object": none, "copy": 1, "date": date, "action": "never", "status": PLANNED})


def _gates(inputs: Inputs, given: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Gates that start and that something waits for: a programme that is to start, or a gate that is given."""
    rows = _dated(answer, "gate_start", "gate", "start").assign(action="gate")
    none = set(_never(inputs, given, answer)["object"]) | set(given.loc[given["action"] == "never", "object"])
    named = inputs["programme_gates"].loc[~inputs["programme_gates"]["programme"].isin(none), ["programme", "gate"]]
    own = given.loc[given["action"] == "gate", "object"]
    asked = pd.concat([named, pd.DataFrame({"programme": own, "gate": own})])
    return rows.loc[rows["object"].isin(needed(asked, inputs["gate_order"])["gate"])]


def _dated(answer: Answer, family: str, key: str, date: str) -> pd.DataFrame:
    """What a family of whole variables starts, as rows of decisions without their action."""
    rows = answer.values(family)
    rows = rows.loc[rows["value"] > HALF, [key, date]].set_axis(["object", "date"], axis=1)
    return rows.assign(copy=1, status=PLANNED)


def _signed(answer: Answer) -> pd.DataFrame:
    """Contracts that are signed."""
    return _dated(answer, "sign", "contract", "signed").assign(action="sign")
