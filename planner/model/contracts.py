"""Families of supply contracts: what is bought under them, and what is paid for whether taken or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.capacity.contracts import OPEN
from planner.keys import locate, picked, where
from planner.model.algebra import Rows, coef

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.keys import Table
    from planner.model.algebra import Columns

KEYS = ["contract", "item", "site", "from"]


def contract_most(buy: Columns, sign: Columns, contracts: pd.DataFrame) -> Rows:
    r"""No more is bought under a contract than it holds, and nothing under one that is not signed.

    .. math:: \sum_t buy_{c,t} \le most_c\, sign_c \qquad \forall\ contract\ c

    Of a contract that is given, sign is 1. Reads `Capacity.contracts`. Row unit: unit. Price: money that one more unit
    of it brings.
    """
    most = contracts["most"].to_numpy(dtype=float)
    terms = (
        coef(buy, locate(contracts, buy.arrays, ["contract"])),
        coef(sign, locate(contracts, sign.arrays, ["contract"]), -sign.arrays["most"], "unit/contract"),
    )
    return Rows("contract_most", "<=", "unit", picked(contracts, KEYS), np.where(_given(contracts), most, 0.0), terms)


def take_or_pay(buy: Columns, untaken: Columns, sign: Columns, contracts: pd.DataFrame) -> Rows:
    r"""What a signed contract obliges to is taken, or paid for all the same.

    .. math:: \sum_t buy_{c,t} + untaken_c \ge take_c\, sign_c \qquad \forall\ contract\ c

    Reads `Capacity.contracts`. Row unit: unit. Price: money that one unit less of the obligation saves.
    """
    obliged = where(contracts, contracts["take"] > 0)
    take = obliged["take"].astype(float)
    terms = (
        coef(buy, locate(obliged, buy.arrays, ["contract"])),
        coef(untaken, locate(obliged, untaken.arrays, ["contract"])),
        coef(sign, locate(obliged, sign.arrays, ["contract"]), -sign.arrays["take"], "unit/contract"),
    )
    return Rows("take_or_pay", ">=", "unit", picked(obliged, KEYS), np.where(_given(obliged), take, 0.0), terms)


def _given(contracts: Table) -> NDArray[np.bool_]:
    given: NDArray[np.bool_] = np.asarray(contracts["status"]) != OPEN
    return given
