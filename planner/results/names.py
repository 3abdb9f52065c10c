"""Names for readers: the `name` of an input row, else its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.tables.inputs import Inputs

NAMED = {"site": "sites", "item": "items", "line": "lines", "programme": "programmes", "gate": "gates"}
STAGE = "stage"


def reader_names(inputs: Inputs) -> dict[str, dict[str, str]]:
    """Names by kind and key; stages are keyed "line/stage"."""
    names = {kind: _names(inputs[table], inputs[table][kind]) for kind, table in NAMED.items()}
    stages = inputs["stages"]
    own = stages["name"].where(stages["name"] != "", stages["stage"])
    names[STAGE] = dict(zip(stages["line"] + "/" + stages["stage"], own, strict=True))
    return names


def names_table(names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The names as a table, a row each (kind, line of a stage, key, name), so that a report tells them by itself."""
    rows = [
        (kind, *key.split("/", 1), name) if kind == STAGE else (kind, "", key, name)
        for kind, own in names.items()
        for key, name in own.items()
    ]
    return pd.DataFrame(rows, columns=["kind", "line", "key", "name"])


def _names(table: pd.DataFrame, keys: pd.Series) -> dict[str, str]:
    own = table["name"].where(table["name"] != "", keys)
    return dict(zip(keys[::-1].tolist(), own[::-1].tolist(), strict=True))
