"""What a column allows, in the words that problems and the data page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.messages import text
from planner.tables.tell import say

if TYPE_CHECKING:
    from planner.tables.dictionary import Column


def limits(column: Column) -> str:
    """What may stand in a column's cells: "a number above 0, at most 1"."""
    if column.allowed:
        return text("column_words.choice", names=", ".join(column.allowed))
    return text(f"column_words.{column.type}", bounds=bounds(column)).strip()


def bounds(column: Column) -> str:
    """The range of a column's numbers: "above 0, at most 1"; empty where every number is allowed."""
    ends = {"above": column.above, "at_least": column.minimum, "at_most": column.maximum}
    told = [text(f"column_words.{word}", limit=say(limit)) for word, limit in ends.items() if limit is not None]
    return ", ".join(told)
