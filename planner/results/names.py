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
    names["stage"] = _names(stages, stages["line"] + "/" + stages["stage"], stages["stage"])
    for stage, name in _names(stages, stages["stage"]).items():
        names["stage"].setdefault(stage, name)
    return names


def _names(table: pd.DataFrame, keys: pd.Series, nameless: pd.Series | None = None) -> dict[str, str]:
    """Name by key; where a row has none, what `nameless` says (empty: the key)."""
    own = table["name"].where(table["name"] != "", keys if nameless is None else nameless)
    return dict(zip(keys[::-1].tolist(), own[::-1].tolist(), strict=True))
