"""The option `--lang`, which every command takes, wherever it stands among the others."""

from __future__ import annotations

import os

from planner.errors import UsageError
from planner.messages import LANGUAGES, VARIABLE, speak, text

OPTION = "--lang"


def spoken(words: list[str]) -> list[str]:
    """The words of a command line without the language that they ask for, which is spoken from now on.

    What stands after `--` is left alone. The value of another option cannot be told from an option: none is `--lang`.

    Raises:
        UsageError: It is none that there is.
    """
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*left, word, *rest]
        name, given, value = word.partition("=")
        if name != OPTION:
            left.append(word)
            continue
        wanted = value if given else next(rest, "")
        _require(wanted)
        speak(wanted)
    return left


def require_known() -> None:
    """Nothing where the environment asks for a language that there is, or for none.

    Raises:
        UsageError: It asks for another.
    """
    if wanted := os.environ.get(VARIABLE):
        _require(wanted)


def _require(wanted: str) -> None:
    if wanted not in LANGUAGES:
        raise UsageError(text("cli.no_language", wanted=wanted, known=", ".join(LANGUAGES)))
