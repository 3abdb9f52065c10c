"""Every text that the code asks for is in the catalogue, and every text there is asked for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from planner.messages import LANGUAGES, VARIABLE, catalogue, text, texts_of

PACKAGE = Path(__file__).parents[1] / "planner"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
# Beginnings of keys that are put together with a name of the data: f"limits.{family}".
MADE = set(re.findall(r'f?"([a-z_]+)\.?[a-z_]*\{', CODE)) | set(re.findall(r'"((?:workbook|line)_\w+)"', CODE))
ASKED = set(re.findall(r'"([a-z_]+\.[a-z0-9_.]+)"', CODE))


def test_every_text_asked_for_is_there() -> None:
    literal = set(re.findall(r'text\(\s*"([\w./]+)"', CODE))
    assert literal <= set(catalogue())


def test_every_text_is_asked_for() -> None:
    unused = [key for key in catalogue() if key not in ASKED and key.split(".")[0] not in MADE]
    assert unused == []


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such_text")


def filled(words: str) -> set[tuple[str, str | None]]:
    """What a text is filled in with, and how."""
    return {(name, form) for _, name, form, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("spoken", LANGUAGES[1:])
def test_every_language_has_every_text_with_the_same_values_in_the_same_files(spoken: str) -> None:
    english, own = texts_of(LANGUAGES[0]), texts_of(spoken)
    assert set(own) == set(english)
    assert {key: filled(words) for key, words in own.items()} == {key: filled(words) for key, words in english.items()}
    assert [key for key, words in english.items() if bool(words) != bool(own[key])] == []
    folder = PACKAGE / "messages"
    for file in (folder / LANGUAGES[0]).glob("*.toml"):
        there = tomllib.loads((folder / spoken / file.name).read_text(encoding="utf-8"))
        assert list(there) == list(tomllib.loads(file.read_text(encoding="utf-8")))


def test_sentences_are_in_chinese() -> None:
    """Texts of three words and more that are the same in both are symbols, keys and names of variables."""
    english, own = texts_of("en"), texts_of("zh")
    left = {key for key, words in english.items() if own[key] == words and len(re.findall("[a-z]{2,} ", words)) > 1}
    assert {key.split(".")[0] for key in left} <= {"compare_variable"}


def test_the_language_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    assert text("compare_measure.npv") == "净现值"
    monkeypatch.setenv(VARIABLE, "none of them")
    assert text("compare_measure.npv") == "Net present value"
