"""Names for readers: the `name` of an input row, else its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from planner.tables.inputs import Inputs

NAMED = {"site": "sites", "item": "items", "line": "lines", "programme": "programmes", "gate": "gates"}


def reader_names(inputs: Inputs) -> dict[str, dict[str, str]]:
    """Names by kind and key; stages are keyed "line/stage"."""
    names = {kind: _names(inputs[table], inputs[table][kind]) for kind, table in NAMED.items()}
    stages = inputs["stages"]
    own = stages["name"].where(stages["name"] != "", stages["stage"])
    names["stage"] = dict(zip(stages["line"] + "/" + stages["stage"], own, strict=True))
    return names


def _names(table: pd.DataFrame, keys: pd.Series) -> dict[str, str]:
    own = table["name"].where(table["name"] != "", keys)
    return dict(zip(keys[::-1].tolist(), own[::-1].tolist(), strict=True))
