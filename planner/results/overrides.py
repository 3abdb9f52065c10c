"""What a scenario changed in the tables, as a table of the report."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tables.inputs import Change


def overrides(changes: Sequence[Change]) -> pd.DataFrame:
    """One row an effect, in the order in which the rules made them.

    Its columns are those of `Change`, but that the table is `input_table` and the key `row`, after `number`.
    """
    rows = [{"number": number, **asdict(change)} for number, change in enumerate(changes, 1)]
    # Lines stay whole numbers beside the missing ones of case.toml.
    lines = pd.Series([change.line for change in changes], dtype=object)
    return pd.DataFrame(rows).assign(line=lines).rename(columns={"table": "input_table", "key": "row"})
