"""Checks of supply contracts: signed in time, once, or no more to be signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Severity
from planner.tables.checks.registry import Found, case_check, each, row_check
from planner.tables.checks.shared import day, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.tables.inputs import Case


@case_check(decisions="action object date", contracts="contract from sign_by")
def signed_late(decisions: pd.DataFrame, contracts: pd.DataFrame) -> Iterator[Found]:
    """A contract is signed while it can be."""
    signed = listing(decisions[decisions["action"] == "sign"]).merge(contracts, left_on="object", right_on="contract")
    signed = signed.assign(last=signed["sign_by"].fillna(signed["from"]))
    yield from each("decisions", signed[signed["date"] > signed["last"]], "date", "contract", "last")


@row_check(decisions="action object copy")
def sign_copy(decisions: pd.DataFrame) -> Iterator[Found]:
    """A contract is signed once."""
    yield from each("decisions", decisions[(decisions["action"] == "sign") & (decisions["copy"] > 1)], "copy", "object")


@case_check(Severity.WARNING, contracts="contract from sign_by", decisions="action object")
def contract_expired(case: Case, contracts: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[Found]:
    """A contract that is left to the planner can still be signed on the plan date."""
    rows = contracts.assign(last=contracts["sign_by"].fillna(contracts["from"]), plan_date=case.plan_date)
    signed = decisions.loc[decisions["action"] == "sign", "object"]
    bad = rows[(rows["last"] < day(case.plan_date)) & ~rows["contract"].isin(signed)]
    if "contracts" in case.decide:
        yield from each("contracts", bad, "sign_by", "contract", "last", "plan_date")
