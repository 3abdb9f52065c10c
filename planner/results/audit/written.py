"""The plan's tables as they were written, as arrays over periods or years."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Key = tuple[str, ...]

KEYS = {
    "period_make": ("line", "copy", "on_stream", "item"),
    "period_overtime": ("line", "copy", "on_stream", "tier"),
    "period_shifts": ("line", "copy", "on_stream"),
    "period_buy": ("item", "site", "step", "from", "contract"),
    "period_ship": ("item", "from_site", "to_site"),
    "period_stock": ("item", "site"),
    "period_sales": ("programme", "market"),
    "period_pilots": ("programme", "fleet", "item"),
    "period_plan": ("programme",),
    "yearly_plan": ("programme",),
    "yearly_lines": ("line",),
    "yearly_stages": ("line", "stage"),
    "yearly_materials": ("item",),
    "yearly_finance": (),
    "yearly_unit_cost": (),
}
"""Keys of each table besides its period or year."""

OPTIONAL = {"period_shifts": ("line", "copy", "on_stream", "period", "hours", "standby")}
"""Columns of tables that only some plans have."""

AMOUNTS = {
    "period_make": ("made",),
    "period_overtime": ("hours",),
    "period_shifts": ("standby",),
    "period_buy": ("bought",),
    "period_ship": ("shipped",),
    "period_stock": ("stock",),
    "period_sales": ("sold", "late", "shortfall"),
    "period_pilots": ("built",),
}
"""What the plan decides; everything else follows from it."""


@dataclass(frozen=True)
class Written:
    """One table of the plan.

    Attributes:
        name: Its name.
        axis: Labels of the periods or years.
        keys: Number of each key.
        frame: The rows as they stand.
        row: Key of each row, -1 where its period or year is none of the axis.
        place: Place of each row on the axis.
    """

    name: str
    axis: list[str]
    keys: dict[Key, int]
    frame: pd.DataFrame
    row: NDArray[np.int64]
    place: NDArray[np.int64]
    _columns: dict[tuple[str, str], dict[Key, Floats]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def column(self, name: str, empty: float = 0.0) -> Mapping[Key, Floats]:
        """Numbers of a column over the axis by key; `empty` where there is no row."""
        # Checks ask for a column once a key.
        if (asked := (name, str(empty))) not in self._columns:
            values = np.full((len(self.keys), len(self.axis)), empty)
            known = self.row >= 0
            rows, places = self.row[known], self.place[known]
            values[rows, places] = 0.0
            np.add.at(values, (rows, places), self.frame[name].to_numpy(dtype=float)[known])
            values.flags.writeable = False
            self._columns[asked] = {key: values[number] for key, number in self.keys.items()}
        return self._columns[asked]

    def texts(self, name: str) -> dict[Key, list[str | None]]:
        """Texts of a column over the axis by key; None where there is no row."""
        values: dict[Key, list[str | None]] = {key: [None] * len(self.axis) for key in self.keys}
        names = list(self.keys)
        for row, place, value in zip(self.row, self.place, self.frame[name], strict=True):
            if row >= 0:
                values[names[row]][place] = "" if pd.isna(value) else str(value)
        return values

    def present(self) -> dict[Key, NDArray[np.bool_]]:
        """Where the table has a row, by key over the axis."""
        there = np.zeros((len(self.keys), len(self.axis)), dtype=bool)
        known = self.row >= 0
        there[self.row[known], self.place[known]] = True
        return {key: there[number] for key, number in self.keys.items()}

    def repeated(self) -> list[tuple[Key, str]]:
        """Keys and periods that have more than one row."""
        names = list(self.keys)
        at = pd.DataFrame({"row": self.row, "place": self.place}).loc[self.row >= 0]
        twice = at.loc[at.duplicated()].drop_duplicates()
        return [(names[r], self.axis[p]) for r, p in zip(twice["row"], twice["place"], strict=True)]


def written(name: str, frame: pd.DataFrame, axis: Sequence[str]) -> Written:
    """Read a table of the plan.

    Args:
        name: Name of the table; one that `KEYS` lacks has no key besides its period or year.
        frame: The table.
        axis: Labels of the periods (tables `period_...`) or years.
    """
    along = frame["period" if name.startswith("period_") else "year"]
    labels = along.astype(str) if along.dtype != object else along.map(str)
    place = pd.Index(axis).get_indexer(pd.Index(labels)) if len(frame) else np.empty(0, dtype=int)
    keys = list(KEYS.get(name, ()))
    if not keys:
        row = np.zeros(len(frame), dtype=int)
        names: dict[Key, int] = {(): 0}
    else:
        row = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy(dtype=int)
        unique = frame[keys].drop_duplicates()
        texts = [_texts(unique[key]) for key in keys]
        names = {key: number for number, key in enumerate(zip(*texts, strict=True))}
    return Written(name, list(axis), names, frame, np.where(place < 0, -1, row), place)


def _texts(column: pd.Series) -> list[str]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return [str(day) for day in column.to_numpy().astype("datetime64[D]")]
    return [str(value) for value in column]
