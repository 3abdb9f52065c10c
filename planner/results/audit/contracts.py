"""Supply contracts: those that are signed, what they oblige to, and what is paid besides deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.results.audit.finding import where
from planner.results.audit.frames import day, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from planner.results.audit.days import Horizon
    from planner.results.audit.finding import Sheet
    from planner.results.audit.ledger import Ledger
    from planner.results.audit.written import Key
    from planner.tables.inputs import Inputs

    Floats = NDArray[np.float64]

MILLION = 1e6
UNSIGNED = "unsigned"


@dataclass(frozen=True)
class Contract:
    """A contract that a decision holds.

    Attributes:
        row: Its row of the table.
        signed: Day on which it is signed.
        status: Of the decision.
        open: Periods that it touches, [period].
    """

    row: Any
    signed: np.datetime64
    status: str
    open: NDArray[np.bool_]

    @property
    def key(self) -> Key:
        """As the plan's table of purchases names it."""
        return self.row.item, self.row.site, "1", str(day(self.row.from_)), self.row.contract

    @property
    def paid(self) -> np.datetime64:
        """Day of the prepayment."""
        given = day(self.row.prepaid_on)
        return self.signed if np.isnat(given) else given

    def bought(self, book: Ledger) -> Floats:
        """Units bought under it by period."""
        units = book.amounts["bought"].get(self.key)
        return np.zeros(len(self.open)) if units is None else units

    def untaken(self, book: Ledger) -> float:
        """Units paid for and not taken."""
        return max(0.0, float(self.row.take_share * self.row.most) - float(self.bought(book).sum()))


def signed(inputs: Inputs, time: Horizon) -> list[Contract]:
    """Contracts that are signed and have a day in the horizon."""
    decisions = {row.object: row for row in records(inputs["decisions"]) if row.action == "sign"}
    found = []
    for row in records(inputs["contracts"]):
        start, end = (np.array([day(value)]) for value in (row.from_, row.to))
        inside = time.period_days(start, end)[0] > 0
        if row.contract in decisions and inside.any():
            own = decisions[row.contract]
            found.append(Contract(row, day(own.date), own.status, inside))
    return found


def extra_cost(inputs: Inputs, book: Ledger, time: Horizon) -> Iterator[Floats]:
    """What each signed contract costs besides its deliveries, money by period."""
    for contract in signed(inputs, time):
        flow = np.zeros(len(time.labels))
        flow[np.flatnonzero(contract.open)[-1]] = contract.untaken(book) * contract.row.price
        if time.first[0] <= contract.paid <= time.last[-1]:
            flow[time.holding(contract.paid)] += contract.row.prepayment_million * MILLION
        yield flow


def owed(inputs: Inputs, book: Ledger, time: Horizon) -> Floats:
    """What contracts signed by the end of each period oblige to after it, million money by period.

    Units to be paid for and not yet taken while the contract goes on, and prepayments that come later.
    """
    amounts = np.zeros(len(time.labels))
    for contract in signed(inputs, time):
        row = contract.row
        goes_on = np.arange(len(amounts)) < np.flatnonzero(contract.open)[-1]
        left = np.maximum(0.0, row.take_share * row.most - np.cumsum(contract.bought(book)))
        later = (contract.paid > time.last) & (contract.paid <= time.last[-1])
        due = np.where(goes_on, left * row.price / MILLION, 0.0) + np.where(later, row.prepayment_million, 0.0)
        amounts = amounts + np.where(contract.signed <= time.last, due, 0.0)
    return amounts


def check_contracts(
    sheet: Sheet, table: pd.DataFrame, inputs: Inputs, book: Ledger, floor: Mapping[str, float], time: Horizon
) -> None:
    """No more is bought than a contract holds, it is signed in time, and the table says what follows."""
    held = {contract.row.contract: contract for contract in signed(inputs, time)}
    stated = {str(row.contract): row for row in records(table)}
    for row in records(inputs["contracts"]):
        place, contract = where("contract", contract=row.contract), held.get(row.contract)
        bought, untaken = 0.0, 0.0
        if contract is not None:
            bought, untaken = float(contract.bought(book).sum()), contract.untaken(book)
            sheet.at_most(
                "contract_most", place, [""], bought, row.most, "unit", floor=floor.get(row.item), column="bought"
            )
            last = day(row.from_ if pd.isna(row.sign_by) else row.sign_by)
            if contract.signed > last:
                sheet.add("contract_late", place, "", str(contract.signed), str(last), "d", "signed")
        told = stated.pop(row.contract, None)
        if told is None:
            sheet.add("missing_row", place, "", "", "")
            continue
        status = contract.status if contract else UNSIGNED
        if told.status != status:
            sheet.add("contract_status", place, "", str(told.status), status, column="status")
        expected = {
            "bought": bought,
            "taken_share": bought / row.most,
            "not_taken": untaken,
            "cost_million": (bought + untaken) * row.price / MILLION,
            "prepayment_million": row.prepayment_million if contract else 0.0,
        }
        for name, value in expected.items():
            unit = "million" if name.endswith("million") else "1" if name == "taken_share" else "unit"
            least = floor.get(row.item) if unit == "unit" else None
            sheet.equal(f"contract_{name}", place, [""], getattr(told, name), value, unit, floor=least, column=name)
    for name in stated:
        sheet.add("unknown_key", where("contract", contract=name), "", "", "")
