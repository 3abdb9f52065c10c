"""The one catalogue of every text that a reader sees; a language is a file of this folder.

A text is found by its key and filled in by name: `text("limits.growth", programme="P1")`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGE = "en"


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, str]:
    """All texts of a language by dotted key; sections of the files become the first part of the key.

    Raises:
        FileNotFoundError: There is no such language.
    """
    folder = files(__name__) / language
    texts: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
                texts |= {f"{section}.{key}": value for key, value in entries.items()}
    return texts


def text(key: str, /, **values: object) -> str:
    """The text of `key`, its {names} filled in from `values`.

    Raises:
        KeyError: The catalogue has no such key, or the text names a value that was not given.
    """
    return catalogue()[key].format(**values)
