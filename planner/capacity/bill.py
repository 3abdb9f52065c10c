"""What an item holds by its bill of materials, and the size in which each item is counted in the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
def content(bom: pd.DataFrame) -> pd.DataFrame:
    """Units of every component in one unit of every item by plain BOM quantities, through all levels.

    Where lines have recipes of their own, the row for every line counts, else the first.

    Returns:
        item, component, quantity; an item is not its own component.
    """
    general_first = bom.sort_values("line", key=lambda line: line != "", kind="stable")
    direct = general_first.drop_duplicates(["parent", "component"])
    level = direct[["parent", "component", "quantity"]].rename(columns={"parent": "item"})
    found = [level]
    while len(level):
        step = level.merge(direct, left_on="component", right_on="parent", suffixes=("", "_below"))
        step = step.assign(quantity=step["quantity"] * step["quantity_below"], component=step["component_below"])
        level = step[["item", "component", "quantity"]]
        found.append(level)
    return pd.concat(found).groupby(["item", "component"], sort=True)["quantity"].sum().reset_index()


def item_scale(usage: pd.DataFrame, made: Iterable[str], sold: Iterable[str], items: Iterable[str]) -> pd.Series:
    """Power of ten near the units of each item that one sold unit takes.

    The program counts items in these sizes, which keeps its coefficients within about six orders of magnitude
    (HiGHS: with single cells and single CNY the root relaxation of a case with 250 binaries did not end in 400 s,
    scaled it took seconds).

    Args:
        usage: `Output.usage` with a column `made` for what is made.
        made: Items that are made.
        sold: Items that programmes sell (size 1).
        items: All items.
    """
    median = usage.groupby(["made", "item"], sort=True)["quantity"].median().reset_index()
    size = dict.fromkeys(sold, 1.0)
    for _ in set(made):
        for parent, item, quantity in zip(median["made"], median["item"], median["quantity"], strict=True):
            if parent in size:
                size[item] = max(size.get(item, 0.0), size[parent] * quantity)
    scale = pd.Series(1.0, index=pd.Index(items, name="item"))
    known = pd.Series({item: value for item, value in size.items() if value > 0}, dtype=float)
    return known.reindex(scale.index).map(lambda v: 10.0 ** np.round(np.log10(v)), na_action="ignore").fillna(1.0)
