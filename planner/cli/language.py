"""The option `--lang`, which every command takes, wherever it stands among the others."""

from __future__ import annotations

from planner.errors import UsageError
from planner.messages import LANGUAGES, speak, text

OPTION = "--lang"


def spoken(words: list[str]) -> list[str]:
    """The words of a command line without the language that they ask for, which is spoken from now on.

    Raises:
        UsageError: It is none that there is.
    """
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        name, given, value = word.partition("=")
        if name != OPTION:
            left.append(word)
            continue
        wanted = value if given else next(rest, "")
        if wanted not in LANGUAGES:
            raise UsageError(text("cli.no_language", wanted=wanted, known=", ".join(LANGUAGES)))
        speak(wanted)
    return left
