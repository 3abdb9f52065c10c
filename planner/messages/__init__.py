"""The one catalogue of every text that a reader sees; a language is a folder of this one, with the same keys.

A text is found by its key and filled in by name: `text("limits.growth", programme="P1")`.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "zh")
"""English, which is spoken unless another one is asked for, and simplified Chinese."""
VARIABLE = "PLANNER_LANG"
"""Variable of the environment that says which is spoken: worker processes take it over."""


def language() -> str:
    """The language of all texts."""
    wanted = os.environ.get(VARIABLE, "")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def speak(wanted: str) -> None:
    """Speak a language from now on, in this process and those that it starts.

    Raises:
        KeyError: There is no such language.
    """
    if wanted not in LANGUAGES:
        raise KeyError(wanted)
    os.environ[VARIABLE] = wanted


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak a language for a while: that of a report whose words are held against ours.

    Raises:
        KeyError: There is no such language.
    """
    before = os.environ.get(VARIABLE)
    speak(wanted)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def catalogue() -> dict[str, str]:
    """All texts of the language that is spoken, by dotted key."""
    return texts_of(language())


@cache
def texts_of(spoken: str) -> dict[str, str]:
    """All texts of a language by dotted key; sections of the files become the first part of the key.

    Raises:
        FileNotFoundError: There is no such language.
    """
    folder = files(__name__) / spoken
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
